"""What does a FlatGeobuf file hold? Its features, through GDAL, from bytes in memory.

Runs in a process of its own (`child`), whose GDAL knows hardly any other driver and no network.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from zonecheck.formats.carried import Carried, Refused, column, not_utf8
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
            stated = _info(data)["features"]
            meta, _, shapes, columns = _read(data)
    except (
        pyogrio.errors.DataSourceError,
        pyogrio.errors.DataLayerError,
        pyogrio.errors.FeatureError,
    ) as error:
        raise Refused(_BROKEN.fill(reason=str(error).splitlines()[0][:120])) from None
    if stated != len(shapes):
        raise Refused(_COUNT.fill(stated=stated, found=len(shapes)))
    return [_table(meta, shapes, columns)]


def opened(path: str, _: int) -> tuple[str, dict[str, Any]]:
    """A large file where it lies, and what it says of itself. Raises Refused."""
    import pyogrio  # noqa: PLC0415

    with Path(path).open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise Refused(_NO_FLATGEOBUF)
    try:
        return path, _info(path)
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as error:
        raise Refused(_BROKEN.fill(reason=str(error).splitlines()[0][:120])) from None


def heads(opened: tuple[str, dict[str, Any]]) -> list[tuple[list[str], int]]:
    """The attributes of the one table and the number of its features."""
    _, info = opened
    return [([str(name) for name in info["fields"]], int(info["features"]))]


def portions(
    opened: tuple[str, dict[str, Any]], _: int, wanted: frozenset[str] | None, *, geometry: bool, size: int
) -> Iterator[Carried]:
    """The features, so many at a time. Raises Refused, at the latest where fewer come than are stated."""
    import pyogrio  # noqa: PLC0415

    path, info = opened
    names = None if wanted is None else [str(name) for name in info["fields"] if name in wanted]
    stated, found = int(info["features"]), 0
    while found < stated:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                meta, _, shapes, columns = _read(path, columns=names, skip_features=found, max_features=size)
        except (pyogrio.errors.DataSourceError, pyogrio.errors.FeatureError) as error:
            raise Refused(_BROKEN.fill(reason=str(error).splitlines()[0][:120])) from None
        if not len(shapes):
            raise Refused(_COUNT.fill(stated=stated, found=found))
        found += len(shapes)
        yield _table(meta, shapes if geometry else [None] * len(shapes), columns)


def _read(place: bytes | str, **wanted: Any) -> tuple[Any, ...]:
    """As pyogrio reads it. Raises Refused at a text that is no UTF-8."""
    import pyogrio  # noqa: PLC0415

    try:
        return tuple(pyogrio.raw.read(place, **wanted))
    except UnicodeDecodeError as error:
        raise _misplaced(place, wanted, error) from None


def _misplaced(place: bytes | str, wanted: Mapping[str, Any], error: UnicodeDecodeError) -> Refused:
    """The first text that is no UTF-8, looked for by halves; `wanted` is what was asked for when it was met."""
    first = wanted.get("skip_features", 0)
    info = _info(place)
    last = min(first + wanted.get("max_features", info["features"]), info["features"])
    while last - first > 1:
        middle = (first + last) // 2
        if _foreign(place, first, middle - first) is None:
            first = middle
        else:
            last = middle
    for name in info["fields"]:
        found = _foreign(place, first, 1, [str(name)])
        if found is not None:
            return not_utf8(str(name), first + 1, found)
    return not_utf8("", first + 1, error.object)


def _foreign(place: bytes | str, first: int, count: int, columns: list[str] | None = None) -> bytes | None:
    """A text among these features that is no UTF-8."""
    import pyogrio  # noqa: PLC0415

    try:
        pyogrio.raw.read(place, columns=columns, read_geometry=False, skip_features=first, max_features=count)
    except UnicodeDecodeError as error:
        return error.object
    return None


def _info(place: bytes | str) -> dict[str, Any]:
    """What the file says of itself. Raises Refused where its names are no UTF-8, or its head is not whole."""
    import pyogrio  # noqa: PLC0415

    try:
        return dict(pyogrio.read_info(place, force_feature_count=True))
    except UnicodeDecodeError:
        raise Refused(_NAMES) from None
    except IndexError:  # the file opens, and there is no layer in it
        raise Refused(_NO_HEAD) from None


def _table(meta: dict[str, Any], shapes: Any, columns: Any) -> Carried:
    names = [str(name) for name in meta["fields"]]
    found = Carried("", meta["crs"])
    found.wkb = list(shapes)
    found.properties = [
        {name: column(columns[at][row]) for at, name in enumerate(names)} for row in range(len(shapes))
    ]
    return found


_NO_FLATGEOBUF = Text("不是 FlatGeobuf;请核对文件", "is no FlatGeobuf; check the file")
_BROKEN = Text("FlatGeobuf 已损坏({reason});请重新取得", "the FlatGeobuf is broken ({reason}); get it again")
_NO_HEAD = Text(
    "FlatGeobuf 的文件头无法读取,文件不完整;请重新取得",
    "the head of the FlatGeobuf cannot be read: the file is not whole, get it again",
)
_NAMES = Text(
    "字段名不是 UTF-8;请以 UTF-8 重新导出",
    "the names of the attributes are no UTF-8; export the file again in UTF-8",
)
_COUNT = Text(
    "应有 {stated} 个要素,只读出 {found} 个;文件不完整,请重新取得",
    "states {stated} features and gives {found}; the file is not whole, get it again",
)
