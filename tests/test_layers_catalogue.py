"""Catalogues: what is registered, laid over, refused; always with the line at fault."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

import pytest

from catalogues import catalogue, collection, feature
from zonecheck.errors import LayerError
from zonecheck.layers.catalogue import load
from zonecheck.words import Text


def faults(folder: Path, text: str) -> list[str]:
    path = folder / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LayerError) as caught:
        load([path])
    assert all(problem.text.zh for problem in caught.value.problems)
    return [problem("en").replace(f"{folder}{os.sep}", "") for problem in caught.value.problems]


def fault(folder: Path, keys: str) -> str:
    """The one fault of an entry with these keys."""
    found = faults(folder, f"layers:\n  - id: r\n    path: r.geojson\n    {keys}\n")
    assert len(found) == 1
    return found[0].removeprefix("mine.yaml:")


def test_without_a_catalogue_of_the_user_the_bundled_layers_are_registered() -> None:
    bundled = load()
    assert list(bundled) == ["rivers", "districts", "parks"]
    assert {bundled.entry(layer).origin for layer in bundled} == {"bundled"}


def test_an_entry_of_the_user_replaces_the_bundled_one_whole(tmp_path: Path) -> None:
    mine = catalogue(tmp_path, "{id: rivers, path: r.geojson}")
    entry = mine.entry("rivers")
    assert (entry.accuracy_m, entry.baseline, dict(entry.complete_for), entry.indicative) == (
        None,
        None,
        {},
        False,
    )
    assert entry.origin == str(tmp_path / "layers.yaml")
    assert mine.registered["rivers"].coverage is None
    assert mine.entry("districts").origin == "bundled"


def test_a_later_catalogue_lies_over_an_earlier_one(tmp_path: Path) -> None:
    paths = []
    for name in ("one", "two"):
        paths.append(tmp_path / f"{name}.yaml")
        paths[-1].write_text(f"layers:\n- {{id: red_line, path: {name}.geojson}}\n", encoding="utf-8")
    assert load(paths).registered["red_line"].path == "two.geojson"


def test_a_bare_list_is_a_catalogue_too(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("- {id: red_line, path: red.gpkg}\n", encoding="utf-8")
    assert "red_line" in load([path])


def test_every_key_is_read_as_text_and_typed(tmp_path: Path) -> None:
    mine = catalogue(
        tmp_path,
        "{id: r, path: r.geojson, title: 我的河, crs: EPSG:4547, baseline: bank, accuracy_m: 0.5,"
        " half_width_m: 30, coverage: [112, 31.04, 115, 33], complete_for: {name: [府河], code: 0111},"
        " valid_until: 2027-12-31, source: {zh: 测绘, en: survey}, licence: x, vintage: 2025,"
        f" indicative: yes, sha256: {'0' * 64}}}",
    )
    registration, entry = mine.registered["r"], mine.entry("r")
    assert registration.coverage == (112.0, 31.04, 115.0, 33.0)
    assert (registration.crs, registration.half_width_m) == ("EPSG:4547", 30.0)
    assert (entry.accuracy_m, entry.valid_until, entry.indicative) == (0.5, date(2027, 12, 31), True)
    assert entry.complete_for == {"name": frozenset({"府河"}), "code": frozenset({"0111"})}
    assert (entry.title, entry.source) == (Text("我的河", "我的河"), Text("测绘", "survey"))
    assert (entry.vintage, entry.sha256) == ("2025", "0" * 64)


def test_all_faults_of_a_catalogue_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    text = """layers:
- id: Rivers
  path: http://example.org/r.geojson
  accuracy_m: .nan
- path: r.geojson
  basline: bank
- {id: a, path: a.geojson}
- {id: a, path: a.geojson}
- just words
extra: 1
"""
    lines = [each.removeprefix("mine.yaml:").split(":")[0] for each in faults(tmp_path, text)]
    assert sorted(lines) == ["10", "2", "3", "4", "5", "6", "8", "9"]


@pytest.mark.parametrize(
    ("keys", "message"),
    [
        ("accuracy_m: -5", "4: accuracy_m: expected a number of metres, 0 or more, got '-5'"),
        ("accuracy_m: .inf", "4: accuracy_m: expected a number of metres, 0 or more, got '.inf'"),
        ("accuracy_m: 1 km", "4: accuracy_m: expected a number of metres, 0 or more, got '1 km'"),
        ("accuracy_m:", "4: accuracy_m: expected a number of metres, 0 or more, got nothing"),
        ("crs: WGS84", "4: crs: expected EPSG:4547, got 'WGS84'"),
        ("valid_until: 2027-02-30", "4: valid_until: expected a day such as 2027-12-31, got '2027-02-30'"),
        ("indicative: maybe", "4: indicative: expected yes / no, got 'maybe'"),
        ("sha256: abc", "4: sha256: expected 64 hexadecimal digits, got 'abc'"),
        ("baseline: shore", "4: baseline: expected waterward_edge / outer_edge / bank"),
        ("coverage: [31, 112, 33, 115]", "4: coverage: expected [west, south, east, north] in degrees"),
        ("coverage: [112, 33, 115, 31]", "4: coverage: expected [west, south, east, north] in degrees"),
        ("coverage: [112, 31, 115]", "4: coverage: expected [west, south, east, north] in degrees"),
        ("coverage: [112, -91, 115, 31]", "4: coverage: expected [west, south, east, north] in degrees"),
        ("licence: [open]", "4: licence: expected"),
        ("complete_for: [府河]", "4: complete_for: expected {key: [value, …]} such as {name: [府河]}"),
        ("complete_for: {name: []}", "4: complete_for: expected {key: [value, …]} such as {name: [府河]}"),
        ("source: {zh: 测绘}", "4: source: expected a text, or {zh: …, en: …}, got a mapping"),
        ("colour: blue", "4: unknown key colour; known: id, path"),
    ],
)
def test_a_value_that_does_not_read_exactly_is_refused_with_what_would_be_right(
    tmp_path: Path, keys: str, message: str
) -> None:
    assert fault(tmp_path, keys).startswith(message)


@pytest.mark.parametrize(
    "path",
    [
        "https://example.org/rivers.geojson",
        "/vsicurl/example.org/rivers.gpkg",
        "/VSIZIP/rivers.zip/rivers.shp",
        "PG:dbname=rivers.gpkg",
        "//server/share/rivers.gpkg",
        r"\\server\share\rivers.gpkg",
        "rivers*.geojson",
        "river?.geojson",
        "rivers.vrt",
        "rivers",
    ],
)
def test_only_a_plain_local_file_can_be_registered(tmp_path: Path, path: str) -> None:
    (found,) = faults(tmp_path, f"layers:\n- id: r\n  path: '{path}'\n")
    assert found.startswith("mine.yaml:3: path: ")


def test_a_drive_letter_is_no_address(tmp_path: Path) -> None:
    assert (
        catalogue(tmp_path, r"{id: r, path: 'D:\data\rivers.geojson'}").registered["r"].path.startswith("D:")
    )


def test_yaml_that_hides_something_is_refused_as_a_layer_error(tmp_path: Path) -> None:
    assert "duplicate key id" in faults(tmp_path, "layers:\n- id: a\n  id: b\n  path: a.geojson\n")[0]
    assert faults(tmp_path, "layers: &x\n- {id: a, path: a.geojson}\n")[0].startswith("mine.yaml:1: ")


@pytest.mark.parametrize("text", ["", "layers:\n", "layers: []\n", "layers: rivers\n"])
def test_a_catalogue_without_layers_is_refused(tmp_path: Path, text: str) -> None:
    assert "no layers; expected a list `layers:`" in faults(tmp_path, text)[0]


def test_a_catalogue_that_is_not_there_is_named_as_the_user_typed_it(tmp_path: Path) -> None:
    with pytest.raises(LayerError, match=r"nowhere\.yaml: there is no such layer catalogue"):
        load([tmp_path / "nowhere.yaml"])
    with pytest.raises(LayerError, match="must be a regular file"):
        load([tmp_path])


def test_a_registered_file_is_only_looked_for_when_it_is_asked_for(tmp_path: Path) -> None:
    mine = catalogue(tmp_path, "{id: red_line, path: gone.geojson, accuracy_m: 0}")
    assert mine.open("rivers").entry.id == "rivers"
    with pytest.raises(LayerError, match=r"gone\.geojson: a registered layer, and there is no such file"):
        mine.open("red_line")


def test_a_layer_is_opened_once(tmp_path: Path) -> None:
    mine = catalogue(
        tmp_path, "{id: r, path: r.geojson, baseline: bank, accuracy_m: 0}", collection(feature())
    )
    first = mine.open("r")
    (tmp_path / "r.geojson").unlink()
    assert mine.open("r") is first


@pytest.mark.skipif(sys.platform == "win32", reason="Windows says that there is no such file")
def test_a_catalogue_that_cannot_be_opened_is_named_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("a file, no folder")
    with pytest.raises(LayerError) as caught:
        load([tmp_path / "plain" / "layers.yaml"])
    assert "Not a directory" in caught.value.problems[0]("en")
