"""From attributes as they came to columns: under every name, with every contradiction and every doubt told to the letter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import shapely

from zonecheck.errors import InputError, UsageError, ZonecheckError
from zonecheck.projects import columns
from zonecheck.projects.build import Assumptions, build
from zonecheck.projects.columns import read_columns, read_ids_and_days
from zonecheck.projects.cut_names import candidates, meant
from zonecheck.projects.raw import RawFeatures, Remarks, Repeat, in_memory
from zonecheck.projects.stating import stating
from zonecheck.projects.vocabulary import VOCABULARY
from zonecheck.results import AttributeProblem
from zonecheck.words import same

POINT = shapely.Point(113.37, 31.71)


def of(*properties: Mapping[str, Any], **more: Any) -> RawFeatures:
    return replace(in_memory([POINT] * len(properties), list(properties), "p.json"), **more)


def read(
    raw: RawFeatures, **names: str
) -> tuple[dict[str, list[Any]], dict[int, list[tuple[str | None, str, str]]]]:
    """What each attribute that is stated says in each row, and what could not be read."""
    remarks = raw.remarks.copy()
    found = read_columns(raw, names, remarks)
    assert list(found) == list(VOCABULARY)
    assert {(len(column), column.codes.dtype) for column in found.values()} == {
        (len(raw), np.dtype(np.int32))
    }
    stated = {key: [column.at(row) for row in range(len(raw))] for key, column in found.items()}
    shown = {key: values for key, values in stated.items() if any(value is not None for value in values)}
    told = {
        row: [(each.attribute, each.text.zh, each.text.en) for each in some]
        for row, some in remarks.problems.items()
    }
    return shown, told


def codes(found: Mapping[str, list[Any]]) -> list[Any]:
    return [value and value.codes for value in found.get("industry", [])]


def told(error: pytest.ExceptionInfo[ZonecheckError]) -> list[tuple[str, str]]:
    return [(problem("zh"), problem("en")) for problem in error.value.problems]


def test_an_attribute_is_found_under_each_of_its_names_and_others_are_left_alone() -> None:
    found, said = read(
        of({"项目代码": "A", "建设性质": "新建", "remarks": "x"}, {"Project-ID": "B", "NATURE": "扩建"})
    )
    assert found == {"id": ["A", None], "nature": [("new",), ("expand",)]}
    assert said == {}


def test_a_name_of_the_users_own_stands_for_its_attribute_alone() -> None:
    raw = of({"甲": "2614", "行业代码": "1391", "nature": "5"}, {"甲": "", "行业代码": "1391", "nature": "A"})
    found, said = read(raw, industry="甲", id="nature")
    assert (codes(found), found["id"], sorted(found)) == ([("2614",), None], ["5", "A"], ["id", "industry"])
    assert said == {}


def test_a_name_that_leads_nowhere_is_told_with_what_would_be_right() -> None:
    with pytest.raises(UsageError) as misspelt:
        read(of({"a": 1}), industri="a")
    assert told(misspelt) == [
        (
            "--map: 没有名为“industri”的项目属性;是否为 industry?",
            "--map: there is no attribute 'industri'; did you mean industry?",
        )
    ]
    with pytest.raises(UsageError, match="did you mean industry"):
        read(of({"a": 1}), zzzzzz="a")
    with pytest.raises(InputError) as absent:
        read(of({"a": 1}, table="t"), industry="b")
    assert told(absent) == [
        (
            "p.json/t: 文件中没有“b”一列(由 --map industry=b 指定)",
            "p.json/t: has no attribute 'b', as --map industry=b says",
        )
    ]


def test_each_distinct_value_is_read_once_and_one_1_0_and_true_are_three(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[object] = []
    reader = columns.read_in_full
    monkeypatch.setattr(
        columns, "read_in_full", lambda attribute, raw: asked.append(raw) or reader(attribute, raw)
    )
    values = ["甲", "甲", 1, 1.0, True, 1, ["a"], ["a"], {"b": 1, "a": 2}, {"a": 2, "b": 1}, None, None]
    found, said = read(of(*({"park": value} for value in values)))
    assert [repr(each) for each in asked] == ["'甲'", "1", "1.0", "True", "['a']", "{'b': 1, 'a': 2}", "None"]
    assert found["park"] == ["甲", "甲", "1", "1", None, "1", *[None] * 6]
    assert list(said) == [4, 6, 7, 8, 9]


def test_a_list_and_the_text_of_a_list_are_two_values() -> None:
    found, said = read(of({"nature": ["new"]}, {"nature": '["new"]'}))
    assert (found["nature"], list(said)) == ([("new",), None], [1])


def test_a_list_of_what_json_has_no_word_for_is_still_a_value() -> None:
    _, said = read(of({"park": [np.datetime64("2024-01-01")]}, {"park": [b"x"]}))
    assert list(said) == [0, 1]


BOTH = "同一内容的几处填写不一致:{0};请改为一致", "is stated twice and differently: {0}; make them agree"


@pytest.mark.parametrize(
    ("first", "second", "value", "differ"),
    [
        ("2614", "C2614", ("2614",), ""),
        ("26", "2614", ("2614",), ""),
        ("2614", "C", ("2614",), ""),
        ("26;27", "2614;2710", ("2614", "2710"), ""),
        ("26;27", "2614", None, "industry=26;27, 行业代码=2614"),
        ("2614", "1391", None, "industry=2614, 行业代码=1391"),
        ("2614;1391", "26", None, "industry=2614;1391, 行业代码=26"),
        ("", "2614", ("2614",), ""),
        ("2614", None, ("2614",), ""),
    ],
)
def test_industries_under_two_names_agree_where_one_is_finer(
    first: Any, second: Any, value: tuple[str, ...] | None, differ: str
) -> None:
    found, said = read(of({"industry": first, "行业代码": second}))
    assert codes(found) == ([value] if value else [])
    assert said == ({0: [("industry", BOTH[0].format(differ), BOTH[1].format(differ))]} if differ else {})


def test_of_three_statements_the_finest_counts_and_one_that_differs_is_enough() -> None:
    three = {"industry": "C", "行业代码": "26"}
    assert codes(read(of({**three, "行业类别": "2614"}))[0]) == [("2614",)]
    found, said = read(of({**three, "行业类别": "1391"}))
    assert (codes(found), said[0][0][2]) == ([], BOTH[1].format("industry=C, 行业代码=26, 行业类别=1391"))


def test_values_under_two_names_are_the_same_or_a_contradiction() -> None:
    rows = (
        {"accuracy_m": 5, "精度": "5 m"},
        {"accuracy_m": 5, "精度": 50},
        {"accuracy_m": "", "精度": None},
        {"精度": 7},
    )
    found, said = read(of(*rows))
    assert found["accuracy_m"] == [5, None, None, 7]
    differ = "accuracy_m=5.0, 精度=50.0"
    assert said == {1: [("accuracy_m", BOTH[0].format(differ), BOTH[1].format(differ))]}


def test_what_cannot_be_read_under_one_name_is_not_replaced_by_another() -> None:
    found, said = read(
        of({"accuracy_m": "x", "精度": 5}, {"accuracy_m": 5, "精度": "y"}, {"accuracy_m": 5, "精度": 5})
    )
    assert found["accuracy_m"] == [None, None, 5]
    assert [each[0][2][:4] for each in said.values()] == ["'x' ", "'y' "]


def test_codes_of_which_some_cannot_be_read_keep_their_problem_beside_the_others() -> None:
    found, said = read(
        of({"industry": "2614;abcd", "行业代码": "2614;abcd"}, {"industry": "2614;abcd", "行业代码": "1391"})
    )
    assert codes(found) == [("2614", "abcd"), None]
    assert [len(each) for each in said.values()] == [2, 2]
    assert said[1][1][2] == BOTH[1].format("industry=2614;abcd, 行业代码=1391")


def test_two_names_of_a_project_are_no_contradiction() -> None:
    found, said = read(of({"name": "甲厂", "项目名称": "甲化工厂"}, {"name": "", "项目名称": "乙"}))
    assert (found["name"], said) == (["甲厂", "乙"], {})


def test_the_id_of_the_feature_itself_stands_in_where_its_attributes_name_none() -> None:
    raw = of({"id": "A"}, {}, {"id": ""}, {"x": 1}, {}, ids=["a", 7, None, "N/A", True])
    found, said = read(raw)
    assert found["id"] == ["A", "7", None, None, None]
    assert said == {4: [("id", "“True”不是文字", "'True' is not text")]}
    identity, day = read_ids_and_days(raw, {})
    assert [identity.at(row) for row in range(5)] == found["id"]
    assert day.missing.all()


def test_ids_and_days_of_a_table_are_those_of_its_columns() -> None:
    raw = of({"编号": "A", "申请日期": "2024-01-01", "id": "x"}, {"编号": "", "申请日期": "bad", "id": "y"})
    identity, day = read_ids_and_days(raw, {"id": "编号"})
    assert [identity.at(row) for row in (0, 1)] == ["A", None]
    assert [str(day.at(row)) for row in (0, 1)] == ["2024-01-01", "None"]


def test_an_unreadable_kind_of_facility_is_no_silence() -> None:
    found, said = read(
        of({"facility": "尾矿库"}, {"facility": "尾矿坝"}, {}, {"facility": "化工园", "park": True})
    )
    assert found["facility"] == ["tailings_pond", "unread", None, "chemical_park"]
    assert [each[0][0] for each in said.values()] == ["facility", "park"]
    assert read(of({"facility": "尾矿坝"}))[0] == {"facility": ["unread"]}


LACKING = (
    "GB/T 4754-{0} 没有代码 {1};请核对代码或行业分类版本",
    "GB/T 4754-{0} has no code {1}; check the code or industry_edition",
)


def test_a_code_that_its_edition_does_not_have_is_told_and_alone_states_nothing() -> None:
    rows = (
        {"industry": "2521", "industry_edition": 2011},
        {"industry": "2521;2614", "industry_edition": 2011},
        {"industry": "2520", "industry_edition": 2017},
        {"industry": "2520;abcd", "industry_edition": 2017},
        {"industry": "2521", "industry_edition": 2017},
        {"industry": "2521"},
        {"industry_edition": 2011},
        {"industry": "2521", "industry_edition": 2011},
    )
    found, said = read(of(*rows))
    assert codes(found) == [None, ("2521", "2614"), None, None, ("2521",), ("2521",), None, None]
    lack = {row: [each for each in some if "GB/T 4754-" in each[2]] for row, some in said.items()}
    old, new = (
        ("industry", *(text.format(*of_it) for text in LACKING))
        for of_it in (("2011", "2521"), ("2017", "2520"))
    )
    assert lack == {0: [old], 1: [old], 2: [new], 3: [new], 7: [old]}


def test_problems_that_were_there_before_stay() -> None:
    remarks = Remarks()
    remarks.refuse(0, same("before"))
    read_columns(
        of({"accuracy_m": "x", "industry": "2521", "industry_edition": 2011}, ids=[True]), {}, remarks
    )
    assert [each.attribute for each in remarks.problems[0]] == [None, "accuracy_m", "id", "industry"]


CUT = {
    "行业代": ("industry",),
    "chemical_r": ("chemical_reaction",),
    "industry_c": ("industry", "industry_catalogue"),
    "行业_1": ("industry",),
    "xx": (),
}


def cut(*names: str) -> RawFeatures:
    return of(dict.fromkeys(names, "2614"), {}, cut_names={name: CUT[name] for name in names}, table="t")


def test_a_name_that_was_cut_is_read_as_what_it_alone_can_be_and_said_in_each_row() -> None:
    raw, remarks = cut("行业代", "xx"), Remarks()
    found = read_columns(raw, {}, remarks)
    assert found["industry"].at(0).codes == ("2614",)
    notes = [(note.zh, note.en) for note in remarks.notes[1]]
    assert notes == [
        (
            "字段“行业代”的名称被截断,按 industry 读取",
            "the name of the column '行业代' was cut short; read as industry",
        )
    ]
    assert list(remarks.notes) == [0, 1]


def test_a_cut_name_that_may_be_several_or_was_numbered_is_refused_by_name() -> None:
    with pytest.raises(InputError) as refused:
        meant(cut("行业代", "行业_1", "industry_c"), {}, Remarks())
    may_be = {
        "industry_c": ("industry、industry_catalogue", "industry, industry_catalogue"),
        "行业_1": ("industry", "industry"),
    }
    assert told(refused) == [
        (
            f"p.json/t: 字段名“{name}”被截断为 10 个字节,可能是 {zh};请用 --map 指明,如 --map industry={name}",
            f"p.json/t: the name '{name}' was cut to ten bytes and may be {en}; "
            f"say which with --map, for example --map industry={name}",
        )
        for name, (zh, en) in may_be.items()
    ]


def test_a_cut_name_that_the_user_mapped_is_not_asked_about() -> None:
    assert meant(cut("industry_c", "chemical_r"), {"nature": "industry_c"}, Remarks()) == {
        "chemical_r": VOCABULARY["chemical_reaction"]
    }
    remarks = Remarks()
    assert meant(cut("xx"), {}, remarks) == {}
    assert remarks.notes == {}


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("industry", ["2614"], ()),
        ("行业代", ["2614"], ["industry"]),
        ("chemical_r", ["x"], ["chemical_reaction"]),
        ("CHEMICAL_R", ["x"], ["chemical_reaction"]),
        ("chemical", ["x"], ["chemical_feedstock", "chemical_product", "chemical_reaction"]),
        ("chemical_1", ["x"], ["chemical_feedstock", "chemical_product", "chemical_reaction"]),
        ("industry_c", ["2614", None], ["industry"]),
        ("industry_c", ["鼓励类"], ["industry_catalogue"]),
        ("industry_c", ["全不认识"], ["industry", "industry_catalogue"]),
        ("industry_c", [], ["industry", "industry_catalogue"]),
        ("industry_c", ["不详"], ["industry", "industry_catalogue"]),
        ("industry_c", ["2614", "鼓励类"], ["industry", "industry_catalogue"]),
        ("nat", ["new"], []),
        ("remarks", ["x"], []),
    ],
)
def test_what_a_cut_name_may_be_is_told_by_its_beginning_and_then_by_its_values(
    name: str, values: list[Any], expected: Any
) -> None:
    assert candidates([name], [{name: value} for value in values]) == {name: expected}


def test_what_is_stated_instead_stands_under_the_key_alone() -> None:
    raw = of(
        {"项目代码": "A", "行业代": "1", "甲": 5, "备注": "x"},
        {"nature": "新建"},
        cut_names={"行业代": ("industry",)},
    )
    found = stating(raw, {"industry": "2614", "accuracy_m": "3", "id": ""}, {"accuracy_m": "甲"})
    new = {"industry": "2614", "accuracy_m": "3", "id": ""}
    assert found.properties == [{"备注": "x", **new}, {"nature": "新建", **new}]
    assert found.names == ("备注", "nature", "industry", "accuracy_m", "id")
    assert (raw.remarks.notes, len(raw.properties[0])) == ({}, 4)
    assert stating(raw, {}, {}).properties == list(raw.properties)


def both(texts: Any) -> list[tuple[str, str]]:
    return [(text.zh, text.en) for text in texts]


def test_a_table_is_built_with_all_that_is_known_of_it() -> None:
    square = shapely.box(113.37, 31.71, 113.38, 31.72)
    raw = of({"id": "A"}, {"id": "B", "accuracy_m": "x"}, {"id": "A"}, geometry=np.array([square, square, None], dtype=object),
             lines=[3, 4, 9], first=10, notes=(same("of the file"),), doubts={1: [AttributeProblem("park", same("doubt"))]},
             decimals=np.array([2, 2, 2], dtype=np.int16))  # fmt: skip
    raw.remarks.refuse(2, same("no geometry"))
    raw.remarks.note(1, same("of the row"))
    built = build(raw, Assumptions(datum="wgs84"))
    assert (built.source, list(built.index), built.line) == (["p.json"] * 3, [10, 11, 12], [3, 4, 9])
    assert (built.properties, built.crs, len(built)) == (raw.properties, 4326, 3)
    assert built.invalid.tolist() == [False, True, True]
    assert {row: [each.attribute for each in some] for row, some in built.problems.items()} == {
        0: ["id"], 1: ["park", "accuracy_m"], 2: [None, "id"],
    }  # fmt: skip
    assert both([built.problems[0][0].text]) == [
        (
            "项目代码“A”在文件中出现 2 次(另见序号 2)",
            "the id 'A' stands 2 times in the file (also at index 2)",
        )
    ]
    assert [text.en for text in built.assumptions[1]][-2:] == ["of the file", "of the row"]
    assert [text.en for text in built.assumptions[0]][-1] == "of the file"
    assert len(raw.remarks.problems) == 1
    assert built.sites.rounding_m.tolist() == pytest.approx([730, 730, 0], rel=0.01)


def test_repeats_that_are_told_of_the_whole_table_are_those_of_a_part() -> None:
    raw = of({"id": "A"}, {"id": "A"}, repeats={1: Repeat(7, 40)})
    assert build(raw).problems[1][0].text.en == "the id 'A' stands 7 times in the file (also at index 40)"
    assert 0 not in build(raw).problems


def test_nothing_is_assumed_where_there_is_nothing_to_assume() -> None:
    assert build(of({"id": "A"}, {"id": "B"})).assumptions == {}
    raw = of({"id": "A"}, {"id": "B"})
    raw.remarks.note(1, same("only here"))
    assert both(build(raw).assumptions[1]) == [("only here", "only here")]
    assert 0 not in build(raw).assumptions


AREA, LINE = shapely.box(113, 31, 113.1, 31.1), shapely.LineString([(113, 31), (113.1, 31)])


@pytest.mark.parametrize(
    ("geometry", "plain", "as_line"),
    [
        (AREA, 0, 0),
        (shapely.MultiPolygon([AREA]), 0, 0),
        (LINE, 50, 0),
        (shapely.MultiLineString([LINE]), 50, 0),
        (POINT, 50, 50),
        (shapely.MultiPoint([POINT]), 50, 50),
        (shapely.GeometryCollection([AREA, AREA]), 0, 0),
        (shapely.GeometryCollection([AREA, LINE]), 50, 0),
        (shapely.GeometryCollection([AREA, POINT]), 50, 50),
        (shapely.GeometryCollection([LINE, LINE]), 50, 0),
    ],
    ids=lambda each: getattr(each, "geom_type", str(each)),
)
def test_only_areas_and_the_lines_of_linear_projects_have_no_extent(
    geometry: Any, plain: float, as_line: float
) -> None:
    stated: list[Mapping[str, Any]] = [
        {"extent_m": 50},
        {"extent_m": 50, "linear": "是"},
        {"extent_m": 50, "linear": "否"},
        {},
    ]
    extent = build(in_memory([geometry] * 4, stated)).sites.extent_m.tolist()
    assert extent[:3] == [plain, as_line, plain]
    assert extent[3] == 0 if plain == 0 else np.isnan(extent[3])


def test_the_accuracy_that_is_stated_takes_the_place_of_rounding() -> None:
    raw = of({"accuracy_m": 5}, {}, {"accuracy_m": 0}, decimals=np.array([2, 2, 2], dtype=np.int16))
    sites = build(raw).sites
    assert sites.accuracy_m.tolist()[::2] == [5, 0]
    assert np.isnan(sites.accuracy_m[1])
    assert (sites.rounding_m.tolist()[::2], sites.rounding_m[1] > 700) == ([0, 0], True)
    assert (sites.accuracy_m.dtype, sites.extent_m.dtype) == (np.float64, np.float64)
    assert sites.datum_m.tolist() == [0, 0, 0]


@pytest.mark.parametrize(
    ("key", "value"),
    [("date", "x"), ("industry_edition", "x"), ("accuracy_m", "x"), ("park", True), ("id", True)],
)
def test_only_a_value_whose_default_may_not_be_taken_makes_a_project_invalid(key: str, value: Any) -> None:
    built = build(of({key: value}, {}))
    assert built.invalid.tolist() == [VOCABULARY[key].vital, False]
    assert list(built.problems) == [0]
