"""In which encoding are these bytes a text? UTF-8, unless another one is named; and no other format's bytes.

Nothing is guessed: bytes that are no UTF-8 are refused with the way out.
"""

from __future__ import annotations

import codecs

from zonecheck.errors import InputError, Problem, UsageError
from zonecheck.words import Text, same

_OTHER_MARKS = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def to_utf8(name: str, data: bytes, encoding: str | None = None) -> bytes:
    """The text as UTF-8 without a byte order mark. Raises InputError naming the way out, UsageError for no encoding."""
    if data.startswith(codecs.BOM_UTF8):
        data, encoding = data[len(codecs.BOM_UTF8) :], None
    try:
        if encoding is not None and codecs.lookup(encoding).name != "utf-8":
            return data.decode(encoding).removeprefix("\ufeff").encode()
        if data.startswith(_OTHER_MARKS) or b"\0" in data[:2]:
            raise InputError(Problem(name, _UTF16))
        data.decode()
    except LookupError:
        raise UsageError(Problem("--encoding", _NO_ENCODING.fill(encoding=encoding))) from None
    except UnicodeError as error:
        raise InputError(Problem(*_not_decoded(name, data, encoding, error))) from None
    return data


def refuse_other_formats(name: str, data: bytes) -> None:
    """Raises InputError naming the format where the first bytes are those of another one."""
    start = data.removeprefix(codecs.BOM_UTF8).lstrip()
    for sign, format_name in _OTHER_FORMATS:
        if start.startswith(sign):
            raise InputError(Problem(name, _NOT_GEOJSON.fill(format=format_name)))


def _not_decoded(name: str, data: bytes, encoding: str | None, error: UnicodeError) -> tuple[str, Text]:
    start = error.start if isinstance(error, UnicodeDecodeError) else 0
    line = data.count(b"\n", 0, start) + 1
    where = f"{name}:{line}"
    if encoding is not None and codecs.lookup(encoding).name != "utf-8":
        return where, _NOT_IN_ENCODING.fill(encoding=encoding)
    return where, _NOT_UTF8.fill(byte=f"0x{data[start]:02X}")


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
