"""Kleene's laws, and the causes that travel with an unknown."""

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from zonecheck.truth import (
    NO,
    UNKNOWN,
    YES,
    Answers,
    Cause,
    answers,
    causes,
    conjunction,
    constant,
    disjunction,
    negate,
)

VALUES = (NO, UNKNOWN, YES)
columns = st.lists(st.sampled_from(VALUES), min_size=1, max_size=20)


def column(values: list[np.int8], cause: Cause = Cause.ACCURACY) -> Answers:
    return answers(np.array(values, dtype=np.int8), cause)


def test_and_or_not_follow_kleenes_tables() -> None:
    pairs = list(product(VALUES, VALUES))
    left, right = (column([pair[side] for pair in pairs]) for side in (0, 1))
    assert conjunction([left, right]).truth.tolist() == [0, 0, 0, 0, 1, 1, 0, 1, 2]
    assert disjunction([left, right]).truth.tolist() == [0, 1, 2, 1, 1, 2, 2, 2, 2]
    assert negate(column(list(VALUES))).truth.tolist() == [2, 1, 0]


@given(columns)
def test_not_not_is_nothing(values: list[np.int8]) -> None:
    once = column(values)
    assert negate(negate(once)).truth.tolist() == once.truth.tolist()


@given(st.lists(st.tuples(*[st.sampled_from(VALUES)] * 3), min_size=1))
def test_de_morgan_and_distribution_hold(rows: list[tuple[np.int8, ...]]) -> None:
    a, b, c = (column([row[position] for row in rows]) for position in range(3))
    assert (negate(conjunction([a, b])).truth == disjunction([negate(a), negate(b)]).truth).all()
    left = conjunction([a, disjunction([b, c])]).truth
    assert (left == disjunction([conjunction([a, b]), conjunction([a, c])]).truth).all()


def test_only_unknown_answers_carry_a_cause() -> None:
    found = column([NO, UNKNOWN, YES])
    assert found.because.tolist() == [0, Cause.ACCURACY, 0]


def test_a_joined_unknown_is_unknown_for_every_reason_of_its_parts() -> None:
    joined = conjunction([column([UNKNOWN], Cause.MISSING_ATTRIBUTE), column([UNKNOWN], Cause.COVERAGE)])
    assert causes(int(joined.because[0])) == ("missing_attribute", "coverage")


def test_a_firm_no_forgets_why_its_other_half_was_unknown() -> None:
    joined = conjunction([constant(UNKNOWN, 1, Cause.COVERAGE), constant(NO, 1)])
    assert (joined.truth[0], joined.because[0]) == (NO, 0)


def test_causes_are_listed_in_the_stated_order() -> None:
    every = Cause(0)
    for cause in reversed(Cause):
        every |= cause
    assert causes(int(every)) == (
        "missing_attribute", "interpretation", "coverage", "accuracy", "incomplete_layer", "missing_layer",
        "extent", "stale_layer", "border", "contradiction", "discretion",
    )  # fmt: skip
