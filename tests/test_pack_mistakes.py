"""What is said of each mistake in a pack, to the letter in both languages, alone and beside mistakes of meaning.

`ZONECHECK_GOLDEN=write` writes the file anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import small_pack
from test_everything import compare
from zonecheck.errors import Problem
from zonecheck.packs import load
from zonecheck.rules.clashes import clashes
from zonecheck.yaml_text import Path as Place

BESIDE = (
    ("name: floor_area_ratio", "name: floor_area_ration"),
    ("{table: far}", "{table: fax}"),
    ("{industry: chemical}", "{industry: chemica}"),
)
"""Mistakes of meaning, which are still found where the form of another part is faulty."""

TERM = '    yes: ["2614", "262"]\n    maybe: ["2664"]\n    settled_by: chemical_reaction\n'
FAR = "at_least: {first_of: [{project: parcel_floor_area_ratio}, {zone: far}, {table: far}]}"
WITHIN = "{within: {layer: rivers, where: {name: [府河]}, at_most_m: 1000}}"
UNLESS = "{attribute: {name: purpose, is: safety}}"
ADVICE = "    requires: {not: {attribute: {name: park, is: none}}}"
LAST = "    in_force: {until: 2030-12-31}"
NATURE = "{nature: [new, relocate]}"
APPLIES = "{all: [{nature: [new, relocate]}, {industry: chemical}]}"
RIVER, RATIO = "  - {at: 一/1, rules: [river, ratio]}", "- id: ratio\n"
SECOND = "  - {at: 一/2, reason: {zh: 与项目无关, en: not about projects}}"


def block(*keys: str) -> str:
    """A question with each key on a line of its own: the first two hold the others."""
    first, second, *rest = keys
    lines = [
        f"    {first}:",
        f"      {second}:",
        *(f"        {line}" for each in rest for line in each.split("\n")),
    ]
    return "\n".join(lines)


FORM = (
    ("level: city", "level: " + "x" * 60),
    ("level: city", "level: " + "x" * 61),
    (FAR, "at_least: {first_of: []}"),
    (FAR, "at_least: {first_of: [{zone: X}, {table: far}]}"),
    (NATURE, "{any: [{industry: xyz}, {natur: [new]}]}"),
    (NATURE, "{not: {any: [{industry: xyz}, {nature: [newer]}]}}"),
    (ADVICE, "    requires: {not: {attribute: {name: park, is: [none]}}}"),
    ("effect: require\n", "effect: requires\n"),
    ("    effect: require\n", "    effect: [require]\n"),
    ("    unless: " + UNLESS, block("unless", "attribute", "name: purpose", "in: []")),
    (
        "    unless: " + UNLESS,
        block("unless", "attribute", "name: floor_area_ratio", "at_least: {project: X}"),
    ),
    (
        "    unless: " + UNLESS,
        block("unless", "within", "layer: rivers", "where:\n  name:\n    - ' '", "at_most_m: 5"),
    ),
    ("    unless: " + UNLESS, block("unless", "all", "- nature: [new]", "- natur: [new]")),
    ("    unless: " + UNLESS, block("unless", "nature", "- new", "- newer")),
    (
        "    unless: " + UNLESS,
        block("unless", "not", "any:\n  - nature: [new]\n  - attribute:\n      name: xyz\n      is:"),
    ),
    ("id: small", "id: Small"),
    ("id: small", "id: [small]"),
    ("id: small\n", ""),
    ("level: city", "level: town"),
    ("title: {zh: 小包, en: Small pack}", "title: Small pack"),
    ("title: {zh: 小包, en: Small pack}", "title: {zh: 小包}"),
    ("rank: normative_document", "rank: 5"),
    ("rank: normative_document\n", ""),
    ("rank: normative_document", "rang: law"),
    ("document: {number", "document: {numbers"),
    ("issued: 2020-01-01", "issued: soon"),
    ("issuer: 某市人民政府", "issuer: ''"),
    ("in_force: {from: 2020-02-01}", "in_force: 2020-02-01"),
    ("in_force: {from: 2020-02-01}", "in_force: {until: 2020-02-01}"),
    ("jurisdiction: {layer: districts, where: {name: [曾都区]}}", "jurisdiction: somewhere"),
    (
        "jurisdiction: {layer: districts, where: {name: [曾都区]}}",
        "jurisdiction: {layer: districts, where: {}}",
    ),
    (
        "jurisdiction: {layer: districts, where: {name: [曾都区]}}",
        "jurisdiction: {layer: districts, where: {name: [曾都区], a: [b]}}",
    ),
    ("aliases: {府河: [涢水]}", "aliases: {府河: 涢水}"),
    ("aliases: {府河: [涢水]}", "aliases: {府河: []}"),
    ("aliases: {府河: [涢水]}", "aliases: []"),
    (TERM, "    yes: []\n"),
    (TERM, "    maybe: []\n"),
    (TERM, "    yes: 2614\n"),
    (TERM, TERM + "    never: ['26']\n"),
    ("    settled_by: chemical_reaction", "    settled_by: 化学反应"),
    ("  far: {", "  far: 3\n  other: {"),
    ('"26": 0.6', '"2": 0.6'),
    ('"26": 0.6', '"26": many'),
    ('  far: {"26": 0.6, "22": 0.8}', "  far: {}"),
    (SECOND, "  - 二"),
    (SECOND, "  - {at: 一/2, reason: no}"),
    (SECOND, "  - {at: 一/2, reasons: {zh: 甲, en: a}}"),
    (SECOND, "  - {at: [一/2], reason: {zh: 甲, en: a}}"),
    (SECOND, "  - {reason: {zh: 甲, en: a}}"),
    (RIVER, "  - {at: 一/1, rules: river}"),
    (RIVER, "  - {at: 一/1, rules: [river, Ratio]}"),
    ("not_checked: yes", "not_checked: 1"),
    ("  - id: river\n", "  - ids: river\n"),
    ("  - id: river\n", "  - id: 河\n"),
    ("    title: {zh: 沿河禁止化工, en: no chemical project by the river}\n", ""),
    ("quote: 府河一公里内禁止新建化工项目", "quotes: 府河"),
    ("quote: 府河一公里内禁止新建化工项目", "quote: 府河, summary: {zh: 甲, en: a}"),
    ("effect: prohibit", "effect: ban"),
    ("    effect: require\n", ""),
    ("effect: advise", "effects: advise"),
    (NATURE, "{nature: [newer]}"),
    (NATURE, "{nature: []}"),
    (NATURE, "{nature: {only: [new], any_of: [new]}}"),
    (NATURE, "{nature: {}}"),
    (NATURE, "{natures: [new]}"),
    (NATURE, "nature"),
    (NATURE, "{not: {nature: [x]}}"),
    (NATURE, "{any: [{nature: [new]}, {natur: [new]}]}"),
    (NATURE, "{any: []}"),
    (NATURE, "{}"),
    ("{industry: chemical}", "{industry: Chemical}"),
    ("{industry: chemical}", "{industry: {zone: a, term: b}}"),
    (WITHIN, "{within: {layer: rivers, at_most_m: 1000, at_least_m: 10}}"),
    (WITHIN, "{within: {layer: rivers}}"),
    (WITHIN, "{within: {at_most_m: 5}}"),
    (WITHIN, "{within: {layer: rivers, where: {name: 府河}, at_most_m: 1000}}"),
    (WITHIN, "{within: {layer: rivers, at_most_m: {tables: far}}}"),
    (WITHIN, "{within: {layer: rivers, at_most_m: {first_of: []}}}"),
    (WITHIN, "{within: {layer: rivers, at_most_m: [5]}}"),
    (WITHIN, ""),
    (WITHIN, "{inside: {layer: Rivers}}"),
    (WITHIN, "{inside: {layer: rivers, at_most_m: 5}}"),
    (UNLESS, "{attribute: {name: purpose}}"),
    (UNLESS, "{attribute: {is: safety}}"),
    (UNLESS, "{attribute: {name: purpose, in: []}}"),
    (UNLESS, "{zone: {field: a, older_than_years: x}}"),
    (UNLESS, "{zone: {is: a}}"),
    (UNLESS, "{all: {not: x}}"),
    ("needs: [zone.far]", "needs: []"),
    ("needs: [zone.far]", "needs: [Zone.far]"),
    ("    if_unmet: review", "    if_unmet: prohibit"),
    ("    certainty: second_hand", "    certainty: rumour"),
    ("    certainty: second_hand", "    waivable: perhaps"),
    ("    certainty: second_hand", "    displaced_by: river"),
    ("    certainty: second_hand", "    penalty: {at: 一}"),
    ("    certainty: second_hand", "    authority: 某局"),
    ("    in_force: {until: 2030-12-31}", "    in_force: {to: 2030-12-31}"),
    ("    in_force: {until: 2030-12-31}", "    in_force: {until: 2130-12-31}"),
    ("rules:\n", "rules: 3\nmore:\n"),
    ("provisions:\n", "not_checked: [zh]\nprovisions:\n"),
    ("provisions:\n", "not_checked: {zh: 甲, en: a}\nprovisions:\n"),
)

MEANING = (
    ("    unless: " + UNLESS, block("unless", "attribute", "name: purpose", "is: safely")),
    ("    unless: " + UNLESS, block("unless", "attribute", "is: safety", "name: purposes")),
    ("    unless: " + UNLESS, block("unless", "attribute", "is: new", "name: nature")),
    (
        "    unless: " + UNLESS,
        block("unless", "attribute", "name: floor_area_ratio", "at_least: {project: purpose}"),
    ),
    (
        "    unless: " + UNLESS,
        block("unless", "attribute", "name: floor_area_ratio", "at_least: {table: fax}"),
    ),
    (
        "    unless: " + UNLESS,
        block(
            "unless",
            "attribute",
            "name: floor_area_ratio",
            "at_least:\n  first_of:\n    - 5\n    - project: xyz",
        ),
    ),
    ("    unless: " + UNLESS, block("unless", "zone", "field: a", "older_than_years: 3")),
    ("    unless: " + UNLESS, block("unless", "industry", "term: xyz")),
    ("    unless: " + UNLESS, block("unless", "within", "layer: rivers", "at_most_m: {table: fax}")),
    (
        "    unless: " + UNLESS,
        block("unless", "not", "any:\n  - nature: [new]\n  - attribute:\n      name: xyz\n      is: 3"),
    ),
    ("    unless: " + UNLESS, block("unless", "all", "- nature: [new]", "- industry: xyz")),
    ("    needs: [zone.far]", "    needs:\n      - zone.far\n      - zone.fax"),
    (RIVER, "  - at: 一/1\n    rules:\n      - river\n      - ratio\n      - rivers"),
    ("in_force: {from: 2020-02-01}", "in_force:\n  from: 2020-02-01\n  until: 2019-02-01"),
    (
        TERM,
        "    yes:\n      - '2614'\n    maybe: ['2664']\n    settled_by:\n      purpose\n    yes_if:\n      - xyz\n",
    ),
    ("in_force: {from: 2020-02-01}", "in_force: {from: 2020-02-01, until: 2020-02-01}"),
    ("    in_force: {until: 2030-12-31}", "    in_force: {from: 2020-02-01}"),
    ("    in_force: {until: 2030-12-31}", "    in_force: {from: 2021-01-01, until: 2021-01-01}"),
    ("in_force: {from: 2020-02-01}", "in_force: {from: 2019-12-31}"),
    ("in_force: {from: 2020-02-01}", "in_force: {from: 2020-01-01}"),
    ("in_force: {from: 2020-02-01}", "in_force: {from: 2020-02-01, until: 2020-01-31}"),
    ("in_force: {from: 2020-02-01}", "in_force: {from: 2020-02-01, until: 2030-12-30}"),
    ("in_force: {from: 2020-02-01}", "in_force: {from: 2020-02-01, until: 2030-12-31}"),
    ("jurisdiction: {layer: districts, where: {name: [曾都区]}}", "jurisdiction: everywhere"),
    ("aliases: {府河: [涢水]}", "aliases: {府河: [涢水], 漂水: [涢水]}"),
    ("aliases: {府河: [涢水]}", "aliases: {府河: [府河]}"),
    ("aliases: {府河: [涢水]}", "aliases: {府河: [涢水], 涢水: [清水]}"),
    ('maybe: ["2664"]', 'maybe: ["2664", "262"]'),
    ('maybe: ["2664"]', 'no: ["2614", "2614"]'),
    ("settled_by: chemical_reaction", "settled_by: nature"),
    ("settled_by: chemical_reaction", "settled_by: reaction"),
    ("settled_by: chemical_reaction", "yes_if: [chemical_product, purpose]"),
    ("settled_by: chemical_reaction", "maybe_if: [xyz]"),
    (RATIO, "- id: river\n"),
    (SECOND, "  - {at: 一/1, reason: {zh: 甲, en: a}}"),
    (SECOND, "  - {at: 一/2}"),
    (SECOND, "  - {at: 一/2, not_checked: yes}"),
    (SECOND, "  - {at: 一/2, rules: [river], reason: {zh: 甲, en: a}}"),
    (SECOND, "  - {at: 一/2, rules: [rivers]}"),
    (SECOND, "  - {at: 一/2, rules: [xyz]}"),
    (RIVER, "  - {at: 一/1, rules: [ratio]}"),
    ("    forbids: " + WITHIN, ""),
    ("    forbids: " + WITHIN, "    requires: " + WITHIN),
    (ADVICE, "    forbids: {not: {attribute: {name: park, is: none}}}"),
    (ADVICE, ""),
    (ADVICE, ADVICE + "\n    unless: {nature: [new]}"),
    (ADVICE, ADVICE + "\n    if_unmet: review"),
    (ADVICE, ADVICE + "\n    waivable: yes"),
    ("effect: advise", "effect: review"),
    ("effect: advise", "effect: require"),
    ("    certainty: second_hand", "    displaced_by: small/advice"),
    ("    certainty: second_hand", "    displaced_by: small/river"),
    ("effect: prohibit", "effect: review"),
    ("    in_force: {until: 2030-12-31}", "    in_force: {from: 2020-01-31}"),
    ("    in_force: {until: 2030-12-31}", "    in_force: {until: 2020-01-31}"),
    ("    in_force: {until: 2030-12-31}", "    in_force: {from: 2021-01-01, until: 2020-12-31}"),
    ("needs: [zone.far]", "needs: [zone.fa, far, parcel_floor_area_ratio]"),
    ("{industry: chemical}", "{industry: chemica}"),
    ("{industry: chemical}", "{industry: xyz}"),
    ("{table: far}", "{table: nowhere}"),
    ("name: purpose", "name: purposes"),
    ("name: purpose", "name: xyz"),
    ("is: safety", "is: yes"),
    ("is: safety", "in: [safety, safely]"),
    ("is: safety", "more_than: 3"),
    ("is: safety", "older_than_years: 3"),
    ("name: purpose, is: safety", "name: nature, is: new"),
    ("name: purpose, is: safety", "name: industry, is: '26'"),
    ("name: purpose, is: safety", "name: two_high, is: true"),
    ("name: purpose, is: safety", "name: two_high, is: perhaps"),
    ("name: purpose, is: safety", "name: two_high, in: [yes]"),
    ("name: purpose, is: safety", "name: date, is: x"),
    ("name: purpose, is: safety", "name: bank_distances, at_most: 3"),
    ("name: purpose, is: safety", "name: zoning, is: x"),
    ("{project: parcel_floor_area_ratio}", "{project: purpose}"),
    ("{project: parcel_floor_area_ratio}", "{project: xyz}"),
    ("{project: parcel_floor_area_ratio}", "{project: extent_m}"),
    (UNLESS, "{zone: {field: a, at_most: {zone: b}}}"),
    (UNLESS, "{zone: {field: a, older_than_years: 3}}"),
    (UNLESS, "{zone: {field: a, at_most: 3}}"),
    (UNLESS, "{zone: {field: a, in: [b, 3]}}"),
    ("quote: 容积率不低于标准", "quote: 容积率"),
    ("quote: 容积率不低于标准", "summary: {zh: 容积率, en: ratio}"),
    ("cites: {at: 二", "cites: {at: 一"),
    ("cites: {at: 二", "cites: {at: 九"),
)

TWICE = """\
  - id: {name}
    title: {{zh: 甲, en: a}}
    cites: {{at: 二, quote: 鼓励入园}}
    effect: {effect}
    {text}
"""


def again(name: str, effect: str, text: str) -> str:
    return TWICE.format(name=name, effect=effect, text=text.replace("\n", "\n    "))


REQUIRED = "    requires: {attribute: {name: eia, is: approved}}\n"
PARKED = "requires: {not: {attribute: {name: park, is: none}}}"
CLASHING = (
    *(
        (APPLIES, f"{{{joint}: [{parts}]}}")
        for joint in ("all", "any")
        for parts in (
            "{nature: [new]}, {nature: [new, relocate]}",
            "{nature: [new, relocate]}, {nature: [new]}",
            "{industry: chemical}, {nature: [new]}, {nature: [new]}",
            "{attribute: {name: eia, is: approved}}, {industry: chemical}, {attribute: {name: eia, in: [filed, none]}}",
            "{attribute: {name: green_ratio, at_least: 0.2}}, {attribute: {name: green_ratio, at_most: 0.1}}",
            "{attribute: {name: green_ratio, at_least: 0.2}}, {attribute: {name: green_ratio, at_most: 0.2}}",
            "{nature: [new]}, {industry: chemical}, {nature: [relocate]}, {nature: [new, relocate]}",
            "{industry: chemical}, {not: {industry: chemical}}",
        )
    ),
    (UNLESS, "{not: {any: [{nature: [new]}, {nature: [new, relocate]}]}}"),
    *(
        (
            "rules:\n  - id: river",
            "rules:\n" + again("other", "advise", f"{PARKED}\nin_force: {{{days}}}") + "  - id: river",
        )
        for days in (
            "from: 2030-12-31",
            "from: 2031-01-01",
            "until: 2020-02-01",
            "from: 2029-01-01, until: 2029-12-31",
        )
    ),
    ('yes: ["2614", "262"]', 'yes: ["26", "2614", "262", "2621"]'),
    ('yes: ["2614", "262"]', 'yes: ["26", "27"]\n    no: ["262", "2623"]'),
    ('maybe: ["2664"]', 'maybe: ["266", "2664"]'),
    ('yes: ["2614", "262"]', 'yes: ["2614", "266"]'),
    (FAR, "at_least: {first_of: [{project: parcel_floor_area_ratio}, 1, {table: far}, {zone: far}]}"),
    (FAR, "at_least: {first_of: [{table: far}, 1]}"),
    (WITHIN, "{within: {layer: rivers, at_most_m: {first_of: [5, {table: far}]}}}"),
    (UNLESS, "{zone: {field: a, less_than: {first_of: [5, {table: far}]}}}"),
    (
        "rules:\n  - id: river",
        "rules:\n"
        + again("other", "advise", "requires: {not: {attribute: {name: park, is: none}}}")
        + "  - id: river",
    ),
    *(
        (LAST, LAST + "\n" + again("other", effect, text).rstrip())
        for effect, text in (
            ("advise", "requires: {not: {attribute: {name: park, is: none}}}"),
            ("require", "requires: {not: {attribute: {name: park, is: none}}}"),
            ("prohibit", "forbids: {not: {attribute: {name: park, is: none}}}"),
            ("prohibit", "forbids: {not: {attribute: {name: park, is: none}}}\nunless: {nature: [new]}"),
            ("advise", "requires: {not: {attribute: {name: park, is: none}}}\napplies_to: {nature: [new]}"),
            ("advise", "requires: {not: {attribute: {name: park, is: none}}}\nin_force: {from: 2030-12-31}"),
            ("advise", "requires: {not: {attribute: {name: park, is: none}}}\nin_force: {from: 2031-01-01}"),
            ("advise", "requires: {attribute: {name: park, is: none}}\ndisplaced_by: small/nobody"),
            ("advise", "requires: {attribute: {name: park, is: none}}\ndisplaced_by: other/nobody"),
            ("advise", "requires: {attribute: {name: park, is: none}}\ndisplaced_by: small/river"),
        )
    ),
)


def said(problems: tuple[Problem, ...] | list[Problem]) -> Iterator[str]:
    for problem in problems:
        yield f"    {problem.where.rpartition('pack/')[2]}: {problem.text.zh} | {problem.text.en}"


def shown(text: str) -> str:
    return " ⏎ ".join(line.strip() for line in text.strip().splitlines()) or "(nothing)"


def test_every_mistake_is_named_as_a_person_has_read_it(tmp_path: Path) -> None:
    found = []
    for old, new in (*FORM, *MEANING):
        written = load.read(str(small_pack.write(tmp_path / "pack", (old, new))))
        found += [f"{shown(old)} → {shown(new)}", *said(written.problems)]
        assert bool(written.problems) == (written.text is None)
    compare("pack-mistakes.txt", found)


def test_beside_a_fault_of_form_those_of_meaning_are_named_as_well(tmp_path: Path) -> None:
    found = []
    for old, new in FORM:
        if old not in ("{table: far}", "name: floor_area_ratio"):
            text = small_pack.write(tmp_path / "pack", (old, new)) / "pack.yaml"
            changed = text.read_text(encoding="utf-8")
            for right, wrong in BESIDE:
                changed = changed.replace(right, wrong, 1)
            text.write_text(changed, encoding="utf-8")
            found += [f"{shown(old)} → {shown(new)}", *said(load.read(str(text.parent)).problems)]
    compare("pack-mistakes-beside.txt", found)


def place(path: Place) -> str:
    return "/".join(map(str, path))


def test_what_can_never_matter_or_contradicts_is_named_as_a_person_has_read_it(tmp_path: Path) -> None:
    found = []
    for old, new in CLASHING:
        written = load.read(str(small_pack.write(tmp_path / "pack", (old, new))))
        assert written.text is not None or written.mended is not None, new
        text = written.text or written.mended.text  # type: ignore[union-attr]
        found.append(f"{shown(old)} → {shown(new)}")
        found += [f"    {place(path)}: {words.zh} | {words.en}" for path, words in clashes(text)]
    compare("pack-clashes.txt", found)
