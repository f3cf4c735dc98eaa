"""In what form do features leave the process that reads a risky format? As plain values and well-known binary, no objects.

What comes back is JSON and bytes: a process that was taken over by a file can send wrong data, but no code.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from zonecheck.words import Text

_LENGTH_BYTES = 8
_GB = "gb18030"


class Refused(Exception):  # noqa: N818  (it becomes an InputError on the other side)
    """The file as a whole cannot be read, and why."""

    def __init__(self, text: Text, *, limit: bool = False) -> None:
        super().__init__(text.en)
        self.text = text
        self.limit = limit


@dataclass(slots=True)
class Carried:
    """One table: features with their WKB, or rows of cells. `crs` is text, None where undefined; `declares` is no if silent."""

    name: str
    crs: str | None = None
    properties: list[dict[str, Any]] = field(default_factory=list)
    wkb: list[bytes | None] = field(default_factory=list)
    faults: dict[int, Text] = field(default_factory=dict)
    remarks: list[Text] = field(default_factory=list)
    rows: list[tuple[int, list[Any]]] = field(default_factory=list)


def column(value: Any) -> Any:
    """A value as JSON has it: no NaN, days as text, bytes as the text that they are, else their number."""
    match value:
        case float():
            return value if math.isfinite(value) else None
        case None | bool() | int() | str():
            return value
        case dict():
            return {str(key): column(each) for key, each in value.items()}
        case list() | tuple():
            return [column(each) for each in value]
        case bytes():
            return _of_bytes(value)
    return _of_library(value)


def _of_bytes(value: bytes) -> str:
    hidden = f"<{len(value)} bytes>"
    try:
        text = value.decode()
    except UnicodeDecodeError:
        return hidden
    return text if text.isprintable() else hidden


def _of_library(value: Any) -> Any:
    """A day, or a number of an array library."""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return column(value.item()) if hasattr(value, "item") else str(value)


def not_utf8(column_name: str, row: int, value: bytes) -> Refused:
    """A text of a format that holds nothing but UTF-8; shown as the Chinese text that it probably is."""
    shown = value[:60].decode(_GB, "backslashreplace")
    return Refused(_NOT_UTF8.fill(column=column_name, row=row, text=shown))


def packed(tables: Sequence[Carried] | Refused) -> bytes:
    """The length of a JSON text, the text, and all WKB one after the other."""
    if isinstance(tables, Refused):
        head: Any = {"refused": _pair(tables.text), "limit": tables.limit}
        blobs = b""
    else:
        head = [_head(table) for table in tables]
        blobs = b"".join(blob for table in tables for blob in table.wkb if blob is not None)
    text = json.dumps(head, ensure_ascii=False, allow_nan=False).encode()
    return len(text).to_bytes(_LENGTH_BYTES, "big") + text + blobs


def is_refused(data: bytes) -> bool:
    """Whether a pack says only why there is none."""
    return data[:1] == b"\0" and data[_LENGTH_BYTES : _LENGTH_BYTES + 1] == b"{"


def unpacked(data: bytes) -> list[Carried]:
    """The tables that were packed. Raises Refused as it was raised, ValueError if this is no such pack."""
    length = int.from_bytes(data[:_LENGTH_BYTES], "big")
    head = json.loads(data[_LENGTH_BYTES : _LENGTH_BYTES + length].decode())
    if isinstance(head, dict):
        raise Refused(Text(*head["refused"]), limit=head["limit"])
    at = _LENGTH_BYTES + length
    tables = []
    for each in head:
        wkb: list[bytes | None] = []
        for size in each["sizes"]:
            wkb.append(None if size is None else data[at : at + size])
            at += size or 0
        tables.append(_table(each, wkb))
    return tables


def _head(table: Carried) -> dict[str, Any]:
    return {
        "name": table.name,
        "crs": table.crs,
        "properties": table.properties,
        "sizes": [None if blob is None else len(blob) for blob in table.wkb],
        "faults": {row: _pair(text) for row, text in table.faults.items()},
        "remarks": [_pair(text) for text in table.remarks],
        "rows": table.rows,
    }


def _table(head: dict[str, Any], wkb: list[bytes | None]) -> Carried:
    return Carried(
        head["name"],
        head["crs"],
        head["properties"],
        wkb,
        {int(row): Text(*pair) for row, pair in head["faults"].items()},
        [Text(*pair) for pair in head["remarks"]],
        [(line, cells) for line, cells in head["rows"]],
    )


def _pair(text: Text) -> list[str]:
    return [text.zh, text.en]


_NOT_UTF8 = Text(
    "第 {row} 个要素“{column}”的文字不是 UTF-8(按 GBK 似为“{text}”);请以 UTF-8 重新导出",
    "the text in '{column}' of feature {row} is no UTF-8 (as GBK it would be '{text}'); export the file again in UTF-8",
)
