"""On which datum do degrees stand that come from a Chinese map? GCJ-02 and BD-09, to WGS 84 and back.

GCJ-02 is what maps in China show in place of WGS 84; BD-09 is Baidu's change of it. Both ways forward are the formulas in
public use, the ways back iterate on them until nothing moves. `unknown` moves nothing and widens the accuracy.

Source: the public implementation of the GCJ-02 offset (Krasovsky 1940 ellipsoid) and Baidu's polar offset to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, get_args

import numpy as np
import shapely

from zonecheck.geodesy.edges import Move, moved_edges

if TYPE_CHECKING:
    from zonecheck.geodesy.ellipsoid import Floats
    from zonecheck.geodesy.pieces import Geometries

Datum = Literal["wgs84", "cgcs2000", "gcj02", "bd09", "unknown"]
DATUMS: Final[tuple[Datum, ...]] = get_args(Datum)

_A, _E2 = 6378245.0, 0.00669342162296594323
_WEST, _EAST, _SOUTH, _NORTH = 72.004, 137.8347, 0.8293, 55.8271  # outside of it GCJ-02 is WGS 84
_PRECISION = 1e-11  # degrees: a micrometre
_ROUNDS = 30
_STEP_DEGREES = 0.005  # Baidu's offset has waves of a tenth of a degree


def to_wgs84(geometry: Geometries, datum: Datum) -> Geometries:
    """Geometries (n,) in degrees of a datum as WGS 84, edges keeping their course; None stays None."""
    move = _TO_WGS84.get(datum)
    return geometry if move is None else moved_edges(shapely.segmentize(geometry, _STEP_DEGREES), move)


def from_wgs84(points: Floats, datum: Datum) -> Floats:
    """Positions (k, 2) of WGS 84 in degrees of a datum."""
    if datum == "gcj02":
        return _gcj02(points)
    return _bd09(_gcj02(points)) if datum == "bd09" else points


def _gcj02(points: Floats) -> Floats:
    lon, lat = points.T
    x, y = lon - 105.0, lat - 35.0
    phi = np.radians(lat)
    w = 1 - _E2 * np.sin(phi) ** 2
    north = _north(x, y) * 180.0 / (_A * (1 - _E2) / (w * np.sqrt(w)) * np.pi)
    east = _east(x, y) * 180.0 / (_A / np.sqrt(w) * np.cos(phi) * np.pi)
    inside = (lon >= _WEST) & (lon <= _EAST) & (lat >= _SOUTH) & (lat <= _NORTH)
    return np.where(inside[:, None], points + np.column_stack([east, north]), points)


def _north(x: Floats, y: Floats) -> Floats:
    waves = 20 * np.sin(y * np.pi) + 40 * np.sin(y / 3 * np.pi) + 160 * np.sin(y / 12 * np.pi)
    waves += 320 * np.sin(y * np.pi / 30)
    bent = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x))
    return np.asarray(bent + (_ripple(x) + waves) * 2 / 3)


def _east(x: Floats, y: Floats) -> Floats:
    waves = 20 * np.sin(x * np.pi) + 40 * np.sin(x / 3 * np.pi) + 150 * np.sin(x / 12 * np.pi)
    waves += 300 * np.sin(x / 30 * np.pi)
    bent = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x))
    return np.asarray(bent + (_ripple(x) + waves) * 2 / 3)


def _ripple(x: Floats) -> Floats:
    return np.asarray(20 * np.sin(6 * x * np.pi) + 20 * np.sin(2 * x * np.pi))


def _bd09(points: Floats) -> Floats:
    """Baidu's coordinates of GCJ-02 positions."""
    lon, lat = points.T
    radius = np.hypot(lon, lat) + 2e-5 * np.sin(lat * np.pi * 3000 / 180)
    angle = np.arctan2(lat, lon) + 3e-6 * np.cos(lon * np.pi * 3000 / 180)
    return np.column_stack([radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006])


def _inverse(forward: Move) -> Move:
    """The way back: what the way forward adds is taken off again until it fits."""

    def back(points: Floats) -> Floats:
        guess = points
        for _ in range(_ROUNDS):  # pragma: no branch  in China it fits after five; the bound is for elsewhere
            off = forward(guess) - points
            guess = guess - off
            if np.abs(off).max(initial=0.0) < _PRECISION:
                break
        return guess

    return back


_FROM_GCJ02, _FROM_BD09 = _inverse(_gcj02), _inverse(_bd09)
_TO_WGS84: dict[Datum, Move] = {
    "gcj02": _FROM_GCJ02,
    "bd09": lambda points: _FROM_GCJ02(_FROM_BD09(points)),
}
