"""From the features of a file to a table of projects: nothing dropped, no default where a value is unreadable."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pyproj
import pytest
import shapely
from shapely.geometry import GeometryCollection, LineString, Point, Polygon

from zonecheck.errors import InputError, UsageError
from zonecheck.projects.build import Assumptions, build
from zonecheck.projects.geojson import read
from zonecheck.projects.raw import in_memory
from zonecheck.projects.sources import content
from zonecheck.projects.table import Projects
from zonecheck.projects.vocabulary import VOCABULARY

SQUARE = Polygon([(113.37, 31.71), (113.372, 31.71), (113.372, 31.712), (113.37, 31.712)])
LINE = LineString([(113.37, 31.71), (113.38, 31.72)])
POINT = Point(113.37, 31.71)


def stated(*properties: dict[str, Any]) -> Projects:
    """Projects at one place that state these things."""
    return build(in_memory([SQUARE] * len(properties), properties))


def from_text(geometry: str, crs: str | None = None, asked: str | None = None, **properties: Any) -> Projects:
    member = "" if crs is None else f'"crs": {{"type": "name", "properties": {{"name": "{crs}"}}}},'
    feature = f'{{"type": "Feature", "properties": {json.dumps(properties)}, "geometry": {geometry}}}'
    text = f'{{"type": "FeatureCollection", {member} "features": [{feature}]}}'
    return build(read(content("x.geojson", text.encode())), Assumptions(crs=asked))


def said(projects: Projects, row: int = 0) -> list[tuple[str | None, str]]:
    return [(problem.attribute, problem.text.en) for problem in projects.problems.get(row, ())]


def test_every_attribute_of_the_vocabulary_is_a_column_even_where_nobody_states_it() -> None:
    projects = stated({}, {"name": "甲"})
    assert set(projects.columns) == set(VOCABULARY)
    assert all(len(column) == 2 for column in projects.columns.values())
    assert projects.columns["nature"].missing.all()


def test_chinese_and_english_keys_fill_the_same_column() -> None:
    projects = stated({"industry": "C2614"}, {"行业代码": 2614}, {"国民经济行业类别": "2614"})
    assert [projects.columns["industry"].at(row).codes for row in range(3)] == [("2614",)] * 3


def test_equal_values_are_kept_once_and_true_is_not_one() -> None:
    column = stated({"id": 1}, {"id": "1"}, {"id": True}, {"id": 1.0}).columns["id"]
    assert (column.codes.tolist(), column.values) == ([0, 0, -1, 0], ("1",))


def test_attributes_are_carried_through_as_they_came() -> None:
    properties = {"industry": "C2614", "备注": {"a": [1]}}
    assert stated(properties).properties[0] is properties


@pytest.mark.parametrize(
    "raw", [{"accuracy_m": "about 30"}, {"date": "2024/1/1"}, {"industry_edition": 2002}]
)
def test_an_unreadable_value_that_has_a_default_makes_the_project_invalid(raw: dict[str, Any]) -> None:
    projects = stated(raw, {})
    assert projects.invalid.tolist() == [True, False]
    assert [attribute for attribute, _ in said(projects)] == list(raw)


def test_any_other_unreadable_value_is_missing_and_told() -> None:
    projects = stated({"nature": "新键"})
    assert not projects.invalid[0]
    assert projects.columns["nature"].missing[0]
    assert "新建" in said(projects)[0][1]


def test_two_names_that_agree_are_one_statement() -> None:
    projects = stated(
        {"industry": "C2614", "行业代码": "2614有机化学原料制造"}, {"nature": "new", "建设性质": "新建"}
    )
    assert not projects.problems
    assert projects.columns["nature"].at(1) == ("new",)


def test_a_narrower_code_under_another_name_is_no_contradiction() -> None:
    projects = stated(
        {"行业类别": "C26化学原料和化学制品制造业", "行业代码": "2614"}, {"行业类别": "C", "行业代码": "2614"}
    )
    assert not projects.problems
    assert [projects.columns["industry"].at(row).codes for row in (0, 1)] == [("2614",)] * 2


def test_two_names_that_contradict_each_other_leave_the_attribute_missing() -> None:
    projects = stated({"industry": "2614", "行业代码": "1432"}, {"accuracy_m": 5, "精度": 50})
    assert projects.columns["industry"].missing[0]
    assert "industry=2614, 行业代码=1432" in said(projects)[0][1]
    assert projects.invalid.tolist() == [False, True]


def test_a_name_that_is_empty_contradicts_nothing() -> None:
    assert stated({"nature": "", "建设性质": "新建"}).columns["nature"].at(0) == ("new",)


def test_own_names_of_attributes_take_the_place_of_the_known_ones() -> None:
    raw = in_memory([SQUARE], [{"hangye": "2614", "industry": "chemicals"}])
    projects = build(raw, Assumptions(names={"industry": "hangye"}))
    assert projects.columns["industry"].at(0).codes == ("2614",)
    with pytest.raises(InputError, match="nowhere"):
        build(raw, Assumptions(names={"industry": "nowhere"}))
    with pytest.raises(UsageError, match="did you mean industry"):
        build(raw, Assumptions(names={"industri": "hangye"}))


def test_a_code_that_the_stated_edition_lacks_is_a_problem() -> None:
    edition = {"industry_edition": "2011"}
    projects = stated(
        {"industry": "2521", **edition}, {"industry": "2521;1432", **edition}, {"industry": "2521"}
    )
    assert projects.columns["industry"].missing.tolist() == [True, False, False]
    assert ["2011 has no code 2521" in str(said(projects, row)) for row in range(3)] == [True, True, False]


def test_the_id_of_the_feature_stands_in_where_the_attributes_name_none() -> None:
    features = [
        {
            "type": "Feature",
            "id": 7,
            "properties": properties,
            "geometry": {"type": "Point", "coordinates": [113.4, 31.7]},
        }
        for properties in ({}, {"项目代码": "P-1"})
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features})
    column = build(read(content("x.geojson", text.encode()))).columns["id"]
    assert [column.at(0), column.at(1)] == ["7", "P-1"]


def test_repeated_ids_are_reported_with_the_index_of_the_other_and_both_are_kept() -> None:
    projects = stated({"id": "A"}, {"id": "B"}, {"id": "A"})
    assert ("id", "the id 'A' stands 2 times in the file (also at index 2)") in said(projects, 0)
    assert "also at index 0" in said(projects, 2)[0][1]
    assert not projects.invalid.any()
    assert 1 not in projects.problems


def test_points_and_lines_have_no_known_extent_unless_it_is_stated_or_the_project_is_linear() -> None:
    geometry = [
        SQUARE,
        POINT,
        POINT,
        LINE,
        LINE,
        POINT,
        GeometryCollection([SQUARE, POINT]),
        GeometryCollection([SQUARE, LINE]),
    ]
    properties: list[dict[str, Any]] = [
        {"extent_m": 50},
        {},
        {"extent_m": 50},
        {},
        {"linear": "是"},
        {"linear": "是"},
        {"linear": "是"},
        {"linear": "是"},
    ]
    extents = build(in_memory(geometry, properties)).sites.extent_m
    np.testing.assert_array_equal(extents, [0, np.nan, 50, np.nan, 0, np.nan, np.nan, 0])


@pytest.mark.parametrize(("decimals", "metres"), [(3, 73), (4, 7.3), (5, 0.73), (6, 0.0)])
def test_few_decimals_count_as_rounding(decimals: int, metres: float) -> None:
    """Half a unit of the last decimal along the diagonal, at the latitude of Suizhou."""
    coordinates = f"[{113.1234567:.{decimals}f}, {31.7123456:.{decimals}f}]"
    projects = from_text(f'{{"type": "Point", "coordinates": {coordinates}}}')
    assert projects.sites.rounding_m[0] == pytest.approx(metres, rel=0.005)


def test_rounding_is_what_the_geodesic_between_rounded_and_true_corner_says() -> None:
    half = 0.00005
    _, _, metres = pyproj.Geod(ellps="GRS80").inv(113.1234, 31.7123, 113.1234 + half, 31.7123 + half)
    projects = from_text('{"type": "Point", "coordinates": [113.1234, 31.7123]}')
    assert projects.sites.rounding_m[0] == pytest.approx(metres, rel=1e-4)


def test_rounding_does_not_count_beside_a_stated_accuracy() -> None:
    projects = from_text('{"type": "Point", "coordinates": [113.12, 31.71]}', accuracy_m=5)
    assert (projects.sites.rounding_m[0], projects.sites.accuracy_m[0]) == (0.0, 5.0)


def test_rounding_does_not_count_for_metres() -> None:
    projects = from_text('{"type": "Point", "coordinates": [440301.2, 3510002.1]}', "EPSG:4547")
    assert projects.sites.rounding_m[0] == 0.0


def test_a_projected_file_lies_where_its_projection_says() -> None:
    east, north = pyproj.Transformer.from_crs(4490, 4547, always_xy=True).transform(113.37, 31.71)
    projects = from_text(
        f'{{"type": "Point", "coordinates": [{east!r}, {north!r}]}}', "urn:ogc:def:crs:EPSG::4547"
    )
    np.testing.assert_allclose(shapely.get_coordinates(projects.sites.geometry), [[113.37, 31.71]], atol=1e-9)
    asked = from_text(f'{{"type": "Point", "coordinates": [{east!r}, {north!r}]}}', asked="EPSG:4547")
    assert shapely.equals_identical(asked.sites.geometry[0], projects.sites.geometry[0])


def test_one_place_outside_its_projection_costs_no_other() -> None:
    points = [
        {"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": coordinates}}
        for coordinates in ([440301.2, 3510002.1], [3510002.1, 440301.2])
    ]
    crs = {"type": "name", "properties": {"name": "EPSG:4547"}}
    text = json.dumps({"type": "FeatureCollection", "crs": crs, "features": points})
    projects = build(read(content("x.geojson", text.encode())))
    assert projects.invalid.tolist() == [False, True]


def test_wgs84_and_cgcs2000_are_one_and_no_conflict() -> None:
    point = '{"type": "Point", "coordinates": [113.12345678, 31.71]}'
    assert not from_text(point, "EPSG:4490", asked="EPSG:4326").invalid[0]
    with pytest.raises(InputError, match="--crs says EPSG:4547"):
        from_text(point, "EPSG:4490", asked="EPSG:4547")
    with pytest.raises(UsageError, match="--crs"):
        from_text(point, asked="Xian 1980")


def test_an_assumed_coordinate_system_is_told_for_every_project_and_a_declared_one_is_not() -> None:
    point = '{"type": "Point", "coordinates": [113.12345678, 31.71, 80]}'
    assumed = [text.en for text in from_text(point).assumptions[0]]
    assert "RFC 7946" in assumed[0]
    assert "heights" in assumed[1]
    assert ["heights" in text.en for text in from_text(point, "EPSG:4490").assumptions[0]] == [True]
    assert not stated({}).assumptions


def test_a_project_without_usable_geometry_keeps_its_attributes() -> None:
    projects = from_text("null", id="A-1")
    assert projects.invalid[0]
    assert projects.sites.geometry[0] is None
    assert projects.columns["id"].at(0) == "A-1"


def test_wrong_winding_and_repeated_vertices_are_accepted() -> None:
    clockwise = shapely.reverse(SQUARE)
    repeated = Polygon([(113.37, 31.71), *SQUARE.exterior.coords])
    assert not build(in_memory([clockwise, repeated], [{}, {}])).invalid.any()


@pytest.mark.parametrize(("code", "told"), [(4547, False), (4546, True), (4526, False), (3857, False)])
def test_a_site_beside_the_zone_of_its_system_is_told_to_check_the_zone(code: int, told: bool) -> None:
    move = pyproj.Transformer.from_crs(4490, code, always_xy=True).transform
    x, y = move(113.4, 31.7)
    text = json.dumps(
        {
            "type": "Feature",
            "crs": {"type": "name", "properties": {"name": f"EPSG:{code}"}},
            "properties": {},
            "geometry": {"type": "Point", "coordinates": [x, y]},
        }
    )
    notes = [note.en for note in build(read(content("p.geojson", text.encode()))).assumptions.get(0, ())]
    assert any("check the zone" in note for note in notes) == told


@pytest.mark.parametrize(("x", "told"), [(113.374211, False), (-113.374211, True), (13.374211, True)])
def test_a_site_outside_china_is_told_to_check_its_coordinates(x: float, told: bool) -> None:
    projects = build(in_memory([Point(x, 31.718222)], [{}]))
    assert not projects.invalid.any()
    assert any("outside China" in note.en for note in projects.assumptions.get(0, ())) == told
