"""Does a baseline hide what was accepted, once, and nothing else? And never what is undetermined."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from worlds import HEAVY, NO_DISTRICT_DOUBT, ask, site_at, write_project, write_rivers

PACK = ("--pack", "suizhou-2018-4")


@pytest.fixture
def banks(tmp_path: Path) -> Path:
    return write_rivers(tmp_path, accuracy_m=0)


def accepted(capsys: Any, folder: Path, *arguments: object) -> Path:
    place = folder / "known.yaml"
    answer = ask(capsys, "baseline", *arguments, *PACK, "-o", place, "-q")
    assert answer.status == 0, answer.err
    return place


def project(folder: Path, distance_m: float, name: str = "project.geojson", **more: Any) -> Path:
    return write_project(
        folder, site_at(distance_m), name=name, **{**HEAVY, **NO_DISTRICT_DOUBT, "id": "P-1", **more}
    )


def test_what_was_accepted_no_longer_fails_the_run_and_the_verdict_stands(
    capsys: Any, tmp_path: Path, banks: Path
) -> None:
    path = project(tmp_path, 500.0, industry_edition="2017", chemical_reaction="是")
    known = accepted(capsys, tmp_path, path, "--layers", banks)
    before = ask(capsys, path, *PACK, "--layers", banks, "-f", "json")
    after = ask(capsys, path, *PACK, "--layers", banks, "-f", "json", "--baseline", known)
    assert before.status == 1
    assert after.project["verdict"] == before.project["verdict"] == "prohibited"
    assert after.finding("river-1km")["baselined"] is True
    assert after.finding("river-1km")["outcome"] == "violated"
    left = [each for each in after.project["findings"] if each["outcome"] == "undetermined"]
    assert after.status == (3 if left else 0)


@pytest.mark.parametrize(
    "changed",
    [{"distance_m": 501.0}, {"industry": "2621"}, {"id": "P-2"}, {"nature": "迁建"}],
    ids=["moved", "another code", "another project", "another nature"],
)
def test_the_same_finding_elsewhere_or_on_other_facts_is_new(
    capsys: Any, tmp_path: Path, banks: Path, changed: dict[str, Any]
) -> None:
    known = accepted(capsys, tmp_path, project(tmp_path, 500.0), "--layers", banks)
    other = project(tmp_path, **{"distance_m": 500.0, **changed})
    answer = ask(capsys, other, *PACK, "--layers", banks, "-f", "json", "--baseline", known, "--lang", "en")
    assert answer.status == 1
    assert answer.finding("river-1km")["baselined"] is False
    assert "no longer occurs: P-1 (suizhou-2018-4/river-1km)" in answer.err


def test_one_entry_stands_for_one_finding(capsys: Any, tmp_path: Path, banks: Path) -> None:
    one = project(tmp_path, 500.0)
    known = accepted(capsys, tmp_path, one, "--layers", banks)
    (tmp_path / "more").mkdir()
    twin = project(tmp_path / "more", 500.0)
    answer = ask(capsys, one, twin, *PACK, "--layers", banks, "-f", "json", "--baseline", known)
    marked = [
        [each["baselined"] for each in found["findings"] if each["rule"].endswith("river-1km")]
        for found in answer.json["projects"]
    ]
    assert (answer.status, marked) == (1, [[True], [False]])


def test_what_is_undetermined_is_not_accepted(capsys: Any, tmp_path: Path) -> None:
    wide = write_rivers(tmp_path, accuracy_m=800)
    path = project(tmp_path, 1000.0)
    answer = ask(
        capsys, "baseline", path, *PACK, "--layers", wide, "-o", tmp_path / "known.yaml", "--lang", "en"
    )
    assert answer.status == 0
    assert "undetermined; no baseline can accept those" in answer.err
    rules = [each["rule"] for each in yaml.safe_load((tmp_path / "known.yaml").read_text("utf-8"))]
    assert "suizhou-2018-4/river-1km" not in rules
    assert ask(capsys, path, *PACK, "--layers", wide, "--baseline", tmp_path / "known.yaml").status == 3


def test_an_entry_that_says_undetermined_is_refused(capsys: Any, tmp_path: Path) -> None:
    digest = "0" * 64
    entry = {
        "source": "a",
        "project": "P",
        "rule": "r",
        "outcome": "undetermined",
        "outline": digest,
        "facts": digest,
    }
    place = tmp_path / "known.yaml"
    place.write_text(yaml.safe_dump([entry]), encoding="utf-8")
    answer = ask(capsys, project(tmp_path, 500.0), *PACK, "--baseline", place, "--lang", "en")
    assert answer.status == 2
    assert "known.yaml" in answer.err and "outcome" in answer.err


def test_a_baseline_is_not_written_over_unasked_and_can_be_pruned(
    capsys: Any, tmp_path: Path, banks: Path
) -> None:
    path = project(tmp_path, 500.0)
    known = accepted(capsys, tmp_path, path, "--layers", banks)
    assert ask(capsys, "baseline", path, *PACK, "--layers", banks, "-o", known).status == 2
    entries = yaml.safe_load(known.read_text("utf-8"))
    project(tmp_path, 5000.0)
    assert ask(capsys, "baseline", path, *PACK, "--layers", banks, "-o", known, "--prune").status == 0
    left = [each["rule"] for each in yaml.safe_load(known.read_text("utf-8"))]
    assert "suizhou-2018-4/river-1km" in {each["rule"] for each in entries}
    assert "suizhou-2018-4/river-1km" not in left


def test_machine_formats_show_what_was_known_and_what_is_new(
    capsys: Any, tmp_path: Path, banks: Path
) -> None:
    path = project(tmp_path, 500.0)
    known = accepted(capsys, tmp_path, path, "--layers", banks)
    files = [tmp_path / name for name in ("r.sarif", "r.junit.xml")]
    ask(capsys, path, *PACK, "--layers", banks, "--baseline", known, "-o", files[0], "-o", files[1])
    results = json.loads(files[0].read_text("utf-8"))["runs"][0]["results"]
    states = {each["ruleId"]: each["baselineState"] for each in results}
    assert states["suizhou-2018-4/river-1km"] == "unchanged"
    assert set(states.values()) == {"unchanged", "new"}
    assert "<failure" not in files[1].read_text("utf-8")
