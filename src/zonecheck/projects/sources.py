"""Which files are meant, and what do they hold? Files, folders, globs and standard input, as bytes read once.

Only plain local files are opened: no address, no device, no pipe, nothing that a data library would resolve to
something else. What the bytes mean is read elsewhere.
"""

from __future__ import annotations

import codecs
import glob
import hashlib
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from zonecheck.errors import InputError, LimitError, Problem
from zonecheck.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

GEOJSON = frozenset({".geojson", ".json", ".geojsonl", ".ndjson", ".geojsons", ".geojsonseq"})
SUFFIXES = GEOJSON | {
    ".csv", ".tsv", ".xlsx", ".txt", ".shp", ".zip", ".gpkg", ".fgb", ".parquet", ".geoparquet", ".kml", ".kmz",
}  # fmt: skip
"""What is taken from folders and globs; a file that is named itself may have any suffix."""

OF_ONE_ENCODING = frozenset({".gpkg", ".fgb", ".parquet", ".geoparquet", ".xlsx"})
"""Formats that lay down how text is written: an encoding that is named says nothing of them."""

MAX_SIZE = 256 * 1024 * 1024
"""The default limit on the bytes of one file."""

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]+:|/vsi|\\\\[?.]\\")
_PARCELS = [mark.encode(code) for mark in ("[属性描述]", "[地块坐标]") for code in ("utf-8", "gb18030")]
_PARTS = {
    ".shp": (".shx", ".dbf", ".prj", ".cpg", ".sbn", ".sbx", ".qix", ".qpj", ".qmd", ".idm", ".ind"),
    ".gpkg": (".gpkg-wal", ".gpkg-shm", ".gpkg-journal"),
}
_PIECE = 16 * 1024 * 1024
_GLOB = re.compile(r"[*?\[]")
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOCTTY", 0)


@dataclass(frozen=True, slots=True)
class Source:
    """One input: `name` as the user typed it (or as found below a folder), `path` None for standard input."""

    name: str
    path: Path | None

    def is_at(self, path: str) -> bool:
        """Whether this is the file at a path."""
        return self.path is not None and os.path.abspath(self.path) == os.path.abspath(path)  # noqa: PTH100


@dataclass(frozen=True, slots=True)
class Sources:
    """What was found: inputs in order, how many files were passed over, and what could not be found."""

    files: tuple[Source, ...]
    ignored: int
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of one input, read once, and their SHA-256."""

    name: str
    data: bytes
    sha256: str

    @property
    def suffix(self) -> str:
        return Path(self.name).suffix.lower()


def content(name: str, data: bytes) -> Content:
    """Bytes that are already at hand."""
    return Content(name, data, hashlib.sha256(data).hexdigest())


class State(NamedTuple):
    """By which it is told whether a file was changed while it was used."""

    size: int
    changed_ns: int


def state(source: Source) -> State | None:
    """None for standard input, and for what cannot be looked at, which reading will tell."""
    try:
        found = None if source.path is None else source.path.stat()
    except OSError:
        return None
    return None if found is None else State(found.st_size, found.st_mtime_ns)


def find(paths: Sequence[str]) -> Sources:
    """The inputs that these paths mean, each file once, folders and globs in sorted order. Never raises."""
    found: dict[str, Source] = {}
    ignored: set[str] = set()
    problems: list[Problem] = []
    for path in paths:
        try:
            taken, passed = _find_one(path)
        except InputError as error:
            problems += error.problems
            continue
        for source in taken:
            found.setdefault(_identity(source), source)
        ignored |= passed
    return Sources(tuple(found.values()), len(ignored - found.keys()), tuple(problems))


def load(source: Source, *, max_size: int = MAX_SIZE, stdin: BinaryIO | None = None) -> Content:
    """The bytes of an input. Raises InputError if it is no plain file, is empty or unreadable; LimitError if too big."""
    data = (
        _read_stream(stdin, max_size)
        if source.path is None
        else _read_file(source.name, source.path, max_size)
    )
    _check_size(source.name, data, max_size)
    if not data[:4096].removeprefix(codecs.BOM_UTF8).strip(b"\0\r\n\t ") and len(data) <= 4096:
        raise InputError(Problem(source.name, _EMPTY))
    return content(source.name, data)


def beside(source: Source, suffix: str, *, max_size: int = MAX_SIZE) -> bytes | None:
    """The bytes of the file of the same name with another suffix, however that is written; None where there is none.

    Raises InputError if it is no plain file, LimitError if it is too big.
    """
    if source.path is None:
        return None
    names = (source.path.with_suffix(suffix), source.path.with_suffix(suffix.upper()))
    path = next((path for path in names if os.path.lexists(path)), None)
    if path is None:
        return None
    name = str(Path(source.name).with_suffix(suffix))
    data = _read_file(name, path, max_size)
    _check_size(name, data, max_size)
    return data


def _check_size(name: str, data: bytes, max_size: int) -> None:
    if len(data) > max_size:
        raise LimitError(too_big(name, max_size))


def too_big(name: str, max_size: int) -> Problem:
    return Problem(name, _TOO_BIG.fill(limit=max_size))


def _find_one(path: str) -> tuple[list[Source], set[str]]:
    """What one argument means, and the files it passes over."""
    if path == "-":
        return [Source("-", None)], set()
    if _ADDRESS.match(path) or "\0" in path:
        raise InputError(Problem(path.replace("\0", "\\0"), _NO_ADDRESS))
    if os.path.isdir(path):  # noqa: PTH112  (pathlib raises for a name that is too long)
        return _sort(_below(Path(path)))
    if not os.path.lexists(path) and _GLOB.search(path):
        return _expand(path)
    if not os.path.lexists(path):
        raise InputError(Problem(path, _NOT_FOUND))
    return [Source(path, Path(path))], set()


def _expand(pattern: str) -> tuple[list[Source], set[str]]:
    """A glob, which Windows shells leave to the program."""
    matches = [Path(match) for match in sorted(glob.glob(pattern, recursive=True))]  # noqa: PTH207
    files = [path for match in matches for path in (_below(match) if match.is_dir() else [match])]
    taken, passed = _sort(files)
    if not taken:
        raise InputError(Problem(pattern, _NO_MATCH))
    return taken, passed


def _sort(files: Sequence[Path] | Iterator[Path]) -> tuple[list[Source], set[str]]:
    """Files with a known suffix, and the others."""
    taken: list[Source] = []
    passed: set[str] = set()
    for path in files:
        if path.suffix.lower() in SUFFIXES and _is_meant(path):
            taken.append(Source(str(path), path))
        elif not _is_part(path):
            passed.add(os.path.abspath(path))  # noqa: PTH100
    return taken, passed


def _is_meant(path: Path) -> bool:
    """A text in a folder is taken for parcels only if it says so: most are notes."""
    if path.suffix.lower() != ".txt":
        return True
    try:
        start = _read_file(path.name, path, 1 << 16)
    except InputError:
        return False
    return any(mark in start for mark in _PARCELS)


def _is_part(path: Path) -> bool:
    """Whether a file belongs to one beside it and is read, or of no use, with that."""
    suffix, name = path.suffix.lower(), path.name
    if name.lower().endswith(".shp.xml"):
        return os.path.lexists(path.with_name(name[:-4]))
    return any(
        suffix in parts and any(os.path.lexists(path.with_suffix(each)) for each in (whole, whole.upper()))
        for whole, parts in _PARTS.items()
    )


def _below(folder: Path) -> Iterator[Path]:
    """All files below a folder, in sorted order; links to folders are not followed."""
    for root, folders, names in os.walk(folder):
        folders.sort()
        yield from (Path(root, name) for name in sorted(names))


def _identity(source: Source) -> str:
    return "-" if source.path is None else os.path.abspath(source.path)  # noqa: PTH100


def _read_stream(stdin: BinaryIO | None, max_size: int) -> bytes:
    return b"" if stdin is None else _read_up_to(stdin, max_size + 1)


def _read_up_to(stream: BinaryIO, most: int) -> bytes:
    """As `read`, which would set aside memory for `most` bytes at once, however few there are."""
    pieces, left = [], most
    while left > 0 and (piece := stream.read(min(left, _PIECE))):
        pieces.append(piece)
        left -= len(piece)
    return b"".join(pieces)


def _read_file(name: str, path: Path, max_size: int) -> bytes:
    """Opened without waiting, then looked at: what is no plain file is never read from."""
    try:
        with open(os.open(path, _FLAGS), "rb") as stream:  # noqa: PTH123
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise InputError(Problem(name, _NOT_PLAIN))
            return _read_up_to(stream, max_size + 1)
    except OSError as error:
        raise InputError(Problem(name, _UNREADABLE.fill(reason=error.strerror or "?"))) from None


_NOT_FOUND = Text("没有这个文件或文件夹", "no such file or folder")
_NO_MATCH = Text(
    "没有匹配的可读文件;可读后缀:{suffixes}", "matches no file that can be read; known suffixes: {suffixes}"
).fill(suffixes=" ".join(sorted(SUFFIXES)))
_NO_ADDRESS = Text(
    "不是本机上的普通文件;请先将数据保存为本机文件,再给出其路径",
    "is not a plain local file; save the data to a file and give its path",
)
_NOT_PLAIN = Text(
    "不是普通文件(可能是管道或设备);管道数据请用“-”从标准输入读取",
    "is not a plain file (a pipe or a device?); use '-' to read from standard input",
)
_UNREADABLE = Text("无法读取:{reason}", "cannot be read: {reason}")
_EMPTY = Text("文件为空;至少应有一个项目", "is empty; expected at least one project")
_TOO_BIG = Text(
    "文件超过大小上限 {limit} 字节;如确需读取,请用 --max-size 提高上限",
    "is larger than the limit of {limit} bytes; raise it with --max-size",
)
