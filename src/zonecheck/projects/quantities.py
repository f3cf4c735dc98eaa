"""What value did a person write: a number, a length, a share, a day, one of several words? Raises Unreadable if none.

Lenient in spelling (width, case, blanks), strict in meaning: a unit is read only where it is written, a thousands
separator is not guessed at, and only ISO dates are dates.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache

from zonecheck.projects.attribute import Choice
from zonecheck.projects.choices import YES_NO
from zonecheck.projects.spelling import even, nearest
from zonecheck.words import Text, same

_NUMBER = re.compile(r"[+-]?(\d{1,300}(\.\d{0,300})?|\.\d{1,300})(e[+-]?\d{1,3})?")
_WITH_UNIT = re.compile(
    r"±?\s*(?P<number>[^\s%a-z米公千里厘毫]+)\s*(?P<unit>km|m|cm|mm|米|公里|千米|厘米|毫米|%)?"
)
_METRES_IN = {
    None: 1.0, "m": 1.0, "米": 1.0, "km": 1000.0, "公里": 1000.0, "千米": 1000.0,
    "cm": 0.01, "厘米": 0.01, "mm": 0.001, "毫米": 0.001,
}  # fmt: skip
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(t00:00(:00(\.0+)?)?)?")
_LOOSE_DAY = re.compile(r"(\d{4})\D{1,2}(\d{1,2})\D{1,2}(\d{1,2})\D?")
_BETWEEN = re.compile(r"[、,，;；/+|&\n]| and |和|及|与", re.IGNORECASE)
_TICKED, _UNTICKED = "☑☒✔✓√■", "□☐"
_SIGNS = _TICKED + _UNTICKED


class Unreadable(Exception):  # noqa: N818  (it never leaves this package: it becomes an AttributeProblem)
    """A value that cannot be read, and what would be right."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def number(raw: object) -> float:
    """A finite number of 0 or more."""
    value = (
        _parse(unicodedata.normalize("NFKC", raw).strip().lower()) if isinstance(raw, str) else _plain(raw)
    )
    return _checked(value, raw)


def metres(raw: object) -> float:
    """A length in metres; a unit (m, km, cm, mm, 米, 公里, 厘米, 毫米) may stand with it."""
    if not isinstance(raw, str):
        return number(raw)
    value, unit = _split_unit(raw)
    if unit == "%":
        raise Unreadable(_NOT_A_LENGTH.fill(value=quoted(raw)))
    return _checked(value * _METRES_IN[unit], raw)


def radius(raw: object) -> float:
    """A length above 0: a form that was not filled in often holds a 0, and no site is without size."""
    found = metres(raw)
    if found == 0:
        raise Unreadable(_NO_SIZE)
    return found


def share(raw: object) -> float:
    """A share between 0 and 1, written as such or in per cent."""
    value, unit = _split_unit(raw) if isinstance(raw, str) else (_plain(raw), None)
    value = value / 100 if unit == "%" else value
    if unit not in (None, "%") or not 0 <= value <= 1:
        raise Unreadable(_NOT_A_SHARE.fill(value=quoted(raw)))
    return value


def day(raw: object) -> date:
    """A calendar day in ISO form, nothing else."""
    if isinstance(raw, date):
        return raw
    text = even(raw) if isinstance(raw, str) else ""
    found = _DAY.fullmatch(text)
    try:
        if found:
            return date.fromisoformat(found[1])
    except ValueError:
        found = None
    raise Unreadable(_NOT_A_DAY.fill(value=quoted(raw), right=_iso(text)))


def choose(raw: object, choices: tuple[Choice, ...]) -> str:
    """The canonical value of one choice."""
    known = _spellings(choices)
    value = known.get(even(_words(raw)))
    if value is None:
        raise Unreadable(_no_choice(raw, choices))
    return value


def choose_several(raw: object, choices: tuple[Choice, ...]) -> tuple[str, ...]:
    """The canonical values of several choices in a list, a text or a form with ticked boxes, sorted."""
    entries = (
        raw if isinstance(raw, Sequence) and not isinstance(raw, str) else _entries(_words(raw), choices)
    )
    found = {value for entry in entries for value in _compound(entry, choices)}
    if not found:
        raise Unreadable(_no_choice(raw, choices))
    return tuple(sorted(found))


def yes_no(raw: object, own: tuple[Choice, ...]) -> bool:
    """Yes or no, as words, signs, 1 or 0; `own` adds the words of the attribute itself."""
    if isinstance(raw, bool):
        return raw
    text = str(int(raw)) if isinstance(raw, int | float) and raw in (0, 1) else raw
    known = _spellings(YES_NO) | _spellings(own)
    value = known.get(even(_words(text)))
    if value is None:
        raise Unreadable(_NOT_YES_NO.fill(value=quoted(raw)))
    return value == "yes"


def quoted(raw: object) -> str:
    """A value for a message: short, on one line."""
    try:
        text = " ".join(str(raw).split())
    except ValueError:  # a whole number of more digits than Python turns into text
        text = "..."
    return text if len(text) <= 60 else text[:57] + "..."


def _plain(raw: object) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise Unreadable(_NOT_A_NUMBER.fill(value=quoted(raw)))
    try:
        return float(raw)
    except OverflowError:
        raise Unreadable(_NOT_A_NUMBER.fill(value=quoted(raw))) from None


def _parse(text: str) -> float:
    if not _NUMBER.fullmatch(text):
        raise Unreadable(_NOT_A_NUMBER.fill(value=quoted(text)))
    return float(text)


def _checked(value: float, raw: object) -> float:
    if not math.isfinite(value):
        raise Unreadable(_NOT_A_NUMBER.fill(value=quoted(raw)))
    if value < 0:
        raise Unreadable(_NEGATIVE.fill(value=quoted(raw)))
    return value


def _split_unit(raw: str) -> tuple[float, str | None]:
    found = _WITH_UNIT.fullmatch(unicodedata.normalize("NFKC", raw).strip().lower())
    if found is None or not _NUMBER.fullmatch(found["number"]):
        raise Unreadable(_NOT_A_NUMBER.fill(value=quoted(raw)))
    return float(found["number"]), found["unit"]


def _iso(text: str) -> str:
    """The day as it should have been written, if that can be told; else an example."""
    found = _LOOSE_DAY.fullmatch(text)
    written = f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}" if found else ""
    try:
        return date.fromisoformat(written).isoformat()
    except ValueError:
        return "2026-01-31"


def _words(raw: object) -> str:
    """A choice as text: 2017 and 2017.0 are the word 2017."""
    if isinstance(raw, Sequence) and not isinstance(raw, str) and len(raw) == 1:
        return _words(raw[0])
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if isinstance(raw, bool | Mapping) or not isinstance(raw, str | int | float):
        raise Unreadable(_NOT_WORDS.fill(value=quoted(raw)))
    return str(raw)


@cache
def _spellings(choices: tuple[Choice, ...]) -> dict[str, str]:
    return {even(written): choice.value for choice in choices for written in choice.written}


def _entries(text: str, choices: tuple[Choice, ...]) -> list[str]:
    """The parts of a text of several choices: only the ticked ones where boxes are ticked."""
    if even(text) in _spellings(choices):
        return [text]
    if any(sign in text for sign in _SIGNS):
        return _ticked(text.strip())
    return [part for part in _BETWEEN.split(text) if part.strip()]


def _ticked(text: str) -> list[str]:
    """The ticked words: forms put the box before each word or after each; where that cannot be told, none."""
    if text[0] in _SIGNS:
        return re.findall(rf"[{_TICKED}]\s*([^{_SIGNS}]*[^{_SIGNS}\s、,;])", text)
    if text[-1] in _SIGNS:
        return re.findall(rf"([^{_SIGNS}\s、,;][^{_SIGNS}]*?)\s*[{_TICKED}]", text)
    return []


def _compound(entry: object, choices: tuple[Choice, ...]) -> tuple[str, ...]:
    """A single choice, or a word made of several such as 改扩建 and 迁改扩建."""
    text = even(_words(entry))
    known = _spellings(choices)
    if text in known:
        return (known[text],)
    stem = text.removesuffix("项目").removesuffix("建")
    parts = tuple(known.get(sign + "建", "") for sign in stem)
    if len(parts) > 1 and all(parts):
        return parts
    raise Unreadable(_no_choice(entry, choices))


def _no_choice(raw: object, choices: tuple[Choice, ...]) -> Text:
    zh = "、".join(f"{choice.label.zh}({choice.value})" for choice in choices)
    en = ", ".join(choice.value for choice in choices)
    near = nearest(str(raw), [written for choice in choices for written in choice.written])
    if near is None:
        return _NO_CHOICE.fill(value=quoted(raw), choices=Text(zh, en))
    return _NEAR.fill(value=quoted(raw), near=same(near), choices=Text(zh, en))


_NO_CHOICE = Text(
    "“{value}”不是有效取值;可填:{choices}", "'{value}' is not a value of it; expected one of: {choices}"
)
_NEAR = Text(
    "“{value}”不是有效取值,是否为“{near}”?可填:{choices}",
    "'{value}' is not a value of it, did you mean '{near}'? Expected one of: {choices}",
)
_NOT_YES_NO = Text(
    "“{value}”无法判断是或否;请填 是 或 否", "'{value}' is neither yes nor no; write yes or no"
)
_NOT_WORDS = Text("“{value}”不是文字", "'{value}' is not a word")
_NOT_A_NUMBER = Text(
    "“{value}”不是数字;请写纯数字,如 1000 或 12.5,不加千分位和其他单位",
    "'{value}' is not a number; write plain digits such as 1000 or 12.5, without separators or other units",
)
_NEGATIVE = Text("“{value}”为负数;应为 0 或正数", "'{value}' is negative; expected 0 or more")
_NO_SIZE = Text(
    "场地半径不能为 0;请填写实际场地的半径(米),不知道则留空",
    "a site has a size; give its radius in metres, or leave it empty where it is not known",
)
_NOT_A_LENGTH = Text("“{value}”不是长度;请以米为单位填写", "'{value}' is not a length; give it in metres")
_NOT_A_SHARE = Text(
    "“{value}”不是比例;请写 0 至 1 之间的数或百分数(0.3 或 30%)", "'{value}' is not a share; write 0.3 or 30%"
)
_NOT_A_DAY = Text("“{value}”不是日期;请写为 {right}", "'{value}' is not a date; write it as {right}")
