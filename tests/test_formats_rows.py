"""Rows of tables: which columns are coordinates, which rows are one outline, what each cell says; every refusal word for word."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from reading import faults, notes, shapes, told, why
from zonecheck.formats import cells, coordinate_columns, corners, delimited, registers
from zonecheck.formats.coordinate_columns import Roles, is_part, names_coordinates, roles, unused
from zonecheck.formats.features import NOT_COARSE, FeatureTable
from zonecheck.formats.limits import Limits
from zonecheck.formats.sheet import Row, Sheet, finds_places, headed, holds_more, table, unnamed

LIMITS = Limits()


def rows(*lines: Sequence[Any], start: int = 1) -> list[Row]:
    return [Row(number, line) for number, line in enumerate(lines, start=start)]


def split(*lines: str) -> list[Row]:
    """Rows as they stand in a CSV file, blank cells as None."""
    return rows(*([cell or None for cell in line.split(",")] for line in lines))


def read(*lines: str, **options: Any) -> FeatureTable:
    return table(headed(split(*lines)), LIMITS, **options)


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("id,lon,lat", Roles("degrees", 1, 2, group=0)),
        ("纬度,经度", Roles("degrees", 1, 0)),
        ("WKT", Roles("wkt", 0)),
        ("the_geom,lon,lat", Roles("wkt", 0)),
        ("几何(面)", Roles("wkt", 0)),
        ("中心点经度（°）,中心点纬度（°）", Roles("degrees", 0, 1)),
        ("项目经纬度", Roles("pair", 0)),
        ("坐标串", Roles("pair", 0)),
        ("经纬度,经度,纬度", Roles("degrees", 1, 2)),
        ("x,y", Roles("plane", 0, 1, named_axes=False)),
        ("Y 坐标,X-坐标", Roles("plane", 1, 0, named_axes=False)),
        ("x,y,坐标", Roles("plane", 0, 1, named_axes=False)),
        ("easting,northing,x,y", Roles("plane", 0, 1)),
        ("北坐标,东坐标[m]", Roles("plane", 1, 0)),
        ("lon,lat,x,y", Roles("degrees", 0, 1)),
        ("no.,点号,圈号,地块编号,name,lon,lat", Roles("degrees", 5, 6, corner=1, serial=0, ring=2, group=3)),
        ("项目名称,lon,lat", Roles("degrees", 1, 2, group=0)),
        ("项目名称,id,lon,lat", Roles("degrees", 2, 3, group=1)),
        ("lon_d,lon_m,lat_d,lat_m", Roles("parts", 0, 2, finer=((1,), (3,)))),
        ("id,lat_s,lat_m,lat_d,lon_s,lon_m,lon_d", Roles("parts", 6, 3, group=0, finer=((5, 4), (2, 1)))),
        ("wkt,lon_d,lon_m,lat_d,lat_m", Roles("wkt", 0)),
        ("lon_d,lat_d", Roles("degrees", 0, 1)),
        ("lon_m,lat_m", None),
        ("id,name", None),
        ("lon,name", None),
    ],
)
def test_columns_are_known_by_their_names(header: str, found: Roles | None) -> None:
    assert roles(header.split(",")) == found


UNEVEN = (
    "the columns of degrees, minutes and seconds are not the same for longitudes and latitudes, "
    "or skip the minutes; complete them"
)


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("lon,long,lat", "the columns lon, long could each hold the coordinate; keep one set of coordinate columns"),
        ("lon,lat,纬度", "the columns lat, 纬度 could each hold the coordinate; keep one set of coordinate columns"),
        ("lon_m,lon_d,lon_min,lat_d,lat_m",
         "the columns lon_m, lon_min could each hold the coordinate; keep one set of coordinate columns"),
        ("lon_d,lon_m,lon_s,lat_d,lat_m", UNEVEN),
        ("lon_d,lon_m,lat_d", UNEVEN),
        ("lon,lat_d,lat_m", UNEVEN),
        ("lon_d,lon_s,lat_d,lat_s", UNEVEN),
    ],
)  # fmt: skip
def test_columns_that_cannot_be_told_apart_are_named(header: str, told: str) -> None:
    assert why(roles, header.split(",")) == told


def test_the_columns_of_coordinates_are_those_that_are_used() -> None:
    assert Roles("degrees", 0, 2).coordinates == (0, 2)
    assert Roles("wkt", 0).coordinates == (0,)
    assert Roles("parts", 6, 3, finer=((5, 4), (0, 1))).coordinates == (6, 3, 5, 4, 0, 1)


def test_other_columns_that_seem_to_hold_coordinates_are_found() -> None:
    header = ["id", "坐标", "lon", "lat", "x", "y", "wkt", "east", "north", "经度"]
    used = Roles("degrees", 2, 3)
    assert unused(header, used) == ["坐标", "x", "y", "wkt", "east", "north", "经度"]
    assert unused(header[:4], used) == ["坐标"]


@pytest.mark.parametrize(
    ("cells", "names"),
    [
        (["经度", "纬度"], True), (["经度", None, "纬度"], True), (["度", "分", "秒"], True), (["东经", "度"], True),
        (["x", "y"], True), (["E", "North"], False), (["经度"], False), ([None, None], False), (["经度", "名称"], False),
        (["wkt", "坐标"], False), (["°", "′", "″"], True), (["(度)", "[分]"], True),
    ],
)  # fmt: skip
def test_a_row_of_nothing_but_names_of_coordinates_is_known(cells: list[Any], names: bool) -> None:
    assert names_coordinates(cells) is names


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("度", True),
        ("(Deg)", True),
        ("minutes", True),
        ("''", True),
        ("D", True),
        ("度分", False),
        ("", False),
        ("lon", False),
    ],
)
def test_a_part_is_known_by_its_name(name: str, part: bool) -> None:
    assert is_part(name) is part


def test_the_header_stands_below_a_title_of_nine_rows_at_most() -> None:
    title = ["标题"] * 9
    assert headed(split(*title, "id,lon,lat", "A,1,2")).header == ["id", "lon", "lat"]
    assert headed(split(*title, "更多", "id,lon,lat", "A,1,2")).header == ["标题"]
    assert headed(split(*title, "", ",,", "id,lon,lat")) == Sheet(["id", "lon", "lat"], [])
    assert headed(split("id,lon,lon2,经度,lat", "A,1,1,1,2")).header[0] == "id"
    assert headed(rows(["a", 1], [" b ", None], [None, 2])) == Sheet(
        ["a", "1"], rows([" b ", None], [None, 2], start=2)
    )


def test_what_names_coordinates_below_the_header_belongs_to_it() -> None:
    found = headed(split("编号,东经,,,北纬", ",度,分,秒,度,分,秒", "A,1,2,3,4,5,6"))
    assert found.header == ["编号", "东经度", "东经分", "东经秒", "北纬度", "北纬分", "北纬秒"]
    assert [row.line for row in found.rows] == [3]
    found = headed(split("编号,坐标,,名称", "编号,经度,纬度,", "A,1,2,厂"))
    assert found.header == ["编号", "经度", "纬度", "名称"]
    assert [row.line for row in found.rows] == [3]
    found = headed(split("标题", "编号,坐标,,,", ",东经,,北纬,", ",度,分,度,分", "A,1,2,3,4"))
    assert (found.header, [row.line for row in found.rows]) == (
        ["编号", "东经度", "东经分", "北纬度", "北纬分"],
        [5],
    )
    assert headed(split(",lon,lat", "度,经度,纬度")).header == ["度", "经度", "纬度"]
    assert headed(split("lon,lat,", "x,,y,")).header == ["x", "lat", "y", ""]


def test_a_header_is_asked_for_as_the_caller_knows_it() -> None:
    found = headed(split("title", "a,b", "1,2"), lambda row: len(row.cells) == 2)
    assert (found.header, [row.cells for row in found.rows]) == (["a", "b"], [["1", "2"]])


def test_a_table_that_is_none_is_told() -> None:
    assert why(headed, []) == why(headed, split(",", "")) == "the table is empty"
    assert why(headed, split("b,a,lon,a,b,lat")) == "column names occur twice: a, b; make them distinct"
    assert headed(split("lon,,lat,")).header == ["lon", "", "lat", ""]
    assert why(read, "id,name,,note", "1") == (
        "has no column of coordinates (found: id, name, note); expected wkt, lon and lat, x and y, or coordinates"
    )
    assert why(read, "lon,lng,lat", "1,1,1").startswith("the columns lon, lng could")
    assert why(read, "wkt", "SRID=4490;POINT (1 2)", "SRID=4326;POINT (1 2)", "POINT (3 4)") == (
        "the rows state different SRIDs (4326, 4490); bring them to one coordinate system"
    )


def test_a_row_can_be_a_header_even_where_its_columns_are_unclear() -> None:
    assert [finds_places(row) for row in split("lon,lat", "lon,lng,lat", "a,b", ",")] == [
        True,
        True,
        False,
        False,
    ]
    assert not finds_places(Row(1, [None, 5]))


def test_a_row_of_degrees_is_one_feature() -> None:
    found = read(
        "id,lon,lat,note", "A,113.25,31.5,x", "B,113.251111,31.511111", ",,,", name="s", remarks=["r"]
    )  # type: ignore[list-item]
    assert shapes(found) == ["POINT (113.25 31.5)", "POINT (113.251111 31.511111)"]
    assert found.properties == [{"id": "A", "lon": "113.25", "lat": "31.5", "note": "x"},
                                {"id": "B", "lon": "113.251111", "lat": "31.511111", "note": None}]  # fmt: skip
    assert (found.ids, found.lines, found.crs, found.silence, found.name) == (
        [None, None],
        [2, 3],
        None,
        "by_values",
        "s",
    )
    assert found.decimals.tolist() == [2, NOT_COARSE]
    assert (found.faults, found.notes, found.remarks, found.cut_names) == ({}, {}, ("r",), frozenset())


def test_a_row_of_well_known_text_is_one_feature_without_that_text() -> None:
    found = read(
        "id\twkt".replace("\t", ","),
        "A,SRID=4547;POINT (450000.5 3509000.25)",
        "B,POINT (450000 3509000)",
        "C,",
    )
    assert shapes(found) == ["POINT (450000.5 3509000.25)", "POINT (450000 3509000)", None]
    assert found.properties == [{"id": "A"}, {"id": "B"}, {"id": "C", "wkt": None}]
    assert (found.crs, faults(found)) == (4547, {2: "the coordinates are blank; fill them in"})
    assert found.decimals.tolist() == [2, 0, NOT_COARSE]


def test_a_row_of_pairs_is_a_point_or_an_outline() -> None:
    found = table(
        headed(
            rows(["a", "坐标"], [0, "1.5,2.5"], [0, "1,1;2,1;2,2"], [0], [0, "1,1;2,2"], [0, "1,1;1,1;1,1"])
        ),
        LIMITS,
    )
    assert shapes(found) == ["POINT (1.5 2.5)", "POLYGON ((1 1, 2 1, 2 2, 1 1))", None, None, None]
    assert faults(found) == {
        2: "the coordinates are blank; fill them in",
        3: "the outline has 2 different corners; expected three or more",
        4: "the outline has 1 different corners; expected three or more",
    }
    assert found.decimals.tolist() == [1, 0, NOT_COARSE, NOT_COARSE, NOT_COARSE]
    assert found.properties[0] == {"a": 0, "坐标": "1.5,2.5"}


def test_more_vertices_than_allowed_are_told() -> None:
    found = table(headed(rows(["wkt"], ["LINESTRING (1 1, 2 2, 3 3)"])), Limits(max_vertices=2))
    assert faults(found) == {0: "has 3 positions, more than the limit of 2; raise it with --max-vertices"}


@pytest.mark.parametrize(
    ("cell", "degrees", "axis", "unit"),
    [
        (113, 113.0, None, 1.0),
        (113.5, 113.5, None, 0.1),
        (1e-7, 1e-7, None, 1e-12),
        ("113.25", 113.25, None, 0.01),
        (" １１３．２５ ", 113.25, None, 0.01),
        ("1.5e2", 150.0, None, 1e-12),
        (".5", 0.5, None, 0.1),
        ("+3509000.123", 3509000.123, None, 0.001),
        ("-5", -5.0, None, 1.0),
        ("E113.5", 113.5, "longitude", 0.1),
        ("113°30′", 113.5, None, 1 / 60),
    ],
)
def test_a_cell_is_a_number_or_an_angle(cell: Any, degrees: float, axis: str | None, unit: float) -> None:
    found = cells._number(cell)
    assert (found.degrees, found.axis, found.unit) == (degrees, axis, pytest.approx(unit, rel=1e-12))
    assert cells._size(cell) == degrees


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        (None, "the coordinates are blank; fill them in"),
        (True, "'True' is no coordinate"),
        ([1] * 20, f"'{str([1] * 20)[:40]}' is no coordinate"),
        ("x", "'x' is no longitude or latitude; write 113.374200 or 113°22′27.120″"),
    ],
)
def test_a_cell_that_is_no_coordinate_is_told(cell: Any, told: str) -> None:
    assert why(cells._number, cell) == told
    assert np.isnan(cells._size(cell))


def test_letters_that_contradict_the_names_of_columns_are_told() -> None:
    wrong = "the column of longitudes holds a latitude, or the other way round; check both columns"
    found = read("lon,lat", "N31.5,E113.5", "N31.5,113.5", "31.5,E113.5", "E113.5,N31.5", "113.5,31.5")
    assert faults(found) == {0: wrong, 1: wrong, 2: wrong}
    assert shapes(found)[3:] == ["POINT (113.5 31.5)", "POINT (113.5 31.5)"]
    assert shapes(read("x,y", "N31.5,E113.5", "113.5,31.5", "31.5N,113.5")) == ["POINT (113.5 31.5)"] * 3
    assert read("x,y", "N31.5,E113.25").decimals.tolist() == [2]
    assert faults(read("x,y", "E113.5,E31.5")) == {
        0: "'E113.5,E31.5' marks both coordinates alike; expected one longitude and one latitude"
    }


TURNED = "by their size, X holds the northings and Y the eastings"


@pytest.mark.parametrize(
    ("lines", "turned"),
    [
        (["3509000,450000"], True),
        (["450000,3509000"], False),
        (["3509000,450000", "450000,3509000"], False),
        (["3509000,450000", "3509000,450000", "450000,3509000"], True),
        (["3509000,450000", "x,y"], False),
        (["3509000,450000", "3509000,x"], False),
        (["3509000,38450000"], True),
    ],
)
def test_x_and_y_are_turned_where_most_rows_say_so(lines: list[str], turned: bool) -> None:
    found = read("x,y", *lines)
    assert told(found.remarks) == ([TURNED] if turned else [])
    place = shapes(found)[0]
    x, y = sorted(map(float, lines[0].split(",")), reverse=not turned and lines[0].startswith("3"))
    assert place == f"POINT ({x:.0f} {y:.0f})" or lines[0].endswith("38450000")


def test_axes_with_names_are_never_turned() -> None:
    found = read("east,north", "3509000.5,450000")
    assert (shapes(found), told(found.remarks)) == (["POINT (3509000.5 450000)"], [])
    assert (
        cells.reader(
            Roles("degrees", 0, 1, named_axes=False), Sheet(["x", "y"], split("3509000,450000"))
        ).turned
        is False
    )


def test_parts_in_columns_are_one_place() -> None:
    found = read(
        "lon_d,lon_m,lon_s,lat_d,lat_m,lat_s", "113,30,0.0,31,15,0", "113,30,0,31,15", "113,30,1.25,31,15,1.5"
    )
    assert shapes(found)[:2] == ["POINT (113.5 31.25)", None]
    assert faults(found) == {
        1: "of degrees, minutes and seconds '31 15 —' one is blank; write 0 where there are none"
    }
    assert found.decimals[0] == pytest.approx(np.log10(36000))


def outlines(*lines: str) -> list[list[int]] | None:
    """The lines of the rows of each outline, None where every row is a project."""
    sheet = headed(split(*lines))
    found = corners.groups(sheet, roles(sheet.header))  # type: ignore[arg-type]
    return found and [[row.line for row in group] for group in found]


SQUARE = ["1,1", "2,1", "2,2", "1,2"]


@pytest.mark.parametrize(
    ("lines", "groups"),
    [
        (["id,wkt", "A,x", "A,y", "A,z"], None),
        (["id,坐标", "A,x", "A,y", "A,z"], None),
        (["lon,lat", *SQUARE], None),
        (["点号,lon,lat", "1,1,1", "2,2,1", "3,2,2", "1,5,5", "2,6,5", "3,6,6"], [[2, 3, 4], [5, 6, 7]]),
        (["点号,lon,lat", "1,1,1", "2,2,1", "3,2,2", "1,1,1", "1,5,5", "2,6,5"], [[2, 3, 4, 5], [6, 7]]),
        (["圈号,点号,lon,lat", "1,1,1,1", "1,2,2,1", "2,1,2,2", "2,2,1,5", "1,1,5,5"], [[2, 3, 4, 5], [6]]),
        (["序号,lon,lat", "1,1,1", "2,2,1", "3,2,2"], [[2, 3, 4]]),
        (["序号,lon,lat", "1,1,1", "2,2,1"], None),
        (["序号,lon,lat,备注", "1,1,1,a", "2,2,1,b", "3,2,2,c"], None),
        (["id,点号,lon,lat", "A,1,1,1", "B,1,2,1", "A,2,2,2", ",3,5,5"], [[2, 4, 5], [3]]),
        (["id,点号,lon,lat", " A ,1,1,1", "A,2,2,1"], [[2, 3]]),
        (["id,点号,lon,lat", ",1,1,1", "A,2,2,1"], [[2], [3]]),
        (["id,lon,lat", "A,1,1", "A,2,1", "A,2,2", "B,5,5", "B,6,6", "C,7,7"], [[2, 3, 4], [5], [6], [7]]),
        (["id,lon,lat", "A,1,1", "A,2,1", "A,1,1"], None),
        (["id,lon,lat", "A,1,1", "A,2,1"], None),
        (["id,序号,lon,lat", "A,1,1,1", "A,2,2,1", "A,3,2,2"], [[2, 3, 4]]),
        (["id,use,lon,lat", "A,x,1,1", "A,y,2,1", "A,x,2,2"], None),
        (["id,use,lon,lat", "A,x,1,1", "A,,2,1", "A,x,2,2"], [[2, 3, 4]]),
        (["id,圈号,lon,lat", "A,1,1,1", "A,1,2,1", "B,1,2,2"], [[2, 3], [4]]),
        (["圈号,id,lon,lat", "1,A,1,1", "1,A,2,1", "1,B,2,2"], [[2, 3], [4]]),
        (["点号,id,lon,lat", "1,A,1,1", "2,A,2,1", "1,B,2,2"], [[2, 3], [4]]),
        (["id,lon,lat,use", "A,1,1", "A,2,1", "A,2,2"], [[2, 3, 4]]),
    ],
)
def test_rows_belong_to_one_outline_by_their_id_or_by_numbers_that_run_on(
    lines: list[str], groups: list[list[int]] | None
) -> None:
    assert outlines(*lines) == groups


def test_rows_of_one_outline_are_one_feature_with_what_they_agree_on() -> None:
    found = read(
        "id,点号,序号,lon,lat,use",
        "A,1,1,1,1,x",
        "A,2,2,2,1,",
        "A,3,3,2,2,x",
        "B,1,4,5.25,5,y",
        "C,1,5,1,1,z",
        "C,2,6,2,2,w",
        "D,1,7,1,1,",
        "D,2,8,2,2,",
    )
    assert shapes(found) == ["POLYGON ((1 1, 2 1, 2 2, 1 1))", "POINT (5.25 5)", None, None]
    assert found.properties[0] == {"id": "A", "use": "x"}
    assert found.properties[1] == {"id": "B", "点号": "1", "序号": "4", "lon": "5.25", "lat": "5", "use": "y"}
    assert found.lines == [2, 5, 6, 8]
    assert notes(found) == {0: ["the 3 points of rows 2 to 4 are read as the corners of one site"]}
    assert faults(found) == {
        2: "rows 6 to 7 are corners of one site, but differ in 'use' (z, w); make them agree",
        3: "the outline has 2 different corners; expected three or more",
    }


def test_an_attribute_that_only_a_later_row_states_counts_for_the_outline() -> None:
    found = read("id,点号,lon,lat,use,kind", "A,1,1,1,,", "A,2,2,1,x,", "A,3,2,2,,")
    assert found.properties == [{"id": "A", "use": "x", "kind": None}]


def test_rings_of_an_outline_are_told_by_their_number() -> None:
    lines = [f"A,1,{n},{x}" for n, x in enumerate(["0,0", "9,0", "9,9", "0,9"])] + [
        f"A,2,{n},{x}" for n, x in enumerate(["1,1", "2,1", "2,2"])
    ]
    found = read("id,圈号,点号,lon,lat", *lines)
    assert shapes(found) == ["POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 2 1, 2 2, 1 1))"]
    assert found.decimals.tolist() == [0]
    assert [len(ring) for ring in corners.rings(split("1,a", "2,b", "1,c"), Roles("degrees", 1, ring=0))] == [
        2,
        1,
    ]
    assert [len(ring) for ring in corners.rings(split("1,a", "2,b", "1,c"), Roles("degrees", 1))] == [3]


def test_of_values_that_differ_three_are_shown_and_none_at_length() -> None:
    sheet = headed(
        split("id,点号,lon,lat,use", *(f"A,{n},{n},{n},{letter * 25}" for n, letter in enumerate("vwxy")))
    )
    shown = ", ".join(letter * 20 for letter in "vwx")
    assert why(corners.require_agreement, sheet, sheet.rows, {1, 2, 3}) == (
        f"rows 2 to 5 are corners of one site, but differ in 'use' ({shown}); make them agree"
    )
    corners.require_agreement(sheet, sheet.rows, [1, 2, 3, 4])
    corners.require_agreement(Sheet(["", "b"], sheet.rows), split("1,x", "2,x"), [])


def test_what_stands_beyond_the_header_is_a_fault_of_its_row() -> None:
    found = read("lon,lat", "1,2,3", "1,2,", "1,2")
    assert faults(found) == {
        0: "this row has 3 cells, the header 2; put quotes around a value that holds a comma"
    }
    assert found.properties[0] == {"lon": "1", "lat": "2"}
    sheet = Sheet(["a"], [])
    assert [holds_more(row, sheet) for row in split("1", "1,", "1,2", "")] == [False, False, True, False]


def test_columns_without_a_name_that_hold_something_are_told() -> None:
    said = "the columns 2, 4 hold values and have no name; they were not read"
    found = read("lon,,lat,,", "1,a,2", "1,,2,b", "1,,2,,")
    assert told(found.remarks) == [said]
    assert found.properties[0] == {"lon": "1", "lat": "2"}
    assert read("lon,,lat", "1,a,x").properties == [{"lon": "1", "lat": "x"}]
    assert told(unnamed(headed(split("lon,,lat", "1,,2")))) == []


def test_the_second_of_two_sets_of_coordinates_is_told_not_to_be_used() -> None:
    assert told(read("x,y,lon,lat", "1,2,3,4").remarks) == [
        "the coordinates are those of lon, lat; x, y seem to hold coordinates too and were not used"
    ]


def text(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def test_a_text_of_rows_is_read_with_its_lines() -> None:
    found, said = delimited.rows("p.csv", text("", 'a,"b', 'c", ', '1,"x ""y"""', "2"), None)
    assert found == [Row(1, []), Row(2, ["a", "b\nc", None]), Row(4, ["1", 'x "y"']), Row(5, ["2"])]
    assert said == ()
    found, said = delimited.rows("p.csv", "甲,乙\r\n1,2".encode("gbk"), None)
    assert (found, told(said)) == (
        [Row(1, ["甲", "乙"]), Row(2, ["1", "2"])],
        ["the file is not UTF-8; read as GB18030 (GBK)"],
    )
    assert delimited.rows("p.csv", "é,b".encode("latin-1"), "latin-1")[0] == [Row(1, ["é", "b"])]
    assert delimited.rows("p.csv", b"", None) == ([], ())
    assert delimited.rows("p.csv", b"  \n", None)[0] == [Row(1, [None])]
    assert delimited.rows("p.csv", b'a,b\r"1\r\n2",3', None)[0] == [
        Row(1, ["a", "b"]),
        Row(2, ["1\r\n2", "3"]),
    ]


@pytest.mark.parametrize("sign", [",", "\t", ";", "，", "|"])
def test_the_sign_that_divides_most_often_divides(sign: str) -> None:
    other = ";" if sign == "," else ","
    found, _ = delimited.rows("p.csv", text("  ", f"a{sign}b{sign}c{other}d", "1"), None)
    assert found[1] == Row(2, ["a", "b", f"c{other}d"])
    assert delimited.rows("p.csv", text("a", "b,c"), None)[0][1].cells == ["b", "c"]


def test_a_long_cell_is_read_and_the_bound_of_the_library_is_put_back() -> None:
    before = csv.field_size_limit()
    assert len(delimited.rows("p.csv", b"a" * (before + 1), None)[0][0].cells[0]) == before + 1  # type: ignore[arg-type]
    assert csv.field_size_limit() == before
    assert (
        why(delimited.rows, "p.csv", text("a", "b", '"c'), None)
        == "p.csv:3: is no valid CSV: unexpected end of data"
    )
    assert csv.field_size_limit() == before


def test_a_text_that_is_no_table_is_told() -> None:
    assert (
        why(delimited.rows, "p.csv", b"a" * 70 + b"\0", None)
        == "p.csv: holds NUL characters and is no text file"
    )
    assert (
        why(delimited.read, "p.csv", text("a,b", '1,"2" 3'), LIMITS, None)
        == "p.csv:2: is no valid CSV: ',' expected after '\"'"
    )
    assert why(delimited.rows, "p.csv", b"a\n\xff\xff", None).startswith("p.csv:2: is neither UTF-8")
    assert why(delimited.read, "p.csv", b"", LIMITS, None) == "p.csv: the table is empty"
    assert why(delimited.read, "p.csv", text("id"), LIMITS, None).startswith(
        "p.csv: has no column of coordinates (found: id)"
    )


def test_a_text_of_sites_is_one_table_with_its_remarks() -> None:
    (found,) = delimited.read("p.csv", "经度,纬度\n1,2".encode("gbk"), LIMITS, None)
    assert (shapes(found), found.name, told(found.remarks)) == (
        ["POINT (1 2)"],
        "",
        ["the file is not UTF-8; read as GB18030 (GBK)"],
    )
    (found,) = delimited.read(
        "p.csv", "é,lon,lat\n1,1,2".encode("latin-1"), Limits(max_vertices=0), "latin-1"
    )
    assert found.properties[0]["é"] == "1"
    assert "limit of 0" in faults(found)[0]


def test_a_register_is_its_rows_by_the_names_of_its_columns() -> None:
    found, said = registers.rows("R.CSV", "甲,b,\n1,,x\n,2".encode("gbk"), LIMITS, None)
    assert found == [{"甲": "1"}, {"b": "2"}]
    assert told(said) == [
        "the file is not UTF-8; read as GB18030 (GBK)", "the columns 3 hold values and have no name; they were not read",
    ]  # fmt: skip
    assert registers.rows("r.tsv", "é\tb\n1\t2".encode("latin-1"), LIMITS, "latin-1")[0] == [
        {"é": "1", "b": "2"}
    ]


def test_a_register_that_is_none_is_told() -> None:
    assert (
        why(registers.rows, "r.txt", b"", LIMITS, None)
        == "r.txt: a table of attributes must be one CSV or XLSX file"
    )
    assert why(registers.rows, "r.csv", b"\xff\xff", LIMITS, None).startswith("r.csv:1: is neither UTF-8")
    assert why(registers.rows, "r.csv", b"", LIMITS, None) == "r.csv: the table is empty"
    assert why(registers.rows, "r.csv", text("a,b", "1,2,3", "1,2", "1,2,3,4"), LIMITS, None) == (
        "r.csv:2: this row has 3 cells, the header 2; put quotes around a value that holds a comma\n"
        "r.csv:4: this row has 4 cells, the header 2; put quotes around a value that holds a comma"
    )


def test_the_header_of_a_register_holds_several_names_and_nothing_else() -> None:
    assert registers.rows("r.csv", text("t", "u,", "a,b", "1,2"), LIMITS, None)[0] == [{"a": "1", "b": "2"}]
    assert [registers._is_header(Row(1, row)) for row in (["a", "b"], ["a"], ["a", None], ["a", 1])] == [
        True,
        False,
        False,
        False,
    ]


def test_a_register_in_a_workbook_stands_in_its_one_sheet_with_content(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from zonecheck.formats import apart  # noqa: PLC0415

    held: list[Any] = [("一", [], ()), ("二", split("a,b", "1,2"), ("said",))]
    asked = []

    def sheets(*what: Any) -> list[Any]:
        asked.append(what)
        return held

    monkeypatch.setattr(apart, "sheets", sheets)
    assert registers.rows("r.XLSX", b"data", LIMITS, None) == ([{"a": "1", "b": "2"}], ("said",))
    assert asked == [("r.XLSX", b"data", LIMITS)]
    held.append(("三", split("a"), ()))
    assert why(registers.rows, "r.xlsx", b"", LIMITS, None) == (
        "r.xlsx: expected one sheet with content, found 2 (二, 三); save the one that is meant"
    )
    held.clear()
    assert "found 0 (—)" in why(registers.rows, "r.xlsx", b"", LIMITS, None)


def test_names_are_spelt_alike_whatever_their_width() -> None:
    assert coordinate_columns._key("Ｘ_Coord-inate (m) [a]") == "xcoordinate"
    assert coordinate_columns._spelt("Ｌｏｎ_Deg. (′) -:[″]") == "londeg'\""
