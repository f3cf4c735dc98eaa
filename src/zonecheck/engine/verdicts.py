"""What follows for each project from all rules together? Outcomes side by side, and one verdict.

The verdict is the worst of what the rules lead to. National law can prohibit or ask, never clear alone; a pack that only
possibly reaches the site can neither prohibit nor clear (contract, sections 3 and 4).
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from zonecheck.engine.jurisdiction import reach
from zonecheck.engine.outcomes import (
    NOT_JUDGED,
    UNDETERMINED,
    UNMET,
    VIOLATED,
    Circumstances,
    Judged,
    judge,
)
from zonecheck.projects.table import distinct_days
from zonecheck.truth import NO, UNKNOWN, Answers, Cause, constant

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from zonecheck.predicates.table import Table
    from zonecheck.results import Verdict
    from zonecheck.rules.rule import Pack, Period, Rule

VERDICTS: Final[tuple[Verdict, ...]] = (
    "prohibited",
    "review",
    "conditional",
    "clear",
    "out_of_scope",
    "invalid",
)
PROHIBITED, REVIEW, CONDITIONAL, CLEAR, OUT_OF_SCOPE, INVALID = np.arange(6, dtype=np.int8)


@dataclass(frozen=True, eq=False)
class Docket:
    """All rules over the rows of a table: `judged[rule]`, `reaches[pack]`, and the verdict of each row.

    An outcome is NOT_JUDGED where the rule is not in force on the day or its pack does not reach the site.
    """

    rules: Sequence[Rule]
    packs: Sequence[Pack]
    judged: Sequence[Judged]
    reaches: Sequence[Answers]
    verdict: NDArray[np.int8]
    worst_of_others: np.int8 = CLEAR  # what rules that are not in this docket lead to

    @property
    def outcomes(self) -> list[tuple[Rule, Judged]]:
        """Each rule with what it says."""
        return list(zip(self.rules, self.judged, strict=True))

    @property
    def reaching(self) -> list[tuple[Pack, Answers]]:
        """Each pack with the sites that it reaches."""
        return list(zip(self.packs, self.reaches, strict=True))

    def take(self, rows: NDArray[np.intp]) -> Docket:
        return replace(
            self,
            judged=[each.take(rows) for each in self.judged],
            reaches=[each.take(rows) for each in self.reaches],
            verdict=self.verdict[rows],
        )

    def joined(self, more: Docket) -> Docket:
        """These rows and then those of `more`, which the same rules were asked of."""
        return replace(
            self,
            judged=[one.joined(two) for one, two in zip(self.judged, more.judged, strict=True)],
            reaches=[one.joined(two) for one, two in zip(self.reaches, more.reaches, strict=True)],
            verdict=np.concatenate([self.verdict, more.verdict]),
        )

    def only(self, kept: Container[str], worst_of_others: np.int8) -> Docket:
        """These rules alone, and as a bound what others lead to."""
        places = [place for place, rule in enumerate(self.rules) if rule.id in kept]
        rules, judged = [self.rules[place] for place in places], [self.judged[place] for place in places]
        packs = [
            replace(pack, rules=tuple(rule for rule in pack.rules if rule.id in kept)) for pack in self.packs
        ]
        verdict = _verdict(packs, rules, judged, self.reaches, worst_of_others)
        return Docket(rules, packs, judged, self.reaches, verdict, worst_of_others)

    def verdict_if(self, judged: Sequence[Judged]) -> NDArray[np.int8]:
        """The verdicts if the rules were judged so."""
        return _verdict(self.packs, self.rules, judged, self.reaches, self.worst_of_others)


def decide(
    packs: Sequence[Pack], table: Table, circumstances: Circumstances, worst_of_others: np.int8 = CLEAR
) -> Docket:
    """Every rule of every pack on every row, and what follows."""
    days, day_of = distinct_days(table.space.on[table.rows])
    reaches = [_in_force_reach(pack, table, days, day_of) for pack in packs]
    rules: list[Rule] = []
    judged: list[Judged] = []
    for pack, reached in zip(packs, reaches, strict=True):
        for rule in pack.rules:
            asked = (reached.truth != NO) & in_force(rule.in_force, days)[day_of]
            rules.append(rule)
            judged.append(_doubted(_judge_where(rule, table, asked, circumstances), reached))
    judged = _displaced(rules, judged, days, day_of)
    verdict = _verdict(packs, rules, judged, reaches, worst_of_others)
    return Docket(rules, packs, judged, reaches, verdict, worst_of_others)


def leads_to(rule: Rule, outcome: np.int8) -> np.int8:
    """The verdict that one outcome of a rule leads to."""
    verdict: np.int8 = _leads_to(rule)[outcome]
    return verdict


def in_force(period: Period, days: NDArray[np.datetime64]) -> NDArray[np.bool_]:
    return np.array([_day(day) in period for day in days], dtype=bool)


def _day(day: np.datetime64) -> date:
    found: date = day.astype("datetime64[D]").item()
    return found


def _in_force_reach(
    pack: Pack, table: Table, days: NDArray[np.datetime64], day_of: NDArray[np.intp]
) -> Answers:
    """Whether the pack reaches each site on its day; a pack of which nothing is in force reaches nothing."""
    current = np.array([pack.speaks_on(_day(day)) for day in days], dtype=bool)[day_of]
    if not current.any():
        return constant(NO, len(table))
    found = reach(pack.jurisdiction, table)
    return Answers(np.where(current, found.truth, NO), np.where(current, found.because, np.uint16(0)))


def _judge_where(rule: Rule, table: Table, asked: NDArray[np.bool_], circumstances: Circumstances) -> Judged:
    n, rows = len(table), np.flatnonzero(asked)
    if len(rows) == n:
        return judge(rule, table, circumstances)
    outcome, because = np.full(n, NOT_JUDGED), np.zeros(n, dtype=np.uint16)
    if not len(rows):
        return Judged(outcome, because, {})
    part = judge(rule, table.take(rows), circumstances.take(rows))
    outcome[rows], because[rows] = part.outcome, part.because
    facts = {name: np.zeros(n, dtype=bool) for name in part.facts}
    for name, found in part.facts.items():
        facts[name][rows] = found
    return Judged(outcome, because, facts)


def _doubted(judged: Judged, reached: Answers) -> Judged:
    """Where it is not certain that the pack reaches the site, nothing is firmly violated."""
    doubt = (judged.outcome == VIOLATED) & (reached.truth == UNKNOWN)
    facts = (
        {**judged.facts, "district": judged.facts.get("district", False) | doubt}
        if doubt.any()
        else judged.facts
    )
    return Judged(
        np.where(doubt, UNDETERMINED, judged.outcome), np.where(doubt, reached.because, judged.because), facts
    )


def _displaced(
    rules: Sequence[Rule], judged: Sequence[Judged], days: NDArray[np.datetime64], day_of: NDArray[np.intp]
) -> list[Judged]:
    """While a displacing rule is in force, a violation of the displaced one needs a person (contract, section 3)."""
    by_id = {rule.id: rule for rule in rules}
    found = list(judged)
    for position, rule in enumerate(rules):
        above = by_id.get(rule.displaced_by or "")
        if above:
            each = found[position]
            moved = (each.outcome == VIOLATED) & in_force(above.in_force, days)[day_of]
            because = np.where(moved, np.uint16(Cause.CONTRADICTION), each.because)
            found[position] = Judged(np.where(moved, UNDETERMINED, each.outcome), because, each.facts)
    return found


def _verdict(
    packs: Sequence[Pack],
    rules: Sequence[Rule],
    judged: Sequence[Judged],
    reaches: Sequence[Answers],
    worst_of_others: np.int8,
) -> NDArray[np.int8]:
    n = len(reaches[0]) if reaches else 0
    worst = np.full(n, worst_of_others)
    for rule, each in zip(rules, judged, strict=True):
        worst = np.minimum(worst, _leads_to(rule)[each.outcome])
    local = [found.truth for pack, found in zip(packs, reaches, strict=True) if pack.level != "national"]
    doubt = np.logical_or.reduce([truth == UNKNOWN for truth in local], initial=False)
    covered = np.logical_or.reduce([truth != NO for truth in local], initial=False)
    worst = np.where((worst == CLEAR) & doubt, REVIEW, worst)
    return np.where((worst == CLEAR) & ~covered, OUT_OF_SCOPE, worst).astype(np.int8)


def _leads_to(rule: Rule) -> NDArray[np.int8]:
    """The verdict for each outcome of this rule, the last entry being NOT_JUDGED."""
    verdict = np.full(9, CLEAR)
    if rule.effect == "advise":
        return verdict
    verdict[VIOLATED] = PROHIBITED
    verdict[UNDETERMINED] = REVIEW
    verdict[UNMET] = REVIEW if rule.if_unmet_review else CONDITIONAL
    return verdict
