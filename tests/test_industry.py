"""Industry codes as people write them, and what they mean in each edition."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zonecheck.projects.industry import Codes, classification
from zonecheck.projects.industry_text import read_number, read_text


@pytest.mark.parametrize(
    "written",
    [
        "2614",
        "C2614",
        "c2614",
        "C 2614",
        "C-2614",
        "Ｃ２６１４",
        "2614.0",
        "C2614有机化学原料制造",
        "2614 有机化学原料制造",
        "2614-有机化学原料制造行业",
        "有机化学原料制造",
        "有机化学原料制造（C2614）",
        "C2614化学原料和化学制品制造业",
        " 2614 ",
    ],
)
def test_one_code_is_read_however_it_is_written(written: str) -> None:
    codes, unread = read_text(written)
    assert (codes.codes, unread) == (("2614",), ())


@pytest.mark.parametrize(
    "written",
    [
        "2614;2651",
        "2614；2651",
        "2614、2651",
        "2614,2651",
        "2614，2651",
        "C2614/C2651",
        "2614 and 2651",
        "2614 2651",
        "2614和2651",
        "C2614有机化学原料制造、C2651初级形态塑料及合成树脂制造",
        "有机化学原料制造;初级形态塑料及合成树脂制造",
        "有机化学原料制造、初级形态塑料及合成树脂制造",
        "2614\n2651",
    ],
)
def test_several_codes_are_read_in_the_order_they_stand(written: str) -> None:
    codes, unread = read_text(written)
    assert (codes.codes, unread) == (("2614", "2651"), ())


def test_every_code_with_its_letter_and_name_is_read_as_itself() -> None:
    """Names hold the very signs that separate codes, so all 1,971 rows of the standard are tried."""
    for code, row in classification().rows.items():
        written = f"{code}{row.name}" if row.level == "section" else f"{row.section}{code}{row.name}"
        codes, unread = read_text(written)
        assert (codes.codes, unread) == ((code,), ()), written


def test_every_name_alone_is_read_as_the_widest_code_of_that_name_and_all_codes_of_it_lie_in_one_line() -> (
    None
):
    tree = classification()
    for row in classification().rows.values():
        codes, unread = read_text(row.name)
        assert (unread, tree.name(codes.codes[0])) == ((), row.name)
        assert tree.covers(codes.codes[0], row.code)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("26.11", "fraction"),
        ("B2614", "it would be C2614"),
        ("A111", "B111 / A0111"),
        ("2614食品制造", "contradict"),
        ("1391 有机化学原料制造", "contradict"),
        ("1391化学原料和化学制品制造业", "contradict"),
        ("C1391 医药制造业", "contradict"),
        ("2614 食品与饮料制造业", "contradict"),
        ("111", "0111 稻谷种植"),
        ("710", "071 石油开采"),
        ("2699", "no code"),
        ("26141", "2614 有机化学原料制造"),
        ("abcd", "no code or name"),
        ("有机化学原料", "2614 有机化学原料制造"),
    ],
)
def test_what_names_no_code_for_certain_is_named_with_the_candidates(written: str, why: str) -> None:
    codes, unread = read_text(written)
    assert why in unread[0].why.en
    assert codes.unread == (written,)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("C有机化学原料制造", "C"),
        ("A农业", "A"),
        ("26 有机化学原料制造", "26"),
        ("C2614制造业", "2614"),
        ("2614 基础化学原料制造", "2614"),
        ("2644 染料制造", "2644"),
    ],
)
def test_a_wider_or_narrower_name_agrees_with_its_code(written: str, code: str) -> None:
    codes, unread = read_text(written)
    assert (codes.codes, unread) == ((code,), ())


def test_a_part_that_cannot_be_read_stays_among_the_codes_and_means_nothing() -> None:
    codes, unread = read_text("2614;abcd")
    assert codes == Codes(("2614", "abcd"), "2614;abcd", ("abcd",))
    assert len(unread) == 1
    assert classification().meanings("abcd", None) == frozenset()


def test_a_number_may_have_lost_its_zero_where_a_text_has_not() -> None:
    assert read_number(2614)[0].codes == ("2614",)
    assert read_number(2614.0)[0].codes == ("2614",)
    assert read_text("61")[0].unread == ()
    assert read_number(61)[0].unread == ("61",)
    assert read_number(26.11)[1][0].part == "26.11"


@pytest.mark.parametrize(
    ("code", "edition", "meanings"),
    [
        ("2644", "2017", {"2644"}),
        ("2644", "2011", {"2645"}),
        ("2644", None, {"2644", "2645"}),
        ("2645", "2011", {"2646"}),
        ("2645", None, {"2645", "2646"}),
        ("2520", None, {"2521"}),
        ("2520", "2017", set()),
        ("2521", None, {"2521"}),
        ("2521", "2011", set()),
        ("2760", "2011", {"2761", "2762"}),
        ("2760", None, {"2761", "2762"}),
        ("2646", "2011", set()),
        ("2614", None, {"2614"}),
        ("2614", "2011", {"2614"}),
        ("C", None, {"C"}),
        ("9999", None, set()),
    ],
)
def test_a_code_means_what_its_edition_says(code: str, edition: str | None, meanings: set[str]) -> None:
    assert classification().meanings(code, edition) == meanings  # type: ignore[arg-type]


def test_the_table_has_the_published_sections_divisions_and_groups() -> None:
    levels = [row.level for row in classification().rows.values()]
    assert [levels.count(level) for level in ("section", "division", "group", "class")] == [20, 97, 473, 1381]


def test_a_class_is_plain_where_it_means_one_thing_in_every_edition() -> None:
    plain = classification().plain_classes
    assert len(plain) == len(set(plain)) > 1300
    assert {"2614", "2710"} <= set(plain)
    assert not {"2644", "2645", "26", "261", "C"} & set(plain)


def test_what_is_no_code_has_no_name_and_nothing_below_it() -> None:
    tree = classification()
    assert (tree.name("9999"), tree.children("9999"), tree.children("2614")) == ("", (), ())
    assert (tree.name("2614"), tree.exists("2614"), tree.exists("2699")) == ("有机化学原料制造", True, False)
    assert (tree.editions("2614"), tree.editions("2520"), tree.editions("2521")) == (
        ("2017", "2011"),
        ("2011",),
        ("2017",),
    )


def test_the_tree_leads_down_from_sections_to_classes() -> None:
    tree = classification()
    assert "C" in tree.children("")
    assert tree.children("261") == ("2611", "2612", "2613", "2614", "2619")
    assert tree.classes_below("2614") == {"2614"}
    assert {code[:2] for code in tree.classes_below("C")} == {f"{division}" for division in range(13, 44)}
    assert tree.classes_below("99") == frozenset()
    assert tree.covers("C", "2614")
    assert tree.covers("26", "2614")
    assert not tree.covers("A", "2614")


@given(st.text() | st.from_regex(r"[A-Ta-t]?\d{1,5}([、;, ]\w*)?", fullmatch=True))
def test_every_text_becomes_codes_that_exist_or_parts_that_are_told(text: str) -> None:
    codes, unread = read_text(text)
    known = [code for code in codes.codes if code not in codes.unread]
    assert all(classification().editions(code) for code in known)
    assert len(unread) == len(codes.unread)
