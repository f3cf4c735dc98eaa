"""Do the cases of packs show what they claim, and does a case that is wrong fail?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from pyproj import Geod

import small_pack
from zonecheck.cli import run
from zonecheck.errors import PackError
from zonecheck.geodesy.distance import exact
from zonecheck.layers import catalogue
from zonecheck.layers.layer import Layer
from zonecheck.packs import case_layers, cases, load
from zonecheck.packs.case_text import LayerText
from zonecheck.packs.placing import beside
from zonecheck.packs.sheets import Bench


@pytest.fixture(scope="module")
def layers() -> dict[str, Layer]:
    registered = catalogue.load()
    return {layer: registered.open(layer) for layer in registered}


@pytest.mark.parametrize("name", load.bundled())
def test_all_cases_of_a_bundled_pack_come_out_and_show_every_outcome(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status = run(["rules", "test", name, "--lang", "en"])
    assert status == 0, capsys.readouterr().out


def test_a_case_that_expects_the_wrong_outcome_fails_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = small_pack.write(tmp_path / "pack", cases=small_pack.CASES.replace("violated", "satisfied"))
    assert run(["rules", "test", str(folder), "--lang", "en"]) == 2
    out = capsys.readouterr().out
    assert "cases.yaml:1: 河边: river: expected satisfied, got violated" in out


def test_a_rule_that_fires_without_being_expected_is_reported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = small_pack.CASES.replace(
        "river: violated, ratio: open, advice: open, verdict: prohibited", "ratio: open"
    )
    folder = small_pack.write(tmp_path / "pack", cases=text)
    assert run(["rules", "test", str(folder), "--lang", "en"]) == 2
    assert "the rule river came out as violated, which the case does not expect" in capsys.readouterr().out


def test_outcomes_that_no_case_shows_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = small_pack.write(tmp_path / "pack")
    assert run(["rules", "test", str(folder), "--lang", "en"]) == 2
    out = capsys.readouterr().out
    assert "1 cases as expected, 0 differences" in out
    assert "/river: no case comes out as exempt" in out
    assert "/river: no case comes out as not_applicable" in out
    assert "/ratio: no case comes out as unmet" in out
    assert "/ratio: no case comes out as not_applicable" not in out


@pytest.mark.parametrize("distance_m", [0, 0.001, 1, 999.999, 1000, 1000.001, 15000])
def test_a_site_lies_exactly_as_far_as_the_case_says(distance_m: float, layers: Mapping[str, Layer]) -> None:
    rivers = layers["rivers"]
    river = [line for line, name in zip(rivers.geometry, rivers.names, strict=True) if name == "漂水"]
    site = beside(river, distance_m, None)
    assert site is not None
    pair = np.empty((2, 1), dtype=object)
    pair[:, 0] = [site, shapely.union_all(river)]
    assert exact(pair[0], pair[1]).distance_m[0] == pytest.approx(distance_m, abs=2e-4)
    area_m2, _ = Geod(ellps="GRS80").geometry_area_perimeter(shapely.set_precision(site, 0))
    assert abs(area_m2) == pytest.approx(10_000, rel=1e-3)


def test_a_case_can_change_a_layer_without_touching_the_one_it_starts_from(
    layers: Mapping[str, Layer],
) -> None:
    before = layers["rivers"].accuracy_m.copy()
    wanted = {
        "rivers": LayerText.model_validate({"accuracy_m": "0", "coverage": "none", "without": ["府河"]})
    }
    changed = case_layers.changed(layers, wanted)["rivers"]
    assert set(changed.accuracy_m) == {0.0}
    assert changed.coverage is None
    assert "府河" not in changed.names
    assert "府河" in layers["rivers"].names
    assert (layers["rivers"].accuracy_m == before).all()


def test_a_case_can_take_a_layer_away_or_bring_its_own(layers: Mapping[str, Layer]) -> None:
    line = {"type": "LineString", "coordinates": [["113.1", "31.5"], ["113.2", "31.5"]]}
    own = {
        "features": [{"name": "甲河", "geometry": line, "accuracy_m": "5"}],
        "complete_for": {"name": ["甲河"]},
    }
    wanted: dict[str, Any] = {
        "districts": LayerText.model_validate({"absent": "yes"}),
        "rivers": LayerText.model_validate(own),
    }
    changed = case_layers.changed(layers, wanted)
    assert "districts" not in changed
    assert changed["rivers"].names == ("甲河",)
    assert changed["rivers"].accuracy_m.tolist() == [5.0]
    assert changed["rivers"].coverage is None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("  on: 2024-01-01\n", "", "on is missing"),
        ("distance_m: 500, ", "", "distance_m is missing"),
        (
            "    at: {distance_m: 500, from: 府河, near: [113.35, 31.72]}\n",
            "",
            "a project needs either geometry or at",
        ),
        ("river: violated", "river: broken", "river: expected one of violated,"),
        ("verdict: prohibited", "verdict: allowed", "verdict: expected one of prohibited,"),
        ("  expect:", "  expects:", "there is no such key here; did you mean expect?"),
        ("name: 河边", "name: 河边\n  name: 又一", "duplicate key name"),
    ],
)
def test_a_faulty_case_is_refused_with_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    folder = small_pack.write(tmp_path / "pack", cases=small_pack.CASES.replace(old, new))
    with pytest.raises(PackError) as error:
        cases.read(load.read(str(folder)))
    assert any(said in problem("en") for problem in error.value.problems)
    assert all("cases.yaml:" in problem.where for problem in error.value.problems)


def test_a_place_that_no_feature_has_is_a_difference_not_a_pass(
    tmp_path: Path, layers: Mapping[str, Layer]
) -> None:
    written = load.read(
        str(small_pack.write(tmp_path / "pack", cases=small_pack.CASES.replace("from: 府河", "from: 长江")))
    )

    def never(*_: object) -> Bench:
        raise AssertionError("nothing is to be judged")

    run_ = cases.run_cases(load.use(written), cases.read(written), never, layers)
    assert run_.passed == 0
    assert "no site fits" in run_.differences[0]("en")
