"""Places in tables: degrees as people write them, X and Y either way, corners in rows, and how fine it all is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
import shapely

from reading import assumed, built, raw, refused, said, written
from zonecheck.formats.angles import angle, coarseness
from zonecheck.formats.features import NOT_COARSE, Fault
from zonecheck.formats.pairs import positions

CORNERS = [(113.371111, 31.711111), (113.381111, 31.711111), (113.381111, 31.721111), (113.371111, 31.721111)]


@pytest.mark.parametrize(
    ("text", "degrees", "axis"),
    [
        ("E104度49分26.054秒", 104.82390388888889, "longitude"),
        ("N32度25分24.743秒", 32.42353972222222, "latitude"),
        ("113°22′48.00″", 113.38, None),
        ("113°22'48\"", 113.38, None),
        ("113°22′48″E", 113.38, "longitude"),
        ("东经113°22′48.00″", 113.38, "longitude"),
        ("北纬:31°43′05.88″", 31.7183, "latitude"),
        ("113°22'48''", 113.38, None),
        ("113:22:48", 113.38, None),
        ("113度22.8分", 113.38, None),
        ("113.38°", 113.38, None),
        ("E 113.38", 113.38, "longitude"),
        ("W 113.38", -113.38, "longitude"),
        ("-113.38", -113.38, None),
    ],
)
def test_an_angle_is_read_as_it_was_meant(text: str, degrees: float, axis: str | None) -> None:
    found = angle(text)
    assert (found.degrees, found.axis) == (pytest.approx(degrees, abs=1e-12), axis)


def test_full_width_signs_are_the_same_angle() -> None:
    wide = "\uff11\uff11\uff13\u00b0\uff12\uff12\u2032\uff14\uff18\uff0e\uff10\uff10\u2033"
    assert angle(wide).degrees == pytest.approx(113.38, abs=1e-12)


@pytest.mark.parametrize(
    "text", ["", "abc", "113°61′", "113°22′60″", "113.5°22′", "1e2", "E113°N", "113°22′48″秒", "nan"]
)
def test_what_is_no_angle_is_refused(text: str) -> None:
    with pytest.raises(Fault):
        angle(text)


@pytest.mark.parametrize(
    ("text", "decimals"),
    [("113.37", 2), ("113.37421", 5), ("113.374211", NOT_COARSE), ("113°22′48″", 3.5563), ("113°22′48.00″", NOT_COARSE),
     ("113°22′48.1″", 4.5563), ("113度22分", 1.7782)],
)  # fmt: skip
def test_an_angle_says_how_fine_it_is(text: str, decimals: float) -> None:
    assert coarseness(angle(text).unit) == pytest.approx(decimals, abs=1e-4)


@pytest.mark.parametrize(
    "text",
    [
        "E104度49分26.054秒,N32度25分24.743秒",
        "N32度25分24.743秒,E104度49分26.054秒",
        "北纬32°25′24.743″ 东经104°49′26.054″",
        "32°25′24.743″N、104°49′26.054″E",
        "(104°49′26.054″, 32°25′24.743″)",
        "E104度49分26.054秒\uff0cN32度25分24.743秒\uff1b",
        "E104°49′26.054″N32°25′24.743″",
        "东经\uff1a104°49′26.054″\uff1b北纬\uff1a32°25′24.743″",
    ],
)
def test_a_pair_is_read_in_either_order(text: str) -> None:
    ((lon, lat),), _ = positions(text)
    assert (lon, lat) == (pytest.approx(104.8239038889), pytest.approx(32.4235397222))


def test_a_pair_without_letters_is_never_turned_round(tmp_path: Path) -> None:
    projects = built(
        written(tmp_path, "p.csv", 'id,坐标\n1,"31.718222,113.374211"\n2,"113.374211,31.718222"\n')
    )
    assert projects.invalid.tolist() == [True, False]
    assert "latitude seems to stand first" in said(projects, 0)[0]


def test_seconds_without_decimals_widen_the_accuracy(tmp_path: Path) -> None:
    projects = built(
        written(tmp_path, "p.csv", "id,经度,纬度\n1,113°22′27″,31°43′05″\n2,113°22′27.00″,31°43′05.00″\n")
    )
    coarse, fine = projects.sites.rounding_m
    assert coarse == pytest.approx(20.2, abs=0.2)  # half a second of arc: 15.4 m north, 13.2 m east
    assert fine == 0


PARTS_OF_ONE = "1,113,22,27.160,31,43,05.600"
IN_ONE = (113 + 22 / 60 + 27.16 / 3600, 31 + 43 / 60 + 5.6 / 3600)


@pytest.mark.parametrize(
    "header",
    [
        "id,经度度,经度分,经度秒,纬度度,纬度分,纬度秒",
        "id,经度(度),经度(分),经度(秒),纬度(度),纬度(分),纬度(秒)",
        "id,东经(°),东经(′),东经(″),北纬(°),北纬(′),北纬(″)",
        "id,东经（°）,东经（'）,东经（''）,北纬（°）,北纬（'）,北纬（''）",
        "id,lon_d,lon_m,lon_s,lat_d,lat_m,lat_s",
        "id,Lon Deg,Lon Min,Lon Sec,Lat Deg,Lat Min,Lat Sec",
        "id,longitude_degrees,longitude_minutes,longitude_seconds,latitude_degrees,latitude_minutes,latitude_seconds",
        "编号,东经,,,北纬,,\n,度,分,秒,度,分,秒",
        "编号,坐标,,,,,\n,东经,,,北纬,,\n,度,分,秒,度,分,秒",
    ],
)
def test_degrees_minutes_and_seconds_in_columns_of_their_own_are_one_place(
    tmp_path: Path, header: str
) -> None:
    projects = built(written(tmp_path, "p.csv", rows(header, PARTS_OF_ONE)))
    assert said(projects) == []
    (place,) = shapely.get_coordinates(projects.sites.geometry[0])
    assert place.tolist() == pytest.approx(IN_ONE, abs=1e-12)
    assert projects.columns["id"].missing.tolist() == [header.startswith("编号")]


def test_degrees_and_minutes_in_columns_and_corners_in_rows_are_read(tmp_path: Path) -> None:
    header = "id,点号,lon_d,lon_m,lat_d,lat_m"
    text = rows(header, "A,1,113,22.1,31,43.1", "A,2,113,22.5,31,43.1", "A,3,113,22.5,31,43.5")
    projects = built(written(tmp_path, "p.csv", text))
    assert corners_of(projects) == {(113.368333, 31.718333), (113.375, 31.718333), (113.375, 31.725)}


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ("113,60,0,31,43,5.6", "minutes or seconds of 60 or more"),
        ("113,22,60.0,31,43,5.6", "minutes or seconds of 60 or more"),
        ("113.5,22,0,31,43,5.6", "has a fraction of degrees or minutes and finer parts besides"),
        ("113,22.5,1,31,43,5.6", "has a fraction of degrees or minutes and finer parts besides"),
        ("113,-22,1,31,43,5.6", "negative minutes or seconds"),
        ("113,22,,31,43,5.6", "one is blank; write 0"),
        ("113,x,1,31,43,5.6", "are no degrees, minutes and seconds"),
        ("31,43,5.6,113,22,27.16", "latitude seems to stand first"),
    ],
)
def test_degrees_minutes_and_seconds_that_are_none_are_refused(tmp_path: Path, cells: str, told: str) -> None:
    text = rows("id,lon_d,lon_m,lon_s,lat_d,lat_m,lat_s", f"1,{cells}", PARTS_OF_ONE.replace("1,", "2,", 1))
    projects = built(written(tmp_path, "p.csv", text))
    assert projects.invalid.tolist() == [True, False]
    assert told in said(projects)[0]


def test_parts_say_how_fine_they_are(tmp_path: Path) -> None:
    text = rows("id,lon_d,lon_m,lon_s,lat_d,lat_m,lat_s", "1,113,22,27,31,43,5", "2,113.37,0,0,31.71,0,0")
    assert built(written(tmp_path, "p.csv", text)).sites.rounding_m == pytest.approx([20.2, 729], rel=0.01)


def test_parts_of_one_axis_only_and_two_columns_of_one_part_are_refused(tmp_path: Path) -> None:
    uneven = rows("id,lon_d,lon_m,lon_s,lat_d,lat_m", "1,113,22,27,31,43.1")
    assert "are not the same for longitudes and latitudes" in refused(written(tmp_path, "p.csv", uneven))
    twice = rows("id,lon_d,lon_m,lon_min,lat_d,lat_m", "1,113,22,27,31,43.1")
    assert "lon_m, lon_min could each hold" in refused(written(tmp_path, "p.csv", twice))


def test_coordinates_under_a_common_heading_are_read(tmp_path: Path) -> None:
    text = rows("项目代码,中心坐标,,行业代码", ",经度,纬度,", "A,113.374211,31.718222,C2614")
    projects = built(written(tmp_path, "p.csv", text))
    assert (projects.columns["id"].values, said(projects)) == (("A",), [])
    assert projects.columns["industry"].at(0).codes == ("2614",)


def test_a_second_set_of_coordinates_is_told_not_to_be_used(tmp_path: Path) -> None:
    text = rows("id,lon,lat,x,y", "A,113.374211,31.718222,450000,3509000")
    told = assumed(built(written(tmp_path, "p.csv", text)))
    assert (
        "the coordinates are those of lon, lat; x, y seem to hold coordinates too and were not used" in told
    )


def test_measures_are_told(tmp_path: Path) -> None:
    text = rows("id,wkt", "A,POINT M (113.374211 31.718222 5)", "B,POINT (113.374211 31.718222)")
    projects = built(written(tmp_path, "p.csv", text))
    assert ["measures (M)" in assumed(projects, row) for row in (0, 1)] == [True, False]


def one_sheet(folder: Path, *lines: list[Any], merged: tuple[str, ...] = ()) -> Path:
    book = openpyxl.Workbook()
    for line in lines:
        book.active.append(line)
    for cells in merged:
        book.active.merge_cells(cells)
    book.save(folder / "p.xlsx")
    return folder / "p.xlsx"


def test_a_value_in_cells_that_are_merged_downwards_counts_for_every_row(tmp_path: Path) -> None:
    head, first, second = (
        ["id", "lon", "lat", "industry"],
        ["A", 113.374211, 31.718222, "C2614"],
        ["B", 113.384211, 31.718222],
    )
    projects = built(one_sheet(tmp_path, head, first, second, merged=("D2:D3",)))
    assert [projects.columns["industry"].at(row).codes for row in (0, 1)] == [("2614",), ("2614",)]
    assert "merged downwards are read with the value of the first, such as D2:D3" in assumed(projects)


def test_a_header_of_merged_cells_in_three_rows_is_read(tmp_path: Path) -> None:
    projects = built(
        one_sheet(
            tmp_path,
            ["项目代码", "行业代码", "坐标"],
            [None, None, "东经", None, None, "北纬"],
            [None, None, "度", "分", "秒", "度", "分", "秒"],
            ["A", "C2614", 113, 22, 27.16, 31, 43, 5.6],
            merged=("A1:A3", "B1:B3", "C1:H1", "C2:E2", "F2:H2"),
        )
    )
    assert (said(projects), projects.columns["id"].values) == ([], ("A",))
    (place,) = shapely.get_coordinates(projects.sites.geometry[0])
    assert place.tolist() == pytest.approx(IN_ONE, abs=1e-12)


def test_a_formula_without_a_result_is_told(tmp_path: Path) -> None:
    head = ["id", "lon", "lat", "industry"]
    projects = built(one_sheet(tmp_path, head, ["A", 113.374211, 31.718222, '="C"&2614']))
    assert projects.columns["industry"].missing.tolist() == [True]
    assert "have no calculated result and were read as blank, such as D2" in assumed(projects)


def test_what_stands_too_far_to_the_right_is_told(tmp_path: Path) -> None:
    row = ["A", 113.374211, 31.718222, *[None] * 1000, "far"]
    assert "beyond column 1000 was not read" in assumed(built(one_sheet(tmp_path, ["id", "lon", "lat"], row)))


def test_a_column_that_holds_values_and_has_no_name_is_told(tmp_path: Path) -> None:
    text = rows("id,lon,lat,,industry", "A,113.374211,31.718222,内容,C2614")
    assert "the columns 4 hold values and have no name" in assumed(built(written(tmp_path, "p.csv", text)))


def rows(*lines: str) -> str:
    return "\n".join(lines) + "\n"


def corners_of(projects: Any, row: int = 0) -> set[tuple[float, float]]:
    return {(round(x, 6), round(y, 6)) for x, y in shapely.get_coordinates(projects.sites.geometry[row])}


def test_rows_with_corner_numbers_are_one_outline_for_each_id(tmp_path: Path) -> None:
    text = rows("项目代码,点号,经度,纬度,行业代码", *(f"A,{n},{x},{y},C2614" for n, (x, y) in enumerate(CORNERS, 1)),
                *(f"B,{n},{x + 1},{y},1391" for n, (x, y) in enumerate(CORNERS, 1)))  # fmt: skip
    projects = built(written(tmp_path, "p.csv", text))
    assert projects.columns["id"].values == ("A", "B")
    assert corners_of(projects) == set(CORNERS)
    assert projects.line == [2, 6]
    assert "the 4 points of rows 2 to 5 are read as the corners of one site" in assumed(projects)


def test_rows_that_share_an_id_and_differ_in_place_only_are_corners(tmp_path: Path) -> None:
    text = rows(
        "id,industry,lon,lat",
        *(f"A,C2614,{x},{y}" for x, y in CORNERS),
        "B,1391,113.5,31.7",
        "B,1391,113.6,31.7",
    )
    projects = built(written(tmp_path, "p.csv", text))
    assert [shape.geom_type for shape in projects.sites.geometry] == ["Polygon", "Point", "Point"]


def test_rows_that_share_an_id_and_differ_otherwise_stay_projects(tmp_path: Path) -> None:
    text = rows("id,industry,lon,lat", "A,C2614,113.1,31.7", "A,1391,113.2,31.7", "A,2221,113.3,31.8")
    projects = built(written(tmp_path, "p.csv", text))
    assert len(projects) == 3
    assert "stands 3 times" in said(projects)[0]


def test_a_bare_list_of_numbered_corners_is_one_outline_and_a_new_start_another(tmp_path: Path) -> None:
    listed = [f"{n},{x},{y}" for n, (x, y) in enumerate(CORNERS, 1)]
    moved = [f"{n},{x + 1},{y}" for n, (x, y) in enumerate(CORNERS, 1)]
    assert len(built(written(tmp_path, "p.csv", rows("序号,经度,纬度", *listed)))) == 1
    closed = [f"1,{CORNERS[0][0]},{CORNERS[0][1]}"]
    assert len(built(written(tmp_path, "q.csv", rows("序号,经度,纬度", *listed, *closed, *moved)))) == 2


def test_serial_numbers_of_named_projects_are_no_corners(tmp_path: Path) -> None:
    text = rows("序号,项目名称,经度,纬度", *(f"{n},项目{n},{x},{y}" for n, (x, y) in enumerate(CORNERS, 1)))
    assert len(built(written(tmp_path, "p.csv", text))) == 4


def test_rings_with_numbers_leave_a_hole(tmp_path: Path) -> None:
    hole = [(113.374, 31.714), (113.376, 31.714), (113.376, 31.716)]
    text = rows("id,圈号,点号,lon,lat", *(f"A,1,{n},{x},{y}" for n, (x, y) in enumerate(CORNERS, 1)),
                *(f"A,2,{n},{x},{y}" for n, (x, y) in enumerate(hole, 5)))  # fmt: skip
    (shape,) = built(written(tmp_path, "p.csv", text)).sites.geometry
    assert (shape.geom_type, len(shape.interiors)) == ("Polygon", 1)


@pytest.mark.parametrize(
    ("header", "swapped"), [("id,X,Y", False), ("id,X,Y", True), ("id,横坐标,纵坐标", False)]
)
def test_x_and_y_are_told_apart_by_their_size(tmp_path: Path, header: str, swapped: bool) -> None:
    place = "3509000.123,450000.123" if swapped else "450000.123,3509000.123"
    projects = built(written(tmp_path, "p.csv", rows(header, f"1,{place}")), crs="EPSG:4547")
    assert not projects.invalid[0]
    assert shapely.get_coordinates(projects.sites.geometry)[0] == pytest.approx([113.472, 31.704], abs=1e-2)
    assert ("X holds the northings" in assumed(projects)) == swapped


def test_wkt_brings_its_own_system(tmp_path: Path) -> None:
    projects = built(written(tmp_path, "p.csv", "id,wkt\n1,SRID=4547;POINT (450000.123 3509000.123)\n"))
    assert projects.crs == 4547
    assert not projects.invalid[0]


def test_codes_in_a_table_stay_text(tmp_path: Path) -> None:
    projects = built(written(tmp_path, "p.csv", "id,行业代码,lon,lat\n001,0810,113.374211,31.718222\n"))
    assert projects.columns["id"].values == ("001",)
    assert projects.columns["industry"].values[0].codes == ("0810",)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "\uff0c"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_is_read_whatever_stands_between_its_cells(
    tmp_path: Path, delimiter: str, encoding: str
) -> None:
    lines = [["项目代码", "经度", "纬度", "备注"], ["甲", "113.374211", "31.718222", "一"]]
    text = "\n".join(delimiter.join(line) for line in lines)
    projects = built(written(tmp_path, "p.csv", text, encoding))
    assert projects.columns["id"].values == ("甲",)
    assert projects.properties[0]["备注"] == "一"


def workbook(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, lines in sheets.items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    book.save(path)
    return path


def test_every_sheet_with_places_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    path = workbook(tmp_path / "p.xlsx", {
        "一": [["id", "lon", "lat"], ["A", 113.374211, 31.718222]],
        "二": [["标题"], [], ["id", "wkt"], ["B", "POINT (113.384211 31.718222)"], ["C", "POINT (113.394211 31.718222)"]],
        "说明": [["坐标系", "CGCS2000"]],
        "空": [],
    })  # fmt: skip
    first, second = raw(path)
    assert (first.where, second.where) == ("p.xlsx/一", "p.xlsx/二")
    assert (len(first), len(second), second.first) == (1, 2, 1)
    assert [text("en").split(":")[0] for text in first.notes] == ["the sheet '说明' was not read"]


def test_numbers_and_days_of_a_workbook_mean_what_they_show(tmp_path: Path) -> None:
    from datetime import datetime  # noqa: PLC0415

    path = workbook(tmp_path / "p.xlsx", {"一": [
        ["id", "lon", "lat", "行业代码", "申请日期", "容积率"],
        [101.0, 113.374211, 31.718222, 2614.0, datetime(2026, 3, 1), "1.2"],
    ]})  # fmt: skip
    projects = built(path)
    assert said(projects) == []
    assert projects.columns["id"].values == ("101",)
    assert projects.columns["industry"].values[0].codes == ("2614",)
    assert str(projects.columns["date"].values[0]) == "2026-03-01"


def test_a_workbook_without_places_says_why_for_each_sheet(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "p.xlsx", {"一": [["id"], ["A"]], "二": [["经度1", "经度2", "纬度"], [1, 2, 3]]}
    )
    told = refused(path)
    assert "p.xlsx/一: has no column of coordinates" in told
    assert "p.xlsx/二: the columns 经度1, 经度2 could each hold the coordinate" in told
