"""What features does a user's own file give a layer? Those of any format, in longitude, latitude, each with its name.

Nothing is left out: a layer that lost a river would clear what lies beside it. One feature that cannot be used refuses the file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from zonecheck.errors import InputError, LayerError, Problem
from zonecheck.formats import read as formats
from zonecheck.formats.systems import System, system_of
from zonecheck.geodesy.crs import epsg, to_geographic
from zonecheck.layers import files, geojson
from zonecheck.layers.spelling import spelling
from zonecheck.layers.vector import beside
from zonecheck.words import Text, listed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonecheck.formats.features import Silence
    from zonecheck.layers.addition import Addition

_NAMES = (
    "name",
    "名称",
    "河流名称",
    "河名",
    "水系名称",
    "水体名称",
    "园区名称",
    "区县名称",
    "rivername",
    "hlmc",
    "mc",
)


@dataclass(frozen=True, slots=True, eq=False)
class Adopted:
    """m features in longitude, latitude (CGCS2000), and what a person should know of how they were read."""

    ids: Sequence[str | None]
    properties: Sequence[Mapping[str, Any]]
    geometry: NDArray[np.object_]
    remarks: tuple[Text, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """One table of a file, still in its own coordinates."""

    where: str
    name: str
    ids: Sequence[object]
    properties: Sequence[Mapping[str, Any]]
    geometry: NDArray[np.object_]
    crs: int | None
    silence: Silence
    faults: Mapping[int, Text]
    remarks: tuple[Text, ...]


def adopt(addition: Addition) -> Adopted:
    """The features of a file. Raises LayerError with everything that is wrong, UsageError for options that make no sense."""
    try:
        table = _chosen(addition, _tables(addition))
        system = _system(table, addition) if addition.outlines else System(4490)
        _require_whole(table)
        geometry = _placed(table, system)
    except InputError as error:
        raise LayerError(*error.problems) from None
    properties, named = _named(table, addition.names)
    return Adopted(_ids(table, addition), properties, geometry, (*system.assumed, *table.remarks, *named))


def _system(table: _Table, addition: Addition) -> System:
    """The system of the file; how accurate parameters are is part of the accuracy that the user states of the layer."""
    return system_of(table, addition.crs, addition.datum, 0.0)


def area_of(addition: Addition, file: str) -> Adopted:
    """The areas of a coverage file, as a layer of its own."""
    return adopt(replace(addition, file=file, names={}, table=None, outlines=True))


def _tables(addition: Addition) -> list[_Table]:
    path = Path(addition.file)
    if reason := _why_not(addition.file):
        raise LayerError(Problem(addition.file, reason))
    data = files.read(path, addition.file)
    suffix = path.suffix.lower()
    if suffix in files.GEOJSON_SUFFIXES:
        return [_of_geojson(addition.file, data)]
    if not addition.outlines:
        return [_rows(addition, data)]

    tables = formats.read(
        addition.file,
        data,
        suffix,
        beside=beside(path, addition.file),
        limits=addition.limits,
        encoding=addition.encoding,
    )
    return [
        _Table(
            f"{addition.file}/{each.name}" if each.name else addition.file, each.name, each.ids, each.properties,
            each.geometry, each.crs, each.silence, each.faults, tuple(each.remarks),
        )
        for each in tables
    ]  # fmt: skip


def _why_not(file: str) -> Text | None:
    suffix = Path(file).suffix.lower()
    known = (*files.GEOJSON_SUFFIXES, *formats.READERS)
    return None if suffix in known else _SUFFIX.fill(suffixes=" ".join(known))


def _of_geojson(shown: str, data: bytes) -> _Table:
    found = geojson.parse(data, shown)
    crs = None if found.crs is None else epsg(found.crs)
    return _Table(shown, "", found.ids, found.properties, found.geometry, crs, "wgs84", {}, ())


def _rows(addition: Addition, data: bytes) -> _Table:
    """The rows of a table without outlines."""
    from zonecheck.formats import registers  # noqa: PLC0415  only for such a table

    rows, remarks = registers.rows(addition.file, data, addition.limits, addition.encoding)
    none = np.full(len(rows), None)
    return _Table(addition.file, "", [None] * len(rows), rows, none, 4490, "wgs84", {}, remarks)


def _chosen(addition: Addition, tables: list[_Table]) -> _Table:
    names = [table.name for table in tables]
    if addition.table is not None:
        found = [table for table in tables if table.name == addition.table]
        if not found:
            raise LayerError(
                Problem(addition.file, _NO_TABLE.fill(table=addition.table, names=listed(names)))
            )
        return found[0]
    if len(tables) != 1:
        raise LayerError(Problem(addition.file, _TABLES.fill(count=len(tables), names=listed(names))))
    return tables[0]


def _require_whole(table: _Table) -> None:
    if table.faults:
        raise LayerError(
            *(
                Problem(table.where, _FAULT.fill(number=row + 1, what=text))
                for row, text in sorted(table.faults.items())
            )
        )


def _placed(table: _Table, system: System) -> NDArray[np.object_]:
    if system.datum in ("gcj02", "bd09"):
        from zonecheck.geodesy.datum import to_wgs84  # noqa: PLC0415

        return to_wgs84(table.geometry, system.datum)
    return np.asarray(to_geographic(table.geometry, system.crs))


def _named(table: _Table, names: Mapping[str, str]) -> tuple[list[Mapping[str, Any]], tuple[Text, ...]]:
    """The properties with the user's columns under the keys of a layer, and the column that was taken for the name."""
    present = list(dict.fromkeys(chain.from_iterable(table.properties)))
    for key, column in names.items():
        if column not in present:
            raise LayerError(
                Problem(table.where, _NO_COLUMN.fill(key=key, column=column, names=listed(present)))
            )
    by_spelling = {spelling(column): column for column in reversed(present)}
    found = next((by_spelling[name] for name in _NAMES if name in by_spelling), None)
    renamed = {"name": found, **names} if found else names
    remarks = (_NAME.fill(column=found),) if found not in (None, "name") and "name" not in names else ()
    kept = [
        {**stated, **{key: stated.get(column) for key, column in renamed.items()}}
        for stated in table.properties
    ]
    return [{key: value for key, value in each.items() if value is not None} for each in kept], remarks


def _ids(table: _Table, addition: Addition) -> list[str | None]:
    column = addition.names.get("id")
    stated = [row.get(column) for row in table.properties] if column else table.ids
    return [None if value is None else str(value) for value in stated]


_SUFFIX = Text("文件后缀不能识别;可用:{suffixes}", "has no known suffix; expected one of {suffixes}")
_NO_TABLE = Text("没有表“{table}”;现有:{names}", "holds no table '{table}'; found: {names}")
_TABLES = Text(
    "有 {count} 个表({names});请用 --table 指明一个", "holds {count} tables ({names}); pick one with --table"
)
_FAULT = Text("第 {number} 个要素:{what}", "feature {number}: {what}")
_NO_COLUMN = Text(
    "没有“{column}”一列,不能作为 {key};现有:{names}",
    "has no column '{column}' to be its {key}; found: {names}",
)
_NAME = Text("以“{column}”一列为名称", "the column '{column}' is taken for the names")
