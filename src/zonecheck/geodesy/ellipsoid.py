"""How does the ellipsoid curve? Radii, Cartesian coordinates, isometric latitude and the length of a geodesic.

The ellipsoid is that of CGCS2000, which is GRS80; WGS 84 differs from it by 0.1 mm at the pole. Longitudes and
latitudes are degrees, lengths metres. Nothing here knows geometries, only points. Sound for latitudes within 80.
"""

from __future__ import annotations

from typing import Any

import numpy as np

Floats = np.ndarray[Any, np.dtype[np.float64]]

SEMI_MAJOR_M = 6378137.0
FLATTENING = 1 / 298.257222101
ECCENTRICITY2 = FLATTENING * (2 - FLATTENING)
SMALLEST_RADIUS_M = SEMI_MAJOR_M * (1 - ECCENTRICITY2)  # of curvature, along the meridian at the equator
SHORTEST_DEGREE_M = 110_500.0  # no degree of latitude is shorter: 110,574 m at the equator

_DEGREE = np.pi / 180
_SHORT_M = 200_000.0  # up to here a chord gives the geodesic to 0.01 mm


def length_m(start: Floats, end: Floats) -> Floats:
    """The geodesic between points (k, 2) of longitude and latitude, in metres (k,)."""
    chord_m = np.linalg.norm(cartesian(start) - cartesian(end), axis=1)
    length = _bent(chord_m, start, end)
    far = np.flatnonzero(~(chord_m <= _SHORT_M))
    if len(far):
        length[far] = _long_m(start[far], end[far])
    return length


def _bent(chord_m: Floats, start: Floats, end: Floats) -> Floats:
    """Chords laid on the ellipsoid: arcs of a circle that curves as it does halfway, in their direction (Euler)."""
    latitude = (start[:, 1] + end[:, 1]) / 2
    root2 = 1 - ECCENTRICITY2 * np.sin(latitude * _DEGREE) ** 2
    east2 = ((end - start)[:, 0] * parallel_degree_m(latitude)) ** 2
    north2 = ((end - start)[:, 1] * meridian_degree_m(latitude)) ** 2
    turn = east2 * np.sqrt(root2) / SEMI_MAJOR_M + north2 * root2**1.5 / SMALLEST_RADIUS_M
    curvature = np.where(turn > 0, turn, 1) / np.where(turn > 0, east2 + north2, SEMI_MAJOR_M)
    return np.asarray(2 / curvature * np.arcsin(np.minimum(chord_m * curvature / 2, 1)))


def _long_m(start: Floats, end: Floats) -> Floats:
    """As `length_m`, at any distance. Source: Karney (2013), through PROJ, which is loaded where it is asked for."""
    from pyproj import Geod  # noqa: PLC0415

    geodesic = Geod(a=SEMI_MAJOR_M, f=FLATTENING)
    return np.asarray(geodesic.inv(start[:, 0], start[:, 1], end[:, 0], end[:, 1])[2], dtype=np.float64)


def parallel_degree_m(latitude: Floats) -> Floats:
    """Metres in one degree of longitude; so also in one degree of the Mercator map, which is conformal."""
    phi = latitude * _DEGREE
    return _DEGREE * SEMI_MAJOR_M * np.cos(phi) / np.sqrt(1 - ECCENTRICITY2 * np.sin(phi) ** 2)


def meridian_degree_m(latitude: Floats) -> Floats:
    """Metres in one degree of latitude."""
    sine2 = np.sin(latitude * _DEGREE) ** 2
    return _DEGREE * SMALLEST_RADIUS_M / (1 - ECCENTRICITY2 * sine2) ** 1.5


def isometric(latitude: Floats) -> Floats:
    """The ordinate of the Mercator map on the ellipsoid, in degrees (Snyder, USGS PP 1395, equation 7-7).

    The pole, which lies infinitely far up, is drawn as if at 89.99.
    """
    sine, e = np.sin(np.clip(latitude, -89.99, 89.99) * _DEGREE), np.sqrt(ECCENTRICITY2)
    return np.asarray((np.arctanh(sine) - e * np.arctanh(e * sine)) / _DEGREE)


def cartesian(lonlat: Floats) -> Floats:
    """Earth-centred x, y, z in metres (k, 3) of points on the ellipsoid (k, 2)."""
    lam, phi = lonlat[:, 0] * _DEGREE, lonlat[:, 1] * _DEGREE
    sine, cosine = np.sin(phi), np.cos(phi)
    prime = SEMI_MAJOR_M / np.sqrt(1 - ECCENTRICITY2 * sine * sine)
    ring = prime * cosine
    return np.stack([ring * np.cos(lam), ring * np.sin(lam), prime * (1 - ECCENTRICITY2) * sine], axis=1)


def cartesian_and_motion(lonlat: Floats, step: Floats) -> tuple[Floats, Floats]:
    """`cartesian`, and how it moves when longitude and latitude move by `step` (k, 2) degrees."""
    lam, phi = lonlat[:, 0] * _DEGREE, lonlat[:, 1] * _DEGREE
    sine, cosine, sin_lam, cos_lam = np.sin(phi), np.cos(phi), np.sin(lam), np.cos(lam)
    root = np.sqrt(1 - ECCENTRICITY2 * sine * sine)
    ring = SEMI_MAJOR_M / root * cosine
    east = ring * step[:, 0] * _DEGREE
    north = SMALLEST_RADIUS_M / root**3 * step[:, 1] * _DEGREE
    place = np.stack([ring * cos_lam, ring * sin_lam, SMALLEST_RADIUS_M / root * sine], axis=1)
    inward = north * sine
    motion = [-east * sin_lam - inward * cos_lam, east * cos_lam - inward * sin_lam, north * cosine]
    return place, np.stack(motion, axis=1)
