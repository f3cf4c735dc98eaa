"""Does a region reach a given distance from a border anywhere? Branch and bound, to the millimetre or unknown.

The distance to a border changes no faster than one moves, and the distance to one edge of it is greatest at a corner
of whatever convex hull one looks at. Both bound a cell from above; points of it bound it from below. Cells
that are not decided are halved. What is not decided when cells are 0.1 mm small, or too many, stays unknown.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from zonecheck.geodesy.ellipsoid import Floats, length_m, parallel_degree_m
from zonecheck.geodesy.index import Index
from zonecheck.geodesy.pieces import Geometries, flatten
from zonecheck.geodesy.ragged import Rows
from zonecheck.truth import NO, UNKNOWN, YES

_SMALLEST_M = 0.0001
_MOST_CELLS = 2048

Truths = np.ndarray[tuple[int], np.dtype[np.int8]]


@dataclass(frozen=True, slots=True, eq=False)
class _Cells:
    """Parts of regions: geometry, the region each belongs to, and the distance asked of that region."""

    geometry: Geometries
    region: Rows
    threshold_m: Floats

    def take(self, rows: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> _Cells:
        return _Cells(self.geometry[rows], self.region[rows], self.threshold_m[rows])


def edges(area: shapely.Geometry) -> Geometries:
    """The border of an area as single edges."""
    rings = shapely.get_rings(flatten(np.array([area], dtype=object))[0])
    points, ring = shapely.get_coordinates(rings, return_index=True)
    start = np.flatnonzero(ring[1:] == ring[:-1])
    return np.asarray(shapely.linestrings(np.stack([points[start], points[start + 1]], axis=1)))


def reaches(regions: Geometries, border: Index, threshold_m: Floats) -> Truths:
    """Whether some point of each region (k,) is at least threshold_m (k,) from the border, an index of its edges.

    Regions that are empty reach nothing.
    """
    answer = np.full(len(regions), NO)
    cells = _corners(_Cells(regions, np.arange(len(regions)), threshold_m), border, answer)
    while len(cells.region):
        cells = _halves(_undecided(cells.take(answer[cells.region] == NO), border, answer))
        crowded = np.bincount(cells.region, minlength=len(regions)) > _MOST_CELLS
        answer[crowded & (answer == NO)] = UNKNOWN
    return answer


def _corners(cells: _Cells, border: Index, answer: Truths) -> _Cells:
    """Looks first at the vertices of the regions, which decide most."""
    filled = cells.take(~(shapely.is_empty(cells.geometry) | shapely.is_missing(cells.geometry)))
    points, row = shapely.get_coordinates(filled.geometry, return_index=True)
    far = border.nearest(shapely.points(points)).distance_m >= filled.threshold_m[row]
    answer[filled.region[row[far]]] = YES
    return filled


def _undecided(cells: _Cells, border: Index, answer: Truths) -> _Cells:
    """Cells that may still reach the distance; an answer found on the way is noted."""
    middle = shapely.point_on_surface(cells.geometry)
    nearest = border.nearest(middle)
    answer[cells.region[nearest.distance_m >= cells.threshold_m]] = YES
    radius, bound = _bounds(cells, shapely.get_coordinates(middle), border, nearest.feature)
    open_ = (nearest.distance_m + radius >= cells.threshold_m) & (bound >= cells.threshold_m)
    tiny = open_ & (radius < _SMALLEST_M) & (answer[cells.region] == NO)
    answer[cells.region[tiny]] = UNKNOWN
    return cells.take(open_ & (answer[cells.region] == NO))


def _bounds(cells: _Cells, middle: Floats, border: Index, edge: Rows) -> tuple[Floats, Floats]:
    """How far at most a cell extends from its middle, and from one edge of the border."""
    points, row = shapely.get_coordinates(cells.geometry, return_index=True)
    radius, bound = np.zeros(len(cells.region)), np.zeros(len(cells.region))
    np.maximum.at(radius, row, length_m(middle[row], points))
    corners = shapely.points(points)
    pairs = border.between(corners, np.arange(len(corners)), edge[row])
    np.maximum.at(bound, row, border.exact(corners, pairs).distance_m)
    return radius, bound


def _halves(cells: _Cells) -> _Cells:
    """Each cell cut in two across its longer side."""
    low, high = np.split(shapely.bounds(cells.geometry).reshape(-1, 4), 2, axis=1)
    size = (high - low) * np.column_stack([parallel_degree_m(low[:, 1]), np.full(len(low), 111_000.0)])
    longer = np.column_stack([size[:, 0] >= size[:, 1], size[:, 0] < size[:, 1]])
    middle = (low + high) / 2
    first = shapely.box(*low.T, *np.where(longer, middle, high).T)
    second = shapely.box(*np.where(longer, middle, low).T, *high.T)
    halves = np.concatenate([shapely.intersection(cells.geometry, half) for half in (first, second)])
    both = _Cells(halves, np.tile(cells.region, 2), np.tile(cells.threshold_m, 2))
    return both.take(~shapely.is_empty(halves))
