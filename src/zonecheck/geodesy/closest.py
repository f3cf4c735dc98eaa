"""Where exactly are two geometries nearest? Vertex against edge, in space, then along the edge.

Straight-line distances in space (chords) are never longer than geodesics, order them as geodesics do (within
0.1 mm at 20 km), need no projection and know no zones. Edges are first taken as straight in space, with the bound
on how far they stray; whatever can then be nearest is measured along the true edge. Only boundaries are looked at:
that two geometries do not meet is for the caller to know.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from zonecheck.geodesy.candidates import Candidates
from zonecheck.geodesy.ellipsoid import Floats, cartesian, cartesian_and_motion, length_m
from zonecheck.geodesy.pieces import Pieces
from zonecheck.geodesy.ragged import Rows, batches, leaders, least, spread

_BATCH = 500_000
_STEPS = 2
_ROUNDED_M = 1e-6
"""More than a bound from the map can be too small by rounding: between two points it is the distance itself."""

_Box = tuple[Floats, Floats]
"""The low and the high corners (k, 3) of boxes in space."""


@dataclass(frozen=True, slots=True, eq=False)
class Distances:
    """Metres on the ellipsoid (k,) and the two nearest points, longitude and latitude (k, 2) each; NaN where none."""

    distance_m: Floats
    on_a: Floats
    on_b: Floats

    @classmethod
    def unknown(cls, k: int) -> Distances:
        return cls(np.full(k, np.nan), np.full((k, 2), np.nan), np.full((k, 2), np.nan))

    def take(self, rows: Rows) -> Distances:
        return Distances(self.distance_m[rows], self.on_a[rows], self.on_b[rows])

    def put(self, rows: np.ndarray[Any, Any], some: Distances) -> None:
        """Fill in these rows."""
        for field in fields(self):
            getattr(self, field.name)[rows] = getattr(some, field.name)


@dataclass(frozen=True, slots=True, eq=False)
class _Edges:
    """Pairs of edges, named by their first vertices, and the group in which they compete."""

    group: Rows
    a: Rows
    b: Rows

    def take(self, rows: np.ndarray[Any, Any] | slice) -> _Edges:
        return _Edges(self.group[rows], self.a[rows], self.b[rows])

    def swapped(self) -> _Edges:
        return _Edges(self.group, self.b, self.a)


@dataclass(frozen=True, slots=True, eq=False)
class _Feet:
    """A vertex and a point on an edge (edge number and share of it), in one direction of looking."""

    group: Rows
    vertex: Rows
    edge: Rows
    share: Floats
    chord_m: Floats
    from_a: np.ndarray[Any, np.dtype[np.bool_]]

    def take(self, rows: np.ndarray[Any, Any]) -> _Feet:
        return _Feet(*(getattr(self, field.name)[rows] for field in fields(self)))


def measure(a: Pieces, b: Pieces, some: Candidates, groups: int) -> Distances:
    """The least distance in each group between the boundaries of site `site` (of `a`) and pieces of `b`."""
    bound = least(some.group, some.upper_m, groups) + _ROUNDED_M
    result = Distances.unknown(groups)
    kept = [_feet(a, b, edges, bound) for edges in _edge_pairs(a, b, some, bound)]
    if not kept:
        return result
    feet = _Feet(*(np.concatenate([getattr(part, f.name) for part in kept]) for f in fields(_Feet)))
    feet = feet.take(leaders(feet.group, feet.chord_m))
    here, there = _ends(a, b, feet)
    result.put(feet.group, Distances(length_m(here, there), here, there))
    return result


def _edge_pairs(a: Pieces, b: Pieces, some: Candidates, bound: Floats) -> Iterator[_Edges]:
    """Batches of all pairs of edges whose boxes are no farther apart than the bound of their group."""
    count = a.start[some.site + 1] - a.start[some.site]
    for batch in batches(count, _BATCH):
        row, piece_a = spread(a.start[some.site[batch]], count[batch])
        group, piece_b = some.group[batch][row], some.piece[batch][row]
        near = _box_gap(a.space_boxes, piece_a, b.space_boxes, piece_b) <= bound[group]
        yield from _piece_edges(a, b, _Edges(group[near], piece_a[near], piece_b[near]), bound)


def _piece_edges(a: Pieces, b: Pieces, pairs: _Edges, bound: Floats) -> Iterator[_Edges]:
    """The pairs of edges of pairs of pieces (given in the place of edges)."""
    vertices_m = np.linalg.norm(a.xyz[a.first[pairs.a]] - b.xyz[b.first[pairs.b]], axis=1)
    np.minimum.at(bound, pairs.group, 1.0001 * vertices_m)
    for batch in batches((a.last - a.first)[pairs.a] * (b.last - b.first)[pairs.b], _BATCH):
        some = pairs.take(batch)
        row_a, edge_a, box_a = _edges_near(a, some.a, b, some.b, bound[some.group])
        row_b, edge_b, box_b = _edges_near(b, some.b, a, some.a, bound[some.group])
        start = np.searchsorted(row_b, np.arange(len(some.a) + 1))
        index, other = spread(start[row_a], (start[1:] - start[:-1])[row_a])
        group = some.group[row_a[index]]
        near = _box_gap(box_a, index, box_b, other) <= bound[group]
        yield _Edges(group, edge_a[index], edge_b[other]).take(near)


def _edges_near(
    own: Pieces, piece: Rows, other: Pieces, facing: Rows, bound: Floats
) -> tuple[Rows, Rows, _Box]:
    """The edges of each piece within the bound of the box of the piece that it faces: row, edge and box of the edge."""
    row, edge = spread(own.first[piece], (own.last - own.first)[piece])
    low, high = _edge_box(own, edge)
    near = _box_gap((low, high), slice(None), other.space_boxes, facing[row]) <= bound[row]
    return row[near], edge[near], (low[near], high[near])


def _edge_box(pieces: Pieces, edge: Rows) -> _Box:
    start, end, sag = pieces.xyz[edge], pieces.xyz[edge + 1], pieces.sag_m[edge][:, None]
    return np.minimum(start, end) - sag, np.maximum(start, end) + sag


def _box_gap(a: _Box, of_a: Rows | slice, b: _Box, of_b: Rows | slice) -> Floats:
    """How far boxes in space are apart; no chord between them is shorter."""
    gap = np.maximum(np.maximum(a[0][of_a] - b[1][of_b], b[0][of_b] - a[1][of_a]), 0)
    return np.asarray(np.sqrt(np.einsum("ij,ij->i", gap, gap)))


def _feet(a: Pieces, b: Pieces, edges: _Edges, bound: Floats) -> _Feet:
    """From each end of an edge the nearest point of the other, where it can be the nearest of its group."""
    feet = [_look(a, b, edges, end=end, from_a=True) for end in (0, 1)]
    feet += [_look(b, a, edges.swapped(), end=end, from_a=False) for end in (0, 1)]
    sag = np.tile(a.sag_m[edges.a] + b.sag_m[edges.b], 4)
    every = _Feet(*(np.concatenate([getattr(part, f.name) for part in feet]) for f in fields(_Feet)))
    np.minimum.at(bound, every.group, 1.0001 * (every.chord_m + sag))
    near = least(every.group, every.chord_m + sag, len(bound))
    every = every.take(every.chord_m - sag <= near[every.group])
    return _settled(a, b, every)


def _look(own: Pieces, other: Pieces, edges: _Edges, *, end: int, from_a: bool) -> _Feet:
    """From one end of each edge, the nearest point of the edge that it faces, both taken as straight in space."""
    vertex = edges.a + end
    start = other.xyz[edges.b]
    along, away = other.xyz[edges.b + 1] - start, own.xyz[vertex] - start
    square = np.einsum("ij,ij->i", along, along)
    share = np.clip(np.einsum("ij,ij->i", along, away) / np.where(square > 0, square, 1), 0, 1)
    chord = np.linalg.norm(away - share[:, None] * along, axis=1)
    return _Feet(edges.group, vertex, edges.b, share, chord, np.full(len(vertex), from_a))


def _settled(a: Pieces, b: Pieces, feet: _Feet) -> _Feet:
    """The feet moved to where the true edge is nearest (Newton), with their true chords."""
    share, chord = np.empty_like(feet.share), np.empty_like(feet.chord_m)
    for own, other, rows in ((a, b, feet.from_a), (b, a, ~feet.from_a)):
        start = other.lonlat[feet.edge[rows]]
        step = other.lonlat[feet.edge[rows] + 1] - start
        share[rows], chord[rows] = _slide(own.xyz[feet.vertex[rows]], start, step, feet.share[rows])
    return _Feet(feet.group, feet.vertex, feet.edge, share, chord, feet.from_a)


def _slide(point: Floats, start: Floats, step: Floats, share: Floats) -> tuple[Floats, Floats]:
    for _ in range(_STEPS):
        place, motion = cartesian_and_motion(start + share[:, None] * step, step)
        speed2 = np.einsum("ij,ij->i", motion, motion)
        push = np.einsum("ij,ij->i", point - place, motion)
        share = np.clip(share + push / np.where(speed2 > 0, speed2, 1), 0, 1)
    place = cartesian(start + share[:, None] * step)
    return share, np.linalg.norm(point - place, axis=1)


def _ends(a: Pieces, b: Pieces, feet: _Feet) -> tuple[Floats, Floats]:
    """Longitude and latitude of the nearest points on `a` and on `b`."""
    on_a, on_b = np.empty((len(feet.vertex), 2)), np.empty((len(feet.vertex), 2))
    for own, other, here, there, rows in ((a, b, on_a, on_b, feet.from_a), (b, a, on_b, on_a, ~feet.from_a)):
        edge, share = feet.edge[rows], feet.share[rows][:, None]
        here[rows] = own.lonlat[feet.vertex[rows]]
        there[rows] = other.lonlat[edge] + share * (other.lonlat[edge + 1] - other.lonlat[edge])
    return on_a, on_b
