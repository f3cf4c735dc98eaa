"""Map layers: every project once, its own attributes kept, ours beside them, and styles that QGIS finds."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import geopandas
import pyogrio
import pytest
import shapely
from pyarrow import parquet

import runs
from zonecheck.reports import FORMATS, Options
from zonecheck.reports.gis.rows import plain_value
from zonecheck.reports.write import Target, write_files
from zonecheck.results import Particulars, ProjectResult, Run, Site
from zonecheck.screening import Request, screen

EXAMPLES = Path(__file__).parents[1] / "examples"


@cache
def every_example() -> Run:
    request = Request(paths=[str(EXAMPLES)], today=date(2026, 11, 23))
    run = screen(request).run
    return replace(run, projects=tuple(run.projects))


def written(path: Path, form: str, run: Run) -> Path:
    write_files(run, [Target(form, path)], FORMATS, Options("zh"))
    return path


def with_attributes(**properties: Any) -> ProjectResult:
    site = Site(shapely.box(113, 31, 113.1, 31.1), 0.0)
    return replace(runs.PROHIBITED, site=site, particulars=Particulars(properties, properties.get, 4490))


def run_of(*projects: ProjectResult) -> Run:
    return replace(runs.run_of([]), projects=projects)


def read(path: Path) -> Any:
    """The projects of a written file."""
    if path.suffix == ".parquet":
        return geopandas.read_parquet(path)
    return geopandas.read_file(path, **({"layer": "projects"} if path.suffix == ".gpkg" else {}))


@pytest.mark.parametrize("form", ["geojson", "gpkg", "parquet"])
def test_every_project_is_a_row_with_verdict_rules_and_distance(tmp_path: Path, form: str) -> None:
    run = every_example()
    path = written(tmp_path / f"a.{form}", form, run)
    table = read(path)
    assert table["verdict"].tolist() == [project.verdict for project in run.projects]
    first = table.iloc[0]
    assert (first["项目代码"], first["行业代码"], first["distance_m"]) == ("示例-01", "C2614", 119.987)
    assert "suizhou-2018-4/river-1km" in first["rules"].split(", ")
    assert table.geometry.isna().tolist() == [project.site is None for project in run.projects]


def test_geopackage_holds_findings_and_the_lines_that_were_measured(tmp_path: Path) -> None:
    run = every_example()
    path = written(tmp_path / "a.gpkg", "gpkg", run)
    findings = geopandas.read_file(path, layer="findings")
    assert len(findings) == sum(len(project.findings) for project in run.projects)
    measured = geopandas.read_file(path, layer="measured")
    line = measured[(measured["project"] == "示例-01") & (measured["feature"] == "府河")].iloc[0]
    assert line["distance_m"] == 119.987
    length_m = geopandas.GeoSeries([line.geometry], crs=4490).to_crs(4547).length.iloc[0]
    assert length_m == pytest.approx(119.987, abs=0.05)


def test_geopackage_brings_a_default_style_for_each_layer_and_the_scope(tmp_path: Path) -> None:
    path = written(tmp_path / "a.gpkg", "gpkg", every_example())
    with closing(sqlite3.connect(path)) as base:
        styles = dict(base.execute("SELECT f_table_name, styleQML FROM layer_styles WHERE useAsDefault"))
        scope = dict(base.execute("SELECT key, value FROM scope"))
        registered = {name for (name,) in base.execute("SELECT table_name FROM gpkg_contents")}
    assert set(styles) == {"projects", "findings", "measured"}
    painted = {
        c.get("value"): c.get("label") for c in ElementTree.fromstring(styles["projects"]).iter("category")
    }
    assert painted["prohibited"] == "触及禁止性规定"
    assert len(painted) == 6
    assert json.loads(scope["scope"])["not_checked"]
    assert registered >= {"projects", "findings", "measured", "layer_styles", "scope"}


def test_geopackage_is_of_a_version_that_older_programs_open(tmp_path: Path) -> None:
    path = written(tmp_path / "a.gpkg", "gpkg", run_of(with_attributes(id="1")))
    with closing(sqlite3.connect(path)) as base:
        assert base.execute("PRAGMA user_version").fetchone() == (10200,)


def test_layers_of_areas_alone_say_so(tmp_path: Path) -> None:
    path = written(tmp_path / "a.gpkg", "gpkg", run_of(with_attributes(id="1")))
    assert dict(map(tuple, pyogrio.list_layers(path)))["projects"] == "MultiPolygon"


def test_geojson_keeps_to_rfc_7946(tmp_path: Path) -> None:
    document = json.loads(
        written(tmp_path / "a.geojson", "geojson", every_example()).read_text(encoding="utf-8")
    )
    assert "crs" not in document
    assert document["zonecheck"]["scope"]["not_checked"]
    rings = [
        f["geometry"]["coordinates"][0]
        for f in document["features"]
        if (f["geometry"] or {}).get("type") == "Polygon"
    ]
    assert rings
    assert all(shapely.is_ccw(shapely.LinearRing(ring)) for ring in rings)


def test_parquet_carries_the_scope_in_its_metadata(tmp_path: Path) -> None:
    path = written(tmp_path / "a.parquet", "parquet", every_example())
    metadata = parquet.read_schema(path).metadata
    assert json.loads(metadata[b"zonecheck"])["summary"]["prohibited"] >= 1
    assert json.loads(metadata[b"geo"])["primary_column"] == "geometry"


@pytest.mark.parametrize("form", ["gpkg", "parquet"])
def test_attributes_of_any_name_and_kind_are_carried(tmp_path: Path, form: str) -> None:
    odd = with_attributes(
        verdict="mine",
        Name="a",
        name="b",
        fid=7,
        geom="g",
        wide=2**70,
        list=[1, {"a": 2}],
        none=None,
        text="x\ny",
        yes=True,
    )
    other = with_attributes(verdict=3, Name=1.5, fid=None, yes=False)
    path = written(tmp_path / f"a.{form}", form, run_of(odd, other))
    table = read(path)
    assert table["verdict"].tolist() == ["prohibited", "prohibited"]
    assert str(table["input_verdict"].iloc[0]) == "mine"
    assert len(table) == 2


def test_what_is_no_number_is_carried_as_nothing() -> None:
    nested: Any = []
    for _ in range(100):
        nested = [nested]
    assert plain_value({"a": float("nan"), 1: [float("inf"), date(2026, 1, 2)]}) == {
        "a": None,
        "1": [None, "2026-01-02"],
    }
    assert json.dumps(plain_value(nested))


@pytest.mark.parametrize("form", ["geojson", "gpkg", "parquet"])
def test_a_run_without_projects_is_a_table_without_rows(tmp_path: Path, form: str) -> None:
    path = written(tmp_path / f"a.{form}", form, run_of())
    table = read(path)
    assert len(table) == 0


FULL_DISK = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (1500, 1500))
from zonecheck.__main__ import main
sys.argv = ["zonecheck", {example!r}, "-q", "-o", "{form}={path}"]
main()
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="this system cannot limit the size of a file")
@pytest.mark.parametrize("form", FORMATS)
def test_a_file_that_cannot_grow_leaves_nothing_in_any_format(tmp_path: Path, form: str) -> None:
    old = tmp_path / "report.out"
    old.write_text("old", encoding="utf-8")
    example = str(EXAMPLES / "01-chemical-by-fuhe.geojson")
    script = FULL_DISK.format(example=example, form=form, path=old.as_posix())
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False)
    assert done.returncode == 2, done.stderr.decode()
    assert "report.out" in done.stderr.decode("utf-8")
    assert b"Traceback" not in done.stderr
    assert old.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["report.out"]
