"""In which encoding is this text? As named, else UTF-8, else the Chinese one that Windows programs write, and said so.

Bytes that are no UTF-8 and a valid GB 18030 text are Chinese in practice; anything else is refused with the way out.
"""

from __future__ import annotations

import codecs

from zonecheck.errors import InputError, Problem, UsageError
from zonecheck.words import Text

_WIDE = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decoded(name: str, data: bytes, encoding: str | None) -> tuple[str, tuple[Text, ...]]:
    """The text without byte order mark, and what had to be assumed. Raises InputError, UsageError for no encoding."""
    if data.startswith(codecs.BOM_UTF8):
        return _strict(name, data, "utf-8-sig"), ()
    if encoding is not None and known(encoding) != "utf-8":
        return _strict(name, data, encoding).removeprefix("\ufeff"), ()
    if data.startswith(_WIDE) or b"\0" in data[:64]:
        raise InputError(Problem(name, _UTF16))
    try:
        return data.decode(), ()
    except UnicodeDecodeError:
        return _strict(name, data, "gb18030", _NEITHER), (_GBK,)


def known(encoding: str) -> str:
    """The standard name of an encoding. Raises UsageError if there is none."""
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        raise UsageError(Problem("--encoding", _NO_ENCODING.fill(encoding=encoding))) from None


def _strict(name: str, data: bytes, encoding: str, text: Text | None = None) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InputError(Problem(f"{name}:{line}", text or _NOT_IN.fill(encoding=encoding))) from None


_UTF16 = Text(
    "似为 UTF-16 或 UTF-32 编码;请另存为 UTF-8,或用 --encoding utf-16",
    "is UTF-16 or UTF-32 by its first bytes; save it as UTF-8, or use --encoding utf-16",
)
_NEITHER = Text(
    "既不是 UTF-8,也不是 GB18030(GBK)编码;请用 --encoding 指明实际编码",
    "is neither UTF-8 nor GB18030 (GBK); name its real encoding with --encoding",
)
_NOT_IN = Text(
    "不能按 {encoding} 解码;请用 --encoding 指明实际编码",
    "cannot be decoded as {encoding}; name its real encoding with --encoding",
)
_NO_ENCODING = Text(
    "没有名为“{encoding}”的编码;例如 utf-8、gb18030", "no encoding '{encoding}'; for example utf-8, gb18030"
)
_GBK = Text("文件不是 UTF-8,按 GB18030(GBK)读取", "the file is not UTF-8; read as GB18030 (GBK)")
