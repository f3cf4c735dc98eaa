"""The Word document: a table for each project in the order that is asked for, whole rows, Chinese fonts, inert names."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

import runs
from zonecheck.reports import FORMATS, FileWriter, Options
from zonecheck.results import ProjectResult
from zonecheck.screening import Request, screen

EXAMPLES = Path(__file__).parents[1] / "examples"
ZH = Options("zh")


def written(path: Path, *projects: ProjectResult, options: Options = ZH, errors: Any = ()) -> Any:
    writer = FORMATS["docx"]
    assert isinstance(writer, FileWriter)
    summary = writer.write(runs.run_of(projects, errors=errors), path, options)
    assert summary.projects == len(projects)
    return docx.Document(str(path))


def example(path: Path, name: str) -> Any:
    """The document of one example, with its map."""
    request = Request(paths=[str(EXAMPLES / name)], today=date(2026, 11, 23))
    writer = FORMATS["docx"]
    assert isinstance(writer, FileWriter)
    writer.write(screen(request).run, path, ZH)
    return docx.Document(str(path))


def texts(document: Any) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def table_rows(table: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_each_project_stands_in_the_order_of_a_conformity_table(tmp_path: Path) -> None:
    document = example(tmp_path / "a.docx", "01-chemical-by-fuhe.geojson")
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings[:4] == ["基本情况", "符合性分析", "未核查的依据", "须人工认定的事项"]
    particulars, conformity, settling, signatures = document.tables
    assert ["建设性质", "新建"] in [row[:2] for row in table_rows(particulars)]
    heads = ["序号", "文件(文号、条款、施行日期)", "要求", "本项目情况", "符合性", "依据数据、基线、坐标系"]
    assert table_rows(conformity)[0] == heads
    assert table_rows(settling)[0][2] == "由谁核实认定"
    assert [text for text in table_rows(signatures)[0] if text] == ["编制人", "复核人", "日期"]


def test_the_table_holds_what_does_not_apply_with_its_reason(tmp_path: Path) -> None:
    document = written(tmp_path / "a.docx", runs.CLEAR)
    (row,) = [row for row in table_rows(document.tables[1]) if "不涉及" in row[4]]
    assert row[3] == "行业属于重化工:否(1431)"


def test_rows_stay_whole_and_the_head_stands_on_every_page(tmp_path: Path) -> None:
    table = written(tmp_path / "a.docx", runs.PROHIBITED).tables[1]
    marks = [{child.tag for child in row._tr.trPr} for row in table.rows]
    assert all(qn("w:cantSplit") in found for found in marks)
    assert [qn("w:tblHeader") in found for found in marks] == [True, *[False] * (len(marks) - 1)]


def test_every_style_in_use_names_a_chinese_font_and_no_font_of_a_theme(tmp_path: Path) -> None:
    document = written(tmp_path / "a.docx", runs.PROHIBITED)
    for name in {paragraph.style.name for paragraph in document.paragraphs} | {"Normal"}:
        fonts = document.styles[name].element.rPr.rFonts
        assert fonts.get(qn("w:eastAsia")) in ("宋体", "黑体")
        assert fonts.get(qn("w:eastAsiaTheme")) is None
    table = next(p for p in document.part.package.iter_parts() if p.partname == "/word/fontTable.xml")
    assert "Noto Serif CJK SC" in table.blob.decode()


def test_the_page_is_a4_with_page_numbers_and_the_disclaimer(tmp_path: Path) -> None:
    section = written(tmp_path / "a.docx", runs.CLEAR).sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    footer = section.footer.paragraphs[0]
    assert "辅助核查意见,不作为行政许可或处罚依据" in footer.text
    fields = [field.get(qn("w:instr")) for field in footer._p.iter(qn("w:fldSimple"))]
    assert fields == ["PAGE", "NUMPAGES"]


def test_each_project_has_a_section_of_its_own_and_the_scope_another(tmp_path: Path) -> None:
    document = written(tmp_path / "a.docx", *runs.EVERY_VERDICT)
    assert len(document.sections) == len(runs.EVERY_VERDICT) + 1
    assert texts(document).count("符合性分析表") == len(runs.EVERY_VERDICT)
    assert texts(document)[-1] == "辅助核查意见,不作为行政许可或处罚依据"


def test_the_map_is_a_picture_that_says_what_it_shows(tmp_path: Path) -> None:
    document = example(tmp_path / "a.docx", "01-chemical-by-fuhe.geojson")
    (shape,) = document.inline_shapes
    assert "府河边新建有机化学原料项目" in shape._inline.docPr.get("descr")
    assert "项目位置示意图 (示意图,界线不作划界、权属、执法依据)" in texts(document)
    (image,) = [part for part in document.part.package.iter_parts() if part.partname.endswith(".png")]
    assert image.blob.startswith(b"\x89PNG")


def test_a_project_without_a_place_has_no_picture_but_its_reasons(tmp_path: Path) -> None:
    document = written(tmp_path / "a.docx", runs.INVALID)
    assert len(document.inline_shapes) == 0
    assert any("外环自相交" in text for text in texts(document))


def test_no_name_breaks_the_document(tmp_path: Path) -> None:
    hostile = replace(runs.HOSTILE, name="<w:p/>&\x00\x1b[31m\ufffe\ud800" + runs.HOSTILE_NAME)
    document = written(tmp_path / "a.docx", hostile, errors=(runs.UNREADABLE,))
    (named,) = [text for text in texts(document) if text.startswith("<w:p/>&")]
    assert named.isprintable()


def test_the_document_holds_no_clock(tmp_path: Path) -> None:
    known = written(tmp_path / "a.docx", runs.CLEAR).core_properties
    assert known.created.date() == known.modified.date() == runs.DAY


@pytest.mark.slow
def test_libre_office_opens_the_document_and_its_fonts_hold_chinese(tmp_path: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if not office or not shutil.which("pdffonts"):
        pytest.skip("LibreOffice and poppler are not installed here; `make system` brings them")
    example(tmp_path / "a.docx", "01-chemical-by-fuhe.geojson")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    order = [
        office,
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "a.docx"),
    ]
    subprocess.run(order, check=True, capture_output=True, timeout=180)
    told = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "a.pdf"), "-"], check=True, capture_output=True
    )
    text = told.stdout.decode("utf-8")
    assert "触及禁止性规定" in text
    assert "119.987" in text
    fonts = subprocess.run(
        ["pdffonts", str(tmp_path / "a.pdf")], check=True, capture_output=True
    ).stdout.decode()
    assert "CJK" in fonts or "Sim" in fonts or "Song" in fonts
