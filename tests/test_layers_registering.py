"""`layers add`: a user's own file becomes a layer that opens by itself, or nothing is written at all."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import geopandas
import openpyxl
import pyogrio
import pytest
import shapely

from one_parcel import through_gdal
from reading import written
from worlds import BANK_LON, HEAVY, MIDDLE_LAT, ask, bank, site_at, write_project, write_rivers
from zonecheck.errors import LayerError, OutputError, UsageError
from zonecheck.geodesy.datum import from_wgs84
from zonecheck.layers import catalogue
from zonecheck.layers.addition import Addition
from zonecheck.layers.registering import FILE, register
from zonecheck.layers.selection import select

BANK = shapely.LineString([(BANK_LON, MIDDLE_LAT - 0.1), (BANK_LON, MIDDLE_LAT + 0.1)])
ENTRY = {"baseline": "waterward_edge", "accuracy_m": "0"}
WHOLE = {"coverage": "112,31,115,33", "complete_for": ["name=府河"]}


def shapefile(folder: Path, geometry: Any = BANK, crs: int = 4490, **stated: Any) -> str:
    folder.mkdir(exist_ok=True)
    return str(through_gdal(folder / "own.shp", geometry, crs, stated or {"河名": "府河"}, encoding="GBK"))


def addition(folder: Path, file: str, **more: Any) -> Addition:
    return Addition(**{"id": "rivers", "file": file, "entry": ENTRY, "catalogue": folder / FILE, **more})


def refused(folder: Path, file: str, **more: Any) -> str:
    """What a person is told, and that nothing was left behind."""
    before = sorted(folder.rglob("*"))
    with pytest.raises((LayerError, UsageError)) as caught:
        register(addition(folder, file, **more))
    assert sorted(folder.rglob("*")) == before
    return "\n".join(problem("en") for problem in caught.value.problems)


@pytest.mark.parametrize("crs", [4490, 4547, 4526])
def test_an_official_bank_line_decides_to_the_millimetre_after_it_is_registered(
    capsys: Any, tmp_path: Path, crs: int
) -> None:
    line = geopandas.GeoSeries([shapely.segmentize(BANK, 0.005)], crs=4490).to_crs(crs)[0]
    found = register(addition(tmp_path, shapefile(tmp_path / "in", line, crs), **WHOLE))
    assert (found.layer.names, found.layer.baseline) == (("府河",), ("waterward_edge",))
    near = write_project(tmp_path, site_at(999.98), name="near.geojson", **HEAVY)
    far = write_project(tmp_path, site_at(1000.02), name="far.geojson", **HEAVY)
    answer = ask(
        capsys, near, far, "--pack", "suizhou-2018-4", "-f", "json", "--layers", tmp_path / FILE, "--explain"
    )
    first, second = (
        next(each for each in project["findings"] if each["rule"].endswith("/river-1km"))
        for project in answer.json["projects"]
    )
    assert first["outcome"] == "violated"
    assert (second["outcome"], second["because"]) == (
        "undetermined",
        ["incomplete_layer"],
    )  # 漂水 and 㵐水 are not held


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".fgb", ".kml", ".parquet", ".csv"])
def test_a_layer_comes_from_any_format(tmp_path: Path, suffix: str) -> None:
    frame = geopandas.GeoDataFrame(
        {"name": ["府河", "漂水"]}, geometry=[BANK, shapely.affinity.translate(BANK, 0.1)], crs=4490
    )
    path = tmp_path / f"in{suffix}"
    if suffix == ".parquet":
        frame.to_parquet(path)
    elif suffix == ".csv":
        path.write_text(
            "\n".join(
                ["name,wkt", *(f'{n},"{g.wkt}"' for n, g in zip(frame["name"], frame.geometry, strict=True))]
            )
        )
    else:
        pyogrio.write_dataframe(frame.to_crs(4326), path, **({"driver": "KML"} if suffix == ".kml" else {}))
    found = register(addition(tmp_path, str(path), id="own"))
    held = dict(zip(found.layer.names, found.layer.geometry, strict=True))
    assert set(held) == {"府河", "漂水"}
    assert shapely.equals_exact(held["府河"], BANK, 1e-9)


def test_a_line_traced_on_a_chinese_map_comes_back_to_its_place(tmp_path: Path) -> None:
    shifted = shapely.transform(shapely.segmentize(BANK, 0.01), lambda points: from_wgs84(points, "gcj02"))
    found = register(addition(tmp_path, shapefile(tmp_path / "in", shifted), datum="gcj02"))
    assert shapely.hausdorff_distance(found.layer.geometry[0], BANK) < 1e-7


def test_a_coverage_file_is_converted_and_kept_beside_the_layer(tmp_path: Path) -> None:
    area = shapely.box(BANK_LON - 0.2, MIDDLE_LAT - 0.2, BANK_LON + 0.2, MIDDLE_LAT + 0.2)
    covered = shapefile(tmp_path / "covered", geopandas.GeoSeries([area], crs=4490).to_crs(4547)[0], 4547)
    found = register(addition(tmp_path, shapefile(tmp_path / "in"), coverage=covered))
    assert (tmp_path / "rivers-coverage.geojson").exists()
    assert found.layer.coverage.symmetric_difference(area).area < 1e-4


def test_the_entry_stands_by_itself_and_verifies(
    capsys: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = shapefile(tmp_path / "in")
    monkeypatch.chdir(tmp_path)
    added = ask(capsys, "layers", "add", "rivers", file, "--baseline", "bank", "--accuracy", "5",
                "--valid-until", "2030-12-31", "--source", "水利局", "--lang", "en")  # fmt: skip
    assert (added.status, added.err) == (0, "")
    assert "registered layer rivers: 1 features (LineString 1)" in added.out
    assert "no coverage is stated" in added.out
    assert "nothing is said to be complete" in added.out
    verified = ask(capsys, "layers", "verify", "-f", "json").json["layers"]
    (rivers,) = [each for each in verified if each["id"] == "rivers"]
    assert (rivers["sound"], catalogue.load([FILE]).entry("rivers").accuracy_m) == (True, 5)
    (tmp_path / "rivers.geojson").write_text(
        (tmp_path / "rivers.geojson").read_text(encoding="utf-8") + " ", encoding="utf-8"
    )
    assert ask(capsys, "layers", "verify").status == 2


def test_what_stands_in_a_catalogue_already_is_left_as_it_is(tmp_path: Path) -> None:
    present = "# ours\nlayers:\n- id: other\n  path: other.geojson\n  accuracy_m: 1\n  # a remark\n"
    (tmp_path / FILE).write_text(present, encoding="utf-8")
    register(addition(tmp_path, shapefile(tmp_path / "in")))
    text = (tmp_path / FILE).read_text(encoding="utf-8")
    assert text.startswith(present.rstrip())
    assert list(catalogue.load([tmp_path / FILE]).registered)[-2:] == ["parks", "other"]
    assert catalogue.load([tmp_path / FILE]).entry("rivers").origin != catalogue.BUNDLED


def test_a_layer_is_replaced_only_when_asked(tmp_path: Path) -> None:
    file = shapefile(tmp_path / "in")
    register(addition(tmp_path, file))
    register(addition(tmp_path, file, id="lakes"))
    assert "registered here already; replace it with --replace" in refused(tmp_path, file)
    again = register(addition(tmp_path, file, replace=True, entry={**ENTRY, "accuracy_m": "7"}))
    held = catalogue.load([tmp_path / FILE])
    assert (
        again.layer.entry.accuracy_m,
        held.entry("rivers").accuracy_m,
        held.entry("lakes").accuracy_m,
    ) == (7, 7, 0)


def test_a_file_of_somebody_else_is_not_overwritten(tmp_path: Path) -> None:
    written(tmp_path, "rivers.geojson", "mine")
    assert "exists already and is not overwritten" in refused(tmp_path, shapefile(tmp_path / "in"))
    assert (tmp_path / "rivers.geojson").read_text() == "mine"


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ({"accuracy_m": "5"}, "does not say which line it is"),
        ({"baseline": "centreline"}, "no accuracy is stated"),
        ({"baseline": "water_area", "accuracy_m": "5"}, "needs areas"),
        ({"baseline": "bank", "accuracy_m": "5", "valid_until": "soon"}, "expected a day"),
    ],
)
def test_an_entry_that_would_not_open_is_not_written(
    tmp_path: Path, entry: dict[str, str], told: str
) -> None:
    assert told in refused(tmp_path, shapefile(tmp_path / "in"), entry=entry)


def test_claims_and_coverage_that_the_file_does_not_bear_out_are_refused(tmp_path: Path) -> None:
    file = shapefile(tmp_path / "in")
    assert "which the file does not hold" in refused(tmp_path, file, complete_for=["name=漂水"])
    assert "lies wholly outside the declared coverage" in refused(tmp_path, file, coverage="100,20,101,21")
    assert "expected name=府河,漂水 or everything" in refused(tmp_path, file, complete_for=["府河"])
    assert ".zonecheck-" not in refused(tmp_path, file, complete_for=["name=漂水"])  # where it was worked on


def test_a_catalogue_that_is_no_text_is_refused_and_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes("目录".encode("gb18030"))
    assert FILE in refused(tmp_path, shapefile(tmp_path / "in"))
    assert (tmp_path / FILE).read_bytes() == "目录".encode("gb18030")


def test_a_file_that_says_it_is_complete_for_everything_is(tmp_path: Path) -> None:
    more = {"coverage": "112,31,115,33", "complete_for": ["everything"]}
    found = register(addition(tmp_path, shapefile(tmp_path / "in"), **more))
    assert select(found.layer, None, ()).complete


def test_what_cannot_be_registered_says_what_would_be_right(tmp_path: Path) -> None:
    file = shapefile(tmp_path / "in")
    assert "Rivers" in refused(tmp_path, file, id="Rivers")
    assert "nowhere" in refused(tmp_path, file, catalogue=tmp_path / "nowhere" / FILE)
    assert ".gpkg" in refused(tmp_path, str(written(tmp_path, "own.vrt", "no layer")))
    pyogrio.write_dataframe(geopandas.read_file(file), tmp_path / "own.gpkg", layer="banks")
    assert "holds no table 'lakes'" in refused(tmp_path, str(tmp_path / "own.gpkg"), table="lakes")


def test_where_it_cannot_be_written_nothing_is_left_half_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = shapefile(tmp_path / "in")
    (tmp_path / FILE).mkdir()
    assert FILE in refused(tmp_path, file)
    (tmp_path / FILE).rmdir()

    def full(*_: Any, **__: Any) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "mkdtemp", full)
    with pytest.raises(OutputError) as caught:
        register(addition(tmp_path, file))
    assert "No space left on device" in caught.value.problems[0]("en")
    monkeypatch.undo()
    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OutputError) as caught:
        register(addition(tmp_path, file))
    assert "No space left on device" in caught.value.problems[0]("en")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in"]


def test_an_unusable_feature_refuses_the_file(tmp_path: Path) -> None:
    frame = geopandas.GeoDataFrame({"name": ["甲", "乙"]}, geometry=[BANK, None], crs=4490)
    frame.to_file(tmp_path / "own.shp")
    assert "feature 2: has no geometry" in refused(tmp_path, str(tmp_path / "own.shp"))
    bow_tie = shapely.Polygon([(113.3, 31.7), (113.4, 31.8), (113.4, 31.7), (113.3, 31.8)])
    assert "invalid geometry (Self-intersection" in refused(tmp_path, shapefile(tmp_path / "in", bow_tie))


def test_a_file_without_system_is_refused_until_it_is_named(tmp_path: Path) -> None:
    path = Path(shapefile(tmp_path / "in"))
    path.with_suffix(".prj").unlink()
    assert "declares no coordinate system" in refused(tmp_path, str(path))
    assert len(register(addition(tmp_path, str(path), crs="EPSG:4490")).layer) == 1


def test_of_several_tables_one_is_picked_by_name(tmp_path: Path) -> None:
    frame = geopandas.GeoDataFrame({"name": ["甲"]}, geometry=[BANK], crs=4490)
    for layer in ("banks", "lakes"):
        pyogrio.write_dataframe(frame, tmp_path / "own.gpkg", layer=layer)
    assert "holds 2 tables (banks, lakes); pick one with --table" in refused(
        tmp_path, str(tmp_path / "own.gpkg")
    )
    assert len(register(addition(tmp_path, str(tmp_path / "own.gpkg"), table="banks")).layer) == 1


def test_columns_of_the_user_become_what_a_layer_knows(tmp_path: Path) -> None:
    file = shapefile(tmp_path / "in", RIVER="府河", HALF=75.0, CODE="F1")
    found = register(addition(tmp_path, file, entry={"baseline": "centreline", "accuracy_m": "5"},
                              names={"name": "RIVER", "half_width_m": "HALF", "id": "CODE"}))  # fmt: skip
    assert (found.layer.names, found.layer.ids, found.layer.half_width_m.tolist()) == (
        ("府河",),
        ("F1",),
        [75.0],
    )
    assert "has no column 'WIDTH'" in refused(tmp_path, file, id="b", names={"half_width_m": "WIDTH"})


def test_a_register_of_zones_without_outlines_is_a_layer(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for line in (
        ["园区登记表"],
        ["园区名称", "kind", "min_floor_area_ratio"],
        ["随州高新区化工园区", "chemical_park", 0.8],
    ):
        book.active.append(line)
    book.save(tmp_path / "zones.xlsx")
    found = register(
        addition(
            tmp_path, str(tmp_path / "zones.xlsx"), id="parks", entry={"accuracy_m": "0"}, outlines=False
        )
    )
    assert found.layer.names == ("随州高新区化工园区",)
    assert (found.layer.geometry[0], found.layer.properties[0]["min_floor_area_ratio"]) == (None, 0.8)


def test_what_only_a_person_knows_is_demanded_where_nobody_can_be_asked(capsys: Any, tmp_path: Path) -> None:
    answer = ask(capsys, "layers", "add", "rivers", shapefile(tmp_path), "--lang", "en")
    assert answer.status == 2
    assert "must be told: --baseline, --accuracy" in answer.err


def test_two_base_lines_of_one_river_are_two_distances(capsys: Any, tmp_path: Path) -> None:
    inner, outer = bank(), bank(lon=BANK_LON + 0.001)
    for feature, baseline in ((inner, "waterward_edge"), (outer, "outer_edge")):
        feature["properties"]["baseline"] = baseline
    collection = {"type": "FeatureCollection", "features": [inner, outer]}
    file = written(tmp_path, "own.geojson", json.dumps(collection, ensure_ascii=False))
    register(addition(tmp_path, str(file), **WHOLE))
    project = write_project(tmp_path, site_at(500), **HEAVY)
    found = ask(
        capsys, project, "--pack", "suizhou-2018-4", "-f", "json", "--layers", tmp_path / FILE
    ).finding("river-1km")
    assert {entry["baseline"] for entry in found["evidence"] if entry.get("feature") == "府河"} == {
        "waterward_edge",
        "outer_edge",
    }


def test_a_catalogue_that_lies_here_and_is_not_used_is_named(
    capsys: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    project = write_project(tmp_path, site_at(100), **HEAVY)
    write_rivers(tmp_path).rename("zonecheck-layers.yaml")
    without = ask(capsys, project, "--lang", "en")
    assert "zonecheck-layers.yaml, which was not used" in without.err
    assert "not used" not in ask(capsys, project, "--layers", "zonecheck-layers.yaml", "--lang", "en").err
    (tmp_path / "zonecheck.toml").write_text('layers = ["zonecheck-layers.yaml"]', encoding="utf-8")
    assert "not used" not in ask(capsys, project, "--lang", "en").err
