"""How is a run shown to a person on a terminal? One project in full; of several a table, then the unclear.

The scope stands once at the end, and the last line is always the same. Nothing is shown by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, TextIO

from zonecheck.reports.page import BLANK, Line, render
from zonecheck.reports.project_text import project_lines
from zonecheck.reports.scope_text import scope_lines
from zonecheck.reports.several_text import Worst, row, summary_lines
from zonecheck.reports.summary import Summary, Tally
from zonecheck.words import Text

if TYPE_CHECKING:
    from zonecheck.reports.options import Options
    from zonecheck.results import ProjectResult, Run

_UNREADABLE = Text("未能读取", "Could not be read")


def write_text(run: Run, stream: TextIO, options: Options) -> Summary:
    """The report an officer reads; projects appear as they come."""
    tally = Tally()
    projects = tally.through(run.projects)
    first = list(islice(projects, 2))
    if len(first) < 2:
        _print(stream, _one(first, run, options), options)
    else:
        _several(chain(first, projects), run, stream, options=options, tally=tally)
    _print(stream, _errors(run, options), options)
    _print(stream, scope_lines(run, options.language), options)
    return tally.summary


def _one(projects: list[ProjectResult], run: Run, options: Options) -> Iterator[Line]:
    for project in projects:
        yield from project_lines(project, options, _titles(run))
        yield BLANK
        yield BLANK


def _several(
    projects: Iterable[ProjectResult], run: Run, stream: TextIO, *, options: Options, tally: Tally
) -> None:
    worst = Worst()
    for number, project in enumerate(projects, start=1):
        stream.write(row(number, project, options))
        worst.add(number, project)
    _print(stream, summary_lines(tally.summary, options.language), options)
    for number, project in worst.kept():
        _print(stream, _detail(number, project, run, options=options), options)
    _print(stream, worst.left_out(options.language), options)


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
