"""Does the index miss nothing, and do its bounds hold?"""

from __future__ import annotations

import numpy as np
import pytest
import shapely

import zoo
from zonecheck.geodesy.distance import Index, exact
from zonecheck.geodesy.index import _at_hand
from zonecheck.geodesy.shapes import Shapes


def scene(seed, *, lon, lat, size, count=80):
    """Rivers, lakes and springs, and sites of every kind, in a window of `size` degrees."""
    rng = np.random.default_rng(seed)

    def spot():
        return np.array([lon, lat]) + rng.uniform(-size, size, 2)

    def wander(edges, step):
        return spot() + np.cumsum(rng.normal(0, step, (edges, 2)), axis=0)

    def blob(radius):
        angle = np.sort(rng.uniform(0, 2 * np.pi, 12))
        return shapely.Polygon(spot() + radius * np.column_stack([np.cos(angle), np.sin(angle)]))

    rivers = [shapely.LineString(wander(rng.integers(2, 90), size / 20)) for _ in range(12)]
    lakes = [blob(size * rng.uniform(0.02, 0.6)) for _ in range(4)]
    features = [
        *rivers,
        *lakes,
        shapely.Point(spot()),
        shapely.MultiPoint([spot(), spot()]),
        None,
        shapely.Polygon(),
    ]
    sites = [blob(size * rng.uniform(0.001, 0.3)) for _ in range(count)]
    sites += [shapely.Point(spot()) for _ in range(count)]
    sites += [shapely.LineString(wander(5, size / 10)) for _ in range(count)]
    sites += [None, shapely.Point(), shapely.MultiPolygon([blob(size / 50), blob(size / 50)])]
    return np.array(sites, dtype=object), np.array(features, dtype=object), rng


def every_distance(sites, features):
    """(n, m) by measuring every pair, without a search."""
    site, feature = np.divmod(np.arange(len(sites) * len(features)), len(features))
    return exact(sites[site], features[feature]).distance_m.reshape(len(sites), len(features))


WINDOWS = {
    "suizhou": {"lon": 113.4, "lat": 31.7, "size": 0.2},
    "zone edge": {"lon": 115.5, "lat": 31.0, "size": 0.02},
    "mohe": {"lon": 122.5, "lat": 53.4, "size": 0.1},
    "sansha": {"lon": 112.3, "lat": 4.0, "size": 0.1},
    "across the equator": {"lon": 106.0, "lat": 0.0, "size": 0.5},
    "south": {"lon": 150.0, "lat": -35.0, "size": 0.2},
    "a province": {"lon": 112.0, "lat": 31.0, "size": 3.0},
    "a field": {"lon": 113.4, "lat": 31.7, "size": 0.0005},
}


@pytest.mark.parametrize("window", WINDOWS.values(), ids=WINDOWS)
def test_near_misses_no_pair_and_its_bounds_hold(window):
    sites, features, rng = scene(1, **window)
    true_m = every_distance(sites, features)
    reach = np.nanquantile(true_m, 0.3) * rng.uniform(0, 2, len(sites))
    extra = np.nanquantile(true_m, 0.1) * rng.uniform(-1, 2, len(features))
    pairs = Index(features).near(sites, reach, extra)
    found = np.zeros(true_m.shape, dtype=bool)
    found[pairs.site, pairs.feature] = True
    wanted = true_m <= reach[:, None] + extra
    assert wanted.any()
    assert not (wanted & ~found).any()
    assert len(pairs) == found.sum()
    distance = true_m[pairs.site, pairs.feature]
    assert (pairs.lower_m <= distance).all()
    assert (distance <= pairs.upper_m).all()


def test_closer_bounds_are_tight_enough_to_decide_most_pairs():
    sites, features, _ = scene(2, **WINDOWS["suizhou"])
    index = Index(features)
    pairs = index.near(sites, 1000.0)
    closer = index.closer(sites, pairs)
    assert np.median(closer.upper_m - closer.lower_m) < 0.01 * 1000
    assert (closer.lower_m >= pairs.lower_m).all()
    assert (closer.upper_m <= pairs.upper_m).all()


@pytest.mark.parametrize("window", WINDOWS.values(), ids=WINDOWS)
def test_closer_bounds_hold(window):
    sites, features, _ = scene(2, **window)
    true_m = every_distance(sites, features)
    index = Index(features)
    closer = index.closer(sites, index.near(sites, np.nanquantile(true_m, 0.4)))
    distance = true_m[closer.site, closer.feature]
    assert len(closer)
    assert (closer.lower_m <= distance).all()
    assert (distance <= closer.upper_m).all()


@pytest.mark.parametrize("spread", [1.0, 1.9, 40.0])
def test_many_sites_about_a_few_pieces_are_found_as_each_is_alone(spread):
    """Then the pieces are grown and not the sites, unless one of these reaches much farther than the others."""
    sites, features, rng = scene(5, **WINDOWS["suizhou"])
    index = Index(features)
    many = sites[rng.integers(0, len(sites), 2 * len(index.pieces))]
    reach = np.where(rng.random(len(many)) < 0.2, spread * 500.0, 500.0)
    found = index.near(many, reach)
    alone = [index.near(many[[row]], reach[[row]]).feature.tolist() for row in range(len(many))]
    assert any(alone)
    assert [found.feature[found.site == row].tolist() for row in range(len(many))] == alone


def test_what_was_drawn_of_sites_for_one_question_serves_the_next():
    sites, features, _ = scene(6, **WINDOWS["suizhou"])
    index, shapes = Index(features), Shapes.of(sites)
    found = index.near(shapes, 1000.0)
    drawn, _ = shapes.drawn(found.site)
    again, bend = shapes.drawn(found.site)
    assert all(one is two for one, two in zip(drawn, again, strict=True))
    np.testing.assert_array_equal(bend, Shapes.of(sites).drawn(found.site)[1])


@pytest.mark.parametrize("window", WINDOWS.values(), ids=WINDOWS)
def test_exact_of_found_pairs_is_exact_even_beyond_the_reach(window):
    sites, features, _ = scene(3, **window)
    true_m = every_distance(sites, features)
    index = Index(features)
    pairs = index.near(sites, np.nanquantile(true_m, 0.2))
    np.testing.assert_allclose(
        index.exact(sites, pairs).distance_m, true_m[pairs.site, pairs.feature], rtol=1e-9, atol=1e-6
    )


def test_a_pair_is_measured_in_full_when_the_search_stopped_at_its_reach():
    """Of two springs of one feature the nearer lies just beyond the reach and is not looked at; the other, in the box
    of a long slanting site, is let in by its loose bounds."""
    place, reach = zoo.SUIZHOU, 1000.0
    slope = np.array([20_000, 40_000]) / np.hypot(20_000, 40_000)
    site = np.array([zoo.line(place, (0, 0), (20_000, 40_000))])
    beside = zoo.point(place, 10_000 + 1030 * slope[1], 20_000 - 1030 * slope[0])
    beyond = zoo.point(zoo.spot(place, 20_000, 40_000), 0, 1002)
    springs = np.array([shapely.MultiPoint([beside, beyond])])
    index = Index(springs)
    pairs = index.near(site, reach)
    assert exact(site, np.array([beside])).distance_m[0] > 1005
    assert pairs.lower_m[0] <= reach
    assert index.exact(site, pairs).distance_m[0] == pytest.approx(1002, abs=0.01)


@pytest.mark.parametrize("latitude", [4.0, 31.0, 53.0, 70.0])
def test_bounds_hold_where_the_geodesic_swings_poleward(latitude):
    """Along one parallel the map's path is longer than the geodesic; nothing else loosens the bounds here."""
    site = np.array([shapely.Point(100, latitude)])
    east = np.array([shapely.Point(100 + away, latitude) for away in (0.01, 0.1, 1, 5, 10, 20)])
    pairs = Index(east).near(site, 5e6)
    distance = exact(site[pairs.site], east[pairs.feature]).distance_m
    assert len(pairs) == 6
    assert (pairs.lower_m <= distance).all()
    assert (pairs.lower_m > 0.9 * distance).all()


@pytest.mark.parametrize("window", WINDOWS.values(), ids=WINDOWS)
def test_nearest_finds_the_least_distance_minus_handicap(window):
    sites, features, rng = scene(5, **window)
    true_m = every_distance(sites, features)
    handicap = np.nanquantile(true_m, 0.2) * rng.uniform(0, 1, len(features))
    nearest = Index(features).nearest(sites, handicap)
    there = nearest.feature >= 0
    np.testing.assert_array_equal(there, ~np.isnan(true_m).all(axis=1))
    score = nearest.distance_m[there] - handicap[nearest.feature[there]]
    np.testing.assert_allclose(score, np.nanmin(true_m[there] - handicap, axis=1), atol=1e-3)


def test_nearest_reaches_across_the_country():
    river = np.array([shapely.LineString([(113, 31), (114, 31)])])
    nearest = Index(river).nearest(np.array([shapely.Point(113.5, 45), None, shapely.Point(87, 43)]))
    np.testing.assert_array_equal(nearest.feature, [0, -1, 0])
    assert nearest.distance_m[0] == pytest.approx(1_553_000, rel=0.001)
    assert np.isnan(nearest.distance_m[1])


def test_an_index_of_nothing_finds_nothing():
    nothing = Index(np.array([None, shapely.Polygon()], dtype=object))
    site = np.array([zoo.plain(zoo.SUIZHOU)])
    assert len(nothing.near(site, 1e6)) == 0
    assert nothing.nearest(site).feature[0] == -1


def test_no_sites_find_nothing():
    index = Index(np.array([zoo.plain(zoo.SUIZHOU)]))
    none = np.empty(0, dtype=object)
    assert len(index.near(none, np.empty(0))) == 0
    assert len(index.nearest(none).feature) == 0


def test_a_site_deep_inside_a_large_area_is_found_at_zero():
    lake = np.array([shapely.box(110, 30, 116, 34)])
    pairs = Index(lake).near(np.array([zoo.plain(zoo.SUIZHOU)]), 0.0)
    assert (pairs.lower_m[0], pairs.upper_m[0]) == (0, 0)


def test_a_feature_within_a_large_site_is_found_at_zero():
    well = np.array([zoo.point(zoo.SUIZHOU)])
    pairs = Index(well).near(np.array([shapely.box(110, 30, 116, 34)]), 0.0)
    assert pairs.lower_m[0] == 0
    assert Index(well).nearest(np.array([shapely.box(110, 30, 116, 34)])).distance_m[0] == 0


def test_a_reach_that_is_not_a_number_finds_nothing():
    index = Index(np.array([zoo.plain(zoo.SUIZHOU)]))
    assert len(index.near(np.array([zoo.plain(zoo.SUIZHOU)]), np.array([np.nan]))) == 0


def test_sites_of_many_vertices_are_found_like_plain_ones():
    dense = np.array([shapely.segmentize(zoo.plain(zoo.SUIZHOU), 1e-5)])
    river = Index(np.array([zoo.line(zoo.SUIZHOU, (700, -5000), (700, 5000))]))
    found, plain = river.near(dense, 1000.0), river.near(np.array([zoo.plain(zoo.SUIZHOU)]), 1000.0)
    np.testing.assert_allclose(found.lower_m, plain.lower_m, atol=0.01)


def test_a_long_line_of_which_nothing_lies_about_the_site_stays_whole():
    """Clipping is GEOS's; where it leaves nothing of a line that meets the site, the line as it is tells where."""
    far = shapely.LineString(np.column_stack([np.linspace(114, 115, 2000), np.full(2000, 31.0)]))
    near = shapely.LineString(np.column_stack([np.linspace(112.5, 114, 2000), np.full(2000, 31.005)]))
    site = shapely.box(113, 31, 113.01, 31.01)
    found = _at_hand(np.array([far, near]), np.array([site, site]))
    assert found[0] is far
    assert shapely.get_num_coordinates(found[1]) < 100
    assert found[1].intersects(site)
