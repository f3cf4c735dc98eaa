"""What does a shapefile hold? Its parts read together, from a folder or a ZIP archive, and refused unless they agree.

Without `.prj`, or with one that is no coordinate system, nobody knows where it lies. Nothing is opened by a library that would
look for further files beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from zonecheck.errors import InputError, Problem
from zonecheck.formats import archive, dbf, shp
from zonecheck.formats.crs_text import code_of
from zonecheck.formats.features import Fault, Gathering
from zonecheck.formats.shp import BrokenShapefile
from zonecheck.formats.sound import SOLID
from zonecheck.words import Text, listed

if TYPE_CHECKING:
    from zonecheck.formats.features import FeatureTable
    from zonecheck.formats.limits import Limits

Beside = Callable[[str], bytes | None]
"""The bytes of the file of the same name with another suffix, None where there is none."""

PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_USED_ELSEWHERE = (".geojson", ".json", ".gpkg", ".kml", ".kmz", ".csv", ".xlsx", ".fgb", ".parquet")


def read(
    name: str, data: bytes, beside: Beside, limits: Limits, encoding: str | None
) -> tuple[FeatureTable, ...]:
    """The features of one shapefile. Raises InputError."""
    found = {suffix: content for suffix in PARTS[1:] if (content := beside(suffix)) is not None}
    return (_together(name, {".shp": data, **found}, limits, encoding),)


def read_zip(name: str, data: bytes, limits: Limits, encoding: str | None) -> tuple[FeatureTable, ...]:
    """Every shapefile in a ZIP archive. Raises InputError, LimitError."""
    taken, others = archive.members(name, data, limits.max_size, lambda path: _suffix(path) in PARTS)
    by_stem: dict[str, dict[str, bytes]] = {}
    for path, content in taken.items():
        by_stem.setdefault(str(PurePosixPath(path).with_suffix("")), {})[_suffix(path)] = content
    shapefiles = {stem: parts for stem, parts in by_stem.items() if ".shp" in parts}
    if not shapefiles:
        raise InputError(Problem(name, _NONE.fill(found=listed(sorted(others)[:8]))))
    passed = sorted(path for path in others if _suffix(path) in _USED_ELSEWHERE)
    remarks = (_PASSED.fill(names=listed(passed)),) if passed else ()
    return tuple(
        _together(f"{name}/{stem}", parts, limits, encoding, remarks) for stem, parts in shapefiles.items()
    )


def _together(
    name: str,
    parts: Mapping[str, bytes],
    limits: Limits,
    encoding: str | None,
    remarks: tuple[Text, ...] = (),
) -> FeatureTable:
    lacking = [part for part in PARTS[:3] if part not in parts]
    if lacking:
        raise InputError(Problem(name, _LACKS.fill(parts=listed(lacking))))
    try:
        contents = shp.records(parts[".shp"], parts[".shx"])
        table = dbf.records(parts[".dbf"], parts.get(".cpg"), encoding)
    except BrokenShapefile as broken:
        raise InputError(Problem(name, broken.text)) from None
    if len(contents) != len(table.properties):
        raise InputError(Problem(name, _COUNTS.fill(shp=len(contents), dbf=len(table.properties))))
    gathering = Gathering()
    for row, content in enumerate(contents):
        notes = [SOLID] if shp.is_solid(content) else []
        gathering.add(shp.geometry(content), table.properties[row], notes=notes)
    crs, of_prj = _crs(name, parts.get(".prj"))
    return gathering.table(
        crs,
        "nothing",
        limits.max_vertices,
        remarks=(*remarks, *table.remarks, *of_prj),
        cut_names=table.cut_names,
    )


def _crs(name: str, prj: bytes | None) -> tuple[int | None, tuple[Text, ...]]:
    if prj is None or not prj.strip(b"\0 \r\n\t"):
        return None, ()
    try:
        found = code_of(prj.decode("utf-8-sig", "replace").strip("\0 \r\n\t"))
    except Fault as fault:
        raise InputError(Problem(name, fault.text)) from None
    return found, () if found is not None else (_BAD_PRJ,)


def _suffix(path: str) -> str:
    return PurePosixPath(path).suffix.lower()


_LACKS = Text(
    "Shapefile 缺少 {parts};请将 .shp、.shx、.dbf、.prj、.cpg 一并给出",
    "the shapefile lacks {parts}; give .shp, .shx, .dbf, .prj and .cpg together",
)
_COUNTS = Text(
    "各部分记录数不一致:.shp {shp} 条,.dbf {dbf} 条;请重新导出",
    "the parts disagree on the number of records: {shp} in .shp, {dbf} in .dbf; export the file again",
)
_NONE = Text(
    "压缩包中没有 Shapefile(.shp);内有:{found}", "the archive holds no shapefile (.shp); found: {found}"
)
_PASSED = Text("压缩包中的其他数据未读取:{names}", "other data in the archive were not read: {names}")
_BAD_PRJ = Text(".prj 不是有效的坐标系说明,未采用", "its .prj is no valid coordinate system and was not used")
