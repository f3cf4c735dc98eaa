"""All that is said of each project of a small country, to the letter, against files that a person has read.

`ZONECHECK_GOLDEN=write` writes them anew. Other tests say what must be so, and why; here nothing may change unseen.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import Field, fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from shapely.geometry.base import BaseGeometry

import everything
from zonecheck.engine.bench import lay_out
from zonecheck.engine.check import Checked, check
from zonecheck.engine.precedents import Precedents
from zonecheck.engine.surroundings import Surroundings
from zonecheck.results import Finding
from zonecheck.words import Text

GOLDEN = Path(__file__).parent / "golden"
UNTOLD = {"source", "particulars"}
OF_THE_RULE = {"title", "effect", "citation", "penalty"}  # told once


def lines(value: Any, indent: str = "") -> Iterator[str]:
    """A record in one line, without what is empty, and what it is made of in lines of their own below it."""
    untold = UNTOLD | OF_THE_RULE if isinstance(value, Finding) else UNTOLD
    told = {each.name: getattr(value, each.name) for each in fields(value) if is_told(each, value, untold)}
    below = {key: each for key, each in told.items() if is_list(each)}
    plainly = (f"{key} {plain(each)}" for key, each in told.items() if key not in below)
    yield f"{indent}{type(value).__name__}: {'; '.join(plainly)}"
    for key, each in below.items():
        yield f"{indent}  {key}"
        for one in each:
            yield from lines(one, f"{indent}    ")


def is_list(value: Any) -> bool:
    return isinstance(value, tuple) and any(
        is_dataclass(each) and not isinstance(each, Text) for each in value
    )


def is_told(field: Field[Any], value: Any, untold: set[str]) -> bool:
    """What is empty goes without saying; None is so only where it may stand."""
    given = getattr(value, field.name)
    may_be_none = given is None and "None" in str(field.type)
    return field.name not in untold and not (may_be_none or given is False or given == ())


def plain(value: Any) -> str:
    if isinstance(value, Text):
        return f"{value.zh} | {value.en}"
    if isinstance(value, tuple):
        return ", ".join(map(plain, value))
    if isinstance(value, BaseGeometry):
        return value.wkt if len(value.wkt) < 80 else " ".join(map(plain, value.bounds))
    if is_dataclass(value):
        return (
            "(" + ", ".join(f"{each.name} {plain(getattr(value, each.name))}" for each in fields(value)) + ")"
        )
    if isinstance(value, str) and len(value) == 64:
        return value[:12]
    return f"{round(value, 6):.9g}" if isinstance(value, float) else str(value)


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    folder = tmp_path_factory.mktemp("everything")
    packs, layers = everything.rules(folder), everything.layers(folder)
    return check(everything.projects(), packs, layers, on=everything.days())


def compare(name: str, found: list[str]) -> None:
    file, text = GOLDEN / name, "\n".join(found) + "\n"
    if os.environ.get("ZONECHECK_GOLDEN") == "write":
        file.write_text(text, encoding="utf-8", newline="\n")
    assert text == file.read_text(encoding="utf-8")


def test_every_record_reads_as_the_one_a_person_has_read(checked: Checked) -> None:
    found = [line for result in checked.results(whole=False) for line in lines(result)]
    compare("everything.txt", found)


def test_what_is_said_of_each_rule_reads_as_a_person_has_read_it(checked: Checked) -> None:
    found = {
        f"{finding.rule}: "
        + "; ".join(f"{key} {plain(getattr(finding, key))}" for key in sorted(OF_THE_RULE))
        for result in checked.results()
        for finding in result.findings
    }
    compare("everything-rules.txt", sorted(found))


def test_all_of_the_reasoning_reads_as_a_person_has_read_it(checked: Checked) -> None:
    found = []
    for result in checked.results(explain=True):
        if result.name in everything.EXPLAINED:
            for finding in result.findings:
                found += [
                    f"{result.name}, {finding.rule}",
                    *(line for each in finding.explanation for line in lines(each)),
                ]
    compare("everything-explained.txt", found)


def test_what_is_drawn_reads_as_a_person_has_read_it(checked: Checked) -> None:
    drawn = Surroundings(checked.table.space.layers)
    found = [line for each in drawn.everything() for line in lines(each)]
    for result in checked.results():
        picture = drawn.draw(result)
        if picture is not None and result.name in everything.EXPLAINED:
            found += [str(result.name), *lines(picture)]
    compare("everything-drawn.txt", found)


def test_columns_are_no_wider_than_they_need_to_be(checked: Checked) -> None:
    """A run of a million projects holds each of these for every rule."""
    docket = checked.docket
    assert {each.outcome.dtype.name for each in docket.judged} == {"int8"}
    assert {each.because.dtype.name for each in docket.judged} == {"uint16"}
    assert {mask.dtype.name for each in docket.judged for mask in each.facts.values()} == {"bool"}
    assert {(each.truth.dtype.name, each.because.dtype.name) for each in docket.reaches} == {
        ("int8", "uint16")
    }
    assert {docket.verdict.dtype.name, checked.verdicts.dtype.name} == {"int8"}


def test_each_project_is_told_the_same_alone_and_in_parts(checked: Checked) -> None:
    whole = [list(lines(replace(each, index=0))) for each in checked.results()]
    earlier = Precedents(checked.packs)
    parts: list[list[str]] = []
    for at in [*range(0, len(whole), 7)] * 2:  # the second time every one is like an earlier one
        rows = np.arange(at, min(at + 7, len(whole)))
        part = check(
            everything.projects(rows),
            checked.packs,
            checked.table.space.layers,
            on=checked.on[rows],
            precedents=earlier,
        )
        parts += [list(lines(replace(each, index=0))) for each in part.results()]
        assert {mask.dtype.name for each in part.docket.judged for mask in each.facts.values()} == {"bool"}
    assert parts == whole * 2


def test_other_versions_of_a_pack_are_judged_as_they_would_be_alone(checked: Checked) -> None:
    """By the rules of one pack only, in any order, what is not asked does not apply and what is invalid stays so."""
    pack, rows = checked.packs[0], [18, 3, 0, 10, 8, 3]
    bench = lay_out(checked.projects, checked.table.space.layers, checked.on)
    found = bench.judge(pack, rows)
    alone = check(checked.projects, [pack], checked.table.space.layers, on=checked.on)
    results = list(alone.results())
    assert list(found.verdicts) == [results[row].verdict for row in rows]
    said = {(row, each.rule): each.outcome for row in rows for each in results[row].findings}
    assert {rule: list(outcomes) for rule, outcomes in found.outcomes.items()} == {
        rule.id: [said.get((row, rule.id), "not_applicable") for row in rows] for rule in pack.rules
    }


def test_of_a_project_that_cannot_be_judged_nothing_is_said_to_be_assumed(checked: Checked) -> None:
    assumed = {row: (Text("甲", "a"),) for row in range(len(checked.projects))}
    told = replace(checked, projects=replace(checked.projects, assumptions=assumed)).results()
    assert {result.verdict for result in told if assumed[0][0] not in result.assumptions} == {"invalid"}
