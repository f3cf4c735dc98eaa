"""What does a GeoPackage hold? Every feature table of it, through SQLite, from bytes in memory: no file beside it counts.

Runs in a process of its own (`child`). Definitions in the file cannot call functions. Tables that are no features are named.

Source: OGC 12-128r19, annex F and clause 2.1.3 (the header of a geometry).
"""

from __future__ import annotations

import sqlite3
from typing import Any, Literal

from zonecheck.formats.carried import Carried, Refused, column
from zonecheck.words import Text, listed

_ENVELOPES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
_SHORTEST_ROW = 4  # bytes
_MAGIC = b"SQLite format 3\x00"


def carried(data: bytes) -> list[Carried]:
    """The feature tables. Raises Refused."""
    if not data.startswith(_MAGIC):
        raise Refused(_NO_GEOPACKAGE)
    _require_whole(data)
    try:
        return _tables(_opened(data), most=len(data) // _SHORTEST_ROW)
    except sqlite3.Error as error:
        raise Refused(_BROKEN.fill(reason=error)) from None


def _require_whole(data: bytes) -> None:
    size = int.from_bytes(data[16:18], "big") or 1
    stated = int.from_bytes(data[28:32], "big") * (65536 if size == 1 else size)
    if stated > len(data):
        raise Refused(_CUT.fill(stated=stated, found=len(data)))


def _opened(data: bytes) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    # A database in write-ahead mode opens from memory only once its header says that it is in none.
    connection.deserialize(data[:18] + b"\x01\x01" + data[20:])
    connection.setlimit(
        sqlite3.SQLITE_LIMIT_LENGTH, len(data)
    )  # no value is longer than the file that holds it
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA query_only = ON")
    connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    return connection


def _tables(database: sqlite3.Connection, most: int) -> list[Carried]:
    """Every feature table; `most` is the number of rows that the file can hold, whatever its views say."""
    known = {
        name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
    }
    if not {"gpkg_contents", "gpkg_geometry_columns", "gpkg_spatial_ref_sys"} <= known:
        raise Refused(_NO_GEOPACKAGE)
    contents = database.execute(_CONTENTS).fetchall()
    passed = [name for name, kind, *_ in contents if kind != "features"]
    remarks = [_PASSED.fill(names=listed(passed))] if passed else []
    tables = [_table(database, name, tuple(how), most) for name, kind, *how in contents if kind == "features"]
    if not tables:
        raise Refused(_NO_FEATURES)
    tables[0].remarks.extend(remarks)
    return tables


_CONTENTS = """
    SELECT c.table_name, c.data_type, g.column_name, g.srs_id, s.organization, s.organization_coordsys_id, s.definition
    FROM gpkg_contents c LEFT JOIN gpkg_geometry_columns g ON g.table_name = c.table_name
    LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id ORDER BY c.table_name
"""


def _table(database: sqlite3.Connection, name: str, how: tuple[Any, ...], most: int) -> Carried:
    shape, srs, organization, code, definition = how
    if shape is None:
        raise Refused(_NO_COLUMN.fill(table=name))
    reading = database.execute(f"SELECT * FROM {_quoted(name)}")
    names = [each[0] for each in reading.description]
    at = names.index(shape) if shape in names else -1
    if at < 0:
        raise Refused(_NO_COLUMN.fill(table=name))
    rows = reading.fetchmany(most + 1)
    if len(rows) > most:
        raise Refused(_ENDLESS.fill(table=name, most=most), limit=True)
    found = Carried(name, _crs(srs, organization, code, definition))
    found.properties = [
        {key: column(value) for n, (key, value) in enumerate(zip(names, row, strict=True)) if n != at}
        for row in rows
    ]
    found.wkb, found.faults = _geometries([row[at] for row in rows], srs)
    return found


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _crs(srs: Any, organization: Any, code: Any, definition: Any) -> str | None:
    """`EPSG:n`, the definition of a system without a code, None for the undefined systems -1 and 0."""
    if srs in (-1, 0, None):
        return None
    return f"EPSG:{code}" if str(organization).upper() == "EPSG" else str(definition)


def _geometries(blobs: list[Any], srs: Any) -> tuple[list[bytes | None], dict[int, Text]]:
    found: list[bytes | None] = []
    faults: dict[int, Text] = {}
    for row, blob in enumerate(blobs):
        try:
            found.append(None if blob is None else _wkb(blob, srs))
        except (ValueError, TypeError, LookupError):
            found.append(None)
            faults[row] = _BAD_BLOB
    return found, faults


def _wkb(blob: bytes, srs: Any) -> bytes:
    """The well-known binary behind the header. Raises ValueError."""
    order: Literal["little", "big"] = "little" if blob[3] & 1 else "big"
    envelope = (blob[3] >> 1) & 7
    extended = blob[3] & 0x20
    if blob[:2] != b"GP" or extended or int.from_bytes(blob[4:8], order, signed=True) != srs:
        raise ValueError
    return blob[8 + _ENVELOPES[envelope] :]


_NO_GEOPACKAGE = Text("不是 GeoPackage;请核对文件", "is no GeoPackage; check the file")
_BROKEN = Text("GeoPackage 已损坏({reason});请重新取得", "the GeoPackage is broken ({reason}); get it again")
_CUT = Text(
    "应有 {stated} 字节,实有 {found} 字节;文件不完整,请重新取得",
    "should have {stated} bytes and has {found}; the file is not whole, get it again",
)
_NO_FEATURES = Text("GeoPackage 中没有要素表", "the GeoPackage holds no feature table")
_NO_COLUMN = Text("要素表 {table} 没有几何列", "the feature table {table} has no geometry column")
_ENDLESS = Text(
    "要素表 {table} 多于文件所能容纳的 {most} 行,可能是有意构造的视图,不予读取",
    "the feature table {table} has more rows than the {most} that the file can hold: a view built to overflow, it is not read",
)
_PASSED = Text("下列表不是要素,未读取:{names}", "these tables are no features and were not read: {names}")
_BAD_BLOB = Text(
    "几何内容损坏,或其坐标系与表不符", "the geometry is garbled, or in another system than its table"
)
