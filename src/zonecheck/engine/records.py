"""What is reported of each project? The records that people and programs read, built from what was decided.

Only for rows that are reported; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import isnan
from typing import TYPE_CHECKING, Any

import numpy as np

from zonecheck.engine.decided import leads_to_decided
from zonecheck.engine.findings import Findings
from zonecheck.engine.likeness import RANKS, Alike, alike, recorded
from zonecheck.engine.said import Said
from zonecheck.engine.settle import Case, settle
from zonecheck.engine.verdicts import VERDICTS, decide
from zonecheck.projects.outline import outline_hashes
from zonecheck.results import Decided, Particulars, ProjectResult, Site, ToDo

if TYPE_CHECKING:
    from datetime import date

    from zonecheck.engine.check import Checked
    from zonecheck.projects.table import Column
    from zonecheck.results import Finding, Settle, Verdict
    from zonecheck.rules.decision import Decision
    from zonecheck.rules.rule import Rule


@dataclass(frozen=True, eq=False)
class Records:
    """The record of each project of a batch, in the order of the input.

    `explain` adds the whole reasoning; without `whole`, rules that do not apply are counted and not recorded. What is `plain`
    lacks the site and what the project says of itself.
    """

    checked: Checked
    explain: bool
    whole: bool = True
    plain: bool = False

    def __iter__(self) -> Iterator[ProjectResult]:
        places = np.full(len(self.checked.projects), -1)
        places[self.checked.rows] = np.arange(len(self.checked.rows))
        for row, place in enumerate(places.tolist()):
            yield self._judged(row, place) if place >= 0 else self._invalid(row)

    def _invalid(self, row: int) -> ProjectResult:
        """What is known of a project before anything is judged."""
        return self._record(row, "invalid", _UNJUDGED, ())

    def _judged(self, row: int, place: int) -> ProjectResult:
        alike = self._alike(self._kind[place])
        findings = tuple([self._finding(position, place) for position in alike.recorded])
        verdict = VERDICTS[self._verdict[row]]
        settle = self._settle(place) if verdict == "review" else ()
        return self._record(row, verdict, alike, findings, settle)

    def _record(
        self,
        row: int,
        verdict: Verdict,
        alike: Alike,
        findings: tuple[Finding, ...],
        settle: tuple[Settle, ...] = (),
    ) -> ProjectResult:
        projects = self.checked.projects
        opened = [each for each in findings if each.outcome == "open"] if findings else []
        return ProjectResult(
            projects.source[row],
            projects.index[row],
            projects.line[row],
            self._ids[row],
            self._names[row],
            self._days[row],
            self._outlines[row],
            verdict,
            alike.asked - len(opened),
            alike.not_checked,
            len(opened),
            findings,
            settle,
            tuple(projects.problems.get(row, ())),
            alike.jurisdictions,
            _to_do(opened) if opened else (),
            bool(findings) and self._indicative(findings),
            verdict == "prohibited" and _violated_ranks(findings) == {RANKS[-1]},
            (*projects.assumptions.get(row, ()), *alike.silences) if alike is not _UNJUDGED else (),
            None if self.plain else self._site(row),
            None if self.plain else self._particulars(row),
        )

    @cached_property
    def _ids(self) -> list[str | None]:
        return _listed(self.checked.projects.columns["id"])

    @cached_property
    def _names(self) -> list[str | None]:
        return _listed(self.checked.projects.columns["name"])

    @cached_property
    def _days(self) -> list[date]:
        found: list[date] = self.checked.on.tolist()
        return found

    @cached_property
    def _outlines(self) -> list[str | None]:
        return outline_hashes(self.checked.projects.sites.geometry)

    @cached_property
    def _verdict(self) -> list[int]:
        found: list[int] = self.checked.verdicts.tolist()
        return found

    @cached_property
    def _kind(self) -> list[int]:
        found: list[int] = self.checked.kinds.kind.tolist()
        return found

    @cached_property
    def _extents(self) -> list[float]:
        found: list[float] = self.checked.projects.sites.extent_m.tolist()
        return found

    def _particulars(self, row: int) -> Particulars:
        projects = self.checked.projects
        return Particulars(projects.properties[row], Said(projects.columns, row), projects.crs)

    def _site(self, row: int) -> Site | None:
        geometry = self.checked.projects.sites.geometry[row]
        if geometry is None:
            return None
        extent_m = self._extents[row]
        return Site(geometry, None if isnan(extent_m) else extent_m)

    def _alike(self, kind: int) -> Alike:
        """What is said alike of all projects of one kind."""
        if kind not in self._known:
            self._known[kind] = alike(self.checked, int(self.checked.kinds.first[kind]), whole=self.whole)
        return self._known[kind]

    @cached_property
    def _known(self) -> dict[int, Alike]:
        return {}

    def _finding(self, position: int, place: int) -> Finding:
        rows, findings = self._of_rule(position)
        found = findings.at(rows[place])
        decision = self._decisions.get((position, place)) if self._decisions else None
        if decision is None:
            return found
        return replace(found, decision=_decided(decision), leads_to=VERDICTS[leads_to_decided(decision)])

    def _of_rule(self, position: int) -> tuple[list[int], Findings]:
        """The findings of one rule on the projects in which it is recorded, and where each place stands among these."""
        if position not in self._by_rule:
            checked, judged = self.checked, self.checked.docket.judged[position]
            places = np.flatnonzero(recorded(judged.outcome, whole=self.whole))
            row = np.zeros(len(judged.outcome), dtype=np.intp)
            row[places] = np.arange(len(places))
            kind = checked.kinds.kind[places].tolist()
            rule, table = checked.docket.rules[position], checked.table.take(places)
            self._by_rule[position] = (
                row.tolist(),
                Findings(rule, judged.take(places), table, kind, self.explain, self._above(rule)),
            )
        return self._by_rule[position]

    def _above(self, rule: Rule) -> Rule | None:
        """The rule that displaces this one, if it is asked in this run."""
        rules = self.checked.docket.rules if rule.displaced_by else ()
        return next((each for each in rules if each.id == rule.displaced_by), None)

    @cached_property
    def _by_rule(self) -> dict[int, tuple[list[int], Findings]]:
        return {}

    @cached_property
    def _decisions(self) -> Mapping[tuple[int, int], Decision]:
        """The decisions that hold, by rule and row of the docket."""
        return {(use.rule, use.row): use.decision for use in self.checked.uses if use.state == "applied"}

    def _settle(self, place: int) -> tuple[Settle, ...]:
        """What is still open. Where no person has decided anything, projects of one kind are settled alike."""
        settled = {position: each for (position, at), each in self._decisions.items() if at == place}
        if settled:
            return self._settle_beside(place, settled)
        key = self.checked.kinds.keys[self._kind[place]]
        return self.checked.precedents.settled(key, lambda: self._settle_alone(place))

    def _settle_alone(self, place: int) -> tuple[Settle, ...]:
        one = np.array([place])
        checked = self.checked
        return settle(
            Case(checked.table.take(one), checked.circumstances.take(one), checked.docket.take(one))
        )

    def _settle_beside(self, place: int, settled: Mapping[int, Decision]) -> tuple[Settle, ...]:
        """What would settle one project: a rule that a person has decided asks for nothing more."""
        one = np.array([place])
        table, circumstances = self.checked.table.take(one), self.checked.circumstances.take(one)
        ids = {self.checked.docket.rules[position].id for position in settled}
        packs = [
            replace(pack, rules=tuple(r for r in pack.rules if r.id not in ids))
            for pack in self.checked.packs
        ]
        bound = min(leads_to_decided(each) for each in settled.values())
        return settle(Case(table, circumstances, decide(packs, table, circumstances, bound)))

    def _indicative(self, findings: Sequence[Finding]) -> bool:
        """Whether a bank line that a finding rests on is only indicative."""
        return any(
            entry.predicate == "within" and entry.layer in self._indicative_layers
            for each in findings
            if each.outcome != "not_applicable"
            for entry in each.evidence
        )

    @cached_property
    def _indicative_layers(self) -> frozenset[str]:
        layers = self.checked.table.space.layers
        return frozenset(name for name, layer in layers.items() if layer.entry.indicative)


def _decided(decision: Decision) -> Decided:
    return Decided(
        decision.decides,
        decision.authority,
        decision.document,
        decision.reason,
        decision.granted,
        decision.expires,
    )


_UNJUDGED = Alike((), 0, 0, (), ())


def _listed(column: Column) -> list[Any]:
    values = (*column.values, None)  # what is missing has the code -1
    return [values[code] for code in column.codes.tolist()]


def _to_do(opened: Sequence[Finding]) -> tuple[ToDo, ...]:
    """What only the user can supply stands first."""
    ordered = sorted(opened, key=lambda each: not each.awaits_data)
    return tuple(ToDo(each.rule, each.title, each.missing) for each in ordered)


def _violated_ranks(findings: Sequence[Finding]) -> set[str]:
    return {each.citation.rank for each in findings if each.outcome == "violated"}
