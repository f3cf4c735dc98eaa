"""New, relocated, rebuilt, expanded, upgraded: what a question about the nature of construction answers."""

from __future__ import annotations

import pytest

from tables import table
from zonecheck.predicates.attributes import Attribute
from zonecheck.predicates.nature import Nature
from zonecheck.truth import NAMES, causes

ASK = {
    "new": Nature(frozenset({"new", "relocate"})),
    "expand": Nature(frozenset({"new", "expand"})),
    "any build": Nature(frozenset({"new", "rebuild", "expand"})),
    "only rebuild": Nature(frozenset({"rebuild"}), only=True),
}


@pytest.mark.parametrize(
    ("question", "nature", "capacity", "truth"),
    [
        ("new", "新建", None, "yes"),
        ("new", "迁建", None, "yes"),
        ("new", "新建(迁建)", None, "yes"),
        ("new", "改扩建", None, "no"),
        ("new", None, None, "unknown"),
        ("new", "技术改造", None, "no"),
        ("expand", "改扩建", None, "yes"),
        ("expand", "改建", None, "no"),
        ("expand", "技术改造", None, "unknown"),
        ("expand", "技术改造", "是", "yes"),
        ("expand", "技术改造", "否", "no"),
        ("expand", "新建、技术改造", None, "yes"),
        ("any build", "技术改造", "否", "unknown"),
        ("any build", "技术改造", "是", "yes"),
        ("only rebuild", "改建", None, "yes"),
        ("only rebuild", "改扩建", None, "no"),
        ("only rebuild", "改建、技术改造", "是", "no"),
        ("only rebuild", "改建、技术改造", "否", "unknown"),
    ],
)
def test_nature(question: str, nature: str | None, capacity: str | None, truth: str) -> None:
    found = ASK[question].ask(table({"nature": nature, "capacity_increase": capacity}))
    assert NAMES[found.truth[0]] == truth


def test_an_upgrade_is_a_matter_of_capacity_or_of_interpretation() -> None:
    blank = ASK["expand"].ask(table({"nature": "upgrade"}))
    arguable = ASK["any build"].ask(table({"nature": "upgrade", "capacity_increase": "no"}))
    assert [causes(int(each.because[0])) for each in (blank, arguable)] == [
        ("missing_attribute",),
        ("interpretation",),
    ]


@pytest.mark.parametrize(
    ("day", "truth"),
    [("2021-11-23", "yes"), ("2021-11-24", "no"), ("2021-11-25", "no"), (None, "unknown")],
)
def test_older_than_five_years_begins_the_day_after_the_fifth_anniversary(
    day: str | None, truth: str
) -> None:
    found = Attribute("date", "older_than_years", 5.0).ask(table({"date": day}))
    assert NAMES[found.truth[0]] == truth
