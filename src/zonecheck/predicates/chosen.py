"""Which features of a layer does a question select, and how are they found?

All of it rests on the layer alone: it is made once and serves every batch of a run. Nothing is measured here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from zonecheck.geodesy.boxes import Boxes
from zonecheck.geodesy.index import Index
from zonecheck.geodesy.unite import unite
from zonecheck.layers.outlines import Outlines
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
        return np.flatnonzero((self.selection.member != NO) & ~np.isnan(self.layer.bounds[:, 0]))

    def around(self, sites: Boxes, reach_m: NDArray[np.float64]) -> Chosen:
        """These features, or enough of them: all that can be within reach of a site, and all that can be its nearest.

        Outlines that are in memory are all taken; others are not read if their boxes rule them out.
        """
        outlines = self.layer.geometry
        if not isinstance(outlines, Outlines) or not len(self.rows):
            return self
        credit_m = np.full(len(self.layer), np.nan)  # of what is not selected
        credit_m[self.rows] = self.accuracy_m + self.half_width_m
        grains = np.flatnonzero(~np.isnan(credit_m[outlines.grain_of]))
        owner = outlines.grain_of[grains]
        near = owner[wanted(Boxes.around(outlines.grains[grains]), credit_m[owner], sites, reach_m)]
        return _Some(
            self.layer, self.where, self, np.flatnonzero(np.bincount(near, minlength=len(self.layer)))
        )

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

    @property
    def widest_half_m(self) -> float:
        """The widest of them, from its centre line to its bank."""
        return float(self.half_width_m.max(initial=0.0))

    @cached_property
    def area(self) -> BaseGeometry | None:
        """The areas as one, without borders between them; None where none is drawn."""
        return unite(self.layer.geometry[self.rows], self.accuracy_m) if len(self.rows) else None


@dataclass(frozen=True, eq=False)
class _Some(Chosen):
    """Some of the features of a selection; what holds of the selection as a whole is asked of that."""

    whole: Chosen
    taken: NDArray[np.intp]

    @property
    def selection(self) -> Selection:
        return self.whole.selection

    @property
    def rows(self) -> NDArray[np.intp]:
        return self.taken

    @property
    def widest_m(self) -> float:
        return self.whole.widest_m

    @property
    def widest_half_m(self) -> float:
        return self.whole.widest_half_m


def wanted(
    boxes: Boxes, credit_m: NDArray[np.float64], sites: Boxes, reach_m: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Boxes within reach of some site, or no farther from it than its nearest can be; credits are taken off distances."""
    found = np.zeros(len(boxes), dtype=bool)
    for site in range(len(sites)):
        alone = sites.take(np.full(len(boxes), site))
        nearest_m = np.min(alone.span_m(boxes) - credit_m, initial=np.inf)
        found |= alone.gap_m(boxes) - credit_m <= max(float(reach_m[site]), float(nearest_m))
    return found
