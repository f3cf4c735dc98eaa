"""In which system a file is: what it says, what the user says, what may be assumed; and what datum its degrees have."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from reading import assumed, built, written
from worlds import HEAVY, ask, site_at, write_project, write_rivers
from zonecheck.errors import InputError, UsageError
from zonecheck.formats.systems import UNKNOWN_M
from zonecheck.geodesy.datum import from_wgs84
from zonecheck.projects.build import Assumptions, build
from zonecheck.projects.raw import in_memory

PACK = ("--pack", "suizhou-2018-4", "-f", "json")
POINT = "id,lon,lat\n1,113.374211,31.718222\n"
METRES = "id,x,y\n1,450000.123,3509000.123\n"


def test_degrees_without_a_system_are_an_assumption_that_is_printed(tmp_path: Path) -> None:
    assert "its values are degrees, taken as WGS 84" in assumed(built(written(tmp_path, "p.csv", POINT)))


def test_a_named_system_is_used_and_printed(tmp_path: Path) -> None:
    projects = built(written(tmp_path, "p.csv", METRES), crs="EPSG:4547")
    assert "as --crs says" in assumed(projects)
    assert shapely.get_x(projects.sites.geometry[0]) == pytest.approx(113.472, abs=0.01)


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
def test_degrees_of_a_chinese_map_are_moved_and_said_to_be(tmp_path: Path, datum: Any) -> None:
    lon, lat = from_wgs84(np.array([[113.374211, 31.718222]]), datum)[0]
    projects = built(written(tmp_path, "p.csv", f"id,lon,lat\n1,{lon:.9f},{lat:.9f}\n"), datum=datum)
    assert shapely.get_coordinates(projects.sites.geometry)[0] == pytest.approx(
        [113.374211, 31.718222], abs=1e-8
    )
    assert "were converted from" in assumed(projects)
    assert projects.sites.datum_m[0] == 0


def test_an_unknown_datum_adds_to_the_accuracy_and_moves_nothing(tmp_path: Path) -> None:
    projects = built(written(tmp_path, "p.csv", POINT), datum="unknown")
    assert projects.sites.datum_m[0] == UNKNOWN_M == 700
    assert shapely.get_x(projects.sites.geometry[0]) == 113.374211
    assert "1500 m" in assumed(projects)


def test_a_datum_overrides_the_label_of_degrees(tmp_path: Path) -> None:
    feature = (
        '{"type": "FeatureCollection", "crs": {"type": "name", "properties": {"name": "EPSG:4610"}}, "features": '
        '[{"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [113.374211, 31.718222]}}]}'
    )
    path = written(tmp_path, "p.geojson", feature)
    with pytest.raises(InputError, match="no exact public tie"):
        built(path)
    projects = built(path, datum="cgcs2000")
    assert not projects.invalid[0]
    assert "not as EPSG:4610, which the file declares" in assumed(projects)


@pytest.mark.parametrize("datum", ["wgs84", "gcj02", "unknown"])
def test_a_datum_does_not_apply_to_a_projection(tmp_path: Path, datum: Any) -> None:
    with pytest.raises(InputError, match="for degrees only"):
        built(written(tmp_path, "p.csv", METRES), crs="EPSG:4547", datum=datum)


def test_a_system_that_does_not_exist_is_a_misuse() -> None:
    with pytest.raises(UsageError):
        build(in_memory([shapely.Point(113.4, 31.7)], [{}]), Assumptions("EPSG:99999"))


@pytest.mark.parametrize(
    ("distance_m", "verdict"), [(250, "prohibited"), (800, "review"), (1600, "review"), (1800, None)]
)
def test_an_unknown_datum_reviews_what_could_flip_and_no_more(
    capsys: Any, tmp_path: Path, distance_m: float, verdict: str | None
) -> None:
    project = write_project(tmp_path, site_at(distance_m), **HEAVY)
    answer = ask(capsys, project, *PACK, "--layers", write_rivers(tmp_path), "--datum", "unknown")
    found = answer.finding("river-1km")
    assert (
        found["outcome"] == {"prohibited": "violated", "review": "undetermined", None: "satisfied"}[verdict]
    )
    assert found["evidence"][0]["accuracy"]["datum_m"] == 700


def test_the_command_line_maps_names_and_says_what_it_cannot_read(capsys: Any, tmp_path: Path) -> None:
    path = written(
        tmp_path, "p.csv", POINT.replace("id,lon", "id,hangye,lon").replace("1,113", "1,C2614,113")
    )
    answer = ask(capsys, path, *PACK, "--map", "industry=hangye")
    assert answer.project["errors"] == []
    assert ask(capsys, path, *PACK, "--map", "industry", "--lang", "en").status == 2
    assert "expected FIELD=COLUMN" in ask(capsys, path, "--map", "industry", "--lang", "en").err
