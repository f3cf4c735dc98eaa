"""Two base lines for one river: both distances, and inside by one, outside by the other is for a person to decide."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from shapely.geometry import mapping

from worlds import BANK_LON, GRS80, HEAVY, MIDDLE_LAT, ask, bank, site_at, write_rivers

OUTER_M = 600.0
OUTER_LON = GRS80.fwd(BANK_LON, MIDDLE_LAT, 90, OUTER_M)[0]
ANSWERS = {
    900.0: ("violated", [], {("waterward_edge", "yes", 900.0), ("outer_edge", "yes", 300.0)}),
    1000.0: ("violated", [], {("waterward_edge", "yes", 1000.0), ("outer_edge", "yes", 400.0)}),
    1500.0: (
        "undetermined",
        ["interpretation"],
        {("waterward_edge", "no", 1500.0), ("outer_edge", "unknown", 900.0)},
    ),
    1700.0: ("satisfied", [], {("outer_edge", "no", 1100.0)}),
}
"""By the distance from the waterward edge: the outcome, why, and what is shown of each base line."""


def drawn(name: str, lon: float, baseline: str) -> dict[str, Any]:
    feature = bank(name, lon)
    feature["properties"]["baseline"] = baseline
    return feature


def layers(folder: Path, second: str = "outer_edge") -> Path:
    far = [drawn("漂水", 112.6, "waterward_edge"), drawn("㵐水", 112.5, "waterward_edge")]
    own = [drawn("府河", BANK_LON, "waterward_edge"), drawn("府河", OUTER_LON, second)]
    return write_rivers(folder, features=[*own, *far])


def findings(capsys: Any, folder: Path, catalogue: Path, distances_m: Sequence[float]) -> list[Any]:
    features = [
        {
            "type": "Feature",
            "properties": {"district": "曾都区", **HEAVY},
            "geometry": mapping(site_at(distance_m)),
        }
        for distance_m in distances_m
    ]
    path = folder / "sites.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    answer = ask(capsys, path, "--pack", "suizhou-2018-4", "-f", "json", "--layers", catalogue)
    return [
        finding
        for project in answer.json["projects"]
        for finding in project["findings"]
        if finding["rule"].endswith("/river-1km")
    ]


def shown(finding: Any) -> set[tuple[str, str, float]]:
    return {
        (entry["baseline"], entry["truth"], round(entry["distance_m"], 1))
        for entry in finding["evidence"]
        if entry["predicate"] == "within"
    }


@pytest.mark.parametrize("distance_m", ANSWERS)
def test_inside_by_one_base_line_and_outside_by_the_other_is_unknown(
    capsys: Any, tmp_path: Path, distance_m: float
) -> None:
    (found,) = findings(capsys, tmp_path, layers(tmp_path), [distance_m])
    assert (found["outcome"], found["because"], shown(found)) == ANSWERS[distance_m]


def test_many_sites_are_judged_as_each_alone(capsys: Any, tmp_path: Path) -> None:
    distances_m = [*ANSWERS] * 4
    found = findings(capsys, tmp_path, layers(tmp_path), distances_m)
    assert [(each["outcome"], each["because"], shown(each)) for each in found] == [
        ANSWERS[distance_m] for distance_m in distances_m
    ]


def test_a_second_line_of_the_same_kind_is_another_reach_and_no_dispute(capsys: Any, tmp_path: Path) -> None:
    (found,) = findings(capsys, tmp_path, layers(tmp_path, "waterward_edge"), [1500.0])
    assert found["outcome"] == "violated"


def test_where_both_lines_are_already_shown_nothing_is_added(capsys: Any, tmp_path: Path) -> None:
    """900 m from one line, and so close to the limit from the other that its accuracy leaves that open."""
    far = [drawn("漂水", 112.6, "waterward_edge"), drawn("㵐水", 112.5, "waterward_edge")]
    outer, inner = drawn("府河", OUTER_LON, "outer_edge"), drawn("府河", BANK_LON, "waterward_edge")
    inner["properties"]["accuracy_m"] = 510
    (found,) = findings(capsys, tmp_path, write_rivers(tmp_path, features=[inner, outer, *far]), [1500.0])
    assert shown(found) == {("waterward_edge", "unknown", 1500.0), ("outer_edge", "unknown", 900.0)}
    assert found["because"] == ["accuracy"]


def test_a_centre_line_is_no_base_line_of_its_own(capsys: Any, tmp_path: Path) -> None:
    """It lies within reach and the waterward edge beyond: no dispute, the nearer of the two decides."""
    far = [drawn("漂水", 112.6, "waterward_edge"), drawn("㵐水", 112.5, "waterward_edge")]
    middle, edge = drawn("府河", OUTER_LON, "centreline"), drawn("府河", BANK_LON, "outer_edge")
    middle["properties"]["accuracy_m"] = 0
    (found,) = findings(capsys, tmp_path, write_rivers(tmp_path, features=[edge, middle, *far]), [1500.0])
    assert (found["outcome"], shown(found)) == ("violated", {("centreline", "yes", 900.0)})


def test_of_three_lines_in_dispute_the_nearest_by_each_is_shown(capsys: Any, tmp_path: Path) -> None:
    far = [drawn("漂水", 112.6, "waterward_edge"), drawn("㵐水", 112.5, "waterward_edge")]
    between = GRS80.fwd(BANK_LON, MIDDLE_LAT, 90, 300.0)[0]
    lines = (
        (BANK_LON, "waterward_edge"),
        (OUTER_LON, "outer_edge"),
        (between, "bank"),
        (BANK_LON - 0.1, "bank"),
    )
    own = [drawn("府河", lon, baseline) for lon, baseline in lines]
    (found,) = findings(capsys, tmp_path, write_rivers(tmp_path, features=[*own, *far]), [1500.0])
    assert (found["outcome"], found["because"]) == ("undetermined", ["interpretation"])
    assert shown(found) == {
        ("waterward_edge", "no", 1500.0),
        ("outer_edge", "unknown", 900.0),
        ("bank", "no", 1200.0),
    }
