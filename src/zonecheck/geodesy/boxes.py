"""How near can two things be, and how far apart, knowing only their boxes in longitude and latitude?

Everything is a bound that holds for every pair of points in the boxes. NaN boxes stand for nothing and stay NaN.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from zonecheck.geodesy.ellipsoid import SHORTEST_DEGREE_M, Floats, isometric, parallel_degree_m
from zonecheck.geodesy.mercator import shortened
from zonecheck.geodesy.ragged import Rows

_EQUATOR_DEGREE_M = float(parallel_degree_m(np.zeros(1))[0])


@dataclass(frozen=True, eq=False)
class Boxes:
    """Boxes in degrees, their south and north on the Mercator map, and its extreme scales in each box."""

    west: Floats
    south: Floats
    east: Floats
    north: Floats
    map_south: Floats
    map_north: Floats
    most_m: Floats  # metres in a map degree on the side nearest the equator
    least_m: Floats  # ... and nearest the pole

    @classmethod
    def around(cls, bounds: Floats) -> Boxes:
        """Boxes from (k, 4): west, south, east, north."""
        west, south, east, north = bounds.T
        low = np.where(south * north < 0, 0, np.minimum(np.abs(south), np.abs(north)))
        high = np.maximum(np.abs(south), np.abs(north))
        scales = parallel_degree_m(low), parallel_degree_m(high)
        return cls(west, south, east, north, isometric(south), isometric(north), *scales)

    def __len__(self) -> int:
        return len(self.west)

    def take(self, rows: Rows) -> Boxes:
        return Boxes(*(column[rows] for column in self._columns()))

    @property
    def middle(self) -> Boxes:
        """The point in the middle of each, as a box."""
        lon, lat = (self.west + self.east) / 2, (self.south + self.north) / 2
        return Boxes.around(np.column_stack([lon, lat, lon, lat]))

    def widest_degree_m(self, other: Boxes) -> Floats:
        """The largest scale between two boxes, row by row."""
        astride = (self.north < 0) != (other.north < 0)
        return np.where(astride, _EQUATOR_DEGREE_M, np.maximum(self.most_m, other.most_m))

    def gap_m(self, other: Boxes) -> Floats:
        """No two points, one in each box, are nearer than this."""
        east = np.maximum(np.maximum(self.west - other.east, other.west - self.east), 0)
        north = np.maximum(np.maximum(self.map_south - other.map_north, other.map_south - self.map_north), 0)
        polar = np.maximum(np.maximum(self.north, other.north), -np.minimum(self.south, other.south))
        return shortened(np.hypot(east, north) * np.minimum(self.least_m, other.least_m), polar)

    def span_m(self, other: Boxes) -> Floats:
        """No two points, one in each box, are farther apart than this."""
        east = np.maximum(self.east - other.west, other.east - self.west)
        north = np.maximum(self.map_north - other.map_south, other.map_north - self.map_south)
        return np.hypot(east, north) * self.widest_degree_m(other)

    def grown(self, reach_m: Floats) -> Floats:
        """Corners (k, 4) of boxes that hold every point within `reach_m` (0 or more) of these."""
        tall = reach_m / SHORTEST_DEGREE_M
        highest = np.minimum(np.maximum(np.abs(self.south), np.abs(self.north)) + tall, 89.0)
        wide = 1.001 * reach_m / parallel_degree_m(highest)
        return np.column_stack([self.west - wide, self.south - tall, self.east + wide, self.north + tall])

    def _columns(self) -> tuple[Floats, ...]:
        return (
            self.west, self.south, self.east, self.north,
            self.map_south, self.map_north, self.most_m, self.least_m,
        )  # fmt: skip
