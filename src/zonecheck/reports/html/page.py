"""How does the page come together? Views are filled into the templates; one security policy covers the whole file.

Everything that is filled in is made safe and escaped, whatever it is; only this package's own style and script, and
what these templates made, goes in as it stands. Nothing on the page leads out of the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from markupsafe import Markup

from zonecheck.reports.html.packing import BLOCK, packed
from zonecheck.reports.html.phrases import phrases
from zonecheck.reports.html.shell import environment, frame
from zonecheck.reports.html.view import Head, Row, head, project_view, rows
from zonecheck.reports.map.overview import Overview, overview
from zonecheck.reports.scope_text import scope_lines
from zonecheck.reports.summary import VERDICTS, Summary, Tally
from zonecheck.reports.vocabulary import GLYPH, VERDICT

if TYPE_CHECKING:
    from jinja2 import Environment

    from zonecheck.reports.options import Options
    from zonecheck.results import ProjectResult, Run, Verdict

PACKED_FROM = 41  # projects; up to here every detail stands in the file as it is


@dataclass(frozen=True, slots=True)
class Entry:
    """A project of the list; its details stand in `body`, or packed as the `item` of a `block`."""

    head: Head
    body: str
    block: int
    item: int


@dataclass(frozen=True, slots=True)
class Count:
    """`start` and `share` are thousandths along a bar of all projects."""

    verdict: Verdict
    glyph: str
    words: str
    number: int
    start: int
    share: int


def write(run: Run, stream: TextIO, options: Options) -> Summary:
    """The page of the run. Holds all projects at once, for the page begins with their summary."""
    tally = Tally()
    numbered = list(enumerate(tally.through(run.projects), start=1))
    templates = environment()
    bodies = _bodies(numbered, run, options, templates)
    pack = len(numbered) >= PACKED_FROM
    page = templates.get_template("page.html.j2")
    parts = page.generate(
        **frame(options),
        entries=list(_entries(numbered, [] if pack else list(bodies), options)),
        blocks=list(packed(bodies)) if pack else [],
        counts=list(_counts(tally.summary, options)),
        overview=_overview(numbered, run, options),
        errors=[problem(options.language) for problem in run.errors],
        scope_title=next(iter(scope_lines(run, options.language))).text,
        scope=list(_scope(run, options)),
        run=run,
    )
    stream.writelines(parts)
    return tally.summary


def _bodies(
    numbered: list[tuple[int, ProjectResult]], run: Run, options: Options, templates: Environment
) -> Iterator[str]:
    template, say = templates.get_template("project.html.j2"), phrases(options.language)
    for number, project in numbered:
        view = project_view(number, project, run, options)
        yield template.render(project=view, say=say, lone=len(numbered) == 1)


def _entries(
    numbered: list[tuple[int, ProjectResult]], bodies: list[str], options: Options
) -> Iterator[Entry]:
    for place, (number, project) in enumerate(numbered):
        body = Markup(bodies[place]) if bodies else ""
        yield Entry(head(number, project, options.language), body, place // BLOCK, place % BLOCK)


def _counts(summary: Summary, options: Options) -> Iterator[Count]:
    start = 0
    for verdict in VERDICTS:
        if number := getattr(summary, verdict):
            share = round(1000 * number / summary.projects)
            yield Count(verdict, GLYPH[verdict], VERDICT[verdict](options.language), number, start, share)
            start += share


def _overview(numbered: list[tuple[int, ProjectResult]], run: Run, options: Options) -> Overview | None:
    if run.atlas is None or len(numbered) < 2:
        return None
    return overview(numbered, run.atlas.everything(), districts=options.districts)


def _scope(run: Run, options: Options) -> Iterator[Row]:
    """The scope without its title and without the sentence that ends it: the page has places for both."""
    _, *lines, _ = scope_lines(run, options.language)
    yield from rows(lines)
