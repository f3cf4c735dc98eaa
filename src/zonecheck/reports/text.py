"""How is a run shown to a person on a terminal? One project in full; of several a table, then the unclear.

The scope stands once at the end, and the last line is always the same. Nothing is shown by colour alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TextIO

from zonecheck.reports.page import BLANK, Line, render
from zonecheck.reports.pieces import Pieced, written
from zonecheck.reports.project_text import project_lines
from zonecheck.reports.scope_text import scope_lines
from zonecheck.reports.several_text import DETAILED_AT_MOST, Worst, left_out, row, summary_lines
from zonecheck.reports.summary import VERDICTS
from zonecheck.words import Text

if TYPE_CHECKING:
    from zonecheck.reports.options import Options
    from zonecheck.reports.summary import Summary
    from zonecheck.results import ProjectResult, Run

_UNREADABLE = Text("未能读取", "Could not be read")


def write_text(run: Run, stream: TextIO, options: Options) -> Summary:
    """The report an officer reads; projects appear as they come."""
    return written(TEXT, run, stream, options)


def _piece(run: Run, projects: Sequence[ProjectResult], first: int, options: Options) -> str:
    """The rows of some projects and those of them that may be shown in detail, as JSON."""
    numbered = list(enumerate(projects, start=first + 1))
    worst = Worst()
    for number, project in numbered:
        worst.add(number, project)
    alone = [*projects] if len(projects) == 1 and first == 0 else []
    return json.dumps(
        {
            "rows": "".join(row(number, project, options) for number, project in numbered),
            "alone": render(_one(alone, run, options), options) if alone else None,
            "unclear": worst.unclear,
            "worst": [
                (project.verdict, render(_detail(number, project, run, options=options), options))
                for number, project in worst.candidates()
            ],
        }
    )


@dataclass(eq=False)
class _TextSink:
    """The rows are printed as they come; the first waits until it is known whether it is the only one."""

    stream: TextIO
    options: Options
    _first: Any = None
    _pieces: int = 0
    _unclear: int = 0
    _worst: dict[str, list[str]] = field(default_factory=lambda: {verdict: [] for verdict in VERDICTS})

    def add(self, piece: str) -> None:
        told = json.loads(piece)
        self._pieces += 1
        if self._pieces == 1 and told["alone"] is not None:
            self._first = told
            return
        self._several()
        self._take(told)

    def _several(self) -> None:
        if self._first is not None:
            self._take(self._first)
            self._first = None

    def _take(self, told: Any) -> None:
        self.stream.write(told["rows"])
        self._unclear += told["unclear"]
        for verdict, text in told["worst"]:
            if len(self._worst[verdict]) < DETAILED_AT_MOST:
                self._worst[verdict].append(text)

    def finish(self, run: Run, summary: Summary) -> None:
        if self._first is not None:
            self.stream.write(self._first["alone"])
        elif self._pieces:
            self._end_of_table(summary)
        _print(self.stream, _errors(run, self.options), self.options)
        _print(self.stream, scope_lines(run, self.options.language, libraries=False), self.options)

    def close(self) -> None:
        pass

    def _end_of_table(self, summary: Summary) -> None:
        _print(self.stream, summary_lines(summary, self.options.language), self.options)
        shown = [text for texts in self._worst.values() for text in texts][:DETAILED_AT_MOST]
        self.stream.write("".join(shown))
        _print(self.stream, left_out(self._unclear - len(shown), self.options.language), self.options)


TEXT = Pieced(_piece, lambda _, stream, options: _TextSink(stream, options))


def _one(projects: list[ProjectResult], run: Run, options: Options) -> Iterator[Line]:
    for project in projects:
        yield from project_lines(project, options, _titles(run))
        yield BLANK
        yield BLANK


def _detail(number: int, project: ProjectResult, run: Run, *, options: Options) -> Iterator[Line]:
    yield Line(f"[{number}]", tone="quiet")
    yield from project_lines(project, options, _titles(run))
    yield BLANK
    yield BLANK


def _errors(run: Run, options: Options) -> Iterator[Line]:
    if run.errors:
        yield Line(_UNREADABLE(options.language), "×", hang=2, tone="magenta", head_tone="magenta")
        yield BLANK
        for problem in run.errors:
            yield Line(problem(options.language), "·", indent=2, hang=2)
        yield BLANK
        yield BLANK


def _titles(run: Run) -> dict[str, Text]:
    return {pack.id: pack.title for pack in run.packs}


def _print(stream: TextIO, lines: Iterable[Line], options: Options) -> None:
    stream.write(render(lines, options))
