"""A table of attributes joined to outlines by id: exactly, with nothing lost on either side."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
import shapely

from one_parcel import kml_text
from reading import raw, said, written
from worlds import BANK_LON, MIDDLE_LAT, ask, write_rivers
from zonecheck.errors import InputError
from zonecheck.formats.limits import Limits
from zonecheck.projects.build import build
from zonecheck.projects.joining import load
from zonecheck.projects.raw import RawFeatures

SQUARE = shapely.box(BANK_LON + 0.005, MIDDLE_LAT, BANK_LON + 0.006, MIDDLE_LAT + 0.001)


def outlines(folder: Path, *identities: str, **stated: str) -> RawFeatures:
    lines = [f"{identity},{SQUARE.wkt!r}".replace("'", '"') + "".join(f",{value}" for value in stated.values())
             for identity in identities]  # fmt: skip
    (table,) = raw(written(folder, "o.csv", "\n".join([",".join(["项目代码", "wkt", *stated]), *lines])))
    return table


def table(folder: Path, text: str, column: str = "项目代码") -> Any:
    return load(str(written(folder, "t.csv", text)), column, Limits(), None)


def told(folder: Path, text: str, column: str = "项目代码") -> str:
    with pytest.raises(InputError) as caught:
        table(folder, text, column)
    return "\n".join(problem("en") for problem in caught.value.problems)


def test_attributes_go_to_the_outline_of_the_same_id(tmp_path: Path) -> None:
    joined = table(tmp_path, "项目代码,行业代码\nB,1391\nA,C2614\n").join(outlines(tmp_path, "A", "B"))
    projects = build(joined)
    assert [projects.columns["industry"].at(row).codes for row in (0, 1)] == [("2614",), ("1391",)]
    assert [said(projects, row) for row in (0, 1)] == [[], []]


def test_ids_are_matched_exactly_but_for_the_way_numbers_are_kept(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for line in (["附表"], ["项目代码", "行业代码"], [101.0, "C2614"], ["007", "1391"]):
        book.active.append(line)
    book.save(tmp_path / "t.xlsx")
    held = load(str(tmp_path / "t.xlsx"), "项目代码", Limits(), None)
    projects = build(held.join(outlines(tmp_path, "101", "7")))
    assert projects.columns["industry"].at(0).codes == ("2614",)
    assert projects.columns["industry"].missing.tolist() == [False, True]
    assert "has no row for '7'" in said(projects, 1)[0]
    assert ["'007'" in problem("en") for problem in held.unmatched()] == [True]


def test_an_outline_without_a_row_says_so_and_stays_a_project(tmp_path: Path) -> None:
    projects = build(table(tmp_path, "项目代码,行业代码\nA,C2614\n").join(outlines(tmp_path, "A", "B")))
    assert projects.invalid.tolist() == [False, False]
    assert said(projects, 1) == [f"{tmp_path / 't.csv'} has no row for 'B'"]


def test_what_both_state_differently_is_a_contradiction(tmp_path: Path) -> None:
    shapes = outlines(tmp_path, "A", 行业代码="1391", 备注="甲")
    projects = build(table(tmp_path, "项目代码,行业代码,备注\nA,C2614,乙\n").join(shapes))
    assert projects.columns["industry"].missing.all()
    assert "the outline says '1391', the table 'C2614'" in said(projects)[0]
    assert projects.properties[0]["备注"] == "甲"


def test_the_same_attribute_under_two_names_is_compared(tmp_path: Path) -> None:
    shapes = outlines(tmp_path, "A", industry="1391")
    projects = build(table(tmp_path, "项目代码,行业代码\nA,C2614\n").join(shapes))
    assert projects.columns["industry"].missing.all()
    assert "is stated twice and differently" in said(projects)[0]


def test_a_blank_on_one_side_is_filled_from_the_other(tmp_path: Path) -> None:
    shapes = outlines(tmp_path, "A", 行业代码="", 建设性质="新建")
    projects = build(table(tmp_path, "项目代码,行业代码,建设性质\nA,C2614,\n").join(shapes))
    assert (projects.columns["industry"].at(0).codes, projects.columns["nature"].at(0)) == (
        ("2614",),
        ("new",),
    )


@pytest.mark.parametrize(
    ("text", "column", "expected"),
    [
        ("项目代码,a\nA,1\nA,2\n", "项目代码", "t.csv:3: 'A' stands in row 2 already"),
        ("项目代码,a\nA,1\n,2\n", "项目代码", "t.csv:3: '项目代码' is blank"),
        ("代码,a\nA,1\n", "项目代码", "has no column '项目代码' to join on; found: 代码, a"),
    ],
)
def test_a_table_that_cannot_be_joined_is_refused(
    tmp_path: Path, text: str, column: str, expected: str
) -> None:
    assert expected in told(tmp_path, text, column)


def test_outlines_without_the_column_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no attribute '地块' to join"):
        table(tmp_path, "地块,a\nA,1\n", "地块").join(outlines(tmp_path, "A"))


def test_any_name_of_the_id_will_do_on_either_side(tmp_path: Path) -> None:
    projects = build(table(tmp_path, "项目编号,行业代码\nA,C2614\n", "id").join(outlines(tmp_path, "A")))
    assert projects.columns["industry"].at(0).codes == ("2614",)


def test_the_command_line_joins_and_a_row_without_an_outline_is_not_done(capsys: Any, tmp_path: Path) -> None:
    written(tmp_path, "o.kml", kml_text(SQUARE, {"项目代码": "A"}))
    written(tmp_path, "t.csv", "项目代码,建设性质,行业代码,所在园区\nA,新建,C2614,无\nB,新建,1391,无\n")
    answer = ask(capsys, tmp_path, "--attributes", tmp_path / "t.csv", "--join", "项目代码", "-f", "json", "--lang", "en",
                 "--pack", "suizhou-2018-4", "--layers", write_rivers(written(tmp_path, "x", "").parent))  # fmt: skip
    prohibited = [project["id"] for project in answer.json["projects"] if project["verdict"] == "prohibited"]
    assert (answer.status, prohibited) == (2, ["A"])
    assert any(
        "answers to no outline and was not checked" in error["message"] for error in answer.json["errors"]
    )


def test_a_table_without_its_column_is_a_misuse(capsys: Any, tmp_path: Path) -> None:
    answer = ask(capsys, tmp_path, "--attributes", "t.csv", "--lang", "en")
    assert answer.status == 2
    assert "--attributes and --join go together" in answer.err


def test_what_had_to_be_assumed_of_the_table_is_told_with_each_project(tmp_path: Path) -> None:
    path = written(tmp_path, "t.csv", "项目代码,行业代码,\nA,C2614,备注\n", "gb18030")
    held = load(str(path), "项目代码", Limits(), None)
    notes = [text("en") for text in build(held.join(outlines(tmp_path, "A"))).assumptions[0]]
    assert f"{path}: the file is not UTF-8; read as GB18030 (GBK)" in notes
    assert f"{path}: the columns 3 hold values and have no name; they were not read" in notes


def test_a_formula_without_a_result_in_the_table_is_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for line in (["项目代码", "行业代码"], ["A", '="C"&2614']):
        book.active.append(line)
    book.save(tmp_path / "t.xlsx")
    held = load(str(tmp_path / "t.xlsx"), "项目代码", Limits(), None)
    assert "no calculated result" in held.remarks[0].en


def test_a_row_with_more_cells_than_the_header_is_refused(tmp_path: Path) -> None:
    assert "t.csv:2: this row has 3 cells, the header 2" in told(
        tmp_path, "项目代码,行业代码\nA,C2614,C1391\n"
    )
