"""What does each value mean, and what is a person told who wrote it otherwise? `values.txt`, to the letter in both languages."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from zonecheck.projects.bank_distances import BankDistance
from zonecheck.projects.industry import Codes
from zonecheck.projects.quantities import Unreadable, quoted, radius
from zonecheck.projects.values import as_written
from zonecheck.projects.vocabulary import VOCABULARY, read_in_full, shown

LINES = (Path(__file__).parent / "values.txt").read_text(encoding="utf-8").splitlines()


def cases() -> list[Any]:
    """An attribute, a value as it came, how it was read, and what is said in Chinese and in English by turns."""
    found: list[Any] = []
    key = ""
    for line in LINES:
        if line.startswith("## "):
            key = line[3:]
        elif line.startswith("    "):
            found[-1][3].append(line[4:])
        elif " => " in line and key:
            raw, _, meaning = line.partition(" => ")
            found.append((key, raw, meaning, []))
    return [pytest.param(*each, id=f"{each[0]} {number}") for number, each in enumerate(found)]


def written(key: str, value: Any) -> str:
    match value:
        case None:
            return ""
        case Codes():
            unread = " ?" + " ".join(value.unread) if value.unread else ""
            return f"{' '.join(value.codes)}{unread} {json.dumps(value.text, ensure_ascii=False)}"
        case (BankDistance(), *_):
            return " + ".join(f"{each} {each.baseline}" for each in value)
    return shown(key, value)


@pytest.mark.parametrize(("key", "raw", "meaning", "said"), cases())
def test_a_value_means_what_the_table_says(key: str, raw: str, meaning: str, said: list[str]) -> None:
    stated = read_in_full(VOCABULARY[key], json.loads(raw))
    assert written(key, stated.value) == meaning
    assert [each for problem in stated.problems for each in (problem.text.zh, problem.text.en)] == said
    assert {problem.attribute for problem in stated.problems} <= {key}


def test_a_number_of_more_digits_than_python_writes_is_told_without_them() -> None:
    huge = 10**5000
    assert quoted(huge) == "..."
    for key in ("accuracy_m", "industry"):
        (problem,) = read_in_full(VOCABULARY[key], huge).problems
        assert problem.text.en.startswith("'...' is n")


def test_a_number_too_large_for_a_floating_point_number_is_no_length() -> None:
    (problem,) = read_in_full(VOCABULARY["accuracy_m"], 10**400).problems
    assert problem.text.en.startswith("'1000") and "is not a number" in problem.text.en


def test_a_day_that_is_one_already_stays_as_it_is() -> None:
    assert read_in_full(VOCABULARY["date"], date(2024, 2, 29)).value == date(2024, 2, 29)


def test_what_cannot_be_read_is_an_error_that_says_why() -> None:
    with pytest.raises(Unreadable, match="a site has a size"):
        radius("0")


def test_only_words_of_plain_letters_where_any_text_will_do_are_taken_as_they_stand() -> None:
    assert as_written(VOCABULARY["id"], ["A-1", "b_2", "3.4"])
    assert as_written(VOCABULARY["name"], ["A-1"])
    assert not as_written(VOCABULARY["park"], ["A-1"])
    for other in ("甲", "A 1", " A", "N/A", "unknown", "", 5, None):
        assert not as_written(VOCABULARY["id"], ["A-1", other])
