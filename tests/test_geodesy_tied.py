"""An old datum with its parameters: what the user states is used exactly, printed, and refused where it cannot be meant."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pyproj
import pytest
import shapely

from reading import assumed, built, refused, said, written
from test_formats_shapefile import shapefile
from worlds import HEAVY, ask, site_at, write_project, write_rivers
from zonecheck.errors import InputError, UsageError
from zonecheck.geodesy.crs import Tied, stated, to_geographic

XIAN = (-15.8, 154.4, 82.3, 0.5, -0.3, 0.8, -2.5)  # made up, of the size that such parameters have
TEXT = "EPSG:2383 +towgs84=" + ",".join(map(str, XIAN))
IAG75 = (6378140.0, 1 / 298.257)
WGS84 = (6378137.0, 1 / 298.257223563)
PARCELS = """[属性描述]
坐标系={datum}
几度分带=3
带号=38
[地块坐标]
4,8.0000,D01,甲地块,面,,工业用地,0601,@
J1,1,3509000.000,450000.000
J2,1,3509000.000,450400.000
J3,1,3508800.000,450400.000
J4,1,3508800.000,450000.000
"""


def by_hand(lon: float, lat: float) -> tuple[float, float]:
    """Seven parameters with position vector rotation (EPSG method 9606), written out."""
    a, f = IAG75
    phi, lam, e2 = math.radians(lat), math.radians(lon), f * (2 - f)
    n = a / math.sqrt(1 - e2 * math.sin(phi) ** 2)
    place = np.array(
        [n * math.cos(phi) * math.cos(lam), n * math.cos(phi) * math.sin(lam), n * (1 - e2) * math.sin(phi)]
    )
    dx, dy, dz, *rotation, scale = XIAN
    rx, ry, rz = (math.radians(each / 3600) for each in rotation)
    turned = np.array([[1, -rz, ry], [rz, 1, -rx], [-ry, rx, 1]]) @ place
    x, y, z = np.array([dx, dy, dz]) + (1 + scale * 1e-6) * turned
    a, f = WGS84
    e2, p = f * (2 - f), math.hypot(x, y)
    phi = math.atan2(z, p * (1 - e2))
    for _ in range(10):
        phi = math.atan2(z + e2 * a / math.sqrt(1 - e2 * math.sin(phi) ** 2) * math.sin(phi), p)
    return math.degrees(math.atan2(y, x)), math.degrees(phi)


def test_the_parameters_move_a_place_as_worked_out_by_hand() -> None:
    flat = pyproj.Transformer.from_crs(4610, 2383, always_xy=True).transform(113.4, 31.7)
    found = to_geographic(np.array([shapely.Point(flat)]), stated(TEXT))
    assert shapely.get_coordinates(found)[0] == pytest.approx(by_hand(113.4, 31.7), abs=2e-9)


def test_degrees_a_text_of_proj_and_a_bound_system_mean_the_same() -> None:
    expected = by_hand(113.4, 31.7)
    ellipsoid = "+proj=longlat +a=6378140 +rf=298.257 +no_defs"
    numbers = TEXT.partition(" ")[2]
    bound = pyproj.CRS.from_user_input(f"{ellipsoid} {numbers}").to_wkt()
    for text in (f"EPSG:4610 {numbers}", f"{ellipsoid} {numbers}", bound):
        found = to_geographic(np.array([shapely.Point(113.4, 31.7)]), stated(text))
        assert shapely.get_coordinates(found)[0] == pytest.approx(expected, abs=2e-9)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("+proj=tmerc +lon_0=113.5 +x_0=500000 +ellps=GRS80", "without its parameters"),
        (pyproj.CRS.from_epsg(2383).to_wkt(), "without its parameters"),
        ("+proj=longlat +title=+towgs84= +ellps=GRS80", "without its parameters"),
        ("+proj=longlat +ellps=GRS80 +nadgrids=/etc/passwd", "must not name a grid"),
        ("+proj=pipeline +step +proj=noop", "must not name a grid"),
        ("+init=epsg:4214 +towgs84=1,2,3", "must not name a grid"),
        ("EPSG:2383 +towgs84=1,2", "no three or seven parameters"),
        ("EPSG:2383 +towgs84=1,2,3,4", "no three or seven parameters"),
        ("EPSG:2383 +towgs84=1,2,,4,5,6,7", "no three or seven parameters"),
        ("EPSG:2383 +towgs84=-15800,154.4,82.3", "too large"),
        ("EPSG:2383 +towgs84=1,2,3,0,0,0,250", "too large"),
        ("+proj=longlat +ellps=GRS80 +towgs84=1,2,3,0,0,900,0", "too large"),
        ("EPSG:999999 +towgs84=1,2,3", "cannot read the system"),
        ("+proj=nonsense +towgs84=1,2,3", "cannot read the system"),
        ("BOUNDCRS[nonsense", "cannot read the system"),
    ],
)
def test_what_cannot_be_meant_is_refused(text: str, told: str) -> None:
    with pytest.raises(InputError) as caught:
        to_geographic(np.array([shapely.Point(450000, 3509000)]), stated(text))
    assert told in caught.value.problems[0]("en")
    assert caught.value.problems[0]("zh")


def test_parameters_that_move_a_place_too_far_are_refused(tmp_path: Path) -> None:
    projects = built(
        written(tmp_path, "p.txt", PARCELS.format(datum="西安80坐标系")),
        crs="EPSG:2383 +towgs84=-915.8,954.4,82.3",
        parameters_m=0.5,
    )
    assert "the place moves by 741 m" in said(projects)[0]


@pytest.mark.parametrize(("datum", "code"), [("西安80坐标系", 2383), ("1954年北京坐标系", 2435)])
def test_parcels_of_an_old_datum_are_read_with_its_parameters(tmp_path: Path, datum: str, code: int) -> None:
    path = written(tmp_path, "p.txt", PARCELS.format(datum=datum))
    assert f'--crs "EPSG:{code} +towgs84=..."' in refused(path)
    projects = built(path, crs=f"EPSG:{code} +towgs84=10,20,30", parameters_m=0.5)
    assert (projects.crs, projects.invalid.tolist()) == (code, [False])
    assert f"the parameters that --crs states: EPSG:{code} +towgs84=10,20,30" in assumed(projects)
    assert "the accuracy of these parameters counts as 0.5 m, as --datum-accuracy says" in assumed(projects)
    assert projects.sites.datum_m.tolist() == [0.5]


def test_a_declared_system_agrees_with_its_own_code_only(tmp_path: Path) -> None:
    path = shapefile(tmp_path, site_at(100), 4610)
    assert len(built(path, crs="EPSG:4610 +towgs84=10,20,30", parameters_m=0.5)) == 1
    assert "declares EPSG:4610" in refused(path, crs="EPSG:4214 +towgs84=10,20,30")


def test_the_scope_of_the_run_names_the_parameters(capsys: Any, tmp_path: Path) -> None:
    path = write_project(tmp_path, site_at(640), 2383, **HEAVY)
    layers = write_rivers(tmp_path)
    asked = (path, "--pack", "suizhou-2018-4", "--layers", layers, "-f", "json", "--lang", "en")
    assert ask(capsys, *asked).status == 2
    answer = ask(capsys, *asked, "--crs", "EPSG:2383 +towgs84=0,0,0", "--datum-accuracy", "0.5")
    assert any("EPSG:2383 +towgs84=0,0,0" in each for each in answer.json["scope"]["limits"])
    assert answer.finding("river-1km")["evidence"][0]["distance_m"] == pytest.approx(640, abs=0.02)


def test_a_code_alone_is_no_text_with_parameters() -> None:
    assert stated("EPSG:4547") == 4547
    assert stated(TEXT) == Tied(TEXT, 2383)


@pytest.mark.parametrize(("metres", "outcome"), [("0.5", "violated"), ("400", "undetermined")])
def test_the_accuracy_of_the_parameters_is_in_the_sum_that_decides(
    capsys: Any, tmp_path: Path, metres: str, outcome: str
) -> None:
    path = write_project(tmp_path, site_at(640), 2383, **HEAVY)
    asked = (path, "--pack", "suizhou-2018-4", "--layers", write_rivers(tmp_path), "-f", "json")
    answer = ask(capsys, *asked, "--crs", "EPSG:2383 +towgs84=0,0,0", "--datum-accuracy", metres)
    found = answer.finding("river-1km")
    assert (found["outcome"], found["evidence"][0]["accuracy"]["datum_m"]) == (outcome, float(metres))


def test_parameters_of_which_nobody_says_how_accurate_they_are_decide_nothing(tmp_path: Path) -> None:
    path = shapefile(tmp_path, site_at(100), 4610)
    assert "--datum-accuracy 0.5" in refused(path, crs="EPSG:4610 +towgs84=10,20,30")


def test_a_local_system_on_the_datum_of_cgcs2000_needs_no_accuracy(tmp_path: Path) -> None:
    path = written(tmp_path, "p.csv", "id,x,y\n1,450000,3509000\n")
    local = "+proj=tmerc +lon_0=113.5 +x_0=500000 +ellps={} +towgs84=0,0,0"
    projects = built(path, crs=local.format("GRS80"))
    assert projects.sites.datum_m.tolist() == [0]
    assert "is on the datum of CGCS2000, as --crs says" in assumed(projects)
    assert "--datum-accuracy" in refused(path, crs=local.format("krass"))


def test_an_accuracy_without_parameters_and_a_second_datum_are_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "p.csv", "id,lon,lat\n1,113.374211,31.718222\n")
    degrees = "EPSG:4610 +towgs84=10,20,30"
    for asked, told in (
        ({"parameters_m": 0.5}, "is for parameters that --crs states"),
        ({"crs": degrees, "parameters_m": float("nan")}, "expected metres above 0"),
        ({"crs": degrees, "parameters_m": 0.5, "datum": "gcj02"}, "leave --datum out"),
    ):
        with pytest.raises(UsageError) as caught:
            built(path, **asked)
        assert told in caught.value.problems[0]("en")
