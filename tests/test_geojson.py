"""GeoJSON in all its forms, read exactly: what comes in comes out, feature by feature."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from zonecheck.errors import InputError, LimitError
from zonecheck.projects.geojson import read
from zonecheck.projects.raw import Limits, RawFeatures
from zonecheck.projects.sources import content

POINT = {"type": "Point", "coordinates": [113.37012345, 31.71012345]}
RING = [[113.37, 31.71], [113.38, 31.71], [113.38, 31.72], [113.37, 31.71]]
SQUARE_WITH_HOLE = {
    "type": "Polygon",
    "coordinates": [
        [[113.0, 31.0], [114.0, 31.0], [114.0, 32.0], [113.0, 32.0], [113.0, 31.0]],
        [[113.2, 31.2], [113.4, 31.2], [113.4, 31.4], [113.2, 31.2]],
    ],
}
GEOMETRIES = {
    "Point": POINT["coordinates"],
    "MultiPoint": RING[:2],
    "LineString": RING[:3],
    "MultiLineString": [RING[:2], RING[1:]],
    "Polygon": SQUARE_WITH_HOLE["coordinates"],
    "MultiPolygon": [SQUARE_WITH_HOLE["coordinates"], [[[x + 3, y] for x, y in RING]]],
}


def feature(geometry: Any = POINT, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def collection(*features: Any, **members: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", **members, "features": list(features)}


def read_text(text: str | bytes, name: str = "site.geojson", **limits: int) -> RawFeatures:
    return read(content(name, text if isinstance(text, bytes) else text.encode()), Limits(**limits))


def read_value(value: Any) -> RawFeatures:
    return read_text(json.dumps(value, ensure_ascii=False))


@pytest.mark.parametrize("kind", GEOMETRIES)
def test_each_geometry_type_is_built_as_shapely_itself_reads_it(kind: str) -> None:
    geometry = {"type": kind, "coordinates": GEOMETRIES[kind]}
    built = read_value(collection(feature(geometry), feature(POINT))).geometry[0]
    assert shapely.equals_identical(built, shapely.from_geojson(json.dumps(geometry)))


def test_all_types_in_one_file_keep_their_order() -> None:
    geometries = [{"type": kind, "coordinates": coordinates} for kind, coordinates in GEOMETRIES.items()]
    raw = read_value(collection(*(feature(geometry) for geometry in geometries * 3)))
    assert [geometry.geom_type for geometry in raw.geometry] == list(GEOMETRIES) * 3


def test_a_feature_and_a_bare_geometry_are_one_project_each() -> None:
    assert read_value(feature(POINT, name="甲")).properties == [{"name": "甲"}]
    assert read_value(POINT).properties == [{}]
    assert len(read_value({"type": "GeometryCollection", "geometries": [POINT]})) == 1


def test_a_collection_is_taken_apart_one_level() -> None:
    square = SQUARE_WITH_HOLE
    raw = read_value(
        collection(feature(POINT), feature({"type": "GeometryCollection", "geometries": [square, POINT]}))
    )
    assert {part.geom_type for part in shapely.get_parts(raw.geometry[1])} == {"Polygon", "Point"}


@pytest.mark.parametrize(
    ("text", "name", "lines"),
    [
        ("{a}\n{b}\n", "x.geojsonl", [1, 2]),
        ("{a}\n\n{b}", "x.json", [1, 3]),
        ("{a}\r\n{b}\r\n", "x.json", [1, 2]),
        ("\x1e{a}\n\x1e{b}\n", "x.geojsons", [1, 2]),
        ("\x1e{pretty}\n\x1e{b}\n", "x.json", [1, None]),
    ],
)
def test_several_texts_in_one_file_are_several_projects(
    text: str, name: str, lines: list[int | None]
) -> None:
    pretty = json.dumps(feature(POINT, id="A"), indent=1)
    filled = text.replace("{pretty}", pretty)
    filled = filled.replace("{a}", json.dumps(feature(POINT, id="A"))).replace(
        "{b}", json.dumps(feature(POINT, id="B"))
    )
    raw = read_text(filled, name)
    assert [properties["id"] for properties in raw.properties] == ["A", "B"]
    assert raw.lines == [line or pretty.count("\n") + 2 for line in lines]
    assert not raw.remarks.problems


def test_lines_are_those_on_which_features_begin() -> None:
    text = json.dumps(
        collection(feature(POINT, tags=[{}, [{}]]), feature(POINT, name='{"[\\'), feature(POINT)), indent=2
    )
    begins = [number for number, line in enumerate(text.split("\n"), 1) if line == "    {"]
    assert read_text(text).lines == begins
    assert len(begins) == 3


def test_lines_survive_members_before_the_features_and_features_that_are_none() -> None:
    text = (
        '{"type": "FeatureCollection",\n "note": [{"features": [{}]}],\n "features" :\n [\nnull,\n'
        + json.dumps(feature())
    )
    assert read_text(text + "]}").lines == [None, 6]


def test_a_byte_order_mark_is_accepted_and_gb18030_where_it_is_named() -> None:
    text = json.dumps(feature(POINT, name="㵐水化工"), ensure_ascii=False)
    assert read_text(b"\xef\xbb\xbf" + text.encode()).properties[0]["name"] == "㵐水化工"
    named = read(content("x.geojson", text.encode("gb18030")), encoding="gb18030")
    assert named.properties[0]["name"] == "㵐水化工"


def test_a_byte_order_mark_wins_over_a_named_encoding() -> None:
    text = b"\xef\xbb\xbf" + json.dumps(feature(POINT, name="府河"), ensure_ascii=False).encode()
    assert read(content("x.geojson", text), encoding="gb18030").properties[0]["name"] == "府河"


def test_heights_are_left_out_with_a_note_and_a_fourth_number_with_a_warning() -> None:
    solid = {"type": "LineString", "coordinates": [[113.0, 31.0, 80], [113.1, 31.0, 80]]}
    mixed = {"type": "LineString", "coordinates": [[113.0, 31.0], [113.1, 31.0, 80, 5]]}
    raw = read_value(collection(feature(solid), feature(mixed), feature(POINT)))
    assert not shapely.has_z(raw.geometry).any()
    assert ["warning" in raw.remarks.notes[row][0].en for row in (0, 1)] == [False, True]
    assert 2 not in raw.remarks.notes


def test_a_file_in_which_every_position_has_a_height_is_read_alike() -> None:
    with_height = [[x, y, 80.5] for x, y in RING]
    raw = read_value(collection(feature({"type": "Polygon", "coordinates": [with_height]})))
    assert shapely.equals_identical(raw.geometry[0], shapely.polygons(RING))


@pytest.mark.parametrize(
    ("written", "decimals"),
    [
        ("113.4", 1),
        ("113.4000", 4),
        ("113.12345", 5),
        ("113.123456", -1),
        ("113.40000000", -1),
        ("113", 0),
        ("1134e-1", 1),
    ],
)
def test_decimals_are_counted_as_they_were_written(written: str, decimals: int) -> None:
    text = '{"type": "Feature", "properties": {"x": 0.12345678}, "geometry": {"type": "Point", "coordinates": [%s, 31]}}'
    assert read_text(text % written).decimals.tolist() == [decimals]
    assert read_text(
        f'{{"type": "FeatureCollection", "features": [{text % written}]}}'
    ).decimals.tolist() == [decimals]


def test_the_most_decimals_of_any_coordinate_count() -> None:
    fine_once = {"type": "LineString", "coordinates": [[113.1, 31.1], [113.2, 31.2345]]}
    assert read_value(collection(feature(fine_once), feature(POINT))).decimals.tolist() == [4, -1]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("urn:ogc:def:crs:EPSG::4490", 4490),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", 4326),
        ("EPSG:4547", 4547),
        ("http://www.opengis.net/def/crs/EPSG/0/4526", 4526),
    ],
)
def test_a_declared_crs_is_followed_by_name_urn_and_address(name: str, code: int) -> None:
    crs = {"type": "name", "properties": {"name": name}}
    assert read_value(collection(feature(), crs=crs)).crs == code


def test_one_faulty_feature_among_many_costs_no_other() -> None:
    features = [feature(POINT, id=str(number)) for number in range(2000)]
    features[700]["geometry"] = {"type": "Point", "coordinates": ["113", 31]}
    features[1999]["geometry"] = {"type": "Point", "coordinates": [113]}
    raw = read_value(collection(*features))
    assert sorted(raw.remarks.problems) == [700, 1999]
    assert np.flatnonzero(shapely.is_missing(raw.geometry)).tolist() == [700, 1999]


def test_a_flaw_inside_one_feature_costs_no_other() -> None:
    text = json.dumps(collection(*(feature(POINT, n=number) for number in range(5)))).replace(
        '"n": 3', '"n": NaN'
    )
    raw = read_text(text)
    assert list(raw.remarks.problems) == [3]
    assert [properties.get("n") for properties in raw.properties] == [0, 1, 2, None, 4]


@pytest.mark.parametrize(
    "member", ['"name": NaN', '"name": 1e999', '"name": "a", "name": "b"', '"x": {"y": 1, "y": 1}']
)
def test_a_flaw_of_the_file_itself_refuses_the_file(member: str) -> None:
    text = f'{{"type": "FeatureCollection", {member}, "features": [{json.dumps(feature())}]}}'
    with pytest.raises(InputError):
        read_text(text)


def test_nesting_is_measured_outside_strings_only() -> None:
    assert len(read_value(feature(POINT, name='[[[["\\' * 200))) == 1


@pytest.mark.parametrize(
    "text", ['{"a":' * 100_000, "[" * 100_000, '{"type":"Feature","x":"\\"' + "[" * 3000]
)
def test_deep_nesting_ends_in_an_input_error_and_never_in_a_recursion_error(text: str) -> None:
    with pytest.raises(InputError):
        read_text(text)


def test_limits_can_be_raised() -> None:
    deep = feature(POINT, a=[[[[[[1]]]]]])
    with pytest.raises(LimitError, match="--max-depth"):
        read_text(json.dumps(deep), max_depth=5)
    assert len(read_text(json.dumps(deep), max_depth=20)) == 1


def test_escapes_are_characters_and_pairs_of_halves_are_whole() -> None:
    raw = read_text(json.dumps(feature(POINT, name="府河\U00020000\\ud83d")))
    assert raw.properties[0]["name"] == "府河\U00020000\\ud83d"
    assert not raw.remarks.problems


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(
    st.lists(
        st.fixed_dictionaries({"type": st.just("Feature"), "geometry": JSON, "properties": JSON}) | JSON,
        min_size=1,
    )
)
def test_whatever_the_features_are_as_many_come_out_as_go_in(features: list[Any]) -> None:
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=True)
    raw = read_text(text)
    assert len(raw) == len(features)
    unusable = shapely.is_missing(raw.geometry)
    assert all(row in raw.remarks.problems for row in np.flatnonzero(unusable).tolist())


@given(
    st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))
)
def test_whatever_the_bytes_are_they_are_features_or_an_input_error(data: bytes) -> None:
    try:
        assert len(read(content("x.geojson", data))) > 0
    except InputError as error:
        assert error.problems[0].where.startswith("x.geojson")


@given(st.integers(0, 10_000))
def test_a_file_cut_anywhere_is_never_read_as_whole(cut: int) -> None:
    text = json.dumps(
        collection(feature(POINT, name="甲"), feature(SQUARE_WITH_HOLE)), ensure_ascii=False
    ).encode()
    with pytest.raises(InputError):
        read_text(text[: cut % len(text)])
