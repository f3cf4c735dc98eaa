"""What does an XLSX workbook hold? The cells of every sheet, as values; formulas as last calculated.

Runs in a process of its own (`child`). The workbook is an archive of XML: it is bounded, and refused where it declares
entities, before the library that knows it sees it.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Mapping
from typing import Any

from zonecheck.errors import InputError, LimitError
from zonecheck.formats import archive
from zonecheck.formats.carried import Carried, Refused, column
from zonecheck.formats.sheet_marks import COLUMNS, filled
from zonecheck.words import Text


def carried(data: bytes, max_size: int) -> list[Carried]:
    """The sheets with their rows. Raises Refused."""
    parts = _parts(data, max_size)
    import openpyxl  # noqa: PLC0415  only in the process that reads such a file

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions, which are not read
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            return [_sheet(sheet, parts) for sheet in book.worksheets]
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        SyntaxError,
        zipfile.BadZipFile,
    ) as error:
        raise Refused(_BROKEN.fill(reason=type(error).__name__)) from None


def _parts(data: bytes, max_size: int) -> Mapping[str, bytes]:
    """Its XML by name. Raises Refused for what must not reach the library."""
    try:
        parts, _ = archive.members("", data, max_size, lambda name: name.lower().endswith((".xml", ".rels")))
    except InputError as error:
        raise Refused(error.problems[0].text, limit=isinstance(error, LimitError)) from None
    if "xl/workbook.xml" not in parts:
        raise Refused(_NO_WORKBOOK)
    if any(b"<!DOCTYPE" in part or b"<!ENTITY" in part for part in parts.values()):
        raise Refused(_ENTITIES)
    return parts


def _sheet(sheet: Any, parts: Mapping[str, bytes]) -> Carried:
    found = Carried(str(sheet.title))
    sheet.reset_dimensions()  # what a file says of its size is not believed
    for number, row in enumerate(sheet.iter_rows(values_only=True, max_col=COLUMNS), start=1):
        cells = [_value(cell) for cell in row]
        while cells and cells[-1] is None:
            cells.pop()
        if cells:
            found.rows.append((number, cells))
    found.remarks = filled(found.rows, parts.get(sheet._worksheet_path, b""))
    return found


def _value(cell: Any) -> Any:
    """A cell as a person sees it: a day without its midnight, a blank as nothing."""
    plain = column(cell)
    if isinstance(plain, str):
        day = plain.removesuffix("T00:00:00") if hasattr(cell, "isoformat") else plain
        return day if day.strip() else None
    return plain


_NO_WORKBOOK = Text(
    "不是 XLSX 工作簿;旧式 .xls 请另存为 .xlsx", "is no XLSX workbook; save an old .xls as .xlsx"
)
_ENTITIES = Text(
    "工作簿含实体声明,可能用于攻击,不予读取",
    "the workbook declares entities, which can be an attack; it is not read",
)
_BROKEN = Text("工作簿已损坏({reason});请重新保存", "the workbook is broken ({reason}); save it again")
