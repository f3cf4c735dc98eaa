"""Is the distance right? Against an independent slow reference, figures from outside, and what can be known on paper."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

import reference
import zoo
from reference import WGS84, Shape
from zonecheck.geodesy.distance import Index, exact

ZONE_EDGES = np.arange(73.5, 136, 3)


def one(a, b):
    return exact(np.array([a], dtype=object), np.array([b], dtype=object))


def metres(a, b):
    return float(one(a, b).distance_m[0])


def walk(rng, start, edges, length_m):
    points, azimuth = [start], rng.uniform(0, 360)
    for _ in range(edges):
        azimuth += rng.uniform(-40, 40)
        points.append(WGS84.fwd(*points[-1], azimuth, length_m)[:2])
    return tuple(points)


def ring(rng, middle, radius_m):
    azimuths = np.sort(rng.uniform(0, 360, 4))
    points = [WGS84.fwd(*middle, azimuth, radius_m)[:2] for azimuth in azimuths]
    return (*points, points[0])


def a_site(rng, at):
    kind = rng.integers(3)
    if kind == 0:
        return Shape(((at,),))
    if kind == 1:
        return Shape((walk(rng, at, rng.integers(1, 4), 10 ** rng.uniform(1, 4.3)),))
    return Shape((ring(rng, at, 10 ** rng.uniform(1, 3.5)),), areal=True)


def a_pair(rng):
    """A line of 1 to 4 edges of 10 m to 20 km anywhere in China, often across the edge of a zone, and a site near it."""
    start = rng.choice([rng.uniform(74, 135), rng.choice(ZONE_EDGES)]), rng.uniform(3, 54)
    river = Shape((walk(rng, start, rng.integers(1, 5), 10 ** rng.uniform(1, 4.3)),))
    x1, y1, x2, y2 = rng.choice(river.edges())
    share, away = rng.uniform(), rng.choice([rng.uniform(0, 20_000), 10 ** rng.uniform(0, 4.3)])
    at = WGS84.fwd(x1 + share * (x2 - x1), y1 + share * (y2 - y1), rng.uniform(0, 360), away)[:2]
    return a_site(rng, at), river


def drawn(shape):
    if shape.areal:
        return shapely.Polygon(shape.strings[0])
    points = shape.strings[0]
    return shapely.LineString(points) if len(points) > 1 else shapely.Point(points[0])


def random_pairs(count, seed):
    rng = np.random.default_rng(seed)
    pairs = [a_pair(rng) for _ in range(count)]
    sites, rivers = (
        np.array([drawn(shape) for shape in column], dtype=object) for column in zip(*pairs, strict=True)
    )
    return pairs, sites, rivers


def check_against_reference(count, seed):
    pairs, sites, rivers = random_pairs(count, seed)
    wanted, found = reference.distances(pairs), exact(sites, rivers)
    assert np.count_nonzero(wanted > 0) > count / 2
    assert np.abs(found.distance_m - wanted).max() < 0.001
    between_points = WGS84.inv(*found.on_a.T, *found.on_b.T)[2]
    assert np.abs(between_points - wanted).max() < 0.001


def test_two_thousand_random_pairs_agree_with_the_reference_to_a_millimetre():
    check_against_reference(2000, seed=20181)


@pytest.mark.slow
def test_ten_thousand_random_pairs_agree_with_the_reference_to_a_millimetre():
    check_against_reference(10_000, seed=20182)


def test_nearest_points_lie_on_their_geometries():
    _, sites, rivers = random_pairs(300, seed=3)
    found = exact(sites, rivers)
    assert shapely.distance(shapely.points(found.on_a), sites).max() < 1e-12
    assert shapely.distance(shapely.points(found.on_b), rivers).max() < 1e-12


def test_distance_is_the_same_either_way():
    _, sites, rivers = random_pairs(300, seed=4)
    there, back = exact(sites, rivers), exact(rivers, sites)
    np.testing.assert_allclose(there.distance_m, back.distance_m, atol=1e-6)


def test_vertices_in_the_middle_of_edges_and_reversed_lines_change_nothing():
    _, sites, rivers = random_pairs(300, seed=5)
    again = exact(sites, shapely.reverse(shapely.segmentize(rivers, 0.003)))
    np.testing.assert_allclose(again.distance_m, exact(sites, rivers).distance_m, atol=1e-6)


def test_flinders_peak_to_buninyong_is_54972_271_m():
    """GDA technical manual (ICSM), worked example of the inverse formula on GRS80."""
    flinders = shapely.Point(144 + 25 / 60 + 29.52440 / 3600, -(37 + 57 / 60 + 3.72030 / 3600))
    buninyong = shapely.Point(143 + 55 / 60 + 35.38390 / 3600, -(37 + 39 / 60 + 10.15610 / 3600))
    assert metres(flinders, buninyong) == pytest.approx(54972.271, abs=0.001)


def test_a_hundredth_of_a_degree_north_of_the_equator_is_1105_743_m():
    """On paper: the meridian's radius at the equator, 6378137 (1 - e2) = 6335439.327 m, times 0.01 degree."""
    equator = shapely.LineString([(109.9, 0), (110.3, 0)])
    assert metres(shapely.Point(110.123, 0.01), equator) == pytest.approx(1105.743, abs=0.001)


def test_a_degree_of_the_equator_is_111319_491_m():
    """On paper: 6378137 pi / 180."""
    assert metres(shapely.Point(110, 0), shapely.Point(111, 0)) == pytest.approx(111319.491, abs=0.001)


def test_edges_are_straight_in_longitude_and_latitude_not_along_the_geodesic():
    """A 20 km edge along the parallel of 53.4 N lies 10.5 m south of the geodesic at its middle: L^2 tan / (8 R)."""
    west, east = (122.35, 53.4), (122.65, 53.4)
    middle = shapely.Point(122.5, 53.5)
    along_parallel = WGS84.inv(122.5, 53.5, 122.5, 53.4)[2]
    assert metres(middle, shapely.LineString([west, east])) == pytest.approx(along_parallel, abs=0.001)


@pytest.mark.parametrize("place", zoo.PLACES.values(), ids=zoo.PLACES)
@pytest.mark.parametrize("animal", [zoo.plain, zoo.holed])
def test_a_point_one_kilometre_north_of_a_square_is_that_far(place, animal):
    assert metres(animal(place), zoo.point(place, 0, 1100)) == pytest.approx(1000, abs=0.002)


def test_inside_counts_as_zero_and_a_hole_does_not():
    centre = zoo.point(zoo.SUIZHOU)
    assert metres(centre, zoo.plain(zoo.SUIZHOU)) == 0
    assert metres(zoo.plain(zoo.SUIZHOU), centre) == 0
    assert metres(centre, zoo.holed(zoo.SUIZHOU)) == pytest.approx(50, abs=0.001)


def test_an_area_within_an_area_is_at_zero_with_a_common_point():
    inner, outer = zoo.box(zoo.SUIZHOU, -5, -5, 5, 5), zoo.plain(zoo.SUIZHOU)
    for a, b in ((inner, outer), (outer, inner)):
        found = one(a, b)
        assert found.distance_m[0] == 0
        assert shapely.intersects(shapely.Point(found.on_a[0]), inner)
        np.testing.assert_array_equal(found.on_a, found.on_b)


def test_touching_areas_are_at_zero():
    assert metres(zoo.plain(zoo.SUIZHOU), zoo.touching(zoo.SUIZHOU)) == 0


def test_the_nearest_part_of_a_multipolygon_or_collection_counts():
    place = zoo.SUIZHOU
    assert metres(zoo.multi(place), zoo.point(place, 1000, 0)) == pytest.approx(750, abs=0.001)
    assert metres(zoo.collection(place), zoo.point(place, 0, 1000)) == pytest.approx(600, abs=0.001)


def test_collections_within_collections_are_taken_apart():
    place = zoo.SUIZHOU
    nested = shapely.GeometryCollection(
        [shapely.GeometryCollection([zoo.multi(place)]), zoo.point(place, 0, 300)]
    )
    assert metres(nested, zoo.point(place, 1000, 0)) == pytest.approx(750, abs=0.001)
    assert metres(nested, zoo.point(place, 0, 1000)) == pytest.approx(700, abs=0.001)


def test_a_bow_tie_and_a_sliver_can_be_measured():
    assert metres(zoo.bow_tie(zoo.SUIZHOU), zoo.point(zoo.SUIZHOU, 1100, -100)) == pytest.approx(
        1000, abs=0.01
    )
    assert metres(zoo.sliver(zoo.SUIZHOU), zoo.point(zoo.SUIZHOU, 0, 100)) == pytest.approx(99.999, abs=0.03)


def test_repeated_vertices_and_rings_of_no_length_are_measured():
    line = shapely.LineString([(113, 31), (113, 31), (113.01, 31)])
    assert metres(line, shapely.Point(113, 31.01)) == pytest.approx(
        WGS84.inv(113, 31, 113, 31.01)[2], abs=0.001
    )


def test_points_that_all_but_touch_are_measured_too():
    """Between two points a bound from the map is the distance itself, less what rounding takes."""
    random = np.random.default_rng(5)
    here = np.column_stack([random.uniform(75, 130, 2000), random.uniform(18, 53, 2000)])
    there = here + random.normal(size=(2000, 2)) * 10.0 ** random.uniform(-9, -4, (2000, 1))
    found = exact(shapely.points(here), shapely.points(there)).distance_m
    np.testing.assert_allclose(found, WGS84.inv(*here.T, *there.T)[2], atol=1e-6)


@pytest.mark.parametrize("nothing", [None, zoo.empty(zoo.SUIZHOU), shapely.GeometryCollection()])
def test_nothing_is_at_no_distance(nothing):
    found = exact(np.array([nothing, zoo.point(zoo.SUIZHOU)]), np.array([zoo.plain(zoo.SUIZHOU), nothing]))
    assert np.isnan(found.distance_m).all()
    assert np.isnan(found.on_a).all()


def test_no_pairs_give_no_distances():
    nothing = np.empty(0, dtype=object)
    assert exact(nothing, nothing).on_b.shape == (0, 2)


def test_a_site_at_a_pole_is_measured_without_a_word():
    assert metres(shapely.Point(0, 90), shapely.Point(113, 89.5)) == pytest.approx(55_847, abs=1)


def test_a_polygon_of_a_hundred_thousand_vertices_is_measured_in_bounded_memory():
    angle = np.linspace(0, 2 * np.pi, 100_000, endpoint=False)
    round_ = shapely.Polygon(np.column_stack([113 + 0.2 * np.cos(angle), 31 + 0.2 * np.sin(angle)]))
    river = shapely.LineString(np.column_stack([np.full(10_000, 113.3), np.linspace(30.9, 31.1, 10_000)]))
    east = WGS84.inv(113.2, 31, 113.3, 31)[2]
    assert metres(round_, river) == pytest.approx(east, abs=0.05)


def test_index_measures_what_pairs_measure():
    _, sites, rivers = random_pairs(200, seed=6)
    index, rows = Index(rivers), np.arange(200)
    pairs = index.between(sites, rows, rows)
    np.testing.assert_array_equal(index.exact(sites, pairs).distance_m, exact(sites, rivers).distance_m)
