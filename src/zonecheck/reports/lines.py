"""How are many projects written as lines of JSON, where most say what another has said? What is alike is encoded once.

The records are those of `record`. Of the first of its like a record becomes a mould, JSON text with gaps where projects that
are otherwise alike differ; of the others only what fills the gaps is written. The text is that of the whole record, byte for
byte.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import TYPE_CHECKING

from zonecheck.reports.encoding import encode, encode_text
from zonecheck.reports.evidence_record import DEGREE_DECIMALS, METRE_DECIMALS, evidence_record
from zonecheck.reports.record import finding_record, project_record, shown
from zonecheck.results import Measurement

if TYPE_CHECKING:
    from zonecheck.reports.options import Options
    from zonecheck.results import Evidence, Finding, ProjectResult

_GAP = "\x00gap\x00"
_ENCODED_GAP = encode(_GAP, None)


@dataclass(eq=False)
class Lines:
    """Of some projects that are held meanwhile: what is shared is told by which object it is."""

    options: Options
    _moulds: dict[Hashable, str | None] = field(default_factory=dict)
    _entries: dict[int, str] = field(default_factory=dict)
    _findings: dict[int, str] = field(default_factory=dict)

    def line(self, project: ProjectResult) -> str:
        """One project."""
        mould = (
            None if project.errors else self._mould(_like(project), lambda: self._whole(project), _OF_PROJECT)
        )
        if mould is None:
            return encode(self._whole(project), None)
        findings = ", ".join([self._finding(each) for each in shown(project.findings, self.options)])
        return mould % (
            project.index,
            _text(project.id),
            _text(project.name),
            _text(project.outline),
            f"[{findings}]",
            "null" if project.line is None else project.line,
        )

    def _whole(self, project: ProjectResult) -> Mapping[str, object]:
        return {"type": "project", **project_record(project, self.options)}

    def _finding(self, finding: Finding) -> str:
        """Projects of a kind share findings in which nothing is measured."""
        if id(finding) not in self._findings:
            self._findings[id(finding)] = self._told(finding)
        return self._findings[id(finding)]

    def _told(self, finding: Finding) -> str:
        mould = None
        if finding.decision is None and not finding.explanation:
            mould = self._mould(
                _like_finding(finding), lambda: finding_record(finding, self.options), _OF_FINDING
            )
        if mould is None:
            return encode(finding_record(finding, self.options), None)
        evidence = ", ".join([self._entry(each) for each in finding.evidence])
        return mould % (_text(finding.message(self.options.language)), f"[{evidence}]")

    def _entry(self, entry: Evidence) -> str:
        mould = None
        if isinstance(entry, Measurement):
            mould = self._mould(
                _like_entry(entry), lambda: evidence_record(entry, self.options.language), _OF_ENTRY
            )
        if mould is None or not isinstance(entry, Measurement):
            return self._read(entry)
        point = entry.nearest_point
        return mould % (
            _text(entry.feature),
            _figure(entry.distance_m, METRE_DECIMALS),
            _figure(entry.margin_m, METRE_DECIMALS),
            "null" if point is None else f"[{', '.join([_figure(each, DEGREE_DECIMALS) for each in point])}]",
        )

    def _read(self, entry: Evidence) -> str:
        """What was read is one object for all projects of a kind."""
        if id(entry) not in self._entries:
            self._entries[id(entry)] = encode(evidence_record(entry, self.options.language), None)
        return self._entries[id(entry)]

    def _mould(
        self, like: Hashable, record: Callable[[], Mapping[str, object]], gaps: tuple[str, ...]
    ) -> str | None:
        """The text of a record with gaps; None where what it holds reads like one."""
        if like not in self._moulds:
            text = encode({**record(), **dict.fromkeys(gaps, _GAP)}, None)
            parts = text.replace("%", "%%").split(_ENCODED_GAP)
            self._moulds[like] = "%s".join(parts) if len(parts) == len(gaps) + 1 else None
        return self._moulds[like]


_OF_PROJECT = ("index", "id", "name", "outline", "findings", "line")
_OF_FINDING = ("message", "evidence")
_OF_ENTRY = ("feature", "distance_m", "margin_m", "nearest_point")
"""In the order in which they stand in the record."""


def _like(project: ProjectResult) -> Hashable:
    """Projects that have this alike differ in the gaps only."""
    return (
        project.source,
        project.on,
        project.verdict,
        project.checked,
        project.not_checked,
        project.open,
        id(project.settle),
        id(project.jurisdictions),
        project.to_do,
        project.indicative,
        project.only_normative,
        project.assumptions,
    )


def _like_finding(finding: Finding) -> Hashable:
    return (
        finding.rule,
        finding.effect,
        finding.outcome,
        finding.because,
        id(finding.citation),
        finding.facts,
        finding.missing,
        id(finding.title),
        finding.interpretations,
        id(finding.penalty),
        finding.baselined,
    )


def _like_entry(entry: Measurement) -> Hashable:
    return (
        entry.predicate,
        entry.truth,
        entry.layer,
        entry.limit_m,
        entry.accuracy,
        entry.baseline,
        entry.declared,
        entry.note,
    )


def _text(text: str | None) -> str:
    return "null" if text is None else encode_text(text)


def _figure(value: float | None, decimals: int) -> str:
    """As `evidence_record` rounds it and JSON has it. Raises ValueError for what is no number."""
    if value is None:
        return "null"
    number = round(value, decimals)
    if number % 1 == 0:
        return int.__repr__(int(number))
    return float.__repr__(number) if isfinite(number) else encode(number, None)  # which refuses it
