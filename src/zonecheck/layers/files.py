"""Which files may a catalogue name, and what are their bytes?

Only plain local files: no address on a network, no pattern, no device, no pipe. A file is opened once and its hash
is that of the bytes that were read. What the bytes mean is not asked here.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from pathlib import Path
from typing import BinaryIO

from zonecheck.formats.read import READERS
from zonecheck.layers.faults import refused
from zonecheck.words import Text

GEOJSON_SUFFIXES = (".geojson", ".json")
SUFFIXES = (*GEOJSON_SUFFIXES, *READERS)

_SHAPEFILE_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_MAX_BYTES = 1 << 30
_CHUNK = 1 << 20
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|[/\\]vsi|[/\\]{2}", re.IGNORECASE)


def why_not_a_plain_path(text: str) -> Text | None:
    """Why a catalogue may not name this path, None if it may."""
    if _ADDRESS.match(text):
        return _NOT_LOCAL.fill(path=text)
    if re.search(r"[*?\x00-\x1f]", text):
        return _PATTERN.fill(path=text)
    if Path(text).suffix.lower() not in SUFFIXES:
        return _SUFFIX.fill(path=text, suffixes=" ".join(SUFFIXES))
    return None


def read(path: Path, shown: str) -> bytes:
    """The bytes of a regular file; `shown` is how messages name it.

    Raises UnusableLayerError: there is no such file, it is no regular file, it is too large, or it cannot be read.
    """
    try:
        _require_regular(path.stat().st_mode, shown)  # before opening: a pipe would wait for its writer
        with path.open("rb") as file:
            return _read_open(file, shown)
    except FileNotFoundError:
        raise refused("missing", shown, _MISSING) from None
    except OSError as error:
        raise refused("missing", shown, _UNREADABLE.fill(reason=error.strerror or error)) from None


def sha256(path: Path, data: bytes, shown: str) -> str:
    """The hash of a layer's file; of a shapefile, that of all its parts in a fixed order."""
    if path.suffix.lower() != ".shp":
        return hashlib.sha256(data).hexdigest()
    total = hashlib.sha256(data)
    for suffix in _SHAPEFILE_PARTS[1:]:
        part = path.with_suffix(suffix)
        if part.exists():
            total.update(read(part, shown))
    return total.hexdigest()


def size(path: Path) -> int:
    """Its bytes, 0 where it cannot be looked at."""
    try:
        return path.stat().st_size
    except OSError:
        return 0


def sha256_of_file(path: Path, shown: str) -> str:
    """As `sha256`, without holding the file in memory. Raises UnusableLayerError as `read`."""
    total = hashlib.sha256()
    parts = _SHAPEFILE_PARTS[1:] if path.suffix.lower() == ".shp" else ()
    for part in (path, *(path.with_suffix(suffix) for suffix in parts)):
        if part == path or part.exists():
            _hash_into(total, part, shown)
    return total.hexdigest()


def _hash_into(total: hashlib._Hash, path: Path, shown: str) -> None:
    try:
        _require_regular(path.stat().st_mode, shown)
        with path.open("rb", buffering=0) as file:
            _require_regular(os.fstat(file.fileno()).st_mode, shown)
            while chunk := file.read(_CHUNK):
                total.update(chunk)
    except OSError as error:
        raise refused("missing", shown, _UNREADABLE.fill(reason=error.strerror or error)) from None


def _read_open(file: BinaryIO, shown: str) -> bytes:
    found = os.fstat(file.fileno())
    _require_regular(found.st_mode, shown)
    if found.st_size > _MAX_BYTES:
        raise refused("invalid", shown, _TOO_LARGE.fill(size=found.st_size, limit=_MAX_BYTES))
    return file.read()


def _require_regular(mode: int, shown: str) -> None:
    if not stat.S_ISREG(mode):
        raise refused("invalid", shown, _NOT_REGULAR)


_NOT_LOCAL = Text(
    "“{path}”不是本机文件;请先下载,再写本机路径",
    "'{path}' is no local file; download it and give the path of the copy",
)
_PATTERN = Text(
    "“{path}”含有通配符或控制字符;每个图层只能指明一个文件",
    "'{path}' holds a wildcard or a control character; a layer names exactly one file",
)
_SUFFIX = Text(
    "“{path}”的后缀不能识别;可用:{suffixes}", "'{path}' has no known suffix; expected one of {suffixes}"
)
_MISSING = Text(
    "已登记的图层文件不存在;请恢复该文件,或改正目录中的 path",
    "a registered layer, and there is no such file; restore it, or correct its `path` in the catalogue",
)
_UNREADABLE = Text("文件不能读取:{reason}", "the file cannot be read: {reason}")
_NOT_REGULAR = Text(
    "不是普通文件(文件夹、设备或管道);图层须是普通文件",
    "not a regular file (a folder, a device or a pipe); a layer must be one",
)
_TOO_LARGE = Text(
    "文件有 {size} 字节,超过 {limit} 字节的上限;请裁剪到所需范围",
    "the file has {size} bytes, more than the limit of {limit}; cut it to the area that is needed",
)
