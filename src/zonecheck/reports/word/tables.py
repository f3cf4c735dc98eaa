"""How does a table stand on the page? Fixed widths, a head that repeats, rows that do not break; the particulars, the
conformity table, the blanks for signatures.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from zonecheck.reports.vocabulary import GLYPH
from zonecheck.reports.word.blocks import INK
from zonecheck.reports.xml_text import xml_text
from zonecheck.words import Text

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell, _Row

    from zonecheck.reports.conformity import Row
    from zonecheck.reports.particulars import Particular
    from zonecheck.words import Language

_WIDTHS_CM = (1.1, 3.2, 3.2, 4.3, 1.7, 3.5)
_PARTICULARS_CM = (2.7, 5.8, 2.7, 5.8)
_SIGNATURES_CM = (2.2, 3.5, 2.2, 3.5, 1.9, 3.7)
_LISTED_CM = (1.1, 8.4, 7.5)
_HEAD_FILL = "ECEEEA"
_SMALL, _PLAIN = 8.5, 10.0
_SIGNED = (Text("编制人", "Prepared by"), Text("复核人", "Checked by"), Text("日期", "Date"))


def particulars(document: Document, found: Sequence[Particular], language: Language) -> None:
    """Names and values, two of each in a row."""
    texts = [text(language) for pair in found for text in pair]
    texts += [""] * (-len(texts) % 4)
    table = _table(document, len(texts) // 4, _PARTICULARS_CM)
    for number, row in enumerate(table.rows):
        _whole(row)
        for place, cell in enumerate(row.cells):
            _fill(cell, [texts[number * 4 + place]], size=_PLAIN, strong=place % 2 == 0)
            if place % 2 == 0:
                _shade(cell)


def conformity(document: Document, heads: Sequence[str], found: Sequence[Row], language: Language) -> None:
    """The conformity table; its head stands again on every page."""
    table = _table(document, 1 + len(found), _WIDTHS_CM)
    head, *rest = table.rows
    _head(head, heads)
    for row, entry in zip(rest, found, strict=True):
        _whole(row)
        _row(row, entry, language)


def _row(row: _Row, entry: Row, language: Language) -> None:
    number, document, requirement, situation, outcome, basis = row.cells
    said = [
        (document, entry.document),
        (requirement, (entry.requirement,)),
        (situation, entry.situation),
        (basis, entry.basis),
    ]
    for cell, lines in said:
        _fill(cell, [line(language) for line in lines if line.zh], size=_SMALL)
    _fill(number, [str(entry.number)], size=_SMALL, centred=True)
    kind = entry.finding.outcome
    _fill(
        outcome,
        [f"{GLYPH[kind]} {entry.outcome(language)}"],
        size=_SMALL,
        strong=True,
        centred=True,
        ink=INK[kind],
    )


def listed(document: Document, heads: Sequence[str], found: Sequence[Sequence[str]]) -> None:
    """A plain table of texts with a number in front."""
    table = _table(document, 1 + len(found), _LISTED_CM)
    head, *rest = table.rows
    _head(head, heads)
    for row, texts in zip(rest, found, strict=True):
        _whole(row)
        for place, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            _fill(cell, [text], size=_SMALL, centred=place == 0)


def _head(row: _Row, heads: Sequence[str]) -> None:
    _whole(row)
    _repeat(row)
    for cell, text in zip(row.cells, heads, strict=True):
        _fill(cell, [text], size=_SMALL, strong=True, centred=True)
        _shade(cell)


def signatures(document: Document, language: Language) -> None:
    """Blanks for the people who answer for the table."""
    space = document.add_paragraph()
    space.paragraph_format.keep_with_next = True
    (row,) = _table(document, 1, _SIGNATURES_CM).rows
    _whole(row)
    row.height = Cm(1.1)
    for place, cell in enumerate(row.cells):
        text = _SIGNED[place // 2](language) if place % 2 == 0 else ""
        _fill(cell, [text], size=_PLAIN, strong=True, centred=True)
        cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER


def _table(document: Document, rows: int, widths_cm: Sequence[float]) -> Table:
    table: Table = document.add_table(rows=rows, cols=len(widths_cm), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width_cm in zip(table.columns, widths_cm, strict=True):
        column.width = Cm(width_cm)
    for row in table.rows:
        for cell, width_cm in zip(row.cells, widths_cm, strict=True):
            cell.width = Cm(width_cm)
    return table


def _fill(
    cell: _Cell,
    lines: Sequence[str],
    *,
    size: float,
    strong: bool = False,
    centred: bool = False,
    ink: str = "",
) -> None:
    """One paragraph for each line."""
    for number, line in enumerate(lines):
        made = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        made.paragraph_format.space_after, made.paragraph_format.line_spacing = Pt(1), 1.1
        run = made.add_run(xml_text(line))
        run.font.size, run.font.bold = Pt(size), strong
        if ink:
            run.font.color.rgb = RGBColor.from_string(ink)
        if centred:
            made.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _whole(row: _Row) -> None:
    """The row stays on one page where it fits on one."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _repeat(row: _Row) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _shade(cell: _Cell) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", _HEAD_FILL)):
        shade.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shade)
