"""Named geometries of known size, drawn in metres about an origin (longitude, latitude).

Each animal takes the origin and returns a shapely geometry in longitude, latitude. Points are laid out by their
geodesic distance and azimuth from the origin, so that what lies due north or east of it lies at exactly the metres
that are written here.
"""

from __future__ import annotations

import numpy as np
import shapely
from pyproj import Geod

SUIZHOU = (113.37, 31.69)
ZONE_EDGE = (115.5, 31.0)  # between the 3-degree zones 38 and 39
MOHE = (122.5, 53.4)
SANSHA = (112.3, 4.0)
PLACES = {"suizhou": SUIZHOU, "zone_edge": ZONE_EDGE, "mohe": MOHE, "sansha": SANSHA}

_GEOD = Geod(ellps="GRS80")


def spot(origin, east_m, north_m):
    """The longitude and latitude so many metres east and north of the origin."""
    azimuth, away = np.degrees(np.arctan2(east_m, north_m)), np.hypot(east_m, north_m)
    lon, lat, _ = _GEOD.fwd(*origin, azimuth, away)
    return float(lon), float(lat)


def spots(origin, metres):
    return [spot(origin, east, north) for east, north in metres]


def point(origin, east_m=0.0, north_m=0.0):
    return shapely.Point(spot(origin, east_m, north_m))


def line(origin, *metres):
    return shapely.LineString(spots(origin, metres))


def polygon(origin, *metres):
    return shapely.Polygon(spots(origin, metres))


def box(origin, west_m, south_m, east_m, north_m):
    return polygon(origin, (west_m, south_m), (east_m, south_m), (east_m, north_m), (west_m, north_m))


def plain(origin):
    """A square of 200 m about the origin."""
    return box(origin, -100, -100, 100, 100)


def holed(origin):
    """A square of 200 m with a square hole of 100 m in its middle."""
    return shapely.Polygon(plain(origin).exterior, [box(origin, -50, -50, 50, 50).exterior])


def multi(origin):
    """Two squares of 100 m, 300 m apart, east and west of the origin."""
    return shapely.MultiPolygon([box(origin, -250, -50, -150, 50), box(origin, 150, -50, 250, 50)])


def empty(_origin):
    return shapely.Polygon()


def bow_tie(origin):
    """An outline that crosses itself at the origin: not valid."""
    return polygon(origin, (-100, -100), (100, 100), (100, -100), (-100, 100))


def sliver(origin):
    """1 km long, 2 mm wide, along the parallel of the origin."""
    return box(origin, -500, -0.001, 500, 0.001)


def touching(origin):
    """A square of 200 m that shares the eastern side of `plain`, vertex for vertex."""
    _, lower, upper, _, _ = plain(origin).exterior.coords
    return shapely.Polygon([lower, spot(origin, 300, -100), spot(origin, 300, 100), upper])


def collection(origin):
    """A point, a line and a square in one: 400 m north, 200 m north, and about the origin."""
    return shapely.GeometryCollection(
        [point(origin, 0, 400), line(origin, (-100, 200), (100, 200)), plain(origin)]
    )
