"""The fixed words of the reports are those of the contract, complete in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from typing import get_args

import pytest

import runs
from zonecheck.layers.layer import Baseline
from zonecheck.packs import load
from zonecheck.predicates.attributes import Attribute
from zonecheck.predicates.industry import ZoneIndustry
from zonecheck.predicates.question import Predicate
from zonecheck.predicates.zones import Zone
from zonecheck.reports import vocabulary
from zonecheck.reports.vocabulary import OUTCOME, fact_words, outcome_words
from zonecheck.results import Effect, Outcome, Rank, Truth, Verdict
from zonecheck.rules.rule import Pack
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
    assert fact_words("zone.negative_list").zh == "园区产业准入负面清单"


KEY = re.compile(r"[a-z]_[a-z]|[为于过到的][a-z]{2,}")


def leaves(question: Predicate) -> Iterator[Predicate]:
    yield from chain.from_iterable(leaves(part) for part in question.parts)
    if not question.parts:
        yield question


@pytest.mark.parametrize("pack", [load.load(pack) for pack in load.bundled()], ids=lambda pack: pack.id)
def test_no_question_to_a_project_or_a_park_shows_a_key_in_chinese(pack: Pack) -> None:
    asked = [leaf for rule in pack.rules for part in rule.parts for leaf in leaves(part)]
    said = {leaf.basis().zh for leaf in asked if isinstance(leaf, Attribute | Zone | ZoneIndustry)}
    assert [words for words in said if KEY.search(words)] == []
