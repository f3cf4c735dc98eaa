"""Which reader takes a file, and how one is read that is not held in memory: in portions that are the file."""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import shapely

from reading import written
from zonecheck.errors import InputError, LimitError
from zonecheck.formats import portions
from zonecheck.formats import read as readers
from zonecheck.formats.features import FeatureTable
from zonecheck.formats.portions import Head, Order
from zonecheck.projects import geojson, large
from zonecheck.projects.formats import open_tables, read
from zonecheck.projects.raw import Limits
from zonecheck.projects.sources import Source


def both(error: pytest.ExceptionInfo[Any]) -> list[tuple[str, str]]:
    return [(problem("zh"), problem("en")) for problem in error.value.problems]


def feature(identity: Any, **stated: Any) -> str:
    geometry = {"type": "Point", "coordinates": [113.374211, 31.718222]}
    return json.dumps({"type": "Feature", "properties": {"id": identity, **stated}, "geometry": geometry})


NOT_READ = {
    ".xls .et .ods": (
        "不能读取这种文件;请另存为 .xlsx 或 .csv",
        "is of a kind that is not read; save it as .xlsx or .csv",
    ),
    ".dwg .dxf .tab .mif .mdb .gdb .gml .gpx .sqlite": (
        "不能读取这种文件;请另存为 GeoPackage、Shapefile 或 GeoJSON",
        "is of a kind that is not read; save it as GeoPackage, Shapefile or GeoJSON",
    ),
    ".shx .dbf .prj .cpg": ("是 Shapefile 的一部分;请给出 .shp", "is a part of a shapefile; give the .shp"),
    ".rar .7z .tar .gz .tgz": (
        "不能解开这种压缩包;请解压后给出文件",
        "is an archive that is not unpacked; give the files in it",
    ),
    ".doc .docx .pdf .jpg .png .tif": (
        "不是数据文件;请给出场地坐标",
        "is no data file; give the coordinates of the site",
    ),
}


@pytest.mark.parametrize(
    ("suffix", "said"), [(each, said) for some, said in NOT_READ.items() for each in some.split()]
)
def test_a_kind_of_file_that_is_not_read_is_named_before_it_is_opened(
    suffix: str, said: tuple[str, str]
) -> None:
    for written_so in (suffix, suffix.upper()):
        with pytest.raises(InputError) as caught:
            read(Source(f"a{written_so}", Path(f"a{written_so}")))
        assert both(caught) == [(f"a{written_so}: {said[0]}", f"a{written_so}: {said[1]}")]


KML = b'<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><Point><coordinates>113.37,31.71</coordinates></Point></Placemark></kml>'


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (feature("A").encode(), "-"),
        (b"\xef\xbb\xbf \r\n\t" + feature("A").encode(), "-"),
        (b"\x1e" + feature("A").encode(), "a.unknown"),
        (KML, "-"),
        (b"\xef\xbb\xbf\n" + KML, "a"),
    ],
)
def test_what_has_no_suffix_of_its_own_is_told_by_its_first_bytes(data: bytes, name: str) -> None:
    (raw,) = read(Source(name, None), stdin=io.BytesIO(data))
    assert (raw.source, len(raw), raw.geometry[0].geom_type) == (name, 1, "Point")


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"[1]", "is no GeoJSON object"), (b"hello", "is no valid JSON here"), (b"\x1fx", "is no valid JSON")],
)
def test_bytes_that_tell_nothing_are_taken_for_geojson(data: bytes, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read(Source("-", None), stdin=io.BytesIO(data))


def test_options_reach_the_reader_of_geojson(tmp_path: Path) -> None:
    deep = written(tmp_path, "a.GEOJSON", feature("府河", x=[[[[1]]]]).encode("gb18030"))
    source = Source("a.GEOJSON", deep)
    assert read(source, encoding="gb18030")[0].properties[0]["id"] == "府河"
    assert open_tables(source, encoding="gb18030")[0].part(0, 1).ids == [None]  # type: ignore[comparison-overlap]
    for limits in (Limits(max_depth=4), Limits(max_size=10)):
        for reader in (read, open_tables):
            with pytest.raises(LimitError):
                reader(source, limits, "gb18030")


def test_options_and_neighbours_reach_the_reader_of_another_format(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, Any] = {}

    def reader(name: str, data: bytes, suffix: str, **options: Any) -> tuple[FeatureTable, ...]:
        asked.update(options, name=name, data=data, suffix=suffix, dbf=options["beside"](".dbf"))
        points = np.array([shapely.Point(113, 31)] * 2, dtype=object)
        return tuple(
            FeatureTable(
                points[:n], [{"n": n}] * n, [None] * n, [None] * n, np.full(n, -1.0), 4490, "wgs84", f"t{n}"
            )
            for n in (2, 1)
        )

    monkeypatch.setattr(readers, "read", reader)
    written(tmp_path, "a.dbf", b"dbf")
    source = Source("x/a.shp", written(tmp_path, "a.shp", b"shp"))
    limits = Limits(max_size=100)
    first, second = read(source, limits, "gbk")
    assert [asked[key] for key in ("name", "data", "suffix", "limits", "encoding", "dbf")] == [
        "x/a.shp", b"shp", ".shp", limits, "gbk", b"dbf",
    ]  # fmt: skip
    assert [(raw.where, raw.first, len(raw)) for raw in (first, second)] == [
        ("x/a.shp/t2", 0, 2),
        ("x/a.shp/t1", 2, 1),
    ]
    with pytest.raises(LimitError) as caught:
        written(tmp_path, "a.prj", b"four")
        read(source, Limits(max_size=3), "gbk")
        asked["beside"](".prj")
    assert caught.value.problems[0].where == str(Path("x/a.prj"))


SEVERAL = json.dumps({"type": "FeatureCollection", "features": [json.loads(feature("D", y=1)), 5]})
LINES = [feature("A", 名="甲"), "", "{broken", feature("B", x=1), feature("C"), SEVERAL, "  ", feature("A")]
NAMES = ("id", "名", "x", "y")


@pytest.fixture
def lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(large, "LARGE_BYTES", 10)
    monkeypatch.setattr(large, "PORTION", 3)
    return written(tmp_path, "p.geojsonl", codecs.BOM_UTF8 + "\n".join(LINES).encode())


def opened(path: Path, limits: Limits = Limits(), encoding: str | None = None) -> Any:  # noqa: B008
    (table,) = large.tables(Source(path.name, path), limits, encoding) or [None]
    return table


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_lines_read_in_portions_are_the_features_of_the_whole_file(lines: Path, size: int) -> None:
    (whole,) = read(Source("p.geojsonl", lines))
    table = opened(lines)
    parts = list(table.parts(size))
    assert [part.first for part in parts] == np.cumsum([0, *(len(part) for part in parts)])[:-1].tolist()
    for name in ("properties", "ids", "lines"):
        assert [each for part in parts for each in getattr(part, name)] == list(getattr(whole, name))
    assert [each for part in parts for each in part.geometry] == whole.geometry.tolist()
    assert [each for part in parts for each in part.decimals] == whole.decimals.tolist()
    problems = {
        part.first + row: [each.text for each in said]
        for part in parts
        for row, said in part.remarks.problems.items()
    }
    assert problems == {row: [each.text for each in said] for row, said in whole.remarks.problems.items()}
    assert sorted(problems) == [1, 5]
    assert {part.names for part in parts} == {NAMES}
    assert {(part.source, part.crs) for part in parts} == {("p.geojsonl", None)}


def test_lines_are_gone_through_for_what_they_state_without_their_places(lines: Path) -> None:
    table = opened(lines)
    facts = list(table.facts(lambda _: False))
    assert [part.properties[row].get("id") for part in facts for row in range(len(part))] == [
        "A",
        None,
        "B",
        "C",
        "D",
        None,
        "A",
    ]
    assert {geometry for part in facts for geometry in part.geometry} == {None}
    assert (len(table), [len(part) for part in facts]) == (1, [2, 4, 1])
    first = table.part(1, 3)
    assert ([each.get("id") for each in first.properties], first.first) == (
        [None],
        1,
    )  # of the first three lines
    assert len(table.part(0, 1)) == 1


@pytest.mark.usefixtures("lines")
def test_lines_without_a_mark_are_read_from_their_first_byte(tmp_path: Path) -> None:
    plain = written(tmp_path, "q.ndjson", "\n".join([feature("A"), feature("B")]))
    assert [each["id"] for part in opened(plain).parts(5) for each in part.properties] == ["A", "B"]


def test_names_on_lines_are_those_of_their_features_whatever_else_stands_there() -> None:
    texts = ['{"properties":{"a":1}}', "", "x", "[1]", "5", '{"features":5}',
             '{"features":[5,{"properties":{"b":1,"c":2}},{"properties":5}]}',
             '{"properties":null}', "[" * 100_000]  # fmt: skip
    assert list(geojson.names_on([text.encode() for text in texts])) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("start", "suffix", "by_lines"),
    [
        (b"{}\n{}", ".json", True), (codecs.BOM_UTF8 + b" {}\n{}", ".json", True), (b"{x}\n{}", ".geojsonl", True),
        (b"{x}\n{}", ".json", False),
        (b"\x1e{}\n\x1e{}", ".geojsons", False), (b"{}", ".geojsonl", False), (b"[]\n{}", ".geojsonl", False),
    ],
)  # fmt: skip
def test_a_file_is_gone_through_by_lines_if_it_holds_an_object_on_each(
    start: bytes, suffix: str, by_lines: bool
) -> None:
    assert geojson.is_by_lines(start, suffix) == by_lines


def test_a_portion_of_lines_knows_its_place_and_may_be_blank() -> None:
    limits = Limits()
    raw = geojson.read_lines("p.ndjson", [b" \n", feature("A").encode() + b"\r\n", b"{\n"], 7, limits)
    assert raw is not None
    assert (raw.lines, raw.source, raw.geometry[0].geom_type, list(raw.remarks.problems)) == (
        [9, 10],
        "p.ndjson",
        "Point",
        [1],
    )
    assert geojson.read_lines("p.ndjson", [b" \n", b"\n"], 0, limits) is None
    with pytest.raises(InputError) as caught:
        geojson.read_lines("p.ndjson", [b"{}\n", b"\xff\n"], 7, limits)
    assert caught.value.problems[0].where == "p.ndjson:2"
    deep = geojson.read_lines("p.ndjson", [b'{"a":[[[]]]}'], 0, Limits(max_depth=3))
    assert deep is not None
    assert (
        deep.remarks.problems[0][0].text.en
        == "is nested deeper than the limit of 3; raise it with --max-depth"
    )
    many = geojson.read_lines("p.ndjson", [feature("A").encode()], 0, Limits(max_vertices=0))
    assert many is not None
    assert (
        many.remarks.problems[0][0].text.en
        == "has 1 positions, more than the limit of 0; raise it with --max-vertices"
    )


@pytest.mark.parametrize(
    ("name", "size", "encoding", "in_portions"),
    [
        ("p.geojsonl", 10, None, True), ("p.GEOJSONL", 10, "utf-8", True), ("p.geojsonl", 10, "gbk", False),
        ("p.geojsonl", 10_000, None, False),
        ("p.csv", 10, None, False),
    ],
)  # fmt: skip
def test_only_a_large_file_of_a_kind_that_has_parts_is_read_in_portions(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    size: int,
    encoding: str | None,
    in_portions: bool,
) -> None:
    monkeypatch.setattr(large, "LARGE_BYTES", size)
    path = written(tmp_path, name, "\n".join(LINES))
    assert (large.tables(Source(name, path), Limits(), encoding) is not None) == in_portions


def test_the_bounds_of_what_is_large_are_those_that_are_stated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, "p.geojsonl", f"{feature('A')}\n{feature('B')}")
    source, size = Source("x/p.geojsonl", path), path.stat().st_size
    assert large.LARGE_BYTES == 8 * 1024 * 1024
    for bytes_, found in ((size, False), (size - 1, True)):
        monkeypatch.setattr(large, "LARGE_BYTES", bytes_)
        assert (large.tables(source, Limits(), None) is not None) == found
    assert large.tables(source, Limits(max_size=size), None)
    with pytest.raises(LimitError) as caught:
        large.tables(source, Limits(max_size=size - 1), None)
    assert (
        both(caught)[0][1]
        == f"x/p.geojsonl: is larger than the limit of {size - 1} bytes; raise it with --max-size"
    )
    assert large.tables(Source("-", None), Limits(), None) is None
    assert large.tables(Source("gone.geojsonl", tmp_path / "gone.geojsonl"), Limits(), None) is None
    assert large.tables(Source("d.geojsonl", tmp_path), Limits(), None) is None


@pytest.mark.usefixtures("lines")
def test_whether_a_file_goes_by_lines_is_seen_in_its_first_megabyte(tmp_path: Path) -> None:
    for length, found in ((1_000_000, True), (1_100_000, False)):
        path = written(tmp_path, "w.geojsonl", f"{feature('A', x='y' * length)}\n{feature('B')}")
        assert (large.tables(Source("w.geojsonl", path), Limits(), None) is not None) == found


@dataclass
class Process:
    """Stands for the process that reads a large file: two tables of three and two features, and one of none."""

    name: str
    path: Path
    kind: str
    limits: Limits
    orders: list[Order] = field(default_factory=list)
    tables = (("a", "b"), 3), ((), 0), (("c",), 2)
    lost = 0

    def heads(self) -> list[Head]:
        return [Head(names, count) for names, count in self.tables]

    def portions(self, order: Order) -> Iterator[Any]:
        self.orders.append(order)
        count = min(self.tables[order.table][1], order.at_most or 99) - self.lost
        for start in range(0, count, order.size):
            yield Sent(self.name, order.table, start, min(order.size, count - start))


@dataclass
class Sent:
    name: str
    table_number: int
    start: int
    count: int

    def table(self, _: Limits, *, several: bool) -> FeatureTable:
        n = self.count
        points = np.array([shapely.Point(113, 31)] * n, dtype=object)
        named = f"t{self.table_number}" if several else ""
        stated = [{"row": self.start + row} for row in range(n)]
        return FeatureTable(points, stated, [None] * n, [None] * n, np.full(n, -1.0), 4490, "wgs84", named)

    def carried(self) -> Any:
        return SimpleNamespace(
            properties=[{"row": self.start + row} for row in range(self.count)], name=f"t{self.table_number}"
        )


@pytest.fixture
def process(monkeypatch: pytest.MonkeyPatch) -> list[Process]:
    started: list[Process] = []

    def start(*asked: Any) -> Process:
        started.append(Process(*asked))
        return started[-1]

    monkeypatch.setattr(portions, "Large", start)
    monkeypatch.setattr(large, "LARGE_BYTES", 3)
    return started


def test_a_file_that_a_process_reads_is_its_tables_one_after_the_other(
    tmp_path: Path, process: list[Process]
) -> None:
    path, limits = written(tmp_path, "p.gpkg", b"12345"), Limits(max_vertices=7)
    first, none, second = large.tables(Source("p.gpkg", path), limits, None) or ()
    assert (process[0].name, process[0].path, process[0].kind, process[0].limits) == (
        "p.gpkg",
        path,
        "geopackage",
        limits,
    )
    assert [len(table) for table in (first, none, second)] == [3, 0, 2]
    parts = [part.opened() for part in first.parts(2)]  # type: ignore[union-attr]
    assert [(part.where, part.first, part.names, list(part.properties)) for part in parts] == [
        ("p.gpkg/t0", 0, ("a", "b"), [{"row": 0}, {"row": 1}]), ("p.gpkg/t0", 2, ("a", "b"), [{"row": 2}]),
    ]  # fmt: skip
    (facts,) = second.facts(lambda name: name == "c")
    assert (facts.where, facts.first, facts.names, facts.properties) == (
        "p.gpkg/t2",
        3,
        ("c",),
        [{"row": 0}, {"row": 1}],
    )
    list(first.facts(lambda name: name == "b"))
    part = first.part(1, 2)
    assert (part.first, list(part.properties)) == (1, [{"row": 1}])
    some = [Order(number, names, False, large.PORTION, None) for number, names in ((2, ["c"]), (0, ["b"]))]
    assert process[0].orders == [Order(0, None, True, 2, None), *some, Order(0, None, True, 2, 2)]
    assert list(none.parts(5)) == []


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("p.fgb", "flatgeobuf"),
        ("p.PARQUET", "geoparquet"),
        ("p.geoparquet", "geoparquet"),
        ("p.GPKG", "geopackage"),
    ],
)
def test_each_kind_has_its_reader(tmp_path: Path, process: list[Process], name: str, kind: str) -> None:
    large.tables(Source(name, written(tmp_path, name, b"12345")), Limits(), None)
    assert [each.kind for each in process] == [kind]


def test_a_geopackage_with_writes_that_are_not_in_it_yet_is_read_whole(
    tmp_path: Path, process: list[Process]
) -> None:
    path = written(tmp_path, "p.gpkg", b"12345")
    written(tmp_path, "p.gpkg-wal", b"x")
    assert large.tables(Source("p.gpkg", path), Limits(), None) is None
    assert process == []


@pytest.mark.usefixtures("process")
def test_a_file_whose_only_table_is_read_by_a_process_has_no_name_of_a_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Process, "tables", ((("a",), 1),))
    (table,) = large.tables(Source("p.fgb", written(tmp_path, "p.fgb", b"12345")), Limits(), None) or ()
    assert [part.opened().where for part in table.parts(9)] == ["p.fgb"]  # type: ignore[union-attr]


@pytest.mark.usefixtures("process")
def test_a_process_that_finds_nothing_or_less_than_it_said_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = [("p.fgb: 没有任何要素;至少应有一个项目", "p.fgb: has no features; expected at least one project")]
    source = Source("p.fgb", written(tmp_path, "p.fgb", b"12345"))
    tables = large.tables(source, Limits(), None) or ()
    monkeypatch.setattr(Process, "lost", 1)
    for asked in (tables[0].parts(2), tables[2].facts(lambda _: True)):
        with pytest.raises(InputError) as caught:
            list(asked)
        assert both(caught) == said
    assert len(tables[0].part(0, 2)) == 1
    monkeypatch.setattr(Process, "tables", ((("a",), 0), ((), 0)))
    with pytest.raises(InputError) as empty:
        large.tables(source, Limits(), None)
    assert both(empty) == said
