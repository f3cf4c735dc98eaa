"""Do coordinates of every system come to the same place, and are those refused that cannot?"""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from pyproj import Transformer

import zoo
from zonecheck.errors import InputError
from zonecheck.geodesy.change import outside_of_use
from zonecheck.geodesy.crs import epsg, likely_crs, to_geographic
from zonecheck.geodesy.distance import exact

# edges of up to 500 m, in EPSG:4547
OUTLINE = [(441000, 3512000), (441400, 3512300), (441380, 3512800), (440950, 3512750), (440900, 3512310)]


def outline_in(code):
    """The same vertices in another system."""
    to_other = Transformer.from_crs(4547, code, always_xy=True)
    return np.array([shapely.Polygon(np.column_stack(to_other.transform(*np.array(OUTLINE).T)))])


def refusal(geometry, crs):
    with pytest.raises(InputError) as raised:
        to_geographic(geometry, crs)
    (problem,) = raised.value.problems
    return problem.text


@pytest.mark.parametrize("code", [4326, 4490, 4547, 4526, 4525, 32649, 3857, 4480])
def test_one_outline_is_equally_far_in_every_system_to_a_centimetre(code):
    river = np.array([zoo.line((113.37, 31.73), (-3000, 1500), (4000, 1700))])
    wanted = exact(outline_in(4490), river).distance_m[0]
    found = exact(to_geographic(outline_in(code), code), river).distance_m[0]
    assert wanted > 500
    assert found == pytest.approx(wanted, abs=0.01)


@pytest.mark.parametrize(
    "name",
    ["EPSG:4547", "epsg:4547", " EPSG:4547 ", "urn:ogc:def:crs:EPSG::4547", "urn:ogc:def:crs:EPSG:9.9:4547",
     "http://www.opengis.net/def/crs/EPSG/0/4547", "4547", 4547],
)  # fmt: skip
def test_a_code_is_read_in_every_form(name):
    assert epsg(name) == 4547


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:OGC::CRS84", "OGC:CRS84"])
def test_crs84_is_longitude_latitude(name):
    assert epsg(name) == 4326


@pytest.mark.parametrize(
    "name", ["", "WGS84", "EPSG:", "EPSG:4547x", "urn:ogc:def:crs:ESRI::4547", "4547\n4548", -4547]
)
def test_what_is_no_code_is_refused(name):
    with pytest.raises(InputError):
        epsg(name)


@pytest.mark.parametrize("code", [4326, 4490])
def test_geographic_coordinates_stay_as_they_are(code):
    long_edge = np.array([shapely.LineString([(113, 31), (114, 32)])])
    np.testing.assert_array_equal(to_geographic(long_edge, code), long_edge)


@pytest.mark.parametrize("code", [4490, 4547])
def test_height_is_dropped(code):
    point = shapely.Point(440000, 3500000, 80) if code == 4547 else shapely.Point(113, 31, 80)
    assert not shapely.has_z(to_geographic(np.array([point]), code)).any()


def test_none_and_empty_stay():
    moved = to_geographic(np.array([None, shapely.Polygon(), shapely.Point(440000, 3500000)]), 4547)
    assert moved[0] is None
    assert moved[1].is_empty
    assert moved[2].x == pytest.approx(113.368, abs=0.001)


def test_no_geometries_need_no_system():
    assert len(to_geographic(np.empty(0, dtype=object), 4547)) == 0


def test_axes_are_easting_northing():
    (moved,) = to_geographic(np.array([shapely.Point(38500000, 3500000)]), 4526)
    assert (moved.x, moved.y) == (pytest.approx(114), pytest.approx(31.62, abs=0.01))


@pytest.mark.parametrize("code", [4547, 3857, 32649])
@pytest.mark.parametrize("length", [500, 20_000, 150_000])
def test_a_straight_source_edge_stays_within_a_millimetre_of_its_image(code, length):
    to_source = Transformer.from_crs(4490, code, always_xy=True)
    x, y = to_source.transform(113.1, 31.2)
    edge = shapely.LineString([(x, y), (x + 0.8 * length, y + 0.6 * length)])
    (image,) = to_geographic(np.array([edge]), code)
    along = shapely.get_coordinates(
        shapely.line_interpolate_point(image, np.linspace(0, 1, 30_001), normalized=True)
    )
    back = shapely.points(np.column_stack(to_source.transform(*along.T)))
    assert shapely.distance(back, edge).max() < 0.0013  # 3857 is stretched by 1.17 here


def test_short_edges_get_no_vertices():
    assert shapely.get_num_coordinates(to_geographic(outline_in(4547), 4547))[0] <= 3 * 6
    small = np.array([shapely.box(440000, 3500000, 440100, 3500100)])
    assert shapely.get_num_coordinates(to_geographic(small, 4547))[0] == 5


def test_holes_and_parts_survive_the_change():
    to_metres = Transformer.from_crs(4490, 4547, always_xy=True)
    for animal in (zoo.holed, zoo.multi, zoo.collection):
        there = shapely.transform(animal(zoo.SUIZHOU), lambda c: np.column_stack(to_metres.transform(*c.T)))
        (back,) = to_geographic(np.array([there]), 4547)
        assert shapely.hausdorff_distance(back, animal(zoo.SUIZHOU)) < 1e-8
        assert shapely.get_type_id(back) == shapely.get_type_id(there)
        assert len(shapely.get_rings(shapely.get_parts(back))) == len(
            shapely.get_rings(shapely.get_parts(there))
        )


@pytest.mark.parametrize(
    ("code", "datum"), [(4214, "Beijing 1954"), (2433, "Beijing 1954"), (4555, "New Beijing"), (4610, "Xian 1980"),
                        (2383, "Xian 1980"), (4267, "North American Datum 1927")],
)  # fmt: skip
def test_a_datum_without_an_exact_tie_is_refused_by_name(code, datum):
    text = refusal(np.array([shapely.Point(113, 31)]), code)
    assert datum in text.en
    assert datum in text.zh
    assert "EPSG:4490" in text.zh


def test_a_datum_with_an_exact_tie_is_moved():
    """Hong Kong 1980 lies some 260 m from WGS 84; its parameters are published to 1 m."""
    (moved,) = to_geographic(np.array([shapely.Point(836694.05, 819069.80)]), 2326)
    assert (moved.x, moved.y) == (pytest.approx(114.1810, abs=1e-3), pytest.approx(22.3107, abs=1e-3))
    assert abs(moved.x - 114.17855555) > 0.002  # where the grid's own datum has its origin


@pytest.mark.parametrize("code", [999999, 1000])
def test_an_unknown_code_is_refused(code):
    assert f"EPSG:{code}" in refusal(np.array([shapely.Point(113, 31)]), code).zh


@pytest.mark.parametrize("code", [4978, 4479, 5737, 6649])
def test_what_is_no_plane_system_is_refused(code):
    assert str(code) in refusal(np.array([shapely.Point(113, 31)]), code).en


def test_coordinates_without_an_image_are_refused_with_the_likely_system():
    text = refusal(np.array([None, shapely.Point(38448000, 3500000)]), 4547)
    assert "EPSG:4526" in text.zh
    assert "EPSG:4526" in text.en


def test_swapped_axes_of_a_projected_system_are_refused():
    assert "northing" in refusal(np.array([shapely.Point(3500000, 448000)]), 4547).en


def test_coordinates_far_from_the_use_of_the_system_are_refused_without_a_guess():
    assert refusal(np.array([shapely.Point(5, 5)]), 4547).en.endswith("area of EPSG:4547")


def test_a_system_whose_area_crosses_the_date_line_is_used():
    """EPSG:3832, Mercator about 150 E."""
    (moved,) = to_geographic(np.array([shapely.Point(0, 0)]), 3832)
    assert (moved.x, moved.y) == (pytest.approx(150), pytest.approx(0))


def test_the_neighbouring_zone_is_accepted():
    (moved,), (own,) = to_geographic(outline_in(4546), 4546), to_geographic(outline_in(4547), 4547)
    assert shapely.hausdorff_distance(moved, own) < 1e-7


@pytest.mark.parametrize(
    ("x", "y", "words"),
    [
        (31.7, 113.4, "latitude seems to stand first"),
        (45.0, 80.0, "latitude seems to stand first"),
        (-35.0, 150.0, "latitude seems to stand first"),
        (441000, 3512000, "EPSG:4547"),
        (3512000, 441000, "northing seems to stand before"),
        (38441000, 3512000, "EPSG:4526 (CGCS2000 3-degree zone 38"),
        (25500000, 3512000, "EPSG:4513 (CGCS2000 3-degree zone 25"),
        (45500000, 5312000, "EPSG:4533 (CGCS2000 3-degree zone 45"),
        (3512000, 38441000, "EPSG:4526"),
        (19441000, 3512000, "EPSG:4497 (CGCS2000 6-degree zone 19"),
        (12623000, 3724000, "EPSG:3857"),
    ],
)
def test_the_likely_cause_is_named(x, y, words):
    found = likely_crs(x, y)
    assert found is not None
    assert words in found.en
    assert found.zh != found.en


@pytest.mark.parametrize(
    ("x", "y"), [(200.0, 31.0), (1e9, 1e9), (5e7, 3.5e6), (24_500_000, 3_500_000), (113.4, 31.7)]
)
def test_no_cause_is_invented(x, y):
    assert likely_crs(x, y) is None


def test_beside_the_area_of_a_system_is_told_and_of_one_that_crosses_the_date_line_nothing_is_beside() -> (
    None
):
    places = np.array([shapely.Point(113.4, 31.7), shapely.Point(100.0, 31.7)])
    assert outside_of_use(places, 4547).tolist() == [False, True]
    assert outside_of_use(places, 3832).tolist() == [False, False]


@pytest.mark.parametrize(("east_m", "north_m"), [(0.0, 40_000.0), (40_000.0, 0.0)])
def test_an_edge_along_an_axis_of_the_map_keeps_its_course(east_m, north_m):
    """Its image bows east or west where it runs north, north or south where it runs east."""
    start, middle, end = ((640_000 + share * east_m, 3_508_000 + share * north_m) for share in (0, 0.5, 1))
    (line,) = to_geographic(np.array([shapely.LineString([start, end])]), 4547)
    (point,) = to_geographic(np.array([shapely.Point(middle)]), 4547)
    assert exact(np.array([point]), np.array([line])).distance_m[0] < 0.001


@pytest.mark.parametrize("northing", [10_002_000.0 + 30_000_000, 43_509_000, 126_147_452_570])
def test_a_northing_around_the_globe_is_no_place_though_it_has_an_image(northing):
    """Undone, it lands on a place that has another northing: as it were read, a site would be moved without a word."""
    ring = [(436000, northing), (436100, northing), (436100, northing + 100)]
    found = refusal(np.array([shapely.Polygon(ring)]), 4547)
    assert "lie outside the area of EPSG:4547" in found.en
    assert "不在 EPSG:4547 的适用范围内" in found.zh


@pytest.mark.parametrize("crs", [3857, 4526, 4491])
def test_large_coordinates_that_lead_back_are_places(crs):
    """Web Mercator north of 66 degrees, and eastings with the number of a zone, are beyond ten million as well."""
    lonlat = {3857: (113.4, 70.0), 4526: (113.4, 31.7), 4491: (75.0, 31.7)}[crs]
    x, y = Transformer.from_crs(4490, crs, always_xy=True).transform(*lonlat)
    assert max(abs(x), abs(y)) > 1e7
    (moved,) = to_geographic(np.array([shapely.Point(x, y)]), crs)
    np.testing.assert_allclose(shapely.get_coordinates(moved)[0], lonlat, atol=1e-9)


def test_a_line_that_would_need_millions_of_parts_is_refused():
    around = [(-1e7, 0), (1e7, 1.5e7)]
    found = refusal(np.array([shapely.LineString(around * 500)]), 3857)
    assert "more than 1,000,000 parts" in found.en
    assert "1,000,000 段以上" in found.zh
    (once,) = to_geographic(np.array([shapely.LineString(around)]), 3857)
    assert len(once.coords) > 1000
