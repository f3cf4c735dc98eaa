"""Does `zonecheck diff` name exactly what differs between two days, two packs, two catalogues?"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import small_pack
from worlds import HEAVY, ask, site_at, write_project, write_rivers
from zonecheck.comparing.rule_changes import rule_changes
from zonecheck.packs import load

TOP = Path(__file__).parents[1]
EXAMPLES = sorted(path for path in (TOP / "examples").glob("*.geojson") if "swapped" not in path.name)
SCHEMA = json.loads((TOP / "docs" / "schemas" / "diff.schema.json").read_text(encoding="utf-8"))
THEN, NOW = ("--from-on", "2020-06-01"), ("--to-on", "2026-11-28")


def flips(answer: Any) -> dict[str, tuple[str, str]]:
    return {
        Path(each["source"]).stem: (each["before"]["verdict"], each["after"]["verdict"])
        for each in answer.json["projects"]
        if each["before"]["verdict"] != each["after"]["verdict"]
    }


@pytest.mark.slow
def test_the_law_of_2020_and_of_today_flip_exactly_the_expansion_that_the_yangtze_law_forbids(
    capsys: Any,
) -> None:
    """Since 2021-03-01 an expansion by a tributary is forbidden. What was forbidden or open in 2020 still is; the food plant, the
    carton plant and the site outside Suizhou are touched by neither."""
    answer = ask(capsys, "diff", *EXAMPLES, *THEN, *NOW, "-f", "json")
    assert answer.status == 1
    assert flips(answer) == {"02-expansion-by-fuhe": ("clear", "prohibited")}
    (expansion,) = [
        each for each in answer.json["projects"] if each["source"].endswith("02-expansion-by-fuhe.geojson")
    ]
    (ban,) = [turn for turn in expansion["turns"] if turn["after"] == "violated"]
    assert (ban["rule"], ban["before"], ban["article"]) == (
        "yangtze-protection-law/bank-1km",
        None,
        "第二十六条第二款",
    )
    assert answer.json["summary"]["flips"] == [{"before": "clear", "after": "prohibited", "projects": 1}]


@pytest.mark.slow
def test_the_day_before_the_law_came_into_force_and_the_day_itself_differ_by_the_law_alone(
    capsys: Any,
) -> None:
    answer = ask(capsys, "diff", *EXAMPLES, "--from-on", "2021-02-28", "--to-on", "2021-03-01", "-f", "json")
    assert {rule["rule"].partition("/")[0] for rule in answer.json["rules"]} == {"yangtze-protection-law"}
    assert {rule["change"] for rule in answer.json["rules"]} == {"added"}
    assert flips(answer) == {"02-expansion-by-fuhe": ("clear", "prohibited")}


def test_where_nothing_differs_the_status_is_0(capsys: Any) -> None:
    answer = ask(capsys, "diff", *EXAMPLES, "--from-on", "2026-11-01", "--to-on", "2026-11-28", "-f", "json")
    assert answer.status == 0
    assert (answer.json["projects"], answer.json["rules"]) == ([], [])


def test_a_project_that_cannot_be_checked_makes_it_2(capsys: Any) -> None:
    answer = ask(capsys, "diff", TOP / "examples" / "12-swapped-coordinates.geojson", *THEN, "--lang", "en")
    assert answer.status == 2
    assert "1 projects could not be checked" in answer.err


def test_two_sides_that_are_the_same_are_refused(capsys: Any) -> None:
    answer = ask(capsys, "diff", EXAMPLES[0], "--lang", "en")
    assert answer.status == 2
    assert "both sides are the same" in answer.err


def test_surveyed_banks_against_the_bundled_lines(capsys: Any, tmp_path: Path) -> None:
    project = write_project(tmp_path, site_at(3000.0), **HEAVY)
    banks = write_rivers(tmp_path, accuracy_m=0)
    answer = ask(capsys, "diff", project, "--pack", "suizhou-2018-4", "--from-layers", banks, "-f", "json")
    assert answer.status == 1
    (change,) = answer.json["projects"]
    assert {turn["rule"] for turn in change["turns"]} >= {"suizhou-2018-4/river-1km"}
    assert answer.json["rules"] == []
    text = ask(
        capsys, "diff", project, "--pack", "suizhou-2018-4", "--from-layers", banks, "--lang", "en"
    ).out
    assert "3000.000 m from 府河" in " ".join(text.split())
    assert "(accuracy 0 m) → " in " ".join(text.split())


CHANGES = [
    (("at_most_m: 1000", "at_most_m: 3000"), "限值由 1 km 改为 3 km", "limit 1 km → 3 km"),
    (
        ("nature: [new, relocate]", "nature: [new, relocate, expand]"),
        "建设性质新增扩建",
        "nature of construction: expansion added",
    ),
    (
        ('yes: ["2614", "262"]', 'yes: ["2614", "262", "2521"]'),
        "化工(属于)新增行业代码 2521",
        "chemical (certain): codes added: 2521",
    ),
    (
        ('maybe: ["2664"]', "maybe: []"),
        "化工(存疑)取消行业代码 2664",
        "chemical (doubtful): codes gone: 2664",
    ),
    (
        ("    effect: prohibit\n", "    effect: review\n"),
        "由禁止改为须人工认定",
        "from a prohibition to a review",
    ),
    (("    unless: {attribute: {name: purpose, is: safety}}\n", ""), "取消但书:", "the proviso gone: "),
]


@pytest.mark.parametrize(("change", "zh", "en"), CHANGES)
def test_a_change_of_a_rule_is_told_in_words(
    tmp_path: Path, change: tuple[str, str], zh: str, en: str
) -> None:
    old = load.load(str(small_pack.write(tmp_path / "old")))
    new = load.load(str(small_pack.write(tmp_path / "new", change)))
    day = date(2024, 1, 1)
    (told,) = rule_changes([old], [new], day, day)
    assert (told.rule, told.kind) == ("small/river", "changed")
    (text,) = told.text
    assert text.zh.startswith(zh)
    assert text.en.startswith(en)
    assert list(rule_changes([old], [old], day, day)) == []


def test_a_rule_that_came_to_hold_of_every_project_names_the_conditions_that_are_gone(tmp_path: Path) -> None:
    gone = ("    applies_to: {all: [{nature: [new, relocate]}, {industry: chemical}]}\n", "")
    old = load.load(str(small_pack.write(tmp_path / "old")))
    new = load.load(str(small_pack.write(tmp_path / "new", gone)))
    day = date(2024, 1, 1)
    for pair, word in (((old, new), "gone"), ((new, old), "added")):
        (told,) = rule_changes([pair[0]], [pair[1]], day, day)
        assert [text.en.split(": ")[1] for text in told.text] == [word, word]
        assert all(text.zh.split(":")[1] for text in told.text)


def test_json_follows_the_published_schema_and_the_same_input_gives_the_same_bytes(capsys: Any) -> None:
    first, second = (ask(capsys, "diff", *EXAMPLES[:3], *THEN, *NOW, "-f", "json") for _ in range(2))
    jsonschema.validate(first.json, SCHEMA)
    assert first.out == second.out


def test_every_format_names_the_flip(capsys: Any, tmp_path: Path) -> None:
    names = ("d.html", "d.geojson", "d.json", "d.md", "d.txt")
    outputs = [part for name in names for part in ("-o", tmp_path / name)]
    assert ask(capsys, "diff", *EXAMPLES, *THEN, *NOW, "--lang", "en", *outputs).status == 1
    for name in names:
        text = (tmp_path / name).read_text(encoding="utf-8")
        assert "02-expansion-by-fuhe" in text
    features = json.loads((tmp_path / "d.geojson").read_text(encoding="utf-8"))["features"]
    assert [each["properties"]["after"] for each in features if each["properties"]["before"] == "clear"] == [
        "prohibited"
    ]


def test_a_hostile_name_stays_text_on_the_page(capsys: Any, tmp_path: Path) -> None:
    project = write_project(tmp_path, site_at(500.0), **HEAVY, name="<img src=x onerror=alert(1)>")
    page = tmp_path / "page.html"
    ask(capsys, "diff", project, *THEN, *NOW, "-o", page)
    assert "<img" not in page.read_text(encoding="utf-8")
