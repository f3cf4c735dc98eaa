"""Every outcome of every kind of rule, why it is open, and what follows from it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import numpy as np
import pytest
import shapely

from tables import bundled_layers, days, projects, table
from test_needs import ELSEWHERE, HERE, RED_LINE, red_line
from zonecheck.engine.check import check
from zonecheck.engine.outcomes import OUTCOMES, Circumstances, Judged, judge
from zonecheck.engine.traits import distinct, known_again, unlike
from zonecheck.engine.verdicts import CLEAR, REVIEW, VERDICTS, Docket, decide, leads_to
from zonecheck.packs.load import load
from zonecheck.predicates.attributes import Attribute
from zonecheck.predicates.industry import Industry
from zonecheck.predicates.logic import All
from zonecheck.predicates.logic import Any as Some
from zonecheck.predicates.spatial import Intersects, Where, Within
from zonecheck.predicates.terms import Term
from zonecheck.results import Citation, ProjectResult
from zonecheck.rules.decision import Decision
from zonecheck.rules.rule import Pack, Period, Rule
from zonecheck.truth import Answers, causes
from zonecheck.words import same

TWO_HIGH, PULPING, LINEAR = (Attribute(name, "is", True) for name in ("two_high", "pulping", "linear"))
RED = Intersects("red_line", Where())
PLAIN = replace(RED_LINE, applies_to=All(()), demand=TWO_HIGH, unless=None, needs=frozenset())
SAID = {"yes": {"two_high": "是"}, "no": {"two_high": "否"}, "unknown": {}}
MAPPED = {"yes": red_line(HERE), "no": red_line(ELSEWHERE), "unknown": None}
IN_DISTRICT = {"district": "曾都区"}
BORDER = shapely.box(113.0987, 31.4427, 113.0993, 31.4433)
INSIDE = shapely.box(113.3265, 31.7125, 113.3275, 31.7135)


def told(judged: Judged, row: int = 0) -> tuple[str, tuple[str, ...], list[str]]:
    facts = sorted(name for name, rows in judged.facts.items() if rows[row])
    return OUTCOMES[judged.outcome[row]], causes(int(judged.because[row])), facts


def pack_of(*rules: Rule, **more: Any) -> Pack:
    base = load("suizhou-2018-4")
    named = tuple(replace(rule, id=f"{base.id}/{rule.id.split('/')[1]}") for rule in rules)
    periods = frozenset(rule.in_force for rule in named)
    return replace(base, rules=named, periods=periods, **more)


@pytest.mark.parametrize("review", [True, False])
@pytest.mark.parametrize("mapped_first", [True, False])
def test_a_duty_asks_whether_it_applies_and_whether_it_is_met(mapped_first: bool, review: bool) -> None:
    """What is open is open for the causes of the part that is not known, and of no other."""
    unmet = "undetermined" if review else "open"
    expected = {
        ("no", "no"): "not_applicable",
        ("no", "unknown"): "not_applicable",
        ("no", "yes"): "not_applicable",
        ("unknown", "yes"): "met",
        ("yes", "yes"): "met",
        ("yes", "no"): "unmet",
        ("unknown", "no"): unmet,
        ("yes", "unknown"): "open",
        ("unknown", "unknown"): "open",
    }
    parts = (RED, TWO_HIGH) if mapped_first else (TWO_HIGH, RED)
    rule = replace(PLAIN, effect="require", applies_to=parts[0], demand=parts[1], if_unmet_review=review)
    why = ("missing_layer", "missing_attribute") if mapped_first else ("missing_attribute", "missing_layer")
    for (applies, met), outcome in expected.items():
        mapped, said = (applies, met) if mapped_first else (met, applies)
        judged = judge(rule, table(SAID[said], layers=MAPPED[mapped]), Circumstances())
        open_for = {cause for cause, truth in zip(why, (applies, met), strict=True) if truth == "unknown"}
        settled = outcome not in ("open", "undetermined")
        found, because, _ = told(judged)
        assert (found, set(because)) == (outcome, set() if settled else open_for), (applies, met)


def test_a_ban_is_not_applicable_then_satisfied_then_exempt() -> None:
    rule = replace(PLAIN, effect="prohibit", applies_to=TWO_HIGH, demand=PULPING, unless=LINEAR)
    names = ("two_high", "pulping", "linear")
    rows = list(product((True, False), repeat=3))
    made = table(*(dict(zip(names, row, strict=True)) for row in rows))
    found = [told(judge(rule, made, Circumstances()), row) for row in range(8)]
    assert found == [
        ("exempt", (), []),
        ("violated", (), []),
        ("satisfied", (), []),
        ("satisfied", (), []),
        *[("not_applicable", (), [])] * 4,
    ]
    asked = judge(replace(rule, effect="review"), made, Circumstances())
    assert told(asked, 1) == ("undetermined", ("discretion",), [])
    assert [told(asked, row) for row in (0, 2, 7)] == [found[row] for row in (0, 2, 7)]
    without = judge(replace(rule, unless=None), made, Circumstances())
    assert [told(without, row)[0] for row in range(8)] == [
        *["violated"] * 2, *["satisfied"] * 2, *["not_applicable"] * 4,
    ]  # fmt: skip


def test_a_fact_that_both_parts_of_a_duty_lack_is_named_wherever_one_lacks_it() -> None:
    rule = replace(
        PLAIN, effect="require", applies_to=All((TWO_HIGH, PULPING)), demand=Some((TWO_HIGH, LINEAR))
    )
    made = table(
        {"pulping": "是", "linear": "是"}, {"pulping": "否", "linear": "否"}, {"pulping": "是"}, {"two_high": "是"}
    )  # fmt: skip
    judged = judge(rule, made, Circumstances())
    assert list(judged.facts) == ["pulping", "two_high", "linear"]
    assert {name: mask.tolist() for name, mask in judged.facts.items()} == {
        "two_high": [True, True, True, False],
        "pulping": [False, False, False, True],
        "linear": [False, False, True, False],
    }


def test_what_a_rule_needs_is_open_until_it_is_stated_or_demanded() -> None:
    ban = replace(PLAIN, effect="prohibit", needs=frozenset({"two_high"}))
    made = table({}, {}, {"two_high": "是"}, {"two_high": "否"})
    unread = {"two_high": np.array([False, True, False, False]), "pulping": np.array([True] * 4)}
    usual = judge(ban, made, Circumstances(unreadable=unread))
    assert [told(usual, row)[0] for row in range(4)] == ["open", "undetermined", "violated", "satisfied"]
    demanded = judge(ban, made, Circumstances(frozenset({"two_high"}), unread))
    assert [told(demanded, row)[0] for row in range(4)] == [
        "undetermined", "undetermined", "violated", "satisfied",
    ]  # fmt: skip
    other = judge(ban, made, Circumstances(frozenset({"pulping"}), unread))
    assert told(other) == told(usual) == ("open", ("missing_attribute",), ["two_high"])
    duty = replace(ban, effect="require", needs=frozenset())
    assert [told(judge(duty, made, Circumstances(frozenset({"two_high"}))), row)[0] for row in range(4)] == [
        "undetermined", "undetermined", "met", "unmet",
    ]  # fmt: skip


@pytest.mark.parametrize("effect", ["prohibit", "review", "require", "advise"])
@pytest.mark.parametrize("review", [True, False])
def test_each_outcome_leads_to_one_verdict(effect: Any, review: bool) -> None:
    rule = replace(PLAIN, effect=effect, if_unmet_review=review)
    other = {
        "violated": "prohibited",
        "undetermined": "review",
        "unmet": "review" if review else "conditional",
    }
    for number, outcome in enumerate(OUTCOMES):
        expected = "clear" if effect == "advise" else other.get(outcome, "clear")
        assert VERDICTS[leads_to(rule, np.int8(number))] == expected
    assert leads_to(rule, np.int8(-1)) == CLEAR


def test_where_a_pack_reaches_in_doubt_the_district_is_missing_beside_what_else_is() -> None:
    """One project lacks the district that the rule reads; another names one that neither it nor the map knows."""
    ban = replace(PLAIN, effect="prohibit", demand=Attribute("district", "is", "某区"))
    made = table({}, {"district": "某区"}, {"district": "某县"}, site=BORDER, layers=bundled_layers())
    (judged,) = decide([pack_of(ban)], made, Circumstances()).judged
    assert [told(judged, row)[0] for row in range(3)] == ["undetermined", "undetermined", "satisfied"]
    assert {name: mask.tolist() for name, mask in judged.facts.items()} == {"district": [True, True, False]}
    assert told(judged, 1)[1] == ("border",)
    firm = pack_of(replace(PLAIN, effect="prohibit"))
    made = table({"two_high": "是"}, {}, site=BORDER, layers=bundled_layers())
    (judged,) = decide([firm], made, Circumstances()).judged
    assert told(judged) == ("undetermined", ("border",), ["district"])
    assert told(judged, 1)[2] == ["two_high"]


def test_columns_are_cut_and_joined_with_all_that_belongs_to_them() -> None:
    one = Judged(np.array([0, 1], np.int8), np.array([0, 4], np.uint16), {"a": np.array([True, False])})
    two = Judged(np.array([2], np.int8), np.array([8], np.uint16), {"b": np.array([True])})
    both = one.joined(two)
    assert (both.outcome.tolist(), both.because.tolist()) == ([0, 1, 2], [0, 4, 8])
    assert {name: mask.tolist() for name, mask in both.facts.items()} == {
        "a": [True, False, False],
        "b": [False, False, True],
    }
    back = both.take(np.array([2, 0]))
    assert (back.outcome.tolist(), back.because.tolist()) == ([2, 0], [8, 0])
    assert {name: mask.tolist() for name, mask in back.facts.items()} == {
        "a": [False, True],
        "b": [True, False],
    }
    part = Circumstances(frozenset({"x"}), {"a": np.array([True, False])}).take(np.array([1]))
    assert (sorted(part.required), part.unreadable["a"].tolist()) == (["x"], [False])
    reached = Answers(np.array([2, 1], np.int8), np.array([0, 256], np.uint16))
    docket = Docket([PLAIN], [pack_of(PLAIN)], [one], [reached], np.array([0, 1], np.int8), REVIEW)
    more = Docket([PLAIN], [pack_of(PLAIN)], [two], [reached.take(np.array([0]))], np.array([2], np.int8))
    joined = docket.joined(more)
    assert joined.verdict.tolist() == [0, 1, 2]
    assert joined.worst_of_others == REVIEW
    last = joined.take(np.array([2, 1]))
    assert (last.verdict.tolist(), last.judged[0].outcome.tolist()) == ([2, 1], [2, 1])
    assert (last.reaches[0].truth.tolist(), last.reaches[0].because.tolist()) == ([2, 1], [0, 256])
    assert last.worst_of_others == REVIEW


def test_of_some_rules_alone_the_verdict_is_theirs_or_what_the_others_lead_to() -> None:
    ban = replace(PLAIN, id="x/ban", effect="prohibit")
    duty = replace(PLAIN, id="x/duty", effect="require", demand=PULPING)
    pack = pack_of(ban, duty)
    stated = {**IN_DISTRICT, "two_high": "是", "pulping": "否"}
    docket = decide([pack], table(stated, site=INSIDE, layers=bundled_layers()), Circumstances())
    assert docket.verdict.tolist() == [0]
    alone = docket.only({f"{pack.id}/duty"}, CLEAR)
    assert ([rule.id for rule in alone.rules], [rule.id for rule in alone.packs[0].rules]) == (
        [f"{pack.id}/duty"], [f"{pack.id}/duty"],
    )  # fmt: skip
    assert (VERDICTS[alone.verdict[0]], alone.worst_of_others) == ("conditional", CLEAR)
    assert told(alone.judged[0]) == ("unmet", (), [])
    bound = docket.only({f"{pack.id}/duty"}, REVIEW)
    assert (VERDICTS[bound.verdict[0]], bound.worst_of_others) == ("review", REVIEW)
    assert VERDICTS[bound.verdict_if([alone.judged[0]])[0]] == "review"


def result(
    packs: list[Pack], stated: dict[str, Any], *, decisions: tuple[Decision, ...] = (), site: Any = INSIDE
) -> ProjectResult:
    made = projects({"id": "P1", **IN_DISTRICT, **stated}, site=site)
    (found,) = check(made, packs, bundled_layers(), on=days(1), decisions=decisions).results()
    return found


def decision(found: ProjectResult, rule: str, decides: Any) -> Decision:
    (facts,) = [each.facts for each in found.findings if each.rule == rule]
    return Decision(
        rule, "P1", str(found.outline), facts, decides, "某局", "某文", "因", date(2026, 1, 1), date(2027, 1, 1), "d:1"
    )  # fmt: skip


def test_beside_a_waiver_the_best_that_can_follow_is_a_duty() -> None:
    waivable = replace(PLAIN, id="x/waivable", effect="prohibit", waivable=True)
    first = replace(PLAIN, id="x/first", effect="review", demand=PULPING)
    second = replace(PLAIN, id="x/second", effect="review", demand=LINEAR)
    pack = pack_of(waivable, first, second)
    stated = {"two_high": "是", "pulping": "是", "linear": "是"}
    before = result([pack], stated)
    waived, settled = (
        decision(before, f"{pack.id}/waivable", "waived"),
        decision(before, f"{pack.id}/first", "satisfied"),
    )
    found = result([pack], stated, decisions=(waived, settled))
    assert found.verdict == "review"
    (entry,) = found.settle
    assert entry.fact == f"decision:{pack.id}/second"
    assert {each.value: each.verdict for each in entry.values} == {
        "violated": "prohibited", "satisfied": "conditional",
    }  # fmt: skip
    without = result([pack], {**stated, "two_high": "否"}, decisions=(settled,))
    assert without.verdict == "review"


def test_the_clause_above_is_cited_and_no_other() -> None:
    def ban(name: str, **more: Any) -> Rule:
        cited = Citation(f"{name}号", "law", "一", f"{name}的话")
        return replace(PLAIN, id=f"x/{name}", effect="prohibit", citation=cited, **more)

    base = load("suizhou-2018-4").id
    rules = [ban("a"), ban("b", displaced_by=f"{base}/c"), ban("c"), ban("d")]
    found = {each.rule: each for each in result([pack_of(*rules)], {"two_high": "是"}).findings}
    (against,) = found[f"{base}/b"].interpretations
    assert against.en == (
        "stands against c号, 一: 「c的话」; which of the two holds is for the authority to say"
    )
    assert [found[f"{base}/{name}"].interpretations for name in "acd"] == [()] * 3
    assert [found[f"{base}/{name}"].outcome for name in "abcd"] == [
        "violated", "undetermined", "violated", "violated",
    ]  # fmt: skip
    (alone,) = result([pack_of(rules[1])], {"two_high": "是"}).findings
    assert (alone.outcome, alone.interpretations) == ("violated", ())


def test_findings_stand_by_outcome_then_rank_then_pack_then_order() -> None:
    def rule(name: str, rank: Any, demand: Any = TWO_HIGH) -> Rule:
        return replace(
            PLAIN, id=f"x/{name}", effect="prohibit", demand=demand, citation=Citation("某", rank, "一", "")
        )

    base = load("suizhou-2018-4").id
    first = pack_of(
        rule("satisfied", "law", PULPING),
        rule("low", "normative_document"),
        rule("rule", "rule"),
        rule("local", "local_regulation"),
        rule("administrative", "administrative_regulation"),
        rule("law", "law"),
        rule("another", "law"),
    )
    earlier = replace(
        pack_of(),
        id="a",
        rules=(replace(rule("x", "law"), id="a/x"),),
        periods=frozenset({Period(date(2020, 1, 1))}),
    )
    found = result([first, earlier], {"two_high": "是", "pulping": "否"})
    assert [each.rule.removeprefix(f"{base}/") for each in found.findings] == [
        "a/x", "law", "another", "administrative", "local", "rule", "low", "satisfied",
    ]  # fmt: skip
    assert [each.pack for each in found.jurisdictions] == [base, "a"]


TERMS = [
    Industry(Term(name, same(name), frozenset({code}), frozenset()))
    for name, code in (("chemical", "2614"), ("paper", "2221"))
]


def test_of_codes_that_are_not_stated_one_is_shown_at_a_time() -> None:
    """Two kinds of industry at once are tried, but not shown; of two codes that are stated both are."""
    ban = replace(PLAIN, effect="prohibit", demand=All(tuple(TERMS)))
    found = result([pack_of(ban)], {})
    (entry,) = found.settle
    assert entry.fact == "industry"
    assert [each.value for each in entry.values if ";" in each.value] == []
    assert len(entry.values) > 1
    (coarse,) = result([pack_of(ban)], {"industry": "261;2221"}).settle
    assert {each.value: each.verdict for each in coarse.values} == {
        "2611;2221": "clear", "2614;2221": "prohibited",
    }  # fmt: skip


def test_rows_that_are_unlike_are_so_in_every_table() -> None:
    trait = unlike(table({}, {}, {}))
    first, kind = distinct([trait])
    assert (first.tolist(), kind.tolist()) == ([0, 1, 2], [0, 1, 2])
    keys = known_again([trait], first) + known_again([unlike(table({}))], np.array([0]))
    assert len(set(keys)) == 4


def test_of_joint_answers_at_most_one_yes_is_shown() -> None:
    """A site near the one and near the other is tried, but each is asked for by itself, or neither."""
    near = [Within("r", Where("name", ((name,),)), "at_most", 500.0) for name in ("甲河", "乙河")]
    ban = replace(PLAIN, effect="prohibit", demand=Some(tuple(near)))
    (entry,) = result([pack_of(ban)], {}).settle
    assert entry.fact == "r"
    assert [each.verdict for each in entry.values] == ["prohibited", "prohibited", "clear"]


def test_a_statement_that_cannot_be_read_is_that_of_its_own_project_beside_a_decision() -> None:
    first = replace(PLAIN, id="x/first", effect="review", demand=PULPING)
    needing = replace(
        PLAIN,
        id="x/needing",
        effect="prohibit",
        demand=Attribute("land_catalogue", "is", "prohibited"),
        needs=frozenset({"land_catalogue"}),
    )
    pack = pack_of(first, needing)
    plain = {**IN_DISTRICT, "pulping": "是"}
    made = projects({**plain, "id": "P0"}, {**plain, "id": "P1", "land_catalogue": "whatever"}, site=INSIDE)
    before = list(check(made, [pack], bundled_layers(), on=days(2)).results())
    settled = decision(before[1], f"{pack.id}/first", "satisfied")
    found = list(check(made, [pack], bundled_layers(), on=days(2), decisions=[settled]).results())
    assert [each.verdict for each in found] == ["review", "review"]
    assert [entry.fact for entry in found[0].settle] == [f"decision:{pack.id}/first"]
    (entry,) = found[1].settle
    assert entry.fact == "land_catalogue"
    assert {each.value: each.verdict for each in entry.values}["prohibited"] == "prohibited"


def test_what_is_open_is_not_counted_as_checked() -> None:
    duty = replace(PLAIN, id="x/duty", effect="require", demand=PULPING)
    ban = replace(PLAIN, id="x/ban", effect="prohibit")
    found = result([pack_of(duty, ban, replace(duty, id="x/second"))], {"two_high": "否"})
    assert [each.outcome for each in found.findings] == ["open", "open", "satisfied"]
    assert (found.checked, found.open) == (1, 2)
