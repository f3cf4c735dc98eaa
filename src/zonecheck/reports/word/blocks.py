"""What is a paragraph, a heading, an item, a picture? Every text passes `xml_text` here; nothing is said of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import TYPE_CHECKING

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt, RGBColor

from zonecheck.reports.page import BLANK, Line
from zonecheck.reports.word.layout import PICTURE_WIDTH_CM
from zonecheck.reports.xml_text import xml_text

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

    from zonecheck.results import Outcome, Verdict

INK: Mapping[Verdict | Outcome, str] = {
    "prohibited": "9B1C26",
    "review": "7D4A00",
    "conditional": "5F4F00",
    "clear": "175C39",
    "out_of_scope": "34506F",
    "invalid": "5D4072",
    "violated": "9B1C26",
    "undetermined": "7D4A00",
    "unmet": "5F4F00",
    "open": "34506F",
    "exempt": "175C39",
    "satisfied": "175C39",
    "met": "175C39",
    "not_applicable": "454C52",
}
_QUIET = RGBColor.from_string("566069")


def title(document: Document, text: str) -> None:
    document.add_paragraph(xml_text(text), style="Title")


def heading(document: Document, text: str) -> None:
    document.add_paragraph(xml_text(text), style="Heading 1")


def verdict(document: Document, text: str, which: Verdict) -> None:
    """The verdict, large and in its colour; the word says it, the colour only helps."""
    run = paragraph(document, text, strong=True, centred=True).runs[0]
    run.font.size, run.font.color.rgb = Pt(15), RGBColor.from_string(INK[which])


def paragraph(
    document: Document, text: str, *, strong: bool = False, quiet: bool = False, centred: bool = False
) -> Paragraph:
    made = document.add_paragraph()
    run = made.add_run(xml_text(text))
    run.font.bold = strong
    if quiet:
        run.font.size, run.font.color.rgb = Pt(9), _QUIET
    if centred:
        made.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return made


def item(document: Document, head: str, text: str, *, depth: int = 0) -> None:
    """An indented paragraph that begins with a word in bold."""
    made = document.add_paragraph()
    made.paragraph_format.left_indent = Cm(0.6 + 0.6 * depth)
    made.paragraph_format.first_line_indent = Cm(-0.4)
    made.paragraph_format.space_after = Pt(1)
    made.add_run("· " if not head else f"{xml_text(head)}  ").font.bold = True
    made.add_run(xml_text(text))


def lines(document: Document, found: Iterable[Line]) -> None:
    """Sections of the text report: a strong line is a heading, the others are items."""
    for line in found:
        if line.tone == "strong":
            heading(document, line.text)
        elif line != BLANK:
            head = "" if line.head in ("·", "◇") else line.head
            item(document, head, line.text, depth=1 if line.indent > 4 else 0)


def picture(document: Document, png: bytes, caption: str, *, alt: str) -> None:
    """A picture about as wide as the text, what it is called, and what it shows for those who do not see it."""
    holder = document.add_paragraph()
    holder.alignment = WD_ALIGN_PARAGRAPH.CENTER
    holder.paragraph_format.keep_with_next = True
    holder.paragraph_format.space_before = Pt(8)
    shape = holder.add_run().add_picture(BytesIO(png), width=Cm(PICTURE_WIDTH_CM))
    shape._inline.docPr.set("descr", xml_text(alt))
    made = document.add_paragraph(xml_text(caption), style="Caption")
    made.alignment = WD_ALIGN_PARAGRAPH.CENTER
