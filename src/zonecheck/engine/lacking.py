"""Which facts are missing, and what could they be? Projects that lack the same are looked at together.

A fact may matter only once another is known: so what is found missing is filled in every way, and the questions are
asked again, until nothing new is missing. A completion is one more row of a table, judged by the same code.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from zonecheck.engine.domains import domain
from zonecheck.predicates.logic import leaves
from zonecheck.predicates.table import NOT_ASSUMED
from zonecheck.projects.table import MISSING, Column, distinct_codes
from zonecheck.truth import NO, YES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonecheck.predicates.question import Predicate
    from zonecheck.predicates.table import Table
    from zonecheck.words import Text

LIMIT = 4096  # completions of one project
_ROWS = 2**18  # of a grid


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
        """The table with this fact filled in each row by the value at that position; -1 leaves it as it stands."""
        if not self.questions:
            return table.with_column(self.name, _replaced(table.columns[self.name], choice, self.values))
        joint = np.array([*self.values, [NOT_ASSUMED] * len(self.questions)])
        for position, question in enumerate(self.questions):
            table = table.assuming(self.name, question, joint[choice, position])
        return table


def _replaced(column: Column, choice: NDArray[np.intp], values: tuple[Hashable, ...]) -> Column:
    stated = np.where(column.missing, MISSING, column.codes + len(values))
    return Column(np.where(choice < 0, stated, choice).astype(np.int32), (*values, *column.values))


@dataclass(frozen=True, eq=False)
class Lack:
    """k rows of a table that lack the same facts, and their own table; `whole` says whether all combinations of the
    facts are few enough to be tried."""

    rows: NDArray[np.intp]
    table: Table
    facts: tuple[Fact, ...]
    whole: bool

    @cached_property
    def grid(self) -> Table:
        """The rows in every combination of the values of the facts."""
        return expand(self.table, self.facts)

    def shaped(self, of_grid: NDArray[Any]) -> NDArray[Any]:
        """Something told of each row of the grid, with an axis for the k rows and one for each fact."""
        return of_grid.reshape(len(self.rows), *(len(fact.values) for fact in self.facts))

    def some(self, of_grid: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Of something told of each row of the grid: whether it holds in some combination (k,)."""
        return np.asarray(of_grid.reshape(len(self.rows), -1).any(1))


def missing_facts(predicates: Sequence[Predicate], table: Table) -> tuple[list[Fact], bool]:
    """The facts that the one project of `table` lacks for these questions, also those that matter only once others
    are known; and whether all their combinations are few enough to be tried."""
    (lack,) = lacks(predicates, table)
    return list(lack.facts), lack.whole


def lacks(predicates: Sequence[Predicate], table: Table) -> Iterator[Lack]:
    """The rows of a table, grouped by the facts that they lack for these questions."""
    asked = list(dict.fromkeys(leaf for predicate in predicates for leaf in leaves(predicate)))
    waiting: list[tuple[NDArray[np.intp], dict[str, Fact]]] = [(np.arange(len(table)), {})]
    while waiting:
        rows, facts = waiting.pop()
        most = max(1, _ROWS // _combinations(facts.values()))
        if len(rows) > most:
            waiting += [(rows[at : at + most], facts) for at in range(0, len(rows), most)]
            continue
        whole = Lack(rows, table.take(rows), tuple(facts.values()), whole=True)
        for part, new in _parted(asked, whole):
            if len(part) == len(rows) and not new:
                yield whole
            elif new and _combinations([*facts.values(), *new.values()]) > LIMIT:
                yield Lack(rows[part], table.take(rows[part]), (*facts.values(), *new.values()), whole=False)
            elif new:
                waiting.append((rows[part], {**facts, **new}))
            else:
                yield Lack(rows[part], table.take(rows[part]), tuple(facts.values()), whole=True)


def _combinations(facts: Iterable[Fact]) -> int:
    return prod(len(fact.values) for fact in facts)


def _parted(asked: Sequence[Predicate], lack: Lack) -> Iterator[tuple[NDArray[np.intp], dict[str, Fact]]]:
    """The rows of `lack` by what, once its facts are known, they lack besides."""
    known = {fact.name for fact in lack.facts}
    lacking = [
        (name, leaf, lack.some(mask))
        for leaf in asked
        for name, mask in leaf.lacks(lack.grid).items()
        if name not in known and mask.any()
    ]
    columns = [
        lack.table.columns[name] for name in {name for name, _, _ in lacking} & lack.table.columns.keys()
    ]
    first, inverse = distinct_codes(
        [lack.table.days()]
        + [(mask.astype(np.int64), 2) for _, _, mask in lacking]
        + [(column.codes.astype(np.int64) + 1, len(column.values) + 1) for column in columns]
    )
    for position, row in enumerate(first):
        questions: dict[str, dict[Hashable, Text]] = {}
        for name, leaf, mask in lacking:
            if mask[row]:
                questions.setdefault(name, {}).setdefault(leaf.key, leaf.basis())
        one = lack.table.take(np.array([row]))
        found = {name: _fact(name, each, asked, one) for name, each in questions.items()}
        yield np.flatnonzero(inverse == position), {name: fact for name, fact in found.items() if fact.values}


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
    """Each row of `table` in every combination of the values of `facts`, the last fact varying fastest."""
    shape = [len(fact.values) for fact in facts]
    choices = np.indices(shape).reshape(len(facts), -1) if facts else np.zeros((0, 1), dtype=np.intp)
    grid = table.take(np.repeat(np.arange(len(table)), choices.shape[1]))
    for fact, choice in zip(facts, choices, strict=True):
        grid = fact.fill(grid, np.tile(choice, len(table)))
    return grid


def one_by_one(table: Table, facts: Sequence[Fact]) -> Table:
    """The one row of `table` with each value of each fact in turn, all else as it stands."""
    ends = np.cumsum([len(fact.values) for fact in facts])
    grid = table.take(np.zeros(ends[-1] if len(facts) else 0, dtype=np.intp))
    for fact, end in zip(facts, ends, strict=True):
        choice = np.full(len(grid), -1)
        choice[end - len(fact.values) : end] = np.arange(len(fact.values))
        grid = fact.fill(grid, choice)
    return grid
