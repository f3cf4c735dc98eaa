"""What holds for any run: how projects are filed, coded, split and on what machine they are checked changes no answer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import geopandas
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import mapping

from zonecheck.screening import Request, screen

PLACES = st.tuples(st.floats(113.1, 113.7), st.floats(31.5, 32.1), st.floats(0.0005, 0.003))
FACTS = st.fixed_dictionaries(
    {
        "nature": st.sampled_from(["新建", "扩建"]),
        "industry": st.sampled_from(["2614", "1391", "2221", "2681"]),
    },
    optional={"park": st.sampled_from(["无", "某园区"]), "accuracy_m": st.sampled_from([0, 50])},
)
PROJECTS = st.lists(st.tuples(PLACES, FACTS), min_size=2, max_size=6)
Stated = Sequence[tuple[tuple[float, float, float], dict[str, Any]]]
few = settings(max_examples=4, deadline=None)

pytestmark = pytest.mark.slow  # whole runs over real files


def outline(place: tuple[float, float, float]) -> Any:
    """A square whose corners have nine decimals, which every format keeps."""
    lon, lat, size = (round(each, 6) for each in place)
    return shapely.box(lon + 1e-9, lat + 1e-9, lon + size + 1e-9, lat + size + 1e-9)


def features(stated: Stated) -> list[dict[str, Any]]:
    return [
        {"type": "Feature", "properties": facts, "geometry": mapping(outline(place))}
        for place, facts in stated
    ]


def write(file: Path, found: list[dict[str, Any]], **members: Any) -> Path:
    text = json.dumps({"type": "FeatureCollection", **members, "features": found}, ensure_ascii=False)
    file.write_text(text, encoding="utf-8")
    return file


def answers(*files: Path, within_mm: int = 0) -> list[Any]:
    """Of every project the verdict, and of every finding its outcome and distances, rounded to so many millimetres."""
    run = screen(Request([str(file) for file in files], today=date(2026, 11, 24))).run
    found = [
        (
            project.verdict,
            sorted(
                (finding.rule, finding.outcome, *_metres(finding, within_mm)) for finding in project.findings
            ),
        )
        for project in run.projects
    ]
    assert run.errors == []
    return found


def _metres(finding: Any, within_mm: int) -> list[float]:
    figures = [getattr(each, "distance_m", None) for each in finding.evidence]
    digits = 3 if within_mm == 0 else 1
    return [round(each, digits) for each in figures if each is not None]


@few
@given(PROJECTS)
def test_one_file_or_several_duplicates_or_not(tmp_path_factory: Any, stated: Stated) -> None:
    folder, found = tmp_path_factory.mktemp("split"), features(stated)
    whole = answers(write(folder / "whole.geojson", found))
    parts = [write(folder / f"{number}.geojson", [each]) for number, each in enumerate(found)]
    assert answers(*parts) == whole
    assert answers(write(folder / "twice.geojson", [*found, *found])) == whole * 2
    assert answers(write(folder / "backwards.geojson", found[::-1])) == whole[::-1]


@few
@given(PROJECTS)
def test_any_format(tmp_path_factory: Any, stated: Stated) -> None:
    folder, found = tmp_path_factory.mktemp("format"), features(stated)
    whole = answers(write(folder / "a.geojson", found))
    frame = geopandas.GeoDataFrame.from_features(found, crs=4490)
    frame.to_file(folder / "b.gpkg")
    frame.to_file(folder / "c.fgb", SPATIAL_INDEX="NO")
    frame.to_parquet(folder / "d.parquet")
    frame.assign(wkt=frame.geometry.to_wkt(rounding_precision=9)).drop(columns="geometry").to_csv(
        folder / "e.csv", index=False
    )
    lines = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in found)
    (folder / "f.geojsonl").write_text(lines, encoding="utf-8")
    for file in sorted(folder.iterdir()):
        assert answers(file) == whole, file.suffix


@few
@given(PROJECTS, st.sampled_from([4326, 4547, 4526, 4549, 3857]))
def test_any_coordinate_system(tmp_path_factory: Any, stated: Stated, code: int) -> None:
    """The corners carried over; on a hundred metres the edge between them strays by less than a millimetre."""
    folder, found = tmp_path_factory.mktemp("crs"), features(stated)
    frame = geopandas.GeoDataFrame.from_features(found, crs=4490).to_crs(code)
    moved = json.loads(frame.to_json(drop_id=True))["features"]
    for each in moved:
        each["properties"] = {key: value for key, value in each["properties"].items() if value is not None}
    system = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{code}"}}
    there = answers(write(folder / "moved.geojson", moved, crs=system), within_mm=100)
    here = answers(write(folder / "degrees.geojson", found), within_mm=100)
    assert [verdict for verdict, _ in there] == [verdict for verdict, _ in here]
    for (_, mine), (_, other) in zip(here, there, strict=True):
        assert [each[:2] for each in mine] == [each[:2] for each in other]
        for one, two in zip(mine, other, strict=True):
            assert list(one[2:]) == pytest.approx(list(two[2:]), abs=0.11)


@few
@given(PROJECTS, st.text(max_size=40), st.text(max_size=40))
def test_any_hostile_name(tmp_path_factory: Any, stated: Stated, name: str, identity: str) -> None:
    folder, found = tmp_path_factory.mktemp("name"), features(stated)
    clean = [each.encode("utf-8", "ignore").decode() for each in (name, identity)]
    named = [{**each, "properties": {**each["properties"], "name": clean[0], "id": f"{clean[1]}{number}"}}
             for number, each in enumerate(found)]  # fmt: skip
    plain = answers(write(folder / "plain.geojson", found))
    assert answers(write(folder / "named.geojson", named)) == plain


@settings(max_examples=2, deadline=None)
@given(PROJECTS)
def test_any_machine(tmp_path_factory: Any, stated: Stated) -> None:
    """The same bytes whatever the locale, the time zone, the seed of hashes and the number of processes."""
    folder = tmp_path_factory.mktemp("machine")
    write(folder / "p.geojson", features(stated) * 5)
    outputs = {
        _bytes(folder, jobs, LC_ALL=locale, TZ=zone, PYTHONHASHSEED=seed)
        for jobs, locale, zone, seed in (
            (1, "C.UTF-8", "UTC", "0"),
            (1, "tr_TR.UTF-8", "America/New_York", "1"),
            (2, "zh_CN.GB18030", "Asia/Shanghai", "2"),
            (3, "C", "Pacific/Kiritimati", "3"),
        )
    }
    assert len(outputs) == 1


def _bytes(folder: Path, jobs: int, **environment: str) -> bytes:
    done = subprocess.run(
        [sys.executable, "-m", "zonecheck", "p.geojson", "-f", "json", "--on", "2026-11-24", "--jobs", str(jobs)],
        cwd=folder, capture_output=True, check=False, env={**os.environ, **environment},
    )  # fmt: skip
    assert done.returncode in (0, 1, 3, 4), done.stderr
    return done.stdout
