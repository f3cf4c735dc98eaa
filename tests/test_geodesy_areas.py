"""Where does a site stand to an area whose border is known only so well? Shapes of known size in metres."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

import zoo
from zonecheck.geodesy.areas import border_m, covers, position
from zonecheck.truth import NAMES

PLACE = zoo.SUIZHOU
SQUARE = zoo.box(PLACE, -500, -500, 500, 500)


def stands(site, accuracy_m, area=SQUARE):
    """The words for intersects and inside."""
    found = position(np.array([site], dtype=object), area, np.array([float(accuracy_m)]))
    return NAMES[found.intersects[0]], NAMES[found.inside[0]]


def metres(site, area=SQUARE):
    return position(np.array([site], dtype=object), area, np.zeros(1)).distance_m[0]


@pytest.mark.parametrize("place", zoo.PLACES.values(), ids=zoo.PLACES)
@pytest.mark.parametrize(
    ("site", "accuracy_m", "intersects", "inside"),
    [
        ((-100, -100, 100, 100), 0, "yes", "yes"),  # 400 m inside
        ((-100, -100, 100, 100), 30, "yes", "yes"),
        ((-100, -100, 100, 100), 399, "yes", "yes"),
        ((-100, -100, 100, 100), 401, "yes", "unknown"),
        ((-100, -100, 100, 100), 499, "yes", "unknown"),  # only its middle is so deep
        ((-100, -100, 100, 100), 501, "unknown", "unknown"),
        ((400, 0, 480, 100), 19, "yes", "yes"),
        ((400, 0, 480, 100), 21, "yes", "unknown"),
        ((400, 0, 600, 100), 0, "yes", "no"),  # 100 m inside, 100 m outside
        ((400, 0, 600, 100), 30, "yes", "no"),
        ((400, 0, 600, 100), 99, "yes", "no"),
        ((400, 0, 600, 100), 101, "unknown", "unknown"),
        ((480, 0, 600, 100), 30, "unknown", "no"),  # 20 m inside, 100 m outside
        ((400, 0, 520, 100), 30, "yes", "unknown"),  # 100 m inside, 20 m outside
        ((520, 0, 600, 100), 0, "no", "no"),  # 20 m off
        ((520, 0, 600, 100), 19, "no", "no"),
        ((520, 0, 600, 100), 30, "unknown", "no"),
        ((520, 0, 600, 100), 101, "unknown", "unknown"),
        ((-900, -900, 900, 900), 30, "yes", "no"),  # holds the area
        ((-900, -900, 900, 900), 499, "yes", "no"),
    ],
)
def test_a_square_stands_where_its_metres_say(place, site, accuracy_m, intersects, inside):
    area = zoo.box(place, -500, -500, 500, 500)
    assert stands(zoo.box(place, *site), accuracy_m, area) == (intersects, inside)


def test_touching_from_outside_intersects_and_is_not_inside():
    assert stands(zoo.touching(PLACE), 0, zoo.plain(PLACE)) == ("yes", "no")


def test_touching_from_within_is_inside():
    assert stands(SQUARE, 0) == ("yes", "yes")
    assert stands(shapely.Point(SQUARE.exterior.coords[0]), 0) == ("yes", "yes")


@pytest.mark.parametrize("accuracy_m", [0.001, 30])
def test_a_site_equal_to_the_area_is_inside_only_if_the_border_is_exact(accuracy_m):
    assert stands(SQUARE, accuracy_m) == ("yes", "unknown")


def test_a_border_drawn_again_with_rounding_noise_is_the_same_border():
    dense = shapely.segmentize(SQUARE, 1e-4)
    points = shapely.get_coordinates(dense)[:-1]
    noisy = shapely.Polygon(points + np.random.default_rng(0).normal(0, 2e-14, points.shape))
    assert stands(noisy, 0, dense) == ("yes", "yes")
    assert stands(noisy, 0) == ("yes", "yes")


def test_a_millimetre_outside_is_outside():
    """Compared as printed, rounded to 1 mm."""
    assert stands(zoo.point(PLACE, 0, 1100.002), 0, zoo.box(PLACE, -1, 0, 1, 1100)) == ("no", "no")
    assert stands(zoo.point(PLACE, 0, 1100.0003), 0, zoo.box(PLACE, -0.001, 0, 0.001, 1100)) == ("yes", "yes")


@pytest.mark.parametrize(("more_m", "answer"), [(0.0003, "yes"), (0.002, "unknown")])
def test_depth_is_compared_to_the_millimetre(more_m, answer):
    strip = shapely.box(113.0, 31.0, 113.05, 31.001)
    depth = border_m(np.array([shapely.Point(113.025, 31.0005)]), strip)[0]
    across = shapely.LineString([(113.025, 30.99), (113.025, 31.01)])
    assert stands(across, depth + more_m, strip) == (answer, "no")


def test_in_a_hole_is_outside():
    garden = zoo.box(PLACE, -40, -40, 40, 40)
    assert metres(garden, zoo.holed(PLACE)) == pytest.approx(10, abs=0.002)
    assert stands(garden, 0, zoo.holed(PLACE)) == ("no", "no")
    assert stands(garden, 11, zoo.holed(PLACE)) == ("unknown", "no")  # its middle is 50 m off
    assert stands(garden, 51, zoo.holed(PLACE)) == ("unknown", "unknown")


def test_a_site_over_a_hole_is_not_inside():
    assert stands(zoo.plain(PLACE), 0, zoo.holed(PLACE)) == ("yes", "no")
    assert stands(zoo.box(PLACE, -60, -60, 60, 60), 15, zoo.holed(PLACE)) == ("unknown", "no")


def test_a_line_is_judged_by_its_deepest_point_not_its_ends():
    across = zoo.line(PLACE, (-1000, 0), (1000, 0))
    assert stands(across, 499) == ("yes", "no")
    assert stands(across, 501) == ("unknown", "unknown")


def test_a_line_is_judged_by_its_farthest_point_not_its_ends():
    """Both ends lie in the arms of a U, 300 m apart; the middle of the line is 150 m from each."""
    u = zoo.polygon(
        PLACE, (-300, 0), (300, 0), (300, 500), (150, 500), (150, 100), (-150, 100), (-150, 500), (-300, 500)
    )
    bridge = zoo.line(PLACE, (-200, 400), (200, 400))
    assert stands(bridge, 100, u)[1] == "no"
    assert stands(bridge, 149, u)[1] == "no"
    assert stands(bridge, 151, u)[1] == "unknown"


def test_a_point_stands_like_a_small_site():
    assert stands(zoo.point(PLACE), 499) == ("yes", "yes")
    assert stands(zoo.point(PLACE), 501) == ("unknown", "unknown")
    assert stands(zoo.point(PLACE, 530, 0), 29) == ("no", "no")


def test_parts_count_together():
    two = zoo.multi(PLACE)
    assert stands(two, 0, two) == ("yes", "yes")
    assert stands(zoo.plain(PLACE), 0, two) == ("no", "no")
    assert stands(zoo.box(PLACE, -200, 0, 200, 10), 0, two) == ("yes", "no")


def test_an_outline_that_crosses_itself_gets_an_answer():
    assert stands(zoo.bow_tie(PLACE), 30) == ("yes", "yes")
    assert stands(zoo.bow_tie(zoo.spot(PLACE, 500, 0)), 30) == ("yes", "no")


def test_a_long_sliver_along_the_border_is_decided():
    border = zoo.box(PLACE, -500, -300, 500, 0.001)
    assert stands(zoo.sliver(PLACE), 30, border) == ("unknown", "unknown")


def test_distance_is_to_the_area_and_zero_inside():
    found = position(np.array([zoo.point(PLACE), zoo.point(PLACE, 0, 1500)]), SQUARE, np.zeros(2))
    np.testing.assert_allclose(found.distance_m, [0, 1000], atol=0.02)  # an edge of 1 km bends by 12 mm


def test_each_site_has_its_own_accuracy():
    found = position(np.array([zoo.plain(PLACE)] * 3), SQUARE, np.array([0.0, 450.0, 600.0]))
    assert [NAMES[truth] for truth in found.inside] == ["yes", "unknown", "unknown"]


def test_no_site_or_no_area_is_unknown():
    found = position(np.array([None, shapely.Polygon()], dtype=object), SQUARE, np.zeros(2))
    assert [NAMES[truth] for truth in found.intersects] == ["unknown", "unknown"]
    assert np.isnan(found.distance_m).all()
    assert stands(zoo.plain(PLACE), 0, shapely.Polygon()) == ("unknown", "unknown")
    assert len(position(np.empty(0, dtype=object), SQUARE, np.empty(0)).inside) == 0


def sampled(site, area, spacing_m):
    """How deep in the area and how far out of it the points of a grid over the site lie: an independent, coarse look."""
    west, south, east, north = site.bounds
    step = spacing_m / 111_000
    x, y = np.meshgrid(np.arange(west, east + step, step / 0.85), np.arange(south, north + step, step))
    points = shapely.points(x.ravel(), y.ravel())
    points = points[shapely.intersects(site, points)]
    depth = border_m(points, area)
    within = shapely.intersects(area, points)
    return depth[within].max(initial=0), depth[~within].max(initial=0), depth.min() if within.all() else 0


def test_random_sites_agree_with_a_grid_of_points():
    rng = np.random.default_rng(8)
    decided = 0
    for _ in range(40):
        angle = np.sort(rng.uniform(0, 2 * np.pi, 9))
        blob = zoo.polygon(PLACE, *(rng.uniform(100, 700) * np.array([np.cos(t), np.sin(t)]) for t in angle))
        area, site = blob.buffer(0), zoo.box(PLACE, *(rng.uniform(-500, 0, 2)), *(rng.uniform(10, 500, 2)))
        deep, out, least = sampled(site, area, 8)
        accuracy = rng.uniform(0, 150)
        intersects, inside = stands(site, accuracy, area)
        assert (intersects == "yes") >= (deep > accuracy)
        assert (intersects != "yes") >= (deep + 12 < accuracy)
        assert (inside == "no") >= (out > accuracy + 0.001)
        assert (inside != "no") >= (out + 12 < accuracy)
        assert (inside != "yes") or least > accuracy - 12
        decided += inside != "unknown"
    assert 5 < decided < 40


@pytest.mark.parametrize(("margin_m", "held"), [(0, True), (399.9, True), (400.1, False), (2000, False)])
def test_coverage_holds_a_site_with_all_within_the_margin(margin_m, held):
    assert covers(SQUARE, np.array([zoo.plain(PLACE)]), np.array([margin_m]))[0] == held


def test_coverage_does_not_hold_what_sticks_out_or_is_missing():
    sites = np.array([zoo.box(PLACE, 400, 0, 600, 100), zoo.point(PLACE, 900, 0), None, shapely.Polygon()])
    assert not covers(SQUARE, sites, np.zeros(4)).any()


def test_coverage_with_a_hole_within_the_margin_does_not_hold():
    lawn = np.array([zoo.box(PLACE, -90, -90, -80, -80)])
    np.testing.assert_array_equal(
        covers(zoo.holed(PLACE), np.repeat(lawn, 2), np.array([9.0, 11.0])), [True, False]
    )
    assert not covers(zoo.holed(PLACE), np.array([zoo.box(PLACE, -75, -5, -70, 5)]), np.array([21.0]))[0]


@pytest.mark.parametrize("accuracy_m", [0.0, 30.0, 600.0])
def test_a_site_stands_alike_alone_and_among_many(accuracy_m):
    """A slanting border: its box reaches far beyond it, so that boxes do not decide."""
    area = shapely.Polygon([(113.36, 31.72), (113.38, 31.72), (113.40, 31.76), (113.37, 31.75)])
    rng = np.random.default_rng(8)
    sites = shapely.points(rng.uniform(113.35, 113.41, 60), rng.uniform(31.71, 31.77, 60))
    accuracy = np.full(60, accuracy_m)
    together = position(sites, area, accuracy)
    alone = [position(sites[[row]], area, accuracy[[row]]) for row in range(60)]
    assert together.intersects.tolist() == [each.intersects[0] for each in alone]
    assert together.inside.tolist() == [each.inside[0] for each in alone]
    assert len({*together.intersects.tolist()}) >= 2
