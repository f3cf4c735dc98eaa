"""How does an edge keep its course when coordinates change? It is divided until its image is straight to half a millimetre.

Whatever the change is: an edge is straight in the coordinates in which it was given (RFC 7946, 3.1.1).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import shapely

from zonecheck.errors import InputError, Problem
from zonecheck.geodesy.ellipsoid import Floats, meridian_degree_m, parallel_degree_m
from zonecheck.words import Text

if TYPE_CHECKING:
    from zonecheck.geodesy.pieces import Geometries

Move = Callable[[Floats], Floats]
"""Positions (k, 2) of a source as longitude, latitude."""

_STRAY_M = 0.0005  # how far a straight edge may stray from its image
_ROUNDS = 8
_MOST = 1_000_000  # parts of one geometry: the edges of a line around the globe are fewer

_TOO_LONG = Text(
    "外形过长:要在所声明的坐标系中保持直线,边须分为 {n} 段以上;请核对坐标",
    "the outline is too long: to stay straight in its coordinate system its edges would have to be divided into "
    "more than {n} parts; check the coordinates",
)


def moved_points(geometry: Geometries, move: Move) -> Geometries:
    """The geometries (n,) with their vertices moved and nothing between them."""
    return np.asarray(shapely.transform(geometry, move))


def moved_edges(geometry: Geometries, move: Move) -> Geometries:
    """The geometries (n,) moved, with vertices added where a straight edge would stray from its image."""
    moved = moved_points(geometry, move)
    for _ in range(_ROUNDS):
        finer, divided = _densified(geometry, moved, move)
        if not divided:
            break
        geometry, moved = finer, moved_points(finer, move)
    return moved


def _densified(source: Geometries, moved: Geometries, move: Move) -> tuple[Geometries, bool]:
    """The source with edges so short that they stay straight, and whether anything had to be divided.

    The stray of an edge grows with the square of its length. A step between two rings is judged like an edge: it
    can only make edges shorter than they need be.
    """
    points, owner = shapely.get_coordinates(source, return_index=True)
    length, stray_m = _strays(points, shapely.get_coordinates(moved), move)
    bad = np.flatnonzero((owner[1:] == owner[:-1]) & (stray_m > _STRAY_M))
    if len(bad) == 0:
        return source, False
    longest = np.full(len(source), np.inf)
    np.minimum.at(longest, owner[bad], length[bad] * np.sqrt(0.8 * _STRAY_M / stray_m[bad]))
    rows = np.flatnonzero(np.isfinite(longest))
    if (shapely.length(source[rows]) > _MOST * longest[rows]).any():
        raise InputError(Problem("", _TOO_LONG.fill(n=f"{_MOST:,}")))
    finer = source.copy()
    finer[rows] = shapely.segmentize(source[rows], longest[rows])
    return finer, True


def _strays(points: Floats, lonlat: Floats, move: Move) -> tuple[Floats, Floats]:
    """For each step from a point to the next: its length, and how far its middle is from the middle of its image."""
    middle = move((points[1:] + points[:-1]) / 2)
    off = middle - (lonlat[1:] + lonlat[:-1]) / 2
    stray = np.hypot(off[:, 0] * parallel_degree_m(middle[:, 1]), off[:, 1] * meridian_degree_m(middle[:, 1]))
    return np.linalg.norm(points[1:] - points[:-1], axis=1), stray
