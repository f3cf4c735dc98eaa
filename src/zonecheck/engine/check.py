"""Which verdict does each project get? The whole engine: projects, packs, layers and a day in; results out.

Pure: it reads no file, prints nothing and knows no clock. Deciding is done for all rows at once; the records that
people read are built row by row, only for rows that are reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from zonecheck.engine.findings import finding, silences
from zonecheck.engine.jurisdiction import border_note
from zonecheck.engine.outcomes import NOT_JUDGED, Circumstances
from zonecheck.engine.settle import Case, settle
from zonecheck.engine.verdicts import INVALID, PROHIBITED, REVIEW, VERDICTS, Docket, decide, in_force
from zonecheck.predicates.space import Space
from zonecheck.predicates.table import Table
from zonecheck.projects.outline import outline_sha256
from zonecheck.results import Jurisdiction, Particulars, ProjectResult, Site, ToDo
from zonecheck.truth import NAMES, NO, causes
from zonecheck.words import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonecheck.layers.layer import Layer
    from zonecheck.projects.table import Projects, Sites
    from zonecheck.results import Finding, Settle
    from zonecheck.rules.rule import Pack

RANKS = ("law", "administrative_regulation", "local_regulation", "rule", "normative_document")


@dataclass(frozen=True, eq=False)
class Checked:
    """The decisions on a batch of n projects; `rows` are those that could be judged, in the order of `docket`."""

    projects: Projects
    packs: Sequence[Pack]
    table: Table
    circumstances: Circumstances
    docket: Docket
    rows: NDArray[np.intp]
    on: NDArray[np.datetime64]

    @property
    def verdicts(self) -> NDArray[np.int8]:
        """Positions in `VERDICTS`, one for each project of the batch."""
        found = np.full(len(self.projects), INVALID, dtype=np.int8)
        found[self.rows] = self.docket.verdict
        return found

    def results(self, *, explain: bool = False) -> Iterator[ProjectResult]:
        """The record of each project, in the order of the input."""
        place = np.full(len(self.projects), -1, dtype=np.intp)
        place[self.rows] = np.arange(len(self.rows))
        for row in range(len(self.projects)):
            yield self._judged(row, int(place[row]), explain) if place[row] >= 0 else self._invalid(row)

    def _invalid(self, row: int) -> ProjectResult:
        """What is known of a project before anything is judged."""
        columns, geometry = self.projects.columns, self.projects.sites.geometry[row]
        return ProjectResult(
            source=self.projects.source[row],
            index=self.projects.index[row],
            line=self.projects.line[row],
            id=columns["id"].at(row),
            name=columns["name"].at(row),
            on=self.on[row].item(),
            outline=None if geometry is None else outline_sha256(geometry),
            verdict="invalid",
            checked=0,
            not_checked=0,
            open=0,
            findings=(),
            settle=(),
            errors=tuple(self.projects.problems.get(row, ())),
            site=self._site(row),
            particulars=self._particulars(row),
        )

    def _particulars(self, row: int) -> Particulars:
        projects = self.projects
        return Particulars(projects.properties[row], lambda key: projects.columns[key].at(row), projects.crs)

    def _site(self, row: int) -> Site | None:
        sites = self.projects.sites
        if sites.geometry[row] is None:
            return None
        extent_m = float(sites.extent_m[row])
        return Site(sites.geometry[row], None if np.isnan(extent_m) else extent_m)

    def _judged(self, row: int, place: int, explain: bool) -> ProjectResult:
        findings = self._findings(place, explain)
        verdict = VERDICTS[self.docket.verdict[place]]
        opened = [each for each in findings if each.outcome == "open"]
        ranks = {each.citation.rank for each in findings if each.outcome == "violated"}
        return replace(
            self._invalid(row),
            verdict=verdict,
            checked=len(findings) - len(opened),
            not_checked=len(self._not_checked(place)),
            open=len(opened),
            findings=findings,
            settle=self._settle(place),
            jurisdictions=self._jurisdictions(place),
            to_do=tuple(ToDo(each.rule, each.title, each.missing) for each in opened),
            indicative=self._indicative(findings),
            only_normative=verdict == VERDICTS[PROHIBITED] and ranks == {"normative_document"},
            assumptions=(*self.projects.assumptions.get(row, ()), *self._silences(place)),
        )

    def _findings(self, place: int, explain: bool) -> tuple[Finding, ...]:
        """Worst outcome first, then by rank of the document, pack and order in the pack."""
        order = sorted(
            (int(judged.outcome[place]), RANKS.index(rule.citation.rank), rule.id.split("/")[0], position)
            for position, (rule, judged) in enumerate(zip(self.docket.rules, self.docket.judged, strict=True))
            if judged.outcome[place] != NOT_JUDGED
        )
        return tuple(
            finding(
                self.docket.rules[position],
                self.docket.judged[position],
                self.table,
                row=place,
                explain=explain,
            )
            for *_, position in order
        )

    def _settle(self, place: int) -> tuple[Settle, ...]:
        if self.docket.verdict[place] != REVIEW:
            return ()
        one = np.array([place])
        table, circumstances = self.table.take(one), self.circumstances.take(one)
        return settle(Case(self.packs, table, circumstances, decide(self.packs, table, circumstances)))

    def _not_checked(self, place: int) -> list[Text]:
        """What the packs that reach the site know of and do not check."""
        reaching = [
            pack
            for pack, found in zip(self.packs, self.docket.reaches, strict=True)
            if found.truth[place] != NO
        ]
        return not_checked(reaching)

    def _jurisdictions(self, place: int) -> tuple[Jurisdiction, ...]:
        day = self.on[self.rows[[place]]]
        return tuple(
            Jurisdiction(
                pack.id,
                NAMES[found.truth[place]],
                tuple(causes(int(found.because[place]))),
                border_note(found, place),
            )
            for pack, found in zip(self.packs, self.docket.reaches, strict=True)
            if in_force(pack.in_force, day)[0]
        )

    def _indicative(self, findings: Sequence[Finding]) -> bool:
        """Whether a bank line that a finding rests on is only indicative."""
        layers = self.table.space.layers
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
            for rule, judged in zip(self.docket.rules, self.docket.judged, strict=True)
            if judged.outcome[place] != NOT_JUDGED
            for text in silences(rule, self.table, place)
        ]
        return tuple(dict.fromkeys(texts))


def check(
    projects: Projects,
    packs: Sequence[Pack],
    layers: Mapping[str, Layer],
    *,
    on: NDArray[np.datetime64],
    required: frozenset[str] = frozenset(),
) -> Checked:
    """Judge every project by every pack on its day.

    `layers` holds every layer that a catalogue registers, by id; `on` (datetime64[D]) has one day for each project;
    `required` are the data that must be there: without them a rule is for review, not open.
    """
    rows = np.flatnonzero(~projects.invalid)
    table = Table(
        {key: column.take(rows) for key, column in projects.columns.items()},
        Space(take_sites(projects.sites, rows), layers, on[rows]),
        np.arange(len(rows)),
    )
    circumstances = Circumstances(required, _unreadable(projects)).take(rows)
    return Checked(projects, packs, table, circumstances, decide(packs, table, circumstances), rows, on)


def take_sites(sites: Sites, rows: NDArray[np.intp]) -> Sites:
    return type(sites)(
        sites.geometry[rows],
        sites.extent_m[rows],
        sites.accuracy_m[rows],
        sites.datum_m[rows],
        sites.rounding_m[rows],
    )


def _unreadable(projects: Projects) -> dict[str, NDArray[np.bool_]]:
    found: dict[str, NDArray[np.bool_]] = {}
    for row, problems in projects.problems.items():
        for problem in problems:
            if problem.attribute:
                found.setdefault(problem.attribute, np.zeros(len(projects), dtype=bool))[row] = True
    return found


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
