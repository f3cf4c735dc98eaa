"""Which attributes stand in a piece of HTML? The rows of two cells of its tables, a name and a value, as GIS programs write them.

Nothing is rendered, run or fetched: tags are gone through once, from left to right, in time that grows with the length of the
text whatever it holds (`html.parser` takes minutes for a hundred thousand characters built to harm). A table in a cell is a
table of its own; a row of headings, or of one cell, is a title. Rows of more cells are no attributes, and are counted.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_TAG = re.compile(r"<(/?)(?:[A-Za-z]\w*:)?([A-Za-z]\w*)[^<>]*>")
_COMMENT = re.compile(r"<!--(?:-?>|.*?-->|.*)", re.DOTALL)
_NO_VALUE = frozenset({"", "<null>", "<空>", "null"})
_TITLES = frozenset({
    ("name", "value"), ("field", "value"), ("attribute", "value"), ("key", "value"), ("名称", "值"), ("字段", "值"),
    ("属性", "值"), ("字段名", "字段值"), ("属性名", "属性值"), ("字段名称", "字段值"), ("属性名称", "属性值"),
})  # fmt: skip


@dataclass(slots=True)
class Pairs:
    """The values by name, None where blank; the names that stand twice with different values; how many rows were passed over."""

    values: dict[str, str | None] = field(default_factory=dict)
    differing: set[str] = field(default_factory=set)
    passed: int = 0


def has_table(text: str) -> bool:
    """Whether there is anything to go through."""
    return any(tag == "table" for _, tag in _tags(text))


def pairs(text: str) -> Pairs:
    """What its tables say."""
    found, open_tables = Pairs(), list[list[_Cell]]()
    for said, tag in _tags(text):
        if open_tables and open_tables[-1]:
            open_tables[-1][-1].text.append(said)
        match tag:
            case "table":
                if open_tables and open_tables[-1]:
                    open_tables[-1][-1].holds_table = True
                open_tables.append([])
            case "td" | "th" if open_tables:
                open_tables[-1].append(_Cell(tag == "th"))
            case "tr" | "/tr" | "/table" | "" if open_tables:
                _end_row(found, open_tables[-1])
                open_tables[-1] = []
                del open_tables[len(open_tables) - (tag == "/table") :]
    return found


@dataclass(slots=True)
class _Cell:
    heading: bool
    text: list[str] = field(default_factory=list)
    holds_table: bool = False


def _tags(text: str) -> Iterator[tuple[str, str]]:
    """Every tag after the text before it, in small letters, `/` before the name of one that closes; the last is empty."""
    plain, at = _COMMENT.sub("", text), 0
    for tag in _TAG.finditer(plain):
        yield _said(plain[at : tag.start()], tag[2]), (tag[1] + tag[2]).lower()
        at = tag.end()
    yield plain[at:], ""


def _said(text: str, tag: str) -> str:
    return html.unescape(text) + (" " if tag.lower() in ("br", "p", "div") else "")


def _end_row(found: Pairs, row: list[_Cell]) -> None:
    if len(row) < 2 or all(cell.heading for cell in row) or any(cell.holds_table for cell in row):
        return
    name, value, *others = (" ".join("".join(cell.text).split()) for cell in row)
    if others:
        found.passed += 1
    elif name and (name.casefold(), value.casefold()) not in _TITLES:
        said = None if value.casefold() in _NO_VALUE else value
        if found.values.setdefault(name, said) != said:
            found.differing.add(name)
