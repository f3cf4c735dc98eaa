"""Which features of a layer does a question select, and how are they found?

All of it rests on the layer alone: it is made once and serves every batch of a run. Nothing is measured here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from zonecheck.geodesy.index import Index
from zonecheck.geodesy.unite import unite
from zonecheck.layers.selection import Selection, select
from zonecheck.truth import NO

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from zonecheck.layers.layer import Layer


@dataclass(frozen=True)
class Where:
    """A selection of a layer's features by one key; no key selects all.

    Each member of `values` is a group of equivalent spellings (a name with its aliases), the first of them the
    one that is printed.
    """

    key: str | None = None
    values: tuple[tuple[str, ...], ...] = ()


def choose(layer: Layer, where: Where) -> Chosen:
    """The features of `layer` that `where` selects, found once."""
    return layer.remember(where, lambda: Chosen(layer, where))


@dataclass(frozen=True, eq=False)
class Chosen:
    """The features that a question selects, k of them with an outline, and what helps to find them."""

    layer: Layer
    where: Where

    @cached_property
    def selection(self) -> Selection:
        return select(self.layer, self.where.key, self.where.values)

    @cached_property
    def rows(self) -> NDArray[np.intp]:
        """Features that are, or may be, selected and have an outline."""
        drawn = np.array([geometry is not None for geometry in self.layer.geometry], dtype=bool)
        return np.flatnonzero((self.selection.member != NO) & drawn)

    @cached_property
    def index(self) -> Index:
        return Index(self.layer.geometry[self.rows])

    @cached_property
    def accuracy_m(self) -> NDArray[np.float64]:
        """Of each of them (k,)."""
        return self.layer.accuracy_m[self.rows]

    @cached_property
    def half_width_m(self) -> NDArray[np.float64]:
        return self.layer.half_width_m[self.rows]

    @property
    def widest_m(self) -> float:
        """The largest accuracy among what is, or ought to be, selected."""
        return float(self.accuracy_m.max(initial=self.layer.entry.accuracy_m or 0.0))

    @cached_property
    def area(self) -> BaseGeometry | None:
        """The areas as one, without borders between them; None where none is drawn."""
        return unite(self.layer.geometry[self.rows], self.accuracy_m) if len(self.rows) else None
