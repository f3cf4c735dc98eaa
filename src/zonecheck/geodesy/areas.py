"""Does a site lie in an area, given how well the border is known? Measured from the border, never buffered.

Answers truth values and the distance. Areas that belong together are united before (`unite`). Distances are rounded
to 1 mm before they are compared.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from zonecheck.geodesy.deepest import Truths, edges, reaches
from zonecheck.geodesy.ellipsoid import Floats
from zonecheck.geodesy.index import Index
from zonecheck.geodesy.pieces import Geometries, cut
from zonecheck.geodesy.ragged import Rows
from zonecheck.geodesy.shapes import Shapes, Sites
from zonecheck.truth import NO, UNKNOWN, YES

Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]

_HALF_MM = 0.0005


@dataclass(frozen=True, eq=False)
class Position:
    """Where each site (n) stands. What is dear to find, how deep a site reaches into or out of the area, is found when
    it is asked for.

    `apart`: the site is farther than its accuracy from the area. `deep`: the whole site lies at least its accuracy
    inside. `distance_m`: metres to the area, 0 where they meet. NaN, and neither, where there is no site or no area.
    """

    apart: Flags
    deep: Flags
    distance_m: Floats
    rows: Rows  # the sites near the border, of which `known` tells more
    known: _Standing | None
    area: _Area | None

    @cached_property
    def intersects(self) -> Truths:
        """Whether some point of the site lies at least a inside: yes; the site farther than a: no."""
        return self._told(_intersects)

    @cached_property
    def inside(self) -> Truths:
        """Whether the whole site lies at least a inside: yes; some part more than a outside: no."""
        return self._told(_inside)

    def _told(self, ask: Callable[[_Standing, _Area], Truths]) -> Truths:
        found = np.select([self.deep, self.apart], [YES, NO], UNKNOWN).astype(np.int8)
        if self.known is not None and self.area is not None:
            found[self.rows] = ask(self.known, self.area)
        return found


@dataclass(frozen=True, slots=True, eq=False)
class _Standing:
    """What is known of sites before anything is searched: metres, rounded, and where they lie."""

    sites: Geometries
    accuracy_m: Floats
    meets: Flags
    covered: Flags
    distance_m: Floats
    border_m: Floats  # infinite where the border is farther than the accuracy
    size_m: Floats  # no two points of the site are farther apart


class _Area:
    """The area, with an index of the edges of its border that is built when first needed."""

    def __init__(self, geometry: BaseGeometry) -> None:
        shapely.prepare(geometry)
        self.geometry = geometry

    @cached_property
    def edges(self) -> Index:
        return Index(edges(self.geometry))


def position(
    sites: Sites, area: BaseGeometry, accuracy_m: Floats, extent_m: Floats | float = 0.0
) -> Position:
    """Where sites (n,) stand to one area, each with its own accuracy in metres (contract, section 4).

    intersects: yes iff some point of the site lies at least a inside, no iff the site is farther than a from the
    area. inside: yes iff the whole site lies at least a inside, no iff some part is more than a outside. Beyond
    accuracy and extent `distance_m` is a lower bound, where there are many sites.
    """
    shapes = Shapes.of(sites)
    n, there = len(shapes), _there(shapes)
    apart, deep, distance_m = np.zeros(n, dtype=bool), np.zeros(n, dtype=bool), np.full(n, np.nan)
    if shapely.is_empty(area) or not there.any():
        return Position(apart, deep, distance_m, np.flatnonzero(apart), None, None)
    near = there.copy()
    if n > _FEW:
        near &= _sides(shapes, area, accuracy_m + extent_m, into=(apart, deep, distance_m))
    rows = np.flatnonzero(near)
    reach_m = np.broadcast_to(accuracy_m + extent_m, n)[rows]
    known = _standing(shapes.take(rows), area, accuracy_m[rows], reach_m)
    apart[rows] = known.distance_m > known.accuracy_m
    deep[rows] = known.covered & (known.border_m >= known.accuracy_m)
    distance_m[rows] = known.distance_m
    return Position(apart, deep, distance_m, rows, known, _Area(area))


_FEW = 16  # below, a look at boxes does not pay


def _sides(
    shapes: Shapes, area: BaseGeometry, margin_m: Floats, *, into: tuple[Flags, Flags, Floats]
) -> Flags:
    """Enter the sites whose box keeps clear of the border by more than any margin; answers which ones are left.

    No border runs through such a box: one corner of it says on which side all of it lies.
    """
    farthest_m = float(margin_m.max()) + 2 * _HALF_MM
    border = cut(_border(area)).boxes.grown(np.full(1, farthest_m))
    clear = ~np.isnan(shapes.boxes.west)
    clear[shapely.STRtree(shapely.box(*border.T)).query(shapes.geometry)[0]] = False
    shapely.prepare(area)
    within = shapely.contains_xy(area, shapes.boxes.west[clear], shapes.boxes.south[clear])
    apart, deep, distance_m = into
    apart[clear], deep[clear] = ~within, within
    distance_m[clear] = np.where(within, 0.0, farthest_m)
    return ~clear


def border_m(sites: Sites, area: BaseGeometry) -> Floats:
    """Metres from each site (n,) to the border of the area, 0 where it crosses; NaN where there is no site."""
    return Index(_border(area)).nearest(sites).distance_m


def covers(coverage: BaseGeometry, sites: Sites, margin_m: Floats) -> Flags:
    """Whether everything within margin_m (n,) of each site (n,) lies in the coverage; no for a missing site."""
    shapes = Shapes.of(sites)
    shapely.prepare(coverage)
    held: Flags = _there(shapes) & shapely.covers(coverage, shapes.geometry)
    rows = np.flatnonzero(held)
    held[rows] = _border_within_m(shapes.take(rows), coverage, margin_m[rows]) >= margin_m[rows]
    return held


def _there(shapes: Shapes) -> Flags:
    return ~np.isnan(shapes.boxes.west)


def _standing(shapes: Shapes, area: BaseGeometry, accuracy_m: Floats, reach_m: Floats) -> _Standing:
    sites = shapes.geometry
    shapely.prepare(area)
    meets = np.asarray(shapely.intersects(area, sites))
    covered = meets.copy()
    covered[meets] = shapely.covers(area, sites[meets])
    border: Floats = _border_within_m(shapes, area, reach_m)
    farther_m = (
        reach_m + 2 * _HALF_MM
    )  # at least, of those whose border is beyond reach; it rounds to more than the reach
    distance: Floats = np.select([meets, np.isinf(border)], [np.zeros(len(sites)), farther_m], border)
    if len(sites) <= _FEW:
        beyond = ~meets & np.isinf(border)
        distance[beyond] = Index(_border(area)).nearest(sites[beyond]).distance_m
    size_m = shapes.boxes.span_m(shapes.boxes)
    return _Standing(sites, accuracy_m, meets, covered, np.round(distance, 3), border, size_m)


def _intersects(known: _Standing, area: _Area) -> Truths:
    deep = known.covered & (known.border_m >= known.accuracy_m)
    touching = (known.accuracy_m == 0) & (known.distance_m == 0)
    answer = np.where(deep | touching, YES, np.where(known.distance_m > known.accuracy_m, NO, UNKNOWN))
    shallow = known.covered & (known.border_m + known.size_m < known.accuracy_m)
    rows = np.flatnonzero((answer == UNKNOWN) & known.meets & ~shallow)
    if len(rows):
        common = shapely.intersection(_valid(known.sites[rows]), area.geometry)
        deep_enough = reaches(common, area.edges, known.accuracy_m[rows] - _HALF_MM)
        answer[rows] = np.where(deep_enough == YES, YES, UNKNOWN)
    return answer


def _inside(known: _Standing, area: _Area) -> Truths:
    deep = known.covered & (known.border_m >= known.accuracy_m)
    answer = np.where(deep, YES, np.where(known.distance_m > known.accuracy_m, NO, UNKNOWN))
    close = known.distance_m + known.size_m < known.accuracy_m
    rows = np.flatnonzero((answer == UNKNOWN) & ~known.covered & ~close)
    if len(rows):
        rest = shapely.difference(_valid(known.sites[rows]), area.geometry)
        out = reaches(rest, area.edges, known.accuracy_m[rows] + _HALF_MM)
        touching = (out == NO) & (known.accuracy_m[rows] == 0)
        answer[rows] = np.where(out == YES, NO, np.where(touching, YES, UNKNOWN))
    return answer


def _valid(sites: Geometries) -> Geometries:
    """An outline that crosses itself cannot be cut; it is read as the areas that it encloses."""
    return np.asarray(shapely.make_valid(sites))


def _border(area: BaseGeometry) -> Geometries:
    return np.array([shapely.boundary(area)], dtype=object)


def _border_within_m(shapes: Shapes, area: BaseGeometry, reach_m: Floats) -> Floats:
    """The rounded distance to the border where it may be within reach, else infinite."""
    index = Index(_border(area))
    pairs = index.near(shapes, reach_m + _HALF_MM)
    found = np.full(len(shapes), np.inf)
    found[pairs.site] = np.round(index.exact(shapes, pairs).distance_m, 3)
    return found
