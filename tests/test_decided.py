"""What becomes of each decision of a person, and of the verdict, on a small country of projects."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

import everything
from zonecheck.engine.check import Checked, check
from zonecheck.engine.decided import Use
from zonecheck.results import Decided, Finding, ProjectResult
from zonecheck.rules.decision import Decision
from zonecheck.words import Text

DAY = date(2026, 5, 1)
ROWS = [1, 8, 15, 17]
BY_THE_BANK, PARKED, NEARBY, CAUGHT = (
    "by the bank, excused",
    "in a park",
    "a plant nearby",
    "by the bank, caught",
)


@pytest.fixture(scope="module")
def undecided(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    folder = tmp_path_factory.mktemp("decided")
    packs, layers = everything.rules(folder), everything.layers(folder)
    return check(everything.projects(ROWS), packs, layers, on=everything.days()[ROWS])


@pytest.fixture(scope="module")
def results(undecided: Checked) -> Mapping[str, ProjectResult]:
    return {str(result.name): result for result in undecided.results()}


def finding(result: ProjectResult, rule: str) -> Finding:
    (found,) = [each for each in result.findings if each.rule == rule]
    return found


def decision(result: ProjectResult, rule: str = "all/river-graded", **more: Any) -> Decision:
    made = Decision(
        rule, str(result.id), str(result.outline), finding(result, rule).facts, "satisfied", "某局", "某文", "因",
        date(2026, 4, 1), date(2026, 12, 31), "decisions.yaml:1",
    )  # fmt: skip
    return replace(made, **more)


def decided(undecided: Checked, *decisions: Decision) -> Checked:
    return check(
        undecided.projects,
        undecided.packs,
        undecided.table.space.layers,
        on=undecided.on,
        decisions=decisions,
    )


@pytest.mark.parametrize(
    ("more", "state", "soon"),
    [
        ({}, "applied", False),
        ({"granted": DAY}, "applied", False),
        ({"granted": date(2026, 5, 2)}, "not_yet", False),
        ({"expires": DAY}, "applied", True),
        ({"expires": date(2026, 5, 31)}, "applied", True),
        ({"expires": date(2026, 6, 1)}, "applied", False),
        ({"expires": date(2026, 4, 30)}, "expired", False),
        ({"outline": "0" * 64}, "moved", False),
        ({"facts": "0" * 64}, "changed", False),
        ({"decides": "waived"}, "no_question", False),
    ],
)
def test_a_decision_holds_as_long_as_nothing_has_changed(
    undecided: Checked, results: Mapping[str, ProjectResult], more: dict[str, Any], state: str, soon: bool
) -> None:
    made = decision(results[BY_THE_BANK], **more)
    found = decided(undecided, made)
    row = list(results).index(BY_THE_BANK)
    rule = [each.id for each in found.docket.rules].index(made.rule)
    assert found.uses == [Use(made, state, rule, row, soon)]  # type: ignore[arg-type]


@pytest.mark.parametrize("more", [{"project": "P99"}, {"rule": "all/none"}])
def test_what_names_nothing_is_unused(
    undecided: Checked, results: Mapping[str, ProjectResult], more: dict[str, str]
) -> None:
    made = replace(decision(results[BY_THE_BANK]), **more)
    assert decided(undecided, made).uses == [Use(made, "unused", -1, -1, False)]


def test_what_is_no_question_is_not_answered(
    undecided: Checked, results: Mapping[str, ProjectResult]
) -> None:
    made = decision(results[BY_THE_BANK], "all/river-wide", decides="violated")
    found = decided(undecided, made)
    assert [use.state for use in found.uses] == ["no_question"]
    assert found.verdicts.tolist() == undecided.verdicts.tolist()


def test_only_a_rule_that_says_so_can_be_waived(
    undecided: Checked, results: Mapping[str, ProjectResult]
) -> None:
    made = [
        decision(results[PARKED], rule, decides="waived")
        for rule in ("all/park", "all/river-graded", "all/park-list")
    ]
    found = decided(undecided, *made)
    assert [finding(results[PARKED], each.rule).outcome for each in made] == [
        "violated",
        "undetermined",
        "violated",
    ]
    assert [use.state for use in found.uses] == ["no_question"] * 3
    assert found.verdicts.tolist() == undecided.verdicts.tolist()


@pytest.mark.parametrize(
    ("rule", "decides", "state", "leads_to"),
    [
        ("all/river", "waived", "applied", "conditional"),
        ("all/river", "satisfied", "no_question", "prohibited"),
        ("all/river-graded", "waived", "no_question", "review"),
        ("all/river-graded", "satisfied", "applied", "clear"),
        ("all/river-graded", "not_applicable", "applied", "clear"),
        ("all/river-graded", "violated", "applied", "prohibited"),
    ],
)
def test_a_finding_keeps_its_outcome_beside_what_was_decided(
    undecided: Checked,
    results: Mapping[str, ProjectResult],
    rule: str,
    decides: Any,
    state: str,
    leads_to: str,
) -> None:
    made = decision(results[CAUGHT], rule, decides=decides)
    found = decided(undecided, made)
    (told,) = [result for result in found.results() if result.name == CAUGHT]
    before, after = finding(results[CAUGHT], rule), finding(told, rule)
    assert [use.state for use in found.uses] == [state]
    assert after.leads_to == leads_to
    said = Decided(decides, "某局", "某文", "因", made.granted, made.expires)
    assert after == replace(before, leads_to=leads_to, decision=said if state == "applied" else None)  # type: ignore[arg-type]
    assert [each for each in told.findings if each.rule != rule] == [
        each for each in results[CAUGHT].findings if each.rule != rule
    ]


def test_the_verdict_follows_from_all_that_was_decided(
    undecided: Checked, results: Mapping[str, ProjectResult]
) -> None:
    """One of two answers leaves the other open; a waived ban is a duty; what is decided against is prohibited."""
    nearby, caught = results[NEARBY], results[CAUGHT]
    graded, waived = decision(nearby), decision(caught, "all/river", decides="waived")
    for made, verdicts in (
        ([], ("review", "prohibited")),
        ([graded], ("conditional", "prohibited")),
        ([replace(graded, decides="violated")], ("prohibited", "prohibited")),
        ([waived], ("review", "review")),
        ([waived, graded], ("conditional", "review")),
    ):
        told = {result.name: result for result in decided(undecided, *made).results()}
        assert (told[NEARBY].verdict, told[CAUGHT].verdict) == verdicts
        assert told[BY_THE_BANK] == results[BY_THE_BANK]


def test_what_a_person_has_decided_is_not_asked_again(
    undecided: Checked, results: Mapping[str, ProjectResult]
) -> None:
    before = {entry.fact: entry for entry in results[BY_THE_BANK].settle}
    (told,) = [
        result
        for result in decided(undecided, decision(results[BY_THE_BANK])).results()
        if result.name == BY_THE_BANK
    ]
    after = {entry.fact: entry for entry in told.settle}
    assert before.keys() - after.keys() == {"decision:all/river-graded"}
    authority = Text("有审批权的生态环境主管部门", "the environmental authority competent for approval")
    assert before["decision:all/river-graded"].authority == authority
