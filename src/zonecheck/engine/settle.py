"""What would settle a review? The facts that can still change the verdict, and what each of their values leads to.

A fact is listed if, for some values of the other facts, two of its values give different verdicts; a fact that cannot
change the verdict is never asked for (contract, section 3). A decision by a person is such a fact where no other can
settle what is open. Duties left open change nothing and are not settled here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import TYPE_CHECKING

import numpy as np

from zonecheck.engine.completions import NEEDS_A_PERSON
from zonecheck.engine.jurisdiction import doubts
from zonecheck.engine.lacking import LIMIT, Fact, expand, missing_facts, one_by_one
from zonecheck.engine.outcomes import SATISFIED, UNDETERMINED, VIOLATED, Circumstances, Judged, violation
from zonecheck.engine.verdicts import VERDICTS, Docket, decide, leads_to
from zonecheck.engine.wording import decision_words, fact_words, value_text, value_words
from zonecheck.projects.industry import Codes
from zonecheck.results import Settle, SettleValue
from zonecheck.truth import UNKNOWN, YES
from zonecheck.words import Text

if TYPE_CHECKING:
    from collections.abc import Hashable

    from numpy.typing import NDArray

    from zonecheck.predicates.table import Table
    from zonecheck.rules.rule import Rule


@dataclass(frozen=True, eq=False)
class Case:
    """One project under review: its table of one row, and what all rules say of it."""

    table: Table
    circumstances: Circumstances
    docket: Docket

    @property
    def undetermined(self) -> list[tuple[Rule, Judged]]:
        return [
            (rule, each)
            for rule, each in self.docket.outcomes
            if each.outcome[0] == UNDETERMINED and rule.effect != "advise"
        ]

    @property
    def for_a_person(self) -> list[Rule]:
        """The rules that no fact settles: the clause, its reading or a contradiction needs a decision."""
        return [rule for rule, judged in self.undetermined if judged.because[0] & NEEDS_A_PERSON]

    def facts(self) -> tuple[list[Fact], bool]:
        """What is missing for the undetermined rules and for certainty about the jurisdiction; whether all can be tried."""
        facts, whole = missing_facts([violation(rule) for rule, _ in self.undetermined], self.table)
        by_name = {fact.name: fact for fact in facts}
        for pack, found in self.docket.reaching:
            if found.truth[0] == UNKNOWN and pack.jurisdiction:
                for fact in doubts(pack.jurisdiction, self.table):
                    by_name[fact.name] = by_name[fact.name].joined(fact) if fact.name in by_name else fact
        facts = list(by_name.values())
        size = np.prod([len(fact.values) for fact in facts], dtype=float) * 2 ** len(self.for_a_person)
        return facts, whole and bool(size <= LIMIT)

    def narrowed(self, facts: Sequence[Fact]) -> Case:
        """The case without the rules on which none of the facts bears; what they lead to is kept as a bound."""
        bearing = {
            rule.id for rule in self.docket.rules if self._bears_on(rule, {fact.name for fact in facts})
        }
        bearing |= {
            rule.displaced_by for rule in self.docket.rules if rule.id in bearing and rule.displaced_by
        }
        others = [self.docket.worst_of_others]
        others += [
            leads_to(rule, judged.outcome[0])
            for rule, judged in self.docket.outcomes
            if rule.id not in bearing
        ]
        return Case(self.table, self.circumstances, self.docket.only(bearing, min(others)))

    def _bears_on(self, rule: Rule, names: set[str]) -> bool:
        whole = violation(rule)
        zone_fields = any(name.startswith("zone.") for name in names) and "parks" in whole.layers
        reached = next(
            found.truth[0] for pack, found in self.docket.reaching if rule.id.startswith(f"{pack.id}/")
        )
        undetermined = any(rule.id == each.id for each, _ in self.undetermined)
        return bool(undetermined or zone_fields or (whole.reads | whole.layers) & names or reached == UNKNOWN)

    def decide(self, table: Table) -> Docket:
        """The verdicts on other rows of the same project."""
        unreadable = {
            name: np.repeat(mask, len(table)) for name, mask in self.circumstances.unreadable.items()
        }
        circumstances = Circumstances(self.circumstances.required, unreadable)
        return decide(self.docket.packs, table, circumstances, self.docket.worst_of_others)


def settle(case: Case) -> tuple[Settle, ...]:
    """The settle list of one project whose verdict is `review`."""
    facts, whole = case.facts()
    case = case.narrowed(facts)
    telling = _telling(case, facts) if whole else facts
    return (*_entries(case, telling, minimised=whole), *(_decision(case, rule) for rule in case.for_a_person))


def _telling(case: Case, facts: list[Fact]) -> list[Fact]:
    """Those facts that, the others being what they may, can change the verdict."""
    docket = case.decide(expand(case.table, facts))
    shape = [len(fact.values) for fact in facts]
    verdicts = [verdict.reshape(shape) for verdict in _under_decisions(docket, case.for_a_person)]
    return [fact for axis, fact in enumerate(facts) if any(_varies(verdict, axis) for verdict in verdicts)]


def _varies(values: NDArray[np.int8], axis: int) -> bool:
    return bool((values.max(axis) != values.min(axis)).any())


def _under_decisions(docket: Docket, rules: Sequence[Rule]) -> list[NDArray[np.int8]]:
    """The verdicts under every way in which a person could decide these rules."""
    ways = product((VIOLATED, SATISFIED), repeat=len(rules))
    return [_decided(docket, dict(zip((rule.id for rule in rules), way, strict=True))) for way in ways]


def _decided(docket: Docket, decisions: Mapping[str, np.int8]) -> NDArray[np.int8]:
    judged = [
        _override(each, decisions[rule.id]) if rule.id in decisions else each
        for rule, each in docket.outcomes
    ]
    return docket.verdict_if(judged)


def _override(judged: Judged, outcome: np.int8) -> Judged:
    decided = np.where(judged.outcome == UNDETERMINED, outcome, judged.outcome)
    return Judged(decided, judged.because, judged.facts)


def _entries(case: Case, facts: Sequence[Fact], *, minimised: bool) -> Iterator[Settle]:
    """Each fact with its values, and for each value the verdict that follows while the rest is still missing."""
    verdicts = iter(case.decide(one_by_one(case.table, facts)).verdict.tolist() if facts else [])
    for fact in facts:
        leads = zip(fact.values, islice(verdicts, len(fact.values)), strict=True)
        values = [
            SettleValue(value_text(fact, value), VERDICTS[verdict], value_words(fact, value))
            for value, verdict in leads
            if not _compound(case, fact, value)
        ]
        yield Settle(fact.name, tuple(values), fact_words(fact), minimised)


def _compound(case: Case, fact: Fact, value: Hashable) -> bool:
    """Several codes or several answers at once are tried, but a person is shown one of each kind."""
    if fact.questions:
        return tuple(value).count(YES) > 1  # type: ignore[arg-type]
    absent = case.table.columns["industry"].missing[0]
    return bool(absent and isinstance(value, Codes) and len(value.codes) > 1)


def _decision(case: Case, rule: Rule) -> Settle:
    values = []
    for outcome, word in ((VIOLATED, "violated"), (SATISFIED, "satisfied")):
        verdict = _decided(case.docket, {rule.id: outcome})[0]
        values.append(SettleValue(word, VERDICTS[verdict], decision_words(word)))
    return Settle(f"decision:{rule.id}", tuple(values), rule.title, authority=rule.authority or _AUTHORITY)


_AUTHORITY = Text("有审批权的生态环境主管部门", "the environmental authority competent for approval")
