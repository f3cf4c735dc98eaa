"""One parcel in every format, system and datum: one distance, one verdict, and nothing lost on the way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import shapely

from one_parcel import ANY_CRS, DEGREES_ONLY, GAUSS_KRUGER_ONLY, NEEDS_CRS, Writer, geojson, moved
from worlds import BANK_LON, GRS80, MIDDLE_LAT, ask, write_rivers
from zonecheck.geodesy.datum import from_wgs84
from zonecheck.projects.sources import SUFFIXES

DISTANCE_M = 640.0
STATED = {"项目代码": "P-1", "建设性质": "新建", "行业代码": "C2614", "所在园区": "无"}
CASES = [
    *((name, write, crs, False) for name, write in ANY_CRS.items() for crs in (4326, 4490, 4547, 4526)),
    *(
        (name, write, crs, crs > 4490)
        for name, write in NEEDS_CRS.items()
        for crs in (4326, 4490, 4547, 4526)
    ),
    *((name, write, 4326, False) for name, write in DEGREES_ONLY.items()),
    *((name, write, crs, False) for name, write in GAUSS_KRUGER_ONLY.items() for crs in (4547, 4526)),
]


def parcel() -> shapely.Polygon:
    """Its western corner 640 m east of the bank, edges of up to 500 m."""
    tip = GRS80.fwd(BANK_LON, MIDDLE_LAT, 90, DISTANCE_M)[:2]
    return shapely.Polygon([tip, *(GRS80.fwd(*tip, azimuth, 500)[:2] for azimuth in (30, 80, 130))])


def answered(capsys: Any, folder: Path, path: Path, *options: object) -> Any:
    layers = write_rivers(folder)
    return ask(capsys, path, "--pack", "suizhou-2018-4", "-f", "json", "--layers", layers, *options)


@pytest.mark.parametrize(
    ("name", "write", "crs", "named"),
    CASES,
    ids=lambda value: str(value) if isinstance(value, str | int) else "",
)
def test_one_parcel_has_one_distance_and_one_verdict_in_every_format(
    capsys: Any, tmp_path: Path, name: str, write: Writer, crs: int, named: bool
) -> None:
    path = write(tmp_path, moved(parcel(), crs), crs, STATED)
    answer = answered(capsys, tmp_path, path, *(("--crs", f"EPSG:{crs}") if named else ()))
    entry = answer.finding("river-1km")["evidence"][0]
    assert entry["distance_m"] == pytest.approx(DISTANCE_M, abs=0.02), name
    assert (answer.project["verdict"], answer.project["id"], answer.project["errors"]) == (
        "prohibited",
        "P-1",
        [],
    )
    assert entry["accuracy"]["rounding_m"] == 0


@pytest.mark.parametrize("datum", ["gcj02", "bd09"])
@pytest.mark.parametrize("write", [*ANY_CRS.values(), *NEEDS_CRS.values(), *DEGREES_ONLY.values()])
def test_a_parcel_traced_on_a_chinese_map_comes_back_to_its_place(
    capsys: Any, tmp_path: Path, write: Writer, datum: Any
) -> None:
    shifted = shapely.transform(parcel(), lambda points: from_wgs84(points, datum))
    path = write(tmp_path, moved(shifted, 4326), 4326, STATED)
    answer = answered(capsys, tmp_path, path, "--datum", datum)
    assert answer.finding("river-1km")["evidence"][0]["distance_m"] == pytest.approx(DISTANCE_M, abs=0.1)
    assert answer.project["verdict"] == "prohibited"


def test_every_kind_of_file_that_is_read_is_among_the_parcels(tmp_path: Path) -> None:
    """Degrees, metres and Chinese maps for each where it can hold them: lines and KML know degrees only, 界址点 metres only."""
    kinds = (*ANY_CRS.items(), *NEEDS_CRS.items(), *DEGREES_ONLY.items(), *GAUSS_KRUGER_ONLY.items())
    suffixes = set()
    for name, write in kinds:
        folder = tmp_path / name
        folder.mkdir()
        suffixes.add(write(folder, parcel(), 4490, STATED).suffix)
    alike = {
        ".json": ".geojson",
        ".ndjson": ".geojsonl",
        ".geojsons": ".geojsonseq",
        ".geoparquet": ".parquet",
    }
    assert {alike.get(suffix, suffix) for suffix in SUFFIXES} == suffixes


def test_without_its_datum_the_same_parcel_lies_elsewhere(capsys: Any, tmp_path: Path) -> None:
    shifted = shapely.transform(parcel(), lambda points: from_wgs84(points, "bd09"))
    path = geojson(tmp_path, moved(shifted, 4326), 4326, STATED)
    answer = answered(capsys, tmp_path, path)
    assert answer.project["verdict"] != "prohibited"
