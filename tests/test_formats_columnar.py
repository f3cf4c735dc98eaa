"""FlatGeobuf and GeoParquet read in this process: whole and in portions, their systems, their texts, where they are broken."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pyarrow
import pyarrow.parquet
import pyogrio
import pytest
import shapely

from reading import told, why
from zonecheck.formats import flatgeobuf, geoparquet
from zonecheck.formats.carried import Carried, Refused

MOST = 1 << 20
FIVE = [shapely.Point(113 + n, 31) for n in range(5)]


def shapes(table: Carried) -> list[str | None]:
    return [None if wkb is None else shapely.from_wkb(wkb).wkt for wkb in table.wkb]


def frame(crs: Any = 4490, **columns: Sequence[Any]) -> geopandas.GeoDataFrame:
    return geopandas.GeoDataFrame(
        {"name": ["一厂", "二厂", "三厂", "丁化工厂", "五厂"], **columns}, geometry=FIVE, crs=crs
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("columnar")


def written(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    return str(path)


def buffer(path: Path, table: geopandas.GeoDataFrame, **options: Any) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pyogrio.write_dataframe(table, path, SPATIAL_INDEX="NO", **options)
    return path.read_bytes()


@pytest.fixture(scope="module")
def plain(folder: Path) -> bytes:
    return buffer(
        folder / "plain.fgb", frame(use=["1", None, "3", "4", "5"], area=[1.5, float("nan"), 3, 4, 5])
    )


def in_gbk(data: bytes) -> bytes:
    """The fourth name as long in GBK as it was in UTF-8."""
    return data.replace("丁化工厂".encode(), "丁化工厂ABCD".encode("gbk"))


WHOLE = ["POINT (113 31)", "POINT (114 31)", "POINT (115 31)", "POINT (116 31)", "POINT (117 31)"]


def test_a_flatgeobuf_is_one_table_of_its_features(plain: bytes) -> None:
    (found,) = flatgeobuf.carried(plain)
    assert (found.name, found.crs, shapes(found)) == ("", "EPSG:4490", WHOLE)
    assert found.properties[:2] == [
        {"name": "一厂", "use": "1", "area": 1.5},
        {"name": "二厂", "use": None, "area": None},
    ]
    assert (len(found.properties), found.faults, found.remarks) == (5, {}, [])


def test_a_flatgeobuf_without_system_attributes_or_features_is_read(folder: Path) -> None:
    bare = geopandas.GeoDataFrame(geometry=FIVE[:2])
    (found,) = flatgeobuf.carried(buffer(folder / "bare.fgb", bare))
    assert (found.crs, found.properties, shapes(found)) == (None, [{}, {}], WHOLE[:2])
    path = str(folder / "bare.fgb")
    (part,) = flatgeobuf.portions(flatgeobuf.opened(path, 0), 0, None, geometry=False, size=9)
    assert (part.properties, part.wkb) == ([{}, {}], [None, None])


def test_a_file_that_is_no_whole_flatgeobuf_is_told(folder: Path, plain: bytes) -> None:
    no_flatgeobuf = "is no FlatGeobuf; check the file"
    assert why(flatgeobuf.carried, b"fgb\x04" + plain[4:]) == no_flatgeobuf
    assert why(flatgeobuf.opened, written(folder / "x.fgb", b"fgb"), 0) == no_flatgeobuf
    no_head = "the head of the FlatGeobuf cannot be read: the file is not whole, get it again"
    assert why(flatgeobuf.carried, plain[:200]) == no_head
    assert why(flatgeobuf.opened, written(folder / "x.fgb", plain[:200]), 0) == no_head
    assert (
        why(flatgeobuf.carried, plain[:-4])
        == "the FlatGeobuf is broken (Fatal error parsing feature); get it again"
    )


class Failing:
    """Stands for the library that reads FlatGeobuf: tells what it is told to tell, and fails as it is told to fail."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, info: Any = None, read: Any = None) -> None:
        self.asked: list[Any] = []
        self.info, self.read = info or {"fields": ["a"], "features": 3}, read
        monkeypatch.setattr(pyogrio, "read_info", self._info)
        monkeypatch.setattr(pyogrio.raw, "read", self._read)

    def _info(self, _: Any, **wanted: Any) -> Any:
        warnings.warn("of a library", RuntimeWarning, stacklevel=1)
        self.asked.append(wanted)
        if isinstance(self.info, Exception):
            raise self.info
        return self.info

    def _read(self, _: Any, **wanted: Any) -> Any:
        warnings.warn("of a library", RuntimeWarning, stacklevel=1)
        self.asked.append(wanted)
        if isinstance(self.read, Exception):
            raise self.read
        return self.read(**wanted)


LONG = "x" * 130
ERRORS = pyogrio.errors


@pytest.mark.parametrize("error", [ERRORS.DataSourceError, ERRORS.DataLayerError, ERRORS.FeatureError])
def test_what_the_library_says_of_a_broken_flatgeobuf_is_told_in_its_first_line(
    monkeypatch: pytest.MonkeyPatch, error: Any
) -> None:
    library = Failing(monkeypatch, read=error(f"{LONG}\nsecond"))
    said = f"the FlatGeobuf is broken ({LONG[:120]}); get it again"
    assert why(flatgeobuf.carried, b"fgb\x03") == said
    if error is not ERRORS.DataLayerError:
        reading = flatgeobuf.portions(("p", {"fields": ["a"], "features": 3}), 0, None, geometry=True, size=2)
        assert why(lambda: list(reading)) == said
    library.info = error(f"{LONG}\nsecond")
    assert why(flatgeobuf.carried, b"fgb\x03") == said


@pytest.mark.filterwarnings("ignore:of a library")
@pytest.mark.parametrize("error", [ERRORS.DataSourceError, ERRORS.DataLayerError])
def test_what_the_library_says_on_opening_is_told_in_its_first_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, error: Any
) -> None:
    library = Failing(monkeypatch, info=error(f"{LONG}\nsecond"))
    path = written(tmp_path / "p.fgb", b"fgb\x03")
    assert why(flatgeobuf.opened, path, 0) == f"the FlatGeobuf is broken ({LONG[:120]}); get it again"
    library.info = {"fields": np.array(["a"], dtype=object), "features": np.int64(7)}
    assert flatgeobuf.opened(path, 0)[0] == path
    assert flatgeobuf.heads(flatgeobuf.opened(path, 0)) == [(["a"], 7)]
    assert library.asked[-1] == {"force_feature_count": True}


def test_fewer_features_than_stated_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    library = Failing(monkeypatch)
    meta = {"fields": ["a"], "crs": None}
    library.read = lambda **_: (meta, None, [None] * 2, [["x", "y"]])
    assert (
        why(flatgeobuf.carried, b"fgb\x03")
        == "states 3 features and gives 2; the file is not whole, get it again"
    )
    answers = iter([(meta, None, [None] * 2, [["x", "y"]]), (meta, None, [], [[]])])
    library.read = lambda **_: next(answers)
    reading = flatgeobuf.portions(("p", {"fields": ["a"], "features": 3}), 0, None, geometry=True, size=2)
    assert len(next(reading).wkb) == 2
    assert why(next, reading) == "states 3 features and gives 2; the file is not whole, get it again"


def test_names_that_are_no_utf8_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    Failing(monkeypatch, info=UnicodeDecodeError("utf-8", b"\xff", 0, 1, "x"))
    assert (
        why(flatgeobuf.carried, b"fgb\x03")
        == "the names of the attributes are no UTF-8; export the file again in UTF-8"
    )


def test_a_flatgeobuf_is_read_in_portions(folder: Path, plain: bytes) -> None:
    path = written(folder / "p.fgb", plain)
    file = flatgeobuf.opened(path, 0)
    assert flatgeobuf.heads(file) == [(["name", "use", "area"], 5)]
    found = list(flatgeobuf.portions(file, 0, None, geometry=True, size=2))
    assert [shapes(each) for each in found] == [WHOLE[:2], WHOLE[2:4], WHOLE[4:]]
    assert [row["name"] for each in found for row in each.properties] == [
        "一厂",
        "二厂",
        "三厂",
        "丁化工厂",
        "五厂",
    ]
    (some,) = flatgeobuf.portions(file, 0, frozenset({"area", "use", "x"}), geometry=False, size=5)
    assert (some.properties[0], some.wkb) == ({"use": "1", "area": 1.5}, [None] * 5)
    (none,) = flatgeobuf.portions(file, 0, frozenset(), geometry=True, size=5)
    assert (none.properties, shapes(none)) == ([{}] * 5, WHOLE)


SAID = "the text in 'name' of feature 4 is no UTF-8 (as GBK it would be '丁化工厂ABCD'); export the file again in UTF-8"


@pytest.mark.parametrize("size", [1, 2, 3, 4, 9])
def test_a_text_of_a_flatgeobuf_that_is_no_utf8_is_told_with_its_place(
    folder: Path, plain: bytes, size: int
) -> None:
    assert why(flatgeobuf.carried, in_gbk(plain)) == SAID
    file = flatgeobuf.opened(written(folder / "gbk.fgb", in_gbk(plain)), 0)
    assert why(lambda: list(flatgeobuf.portions(file, 0, None, geometry=True, size=size))) == SAID


FOREIGN = UnicodeDecodeError("utf-8", "甲".encode("gbk"), 0, 1, "x")


@pytest.mark.filterwarnings("ignore:of a library")
@pytest.mark.parametrize("foreign", range(3, 10))
def test_the_place_of_a_foreign_text_is_looked_for_by_halves(
    monkeypatch: pytest.MonkeyPatch, foreign: int
) -> None:
    def read(columns: Any = None, skip_features: int = 0, max_features: int = 999, **_: Any) -> None:
        if skip_features <= foreign < skip_features + max_features and columns in (None, ["b"]):
            raise FOREIGN

    library = Failing(monkeypatch, info={"fields": ["a", "b", "c"], "features": 100}, read=read)
    said = f"the text in 'b' of feature {foreign + 1} is no UTF-8 (as GBK it would be '甲'); export the file again in UTF-8"
    assert flatgeobuf._misplaced("p", {"skip_features": 3, "max_features": 7}, FOREIGN).text.en == said
    asked = [wanted for wanted in library.asked if "max_features" in wanted]
    assert len(asked) <= 3 + 2
    assert all(wanted["read_geometry"] is False and wanted["max_features"] <= 4 for wanted in asked)
    assert all(3 <= wanted["skip_features"] <= 10 - wanted["max_features"] for wanted in asked)
    assert flatgeobuf._misplaced("p", {"skip_features": 3, "max_features": 999}, FOREIGN).text.en == said
    assert flatgeobuf._misplaced("p", {}, FOREIGN).text.en == said


@pytest.mark.filterwarnings("ignore:of a library")
def test_a_foreign_text_is_found_at_the_very_first_and_told_even_where_it_is_not_found_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def read(skip_features: int = 0, **_: Any) -> None:
        if skip_features == 0:
            raise FOREIGN

    library = Failing(monkeypatch, info={"fields": ["a"], "features": 2}, read=read)
    assert "the text in 'a' of feature 1 is no UTF-8" in why(flatgeobuf.carried, b"fgb\x03")

    def once(**wanted: Any) -> None:
        if "read_geometry" not in wanted:
            raise FOREIGN

    library.read = once
    assert "the text in '' of feature 2 is no UTF-8 (as GBK it would be '甲')" in why(
        flatgeobuf.carried, b"fgb\x03"
    )


def parquet(path: Path, table: Any = None, **options: Any) -> bytes:
    (frame() if table is None else table).to_parquet(path, **options)
    return path.read_bytes()


def described(table: Any, geo: Any) -> bytes:
    """A Parquet file with this in its `geo` metadata."""
    arrow = pyarrow.table(table).replace_schema_metadata(
        None if geo is None else {"geo": geo if isinstance(geo, bytes) else json.dumps(geo)}
    )
    sink = pyarrow.BufferOutputStream()
    pyarrow.parquet.write_table(arrow, sink)
    return bytes(sink.getvalue().to_pybytes())


WKB = [shapely.to_wkb(shape) for shape in FIVE[:2]]
GEO = {"primary_column": "g", "columns": {"g": {"encoding": "WKB"}, "h": {"encoding": "WKB"}}}


def test_a_geoparquet_is_one_table_of_its_features(folder: Path) -> None:
    (found,) = geoparquet.carried(parquet(folder / "p.parquet", frame(use=["1", None, "3", "4", "5"])), MOST)
    assert (found.name, found.crs, shapes(found)) == ("geometry", "EPSG:4490", WHOLE)
    assert found.properties[:2] == [{"name": "一厂", "use": "1"}, {"name": "二厂", "use": None}]
    assert (len(found.properties), found.remarks) == (5, [])


def test_further_geometry_columns_and_boxes_are_no_attributes() -> None:
    table = {"a": [1, 2], "g": WKB, "h": WKB, "i": WKB, "box": [{"xmin": 1.0}] * 2, "b": [float("nan"), 1.5]}
    columns = {"g": {"encoding": "WKB", "covering": {"bbox": {"xmin": ["box", "xmin"]}}}, "h": {}, "i": {}}
    (found,) = geoparquet.carried(described(table, {"primary_column": "g", "columns": columns}), MOST)
    assert found.properties == [{"a": 1, "b": None}, {"a": 2, "b": 1.5}]
    assert (told(found.remarks), shapes(found)) == (
        ["further geometry columns were not read: h, i"],
        WHOLE[:2],
    )
    for odd in (None, {}, {"bbox": None}, {"bbox": {}}, {"bbox": {"xmin": None}}, {"bbox": {"xmin": []}}):
        columns["g"]["covering"] = odd  # type: ignore[index, assignment]
        (found,) = geoparquet.carried(described(table, {"primary_column": "g", "columns": columns}), MOST)
        assert list(found.properties[0]) == ["a", "box", "b"]


@pytest.mark.parametrize(
    ("stated", "crs"),
    [
        ({}, "OGC:CRS84"),
        ({"crs": None}, None),
        ({"crs": {"id": {"authority": "EPSG", "code": 4547}}}, "EPSG:4547"),
        ({"crs": "EPSG:4490"}, "EPSG:4490"),
        ({"crs": {"id": {"authority": "EPSG"}}}, '{"id": {"authority": "EPSG"}}'),
        ({"crs": {"id": 5}}, '{"id": 5}'),
        ({"crs": {}}, "{}"),
        ({"crs": 5}, "5"),
        ({"crs": {"id": {"authority": "OGC", "code": "CRS84", "version": 1}}}, "OGC:CRS84"),
    ],
)
def test_the_system_of_a_geoparquet_is_as_it_states_it(stated: Any, crs: str | None) -> None:
    geo = {"primary_column": "g", "columns": {"g": {"encoding": "WKB", **stated}}}
    (found,) = geoparquet.carried(described({"g": WKB}, geo), MOST)
    assert (found.crs, found.name) == (crs, "g")


NO_GEO = "is Parquet and no GeoParquet: it has no `geo` metadata"


@pytest.mark.parametrize(
    ("geo", "told"),
    [
        (None, NO_GEO),
        (b"", NO_GEO),
        (b"{", NO_GEO),
        (b"5", NO_GEO),
        ({"columns": {}}, NO_GEO),
        ({"primary_column": "g", "columns": {}}, NO_GEO),
        (
            {"primary_column": "g", "columns": {"g": {"encoding": "point"}}},
            "the geometry encoding point is not read; write the file with WKB",
        ),
        (
            {"primary_column": "g", "columns": {"g": {"encoding": "p" * 50}}},
            f"the geometry encoding {'p' * 40} is not read; write the file with WKB",
        ),
        (
            {"primary_column": "g", "columns": {"g": {}}},
            "the geometry encoding None is not read; write the file with WKB",
        ),
    ],
)
def test_a_parquet_file_that_is_no_geoparquet_is_told(tmp_path: Path, geo: Any, told: str) -> None:
    data = described({"g": WKB}, geo)
    assert why(geoparquet.carried, data, MOST) == told
    assert why(geoparquet.opened, written(tmp_path / "p.parquet", data), MOST) == told


def test_a_geoparquet_is_bounded_before_it_is_read(tmp_path: Path) -> None:
    many, text = {"g": WKB[:1] * 1000}, {"g": [None], "a": ["".join(map(chr, range(0x4E00, 0x5600)))]}
    for table, stated in ((many, 32_000), (text, None)):
        data = described(table, GEO)
        file = pyarrow.parquet.ParquetFile(pyarrow.BufferReader(data))
        size = stated or file.metadata.row_group(0).total_byte_size
        assert geoparquet.carried(data, size)
        said = f"unpacks to {size} bytes, more than the limit of {size - 1}; raise it with --max-size"
        path = written(tmp_path / "p.parquet", data)
        for call in (
            lambda data=data, size=size: geoparquet.carried(data, size - 1),
            lambda path=path, size=size: geoparquet.opened(path, size - 1),
        ):
            assert why(call) == said
            with pytest.raises(Refused) as caught:
                call()
            assert caught.value.limit
    sink = pyarrow.BufferOutputStream()
    arrow = pyarrow.table(text).replace_schema_metadata({"geo": json.dumps(GEO)})
    with pyarrow.parquet.ParquetWriter(sink, arrow.schema) as writer:
        writer.write_table(arrow)
        writer.write_table(arrow)
    data = sink.getvalue().to_pybytes()
    groups = pyarrow.parquet.ParquetFile(pyarrow.BufferReader(data)).metadata
    size = sum(groups.row_group(n).total_byte_size for n in (0, 1))
    assert why(geoparquet.carried, data, size - 1).startswith(f"unpacks to {size} bytes")


def test_a_broken_parquet_file_is_told_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = "the Parquet file is broken ("
    assert why(geoparquet.carried, b"PAR1" * 9, MOST).startswith(said)
    assert why(geoparquet.opened, written(tmp_path / "p.parquet", b"PAR1" * 9), MOST).startswith(said)

    class Broken:
        def __init__(self, *_: Any) -> None:
            raise OSError(f"{LONG}\nsecond")

        def iter_batches(self, **_: Any) -> Iterator[Any]:
            raise pyarrow.ArrowInvalid(f"{LONG}\nsecond")

        schema_arrow = pyarrow.schema([("g", pyarrow.binary())])

    monkeypatch.setattr(pyarrow.parquet, "ParquetFile", Broken)
    whole = f"{said}{LONG[:120]}); get it again"
    assert why(geoparquet.carried, b"PAR1", MOST) == whole
    assert why(geoparquet.opened, "p", MOST) == whole
    file = Broken.__new__(Broken), {"primary": "g", "all": ["g"]}
    assert why(lambda: list(geoparquet.portions(file, 0, None, geometry=True, size=2))) == whole


def test_a_geoparquet_is_read_in_portions(folder: Path) -> None:
    path = folder / "portions.parquet"
    parquet(path, frame(use=list("12345"), more=geopandas.GeoSeries(FIVE, crs=4490)))
    file = geoparquet.opened(str(path), MOST)
    assert geoparquet.heads(file) == [(["name", "use"], 5)]
    found = list(geoparquet.portions(file, 0, None, geometry=True, size=2))
    assert [shapes(each) for each in found] == [WHOLE[:2], WHOLE[2:4], WHOLE[4:]]
    assert [row for each in found for row in each.properties][3] == {"name": "丁化工厂", "use": "4"}
    assert {(each.name, each.crs) for each in found} == {("geometry", "EPSG:4490")}
    assert [told(each.remarks) for each in found] == [["further geometry columns were not read: more"]] * 3
    (some,) = geoparquet.portions(file, 0, frozenset({"use", "x"}), geometry=False, size=5)
    assert (some.properties[0], some.wkb) == ({"use": "1"}, [None] * 5)
    (both,) = geoparquet.portions(file, 0, frozenset({"use"}), geometry=True, size=5)
    assert (both.properties[0], shapes(both)) == ({"use": "1"}, WHOLE)
    (none,) = geoparquet.portions(file, 0, frozenset(), geometry=False, size=5)
    assert none.properties == [{}] * 5


@pytest.mark.parametrize("size", [1, 3, 9])
def test_a_text_of_a_geoparquet_that_is_no_utf8_is_told_with_its_place(folder: Path, size: int) -> None:
    data = in_gbk(parquet(folder / "text.parquet", compression="none"))
    assert why(geoparquet.carried, data, MOST) == SAID
    file = geoparquet.opened(written(folder / "gbk.parquet", data), MOST)
    assert why(lambda: list(geoparquet.portions(file, 0, None, geometry=True, size=size))) == SAID


def test_a_text_that_fails_as_a_whole_only_is_no_text_either() -> None:
    class Odd(list[Any]):
        def to_pylist(self) -> list[Any]:
            raise UnicodeDecodeError("utf-8", b"\xff", 0, 1, "whole")

    with pytest.raises(UnicodeDecodeError, match="whole"):
        geoparquet._values(Odd(), "a", 0)
