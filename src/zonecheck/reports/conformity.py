"""What does the 符合性分析表 of one project say? One builder, from which every format takes its table.

Rows stand by rank and document, within one document as the findings do, and hold also what does not apply, with its
reason. Each cell is a list of lines; nothing is laid out here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zonecheck.reports.figures import (
    COMMA,
    accuracy,
    exactly,
    gathered,
    joined,
    measured,
    measured_to,
    stated,
)
from zonecheck.reports.finding_text import address
from zonecheck.reports.vocabulary import CAUSE, RANK, fact_words, outcome_words
from zonecheck.results import Measurement
from zonecheck.words import Text, same

if TYPE_CHECKING:
    from zonecheck.results import Citation, Evidence, Finding, LayerInfo, ProjectResult, Run

TITLE = Text("符合性分析表", "Conformity table")
HEADS = (
    Text("序号", "No."),
    Text("文件(文号、条款、施行日期)", "Document (number, article, in force)"),
    Text("要求", "Requirement"),
    Text("本项目情况", "This project"),
    Text("符合性", "Outcome"),
    Text("依据数据、基线、坐标系", "Data, base line, coordinate system"),
)

_DAY = Text("{day}起施行", "in force from {day}")
_FRAME = Text("CGCS2000 椭球面距离", "distance on the CGCS2000 ellipsoid")
_AS_STATED = Text("项目申报信息", "as the project states")
_NO_FIGURES = Text("无须量测", "nothing to be measured")
_AWAY = Text("距{feature} {distance}", "{distance} from {feature}")
_INDICATIVE = Text("示意数据", "indicative")
_WHY = Text("原因:{causes}", "because: {causes}")
_DECIDED = Text("人工认定:{authority} {document},{reason}", "decided by {authority}, {document}: {reason}")


@dataclass(frozen=True, slots=True)
class Row:
    """One rule, below the row of `before`: `document`, `situation` and `basis` are lines of one cell each."""

    number: int
    finding: Finding
    before: Citation | None
    layers: Mapping[str, LayerInfo]

    @property
    def document(self) -> list[Text]:
        return _document(self.finding.citation, self.before)

    @property
    def requirement(self) -> Text:
        return _requirement(self.finding.citation)

    @property
    def situation(self) -> list[Text]:
        return _situation(self.finding)

    @property
    def outcome(self) -> Text:
        return outcome_words(self.finding)

    @property
    def basis(self) -> list[Text]:
        return _basis(self.finding, self.layers)


def rows(project: ProjectResult, run: Run) -> tuple[Row, ...]:
    """The table of one project; empty where nothing could be checked."""
    layers = {layer.id: layer for layer in run.layers}
    found = _ordered(project)
    before = [None, *(finding.citation for finding in found)]
    pairs = zip(found, before, strict=False)
    return tuple(
        Row(number, finding, above, layers) for number, (finding, above) in enumerate(pairs, start=1)
    )


def _ordered(project: ProjectResult) -> list[Finding]:
    """By rank, then document by document, and in each as they come: the worst first."""
    ranks, documents = list(RANK), [finding.citation.document for finding in project.findings]
    return sorted(
        project.findings,
        key=lambda finding: (ranks.index(finding.citation.rank), documents.index(finding.citation.document)),
    )


def _document(cited: Citation, before: Citation | None) -> list[Text]:
    """Title, number and article, rank and first day in force; below a row of the same document only where it stands."""
    told = _titled(cited)
    if before is not None and (before.document, before.in_force) == (cited.document, cited.in_force):
        return told if cited.title is None or cited.title.zh == cited.document else told[1:]
    day = _DAY.fill(day=cited.in_force.isoformat()) if cited.in_force else same("")
    return [*told, joined([RANK[cited.rank], day], COMMA)]


def _titled(cited: Citation) -> list[Text]:
    """The title, and below it number and article; a law whose title is all its name stands with its article."""
    if cited.title is None:
        return [address(cited)]
    title = Text(f"《{cited.title.zh}》", cited.title.en)
    return [title, same(cited.article) if cited.title.zh == cited.document else address(cited)]


def _requirement(cited: Citation) -> Text:
    """A quote fills its own column and needs no marks."""
    return cited.words if cited.summary else same(cited.quote)


def _situation(finding: Finding) -> list[Text]:
    """The figures and what is stated; where the rule does not apply, why not, and how far away the nearest feature is."""
    if finding.outcome == "not_applicable":
        told = [_told(entry) for entry in gathered(_reasons(finding))]
    else:
        told = [measured(e) if isinstance(e, Measurement) else stated(e) for e in gathered(finding.evidence)]
    why = [CAUSE.get(cause, same(cause)) for cause in finding.because]
    reasons = [_WHY.fill(causes=joined(why, COMMA))] if why else []
    return [*(told or [finding.message]), *reasons, *_decision(finding)]


def _reasons(finding: Finding) -> list[Evidence]:
    """What the project denies, then the first figure; all else has no bearing where a rule does not apply."""
    figures = [e for e in finding.evidence if isinstance(e, Measurement) and e.distance_m is not None]
    denied = [e for e in finding.evidence if e.truth == "no" and e not in figures]
    return [*denied, *figures[:1]]


def _told(entry: Evidence) -> Text:
    """A figure without its limit, where that decides nothing."""
    if not isinstance(entry, Measurement):
        return stated(entry)
    if entry.distance_m is None:
        return measured(entry)
    return _AWAY.fill(feature=entry.feature or fact_words(entry.layer), distance=exactly(entry.distance_m))


def _decision(finding: Finding) -> list[Text]:
    told = finding.decision
    if told is None:
        return []
    return [_DECIDED.fill(authority=told.authority, document=told.document, reason=told.reason)]


def _basis(finding: Finding, layers: Mapping[str, LayerInfo]) -> list[Text]:
    """Which layers, measured how and how well, and that the rest is as stated."""
    shown = _reasons(finding) if finding.outcome == "not_applicable" else finding.evidence
    figures = [entry for entry in shown if isinstance(entry, Measurement) and not entry.declared]
    said = [_measurement(entry, layers.get(entry.layer)) for entry in figures]
    frame = [_FRAME] if any(entry.distance_m is not None for entry in figures) else []
    rest = [_AS_STATED] if len(figures) < len(shown) else []
    return [*dict.fromkeys(said), *frame, *rest] or [_NO_FIGURES]


def _measurement(entry: Measurement, layer: LayerInfo | None) -> Text:
    parts = [_layer(entry, layer), measured_to(entry), accuracy(entry)]
    return joined(parts, COMMA)


def _layer(entry: Measurement, layer: LayerInfo | None) -> Text:
    """Which layer, and whether it is only indicative."""
    indicative = _INDICATIVE if layer and layer.indicative else same("")
    name = fact_words(entry.layer)
    if entry.feature:
        name = Text("{feature}:{layer}", "{feature}: {layer}").fill(feature=entry.feature, layer=name)
    return joined([name, indicative], COMMA)
