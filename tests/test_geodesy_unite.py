"""Are false borders between areas closed, and true ones kept?"""

from __future__ import annotations

import numpy as np
import pytest
import shapely

import zoo
from zonecheck.geodesy.areas import position
from zonecheck.geodesy.unite import unite
from zonecheck.truth import NAMES

PLACE = zoo.SUIZHOU
WEST = zoo.box(PLACE, -500, 0, 0, 500)
NOTHING = [None, shapely.Polygon()]


def united(areas, accuracy_m):
    return unite(np.array(areas, dtype=object), np.full(len(areas), float(accuracy_m)))


def holds(area, east_m, north_m):
    return shapely.intersects(area, zoo.point(PLACE, east_m, north_m))


def east_of(gap_m):
    return zoo.box(PLACE, gap_m, 0, 500, 500)


@pytest.mark.parametrize("place", zoo.PLACES.values(), ids=zoo.PLACES)
@pytest.mark.parametrize(("accuracy_m", "closed"), [(0, False), (2.4, False), (2.6, True), (30, True)])
def test_a_gap_narrower_than_the_summed_accuracies_is_closed(place, accuracy_m, closed):
    two = [zoo.box(place, -500, 0, 0, 500), zoo.box(place, 5, 0, 500, 500)]
    middle = zoo.point(place, 2.5, 250)
    assert shapely.intersects(united(two, accuracy_m), middle) == closed


def test_a_site_across_a_closed_gap_is_inside():
    site = np.array([zoo.box(PLACE, -100, 100, 100, 200)])
    for accuracy_m, inside in ((0, "no"), (3, "yes")):
        area = united([WEST, east_of(5)], accuracy_m)
        assert NAMES[position(site, area, np.zeros(1)).inside[0]] == inside


def test_a_closed_gap_leaves_no_border_behind():
    area = united([WEST, east_of(5)], 3)
    site = np.array([zoo.point(PLACE, 2.5, 250)])
    assert NAMES[position(site, area, np.full(1, 200.0)).inside[0]] == "yes"


def test_a_slanting_gap_leaves_no_hairline():
    west = zoo.polygon(PLACE, (-500, 0), (0, 0), (137, 500), (-500, 500))
    east = zoo.polygon(PLACE, (5, 0), (600, 0), (600, 500), (142, 500))
    area = united([west, east], 4)
    assert shapely.get_num_geometries(area) == 1
    assert len(shapely.get_rings(area)) == 1
    site = np.array([zoo.point(PLACE, 71, 250)])
    assert NAMES[position(site, area, np.full(1, 200.0)).inside[0]] == "yes"


def test_an_overlap_is_no_border():
    assert shapely.get_num_geometries(united([WEST, zoo.box(PLACE, -50, 0, 500, 500)], 0)) == 1
    assert len(shapely.get_rings(united([WEST, zoo.box(PLACE, -50, 0, 500, 500)], 0))) == 1


def test_a_bay_in_one_area_stays():
    bay = zoo.polygon(
        PLACE, (0, 0), (500, 0), (500, 500), (252, 500), (252, 100), (248, 100), (248, 500), (0, 500)
    )
    assert not holds(united([bay], 30), 250, 300)
    assert not holds(united([bay, zoo.box(PLACE, 500, 0, 900, 500)], 30), 250, 300)


def test_a_wide_gap_stays():
    assert not holds(united([WEST, east_of(100)], 30), 50, 250)


def test_a_hole_between_three_areas_is_judged_by_its_width():
    south = zoo.box(PLACE, -500, -500, 500, -4)
    three = united([WEST, east_of(5), south], 3)
    assert holds(three, -200, -2)
    assert holds(three, 2.5, 250)


def test_the_outer_border_is_not_moved():
    area = united([WEST, east_of(5)], 3)
    for east, north in ((-501, 250), (501, 250), (-250, 501), (250, -1)):
        assert not holds(area, east, north)


def test_accuracies_of_both_sides_count():
    areas = np.array([WEST, east_of(5)], dtype=object)
    assert holds(unite(areas, np.array([0.0, 5.2])), 2.5, 250)
    assert not holds(unite(areas, np.array([0.0, 4.8])), 2.5, 250)


@pytest.mark.parametrize("areas", [[], NOTHING])
def test_nothing_united_is_nothing(areas):
    assert united(areas, 3).is_empty


def test_missing_areas_are_passed_over():
    assert united([*NOTHING, WEST], 3).equals(WEST)
