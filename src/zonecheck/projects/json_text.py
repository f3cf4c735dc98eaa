"""What does a JSON text say, taken strictly? Bytes to UTF-8, and UTF-8 to objects.

Refused are: other encodings unless named, nesting beyond a limit, and what stops a parser. Flaws that a lenient
parser would pass over (duplicate keys, NaN, numbers beyond range, half characters) are located one by one, so that
only the feature that holds them need be refused.

Source: RFC 8259; RFC 7493 (I-JSON) for keys, numbers and characters.
"""

from __future__ import annotations

import codecs
import gc
import json
import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple, NoReturn

import numpy as np

from zonecheck.errors import InputError, LimitError, Problem, UsageError
from zonecheck.projects.brackets import Brackets
from zonecheck.words import Text, same

_OTHER_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+', re.DOTALL)
_HALF = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB]..)\\u[dD][c-fC-F]")
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


def to_utf8(name: str, data: bytes, encoding: str | None = None) -> bytes:
    """The text as UTF-8 without a byte order mark. Raises InputError naming the way out, UsageError for no encoding."""
    if data.startswith(codecs.BOM_UTF8):
        data, encoding = data[len(codecs.BOM_UTF8) :], None
    try:
        if encoding is not None and codecs.lookup(encoding).name != "utf-8":
            return data.decode(encoding).removeprefix("\ufeff").encode()
        if data.startswith(_OTHER_MARKS) or b"\0" in data[:4]:
            raise InputError(Problem(name, _UTF16))
        data.decode()
    except LookupError:
        raise UsageError(Problem("--encoding", _NO_ENCODING.fill(encoding=encoding))) from None
    except UnicodeError as error:
        raise InputError(Problem(*_not_decoded(name, data, encoding, error))) from None
    return data


def refuse_other_formats(name: str, data: bytes) -> None:
    """Raises InputError naming the format where the first bytes are those of another one."""
    start = data.removeprefix(codecs.BOM_UTF8).lstrip()[:16]
    for sign, format_name in _OTHER_FORMATS:
        if start.startswith(sign):
            raise InputError(Problem(name, _NOT_GEOJSON.fill(format=format_name)))


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
    except (RecursionError, ValueError):
        raise LimitError(Problem(name, _TOO_DEEP.fill(limit=max_depth))) from None


def _parsed(text: str, data: bytes) -> tuple[object, list[Flaw]]:
    try:
        return _strict(text, data), []
    except _Flawed:
        return _lenient(text), flaws(text)


def parse_strictly(data: bytes) -> object:
    """The value of a short JSON text that is UTF-8. Raises Unparsed."""
    try:
        return _strict(data.decode(), data)
    except _Flawed:
        raise Unparsed(flaws(data.decode())[0].text) from None
    except json.JSONDecodeError as error:
        raise Unparsed(_no_json(error)) from None
    except (RecursionError, ValueError):
        raise Unparsed(_NOT_JSON) from None


def too_deep(limit: int) -> Text:
    return _TOO_DEEP.fill(limit=limit)


def flaws(text: str) -> list[Flaw]:
    """Every flaw of a text that is otherwise JSON."""
    found = [
        Flaw(match.start(), _HALF_CHARACTER) for match in _HALF.finditer(_PART_OF_ESCAPE.sub("  ", text))
    ]
    open_keys: list[set[str] | None] = []
    last = None
    for token in _TOKEN.finditer(text):
        word = token[0]
        if word in "{[":
            open_keys.append(set() if word == "{" else None)
        elif word in "}]":
            open_keys.pop()
        elif word == ":" and last is not None:
            found += _repeated(last.start(), json.loads(last[0]), open_keys[-1])
        elif word[0] in "-0123456789NI":
            found += _out_of_range(token.start(), word)
        last = token
    return sorted(found)


def _repeated(at: int, key: str, keys: set[str] | None) -> list[Flaw]:
    if keys is None:
        return []
    if key in keys:
        return [Flaw(at, _DUPLICATE.fill(key=key[:60].encode("utf-8", "replace").decode()))]
    keys.add(key)
    return []


def _out_of_range(at: int, word: str) -> list[Flaw]:
    if word in ("NaN", "Infinity", "-Infinity") or not math.isfinite(float(word)):
        return [Flaw(at, _NO_NUMBER.fill(number=word[:40]))]
    return []


def _strict(text: str, data: bytes) -> object:
    if b"\\u" in data and _HALF.search(_PART_OF_ESCAPE.sub("  ", text)):
        raise _Flawed
    parse_float = _finite if _may_overflow(data) else None
    return json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse, parse_float=parse_float)


def _lenient(text: str) -> object:
    return json.loads(text, parse_constant=lambda _: None)


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


def _not_decoded(name: str, data: bytes, encoding: str | None, error: UnicodeError) -> tuple[str, Text]:
    start = error.start if isinstance(error, UnicodeDecodeError) else 0
    line = data.count(b"\n", 0, start) + 1
    where = f"{name}:{line}"
    if encoding is not None and codecs.lookup(encoding).name != "utf-8":
        return where, _NOT_IN_ENCODING.fill(encoding=encoding)
    return where, _NOT_UTF8.fill(byte=f"0x{data[start]:02X}")


def _no_json(error: json.JSONDecodeError) -> Text:
    """A parser's complaint as a person would put it."""
    if error.msg == "Extra data":
        return _TRAILING
    rest = error.doc[error.pos :].strip()
    if not rest or error.msg.startswith("Unterminated string"):
        return _TRUNCATED
    return _NOT_JSON


_UTF16 = Text(
    "不是 UTF-8 编码(似为 UTF-16 或 UTF-32);请另存为 UTF-8,或用 --encoding utf-16",
    "is not UTF-8 (UTF-16 or UTF-32 by its first bytes); save it as UTF-8, or use --encoding utf-16",
)
_NOT_UTF8 = Text(
    "不是 UTF-8 编码(字节 {byte});若为 GBK,请用 --encoding gb18030",
    "is not UTF-8 (byte {byte}); use --encoding gb18030 if it is GBK",
)
_NOT_IN_ENCODING = Text(
    "不能按 {encoding} 解码;请用 --encoding 指明实际编码",
    "cannot be decoded as {encoding}; name its real encoding with --encoding",
)
_NO_ENCODING = Text(
    "没有名为“{encoding}”的编码;例如 utf-8、gb18030", "no encoding '{encoding}'; for example utf-8, gb18030"
)
_TOO_DEEP = Text(
    "嵌套超过 {limit} 层;如确需读取,请用 --max-depth 提高上限",
    "is nested deeper than the limit of {limit}; raise it with --max-depth",
)
_NOT_JSON = Text("此处不是合法的 JSON;应为 GeoJSON", "is no valid JSON here; expected GeoJSON")
_TRAILING = Text(
    "GeoJSON 之后还有多余内容;应到此为止", "has more text after the GeoJSON; expected the end of the file"
)
_TRUNCATED = Text(
    "文件不完整,在此处中断;应为完整的 GeoJSON", "breaks off here; expected a complete GeoJSON text"
)
_DUPLICATE = Text("键“{key}”重复;每个键只能出现一次", "the key '{key}' stands twice; expected each key once")
_NO_NUMBER = Text("{number} 不是有限的数值", "{number} is no finite number")
_HALF_CHARACTER = Text(
    "含有半个字符(不成对的 \\u 代理项);应为完整字符", "holds half a character (an unpaired \\u escape)"
)
_NOT_GEOJSON = Text(
    "不是 GeoJSON,从开头看是 {format};请先转换为 GeoJSON",
    "is not GeoJSON but {format}, by its first bytes; convert it to GeoJSON",
)
_OTHER_FORMATS = (
    (b"<", Text("XML(KML、GML 或 VRT)", "XML (KML, GML or VRT)")),
    (b"PK\x03\x04", Text("ZIP 压缩包", "a ZIP archive")),
    (b"SQLite format 3", Text("GeoPackage(SQLite)", "a GeoPackage (SQLite)")),
    (b"fgb\x03", same("FlatGeobuf")),
    (b"PAR1", same("Parquet")),
    (b"\x00\x00\x27\x0a", same("Shapefile")),
)
