"""How does a risky file become features without risk? It is handed to a process of its own, which has a time limit.

GeoPackage, FlatGeobuf, GeoParquet and XLSX are read so. The process gets bytes and no path, so that nothing beside the file
and nothing on a network can be opened on its account; GDAL there knows no driver that leads elsewhere.
"""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

import numpy as np
import shapely

from zonecheck.errors import InputError, LimitError, Problem
from zonecheck.formats.carried import Carried, Refused, unpacked
from zonecheck.formats.crs_text import code_of, geographic_twin
from zonecheck.formats.features import NOT_COARSE, Fault, FeatureTable
from zonecheck.formats.sheet import NoSheet, Row, headed, table
from zonecheck.formats.sound import made_sound
from zonecheck.words import Text

if TYPE_CHECKING:
    from zonecheck.formats.limits import Limits

Kind = Literal["geopackage", "flatgeobuf", "geoparquet", "workbook"]

_LEADING_ELSEWHERE = (
    "VRT,OGR_VRT,GDALG,GTI,HTTP,WMS,WCS,WFS,WMTS,OGCAPI,OAPIF,CSW,EEDA,EEDAI,PLMOSAIC,PLSCENES,NGW,DAAS,STACIT,STACTA,"
    "Elasticsearch,Carto,AmigoCloud,PostgreSQL,PostGISRaster,MySQL,MSSQLSpatial,ODBC,PGeo,OCI,HANA,MongoDBv3,ADBC,"
    "GPSBabel,LIBKML,KML,GML,SQLite,OpenFileGDB,OGR_PDS,PDS4,VICAR,MVT,MBTiles,PMTiles,GeoJSON,GeoJSONSeq,TopoJSON,"
    "ESRIJSON,JSONFG,CSV,XLSX,ODS,ESRI Shapefile,MapInfo File,DXF,GPX,S57,TIGER,LVBAG,VFK,EDIGEO,GTFS,OSM,MEM"
)
_ENVIRONMENT = {
    "GDAL_SKIP": _LEADING_ELSEWHERE,
    "OGR_SKIP": _LEADING_ELSEWHERE,
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "CPL_CURL_ENABLE_VSIMEM": "NO",
    "PROJ_NETWORK": "OFF",
    "PYTHONWARNINGS": "ignore",
    "PYTHONIOENCODING": "utf-8",
}


def read(name: str, data: bytes, kind: Kind, limits: Limits) -> tuple[FeatureTable, ...]:
    """The tables of a file. Raises InputError, LimitError."""
    carried = _carried(name, data, kind, limits)
    if kind == "workbook":
        return _sheets(name, carried, limits)
    return tuple(featured(name, each, limits, several=len(carried) > 1) for each in carried)


def sheets(name: str, data: bytes, limits: Limits) -> list[tuple[str, list[Row], tuple[Text, ...]]]:
    """The rows of each sheet of a workbook, and what is to be told of them. Raises InputError, LimitError."""
    carried = _carried(name, data, "workbook", limits)
    return [
        (sheet.name, [Row(line, cells) for line, cells in sheet.rows], tuple(sheet.remarks))
        for sheet in carried
    ]


def _carried(name: str, data: bytes, kind: Kind, limits: Limits) -> list[Carried]:
    command = [sys.executable, "-P", "-m", "zonecheck.formats.child", kind, str(limits.max_size)]
    command.append(str(max(1, round(limits.timeout_s))))
    try:
        done = subprocess.run(
            command,
            input=data,
            capture_output=True,
            timeout=limits.timeout_s,
            check=False,
            env=environment(),
        )
        return unpacked(done.stdout)
    except subprocess.TimeoutExpired:
        raise timed_out(name, limits) from None
    except Refused as refused:
        kind_of_error = LimitError if refused.limit else InputError
        raise kind_of_error(Problem(name, refused.text)) from None
    except (ValueError, KeyError, TypeError):
        raise ended(name, done.returncode) from None


def timed_out(name: str, limits: Limits) -> LimitError:
    return LimitError(Problem(name, _TIMEOUT.fill(seconds=f"{limits.timeout_s:g}")))


def ended(name: str, status: int | None) -> InputError:
    return InputError(Problem(name, _ENDED.fill(status=status)))


def environment() -> dict[str, str]:
    """The same Python with the same paths, and GDAL and PROJ without ways out."""
    found = os.pathsep.join(path for path in sys.path if path)
    return {**os.environ, "PYTHONPATH": found, **_ENVIRONMENT}


def featured(name: str, carried: Carried, limits: Limits, *, several: bool) -> FeatureTable:
    """The features that the process sent. Raises InputError, also where it cannot have sent them so."""
    try:
        shapes = shapely.from_wkb(np.array([*carried.wkb, None]))[:-1]
    except (shapely.errors.GEOSException, NotImplementedError):
        raise ended(name, None) from None
    if len(shapes) != len(carried.properties):
        raise ended(name, None)
    shown = carried.name if several else ""
    crs = _crs(f"{name}/{shown}" if shown else name, carried.crs)
    faults, notes = dict(carried.faults), dict[int, list[Text]]()
    none = [None] * len(shapes)
    return FeatureTable(
        made_sound(shapes, faults, notes, limits.max_vertices),
        carried.properties,
        ids=none,
        lines=none,
        decimals=np.full(len(shapes), NOT_COARSE),
        crs=crs,
        silence="nothing",
        name=shown,
        faults=faults,
        notes=notes,
        remarks=tuple(carried.remarks),
    )


def _crs(name: str, stated: str | None) -> int | None:
    try:
        return None if stated is None else geographic_twin(code_of(stated))
    except Fault as fault:
        raise InputError(Problem(name, fault.text)) from None


def _sheets(name: str, carried: list[Carried], limits: Limits) -> tuple[FeatureTable, ...]:
    """Every sheet that says where something is; the others are named."""
    filled = [sheet for sheet in carried if sheet.rows]
    tables: list[FeatureTable] = []
    refused: dict[str, Text] = {}
    for sheet in filled:
        try:
            rows = [Row(line, cells) for line, cells in sheet.rows]
            named = sheet.name if len(filled) > 1 else ""
            tables.append(table(headed(rows), limits, name=named, remarks=sheet.remarks))
        except NoSheet as wrong:
            refused[sheet.name] = wrong.text
    if not tables:
        said = refused or {"": _NO_ROWS}
        raise InputError(*(Problem(f"{name}/{sheet}".rstrip("/"), text) for sheet, text in said.items()))
    passed = [_SHEET.fill(sheet=sheet, reason=text) for sheet, text in refused.items()]
    return (replace(tables[0], remarks=(*tables[0].remarks, *passed)), *tables[1:])


_TIMEOUT = Text(
    "读取超过 {seconds} 秒;如确需读取,请用 --timeout 提高上限",
    "reading it took more than {seconds} seconds; raise the limit with --timeout",
)
_ENDED = Text(
    "读取进程异常结束(状态 {status}),文件可能已损坏或有意构造;请重新取得",
    "the process that read it ended abnormally (status {status}); the file is broken or built to harm, get it again",
)
_NO_ROWS = Text("工作簿为空", "the workbook is empty")
_SHEET = Text("工作表“{sheet}”未读取:{reason}", "the sheet '{sheet}' was not read: {reason}")
