"""How are distances bounded on a map? On the Mercator map, which is conformal: one scale at each latitude.

A path is as long as its map image times the scales it passes through, so the scales of a band of latitudes bound
it from both sides. Edges straight in longitude and latitude bend a little on the map; the bend is added to the
bounds. Map units are degrees of longitude. Nothing is measured here, only enclosed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from zonecheck.geodesy.ellipsoid import (
    SHORTEST_DEGREE_M,
    SMALLEST_RADIUS_M,
    Floats,
    isometric,
    parallel_degree_m,
)

if TYPE_CHECKING:
    from zonecheck.geodesy.boxes import Boxes

_ROUNDING_M = 1e-6


def on_map(lonlat: Floats) -> Floats:
    """Points (k, 2) of longitude and latitude on the map."""
    return np.column_stack([lonlat[:, 0], isometric(lonlat[:, 1])])


def drawn(geometry: np.ndarray[Any, np.dtype[np.object_]]) -> np.ndarray[Any, np.dtype[np.object_]]:
    """Geometries on the map, vertex by vertex; None stays None."""
    return np.asarray(shapely.transform(geometry, on_map))


def edge_bend(lonlat: Floats) -> Floats:
    """How far the edge from each vertex to the next bends on the map (k - 1,).

    The map stretches latitude by a function whose second derivative is sin / cos^2, within 2 %; a chord of a
    function strays from it by at most an eighth of that times the square of the step.
    """
    step = np.radians(np.diff(lonlat[:, 1]))
    highest = np.radians(np.maximum(np.abs(lonlat[:-1, 1]), np.abs(lonlat[1:, 1])))
    return np.asarray(np.degrees(1.02 * step**2 / 8 * np.sin(highest) / np.cos(highest) ** 2))


def enclose(a: Boxes, b: Boxes, apart: Floats, bend: Floats) -> tuple[Floats, Floats]:
    """Bounds in metres of the distances of geometries in boxes `a` and `b` that lie `apart` on the map."""
    upper = (apart + bend) * a.widest_degree_m(b)
    south, north = _band(a, b, upper / SHORTEST_DEGREE_M)
    most, least = _scales(south, north)
    upper = (apart + bend) * most
    lower = shortened(np.maximum(apart - bend, 0) * least, np.maximum(np.abs(south), np.abs(north)))
    return np.maximum(lower - _ROUNDING_M, 0), upper + _ROUNDING_M


def shortened(length_m: Floats, latitude: Floats) -> Floats:
    """A lower bound where the geodesic may swing poleward of `latitude`, into smaller scales.

    It swings by up to d^2 tan / (8 R), which lowers the scale by d^2 tan^2 / (8 R^2).
    """
    swing = (length_m * np.tan(np.radians(latitude)) / SMALLEST_RADIUS_M) ** 2 / 8
    return length_m * np.maximum(1 - 1.5 * swing, 0)


def _band(a: Boxes, b: Boxes, reach: Floats) -> tuple[Floats, Floats]:
    """The latitudes between which two nearest points lie, one in each box, at most `reach` degrees apart."""
    south = np.minimum(np.maximum(a.south, b.south - reach), np.maximum(b.south, a.south - reach))
    north = np.maximum(np.minimum(a.north, b.north + reach), np.minimum(b.north, a.north + reach))
    return south, north


def _scales(south: Floats, north: Floats) -> tuple[Floats, Floats]:
    """The largest and the smallest scale in a band of latitudes."""
    low = np.where(south * north < 0, 0, np.minimum(np.abs(south), np.abs(north)))
    return parallel_degree_m(low), parallel_degree_m(np.maximum(np.abs(south), np.abs(north)))
