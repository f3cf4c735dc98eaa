"""Which attributes does a table of its own give to the outlines? Rows and features whose ids are the same, exactly.

Nothing is matched loosely and nothing is dropped: an id that stands twice is refused, a row without an outline is an error of the
run, an outline without a row says so. Where both state an attribute differently, it is a contradiction and nothing is stated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from zonecheck.errors import InputError, Problem
from zonecheck.formats import registers
from zonecheck.formats.limits import Limits
from zonecheck.formats.sheet import Row, Sheet
from zonecheck.projects.quantities import quoted
from zonecheck.projects.raw import RawFeatures
from zonecheck.projects.sources import Content, find
from zonecheck.projects.sources import load as load_bytes
from zonecheck.projects.vocabulary import by_name
from zonecheck.results import AttributeProblem
from zonecheck.words import Text, listed


@dataclass(frozen=True, slots=True)
class Attributes:
    """The rows of a table by their id; `used` are the ids that an outline had."""

    name: str
    column: str
    rows: Mapping[str, Mapping[str, Any]]
    lines: Mapping[str, int]
    used: set[str] = field(default_factory=set)
    remarks: tuple[Text, ...] = ()

    def join(self, raw: RawFeatures) -> RawFeatures:
        """The features with the attributes of their rows. Raises InputError if no feature has such a column."""
        own = _column_of(raw, self.column)
        doubts: dict[int, list[AttributeProblem]] = {}
        properties: list[Mapping[str, Any]] = []
        for row, stated in enumerate(raw.properties):
            identity = _identity(stated.get(own) if own else raw.ids[row]) or ""
            found, said = self.rows.get(identity), doubts.setdefault(row, [])
            if found is None:
                said.append(AttributeProblem("id", _NO_ROW.fill(id=identity or "—", table=self.name)))
            properties.append(stated if found is None else _merged(stated, found, said))
            self.used.add(identity)
        names = dict.fromkeys((*raw.names, *chain.from_iterable(self.rows.values())))
        said_of = {row: said for row, said in doubts.items() if said}
        told = [_OF_TABLE.fill(table=self.name, what=what) for what in self.remarks]
        return replace(
            raw, properties=properties, doubts=said_of, known_names=tuple(names), notes=(*raw.notes, *told)
        )

    def unmatched(self) -> tuple[Problem, ...]:
        """The rows that no outline answered to."""
        return tuple(
            Problem(f"{self.name}:{self.lines[identity]}", _NO_OUTLINE.fill(column=self.column, id=identity))
            for identity in self.rows
            if identity not in self.used
        )


def load(path: str, column: str, limits: Limits, encoding: str | None) -> Attributes:
    """The table, with one row for each id. Raises InputError, LimitError."""
    content = _content(path, limits)
    sheet = registers.sheet(
        path, content.data, limits, encoding, lambda row: _position(row, column) is not None
    )
    at = _position(Row(0, sheet.header), column)
    if at is None:
        names = listed(name for name in sheet.header if name)
        raise InputError(Problem(path, _NO_COLUMN.fill(column=column, names=names)))
    return _by_identity(path, column, sheet, at)


def _content(path: str, limits: Limits) -> Content:
    found = find([path])
    if found.problems or len(found.files) != 1:
        raise InputError(*(found.problems or (Problem(path, _NO_TABLE),)))
    return load_bytes(found.files[0], max_size=limits.max_size)


def _by_identity(path: str, column: str, sheet: Sheet, at: int) -> Attributes:
    rows: dict[str, Mapping[str, Any]] = {}
    lines: dict[str, int] = {}
    problems: list[Problem] = []
    for row in sheet.rows:
        identity = _identity(row.cells[at] if at < len(row.cells) else None)
        if identity is None or identity in rows:
            text = (
                _BLANK.fill(column=column)
                if identity is None
                else _TWICE.fill(id=identity, other=lines[identity])
            )
            problems.append(Problem(f"{path}:{row.line}", text))
            continue
        named = zip(sheet.header, row.cells, strict=False)
        rows[identity] = {name: cell for n, (name, cell) in enumerate(named) if name and n != at}
        lines[identity] = row.line
    if problems:
        raise InputError(*problems)
    return Attributes(path, column, rows, lines, remarks=sheet.remarks)


def _position(row: Row, column: str) -> int | None:
    names = ["" if cell is None else str(cell).strip() for cell in row.cells]
    found = _called(names, column)
    return None if found is None else names.index(found)


def _called(names: Sequence[str], column: str) -> str | None:
    """The name that is the column's, or another name of the same attribute."""
    if column in names:
        return column
    attribute = by_name(column)
    return next((name for name in names if attribute and name and by_name(name) is attribute), None)


def _column_of(raw: RawFeatures, column: str) -> str | None:
    """The attribute of the features that is joined on; None for the id that the file gives features themselves."""
    own = _called(raw.names, column)
    attribute = by_name(column)
    if own is None and not (
        attribute and attribute.key == "id" and any(each is not None for each in raw.ids)
    ):
        raise InputError(Problem(raw.where, _NO_OWN.fill(column=column)))
    return own


def _identity(value: object) -> str | None:
    """An id as text: 101.0 is 101, blanks around it do not count, leading zeros do."""
    if value is None or isinstance(value, bool | list | dict):
        return None
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    return text.strip() or None


def _merged(
    stated: Mapping[str, Any], found: Mapping[str, Any], doubts: list[AttributeProblem]
) -> Mapping[str, Any]:
    """Both statements together; what they say differently of one attribute is not stated, and told."""
    merged = dict(stated)
    for name, value in found.items():
        own = merged.get(name)
        if value is None or own == value or (own is not None and str(own).strip() == str(value).strip()):
            continue
        attribute = by_name(name)
        if own in (None, "") or attribute is None:
            merged[name] = value if own in (None, "") else own
        else:
            doubts.append(
                AttributeProblem(attribute.key, _CONTRADICTION.fill(own=quoted(own), other=quoted(value)))
            )
            merged[name] = None
    return merged


_NO_TABLE = Text("属性表须是一个 CSV 或 XLSX 文件", "a table of attributes must be one CSV or XLSX file")
_NO_COLUMN = Text(
    "没有“{column}”列,不能对应;现有:{names}", "has no column '{column}' to join on; found: {names}"
)
_NO_OWN = Text(
    "场地轮廓没有“{column}”属性,不能与属性表对应",
    "its outlines have no attribute '{column}' to join the table on",
)
_BLANK = Text("“{column}”为空;请填写", "'{column}' is blank; fill it in")
_TWICE = Text(
    "“{id}”已在第 {other} 行出现;每个项目只能有一行",
    "'{id}' stands in row {other} already; one row for each project",
)
_OF_TABLE = Text("{table}:{what}", "{table}: {what}")
_NO_ROW = Text("属性表 {table} 中没有“{id}”", "{table} has no row for '{id}'")
_NO_OUTLINE = Text(
    "“{column}”为“{id}”的一行没有对应的场地轮廓,未核查",
    "the row whose {column} is '{id}' answers to no outline and was not checked",
)
_CONTRADICTION = Text(
    "轮廓文件写“{own}”,属性表写“{other}”,两处不一致;请改为一致",
    "the outline says '{own}', the table '{other}'; make them agree",
)
