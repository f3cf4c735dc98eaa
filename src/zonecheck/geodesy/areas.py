"""Does a site lie in an area, given how well the border is known? Measured from the border, never buffered.

Answers truth values and the distance. Areas that belong together are united before (`unite`). Distances are rounded
to 1 mm before they are compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from zonecheck.geodesy.deepest import Truths, edges, reaches
from zonecheck.geodesy.ellipsoid import Floats
from zonecheck.geodesy.index import Index
from zonecheck.geodesy.pieces import Geometries
from zonecheck.truth import NO, UNKNOWN, YES

Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]

_HALF_MM = 0.0005


@dataclass(frozen=True, slots=True, eq=False)
class Position:
    """For each site (n): truth of `intersects` and of `inside`, and metres to the area, 0 where they meet.

    Unknown with a distance of NaN where there is no site or no area.
    """

    intersects: Truths
    inside: Truths
    distance_m: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _Standing:
    """What is known of sites before anything is searched: metres, rounded, and where they lie."""

    sites: Geometries
    accuracy_m: Floats
    meets: Flags
    covered: Flags
    distance_m: Floats
    border_m: Floats  # infinite where the border is farther than the accuracy


class _Area:
    """The area, with an index of the edges of its border that is built when first needed."""

    def __init__(self, geometry: BaseGeometry) -> None:
        shapely.prepare(geometry)
        self.geometry = geometry

    @cached_property
    def edges(self) -> Index:
        return Index(edges(self.geometry))


def position(sites: Geometries, area: BaseGeometry, accuracy_m: Floats) -> Position:
    """Where sites (n,) stand to one area, each with its own accuracy in metres (contract, section 4).

    intersects: yes iff some point of the site lies at least a inside, no iff the site is farther than a from the
    area. inside: yes iff the whole site lies at least a inside, no iff some part is more than a outside.
    """
    empty = np.full(len(sites), UNKNOWN)
    result = Position(empty, empty.copy(), np.full(len(sites), np.nan))
    there = _there(sites)
    if shapely.is_empty(area) or not there.any():
        return result
    known, held = _standing(sites[there], area, accuracy_m[there]), _Area(area)
    result.intersects[there] = _intersects(known, held)
    result.inside[there] = _inside(known, held)
    result.distance_m[there] = known.distance_m
    return result


def border_m(sites: Geometries, area: BaseGeometry) -> Floats:
    """Metres from each site (n,) to the border of the area, 0 where it crosses; NaN where there is no site."""
    return Index(_border(area)).nearest(sites).distance_m


def covers(coverage: BaseGeometry, sites: Geometries, margin_m: Floats) -> Flags:
    """Whether everything within margin_m (n,) of each site (n,) lies in the coverage; no for a missing site."""
    shapely.prepare(coverage)
    held: Flags = _there(sites) & shapely.covers(coverage, sites)
    held[held] = _border_within_m(sites[held], coverage, margin_m[held]) >= margin_m[held]
    return held


def _there(sites: Geometries) -> Flags:
    return np.asarray(~(shapely.is_missing(sites) | shapely.is_empty(sites)))


def _standing(sites: Geometries, area: BaseGeometry, accuracy_m: Floats) -> _Standing:
    shapely.prepare(area)
    meets = np.asarray(shapely.intersects(area, sites))
    covered = meets.copy()
    covered[meets] = shapely.covers(area, sites[meets])
    distance = np.zeros(len(sites))
    distance[~meets] = Index(np.array([area], dtype=object)).nearest(sites[~meets]).distance_m
    border = _border_within_m(sites, area, accuracy_m)
    return _Standing(sites, accuracy_m, meets, covered, np.round(distance, 3), border)


def _intersects(known: _Standing, area: _Area) -> Truths:
    deep = known.covered & (known.border_m >= known.accuracy_m)
    touching = (known.accuracy_m == 0) & (known.distance_m == 0)
    answer = np.where(deep | touching, YES, np.where(known.distance_m > known.accuracy_m, NO, UNKNOWN))
    rows = np.flatnonzero((answer == UNKNOWN) & known.meets)
    if len(rows):
        common = shapely.intersection(_valid(known.sites[rows]), area.geometry)
        deep_enough = reaches(common, area.edges, known.accuracy_m[rows] - _HALF_MM)
        answer[rows] = np.where(deep_enough == YES, YES, UNKNOWN)
    return answer


def _inside(known: _Standing, area: _Area) -> Truths:
    deep = known.covered & (known.border_m >= known.accuracy_m)
    answer = np.where(deep, YES, np.where(known.distance_m > known.accuracy_m, NO, UNKNOWN))
    rows = np.flatnonzero((answer == UNKNOWN) & ~known.covered)
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


def _border_within_m(sites: Geometries, area: BaseGeometry, reach_m: Floats) -> Floats:
    """The rounded distance to the border where it may be within reach, else infinite."""
    index = Index(_border(area))
    pairs = index.near(sites, reach_m + _HALF_MM)
    found = np.full(len(sites), np.inf)
    found[pairs.site] = np.round(index.exact(sites, pairs).distance_m, 3)
    return found
