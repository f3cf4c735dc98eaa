"""Would the cases of a pack notice a mistake in it? Every mutant of every bundled pack, and mutants by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

import small_pack
from zonecheck.cli import run
from zonecheck.packs import load
from zonecheck.predicates.industry import Industry
from zonecheck.predicates.logic import All, Not, leaves
from zonecheck.predicates.spatial import Within
from zonecheck.rules.mutation import Mutant, mutants
from zonecheck.rules.rule import Pack, Rule


@pytest.fixture(scope="module")
def suizhou() -> Pack:
    return load.load("suizhou-2018-4")


def changes(pack: Pack, place: str) -> set[str]:
    return {mutant.change.en for mutant in mutants(pack) if mutant.place == place}


def test_limits_and_comparators_and_named_rivers_are_put_wrong(suizhou: Pack) -> None:
    assert changes(suizhou, "river-1km: forbids/within") == {
        "at_most → less_than",
        "1000 → 900",
        "1000 → 1100",
        "without 府河",
        "without 漂水",
        "without 㵐水",
    }


def test_natures_and_parts_of_a_condition_are_put_wrong(suizhou: Pack) -> None:
    assert changes(suizhou, "river-1km: applies_to/all/0/nature") == {
        "without new",
        "without relocate",
        "with rebuild",
        "with expand",
        "with upgrade",
        "with and without only exchanged",
    }
    assert changes(suizhou, "river-1km: applies_to/all/1") == {"left out"}
    assert changes(suizhou, "river-1km: applies_to/all") == {"all → any"}
    assert changes(suizhou, "park-ban: applies_to/all/1/any") == {"any → all"}


def test_every_code_of_a_term_is_dropped_and_exchanged_in_all_rules_that_use_it(suizhou: Pack) -> None:
    term = suizhou.terms["heavy_chemical"]
    of_term = [each for each in mutants(suizhou) if each.place == "terms/heavy_chemical: yes"]
    assert {each.change.en for each in of_term} == {
        words for code in term.yes for words in (f"without {code}", f"{code} moved to maybe")
    }
    assert {rule.id.rpartition("/")[2] for rule in of_term[0].pack.rules} == {
        "river-1km",
        "river-other",
        "park-ban",
        "park-qingchun",
    }
    for rule in of_term[0].pack.rules:
        used = {leaf.term for leaf in leaves(rule.applies_to) if isinstance(leaf, Industry)}
        assert term not in used


def test_days_of_a_pack_and_of_a_rule_are_shifted_by_one(suizhou: Pack) -> None:
    assert changes(suizhou, "in_force: from") == {"2018-02-15 → 2018-02-14", "2018-02-15 → 2018-02-16"}
    assert changes(suizhou, "park-qingchun: in_force/from") == {
        "2021-04-01 → 2021-03-31",
        "2021-04-01 → 2021-04-02",
    }
    indicators = load.load("land-indicators-2008")
    assert changes(indicators, "in_force: until") == {"2023-12-31 → 2023-12-30", "2023-12-31 → 2024-01-01"}


def test_tables_provisos_and_catalogue_classes_are_put_wrong(suizhou: Pack) -> None:
    indicators = load.load("land-indicators-2008")
    place = "floor-area: requires/attribute"
    assert {"far_2008[26] 0.6 → 0.54", "without far_2008[26]", "at_least → more_than"} <= changes(
        indicators, place
    )
    assert "left out" in changes(suizhou, "red-line: unless")
    assert {"negated", "prohibited → allowed", "prohibited → restricted"} == changes(
        suizhou, "land-prohibited: forbids/attribute"
    )


def test_years_a_term_that_nobody_uses_and_what_stands_alone(tmp_path: Path) -> None:
    pack = load.load(
        str(
            small_pack.write(
                tmp_path / "pack",
                (
                    "{attribute: {name: purpose, is: safety}}",
                    "{attribute: {name: date, older_than_years: 3}}",
                ),
                (
                    "first_of: [{project: parcel_floor_area_ratio}, {zone: far}, {table: far}]",
                    "first_of: [{zone: far}]",
                ),
                ("{all: [{nature: [new, relocate]}, {industry: chemical}]}", "{all: [{industry: chemical}]}"),
                ('    maybe: ["2664"]', '    maybe: ["2664"]\n    no: ["2625"]'),
                (
                    "terms:\n",
                    "terms:\n  idle: {name: {zh: 闲, en: idle}, yes: ['13'], interpretation: {zh: 甲, en: a}}\n",
                ),
            )
        )
    )
    assert changes(pack, "river: unless/attribute") == {"3 → 2", "3 → 4"}
    assert changes(pack, "terms/chemical: no") == {"without 2625"}
    assert changes(pack, "terms/idle: yes") == set()
    assert "without the zone's far" not in changes(pack, "ratio: requires/attribute")
    assert changes(pack, "river: applies_to/all") == changes(pack, "river: applies_to/all/0") == set()


def test_a_mutant_differs_from_the_pack_in_one_place_only(suizhou: Pack) -> None:
    by_id = {rule.id: rule for rule in suizhou.rules}
    for mutant in mutants(suizhou):
        assert _differs(mutant, suizhou, by_id), mutant.place


def _differs(mutant: Mutant, pack: Pack, by_id: dict[str, Rule]) -> bool:
    moved = (mutant.pack.in_force, mutant.pack.jurisdiction) != (pack.in_force, pack.jurisdiction)
    return moved or any(rule != by_id[rule.id] for rule in mutant.pack.rules)


def test_a_mistake_that_no_case_notices_is_named_with_status_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = small_pack.write(tmp_path / "pack")
    assert run(["rules", "test", str(folder), "--mutate", "--lang", "en"]) == 2
    out = capsys.readouterr().out
    assert f"{folder}/river: forbids/within: no case notices the change '1000 → 900'" in out
    assert f"{folder}/river: applies_to/all/0/nature: no case notices the change 'without new'" not in out


def test_where_cases_fail_nothing_is_mutated(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = small_pack.write(tmp_path / "pack", cases=small_pack.CASES.replace("violated", "satisfied"))
    assert run(["rules", "test", str(folder), "--mutate", "--lang", "en"]) == 2
    assert "mistakes put in" not in capsys.readouterr().out


@pytest.mark.slow
@pytest.mark.parametrize("name", load.bundled())
def test_no_mistake_in_a_bundled_pack_goes_unnoticed(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    status = run(["rules", "test", name, "--mutate", "--lang", "en"])
    out = capsys.readouterr().out
    assert status == 0, out
    assert "mistakes put in, 0 not noticed" in out


def test_a_mutant_is_judged_and_not_only_listed(suizhou: Pack) -> None:
    """The changed question stands in the rule itself."""
    limits = {
        leaf.limit_m
        for mutant in mutants(suizhou)
        if mutant.place == "river-1km: forbids/within"
        for leaf in leaves(All((mutant.pack.rules[0].demand,)))
        if isinstance(leaf, Within)
    }
    assert limits == {900.0, 1000.0, 1100.0}


def test_what_is_put_wrong_inside_a_negation_stays_negated(tmp_path: Path) -> None:
    pack = load.load(str(small_pack.write(tmp_path / "pack")))
    inside = [each for each in mutants(pack) if each.place.startswith("advice: requires/not/")]
    assert inside
    for mutant in inside:
        (advice,) = [rule for rule in mutant.pack.rules if rule.id == "small/advice"]
        assert isinstance(advice.demand, Not)
        assert advice.demand.parts[0] is not None
        assert advice.demand != pack.rules[2].demand
