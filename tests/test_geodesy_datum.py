"""GCJ-02 and BD-09 against published values, and back again better than a centimetre."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely
from pyproj import Geod

from zonecheck.formats.systems import UNKNOWN_M
from zonecheck.geodesy.datum import from_wgs84, to_wgs84

GRS80 = Geod(ellps="GRS80")


def apart_m(one: Any, other: Any) -> Any:
    return GRS80.inv(*one.T, *other.T)[2]


def everywhere(count: int = 20_000) -> Any:
    random = np.random.default_rng(7)
    return np.column_stack([random.uniform(73, 135, count), random.uniform(4, 53, count)])


def in_suizhou(count: int = 5_000) -> Any:
    random = np.random.default_rng(8)
    return np.column_stack([random.uniform(113.0, 113.9, count), random.uniform(31.3, 32.3, count)])


@pytest.mark.parametrize(
    ("datum", "expected"),
    [("gcj02", (116.41024449916938, 39.91640428150164)), ("bd09", (116.41662724378733, 39.922699552216216))],
)
def test_a_published_position_is_met(datum: Any, expected: tuple[float, float]) -> None:
    assert from_wgs84(np.array([[116.404, 39.915]]), datum)[0] == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_there_and_back_again_is_closer_than_a_centimetre(datum: Any) -> None:
    places = everywhere()
    back = shapely.get_coordinates(to_wgs84(shapely.points(from_wgs84(places, datum)), datum))
    assert apart_m(places, back).max() < 0.001


@pytest.mark.parametrize(("datum", "least", "most"), [("gcj02", 580, 632), ("bd09", 1200, 1300)])
def test_in_suizhou_the_shift_is_more_than_half_of_the_limit(datum: Any, least: float, most: float) -> None:
    shift_m = apart_m(in_suizhou(), from_wgs84(in_suizhou(), datum))
    assert least < shift_m.min() < shift_m.max() < most


def test_an_unknown_datum_allows_for_the_whole_shift_of_gcj02_in_suizhou() -> None:
    assert apart_m(in_suizhou(), from_wgs84(in_suizhou(), "gcj02")).max() < UNKNOWN_M


@pytest.mark.parametrize("datum", ["wgs84", "cgcs2000", "unknown"])
def test_other_datums_move_nothing(datum: Any) -> None:
    site = np.array([shapely.box(113.1, 31.1, 113.2, 31.2), None], dtype=object)
    assert to_wgs84(site, datum) is site


def test_outside_china_the_map_is_true() -> None:
    assert (from_wgs84(np.array([[2.35, 48.85]]), "gcj02") == [[2.35, 48.85]]).all()


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_a_long_edge_keeps_its_course(datum: Any) -> None:
    ends = np.array([[113.0, 31.0], [113.5, 31.9]])
    (line,) = to_wgs84(np.array([shapely.linestrings(ends)], dtype=object), datum)
    along = ends[0] + np.linspace(0, 1, 501)[:, None] * (ends[1] - ends[0])
    exact = shapely.get_coordinates(to_wgs84(shapely.points(along), datum))
    assert shapely.distance(line, shapely.points(exact)).max() * 111_000 < 0.002


def test_no_geometry_stays_none() -> None:
    assert to_wgs84(np.array([None], dtype=object), "gcj02")[0] is None
