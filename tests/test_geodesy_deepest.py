"""Does the search for the deepest point find it, and say so when it cannot tell?"""

from __future__ import annotations

import numpy as np
import pytest
import shapely

import zoo
from zonecheck.geodesy.deepest import edges, reaches
from zonecheck.geodesy.distance import Index
from zonecheck.truth import NAMES

PLACE = zoo.SUIZHOU
CORRIDOR = zoo.box(PLACE, -20, -50, 3000, 50)


def reaches_in(region, area, threshold_m):
    answer = reaches(np.array([region], dtype=object), Index(edges(area)), np.array([float(threshold_m)]))
    return NAMES[answer[0]]


@pytest.mark.parametrize(
    ("threshold_m", "answer"), [(20, "yes"), (49.9, "yes"), (50.6, "no"), (60, "no"), (1e6, "no")]
)
def test_the_ridge_of_a_corridor_is_found_though_no_corner_lies_on_it(threshold_m, answer):
    assert reaches_in(CORRIDOR, CORRIDOR, threshold_m) == answer


def test_what_is_too_close_to_call_along_a_slanting_ridge_is_unknown():
    """3 km of ridge 50 m deep: no reasonable number of cells rules out a point 2 cm deeper."""
    along, across = np.array([0.94, 0.342]), np.array([-0.342, 0.94])
    corners = [
        length * along + half * across for length, half in ((0, -50), (3000, -50), (3000, 50), (0, 50))
    ]
    slanting = zoo.polygon(PLACE, *map(tuple, corners))
    assert reaches_in(slanting, slanting, 49.9) == "yes"
    assert reaches_in(slanting, slanting, 50.02) == "unknown"
    assert reaches_in(slanting, slanting, 51) == "no"


@pytest.mark.parametrize("nothing", [None, shapely.Polygon(), shapely.GeometryCollection()])
def test_nothing_reaches_nothing(nothing):
    assert reaches_in(nothing, CORRIDOR, 0.0) == "no"


def test_lines_and_points_are_regions_too():
    across = zoo.line(PLACE, (100, -50), (100, 50))
    assert reaches_in(across, CORRIDOR, 49.9) == "yes"
    assert reaches_in(across, CORRIDOR, 50.1) == "no"
    assert reaches_in(zoo.point(PLACE, 100, 0), CORRIDOR, 49.9) == "yes"
    assert reaches_in(zoo.point(PLACE, 100, 20), CORRIDOR, 30.5) == "no"


def test_many_regions_are_answered_each_for_itself():
    regions = np.array([zoo.point(PLACE, 100, north) for north in (0, 20, 40)] + [CORRIDOR])
    answers = reaches(regions, Index(edges(CORRIDOR)), np.array([49.0, 49.0, 9.0, 45.0]))
    assert [NAMES[answer] for answer in answers] == ["yes", "no", "yes", "yes"]


def test_edges_are_those_of_shell_and_holes():
    assert len(edges(zoo.holed(PLACE))) == 8
    assert len(edges(zoo.multi(PLACE))) == 8
