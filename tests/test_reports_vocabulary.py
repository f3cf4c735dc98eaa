"""The fixed words of the reports are those of the contract, complete in both languages."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

import runs
from zonecheck.layers.layer import Baseline
from zonecheck.reports import vocabulary
from zonecheck.reports.vocabulary import OUTCOME, fact_words, outcome_words
from zonecheck.results import Effect, Outcome, Rank, Truth, Verdict
from zonecheck.truth import Cause


@pytest.mark.parametrize(
    ("table", "keys"),
    [
        (vocabulary.VERDICT, get_args(Verdict)),
        (vocabulary.OUTCOME, get_args(Outcome)),
        (vocabulary.EFFECT, get_args(Effect)),
        (vocabulary.RANK, get_args(Rank)),
        (vocabulary.TRUTH, get_args(Truth)),
        (vocabulary.BASELINE, get_args(Baseline)),
        (vocabulary.CAUSE, [str(cause.name).lower() for cause in Cause]),
        (vocabulary.GLYPH, [*get_args(Verdict), *get_args(Outcome)]),
    ],
)
def test_every_value_has_its_words_in_the_stated_order(table: dict[str, object], keys: list[str]) -> None:
    assert list(table) == list(keys)


def test_outcomes_read_as_the_contract_has_them() -> None:
    assert [text.zh for text in OUTCOME.values()] == [
        *("不符合", "待核实", "未落实", "待落实", "属但书除外", "未触及", "已落实(据申报)", "不涉及")
    ]


def test_an_open_ban_waits_for_data_and_an_open_duty_for_works() -> None:
    assert outcome_words(runs.RED_LINE_OPEN).zh == "须另行核对"
    assert outcome_words(runs.DUTY_OPEN).zh == "待落实"
    assert outcome_words(replace(runs.RED_LINE_OPEN, outcome="satisfied")).zh == "未触及"


def test_glyphs_exist_on_a_chinese_console() -> None:
    for glyph in vocabulary.GLYPH.values():
        assert glyph.encode("gbk").decode("gbk") == glyph


def test_a_fact_without_words_stands_for_itself() -> None:
    assert fact_words("industry").zh == "行业代码"
    assert fact_words("zone.limit_m").zh == "zone.limit_m"
