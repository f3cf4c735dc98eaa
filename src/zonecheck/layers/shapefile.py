"""Do the parts of a shapefile belong together? GDAL reads on when one is cut short, and loses features quietly.

Source: ESRI Shapefile Technical Description (1998), file headers; dBASE III table header.
"""

from __future__ import annotations

from pathlib import Path

from zonecheck.layers import files
from zonecheck.layers.faults import refused
from zonecheck.words import Text

_HEADER_BYTES, _RECORD_BYTES = 100, 8


def require_whole(path: Path, data: bytes, shown: str, read: int) -> None:
    """Raises UnusableLayerError unless .shp, .shx and .dbf are whole and hold as many records as were `read`.

    A record that is marked as deleted in the .dbf is not read: it is refused too, for it still lies in the .shp.
    """
    index = files.read(path.with_suffix(".shx"), f"{shown} (.shx)")
    table = files.read(path.with_suffix(".dbf"), f"{shown} (.dbf)")
    for part, content in ((".shp", data), (".shx", index)):
        stated = int.from_bytes(content[24:28], "big") * 2
        if stated != len(content):
            raise refused("invalid", shown, _CUT.fill(part=part, stated=stated, found=len(content)))
    counts = {
        ".shx": (len(index) - _HEADER_BYTES) // _RECORD_BYTES,
        ".dbf": int.from_bytes(table[4:8], "little"),
    }
    if set(counts.values()) != {read}:
        said = ", ".join(f"{part} {count}" for part, count in counts.items())
        raise refused("invalid", shown, _COUNTS.fill(counts=said, read=read))


_CUT = Text(
    "{part} 应有 {stated} 字节,实有 {found} 字节;文件不完整,请重新取得",
    "{part} should have {stated} bytes and has {found}; the file is not whole, get it again",
)
_COUNTS = Text(
    "各部分记录数不一致:{counts},可读 {read};请重新导出",
    "the parts disagree on the number of records: {counts}, {read} readable; export the file again",
)
