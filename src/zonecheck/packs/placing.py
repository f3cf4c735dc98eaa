"""Where does a site lie whose nearest point is exactly so far from a feature?

The site is a square with sides of 100 m, put beside the middle of the feature (or the point of it that is nearest to
a given one) and moved along the normal until the exact distance is as asked, within a tenth of a millimetre.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from pyproj import Geod

from zonecheck.geodesy.distance import exact

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

SIDE_M = 100.0
CLOSE_M = 1e-4
_ELLIPSOID = Geod(ellps="GRS80")


def beside(
    features: Sequence[BaseGeometry], distance_m: float, near: Sequence[float] | None
) -> BaseGeometry | None:
    """A square site that far from the nearest of `features` (longitude, latitude); None where none is found."""
    whole = shapely.GeometryCollection(list(features))
    for anchor, bearing in _starts(_longest(features, near), near):
        site = _approach(whole, anchor, bearing, distance_m)
        if site is not None:
            return site
    return None


def _longest(features: Sequence[BaseGeometry], near: Sequence[float] | None) -> BaseGeometry:
    """The line to start from: the longest, or the one nearest to `near`."""
    lines = [part for feature in features for part in shapely.get_parts(_lines(feature))]
    if near is None:
        return max(lines, key=shapely.length)
    return min(lines, key=lambda line: shapely.distance(line, shapely.Point(near)))


def _lines(feature: BaseGeometry) -> BaseGeometry:
    """The feature as lines: an area by its border."""
    return shapely.boundary(feature) if feature.geom_type.endswith("Polygon") else feature


def _starts(line: BaseGeometry, near: Sequence[float] | None) -> Iterator[tuple[tuple[float, float], float]]:
    """Points of the line, and for each the bearings of both its normals."""
    length = shapely.length(line)
    fractions = [0.5, 0.35, 0.65, 0.2, 0.8]
    along = [length * each for each in fractions]
    if near is not None:
        along = [shapely.line_locate_point(line, shapely.Point(near)), *along]
    for place in along:
        before, after = (_point(line, min(max(place + step, 0.0), length)) for step in (-1e-5, 1e-5))
        azimuth, _, _ = _ELLIPSOID.inv(*before, *after)
        for turn in (90.0, -90.0):
            yield _point(line, place), azimuth + turn


def _point(line: BaseGeometry, along: float) -> tuple[float, float]:
    point = shapely.line_interpolate_point(line, along)
    return float(shapely.get_x(point)), float(shapely.get_y(point))


def _approach(
    whole: BaseGeometry, anchor: tuple[float, float], bearing: float, distance_m: float
) -> BaseGeometry | None:
    """Move the square along the bearing until its distance is right."""
    if distance_m == 0:
        return _square(anchor, bearing, -SIDE_M / 2)
    offset_m = distance_m
    for _ in range(60):
        site = _square(anchor, bearing, offset_m)
        error_m = distance_m - _distance_m(site, whole)
        if abs(error_m) < CLOSE_M:
            return site
        offset_m += error_m
    return None


def _distance_m(site: BaseGeometry, whole: BaseGeometry) -> float:
    return float(exact(_one(site), _one(whole)).distance_m[0])


def _one(geometry: BaseGeometry) -> Any:
    array = np.empty(1, dtype=object)
    array[0] = geometry
    return array


def _square(anchor: tuple[float, float], bearing: float, offset_m: float) -> BaseGeometry:
    """A square whose near side is centred `offset_m` from the anchor along the bearing."""
    corners = []
    for ahead_m, aside_m in ((0.0, -1.0), (SIDE_M, -1.0), (SIDE_M, 1.0), (0.0, 1.0)):
        lon, lat, back = _ELLIPSOID.fwd(*anchor, bearing, offset_m + ahead_m)
        lon, lat, _ = _ELLIPSOID.fwd(lon, lat, back + 180.0 + 90.0, aside_m * SIDE_M / 2)
        corners.append((lon, lat))
    return shapely.Polygon(corners)
