"""From a file to a layer: what is accepted, and every way in which a file is refused."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from catalogues import AREA, LINE, catalogue, collection, feature, opened, refusal
from zonecheck.layers import files
from zonecheck.layers.faults import UnusableLayerError

RING = {"type": "LineString", "coordinates": [[113.3, 31.7], [113.4, 31.7], [113.4, 31.8], [113.3, 31.7]]}
BOW_TIE = {
    "type": "Polygon",
    "coordinates": [[[113.3, 31.7], [113.4, 31.8], [113.4, 31.7], [113.3, 31.8], [113.3, 31.7]]],
}


def line(*positions: Any) -> dict[str, Any]:
    return {"type": "LineString", "coordinates": list(positions)}


def message(folder: Path, text: str | bytes, entry: str = "", kind: str = "invalid") -> str:
    """The one fault with which the layer is refused, which must be of this kind."""
    error = refusal(folder, text, entry)
    assert isinstance(error, UnusableLayerError)
    assert [fault.kind for fault in error.faults] == [kind]
    assert error.problems[0].text.zh
    return error.problems[0]("en").replace(str(folder) + os.sep, "")


def test_a_layer_carries_its_features_and_how_well_they_are_known(tmp_path: Path) -> None:
    text = collection(
        feature(identity="a", name="府河", accuracy_m=30, aliases=["涢水"]),
        feature(AREA, name="漂水", accuracy_m="12.5", baseline="water_area", aliases="漂水河；飘水"),
        feature(),
    )
    layer = opened(tmp_path, text, "baseline: bank, accuracy_m: 5")
    assert layer.ids == ("a", "r-2", "r-3")
    assert layer.names == ("府河", "漂水", "r-3")
    assert layer.accuracy_m.tolist() == [30.0, 12.5, 5.0]
    assert layer.baseline == ("bank", "water_area", "bank")
    assert layer.properties[1]["aliases"] == ("漂水河", "飘水")
    assert layer.entry.sha256 == hashlib.sha256(text.encode()).hexdigest()
    assert layer.coverage is None
    assert shapely.equals(layer.geometry[0], shapely.from_geojson(json.dumps(LINE)))


def test_a_byte_order_mark_and_a_single_feature_are_accepted(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbf" + json.dumps(feature()).encode()
    assert len(opened(tmp_path, data)) == 1


def test_heights_are_left_out(tmp_path: Path) -> None:
    layer = opened(tmp_path, collection(feature(line([113.3, 31.7, 60], [113.4, 31.7, 61]))))
    assert not shapely.has_z(layer.geometry).any()


def test_the_half_width_of_a_feature_wins_over_that_of_the_layer(tmp_path: Path) -> None:
    text = collection(feature(half_width_m=40), feature())
    layer = opened(tmp_path, text, "baseline: centreline, accuracy_m: 5, half_width_m: 15")
    assert layer.half_width_m.tolist() == [40.0, 15.0]
    unknown = opened(tmp_path, text.replace('"half_width_m": 40', ""), "baseline: centreline, accuracy_m: 5")
    assert unknown.half_width_m.tolist() == [0.0, 0.0]


@pytest.mark.parametrize("missing", ['"府河"', "null"])
def test_a_park_may_be_known_by_name_alone(tmp_path: Path, missing: str) -> None:
    layer = opened(tmp_path, collection(feature(None, name=json.loads(missing))), "accuracy_m: 0")
    assert layer.geometry.tolist() == [None]


def test_a_river_without_an_outline_is_refused(tmp_path: Path) -> None:
    said = message(tmp_path, collection(feature(None, name="府河")))
    assert (
        said
        == "r.geojson: feature 1 (府河): no geometry; in a layer with a base line every feature must have one"
    )


def test_an_empty_layer_is_refused(tmp_path: Path) -> None:
    assert "the layer is empty" in message(tmp_path, collection(), kind="empty")


def test_a_layer_without_accuracy_is_refused_at_its_line_in_the_catalogue(tmp_path: Path) -> None:
    said = message(tmp_path, collection(feature()), "baseline: bank")
    assert said.startswith("layers.yaml:2: no accuracy is stated; give accuracy_m in metres, 0 if exact")


def test_accuracy_on_every_feature_is_enough_and_on_some_is_not(tmp_path: Path) -> None:
    both = collection(feature(accuracy_m=1), feature(accuracy_m=2))
    assert opened(tmp_path, both, "baseline: bank").accuracy_m.tolist() == [1.0, 2.0]
    one = collection(feature(accuracy_m=1), feature(accuracy_m=None))
    assert "no accuracy is stated" in message(tmp_path, one, "baseline: bank")


def test_a_centre_line_of_unknown_accuracy_is_refused(tmp_path: Path) -> None:
    said = message(tmp_path, collection(feature()), "baseline: centreline")
    assert "a centre line lies half a width from the bank, and no accuracy is stated" in said


def test_lines_that_do_not_say_which_line_they_are_are_refused(tmp_path: Path) -> None:
    said = message(tmp_path, collection(feature()), "accuracy_m: 0")
    assert "a layer of lines does not say which line it is; give baseline: waterward_edge" in said
    assert opened(tmp_path, collection(feature(AREA)), "accuracy_m: 0").baseline == (None,)


@pytest.mark.parametrize("value", [-1, "NaN", "1 km", True, [3]])
def test_an_accuracy_that_is_no_length_is_refused_even_where_the_layer_has_one(
    tmp_path: Path, value: Any
) -> None:
    said = message(tmp_path, collection(feature(accuracy_m=value)))
    assert "accuracy_m must be a number of metres, 0 or more, got" in said


def test_an_unknown_base_line_of_a_feature_is_refused(tmp_path: Path) -> None:
    assert "baseline must be one of" in message(tmp_path, collection(feature(baseline="shore")))


@pytest.mark.parametrize(
    ("geometry", "baseline", "said"),
    [
        (LINE, "water_area", "baseline water_area needs areas, got LineString"),
        (AREA, "centreline", "baseline centreline needs lines, got Polygon"),
        (
            {"type": "Point", "coordinates": [113.3, 31.7]},
            "bank",
            "baseline bank needs lines or areas, got Point",
        ),
        (RING, "bank", "a bank drawn as a closed line, whose inside would count as away from it"),
        (BOW_TIE, "water_area", "invalid geometry (Self-intersection[113.35 31.75])"),
        (line(), "bank", "an empty geometry"),
        (line([113.3, 31.7], [113.3, 31.7]), "bank", "invalid geometry (Too few points"),
    ],
)
def test_a_geometry_that_cannot_stand_for_its_base_line_is_refused(
    tmp_path: Path, geometry: Any, baseline: str, said: str
) -> None:
    found = message(
        tmp_path, collection(feature(geometry, name="府河")), f"baseline: {baseline}, accuracy_m: 0"
    )
    assert found.startswith(f"r.geojson: feature 1 (府河): {said}")


@pytest.mark.parametrize("baseline", ["bank", "waterward_edge", "outer_edge"])
def test_a_bank_may_be_given_as_the_area_that_it_bounds(tmp_path: Path, baseline: str) -> None:
    layer = opened(tmp_path, collection(feature(AREA)), f"baseline: {baseline}, accuracy_m: 0")
    assert layer.baseline == (baseline,)


@pytest.mark.parametrize(
    ("geometry", "said"),
    [
        (line(["113.3", "31.7"], [113.4, 31.7]), 'two numbers, [longitude, latitude], got ["113.3", "31.7"]'),
        (line([113.3], [113.4, 31.7]), "two numbers, [longitude, latitude], got [113.3]"),
        (line([True, 31.7], [113.4, 31.7]), "two numbers"),
        ({"type": "LineString", "coordinates": [113.3, 31.7]}, "two numbers"),
        ({"type": "LineString"}, "two numbers, [longitude, latitude], got null"),
        (line([113.3, 31.7]), "the geometry cannot be built"),
        ({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1]]]}, "the geometry cannot be built"),
        ({"type": "Circle", "coordinates": [1, 2]}, 'geometry type "Circle" is not accepted'),
        (
            {"type": "GeometryCollection", "geometries": []},
            'geometry type "GeometryCollection" is not accepted',
        ),
        ({**LINE, "crs": None}, "a geometry has no `crs` of its own"),
        ([], "geometry type null is not accepted"),
    ],
)
def test_a_geometry_that_is_not_rfc_7946_is_refused(tmp_path: Path, geometry: Any, said: str) -> None:
    assert said in message(tmp_path, collection(feature(geometry)))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not valid JSON"),
        (collection(feature()) + "x", "not valid JSON"),
        (collection(feature())[:-9], "not valid JSON"),
        (collection(feature()).replace("31.71", "NaN"), "NaN is not a finite number"),
        (collection(feature()).replace("31.71", "1e999"), "is not a finite number"),
        (collection(feature()).replace('"features"', '"type": "x", "features"'), "duplicate key type"),
        (collection(feature()).encode("utf-16"), "not UTF-8"),
        (collection(feature(name="府河")).encode("gb18030"), "not UTF-8"),
        ("[" * 100_000, "nested too deeply"),
        ("[]", "expected a GeoJSON FeatureCollection"),
        ('{"type": "FeatureCollection"}', "expected a GeoJSON FeatureCollection"),
        (json.dumps(LINE), "expected a GeoJSON FeatureCollection"),
        (collection("x"), "feature 1: expected a GeoJSON Feature"),
        (collection({"type": "Feature", "properties": {}}), "`geometry` is missing"),
        (collection({**feature(), "properties": "x"}), "`properties` must be an object or null"),
        (collection({**feature(), "id": 1.5}), "`id` must be a text or a whole number"),
        (collection(feature(identity="a"), feature(identity="a")), "feature ids occur twice: a"),
        (collection(feature(near={"lon": 113.0, "lat": 31.0})), "`near` must give three numbers"),
    ],
)
def test_a_file_that_is_no_layer_is_refused(tmp_path: Path, text: str | bytes, said: str) -> None:
    assert said in message(tmp_path, text)


def test_every_bad_feature_is_named(tmp_path: Path) -> None:
    error = refusal(tmp_path, collection(feature(line([1])), feature(), feature(line([2]))))
    assert [problem("en").split(": ")[1] for problem in error.problems] == ["feature 1", "feature 3"]


@pytest.mark.parametrize("entry", ["coverage: everywhere,", "coverage: [112, 31, 115, 33],", ""])
@pytest.mark.parametrize(
    ("pair", "cause"),
    [
        ([31.7, 113.3], "latitude seems to stand first"),
        ([516000.0, 3509000.0], "EPSG:4547"),
        ([473.4, 31.7], "check the CRS and the order"),
    ],
)
def test_swapped_or_metric_coordinates_are_refused_with_the_likely_cause(
    tmp_path: Path, entry: str, pair: list[float], cause: str
) -> None:
    text = collection(feature(line(pair, [113.4, 31.7])))
    said = message(tmp_path, text, f"{entry} baseline: bank, accuracy_m: 0", kind="outside")
    assert "is not a longitude and a latitude; " in said
    assert cause in said


def test_a_feature_wholly_outside_the_declared_coverage_is_refused(tmp_path: Path) -> None:
    far = line([110.0, 31.7], [110.1, 31.7])
    entry = "coverage: [113, 31, 114, 32], baseline: bank, accuracy_m: 0"
    said = message(tmp_path, collection(feature(), feature(far, name="漂水")), entry, kind="outside")
    assert said.startswith("r.geojson: 漂水 at [110.0000, 31.7000, 110.1000, 31.7000] lies wholly outside")
    assert said.endswith("[113.0000, 31.0000, 114.0000, 32.0000]; check its CRS, or correct the coverage")


def test_a_river_may_leave_the_declared_coverage(tmp_path: Path) -> None:
    layer = opened(
        tmp_path, collection(feature()), "coverage: [113, 31, 113.35, 32], baseline: bank, accuracy_m: 0"
    )
    assert layer.coverage.bounds == (113.0, 31.0, 113.35, 32.0)


def test_coverage_may_be_a_file_of_areas(tmp_path: Path) -> None:
    (tmp_path / "area.geojson").write_text(collection(feature(AREA)), encoding="utf-8")
    entry = "coverage: area.geojson, baseline: bank, accuracy_m: 0"
    assert opened(tmp_path, collection(feature()), entry).coverage.geom_type == "Polygon"
    (tmp_path / "area.geojson").write_text(collection(feature()), encoding="utf-8")
    assert "a coverage file must hold valid areas" in message(tmp_path, collection(feature()), entry)


def test_a_claimed_feature_that_is_not_held_is_refused_at_the_line_of_the_claim(tmp_path: Path) -> None:
    entry = "complete_for: {name: [府河, 漂水]}, baseline: bank, accuracy_m: 0"
    said = message(tmp_path, collection(feature(name="府河")), entry)
    assert said == (
        "layers.yaml:2: complete_for claims name 漂水, which the file does not hold;"
        " add the feature, or drop the claim"
    )


def test_a_claim_may_use_an_alias_or_another_spelling(tmp_path: Path) -> None:
    entry = "complete_for: {name: [涢水, 氵厥水]}, baseline: bank, accuracy_m: 0"
    text = collection(feature(name="府河", aliases="涢水"), feature(name="㵐水"))
    assert len(opened(tmp_path, text, entry)) == 2


def test_a_file_that_is_not_the_registered_one_is_refused_with_both_hashes(tmp_path: Path) -> None:
    text = collection(feature())
    digest = hashlib.sha256(text.encode()).hexdigest()
    entry = "baseline: bank, accuracy_m: 0, sha256: "
    assert opened(tmp_path, text, entry + digest).entry.sha256 == digest
    said = message(tmp_path, text, entry + "0" * 64, kind="changed")
    assert "0" * 64 in said
    assert digest in said


def test_a_file_that_is_missing_or_no_file_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, None).faults[0].kind == "missing"
    (tmp_path / "r.geojson").mkdir()
    assert "not a regular file" in refusal(tmp_path, None).problems[0]("en")


def test_a_file_that_is_too_large_is_refused_before_it_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "_MAX_BYTES", 20)
    assert "20" in message(tmp_path, collection(feature()))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows says that there is no such file")
def test_a_file_that_cannot_be_opened_is_refused_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "plain").write_text("a file, no folder")
    error = refusal(tmp_path, None, file="plain/r.geojson")
    assert [fault.kind for fault in error.faults] == ["missing"]
    assert "Not a directory" in error.problems[0]("en")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
def test_a_pipe_is_refused_without_waiting_for_its_writer(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "r.geojson")
    assert "not a regular file" in refusal(tmp_path, None).problems[0]("en")


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4490", "urn:ogc:def:crs:EPSG::4326"])
def test_geographic_crs_names_are_one(tmp_path: Path, name: str) -> None:
    text = collection(feature(), crs={"type": "name", "properties": {"name": name}})
    layer = opened(tmp_path, text, "crs: EPSG:4490, baseline: bank, accuracy_m: 0")
    assert shapely.get_coordinates(layer.geometry)[0].tolist() == [113.3, 31.7]


@pytest.mark.parametrize(
    "crs", [None, {"type": "link", "properties": {"href": "http://example.org"}}, "EPSG:4326"]
)
def test_a_crs_member_that_names_none_is_refused_and_nothing_is_fetched(tmp_path: Path, crs: Any) -> None:
    assert "the `crs` member cannot be understood" in message(tmp_path, collection(feature(), crs=crs))


def test_a_crs_that_contradicts_the_catalogue_is_refused(tmp_path: Path) -> None:
    text = collection(feature(), crs={"type": "name", "properties": {"name": "EPSG:4526"}})
    said = message(tmp_path, text, "crs: EPSG:4547, baseline: bank, accuracy_m: 0")
    assert "the catalogue says the CRS is EPSG:4547, the file says EPSG:4526; correct one of them" in said


def test_degrees_under_a_projected_crs_are_refused(tmp_path: Path) -> None:
    said = message(tmp_path, collection(feature()), "crs: EPSG:4547, baseline: bank, accuracy_m: 0")
    assert "the CRS is said to be EPSG:4547, but the values are degrees" in said


def test_a_projected_layer_is_brought_to_longitude_and_latitude(tmp_path: Path) -> None:
    metres = line([500000.0, 3508000.0], [500100.0, 3508000.0])  # on the central meridian, 114° E
    layer = opened(tmp_path, collection(feature(metres)), "crs: EPSG:4547, baseline: bank, accuracy_m: 0")
    lon, lat = shapely.get_coordinates(layer.geometry)[0]
    assert lon == pytest.approx(114.0, abs=1e-9)
    assert 31.6 < lat < 31.8


def test_a_datum_without_a_known_shift_is_refused_as_a_layer(tmp_path: Path) -> None:
    entry = "crs: EPSG:2383, baseline: bank, accuracy_m: 0"  # Xian 1980
    text = collection(feature(line([38500000.0, 3508000.0], [38500100.0, 3508000.0])))
    assert isinstance(refusal(tmp_path, text, entry), UnusableLayerError)


@pytest.mark.parametrize("file", ["r.gpkg", "r.fgb", "r.shp"])
def test_other_formats_are_read_with_their_properties_and_crs(tmp_path: Path, file: str) -> None:
    write_vector(tmp_path / file)
    layer = opened(tmp_path, None, "baseline: bank, accuracy_m: 1", file)
    assert layer.names == ("府河", "漂水")
    assert layer.accuracy_m.tolist() == [30.0, 1.0]
    assert shapely.get_coordinates(layer.geometry)[0].tolist() == [113.3, 31.7]


def test_every_part_of_a_shapefile_enters_its_hash(tmp_path: Path) -> None:
    write_vector(tmp_path / "r.shp")
    before = opened(tmp_path, None, "baseline: bank, accuracy_m: 1", "r.shp").entry.sha256
    table = tmp_path / "r.dbf"
    table.write_bytes(table.read_bytes().replace("漂".encode(), "飘".encode()))
    after = opened(tmp_path, None, "baseline: bank, accuracy_m: 1", "r.shp")
    assert after.names == ("府河", "飘水")
    assert after.entry.sha256 != before


@pytest.mark.parametrize("part", [".shp", ".shx"])
def test_a_shapefile_that_was_cut_short_is_refused(tmp_path: Path, part: str) -> None:
    write_vector(tmp_path / "r.shp")
    path = (tmp_path / "r.shp").with_suffix(part)
    path.write_bytes(path.read_bytes()[:-8])
    said = refusal(tmp_path, None, "baseline: bank, accuracy_m: 1", "r.shp").problems[0]("en")
    assert f"{part} should have" in said


def test_a_shapefile_without_its_table_or_with_a_deleted_record_is_refused(tmp_path: Path) -> None:
    write_vector(tmp_path / "r.shp")
    table = tmp_path / "r.dbf"
    whole = table.read_bytes()
    start = int.from_bytes(whole[8:10], "little")
    table.write_bytes(whole[:start] + b"*" + whole[start + 1 :])
    said = refusal(tmp_path, None, "baseline: bank, accuracy_m: 1", "r.shp").problems[0]("en")
    assert "1 records of .dbf are marked as deleted while their geometries still lie in .shp" in said
    table.unlink()
    said = refusal(tmp_path, None, "baseline: bank, accuracy_m: 1", "r.shp").problems[0]("en")
    assert said == (
        f"{tmp_path / 'r.shp'}: the shapefile lacks .dbf; give .shp, .shx, .dbf, .prj and .cpg together"
    )


@pytest.mark.parametrize("file", ["r.gpkg", "r.shp", "r.fgb"])
def test_a_file_that_merely_bears_the_suffix_is_not_given_to_gdal(tmp_path: Path, file: str) -> None:
    text = "<OGRVRTDataSource><OGRVRTLayer name='x'><SrcDataSource>y.shp</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
    error = refusal(tmp_path, text, file=file)
    assert "the content is not what the suffix" in error.problems[0]("en")


def test_a_damaged_geopackage_is_refused(tmp_path: Path) -> None:
    error = refusal(tmp_path, b"SQLite format 3\x00" + b"\x00" * 90, file="r.gpkg")
    assert "the GeoPackage is broken" in error.problems[0]("en")


def test_a_geometry_that_a_geopackage_holds_damaged_is_named(tmp_path: Path) -> None:
    write_vector(tmp_path / "r.gpkg")
    with closing(sqlite3.connect(tmp_path / "r.gpkg")) as table:
        (name,) = table.execute("SELECT table_name FROM gpkg_geometry_columns").fetchone()
        for (trigger,) in table.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            table.execute(f'DROP TRIGGER "{trigger}"')
        table.execute(f"UPDATE \"{name}\" SET geom = X'00112233' WHERE fid = 2")
        table.commit()
    error = refusal(tmp_path, None, "baseline: bank, accuracy_m: 1", "r.gpkg")
    assert ["漂水" in problem("zh") for problem in error.problems] == [True]


def test_a_row_of_a_geopackage_without_outline_is_judged_by_the_kind_of_layer(tmp_path: Path) -> None:
    write_vector(tmp_path / "r.gpkg")
    with closing(sqlite3.connect(tmp_path / "r.gpkg")) as table:
        (name,) = table.execute("SELECT table_name FROM gpkg_geometry_columns").fetchone()
        for (trigger,) in table.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            table.execute(f'DROP TRIGGER "{trigger}"')
        table.execute(f'UPDATE "{name}" SET geom = NULL WHERE fid = 2')
        table.commit()
    error = refusal(tmp_path, None, "baseline: bank, accuracy_m: 1", "r.gpkg")
    assert ["漂水" in problem("zh") for problem in error.problems] == [True]


def test_a_geopackage_with_two_layers_is_refused_by_name(tmp_path: Path) -> None:
    write_vector(tmp_path / "r.gpkg", layer="banks")
    write_vector(tmp_path / "r.gpkg", layer="parks", append=True)
    said = refusal(tmp_path, None, file="r.gpkg").problems[0]("en")
    assert "expected exactly one spatial layer in the file, found 2 (banks, parks)" in said


def test_a_table_format_without_a_crs_needs_one_in_the_catalogue(tmp_path: Path) -> None:
    write_vector(tmp_path / "r.shp")
    (tmp_path / "r.prj").unlink()
    error = refusal(tmp_path, None, file="r.shp")
    assert isinstance(error, UnusableLayerError)
    assert [(fault.kind, fault.problem.where) for fault in error.faults] == [
        ("invalid", str(tmp_path / "r.shp"))
    ]
    assert (
        error.problems[0].text.en
        == "the file states no CRS; give it in the catalogue, such as `crs: EPSG:4547`"
    )
    assert error.problems[0].text.zh == "文件未说明坐标系;请在目录中写 crs,如 crs: EPSG:4547"
    entry = "crs: EPSG:4490, baseline: bank, accuracy_m: 1"
    assert len(opened(tmp_path, None, entry, "r.shp")) == 2


def write_vector(path: Path, **options: Any) -> None:
    from pyogrio.raw import write  # noqa: PLC0415  # GDAL only where it is needed

    shape = shapely.to_wkb(shapely.from_geojson(json.dumps(LINE)))
    write(
        path,
        geometry=np.array([shape, shape], dtype=object),
        field_data=[np.array(["府河", "漂水"], dtype=object), np.array([30.0, np.nan])],
        fields=np.array(["name", "accuracy_m"]),
        crs="EPSG:4326",
        geometry_type="LineString",
        encoding="UTF-8" if path.suffix == ".shp" else None,
        **options,
    )


def test_a_geojson_layer_is_read_without_gdal(tmp_path: Path) -> None:
    before = set(sys.modules)
    catalogue(
        tmp_path, "{id: r, path: r.geojson, baseline: bank, accuracy_m: 0}", collection(feature())
    ).open("r")
    assert not {"pyogrio", "geopandas", "pandas", "pyarrow"} & (set(sys.modules) - before)


def test_a_crs_that_is_written_out_is_asked_for_its_code(tmp_path: Path) -> None:
    from pyproj import CRS  # noqa: PLC0415  # PROJ only where it is needed

    named = {"type": "name", "properties": {"name": CRS.from_epsg(4490).to_wkt()}}
    assert len(opened(tmp_path, collection(feature(), crs=named))) == 1
    named = {"type": "name", "properties": {"name": "no system at all"}}
    assert "no system at all" in message(tmp_path, collection(feature(), crs=named))


def test_a_park_that_says_that_it_has_no_circle_has_none(tmp_path: Path) -> None:
    assert (
        opened(tmp_path, collection(feature(AREA, near=None)), "accuracy_m: 0").properties[0]["near"] is None
    )
