"""Where features lie, and why they cannot be placed: each check at its limits, each message to the letter in both languages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import shapely

from zonecheck.errors import InputError
from zonecheck.geodesy.ellipsoid import meridian_degree_m, parallel_degree_m
from zonecheck.projects.placing import place, rounding_m
from zonecheck.projects.raw import Remarks, in_memory
from zonecheck.words import same

ABROAD = (
    "场地在 ({0}),不在我国境内;请核对坐标系、坐标次序和正负号",
    "the site lies at ({0}), outside China; check the coordinate system, the order and the sign of the coordinates",
)
BEYOND = (
    "坐标 ({0}) 超出经纬度范围(经度 ±180,纬度 ±90)",
    "the coordinates ({0}) are outside longitude ±180, latitude ±90",
)
SWAPPED = (
    "坐标 ({0}) 不在中国:像是纬度写在了经度之前;应为 [经度, 纬度]",
    "the coordinates ({0}) are not in China: latitude seems to stand first; it must be [longitude, latitude]",
)
PLACEHOLDER = (
    "坐标 ({0}) 是占位值,不是实际位置",
    "the coordinates ({0}) are a placeholder and no real place",
)
JUMP = (
    "自 ({0}) 起的一段跨越经度超过 180 度;请在 180 度经线处断开",
    "the segment from ({0}) spans more than 180 degrees of longitude; cut it at the antimeridian",
)
IN_DEGREES = (
    "坐标 ({0}) 像是经纬度,但声明的坐标系 EPSG:4547 以米为单位;请改正坐标系",
    "the coordinates ({0}) look like degrees, but the declared EPSG:4547 is in metres; correct the system",
)
EMPTY = ("几何为空;应给出场地的点、线或面", "the geometry is empty; give a point, a line or an outline")
BESIDE = (
    "场地不全在 EPSG:4547 的适用范围内,请核对带号",
    "the site does not lie wholly in the area for which EPSG:4547 is meant; check the zone",
)
INVALID = (
    "几何无效:{1},位置 ({0});请在制图软件中修正",
    "the geometry is invalid: {2} at ({0}); correct it in a map editor",
)
OVERLAP = (
    "场地的几个部分互相重叠或共边,位置 ({0});请合并为一个面",
    "parts of the site overlap or share an edge at ({0}); merge them into one outline",
)


def told(
    wkt: str, crs: Any = 4490, datum: Any = None
) -> tuple[Any, list[tuple[str, str]], list[tuple[str, str]]]:
    """Where a geometry is placed, why it is refused, and what else is said, beside two neighbours of which nothing is said."""
    good = shapely.Point(113.4, 31.7) if crs == 4490 else shapely.Point(443000, 3509000)
    raw = in_memory([good, shapely.from_wkt(wkt), good], [{}] * 3, "p.json")
    remarks = Remarks()
    placed = place(raw, crs, remarks, datum)
    assert raw.geometry[1] is not None
    assert {*remarks.problems, *remarks.notes} <= {1}
    assert not shapely.is_missing(placed[[0, 2]]).any()
    refused = [(each.text.zh, each.text.en) for each in remarks.problems.get(1, [])]
    assert (placed[1] is None) == bool(refused)
    return placed[1], refused, [(note.zh, note.en) for note in remarks.notes.get(1, [])]


def filled(text: tuple[str, ...], *values: str) -> list[tuple[str, ...]]:
    return [tuple(each.format(*values) for each in text)]


@pytest.mark.parametrize(
    ("wkt", "text", "at"),
    [
        ("POINT (180.001 31)", BEYOND, "180.001, 31"),
        ("POINT (-180.001 31)", BEYOND, "-180.001, 31"),
        ("POINT (113 90.001)", BEYOND, "113, 90.001"),
        ("POINT (113 -90.001)", BEYOND, "113, -90.001"),
        ("LINESTRING (113 31, 181 31, 182 32)", BEYOND, "181, 31"),
        ("LINESTRING (113 31, 113 91, 182 32)", BEYOND, "113, 91"),
        ("POINT (473.3701234 31.71)", BEYOND, "473.3701234, 31.71"),
        ("POINT (31.7 113.4)", tuple(f"{each}: x" for each in BEYOND), ""),
        ("POINT (31.7 79.8)", SWAPPED, "31.7, 79.8"),
        ("POINT (3 73.5)", SWAPPED, "3, 73.5"),
        ("POINT (53.9 73.001)", SWAPPED, "53.9, 73.001"),
        ("LINESTRING (40 74, 41 75)", SWAPPED, "40, 74"),
        ("POINT (0 0)", PLACEHOLDER, "0, 0"),
        ("POINT (0.0009 -0.0009)", PLACEHOLDER, "0.0009, -0.0009"),
        ("POINT (-0.0009 0.0009)", PLACEHOLDER, "-0.0009, 0.0009"),
        ("LINESTRING (113 31, 0 0, 113.1 31)", PLACEHOLDER, "0, 0"),
        ("LINESTRING (-1 -1, 1 1, 0.0005 0, 5 5)", PLACEHOLDER, "0.0005, 0"),
        ("LINESTRING (170 31, 179.5 31.7, -179.5 31.7)", JUMP, "179.5, 31.7"),
        ("LINESTRING (-90 31, 90.5 31)", JUMP, "-90, 31"),
        ("LINESTRING (-179 31.7, 179 31.7, 178 31)", JUMP, "-179, 31.7"),
        ("POINT EMPTY", EMPTY, ""),
        ("POLYGON EMPTY", EMPTY, ""),
    ],
)  # fmt: skip
def test_degrees_that_are_no_place_are_refused_with_the_first_at_fault(
    wkt: str, text: tuple[str, str], at: str
) -> None:
    _, refused, notes = told(wkt)
    if text[0].endswith(": x"):
        assert refused[0][1].startswith(
            "the coordinates (31.7, 113.4) are outside longitude ±180, latitude ±90: latitude"
        )
        assert refused[0][0].startswith(
            "坐标 (31.7, 113.4) 超出经纬度范围(经度 ±180,纬度 ±90):像是纬度写在了经度之前"
        )
    else:
        assert refused == filled(text, at)
    assert notes == []


@pytest.mark.parametrize(
    "wkt",
    [
        "POINT (180 90)", "POINT (-180 -90)", "POINT (2.9 73.5)", "POINT (54 73.5)", "POINT (31 73)", "LINESTRING (40 74, 54 75)",
        "LINESTRING (2 74, 40 75)", "LINESTRING (40 73, 41 75)", "POINT (0.001 0)", "POINT (0 0.001)",
        "POINT (-0.001 0)", "POINT (0 -0.001)",
        "LINESTRING (0 -5, 0 5)", "LINESTRING (-5 0, 5 0)", "LINESTRING (-90 31, 90 31)", "LINESTRING (-60 31, 0 31, 125 31)",
        "MULTIPOINT (-170 31, 170 31)",
    ],
)  # fmt: skip
def test_degrees_at_the_limits_of_each_check_are_places_though_abroad(wkt: str) -> None:
    placed, refused, notes = told(wkt)
    assert (placed.wkt, refused) == (shapely.from_wkt(wkt).wkt, [])
    bounds = placed.bounds
    beside = bounds[2] < 73 or bounds[3] < 3 or bounds[0] > 136 or bounds[1] > 54
    assert notes == (filled(ABROAD, f"{bounds[0]:.3f}, {bounds[1]:.3f}") if beside else [])


@pytest.mark.parametrize(
    ("wkt", "at"),
    [
        ("POINT (73 31)", ""),
        ("POINT (72.99949 31)", "72.999, 31.000"),
        ("POINT (136 31)", ""),
        ("POINT (136.0005 31)", "136.000, 31.000"),
        ("POINT (113 3)", ""),
        ("POINT (113 2.9991)", "113.000, 2.999"),
        ("POINT (113 54)", ""),
        ("POINT (113 54.0012)", "113.000, 54.001"),
        ("LINESTRING (72 31, 74 31)", ""),
        ("LINESTRING (113 53, 113 55)", ""),
        ("LINESTRING (10 31, 20 32)", "10.000, 31.000"),
    ],
)
def test_a_site_that_lies_outside_of_china_is_placed_and_told_to_check(wkt: str, at: str) -> None:
    placed, refused, notes = told(wkt)
    assert (placed.wkt, refused) == (shapely.from_wkt(wkt).wkt, [])
    assert notes == (filled(ABROAD, at) if at else [])


def test_parts_on_both_sides_of_the_antimeridian_do_not_jump() -> None:
    assert told("MULTILINESTRING ((170 31, 179 31), (-179 31, -170 31))")[1] == []
    assert told("MULTILINESTRING ((113 31, 114 31), (170 30, 179.9 31, -179.9 31))")[1] == filled(
        JUMP, "179.9, 31"
    )


SQUARE = "113 31, 114 31, 114 32, 113 32, 113 31"
INNER = "(113.1 31.1, 113.9 31.1, 113.9 31.9, 113.1 31.1)"


@pytest.mark.parametrize(
    ("wkt", "zh", "en", "at"),
    [
        ("POLYGON ((113 31, 114 32, 114 31, 113 32, 113 31))", "边界自相交", "self-intersection", "113.5 31.5"),
        (f"POLYGON (({SQUARE}), (115 31, 115.1 31, 115.1 31.1, 115 31))", "孔不在外环之内", "hole lies outside shell", "115 31"),
        (f"POLYGON (({SQUARE}), ({SQUARE}))", "边界自相交", "self-intersection", ""),
        (f"POLYGON (({SQUARE}), {INNER}, (113.5 31.2, 113.6 31.2, 113.6 31.3, 113.5 31.2))", "孔中有孔", "holes are nested", ""),
        ("LINESTRING (113 31, 113 31)", "不同的点太少", "too few different points", "113 31"),
        ("POLYGON ((113 31, 114 31, 114 32, 113.5 31, 113 31))", "", "self-intersection", ""),
        (f"POLYGON (({SQUARE}), (113 31, 114 31.5, 113.5 32, 113 31))", "内部被分割", "interior is disconnected", ""),
    ],
)  # fmt: skip
def test_an_invalid_outline_is_refused_with_its_reason_and_its_place(
    wkt: str, zh: str, en: str, at: str
) -> None:
    _, refused, _ = told(wkt)
    ((said_zh, said_en),) = refused
    assert said_en.startswith("the geometry is invalid: ") and said_en.endswith(
        "; correct it in a map editor"
    )
    assert en in said_en and zh in said_zh
    if at:
        assert refused == filled(INVALID, at.replace(" ", ", "), zh, en)


def test_sound_parts_that_overlap_are_told_apart_from_a_part_that_is_none() -> None:
    other = "113.5 31, 114.5 31, 114.5 32, 113.5 32, 113.5 31"
    bow = "113 31, 114 32, 114 31, 113 32, 113 31"
    assert told(f"MULTIPOLYGON ((({SQUARE})), (({other})))")[1] == filled(OVERLAP, "113.5, 32")
    assert told(f"MULTIPOLYGON ((({bow})), ((120 31, 121 31, 121 32, 120 31)))")[1] == filled(
        INVALID, "113.5, 31.5", "边界自相交", "self-intersection"
    )
    assert told(f"MULTIPOLYGON ((({bow})))")[1] == filled(
        INVALID, "113.5, 31.5", "边界自相交", "self-intersection"
    )


@pytest.mark.parametrize(
    "wkt",
    [
        "POINT (180 31)",
        "POINT (-180 31)",
        "POINT (113 180)",
        "POINT (113 -180)",
        "LINESTRING (-180 -180, 180 180)",
    ],
)
def test_degrees_under_the_name_of_a_projection_are_refused(wkt: str) -> None:
    x, y = shapely.get_coordinates(shapely.from_wkt(wkt))[0]
    zh, en = told(wkt, 4547)[1][0]
    assert zh.startswith(IN_DEGREES[0].format(f"{x:.10g}, {y:.10g}"))
    assert en.startswith(IN_DEGREES[1].format(f"{x:.10g}, {y:.10g}"))


@pytest.mark.parametrize(
    "wkt",
    [
        "POINT (180.5 31)",
        "POINT (-180.5 31)",
        "POINT (113 180.5)",
        "POINT (113 -180.5)",
        "LINESTRING (0 0, 181 10)",
    ],
)
def test_metres_that_cannot_be_degrees_are_not_called_so(wkt: str) -> None:
    assert not any("look like degrees" in en for _, en in told(wkt, 4547)[1])


def test_another_system_in_degrees_may_hold_degrees() -> None:
    raw, remarks = in_memory([shapely.Point(113, 31)], [{}]), Remarks()
    assert place(raw, 4979, remarks)[0].equals(shapely.Point(113, 31))  # WGS 84 with heights
    assert (remarks.problems, remarks.notes) == ({}, {})


def test_a_site_beside_its_zone_is_told_to_check_it() -> None:
    assert told("POINT (443000 3509000)", 4547)[1:] == ([], [])
    assert told("POINT (280000 3509000)", 4547)[1:] == ([], filled(BESIDE))


def test_what_cannot_be_moved_costs_no_other() -> None:
    placed, refused, _ = told("POINT (3509000 443000)", 4547)
    assert placed is None
    assert refused[0][1].startswith(
        "the coordinates (3509000.000, 443000.000) lie outside the area of EPSG:4547"
    )
    assert refused[0][0].startswith("坐标 (3509000.000, 443000.000)")


def test_a_system_that_cannot_be_used_is_told_with_the_table() -> None:
    raw = replace(in_memory([shapely.Point(1, 1)], [{}], "p.gpkg"), table="parcels")
    with pytest.raises(InputError) as caught:
        place(raw, 2383, Remarks())
    assert caught.value.problems[0]("en").startswith("p.gpkg/parcels: EPSG:2383 is on the datum Xian 1980")


def test_what_is_refused_already_is_not_looked_at() -> None:
    raw, remarks = in_memory([shapely.Point(0, 0), shapely.Point(0, 0), None], [{}] * 3), Remarks()
    remarks.refuse(0, same("before"))
    remarks.refuse(2, same("none"))
    placed = place(raw, 4490, remarks)
    assert [len(remarks.problems[row]) for row in range(3)] == [1, 1, 1]
    assert placed.tolist() == [None] * 3


@pytest.mark.parametrize(
    ("datum", "moved"),
    [("gcj02", True), ("bd09", True), ("wgs84", False), ("cgcs2000", False), (None, False)],
)
def test_degrees_of_web_maps_are_moved_and_others_stay(datum: Any, moved: bool) -> None:
    placed, refused, notes = told("POINT (113.374 31.718)", 4490, datum)
    assert (placed.x != 113.374, refused, notes) == (moved, [], [])
    assert abs(placed.x - 113.374) < 0.02
    if moved:
        other = told("POINT (113.374 31.718)", 4490, "bd09" if datum == "gcj02" else "gcj02")[0]
        assert abs(placed.x - other.x) > 0.003


def test_rounding_is_half_a_unit_of_the_last_decimal_along_the_diagonal() -> None:
    line = shapely.LineString([(113, -31), (114, 20)])
    raw = replace(
        in_memory(
            [shapely.Point(113, 31), line, shapely.Point(113, 60), None, shapely.Point(113, 31)], [{}] * 5
        ),
        decimals=np.array([2, 0, 3, 2, -1], dtype=np.int16),
    )
    expected = [
        0.5
        * 10.0**-decimals
        * np.hypot(meridian_degree_m(np.array([at])), parallel_degree_m(np.array([at])))[0]
        for decimals, at in ((2, 31.0), (0, 20.0), (3, 60.0))
    ]
    found = rounding_m(raw, raw.geometry, 4490)
    assert found.tolist() == pytest.approx([*expected, 0, 0])
    assert found[0] == pytest.approx(730, rel=0.01)
    assert rounding_m(raw, raw.geometry, 4547).tolist() == [0] * 5
    assert rounding_m(raw, raw.geometry, 4258).tolist() == pytest.approx([*expected, 0, 0])
    assert rounding_m(raw.part(3, 5), raw.geometry[3:], 4490).tolist() == [0, 0]


def test_minutes_have_a_part_of_a_decimal() -> None:
    raw = replace(in_memory([shapely.Point(113, 31)], [{}]), decimals=np.array([1.5]))
    assert rounding_m(raw, raw.geometry, 4490)[0] == pytest.approx(730 * 10**0.5, rel=0.01)
