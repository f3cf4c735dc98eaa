"""GeoPackages byte by byte, read in this process: tables, systems, geometries, texts, bounds; whole and in portions."""

from __future__ import annotations

import sqlite3
import struct
import tracemalloc
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
import shapely

from reading import told, why
from zonecheck.formats import geopackage, sqlite_text
from zonecheck.formats.carried import Carried
from zonecheck.formats.sqlite_text import Foreign, Texts

SYSTEMS = [
    (4490, "EPSG", 4490, "x"),
    (4547, "epsg", 4547, "x"),
    (100000, "city", 1, "PROJCS[]"),
    (-1, "NONE", -1, "u"),
    (0, "NONE", 0, "u"),
]
COUNTING = (
    "CREATE VIEW sites AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c LIMIT {}) "
    "SELECT NULL AS geom, x FROM c"
)
SITES = "CREATE TABLE sites (fid INTEGER PRIMARY KEY, geom BLOB, name TEXT)"


def blob(wkt: str, srs: int = 4490, *, flags: int = 1, envelope: int = 0, magic: bytes = b"GP") -> bytes:
    head = magic + b"\0" + bytes([flags]) + struct.pack("<i" if flags & 1 else ">i", srs)
    return head + bytes(envelope) + shapely.to_wkb(shapely.from_wkt(wkt))


def package(
    *statements: str | tuple[str, Sequence[Any]],
    registered: Iterable[tuple[Any, ...]] = (("sites", "features", "geom", 4490),),
) -> bytes:
    """A GeoPackage with these tables registered: name, kind, geometry column, system."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT)")
    database.execute("CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, srs_id INTEGER)")
    database.execute(
        "CREATE TABLE gpkg_spatial_ref_sys (srs_id, organization, organization_coordsys_id, definition)"
    )
    database.executemany("INSERT INTO gpkg_spatial_ref_sys VALUES (?, ?, ?, ?)", SYSTEMS)
    for name, kind, column, srs in registered:
        database.execute("INSERT INTO gpkg_contents VALUES (?, ?)", (name, kind))
        if column:
            database.execute("INSERT INTO gpkg_geometry_columns VALUES (?, ?, ?)", (name, column, srs))
    for each in statements:
        database.execute(*([each] if isinstance(each, str) else each))
    database.commit()
    made = database.serialize()
    database.close()
    return made


def site(name: Any = "甲", geometry: Any = None, table: str = "sites") -> tuple[str, Sequence[Any]]:
    return f"INSERT INTO {table} (geom, name) VALUES (?, ?)", (geometry or blob("POINT (1 2)"), name)


def garbled(column: str, raw: bytes, fid: int) -> str:
    return f"UPDATE sites SET {column} = CAST(X'{raw.hex()}' AS TEXT) WHERE fid = {fid}"


def shapes(table: Carried) -> list[str | None]:
    return [None if wkb is None else shapely.from_wkb(wkb).wkt for wkb in table.wkb]


def one(*statements: Any, **how: Any) -> Carried:
    (found,) = geopackage.carried(package(*statements, **how))
    return found


def test_a_table_is_its_geometries_and_all_its_other_columns() -> None:
    found = one(SITES, site("甲", blob("POINT (1 2)")), site(None, blob("POINT (3 4)")))
    assert (found.name, found.crs, shapes(found)) == ("sites", "EPSG:4490", ["POINT (1 2)", "POINT (3 4)"])
    assert found.properties == [{"fid": 1, "name": "甲"}, {"fid": 2, "name": None}]
    assert (found.faults, found.remarks, found.rows) == ({}, [], [])


def test_a_file_is_read_in_memory_and_whatever_its_tables_are_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    name = 'a "b" c'
    table = f'CREATE TABLE "{name.replace(chr(34), chr(34) * 2)}" (geom BLOB)'
    (found,) = geopackage.carried(package(table, registered=[(name, "features", "geom", 4490)]))
    assert (found.name, list(tmp_path.iterdir())) == (name, [])


def test_values_are_as_json_has_them() -> None:
    found = one(
        "CREATE TABLE sites (geom BLOB, a REAL, b BLOB)",
        ("INSERT INTO sites VALUES (NULL, 1e999, ?)", (b"ab",)),
    )
    assert (found.properties, found.wkb, found.faults) == ([{"a": None, "b": "ab"}], [None], {})


def test_every_feature_table_is_read_in_the_order_of_names_and_the_others_are_named() -> None:
    registered = [
        ("b", "features", "g", 4547),
        ("a", "features", "g", 4490),
        ("t", "attributes", None, None),
        ("u", "tiles", None, None),
    ]
    made = [
        "CREATE TABLE a (g BLOB)",
        'CREATE TABLE b (g BLOB, "x""y" TEXT)',
        'CREATE TABLE "RTREE_a" (z)',
        "CREATE TABLE idx_a (z)",
        "CREATE TABLE more (z)",
        "CREATE VIEW also AS SELECT * FROM a",
        "CREATE TABLE gpkg_x (z)",
        "CREATE TABLE t (z)",
        ("INSERT INTO b VALUES (?, 'z')", [blob("POINT (1 2)", 4547)]),
    ]
    a, b = geopackage.carried(package(*made, registered=registered))
    assert (a.name, a.crs, b.name, b.crs, b.properties) == (
        "a",
        "EPSG:4490",
        "b",
        "EPSG:4547",
        [{'x"y': "z"}],
    )
    assert told(a.remarks) == ["these tables are no features and were not read: t, u, also, more"]
    assert b.remarks == []
    assert shapes(b) == ["POINT (1 2)"]


@pytest.mark.parametrize(
    ("srs", "crs"),
    [
        (4490, "EPSG:4490"),
        (4547, "EPSG:4547"),
        (100000, "PROJCS[]"),
        (-1, None),
        (0, None),
        (None, None),
        (7, "None"),
    ],
)
def test_the_system_is_as_the_file_describes_it(srs: int | None, crs: str | None) -> None:
    assert one(SITES, registered=[("sites", "features", "geom", srs)]).crs == crs


@pytest.mark.parametrize(
    ("flags", "envelope"),
    [
        (0b0001, 0),
        (0b0000, 0),
        (0b0011, 32),
        (0b0101, 48),
        (0b0111, 48),
        (0b1001, 64),
        (0b1000, 64),
        (0b10001, 0),
    ],
)
def test_the_head_of_a_geometry_is_passed_over(flags: int, envelope: int) -> None:
    assert shapes(one(SITES, site(geometry=blob("POINT (1 2)", flags=flags, envelope=envelope)))) == [
        "POINT (1 2)"
    ]


@pytest.mark.parametrize(
    "geometry",
    [
        b"GP",
        b"x",
        5,
        "text",
        blob("POINT (1 2)", magic=b"XP"),
        blob("POINT (1 2)", magic=b"GX"),
        blob("POINT (1 2)", 4326),
        blob("POINT (1 2)", flags=0x21),
        blob("POINT (1 2)", flags=0b1011, envelope=32),
        blob("POINT (1 2)", flags=0b1111),
    ],
)
def test_a_geometry_that_cannot_be_read_is_a_fault_of_its_row(geometry: Any) -> None:
    found = one(SITES, site(), site(geometry=geometry), site())
    assert shapes(found) == ["POINT (1 2)", None, "POINT (1 2)"]
    assert {row: text.en for row, text in found.faults.items()} == {
        1: "the geometry is garbled, or in another system than its table"
    }


def test_a_system_below_zero_stands_in_geometries_too() -> None:
    found = one(SITES, site(geometry=blob("POINT (1 2)", -1)), registered=[("sites", "features", "geom", -1)])
    assert (shapes(found), found.crs) == (["POINT (1 2)"], None)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"SQLite format 4", "is no GeoPackage; check the file"),
        (package(SITES)[:-1], None),
        (package(SITES, registered=[]), "the GeoPackage holds no feature table"),
        (
            package(SITES, registered=[("sites", "tiles", "geom", 4490)]),
            "the GeoPackage holds no feature table",
        ),
        (
            package(SITES, registered=[("sites", "features", "shape", 4490)]),
            "the feature table sites has no geometry column",
        ),
        (
            package(SITES, registered=[("sites", "features", None, None)]),
            "the feature table sites has no geometry column",
        ),
        (package("DROP TABLE gpkg_contents"), "is no GeoPackage; check the file"),
        (package("DROP TABLE gpkg_geometry_columns"), "is no GeoPackage; check the file"),
        (package("DROP TABLE gpkg_spatial_ref_sys"), "is no GeoPackage; check the file"),
        (package(), "the GeoPackage is broken (no such table: sites); get it again"),
    ],
)
def test_a_file_that_is_no_whole_geopackage_is_told(data: bytes, told: str | None) -> None:
    size = int.from_bytes(data[28:32], "big") * int.from_bytes(data[16:18], "big")
    assert why(geopackage.carried, data) == (
        told or f"should have {size} bytes and has {size - 1}; the file is not whole, get it again"
    )


@pytest.mark.parametrize("page", [(b"\x02\x00", 512), (b"\x80\x00", 32768), (b"\x00\x01", 65536)])
def test_the_length_that_a_file_states_is_its_pages(page: tuple[bytes, int]) -> None:
    start = geopackage._MAGIC + page[0] + bytes(10) + struct.pack(">I", 3)
    geopackage._require_whole(start, 3 * page[1])
    geopackage._require_whole(start, 4 * page[1])
    assert why(geopackage._require_whole, start, 3 * page[1] - 1).startswith(
        f"should have {3 * page[1]} bytes"
    )


def test_a_length_of_many_pages_is_read_whole() -> None:
    start = geopackage._MAGIC + b"\x02\x00" + bytes(10) + b"\x01\0\0\0"
    assert why(geopackage._require_whole, start, 1).startswith(f"should have {512 << 24} bytes and has 1;")


def test_a_file_in_write_ahead_mode_is_read() -> None:
    data = package(SITES, site())
    (found,) = geopackage.carried(data[:18] + b"\x02\x02" + data[20:])
    assert len(found.wkb) == 1


def test_a_view_has_no_more_rows_than_the_file_can_hold() -> None:
    most = len(package(COUNTING.format(10_000))) // 4
    assert len(one(COUNTING.format(most)).wkb) == most
    assert why(geopackage.carried, package(COUNTING.format(most + 1))) == (
        f"the feature table sites has more rows than the {most} that the file can hold: a view built to overflow, it is not read"
    )
    with pytest.raises(geopackage.Refused) as caught:
        geopackage.carried(package(COUNTING.format(10**9)))
    assert caught.value.limit


def test_definitions_in_the_file_reach_nothing() -> None:
    harmful = "CREATE VIEW sites AS SELECT NULL AS geom, {}"
    assert "unsafe use of load_extension()" in why(
        geopackage.carried, package(harmful.format("load_extension('x')"))
    )
    assert "string or blob too big" in why(geopackage.carried, package(harmful.format("zeroblob(100000)")))
    database = geopackage._opened(package(SITES))
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        database.execute("DELETE FROM sites")
    assert database.getlimit(sqlite3.SQLITE_LIMIT_LENGTH) == len(package(SITES))


def test_names_that_are_no_utf8_are_refused() -> None:
    bad = f"CAST(X'{'甲'.encode('gbk').hex()}' AS TEXT)"
    assert why(geopackage.carried, package(SITES, f"INSERT INTO gpkg_contents VALUES ({bad}, 'tiles')")) == (
        "the names in the table gpkg_contents are no UTF-8 and cannot be read; export the file again in UTF-8"
    )
    data = package('CREATE TABLE sites (geom BLOB, "甲甲" TEXT)').replace(
        "甲甲".encode(), b"\xff\xff\xff\xff\xff\xff"
    )
    assert (
        why(geopackage.carried, data)
        == "the names in the table sites are no UTF-8 and cannot be read; export the file again in UTF-8"
    )


AS_GBK = "in the feature table sites, {} is no UTF-8 and is read as GB18030 (GBK)"


def test_texts_in_gbk_are_read_and_told() -> None:
    found = one(SITES, site(), site("b"), garbled("name", "乙".encode("gbk"), 1))
    assert ([row["name"] for row in found.properties], told(found.remarks)) == (
        ["乙", "b"],
        [AS_GBK.format("name")],
    )


def path_of(folder: Path, data: bytes) -> str:
    path = folder / "a b#.gpkg"
    path.write_bytes(data)
    return str(path)


def portions(
    path: str, *, table: int = 0, wanted: frozenset[str] | None = None, geometry: bool = True, size: int = 2
) -> list[Carried]:
    file = geopackage.opened(path, 0)
    try:
        return list(geopackage.portions(file, table, wanted, geometry=geometry, size=size))
    finally:
        file[0].close()


def test_a_file_is_read_where_it_lies_in_portions(tmp_path: Path) -> None:
    sites = [site(f"P{n}", blob(f"POINT ({n} 2)")) for n in range(5)]
    second = [
        "CREATE TABLE u (name TEXT, geom BLOB)",
        site("x", table="u"),
        site("y", b"x", table="u"),
        "CREATE TABLE other (z)",
    ]
    path = path_of(
        tmp_path,
        package(
            SITES,
            *sites,
            *second,
            registered=[("sites", "features", "geom", 4490), ("u", "features", "geom", 4490)],
        ),
    )
    found = portions(path)
    assert [shapes(each) for each in found] == [
        ["POINT (0 2)", "POINT (1 2)"],
        ["POINT (2 2)", "POINT (3 2)"],
        ["POINT (4 2)"],
    ]
    assert [row for each in found for row in each.properties] == [
        {"fid": n + 1, "name": f"P{n}"} for n in range(5)
    ]
    assert [told(each.remarks) for each in found] == [
        ["these tables are no features and were not read: other"]
    ] * 3
    assert {(each.name, each.crs) for each in found} == {("sites", "EPSG:4490")}
    (other,) = portions(path, table=1)
    assert (other.properties, other.remarks, list(other.faults)) == ([{"name": "x"}, {"name": "y"}], [], [1])
    (bare,) = portions(path, wanted=frozenset({"name", "z"}), geometry=False, size=9)
    assert (bare.properties[0], bare.wkb, bare.crs) == ({"name": "P0"}, [None] * 5, "EPSG:4490")
    (none,) = portions(path, wanted=frozenset(), size=9)
    assert (none.properties, len([wkb for wkb in none.wkb if wkb])) == ([{}] * 5, 5)
    file = geopackage.opened(path, 0)
    assert geopackage.heads(file) == [(["fid", "name"], 5), (["name"], 2)]
    assert (file[1], type(file[1])) == (Path(path).stat().st_size // 4, int)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        file[0].execute("DELETE FROM sites")
    file[0].close()


def test_what_is_wrong_with_a_file_where_it_lies_is_told(tmp_path: Path) -> None:
    assert why(geopackage.opened, path_of(tmp_path, b"x" * 200), 0) == "is no GeoPackage; check the file"
    cut = package(SITES)[:-1]
    assert why(geopackage.opened, path_of(tmp_path, cut), 0) == (
        f"should have {len(cut) + 1} bytes and has {len(cut)}; the file is not whole, get it again"
    )
    most = len(package(COUNTING.format(10_000))) // 4
    file = geopackage.opened(path_of(tmp_path, package(COUNTING.format(most))), 0)
    assert geopackage.heads(file) == [(["x"], most)]
    file[0].close()
    file = geopackage.opened(path_of(tmp_path, package(COUNTING.format(most + 1))), 0)
    assert why(geopackage.heads, file).startswith(f"the feature table sites has more rows than the {most}")
    with pytest.raises(geopackage.Refused) as caught:
        geopackage.heads(file)
    assert caught.value.limit
    file[0].close()


def test_a_large_file_is_opened_without_being_read(tmp_path: Path) -> None:
    filler = ["CREATE TABLE filler (x)", "INSERT INTO filler VALUES (zeroblob(4000000))"]
    path = path_of(tmp_path, package(SITES, site(), *filler))
    tracemalloc.start()
    file = geopackage.opened(path, 0)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    file[0].close()
    assert most < 1_000_000
    assert Path(path).stat().st_size > 4_000_000


def test_changes_that_lie_beside_a_file_are_not_looked_at(tmp_path: Path) -> None:
    path = path_of(tmp_path, package(SITES, site()))
    Path(f"{path}-journal").write_bytes(b"x" * 512)
    assert len(portions(path)) == 1
    assert sorted(each.name for each in tmp_path.iterdir()) == ["a b#.gpkg", "a b#.gpkg-journal"]


def test_in_portions_what_was_read_binds_what_follows(tmp_path: Path) -> None:
    path = path_of(tmp_path, package(SITES, site(), site("b"), garbled("name", "乙".encode("gbk"), 1)))
    assert [told(each.remarks) for each in portions(path, size=1)] == [[AS_GBK.format("name")]] * 2
    mixed = path_of(tmp_path, package(SITES, site(), site("甲"), garbled("name", "乙".encode("gbk"), 1)))
    assert why(portions, mixed, size=1) == (
        "in 'name' of the feature table sites, row 2 is UTF-8 and row 1 is not; export the file again in UTF-8"
    )


GBK = Foreign("甲".encode("gbk"))
CHANCE = bytes([0xC5, 0xA1]).decode()  # two bytes of GBK that look like one character of UTF-8


def settled(
    *columns: Sequence[Any], texts: Texts | None = None, names: Sequence[str] = "ab"
) -> tuple[list[list[Any]], list[str]]:
    rows, remarks = (texts or Texts("t")).settled(
        names[: len(columns)], [tuple(row) for row in zip(*columns, strict=True)]
    )
    return [list(row) for row in rows], told(remarks)


SAID = "in the feature table t, {} is no UTF-8 and is read as GB18030 (GBK)"


@pytest.mark.parametrize(
    ("columns", "rows", "remarks"),
    [
        ([["甲", "b"]], [["甲"], ["b"]], []),
        ([["甲", CHANCE], [1, None]], [["甲", 1], [CHANCE, None]], []),
        ([[GBK, "b", None, 5, b"x"]], [["甲"], ["b"], [None], [5], [b"x"]], [SAID.format("a")]),
        ([["b", GBK], ["甲", CHANCE]], [["b", "甲"], ["甲", CHANCE]], [SAID.format("a")]),
        ([[GBK, CHANCE], [GBK, "c"]], [["甲", "甲"], ["拧", "c"]], [SAID.format("a, b")]),
        ([], [], []),
    ],
)  # fmt: skip
def test_a_column_is_utf8_or_all_gbk(
    columns: list[list[Any]], rows: list[list[Any]], remarks: list[str]
) -> None:
    assert settled(*columns) == (rows, remarks)


MIXED = "in '{}' of the feature table t, row {} is UTF-8 and row {} is not; export the file again in UTF-8"
NEITHER = "in row {} of the feature table t, the text in '{}' is neither UTF-8 nor GB18030 (GBK); export the file again in UTF-8"


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ([["x", "甲", "乙", GBK, GBK]], MIXED.format("a", 2, 4)),
        ([["x", GBK, "甲"]], MIXED.format("a", 3, 2)),
        ([["x"] * 3, ["c", GBK, "甲a"]], MIXED.format("b", 3, 2)),
        ([["c", GBK, Foreign(b"\xff\xff")]], NEITHER.format(3, "a")),
    ],
)
def test_a_column_that_is_neither_or_both_is_told_with_its_rows(columns: list[list[Any]], told: str) -> None:
    assert why(settled, *columns) == told


def test_what_an_earlier_portion_held_binds_a_later_one() -> None:
    texts = Texts("t")
    assert settled(["甲", "b"], [GBK, "c"], texts=texts) == ([["甲", "甲"], ["b", "c"]], [SAID.format("b")])
    assert (texts.read, texts.utf8, texts.gbk) == (2, {"a": 1}, {"b": 1})
    assert settled(["c"], [CHANCE], texts=texts) == ([["c", "拧"]], [SAID.format("b")])
    assert why(settled, ["x", "x"], ["y", "乙"], texts=texts) == MIXED.format("b", 5, 1)
    texts = Texts("t")
    settled(["x", CHANCE], texts=texts)
    assert texts.utf8 == {"a": 2}
    assert why(settled, ["x", GBK], texts=texts) == MIXED.format("a", 2, 4)


def test_sqlite_texts_are_kept_as_what_they_are() -> None:
    assert sqlite_text.text("甲".encode()) == "甲"
    found = sqlite_text.text(GBK)
    assert (type(found), found) == (Foreign, GBK)
    assert [sqlite_text._is_beyond(value, "\u07ff") for value in ("甲", "\u07ff", "a", 5, b"x")] == [
        True,
        False,
        False,
        False,
        False,
    ]
