"""Attributes as people write them: lenient in spelling, strict in meaning."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zonecheck.projects import choices, vocabulary
from zonecheck.projects.attribute import Attribute, Choice
from zonecheck.projects.bank_distances import BankDistance
from zonecheck.projects.vocabulary import NATURES, VOCABULARY, by_name, read, shown
from zonecheck.results import AttributeProblem
from zonecheck.words import Text


def value(key: str, raw: object) -> Any:
    return read(VOCABULARY[key], raw)


def problem(key: str, raw: object) -> str:
    found = value(key, raw)
    assert isinstance(found, AttributeProblem), found
    assert found.attribute == key
    return found.text.en


@pytest.mark.parametrize("attribute", VOCABULARY.values(), ids=lambda attribute: attribute.key)
def test_every_attribute_goes_by_its_key_its_chinese_label_and_its_other_names(attribute: Any) -> None:
    for name in (attribute.key, attribute.label.zh, *attribute.names):
        assert by_name(name) is attribute
        assert by_name(f" {name.upper()} ") is attribute


def test_names_are_spelled_freely_and_other_names_are_left_alone() -> None:
    assert by_name("Accuracy-M") is VOCABULARY["accuracy_m"]
    assert by_name("精度（米）") is VOCABULARY["accuracy_m"]
    assert by_name("国民经济行业类别") is VOCABULARY["industry"]
    assert by_name("remarks") is None


@pytest.mark.parametrize("attribute", VOCABULARY.values(), ids=lambda attribute: attribute.key)
def test_every_spelling_of_a_choice_means_that_choice(attribute: Any) -> None:
    for choice in attribute.choices:
        for written in choice.written:
            found = read(attribute, written)
            if attribute.kind == "choices":
                assert found == (choice.value,), written
            else:
                assert found in (choice.value, choice.value == "yes"), written


@pytest.mark.parametrize(
    ("written", "natures"),
    [
        ("新建", ("new",)),
        ("新建（迁建）", ("new",)),
        ("迁建", ("relocate",)),
        ("新建、迁建", ("new", "relocate")),
        ("改扩建", ("expand", "rebuild")),
        ("迁改扩建", ("expand", "rebuild", "relocate")),
        ("技改", ("upgrade",)),
        ("☑新建（迁建） □改建 □扩建 □技术改造", ("new",)),
        ("□新建 ☑改建 ☑扩建", ("expand", "rebuild")),
        ("新建√ 扩建□", ("new",)),
        ("新建☑、改建☐、扩建☑", ("expand", "new")),
        ("新建□ 迁建□ 技术改造■", ("upgrade",)),
        (["new", "扩建"], ("expand", "new")),
        ("New; Expand", ("expand", "new")),
    ],
)
def test_natures_are_read_as_forms_write_them(written: object, natures: tuple[str, ...]) -> None:
    assert value("nature", written) == natures
    assert set(natures) <= set(NATURES)


def test_a_nature_that_cannot_be_read_is_shown_with_the_nearest_one() -> None:
    assert "did you mean '新建'" in problem("nature", "新键")
    assert problem("nature", "新建、拆除")
    assert problem("nature", "□新建 □改建")
    assert problem("nature", "新建□ 改建□")


@pytest.mark.parametrize(
    "written", ["新建 √扩建", "扩建 ☑新建 □改建 技改", "性质:☑扩建 □新建", "新建 扩建√ 改建"]
)
def test_ticks_that_could_belong_to_either_neighbour_are_not_read(written: str) -> None:
    assert problem("nature", written)


@pytest.mark.parametrize(
    "written", ["", "  ", None, "N/A", "n/a", "不详", "待定", "未知", "/", "—", [], "\u3000"]
)
@pytest.mark.parametrize(
    "key", ["industry", "nature", "park", "chemical_reaction", "green_ratio", "name", "eia"]
)
def test_silence_is_missing(key: str, written: object) -> None:
    assert value(key, written) is None


@pytest.mark.parametrize("key", ["accuracy_m", "date"])
def test_a_default_is_taken_for_silence_only_and_never_for_a_word(key: str) -> None:
    assert value(key, "") is None
    assert VOCABULARY[key].vital
    assert problem(key, "不详")
    assert problem(key, "N/A")


@pytest.mark.parametrize(
    "written", ["是", "有", "yes", "Y", "TRUE", "1", 1, 1.0, True, "已落实", "√", "ＹＥＳ"]
)
def test_yes_is_said_in_many_ways(written: object) -> None:
    assert value("chemical_reaction", written) is True


@pytest.mark.parametrize("written", ["否", "无", "no", "N", "false", "0", 0, 0.0, False, "未落实", "不涉及"])
def test_no_is_said_in_many_ways(written: object) -> None:
    assert value("chemical_reaction", written) is False


@pytest.mark.parametrize("written", ["部分", 2, -1, "是否", "yes and no", {"a": 1}])
def test_what_is_neither_yes_nor_no_is_a_problem(written: object) -> None:
    assert problem("chemical_reaction", written)


@pytest.mark.parametrize(
    ("written", "metres"),
    [
        ("30cm", 0.3),
        ("5 厘米", 0.05),
        ("20毫米", 0.02),
        ("30", 30.0),
        (30, 30.0),
        ("30 m", 30.0),
        ("３０米", 30.0),
        ("±30m", 30.0),
        ("0.5km", 500.0),
        ("0", 0.0),
    ],
)
def test_lengths_are_metres_unless_a_unit_says_otherwise(written: object, metres: float) -> None:
    assert value("accuracy_m", written) == metres


@pytest.mark.parametrize(
    "written", ["1,000", "30尺", "about 30", -1, "-1", math.nan, math.inf, True, "30%", "1e400", [30]]
)
def test_what_is_no_length_for_certain_is_a_problem(written: object) -> None:
    assert problem("accuracy_m", written)


@pytest.mark.parametrize(
    ("written", "share"), [(0.3, 0.3), ("30%", 0.3), ("30％", 0.3), ("0.3", 0.3), (1, 1.0)]
)
def test_shares_are_written_as_such_or_in_per_cent(written: object, share: float) -> None:
    assert value("green_ratio", written) == pytest.approx(share)


@pytest.mark.parametrize("written", [30, "30", "101%", "三成", "30 m"])
def test_a_share_is_never_guessed_from_a_bare_number_above_one(written: object) -> None:
    assert problem("green_ratio", written)


def test_days_are_iso_only_and_the_right_spelling_is_shown() -> None:
    assert value("date", "2024-02-29") == date(2024, 2, 29)
    assert value("date", "2024-01-01T00:00:00") == date(2024, 1, 1)
    assert "2024-01-05" in problem("date", "2024/1/5")
    assert "2024-01-05" in problem("date", "2024年1月5日")
    assert problem("date", "2023-02-29")
    assert problem("date", 20240105)


@pytest.mark.parametrize(
    "written", [2017, "2017", 2017.0, "GB/T 4754-2017", "2017版", "ＧＢ/Ｔ４７５４－２０１７"]
)
def test_editions_are_read_as_numbers_and_as_the_name_of_the_standard(written: object) -> None:
    assert value("industry_edition", written) == "2017"


def test_a_third_edition_is_unreadable_and_makes_the_project_invalid() -> None:
    assert problem("industry_edition", 2002)
    assert VOCABULARY["industry_edition"].vital


def test_no_park_is_a_statement_and_silence_is_none() -> None:
    assert value("park", "无") == value("park", "none") == value("park", "园区外") == "none"
    assert value("park", " 随州高新区 ") == "随州高新区"
    assert value("park", "/") is None


@pytest.mark.parametrize("sign", ["\u200b", "\u202e", "\ufeff", "\u2066", "\u00ad", "\u0000"])
def test_an_invisible_character_is_named_by_its_code_point(sign: str) -> None:
    for key in ("industry", "nature", "park", "id", "accuracy_m"):
        assert f"U+{ord(sign):04X}" in problem(key, f"26{sign}14")


def test_a_no_break_space_matters_in_codes_only() -> None:
    assert "U+00A0" in problem("industry", "26\u00a014")
    assert value("nature", "new\u00a0build") == ("new",)


def test_numbers_are_ids_and_names_too() -> None:
    assert (value("id", 12), value("id", 12.0), value("id", " A ")) == ("12", "12", "A")
    assert problem("id", True)
    assert problem("name", ["a"])


def test_an_attribute_and_its_values_are_made_of_their_words() -> None:
    choice = choices._choice("x", "甲", "a", "b", "c")
    assert choice == Choice("x", Text("甲", "a"), ("b", "c"))
    assert choice.written == ("x", "甲", "a", "b", "c")
    figure = vocabulary._is("ratio", "share", "比", "the ratio", "其比", values=(choice,))
    assert figure == Attribute("ratio", "share", Text("比", "the ratio"), ("其比",), (choice,))
    assert (figure.vital, figure.empty_only) == (False, False)
    assert vocabulary._of_parcel(figure) == Attribute(
        "parcel_ratio", "share", Text("地块比要求", "the parcel's own the ratio"), ("地块比",)
    )


STATED = {"river": "府河", "distance_m": 1200, "source": "测绘", "accuracy_m": "0.5 m"}


def test_bank_distances_are_statements_with_river_source_and_accuracy() -> None:
    expected = (BankDistance("府河", 1200.0, "waterward_edge", "测绘", 0.5),)
    assert value("bank_distances", [{**STATED, "baseline": "临水边界线"}]) == expected
    chinese = {"河流": "府河", "距离": "1.2 km", "基线": "waterward_edge", "来源": "测绘", "精度": 0.5}
    assert value("bank_distances", chinese) == expected
    assert value("bank_distances", '[{"river": "府河", "distance_m": 1, "source": "x", "accuracy_m": 0}]')


@pytest.mark.parametrize("lacking", STATED)
def test_a_bank_distance_that_lacks_something_settles_nothing(lacking: str) -> None:
    assert f"'{lacking}' is missing" in problem("bank_distances", [{**STATED, lacking: ""}])


@pytest.mark.parametrize(
    "raw", [[1], "1200", [{**STATED, "colour": "red"}], [{**STATED, "distance_m": -1}], 5]
)
def test_what_is_no_list_of_statements_is_a_problem(raw: object) -> None:
    assert problem("bank_distances", raw)


def test_the_form_of_supply_is_yes_where_land_is_granted() -> None:
    assert value("land_grant", "出让") is True
    assert value("land_grant", "划拨") is False
    assert problem("land_grant", "租赁")


def test_values_are_shown_in_their_canonical_spelling() -> None:
    assert shown("nature", ("expand", "new")) == "expand, new"
    assert shown("pulping", True) == "yes"
    assert shown("accuracy_m", 30.0) == "30"
    assert shown("date", date(2024, 1, 1)) == "2024-01-01"
    assert shown("industry", value("industry", "C2614")) == "C2614"


RAW = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
WRITTEN = st.sampled_from(
    [word for item in VOCABULARY.values() for choice in item.choices for word in choice.written]
)


@given(st.sampled_from(list(VOCABULARY.values())), RAW | WRITTEN | st.lists(WRITTEN))
def test_reading_never_raises_and_answers_a_value_nothing_or_a_problem_in_both_languages(
    attribute: Any, raw: object
) -> None:
    found = read(attribute, raw)
    hash(found)
    if isinstance(found, AttributeProblem):
        assert found.text.zh
        assert found.text.en
    elif found is not None:
        assert isinstance(shown(attribute.key, found), str)


@given(st.sampled_from(list(VOCABULARY.values())), WRITTEN | st.text(max_size=12))
def test_a_value_that_was_read_is_read_again_as_itself(attribute: Any, raw: str) -> None:
    found = read(attribute, raw)
    if (
        found is not None
        and not isinstance(found, AttributeProblem)
        and attribute.kind not in ("codes", "distances")
    ):
        assert read(attribute, shown(attribute.key, found)) == found


@pytest.mark.parametrize("raw", [0, "0", "0.0", "0 m", -0.0])
def test_no_site_has_a_radius_of_0_which_is_what_a_form_holds_that_was_not_filled_in(raw: object) -> None:
    found = read(VOCABULARY["extent_m"], raw)
    assert isinstance(found, AttributeProblem)
    assert "场地半径不能为 0" in found.text("zh")
    assert read(VOCABULARY["accuracy_m"], raw) == 0
