"""What does a GeoPackage hold? Every feature table of it, through SQLite, from bytes in memory: no file beside it counts.

Runs in a process of its own (`child`). Definitions in the file cannot call functions. Tables that are no features are named.

Source: OGC 12-128r19, annex F and clause 2.1.3 (the header of a geometry).
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from zonecheck.formats.carried import Carried, Refused, column
from zonecheck.formats.sqlite_text import Foreign, Texts, text
from zonecheck.words import Text, listed

_ENVELOPES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
_HEAD_BYTES, _SHORTEST_ROW = 100, 4
_TABLES = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"
_BOUNDS = ("PRAGMA trusted_schema = OFF", "PRAGMA query_only = ON")
_MAGIC = b"SQLite format 3\x00"


Opened = tuple[sqlite3.Connection, int]


def carried(data: bytes) -> list[Carried]:
    """The feature tables. Raises Refused."""
    if not data.startswith(_MAGIC):
        raise Refused(_NO_GEOPACKAGE)
    _require_whole(data, len(data))
    try:
        return _tables(_opened(data), most=len(data) // _SHORTEST_ROW)
    except sqlite3.Error as error:
        raise Refused(_BROKEN.fill(reason=error)) from None


def opened(path: str, _: int) -> Opened:
    """A large file where it lies, read-only, as if nothing lay beside it, and how many rows it can hold. Raises Refused."""
    place = Path(path)
    with place.open("rb") as file:
        start = file.read(_HEAD_BYTES)
    if not start.startswith(_MAGIC):
        raise Refused(_NO_GEOPACKAGE)
    size = place.stat().st_size
    _require_whole(start, size)
    database = sqlite3.connect(f"{place.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    return _guarded(database, size), size // _SHORTEST_ROW


def heads(opened: Opened) -> list[tuple[list[str], int]]:
    """The attributes of each feature table and the number of its features. Raises Refused."""
    found = []
    database, most = opened
    for name, how in _feature_tables(database)[0]:
        names, shape = _columns(database, name, how)
        counting = f"SELECT count(*) FROM (SELECT 1 FROM {_quoted(name)} LIMIT {most + 1})"
        (count,) = database.execute(counting).fetchone()
        if count > most:
            raise Refused(_ENDLESS.fill(table=name, most=most), limit=True)
        found.append(([each for each in names if each != shape], count))
    return found


def portions(
    opened: Opened, table: int, wanted: frozenset[str] | None, *, geometry: bool, size: int
) -> Iterator[Carried]:
    """The features of one table, so many at a time, those of the first with what is to be remarked."""
    database, _ = opened
    tables, remarks = _feature_tables(database)
    name, how = tables[table]
    names, shape = _columns(database, name, how)
    kept = [each for each in names if each != shape and (wanted is None or each in wanted)]
    sites = _quoted(shape) if geometry else f"NULL AS {_quoted(shape)}"
    reading = database.execute(f"SELECT {', '.join([*map(_quoted, kept), sites])} FROM {_quoted(name)}")
    texts = Texts(name)
    while rows := reading.fetchmany(size):
        found = _carried(texts, how, [*kept, shape], rows, shape)
        found.remarks.extend(remarks if table == 0 else [])
        yield found


def _require_whole(start: bytes, found: int) -> None:
    size = int.from_bytes(start[16:18], "big")
    stated = int.from_bytes(start[28:32], "big") * (65536 if size == 1 else size)
    if stated > found:
        raise Refused(_CUT.fill(stated=stated, found=found))


def _opened(data: bytes) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    # A database in write-ahead mode opens from memory only once its header says that it is in none.
    connection.deserialize(data[:18] + b"\x01\x01" + data[20:])
    return _guarded(connection, len(data))


def _guarded(connection: sqlite3.Connection, size: int) -> sqlite3.Connection:
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, size)  # no value is longer than the file that holds it
    for pragma in _BOUNDS:
        connection.execute(pragma)
    connection.text_factory = text
    return connection


def _tables(database: sqlite3.Connection, most: int) -> list[Carried]:
    """Every feature table; `most` is the number of rows that the file can hold, whatever its views say."""
    tables, remarks = _feature_tables(database)
    found = [_table(database, name, how, most) for name, how in tables]
    found[0].remarks.extend(remarks)
    return found


def _feature_tables(database: sqlite3.Connection) -> tuple[list[tuple[str, tuple[Any, ...]]], list[Text]]:
    """Each feature table with what is said of its geometries, and which others there are. Raises Refused."""
    known = {name for (name,) in database.execute(_TABLES)}
    if not {"gpkg_contents", "gpkg_geometry_columns", "gpkg_spatial_ref_sys"} <= known:
        raise Refused(_NO_GEOPACKAGE)
    contents = database.execute(_CONTENTS).fetchall()
    if any(isinstance(value, Foreign) for row in contents for value in row):
        raise Refused(_NAMES.fill(table="gpkg_contents"))
    passed = [name for name, kind, *_ in contents if kind != "features"]
    passed += sorted(name for name in known - {row[0] for row in contents} if not _OF_FORMAT.match(name))
    tables = [(name, tuple(how)) for name, kind, *how in contents if kind == "features"]
    if not tables:
        raise Refused(_NO_FEATURES)
    return tables, [_PASSED.fill(names=listed(passed))] if passed else []


_OF_FORMAT = re.compile("gpkg_|rtree_|sqlite_|idx_", re.IGNORECASE)
_CONTENTS = """
    SELECT c.table_name, c.data_type, g.column_name, g.srs_id, s.organization, s.organization_coordsys_id, s.definition
    FROM gpkg_contents c LEFT JOIN gpkg_geometry_columns g ON g.table_name = c.table_name
    LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id ORDER BY c.table_name
"""


def _table(database: sqlite3.Connection, name: str, how: tuple[Any, ...], most: int) -> Carried:
    names, shape = _columns(database, name, how)
    rows = database.execute(f"SELECT * FROM {_quoted(name)}").fetchmany(most + 1)
    if len(rows) > most:
        raise Refused(_ENDLESS.fill(table=name, most=most), limit=True)
    return _carried(Texts(name), how, names, rows, shape)


def _columns(database: sqlite3.Connection, name: str, how: tuple[Any, ...]) -> tuple[list[str], str]:
    """The columns of a table, and which of them holds the geometries. Raises Refused."""
    try:
        names = [each[0] for each in database.execute(f"SELECT * FROM {_quoted(name)} LIMIT 0").description]
    except UnicodeDecodeError:
        raise Refused(_NAMES.fill(table=name)) from None
    if how[0] not in names:
        raise Refused(_NO_COLUMN.fill(table=name))
    return names, how[0]


def _carried(texts: Texts, how: tuple[Any, ...], names: list[str], rows: list[Any], shape: str) -> Carried:
    """Rows of a table, whose columns are `names`; the one that is called `shape` holds the geometries."""
    _, srs, organization, code, definition = how
    at = names.index(shape)
    found = Carried(texts.table, _crs(srs, organization, code, definition))
    rows, remarks = texts.settled(names, rows)
    found.remarks.extend(remarks)
    found.properties = [{key: column(row[n]) for n, key in enumerate(names) if n != at} for row in rows]
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
_NAMES = Text(
    "表 {table} 中的名称不是 UTF-8,无法识别;请以 UTF-8 重新导出",
    "the names in the table {table} are no UTF-8 and cannot be read; export the file again in UTF-8",
)
_ENDLESS = Text(
    "要素表 {table} 多于文件所能容纳的 {most} 行,可能是有意构造的视图,不予读取",
    "the feature table {table} has more rows than the {most} that the file can hold: a view built to overflow, it is not read",
)
_PASSED = Text("下列表不是要素,未读取:{names}", "these tables are no features and were not read: {names}")
_BAD_BLOB = Text(
    "几何内容损坏,或其坐标系与表不符", "the geometry is garbled, or in another system than its table"
)
