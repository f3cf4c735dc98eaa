"""The map is at true scale, shows what was measured and nothing else, and writes nothing over the site."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import shapely

import pictures
import runs
from zonecheck.drawing import Drawing
from zonecheck.geodesy.ellipsoid import length_m
from zonecheck.reports.map.bands import bands
from zonecheck.reports.map.frame import HEIGHT, WIDTH, Frame, around
from zonecheck.reports.map.labels import Places
from zonecheck.reports.map.overview import overview
from zonecheck.reports.map.paths import path
from zonecheck.reports.map.scale import bar, meridians
from zonecheck.reports.map.site_map import SiteMap, site_map


def shown(**changes: object) -> SiteMap:
    return site_map(replace(pictures.DRAWING, **changes))  # type: ignore[arg-type]


def framed(site: object = pictures.SITE) -> Frame:
    return around([site], at_least_m=3_000.0, at_most_m=15_000.0)  # type: ignore[list-item]


def test_length_on_the_map_times_its_scale_is_the_length_on_the_ground() -> None:
    frame = framed()
    a, b = (113.381, 31.700), (113.391, 31.704)
    true_m = float(length_m(np.array([a]), np.array([b]))[0])
    drawn = shapely.Point(frame.at(a)).distance(shapely.Point(frame.at(b)))
    assert drawn * frame.unit_m == pytest.approx(true_m, rel=2e-4)


def test_north_is_up_and_east_is_right() -> None:
    frame = framed()
    x, y = frame.at((113.381, 31.7036))
    east, north = frame.at((113.382, 31.7046))
    assert east > x
    assert north < y


@pytest.mark.parametrize("size", [0.0001, 0.01, 0.06])
def test_site_lies_in_the_window_whatever_its_size(size: float) -> None:
    site = shapely.box(113.38, 31.70, 113.38 + size, 31.70 + size)
    drawn = site_map(replace(pictures.DRAWING, site=site, lines=()))
    left, top, right, bottom = drawn.frame.place(site).bounds
    assert left >= 0
    assert top >= 0
    assert right <= WIDTH
    assert bottom <= HEIGHT


def test_a_site_too_small_to_be_seen_is_ringed() -> None:
    tiny = shapely.box(113.38, 31.7027, 113.3801, 31.7028)
    assert shown(site=tiny).dot is not None
    assert shown().dot is None


def test_bands_follow_the_rule_of_accuracy() -> None:
    """Limit 1000, accuracy 200: surely within to 800 m, not to be told to 1200 m."""
    frame = framed()
    found = bands(pictures.FEATURES, frame)
    assert found is not None
    x, _ = frame.at((113.381, 31.70))

    def at(distance_m: float) -> shapely.Point:
        north = 31.70 + distance_m / 110_870
        return shapely.Point(frame.at((113.381, north)))

    assert found.firm.contains(at(780))
    assert not found.firm.contains(at(820))
    assert not found.doubt.contains(at(780))
    assert found.doubt.contains(at(820))
    assert found.doubt.contains(at(1180))
    assert not found.doubt.contains(at(1220))
    assert found.limit.distance(at(1000)) * frame.unit_m < 5
    assert 0 < x < WIDTH


def test_accuracy_above_the_limit_leaves_nothing_sure() -> None:
    vague = replace(pictures.FEATURES[0], accuracy_m=4000.0)
    found = bands([vague], framed())
    assert found is not None
    assert found.firm.is_empty
    assert not found.doubt.is_empty


def test_feature_that_nothing_was_measured_against_has_no_band() -> None:
    assert bands([replace(pictures.FEATURES[0], limit_m=None)], framed()) is None


def test_near_line_ends_on_the_river_and_a_far_one_is_an_arrow_to_the_edge() -> None:
    near, far = shown().lines
    assert (near.away, far.away) == (False, True)
    frame = shown().frame
    assert near.end == tuple(round(value) for value in frame.at(pictures.NEAR.on_feature))
    assert 0 < far.end[0] < WIDTH
    assert near.label is not None
    assert near.label.text == "299.400\u00a0m"
    assert far.label is not None
    assert far.label.text == "漂水 21000.500\u00a0m"


def test_districts_can_be_left_out() -> None:
    with_them, without = site_map(pictures.DRAWING), site_map(pictures.DRAWING, districts=False)
    assert "district" in with_them.kinds
    assert "district" not in without.kinds
    assert not [label for label in without.labels if label.text == "曾都区"]


def test_edge_at_which_a_district_was_cut_is_no_border() -> None:
    """A district that fills the whole drawing has no line on the map."""
    wide = replace(pictures.FEATURES[2], geometry=shapely.box(113.2, 31.5, 113.6, 31.9))
    assert "district" not in shown(features=(wide,)).kinds


def test_stated_extent_of_a_point_is_a_circle_of_that_radius() -> None:
    point = shapely.Point(113.381, 31.7036)
    drawn = shown(site=point, extent_m=150.0)
    assert "extent" in drawn.kinds
    assert "extent" not in shown(site=point, extent_m=None).kinds


def test_names_do_not_overlap_one_another() -> None:
    places = Places()
    spots = [(700.0, 400.0), (700.0, 460.0)]
    first = places.put("name", "府河", spots, size=25)
    second = places.put("name", "漂水", spots, size=25)
    third = places.put("name", "溠水", spots, size=25)
    assert first is not None
    assert second is not None
    assert second.y - first.y == 60
    assert third is None


def test_name_at_the_edge_is_moved_into_the_picture() -> None:
    label = Places().put("name", "府河府河府河", [(0.0, 0.0)], size=25)
    assert label is not None
    assert label.x > 70
    assert label.y > 20


def test_scale_bar_is_a_round_length() -> None:
    frame = framed()
    drawn = bar(frame)
    assert drawn.text == "1 km"
    assert drawn.length * frame.unit_m == pytest.approx(1000, rel=5e-3)
    assert [tick.text for tick in meridians(frame)] == sorted(tick.text for tick in meridians(frame))


def test_path_is_relative_and_closed_with_holes_as_rings() -> None:
    area = shapely.box(0, 0, 100, 100).difference(shapely.box(40, 40, 60, 60))
    written = path(area)
    assert written.count("M") == 2
    assert written.count("z") == 2
    assert path(shapely.LineString([(0, 0), (10, -5)])) == "M0 0l10-5"
    assert path(shapely.Point(1, 1)) == ""


def test_overview_has_one_sign_for_each_project_with_a_place_and_the_worst_on_top() -> None:
    projects = list(enumerate(pictures.many(6), start=1))
    drawn = overview(projects, pictures.FEATURES)
    assert drawn is not None
    assert [sign.verdict for sign in drawn.signs][-1] == "prohibited"
    assert sorted(sign.number for sign in drawn.signs) == [1, 2, 3, 4, 5, 6]


def test_one_project_far_from_all_others_does_not_shrink_the_map_and_stands_at_its_edge() -> None:
    near, far = pictures.many(10), pictures.placed(runs.OUT_OF_SCOPE, 3.0, -3.0)
    alone = overview(list(enumerate(near, start=1)), pictures.FEATURES)
    drawn = overview(list(enumerate([*near, far], start=1)), pictures.FEATURES)
    assert alone is not None
    assert drawn is not None
    assert drawn.frame == alone.frame
    assert drawn.beyond == 1
    (sign,) = [sign for sign in drawn.signs if sign.beyond]
    assert sign.number == 11
    assert WIDTH - 30 < sign.x < WIDTH
    assert HEIGHT - 30 < sign.y < HEIGHT


def test_projects_spread_alike_all_lie_in_the_picture() -> None:
    drawn = overview(list(enumerate(pictures.many(200), start=1)), pictures.FEATURES)
    assert drawn is not None
    assert drawn.beyond == 0


def test_signs_carry_their_numbers_together_where_they_stand_together() -> None:
    here = [pictures.placed(runs.PROHIBITED), pictures.placed(runs.REVIEW), pictures.placed(runs.CLEAR, 0.4)]
    drawn = overview(list(enumerate(here, start=1)), pictures.FEATURES)
    assert drawn is not None
    assert [label.text for label in drawn.labels if label.kind == "number"] == ["3", "1, 2"]


def test_signs_of_a_large_batch_carry_no_numbers() -> None:
    drawn = overview(list(enumerate(pictures.many(41), start=1)), pictures.FEATURES)
    assert drawn is not None
    assert [label for label in drawn.labels if label.kind == "number"] == []


def test_overview_of_a_single_place_is_left_out() -> None:
    assert overview([(1, pictures.many(1)[0])], pictures.FEATURES) is None


def test_drawing_without_features_is_still_a_map() -> None:
    bare = Drawing(site=pictures.SITE, extent_m=0.0, features=(), lines=(), reach_m=15_000.0)
    assert site_map(bare).kinds == {"site"}
