"""Angles, pairs, parts and planes: each form to the last digit, each limit on both sides, each refusal word for word."""

from __future__ import annotations

from typing import Any

import pytest
import shapely

from reading import told, why
from zonecheck.formats import crs_text, parcel_system, plane
from zonecheck.formats.angles import Angle, angle, coarseness, digits, evened
from zonecheck.formats.features import NOT_COARSE
from zonecheck.formats.pairs import ordered, positions
from zonecheck.formats.part_cells import of_parts
from zonecheck.formats.text import decoded, known
from zonecheck.formats.wkt import described

LONG = "1" * 41


@pytest.mark.parametrize(
    ("written", "degrees", "axis", "unit"),
    [
        ("113", 113.0, None, 1.0),
        ("113.", 113.0, None, 1.0),
        ("113.37", 113.37, None, 0.01),
        ("+113.37", 113.37, None, 0.01),
        ("-113.37", -113.37, None, 0.01),
        ("113d22m48s", 113 + 22 / 60 + 48 / 3600, None, 1 / 3600),
        ("113°22′48.5″", 113 + 22 / 60 + 48.5 / 3600, None, 0.1 / 3600),
        ("113°22.50′", 113 + 22.5 / 60, None, 0.01 / 60),
        ("113.0°22′", 113 + 22 / 60, None, 1 / 60),
        ("113°59′59″", 113 + 59 / 60 + 59 / 3600, None, 1 / 3600),
        ("e113°", 113.0, "longitude", 1.0),
        ("W113", -113.0, "longitude", 1.0),
        ("西经113", -113.0, "longitude", 1.0),
        ("113 W", -113.0, "longitude", 1.0),
        ("n31", 31.0, "latitude", 1.0),
        ("S31", -31.0, "latitude", 1.0),
        ("南纬31", -31.0, "latitude", 1.0),
        ("-31N", -31.0, "latitude", 1.0),
        ("东经113E", 113.0, "longitude", 1.0),
        ("lon: 113.5", 113.5, "longitude", 0.1),
        ("Lat 31.5", 31.5, "latitude", 0.1),
    ],
)
def test_an_angle_is_its_degrees_its_axis_and_the_unit_of_its_last_digit(
    written: str, degrees: float, axis: Any, unit: float
) -> None:
    found = angle(written)
    assert (found.degrees, found.axis) == (pytest.approx(degrees, abs=1e-13), axis)
    assert found.unit == pytest.approx(unit, rel=1e-12)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("abc", "'abc' is no longitude or latitude; write 113.374200 or 113°22′27.120″"),
        (LONG[:40], f"'{LONG[:40]}' is no longitude or latitude; write 113.374200 or 113°22′27.120″"),
        (LONG, f"'{LONG[:37]}...' is no longitude or latitude; write 113.374200 or 113°22′27.120″"),
        ("113°60′", "'113°60′' has minutes or seconds of 60 or more; check it"),
        ("113°22′60″", "'113°22′60″' has minutes or seconds of 60 or more; check it"),
        ("113.5°22′", "'113.5°22′' is no longitude or latitude; write 113.374200 or 113°22′27.120″"),
        ("113°22.5′1″", "'113°22.5′1″' is no longitude or latitude; write 113.374200 or 113°22′27.120″"),
        ("E113N", "'E113N' is marked both as longitude and as latitude"),
    ],
)
def test_what_is_no_angle_is_told_with_what_was_written(written: str, told: str) -> None:
    assert why(angle, written) == told


def test_signs_of_every_width_are_made_one() -> None:
    assert evened("１１３º　２２‘ 48”") == "113°22'48\""
    assert evened("A''B") == 'a"b'
    assert evened("．﹕−") == ".:-"


@pytest.mark.parametrize(
    ("unit", "decimals"),
    [(1.0, 0.0), (0.01, 2.0), (1e-5, 5.0), (1e-5 * (1 - 1e-9), NOT_COARSE), (9.99e-6, NOT_COARSE), (1e-6, NOT_COARSE)],
)  # fmt: skip
def test_five_decimals_of_a_degree_are_coarse_and_six_are_not(unit: float, decimals: float) -> None:
    assert coarseness(unit) == pytest.approx(decimals, abs=1e-12)
    assert NOT_COARSE == -1


@pytest.mark.parametrize(
    ("number", "unit"),
    [
        ("113", 1.0), ("113.", 1.0), ("113.10", 0.01), (" 113.1 ", 0.1), (113.0, 1.0), (113.5, 0.1), (113.25, 0.01), (7, 1.0),
        ("1e3", 0.0), ("1.5E3", 0.0), (1e-7, 0.0), ("1.5.5", 0.001),
    ],
)  # fmt: skip
def test_the_unit_of_a_number_is_that_of_its_last_digit(number: Any, unit: float) -> None:
    assert digits(number) == pytest.approx(unit, abs=0)


PLACE = (113.3742, 31.7183)


@pytest.mark.parametrize(
    ("written", "found", "unit"),
    [
        ("113.3742,31.7183", [PLACE], 1e-4),
        ("113.3742 31.718", [(113.3742, 31.718)], 1e-4),
        ("113.3742,31.7183;113.5,31.5|113.6、31.6\n113.7，31.7", [PLACE, (113.5, 31.5), (113.6, 31.6), (113.7, 31.7)], 1e-4),
        ("[113.3742,31.7183];（113.5,31.5）;【113.6,31.6】。", [PLACE, (113.5, 31.5), (113.6, 31.6)], 1e-4),
        ("31.7183N,113.3742E", [PLACE], 1e-4),
        ("31.7183N 113.3742E", [PLACE], 1e-4),
        ("N31.7183 113.3742", [PLACE], 1e-4),
        ("31.7183 E113.3742", [PLACE], 1e-4),
        ("N31.7183E113.3742", [PLACE], 1e-4),
        ("113.3742E31.7183N", [PLACE], 1e-4),
        ("31.7183北纬113.3742东经", [PLACE], 1e-4),
        ("E113.3742;N31.7183;E113.5;N31.5", [PLACE, (113.5, 31.5)], 1e-4),
        ("N31.7183;E113.3742", [PLACE], 1e-4),
        ("113.3742,31.7183;;  ;，", [PLACE], 1e-4),
    ],
)  # fmt: skip
def test_a_text_of_positions_is_those_positions_and_their_finest_unit(
    written: str, found: list[tuple[float, float]], unit: float
) -> None:
    places, finest = positions(written)
    assert places == found
    assert finest == pytest.approx(unit, rel=1e-12)


NO_PAIR = "is no pair of coordinates; write 113.374200,31.718300 or E113°22′27.120″,N31°43′5.880″"


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("", f"'' {NO_PAIR}"),
        (" ;、", f"' ;、' {NO_PAIR}"),
        (";" * 41, f"'{';' * 40}' {NO_PAIR}"),
        (" 113.37 ", f"'113.37' {NO_PAIR}"),
        ("1 2 3", f"'1 2 3' {NO_PAIR}"),
        ("1" * 41, f"'{'1' * 40}' {NO_PAIR}"),
        ("113.1,31.1;113.2", f"'113.2' {NO_PAIR}"),
        ("E113;N31;E114", f"'E113' {NO_PAIR}"),
        ("113.1,31.1;X", f"'X' {NO_PAIR}"),
        ("113.1,31.1;X113.1,31.1X", "'X113.1' is no longitude or latitude; write 113.374200 or 113°22′27.120″"),
        ("E113,E114", "'E113,E114' marks both coordinates alike; expected one longitude and one latitude"),
        ("E113,E114" + " " * 60, f"'E113,E114{' ' * 51}' marks both coordinates alike; expected one longitude and one latitude"),
    ],
)  # fmt: skip
def test_what_is_no_pair_is_told_with_what_was_written(written: str, told: str) -> None:
    assert why(positions, written) == told


def test_a_letter_with_either_angle_says_which_is_which() -> None:
    def turned(first: Any, second: Any) -> tuple[float, float]:
        return ordered(Angle(1.0, first, 1.0), Angle(2.0, second, 1.0), "")

    assert turned(None, None) == (1.0, 2.0)
    assert (
        turned("longitude", None) == turned(None, "latitude") == turned("longitude", "latitude") == (1.0, 2.0)
    )
    assert (
        turned("latitude", None) == turned(None, "longitude") == turned("latitude", "longitude") == (2.0, 1.0)
    )


@pytest.mark.parametrize(
    ("cells", "degrees", "unit"),
    [
        (["113", "22", "48"], 113 + 22 / 60 + 48 / 3600, 1 / 3600),
        (["113", "22", "48.50"], 113 + 22 / 60 + 48.5 / 3600, 0.01 / 3600),
        ([113, 22, 48], 113 + 22 / 60 + 48 / 3600, 1 / 3600),
        ([113.0, 22.0, 48.5], 113 + 22 / 60 + 48.5 / 3600, 0.1 / 3600),
        ([113.0, 22.0, 48.0], 113 + 22 / 60 + 48 / 3600, 1 / 3600),
        (["113.5", "0", "0"], 113.5, 0.1),
        (["113", "22.5", "0"], 113 + 22.5 / 60, 0.1 / 60),
        (["113.0", "22"], 113 + 22 / 60, 1 / 60),
        (["-31", "30"], -31.5, 1 / 60),
        (["−31", "30"], -31.5, 1 / 60),
        (["+31", "30"], 31.5, 1 / 60),
        (["113°", "22′", "48″"], 113 + 22 / 60 + 48 / 3600, 1 / 3600),
        (["１１３度", " 59分 ", "59.9秒"], 113 + 59 / 60 + 59.9 / 3600, 0.1 / 3600),
    ],
)
def test_parts_are_one_angle(cells: list[Any], degrees: float, unit: float) -> None:
    found = of_parts(cells)
    assert (found.degrees, found.axis) == (pytest.approx(degrees, abs=1e-13), None)
    assert found.unit == pytest.approx(unit, rel=1e-12)


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        (
            ["113", None, "48"],
            "of degrees, minutes and seconds '113 — 48' one is blank; write 0 where there are none",
        ),
        (
            ["113", "x"],
            "'113 x' are no degrees, minutes and seconds; write a number in each column, such as 113 22 27.120",
        ),
        (
            [True, 22],
            "'True 22' are no degrees, minutes and seconds; write a number in each column, such as 113 22 27.120",
        ),
        (["113", "-22"], "'113 -22' has negative minutes or seconds; the sign stands with the degrees"),
        (
            ["113", "22", "-1"],
            "'113 22 -1' has negative minutes or seconds; the sign stands with the degrees",
        ),
        (["113", "60"], "'113 60' has minutes or seconds of 60 or more; check it"),
        (["113.5", "1"], "'113.5 1' has a fraction of degrees or minutes and finer parts besides; check it"),
        (
            ["113.5", "0", "1"],
            "'113.5 0 1' has a fraction of degrees or minutes and finer parts besides; check it",
        ),
        (
            ["113", "y" * 70],
            f"'113 {'y' * 56}' are no degrees, minutes and seconds; write a number in each column, such as 113 22 27.120",
        ),
    ],
)
def test_parts_that_are_no_angle_are_told_all_together(cells: list[Any], told: str) -> None:
    assert why(of_parts, cells) == told


@pytest.mark.parametrize(
    ("value", "northing"),
    [(1.5e6 - 0.5, False), (1.5e6, True), (1.5e6 + 0.5, True), (6.0e6, True), (6.0e6 + 0.5, False)],
)
def test_a_northing_lies_between_hainan_and_the_amur(value: float, northing: bool) -> None:
    assert plane.is_northing(value) is northing


@pytest.mark.parametrize(
    ("value", "easting", "zone"),
    [
        (99_999.5, False, None), (1e5, True, None), (9e5, True, None), (900_000.5, False, None),
        (12_500_000, False, None), (13_100_000, True, 13), (13_099_999, False, None), (13_900_000, True, 13),
        (13_900_001, False, None), (23_500_000, True, 23), (24_500_000, False, None), (25_500_000, True, 25),
        (45_500_000, True, 45), (46_500_000, False, None),
    ],
)  # fmt: skip
def test_an_easting_has_six_digits_or_eight_with_its_zone(
    value: float, easting: bool, zone: int | None
) -> None:
    assert plane.is_easting(value) is easting
    assert plane.zone_of(value) == zone


@pytest.mark.parametrize(
    ("zone", "width"), [(12, None), (13, 6), (23, 6), (24, None), (25, 3), (45, 3), (46, None)]
)
def test_a_zone_number_implies_its_width(zone: int, width: int | None) -> None:
    assert plane.width_of(zone) == width


@pytest.mark.parametrize(
    ("name", "zone", "prefixed", "code"),
    [
        ("CGCS2000", 38, True, 4526), ("CGCS2000", 38, False, 4547), ("CGCS2000", 25, True, 4513),
        ("CGCS2000", 19, True, 4497), ("CGCS2000", 19, False, 4508), ("Xian 1980", 38, True, 2362),
        ("Xian 1980", 38, False, 2383), ("Beijing 1954", 38, False, 2435), ("Beijing 1954", 19, True, 21419),
        ("CGCS2000", 24, True, None),
    ],
)  # fmt: skip
def test_a_zone_of_a_grid_has_its_code(name: Any, zone: int, prefixed: bool, code: int | None) -> None:
    assert plane.grid(name, zone, prefixed=prefixed) == code


CGCS = "2000国家大地坐标系"


@pytest.mark.parametrize(
    ("header", "easting", "code"),
    [
        ({"坐标系": CGCS, "带号": "38", "几度分带": "3"}, 450_000, 4547),
        ({"坐标系": "cgcs 2000"}, 38_450_000, 4526),
        ({"坐标系": "Cgcs"}, 38_450_000, 4526),
        ({"坐标系": CGCS, "带号": "38"}, 38_450_000, 4526),
        ({"坐标系": CGCS, "带号": "19", "几度分带": "6度带"}, 450_000, 4508),
        ({"坐标系": CGCS, "带号": "38", "几度分带": "未知"}, 450_000, 4547),
        ({"坐标系": "80国家大地坐标系", "带号": "38"}, 450_000, 2383),
        ({"坐标系": "西安"}, 38_450_000, 2362),
        ({"坐标系": "80", "带号": "99"}, 450_000, 4610),
        ({"坐标系": "80"}, 450_000, 4610),
        ({"坐标系": "北京54"}, 450_000, 4214),
        ({"坐标系": "54", "带号": "19"}, 450_000, 21459),
        ({"带号": "38"}, 450_000, None),
        ({}, 450_000, None),
    ],
)
def test_the_header_of_parcels_states_a_system(
    header: dict[str, str], easting: float, code: int | None
) -> None:
    assert parcel_system.system(header, easting) == code


@pytest.mark.parametrize(
    ("header", "easting", "told"),
    [
        (
            {"坐标系": "独立" * 30, "带号": "38"},
            450_000,
            f"the coordinate system '{'独立' * 20}' is not known; expected 2000国家大地坐标系 (CGCS2000)",
        ),
        (
            {"坐标系": CGCS},
            450_000,
            "the eastings have no zone in front and [属性描述] states none; add it, such as 带号=38",
        ),
        (
            {"坐标系": CGCS, "带号": "x"},
            450_000,
            "the eastings have no zone in front and [属性描述] states none; add it, such as 带号=38",
        ),
        (
            {"坐标系": CGCS, "带号": "37"},
            38_450_000,
            "[属性描述] says zone 37, the eastings begin with 38; correct one of them",
        ),
        (
            {"坐标系": CGCS, "带号": "38", "几度分带": "6"},
            450_000,
            "[属性描述] says 6-degree zones, but 38 is no zone of that width; check both",
        ),
        (
            {"坐标系": "80", "带号": "37"},
            38_450_000,
            "[属性描述] says zone 37, the eastings begin with 38; correct one of them",
        ),
    ],
)
def test_a_header_of_parcels_that_contradicts_is_told(
    header: dict[str, str], easting: float, told: str
) -> None:
    assert why(parcel_system.system, header, easting) == told


@pytest.mark.parametrize(
    ("text", "wkt", "srid", "unit"),
    [
        ("POINT (113.37 31.7)", "POINT (113.37 31.7)", None, 0.01),
        (" srid = 4490 ; POINT (1 2)", "POINT (1 2)", 4490, 1.0),
        ("SRID=4547;POINT (1.5 -2.25)", "POINT (1.5 -2.25)", 4547, 0.01),
        ("POINT (1e2 2)", "POINT (100 2)", None, 0.0),
        ("POINT EMPTY", "POINT EMPTY", None, 1.0),
        ("LINESTRING (1.125 2, 3 4)", "LINESTRING (1.125 2, 3 4)", None, 0.001),
        ("GEOMETRYCOLLECTION (MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0))))",
         "GEOMETRYCOLLECTION (MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0))))", None, 1.0),
    ],
)  # fmt: skip
def test_a_well_known_text_is_its_geometry_its_system_and_its_unit(
    text: str, wkt: str, srid: int | None, unit: float
) -> None:
    found = described(text)
    assert (found.geometry.wkt, found.srid, found.unit) == (wkt, srid, pytest.approx(unit, abs=0))


def nest(depth: int) -> str:
    return "GEOMETRYCOLLECTION (" * (depth - 1) + "POINT (1 2)" + ")" * (depth - 1)


def test_a_well_known_text_nests_eight_deep_and_no_deeper() -> None:
    assert shapely.get_num_coordinates(described(nest(8)).geometry) == 1
    assert described("MULTIPOINT (" + ", ".join(["(1 2)"] * 9) + ")").unit == 1
    too_deep = "the WKT nests too deep; write one level only"
    assert why(described, nest(9)) == too_deep
    assert why(described, "MULTIPOINT ((1 2), " + "(" * 8 + "1 2" + ")" * 10) == too_deep


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "POINT 113",
            "'POINT 113' is no valid WKT (ParseException: Expected word but encountered number: '113'); expected "
            "POLYGON ((113.37 31.71, 113.38 31.71, 113.38 31.72, 113.37 31.71))",
        ),
        (
            "SRID=1; " + "x" * 40,
            f"'{'x' * 40}' is no valid WKT (ParseException: Unknown type: '{'X' * 40}'); expected "
            "POLYGON ((113.37 31.71, 113.38 31.71, 113.38 31.72, 113.37 31.71))",
        ),
        (
            "x" * 90,
            f"'{'x' * 40}' is no valid WKT (ParseException: Unknown type: '{'X' * 49}); expected "
            "POLYGON ((113.37 31.71, 113.38 31.71, 113.38 31.72, 113.37 31.71))",
        ),
        (
            f"CIRCULARSTRING{' ' * 40}Z (0 0 0, 1 1 1, 2 0 0)",
            f"the geometry type CIRCULARSTRING{' ' * 26} cannot be checked; convert it to "
            "points, lines or areas, curves to straight pieces",
        ),
        (
            " CIRCULARSTRING(0 0, 1 1, 2 0)",
            "the geometry type CIRCULARSTRING cannot be checked; convert it to points, lines or "
            "areas, curves to straight pieces",
        ),
    ],
)
def test_a_text_that_is_no_geometry_is_told(text: str, told: str) -> None:
    assert why(described, text) == told


GBK = "the file is not UTF-8; read as GB18030 (GBK)"


@pytest.mark.parametrize(
    ("data", "encoding", "text", "remarks"),
    [
        ("甲".encode(), None, "甲", []),
        ("甲".encode(), "UTF8", "甲", []),
        ("甲".encode("utf-8-sig"), None, "甲", []),
        ("甲".encode("utf-8-sig"), "gb18030", "甲", []),
        ("甲".encode("gbk"), None, "甲", [GBK]),
        ("甲".encode("gbk"), "utf-8", "甲", [GBK]),
        ("甲".encode("gbk"), "gbk", "甲", []),
        ("甲".encode("utf-16"), "utf-16", "甲", []),
        ("\ufeff甲".encode("utf-16-le"), "utf-16-le", "甲", []),
        (b"a" * 64 + b"\0", None, "a" * 64 + "\0", []),
    ],
)
def test_a_text_is_read_in_its_encoding(
    data: bytes, encoding: str | None, text: str, remarks: list[str]
) -> None:
    found, said = decoded("p.txt", data, encoding)
    assert (found, told(said)) == (text, remarks)


UTF16 = "p.txt: is UTF-16 or UTF-32 by its first bytes; save it as UTF-8, or use --encoding utf-16"


@pytest.mark.parametrize(
    ("data", "encoding", "told"),
    [
        ("甲".encode("utf-16"), None, UTF16),
        (b"\xfe\xff\x75\x32", None, UTF16),
        (b"\xff\xfe\0\0a\0\0\0", None, UTF16),
        (b"\0\0\xfe\xff\0\0\0a", None, UTF16),
        (b"a" * 63 + b"\0", None, UTF16),
        (b"a\nb\n\xff\xff", None,
         "p.txt:3: is neither UTF-8 nor GB18030 (GBK); name its real encoding with --encoding"),
        (b"\n\xff\n", "ascii", "p.txt:2: cannot be decoded as ascii; name its real encoding with --encoding"),
        (b"\xef\xbb\xbf\xff", None, "p.txt:1: cannot be decoded as utf-8-sig; name its real encoding with --encoding"),
        (b"a", "klingon", "--encoding: no encoding 'klingon'; for example utf-8, gb18030"),
    ],
)  # fmt: skip
def test_a_text_that_is_in_no_known_encoding_is_told_with_its_line(
    data: bytes, encoding: str | None, told: str
) -> None:
    assert why(decoded, "p.txt", data, encoding) == told


def test_names_of_encodings_are_made_one() -> None:
    assert [known(name) for name in ("UTF8", "utf_8", "GBK", "latin1")] == [
        "utf-8",
        "utf-8",
        "gbk",
        "iso8859-1",
    ]


LOCAL = (
    'PROJCS["city",GEOGCS["CGCS2000",DATUM["China_2000",SPHEROID["CGCS2000",6378137,298.257222101]],PRIMEM["Greenwich",0],'
    'UNIT["degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],PARAMETER["central_meridian",113.5],'
    'PARAMETER["false_easting",500000],UNIT["metre",1]]'
)


def test_a_written_out_system_has_its_code() -> None:
    from pyproj import CRS  # noqa: PLC0415

    assert crs_text.code_of("EPSG:4547") == 4547
    assert crs_text.code_of(CRS(4547).to_wkt("WKT1_ESRI")) == 4547
    assert crs_text.code_of("  " + CRS(4490).to_json()) == 4490
    renamed = CRS(4547).to_wkt("WKT1_ESRI").replace("CGCS2000_3_Degree_GK_CM_114E", "city")
    assert crs_text.code_of(renamed) == 4547
    assert crs_text.code_of("garbage") is None
    assert crs_text.code_of("{garbage") is None
    assert crs_text.code_of('{"type": 1}') is None
    assert why(crs_text.code_of, LOCAL) == (
        "its coordinate system 'city' has no EPSG code and is not taken for a similar one; "
        "convert the data to EPSG:4490, EPSG:4547 or the like"
    )


def test_heights_of_a_system_are_left_out() -> None:
    assert [crs_text.geographic_twin(code) for code in (4979, 4480, 4547)] == [4326, 4490, 4547]
