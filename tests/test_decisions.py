"""What a person decides: it settles what is undetermined, is bound to rule, outline and facts, and ends."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import shapely
import yaml

from worlds import Answer, ask, write_project

PACK = ("--pack", "suizhou-2018-4", "-f", "json", "--lang", "en", "--on", "2026-11-24")
SITE = shapely.box(113.3265, 31.7125, 113.3275, 31.7135)
RULES = ("river-1km", "river-other")
NO_REACTION = {"id": "P1", "nature": "new", "industry": "2614", "chemical_reaction": False, "park": "无"}


def entry(answer: Answer, rule: str, **more: Any) -> dict[str, Any]:
    return {
        "rule": f"suizhou-2018-4/{rule}", "project": "P1", "outline": answer.project["outline"],
        "facts": answer.finding(rule)["facts"], "decides": "satisfied", "authority": "某局", "document": "某函〔2026〕1号",
        "reason": "仅物理混合", "granted": "2026-01-01", "expires": "2027-12-31", **more,
    }  # fmt: skip


def write(folder: Path, *entries: dict[str, Any]) -> Path:
    path = folder / "decisions.yaml"
    text = [{key: str(value) for key, value in each.items()} for each in entries]
    path.write_text(yaml.safe_dump(text, allow_unicode=True).replace("'", ""), encoding="utf-8")
    return path


class World:
    def __init__(self, capsys: Any, folder: Path) -> None:
        self.capsys, self.folder = capsys, folder
        self.before = self.check()

    def check(self, *options: object, site: Any = SITE, **changed: Any) -> Answer:
        project = write_project(self.folder, site, **{**NO_REACTION, **changed})
        return ask(self.capsys, project, *PACK, *options)

    def decided(self, *entries: dict[str, Any], **changed: Any) -> Answer:
        return self.check("--decisions", write(self.folder, *entries), **changed)


@pytest.fixture
def world(capsys: Any, tmp_path: Path) -> World:
    return World(capsys, tmp_path)


def test_a_review_is_settled_and_the_finding_keeps_its_own_outcome(world: World) -> None:
    answer = world.decided(*(entry(world.before, rule) for rule in RULES))
    assert (world.before.status, answer.status) == (3, 0)
    assert (answer.project["verdict"], answer.project["settle"]) == ("clear", [])
    found = answer.finding("river-1km")
    assert (found["outcome"], found["decision"]["document"]) == ("undetermined", "某函〔2026〕1号")
    assert len(answer.json["decisions"][0]["sha256"]) == 64


def test_one_decision_of_two_leaves_the_other_question_open(world: World) -> None:
    answer = world.decided(entry(world.before, "river-1km"))
    assert answer.project["verdict"] == "review"
    facts = [each["fact"] for each in answer.project["settle"]]
    assert facts
    assert not any("river-1km" in fact for fact in facts)


@pytest.mark.parametrize(
    ("decides", "verdict"),
    [("violated", "prohibited"), ("satisfied", "clear"), ("not_applicable", "clear")],
)
def test_what_is_decided_is_what_follows(world: World, decides: str, verdict: str) -> None:
    first, second = (entry(world.before, rule) for rule in RULES)
    assert world.decided({**first, "decides": decides}, second).project["verdict"] == verdict


@pytest.mark.parametrize(
    ("changes", "notice"),
    [
        ({"site": shapely.box(113.3265, 31.7125, 113.3275, 31.71351)}, "the decision is void"),
        ({"chemical_product": True}, "the decision is void"),
        ({"id": "P2"}, "no project answers to this decision"),
    ],
)
def test_a_moved_site_or_a_changed_fact_voids_it(world: World, changes: dict[str, Any], notice: str) -> None:
    answer = world.decided(*(entry(world.before, rule) for rule in RULES), **changes)
    assert answer.project["verdict"] == "review"
    assert answer.err.count(notice) == 2


@pytest.mark.parametrize(
    ("granted", "expires", "verdict", "notice"),
    [
        ("2026-11-24", "2026-11-24", "clear", "expires on 2026-11-24"),
        ("2026-01-01", "2026-11-23", "review", "expired on 2026-11-23"),
        ("2026-11-25", "2027-11-25", "review", "not yet granted"),
        ("2026-01-01", "2026-12-24", "clear", "expires on 2026-12-24"),
        ("2026-01-01", "2026-12-25", "clear", ""),
    ],
)
def test_it_holds_from_its_first_day_to_its_last_and_says_when_it_ends(
    world: World, granted: str, expires: str, verdict: str, notice: str
) -> None:
    made = [entry(world.before, rule, granted=granted, expires=expires) for rule in RULES]
    answer = world.decided(*made)
    assert answer.project["verdict"] == verdict
    assert notice in answer.err
    assert bool(answer.err) == bool(notice)


def test_a_ban_is_not_waived_unless_its_rule_says_so(capsys: Any, tmp_path: Path) -> None:
    world = World(capsys, tmp_path)
    firm = world.check(chemical_reaction=True)
    answer = world.decided(entry(firm, "river-1km", decides="waived"), chemical_reaction=True)
    assert (answer.status, answer.finding("river-1km")["decision"]) == (1, None)
    assert "may not be waived" in answer.err


def test_a_violation_cannot_be_decided_away(capsys: Any, tmp_path: Path) -> None:
    world = World(capsys, tmp_path)
    firm = world.check(chemical_reaction=True)
    answer = world.decided(entry(firm, "river-1km", decides="satisfied"), chemical_reaction=True)
    assert answer.status == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"decides": "ignored"}, "decides"),
        ({"outline": "abc"}, "64 hexadecimal digits"),
        ({"expires": "2025-01-01"}, "expires before it was granted"),
        ({"granted": "soon"}, "granted"),
        ({"extra": "x"}, "extra"),
    ],
)
def test_a_faulty_file_stops_the_run_and_names_the_line(
    world: World, change: dict[str, Any], message: str
) -> None:
    answer = world.decided({**entry(world.before, "river-1km"), **change})
    assert (answer.status, answer.out) == (2, "")
    assert message in answer.err
    assert "decisions.yaml:" in answer.err


def test_the_file_beside_the_configuration_is_used_and_named(
    capsys: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = World(capsys, tmp_path)
    home = tmp_path / "home"
    home.mkdir()
    (home / "zonecheck.toml").write_text("", encoding="utf-8")
    write(home, *(entry(world.before, rule) for rule in RULES)).rename(home / "zonecheck-decisions.yaml")
    monkeypatch.chdir(home)
    answer = world.check()
    assert (answer.status, "zonecheck-decisions.yaml" in answer.err) == (0, True)


def test_two_decisions_that_contradict_each_other_stop_the_run(world: World) -> None:
    one = entry(world.before, "river-1km")
    other = {**one, "decides": "violated", "granted": "2026-06-01"}
    answer = world.decided(one, other)
    assert answer.status == 2
    assert "decisions.yaml:" in answer.err
    assert "contradicts the decision on the same question in line 1" in answer.err


def test_a_decision_may_be_renewed_or_replaced_once_the_former_has_ended(world: World) -> None:
    ended = entry(world.before, "river-1km", decides="violated", expires="2026-06-30")
    renewed = entry(world.before, "river-1km", granted="2026-07-01")
    answer = world.decided(ended, renewed, entry(world.before, "river-other"))
    assert (answer.status, answer.project["verdict"]) == (0, "clear")
