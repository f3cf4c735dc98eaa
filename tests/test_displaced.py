"""While a later or higher rule displaces another, what it forbids is for a person to decide, and both are cited."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import shapely

import small_pack
from worlds import Answer, ask, write_project

BY_FUHE = shapely.box(113.3275, 31.7135, 113.328, 31.714)
PROVISO = "    unless: {attribute: {name: purpose, is: safety}}\n"


def check(capsys: Any, folder: Path, day: str, *, above: bool = True) -> Answer:
    low = small_pack.write(folder / "low", (PROVISO, "    displaced_by: high/river\n"))
    high = small_pack.write(
        folder / "high",
        ("id: small", "id: high"),
        ("某发〔2020〕1号", "省令第1号"),
        ("rank: normative_document", "rank: local_regulation"),
        ("at_most_m: 1000", "at_most_m: 1"),
        ("in_force: {from: 2020-02-01}", "in_force: {from: 2024-02-01, until: 2025-12-31}"),
        ("    in_force: {until: 2030-12-31}\n", ""),
        (PROVISO, ""),
    )
    project = write_project(folder, BY_FUHE, industry="2614", nature="new", park="无")
    packs = ["--pack", low, *(["--pack", high] if above else [])]
    return ask(capsys, project, *packs, "-f", "json", "--lang", "en", "--on", day)


def river(answer: Answer) -> Any:
    (found,) = [each for each in answer.project["findings"] if each["rule"] == "small/river"]
    return found


@pytest.mark.parametrize(
    ("day", "outcome"),
    [
        ("2024-01-31", "violated"),
        ("2024-02-01", "undetermined"),
        ("2025-12-31", "undetermined"),
        ("2026-01-01", "violated"),
    ],
)
def test_a_displaced_ban_needs_a_person_on_the_days_of_the_rule_above(
    capsys: Any, tmp_path: Path, day: str, outcome: str
) -> None:
    found = river(check(capsys, tmp_path, day))
    assert found["outcome"] == outcome
    assert found["because"] == (["contradiction"] if outcome == "undetermined" else [])


def test_both_clauses_are_cited(capsys: Any, tmp_path: Path) -> None:
    found = river(check(capsys, tmp_path, "2024-06-01"))
    assert found["citation"]["document"] == "某发〔2020〕1号"
    (against,) = [each for each in found["interpretations"] if each.startswith("stands against")]
    assert "省令第1号, 一/1: 「府河一公里内禁止新建化工项目」" in against
    before = river(check(capsys, tmp_path / "b", "2024-01-31"))
    assert not any(each.startswith("stands against") for each in before["interpretations"])


def test_a_rule_that_is_not_asked_displaces_nothing(capsys: Any, tmp_path: Path) -> None:
    answer = check(capsys, tmp_path, "2024-06-01", above=False)
    assert (river(answer)["outcome"], answer.project["verdict"]) == ("violated", "prohibited")
