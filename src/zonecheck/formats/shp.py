"""Which geometries does the main file of a shapefile hold? Every record, in order, checked against the file's own index.

Holes are told by what lies in what, not by the way a ring runs, which writers get wrong. Heights and measures are passed
over. A file that is cut short is refused whole: what is missing at its end would be missing quietly.

Source: ESRI Shapefile Technical Description (1998).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from zonecheck.formats.features import Fault
from zonecheck.formats.rings import area
from zonecheck.formats.sound import NONE
from zonecheck.words import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

HEADER_BYTES, INDEX_BYTES = 100, 8
_SOLID = (11, 13, 15, 18)  # the types with Z
_CODE = b"\x00\x00\x27\x0a"
_POINTS, _LINES, _AREAS, _SINGLE = (8, 18, 28), (3, 13, 23), (5, 15, 25), (1, 11, 21)


class BrokenShapefile(Exception):  # noqa: N818  (it becomes an InputError or a fault of a layer)
    """The parts are not whole or do not belong together; nothing of the file is used."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def records(main: bytes, index: bytes) -> list[bytes]:
    """The content of each record. Raises BrokenShapefile unless .shp and .shx are whole and agree."""
    for part, data in ((".shp", main), (".shx", index)):
        if not data.startswith(_CODE) or len(data) < HEADER_BYTES:
            raise BrokenShapefile(_NO_SHAPEFILE.fill(part=part))
        stated = int.from_bytes(data[24:28], "big") * 2
        if stated != len(data):
            raise BrokenShapefile(_CUT.fill(part=part, stated=stated, found=len(data)))
    if len(index[HEADER_BYTES:]) % INDEX_BYTES:
        raise BrokenShapefile(_CUT.fill(part=".shx", stated="8n+100", found=len(index)))
    found = list(_walk(main))
    indexed = [2 * words for words in np.frombuffer(index, ">i4", offset=HEADER_BYTES)[::2].tolist()]
    if [at for at, _ in found] != indexed:
        raise BrokenShapefile(_COUNTS.fill(shp=len(found), shx=len(indexed)))
    return [content for _, content in found]


def geometry(content: bytes) -> Any:
    """The geometry of a record, a Fault that says why it has none."""
    try:
        return _geometry(content)
    except Fault as fault:
        return fault
    except (struct.error, ValueError, IndexError):
        return Fault(_GARBLED)


def is_solid(content: bytes) -> bool:
    """Whether the positions of a record have heights."""
    return _whole(content, 0) in _SOLID


def _walk(main: bytes) -> Iterator[tuple[int, bytes]]:
    at = HEADER_BYTES
    while at < len(main):
        length = int.from_bytes(main[at + 4 : at + 8], "big") * 2
        end = at + 8 + length
        if end > len(main) or length < 4:
            raise BrokenShapefile(_CUT.fill(part=".shp", stated=end, found=len(main)))
        yield at, main[at + 8 : end]
        at = end


def _geometry(content: bytes) -> Any:
    kind = _whole(content, 0)
    if kind == 0:
        raise Fault(NONE)
    if kind in _SINGLE:
        return shapely.points(struct.unpack_from("<2d", content, 4))
    if kind in _POINTS:
        return shapely.multipoints(_positions(content, 40, _whole(content, 36)))
    if kind in _LINES + _AREAS:
        parts = _parts(content)
        return area(parts) if kind in _AREAS else _lines(parts)
    raise Fault(_KIND.fill(kind=kind))


def _parts(content: bytes) -> list[NDArray[np.float64]]:
    count, points = _whole(content, 36), _whole(content, 40)
    starts = struct.unpack_from(f"<{count}i", content, 44) if count <= points else ()
    if not starts or list(starts) != sorted(set(starts)) or starts[0] != 0:
        raise Fault(_GARBLED)
    return np.split(_positions(content, 44 + 4 * count, points), starts[1:])


def _lines(parts: list[NDArray[np.float64]]) -> Any:
    if any(len(part) < 2 for part in parts):
        raise Fault(_SHORT)
    lines = [shapely.linestrings(part) for part in parts]
    return lines[0] if len(lines) == 1 else shapely.multilinestrings(lines)


def _positions(content: bytes, at: int, count: int) -> NDArray[np.float64]:
    """Raises ValueError where there are fewer."""
    if count < 1:
        raise Fault(_GARBLED)
    return np.frombuffer(content, "<f8", 2 * count, at).reshape(count, 2)


def _whole(content: bytes, at: int) -> int:
    return int.from_bytes(content[at : at + 4], "little", signed=True)


_NO_SHAPEFILE = Text(
    "{part} 不是 Shapefile;请重新取得文件", "its {part} is no part of a shapefile; get the files again"
)
_CUT = Text(
    "{part} 应有 {stated} 字节,实有 {found} 字节;文件不完整,请重新取得",
    "{part} should have {stated} bytes and has {found}; the file is not whole, get it again",
)
_COUNTS = Text(
    "各部分不一致:.shp 有 {shp} 条记录,.shx 有 {shx} 条,或位置不符;请重新导出",
    "the parts disagree: {shp} records in .shp, {shx} in .shx, or other places; export the file again",
)
_GARBLED = Text(
    "记录内容损坏,不能读出几何;请重新导出",
    "the record is garbled and gives no geometry; export the file again",
)
_SHORT = Text("线只有一个点;至少应有两个点", "the line has one position only; expected two or more")
_KIND = Text(
    "几何类型 {kind} 不能核查;请转换为点、线或面",
    "the shape type {kind} cannot be checked; convert it to points, lines or areas",
)
