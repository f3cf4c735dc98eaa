"""Limits that come from a table, the project or the register: what they rest on, and what a decision is bound to."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

import small_pack
from worlds import ask, write_project
from zonecheck.engine.bench import lay_out
from zonecheck.layers import catalogue
from zonecheck.packs import load
from zonecheck.projects.build import build
from zonecheck.projects.raw import in_memory
from zonecheck.rules.rule import Rule

BY_FUHE = shapely.box(113.3275, 31.7135, 113.328, 31.714)
NEW = {"nature": "new", "park": "无", "purpose": "other"}
TERM = small_pack.PACK[small_pack.PACK.index("terms:\n") : small_pack.PACK.index("tables:\n")]


def by_table(folder: Path) -> Path:
    """The distance depends on the industry: 1 km for chemicals, 10 m for food."""
    return small_pack.write(
        folder / "pack",
        (
            "applies_to: {all: [{nature: [new, relocate]}, {industry: chemical}]}",
            "applies_to: {nature: [new, relocate]}",
        ),
        ("at_most_m: 1000", "at_most_m: {table: metres}"),
        ("  far: {", '  metres: {"26": 1000, "13": 10}\n  far: {'),
        (TERM, ""),
    )


def rule(folder: Path, name: str) -> Rule:
    (found,) = [each for each in load.load(str(folder)).rules if each.id == f"small/{name}"]
    return found


def river(capsys: Any, folder: Path, **stated: Any) -> Any:
    project = write_project(folder, BY_FUHE, **{**NEW, **stated})
    return ask(
        capsys, project, "--pack", by_table(folder), "-f", "json", "--lang", "en", "--on", "2026-11-24"
    )


@pytest.mark.parametrize(
    ("industry", "verdict"),
    [("2614", "prohibited"), ("1391", "review"), ("2221", "review"), (None, "review")],
)
def test_a_distance_by_industry_is_that_of_the_industry_and_unknown_without_one(
    capsys: Any, tmp_path: Path, industry: str | None, verdict: str
) -> None:
    answer = river(capsys, tmp_path, **({"industry": industry} if industry else {}))
    assert answer.project["verdict"] == verdict
    assert json.dumps(answer.json, allow_nan=False)


def test_a_limit_that_is_not_known_is_said_to_be_so(capsys: Any, tmp_path: Path) -> None:
    (entry,) = [
        each
        for each in river(capsys, tmp_path).project["findings"][0]["evidence"]
        if each["predicate"] == "within"
    ]
    assert (entry["truth"], entry["limit_m"]) == ("unknown", None)
    assert "is not known" in entry["note"]


def test_what_settles_a_limit_by_industry_names_classes_and_not_every_code(
    capsys: Any, tmp_path: Path
) -> None:
    (settle,) = [each for each in river(capsys, tmp_path).project["settle"] if each["fact"] == "industry"]
    assert [(each["value"], each["verdict"]) for each in settle["values"]] == [
        ("2614", "prohibited"),
        ("1391", "review"),
        ("2221", "review"),
    ]


def test_a_decision_on_a_distance_by_industry_is_bound_to_the_industry(capsys: Any, tmp_path: Path) -> None:
    facts = {
        river(capsys, tmp_path, industry=code).project["findings"][0]["facts"] for code in ("1391", "2221")
    }
    assert len(facts) == 2


@pytest.mark.parametrize(
    ("limit", "reads"),
    [
        ("{table: metres}", {"industry", "industry_edition"}),
        ("{project: parcel_floor_area_ratio}", {"parcel_floor_area_ratio"}),
        ("{zone: far}", {"park"}),
        ("{first_of: [{zone: far}, {project: green_ratio}, 5]}", {"park", "green_ratio"}),
    ],
)
def test_a_question_reads_what_its_limit_rests_on(tmp_path: Path, limit: str, reads: set[str]) -> None:
    folder = small_pack.write(
        tmp_path / "pack",
        ("at_most_m: 1000", f"at_most_m: {limit}"),
        (
            "at_least: {first_of: [{project: parcel_floor_area_ratio}, {zone: far}, {table: far}]}",
            f"at_least: {limit}",
        ),
        ("  far: {", '  metres: {"26": 1000, "13": 10}\n  far: {'),
        ("    needs: [zone.far]\n", ""),
    )
    distance, ratio = rule(folder, "river").demand, rule(folder, "ratio").demand
    assert distance.reads == {"bank_distances", "extent_m"} | reads
    assert ratio.reads == {"floor_area_ratio"} | reads
    zoned = {"parks"} if "park" in reads else set()
    assert (distance.layers, ratio.layers) == ({"rivers"} | zoned, zoned)


@pytest.mark.parametrize("absent", [True, False])
def test_without_the_register_a_project_is_not_taken_to_be_in_no_park(tmp_path: Path, absent: bool) -> None:
    """A proviso for projects in no park must not excuse one that says nothing, because no park is known by name."""
    folder = small_pack.write(
        tmp_path / "pack",
        (
            "applies_to: {all: [{nature: [new, relocate]}, {industry: chemical}]}",
            "applies_to: {nature: [new, relocate]}",
        ),
        (
            "forbids: {within: {layer: rivers, where: {name: [府河]}, at_most_m: 1000}}",
            "forbids: {industry: {zone: negative_list}}",
        ),
        ("unless: {attribute: {name: purpose, is: safety}}", "unless: {attribute: {name: park, is: none}}"),
        (TERM, ""),
    )
    registered = catalogue.load()
    layers = {each: registered.open(each) for each in registered if not (absent and each == "parks")}
    made = build(in_memory([BY_FUHE], [{"nature": "new", "industry": "2614"}]))
    judged = lay_out(made, layers, np.array(["2024-06-01"], dtype="datetime64[D]")).judge(
        load.load(str(folder)), [0]
    )
    assert judged.outcomes["small/river"] == ["undetermined"]
