"""What stands in the Word document, and in which order? One section for each project, then the scope of the run.

Each section can be taken out and filed alone: particulars, map, conformity table, what was not checked, who settles what,
and blanks for the people who answer for it. The document carries no clock: its day is the day of the check.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import docx
from docx.enum.section import WD_SECTION

from zonecheck.reports import settling
from zonecheck.reports.conformity import HEADS, TITLE, rows
from zonecheck.reports.html.phrases import SCHEMATIC
from zonecheck.reports.page import BLANK
from zonecheck.reports.particulars import particulars
from zonecheck.reports.project_text import called, closing_sections, counts_lines, place
from zonecheck.reports.scope_text import DISCLAIMER, scope_lines
from zonecheck.reports.settling import settled_by, undetermined
from zonecheck.reports.summary import Summary, Tally
from zonecheck.reports.vocabulary import GLYPH, VERDICT
from zonecheck.reports.word import blocks, layout, tables
from zonecheck.words import Text

if TYPE_CHECKING:
    from docx.document import Document

    from zonecheck.reports.conformity import Row
    from zonecheck.reports.options import Options
    from zonecheck.results import ProjectResult, Run
    from zonecheck.words import Language

_BASICS = Text("基本情况", "Particulars")
_TABLE = Text("符合性分析", "Conformity")
_NOT_CHECKED = Text("未核查的依据", "Not checked")
_SETTLING = Text("须人工认定的事项", "Left to a person")
_UNREADABLE = Text("未能读取的文件", "Files that could not be read")
_FIGURE = Text("项目位置示意图", "Where the project lies")
_CHECKED_AT = Text("{place} 判定日 {day}", "{place}, as of {day}")


def write(run: Run, path: Path, options: Options) -> Summary:
    """Write the document to a path; raises OSError where it cannot."""
    document, tally = docx.Document(), Tally()
    layout.prepare(document, run, options.language)
    for number, project in enumerate(tally.through(run.projects)):
        if number:
            document.add_section(WD_SECTION.NEW_PAGE)
        _project(document, project, run, options)
    _errors(document, run, options.language)
    _scope(document, run, options.language)
    _properties(document, run, options.language)
    held = BytesIO()  # a package that cannot be written would complain once more when it is taken down
    document.save(held)
    path.write_bytes(held.getvalue())
    return tally.summary


def _project(document: Document, project: ProjectResult, run: Run, options: Options) -> None:
    language = options.language
    blocks.title(document, TITLE(language))
    blocks.verdict(
        document, f"{GLYPH[project.verdict]} {VERDICT[project.verdict](language)}", project.verdict
    )
    blocks.paragraph(document, called(project), strong=True, centred=True)
    told = _CHECKED_AT.fill(place=place(project), day=project.on.isoformat())(language)
    blocks.paragraph(document, told, quiet=True, centred=True)
    for line in counts_lines(project, language):
        blocks.paragraph(document, line.text, centred=True)
    blocks.heading(document, _BASICS(language))
    tables.particulars(document, particulars(project), language)
    _map(document, project, run, options)
    _conformity(document, project, run, language)
    _not_checked(document, project, run, language)
    _settling(document, rows(project, run), language)
    titles = {pack.id: pack.title for pack in run.packs}
    blocks.lines(document, closing_sections(project, language, titles))
    tables.signatures(document, language)
    blocks.paragraph(document, DISCLAIMER(language), quiet=True, centred=True)


def _map(document: Document, project: ProjectResult, run: Run, options: Options) -> None:
    drawing = run.atlas.draw(project) if run.atlas else None
    if drawing is None:
        return
    from zonecheck.reports.map.picture import png  # noqa: PLC0415  needs a renderer that nothing else needs

    language = options.language
    picture = png(drawing, language, districts=options.districts)
    caption = f"{_FIGURE(language)} ({SCHEMATIC(language)})"
    blocks.picture(document, picture, caption, alt=f"{_FIGURE(language)}: {called(project)}")


def _conformity(document: Document, project: ProjectResult, run: Run, language: Language) -> None:
    found = rows(project, run)
    if found:
        blocks.heading(document, _TABLE(language))
        tables.conformity(document, [head(language) for head in HEADS], found, language)


def _not_checked(document: Document, project: ProjectResult, run: Run, language: Language) -> None:
    if project.verdict != "invalid" and run.scope.not_checked:
        blocks.heading(document, _NOT_CHECKED(language))
        for text in run.scope.not_checked:
            blocks.item(document, "", text(language))


def _settling(document: Document, found: tuple[Row, ...], language: Language) -> None:
    """Who settles each row that is undetermined."""
    doubtful = undetermined(found)
    if doubtful:
        blocks.heading(document, _SETTLING(language))
        heads = [head(language) for head in settling.HEADS]
        listed = [
            (str(row.number), row.finding.title(language), settled_by(row)(language)) for row in doubtful
        ]
        tables.listed(document, heads, listed)


def _errors(document: Document, run: Run, language: Language) -> None:
    if run.errors:
        document.add_section(WD_SECTION.NEW_PAGE)
        blocks.heading(document, _UNREADABLE(language))
    for problem in run.errors:
        blocks.item(document, "", problem(language))


def _scope(document: Document, run: Run, language: Language) -> None:
    document.add_section(WD_SECTION.NEW_PAGE)
    heading, *rest = scope_lines(run, language)
    blocks.title(document, heading.text)
    head = ""
    for line in rest[:-1]:
        if line != BLANK:
            head, shown = line.head or head, line.head
            blocks.item(document, shown, line.text)
    blocks.paragraph(document, DISCLAIMER(language), strong=True)


def _properties(document: Document, run: Run, language: Language) -> None:
    """What the file says of itself; the day of the check takes the place of a clock."""
    known = document.core_properties
    known.title, known.author, known.comments = TITLE(language), "zonecheck", DISCLAIMER(language)
    known.last_modified_by, known.language = "zonecheck", {"zh": "zh-CN", "en": "en"}[language]
    day = datetime.combine(run.on, time(), UTC) if run.on else datetime(2000, 1, 1, tzinfo=UTC)
    known.created = known.modified = day.replace(tzinfo=None)
