"""What does a table say that has no places in it? Its rows under its header, as a register of zones is kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zonecheck.errors import InputError, Problem
from zonecheck.formats.sheet import TOO_MANY, NoSheet, headed, holds, holds_more, unnamed
from zonecheck.words import Text, listed

if TYPE_CHECKING:
    from collections.abc import Callable

    from zonecheck.formats.limits import Limits
    from zonecheck.formats.sheet import Row, Sheet


def rows(
    name: str, data: bytes, limits: Limits, encoding: str | None
) -> tuple[list[dict[str, Any]], tuple[Text, ...]]:
    """The rows by the names of their columns, and what is to be told of them. Raises InputError, LimitError."""
    found = sheet(name, data, limits, encoding, _is_header)
    stated = [
        {key: row.cells[at] for at, key in enumerate(found.header) if key and holds(row, at)}
        for row in found.rows
    ]
    return stated, found.remarks


def _is_header(row: Row) -> bool:
    """Several names and nothing else: a title stands alone in its row."""
    stated = [cell for cell in row.cells if cell is not None]
    return len(stated) > 1 and all(isinstance(cell, str) for cell in stated)


def sheet(
    name: str, data: bytes, limits: Limits, encoding: str | None, is_header: Callable[[Row], bool]
) -> Sheet:
    """The one table of a CSV or XLSX file, each of its rows as long as its header. Raises InputError, LimitError."""
    try:
        rows, remarks = _rows(name, data, limits, encoding)
        found = headed(rows, is_header)
    except NoSheet as wrong:
        raise InputError(Problem(name, wrong.text)) from None
    if too_long := [row for row in found.rows if holds_more(row, found)]:
        raise InputError(
            *(
                Problem(f"{name}:{row.line}", TOO_MANY.fill(found=len(row.cells), header=len(found.header)))
                for row in too_long
            )
        )
    return replace(found, remarks=(*remarks, *unnamed(found)))


def _rows(name: str, data: bytes, limits: Limits, encoding: str | None) -> tuple[list[Row], tuple[Text, ...]]:
    """The rows of a text, or of the one sheet of a workbook that holds any, with its remarks. Raises NoSheet."""
    suffix = Path(name).suffix.lower()
    if suffix in (".csv", ".tsv"):
        from zonecheck.formats import delimited  # noqa: PLC0415

        return delimited.rows(name, data, encoding)
    if suffix != ".xlsx":
        raise NoSheet(_NO_TABLE)
    from zonecheck.formats import apart  # noqa: PLC0415

    filled = [(title, found, said) for title, found, said in apart.sheets(name, data, limits) if found]
    if len(filled) != 1:
        raise NoSheet(_SHEETS.fill(count=len(filled), names=listed(title for title, *_ in filled)))
    return filled[0][1:]


_NO_TABLE = Text("属性表须是一个 CSV 或 XLSX 文件", "a table of attributes must be one CSV or XLSX file")
_SHEETS = Text(
    "工作簿应只有一个有内容的工作表,实有 {count} 个({names});请另存所需的一个",
    "expected one sheet with content, found {count} ({names}); save the one that is meant",
)
