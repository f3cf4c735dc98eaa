"""What lies in a ZIP archive? Its members in memory, bounded before they are unpacked; nothing is ever written to disk.

An archive whose members point out of it, are links, are encrypted, or unpack to more than they should is refused whole.
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Mapping

from zonecheck.errors import InputError, LimitError, Problem
from zonecheck.words import Text

_MEMBERS = 2000
_RATIO = 200  # a text of zeros packs to a thousandth; outlines to a tenth
_SMALL = 1 << 20  # of which the ratio is not asked


def members(
    name: str, data: bytes, max_size: int, wanted: Callable[[str], bool]
) -> tuple[Mapping[str, bytes], tuple[str, ...]]:
    """The wanted members by name, and the names of the others. Raises InputError, LimitError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir() and not _is_shadow(entry)]
            _check(name, entries, max_size)
            taken = {
                entry.filename: _unpacked(name, archive, entry) for entry in entries if wanted(entry.filename)
            }
    except (zipfile.BadZipFile, NotImplementedError, zlib.error, EOFError, OSError, UnicodeError) as error:
        raise InputError(Problem(name, _BROKEN.fill(reason=str(error)[:80]))) from None
    return taken, tuple(entry.filename for entry in entries if entry.filename not in taken)


def _is_shadow(entry: zipfile.ZipInfo) -> bool:
    """What macOS adds of its own to every archive."""
    return entry.filename.startswith("__MACOSX/") or entry.filename.rpartition("/")[2].startswith("._")


def _check(name: str, entries: list[zipfile.ZipInfo], max_size: int) -> None:
    if len(entries) > _MEMBERS:
        raise LimitError(Problem(name, _TOO_MANY.fill(count=len(entries), limit=_MEMBERS)))
    for entry in entries:
        reason = _why_not(entry)
        if reason:
            raise InputError(Problem(name, reason.fill(member=entry.filename[:80])))
    size = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if size > max_size:
        raise LimitError(Problem(name, _TOO_BIG.fill(size=size, limit=max_size)))
    if size > _SMALL and size > _RATIO * packed:
        raise LimitError(Problem(name, _BOMB.fill(size=size, packed=packed)))
    names = [entry.filename.casefold() for entry in entries]
    if len(set(names)) < len(names):
        raise InputError(Problem(name, _TWICE))


def _why_not(entry: zipfile.ZipInfo) -> Text | None:
    path = entry.orig_filename.replace("\\", "/")
    if path.startswith("/") or re.match(r"[A-Za-z]:", path) or ".." in path.split("/") or "\0" in path:
        return _OUTSIDE
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        return _NOT_PLAIN
    return _ENCRYPTED if entry.flag_bits & 0x1 else None


def _unpacked(name: str, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Read as far as its head says, as the library does, and not a byte farther."""
    data = archive.read(entry)
    if len(data) != entry.file_size:
        raise InputError(Problem(name, _LIES.fill(member=entry.filename)))
    return data


_BROKEN = Text(
    "ZIP 压缩包已损坏或无法解开({reason})", "the ZIP archive is broken or cannot be unpacked ({reason})"
)
_TOO_MANY = Text(
    "压缩包含 {count} 个文件,超过上限 {limit}", "holds {count} files, more than the limit of {limit}"
)
_TOO_BIG = Text(
    "压缩包解开后为 {size} 字节,超过上限 {limit};如确需读取,请用 --max-size 提高上限",
    "unpacks to {size} bytes, more than the limit of {limit}; raise it with --max-size",
)
_BOMB = Text(
    "压缩包 {packed} 字节解开后为 {size} 字节,压缩率异常,不予解开;请给出未压缩的文件",
    "{packed} bytes unpack to {size}: an archive built to overflow is not unpacked; give the files themselves",
)
_OUTSIDE = Text(
    "压缩包成员“{member}”指向包外,不予解开",
    "its member '{member}' points out of the archive; it is not unpacked",
)
_NOT_PLAIN = Text(
    "压缩包成员“{member}”不是普通文件(链接或设备),不予解开",
    "its member '{member}' is no plain file (a link or a device); it is not unpacked",
)
_ENCRYPTED = Text(
    "压缩包成员“{member}”已加密;请先解密", "its member '{member}' is encrypted; decrypt it first"
)
_TWICE = Text("压缩包中有同名成员;请重新压缩", "two members of the archive have one name; pack it again")
_LIES = Text(
    "压缩包成员“{member}”的大小与所称不符;请重新压缩",
    "its member '{member}' is not of the size it states; pack it again",
)
