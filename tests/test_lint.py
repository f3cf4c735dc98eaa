"""Does an author see every mistake at once, where it stands, in both languages, before anything is checked?"""

from __future__ import annotations

from pathlib import Path

import pytest

import small_pack
from zonecheck.cli import run
from zonecheck.engine.bench import lay_out
from zonecheck.layers import catalogue
from zonecheck.packs import load
from zonecheck.packs.lint import lint

MISTAKES = [
    ("in_force: {from: 2020-02-01}", "in_force: {from: 2019-02-01}"),
    ('maybe: ["2664"]', 'maybe: ["2699"]'),
    ("[new, relocate]}, {industry: chemical}", "[new]}, {industry: chemicals}"),
    ("at_most_m: 1000", "at_most_m: -5"),
    ("quote: 容积率不低于标准", "quote: 容积率不得低于标准"),
    ("name: floor_area_ratio", "name: floor_area_ration"),
    ("effect: advise", "effect: advice"),
    ("certainty: second_hand", "certainly: second_hand"),
    ("needs: [zone.far]", "needs: [zone.fare]"),
    ("{until: 2030-12-31}", "{until: 2010-12-31}"),
]
SOURCE = small_pack.SOURCE + "\n## 三\n\n禁止甲。\n"
CASES = small_pack.CASES.replace("distance_m: 500", "distance_m: x").replace("ratio: open", "ratios: open")

# Each mistake above, one of source.md, two of cases.yaml, and what follows: the term `chemical` is no longer used.
EN = [
    ("cases.yaml:3", "distance_m: expected a number of 0 or above, got 'x'"),
    ("cases.yaml:7", "there is no rule ratios in this pack"),
    ("pack.yaml:6", "in force before the document was issued on 2020-01-01"),
    ("pack.yaml:10", "no rule uses chemical"),
    ("pack.yaml:13", "GB/T 4754-2017 has no code 2699"),
    ("pack.yaml:27", "there is no term chemicals; did you mean chemical?"),
    ("pack.yaml:27", "new without relocate: a relocation is a new build at its new site; name both"),
    ("pack.yaml:28", "at_most_m: expected a number above 0, got '-5'"),
    ("pack.yaml:32", "these words do not stand under 一 in source.md"),
    ("pack.yaml:37", "projects have no attribute floor_area_ration; did you mean floor_area_ratio?"),
    ("pack.yaml:39", "the rule asks for no zone.fare"),
    ("pack.yaml:43", "effect: expected one of prohibit, review, require, advise, got 'advice'"),
    ("pack.yaml:44", "certainly: there is no such key here; did you mean certainty?"),
    ("pack.yaml:46", "ends before it begins on 2019-02-01"),
    (
        "source.md:16",
        "the sentence 三 is in none of the provisions; list its rules or say why there are none",
    ),
]


def faulty(folder: Path) -> Path:
    return small_pack.write(folder / "pack", *MISTAKES, source=SOURCE, cases=CASES)


def found(folder: Path, *replaced: tuple[str, str], cases: str | None = small_pack.CASES) -> list[str]:
    written = load.read(str(small_pack.write(folder / "pack", *replaced, cases=cases)))
    problems = lint(written, catalogue.load(), lay_out)
    return [problem("en").rpartition("pack/")[2] for problem in problems]


def test_a_pack_with_many_mistakes_gets_a_message_with_its_line_for_each(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = faulty(tmp_path)
    assert run(["rules", "lint", str(folder), "--lang", "en"]) == 2
    lines = capsys.readouterr().out.splitlines()
    assert lines == [*(f"{folder}/{where}: {text}" for where, text in EN), f"{folder}: {len(EN)} problems"]


def test_every_message_stands_in_chinese_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = faulty(tmp_path)
    assert run(["rules", "lint", str(folder), "--lang", "zh"]) == 2
    lines = capsys.readouterr().out.splitlines()
    assert [line.removeprefix(f"{folder}/").split(": ")[0] for line in lines[:-1]] == [
        where for where, _ in EN
    ]
    assert all(any("一" <= each <= "鿿" for each in line) for line in lines)


def test_a_check_by_a_faulty_pack_says_what_is_wrong_and_checks_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = tmp_path / "project.geojson"
    project.write_text('{"type": "Point", "coordinates": [113.4, 31.7]}', encoding="utf-8")
    assert run([str(project), "--pack", str(faulty(tmp_path)), "--lang", "en"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "pack.yaml:43: effect: expected one of" in err
    assert "source.md:16" in err


ANY = "applies_to: {all: [{nature: [new, relocate]}, {industry: chemical}]}"
NATURE = "{nature: [new, relocate]}"


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        (
            NATURE,
            "{any: [{nature: [new, relocate, expand]}, {nature: [new, relocate]}]}",
            27,
            "alternative 2 is never",
        ),
        (
            NATURE,
            "{any: [{nature: [new, relocate]}, {nature: [new, relocate]}]}",
            27,
            "alternative 2 is never",
        ),
        (
            NATURE,
            "{any: [{all: [{nature: [new, relocate]}, {industry: chemical}]}, {nature: [new, relocate]}]}",
            27,
            "alternative 1 is never reached",
        ),
        (
            NATURE,
            "{nature: [new, relocate]}, {nature: [new, relocate, expand]}",
            27,
            "part 2 asks nothing more",
        ),
        (
            NATURE,
            "{attribute: {name: stage, is: built}}, {attribute: {name: stage, in: [planned, building]}}",
            27,
            "parts 1 and 2 are never met together",
        ),
        (
            NATURE,
            "{attribute: {name: green_ratio, at_least: 0.3}}, {attribute: {name: green_ratio, less_than: 0.3}}",
            27,
            "parts 1 and 2 are never met together",
        ),
        (
            NATURE,
            "{attribute: {name: green_ratio, at_least: 0.3}}, {attribute: {name: green_ratio, at_least: 0.2}}",
            27,
            "part 2 asks nothing more",
        ),
        (
            "{zone: far}, {table: far}",
            "{zone: far}, 0.8, {table: far}",
            38,
            "the number before it is always known",
        ),
        ('["2614", "262"]', '["2614", "262", "2621"]', 12, "2621 is covered by 262 already"),
        (
            NATURE,
            "{nature: [new, relocate, expand]}, {nature: [new, relocate]}",
            27,
            "part 1 asks nothing more",
        ),
        (
            NATURE,
            "{nature: [new, relocate]}, {any: [{nature: [new, relocate, expand]}, {attribute: {name: stage, is: built}}]}",
            27,
            "part 2 asks nothing more",
        ),
        (NATURE, "{nature: [new, relocate]}, {not: {nature: [new, relocate]}}", 27, "never met together"),
        (
            "if_unmet: review",
            "if_unmet: review\n    displaced_by: small/rivers",
            35,
            "there is no rule small/rivers",
        ),
        (
            NATURE,
            "{zone: {field: far, at_most: 1}}, {zone: {field: far, at_most: 2}}",
            27,
            "part 2 asks nothing more",
        ),
        (
            NATURE,
            "{within: {layer: rivers, where: {name: [府河]}, at_most_m: 50}},"
            " {within: {layer: rivers, where: {name: [府河]}, at_most_m: 60}}",
            27,
            "part 2 asks nothing more",
        ),
    ],
)
def test_what_can_never_matter_is_named(tmp_path: Path, old: str, new: str, line: int, said: str) -> None:
    (message,) = found(tmp_path, (old, new))
    assert message.startswith(f"pack.yaml:{line}: ")
    assert said in message


@pytest.mark.parametrize(
    "new",
    [
        "{attribute: {name: green_ratio, at_least: 0.2}}, {attribute: {name: green_ratio, at_most: 0.2}}",
        "{attribute: {name: green_ratio, at_least: 0.2}}, {attribute: {name: green_ratio, at_most: 0.3}}",
        "{any: [{nature: [new, relocate]}, {nature: [expand]}]}",
        "{any: [{nature: [new, relocate]}, {attribute: {name: stage, is: built}}]}",
        "{attribute: {name: green_ratio, at_least: 0.2}}, {attribute: {name: green_ratio, at_least: {zone: green}}}",
        "{within: {layer: rivers, where: {name: [府河]}, at_most_m: 50}}, {within: {layer: parks, at_most_m: 60}}",
    ],
)
def test_what_can_matter_is_left_alone(tmp_path: Path, new: str) -> None:
    cases = small_pack.CASES.replace("river: violated", "river: undetermined").replace(
        ", verdict: prohibited", ""
    )
    assert [each for each in found(tmp_path, (NATURE, new), cases=cases) if "pack.yaml" in each] == []


TWIN = """\
  - id: twin
    title: {zh: 又一条, en: another one}
    cites: {at: 一/1, quote: 府河一公里内禁止新建化工项目}
    effect: %s
    applies_to: {all: [{nature: [new, relocate]}, {industry: chemical}]}
    %s: {within: {layer: rivers, where: {name: [府河]}, at_most_m: 1000}}
    unless: {attribute: {name: purpose, is: safety}}
"""


@pytest.mark.parametrize(
    ("effect", "part", "said"),
    [
        ("prohibit", "forbids", "asks the very same as the rule river"),
        ("review", "forbids", "conflicts with the rule river: they ask the same with different effects"),
        ("require", "requires", "conflicts with the rule river: what one forbids the other requires"),
    ],
)
def test_rules_that_cannot_both_be_meant_are_named(tmp_path: Path, effect: str, part: str, said: str) -> None:
    twin = TWIN % (effect, part)
    changed = [
        ("rules: [river, ratio]", "rules: [river, ratio, twin]"),
        ("  - id: ratio\n", f"{twin}  - id: ratio\n"),
    ]
    if effect == "require":
        changed[1] = (
            changed[1][0],
            changed[1][1].replace(twin.splitlines(keepends=True)[-1] + "  - id: ratio", "  - id: ratio"),
        )
        changed.append(("    unless: {attribute: {name: purpose, is: safety}}\n", ""))
    messages = found(tmp_path, *changed)
    assert f"pack.yaml:{30 if effect != 'require' else 29}: {said}" in messages


def test_rules_of_different_days_do_not_conflict(tmp_path: Path) -> None:
    twin = TWIN % ("review", "forbids") + "    in_force: {until: 2020-12-31}\n"
    messages = found(
        tmp_path,
        ("rules: [river, ratio]", "rules: [river, ratio, twin]"),
        ("    unless: {attribute", "    in_force: {from: 2021-01-01}\n    unless: {attribute"),
        ("  - id: ratio\n", f"{twin}  - id: ratio\n"),
    )
    assert not any("conflicts" in each for each in messages)


def test_cases_are_run_once_nothing_else_is_wrong(tmp_path: Path) -> None:
    wrong = small_pack.CASES.replace("river: violated", "river: satisfied")
    assert found(tmp_path, cases=wrong) == ["cases.yaml:1: 河边: river: expected satisfied, got violated"]
    (message,) = found(tmp_path, ("at_most_m: 1000", "at_most_m: -5"), cases=wrong)
    assert message.startswith("pack.yaml:28")


def test_a_rule_that_no_case_names_is_a_problem(tmp_path: Path) -> None:
    assert found(tmp_path, cases=small_pack.CASES.replace(", advice: open", "")) == [
        f"pack.yaml:{small_pack.line_of('  - id: advice')}: no case names the rule advice"
    ]


def test_a_case_whose_coordinates_are_no_numbers_is_named_at_its_line(tmp_path: Path) -> None:
    cases = small_pack.CASES.replace(
        "at: {distance_m: 500, from: 府河, near: [113.35, 31.72]}",
        "geometry: {type: Point, coordinates: [x, 31]}",
    )
    (message,) = found(tmp_path, cases=cases)
    assert message.startswith("cases.yaml:3: ")
    assert "'x'" in message
