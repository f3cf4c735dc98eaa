"""What is missing is judged over every way it could be filled; a fact that cannot matter is never asked for."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogues import collection, feature, opened
from tables import table
from zonecheck.engine.completions import _traits, complete, could_settle
from zonecheck.engine.lacking import missing_facts
from zonecheck.engine.traits import known_again
from zonecheck.predicates.attributes import Attribute
from zonecheck.predicates.chosen import Where
from zonecheck.predicates.industry import Industry
from zonecheck.predicates.logic import All, Not
from zonecheck.predicates.logic import Any as Some
from zonecheck.predicates.nature import Nature
from zonecheck.predicates.question import Predicate
from zonecheck.predicates.space import Space
from zonecheck.predicates.spatial import Within
from zonecheck.predicates.table import Table
from zonecheck.predicates.terms import Term
from zonecheck.predicates.zones import Zone
from zonecheck.truth import NAMES, NO, YES
from zonecheck.words import same

REACTION = Attribute("chemical_reaction", "is", True)
PULPING = Attribute("pulping", "is", True)
TWO_HIGH = Attribute("two_high", "is", True)
NEW, EXPANDED = Nature(frozenset({"new"})), Nature(frozenset({"expand"}))
HEAVY = Industry(Term("h", same("h"), frozenset({"261"}), frozenset({"268"}), "chemical_reaction"))
PAPER = Industry(Term("p", same("p"), frozenset({"22"}), frozenset()))
NEAR, NEARER = (Within("rivers", Where(), "at_most", limit_m) for limit_m in (3000.0, 1000.0))


def ask(predicate: Predicate, **stated: Any) -> tuple[str, set[str]]:
    found = complete(predicate, table(stated))
    return NAMES[found.answers.truth[0]], {name for name, rows in found.facts.items() if rows[0]}


@pytest.mark.parametrize(
    ("predicate", "stated", "answer"),
    [
        (Some((REACTION, Not((REACTION,)))), {}, ("yes", set())),
        (All((REACTION, Not((REACTION,)))), {}, ("no", set())),
        (All((REACTION, PULPING)), {"pulping": False}, ("no", set())),
        (All((REACTION, PULPING)), {"pulping": True}, ("unknown", {"chemical_reaction"})),
        (Some((All((REACTION, PULPING)), All((Not((REACTION,)), PULPING)))), {}, ("unknown", {"pulping"})),
        (Some((NEW, Not((NEW,)))), {}, ("yes", set())),
        (All((NEW, HEAVY)), {"nature": "expand"}, ("no", set())),
        (All((NEW, HEAVY)), {"nature": "new"}, ("unknown", {"industry", "chemical_reaction"})),
        (All((NEW, HEAVY)), {"nature": "new", "industry": "2681"}, ("unknown", {"chemical_reaction"})),
        (HEAVY, {"industry": "26", "chemical_reaction": False}, ("unknown", {"industry"})),
        (HEAVY, {"industry": "268", "chemical_reaction": False}, ("no", set())),
        (EXPANDED, {"nature": "upgrade"}, ("unknown", {"capacity_increase"})),
        (Some((EXPANDED, Not((EXPANDED,)))), {"nature": "upgrade"}, ("yes", set())),
        (All((HEAVY, PAPER)), {}, ("unknown", {"industry", "chemical_reaction"})),
        (All((NEARER, Not((NEAR,)))), {}, ("no", set())),
        (All((NEAR, Not((NEARER,)))), {}, ("unknown", {"rivers"})),
    ],
)
def test_known_answers(predicate: Predicate, stated: dict[str, Any], answer: tuple[str, set[str]]) -> None:
    assert ask(predicate, **stated) == answer


LEAVES = st.sampled_from([REACTION, PULPING, TWO_HIGH])
TREES = st.recursive(
    LEAVES,
    lambda parts: st.one_of(
        st.lists(parts, min_size=1, max_size=3).map(lambda each: All(tuple(each))),
        st.lists(parts, min_size=1, max_size=3).map(lambda each: Some(tuple(each))),
        parts.map(lambda part: Not((part,))),
    ),
    max_leaves=8,
)
STATED = st.fixed_dictionaries(
    {}, optional={leaf.name: st.booleans() for leaf in (REACTION, PULPING, TWO_HIGH)}
)


@settings(max_examples=150, deadline=None)
@given(TREES, STATED)
def test_the_answer_is_that_of_all_completions_and_a_fact_is_named_if_and_only_if_it_matters(
    tree: Predicate, stated: dict[str, bool]
) -> None:
    names = [leaf.name for leaf in (REACTION, PULPING, TWO_HIGH)]
    free = [name for name in names if name not in stated]
    worlds = list(itertools.product((True, False), repeat=len(free)))
    filled = table(*({**stated, **dict(zip(free, world, strict=True))} for world in worlds))
    truth = np.array([NAMES[each] for each in tree.ask(filled).truth]).reshape([2] * len(free))
    matters = {name for axis, name in enumerate(free) if np.any(truth.take(0, axis) != truth.take(1, axis))}
    expected = truth.flat[0] if len(set(truth.flat)) == 1 else "unknown"
    assert ask(tree, **stated) == (expected, matters)


def test_rows_are_completed_as_if_each_stood_alone() -> None:
    stated = [
        {"nature": "new"},
        {"nature": "expand"},
        {"nature": "new", "industry": "2681"},
        {},
        {"industry": "1391"},
    ]
    together = complete(All((NEW, HEAVY)), table(*stated))
    alone = [complete(All((NEW, HEAVY)), table(each)).answers for each in stated]
    assert together.answers.truth.tolist() == [each.truth[0] for each in alone]
    assert together.answers.because.tolist() == [each.because[0] for each in alone]


def test_too_many_combinations_are_said_to_be_too_many() -> None:
    attributes = ("chemical_reaction", "pulping", "two_high", "chemical_product", "chemical_feedstock", "linear",
                  "three_simultaneous", "wastewater_plant", "planning_eia", "tracking_eia", "polluter_pays",
                  "land_grant", "redline_permit")  # fmt: skip
    every = All(tuple(Attribute(name, "is", True) for name in attributes))
    facts, whole = missing_facts([every], table({}))
    assert (len(facts), whole) == (len(attributes), False)
    assert ask(every) == ("unknown", set(attributes))


def test_projects_of_one_table_are_each_completed_by_their_own_day(tmp_path: Path) -> None:
    """They say the same and lack the same; but what their park was recognised as differs by the day."""
    dated = [{"value": "no", "until": "2021-12-31"}, {"value": "yes", "from": "2022-01-01"}]
    text = collection(feature(None, "p", name="甲园", recognised=dated))
    register = opened(tmp_path, text, "accuracy_m: 0, coverage: everywhere, complete_for: everything")
    made = table({}, {}, layers={"parks": register})
    on = np.array(["2020-01-01", "2024-01-01"], dtype="datetime64[D]")
    asked = Table(made.columns, Space(made.space.sites, {"parks": register}, on), made.rows)
    recognised = All((Attribute("park", "is", "甲园"), Zone("recognised", "is", True)))
    assert [NAMES[each] for each in complete(recognised, asked).answers.truth] == ["no", "unknown"]
    old = Attribute("date", "older_than_years", 3.0)
    alone = [complete(old, asked.take(np.array([row]))).answers.truth[0] for row in (0, 1)]
    assert complete(old, asked).answers.truth.tolist() == alone == [1, 1]


def test_whether_one_fact_alone_could_settle_it_is_told_of_each_project() -> None:
    either = Some((TWO_HIGH, All((PULPING, REACTION))))
    asked = table(
        {"chemical_reaction": "no"},
        {"chemical_reaction": "yes"},
        {"chemical_reaction": "no", "two_high": "yes"},
    )
    assert could_settle(either, asked, frozenset({"two_high"})).tolist() == [True, False, False]
    assert could_settle(either, asked, frozenset({"two_high", "pulping"})).tolist() == [True, True, False]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_what_a_completion_assumes_out_of_sight_tells_it_from_others_before_the_same_sites(
    tmp_path: Path, order: tuple[int, ...]
) -> None:
    """Where the park is not known, what is assumed of it shows in no answer; it matters once the park is filled in."""
    text = collection(feature(None, "p", name="甲园", recognised="yes"), feature(None, "q", name="乙园"))
    register = opened(tmp_path, text, "accuracy_m: 0, coverage: everywhere, complete_for: everything")
    recognised = Zone("recognised", "is", True)
    made = table({}, layers={"parks": register})
    ways = [made] + [
        made.assuming("zone.recognised", recognised.key, np.array([each], np.int8)) for each in (YES, NO)
    ]
    assert len({recognised.ask(each).truth[0] for each in ways}) == 1
    assert len({known_again(_traits(recognised, each), np.array([0]))[0] for each in ways}) == 3
    together = {place: sorted(complete(recognised, ways[place]).facts) for place in order}
    assert together == {0: ["park", "zone.recognised"], 1: ["park"], 2: ["park"]}
