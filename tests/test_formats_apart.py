"""GeoPackage, FlatGeobuf, GeoParquet and workbooks: read whole in a process of their own, or refused with the reason."""

from __future__ import annotations

import io
import sqlite3
import struct
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import geopandas
import pyogrio
import pytest
import shapely

from reading import assumed, built, raw, refused, said, written
from zonecheck.errors import LimitError
from zonecheck.formats import child, flatgeobuf, geoparquet
from zonecheck.formats import geopackage as gpkg
from zonecheck.formats.carried import Refused, unpacked
from zonecheck.projects.raw import Limits

SQUARE = shapely.box(113.37, 31.71, 113.38, 31.72)
EAST = shapely.box(113.47, 31.71, 113.48, 31.72)


def frame(*geometry: Any, crs: Any = 4490, **columns: Sequence[Any]) -> geopandas.GeoDataFrame:
    named = columns or {"项目代码": [f"P{n}" for n in range(len(geometry))]}
    return geopandas.GeoDataFrame(named, geometry=list(geometry), crs=crs)


def geopackage(path: Path, table: str = "sites", **options: Any) -> Path:
    pyogrio.write_dataframe(frame(SQUARE, EAST), path, layer=table, driver="GPKG", **options)
    return path


def altered(path: Path, *statements: str) -> Path:
    with sqlite3.connect(path) as database:
        for statement in statements:
            database.execute(statement)
    database.close()
    return path


def drop_triggers(path: Path) -> Path:
    with sqlite3.connect(path) as database:
        names = [
            name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        ]
    database.close()
    return altered(path, *(f'DROP TRIGGER "{name}"' for name in names))


def test_every_feature_table_of_a_geopackage_is_read_and_other_tables_are_named(tmp_path: Path) -> None:
    path = geopackage(geopackage(tmp_path / "p.gpkg"), "more")
    pyogrio.write_dataframe(geopandas.pd.DataFrame({"a": [1]}), path, layer="register", driver="GPKG")
    more, sites = raw(path)
    assert (more.where, sites.where, len(more), len(sites), sites.first) == (
        "p.gpkg/more",
        "p.gpkg/sites",
        2,
        2,
        2,
    )
    assert [text("en") for text in more.notes] == ["these tables are no features and were not read: register"]


@pytest.mark.parametrize(
    ("column", "told"),
    [
        ("x FROM (WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c), sites", ""),
        ("1 FROM sites, sites a, sites b, sites c, sites d, sites e, sites f, sites g, sites h, sites i, sites j, "
         "sites k, sites l, sites m, sites n, sites o, sites p, sites q", "more rows than"),
        ("hex(zeroblob(400000000)) FROM sites", "too big"),
        ("load_extension('/tmp/x.so') FROM sites", "unsafe use"),
        ("readfile('/etc/passwd') FROM sites", "no such function"),
    ],
)  # fmt: skip
def test_a_view_that_overflows_or_reaches_out_is_refused(tmp_path: Path, column: str, told: str) -> None:
    path = geopackage(tmp_path / "p.gpkg")
    altered(
        path,
        f"CREATE VIEW v AS SELECT sites.fid, sites.geom, {column}",
        "INSERT INTO gpkg_contents SELECT 'v', 'features', 'v', '', last_change, 0, 0, 0, 0, srs_id FROM gpkg_contents",
        "INSERT INTO gpkg_geometry_columns SELECT 'v', column_name, geometry_type_name, srs_id, z, m FROM gpkg_geometry_columns",
    )
    assert told in refused(path)


def test_a_table_that_the_geopackage_does_not_register_is_named(tmp_path: Path) -> None:
    path = altered(
        geopackage(tmp_path / "p.gpkg"),
        "CREATE TABLE more AS SELECT * FROM sites",
        "CREATE VIEW some AS SELECT * FROM sites",
    )
    assert "these tables are no features and were not read: more, some" in assumed(built(path))


def with_texts(folder: Path, *values: bytes) -> Path:
    """A GeoPackage whose column 项目名称 holds these bytes as text, one row for each."""
    path = folder / "p.gpkg"
    sites = frame(*[SQUARE] * len(values), 项目名称=[f"P{n}" for n in range(len(values))])
    pyogrio.write_dataframe(sites, path, layer="sites", driver="GPKG")
    return altered(
        drop_triggers(path),
        *(
            f"UPDATE sites SET 项目名称 = CAST(X'{value.hex()}' AS TEXT) WHERE fid = {row}"
            for row, value in enumerate(values, start=1)
        ),
    )


def names_of(path: Path) -> list[Any]:
    return [stated["项目名称"] for stated in built(path).properties]


def test_text_of_a_geopackage_in_gbk_is_read_as_such_and_said_to_be(tmp_path: Path) -> None:
    path = with_texts(tmp_path, "甲化工厂".encode("gbk"), b"Plant 2", "府河".encode("gbk"))
    assert names_of(path) == ["甲化工厂", "Plant 2", "府河"]
    assert "in the feature table sites, 项目名称 is no UTF-8 and is read as GB18030" in assumed(built(path))


def test_in_a_column_of_gbk_what_looks_like_utf8_by_chance_is_gbk(tmp_path: Path) -> None:
    by_chance = bytes([0xC5, 0xA1])
    assert by_chance.decode() == "\u0161"  # a letter of Czech
    assert names_of(with_texts(tmp_path, by_chance, "甲厂".encode("gbk"))) == ["拧", "甲厂"]


def test_text_that_is_neither_utf8_nor_gbk_is_refused_with_its_place(tmp_path: Path) -> None:
    told = refused(with_texts(tmp_path, "甲厂".encode("gbk"), b"a\xff\xffb"))
    assert "p.gpkg: in row 2 of the feature table sites, the text in '项目名称' is neither" in told


def test_a_column_in_two_encodings_is_refused_with_both_rows(tmp_path: Path) -> None:
    told = refused(with_texts(tmp_path, "甲厂".encode("gbk"), "乙厂甲".encode()))
    assert "in '项目名称' of the feature table sites, row 2 is UTF-8 and row 1 is not" in told


def test_names_of_columns_that_are_no_utf8_are_refused(tmp_path: Path) -> None:
    path = geopackage(tmp_path / "p.gpkg")
    gbk = path.read_bytes().replace("项目代码".encode(), "项目代码名称".encode("gbk"))
    assert "the names in the table sites are no UTF-8" in refused(written(tmp_path, "q.gpkg", gbk))


def portioned(path: Path, size: int) -> list[Any]:
    """What a reading in portions gives of the names, and the remarks with them."""
    file = gpkg.opened(str(path), 0)
    read = [
        (each.properties, each.remarks) for each in gpkg.portions(file, 0, None, geometry=True, size=size)
    ]
    file[0].close()
    return [
        [stated["项目名称"] for properties, _ in read for stated in properties],
        [text.en for _, remarks in read for text in remarks],
    ]


def test_in_portions_text_is_read_as_in_one_piece_or_refused(tmp_path: Path) -> None:
    gbk = ["甲厂".encode("gbk"), b"Plant", "乙厂".encode("gbk"), bytes([0xC5, 0xA1])]
    names, told = portioned(with_texts(tmp_path, *gbk), 1)
    assert names == ["甲厂", "Plant", "乙厂", "拧"]
    assert len(told) == len(gbk)  # with every portion, for each project says what was assumed of it
    for values in (gbk[::-1], [gbk[0], "甲".encode()], ["甲".encode(), gbk[0]]):
        path = tmp_path / f"{len(values)}{values[0].hex()}"
        path.mkdir()
        with pytest.raises(Refused, match="export the file again in UTF-8"):
            portioned(with_texts(path, *values), 1)


def test_a_table_without_features_is_named(tmp_path: Path) -> None:
    path = geopackage(tmp_path / "p.gpkg")
    pyogrio.write_dataframe(frame(SQUARE).iloc[:0], path, layer="nothing", geometry_type="Polygon")
    assert "these tables hold no features: nothing" in assumed(built(path))


@pytest.mark.parametrize("srs", [-1, 0])
def test_an_undefined_system_is_refused(tmp_path: Path, srs: int) -> None:
    path = drop_triggers(geopackage(tmp_path / "p.gpkg"))
    blob = "CAST(substr(geom, 1, 4) || X'{:s}' || substr(geom, 9) AS BLOB)".format(
        struct.pack("<i", srs).hex()
    )
    altered(path, f"UPDATE gpkg_geometry_columns SET srs_id = {srs}", f"UPDATE sites SET geom = {blob}")
    assert "declares no coordinate system" in refused(path)
    assert "as --crs says" in assumed(built(path, crs="EPSG:4490"))


def test_a_geometry_in_another_system_than_its_table_is_refused(tmp_path: Path) -> None:
    path = altered(
        drop_triggers(geopackage(tmp_path / "p.gpkg")), "UPDATE gpkg_geometry_columns SET srs_id = 4326"
    )
    assert "in another system than its table" in said(built(path))[0]


def test_changes_that_another_program_has_not_written_yet_are_not_missed(tmp_path: Path) -> None:
    path = geopackage(tmp_path / "p.gpkg")
    written(tmp_path, "p.gpkg-wal", b"changes")
    assert "close it first" in refused(path)


def test_a_geopackage_in_write_ahead_mode_is_read(tmp_path: Path) -> None:
    path = altered(geopackage(tmp_path / "p.gpkg"), "PRAGMA journal_mode = WAL")
    assert len(built(path)) == 2


def test_a_geopackage_cut_short_or_of_another_kind_is_refused(tmp_path: Path) -> None:
    whole = geopackage(tmp_path / "p.gpkg").read_bytes()
    assert "is not whole" in refused(written(tmp_path, "cut.gpkg", whole[:-5000]))
    other = tmp_path / "other.gpkg"
    altered(other, "CREATE TABLE a (b)")
    assert "is no GeoPackage" in refused(other)


def test_missing_and_garbled_geometries_are_unusable_projects(tmp_path: Path) -> None:
    path = drop_triggers(geopackage(tmp_path / "p.gpkg"))
    altered(path, "UPDATE sites SET geom = NULL WHERE fid = 1", "UPDATE sites SET geom = X'00' WHERE fid = 2")
    projects = built(path)
    assert projects.invalid.tolist() == [True, True]
    assert [said(projects, row)[0].split(";")[0] for row in (0, 1)] == [
        "has no geometry", "the geometry is garbled, or in another system than its table",
    ]  # fmt: skip


def nested(depth: int) -> bytes:
    """The well-known binary of a point in so many collections."""
    point = b"\x01" + struct.pack("<Idd", 1, 113.37, 31.71)
    return (b"\x01" + struct.pack("<II", 7, 1)) * depth + point


def test_a_nest_of_collections_ends_the_reading_process_only(tmp_path: Path) -> None:
    path = drop_triggers(geopackage(tmp_path / "p.gpkg"))
    header = b"GP\x00\x01" + struct.pack("<i", 4490)
    altered(path, f"UPDATE sites SET geom = X'{(header + nested(200_000)).hex()}' WHERE fid = 1")
    assert "the process that read it ended abnormally" in refused(path)


def test_a_collection_in_a_collection_is_an_unusable_project(tmp_path: Path) -> None:
    path = drop_triggers(geopackage(tmp_path / "p.gpkg"))
    header = b"GP\x00\x01" + struct.pack("<i", 4490)
    altered(path, f"UPDATE sites SET geom = X'{(header + nested(2)).hex()}' WHERE fid = 1")
    projects = built(path)
    assert projects.invalid.tolist() == [True, False]
    assert "inside a collection" in said(projects)[0]


def test_a_file_that_takes_too_long_is_given_up_with_the_option_that_allows_more(tmp_path: Path) -> None:
    path = geopackage(tmp_path / "p.gpkg")
    with pytest.raises(LimitError) as caught:
        raw(path, Limits(timeout_s=0.01))
    assert "--timeout" in caught.value.problems[0]("en")


def test_more_vertices_than_allowed_are_told_with_the_option(tmp_path: Path) -> None:
    (table,) = raw(geopackage(tmp_path / "p.gpkg"), Limits(max_vertices=4))
    assert "--max-vertices" in table.remarks.problems[0][0].text.en


@pytest.mark.parametrize("crs", [4490, 4326, 4547, "OGC:CRS84"])
def test_geoparquet_says_its_system(tmp_path: Path, crs: Any) -> None:
    path = tmp_path / "p.parquet"
    table = frame(SQUARE) if crs != 4547 else frame(SQUARE).to_crs(4547)
    table.set_crs(crs, allow_override=True).to_parquet(path)
    projects = built(path)
    assert projects.crs == (4326 if crs == "OGC:CRS84" else crs)
    assert projects.sites.geometry[0].symmetric_difference(SQUARE).area < 1e-8


def test_geoparquet_of_unknown_system_is_refused(tmp_path: Path) -> None:
    frame(SQUARE, crs=None).to_parquet(tmp_path / "p.parquet")
    assert "declares no coordinate system" in refused(tmp_path / "p.parquet")


def test_parquet_without_geometry_and_parquet_of_another_encoding_are_refused(tmp_path: Path) -> None:
    geopandas.pd.DataFrame({"a": [1]}).to_parquet(tmp_path / "p.parquet")
    assert "is Parquet and no GeoParquet" in refused(tmp_path / "p.parquet")
    frame(SQUARE).to_parquet(tmp_path / "q.parquet", geometry_encoding="geoarrow", schema_version="1.1.0")
    assert "write the file with WKB" in refused(tmp_path / "q.parquet")


def test_columns_of_geoparquet_keep_their_values(tmp_path: Path) -> None:
    table = frame(SQUARE, EAST, id=["A", "B"], two_high=[True, None], floor_area_ratio=[1.2, float("nan")],
                  date=geopandas.pd.to_datetime(["2026-03-01", None]).date)  # fmt: skip
    table["other"] = geopandas.GeoSeries([SQUARE, EAST], crs=4490)
    table.to_parquet(tmp_path / "p.parquet", write_covering_bbox=True)
    projects = built(tmp_path / "p.parquet")
    assert [said(projects, row) for row in (0, 1)] == [[], []]
    assert projects.properties[0].keys() == {"id", "two_high", "floor_area_ratio", "date"}
    assert str(projects.columns["date"].at(0)) == "2026-03-01"
    assert projects.columns["two_high"].at(0) is True
    assert projects.columns["floor_area_ratio"].missing.tolist() == [False, True]
    assert "further geometry columns were not read: other" in assumed(projects)


def test_a_parquet_file_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    path, count = tmp_path / "p.parquet", 20_000
    frame(*[SQUARE] * count, id=["A"] * count).to_parquet(path)
    assert path.stat().st_size < 100_000
    assert "--max-size" in refused(path, max_size=100_000)


@pytest.mark.parametrize("suffix", [".fgb", ".gpkg", ".parquet", ".shp"])
def test_as_many_projects_come_out_as_features_went_in(tmp_path: Path, suffix: str) -> None:
    table = frame(*[SQUARE, EAST] * 500, id=[f"P{n}" for n in range(1000)])
    path = tmp_path / f"p{suffix}"
    table.to_parquet(path) if suffix == ".parquet" else pyogrio.write_dataframe(table, path, encoding="UTF-8")
    projects = built(path)
    assert len(projects) == 1000
    assert set(projects.columns["id"].values) == {f"P{n}" for n in range(1000)}


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_flatgeobuf_cut_short_is_refused(tmp_path: Path, share: float) -> None:
    pyogrio.write_dataframe(frame(*[SQUARE, EAST] * 50), tmp_path / "p.fgb")
    whole = (tmp_path / "p.fgb").read_bytes()
    assert refused(written(tmp_path, "cut.fgb", whole[: int(len(whole) * share)]))


def in_gbk(path: Path, text: str, gbk: str) -> Path:
    """The file with a text replaced by another, as long in GBK as the first is in UTF-8."""
    old, new = text.encode(), gbk.encode("gbk")
    assert len(old) == len(new)
    return written(path.parent, f"gbk{path.suffix}", path.read_bytes().replace(old, new))


@pytest.mark.parametrize("suffix", [".fgb", ".parquet"])
def test_text_that_is_no_utf8_is_refused_with_its_place_and_as_what_it_may_be(
    tmp_path: Path, suffix: str
) -> None:
    sites = frame(*[SQUARE] * 5, name=["一厂", "二厂", "三厂", "丁化工厂", "五厂"], 行业代码=["C2614"] * 5)
    path = tmp_path / f"p{suffix}"
    sites.to_parquet(path, compression="none") if suffix == ".parquet" else pyogrio.write_dataframe(
        sites, path, SPATIAL_INDEX="NO"
    )
    told = refused(in_gbk(path, "丁化工厂", "丁化工厂ABCD"))
    assert "the text in 'name' of feature 4 is no UTF-8 (as GBK it would be '丁化工厂ABCD')" in told
    parts = flatgeobuf if suffix == ".fgb" else geoparquet
    file = parts.opened(str(tmp_path / f"gbk{suffix}"), 1 << 30)
    with pytest.raises(Refused, match="of feature 4 is no UTF-8"):
        list(parts.portions(file, 0, None, geometry=True, size=3))


def test_names_of_a_flatgeobuf_that_are_no_utf8_are_refused(tmp_path: Path) -> None:
    pyogrio.write_dataframe(frame(SQUARE, 项目名称=["甲"]), tmp_path / "p.fgb")
    assert "the names of the attributes are no UTF-8" in refused(
        in_gbk(tmp_path / "p.fgb", "项目名称", "项目名称ABCD")
    )


def test_text_that_parquet_keeps_as_bytes_is_read_as_text(tmp_path: Path) -> None:
    sites = frame(SQUARE, name=["甲厂".encode()], industry=[b"C2614"], note=["甲厂".encode("gbk")])
    sites.to_parquet(tmp_path / "p.parquet")
    (stated,) = built(tmp_path / "p.parquet").properties
    assert stated == {"name": "甲厂", "industry": "C2614", "note": "<4 bytes>"}


def test_a_flatgeobuf_without_system_is_refused(tmp_path: Path) -> None:
    import warnings  # noqa: PLC0415

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pyogrio.write_dataframe(frame(SQUARE, crs=None), tmp_path / "p.fgb")
    assert "declares no coordinate system" in refused(tmp_path / "p.fgb")


def test_a_workbook_with_entities_and_one_that_unpacks_to_too_much_are_refused(tmp_path: Path) -> None:
    for name, content in (("e.xlsx", b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'), ("z.xlsx", b" " * 5_000_000)):
        with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr("xl/workbook.xml", content)
    assert "declares entities" in refused(tmp_path / "e.xlsx")
    assert "an archive built to overflow" in refused(tmp_path / "z.xlsx")


def test_an_archive_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "p.xlsx", "w") as packed:
        packed.writestr("a.txt", "x")
    assert "is no XLSX workbook" in refused(tmp_path / "p.xlsx")


def test_the_reading_process_finds_nothing_in_the_folder_it_is_called_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = geopackage(tmp_path / "p.gpkg")
    written(tmp_path, "numpy.py", "raise SystemExit('taken over')")
    monkeypatch.chdir(tmp_path)
    assert len(built(path)) == 2


def test_the_reading_process_has_no_driver_that_leads_elsewhere() -> None:
    from zonecheck.formats import apart  # noqa: PLC0415

    ask = "import pyogrio; print(*pyogrio.list_drivers(read=True))"
    done = subprocess.run(
        [sys.executable, "-c", ask], capture_output=True, text=True, check=True, env=apart.environment()
    )
    drivers = set(done.stdout.split())
    assert "FlatGeobuf" in drivers
    assert not drivers & {
        "OGR_VRT",
        "GDALG",
        "HTTP",
        "WFS",
        "OAPIF",
        "OGCAPI",
        "CSW",
        "EEDA",
        "KML",
        "LIBKML",
        "GML",
    }


def test_a_geojson_name_does_not_make_another_format_of_a_file(tmp_path: Path) -> None:
    vrt = "<OGRVRTDataSource><OGRVRTLayer name='a'><SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
    assert "is not GeoJSON but XML" in refused(written(tmp_path, "p.geojson", vrt))
    assert "not what the suffix .gpkg says" in refused(written(tmp_path, "p.gpkg", vrt))
    assert "not what the suffix .fgb says" in refused(written(tmp_path, "p.fgb", vrt))


@pytest.mark.skipif(
    sys.platform == "win32", reason="this system knows no such bounds: the parent's clock is the only one"
)
def test_the_reading_process_is_bounded_in_time_and_memory() -> None:
    ask = (
        "import resource; from zonecheck.formats import child; child.limit(7); "
        "print(*(resource.getrlimit(getattr(resource, name))[0] for name in ('RLIMIT_CPU', 'RLIMIT_AS', 'RLIMIT_FSIZE')))"
    )
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)
    seconds, memory, written_to_disk = map(int, done.stdout.split())
    assert (seconds, written_to_disk) == (7, 0)
    assert 0 < memory <= 6 << 30


def test_memory_that_runs_out_in_the_reading_process_is_a_limit_and_no_traceback(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: Any
) -> None:
    def exhausted(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(child, "_tables", exhausted)
    monkeypatch.setattr(child, "limit", lambda _: None)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    child.main("geopackage", 1, 1)
    with pytest.raises(Refused) as caught:
        unpacked(capfdbinary.readouterr().out)
    assert caught.value.limit
    assert "more memory than is allowed" in caught.value.text.en
