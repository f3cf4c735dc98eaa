"""How is a run written as Markdown? For each project a table of clauses against the project, then what is left.

Names and other texts from the input stay text: nothing in them becomes markup, a link or a row of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, TextIO

from zonecheck.reports.conformity import HEADS, rows
from zonecheck.reports.page import BLANK, Line
from zonecheck.reports.particulars import particulars
from zonecheck.reports.project_text import called, closing_sections, counts_lines, place
from zonecheck.reports.scope_text import DISCLAIMER, scope_lines
from zonecheck.reports.summary import Summary, Tally
from zonecheck.reports.terminal import NO_BREAK, safe
from zonecheck.reports.vocabulary import GLYPH, VERDICT
from zonecheck.words import Text, same

if TYPE_CHECKING:
    from zonecheck.reports.conformity import Row
    from zonecheck.reports.options import Options
    from zonecheck.results import ProjectResult, Run
    from zonecheck.words import Language

_TITLE = Text("核查意见", "Result of the check")
_UNREADABLE = Text("未能读取", "Could not be read")
_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~&$!]|(?<=[Ww])\.|:(?=//)|@|^(?:[-+=:]|\d+(?=[.)]))")


def write_markdown(run: Run, stream: TextIO, options: Options) -> Summary:
    """GitHub-flavoured Markdown; projects appear as they come."""
    tally, language = Tally(), options.language
    stream.write(f"# {_TITLE(language)}\n\n")
    for project in tally.through(run.projects):
        stream.writelines(f"{row}\n" for row in _project(project, run, language))
    stream.writelines(f"{row}\n" for row in _errors(run, language))
    stream.writelines(f"{row}\n" for row in _scope(run, language))
    return tally.summary


def plain(text: str) -> str:
    """Text in which nothing is markup."""
    shown = safe(text).replace(NO_BREAK, " ").strip()
    return _MARKUP.sub(_escaped, shown)


def _escaped(match: re.Match[str]) -> str:
    found = match[0]
    return f"{found}\\" if found.isdigit() else f"\\{found}"


def _project(project: ProjectResult, run: Run, language: Language) -> Iterator[str]:
    yield f"## {GLYPH[project.verdict]} {VERDICT[project.verdict](language)}\n"
    yield f"**{plain(called(project))}** ({plain(place(project))}, {project.on.isoformat()})\n"
    for line in counts_lines(project, language):
        yield f"{plain(line.text)}\n"
    yield from _particulars(project, language)
    yield from _table(project, run, language)
    titles = {pack.id: pack.title for pack in run.packs}
    yield from _lines(closing_sections(project, language, titles))


def _particulars(project: ProjectResult, language: Language) -> Iterator[str]:
    for name, value in particulars(project):
        yield f"- **{plain(name(language))}** {plain(value(language))}"
    yield ""


def _table(project: ProjectResult, run: Run, language: Language) -> Iterator[str]:
    """Every finding, also of what does not apply."""
    if not project.findings:
        return
    yield "| " + " | ".join(head(language) for head in HEADS) + " |"
    yield "| ---: |" + " --- |" * (len(HEADS) - 1)
    for row in rows(project, run):
        yield f"| {row.number} | " + " | ".join(_cells(row, language)) + " |"
    yield ""


def _cells(row: Row, language: Language) -> Iterator[str]:
    outcome = f"{GLYPH[row.finding.outcome]} {row.outcome(language)}"
    for lines in (row.document, (row.requirement,), row.situation, (same(outcome),), row.basis):
        yield "<br>".join(plain(line(language)) for line in lines if line.zh)


def _errors(run: Run, language: Language) -> Iterator[str]:
    if run.errors:
        yield f"## {_UNREADABLE(language)}\n"
        yield from (f"- {plain(problem(language))}" for problem in run.errors)
        yield ""


def _scope(run: Run, language: Language) -> Iterator[str]:
    title, *lines = scope_lines(run, language)
    yield f"## {plain(title.text)}\n"
    head = ""
    for line in lines[:-1]:
        head = line.head or head
        if line != BLANK:
            yield f"- **{plain(head)}** {plain(line.text)}"
    yield f"\n{plain(DISCLAIMER(language))}"


def _lines(lines: Iterator[Line]) -> Iterator[str]:
    """Sections of the text report as lists: a strong line is a heading, the others are items."""
    inside = False
    for line in lines:
        if line.tone == "strong":
            yield ("\n" if inside else "") + f"### {plain(line.text)}\n"
        elif line != BLANK:
            yield f"{_depth(line)}- {_headed(line)}"
        inside = True
    if inside:
        yield ""


def _depth(line: Line) -> str:
    return "  " if line.indent > 4 else ""


def _headed(line: Line) -> str:
    head = "" if line.head in ("", "·", "◇") else f"**{plain(line.head)}** "
    return head + plain(line.text)
