"""Which attributes does the table of a shapefile hold? Records of fixed width, in one of many encodings.

A record that is marked as deleted is refused: its geometry still lies beside it. The encoding is what the user names, else
what the `.cpg` says, else what the header says, else what the bytes can be; a statement that the bytes contradict is refused.

Source: dBASE III/IV table layout; byte 29 is the language driver.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from zonecheck.formats.shp import BrokenShapefile
from zonecheck.words import Text, listed

CUT_BYTES = 10
_DRIVERS = {
    0x4D: "gb18030",
    0x7A: "gb18030",
    0x4F: "cp950",
    0x78: "cp950",
}  # 0x57 says "whatever Windows uses"
_KINDS = "CNFLDI"
_SINGLE = ("iso8859-1", "cp1252", "cp437", "cp850")  # encodings that decode anything
_CHINESE = re.compile(r"(?:ansi|oem|cp|ms)?[\s_\-]*936|gb[\s_\-]*(?:k|2312|18030)", re.IGNORECASE)
_GB, _UTF8, _BYTEWISE = "gb18030", "utf-8", "latin-1"
_PREFIX = re.compile(r"^(ansi|oem)\s*", re.IGNORECASE)
_NAMES_UTF8 = re.compile(r"utf[\s_\-]*8|(?:cp)?65001", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Records:
    """The attributes of each record, the names that may have been cut, and what had to be assumed."""

    properties: list[Mapping[str, Any]]
    cut_names: frozenset[str]
    remarks: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class _Field:
    name: bytes
    kind: str
    width: int
    places: int
    title: str = ""


def records(data: bytes, cpg: bytes | None, encoding: str | None) -> Records:
    """All records of a table. Raises BrokenShapefile."""
    count, start, width = (int.from_bytes(data[a:b], "little") for a, b in ((4, 8), (8, 10), (10, 12)))
    fields = list(_fields(data[32:start]))
    if not fields or width != 1 + sum(field.width for field in fields) or len(data) < start + count * width:
        raise BrokenShapefile(_NOT_WHOLE.fill(count=count))
    rows = [data[at : at + width] for at in range(start, start + count * width, width)]
    if deleted := sum(row[:1] == b"*" for row in rows):
        raise BrokenShapefile(_DELETED.fill(count=deleted))
    texts = [_numbered(field.name)[0] for field in fields] + [
        raw for row in rows for raw in _texts(row, fields)
    ]
    decode, remarks = _encoding(texts, data[29], cpg, encoding)
    fields = [replace(field, title=_name(field, decode)) for field in fields]
    if len({field.title for field in fields}) < len(fields):
        raise BrokenShapefile(_TWICE)
    cut = frozenset(field.title for field in fields if _may_be_cut(field, decode))
    remarks = (*remarks, *_unread(fields), *_cut_texts(rows, fields, decode))
    return Records([_values(row, fields, decode) for row in rows], cut, remarks)


def _fields(header: bytes) -> Iterator[_Field]:
    for at in range(0, len(header) - 31, 32):
        entry = header[at:]
        if entry[0] == 0x0D:
            return
        yield _Field(entry[:11].split(b"\0")[0], chr(entry[11]), entry[16], entry[17])


def _numbered(name: bytes) -> tuple[bytes, str]:
    """A name and the number that was put in the place of its end because two names began alike."""
    found = re.fullmatch(rb"(.+)(_\d{1,2})", name)
    return (found[1], found[2].decode()) if found else (name, "")


def _name(field: _Field, decode: str) -> str:
    stump, number = _numbered(field.name)
    return _decoded(stump, decode).strip() + number


def _may_be_cut(field: _Field, decode: str) -> bool:
    """Whether there was no room for one more character: a Chinese one takes two bytes, or three in UTF-8."""
    room = 1 if field.name.isascii() else 3 if decode == _UTF8 else 2
    return len(field.name) + room > CUT_BYTES


def _cells(row: bytes, fields: list[_Field]) -> Iterator[tuple[_Field, bytes]]:
    """The bytes of each field, those of a text without what fills them up."""
    at = 1
    for field in fields:
        raw = row[at : at + field.width]
        yield field, raw.rstrip(b"\0 ") if field.kind == "C" else raw
        at += field.width


def _texts(row: bytes, fields: list[_Field]) -> Iterator[bytes]:
    yield from (raw for field, raw in _cells(row, fields) if field.kind == "C")


def _values(row: bytes, fields: list[_Field], decode: str) -> dict[str, Any]:
    return {field.title: _value(field, raw, decode) for field, raw in _cells(row, fields)}


def _value(field: _Field, raw: bytes, decode: str) -> Any:
    if field.kind == "C":
        return _decoded(raw, decode) or None
    if field.kind == "I" and len(raw) == 4:
        return int.from_bytes(raw, "little", signed=True)
    text = raw.decode(_BYTEWISE).strip("\0 ")
    match field.kind:
        case "N" | "F":
            return _number(text, field)
        case "L":
            return True if text in tuple("TtYy") else False if text in tuple("FfNn") else None
        case "D":
            whole = re.fullmatch(r"\d{8}", text)
            return f"{text[:4]}-{text[4:6]}-{text[6:]}" if whole else text or None
    return None


def _unread(fields: list[_Field]) -> tuple[Text, ...]:
    """Memos and the like, which a table of this kind keeps elsewhere or as bytes."""
    found = [field.title for field in fields if field.kind not in _KINDS]
    return (_UNREAD.fill(names=listed(found)),) if found else ()


def _cut_texts(rows: list[bytes], fields: list[_Field], decode: str) -> tuple[Text, ...]:
    """Texts whose last character was cut in two where the width of the field ended."""
    found = [
        (row, field.title, raw)
        for row, cells in enumerate(rows, start=1)
        for field, raw in _cells(cells, fields)
        if field.kind == "C" and not raw.isascii() and _is_cut(raw, decode)
    ]
    if not found:
        return ()
    row, name, raw = found[0]
    return (_CUT_TEXTS.fill(count=len(found), row=row, name=name, text=_decoded(raw, decode)),)


def _number(text: str, field: _Field) -> Any:
    """A number; blanks and stars are how tables write none. What is no number stays text."""
    if not text.strip("*"):
        return None
    try:
        return int(text) if field.places == 0 and "." not in text and "e" not in text.lower() else float(text)
    except ValueError:
        return text


def _encoding(
    texts: list[bytes], driver: int, cpg: bytes | None, named: str | None
) -> tuple[str, tuple[Text, ...]]:
    """The encoding of the texts, and what had to be assumed of it."""
    beyond = [text for text in texts if not text.isascii()]
    stated = named or _stated(cpg)
    if stated:
        if not all(_fits(text, stated) for text in beyond) or (not named and _is_disguised(beyond, stated)):
            raise BrokenShapefile((_NOT_NAMED if named else _CPG_LIES).fill(encoding=stated))
        return stated, ()
    if driver in _DRIVERS and all(_fits(text, _DRIVERS[driver]) for text in beyond):
        return _DRIVERS[driver], ()
    for guess, remark in ((_UTF8, ()), (_GB, (_AS_GBK,))):
        if all(_fits(text, guess) for text in beyond):
            return guess, remark
    raise BrokenShapefile(_NO_ENCODING)


def _stated(cpg: bytes | None) -> str | None:
    """The encoding that a .cpg names. Raises BrokenShapefile for a name nobody knows."""
    text = (cpg or b"").decode(_BYTEWISE).strip("\0 \r\n\t")
    if not text:
        return None
    if _CHINESE.fullmatch(text):
        return _GB
    try:
        return _UTF8 if _NAMES_UTF8.fullmatch(text) else codecs.lookup(_PREFIX.sub("cp", text)).name
    except LookupError:
        raise BrokenShapefile(_CPG_UNKNOWN.fill(encoding=text[:20])) from None


def _is_disguised(beyond: list[bytes], stated: str) -> bool:
    """A single-byte encoding decodes anything: Chinese text under its name would be read as signs without sense."""
    return (
        stated in _SINGLE
        and bool(beyond)
        and any(all(_fits(text, to) for text in beyond) for to in (_UTF8, _GB))
    )


def _fits(text: bytes, encoding: str) -> bool:
    """Whether a text can be in this encoding; its last character may have been cut in two."""
    try:
        codecs.getincrementaldecoder(encoding)().decode(text)
    except UnicodeDecodeError:
        return False
    return True


def _is_cut(text: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    decoder.decode(text)
    return bool(decoder.getstate()[0])


def _decoded(text: bytes, encoding: str) -> str:
    return codecs.getincrementaldecoder(encoding)().decode(text)


_UNREAD = Text(
    ".dbf 的下列字段是备注型或二进制,未读取:{names}",
    "these fields of .dbf are memos or binary and were not read: {names}",
)
_CUT_TEXTS = Text(
    ".dbf 有 {count} 处文字超出字段宽度而被截断,如第 {row} 条“{name}”:{text}…;请核对",
    "text in .dbf was cut at the width of its field, {count} times, as in '{name}' of record {row}: {text}…; check it",
)
_NOT_WHOLE = Text(
    ".dbf 所称 {count} 条记录与其长度不符;文件不完整,请重新导出",
    ".dbf states {count} records, which do not fit its length; the file is not whole, export it again",
)
_DELETED = Text(
    ".dbf 有 {count} 条记录标为已删除,但几何仍在 .shp 中;请整理(pack)后重新导出",
    "{count} records of .dbf are marked as deleted while their geometries still lie in .shp; pack and export the file again",
)
_TWICE = Text(
    ".dbf 有同名字段;请改名后重新导出", "two fields of .dbf have one name; rename one and export again"
)
_NOT_NAMED = Text(
    ".dbf 不能按 --encoding {encoding} 解码;请指明实际编码",
    ".dbf cannot be decoded as {encoding}, as --encoding says; name its real encoding",
)
_CPG_LIES = Text(
    ".cpg 称编码为 {encoding},而 .dbf 的内容不是;请用 --encoding 指明,如 gb18030",
    ".cpg says {encoding}, but the text of .dbf is not; name its real encoding with --encoding, such as gb18030",
)
_CPG_UNKNOWN = Text(
    ".cpg 中的编码“{encoding}”不能识别;请用 --encoding 指明,如 gb18030",
    ".cpg names the encoding '{encoding}', which is not known; name it with --encoding, such as gb18030",
)
_NO_ENCODING = Text(
    ".dbf 既不是 UTF-8,也不是 GB18030(GBK)编码;请用 --encoding 指明",
    ".dbf is neither UTF-8 nor GB18030 (GBK); name its encoding with --encoding",
)
_AS_GBK = Text(
    "没有 .cpg,属性表按 GB18030(GBK)读取", "there is no .cpg; the attributes are read as GB18030 (GBK)"
)
