"""Where do several areas that belong together have a border? Their union, with what is no border closed.

Between *different* areas a gap narrower than their summed accuracies is no border: it is a flaw of drawing. A bay in
the outline of one area stays. This cleans a layer, in metres of a local map; it measures no distance of any site.
"""

from __future__ import annotations

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from zonecheck.geodesy.ellipsoid import SHORTEST_DEGREE_M, Floats, meridian_degree_m, parallel_degree_m
from zonecheck.geodesy.pieces import Geometries
from zonecheck.geodesy.ragged import Rows

_SEAM_M = 0.001  # how far a filling overlaps its neighbours, so that no hairline stays between them


def unite(areas: Geometries, accuracy_m: Floats) -> BaseGeometry:
    """The union of areas (m,) in longitude, latitude; None and empty ones count for nothing.

    A gap between two of them that is narrower than the sum of their `accuracy_m` (m,) is filled.
    """
    held = np.flatnonzero(~(shapely.is_missing(areas) | shapely.is_empty(areas)))
    areas, accuracy = areas[held], accuracy_m[held]
    fillings = [
        _filling(areas[i], areas[j], accuracy[i] + accuracy[j]) for i, j in _neighbours(areas, accuracy)
    ]
    union: BaseGeometry = shapely.union_all([*areas, *fillings])
    return union


def _neighbours(areas: Geometries, accuracy_m: Floats) -> Rows:
    """Pairs (k, 2) of areas that may be near enough for a gap."""
    if not accuracy_m.any():
        return np.empty((0, 2), dtype=np.intp)
    bounds = shapely.bounds(areas)
    tall = accuracy_m / SHORTEST_DEGREE_M
    wide = accuracy_m / parallel_degree_m(np.minimum(np.abs(bounds[:, 1::2]).max(axis=1) + tall, 89))
    grown = shapely.box(*(bounds + np.column_stack([-wide, -tall, wide, tall])).T)
    one, other = shapely.STRtree(grown).query(grown)
    pairs: Rows = np.column_stack([one, other])[one < other]
    return pairs


def _filling(a: BaseGeometry, b: BaseGeometry, width_m: float) -> BaseGeometry:
    """What lies between two areas where they are less than `width_m` apart, in longitude, latitude."""
    scale = _degree_m(a, b)
    here, there = _scaled(a, scale), _scaled(b, scale)
    both = shapely.union(here, there)
    closed = both.buffer(width_m / 2).buffer(-width_m / 2)
    gaps = shapely.get_parts(shapely.difference(closed, both))
    seams = shapely.buffer(gaps, _SEAM_M)
    between = shapely.intersects(seams, here) & shapely.intersects(seams, there)
    return _scaled(shapely.union_all(seams[between]), 1 / scale)


def _degree_m(a: BaseGeometry, b: BaseGeometry) -> Floats:
    latitude = np.array([shapely.total_bounds([a, b])[1::2].mean()])
    return np.array([parallel_degree_m(latitude)[0], meridian_degree_m(latitude)[0]])


def _scaled(geometry: BaseGeometry, scale: Floats) -> BaseGeometry:
    moved: BaseGeometry = shapely.transform(geometry, lambda points: points * scale)
    return moved
