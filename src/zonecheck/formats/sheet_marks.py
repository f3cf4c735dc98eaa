"""What does the XML of a sheet say that the values of its cells do not? Merged cells, formulas without a result, far columns.

A value of cells that are merged downwards counts for every row of them, as a person sees it. What is blank although something
is meant there, and what lies too far to the right, is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from zonecheck.words import Text, listed

COLUMNS = 1000
_LAST = b"ALL"  # the name of the last of them
_MERGED = re.compile(rb'<mergeCell\b[^>]*\bref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"')
_FORMULA = re.compile(rb"<c\b([^>]*)>\s*<f\b[^>]*(?:/>|>[^<]*</f>)\s*(<v>\s*</v>|<v\s*/>)?\s*</c>")
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3}\d{1,7})"')
_FAR = re.compile(rb'<c\b[^>]*\br="([A-Z]{3})\d')

Rows = list[tuple[int, list[Any]]]


def filled(rows: Rows, xml: bytes) -> list[Text]:
    """Writes merged values into the rows below their first, and tells what was done and what is missing."""
    merged, blank = _spread(rows, xml), list(_without_result(xml))
    far = any(found[1] > _LAST for found in _FAR.finditer(xml))
    said = [_MERGED_READ.fill(cells=listed(merged[:3]))] if merged else []
    said += [_NO_RESULT.fill(count=len(blank), cells=listed(blank[:3]))] if blank else []
    return said + ([_TOO_FAR.fill(columns=COLUMNS)] if far else [])


def _spread(rows: Rows, xml: bytes) -> list[str]:
    """The merged cells of which a value was written into further rows."""
    by_number, told = dict(rows), []
    last = rows[-1][0] if rows else 0
    for found in _MERGED.finditer(xml):
        at, first, end = _column(found[1]), int(found[2]), min(int(found[3]), last)
        top = by_number.get(first, [])
        value = top[at] if at < len(top) else None
        below = [by_number[number] for number in range(first + 1, end + 1) if number in by_number]
        for cells in below if value is not None else []:
            cells.extend([None] * (at + 1 - len(cells)))
            cells[at] = value
        if value is not None and below:
            told.append(f"{found[1].decode()}{first}:{found[1].decode()}{int(found[3])}")
    return told


def _without_result(xml: bytes) -> Iterator[str]:
    """Formulas that no program has calculated; one whose result is an empty text says so."""
    for found in _FORMULA.finditer(xml):
        reference = _REFERENCE.search(found[1])
        if not (found[2] and b't="str"' in found[1]):
            yield reference[1].decode() if reference else "?"


def _column(letters: bytes) -> int:
    """Counted from 0."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


_MERGED_READ = Text(
    "纵向合并的单元格按首格的内容读取,如 {cells}",
    "cells that are merged downwards are read with the value of the first, such as {cells}",
)
_NO_RESULT = Text(
    "{count} 个公式没有计算结果,按空白读取,如 {cells};请在表格软件中打开、重新计算并保存",
    "{count} formulas have no calculated result and were read as blank, such as {cells}; open the file in a spreadsheet program, "
    "calculate and save it",
)
_TOO_FAR = Text("第 {columns} 列以后的内容未读取", "what stands beyond column {columns} was not read")
