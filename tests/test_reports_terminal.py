"""Widths, wrapping and safety of text on a terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zonecheck.reports.terminal import cells, clip, clip_start, pad, safe, wrap


@pytest.mark.parametrize(
    ("text", "width"),
    [("", 0), ("abc", 3), ("岸线", 4), ("府河 1 km", 9), ("e\u0301", 1), ("「4」", 5), ("𰻞", 2)],
)
def test_width_counts_a_chinese_character_as_two_cells(text: str, width: int) -> None:
    assert cells(text) == width


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "[31mred[0m"),
        ("a\nb\tc\rd", "a b c d"),
        ("x\u202ey\u2066z\u200f", "xyz"),
        ("c1\x9b31m", "c131m"),
        ("\u2028\u3000", "  "),
        ("\ud800", "\ufffd"),
        ("氵厥水㵐\ue000", "氵厥水㵐\ue000"),
    ],
)
def test_unsafe_characters_are_taken_out(given_text: str, shown: str) -> None:
    assert safe(given_text) == shown


@given(st.text())
def test_safe_text_is_one_line_that_steers_nothing(text: str) -> None:
    shown = safe(text)
    assert len(shown.splitlines()) <= 1
    assert not any(ord(c) < 32 or (127 <= ord(c) < 160 and c != "\u00a0") for c in shown)
    shown.encode("utf-8")


@given(st.text(alphabet="ab 岸线,。「」(12.5)", max_size=60), st.integers(4, 30))
def test_wrapping_fits_and_loses_nothing_but_spaces(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(cells(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_no_line_starts_with_a_closing_mark_or_ends_with_an_opening_one() -> None:
    text = "沿府河、漂水\uff0c氵厥水\uff1b等重要河流,禁止\uff08新建\uff09「重化工」项目\uff1a" * 4
    for width in range(6, 40):
        lines = wrap(text, width)
        assert not any(line[0] in ",、」\uff0c\uff1b\uff09\uff1a" for line in lines)
        assert not any(line[-1] in "「\uff08" for line in lines)


def test_words_and_numbers_with_their_unit_are_not_torn() -> None:
    assert wrap("measured 100.251\u00a0m away", 17) == ["measured", "100.251\u00a0m away"]


def test_clipped_text_keeps_its_width() -> None:
    assert clip("示例精细化工项目", 9) == "示例精细…"
    assert clip_start("folder/site.geojson:4", 11) == "….geojson:4"
    assert clip("short", 9) == clip_start("short", 9) == "short"
    assert cells(pad("岸线", 7)) == 7
