"""A table of attributes joined to outlines by id: exactly, with nothing lost on either side."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import shapely

from one_parcel import kml_text
from reading import raw, said, written
from worlds import BANK_LON, MIDDLE_LAT, ask, write_rivers
from zonecheck.errors import InputError, LimitError
from zonecheck.formats.limits import Limits
from zonecheck.projects.build import build
from zonecheck.projects.joining import load
from zonecheck.projects.raw import RawFeatures, in_memory
from zonecheck.words import same

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


def both(problems: Any) -> list[tuple[str, str]]:
    return [(problem("zh"), problem("en")) for problem in problems]


def of(*properties: dict[str, Any], **more: Any) -> RawFeatures:
    return replace(in_memory([SQUARE] * len(properties), list(properties), "o.json"), **more)


def held(tmp_path: Path, text: str, column: str = "项目代码") -> tuple[Any, str]:
    return table(tmp_path, text, column), str(tmp_path / "t.csv")


def test_rows_are_kept_by_their_id_with_their_lines_and_without_their_column(tmp_path: Path) -> None:
    found, path = held(tmp_path, "甲,项目代码,,乙\n1, A ,,2\n3,7.0,,\n,B\n")
    assert found.rows == {"A": {"甲": "1", "乙": "2"}, "7.0": {"甲": "3", "乙": None}, "B": {"甲": None}}
    assert (found.lines, found.name, found.column, found.used) == (
        {"A": 2, "7.0": 3, "B": 4},
        path,
        "项目代码",
        set(),
    )


def test_joined_features_keep_what_they_were_and_know_the_names_of_both(tmp_path: Path) -> None:
    found, path = held(tmp_path, "项目代码,甲,备注\nA,1,x\nB,,y\n")
    raw = of({"项目代码": "A", "乙": 5}, {"项目代码": "C"}, {"项目代码": "B", "备注": " y "}, {"项目代码": None},
             notes=(same("of the file"),), first=7)  # fmt: skip
    joined = found.join(raw)
    assert joined.properties == [
        {"项目代码": "A", "乙": 5, "甲": "1", "备注": "x"}, {"项目代码": "C"},
        {"项目代码": "B", "备注": " y "}, {"项目代码": None},
    ]  # fmt: skip
    assert joined.names == ("项目代码", "乙", "备注", "甲")
    assert (joined.notes, joined.first, joined.source, len(joined)) == (
        (same("of the file"),),
        7,
        "o.json",
        4,
    )
    said = {
        row: [(each.attribute, each.text.zh, each.text.en) for each in some]
        for row, some in joined.doubts.items()
    }
    assert said == {
        1: [("id", f"属性表 {path} 中没有“C”", f"{path} has no row for 'C'")],
        3: [("id", f"属性表 {path} 中没有“—”", f"{path} has no row for '—'")],
    }
    assert found.unmatched() == ()
    assert raw.properties[0] == {"项目代码": "A", "乙": 5}


def test_rows_that_no_outline_answers_to_are_told_with_their_lines(tmp_path: Path) -> None:
    found, path = held(tmp_path, "项目代码,甲\nA,1\n\nB,2\n")
    found.join(of({"项目代码": "A"}))
    assert both(found.unmatched()) == [
        (f"{path}:4: “项目代码”为“B”的一行没有对应的场地轮廓,未核查",
         f"{path}:4: the row whose 项目代码 is 'B' answers to no outline and was not checked")
    ]  # fmt: skip


def test_what_was_remarked_of_the_table_is_a_note_of_the_file_with_its_name(tmp_path: Path) -> None:
    found, path = held(tmp_path, "项目代码,甲,\nA,1,x\n")
    notes = found.join(of({"项目代码": "A"}, notes=(same("first"),))).notes
    assert notes[0] == same("first")
    assert [
        (note.zh.startswith(f"{path}:"), note.en.startswith(f"{path}: the columns 3")) for note in notes[1:]
    ] == [(True, True)]


def test_the_id_of_features_themselves_is_joined_on_where_no_attribute_is_one(tmp_path: Path) -> None:
    found, _ = held(tmp_path, "id,甲\n7,x\nB,y\n", "id")
    joined = found.join(of({}, {"a": 1}, ids=[7.0, None]))
    assert joined.properties == [{"甲": "x"}, {"a": 1}]
    assert list(joined.doubts) == [1]
    assert found.join(of({"id": "B"}, ids=[7])).properties == [{"id": "B", "甲": "y"}]


def test_outlines_without_the_column_are_told_by_table(tmp_path: Path) -> None:
    said = [
        (
            "o.json/t: 场地轮廓没有“{0}”属性,不能与属性表对应",
            "o.json/t: its outlines have no attribute '{0}' to join the table on",
        )
    ]
    others = of({"a": 1}, table="t", ids=["A"]), of({"a": 1}, table="t"), of({}, table="t", ids=["A"])
    for column, shapes in zip(("地块", "id", "行业代码"), others, strict=True):
        found, _ = held(tmp_path, f"{column},a\nA,1\n", column)
        with pytest.raises(InputError) as caught:
            found.join(shapes)
        assert both(caught.value.problems) == [tuple(each.format(column) for each in said[0])]


@pytest.mark.parametrize(
    ("own", "other", "merged", "told_of"),
    [
        ("1391", "C2614", None, True),
        ("2614", " 2614", "2614", False),
        (2614, "2614", 2614, False),
        ("", "2614", "2614", False),
        (None, "2614", "2614", False),
        ("2614", "", "2614", False),
        (0, "2614", None, True),
    ],
)
def test_what_both_state_of_an_attribute_is_the_same_or_stated_by_neither(
    tmp_path: Path, own: Any, other: str, merged: Any, told_of: bool
) -> None:
    found, _ = held(tmp_path, f"项目代码,行业代码\nA,{other}\n")
    joined = found.join(of({"项目代码": "A", "行业代码": own}))
    assert joined.properties == [{"项目代码": "A", "行业代码": merged}]
    said = [(each.attribute, each.text.zh, each.text.en) for each in joined.doubts.get(0, ())]
    expected = [("industry", f"轮廓文件写“{own}”,属性表写“{other}”,两处不一致;请改为一致",
                 f"the outline says '{own}', the table '{other}'; make them agree")]  # fmt: skip
    assert said == (expected if told_of else [])


def test_what_is_no_attribute_of_a_project_stays_as_the_outline_has_it(tmp_path: Path) -> None:
    found, _ = held(tmp_path, "项目代码,备注,面积\nA,乙,5\n")
    joined = found.join(of({"项目代码": "A", "备注": "甲", "面积": ""}))
    assert (joined.properties, joined.doubts) == ([{"项目代码": "A", "备注": "甲", "面积": "5"}], {})


@pytest.mark.parametrize(
    ("identity", "matches"),
    [
        ("101", True),
        (101, True),
        (101.0, True),
        (" 101 ", True),
        (101.5, False),
        ("0101", False),
        (True, False),
        ([101], False),
        ({}, False),
    ],
)
def test_an_id_is_its_text_and_a_whole_number_is_that_number(
    tmp_path: Path, identity: Any, matches: bool
) -> None:
    found, _ = held(tmp_path, "项目代码,甲\n101,x\n1,y\nTrue,z\n[101],z\n{},z\n")
    joined = found.join(of({"项目代码": identity}))
    assert ("甲" in joined.properties[0]) == matches
    assert (list(joined.doubts) == []) == matches
    half, _ = held(tmp_path, "项目代码,甲\n101.5,x\n")
    assert half.join(of({"项目代码": 101.5})).properties[0]["甲"] == "x"


@pytest.mark.parametrize(
    ("text", "column", "said"),
    [
        ("项目代码,a\nA,1\n A,2\n,3\nA,4\n", "项目代码",
         [(3, "“A”已在第 2 行出现;每个项目只能有一行", "'A' stands in row 2 already; one row for each project"),
          (4, "“项目代码”为空;请填写", "'项目代码' is blank; fill it in"),
          (5, "“A”已在第 2 行出现;每个项目只能有一行", "'A' stands in row 2 already; one row for each project")]),
        ("代码,,a\nA,,1\n", "地块",
         [(None, "没有“地块”列,不能对应;现有:代码、a", "has no column '地块' to join on; found: 代码, a")]),
    ],
)  # fmt: skip
def test_a_table_that_cannot_be_joined_is_refused_row_by_row(
    tmp_path: Path, text: str, column: str, said: Any
) -> None:
    with pytest.raises(InputError) as caught:
        table(tmp_path, text, column)
    path = tmp_path / "t.csv"
    assert both(caught.value.problems) == [
        tuple(f"{path}{'' if line is None else f':{line}'}: {each}" for each in of_both)
        for line, *of_both in said
    ]


def test_the_column_itself_goes_before_another_name_of_its_attribute(tmp_path: Path) -> None:
    found, _ = held(tmp_path, "项目编号,项目代码\nx,A\n")
    assert found.rows == {"A": {"项目编号": "x"}}
    other, _ = held(tmp_path, "a,项目编号\nx,A\n", "id")
    assert other.rows == {"A": {"a": "x"}}
    below, _ = held(tmp_path, "附表,\n甲,项目代码\nx,A\n")
    assert (below.rows, below.lines) == ({"A": {"甲": "x"}}, {"A": 3})


def test_a_table_must_be_one_file_that_is_there(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        written(tmp_path, name, "id\nA\n")
    no_table = ("属性表须是一个 CSV 或 XLSX 文件", "a table of attributes must be one CSV or XLSX file")
    for path in (str(tmp_path), str(tmp_path / "*.csv")):
        with pytest.raises(InputError) as caught:
            load(path, "id", Limits(), None)
        assert both(caught.value.problems) == [tuple(f"{path}: {each}" for each in no_table)]
    with pytest.raises(InputError) as gone:
        load(str(tmp_path / "gone.csv"), "id", Limits(), None)
    assert both(gone.value.problems)[0][1].endswith("gone.csv: no such file or folder")
    with pytest.raises(LimitError):
        load(str(tmp_path / "a.csv"), "id", Limits(max_size=3), None)
    chinese = written(tmp_path, "c.csv", "id,甲\nA,府河\n", "gb18030")
    assert load(str(chinese), "id", Limits(), "gb18030").rows == {"A": {"甲": "府河"}}
    with pytest.raises(InputError, match="cannot be decoded"):
        load(str(chinese), "id", Limits(), "ascii")
