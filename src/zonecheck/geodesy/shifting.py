"""Where does a site lie if it is moved as a whole? So many metres along a geodesic, its shape and its bearing kept.

The middle of its bounding box goes along the geodesic that leaves it at the azimuth. Every vertex keeps the geodesic
distance and the azimuth (from true north) at which it stands from the middle. Sites of some kilometres so keep all
their distances to less than a millimetre; a shift by constant degrees would widen or narrow them by up to 0.2 % in 20 km.

Source: the direct and the inverse geodesic problem, Karney (2013), through PROJ.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from pyproj import Geod

from zonecheck.geodesy.ellipsoid import FLATTENING, SEMI_MAJOR_M, Floats

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from zonecheck.geodesy.pieces import Geometries

_DECIMALS = 9  # of a degree: a tenth of a millimetre; as outlines are written


@dataclass(frozen=True, slots=True, eq=False)
class Movable:
    """A geometry in longitude, latitude, with each vertex by its azimuth and its distance from the middle."""

    geometry: BaseGeometry
    middle: tuple[float, float]
    azimuth: Floats
    distance_m: Floats

    @classmethod
    def of(cls, geometry: BaseGeometry) -> Movable:
        flat = shapely.force_2d(geometry)
        west, south, east, north = shapely.bounds(flat)
        middle = (float(west + east) / 2, float(south + north) / 2)
        points = shapely.get_coordinates(flat)
        azimuth, _, distance_m = _ellipsoid().inv(*_spread(middle, len(points)), *points.T)
        return cls(flat, middle, np.asarray(azimuth), np.asarray(distance_m))

    def moved(self, bearing_deg: Floats, distance_m: Floats) -> Geometries:
        """The geometry moved k ways (k,), coordinates rounded as they are written."""
        lon, lat, _ = _ellipsoid().fwd(*_spread(self.middle, len(bearing_deg)), bearing_deg, distance_m)
        k, m = len(bearing_deg), len(self.azimuth)
        lon, lat, _ = _ellipsoid().fwd(
            np.repeat(lon, m), np.repeat(lat, m), np.tile(self.azimuth, k), np.tile(self.distance_m, k)
        )
        copies = np.repeat(np.array([self.geometry], dtype=object), k)
        return np.asarray(shapely.set_coordinates(copies, np.column_stack([lon, lat]).round(_DECIMALS)))


def _ellipsoid() -> Geod:
    return Geod(a=SEMI_MAJOR_M, f=FLATTENING)


def _spread(point: tuple[float, float], n: int) -> tuple[Floats, Floats]:
    return np.full(n, point[0]), np.full(n, point[1])
