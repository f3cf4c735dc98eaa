"""How are rule packs shown to a person? Lines for `zonecheck rules`; nothing is read or decided here."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from zonecheck.cli.rules_decision import table
from zonecheck.predicates.logic import All
from zonecheck.reports.vocabulary import OUTCOME, RANK, TRUTH, VERDICT
from zonecheck.words import Text, same

if TYPE_CHECKING:
    from zonecheck.packs.cases import Run
    from zonecheck.packs.survivors import Survey
    from zonecheck.rules.rule import Pack, Period, Rule

Row = tuple[Text, Text]

EFFECT = {
    "prohibit": Text("禁止", "prohibits"),
    "review": Text("须人工认定", "asks for a decision"),
    "require": Text("要求", "requires"),
    "advise": Text("建议", "advises"),
}


def in_list(pack: Pack) -> list[Text]:
    """One row of the list of packs."""
    rules = Text("{n} 条规则", "{n} rules").fill(n=len(pack.rules))
    return [same(pack.id), same(pack.number), RANK[pack.rank], _days(pack.in_force), rules, pack.title]


def of_pack(pack: Pack) -> Iterator[Row]:
    """What a pack says of itself."""
    yield Text("规则包", "pack"), same(pack.id)
    yield (
        Text("文件", "document"),
        Text("{title}（{number}）", "{title} ({number})").fill(title=pack.title, number=pack.number),
    )
    yield Text("层级", "rank"), RANK[pack.rank]
    yield Text("施行", "in force"), _days(pack.in_force)
    if pack.in_force_note:
        yield Text("存疑", "doubt"), pack.in_force_note
    yield Text("范围", "reach"), _reach(pack)
    for rule in pack.rules:
        yield same(""), Text(f"{rule.id}：{rule.title.zh}", f"{rule.id}: {rule.title.en}")
    for text in pack.not_checked:
        yield Text("未核查", "not checked"), text
    yield Text("来源", "origin"), _ORIGIN if pack.origin == "bundled" else same(pack.origin)
    yield same("sha256"), same(pack.sha256)


def _reach(pack: Pack) -> Text:
    if pack.jurisdiction is None:
        return _EVERYWHERE
    names = [group[0] for group in pack.jurisdiction.where.values] or [pack.jurisdiction.layer]
    return Text("、".join(names), ", ".join(names))


def of_rule(pack: Pack, rule: Rule) -> Iterator[Row]:
    """The clause, how it is read, and what is asked."""
    yield Text("规则", "rule"), Text(f"{rule.id}：{rule.title.zh}", f"{rule.id}: {rule.title.en}")
    yield Text("条文", "clause"), _clause(pack, rule.citation.article, rule.citation.words)
    yield Text("层级", "rank"), RANK[pack.rank]
    yield Text("施行", "in force"), _days(rule.in_force)
    yield Text("效力", "effect"), EFFECT[rule.effect]
    if rule.applies_to != All(()):
        yield Text("适用", "applies to"), rule.applies_to.words()
    yield _DEMAND[rule.effect in ("prohibit", "review")], rule.demand.words()
    if rule.unless:
        yield Text("但书", "unless"), rule.unless.words()
    yield from _readings(pack, rule)
    if rule.needs:
        yield Text("须由使用者提供", "only the user has"), same(", ".join(sorted(rule.needs)))
    if rule.penalty:
        yield Text("罚则", "penalty"), _clause(pack, rule.penalty.article, rule.penalty.words)
    if rule.displaced_by:
        yield Text("让位于", "displaced by"), same(rule.displaced_by)
    if rule.waivable:
        yield Text("豁免", "waiver"), Text("可经人工认定豁免", "a person's decision may waive it")
    if rule.authority:
        yield Text("认定机关", "decided by"), rule.authority


def _readings(pack: Pack, rule: Rule) -> Iterator[Row]:
    if rule.second_hand:
        yield Text("来源", "known from"), Text("转引，未见原文", "a second-hand source")
    if rule.note:
        yield Text("读法", "reading"), rule.note
    for name in json.loads(rule.canonical)["terms"]:
        term = pack.terms[name]
        if term.interpretation:
            reading = Text("{name}：{words}", "{name}: {words}")
            yield Text("术语", "term"), reading.fill(name=term.name, words=term.interpretation)


def decision(rule: Rule) -> Iterator[Sequence[Text]]:
    """The small table: answers, what comes out, and where that leads; read from the top."""
    parts = [rule.applies_to != All(()), True, rule.unless is not None]
    demand = _DEMAND[rule.effect in ("prohibit", "review")]
    heads = [Text("适用", "applies"), demand, Text("但书", "unless")]
    kept = [head for head, wanted in zip(heads, parts, strict=True) if wanted]
    yield [same(""), *kept, Text("结果", "outcome"), Text("结论", "verdict"), Text("说明", "note")]
    for line in table(rule):
        answers = (line.applies_to, line.demand, line.unless)
        shown = [
            TRUTH[each] if each else same("—") for each, wanted in zip(answers, parts, strict=True) if wanted
        ]
        verdict = VERDICT[line.verdict] if line.verdict else same("—")
        outcome = Text(f"{OUTCOME[line.outcome].zh}（{line.outcome}）", line.outcome)
        yield [same(""), *shown, outcome, verdict, line.note or same("")]


def of_run(pack: str, run: Run) -> Iterator[Text]:
    """How the cases of a pack came out."""
    for problem in run.differences:
        yield Text(problem("zh"), problem("en"))
    for rule, outcome in run.uncovered:
        yield Text(f"{pack}/{rule}：没有用例得出 {outcome}", f"{pack}/{rule}: no case comes out as {outcome}")
    yield Text(
        "{pack}：{passed} 个用例符合，{failed} 处不符，{uncovered} 个结果没有用例",
        "{pack}: {passed} cases as expected, {failed} differences, {uncovered} outcomes without a case",
    ).fill(pack=pack, passed=run.passed, failed=len(run.differences), uncovered=len(run.uncovered))


def of_survey(pack: str, survey: Survey) -> Iterator[Text]:
    """Which mistakes no case would notice."""
    for mutant in survey.survivors:
        yield _UNNOTICED.fill(pack=pack, place=mutant.place, change=mutant.change)
    yield Text(
        "{pack}：{tried} 处改错，{survivors} 处未被用例发现",
        "{pack}: {tried} mistakes put in, {survivors} not noticed by any case",
    ).fill(pack=pack, tried=survey.tried, survivors=len(survey.survivors))


def _clause(pack: Pack, article: str, words: Text) -> Text:
    return Text(f"{pack.number} {article}：{words.zh}", f"{pack.number}, {article}: {words.en}")


def _days(period: Period) -> Text:
    if period.until:
        return Text(f"{period.start} 至 {period.until}", f"{period.start} to {period.until}")
    return Text(f"{period.start} 起", f"since {period.start}")


_UNNOTICED = Text(
    "{pack}/{place}：改错而没有用例发现，请补充用例：{change}",
    "{pack}/{place}: no case notices the change '{change}'; add one that does",
)
_EVERYWHERE = Text("全国", "everywhere")
_ORIGIN = Text("随附", "bundled")
_DEMAND = {True: Text("禁止情形", "forbids"), False: Text("要求", "requires")}
