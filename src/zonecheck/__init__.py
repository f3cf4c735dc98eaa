"""zonecheck: is an industrial project allowed where it is planned, by which clause, and how sure is that?

`zonecheck.check` does from Python what the command line does; `zonecheck.api` documents it. It is imported when first
used, so that the command line does not pay for it.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zonecheck.api import Results, check

__version__ = "0.1.0"
RELEASED = date(2026, 11, 24)  # a clock before this day is wrong
__all__ = ["Results", "__version__", "check"]


def __getattr__(name: str) -> Any:
    if name in ("Results", "check"):
        from zonecheck import api  # noqa: PLC0415

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
