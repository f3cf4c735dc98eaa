"""A large layer that was read before: the same answers, never from a cache that is wrong, never instead of the hash."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from catalogues import LINE, catalogue, collection, feature
from one_parcel import through_gdal
from zonecheck.errors import LayerError
from zonecheck.geodesy.boxes import Boxes
from zonecheck.geodesy.index import Index
from zonecheck.geodesy.shapes import Shapes
from zonecheck.layers import files, kept, read
from zonecheck.layers.layer import Layer
from zonecheck.layers.outlines import Outlines
from zonecheck.layers.stored import grains
from zonecheck.predicates.chosen import Where, choose, wanted
from zonecheck.predicates.space import Question, Survey
from zonecheck.projects.table import Sites

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no owners and modes to look at")

FAR = {"type": "LineString", "coordinates": [[114.9, 32.1], [114.95, 32.2]]}
RIVERS = collection(
    feature(LINE, "a", name="府河", aliases=["涢水"]), feature(FAR, "b", name="漂水", accuracy_m=5)
)
ENTRY = (
    "{id: r, path: r.geojson, baseline: bank, accuracy_m: 0, coverage: everywhere, complete_for: everything}"
)


@pytest.fixture(autouse=True)
def everything_is_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "LARGE_BYTES", 1)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "cache"))


def opened(folder: Path, entry: str = ENTRY, text: str = RIVERS) -> Layer:
    return catalogue(folder, entry, text).open("r")


def plain(layer: Layer) -> tuple[object, ...]:
    """Everything that is known of a layer, comparable."""
    shapes = [None if each is None else each.wkb for each in layer.geometry]
    arrays = [layer.accuracy_m.tolist(), layer.half_width_m.tolist(), layer.bounds.tolist()]
    said = layer.entry, layer.ids, layer.names, layer.properties, layer.baseline, layer.coverage
    return *said, shapes, *arrays


def files_kept() -> list[Path]:
    return sorted(kept.folder().iterdir())


def test_a_layer_that_was_kept_is_the_layer_that_was_read(tmp_path: Path) -> None:
    first, second = opened(tmp_path), opened(tmp_path)
    assert first.at_hand
    assert not second.at_hand
    assert plain(first) == plain(second)


def test_what_was_kept_is_not_parsed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(tmp_path)
    monkeypatch.setattr(read, "_parse", lambda *_: pytest.fail("parsed"))
    assert opened(tmp_path).names == ("府河", "漂水")


def test_only_outlines_that_were_asked_for_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(tmp_path)
    layer = opened(tmp_path)
    assert isinstance(layer.geometry, Outlines)
    asked: list[int] = []
    outlines = layer.geometry.stored.outlines
    monkeypatch.setattr(
        type(layer.geometry.stored), "outlines", lambda _, rows: asked.extend(rows) or outlines(rows)
    )
    site = np.array([shapely.box(113.31, 31.69, 113.32, 31.695)], dtype=object)
    sites = Sites(site, *(np.zeros(1) for _ in range(4)))
    survey = Survey(choose(layer, Where()), sites, Shapes.of(site))
    question = Question("within", "r", Where(), 1000.0)
    assert survey.at_hand(question).within(question).truth.tolist() == [2]
    assert asked == [0]


def test_a_registered_file_that_changed_is_an_error_whatever_was_kept(tmp_path: Path) -> None:
    digest = opened(tmp_path).entry.sha256
    stated = ENTRY.replace("id: r,", f"id: r, sha256: {digest},")
    assert opened(tmp_path, stated).names == ("府河", "漂水")
    with pytest.raises(LayerError, match="not the one that was registered"):
        opened(tmp_path, stated, RIVERS.replace("113.35", "113.36"))


def test_other_words_in_the_catalogue_are_another_layer(tmp_path: Path) -> None:
    opened(tmp_path)
    assert opened(tmp_path, ENTRY.replace("accuracy_m: 0", "accuracy_m: 7")).accuracy_m.tolist() == [7, 5]
    with pytest.raises(LayerError, match="which the file does not hold"):
        opened(tmp_path, ENTRY.replace("everything", "{name: [㵐水]}"))
    assert len(files_kept()) == 2


def torn(data: bytes) -> Iterator[bytes]:
    """The same file with a byte turned over anywhere, cut short, or empty."""
    for at in (0, 20, 30, 60, len(data) // 3, len(data) // 2, len(data) - 60, len(data) - 1):
        yield data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
    yield from (b"", data[:10], data[: len(data) // 2], data[:-1])


def test_a_spoilt_file_is_never_believed(tmp_path: Path) -> None:
    before = plain(opened(tmp_path))
    (file,) = files_kept()
    for number, data in enumerate(torn(file.read_bytes())):
        file.unlink()
        file.write_bytes(data)
        assert plain(opened(tmp_path)) == before, number


@posix
def test_a_folder_that_others_can_write_to_is_left_alone(tmp_path: Path) -> None:
    before = plain(opened(tmp_path))
    kept.folder().chmod(0o777)
    (file,) = files_kept()
    file.write_bytes(b"planted")
    after = opened(tmp_path)
    assert (plain(after), after.at_hand, file.read_bytes()) == (before, True, b"planted")


@posix
def test_the_folder_is_the_users_alone(tmp_path: Path) -> None:
    opened(tmp_path)
    assert kept.folder().stat().st_mode & 0o777 == 0o700


def test_where_nothing_can_be_kept_nothing_happens(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way")
    assert plain(opened(tmp_path)) == plain(opened(tmp_path))


def test_many_at_once_keep_one_whole_file(tmp_path: Path) -> None:
    registered = catalogue(tmp_path, ENTRY, RIVERS).registered["r"]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: read.read(registered, kept.folder()), range(24)))
    assert len({repr(plain(layer)) for layer in found}) == 1
    assert len(files_kept()) == 1


def test_only_some_layers_are_kept(tmp_path: Path) -> None:
    for number in range(kept._MOST + 3):
        opened(tmp_path, ENTRY.replace("accuracy_m: 0", f"accuracy_m: {number}"))
        os.utime(files_kept()[0], (number, number))
    assert len(files_kept()) == kept._MOST


degrees = st.integers(-400, 400).map(lambda number: number / 1000)
lines = st.lists(st.tuples(degrees, degrees), min_size=2, max_size=4, unique=True)


@given(
    st.lists(lines, min_size=1, max_size=12), st.lists(st.tuples(degrees, degrees), min_size=1, max_size=4),
    st.floats(0, 60_000), st.lists(st.sampled_from([0.0, 30.0, 20_000.0]), min_size=12, max_size=12),
)  # fmt: skip
def test_features_around_sites_hold_every_one_in_reach_and_every_nearest_one(
    drawn: list[list[tuple[float, float]]],
    places: list[tuple[float, float]],
    reach_m: float,
    accuracies: list[float],
) -> None:
    shift = np.array([113.0, 31.0])
    rivers = np.array([shapely.LineString(np.array(line) + shift) for line in drawn], dtype=object)
    rivers[0] = rivers[0].buffer(0.05)  # an area, inside of which the boundary may be far
    sites = np.array([shapely.Point(np.array(place) + shift).buffer(0.002) for place in places], dtype=object)
    credit_m = np.array(accuracies[: len(rivers)])
    boxes, owner = grains(rivers)
    near = wanted(
        Boxes.around(boxes),
        credit_m[owner],
        Boxes.around(shapely.bounds(sites)),
        np.full(len(sites), reach_m),
    )
    index, taken = Index(rivers), owner[near]
    pairs = index.near(sites, reach_m, credit_m)
    assert set(pairs.feature[index.exact(sites, pairs).distance_m <= reach_m]) <= set(taken)
    assert set(index.nearest(sites, credit_m).feature) <= set(taken)


@pytest.mark.parametrize(("system", "home"), [("win32", "LOCALAPPDATA"), ("linux", "XDG_CACHE_HOME")])
def test_layers_are_kept_where_the_system_keeps_such_things(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str, home: str
) -> None:
    monkeypatch.setenv(home, str(tmp_path / "here"))
    monkeypatch.setattr(kept.sys, "platform", system)
    assert kept.folder() == tmp_path / "here" / "zonecheck" / "layers"


def test_where_there_are_no_owners_a_folder_in_the_users_profile_is_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "getuid", raising=False)
    assert (opened(tmp_path).at_hand, opened(tmp_path).at_hand) == (True, False)


def test_a_file_in_the_place_of_the_folder_keeps_nothing_and_harms_nothing(tmp_path: Path) -> None:
    kept.folder().parent.mkdir(parents=True)
    kept.folder().write_text("in the way")
    assert plain(opened(tmp_path)) == plain(opened(tmp_path))
    assert kept.folder().read_text() == "in the way"


def test_a_byte_turned_over_anywhere_is_never_believed(tmp_path: Path) -> None:
    before = plain(opened(tmp_path))
    (file,) = files_kept()
    data = file.read_bytes()
    for at in range(5, len(data), len(data) // 60):
        file.unlink()
        file.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        assert plain(opened(tmp_path)) == before, at


def test_of_no_feature_no_outline_is_read_and_of_all_it_is_those_that_were_kept(tmp_path: Path) -> None:
    first = opened(tmp_path)
    again = opened(tmp_path)
    assert isinstance(again.geometry, Outlines)
    assert again.geometry[np.array([], dtype=np.intp)].tolist() == []
    assert [each.wkb for each in np.asarray(again.geometry)] == [each.wkb for each in first.geometry]


def test_other_areas_of_coverage_are_another_layer(tmp_path: Path) -> None:
    entry = ENTRY.replace("coverage: everywhere", "coverage: c.geojson")
    corners = [[113, 31], [116, 31], [116, 33], [113, 33], [113, 31]]
    areas = [[*corners], [[x + 1, y] for x, y in corners]]
    for number, ring in enumerate(areas):
        (tmp_path / "c.geojson").write_text(
            collection(feature({"type": "Polygon", "coordinates": [ring]})), encoding="utf-8"
        )
        west = 113 + number
        if number:
            with pytest.raises(LayerError):
                opened(tmp_path, entry)  # the rivers lie beside the areas as they are now
        else:
            assert opened(tmp_path, entry).coverage.bounds[0] == west


def test_a_registered_file_that_is_exchanged_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = files.sha256_of_file

    def exchanged(path: Path, shown: str) -> str:
        digest = whole(path, shown)
        path.write_text(collection(feature(LINE, name="another")), encoding="utf-8")
        return digest

    monkeypatch.setattr(files, "sha256_of_file", exchanged)
    with pytest.raises(LayerError) as caught:
        opened(tmp_path)
    assert "chang" in caught.value.problems[0]("en")


def test_a_registered_file_that_goes_away_while_it_is_looked_at_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    registered = catalogue(tmp_path, ENTRY)
    monkeypatch.setattr(files, "size", lambda _: 10)
    with pytest.raises(LayerError) as caught:
        registered.open("r")
    assert "r.geojson" in caught.value.problems[0]("en")


def test_a_shapefile_is_another_one_without_one_of_its_parts(tmp_path: Path) -> None:
    through_gdal(tmp_path / "r.shp", shapely.from_geojson(json.dumps(LINE)), 4490, {"name": "府河"})
    entry = ENTRY.replace("r.geojson", "r.shp")
    whole = [catalogue(tmp_path, entry).open("r").at_hand for _ in range(2)]
    (tmp_path / "r.cpg").unlink()
    without = [catalogue(tmp_path, entry).open("r").at_hand for _ in range(2)]
    assert whole == without == [True, False]
