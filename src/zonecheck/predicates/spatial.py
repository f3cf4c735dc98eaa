"""Where is the site? Questions about distances and areas, answered from layers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Comparator = Literal["at_most", "less_than", "at_least", "more_than"]


@dataclass(frozen=True)
class Where:
    """A selection of a layer's features by one key; no key selects all.

    Each member of `values` is a group of equivalent spellings (a name with its aliases), the first of them the
    one that is printed.
    """

    key: str | None = None
    values: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Within:
    """Is the distance from the site to the nearest selected feature at most (less than ...) `limit_m`?"""

    layer: str
    where: Where
    comparator: Comparator
    limit_m: float


@dataclass(frozen=True)
class Intersects:
    """Does some point of the site lie in a selected area?"""

    layer: str
    where: Where


@dataclass(frozen=True)
class Inside:
    """Does the whole site lie in the selected areas?"""

    layer: str
    where: Where
