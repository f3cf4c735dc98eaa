"""What is asked? A table of projects, together with what can be measured around their sites.

A table can be taken from another one (some of its rows, in any order, repeated) and some of its missing facts can be
assumed: a completion of a project is one more row of a table, judged by the same code. Measurements belong to the site
and are shared by all tables taken from one.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from functools import reduce
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from zonecheck.projects.table import Columns, distinct_days
from zonecheck.truth import UNKNOWN, YES, Answers, Cause, answers, constant

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonecheck.predicates.space import Question, Space
    from zonecheck.projects.table import Column

T = TypeVar("T")

LAYER_CAUSES = (
    Cause.COVERAGE
    | Cause.ACCURACY
    | Cause.INCOMPLETE_LAYER
    | Cause.MISSING_LAYER
    | Cause.STALE_LAYER
    | Cause.BORDER
)

NOT_ASSUMED = np.int8(-1)


@dataclass(frozen=True, eq=False)
class Table:
    """n rows. `rows` are positions among the sites of `space`; `assumed` holds the answers that a completion takes
    for given, by the fact that would give them and the question they answer, NOT_ASSUMED where it takes none."""

    columns: Mapping[str, Column]
    space: Space
    rows: NDArray[np.intp]
    assumed: Mapping[tuple[str, Hashable], NDArray[np.int8]] = field(default_factory=dict)
    _known: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False)

    def __len__(self) -> int:
        return len(self.rows)

    def take(self, rows: NDArray[np.intp]) -> Table:
        return Table(
            Columns(self.columns, rows),
            self.space,
            self.rows[rows],
            {key: truth[rows] for key, truth in self.assumed.items()},
        )

    def with_column(self, key: str, column: Column) -> Table:
        return replace(self, columns=Columns(self.columns, None, {key: column}))

    def assuming(self, fact: str, question: Hashable, truth: NDArray[np.int8]) -> Table:
        return replace(self, assumed={**self.assumed, (fact, question): truth})

    def remember(self, key: Hashable, find: Callable[[], T]) -> T:
        """What `find` finds of these rows, found once; tables taken from this one find it anew."""
        if key not in self._known:
            self._known[key] = find()
        found: T = self._known[key]
        return found

    def days(self) -> tuple[NDArray[np.intp], int]:
        """The day by which each row is judged, numbered from 0, and how many there are."""
        days, day_of = distinct_days(self.space.on[self.rows])
        return day_of, len(days)

    def always(self) -> Answers:
        return constant(YES, len(self))

    def measured(self, question: Question) -> Answers:
        """What the map answers."""
        return self.space.answer(question).take(self.rows)

    def completed(
        self, question: Hashable, found: Answers, facts: Mapping[str, NDArray[np.bool_]]
    ) -> Answers:
        """`found` with its unknowns answered as this table assumes, where it does.

        `facts` says what would answer the question, and in which rows. An answer that needs several facts is
        given when all are: the worst of them, yes before no.
        """
        if not self.assumed:
            return found
        unknown = found.truth == UNKNOWN
        parts = [self._assumption(fact, question, unknown & rows) for fact, rows in facts.items()]
        assumed = reduce(np.maximum, parts, np.full(len(self), NOT_ASSUMED))
        return answers(np.where(assumed != NOT_ASSUMED, assumed, found.truth), found.because)

    def _assumption(self, fact: str, question: Hashable, lacking: NDArray[np.bool_]) -> NDArray[np.int8]:
        given = self.assumed.get((fact, question), np.full(len(self), NOT_ASSUMED))
        return np.where(lacking, np.where(given == NOT_ASSUMED, UNKNOWN, given), NOT_ASSUMED)

    def lacking(
        self, question: Hashable, found: Answers, facts: Mapping[str, NDArray[np.bool_]]
    ) -> Mapping[str, NDArray[np.bool_]]:
        """Of `facts`, those that this table does not assume, in the rows where the answer is still unknown."""
        unknown = self.completed(question, found, facts).truth == UNKNOWN
        free = np.full(len(self), NOT_ASSUMED)
        return {
            fact: rows & unknown & (self.assumed.get((fact, question), free) == NOT_ASSUMED)
            for fact, rows in facts.items()
        }


def space_facts(layer: str, found: Answers) -> Mapping[str, NDArray[np.bool_]]:
    """What would answer a question to the map: the layer, the extent of the site, or both."""
    unknown = found.truth == UNKNOWN
    return {
        layer: unknown & (found.because & LAYER_CAUSES != 0),
        "extent_m": unknown & (found.because & Cause.EXTENT != 0),
    }
