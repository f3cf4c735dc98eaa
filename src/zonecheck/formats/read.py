"""Which format is this file in, and what does it hold? By its suffix, checked against its first bytes; one reader for each.

GeoJSON is not among them: projects and layers read it themselves, without any of this. Each reader is loaded when a file of
its kind is met.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from zonecheck.errors import InputError, Problem
from zonecheck.formats.text import known
from zonecheck.words import Text, listed

if TYPE_CHECKING:
    from zonecheck.formats.features import FeatureTable
    from zonecheck.formats.limits import Limits
    from zonecheck.formats.shapefile import Beside

    Tables = tuple[FeatureTable, ...]
    Reader = Callable[[str, bytes, Beside, Limits, str | None], Tables]


def read(
    name: str, data: bytes, suffix: str, *, beside: Beside, limits: Limits, encoding: str | None
) -> Tables:
    """The tables of a file that hold features, in its order. Raises InputError, LimitError, UsageError; also where none does.

    `beside` gives the bytes of the file of the same name with another suffix.
    """
    found = tables(name, data, suffix, beside=beside, limits=limits, encoding=encoding)
    filled = [table for table in found if len(table)]
    empty = [table for table in found if not len(table)]
    if not filled:
        raise InputError(Problem(name, _NO_FEATURES), *(Problem(name, said) for said in _remarks(found)))
    names = [table.name for table in empty if table.name]
    named = (_EMPTY_TABLES.fill(names=listed(names)),) if names else ()
    first = replace(filled[0], remarks=(*filled[0].remarks, *named, *_remarks(empty)))
    return (first, *filled[1:])


def tables(
    name: str, data: bytes, suffix: str, *, beside: Beside, limits: Limits, encoding: str | None
) -> Tables:
    """As `read`, of a file that may hold nothing."""
    if encoding is not None and known(encoding) == "utf-8":
        encoding = None  # the default: what a file says of itself is better known
    required = _FIRST_BYTES.get(suffix)
    if required and not data.startswith(required):
        raise InputError(Problem(name, _NOT_ITS_SUFFIX.fill(suffix=suffix)))
    return READERS[suffix](name, data, beside, limits, encoding)


def _remarks(tables: Sequence[FeatureTable]) -> list[Text]:
    return [said for table in tables for said in table.remarks]


def suffix_of(data: bytes) -> str | None:
    """The suffix that a file with these first bytes should have; None where they tell nothing."""
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:2000]
    if b"<kml" in start.lower():
        return ".kml"
    return next(
        (suffix for suffix, sign in _FIRST_BYTES.items() if sign != _ZIP and data.startswith(sign)), None
    )


def _csv(name: str, data: bytes, _: Beside, limits: Limits, encoding: str | None) -> Tables:
    from zonecheck.formats import delimited  # noqa: PLC0415

    return delimited.read(name, data, limits, encoding)


def _xlsx(name: str, data: bytes, _: Beside, limits: Limits, __: str | None) -> Tables:
    from zonecheck.formats import apart  # noqa: PLC0415

    return apart.read(name, data, "workbook", limits)


def _parcels(name: str, data: bytes, _: Beside, limits: Limits, encoding: str | None) -> Tables:
    from zonecheck.formats import parcels  # noqa: PLC0415

    return parcels.read(name, data, limits, encoding)


def _shapefile(name: str, data: bytes, beside: Beside, limits: Limits, encoding: str | None) -> Tables:
    from zonecheck.formats import shapefile  # noqa: PLC0415

    return shapefile.read(name, data, beside, limits, encoding)


def _zip(name: str, data: bytes, _: Beside, limits: Limits, encoding: str | None) -> Tables:
    from zonecheck.formats import shapefile  # noqa: PLC0415

    return shapefile.read_zip(name, data, limits, encoding)


def _geopackage(name: str, data: bytes, beside: Beside, limits: Limits, _: str | None) -> Tables:
    from zonecheck.formats import apart  # noqa: PLC0415

    if beside(".gpkg-wal"):
        raise InputError(Problem(name, _OPEN_ELSEWHERE))
    return apart.read(name, data, "geopackage", limits)


def _flatgeobuf(name: str, data: bytes, _: Beside, limits: Limits, __: str | None) -> Tables:
    from zonecheck.formats import apart  # noqa: PLC0415

    return apart.read(name, data, "flatgeobuf", limits)


def _geoparquet(name: str, data: bytes, _: Beside, limits: Limits, __: str | None) -> Tables:
    from zonecheck.formats import apart  # noqa: PLC0415

    return apart.read(name, data, "geoparquet", limits)


def _kml(name: str, data: bytes, _: Beside, limits: Limits, encoding: str | None) -> Tables:
    from zonecheck.formats import kml  # noqa: PLC0415

    return kml.read(name, data, limits, encoding)


def _kmz(name: str, data: bytes, _: Beside, limits: Limits, encoding: str | None) -> Tables:
    from zonecheck.formats import kml  # noqa: PLC0415

    return kml.read_kmz(name, data, limits, encoding)


READERS: Mapping[str, Reader] = {
    ".csv": _csv,
    ".tsv": _csv,
    ".xlsx": _xlsx,
    ".txt": _parcels,
    ".shp": _shapefile,
    ".zip": _zip,
    ".gpkg": _geopackage,
    ".fgb": _flatgeobuf,
    ".parquet": _geoparquet,
    ".geoparquet": _geoparquet,
    ".kml": _kml,
    ".kmz": _kmz,
}
"""One reader for each suffix."""

_ZIP = b"PK"
_FIRST_BYTES = {
    ".gpkg": b"SQLite format 3\x00",
    ".fgb": b"fgb\x03",
    ".parquet": b"PAR1",
    ".geoparquet": b"PAR1",
    ".shp": b"\x00\x00\x27\x0a",
    ".xlsx": _ZIP,
    ".zip": _ZIP,
    ".kmz": _ZIP,
}
_NOT_ITS_SUFFIX = Text(
    "内容与后缀 {suffix} 不符;请核对文件", "the content is not what the suffix {suffix} says; check the file"
)
_NO_FEATURES = Text("没有任何要素;至少应有一个项目", "has no features; expected at least one project")
_EMPTY_TABLES = Text("没有要素的表:{names}", "these tables hold no features: {names}")
_OPEN_ELSEWHERE = Text(
    "该 GeoPackage 正被其他程序使用,有未写入的修改(-wal 文件);请先关闭该程序",
    "another program has changes to this GeoPackage that are not yet written (its -wal file); close it first",
)
