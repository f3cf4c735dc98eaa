"""What are geometries made of? Chains of a few short edges, the grains that distances are searched in.

Boundaries of areas, lines and points are cut into pieces of at most 8 edges. Edges are straight in longitude and
latitude; one longer than 2 km is split on itself, which moves nothing. Interiors of areas are not kept here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import shapely

from zonecheck.geodesy.boxes import Boxes
from zonecheck.geodesy.ellipsoid import (
    SMALLEST_RADIUS_M,
    Floats,
    cartesian,
    meridian_degree_m,
    parallel_degree_m,
)
from zonecheck.geodesy.mercator import edge_bend, on_map
from zonecheck.geodesy.ragged import Rows, batches, spread

Geometries = np.ndarray[Any, np.dtype[np.object_]]

EDGES = 8
_EDGES_AT_ONCE = 250_000
LONGEST_M = 2000.0  # so short that the least distance of two edges lies at an end of one of them, within 1 mm at 20 km


@dataclass(frozen=True, eq=False)
class Pieces:
    """Pieces of n geometries. Piece p runs over the vertices first[p] .. last[p], edge e from vertex e to e + 1.

    `start` (n + 1): the pieces of geometry i are start[i] .. start[i + 1] - 1.
    """

    lonlat: Floats
    first: Rows
    last: Rows
    owner: Rows
    start: Rows

    def __len__(self) -> int:
        return len(self.first)

    def of(self, owner: Rows) -> tuple[Rows, Rows]:
        """For each owner asked for its pieces: the position in `owner`, and the piece."""
        return spread(self.start[owner], self.start[owner + 1] - self.start[owner])

    @cached_property
    def boxes(self) -> Boxes:
        low, high = self._extent(self.lonlat, np.minimum), self._extent(self.lonlat, np.maximum)
        return Boxes.around(np.hstack([low, high]))

    @cached_property
    def xyz(self) -> Floats:
        return cartesian(self.lonlat)

    @cached_property
    def sag_m(self) -> Floats:
        """How far at most each edge strays from the straight line in space between its ends (v - 1,).

        The curvature of a line straight in longitude and latitude is at most 1.1 / (R cos(latitude)).
        """
        chord2 = np.sum(np.diff(self.xyz, axis=0) ** 2, axis=1)
        highest = np.maximum(np.abs(self.lonlat[:-1, 1]), np.abs(self.lonlat[1:, 1]))
        return np.asarray(1.1 * chord2 / (8 * SMALLEST_RADIUS_M * np.cos(np.radians(highest))))

    @cached_property
    def space_boxes(self) -> tuple[Floats, Floats]:
        """The corners (p, 3) of a box in space that holds each piece, curvature included."""
        sag = self._edge_most(self.sag_m)[:, None]
        return self._extent(self.xyz, np.minimum) - sag, self._extent(self.xyz, np.maximum) + sag

    @cached_property
    def bend(self) -> Floats:
        """How far at most the edges of each piece stray from straight lines on the Mercator map, in its degrees (p,)."""
        return self._edge_most(edge_bend(self.lonlat))

    @cached_property
    def lines(self) -> Geometries:
        """The pieces as lines on the Mercator map."""
        row, vertex = spread(self.first, self.last - self.first + 1)
        return np.asarray(shapely.linestrings(on_map(self.lonlat[vertex]), indices=row))

    @cached_property
    def _steps(self) -> tuple[Floats, Floats, Floats, Floats, Floats]:
        """Of each edge on the Mercator map: where it starts (x, y), its step (x, y), and one over its squared length."""
        vertices = on_map(self.lonlat)
        (x, y), (dx, dy) = vertices[:-1].T.copy(), np.diff(vertices, axis=0).T.copy()
        length2 = dx * dx + dy * dy
        return x, y, dx, dy, np.divide(1.0, length2, out=np.zeros(len(dx)), where=length2 > 0)

    def apart(self, piece: Rows, x: Floats, y: Floats) -> Floats:
        """How far each of these pieces is from a point on the Mercator map, in its degrees."""
        found, count = np.empty(len(piece)), (self.last - self.first)[piece]
        for part in batches(count, _EDGES_AT_ONCE):
            row, edge = spread(self.first[piece[part]], count[part])
            from_x, from_y, dx, dy, inverse = (each[edge] for each in self._steps)
            px, py = x[part][row] - from_x, y[part][row] - from_y
            along = np.clip((px * dx + py * dy) * inverse, 0.0, 1.0)
            away2 = (px - along * dx) ** 2 + (py - along * dy) ** 2
            found[part] = np.sqrt(np.minimum.reduceat(away2, np.cumsum(count[part]) - count[part]))
        return found

    def _extent(self, of_vertex: Floats, which: np.ufunc) -> Floats:
        return _over(which, of_vertex, self.first, self.last + 1)

    def _edge_most(self, of_edge: Floats) -> Floats:
        return _over(np.maximum, of_edge, self.first, self.last)


def cut(geometry: Geometries) -> Pieces:
    """The pieces of an array of geometries in longitude, latitude; None and empty ones have none."""
    strings, owner = _strings(geometry)
    vertices, length = _split(*_coordinates(strings))
    count = -(-(length - 1) // EDGES)
    row, number = spread(np.zeros(len(count), dtype=np.intp), count)
    begin = np.cumsum(length) - length
    first = begin[row] + EDGES * number
    last = np.minimum(first + EDGES, begin[row] + length[row] - 1)
    start = np.searchsorted(owner[row], np.arange(len(geometry) + 1))
    return Pieces(vertices, first, last, owner[row], start)


def flatten(geometry: Geometries) -> tuple[Geometries, Rows]:
    """The single points, lines and polygons in an array of geometries, and where each came from."""
    parts, owner = shapely.get_parts(geometry, return_index=True)
    while len(parts) and shapely.get_type_id(parts).max() > 3:
        parts, came_from = shapely.get_parts(parts, return_index=True)
        owner = owner[came_from]
    filled = ~shapely.is_empty(parts)
    return parts[filled], owner[filled]


def _strings(geometry: Geometries) -> tuple[Geometries, Rows]:
    parts, owner = flatten(geometry)
    areal = shapely.get_type_id(parts) == 3
    rings, polygon = shapely.get_rings(parts[areal], return_index=True)
    strings = np.concatenate([parts[~areal], rings])
    owners = np.concatenate([owner[~areal], owner[areal][polygon]])
    order = np.argsort(owners, kind="stable")
    return strings[order], owners[order]


def _coordinates(strings: Geometries) -> tuple[Floats, Rows]:
    return shapely.get_coordinates(strings), shapely.get_num_coordinates(strings).astype(np.intp)


def _split(vertices: Floats, length: Rows) -> tuple[Floats, Rows]:
    """Vertices with long edges divided and single points doubled, and how many vertices each string then has."""
    if len(vertices) == 0:
        return vertices, length
    step = np.diff(vertices, axis=0, append=vertices[-1:])
    end = np.cumsum(length) - 1
    step[end] = 0
    parts = np.maximum(1, np.ceil(_edge_m(vertices, step) / LONGEST_M)).astype(np.intp)
    parts[end[length == 1]] = 2
    if (parts == 1).all():
        return vertices, length
    row, number = spread(np.zeros(len(parts), dtype=np.intp), parts)
    share = number / parts[row]
    return vertices[row] + share[:, None] * step[row], np.add.reduceat(parts, end - length + 1)


def _edge_m(vertices: Floats, step: Floats) -> Floats:
    lower = np.minimum(np.abs(vertices[:, 1]), np.abs(vertices[:, 1] + step[:, 1]))
    east, north = parallel_degree_m(lower) * step[:, 0], meridian_degree_m(vertices[:, 1]) * step[:, 1]
    return np.hypot(east, north)


def _over(which: np.ufunc, value: Floats, begin: Rows, end: Rows) -> Floats:
    """A reduction over value[begin[i]:end[i]] for each i; ranges may overlap and none is empty."""
    if len(begin) == 0:
        return np.empty((0, *value.shape[1:]))
    padded = np.concatenate([value, value[-1:]])
    return np.asarray(which.reduceat(padded, np.column_stack([begin, end]).ravel(), axis=0)[::2])
