"""What is asked? A table of projects, together with what can be measured around their sites.

A table can be taken from another one (some of its rows, in any order, repeated) and some of its missing facts can be
assumed: a completion of a project is one more row of a table, judged by the same code. Measurements belong to the site
and are shared by all tables taken from one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from zonecheck.truth import UNKNOWN, YES, Answers, Cause, answers, constant

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonecheck.predicates.space import Question, Space
    from zonecheck.projects.table import Column

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
    """n rows. `rows` are positions among the sites of `space`; `assumed` holds answers to spatial questions that a
    completion takes for given, by (fact, question), NOT_ASSUMED where it takes none."""

    columns: Mapping[str, Column]
    space: Space
    rows: NDArray[np.intp]
    assumed: Mapping[tuple[str, Question], NDArray[np.int8]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    def take(self, rows: NDArray[np.intp]) -> Table:
        return Table(
            {key: column.take(rows) for key, column in self.columns.items()},
            self.space,
            self.rows[rows],
            {key: truth[rows] for key, truth in self.assumed.items()},
        )

    def with_column(self, key: str, column: Column) -> Table:
        return replace(self, columns={**self.columns, key: column})

    def assuming(self, fact: str, question: Question, truth: NDArray[np.int8]) -> Table:
        return replace(self, assumed={**self.assumed, (fact, question): truth})

    def always(self) -> Answers:
        return constant(YES, len(self))

    def measured(self, question: Question) -> Answers:
        """What the map answers, and where it does not, what this table assumes.

        A question that is open because of the layer and because of the extent of the site is answered when
        both are: yes if either brings the site into reach.
        """
        found = self.space.answer(question).take(self.rows)
        unknown = found.truth == UNKNOWN
        parts = [
            self._assumption(fact, question, unknown & (found.because & mask != 0))
            for fact, mask in ((question.layer, LAYER_CAUSES), ("extent_m", Cause.EXTENT))
        ]
        assumed = np.maximum(*parts)
        settled = unknown & (assumed != NOT_ASSUMED)
        return answers(np.where(settled, assumed, found.truth), found.because)

    def _assumption(self, fact: str, question: Question, lacking: NDArray[np.bool_]) -> NDArray[np.int8]:
        given = self.assumed.get((fact, question))
        if given is None:
            return np.where(lacking, UNKNOWN, NOT_ASSUMED)
        return np.where(lacking, np.where(given == NOT_ASSUMED, UNKNOWN, given), NOT_ASSUMED)

    def open_facts(self, question: Question) -> Mapping[str, NDArray[np.bool_]]:
        """The facts of space that would settle an unknown answer to `question`, and in which rows."""
        found = self.measured(question)
        unknown = found.truth == UNKNOWN
        return {
            question.layer: unknown & (found.because & LAYER_CAUSES != 0),
            "extent_m": unknown & (found.because & Cause.EXTENT != 0),
        }
