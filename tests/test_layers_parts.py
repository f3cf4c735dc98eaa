"""The parts of which a layer is made: its file and its hash, what is kept of it, its tables, its days, the names in it."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import sys
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from catalogues import AREA, LINE, catalogue, collection, feature, opened, refusal
from reading import written
from zonecheck.errors import InputError, Problem
from zonecheck.formats.features import FeatureTable
from zonecheck.formats.sound import NONE
from zonecheck.layers import files, kept, vector
from zonecheck.layers.faults import KINDS, SpoiltError, UnusableLayerError, refused
from zonecheck.layers.files import why_not_a_plain_path
from zonecheck.layers.layer import Layer
from zonecheck.layers.outlines import Outlines, bounds_of
from zonecheck.layers.selection import select, stated
from zonecheck.layers.spelling import may_mean, spelling
from zonecheck.layers.stored import Stored, grains, write
from zonecheck.layers.verify import verify
from zonecheck.truth import NAMES
from zonecheck.words import same

BANK = "baseline: bank, accuracy_m: 0"


def both(error: pytest.ExceptionInfo[Any]) -> list[tuple[str, str, str]]:
    return [(fault.kind, fault.problem("zh"), fault.problem("en")) for fault in error.value.faults]


def test_a_refusal_is_an_error_of_one_fault_of_its_kind() -> None:
    error = refused("stale", "here", same("why"))
    assert [(fault.kind, fault.problem("en")) for fault in error.faults] == [("stale", "here: why")]
    assert ([problem("en") for problem in error.problems], str(error)) == (["here: why"], "here: why")
    assert set(KINDS) == {"missing", "empty", "changed", "outside", "invalid", "stale"}


def test_a_file_that_cannot_be_a_layer_is_refused_with_its_kind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for ask in (files.read, files.sha256_of_file):
        with pytest.raises(UnusableLayerError) as folder:
            ask(tmp_path, "x")
        assert both(folder) == [
            (
                "invalid",
                "x: 不是普通文件(文件夹、设备或管道);图层须是普通文件",
                "x: not a regular file (a folder, a device or a pipe); a layer must be one",
            )
        ]
    with pytest.raises(UnusableLayerError) as gone:
        files.read(tmp_path / "gone", "x")
    assert both(gone) == [
        ("missing", "x: 已登记的图层文件不存在;请恢复该文件,或改正目录中的 path",
         "x: a registered layer, and there is no such file; restore it, or correct its `path` in the catalogue")
    ]  # fmt: skip
    with pytest.raises(UnusableLayerError) as hashed:
        files.sha256_of_file(tmp_path / "gone", "x")
    assert both(hashed) == [
        (
            "missing",
            "x: 文件不能读取:No such file or directory",
            "x: the file cannot be read: No such file or directory",
        )
    ]
    path = written(tmp_path, "a.json", b"12345")
    monkeypatch.setattr(files, "_MAX_BYTES", 5)
    assert files.read(path, "x") == b"12345"
    monkeypatch.setattr(files, "_MAX_BYTES", 4)
    with pytest.raises(UnusableLayerError) as large:
        files.read(path, "x")
    assert both(large) == [
        ("invalid", "x: 文件有 5 字节,超过 4 字节的上限;请裁剪到所需范围",
         "x: the file has 5 bytes, more than the limit of 4; cut it to the area that is needed")
    ]  # fmt: skip


def test_a_failure_of_the_system_is_told_in_its_words_or_as_it_came(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path, "a.json", b"1")
    for error, said in ((OSError(5, "broken disk"), "broken disk"), (OSError("odd"), "odd")):

        def fail(*_: Any, error: OSError = error, **__: Any) -> Any:
            raise error

        monkeypatch.setattr(Path, "open", fail)
        for ask in (files.read, files.sha256_of_file):
            with pytest.raises(UnusableLayerError) as caught:
                ask(path, "x")
            assert both(caught) == [
                ("missing", f"x: 文件不能读取:{said}", f"x: the file cannot be read: {said}")
            ]


def test_what_is_opened_is_looked_at_once_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, looked = written(tmp_path, "a.json", b"1"), os.fstat
    found = os.stat_result([stat.S_IFIFO, *looked(0)[1:]])
    monkeypatch.setattr(os, "fstat", lambda _: found)
    for ask in (files.read, files.sha256_of_file):
        with pytest.raises(UnusableLayerError, match=r"^x: not a regular file"):
            ask(path, "x")


def test_a_hash_is_that_of_the_bytes_and_of_a_shapefile_of_its_parts_in_their_order(tmp_path: Path) -> None:
    plain = written(tmp_path, "a.json", b"x" * 3_000_000)
    assert files.sha256(plain, b"yz", "a") == hashlib.sha256(b"yz").hexdigest()
    assert files.sha256_of_file(plain, "a") == hashlib.sha256(plain.read_bytes()).hexdigest()
    for suffix in (".cpg", ".prj", ".dbf", ".shx", ".qix", ".SHP"):
        written(tmp_path, f"b{suffix}", suffix.encode())
    whole = hashlib.sha256(b".SHP.shx.dbf.prj.cpg").hexdigest()
    path = tmp_path / "b.SHP"
    assert files.sha256(path, b".SHP", "b") == files.sha256_of_file(path, "b") == whole
    (tmp_path / "b.dbf").unlink()
    part = hashlib.sha256(b".SHP.shx.prj.cpg").hexdigest()
    assert files.sha256(path, b".SHP", "b") == files.sha256_of_file(path, "b") == part
    assert (files.size(path), files.size(tmp_path / "gone")) == (4, 0)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("a.geojson", ""), ("sub/a.GPKG", ""), ("D:/a.shp", ""), ("D:\\a.shp", ""), ("./a b.csv", ""),
        ("http://a.b/c.json", "is no local file; download it and give the path of the copy"), ("s3:a.json", "is no local file"),
        ("/vsizip/a.json", "is no local file"), ("\\VSIZIP\\a.json", "is no local file"), ("//s/a.json", "is no local file"),
        ("\\\\s\\a.json", "is no local file"), ("/\\s.json", "is no local file"),
        ("a*.json", "holds a wildcard or a control character"),
        ("a?.json", "holds a wildcard"), ("a\x00.json", "holds a wildcard"), ("a\x1f.json", "holds a wildcard"),
        ("a.vrt", "has no known suffix"),
        ("geojson", "has no known suffix"),
    ],
)  # fmt: skip
def test_a_catalogue_may_name_one_plain_local_file(path: str, said: str) -> None:
    found = why_not_a_plain_path(path)
    assert (found is None) == (not said)
    if found:
        assert found.en.startswith(f"'{path}' {said}")
        assert found.zh.startswith(f"“{path}”")


SHAPES = np.array(
    [shapely.LineString([(n, n), (n + 0.5, n + 1), (n + 1, n)]) for n in range(3)]
    + [None, shapely.box(5, 5, 6, 7)],
    dtype=object,
)
ARRAYS = {"accuracy_m": np.array([1.0, 2.5, np.nan, 0.0, 7.0])}
TEXTS = {"names": ["府河", "b", "", "d", "e"], "more": {"a": [1, None]}}


@pytest.fixture
def stored(tmp_path: Path) -> Path:
    write(tmp_path / "kept", SHAPES, ARRAYS, TEXTS)
    return tmp_path / "kept"


def test_what_was_stored_comes_back_one_by_one_as_it_was(stored: Path) -> None:
    found = Stored.open(stored)
    assert found.text("names") == TEXTS["names"]
    assert found.text("more") == TEXTS["more"]
    assert np.array_equal(found.array("accuracy_m"), ARRAYS["accuracy_m"], equal_nan=True)
    assert np.array_equal(found.array("bounds"), shapely.bounds(SHAPES), equal_nan=True)
    boxes, owner = grains(SHAPES)
    assert np.array_equal(found.array("grains"), boxes)
    assert found.array("grain_of").tolist() == owner.tolist()
    for rows in ([0], [4, 1], [3], [2, 2], np.array([], dtype=np.intp), range(5)):
        shapes = found.outlines(rows)
        assert [None if shape is None else shape.wkb for shape in shapes] == [
            None if SHAPES[row] is None else SHAPES[row].wkb for row in rows
        ]


def test_what_was_stored_is_never_written_over(stored: Path) -> None:
    with pytest.raises(FileExistsError):
        write(stored, SHAPES, ARRAYS, TEXTS)


def test_what_does_not_agree_with_its_hash_is_spoilt_part_by_part(stored: Path) -> None:
    data = stored.read_bytes()
    whole = Stored.open(stored)
    names = {name: (start, end) for name, (start, end, _) in whole.sections.items()}
    assert list(names) == ["bounds", "grains", "grain_of", "accuracy_m", "ends", "names", "more", "digests"]

    def spoilt(at: int) -> Stored:
        other = stored.with_name(f"spoilt{at}")
        other.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        return Stored.open(other)

    for name in ("bounds", "grains", "grain_of", "accuracy_m"):
        for at in (names[name][0], names[name][1] - 1):
            broken = spoilt(at)
            with pytest.raises(SpoiltError):
                broken.array(name)
            assert broken.text("more") == TEXTS["more"]
    for name in ("names", "more"):
        with pytest.raises(SpoiltError):
            spoilt(names[name][0] + 1).text(name)
    for name in ("ends", "digests"):
        with pytest.raises(SpoiltError):
            spoilt(names[name][0]).outlines([0])
    first = spoilt(whole.start)
    with pytest.raises(SpoiltError):
        first.outlines([0])
    assert first.outlines([1])[0].equals(SHAPES[1])
    for at in (0, 17, 18, 26, 41, 42, names["bounds"][0] - 1):
        with pytest.raises(SpoiltError):
            spoilt(at)


def test_an_empty_file_is_spoilt_and_one_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(SpoiltError):
        Stored.open(written(tmp_path, "empty", b""))
    with pytest.raises(FileNotFoundError):
        Stored.open(tmp_path / "gone")


def test_grains_hold_all_of_each_geometry_a_line_stretch_by_stretch() -> None:
    long = shapely.LineString([(n * 0.1, (n % 2) * 0.1) for n in range(20)])
    shapes = np.array(
        [None, shapely.box(5, 5, 6, 7), long, shapely.Point(1, 2), shapely.GeometryCollection()], dtype=object
    )
    boxes, owner = grains(shapes)
    assert owner.tolist() == [2, 2, 2, 3, 1]
    expected = [[0, 0, 0.8, 0.1], [0.8, 0, 1.6, 0.1], [1.6, 0, 1.9, 0.1], [1, 2, 1, 2], [5, 5, 6, 7]]
    assert boxes.tolist() == [pytest.approx(each, abs=1e-4) for each in expected]
    assert (boxes[:3, 2] >= [0.8, 1.6, 1.9]).all()
    none, nobody = grains(np.array([None], dtype=object))
    assert (none.shape, nobody.tolist()) == ((0, 4), [])


def outlines(stored: Path, whole: Any = None) -> Outlines:
    found = Stored.open(stored)
    return Outlines(
        found, found.array("bounds"), found.array("grains"), found.array("grain_of").astype(np.intp), whole
    )


def test_outlines_stand_where_an_array_of_them_stands(stored: Path) -> None:
    found = outlines(stored)
    assert (len(found), found[3], found[1].wkb, found[np.intp(4)].geom_type) == (
        5,
        None,
        SHAPES[1].wkb,
        "Polygon",
    )
    assert [each.wkb for each in found[[2, 0]]] == [SHAPES[2].wkb, SHAPES[0].wkb]
    assert [each and each.wkb for each in found] == [each and each.wkb for each in SHAPES]
    assert np.asarray(found).tolist() == list(found)
    assert np.array_equal(bounds_of(found), shapely.bounds(SHAPES), equal_nan=True)
    assert bounds_of(SHAPES[:2]).tolist() == [[0, 0, 1, 1], [1, 1, 2, 2]]
    assert bounds_of(np.empty(0, dtype=object)).shape == (0, 4)


def test_each_outline_is_read_once(stored: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found, asked = outlines(stored), []
    read = Stored.outlines
    monkeypatch.setattr(
        Stored, "outlines", lambda kept_so, rows: asked.append(list(rows)) or read(kept_so, rows)
    )
    for rows in ([0, 1], [1, 2], [3], 2, [0, 1, 2, 3]):
        found[rows]
    assert asked == [[0, 1], [2]]


def test_where_an_outline_is_spoilt_all_are_read_anew_once(
    stored: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoilt(*_: Any) -> Any:
        raise SpoiltError

    anew: list[int] = []
    found = outlines(stored, lambda: anew.append(1) or SHAPES.copy())
    monkeypatch.setattr(Stored, "outlines", spoilt)
    assert [found[0].wkb, found[[1, 3]].tolist()[1], anew] == [SHAPES[0].wkb, None, [1]]


def layer_of(folder: Path, **more: Any) -> Layer:
    text = collection(
        feature(LINE, "a", name="府河", aliases=["涢水"], half_width_m=3), feature(AREA, "b", possibly="x")
    )
    return opened(folder, text, f"{BANK}, coverage: everywhere", **more)


def test_a_layer_is_kept_whole_and_taken_by_its_key_alone(tmp_path: Path) -> None:
    layer, place = layer_of(tmp_path), tmp_path / "cache" / "deep"
    kept.keep(place, "key", layer)
    assert [path.name for path in place.iterdir()] == ["key"]
    assert sys.platform == "win32" or stat.S_IMODE(place.stat().st_mode) == 0o700
    taken = kept.take(place, "key", layer.entry, layer.coverage, lambda: np.asarray(layer.geometry))
    assert taken is not None
    for name in ("ids", "names", "properties", "baseline", "entry", "coverage"):
        assert getattr(taken, name) == getattr(layer, name)
    assert (taken.properties[0]["aliases"], taken.properties[1]["possibly"]) == (("涢水",), ("x",))
    assert taken.half_width_m.tolist() == [3, 0]
    assert [shape.wkb for shape in taken.geometry] == [shape.wkb for shape in layer.geometry]
    assert isinstance(taken.geometry, Outlines)
    assert taken.geometry.grain_of.dtype == np.intp
    assert kept.take(place, "other", layer.entry, layer.coverage, lambda: np.asarray(layer.geometry)) is None
    assert (
        kept.take(
            tmp_path / "nowhere", "key", layer.entry, layer.coverage, lambda: np.asarray(layer.geometry)
        )
        is None
    )


@pytest.mark.parametrize("error", [OSError, TypeError, ValueError, RuntimeError])
def test_what_cannot_be_kept_is_left_without_a_trace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def fail(path: Path, *_: Any) -> None:
        path.write_bytes(b"half")
        raise error

    monkeypatch.setattr("zonecheck.layers.stored.write", fail)
    kept.keep(tmp_path / "cache", "key", layer_of(tmp_path))
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_large_layer_is_refused_as_it_is_told_of_a_small_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "LARGE_BYTES", 1)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "cache"))
    text, shown = collection(feature()), str(tmp_path / "r.geojson")
    gone = refusal(tmp_path, text, f"{BANK}, coverage: gone.geojson")
    assert [(fault.kind, fault.problem.where) for fault in gone.faults] == [
        ("missing", str(tmp_path / "gone.geojson"))
    ]
    hashed = files.sha256_of_file

    def then(change: Any) -> Any:
        def changed(path: Path, named: str) -> str:
            digest = hashed(path, named)
            change(path)
            return digest

        return changed

    monkeypatch.setattr(files, "sha256_of_file", then(Path.unlink))
    assert [(fault.kind, fault.problem.where) for fault in refusal(tmp_path, text).faults] == [
        ("missing", shown)
    ]
    monkeypatch.setattr(files, "sha256_of_file", then(lambda path: path.write_text("{}")))
    assert [
        (fault.kind, fault.problem("zh"), fault.problem("en")) for fault in refusal(tmp_path, text).faults
    ] == [
        (
            "changed",
            f"{shown}: 文件在读取时被改动;请待写入完成后再核查",
            f"{shown}: the file was changed while it was read; wait until it is written",
        )
    ]


def test_what_is_kept_twice_is_the_later(tmp_path: Path) -> None:
    place, layer = tmp_path / "cache", layer_of(tmp_path)
    for _ in range(2):
        kept.keep(place, "key", layer)
    assert [path.name for path in place.iterdir()] == ["key"]


def test_of_what_is_kept_the_oldest_goes_first(tmp_path: Path) -> None:
    place, layer = tmp_path / "cache", layer_of(tmp_path)
    for number in range(kept._MOST + 2):
        kept.keep(place, f"k{number:02}", layer)
        os.utime(place / f"k{number:02}", (1000 + number, 1000 + number))
    assert sorted(path.name for path in place.iterdir()) == [
        f"k{number:02}" for number in range(2, kept._MOST + 2)
    ]


def test_the_key_depends_on_all_that_a_layer_rests_on(tmp_path: Path) -> None:
    def key(
        entry: str, digest: str = "d", coverage: bytes = b"", file: str = "r.geojson", identity: str = "r"
    ) -> str:
        found = catalogue(tmp_path, f"{{id: {identity}, path: {file}, {entry}}}").registered[identity]
        return kept.key(found, digest, coverage)

    whole = f"{BANK}, crs: EPSG:4490, half_width_m: 1, coverage: [1, 2, 3, 4], complete_for: {{name: [b, a]}}"
    others = [
        whole.replace("bank", "outer_edge"), whole.replace("accuracy_m: 0", "accuracy_m: 1"), whole.replace("4490", "4326"),
        whole.replace("m: 1,", "m: 2,"), whole.replace("3, 4", "3, 5"), whole.replace("[b, a]", "[b]"),
        whole.replace("name:", "code:"),
    ]  # fmt: skip
    keys = [
        key(whole),
        *map(key, others),
        key(whole, "e"),
        key(whole, coverage=b"x"),
        key(whole, file="r.json"),
        key(whole, identity="s"),
    ]
    assert len(set(keys)) == len(keys) == 12
    assert key(whole.replace("[b, a]", "[a, b]")) == key(f"{whole}, title: x, licence: y") == keys[0]
    assert len(keys[0]) == 64


@pytest.mark.parametrize(
    ("system", "home", "below"),
    [("win32", "LOCALAPPDATA", ("AppData", "Local")), ("linux", "XDG_CACHE_HOME", (".cache",))],
)
def test_where_nothing_else_is_said_layers_are_kept_below_the_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str, home: str, below: tuple[str, ...]
) -> None:
    monkeypatch.delenv(home, raising=False)
    monkeypatch.setattr(kept.sys, "platform", system)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert kept.folder() == tmp_path.joinpath(*below, "zonecheck", "layers")
    monkeypatch.setenv(home, "")
    assert kept.folder() == tmp_path.joinpath(*below, "zonecheck", "layers")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no owners and modes to look at")
@pytest.mark.parametrize(
    ("mode", "ours"),
    [(0o700, True), (0o750, False), (0o710, False), (0o701, False), (0o704, False), (0o500, True)],
)
def test_only_a_folder_that_nobody_else_can_use_is_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mode: int, ours: bool
) -> None:
    place = tmp_path / "cache"
    place.mkdir()
    place.chmod(mode)
    assert kept._is_ours(place) == ours
    link = tmp_path / "link"
    link.symlink_to(place)
    assert not kept._is_ours(link)
    monkeypatch.setattr(os, "getuid", lambda: place.stat().st_uid + 1)
    assert not kept._is_ours(place)


def of_table(monkeypatch: pytest.MonkeyPatch, *tables: FeatureTable) -> dict[str, Any]:
    asked: dict[str, Any] = {}

    def read(name: str, data: bytes, suffix: str, **options: Any) -> tuple[FeatureTable, ...]:
        asked.update(options, name=name, data=data, suffix=suffix)
        return tables

    monkeypatch.setattr(vector.formats, "tables", read)
    return asked


def made(properties: list[dict[str, Any]], **more: Any) -> FeatureTable:
    n = len(properties)
    points = np.array([shapely.Point(113, 31)] * n, dtype=object)
    return FeatureTable(
        points,
        properties,
        [None] * n,
        [None] * n,
        np.full(n, -1.0),
        **{"crs": 4547, "silence": "nothing", **more},
    )


@pytest.mark.parametrize(
    ("stated_ids", "ids"),
    [
        ([1, 2], ("1", "2")), (["a", "b"], ("a", "b")), ([0, 0], (None, None)), (["1", 1], (None, None)),
        ([1, None], (None, None)),
        ([None, None], (None, None)),
    ],
)  # fmt: skip
def test_the_column_id_of_a_table_is_its_id_where_it_tells_features_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stated_ids: list[Any], ids: tuple[Any, ...]
) -> None:
    asked = of_table(monkeypatch, made([{"id": each, "name": "x"} for each in stated_ids]))
    found = vector.parse(tmp_path / "a.GPKG", b"data", "shown")
    assert (found.ids, found.crs, len(found), found.properties[0]["name"]) == (ids, "EPSG:4547", 2, "x")
    assert (asked["name"], asked["data"], asked["suffix"], asked["encoding"]) == (
        "shown",
        b"data",
        ".gpkg",
        None,
    )
    assert (asked["limits"].max_vertices, asked["limits"].max_size, asked["limits"].timeout_s) == (
        20_000_000,
        1 << 30,
        600,
    )


def test_a_table_without_a_system_or_with_faults_or_beside_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.gpkg"

    def fail(*_: Any, **__: Any) -> Any:
        raise InputError(Problem("x", same("one")), Problem("x:2", same("two")))

    with monkeypatch.context() as context:
        context.setattr(vector.formats, "tables", fail)
        with pytest.raises(UnusableLayerError) as broken:
            vector.parse(path, b"", "x")
    assert both(broken) == [("invalid", "x: one", "x: one"), ("invalid", "x:2: two", "x:2: two")]
    of_table(monkeypatch, made([{}], crs=None, faults={0: NONE}))
    assert vector.parse(path, b"", "x").crs is None
    of_table(monkeypatch, made([{"name": "b"}, {}, {}], faults={2: same("two"), 0: same("zero"), 1: NONE}))
    with pytest.raises(UnusableLayerError) as caught:
        vector.parse(path, b"", "x")
    assert both(caught) == [
        ("invalid", "x: 第 1 个要素 (b):zero", "x: feature 1 (b): zero"),
        ("invalid", "x: 第 3 个要素:two", "x: feature 3: two"),
    ]  # fmt: skip
    for tables, count, names in (
        ([made([], name="a"), made([], name="b")], 2, ("a、b", "a, b")),
        ([], 0, ("—", "—")),
    ):
        of_table(monkeypatch, *tables)
        with pytest.raises(UnusableLayerError) as several:
            vector.parse(path, b"", "x")
        assert both(several) == [
            ("invalid", f"x: 文件应恰有一个空间图层,实有 {count} 个({names[0]});请另存所需的一个",
             f"x: expected exactly one spatial layer in the file, found {count} ({names[1]}); save the one that is meant")
        ]  # fmt: skip


def test_the_parts_beside_a_file_are_found_however_their_suffix_is_written(tmp_path: Path) -> None:
    written(tmp_path, "a.dbf", b"d")
    written(tmp_path, "a.PRJ", b"p")
    (tmp_path / "a.cpg").mkdir()
    part = vector.beside(tmp_path / "a.shp", "shown.shp")
    assert (part(".dbf"), part(".prj"), part(".shx")) == (b"d", b"p", None)
    with pytest.raises(UnusableLayerError) as caught:
        part(".cpg")
    assert caught.value.problems[0].where == "shown.shp (.cpg)"


def test_the_condition_of_each_layer_is_told_with_its_last_day(tmp_path: Path) -> None:
    entry = f"{{id: r, path: r.geojson, {BANK}, valid_until: 2026-01-31}}"
    held = catalogue(tmp_path, entry, collection(feature()))
    for day, stale in ((date(2026, 1, 31), False), (date(2026, 2, 1), True)):
        (*_, condition) = verify(held, day)
        assert (condition.id, condition.sound, condition.layer is None) == ("r", not stale, False)
        where = held.registered["r"].where
        said = (
            "stale",
            f"{where}: valid_until 为 2026-01-31,已过;请换用现行数据,此前凡依据该图层的判断均为未知",
            f"{where}: valid_until 2026-01-31 has passed; replace it by current data, "
            "until then every answer from it is unknown",
        )
        found = [(fault.kind, fault.problem("zh"), fault.problem("en")) for fault in condition.faults]
        assert found == ([said] if stale else [])
    (tmp_path / "r.geojson").unlink()
    (*_, gone) = verify(held, date(2026, 2, 1))
    assert ([fault.kind for fault in gone.faults], gone.layer, gone.sound) == (
        ["missing", "stale"],
        None,
        False,
    )
    assert [each.id for each in verify(held, date(2026, 1, 1))] == ["rivers", "districts", "parks", "r"]
    assert all(each.sound for each in verify(held, date(2026, 1, 1))[:3])


@pytest.mark.parametrize(
    ("value", "key", "texts"),
    [
        ("府河", "name", {"府河", "涢水"}), ("", "name", set()), ("  ", "name", set()), (None, "name", set()),
        (5, "k", {"5"}), (5.0, "k", {"5"}),
        (0.1, "k", {"0.1"}), (1234567.25, "k", {"1234567.25"}), (True, "k", {"yes"}), (False, "k", {"no"}),
        (["A b", ["c", None, 1]], "k", {"ab", "c", "1"}), ({}, "k", set()),
        ("\u200b", "k", set()),
    ],
)  # fmt: skip
def test_what_a_feature_states_is_compared_as_spelled_texts(
    tmp_path: Path, value: Any, key: str, texts: set[str]
) -> None:
    layer = opened(tmp_path, collection(feature(LINE, "ID 1", aliases=["涢水"], **{key: value})))
    assert stated(layer, 0, key) == texts
    assert stated(layer, 0, "id") == {"id1"}
    assert stated(layer, 0, "absent") == set()


def test_aliases_and_possible_names_count_for_the_name_only(tmp_path: Path) -> None:
    layer = opened(
        tmp_path,
        collection(
            feature(name="甲", aliases="乙", possibly="丙"), feature(name="丁", kind="x"), feature(kind="甲")
        ),
    )

    def member(key: str, *groups: tuple[str, ...]) -> list[str]:
        return [NAMES[truth] for truth in select(layer, key, groups).member]

    assert member("name", ("乙",)) == ["yes", "no", "unknown"]
    assert member("name", ("丙",)) == ["unknown", "no", "unknown"]
    assert member("name", ("丙",), ("丁",)) == ["unknown", "yes", "unknown"]
    assert member("kind", ("甲",)) == ["unknown", "no", "yes"]
    assert member("kind", ("丙",)) == ["unknown", "no", "no"]
    assert member("id", ("R-2",)) == ["no", "yes", "no"]
    assert select(layer, "id", (("r-2", "x"), ("z", "y"))).absent == ("z",)
    assert select(layer, "kind", (("z",),)).absent == ()
    assert select(layer, None, ()).member.dtype == select(layer, "name", (("甲",),)).member.dtype == np.int8


@pytest.mark.parametrize(
    ("claim", "key", "groups", "complete"),
    [
        ("{name: [甲]}", "name", [("乙",)], True),
        ("{name: [乙]}", "name", [("甲",)], True),
        ("{name: [甲]}", "name", [("乙",), ("丁",)], False),
        ("{name: [甲, 丁]}", "name", [("乙",), ("丁",)], True),
        ("everything", "name", [("甲",), ("丁",)], True),
        ("everything", "name", [("甲",), ("戊",)], False),
        ("everything", "kind", [("戊",)], True),
        ("{kind: [x]}", "kind", [("x", "y")], True),
        ("{kind: [x]}", "kind", [("x",), ("y",)], False),
        ("{kind: [x]}", "name", [("甲",)], False),
        ("{id: [r-1]}", "id", [("r-1",)], True),
        ("{id: [r-1]}", "id", [("r-1",), ("r-2",)], False),
    ],
)
def test_a_selection_is_complete_where_every_group_is_claimed_and_named_ones_are_held(
    tmp_path: Path, claim: str, key: str, groups: list[tuple[str, ...]], complete: bool
) -> None:
    text = collection(feature(name="甲", aliases=["乙"], kind="x"), feature(name="丁", kind="z"))
    layer = opened(tmp_path, text, f"{BANK}, complete_for: {claim}")
    assert select(layer, key, groups).complete == complete


@pytest.mark.parametrize(
    ("name", "sought", "may"),
    [
        ("府河(上游)", ["府河"], True), ("府河（上游）", ["漂水", "府河"], True), ("府河", ["府河"], False),
        ("府河镇", ["府河"], False), ("?河", ["府河"], True),
        ("府?", ["府河"], True), ("府?河", ["府河"], False), ("?", ["府河"], True), ("□水", ["㵐水"], True),
        ("□水", ["漂河", "氵厥水"], True),
        ("□水", [], False), ("?.水", ["aa水"], False), ("Fu?", ["FU HE"], True), ("府河左岸", ["涢水"], False),
    ],
)  # fmt: skip
def test_a_name_may_mean_another_where_a_character_is_lost_or_a_part_is_meant(
    name: str, sought: list[str], may: bool
) -> None:
    assert may_mean(name, sought) == may


def test_a_name_is_spelled_without_width_case_blanks_and_what_is_not_seen() -> None:
    assert spelling(" Ｆｕ\u3000ＨＥ\u200b ") == "fuhe"
    assert spelling("⿰氵厥水") == spelling("氵厥水") == spelling("㵐水") == "㵐水"
    assert spelling("氵厥氵厥") == "㵐㵐"


def test_a_catalogue_that_is_no_file_or_cannot_be_read_is_told_in_both_languages(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from zonecheck.errors import LayerError  # noqa: PLC0415
    from zonecheck.layers.catalogue import load  # noqa: PLC0415

    def told(path: Path) -> tuple[str, str]:
        with pytest.raises(LayerError) as caught:
            load([path])
        (problem,) = caught.value.problems
        assert problem.where == str(path)
        return problem.text.zh, problem.text.en

    assert told(tmp_path / "gone.yaml") == (
        "图层目录不存在;请核对路径",
        "there is no such layer catalogue; check the path",
    )
    assert told(tmp_path) == ("图层目录须是普通文件", "a layer catalogue must be a regular file")
    path, read = written(tmp_path, "a.yaml", "- {id: a, path: a.json}"), Path.read_bytes
    for error, said in ((OSError(5, "broken disk"), "broken disk"), (OSError("odd"), "odd")):

        def fail(each: Path, error: OSError = error) -> bytes:
            if each == path:
                raise error
            return read(each)

        monkeypatch.setattr(Path, "read_bytes", fail)
        assert told(path) == (f"图层目录不能读取:{said}", f"the layer catalogue cannot be read: {said}")


def test_all_faults_of_all_catalogues_are_told_and_a_layer_knows_where_it_was_said(tmp_path: Path) -> None:
    from zonecheck.errors import LayerError  # noqa: PLC0415
    from zonecheck.layers.catalogue import load  # noqa: PLC0415

    bad, good = (
        written(tmp_path, "bad.yaml", "- {id: A}"),
        written(tmp_path, "good.yaml", "# x\n- id: a\n  path: sub/a.json\n"),
    )
    with pytest.raises(LayerError) as caught:
        load([bad, tmp_path / "gone.yaml", good])
    assert [problem.where for problem in caught.value.problems] == [
        f"{bad}:1",
        f"{bad}:1",
        str(tmp_path / "gone.yaml"),
    ]
    held = load([good])
    registered = held.registered["a"]
    assert (registered.where, registered.file, registered.shown) == (
        f"{good}:2",
        tmp_path / "sub" / "a.json",
        str(tmp_path / "sub" / "a.json"),
    )
    assert (held.entry("a").origin, held.entry("a").title, held.entry("rivers").origin) == (
        str(good),
        same("a"),
        "bundled",
    )
    assert (held.registered["rivers"].shown, held.registered["rivers"].where.split(":")[0]) == (
        str(Path("data/rivers.geojson")),
        "data/layers.yaml",
    )
    assert [*held][-1] == "a"
    assert ("a" in held, "b" in held, held.cache) == (True, False, kept.folder())


def test_areas_of_a_coverage_file_are_one_area_or_refuse_the_layer(tmp_path: Path) -> None:
    east = json.loads(json.dumps(AREA).replace("113.4", "113.9"))
    entry = f"{BANK}, coverage: c.geojson, crs: EPSG:4490"
    written(tmp_path, "c.geojson", collection(feature(AREA), feature(east)))
    assert opened(tmp_path, collection(feature()), entry).coverage.bounds == (113.3, 31.7, 113.9, 31.8)
    bow = {"type": "Polygon", "coordinates": [[[113, 31], [114, 32], [114, 31], [113, 32], [113, 31]]]}
    for number, shapes in enumerate(([], [feature(AREA), feature(None)], [feature(LINE)], [feature(bow)])):
        written(tmp_path, "c.geojson", collection(*shapes))
        said = refusal(tmp_path, collection(feature()), entry).problems
        assert [(each.where, each.text.zh, each.text.en) for each in said] == [
            (
                str(tmp_path / "c.geojson"),
                "coverage 文件应含有效的面",
                "a coverage file must hold valid areas",
            )
        ], number
    metres = {
        "type": "Polygon",
        "coordinates": [[[500000, 3508000], [600000, 3508000], [600000, 3600000], [500000, 3508000]]],
    }
    named = {"type": "name", "properties": {"name": "EPSG:4547"}}
    written(tmp_path, "c.geojson", collection(feature(metres), crs=named))
    line = {"type": "LineString", "coordinates": [[114.5, 31.7], [114.6, 31.8]]}
    assert opened(tmp_path, collection(feature(line)), entry).coverage.bounds[0] == pytest.approx(
        114, abs=0.01
    )
    written(tmp_path, "c.geojson", "{")
    (broken,) = refusal(tmp_path, collection(feature()), entry).problems
    assert broken("en").startswith(f"{tmp_path / 'c.geojson'}: not valid JSON: ")
    far = {"type": "Polygon", "coordinates": [[[500, 31], [501, 31], [501, 32], [500, 31]]]}
    written(tmp_path, "c.geojson", collection(feature(far)))
    assert [
        (fault.kind, fault.problem.where) for fault in refusal(tmp_path, collection(feature()), entry).faults
    ] == [("outside", str(tmp_path / "c.geojson"))]
