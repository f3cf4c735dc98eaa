"""What does a value mean for its attribute? One way of reading for each kind; what cannot be read is named.

Nothing here raises: a value becomes something of the vocabulary, nothing (not stated), or a problem.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zonecheck.projects import choices, industry_text, quantities, spelling
from zonecheck.projects.bank_distances import bank_distances
from zonecheck.projects.industry import Codes
from zonecheck.projects.quantities import Unreadable
from zonecheck.results import AttributeProblem
from zonecheck.words import Text

if TYPE_CHECKING:
    from zonecheck.projects.attribute import Attribute

_NO_PARK = frozenset(spelling.even(word) for word in choices.NO_PARK)
_AS_WRITTEN = ("name", "text")
_CHECK_INVISIBLE = {
    "text",
    "park",
    "date",
    "choice",
    "choices",
    "yes_no",
    "metres",
    "radius",
    "share",
    "number",
}


@dataclass(frozen=True, slots=True)
class Stated:
    """What a value says: None where it says nothing readable, with every problem found."""

    value: Hashable | None
    problems: tuple[AttributeProblem, ...] = ()


NOTHING = Stated(None)


def as_written(attribute: Attribute, raw: Sequence[Any]) -> bool:
    """Whether each of these values says just what is written: plain words where any text will do."""
    return attribute.kind in _AS_WRITTEN and {*map(type, raw)} == {str} and all(map(spelling.is_plain, raw))


def interpret(attribute: Attribute, raw: object) -> Stated:
    """One value as it came, read for its attribute."""
    if isinstance(raw, str) and attribute.kind in _AS_WRITTEN and spelling.is_plain(raw):
        return Stated(raw)
    if raw is None or (isinstance(raw, str | Sequence | Mapping) and not raw):
        return NOTHING
    try:
        return _text_value(attribute, raw) if isinstance(raw, str) else _interpret(attribute, raw)
    except Unreadable as problem:
        return Stated(None, (AttributeProblem(attribute.key, problem.text),))


def _text_value(attribute: Attribute, raw: str) -> Stated:
    if spelling.is_blank(raw):
        return NOTHING
    if attribute.kind in _CHECK_INVISIBLE:
        _refuse_invisible(raw)
    try:
        stated = _interpret(attribute, raw)
    except Unreadable:
        if attribute.empty_only or not spelling.says_nothing(raw):
            raise
        return NOTHING
    return stated


def _refuse_invisible(raw: str, *, no_break: bool = False) -> None:
    if point := spelling.invisible(raw, no_break=no_break):
        raise Unreadable(_INVISIBLE.fill(point=point))


def _interpret(attribute: Attribute, raw: object) -> Stated:
    if attribute.kind == "codes":
        return _codes(attribute.key, raw)
    return Stated(_READERS[attribute.kind](raw, attribute))


def _text(raw: object, attribute: Attribute) -> str | None:
    text = _as_text(raw)
    if attribute.kind == "park" and spelling.even(text) in _NO_PARK:
        return "none"
    return None if spelling.says_nothing(text) else text.strip()


def _as_text(raw: object) -> str:
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        raise Unreadable(_NOT_TEXT.fill(value=quantities.quoted(raw)))
    return str(int(raw)) if isinstance(raw, float) and raw.is_integer() else str(raw)


def _codes(key: str, raw: object) -> Stated:
    """Industry codes; with some readable and some not, the value keeps both and each of the latter is a problem."""
    if isinstance(raw, str) and spelling.says_nothing(raw):
        return NOTHING
    entries = raw if isinstance(raw, Sequence) and not isinstance(raw, str) else [raw]
    read = [_entry(entry) for entry in entries]
    problems = tuple(AttributeProblem(key, part.why) for _, unread in read for part in unread)
    joined = _joined([codes for codes, _ in read])
    return Stated(joined if set(joined.codes) - set(joined.unread) else None, problems)


def _entry(raw: object) -> tuple[Codes, tuple[industry_text.Unread, ...]]:
    if isinstance(raw, str):
        _refuse_invisible(raw, no_break=True)
        return industry_text.read_text(raw)
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise Unreadable(_NOT_CODES.fill(value=quantities.quoted(raw)))
    if not abs(raw) < 1e9:
        raise Unreadable(_NOT_CODES.fill(value=quantities.quoted(raw)))
    return industry_text.read_number(raw)


def _joined(parts: list[Codes]) -> Codes:
    codes = tuple(dict.fromkeys(code for part in parts for code in part.codes))
    unread = tuple(dict.fromkeys(code for part in parts for code in part.unread))
    return Codes(codes, "; ".join(unicodedata.normalize("NFKC", part.text) for part in parts), unread)


_READERS: Mapping[str, Callable[[object, Attribute], Hashable | None]] = {
    "name": _text,
    "text": _text,
    "park": _text,
    "choice": lambda raw, attribute: quantities.choose(raw, attribute.choices),
    "choices": lambda raw, attribute: quantities.choose_several(raw, attribute.choices),
    "yes_no": lambda raw, attribute: quantities.yes_no(raw, attribute.choices),
    "date": lambda raw, _: quantities.day(raw),
    "distances": lambda raw, _: bank_distances(raw),
    "metres": lambda raw, _: quantities.metres(raw),
    "radius": lambda raw, _: quantities.radius(raw),
    "share": lambda raw, _: quantities.share(raw),
    "number": lambda raw, _: quantities.number(raw),
}

_INVISIBLE = Text(
    "含不可见字符 {point};请删除后重新填写",
    "holds the invisible character {point}; delete it and type the value again",
)
_NOT_TEXT = Text("“{value}”不是文字", "'{value}' is not text")
_NOT_CODES = Text(
    "“{value}”不是行业代码;应写为 2614 或 C2614",
    "'{value}' is no industry code; write 2614 or C2614",
)
