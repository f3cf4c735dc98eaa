"""How is a run written as a table of text? The rows of the conformity table, with their figures as numbers.

A cell that a spreadsheet would take for a formula begins with an apostrophe. Column names are the same in both
languages. The scope does not fit a table: it goes into a file beside this one.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO
from typing import TYPE_CHECKING, TextIO

from zonecheck.reports.conformity import rows
from zonecheck.reports.evidence_record import degrees, metres
from zonecheck.reports.figures import SEMICOLON, joined
from zonecheck.reports.pieces import Pieced, TextSink, written
from zonecheck.reports.terminal import safe
from zonecheck.results import Measurement

if TYPE_CHECKING:
    from zonecheck.reports.conformity import Row
    from zonecheck.reports.options import Options
    from zonecheck.reports.summary import Summary
    from zonecheck.results import Finding, ProjectResult, Run
    from zonecheck.words import Language, Text

Cell = str | float | int | None

_RUN = ("packs", "layers")
_PROJECT = ("source", "index", "id", "name", "on", "verdict", "checked", "not_checked", "open", "errors")
_FINDING = (
    "number",
    "rule",
    "title",
    "effect",
    "outcome",
    "words",
    "because",
    "missing",
    "message",
    "situation",
    "basis",
)
_CLAUSE = ("document", "article", "rank", "in_force", "quote")
_FIGURES = ("layer", "feature", "distance_m", "limit_m", "margin_m", "accuracy_m", "baseline")
_POINT = ("nearest_longitude", "nearest_latitude")
COLUMNS = (*_PROJECT, *_FINDING, *_CLAUSE, *_FIGURES, *_POINT, *_RUN)

_FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20")
_FINDING_CELLS = len((*_FINDING, *_CLAUSE, *_FIGURES, *_POINT))


def write_csv(run: Run, stream: TextIO, options: Options) -> Summary:
    """Comma-separated values (RFC 4180, lines ended by a line feed), the figures of the first measurement."""
    return written(CSV, run, stream, options)


def _piece(run: Run, projects: Sequence[ProjectResult], _: int, options: Options) -> str:
    stream = StringIO()
    table = csv.writer(stream, lineterminator="\n")
    used = (" ".join(pack.id for pack in run.packs), " ".join(layer.id for layer in run.layers))
    told: dict[int, list[Cell]] = {}  # findings that projects share are told by which object they are
    for project in projects:
        about = _guarded(_project(project, options.language))
        for row in rows(project, run):
            if id(row.finding) not in told:
                told[id(row.finding)] = _guarded((*_of_finding(row, options.language), *used))
            table.writerow([*about, row.number, *told[id(row.finding)]])
        if not project.findings:
            table.writerow([*about, *[None] * _FINDING_CELLS, *_guarded(used)])
    return stream.getvalue()


def _sink(_: Run, stream: TextIO, __: Options) -> TextSink:
    csv.writer(stream, lineterminator="\n").writerow(COLUMNS)
    return TextSink(stream, "", "", lambda _, __: "")


CSV = Pieced(_piece, _sink)


def _project(project: ProjectResult, language: Language) -> Sequence[Cell]:
    known = (project.source, project.index, project.id, project.name, project.on.isoformat())
    counts = (project.checked, project.not_checked, project.open)
    return (*known, project.verdict, *counts, "; ".join(problem.text(language) for problem in project.errors))


def _of_finding(row: Row, language: Language) -> Sequence[Cell]:
    finding = row.finding
    return (
        *(finding.rule, finding.title(language), finding.effect, finding.outcome),
        *(row.outcome(language), " ".join(finding.because), " ".join(finding.missing)),
        *(finding.message(language), _lines(row.situation, language), _lines(row.basis, language)),
        *_clause(finding, language),
        *_figures(finding),
    )


def _lines(lines: Sequence[Text], language: Language) -> str:
    return joined(list(lines), SEMICOLON)(language)


def _clause(finding: Finding, language: Language) -> Sequence[Cell]:
    cited = finding.citation
    day = cited.in_force.isoformat() if cited.in_force else None
    return (cited.document, cited.article, cited.rank, day, cited.quote or cited.words(language))


def _figures(finding: Finding) -> Sequence[Cell]:
    for entry in finding.evidence:
        if isinstance(entry, Measurement):
            return _measured(entry)
    return [None] * len((*_FIGURES, *_POINT))


def _measured(entry: Measurement) -> Sequence[Cell]:
    lengths = (
        entry.distance_m,
        entry.limit_m,
        entry.margin_m,
        entry.accuracy.sum_m if entry.accuracy else None,
    )
    point = degrees(entry.nearest_point) or (None, None)
    return (entry.layer, entry.feature, *(metres(length) for length in lengths), entry.baseline, *point)


def _guarded(cells: Iterable[Cell]) -> list[Cell]:
    """No text starts as a formula would."""
    return [_harmless(cell) if isinstance(cell, str) else cell for cell in cells]


def _harmless(cell: str) -> str:
    text = safe(cell)
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text
