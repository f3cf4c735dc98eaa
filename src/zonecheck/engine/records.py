"""What is reported of each project? The records that people and programs read, built from what was decided.

Only for rows that are reported; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from zonecheck.engine.decided import leads_to_decided
from zonecheck.engine.findings import finding, silences
from zonecheck.engine.jurisdiction import border_note
from zonecheck.engine.outcomes import NOT_APPLICABLE, NOT_JUDGED
from zonecheck.engine.settle import Case, settle
from zonecheck.engine.verdicts import CLEAR, PROHIBITED, REVIEW, VERDICTS, decide
from zonecheck.projects.outline import outline_sha256
from zonecheck.results import Decided, Jurisdiction, Particulars, ProjectResult, Site, ToDo
from zonecheck.truth import NAMES, NO, causes
from zonecheck.words import Text

if TYPE_CHECKING:
    from datetime import date

    from zonecheck.engine.check import Checked
    from zonecheck.results import Finding, Settle
    from zonecheck.rules.decision import Decision
    from zonecheck.rules.rule import Pack

RANKS = ("law", "administrative_regulation", "local_regulation", "rule", "normative_document")


@dataclass(frozen=True, eq=False)
class Records:
    """The record of each project of a batch, in the order of the input.

    `explain` adds the whole reasoning; without `whole`, rules that do not apply are counted and not recorded.
    """

    checked: Checked
    explain: bool
    whole: bool = True

    def __iter__(self) -> Iterator[ProjectResult]:
        place = np.full(len(self.checked.projects), -1, dtype=np.intp)
        place[self.checked.rows] = np.arange(len(self.checked.rows))
        for row in range(len(self.checked.projects)):
            yield self._judged(row, int(place[row])) if place[row] >= 0 else self._invalid(row)

    def _invalid(self, row: int) -> ProjectResult:
        """What is known of a project before anything is judged."""
        columns, geometry = self.checked.projects.columns, self.checked.projects.sites.geometry[row]
        return ProjectResult(
            source=self.checked.projects.source[row],
            index=self.checked.projects.index[row],
            line=self.checked.projects.line[row],
            id=columns["id"].at(row),
            name=columns["name"].at(row),
            on=self.checked.on[row].item(),
            outline=None if geometry is None else outline_sha256(geometry),
            verdict="invalid",
            checked=0,
            not_checked=0,
            open=0,
            findings=(),
            settle=(),
            errors=tuple(self.checked.projects.problems.get(row, ())),
            site=self._site(row),
            particulars=self._particulars(row),
        )

    def _particulars(self, row: int) -> Particulars:
        projects = self.checked.projects
        return Particulars(projects.properties[row], lambda key: projects.columns[key].at(row), projects.crs)

    def _site(self, row: int) -> Site | None:
        sites = self.checked.projects.sites
        if sites.geometry[row] is None:
            return None
        extent_m = float(sites.extent_m[row])
        return Site(sites.geometry[row], None if np.isnan(extent_m) else extent_m)

    def _judged(self, row: int, place: int) -> ProjectResult:
        findings = self._findings(place)
        verdict = VERDICTS[self.checked.verdicts[row]]
        opened = sorted(
            (each for each in findings if each.outcome == "open"), key=lambda each: not each.awaits_data
        )
        ranks = {each.citation.rank for each in findings if each.outcome == "violated"}
        return replace(
            self._invalid(row),
            verdict=verdict,
            checked=len(self._judged_rules(place)) - len(opened),
            not_checked=len(self._not_checked(place)),
            open=len(opened),
            findings=findings,
            settle=self._settle(row, place),
            jurisdictions=self._jurisdictions(place),
            to_do=tuple(ToDo(each.rule, each.title, each.missing) for each in opened),
            indicative=self._indicative(findings),
            only_normative=verdict == VERDICTS[PROHIBITED] and ranks == {"normative_document"},
            assumptions=(*self.checked.projects.assumptions.get(row, ()), *self._silences(place)),
        )

    def _findings(self, place: int) -> tuple[Finding, ...]:
        """Worst outcome first, then by rank of the document, pack and order in the pack."""
        docket = self.checked.docket
        order = sorted(
            (
                outcome,
                RANKS.index(docket.rules[position].citation.rank),
                docket.rules[position].id.split("/")[0],
                position,
            )
            for position, outcome in self._judged_rules(place)
            if self.whole or outcome != NOT_APPLICABLE
        )
        return tuple(self._finding(position, place) for *_, position in order)

    def _judged_rules(self, place: int) -> list[tuple[int, int]]:
        """The rules that were asked of one project, by position, each with its outcome."""
        outcomes = [int(judged.outcome[place]) for judged in self.checked.docket.judged]
        return [(position, outcome) for position, outcome in enumerate(outcomes) if outcome != NOT_JUDGED]

    def _finding(self, position: int, place: int) -> Finding:
        docket = self.checked.docket
        found = finding(
            docket.rules[position],
            docket.judged[position],
            self.checked.table,
            row=place,
            explain=self.explain,
        )
        decision = self._decisions.get((position, place))
        return replace(found, decision=_record(decision)) if decision else found

    @cached_property
    def _decisions(self) -> Mapping[tuple[int, int], Decision]:
        """The decisions that hold, by rule and row of the docket."""
        return {(use.rule, use.row): use.decision for use in self.checked.uses if use.state == "applied"}

    def _settle(self, row: int, place: int) -> tuple[Settle, ...]:
        """What is still open. Where no person has decided anything, projects of one kind are settled alike."""
        if self.checked.verdicts[row] != REVIEW:
            return ()
        settled = {position: each for (position, at), each in self._decisions.items() if at == place}
        if settled:
            return self._settle_beside(place, settled)
        key = self.checked.kinds.keys[self.checked.kinds.kind[place]]
        return self.checked.precedents.settled(key, lambda: self._settle_beside(place, {}))

    def _settle_beside(self, place: int, settled: Mapping[int, Decision]) -> tuple[Settle, ...]:
        """What would settle one project: a rule that a person has decided asks for nothing more."""
        one = np.array([place])
        table, circumstances = self.checked.table.take(one), self.checked.circumstances.take(one)
        ids = {self.checked.docket.rules[position].id for position in settled}
        packs = [
            replace(pack, rules=tuple(r for r in pack.rules if r.id not in ids))
            for pack in self.checked.packs
        ]
        bound = min((leads_to_decided(each) for each in settled.values()), default=CLEAR)
        return settle(Case(packs, table, circumstances, decide(packs, table, circumstances, bound)))

    def _not_checked(self, place: int) -> list[Text]:
        """What the packs that reach the site know of and do not check."""
        reaching = [
            pack
            for pack, found in zip(self.checked.packs, self.checked.docket.reaches, strict=True)
            if found.truth[place] != NO
        ]
        return not_checked(reaching)

    def _jurisdictions(self, place: int) -> tuple[Jurisdiction, ...]:
        day: date = self.checked.on[self.checked.rows[place]].item()
        return tuple(
            Jurisdiction(
                pack.id,
                NAMES[found.truth[place]],
                tuple(causes(int(found.because[place]))),
                border_note(found, place),
            )
            for pack, found in zip(self.checked.packs, self.checked.docket.reaches, strict=True)
            if pack.speaks_on(day)
        )

    def _indicative(self, findings: Sequence[Finding]) -> bool:
        """Whether a bank line that a finding rests on is only indicative."""
        layers = self.checked.table.space.layers
        used = {
            entry.layer
            for each in findings
            if each.outcome != "not_applicable"
            for entry in each.evidence
            if entry.predicate == "within"
        }
        return any(layer in layers and layers[layer].entry.indicative for layer in used)

    def _silences(self, place: int) -> tuple[Text, ...]:
        texts = [
            text
            for rule, judged in zip(self.checked.docket.rules, self.checked.docket.judged, strict=True)
            if judged.outcome[place] != NOT_JUDGED
            for text in silences(rule, self.checked.table, place)
        ]
        return tuple(dict.fromkeys(texts))


def _record(decision: Decision) -> Decided:
    return Decided(
        decision.decides,
        decision.authority,
        decision.document,
        decision.reason,
        decision.granted,
        decision.expires,
    )


def not_checked(packs: Sequence[Pack]) -> list[Text]:
    """What the packs know of and do not check: provisions not encoded, and instruments not held."""
    texts = [text for pack in packs for text in pack.not_checked]
    texts += [
        Text(
            f"{pack.number} {provision.at}:{provision.reason.zh}",
            f"{pack.number} {provision.at}: {provision.reason.en}",
        )
        for pack in packs
        for provision in pack.provisions
        if provision.not_checked and provision.reason
    ]
    return list(dict.fromkeys(texts))
