"""The door for Python: files, geometries and frames give the same answers, and every wrong call says what would be right."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import geopandas
import pytest
import shapely

import zonecheck
from zonecheck.errors import OutputError, UsageError

EXAMPLES = Path(__file__).parents[1] / "examples"
FUHE = EXAMPLES / "01-chemical-by-fuhe.geojson"
HEAVY = {"industry": "2614", "nature": "new", "district": "曾都区", "park": "none", "accuracy_m": 0.5}


def frame() -> Any:
    return geopandas.read_file(FUHE)


def distance_m(results: zonecheck.Results) -> float:
    (figure,) = results.to_geodataframe()["distance_m"].tolist()
    return float(figure)


def test_a_file_is_answered_as_on_the_command_line() -> None:
    results = zonecheck.check(FUHE)
    assert [project.verdict for project in results] == ["prohibited"]
    assert (results.summary.projects, results.summary.prohibited) == (1, 1)
    assert (len(results), results[0].id, results[:1]) == (1, "示例-01", results.projects)
    assert results.errors == ()


@pytest.mark.parametrize("crs", [4326, 4490, 4547, 4526])
def test_a_frame_in_any_crs_gives_the_distance_of_its_file(crs: int) -> None:
    results = zonecheck.check(frame().to_crs(crs))
    assert results[0].verdict == "prohibited"
    assert distance_m(results) == pytest.approx(distance_m(zonecheck.check(FUHE)), abs=0.001)


def test_a_geometry_with_its_attributes_is_a_project() -> None:
    results = zonecheck.check(frame().geometry[0], properties=HEAVY, on="2026-11-02")
    assert results[0].verdict == "prohibited"
    assert results[0].on == date(2026, 11, 2)
    assert distance_m(results) == pytest.approx(119.987, abs=0.001)


def test_geometries_keep_their_order_and_a_bad_one_is_invalid_alone() -> None:
    good = frame().geometry[0]
    results = zonecheck.check([good, None, shapely.Polygon(), good], properties=[HEAVY] * 4)
    assert [project.verdict for project in results] == ["prohibited", "invalid", "invalid", "prohibited"]
    assert "no geometry" in results[1].errors[0].text("en")


def test_missing_cells_of_a_frame_are_not_stated() -> None:
    table = frame().assign(行业代码=None)
    assert zonecheck.check(table)[0].verdict == "review"


def test_the_frame_that_comes_back_has_the_index_and_columns_of_the_one_that_went_in() -> None:
    table = geopandas.GeoDataFrame(
        {"industry": ["2614", "1432"], "own": [1, 2], "verdict": ["a", "b"]},
        geometry=[frame().geometry[0]] * 2,
        index=["x", "y"],
        crs=4490,
    )
    back = zonecheck.check(table).to_geodataframe("en")
    assert list(back.index) == ["x", "y"]
    assert back["own"].tolist() == [1, 2]
    assert back["input_verdict"].tolist() == ["a", "b"]
    assert set(back["verdict"]) <= {"prohibited", "review", "conditional", "clear"}
    assert back.crs.to_epsg() == 4490


def test_a_series_and_several_paths_can_be_checked() -> None:
    assert len(zonecheck.check(frame().geometry)) == 1
    results = zonecheck.check([FUHE, str(EXAMPLES / "10-outside-suizhou.geojson")])
    assert [project.verdict for project in results] == ["prohibited", "out_of_scope"]


def test_a_file_that_is_not_there_is_an_error_of_the_run() -> None:
    results = zonecheck.check("none.geojson")
    assert len(results) == 0
    assert results.errors[0].where == "none.geojson"


def test_results_are_written_in_the_format_that_the_suffix_or_the_caller_names(tmp_path: Path) -> None:
    results = zonecheck.check(FUHE)
    results.write(tmp_path / "a.json", language="en")
    results.write(tmp_path / "b.txt", format="jsonl")
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["summary"]["prohibited"] == 1
    assert (tmp_path / "b.txt").read_text(encoding="utf-8").startswith('{"type": "run"')
    with pytest.raises(UsageError, match="no format 'xyz'"):
        results.write(tmp_path / "c", format="xyz")
    with pytest.raises(OutputError, match="the folder does not exist"):
        results.write(tmp_path / "none" / "a.json")


@pytest.mark.parametrize(
    ("projects", "options", "said"),
    [
        ([], {}, "no project is given"),
        ([3], {}, "cannot check int"),
        (FUHE, {"properties": {}}, "bring their attributes"),
        ([shapely.Point(113, 31)], {"properties": [{}, {}]}, "1 geometries but 2"),
        (FUHE, {"on": "today"}, "is no day"),
        (FUHE, {"require": ["nothing"]}, "no rule asks for"),
        (FUHE, {"crs": "EPSG:999999"}, "no CRS EPSG:999999"),
    ],
)
def test_a_call_that_cannot_be_meant_is_refused(projects: Any, options: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        zonecheck.check(projects, **options)


def test_projected_numbers_without_a_crs_are_invalid_not_guessed() -> None:
    table = frame().to_crs(4547).set_crs(None, allow_override=True)
    assert zonecheck.check(table)[0].verdict == "invalid"
    assert zonecheck.check(table, crs=4547)[0].verdict == "prohibited"


def test_importing_the_package_imports_nothing_else() -> None:
    heavy = "{'shapely', 'click', 'geopandas', 'numpy'}"
    script = f"import sys, zonecheck; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_package_names_what_it_exports() -> None:
    assert zonecheck.check.__module__ == "zonecheck.api"
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = zonecheck.nothing
