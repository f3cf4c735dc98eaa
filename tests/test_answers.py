"""What every kind of question answers to the projects of a small country, and all that it says of itself, to the letter.

`ZONECHECK_GOLDEN=write` writes the file anew. Each question is followed by the projects that it answers alike.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Any

import numpy as np
import pytest

import everything
from test_everything import compare, lines, plain
from zonecheck.engine.check import laid_out
from zonecheck.predicates.attributes import Attribute
from zonecheck.predicates.facility import Facility
from zonecheck.predicates.industry import Industry, ZoneIndustry
from zonecheck.predicates.limits import FirstOf, ProjectLimit, TableLimit, ZoneLimit
from zonecheck.predicates.logic import All, Not
from zonecheck.predicates.logic import Any as Some
from zonecheck.predicates.nature import Nature
from zonecheck.predicates.question import Predicate
from zonecheck.predicates.spatial import Inside, Intersects, Where, Within
from zonecheck.predicates.table import Table
from zonecheck.predicates.terms import Term
from zonecheck.predicates.zones import Zone, Zones
from zonecheck.projects.industry import Codes
from zonecheck.truth import NAMES, causes
from zonecheck.words import Text

FUHE, BOTH = Where("name", (("府河", "涢水"),)), Where("name", (("漂水",), ("㵐水",)))
GRADE = Where("grade", (("one",),))
METRES = TableLimit("metres", (("13", 10.0), ("26", 1000.0), ("2614", 400.0)))
RATIO = FirstOf((ProjectLimit("parcel_floor_area_ratio"), ZoneLimit("min_floor_area_ratio"), METRES))
CHEMICAL = Term(
    "chemical", Text("化工", "chemical"), frozenset({"26"}), frozenset({"2221"}), "chemical_reaction",
    ("chemical_product",), ("chemical_feedstock",), None, frozenset({"2664"}),
)  # fmt: skip
READ = Term("read", Text("食品", "food"), frozenset({"139"}), frozenset({"13", "2614"}))

QUESTIONS: tuple[Predicate, ...] = (
    Attribute("purpose", "is", "safety"),
    Attribute("eia", "in", ("approved", "filed")),
    Attribute("two_high", "is", False),
    Attribute("park", "in", ("甲工业园", "丁园")),
    Attribute("district", "is", "曾都区"),
    Attribute("green_ratio", "at_most", 0.2),
    Attribute("green_ratio", "less_than", 0.3),
    Attribute("admin_land_share", "at_least", 0.05),
    Attribute("admin_land_share", "more_than", 0.05),
    Attribute("date", "older_than_years", 5.0),
    Attribute("date", "older_than_years", 6.0),
    Attribute("floor_area_ratio", "at_least", ZoneLimit("min_floor_area_ratio")),
    Attribute("floor_area_ratio", "more_than", ProjectLimit("parcel_floor_area_ratio")),
    Attribute("floor_area_ratio", "less_than", METRES),
    Attribute("floor_area_ratio", "at_most", RATIO),
    Facility("is", "plant"),
    Facility("in", ("other", "tailings_pond")),
    Industry(CHEMICAL),
    Industry(READ),
    ZoneIndustry("negative_list"),
    ZoneIndustry("plan_list"),
    Nature(frozenset({"new", "relocate"})),
    Nature(frozenset({"new", "rebuild"}), only=True),
    Nature(frozenset({"expand"})),
    Nature(frozenset({"rebuild"})),
    Nature(frozenset({"upgrade"})),
    Zone("recognised", "is", True),
    Zone("recognised", "is", False),
    Zone("wastewater_plant", "is", True),
    Zone("min_floor_area_ratio", "more_than", 0.8),
    Zone("kind", "in", ("chemical_park", "zone")),
    Within("rivers", FUHE, "at_most", 1000.0),
    Within("rivers", FUHE, "less_than", 300.0),
    Within("rivers", FUHE, "at_least", 500.0),
    Within("rivers", FUHE, "more_than", METRES),
    Within("rivers", FUHE, "at_most", ProjectLimit("extent_m")),
    Within("rivers", BOTH, "at_most", 400.0),
    Within("rivers", BOTH, "less_than", 50.0),
    Within("rivers", GRADE, "at_most", 400.0),
    Within("rivers", Where("grade", (("one",), ("five",))), "at_most", 200.0),
    Within("rivers", Where(), "at_most", 150.0),
    Within("forest", Where(), "at_most", 150.0),
    Intersects("red_line", Where()),
    Intersects("drinking_water", GRADE),
    Inside("drinking_water", Where()),
    Intersects("districts", Where("name", (("曾都区",), ("随县",)))),
    Inside("districts", Where("city", (("随州市",),))),
    Inside("forest", Where("kind", (("old",),))),
    Inside("parks", Where("name", (("甲园", "甲工业园"),))),
    Intersects("parks", Where("name", (("甲工业园",),))),
    Inside("parks", Where("name", (("乙园",), ("丙区",)))),
    Intersects("parks", Where("name", (("己园",),))),
    Inside("parks", Where()),
    All((Nature(frozenset({"new"})), Some((Facility("is", "plant"), Not((Attribute("two_high", "is", True),)))))),
)  # fmt: skip

VALUES: dict[str, list[Any]] = {
    "industry": [
        Codes(each, ";".join(each)) for each in (("2614",), ("26",), ("2221", "1391"), ("2664",), ("2645",))
    ],
    "industry_edition": ["2017", "2011"],
    "nature": [("new",), ("upgrade",), ("rebuild", "upgrade"), ("expand", "new")],
    "facility": ["plant", "other"],
    "park": ["none", "甲园"],
    "district": ["曾都区", "其他"],
    "purpose": ["safety", "capacity"],
    "eia": ["filed", "none"],
}


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Table:
    layers = everything.layers(tmp_path_factory.mktemp("answers"))
    _, found, _ = laid_out(everything.projects(), layers, everything.days(), frozenset())
    return found


def of_itself(question: Predicate) -> Iterator[str]:
    """What a question says before it is asked of anything."""
    words, basis = plain(question.words()), plain(question.basis())
    yield words if words == basis else f"{words}  (that is: {basis})"
    yield f"  reads {', '.join(sorted(question.reads))}; layers {', '.join(sorted(question.layers))}"
    for fact in sorted(question.reads):
        told = [question.tells(fact, value) for value in VALUES.get(fact, [True, False, 0.1, 5.0])]
        yield f"  tells of {fact}: {'; '.join(map(said, told))}"


def said(told: Hashable) -> str:
    if isinstance(told, frozenset):
        return "{" + ", ".join(sorted(map(said, told))) + "}"
    return "(" + ", ".join(map(said, told)) + ")" if isinstance(told, tuple) else plain(told)


def of_projects(question: Predicate, table: Table) -> Iterator[str]:
    """What it answers, why, what would settle it, and the figures behind it."""
    found, lacking = question.ask(table), question.lacks(table)
    alike: dict[tuple[str, ...], list[str]] = {}
    for row, name in enumerate(table.columns["name"].at(row) for row in range(len(table))):
        because = ", ".join(causes(int(found.because[row])))
        lacks = ", ".join(sorted(fact for fact, rows in lacking.items() if rows[row]))
        answer = f"  {NAMES[found.truth[row]]}; because {because or '-'}; lacks {lacks or '-'}"
        figures = [line for entry in question.evidence(table, row) for line in lines(entry, "      ")]
        alike.setdefault((answer, *figures), []).append(name)
    for (answer, *figures), names in alike.items():
        yield f"{answer}: {', '.join(names)}"
        yield from figures


def test_every_question_answers_as_a_person_has_read_it(table: Table) -> None:
    found = [line for each in QUESTIONS for line in (*of_itself(each), *of_projects(each, table))]
    compare("answers.txt", found)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each.words().en)
def test_a_project_is_answered_the_same_alone_and_among_others(table: Table, question: Predicate) -> None:
    together, lacking = question.ask(table), question.lacks(table)
    order = np.arange(len(table))[::-1]
    turned = table.take(order)
    assert question.ask(turned).truth.tolist() == together.truth[order].tolist()
    assert question.ask(turned).because.tolist() == together.because[order].tolist()
    lacks = {fact: rows.tolist() for fact, rows in question.lacks(turned).items()}
    assert lacks == {fact: rows[order].tolist() for fact, rows in lacking.items()}
    assert (together.truth.dtype, together.because.dtype) == (np.int8, np.uint16)
    for row in (0, len(table) - 1):
        assert question.evidence(turned, len(table) - 1 - row) == question.evidence(table, row)


def test_of_each_site_it_is_known_in_which_zone_it_lies(table: Table) -> None:
    zones, names = Zones(table), [table.columns["name"].at(row) for row in range(len(table))]
    homes = dict(zip(names, zones.homes().tolist(), strict=True))
    assert {name for name, home in homes.items() if home == 0} == {"in a park", "in a park and not"}
    assert homes["in the source zone"] == 2
    assert {name for name, home in homes.items() if home == -2} == {
        "a point of no size", "a point of some size", "between two base lines", "beside a park", "perhaps in a park",
        "across the border", "a trunk sewer", "little said",
    }  # fmt: skip
    assert {name for name, home in homes.items() if home == -1} == set(names) - {
        name for name, home in homes.items() if home != -1
    }
