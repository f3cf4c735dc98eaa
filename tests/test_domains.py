"""Which values is a missing fact tried with? As few as tell apart all that is asked, and those that people know first."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import everything
from tables import table
from zonecheck.engine.completions import complete
from zonecheck.engine.domains import domain
from zonecheck.predicates.attributes import Attribute
from zonecheck.predicates.industry import Industry
from zonecheck.predicates.limits import ProjectLimit
from zonecheck.predicates.logic import All, Not
from zonecheck.predicates.logic import Any as Some
from zonecheck.predicates.nature import Nature
from zonecheck.predicates.question import Predicate
from zonecheck.predicates.space import Space
from zonecheck.predicates.table import Table
from zonecheck.predicates.terms import Term
from zonecheck.predicates.zones import Zone
from zonecheck.projects.industry import Codes
from zonecheck.words import same

NEW = Nature(frozenset({"new"}))
CHEMICAL = Industry(Term("c", same("c"), frozenset({"261"}), frozenset()))
PAPER = Industry(Term("p", same("p"), frozenset({"22"}), frozenset()))
FOOD = Industry(Term("f", same("f"), frozenset({"13"}), frozenset()))
DOUBTFUL = Industry(Term("d", same("d"), frozenset(), frozenset({"268"})))
OF_THE_PARCEL = Attribute("green_ratio", "at_most", ProjectLimit("parcel_green_ratio"))


def values(fact: str, *asked: Predicate, **stated: Any) -> list[Any]:
    found = domain(fact, asked, table(stated))
    return [each.text if isinstance(each, Codes) else each for each in found]


@pytest.mark.parametrize(
    ("fact", "asked", "tried"),
    [
        ("two_high", [Attribute("two_high", "is", True)], [True, False]),
        ("purpose", [Attribute("purpose", "is", "capacity")], ["safety", "capacity"]),
        ("purpose", [Attribute("purpose", "in", ("safety", "capacity"))], ["safety", "other"]),
        ("zoning", [Attribute("zoning", "is", "M1")], ["M1", "其他"]),
        ("zoning", [Attribute("zoning", "in", ("M1", "M2"))], ["M1", "其他"]),
        ("zoning", [Attribute("zoning", "is", "M3"), Attribute("zoning", "in", ("M1", "M2"))], ["M3", "M1", "其他"]),
        ("zoning", [Attribute("zoning", "is", "其他")], ["其他", "另外的其他"]),
        ("zoning", [Attribute("zoning", "is", "M1"), Attribute("origin", "is", "M3")], ["M1", "其他"]),
        ("park", [Attribute("park", "is", "甲")], ["none", "甲"]),
        ("industry_edition", [CHEMICAL], ["2017", "2011"]),
        ("nature", [NEW], [("expand",), ("new",)]),
        ("green_ratio", [Attribute("green_ratio", "at_most", 0.2)], [pytest.approx(0.18), pytest.approx(0.22)]),
        ("green_ratio", [Attribute("green_ratio", "less_than", 0.2)], [pytest.approx(0.18), pytest.approx(0.2)]),
        (
            "green_ratio",
            [Attribute("green_ratio", "at_least", 1.0), Attribute("green_ratio", "at_most", 1.0)],
            [pytest.approx(0.9), 1.0, pytest.approx(1.1)],
        ),
        (
            "green_ratio",
            [Attribute("green_ratio", "more_than", 0.2), Attribute("green_ratio", "less_than", 0.21)],
            [pytest.approx(0.18), pytest.approx(0.205), 0.21],
        ),
        ("green_ratio", [Attribute("green_ratio", "at_most", ProjectLimit("parcel_green_ratio"))], []),
        ("green_ratio", [Attribute("green_ratio", "at_most", 0.2), OF_THE_PARCEL], []),
        ("parcel_green_ratio", [Attribute("parcel_green_ratio", "at_most", 0.2), OF_THE_PARCEL], []),
        ("name", [Attribute("name", "is", "甲")], []),
    ],
)  # fmt: skip
def test_a_value_is_tried_for_each_answer_there_can_be(
    fact: str, asked: list[Predicate], tried: list[Any]
) -> None:
    assert values(fact, *asked) == tried


@pytest.mark.parametrize(
    ("asked", "stated", "tried"),
    [
        ([CHEMICAL], {}, ["2614", "2681"]),
        ([CHEMICAL, PAPER], {}, ["2614", "2681", "2221", "2221;2614"]),
        ([PAPER], {}, ["2614", "2221"]),
        (
            [CHEMICAL, PAPER, FOOD],
            {},
            ["2614", "2681", "1391", "2221", "1391;2221", "1391;2614", "2221;2614", "1391;2221;2614"],
        ),
        ([DOUBTFUL], {}, ["2614", "2681"]),
        ([DOUBTFUL, CHEMICAL], {}, ["2614", "2681", "1391"]),
        ([CHEMICAL], {"industry": "26"}, ["2611", "2621"]),
        ([CHEMICAL], {"industry": "1391;26"}, ["1391;2611", "1391;2621"]),
        ([CHEMICAL], {"industry": "2614"}, []),
    ],
)
def test_codes_that_people_know_come_first_and_pairs_where_several_terms_are_asked(
    asked: list[Predicate], stated: dict[str, Any], tried: list[str]
) -> None:
    assert values("industry", *asked, **stated) == tried


def on(*days: str) -> Table:
    """Projects without a date, each judged on its day."""
    made = table(*[{}] * len(days))
    return Table(
        made.columns, Space(made.space.sites, {}, np.array(days, "datetime64[D]")), np.arange(len(days))
    )


@pytest.mark.parametrize(
    ("day", "years", "tried"),
    [
        ("2026-11-24", (5.0,), [date(2021, 11, 24), date(2021, 11, 22)]),
        ("2026-11-24", (5.0, 2.0), [date(2024, 11, 24), date(2024, 11, 22), date(2021, 11, 22)]),
        ("2025-03-01", (1.0,), [date(2024, 3, 1), date(2024, 2, 28)]),
        ("2024-02-29", (5.0,), [date(2019, 3, 1), date(2019, 2, 27)]),
    ],
)
def test_a_missing_day_is_tried_before_and_after_the_years_are_past(
    day: str, years: tuple[float, ...], tried: list[date]
) -> None:
    questions = [Attribute("date", "older_than_years", each) for each in years]
    assert set(tried) <= set(domain("date", questions, on(day)))
    for question in questions:
        assert {question.ask(on(day).with_column("date", dated(each))).truth[0] for each in tried} == {0, 2}


def dated(day: date) -> Any:
    return table({"date": day.isoformat()}).columns["date"]


def test_each_project_is_asked_about_the_years_before_its_own_day() -> None:
    whole, question = on("2026-11-24", "2020-11-24"), Attribute("date", "older_than_years", 5.0)
    first = [domain("date", [question], whole.take(np.array([row])))[0] for row in (0, 1)]
    assert first == [date(2021, 11, 24), date(2015, 11, 24)]


def test_whatever_the_day_is_it_is_so_many_years_ago_or_it_is_not() -> None:
    old = Attribute("date", "older_than_years", 5.0)
    found = complete(Some((old, Not((old,)))), on("2026-11-24"))
    assert (found.answers.truth.tolist(), dict(found.facts)) == ([2], {})
    asked = complete(old, on("2026-11-24"))
    assert (asked.answers.truth.tolist(), sorted(asked.facts)) == ([1], ["date"])


def test_parks_are_tried_by_the_names_of_the_register(tmp_path: Path) -> None:
    held, zone = table({}, layers=everything.layers(tmp_path)), Zone("recognised", "is", True)
    assert domain("park", [zone], held) == ("none", "甲园", "乙园", "丙区", "其他")
    assert domain("park", [Attribute("park", "in", ("甲园",))], held) == ("none", "甲园")
    assert domain("park", [Attribute("park", "is", "庚园"), zone], held) == (
        "none",
        "甲园",
        "乙园",
        "丙区",
        "庚园",
        "其他",
    )
    assert domain("park", [zone], table({})) == ("none", "其他")


@pytest.mark.parametrize(
    "question",
    [
        Attribute("park", "is", "庚园"),
        Attribute("park", "in", ("庚园", "辛园")),
        Zone("kind", "is", "chemical_park"),
    ],
)
def test_a_project_that_does_not_name_its_park_may_be_in_one_that_the_register_lacks(
    tmp_path: Path, question: Predicate
) -> None:
    found = complete(question, table({}, layers=everything.layers(tmp_path)))
    assert (found.answers.truth.tolist(), "park" in found.facts or "zone.kind" in found.facts) == ([1], True)


@pytest.mark.parametrize(
    "question",
    [
        All((Attribute("green_ratio", "more_than", 0.2), Attribute("green_ratio", "less_than", 0.21))),
        All((Attribute("green_ratio", "at_least", 0.2), Not((OF_THE_PARCEL,)))),
        All((CHEMICAL, PAPER, FOOD)),
        Attribute("zoning", "is", "其他"),
    ],
)
def test_what_may_be_so_or_not_is_not_answered_for_want_of_a_value_to_try(question: Predicate) -> None:
    found = complete(question, table({"parcel_green_ratio": 0.5}))
    assert (found.answers.truth.tolist(), len(found.facts)) == ([1], 1)
