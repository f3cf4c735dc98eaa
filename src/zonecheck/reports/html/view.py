"""What does the page show of one project? The same lines as the text report, arranged for a page.

The wording of verdicts, findings and lists is that of the other reports; here it is only sorted into places.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zonecheck.reports.figures import SEMICOLON, exactly, gathered, joined, measured, stated
from zonecheck.reports.finding_text import clause, finding_lines
from zonecheck.reports.html.gauge import Gauge, gauges
from zonecheck.reports.map.site_map import SiteMap, site_map
from zonecheck.reports.page import BLANK, Line
from zonecheck.reports.project_text import called, closing_sections, counts_lines, place
from zonecheck.reports.vocabulary import GLYPH, VERDICT, outcome_words
from zonecheck.results import Measurement
from zonecheck.words import Text

if TYPE_CHECKING:
    from zonecheck.reports.options import Options
    from zonecheck.results import Evidence, Finding, Outcome, ProjectResult, Run, Verdict
    from zonecheck.words import Language

_DAY = Text("判定日 {day}", "as of {day}")


@dataclass(frozen=True, slots=True)
class Row:
    """A label and what belongs to it, line by line."""

    label: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a list; `inner` stands under the one before."""

    head: str
    text: str
    inner: bool


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class FindingView:
    outcome: Outcome
    glyph: str
    words: str
    title: str
    rows: tuple[Row, ...]
    gauges: tuple[Gauge, ...]


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A provision that does not apply, and why."""

    clause: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Head:
    """What a list of projects shows of one; `figure` is the first distance of the worst finding."""

    number: int
    verdict: Verdict
    glyph: str
    words: str
    name: str
    known: tuple[str, ...]
    day: str
    figure: str


@dataclass(frozen=True, slots=True)
class ProjectView:
    head: Head
    counts: tuple[str, ...]
    findings: tuple[FindingView, ...]
    passed_over: tuple[PassedOver, ...]
    sections: tuple[Section, ...]
    map: SiteMap | None


def head(number: int, project: ProjectResult, language: Language) -> Head:
    """The project in one line."""
    known = (project.id if project.name else None, place(project))
    return Head(
        number=number,
        verdict=project.verdict,
        glyph=GLYPH[project.verdict],
        words=VERDICT[project.verdict](language),
        name=called(project),
        known=tuple(part for part in known if part),
        day=_DAY.fill(day=project.on.isoformat())(language),
        figure=_figure(project),
    )


def project_view(number: int, project: ProjectResult, run: Run, options: Options) -> ProjectView:
    """All there is to say of one project, and its map."""
    language = options.language
    titles = {pack.id: pack.title for pack in run.packs}
    drawing = run.atlas.draw(project) if run.atlas else None
    return ProjectView(
        head=head(number, project, language),
        counts=tuple(line.text for line in counts_lines(project, language)),
        findings=tuple(_findings(project, options)),
        passed_over=tuple(_passed_over(project.findings, language)),
        sections=tuple(sections(closing_sections(project, language, titles))),
        map=site_map(drawing, districts=options.districts) if drawing else None,
    )


def _figure(project: ProjectResult) -> str:
    for finding in project.findings:
        for entry in finding.evidence if finding.outcome != "not_applicable" else ():
            if isinstance(entry, Measurement) and entry.distance_m is not None:
                return f"{entry.feature or entry.layer} {exactly(entry.distance_m)}"
    return ""


def _findings(project: ProjectResult, options: Options) -> Iterator[FindingView]:
    """Worst first. What is open stands among the things to do, what does not apply in a table of its own."""
    listed = {entry.rule for entry in project.to_do}
    told: set[Text] = set()
    for finding in project.findings:
        hidden = finding.outcome == "not_applicable" or (finding.outcome == "open" and finding.rule in listed)
        if options.explain or not hidden:
            _, *lines = finding_lines(finding, options, frozenset(told))
            told.update(finding.interpretations)
            yield _finding(finding, rows(lines), options.language)


def _finding(finding: Finding, told: Iterable[Row], language: Language) -> FindingView:
    return FindingView(
        outcome=finding.outcome,
        glyph=GLYPH[finding.outcome],
        words=outcome_words(finding)(language),
        title=finding.title(language),
        rows=tuple(told),
        gauges=gauges(finding),
    )


def _passed_over(findings: Iterable[Finding], language: Language) -> Iterator[PassedOver]:
    for finding in findings:
        if finding.outcome == "not_applicable":
            denied = [entry for entry in finding.evidence if entry.truth == "no"]
            told = joined([_reason(entry) for entry in gathered(denied)], SEMICOLON)
            reason = (told if told.zh else finding.message)(language)
            yield PassedOver(clause(finding.citation)(language), finding.title(language), reason)


def _reason(entry: Evidence) -> Text:
    return measured(entry) if isinstance(entry, Measurement) else stated(entry)


def rows(lines: Iterable[Line]) -> Iterator[Row]:
    """Lines under the label that goes before them."""
    label, texts = "", list[str]()
    for line in lines:
        if line.head and (label or texts):
            yield Row(label, tuple(texts))
            texts = []
        label = line.head or label
        texts += [line.text] if line.text else []
    if label or texts:
        yield Row(label, tuple(texts))


def sections(lines: Iterable[Line]) -> Iterator[Section]:
    """Lines as lists, each under the strong line that goes before it."""
    title, items = "", list[Item]()
    for line in lines:
        if line.tone == "strong":
            if items:
                yield Section(title, tuple(items))
            title, items = line.text, []
        elif line != BLANK:
            items.append(Item("" if line.head == "·" else line.head, line.text, inner=line.indent > 4))
    if items:
        yield Section(title, tuple(items))
