"""What does a text in a GeoPackage say? UTF-8, as the standard has it; else GB 18030 where its whole column can be that.

A text that is neither, and a column in two encodings, are refused with their place: no character is ever replaced. What was
read as GB 18030 is said to be.

Source: OGC 12-128r19, requirement 5 (TEXT is UTF-8 or UTF-16).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from zonecheck.formats.carried import Refused
from zonecheck.words import Text, listed

_GB = "gb18030"
_ONE_BYTE = "\x7f"
_TWO_BYTES = "\u07ff"  # characters beyond it, the Chinese ones, take three bytes of UTF-8 or more


class Foreign(bytes):
    """A text that is no UTF-8."""


def text(raw: bytes) -> str | Foreign:
    """What SQLite is to make of a text."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return Foreign(raw)


@dataclass(slots=True)
class Texts:
    """The texts of one table, portion by portion; as what an earlier portion was read binds the later ones.

    `utf8` and `gbk` hold, by column, the first row that was read so.
    """

    table: str
    read: int = 0
    utf8: dict[str, int] = field(default_factory=dict)
    gbk: dict[str, int] = field(default_factory=dict)

    def settled(self, names: Sequence[str], rows: list[Any]) -> tuple[list[Any], list[Text]]:
        """The rows with every text as characters, and what had to be assumed. Raises Refused."""
        for number, row in enumerate(rows, start=self.read + 1):
            for at, value in enumerate(row):
                if type(value) is Foreign:
                    self.gbk.setdefault(names[at], number)
        for at, name in enumerate(names):
            self._note_utf8(name, (row[at] for row in rows))
        made = [list(row) for row in rows] if self.gbk else rows
        for name in self.gbk:
            self._decode(name, made, names.index(name))
        self.read += len(rows)
        return made, [_AS_GBK.fill(table=self.table, columns=listed(self.gbk))] if self.gbk else []

    def _note_utf8(self, name: str, values: Iterable[Any]) -> None:
        """Two bytes of GB 18030 can look like one character of UTF-8, though never like a Chinese one."""
        if name not in self.utf8:
            most = _TWO_BYTES if name in self.gbk else _ONE_BYTE
            rows = (n for n, value in enumerate(values, start=self.read + 1) if _is_beyond(value, most))
            for row in islice(rows, 1):
                self.utf8[name] = row
        if name in self.utf8 and name in self.gbk:
            one, other = self.utf8[name], self.gbk[name]
            raise Refused(_MIXED.fill(table=self.table, column=name, one=one, other=other))

    def _decode(self, name: str, rows: list[list[Any]], at: int) -> None:
        for number, row in enumerate(rows, start=self.read + 1):
            raw = row[at].encode() if _is_beyond(row[at], _ONE_BYTE) else row[at]
            if raw is not row[at] or type(raw) is Foreign:
                row[at] = self._as_gbk(name, raw, number)

    def _as_gbk(self, name: str, raw: bytes, number: int) -> str:
        try:
            return raw.decode(_GB)
        except UnicodeDecodeError:
            raise Refused(_NEITHER.fill(table=self.table, column=name, row=number)) from None


def _is_beyond(value: Any, most: str) -> bool:
    return isinstance(value, str) and not value.isascii() and max(value) > most


_AS_GBK = Text(
    "要素表 {table} 的 {columns} 不是 UTF-8,按 GB18030(GBK)读取",
    "in the feature table {table}, {columns} is no UTF-8 and is read as GB18030 (GBK)",
)
_NEITHER = Text(
    "要素表 {table} 第 {row} 行“{column}”的文字既不是 UTF-8,也不是 GB18030(GBK);请以 UTF-8 重新导出",
    "in row {row} of the feature table {table}, the text in '{column}' is neither UTF-8 nor GB18030 (GBK); "
    "export the file again in UTF-8",
)
_MIXED = Text(
    "要素表 {table} 的“{column}”第 {one} 行是 UTF-8,第 {other} 行不是;同一列有两种编码,请以 UTF-8 重新导出",
    "in '{column}' of the feature table {table}, row {one} is UTF-8 and row {other} is not; "
    "export the file again in UTF-8",
)
