"""Can every rule of every bundled pack be traced to its words, and every sentence to what became of it?"""

from __future__ import annotations

import pytest

from zonecheck.packs import load
from zonecheck.packs.source import Source, covers, parse

PACKS = load.bundled()

SUIZHOU_ARTICLES = [
    *(f"一({n})" for n in "一二"),
    *(f"二({n})" for n in "一二三四五六七"),
    *(f"三({n})" for n in "一二"),
    *(f"四({n})" for n in "一二"),
]


def source(name: str) -> Source:
    found = load.read(name).source
    assert found is not None
    return found


@pytest.mark.parametrize("name", PACKS)
def test_every_quote_stands_verbatim_under_its_address(name: str) -> None:
    said = source(name)
    for rule in load.load(name).rules:
        for cited in (rule.citation, rule.penalty):
            if cited:
                texts = [each.text for each in said.sentences if covers(cited.article, each.at)]
                assert any((cited.summary.zh if cited.summary else cited.quote) in text for text in texts), (
                    rule.id
                )


@pytest.mark.parametrize("name", PACKS)
def test_content_is_never_quoted_and_wording_never_given_as_content(name: str) -> None:
    said = source(name)
    for rule in load.load(name).rules:
        for cited in (rule.citation, rule.penalty):
            if cited:
                words = cited.summary.zh if cited.summary else cited.quote
                (sentence, *_) = [each for each in said.under(cited.article) if words in each.text]
                assert (sentence.content is None) == (cited.summary is None), rule.id


@pytest.mark.parametrize("name", PACKS)
def test_every_sentence_is_listed_with_its_rules_or_a_reason(name: str) -> None:
    pack = load.load(name)
    for sentence in source(name).sentences:
        found = [provision for provision in pack.provisions if covers(provision.at, sentence.at)]
        assert found, sentence.at
        assert all(provision.rules or provision.reason for provision in found), sentence.at


@pytest.mark.parametrize("name", PACKS)
def test_every_rule_is_listed_under_the_address_it_cites(name: str) -> None:
    pack = load.load(name)
    for rule in pack.rules:
        places = [provision.at for provision in pack.provisions if rule.id in provision.rules]
        assert any(covers(place, rule.citation.article) for place in places), rule.id


def test_the_founding_document_is_there_article_by_article() -> None:
    addresses = {sentence.at.partition("/")[0] for sentence in source("suizhou-2018-4").sentences}
    assert sorted(addresses) == sorted(SUIZHOU_ARTICLES)


def test_what_nobody_encoded_is_said_to_be_unchecked_and_not_excused() -> None:
    provisions = {each.at: each for each in load.load("suizhou-2018-4").provisions}
    assert provisions["二(三)/3"].not_checked
    assert provisions["二(三)/3"].rules
    assert provisions["二(五)/2"].not_checked
    assert not provisions["二(三)/4"].not_checked
    assert not provisions["二(六)"].not_checked


def test_numbered_sentences_have_addresses_below_their_heading() -> None:
    found = parse(
        "# 标题\n\n说明\n\n## 第一条\n\n甲，\n乙。\n\n## 第二条\n\n1. 丙。\n2. 丁，\n   戊。\n\n### 附注\n\n不算。\n"
    )
    assert [(each.at, each.text, each.line) for each in found.sentences] == [
        ("第一条", "甲，乙。", 6),
        ("第二条/1", "丙。", 12),
        ("第二条/2", "丁，戊。", 13),
    ]
