"""Which industries are there, and what does a code mean? GB/T 4754-2017, with the trap of the 2011 edition.

A code is digits only (`2614`) or the letter of a section (`C`). This file knows the tables; it does not read
what people write (see `industry_text`) and holds no legal term.

Source: GB/T 4754-2017 国民经济行业分类 (data/gbt4754_2017.csv). Classes whose number changed its meaning are
listed in data/gbt4754_2011.csv; every other code reads alike in both editions.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from zonecheck import resources

if TYPE_CHECKING:
    from collections.abc import Mapping

Edition = Literal["2017", "2011"]
Level = Literal["section", "division", "group", "class"]


@dataclass(frozen=True, slots=True)
class Codes:
    """The industry of a project as stated.

    `codes` has one entry for each part of the text. A part that names no code for certain stands in it as it was
    written and once more in `unread`: it has no meanings, so that nothing firm can rest on it.
    """

    codes: tuple[str, ...]
    text: str
    unread: tuple[str, ...] = ()


class Industry(NamedTuple):
    """One row of the classification; `parent` is empty for a section. A tuple: there are two thousand to read."""

    code: str
    name: str
    level: Level
    parent: str
    section: str


class Classification:
    """The tree of GB/T 4754-2017 and what codes of the 2011 edition have become in it."""

    def __init__(self, rows: tuple[Industry, ...], from_2011: Mapping[str, frozenset[str]]) -> None:
        self._rows = {row.code: row for row in rows}
        self._children: dict[str, list[str]] = defaultdict(list)
        for row in rows:
            self._children[row.parent].append(row.code)
        self._from_2011 = from_2011
        self._first_in_2017 = frozenset().union(*from_2011.values()) - from_2011.keys()
        self._in_either: dict[str, frozenset[str]] = {}

    @property
    def rows(self) -> Mapping[str, Industry]:
        """All rows by code, in the order of the standard."""
        return self._rows

    def exists(self, code: str) -> bool:
        """Whether the 2017 edition has this code."""
        return code in self._rows

    def name(self, code: str) -> str:
        """The Chinese name of a code of the 2017 edition; empty if there is none."""
        return self._rows[code].name if code in self._rows else ""

    def children(self, code: str) -> tuple[str, ...]:
        """The codes directly below this one; the sections below the empty code."""
        return tuple(self._children.get(code, ()))

    def covers(self, wide: str, code: str) -> bool:
        """Whether a code is this one or stands below it."""
        return code.startswith(wide) or (code[:2] in self._rows and self._rows[code[:2]].section == wide)

    def classes_below(self, code: str) -> frozenset[str]:
        """The four-digit classes that a code covers, itself if it is one; empty if there is no such code."""
        if code not in self._rows:
            return frozenset()
        if self._rows[code].level == "class":
            return frozenset({code})
        return frozenset().union(*(self.classes_below(child) for child in self._children[code]))

    def editions(self, code: str) -> tuple[Edition, ...]:
        """The editions that have this code, newest first."""
        in_2011 = code in self._from_2011 or (self.exists(code) and code not in self._first_in_2017)
        held: dict[Edition, bool] = {"2017": self.exists(code), "2011": in_2011}
        return tuple(edition for edition, present in held.items() if present)

    def meanings(self, code: str, edition: Edition | None) -> frozenset[str]:
        """The 2017 codes that a written code can mean; empty where the edition has no such code.

        Without an edition a code of both editions can mean either; a code that only one has says which.
        """
        if edition is not None or code not in self._rows:
            return self._meanings(code, edition)
        if code not in self._in_either:
            self._in_either[code] = self._meanings(code, None)
        return self._in_either[code]

    def _meanings(self, code: str, edition: Edition | None) -> frozenset[str]:
        found: set[str] = set()
        for held in self.editions(code):
            if edition in (None, held):
                found |= {code} if held == "2017" else self._from_2011.get(code, {code})
        return frozenset(found)

    @cached_property
    def plain_classes(self) -> tuple[str, ...]:
        """The four-digit classes that mean the same in every edition that has them."""
        classes = (row.code for row in self._rows.values() if row.level == "class")
        return tuple(code for code in classes if len(self.meanings(code, None)) == 1)


@cache
def classification() -> Classification:
    """The bundled classification, read once."""
    folder = resources.path("data")
    with (folder / "gbt4754_2017.csv").open(encoding="utf-8", newline="") as lines:
        _, *rows = csv.reader(lines)  # the columns stand in the order of the fields
    with (folder / "gbt4754_2011.csv").open(encoding="utf-8", newline="") as lines:
        changed = {row["code"]: frozenset(row["means_2017"].split()) for row in csv.DictReader(lines)}
    return Classification(tuple(map(Industry._make, rows)), changed)
