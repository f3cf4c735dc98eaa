"""What would settle a review? The facts that can still change the verdict, and what each of their values leads to.

A fact is listed if, for some values of the other facts, two of its values give different verdicts; a fact that cannot
change the verdict is never asked for (contract, section 3). Duties left open change nothing and are not settled here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from zonecheck.engine.completions import Fact, expand, missing_facts
from zonecheck.engine.jurisdiction import ELSEWHERE
from zonecheck.engine.outcomes import SATISFIED, UNDETERMINED, VIOLATED, Circumstances, Judged, violation
from zonecheck.engine.verdicts import VERDICTS, Docket, decide, verdict_of
from zonecheck.engine.wording import decision_words, fact_words, value_text, value_words
from zonecheck.results import Settle, SettleValue
from zonecheck.truth import UNKNOWN, Cause
from zonecheck.words import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonecheck.predicates.question import Predicate
    from zonecheck.predicates.table import Table
    from zonecheck.rules.rule import Pack, Rule

NEEDS_A_PERSON = Cause.DISCRETION | Cause.INTERPRETATION | Cause.CONTRADICTION


@dataclass(frozen=True, eq=False)
class Case:
    """One project under review: its table of one row, and what is undetermined about it."""

    packs: Sequence[Pack]
    table: Table
    circumstances: Circumstances
    docket: Docket

    def undetermined(self) -> list[Rule]:
        return [
            rule
            for rule, judged in zip(self.docket.rules, self.docket.judged, strict=True)
            if judged.outcome[0] == UNDETERMINED and rule.effect != "advise"
        ]

    def for_a_person(self) -> list[Rule]:
        """The rules that no fact settles: the clause, its reading or a contradiction needs a decision."""
        return [
            rule
            for rule, judged in zip(self.docket.rules, self.docket.judged, strict=True)
            if judged.outcome[0] == UNDETERMINED and rule.effect != "advise" and judged.because[0] & NEEDS_A_PERSON
        ]

    def decide(self, table: Table) -> Docket:
        """The verdict on other rows of the same project."""
        n = len(table)
        unreadable = {name: np.repeat(mask, n) for name, mask in self.circumstances.unreadable.items()}
        return decide(self.packs, table, Circumstances(self.circumstances.required, unreadable))


def settle(case: Case) -> tuple[Settle, ...]:
    """The settle list of one project whose verdict is `review`."""
    facts, whole = missing_facts([_asked(rule) for rule in case.undetermined()], case.table)
    facts += _border(case)
    size = np.prod([len(fact.values) for fact in facts], dtype=float) * 2 ** len(case.for_a_person())
    if not whole or size > LIMIT:
        telling, minimised = facts, False
    else:
        telling, minimised = _telling(case, facts), True
    entries = [_entry(case, fact, minimised) for fact in telling]
    return (*entries, *(_decision(case, rule) for rule in case.for_a_person()))


LIMIT = 4096


def _asked(rule: Rule) -> Predicate:
    return violation(rule)


def _border(case: Case) -> list[Fact]:
    """The district of the project, where it is missing and not certain."""
    doubtful = [
        pack
        for pack, found in zip(case.docket.packs, case.docket.reaches, strict=True)
        if found.truth[0] == UNKNOWN and pack.jurisdiction is not None
    ]
    if not doubtful or not case.table.columns["district"].missing[0]:
        return []
    names = [group[0] for pack in doubtful if pack.jurisdiction for group in pack.jurisdiction.where.values]
    return [Fact("district", (names[0], ELSEWHERE))] if names else []


def _telling(case: Case, facts: list[Fact]) -> list[Fact]:
    """Those facts that, the others being what they may, can change the verdict."""
    docket = case.decide(expand(case.table, facts))
    verdicts = _with_decisions(docket, case.for_a_person())
    shape = [len(fact.values) for fact in facts]
    return [
        fact
        for axis, fact in enumerate(facts)
        if any(_varies(verdict.reshape(shape), axis) for verdict in verdicts)
    ]


def _varies(values: NDArray[np.int8], axis: int) -> bool:
    return bool((values.max(axis) != values.min(axis)).any())


def _with_decisions(docket: Docket, open_rules: Sequence[Rule]) -> list[NDArray[np.int8]]:
    """The verdicts under every way in which a person could decide."""
    ways = product((VIOLATED, SATISFIED), repeat=len(open_rules))
    return [_decided(docket, dict(zip((rule.id for rule in open_rules), way, strict=True))) for way in ways]


def _decided(docket: Docket, decisions: Mapping[str, np.int8]) -> NDArray[np.int8]:
    judged = [
        _override(each, decisions[rule.id]) if rule.id in decisions else each
        for rule, each in zip(docket.rules, docket.judged, strict=True)
    ]
    return verdict_of(docket, judged)


def _override(judged: Judged, outcome: np.int8) -> Judged:
    decided = np.where(judged.outcome == UNDETERMINED, outcome, judged.outcome)
    return Judged(decided, judged.because, judged.facts)


def _entry(case: Case, fact: Fact, minimised: bool) -> Settle:
    """One fact: its values, each with the verdict that follows while the rest is still missing."""
    verdicts = case.decide(expand(case.table, [fact])).verdict
    values = [
        SettleValue(value_text(fact, value), VERDICTS[verdict], value_words(fact, value))  # type: ignore[arg-type]
        for value, verdict in zip(fact.values, verdicts, strict=True)
    ]
    return Settle(fact.name, tuple(values), fact_words(fact), minimised)


def _decision(case: Case, rule: Rule) -> Settle:
    values = []
    for outcome, word in ((VIOLATED, "violated"), (SATISFIED, "satisfied")):
        verdict = _decided(case.docket, {rule.id: outcome})[0]
        values.append(SettleValue(word, VERDICTS[verdict], decision_words(word)))  # type: ignore[arg-type]
    authority = rule.authority or DEFAULT_AUTHORITY
    return Settle(f"decision:{rule.id}", tuple(values), rule.title, authority=authority)


DEFAULT_AUTHORITY = Text("有审批权的生态环境主管部门", "the environmental authority competent for approval")
