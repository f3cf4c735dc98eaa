"""Is this file one JSON text or several, and where does each begin? Newline-delimited GeoJSON and text sequences.

Several texts stand one to a line, or each behind a record separator. Anything else after the first text is no
record but a fault of the file, which the parser names.

Source: RFC 8142; the newline-delimited JSON convention.
"""

from __future__ import annotations

import json
from typing import NamedTuple

SEQUENCES = frozenset({".geojsonl", ".ndjson", ".geojsons", ".geojsonseq"})
"""The suffixes of files that hold one text per line."""

_SEPARATOR = b"\x1e"


class Record(NamedTuple):
    """One JSON text of several, and the line on which it begins, from 1."""

    line: int
    text: bytes


def separated(data: bytes, *, named_so: bool = False) -> bool:
    """Whether the file is a sequence of texts: record separators, or an object on each of the first two lines.

    `named_so`: the suffix says so, and a first line that cannot be read is a faulty record, not another format.
    """
    start = len(data) - len(data.lstrip()) if data[:1].isspace() else 0
    if data.startswith(_SEPARATOR, start):
        return True
    end = data.find(b"\n", start)
    if end < 0 or not data[end : end + 4096].lstrip().startswith(b"{"):
        return False
    first = data[start:end].strip()
    return first.startswith(b"{") and first.endswith(b"}") and (named_so or _is_object(first))


def records(data: bytes) -> list[Record]:
    """The texts of such a file, blank ones left out."""
    if data.lstrip().startswith(_SEPARATOR):
        return _after_separators(data)
    lines = enumerate(data.split(b"\n"), start=1)
    return [Record(number, line.strip()) for number, line in lines if line.strip()]


def _after_separators(data: bytes) -> list[Record]:
    found, line = [], 1
    for text in data.split(_SEPARATOR):
        if text.strip():
            blank = len(text) - len(text.lstrip())
            found.append(Record(line + text.count(b"\n", 0, blank), text.strip()))
        line += text.count(b"\n")
    return found


def _is_object(line: bytes) -> bool:
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True
