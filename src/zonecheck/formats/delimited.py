"""What does a CSV file hold? A header and rows of text, whatever stands between the cells.

Every value stays text. A file in GBK, as spreadsheet programs write it in China, is read and said to be.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from zonecheck.errors import InputError, Problem
from zonecheck.formats.sheet import NoSheet, Row, headed, table
from zonecheck.formats.text import decoded
from zonecheck.words import Text

if TYPE_CHECKING:
    from zonecheck.formats.features import FeatureTable
    from zonecheck.formats.limits import Limits

_DELIMITERS = ",\t;\uff0c|"


def read(name: str, data: bytes, limits: Limits, encoding: str | None) -> tuple[FeatureTable, ...]:
    """The features of a file, as one table. Raises InputError if it is no table of sites."""
    try:
        found, remarks = rows(name, data, encoding)
        return (table(headed(found), limits, remarks=remarks),)
    except NoSheet as wrong:
        raise InputError(Problem(name, wrong.text)) from None


def rows(name: str, data: bytes, encoding: str | None) -> tuple[list[Row], tuple[Text, ...]]:
    """The rows of a file, header and all, and what had to be assumed. Raises InputError."""
    text, remarks = decoded(name, data, encoding)
    if "\0" in text:
        raise InputError(Problem(name, _NUL))
    return _rows(name, text), remarks


def _rows(name: str, text: str) -> list[Row]:
    found, line = [], 1
    limit = csv.field_size_limit(len(text))
    try:
        reading = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
        for values in reading:
            found.append(Row(line, [value if value.strip() else None for value in values]))
            line = reading.line_num + 1
    except csv.Error as error:
        raise InputError(Problem(f"{name}:{line}", _NOT_CSV.fill(reason=error))) from None
    finally:
        csv.field_size_limit(limit)
    return found


def _delimiter(text: str) -> str:
    """The sign that divides the first written line most often."""
    head = next(filter(str.strip, text.splitlines()), text)
    return max(_DELIMITERS, key=head.count)


_NUL = Text("含有空字符,不是文本文件", "holds NUL characters and is no text file")
_NOT_CSV = Text("不是有效的 CSV:{reason}", "is no valid CSV: {reason}")
