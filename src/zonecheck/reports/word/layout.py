"""How does the paper look? A4, Chinese and Latin fonts with their fallbacks, header and footer with page numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from zonecheck.reports.scope_text import DISCLAIMER
from zonecheck.words import Text

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

    from zonecheck.results import Run
    from zonecheck.words import Language

LATIN, SONG, HEI = "Times New Roman", "宋体", "黑体"
PICTURE_WIDTH_CM = 16.6

_FALLBACKS = {
    SONG: ("SimSun", "Songti SC", "Noto Serif CJK SC", "Source Han Serif SC"),
    HEI: ("SimHei", "Heiti SC", "Noto Sans CJK SC", "Source Han Sans SC"),
}
_SIZES = {"Normal": 10.5, "Title": 18.0, "Heading 1": 13.0, "Heading 2": 11.5, "Caption": 9.0}
_RUNNING = Text("建设项目环境准入符合性分析", "Environmental admission of a project: conformity")
_PAGE = Text("第 {page} 页 共 {pages} 页", "page {page} of {pages}")
_BLACK = RGBColor(0, 0, 0)


def prepare(document: Document, run: Run, language: Language) -> None:
    """Page, styles, header and footer; sections added later take them over."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.0)
    section.top_margin, section.bottom_margin = Cm(2.2), Cm(2.0)
    _styles(document)
    _font_table(document)
    header, footer = section.header.paragraphs[0], section.footer.paragraphs[0]
    header.text = f"{_RUNNING(language)}    zonecheck {run.version}"
    header.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    footer.add_run(f"{DISCLAIMER(language)}    ")
    _page_numbers(footer, _PAGE(language))


def _styles(document: Document) -> None:
    for name, size in _SIZES.items():
        style = document.styles[name]
        heading = name in ("Title", "Heading 1", "Heading 2")
        style.font.size, style.font.color.rgb = Pt(size), _BLACK
        style.font.bold, style.font.italic = heading, False
        fonts(style.element.get_or_add_rPr(), HEI if heading else SONG)
        shape = style.paragraph_format
        shape.space_before, shape.space_after = Pt(10 if heading else 0), Pt(4 if heading else 3)
        shape.line_spacing, shape.keep_with_next = 1.25, heading
    title = document.styles["Title"]
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _drop(title.element.get_or_add_pPr(), "w:pBdr")
    for name in ("Header", "Footer"):
        document.styles[name].font.size = Pt(8.5)


def fonts(properties: Any, east_asian: str) -> None:
    """Latin and Chinese fonts by name; the fonts of a theme would win over them and are taken away."""
    found = properties.get_or_add_rFonts()
    for attribute in list(found.attrib):
        del found.attrib[attribute]
    for kind in ("ascii", "hAnsi", "cs"):
        found.set(qn(f"w:{kind}"), LATIN)
    found.set(qn("w:eastAsia"), east_asian)
    language = properties.find(qn("w:lang"))
    if language is None:
        language = OxmlElement("w:lang")
        properties.append(language)
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")


def _font_table(document: Document) -> None:
    """Under which other names the fonts may be found, on machines that have them under others."""
    table = next(
        (part for part in document.part.package.iter_parts() if part.partname == "/word/fontTable.xml"), None
    )
    if table is None:
        return
    root = parse_xml(table.blob)
    for name, others in _FALLBACKS.items():
        font = OxmlElement("w:font", {qn("w:name"): name})
        for kind, value in (("altName", ",".join(others)), ("charset", "86"), ("family", "auto")):
            font.append(OxmlElement(f"w:{kind}", {qn("w:val"): value}))
        root.append(font)
    table._blob = serialize_part_xml(root)


def _page_numbers(paragraph: Paragraph, words: str) -> None:
    """The words with the fields PAGE and NUMPAGES in place of the braces."""
    before, _, rest = words.partition("{page}")
    between, _, after = rest.partition("{pages}")
    paragraph.add_run(before)
    _field(paragraph, "PAGE")
    paragraph.add_run(between)
    _field(paragraph, "NUMPAGES")
    paragraph.add_run(after)


def _field(paragraph: Paragraph, instruction: str) -> None:
    """A field that the word processor fills in."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)


def _drop(parent: Any, name: str) -> None:
    found = parent.find(qn(name))
    if found is not None:
        parent.remove(found)
