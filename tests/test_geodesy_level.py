"""Is the outline of everything within a distance where an exact distance puts it?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from zonecheck.geodesy.distance import exact
from zonecheck.geodesy.level import STRAY_M, within_reach

TOP = Path(__file__).parents[1]
RIVERS = json.loads((TOP / "data" / "rivers.geojson").read_text(encoding="utf-8"))["features"]
SHAPES = {
    "straight": shapely.LineString([(113.4, 31.6), (113.4, 31.8)]),
    "bent back": shapely.LineString([(113.40, 31.70), (113.45, 31.70), (113.401, 31.701)]),
    "zigzag": shapely.LineString([(113.4 + 0.001 * i, 31.7 + 0.0015 * (i % 2)) for i in range(40)]),
    "ring": shapely.LinearRing([(113.4, 31.7), (113.5, 31.7), (113.5, 31.8), (113.4, 31.7)]),
    "area with a hole": shapely.box(113.4, 31.7, 113.6, 31.9).difference(
        shapely.box(113.47, 31.77, 113.53, 31.83)
    ),
    "point": shapely.Point(113.4, 31.7),
    "parts": shapely.MultiLineString([[(113.4, 31.7), (113.42, 31.7)], [(113.43, 31.7), (113.45, 31.71)]]),
    "slanting, far north": shapely.LineString([(120.0, 52.0), (120.4, 52.3)]),
}


def strays_m(geometry: Any, distance_m: float) -> Any:
    """How far each vertex of the outline, and the middle of each of its edges, is from where it should be."""
    outline = within_reach(geometry, distance_m)
    rings = [
        shapely.get_coordinates(ring)
        for part in shapely.get_parts(outline)
        for ring in shapely.get_rings(part)
    ]
    points = np.vstack([*rings, *((ring[1:] + ring[:-1]) / 2 for ring in rings)])
    sites = np.array([geometry] * len(points), dtype=object)
    return np.abs(exact(shapely.points(points), sites).distance_m - distance_m)


@pytest.mark.parametrize("distance_m", [1.0, 200.0, 1800.0, 21_000.0])
@pytest.mark.parametrize("name", SHAPES)
def test_outline_lies_at_the_distance(name: str, distance_m: float) -> None:
    assert strays_m(SHAPES[name], distance_m).max() < STRAY_M + 0.001


@pytest.mark.parametrize("feature", RIVERS, ids=lambda each: each["id"])
def test_outline_about_each_bundled_river_lies_at_the_distance(feature: Any) -> None:
    assert strays_m(shapely.geometry.shape(feature["geometry"]), 1800.0).max() < STRAY_M + 0.001


def test_everything_inside_the_outline_is_nearer_and_nothing_outside_is() -> None:
    line = SHAPES["zigzag"]
    rng = np.random.default_rng(1)
    points = shapely.points(rng.uniform(113.37, 113.47, 4000), rng.uniform(31.67, 31.73, 4000))
    distance_m = exact(points, np.array([line] * 4000, dtype=object)).distance_m
    inside = shapely.contains(within_reach(line, 700.0), points)
    clear = np.abs(distance_m - 700.0) > 0.01
    assert (inside == (distance_m < 700.0))[clear].all()


def test_hole_that_is_too_far_from_every_side_stays_open() -> None:
    assert len(shapely.get_rings(shapely.get_parts(within_reach(SHAPES["area with a hole"], 1000.0))[0])) == 2
    assert len(shapely.get_rings(shapely.get_parts(within_reach(SHAPES["area with a hole"], 9000.0))[0])) == 1
