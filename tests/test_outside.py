"""Are distances those that others publish or compute? Figures from outside, and PostGIS geography beside the product.

PostGIS and the published geodesics take the shortest line for an edge, the product the line that is straight in longitude
and latitude (RFC 7946, 3.1.1): edges are densified along the geodesic before they are compared.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
import shapely
from pyproj import Geod

import postgis
import soak
from zonecheck.geodesy.distance import exact

WGS84 = Geod(ellps="WGS84")
APART_M = 0.001


def metres(a, b):
    return exact(np.array([a], dtype=object), np.array([b], dtype=object)).distance_m[0]


def along_geodesics(points, step_m=200.0):
    """The vertices with others between them, on the shortest line from each to the next."""
    found = [points[0]]
    for start, end in pairwise(points):
        parts = int(WGS84.inv(*start, *end)[2] // step_m)
        found += [*(WGS84.npts(*start, *end, parts) if parts else []), end]
    return found


GEODESICS = [
    (-19.79938, -174.47484, -11.99349, -154.35109, 2319004.8601169389),
    (-41.22777, 122.32875, -7.57291, 130.37946, 3812686.035106021),
    (-68.82867, -74.28391, -50.63005, -8.36685, 3956936.926063544),
    (-50.56724, -16.30485, -33.56571, -94.97412, 6455670.5118668696),
    (35.60777, -139.44815, -11.17491, -69.95921, 8935244.5604818305),
]
"""Latitude and longitude of two points, and metres between them: GeographicLib's own test cases (Karney, WGS 84)."""


@pytest.mark.parametrize("case", GEODESICS)
def test_geodesics_of_geographiclib_are_found(case):
    lat1, lon1, lat2, lon2, expected_m = case
    assert metres(shapely.Point(lon1, lat1), shapely.Point(lon2, lat2)) == pytest.approx(
        expected_m, abs=0.002
    )


def test_the_example_of_the_postgis_manual_is_found():
    """ST_Distance, geography: 123.802076746848 m on the spheroid."""
    line = shapely.LineString(along_geodesics([(-72.1260, 42.45), (-72.123, 42.1546)], 50.0))
    assert metres(shapely.Point(-72.1235, 42.3521), line) == pytest.approx(123.802076746848, abs=APART_M)


def test_the_example_of_st_distancespheroid_is_found():
    """The PostGIS manual: 70454.92 m from POINT(-118 38) to the centroid of LINESTRING(-118.584 38.374,-118.583 38.5)."""
    centroid = shapely.LineString([(-118.584, 38.374), (-118.583, 38.5)]).centroid
    assert metres(shapely.Point(-118, 38), centroid) == pytest.approx(70454.92, abs=0.006)


@pytest.fixture(scope="module")
def server():
    found = postgis.start()
    if isinstance(found, str):
        pytest.skip(found)
    yield found
    found.stop()


def pairs(count, seed):
    """Random sites and rivers as the soak makes them, every edge along the geodesic."""
    rng, made = np.random.default_rng(seed), []
    while len(made) < count:
        world = soak.a_world(rng)
        for river in world.rivers:
            site = soak.a_site(rng, world)
            shape = soak.drawn_site(site)
            if shapely.is_valid(shape):
                made.append((bent(shape), bent(soak.drawn_river(river))))
    return made


def bent(shape):
    return shapely.transform(shape, lambda points: points) if shape.geom_type == "Point" else _bent(shape)


def _bent(shape):
    match shape.geom_type:
        case "LineString":
            return shapely.LineString(along_geodesics(list(shape.coords)))
        case "Polygon":
            rings = [along_geodesics(list(ring.coords)) for ring in (shape.exterior, *shape.interiors)]
            return shapely.Polygon(rings[0], rings[1:])
        case _:
            return type(shape)([_bent(part) for part in shape.geoms])


@pytest.mark.postgis
def test_postgis_finds_the_example_of_its_manual(server):
    point, line = "POINT(-72.1235 42.3521)", "LINESTRING(-72.1260 42.45, -72.123 42.1546)"
    assert server.distances([(point, line)]) == [pytest.approx(123.802076746848, abs=APART_M)]


@pytest.mark.postgis
def test_postgis_never_finds_a_shorter_way_and_agrees_on_the_length_of_ours(server):
    """PostGIS looks for the nearest point of an edge on a sphere and measures to it on the spheroid: it may be longer by
    some parts in a hundred thousand, and shorter only by a mistake of one of the two."""
    made = pairs(400, seed=3)
    sites, rivers = (np.array(column, dtype=object) for column in zip(*made, strict=True))
    theirs = np.array(server.distances([(a.wkt, b.wkt) for a, b in made]))
    ours = exact(sites, rivers)
    assert (theirs > 0).sum() > 200
    assert (theirs >= ours.distance_m - APART_M).all()
    assert (theirs <= ours.distance_m * (1 + 2.5e-5) + APART_M).all()
    ends = [(shapely.Point(a).wkt, shapely.Point(b).wkt) for a, b in zip(ours.on_a, ours.on_b, strict=True)]
    np.testing.assert_allclose(server.distances(ends), ours.distance_m, atol=0.0002)
