"""What is true however the missing facts turn out? Kleene's answer, sharpened where facts are shared.

`a or not a` is unknown to Kleene and true in fact. So where Kleene's answer is unknown every way in which the missing
facts could be filled is tried: a completion is one more row of a table, judged by the same code. Rows that look alike
are tried once. Above LIMIT completions Kleene's answer stands.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from zonecheck.engine.domains import domain
from zonecheck.predicates.logic import leaves
from zonecheck.predicates.spatial import limit_moves
from zonecheck.predicates.table import LAYER_CAUSES
from zonecheck.predicates.zones import Zones
from zonecheck.projects.table import Column, distinct_codes
from zonecheck.truth import NO, UNKNOWN, YES, Answers, Cause, answers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonecheck.predicates.question import Predicate
    from zonecheck.predicates.table import Table
    from zonecheck.words import Text

LIMIT = 4096

NEEDS_A_PERSON = Cause.DISCRETION | Cause.INTERPRETATION | Cause.CONTRADICTION


@dataclass(frozen=True)
class Fact:
    """A missing fact and what it could be: values of an attribute, or joint answers to `questions`, put as in `words`."""

    name: str
    values: tuple[Hashable, ...]
    questions: tuple[Hashable, ...] = ()
    words: tuple[Text, ...] = ()

    def joined(self, other: Fact) -> Fact:
        """The same fact, asked for in the questions of both."""
        if not self.questions or set(self.questions) & set(other.questions):
            return self
        values = tuple((*one, *two) for one in self.values for two in other.values)  # type: ignore[misc]
        return Fact(self.name, values, self.questions + other.questions, self.words + other.words)

    def fill(self, table: Table, choice: NDArray[np.intp]) -> Table:
        """The table with this fact filled in each row by the value at that position."""
        if not self.questions:
            return table.with_column(self.name, Column(choice.astype(np.int32), self.values))
        joint = np.array(self.values, dtype=np.int8)
        for position, question in enumerate(self.questions):
            table = table.assuming(self.name, question, joint[choice, position])
        return table


@dataclass(frozen=True, eq=False)
class Completed:
    """The answers over all completions; by fact, the rows in which it can still change the answer."""

    answers: Answers
    facts: Mapping[str, NDArray[np.bool_]]


def complete(predicate: Predicate, table: Table) -> Completed:
    """The answer to `predicate` in each row, over every way the missing facts could be filled."""
    found = predicate.ask(table)
    rows = np.flatnonzero(found.truth == UNKNOWN)
    if not len(rows):
        return Completed(found, {})
    unknown = table.take(rows)
    first, inverse = _situations(predicate, unknown)
    each = [_complete_one(predicate, unknown.take(first[[position]])) for position in range(len(first))]
    return _spread(found, rows, each, inverse)


def could_settle(predicate: Predicate, table: Table, names: frozenset[str]) -> NDArray[np.bool_]:
    """Rows in which, whatever the other missing facts are, those of `names` alone could still make the answer no."""
    first, inverse = _situations(predicate, table)
    each = [
        _could_settle_one(predicate, table.take(first[[position]]), names) for position in range(len(first))
    ]
    return np.array(each, dtype=bool)[inverse]


def _could_settle_one(predicate: Predicate, table: Table, names: frozenset[str]) -> bool:
    facts, whole = missing_facts([predicate], table)
    axes = tuple(axis for axis, fact in enumerate(facts) if fact.name in names)
    if not whole or not axes:
        return False
    truth = predicate.ask(expand(table, facts)).truth.reshape([len(fact.values) for fact in facts])
    return bool((truth.min(axes) == NO).all())


def _spread(
    found: Answers,
    rows: NDArray[np.intp],
    each: Sequence[tuple[np.int8, Cause, frozenset[str]]],
    inverse: NDArray[np.intp],
) -> Completed:
    truth, because = found.truth.copy(), found.because.copy()
    truth[rows] = np.array([one[0] for one in each], dtype=np.int8)[inverse]
    because[rows] = np.array([one[1] for one in each], dtype=np.uint16)[inverse]
    facts: dict[str, NDArray[np.bool_]] = {}
    for name in sorted({name for one in each for name in one[2]}):
        facts[name] = np.zeros(len(found), dtype=bool)
        facts[name][rows] = np.array([name in one[2] for one in each])[inverse]
    return Completed(answers(truth, because), facts)


def _situations(predicate: Predicate, table: Table) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Rows that answer every question alike, lack the same facts and state the same: one that shows each, and which.

    They also stand alike to every zone: a completion may say in which one the project lies.
    """
    parts: list[tuple[NDArray[Any], int]] = [(standing, 3) for standing in Zones(table).standing()]
    for leaf in dict.fromkeys(leaves(predicate)):
        found = leaf.ask(table)
        parts += [(found.truth.astype(np.int64), 3), (found.because.astype(np.int64), 2048)]
        parts += [(lacking.astype(np.int64), 2) for lacking in leaf.lacks(table).values()]
        if limit_moves(leaf):
            parts.append((np.arange(len(table)), len(table)))
        if leaf.layers and not leaf.reads & {"park"}:
            continue
        columns = [table.columns[name] for name in sorted(leaf.reads) if name in table.columns]
        parts += [(column.codes.astype(np.int64) + 1, len(column.values) + 1) for column in columns]
    return distinct_codes(parts)


def _complete_one(predicate: Predicate, table: Table) -> tuple[np.int8, Cause, frozenset[str]]:
    """For one project: the answer, why it is unknown, and the facts that can change it."""
    facts, whole = missing_facts([predicate], table)
    if not whole:
        found = predicate.ask(table)
        return UNKNOWN, Cause(int(found.because[0])), frozenset(fact.name for fact in facts)
    grid = expand(table, facts)
    found = predicate.ask(grid)
    truth = found.truth.reshape([len(fact.values) for fact in facts])
    if truth.min() == truth.max() and truth.flat[0] != UNKNOWN:
        return truth.flat[0], Cause(0), frozenset()
    telling = frozenset(
        fact.name for axis, fact in enumerate(facts) if (truth.max(axis) != truth.min(axis)).any()
    )
    telling |= _unenumerable(predicate, grid, found)
    return UNKNOWN, _causes(predicate, table, telling, found), telling


def _unenumerable(predicate: Predicate, grid: Table, found: Answers) -> frozenset[str]:
    """Facts for which no values can be tried and which still leave some completion unknown."""
    unknown = found.truth == UNKNOWN
    lacking = predicate.lacks(grid) if unknown.any() else {}
    return frozenset(name for name, rows in lacking.items() if (rows & unknown).any())


def _causes(predicate: Predicate, table: Table, telling: frozenset[str], found: Answers) -> Cause:
    """Of the causes in the row as it stands: those that go with the facts that tell, and those that no fact removes."""
    stated = Cause(int(predicate.ask(table).because[0]))
    remaining = Cause(int(np.bitwise_or.reduce(found.because[found.truth == UNKNOWN], initial=0)))
    kept = stated & remaining & NEEDS_A_PERSON
    if any(name in table.columns and name != "extent_m" for name in telling) or any(
        "." in name for name in telling
    ):
        kept |= Cause.MISSING_ATTRIBUTE
    if "extent_m" in telling:
        kept |= Cause.EXTENT
    if telling & predicate.layers:
        kept |= stated & LAYER_CAUSES
    return kept or stated


def missing_facts(predicates: Sequence[Predicate], table: Table) -> tuple[list[Fact], bool]:
    """The facts that one project lacks for these questions, also those that matter only once others are known.

    The flag says whether all their combinations are few enough to be tried.
    """
    asked = list(dict.fromkeys(leaf for predicate in predicates for leaf in leaves(predicate)))
    facts: dict[str, Fact] = {}
    grid = table
    while new := _new_facts(asked, grid, table, facts):
        facts |= new
        if np.prod([len(fact.values) for fact in facts.values()], dtype=float) > LIMIT:
            return list(facts.values()), False
        grid = expand(table, list(facts.values()))
    return list(facts.values()), True


def _new_facts(
    asked: Sequence[Predicate], grid: Table, table: Table, known: Mapping[str, Fact]
) -> dict[str, Fact]:
    lacking: dict[str, dict[Hashable, Text]] = {}
    for leaf in asked:
        for name, rows in leaf.lacks(grid).items():
            if rows.any() and name not in known:
                lacking.setdefault(name, {}).setdefault(leaf.key, leaf.basis())
    found = {name: _fact(name, questions, asked, table) for name, questions in lacking.items()}
    return {name: fact for name, fact in found.items() if fact.values}


def _fact(name: str, questions: Mapping[Hashable, Text], asked: Sequence[Predicate], table: Table) -> Fact:
    if name in table.columns and name != "extent_m":
        return Fact(name, domain(name, asked, table))
    keys = tuple(questions)
    joint = [each for each in product((YES, NO), repeat=len(keys)) if _consistent(keys, each)]
    return Fact(name, tuple(joint), keys, tuple(questions.values()))


def _consistent(questions: Sequence[Hashable], truth: Sequence[np.int8]) -> bool:
    """A site within the smaller of two limits of the same features is within the larger."""
    reached = [key for key, answer in zip(questions, truth, strict=True) if answer == YES]
    beyond = [key for key, answer in zip(questions, truth, strict=True) if answer == NO]
    return not any(_implies(near, far) for near in reached for far in beyond)


def _implies(near: Hashable, far: Hashable) -> bool:
    if not (isinstance(near, tuple) and isinstance(far, tuple)):
        return False
    plain = isinstance(near[3], float) and isinstance(far[3], float)
    return bool(plain and near[:3] == far[:3] and near[3] < far[3])


def expand(table: Table, facts: Sequence[Fact]) -> Table:
    """One project in every combination of the values of `facts`, the last fact varying fastest."""
    shape = [len(fact.values) for fact in facts]
    choices = np.indices(shape).reshape(len(facts), -1) if facts else np.zeros((0, 1), dtype=np.intp)
    grid = table.take(np.zeros(choices.shape[1], dtype=np.intp))
    for fact, choice in zip(facts, choices, strict=True):
        grid = fact.fill(grid, choice)
    return grid
