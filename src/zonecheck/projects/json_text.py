"""What does a JSON text say, taken strictly? UTF-8 to objects.

Refused are nesting beyond a limit and what stops a parser. Flaws that a lenient
parser would pass over (duplicate keys, NaN, numbers beyond range, half characters) are located one by one, so that
only the feature that holds them need be refused.

Source: RFC 8259; RFC 7493 (I-JSON) for keys, numbers and characters.
"""

from __future__ import annotations

import gc
import json
import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple, NoReturn

import numpy as np

from zonecheck.errors import InputError, LimitError, Problem
from zonecheck.projects.brackets import Brackets
from zonecheck.words import Text

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
_HALF = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB]..)\\u[dD][c-fC-F]")
_WORD_FIRST = re.compile(r"([\w.+-]{1,20}|.).*", re.DOTALL | re.ASCII)
_MANY_DIGITS = 310  # a whole number with as many is larger than any floating point number
_PART_OF_ESCAPE = re.compile(r"\\\\")


class Flaw(NamedTuple):
    """Something that makes the value around it unusable; `at` is a position in the text (in characters)."""

    at: int
    text: Text


class Unparsed(ValueError):  # noqa: N818  (it becomes a problem of one feature)
    """Why a text cannot be used."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


class _Flawed(ValueError):  # noqa: N818  (it never leaves this file)
    """Met while parsing: the text has flaws, to be located."""


def parse(name: str, found: Brackets, *, max_depth: int) -> tuple[object, list[Flaw]]:
    """The value of a JSON text and the flaws in it, whose surroundings must not be used.

    Raises LimitError if it nests too deep, InputError with line and column if it is no JSON.
    """
    if found.deepest > max_depth:
        line = int(found.line(found.first_deeper_than(max_depth)))
        raise LimitError(Problem(f"{name}:{line}", _TOO_DEEP.fill(limit=max_depth)))
    text = found.data.decode()
    try:
        return _parsed(text, found.data)
    except json.JSONDecodeError as error:
        raise InputError(Problem(f"{name}:{error.lineno}:{error.colno}", _no_json(error))) from None
    except RecursionError:
        raise LimitError(Problem(name, _TOO_DEEP.fill(limit=max_depth))) from None


def _parsed(text: str, data: bytes) -> tuple[object, list[Flaw]]:
    try:
        return _strict(text, data), []
    except _Flawed:
        return _lenient(text), flaws(text)


def parse_strictly(data: bytes) -> object:
    """The value of a short JSON text that is UTF-8. Raises Unparsed."""
    try:
        value, found = _parsed(data.decode(), data)
    except json.JSONDecodeError as error:
        raise Unparsed(_no_json(error)) from None
    except RecursionError:
        raise Unparsed(_NESTED) from None
    if found:
        raise Unparsed(found[0].text)
    return value


def too_deep(limit: int) -> Text:
    return _TOO_DEEP.fill(limit=limit)


def flaws(text: str) -> list[Flaw]:
    """Every flaw of a text that is otherwise JSON."""
    found = [
        Flaw(match.start(), _HALF_CHARACTER) for match in _HALF.finditer(_PART_OF_ESCAPE.sub("  ", text))
    ]
    open_keys: list[set[str]] = []
    last = None
    for token in _TOKEN.finditer(text):
        word = token[0]
        if word in "{[":
            open_keys.append(set())
        elif word in "}]":
            open_keys.pop()
        elif word == ":" and last is not None:
            found += _repeated(last.start(), json.loads(last[0]), open_keys[-1])
        elif word[0] in "-0123456789NI":
            found += _out_of_range(token.start(), word)
        last = token
    return sorted(found)


def _repeated(at: int, key: str, keys: set[str]) -> list[Flaw]:
    if key in keys:
        return [Flaw(at, _DUPLICATE.fill(key=key[:60].encode(errors="replace").decode()))]
    keys.add(key)
    return []


def _out_of_range(at: int, word: str) -> list[Flaw]:
    if word in ("NaN", "Infinity", "-Infinity"):
        return [Flaw(at, _NO_NUMBER.fill(number=word))]
    return [] if math.isfinite(float(word)) else [Flaw(at, _TOO_LARGE.fill(number=word[:40]))]


def _strict(text: str, data: bytes) -> object:
    if b"\\u" in data and _HALF.search(_PART_OF_ESCAPE.sub("  ", text)):
        raise _Flawed
    if not _may_overflow(data):
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse)
    return json.loads(
        text, object_pairs_hook=_unique, parse_constant=_refuse, parse_float=_finite, parse_int=_bounded
    )


def _lenient(text: str) -> object:
    """The same with None for what has flaws and could not be kept."""
    return json.loads(
        text,
        parse_constant=lambda _: None,
        parse_int=lambda word: int(word) if len(word) < _MANY_DIGITS else None,
    )


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Flawed
    return found


def _refuse(_: str) -> NoReturn:
    raise _Flawed


def _finite(word: str) -> float:
    value = float(word)
    if not math.isfinite(value):
        raise _Flawed
    return value


def _bounded(word: str) -> int:
    """Whole numbers keep their digits, up to what a floating point number can hold."""
    _finite(word)
    return int(word)


def _may_overflow(data: bytes) -> bool:
    """Whether some number may be beyond range: it has an exponent that is not negative, or very many digits."""
    signs = np.frombuffer(data, np.uint8)
    marks = np.flatnonzero((signs[1:-1] | 0x20) == ord("e")) + 1
    before, after = signs[marks - 1], signs[marks + 1]
    exponent = (before - 48 < 10) & ((after - 48 < 10) | (after == ord("+")))
    blocks = signs[: len(signs) // 128 * 128].reshape(-1, 128)
    return bool(exponent.any()) or bool((blocks - 48 < 10).all(axis=1).any())


@contextmanager
def without_collection() -> Iterator[None]:
    """Reading makes millions of objects and no cycles: looking for cycles meanwhile more than doubles the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _no_json(error: json.JSONDecodeError) -> Text:
    """A parser's complaint as a person would put it."""
    if error.msg == "Extra data":
        return _TRAILING
    if not error.doc[error.pos :].strip() or error.msg.startswith("Unterminated string"):
        return _TRUNCATED
    said = next((text for start, text in _EXPECTED.items() if error.msg.startswith(start)), _A_VALUE)
    found = _found(error.doc, error.pos)
    return _NOT_JSON.fill(found=found, expected=said)


def _found(text: str, at: int) -> str:
    """What stands at a place, short and visible."""
    word = _WORD_FIRST.sub(r"\1", text[at:])
    return "".join(sign if sign.isprintable() and sign != " " else f"U+{ord(sign):04X}" for sign in word)


_TOO_DEEP = Text(
    "嵌套超过 {limit} 层;如确需读取,请用 --max-depth 提高上限",
    "is nested deeper than the limit of {limit}; raise it with --max-depth",
)
_NESTED = Text("嵌套过深", "is nested too deep")
_NOT_JSON = Text(
    "此处的“{found}”不合 JSON 语法;{expected}", "is no valid JSON here: '{found}' is unexpected; {expected}"
)
_A_KEY = Text(
    "应为双引号括起的键名(多余的逗号、单引号和注释都不允许)",
    "expected a key in double quotes (no comma too many, no single quotes, no comments)",
)
_A_VALUE = Text(
    "应为数值、双引号括起的文字、true、false、null、“[”或“{{”",
    "expected a number, text in double quotes, true, false, null, [ or {{",
).fill()
_AN_ESCAPE = Text(
    "反斜杠之后应为合法的转义,反斜杠本身应写作 \\\\",
    "expected a valid escape; a backslash itself is written \\\\",
)
_EXPECTED = {
    "Expecting property name": _A_KEY,
    "Illegal trailing comma": Text("最后一项之后不应有逗号", "no comma after the last item"),
    "Expecting ':'": Text("键名之后应为冒号", "expected a colon after the key"),
    "Expecting ','": Text("应为逗号或右括号", "expected a comma or a closing bracket"),
    "Invalid control character": Text(
        "文字中的换行、制表符等须转义,如 \\n、\\t",
        "line ends, tabs and the like in a text are written as \\n, \\t",
    ),
    "Invalid \\": _AN_ESCAPE,
}
_TRAILING = Text(
    "GeoJSON 之后还有多余内容;应到此为止", "has more text after the GeoJSON; expected the end of the file"
)
_TRUNCATED = Text(
    "文件不完整,在此处中断;应为完整的 GeoJSON", "breaks off here; expected a complete GeoJSON text"
)
_DUPLICATE = Text("键“{key}”重复;每个键只能出现一次", "the key '{key}' stands twice; expected each key once")
_NO_NUMBER = Text("{number} 不是有限的数值", "{number} is no finite number")
_TOO_LARGE = Text(
    "数值 {number} 过大,超出可表示的范围", "the number {number} is larger than any that can be read"
)
_HALF_CHARACTER = Text(
    "含有半个字符(不成对的 \\u 代理项);应为完整字符", "holds half a character (an unpaired \\u escape)"
)
