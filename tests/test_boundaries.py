"""The kilometre to the millimetre: what the clause's 1公里范围内 means at, below and above it, and inside the accuracy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import shapely

from worlds import BANK_LON, GRS80, HEAVY, MIDDLE_LAT, ask, site_at, write_project, write_rivers

PACK = ("--pack", "suizhou-2018-4", "-f", "json")


def outcome_at(capsys: Any, folder: Path, distance_m: float, accuracy_m: float) -> Any:
    project = write_project(folder, site_at(distance_m), **HEAVY)
    layers = write_rivers(folder, accuracy_m=accuracy_m)
    return ask(capsys, project, *PACK, "--layers", layers).finding("river-1km")


@pytest.mark.parametrize(
    ("distance_m", "accuracy_m", "outcome"),
    [
        (999.99, 0, "violated"),
        (1000.000, 0, "violated"),
        (1000.0004, 0, "violated"),
        (1000.001, 0, "satisfied"),
        (1000.01, 0, "satisfied"),
        (970.0, 30, "violated"),
        (970.001, 30, "undetermined"),
        (985.0, 30, "undetermined"),
        (1015.0, 30, "undetermined"),
        (1030.0, 30, "undetermined"),
        (1030.001, 30, "satisfied"),
    ],
)
def test_one_kilometre_includes_its_last_millimetre_and_the_accuracy_decides_nothing(
    capsys: Any, tmp_path: Path, distance_m: float, accuracy_m: float, outcome: str
) -> None:
    found = outcome_at(capsys, tmp_path, distance_m, accuracy_m)
    assert found["outcome"] == outcome
    assert found["because"] == (["accuracy"] if outcome == "undetermined" else [])


def test_the_figures_of_a_hit_are_those_on_paper(capsys: Any, tmp_path: Path) -> None:
    entry = outcome_at(capsys, tmp_path, 100.25, 30)["evidence"][0]
    assert (entry["distance_m"], entry["limit_m"], entry["margin_m"]) == (100.25, 1000, 869.75)
    assert (entry["layer"], entry["feature"], entry["baseline"]) == ("rivers", "府河", "bank")
    assert entry["nearest_point"] == pytest.approx([BANK_LON, MIDDLE_LAT], abs=1e-7)


def test_the_margin_of_an_unknown_says_how_far_it_is_from_being_decided(capsys: Any, tmp_path: Path) -> None:
    assert outcome_at(capsys, tmp_path, 985.0, 30)["evidence"][0]["margin_m"] == -15.0


@pytest.mark.parametrize("crs", [4490, 4547, 4526])
def test_the_same_outline_in_another_crs_lies_as_far(capsys: Any, tmp_path: Path, crs: int) -> None:
    tip = GRS80.fwd(BANK_LON, MIDDLE_LAT, 90, 640.0)[:2]
    corners = [tip, *(GRS80.fwd(*tip, azimuth, 500)[:2] for azimuth in (30, 90, 150))]
    outline, layers = shapely.Polygon(corners), write_rivers(tmp_path)
    distances = [
        ask(capsys, write_project(tmp_path, outline, code, **HEAVY), *PACK, "--layers", layers).finding(
            "river-1km"
        )["evidence"][0]["distance_m"]
        for code in (None, crs)
    ]
    assert distances == pytest.approx([640.0, 640.0], abs=0.01)


@pytest.mark.parametrize(("decimals", "rounding_m"), [(4, 7.3), (5, 0.73), (6, 0.0)])
def test_coarse_coordinates_widen_the_accuracy(
    capsys: Any, tmp_path: Path, decimals: int, rounding_m: float
) -> None:
    coarse = shapely.transform(site_at(500.0), lambda points: points.round(decimals))
    project, layers = write_project(tmp_path, coarse, **HEAVY), write_rivers(tmp_path)
    entry = ask(capsys, project, *PACK, "--layers", layers).finding("river-1km")["evidence"][0]
    assert entry["accuracy"]["rounding_m"] == pytest.approx(rounding_m, rel=0.05)


def test_a_declared_accuracy_counts_and_replaces_the_rounding(capsys: Any, tmp_path: Path) -> None:
    coarse = shapely.transform(site_at(500.0), lambda points: points.round(4))
    project = write_project(tmp_path, coarse, accuracy_m=12, **HEAVY)
    answer = ask(capsys, project, *PACK, "--layers", write_rivers(tmp_path, accuracy_m=3))
    assert answer.finding("river-1km")["evidence"][0]["accuracy"] == {
        "layer_m": 3, "site_m": 12, "datum_m": 0, "rounding_m": 0, "site_declared": True,
    }  # fmt: skip


class TestPoints:
    """A point is a site of unknown extent: it can prove a hit, never a miss."""

    def at(self, capsys: Any, folder: Path, distance_m: float, **more: Any) -> Any:
        point = shapely.Point(GRS80.fwd(BANK_LON, MIDDLE_LAT, 90, distance_m)[:2])
        project = write_project(folder, point, district="曾都区", **HEAVY, **more)
        return ask(capsys, project, *PACK, "--layers", write_rivers(folder)).finding("river-1km")

    def test_a_point_inside_is_a_hit(self, capsys: Any, tmp_path: Path) -> None:
        assert self.at(capsys, tmp_path, 1000.0)["outcome"] == "violated"

    def test_a_point_outside_proves_nothing(self, capsys: Any, tmp_path: Path) -> None:
        found = self.at(capsys, tmp_path, 9000.0)
        assert (found["outcome"], found["because"]) == ("undetermined", ["extent"])

    @pytest.mark.parametrize(("extent_m", "outcome"), [(499.0, "satisfied"), (500.0, "undetermined")])
    def test_a_stated_extent_makes_the_miss_firm(
        self, capsys: Any, tmp_path: Path, extent_m: float, outcome: str
    ) -> None:
        assert self.at(capsys, tmp_path, 1500.0, extent_m=extent_m)["outcome"] == outcome


class TestDeclaredDistances:
    """A surveyed distance settles what the map cannot, and contradicts it where the map is firm."""

    def found(self, capsys: Any, folder: Path, map_m: float, stated_m: float, accuracy_m: float = 800) -> Any:
        stated = [{"river": "涢水", "distance_m": stated_m, "accuracy_m": 1, "source": "实测"}]
        project = write_project(folder, site_at(map_m), bank_distances=stated, **HEAVY)
        layers = write_rivers(folder, accuracy_m=accuracy_m)
        return ask(capsys, project, *PACK, "--layers", layers).finding("river-1km")

    @pytest.mark.parametrize(
        ("stated_m", "outcome"), [(998.0, "violated"), (999.5, "undetermined"), (1002.0, "satisfied")]
    )
    def test_it_settles_an_unknown(self, capsys: Any, tmp_path: Path, stated_m: float, outcome: str) -> None:
        assert self.found(capsys, tmp_path, 1000.0, stated_m)["outcome"] == outcome

    def test_far_from_what_the_map_allows_it_is_a_contradiction(self, capsys: Any, tmp_path: Path) -> None:
        found = self.found(capsys, tmp_path, 1000.0, 3000.0)
        assert (found["outcome"], found["because"]) == ("undetermined", ["contradiction"])

    def test_it_is_printed_as_declared(self, capsys: Any, tmp_path: Path) -> None:
        entries = self.found(capsys, tmp_path, 1000.0, 1002.0)["evidence"]
        assert any(entry.get("declared") and entry["distance_m"] == 1002.0 for entry in entries)


@pytest.mark.parametrize("stated_m", [(500.0, 1500.0), (1500.0, 500.0)])
def test_two_surveys_that_disagree_settle_nothing(
    capsys: Any, tmp_path: Path, stated_m: tuple[float, ...]
) -> None:
    stated = [{"river": "府河", "distance_m": each, "accuracy_m": 1, "source": "实测"} for each in stated_m]
    project = write_project(tmp_path, site_at(1000.0), bank_distances=stated, **HEAVY)
    answer = ask(capsys, project, *PACK, "--layers", write_rivers(tmp_path, accuracy_m=800))
    found = answer.finding("river-1km")
    assert (found["outcome"], found["because"]) == ("undetermined", ["contradiction"])


def test_a_folder_beside_the_user_does_not_take_the_place_of_a_bundled_pack(
    capsys: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = write_project(tmp_path, site_at(1000.0), **HEAVY)
    (tmp_path / "suizhou-2018-4").mkdir()
    monkeypatch.chdir(tmp_path)
    assert ask(capsys, project, *PACK).json["packs"][0]["id"] == "suizhou-2018-4"


def test_a_result_does_not_take_the_place_of_its_input(capsys: Any, tmp_path: Path) -> None:
    project = write_project(tmp_path, site_at(1000.0), **HEAVY)
    before = project.read_bytes()
    assert ask(capsys, project, "-o", f"json={project}").status == 2
    assert project.read_bytes() == before
