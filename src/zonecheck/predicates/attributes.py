"""What does the project state of itself? Questions about nature, industry and single attributes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zonecheck.words import Text


@dataclass(frozen=True)
class Term:
    """A defined legal term as GB/T 4754-2017 codes. A code covers all below it; the longest match wins.

    On a code outside the lists, `yes_if` are attributes any of which, stated yes, brings it in, and `maybe_if` are
    attributes which, all stated yes, make it doubtful; silence about them is read as no.
    """

    id: str
    name: Text
    yes: frozenset[str]
    maybe: frozenset[str]
    settled_by: str | None
    yes_if: tuple[str, ...]
    maybe_if: tuple[str, ...]
    interpretation: Text | None
