"""Where is everything that lies within so many metres of a geometry? Its outline, drawn by geodesics and not by a map.

The points within a distance of a line are those beside its edges and those in a fan about its vertices. Both are laid out
from the line itself: a point beside an edge lies the distance away along the geodesic that leaves it at a right angle, a
point of an arc along one that leaves the vertex. So each of them is that far away to a micrometre, and what lies
between two neighbours on an outline strays by less than `STRAY_M`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import shapely
from pyproj import Geod
from shapely.geometry.base import BaseGeometry

from zonecheck.geodesy.ellipsoid import (
    FLATTENING,
    SEMI_MAJOR_M,
    Floats,
    meridian_degree_m,
    parallel_degree_m,
)

STRAY_M: Final = 0.004
_EDGE_DEGREES = 0.02  # about two kilometres: beside a longer edge the outline would bend
_OVERLAP_DEG = (
    0.05  # how far a fan reaches into what lies beside its edges, so that no slit stays between them
)


def within_reach(geometry: BaseGeometry, distance_m: float) -> BaseGeometry:
    """The area of all points at most `distance_m` (> 0) from a geometry in longitude, latitude; areas included."""
    fine = shapely.segmentize(geometry, _EDGE_DEGREES)
    areas = [part for part in shapely.get_parts(fine) if shapely.get_dimensions(part) == 2]
    shapes = [shape for points in _paths(fine) for shape in _about(points, distance_m)]
    reached: BaseGeometry = shapely.union_all([*areas, *shapes])
    return reached


def _paths(geometry: BaseGeometry) -> Iterator[Floats]:
    """The points of each line, ring and point, none of them twice in a row."""
    for part in shapely.get_parts(geometry):
        lines = shapely.get_rings(part) if shapely.get_dimensions(part) == 2 else [part]
        for line in lines:
            yield shapely.get_coordinates(shapely.remove_repeated_points(line))


def _about(points: Floats, distance_m: float) -> Iterator[BaseGeometry]:
    """What lies beside the edges and about the vertices of one path."""
    if len(points) == 1:
        yield _fan(points[0], 0.0, 360.0, distance_m)
        return
    ahead = _azimuth(points[:-1], np.diff(points, axis=0))
    arrived = _azimuth(points[1:], np.diff(points, axis=0))
    yield from _beside(points, ahead, arrived, distance_m)
    closed = bool((points[0] == points[-1]).all())
    for vertex in range(1, len(points) - 1):
        yield from _fans(points[vertex], arrived[vertex - 1], ahead[vertex], distance_m)
    if closed:
        yield from _fans(points[0], arrived[-1], ahead[0], distance_m)
    else:
        yield _fan(points[0], ahead[0] + 90, ahead[0] + 270, distance_m)
        yield _fan(points[-1], arrived[-1] - 90, arrived[-1] + 90, distance_m)


def _azimuth(points: Floats, step: Floats) -> Floats:
    """The direction in which an edge that is straight in degrees passes through these points."""
    east = step[:, 0] * parallel_degree_m(points[:, 1])
    return np.degrees(np.arctan2(east, step[:, 1] * meridian_degree_m(points[:, 1])))


def _beside(points: Floats, ahead: Floats, arrived: Floats, distance_m: float) -> Iterator[BaseGeometry]:
    """For each edge the strip on both sides of it."""
    start, end = points[:-1], points[1:]
    middle = (start + end) / 2
    along = _azimuth(middle, end - start)
    corners = [
        start,
        _away(start, ahead + 90, distance_m),
        _away(middle, along + 90, distance_m),
        _away(end, arrived + 90, distance_m),
        end,
        _away(end, arrived - 90, distance_m),
        _away(middle, along - 90, distance_m),
        _away(start, ahead - 90, distance_m),
    ]
    yield from shapely.polygons(np.stack(corners, axis=1))


def _fans(vertex: Floats, before: float, after: float, distance_m: float) -> Iterator[BaseGeometry]:
    """The fans on both sides of a vertex, between the normals of the edges that meet there."""
    turn = (after - before + 180) % 360 - 180
    low, high = before + min(turn, 0.0), before + max(turn, 0.0)
    yield _fan(vertex, low + 90, high + 90, distance_m)
    yield _fan(vertex, low - 90, high - 90, distance_m)


def _fan(vertex: Floats, low: float, high: float, distance_m: float) -> BaseGeometry:
    """A piece of the disc about a vertex, a little wider than asked for."""
    step = np.degrees(2 * np.sqrt(2 * STRAY_M / max(distance_m, 8 * STRAY_M)))
    inner = np.linspace(low, high, int(np.ceil((high - low) / step)) + 1)
    whole = high - low >= 360
    azimuth = inner if whole else np.array([low - _OVERLAP_DEG, *inner, high + _OVERLAP_DEG])
    arc = _away(np.tile(vertex, (len(azimuth), 1)), azimuth, distance_m)
    return shapely.Polygon(arc if whole else np.vstack([vertex, arc]))


def _away(points: Floats, azimuth: Floats, distance_m: float) -> Floats:
    ellipsoid = Geod(a=SEMI_MAJOR_M, f=FLATTENING)
    lon, lat, _ = ellipsoid.fwd(points[:, 0], points[:, 1], azimuth, np.full(len(points), distance_m))
    return np.column_stack([lon, lat])
