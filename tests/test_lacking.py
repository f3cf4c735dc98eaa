"""What is missing is filled in every way, exactly: each fact in turn, all of them together, and joint answers to questions."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tables import table
from zonecheck.engine import lacking
from zonecheck.engine.completions import could_settle
from zonecheck.engine.lacking import Fact, expand, lacks, missing_facts, one_by_one
from zonecheck.engine.traits import answered, distinct, judged_on, known_again, numbered, stated
from zonecheck.predicates.attributes import Attribute
from zonecheck.predicates.chosen import Where
from zonecheck.predicates.logic import All, Not
from zonecheck.predicates.logic import Any as Some
from zonecheck.predicates.spatial import Intersects, Within
from zonecheck.truth import NO, UNKNOWN, YES, Answers
from zonecheck.words import same

TWO_HIGH, PULPING = (Attribute(name, "is", True) for name in ("two_high", "pulping"))
RED = Intersects("red_line", Where())
ORIGIN = Fact("origin", ("safety", "other"))
HIGH = Fact("two_high", (True, False))
JOINT = Fact("red_line", ((YES,), (NO,)), (RED.key,), (same("红线"),))


def column(made: Any, name: str) -> list[Any]:
    return [made.columns[name].at(row) for row in range(len(made))]


def test_the_last_fact_varies_fastest_and_rows_stay_together() -> None:
    made = expand(table({"id": "a"}, {"id": "b"}), [ORIGIN, HIGH])
    assert column(made, "id") == ["a"] * 4 + ["b"] * 4
    assert column(made, "origin") == ["safety", "safety", "other", "other"] * 2
    assert column(made, "two_high") == [True, False] * 4
    assert column(expand(table({"id": "a"}, {"id": "b"}), []), "id") == ["a", "b"]


def test_one_by_one_all_else_stands_as_it_is() -> None:
    made = one_by_one(table({"id": "a"}), [ORIGIN, JOINT, HIGH])
    assert column(made, "origin") == ["safety", "other", None, None, None, None]
    assert column(made, "two_high") == [None, None, None, None, True, False]
    assert column(made, "id") == ["a"] * 6
    assert RED.ask(made).truth.tolist() == [UNKNOWN, UNKNOWN, YES, NO, UNKNOWN, UNKNOWN]
    assert len(one_by_one(table({"id": "a"}), [])) == 0


def test_what_is_stated_stays_where_nothing_is_chosen() -> None:
    made = table({"origin": "甲"}, {}, {"origin": "乙"}, {"origin": "甲"})
    filled = ORIGIN.fill(made, np.array([-1, -1, 1, 0]))
    assert column(filled, "origin") == ["甲", None, "other", "safety"]
    assert column(made, "origin") == ["甲", None, "乙", "甲"]


def test_a_fact_that_is_asked_in_two_questions_is_joined_once() -> None:
    other = Fact("red_line", ((YES,), (NO,)), ("another",), (same("另"),))
    joined = JOINT.joined(other)
    assert joined.values == ((YES, YES), (YES, NO), (NO, YES), (NO, NO))
    assert (joined.name, joined.questions) == ("red_line", (RED.key, "another"))
    assert [text.zh for text in joined.words] == ["红线", "另"]
    assert JOINT.joined(JOINT) is JOINT
    assert joined.joined(JOINT) is joined
    assert ORIGIN.joined(other) is ORIGIN


def test_projects_are_grouped_by_what_they_lack() -> None:
    made = table(
        {"two_high": "是"}, {}, {"pulping": "否"}, {"two_high": "否"}, {"two_high": "是", "pulping": "是"}
    )
    found = [
        ([fact.name for fact in each.facts], each.rows.tolist(), len(each.table), each.whole)
        for each in lacks([All((TWO_HIGH, PULPING))], made)
    ]
    assert sorted(found, key=lambda each: each[1]) == [
        (["pulping"], [0], 1, True),
        (["two_high", "pulping"], [1], 1, True),
        (["two_high"], [2], 1, True),
        (["pulping"], [3], 1, True),
        ([], [4], 1, True),
    ]


def test_a_grid_is_shaped_by_its_rows_and_facts() -> None:
    (lack,) = lacks([All((TWO_HIGH, PULPING))], table({}, {}, {}))
    assert (lack.rows.tolist(), len(lack.grid)) == ([0, 1, 2], 12)
    assert lack.shaped(np.arange(12)).shape == (3, 2, 2)
    assert lack.some(np.arange(12) == 5).tolist() == [False, True, False]


@pytest.mark.parametrize(("limit", "whole"), [(4, True), (3, False)])
def test_as_many_combinations_as_the_limit_are_tried(
    monkeypatch: pytest.MonkeyPatch, limit: int, whole: bool
) -> None:
    monkeypatch.setattr(lacking, "LIMIT", limit)
    facts, found = missing_facts([All((TWO_HIGH, PULPING))], table({}))
    assert ([fact.name for fact in facts], found) == (["two_high", "pulping"], whole)
    assert [fact.values for fact in facts] == [(True, False)] * 2
    settles = could_settle(All((TWO_HIGH, PULPING)), table({}), frozenset({"pulping"}))
    assert settles.tolist() == [whole]
    assert could_settle(All((TWO_HIGH, PULPING)), table({}), frozenset({"linear"})).tolist() == [False]


def test_of_two_distances_to_the_same_the_nearer_cannot_hold_alone() -> None:
    near, far, other = (
        Within("r", Where(), "at_most", 100.0),
        Within("r", Where(), "at_most", 500.0),
        Within("r", Where("name", (("府河",),)), "at_most", 500.0),
    )
    (fact,), _ = missing_facts([Some((near, far))], table({}))
    assert (fact.name, fact.questions) == ("r", (near.key, far.key))
    assert fact.values == ((YES, YES), (NO, YES), (NO, NO))
    (fact,), _ = missing_facts([Some((far, near))], table({}))
    assert fact.values == ((YES, YES), (YES, NO), (NO, NO))
    (fact,), _ = missing_facts([Some((near, Not((other,))))], table({}))
    assert len(fact.values) == 4
    (fact,), _ = missing_facts([Some((near, near))], table({}))
    assert fact.values == ((YES,), (NO,))


def test_what_is_told_of_a_row_is_known_again_in_another_table() -> None:
    first, second = table({"origin": "甲"}, {}, {"origin": "甲"}), table({}, {"origin": "甲"})
    kinds = [
        ([stated(made.columns["origin"]), judged_on(made), numbered(np.array(codes), 3)], made)
        for made, codes in ((first, [2, 0, 2]), (second, [0, 2]))
    ]
    rows, kind = distinct(kinds[0][0])
    assert kind.tolist()[0] == kind.tolist()[2] != kind.tolist()[1]
    assert len(rows) == 2
    keys = [known_again(traits, np.arange(len(made))) for traits, made in kinds]
    assert keys[0][0] == keys[0][2] == keys[1][1]
    assert keys[0][1] == keys[1][0]
    assert keys[0][0] != keys[0][1]
    day = judged_on(first)
    assert (day.count, day.codes.tolist(), str(day.value(0))) == (1, [0, 0, 0], "2026-11-24")


def test_answers_are_told_apart_by_truth_and_by_cause() -> None:
    found = Answers(np.array([1, 2, 1, 1, 0], np.int8), np.array([1, 0, 1024, 1, 0], np.uint16))
    trait = answered(found)
    assert [trait.codes[0] == code for code in trait.codes.tolist()] == [True, False, False, True, False]
    assert len(set(trait.codes.tolist())) == 4
    assert 0 <= trait.codes.min() <= trait.codes.max() < trait.count
    values = [trait.value(row) for row in range(5)]
    assert values[0] == values[3]
    assert len(set(values)) == 4
    same_elsewhere = answered(found.take(np.array([2, 4])))
    assert [same_elsewhere.value(0), same_elsewhere.value(1)] == [values[2], values[4]]
    joint = Answers(np.array([0, 1, 1], np.int8), np.array([0, 0, 2047], np.uint16))
    assert len({answered(joint).value(row) for row in range(3)}) == 3


@pytest.mark.parametrize("most", [1, 2, 3, 8])
def test_in_pieces_of_any_size_each_project_is_looked_at_once(
    monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(lacking, "_ROWS", most)
    made = table(*({"two_high": "是"} if row % 3 else {} for row in range(7)))
    found = [row for each in lacks([All((TWO_HIGH, PULPING))], made) for row in each.rows.tolist()]
    assert sorted(found) == list(range(7))
