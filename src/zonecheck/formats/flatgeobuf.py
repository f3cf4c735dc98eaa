"""What does a FlatGeobuf file hold? Its features, through GDAL, from bytes in memory.

Runs in a process of its own (`child`), whose GDAL knows hardly any other driver and no network.
"""

from __future__ import annotations

import warnings
from typing import Any

from zonecheck.formats.carried import Carried, Refused, column
from zonecheck.words import Text

MAGIC = b"fgb\x03"


def carried(data: bytes) -> list[Carried]:
    """The one table of a file. Raises Refused."""
    if not data.startswith(MAGIC):
        raise Refused(_NO_FLATGEOBUF)
    import pyogrio  # noqa: PLC0415  only in the process that reads such a file

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            stated = pyogrio.read_info(data, force_feature_count=True)["features"]
            meta, _, shapes, columns = pyogrio.raw.read(data)
    except (
        pyogrio.errors.DataSourceError,
        pyogrio.errors.DataLayerError,
        pyogrio.errors.FeatureError,
        IndexError,  # no layer at all
    ) as error:
        raise Refused(_BROKEN.fill(reason=str(error).splitlines()[0][:120])) from None
    if stated != len(shapes):
        raise Refused(_COUNT.fill(stated=stated, found=len(shapes)))
    return [_table(meta, shapes, columns)]


def _table(meta: dict[str, Any], shapes: Any, columns: Any) -> Carried:
    names = [str(name) for name in meta["fields"]]
    found = Carried("", meta["crs"])
    found.wkb = list(shapes)
    rows = zip(*columns, strict=True) if names else ((),) * len(shapes)
    found.properties = [{name: column(value) for name, value in zip(names, row, strict=True)} for row in rows]
    return found


_NO_FLATGEOBUF = Text("不是 FlatGeobuf;请核对文件", "is no FlatGeobuf; check the file")
_BROKEN = Text("FlatGeobuf 已损坏({reason});请重新取得", "the FlatGeobuf is broken ({reason}); get it again")
_COUNT = Text(
    "应有 {stated} 个要素,只读出 {found} 个;文件不完整,请重新取得",
    "states {stated} features and gives {found}; the file is not whole, get it again",
)
