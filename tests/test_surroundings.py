"""What is handed to those who draw: the site, what lies near it, and the very lines that were reported."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest
import shapely

from zonecheck.geodesy.ellipsoid import length_m
from zonecheck.results import Measurement, ProjectResult, Run
from zonecheck.screening import Request, screen

EXAMPLES = Path(__file__).parents[1] / "examples"


@pytest.fixture(scope="module")
def run() -> Run:
    names = ("01-chemical-by-fuhe", "09-one-point", "12-swapped-coordinates")
    paths = [str(EXAMPLES / f"{name}.geojson") for name in names]
    return screen(Request(paths=paths, today=date(2026, 11, 2))).run


@pytest.fixture(scope="module")
def projects(run: Run) -> list[ProjectResult]:
    return list(run.projects)


def test_line_is_as_long_as_the_distance_that_was_reported(run: Run, projects: list[ProjectResult]) -> None:
    assert run.atlas is not None
    drawing = run.atlas.draw(projects[0])
    assert drawing is not None
    assert drawing.lines
    for line in drawing.lines:
        drawn_m = float(length_m(np.array([line.on_site]), np.array([line.on_feature]))[0])
        assert drawn_m == pytest.approx(line.distance_m, abs=0.005 if line.distance_m < 20_000 else 40)


def test_every_reported_point_has_its_line_once(run: Run, projects: list[ProjectResult]) -> None:
    assert run.atlas is not None
    drawing = run.atlas.draw(projects[0])
    assert drawing is not None
    reported = {
        entry.nearest_point
        for finding in projects[0].findings
        for entry in finding.evidence
        if isinstance(entry, Measurement) and entry.predicate == "within" and entry.nearest_point
    }
    drawn = [line.on_feature for line in drawing.lines]
    assert len(drawn) == len(set(drawn))
    assert set(drawn) == reported


def test_lines_begin_on_the_site_and_the_worst_finding_comes_first(
    run: Run, projects: list[ProjectResult]
) -> None:
    assert run.atlas is not None
    drawing = run.atlas.draw(projects[0])
    assert drawing is not None
    for line in drawing.lines:
        assert shapely.Point(line.on_site).distance(drawing.site) < 1e-9
    assert (drawing.lines[0].feature, drawing.lines[0].truth) == ("府河", "yes")


def test_features_are_those_within_reach_and_carry_what_was_measured(
    run: Run, projects: list[ProjectResult]
) -> None:
    assert run.atlas is not None
    drawing = run.atlas.draw(projects[0])
    assert drawing is not None
    rivers = {each.name: each for each in drawing.features if each.role == "river"}
    assert "淮河" not in rivers
    assert rivers["府河"].limit_m == 1000
    assert rivers["府河"].accuracy_m in (800.5, 900.5)
    assert {each.name for each in drawing.features if each.role == "district"} >= {"曾都区"}


def test_point_without_extent_is_drawn_as_such(run: Run, projects: list[ProjectResult]) -> None:
    assert run.atlas is not None
    drawing = run.atlas.draw(projects[1])
    assert drawing is not None
    assert drawing.extent_m is None


def test_project_without_usable_geometry_has_no_drawing(run: Run, projects: list[ProjectResult]) -> None:
    assert run.atlas is not None
    assert projects[2].verdict == "invalid"
    assert run.atlas.draw(projects[2]) is None


def test_everything_holds_every_outline_of_every_layer(run: Run) -> None:
    assert run.atlas is not None
    names = {each.name for each in run.atlas.everything()}
    assert {"府河", "淮河", "随县", "广水市"} <= names
