"""Where on the paper does a place lie? A window on the ground and its affine picture, north up, at true scale.

Within a window of some kilometres the plane differs from the ellipsoid by less than a line is wide. Good for pictures
only: no distance is ever read off here. Edges that are straight in longitude and latitude stay straight.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from zonecheck.geodesy.ellipsoid import meridian_degree_m, parallel_degree_m

if TYPE_CHECKING:
    from collections.abc import Iterable

    from shapely.geometry.base import BaseGeometry

    from zonecheck.drawing import Point

WIDTH, HEIGHT = 1440, 900  # units of the picture
_MARGIN = 1.22


@dataclass(frozen=True, slots=True)
class Frame:
    """`west`, `north` are the degrees of the upper left corner; `unit_m` metres fit one unit, both ways."""

    west: float
    north: float
    unit_m: float
    x_degree_m: float
    y_degree_m: float

    @property
    def unit_lon(self) -> float:
        return self.unit_m / self.x_degree_m

    @property
    def unit_lat(self) -> float:
        return self.unit_m / self.y_degree_m

    def place(self, geometry: BaseGeometry) -> BaseGeometry:
        """The geometry in units, x to the right and y down."""
        origin = np.array([self.west, self.north])
        scale = np.array([1 / self.unit_lon, -1 / self.unit_lat])
        return shapely.transform(shapely.force_2d(geometry), lambda points: (points - origin) * scale)

    def at(self, point: Point) -> Point:
        """One place in units."""
        return ((point[0] - self.west) / self.unit_lon, (self.north - point[1]) / self.unit_lat)

    def units(self, length_m: float) -> float:
        return length_m / self.unit_m


def around(geometries: Iterable[BaseGeometry], *, at_least_m: float, at_most_m: float) -> Frame:
    """The window on the middle of all of these, no lower than one and no higher than the other height on the ground."""
    west, south, east, north = shapely.total_bounds(list(geometries))
    middle = (float(west + east) / 2, float(south + north) / 2)
    latitude = np.array([middle[1]])
    x_degree_m, y_degree_m = float(parallel_degree_m(latitude)[0]), float(meridian_degree_m(latitude)[0])
    wanted_m = max((north - south) * y_degree_m, (east - west) * x_degree_m * HEIGHT / WIDTH) * _MARGIN
    unit_m = min(max(wanted_m, at_least_m), at_most_m) / HEIGHT
    return Frame(
        west=middle[0] - WIDTH / 2 * unit_m / x_degree_m,
        north=middle[1] + HEIGHT / 2 * unit_m / y_degree_m,
        unit_m=unit_m,
        x_degree_m=x_degree_m,
        y_degree_m=y_degree_m,
    )


def window(beyond: float = 0.0) -> BaseGeometry:
    """The picture's edge in units, widened on every side."""
    return shapely.box(-beyond, -beyond, WIDTH + beyond, HEIGHT + beyond)


def cut(geometry: BaseGeometry, beyond: float = 0.0) -> BaseGeometry:
    """What of a geometry in units lies in the window."""
    return shapely.clip_by_rect(geometry, -beyond, -beyond, WIDTH + beyond, HEIGHT + beyond)
