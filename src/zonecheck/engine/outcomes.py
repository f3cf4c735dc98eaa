"""What does one rule say of each project? The table of contract section 3, as columns.

`prohibit` and `review` are judged over all completions of what is missing; where none violates, an unknown `applies_to`
is read as yes. `require` and `advise` ask their two parts one after the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from zonecheck.engine.completions import Completed, complete, could_settle
from zonecheck.predicates.logic import All, Not
from zonecheck.truth import NO, UNKNOWN, YES, Cause

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonecheck.predicates.question import Predicate
    from zonecheck.predicates.table import Table
    from zonecheck.results import Outcome
    from zonecheck.rules.rule import Rule

OUTCOMES: Final[tuple[Outcome, ...]] = (
    "violated",
    "undetermined",
    "unmet",
    "open",
    "exempt",
    "satisfied",
    "met",
    "not_applicable",
)
(VIOLATED, UNDETERMINED, UNMET, OPEN, EXEMPT, SATISFIED, MET, NOT_APPLICABLE) = np.arange(8, dtype=np.int8)
NOT_JUDGED = np.int8(-1)


@dataclass(frozen=True, eq=False)
class Judged:
    """One rule over n rows: the outcome, why it is undetermined or open, and by fact where it could still change."""

    outcome: NDArray[np.int8]
    because: NDArray[np.uint16]
    facts: Mapping[str, NDArray[np.bool_]]

    def take(self, rows: NDArray[np.intp]) -> Judged:
        facts = {name: mask[rows] for name, mask in self.facts.items()}
        return Judged(self.outcome[rows], self.because[rows], facts)

    def joined(self, more: Judged) -> Judged:
        """These rows and then those of `more`."""
        here, there = np.zeros(len(self.outcome), dtype=bool), np.zeros(len(more.outcome), dtype=bool)
        facts = {
            name: np.concatenate([self.facts.get(name, here), more.facts.get(name, there)])
            for name in dict.fromkeys([*self.facts, *more.facts])
        }
        outcome = np.concatenate([self.outcome, more.outcome])
        return Judged(outcome, np.concatenate([self.because, more.because]), facts)


@dataclass(frozen=True, eq=False)
class Circumstances:
    """What besides the rule decides whether something missing is the user's to supply: data demanded by `--require`,
    and by attribute the rows in which a statement was made that could not be read."""

    required: frozenset[str] = frozenset()
    unreadable: Mapping[str, NDArray[np.bool_]] = field(default_factory=dict)

    def take(self, rows: NDArray[np.intp]) -> Circumstances:
        return Circumstances(self.required, {key: mask[rows] for key, mask in self.unreadable.items()})


def violation(rule: Rule) -> Predicate:
    """All that must hold for a prohibition to be violated."""
    parts = (rule.applies_to, rule.demand, *((Not((rule.unless,)),) if rule.unless else ()))
    return All(parts)


def judge(rule: Rule, table: Table, circumstances: Circumstances) -> Judged:
    """The outcome of `rule` in each row of the table."""
    judged = _prohibited(rule, table) if _forbids(rule) else _required(rule, table)
    return _left_to_the_user(rule, table, judged, circumstances)


def _prohibited(rule: Rule, table: Table) -> Judged:
    whole = complete(violation(rule), table)
    outcome = np.select(
        [whole.answers.truth == YES, whole.answers.truth == UNKNOWN],
        [VIOLATED, UNDETERMINED],
        _not_violated(rule, table, whole.answers.truth == NO),
    ).astype(np.int8)
    because = whole.answers.because
    if rule.effect == "review":
        because = np.where(outcome == VIOLATED, np.uint16(Cause.DISCRETION), because)
        outcome = np.where(outcome == VIOLATED, UNDETERMINED, outcome)
    return Judged(outcome, because, whole.facts)


def _not_violated(rule: Rule, table: Table, asked: NDArray[np.bool_]) -> NDArray[np.int8]:
    """Why a prohibition does not bite: it does not apply, its object is absent, or its proviso excuses."""
    rows = np.flatnonzero(asked)
    part = table.take(rows)
    applies, forbids = (complete(each, part).answers.truth for each in (rule.applies_to, rule.demand))
    excused = complete(rule.unless, part).answers.truth if rule.unless else np.full(len(rows), NO)
    found = np.full(len(table), SATISFIED)
    found[rows] = np.select(
        [applies == NO, forbids == NO, excused == YES], [NOT_APPLICABLE, SATISFIED, EXEMPT], SATISFIED
    )
    return found


def _required(rule: Rule, table: Table) -> Judged:
    applies, met = complete(rule.applies_to, table), complete(rule.demand, table)
    a, r = applies.answers.truth, met.answers.truth
    doubtful = UNDETERMINED if rule.if_unmet_review else OPEN
    outcome = np.select(
        [a == NO, r == YES, (r == NO) & (a == YES), r == NO], [NOT_APPLICABLE, MET, UNMET, doubtful], OPEN
    ).astype(np.int8)
    because = np.where(r == UNKNOWN, met.answers.because, np.uint16(0))
    because |= np.where(a == UNKNOWN, applies.answers.because, np.uint16(0))
    because = np.where(np.isin(outcome, (OPEN, UNDETERMINED)), because, np.uint16(0))
    return Judged(outcome, because, _either(applies, met))


def _either(one: Completed, other: Completed) -> Mapping[str, NDArray[np.bool_]]:
    facts = dict(one.facts)
    for name, rows in other.facts.items():
        facts[name] = facts[name] | rows if name in facts else rows
    return facts


def _left_to_the_user(rule: Rule, table: Table, judged: Judged, circumstances: Circumstances) -> Judged:
    """Undecided only by what the user has still to supply: open. What `--require` demands is never left open."""
    outcome = judged.outcome.copy()
    outcome[_waiting(rule, table, judged, circumstances)] = OPEN
    demanded = _any(
        {name: rows for name, rows in judged.facts.items() if name in circumstances.required}, len(table)
    )
    outcome[(outcome == OPEN) & demanded] = UNDETERMINED
    return Judged(outcome, judged.because, judged.facts)


def _waiting(rule: Rule, table: Table, judged: Judged, circumstances: Circumstances) -> NDArray[np.bool_]:
    """Where a rule waits for what it needs: that alone is missing, or could settle it whatever else is missing."""
    n = len(table)
    waiting: NDArray[np.bool_] = (judged.outcome == UNDETERMINED) & _any(judged.facts, n)
    others = judged.because & ~np.uint16(Cause.MISSING_ATTRIBUTE | Cause.MISSING_LAYER) != 0
    for name, rows in judged.facts.items():
        if name in rule.needs - circumstances.required:
            waiting &= ~rows | _not_held(name, table, circumstances)
        else:
            others |= rows
    more = np.flatnonzero(waiting & others)
    needed = (rule.needs - circumstances.required) & judged.facts.keys()
    if len(more):
        waiting[more] = _forbids(rule) and could_settle(violation(rule), table.take(more), needed)
    return waiting


def _forbids(rule: Rule) -> bool:
    return rule.effect in ("prohibit", "review")


def _not_held(name: str, table: Table, circumstances: Circumstances) -> NDArray[np.bool_]:
    """Where nothing was supplied: no such layer, no statement; an unreadable statement is a statement."""
    if name in table.columns:
        return table.columns[name].missing & ~circumstances.unreadable.get(
            name, np.zeros(len(table), dtype=bool)
        )
    held = name in table.space.layers
    return np.full(len(table), not held)


def _any(masks: Mapping[str, NDArray[np.bool_]], n: int) -> NDArray[np.bool_]:
    found = np.zeros(n, dtype=bool)
    for rows in masks.values():
        found = found | rows
    return found
