"""Where do the bundled rules and data lie? Beside the installed package, or at the top of a checkout.

It only names folders: it reads nothing, and it never looks at the current folder.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

_PACKAGE = Path(__file__).resolve().parent


def path(folder: Literal["data", "rules"]) -> Path:
    """The folder of this name that belongs to this copy of zonecheck."""
    installed = _PACKAGE / "bundled" / folder
    return installed if installed.is_dir() else _PACKAGE.parents[1] / folder
