"""Which pieces lie within reach of which sites? Box queries on a tree, and a look into areas.

Answers candidates, grouped by site, in batches of bounded size; a feature's extra reach becomes its credit. A site
that meets an area becomes a candidate of distance 0 for it, as boundaries alone would not show it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely

from zonecheck.geodesy.candidates import Candidates, joined, propose
from zonecheck.geodesy.ellipsoid import SHORTEST_DEGREE_M, Floats
from zonecheck.geodesy.pieces import Geometries, Pieces
from zonecheck.geodesy.ragged import Rows
from zonecheck.geodesy.shapes import Shapes

_BATCH = 500_000  # candidates that are aimed at
_FIRST = 64
_SAMPLE = 32
_MOST = 20_000  # sites in a batch
_GROWTH = 8


@dataclass(frozen=True, eq=False)
class Features:
    """Features as they are searched: their pieces, and those that are areas, ready for many questions."""

    geometry: Geometries
    pieces: Pieces
    areas: Rows
    area_tree: shapely.STRtree

    @classmethod
    def of(cls, geometry: Geometries, pieces: Pieces) -> Features:
        areas = np.flatnonzero(shapely.get_dimensions(geometry) == 2)
        shapely.prepare(geometry[~shapely.is_missing(geometry)])
        return cls(geometry, pieces, areas, shapely.STRtree(geometry[areas]))

    def tree(self, extra_m: Floats) -> shapely.STRtree:
        """The boxes of the pieces, each grown by the extra reach of its feature."""
        return self._grown(extra_m[self.pieces.owner]) if extra_m.any() else self._plain_tree

    def _grown(self, extra_m: Floats) -> shapely.STRtree:
        return shapely.STRtree(shapely.box(*self.pieces.boxes.grown(extra_m).T))

    @cached_property
    def _plain_tree(self) -> shapely.STRtree:
        return self._grown(np.zeros(len(self.pieces)))

    @cached_property
    def grain_m(self) -> float:
        """A quarter of how far apart the pieces would be if they filled their extent evenly; at least 10 m."""
        boxes = self.pieces.boxes
        extent = np.hypot(np.ptp(boxes.west), np.ptp(boxes.south)) if len(boxes) else 0.0
        return float(max(10.0, extent * SHORTEST_DEGREE_M / np.sqrt(max(1, len(boxes))) / 4))


def within(features: Features, shapes: Shapes, reach_m: Floats, extra_m: Floats) -> Iterator[Candidates]:
    """Every piece whose box is within reach_m[site] + extra_m[feature] of a site's, batch by batch of sites."""
    extra, reach = np.maximum(extra_m, 0), np.maximum(np.nan_to_num(reach_m), 0)
    if len(features.pieces) < len(shapes) and reach.max() <= 2 * _middle(reach):
        # there are fewer pieces to grow than sites, and by the longest reach is little more than by each one's own
        tree, wanted = features.tree(extra + reach.max(initial=0.0)), shapes.geometry
    else:
        tree, wanted = features.tree(extra), _boxes(shapes.boxes.grown(reach))
    at, step = 0, _first_step(tree, wanted)
    while at < len(shapes):
        site, piece = tree.query(wanted[at : at + step])
        some = propose(shapes, features.pieces, site + at, piece, extra_m)
        some = some.take(some.lower_m <= reach_m[some.site] + some.credit_m)
        met = [_inside(features, shapes, slice(at, at + step), extra_m)] if len(features.areas) else []
        yield joined([some, *met])
        at, step = at + step, _next_step(step, len(site), step * _GROWTH)


def _middle(reach: Floats) -> float:
    """Half are at least as long. (`np.median` would load `numpy.ma`.)"""
    half = len(reach) // 2
    return float(np.partition(reach, half)[half])


def _first_step(tree: shapely.STRtree, wanted: Geometries) -> int:
    """As many sites as should reach a batch of candidates, judging by some of them, and carefully."""
    some = wanted[:: max(1, len(wanted) // _SAMPLE)]
    return _next_step(max(1, len(some) // _GROWTH), len(tree.query(some)[0]), _MOST)


def _next_step(step: int, found: int, most: int) -> int:
    """As many sites as should reach a batch of candidates, where so many reached `found`."""
    return int(np.clip(step * _BATCH // max(1, found), _FIRST, min(most, _MOST)))


def named(features: Features, shapes: Shapes, site: Rows, feature: Rows) -> Candidates:
    """Every piece of the feature of each pair, grouped by pair."""
    row, piece = features.pieces.of(feature)
    exists = ~np.isnan(shapes.boxes.west[site[row]])
    row, piece = row[exists], piece[exists]
    none = np.zeros(len(features.geometry))
    some = propose(shapes, features.pieces, site[row], piece, none).regrouped(row)
    areal = np.flatnonzero(np.isin(feature, features.areas))
    meet = areal[shapely.intersects(features.geometry[feature[areal]], shapes.geometry[site[areal]])]
    return joined([some, _met(features, site[meet], feature[meet], none).regrouped(meet)])


def _inside(features: Features, shapes: Shapes, sites: slice, credit_m: Floats) -> Candidates:
    """Sites that meet an area."""
    site, area = features.area_tree.query(shapes.geometry[sites])
    site, feature = site + sites.start, features.areas[area]
    meet = shapely.intersects(features.geometry[feature], shapes.geometry[site])
    return _met(features, site[meet], feature[meet], credit_m)


def _met(features: Features, site: Rows, feature: Rows, credit_m: Floats) -> Candidates:
    """Candidates at distance 0; the first piece stands for the area."""
    zero = np.zeros(len(site))
    return Candidates(site, features.pieces.start[feature], site, zero, zero, credit_m[feature])


def _boxes(corners: Floats) -> Geometries:
    boxes = np.asarray(shapely.box(*corners.T))
    boxes[np.isnan(corners[:, 0])] = None
    return boxes
