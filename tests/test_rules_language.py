"""Does the rule language say what it says, and refuse everything else in words an author understands?"""

from __future__ import annotations

from pathlib import Path

import pytest

import small_pack
from zonecheck.errors import PackError
from zonecheck.packs import load
from zonecheck.predicates.attributes import Attribute
from zonecheck.predicates.industry import Industry
from zonecheck.predicates.limits import FirstOf, ProjectLimit, TableLimit, ZoneLimit
from zonecheck.predicates.logic import All, Not
from zonecheck.predicates.nature import Nature
from zonecheck.predicates.spatial import Inside, Where, Within
from zonecheck.rules.language import PackText
from zonecheck.rules.rule import Pack
from zonecheck.rules.schema import json_schema
from zonecheck.words import Text


def sound(folder: Path, *replaced: tuple[str, str]) -> Pack:
    return load.load(str(small_pack.write(folder / "pack", *replaced)))


def faults(folder: Path, *replaced: tuple[str, str]) -> list[str]:
    """The problems of the small pack with something replaced, in English, from the file name on."""
    with pytest.raises(PackError) as error:
        sound(folder, *replaced)
    for problem in error.value.problems:
        assert problem.text.zh != problem.text.en
    return [problem("en").rpartition("pack/")[2] for problem in error.value.problems]


def test_rule_text_becomes_the_objects_of_the_engine(tmp_path: Path) -> None:
    pack = sound(tmp_path)
    river = pack.rules[0]
    assert river.id == "small/river"
    assert river.demand == Within("rivers", Where("name", (("府河", "涢水"),)), "at_most", 1000.0)
    assert river.applies_to == All(
        (Nature(frozenset({"new", "relocate"}), only=False), Industry(pack.terms["chemical"]))
    )
    assert river.unless == Attribute("purpose", "is", "safety")
    assert pack.jurisdiction == Inside("districts", Where("name", (("曾都区",),)))


def test_limits_can_come_from_the_parcel_the_zone_or_a_table(tmp_path: Path) -> None:
    demand = sound(tmp_path).rules[1].demand
    table = TableLimit("far", (("22", 0.8), ("26", 0.6)))
    limits = FirstOf((ProjectLimit("parcel_floor_area_ratio"), ZoneLimit("far"), table))
    assert demand == Attribute("floor_area_ratio", "at_least", limits)


def test_a_duty_without_applies_to_is_asked_of_every_project(tmp_path: Path) -> None:
    assert sound(tmp_path).rules[1].applies_to == All(())


def test_a_rule_may_narrow_the_days_of_its_pack(tmp_path: Path) -> None:
    advice = sound(tmp_path).rules[2]
    assert (advice.in_force.start.isoformat(), advice.in_force.until) != ("2020-02-01", None)
    assert advice.second_hand
    assert advice.demand == Not((Attribute("park", "is", "none"),))


def test_yes_and_no_are_typed_by_the_attribute_that_is_asked(tmp_path: Path) -> None:
    pack = sound(tmp_path, ("{name: park, is: none}", "{name: pulping, is: yes}"))
    assert pack.rules[2].demand == Not((Attribute("pulping", "is", True),))


def test_codes_with_a_leading_zero_stay_codes(tmp_path: Path) -> None:
    assert sound(tmp_path, ('"2664"', "0610")).terms["chemical"].maybe == {"0610"}


def test_nature_only_excludes_all_others(tmp_path: Path) -> None:
    pack = sound(tmp_path, ("{nature: [new, relocate]}", "{nature: {only: [rebuild]}}"))
    assert Nature(frozenset({"rebuild"}), only=True) in pack.rules[0].applies_to.parts


def test_a_decision_is_bound_to_the_rule_with_its_terms_and_tables(tmp_path: Path) -> None:
    first = sound(tmp_path)
    second = sound(tmp_path, ('"2614", "262"', '"2614", "263"'))
    third = sound(tmp_path, ('"26": 0.6', '"26": 0.7'))
    assert [a.canonical == b.canonical for a, b in zip(first.rules, second.rules, strict=True)] == [
        False,
        True,
        True,
    ]
    assert [a.canonical == b.canonical for a, b in zip(first.rules, third.rules, strict=True)] == [
        True,
        False,
        True,
    ]
    assert first.rules[0].canonical.startswith('{"rule":{"applies_to":{"all":[{"nature":["new"')


FORM = [
    ("at_most_m: 1000", "at_most_m: -5", "at_most_m: expected a number above 0, got '-5'"),
    ("at_most_m: 1000", "at_most_m: 0", "at_most_m: expected a number above 0, got '0'"),
    ("at_most_m: 1000", "at_most_m: 1 km", "at_most_m: expected a number above 0, got '1 km'"),
    ("at_most_m: 1000", "at_most_m: .nan", "at_most_m: expected a number above 0, got '.nan'"),
    ("at_most_m: 1000", "at_most_m: inf", "at_most_m: expected a number above 0, got 'inf'"),
    ("at_most_m: 1000", "at_most_m: 1e3", "at_most_m: expected a number above 0, got '1e3'"),
    ("at_most_m: 1000", "at_most_m: １０００", "at_most_m: expected a number above 0, got '１０００'"),
    ("rank: normative_document", "rank:", "rank: left without a value; give one or remove the key"),
    ("at_most_m: 1000", "at_most: 1000", "at_most: there is no such key here; did you mean at_most_m?"),
    (
        "layer: rivers",
        "layer: /etc/passwd",
        "layer: expected the id of a layer, not a path, got '/etc/passwd'",
    ),
    (
        "layer: rivers",
        "layer: https://x/y",
        "layer: expected the id of a layer, not a path, got 'https://x/y'",
    ),
    ("layer: rivers", "layer: '*'", "layer: expected the id of a layer, not a path, got '*'"),
    ("  - id: river", "  - id: River_1", "id: expected an id of a-z, 0-9 and -, got 'River_1'"),
    (
        "effect: prohibit",
        "effect: forbid",
        "effect: expected one of prohibit, review, require, advise, got 'forbid'",
    ),
    (
        "issued: 2020-01-01",
        "issued: 2020-02-30",
        "issued: expected a day as YYYY-MM-DD between 1949 and 2100",
    ),
    ("issued: 2020-01-01", "issued: 20-01-01", "issued: expected a day as YYYY-MM-DD between 1949 and 2100"),
    ('"2614"', "26:11", "yes: expected an industry code of two to four digits, got '26:11'"),
    ('"2614"', "No", "yes: expected an industry code of two to four digits, got 'No'"),
    (
        "[new, relocate]",
        "[new, 新键]",
        "nature: expected one of new, relocate, rebuild, expand, upgrade, got '新键'",
    ),
    ("{industry: chemical}", "{industry: chemical, nature: [new]}", "give exactly one of all | any | not |"),
    ("{industry: chemical}", "{python: 1}", "there is no such key here"),
    ("{industry: chemical}", "chemical", "expected a mapping (key: value), got 'chemical'"),
    ("rank: normative_document\n", "", "rank is missing"),
    ("document: {number: 某发〔2020〕1号, ", "document: {", "number is missing"),
    ("    cites: {at: 一/1, quote: 府河一公里内禁止新建化工项目}\n", "", "cites is missing"),
    ("in_force: {from: 2020-02-01}\n", "", "in_force is missing"),
    ("not_checked: yes", "not_checked: maybe", "not_checked: expected yes / no, got 'maybe'"),
    ("en: Small pack", "en: ' '", "en: expected some text, got ' '"),
]


@pytest.mark.parametrize(("old", "new", "said"), FORM)
def test_a_fault_of_form_is_named_at_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    found = faults(tmp_path, (old, new))
    assert len(found) == 1
    assert said in found[0]


def test_the_line_is_that_of_the_faulty_key(tmp_path: Path) -> None:
    line = small_pack.line_of("forbids: {within")
    assert faults(tmp_path, ("at_most_m: 1000", "at_most_m: -5")) == [
        f"pack.yaml:{line}: at_most_m: expected a number above 0, got '-5'"
    ]


OF_REGISTER = "grade of the register cannot be compared so with {}; use is or in, or compare it with a number"
MEANING = [
    ("{industry: chemical}", "{industry: chemicals}", "there is no term chemicals; did you mean chemical?"),
    ("{table: far}", "{table: near}", "there is no table near"),
    ("name: purpose, is", "name: purposes, is", "projects have no attribute purposes; did you mean purpose?"),
    ("is: safety", "is: safely", "purpose is never safely; it is one of safety, capacity, other"),
    ("is: safety", "at_least: 3", "purpose cannot be compared with at_least"),
    (
        "{attribute: {name: purpose, is: safety}}",
        "{zone: {field: grade, older_than_years: 3}}",
        OF_REGISTER.format("older_than_years"),
    ),
    (
        "{attribute: {name: purpose, is: safety}}",
        "{zone: {field: grade, at_most: {table: far}}}",
        OF_REGISTER.format("at_most"),
    ),
    (
        "{attribute: {name: purpose, is: safety}}",
        "{zone: {field: grade, at_least: {zone: far}}}",
        OF_REGISTER.format("at_least"),
    ),
    ("{name: purpose, is: safety}", "{name: nature, is: new}", "ask about nature with the predicate nature"),
    (
        "settled_by: chemical_reaction",
        "settled_by: nature",
        "nature does not fit here; expected a yes/no attribute",
    ),
    ('maybe: ["2664"]', 'maybe: ["2614"]', "the code 2614 stands more than once in this term"),
    ("rules: [river, ratio]", "rules: [river, rati]", "there is no rule rati; did you mean ratio?"),
    ("rules: [river, ratio]", "rules: [river]", "the rule ratio is not listed in any of the provisions"),
    ("{at: 一/2, reason: {zh: 与项目无关, en: not about projects}}", "{at: 一/2}", "give rules or a reason"),
    ("quote: 鼓励入园", "quote: 鼓励进园", "these words do not stand under 二 in source.md"),
    ("cites: {at: 二", "cites: {at: 一/1", "these words stand under 二 in source.md, not 一/1"),
    ("cites: {at: 二", "cites: {at: 九", "source.md has no address 九"),
    ("effect: advise", "effect: require", "what is known at second hand can only review or advise"),
    ("until: 2030-12-31", "from: 2019-01-01", "the rule is in force on days on which its pack is not"),
    ("until: 2030-12-31", "until: 2019-01-01", "ends before it begins on 2020-02-01"),
    ("{from: 2020-02-01}", "{from: 2019-12-31}", "in force before the document was issued on 2020-01-01"),
    ("{from: 2020-02-01}", "{from: 2020-02-01, until: 2020-01-31}", "ends before it begins"),
    ("{layer: districts, where: {name: [曾都区]}}", "everywhere", "only a national pack may say everywhere"),
    ("needs: [zone.far]", "needs: [red_line]", "the rule asks for no red_line"),
    ("    requires: {not:", "    forbids: {not:", "a rule with effect advise has requires, not forbids"),
    (
        "if_unmet: review",
        "waivable: yes\n    displaced_by: small/ratio",
        "a rule cannot be displaced by itself",
    ),
    ("  - id: advice", "  - id: ratio", "ratio is given twice"),
    ("  - {at: 一/2, reason", "  - {at: 一/1, reason", "一/1 is given twice"),
    ("{府河: [涢水]}", "{府河: [涢水], 漂水: [涢水]}", "the alias 涢水 stands for more than one name"),
    (
        "    needs: [zone.far]",
        "    unless: {attribute: {name: purpose, is: safety}}",
        "a rule with effect require has no unless",
    ),
    ("certainty: second_hand", "waivable: yes", "a rule with effect advise has no waivable"),
    ("{project: parcel_floor_area_ratio}", "{project: purpose}", "purpose does not fit here; expected"),
]


@pytest.mark.parametrize(("old", "new", "said"), MEANING)
def test_a_fault_of_meaning_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    found = faults(tmp_path, (old, new))
    assert any(said in fault for fault in found), found


def test_ten_mistakes_give_ten_messages_each_with_its_line(tmp_path: Path) -> None:
    mistakes = [
        ("rank: normative_document", "rank: decree"),
        ("issued: 2020-01-01", "issued: 2020-02-30"),
        ("settled_by: chemical_reaction", "settled_by: chemical_reactions"),
        ('"262"]', '"26:2"]'),
        ('{"26": 0.6', '{"26": -0.6'),
        ("    title: {zh: 沿河禁止化工, en", "    titel: {zh: 沿河禁止化工, en"),
        ("{industry: chemical}", "{industry: chemicals}"),
        ("at_most_m: 1000", "at_most_m: 1 km"),
        ("quote: 容积率不低于标准", "quote: 容积率不得低于标准"),
        ("{at: 一/2, reason", "{at: 一/9, reason"),
        ("certainty: second_hand\n    requires", "certainty: second_hand\n    forbids"),
    ]
    found = faults(tmp_path, *mistakes)
    lines = [small_pack.line_of(old) for old, _ in mistakes]
    assert {fault.split(":")[1] for fault in found if fault.startswith("pack.yaml")} == {
        str(line) for line in [*lines[:-1], lines[-1] + 1, small_pack.line_of("  - id: river")]
    }
    assert [fault for fault in found if "titel" in fault or "title is missing" in fault] == [
        f"pack.yaml:{small_pack.line_of('  - id: river')}: rules: title is missing",
        f"pack.yaml:{lines[5]}: titel: there is no such key here; did you mean title?",
    ]
    assert "source.md:9: the sentence 一/2 is in none of the provisions" in " ".join(found)


def test_a_rule_that_is_no_rule_at_all_does_not_hide_the_others(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        ("  - id: advice", "  - words\n  - id: advice"),
        ("{industry: chemical}", "{industry: chemicals}"),
    )
    assert [fault.partition(": ")[2] for fault in found] == [
        "there is no term chemicals; did you mean chemical?",
        "rules: expected a mapping (key: value), got 'words'",
    ]


def test_a_provision_with_a_mistake_still_lists_its_rules(tmp_path: Path) -> None:
    (found,) = faults(tmp_path, ("reason: {zh: 其余未编码, en: the rest is not encoded}", "reason: words"))
    assert "reason: expected" in found


def test_two_mistakes_in_one_part_are_both_told(tmp_path: Path) -> None:
    found = faults(
        tmp_path,
        ("jurisdiction: {layer: districts,", "jurisdiction: {layer: /etc, country: China,"),
        ("{industry: chemical}]}", "{within: {layer: /dev, at_most_m: -5, limit: 1}}], none: 1}"),
    )
    assert [fault.split(": ")[1] for fault in found] == [
        "layer",
        "country",
        "layer",
        "at_most_m",
        "limit",
        "none",
    ]


def test_the_register_of_zones_knows_yes_and_no_numbers_and_words(tmp_path: Path) -> None:
    asked = {
        word: sound(
            tmp_path / word,
            ("{attribute: {name: purpose, is: safety}}", f"{{zone: {{field: kind, is: {word}}}}}"),
        )
        for word in ("yes", "3", "state")
    }
    values = {word: getattr(pack.rules[0].unless, "value", None) for word, pack in asked.items()}
    assert values == {"yes": True, "3": 3.0, "state": "state"}


def test_a_fault_of_the_text_does_not_hide_the_others(tmp_path: Path) -> None:
    found = faults(tmp_path, ("level: city", "level: city\nlevel: city"), ("at_most_m: 1000", "at_most_m: x"))
    assert [fault.partition(": ")[2][:20] for fault in found] == [
        "duplicate key level,",
        "at_most_m: expected ",
    ]


def test_the_schema_is_one_that_validators_accept_and_the_small_pack_fits() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    yaml = pytest.importorskip("yaml")
    schema = json_schema(PackText, "zonecheck pack.yaml")
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    value = yaml.load(small_pack.PACK, Loader=yaml.BaseLoader)
    value["rules"][0]["forbids"]["within"]["at_most_m"] = 1000
    value["tables"]["far"] = {"26": 0.6}
    assert list(validator.iter_errors(value)) == []
    value["rules"][0]["forbids"] = {"within": {"layer": "rivers", "limt_m": 1000}}
    assert list(validator.iter_errors(value)) != []


def test_texts_of_a_pack_keep_both_languages(tmp_path: Path) -> None:
    assert sound(tmp_path).title == Text("小包", "Small pack")
