"""How do questions of a rule stand to each other, what does a pack become, and in which ways could it be wrong? To the letter.

`ZONECHECK_GOLDEN=write` writes the files anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

import everything
from test_everything import compare
from zonecheck import yaml_text
from zonecheck.packs import load
from zonecheck.predicates.logic import leaves
from zonecheck.rules.implied import excludes, implies
from zonecheck.rules.language import PackText
from zonecheck.rules.mutation import Mutant, mutants
from zonecheck.rules.questions import Question
from zonecheck.rules.references import references
from zonecheck.rules.rule import Pack
from zonecheck.rules.schema import json_schema
from zonecheck.rules.values import typed_for_zone

PLAIN = (
    "nature: [new]",
    "nature: [new, relocate]",
    "nature: {only: [new]}",
    "nature: {only: [new, rebuild]}",
    "industry: chemical",
    "attribute: {name: eia, is: approved}",
    "attribute: {name: eia, in: [approved, filed]}",
    "attribute: {name: eia, in: [filed, none]}",
    "attribute: {name: purpose, is: approved}",
    "attribute: {name: a, at_least: 5}",
    "attribute: {name: a, at_least: 6}",
    "attribute: {name: a, more_than: 5}",
    "attribute: {name: a, at_most: 5}",
    "attribute: {name: a, at_most: 4}",
    "attribute: {name: a, less_than: 5}",
    "attribute: {name: a, at_most: {zone: b}}",
    "attribute: {name: a, at_least: {zone: b}}",
    "attribute: {name: b, at_least: 5}",
    "attribute: {name: a, older_than_years: 5}",
    "zone: {field: a, is: x}",
    "zone: {field: a, in: [x, y]}",
    "zone: {field: b, is: x}",
    "zone: {field: a, more_than: 3}",
    "zone: {field: a, more_than: 4}",
    "within: {layer: r, at_most_m: 5}",
    "within: {layer: r, at_most_m: 6}",
    "within: {layer: r, less_than_m: 6}",
    "within: {layer: q, at_most_m: 6}",
    "within: {layer: r, where: {name: [a]}, at_most_m: 6}",
    "within: {layer: r, more_than_m: 5}",
    "within: {layer: r, more_than_m: 4}",
    "within: {layer: r, at_least_m: {table: t}}",
    "inside: {layer: p}",
)
JOINED = (
    "all: [{nature: [new]}, {industry: chemical}]",
    "any: [{nature: [new]}, {industry: chemical}]",
    "not: {nature: [new]}",
    "not: {industry: chemical}",
    "any: [{attribute: {name: a, at_least: 6}}, {attribute: {name: a, more_than: 5}}]",
    "all: [{attribute: {name: a, at_least: 5}}, {attribute: {name: a, at_most: 5}}]",
    "all: [{any: [{nature: [new]}, {industry: chemical}]}, {zone: {field: a, is: x}}]",
    "any: [{all: [{nature: [new]}, {zone: {field: a, is: x}}]}, {industry: chemical}]",
)


def question(text: str) -> Question:
    value: Any = yaml_text.load(f"q: {{{text}}}\n".encode(), "q").value
    found = Question.model_validate(value["q"])
    assert isinstance(found, Question)
    return found


def test_which_question_says_yes_only_where_another_does_and_which_never_together() -> None:
    asked = {text: question(text) for text in (*PLAIN, *JOINED)}
    found = []
    for text, one in asked.items():
        narrower = [other for other, each in asked.items() if other != text and implies(one, each)]
        apart = [other for other, each in asked.items() if excludes(one, each)]
        assert implies(one, one)
        found += [
            text,
            *(f"    implies  {other}" for other in narrower),
            *(f"    excludes {other}" for other in apart),
        ]
    compare("questions-implied.txt", found)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("apart")


@pytest.fixture(scope="module")
def packs(folder: Path) -> list[Pack]:
    return everything.rules(folder)


def dump(value: Any) -> str:
    """An object as text, in an order that does not change."""
    if is_dataclass(value) and not isinstance(value, type):
        given = (
            f"{each.name}={dump(getattr(value, each.name))}"
            for each in fields(value)
            if each.name != "origin"
        )
        return f"{type(value).__name__}({', '.join(given)})"
    if isinstance(value, frozenset):
        return "{" + ", ".join(sorted(map(dump, value))) + "}"
    if isinstance(value, tuple):
        return "(" + ", ".join(map(dump, value)) + ")"
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {dump(each)}" for key, each in value.items()) + "}"
    return f"{value[:80]}…" if isinstance(value, str) and len(value) > 200 else str(value)


def test_every_pack_becomes_what_a_person_has_read(packs: list[Pack]) -> None:
    found = []
    for pack in packs:
        for each in fields(pack):
            value = getattr(pack, each.name)
            listed = (
                value
                if isinstance(value, tuple)
                else value.values()
                if isinstance(value, Mapping)
                else (value,)
            )
            found += [f"{pack.id}.{each.name}: {dump(one)}" for one in listed if each.name != "origin"]
    compare("packs-built.txt", found)


def changed(mutant: Mutant, pack: Pack) -> str:
    """What is different in a mutant."""
    by_id = {rule.id: rule for rule in pack.rules}
    new = [rule for rule in mutant.pack.rules if rule != by_id[rule.id]]
    parts = [f"{rule.id}: " + " / ".join(part.words().en for part in rule.parts) for rule in new]
    terms = {
        dump(leaf.term)
        for rule in new
        for part in rule.parts
        for leaf in leaves(part)
        if hasattr(leaf, "term")
    }
    of_rule = [
        f"{key} {dump(getattr(rule, key))}"
        for rule in new
        for key in ("if_unmet_review", "needs", "in_force")
        if getattr(rule, key) != getattr(by_id[rule.id], key)
    ]
    of_pack = [
        f"{key} {dump(getattr(mutant.pack, key))}"
        for key in ("jurisdiction", "in_force", "periods")
        if getattr(mutant.pack, key) != getattr(pack, key)
    ]
    told = [*parts, *(sorted(terms) if "terms" in mutant.place else []), *of_rule, *of_pack]
    return f"{len(mutant.pack.rules)} rules{', whole' if mutant.whole else ''}; {'; '.join(told)}"


def test_every_way_in_which_a_pack_could_be_wrong_is_tried(packs: list[Pack]) -> None:
    found = []
    for pack in packs:
        for mutant in mutants(pack):
            found += [
                f"{mutant.place}: {mutant.change.zh} | {mutant.change.en}",
                f"    {changed(mutant, pack)}",
            ]
    compare("packs-wrong.txt", found)


def test_every_name_that_a_rule_uses_is_found_at_its_place(folder: Path, packs: list[Pack]) -> None:
    found = []
    for pack in packs:
        text = load.read(str(folder / pack.id)).text
        assert text is not None
        for position, rule in enumerate(text.rules):
            found += [
                f"{pack.id}/{'/'.join(map(str, each.path))}: {each.kind} {each.name}"
                for each in references(rule, ("rules", position))
            ]
    compare("packs-references.txt", found)


def test_the_schema_says_what_a_person_has_read() -> None:
    def told(value: Any, indent: str = "") -> list[str]:
        if isinstance(value, dict):
            return [
                line for key, each in value.items() for line in (f"{indent}{key}", *told(each, indent + "  "))
            ]
        if isinstance(value, list):
            return [line for each in value for line in (f"{indent}-", *told(each, indent + "  "))]
        return [f"{indent}{value}"]

    compare("pack-schema.txt", told(json_schema(PackText, "pack.yaml")))


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("yes", True), ("true", True), ("no", False), ("false", False), ("YES", "YES"),
        ("12", 12.0), ("12.5", 12.5), ("1.5x", "1.5x"), ("甲", "甲"),
    ],
)  # fmt: skip
def test_a_word_about_a_zone_is_yes_or_no_a_number_or_text(word: str, meant: object) -> None:
    found = typed_for_zone(word)
    assert (found, type(found)) == (meant, type(meant))
