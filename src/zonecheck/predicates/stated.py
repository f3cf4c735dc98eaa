"""What is common to questions that are answered from what a project states of itself?

Each distinct combination of stated values is judged once and spread over the rows that state it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from zonecheck.predicates.terms import Finding
from zonecheck.projects.table import distinct
from zonecheck.truth import NO, UNKNOWN, YES, Answers, Cause, answers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonecheck.predicates.table import Table
    from zonecheck.words import Text

KNOWN_NO = Finding(NO, Cause(0), frozenset())
KNOWN_YES = Finding(YES, Cause(0), frozenset())


def not_stated(fact: str) -> Finding:
    return Finding(UNKNOWN, Cause.MISSING_ATTRIBUTE, frozenset({fact}))


@dataclass(frozen=True)
class Stated(ABC):
    """A question that is answered from the values of some attributes alone."""

    parts: ClassVar[tuple[()]] = ()

    @property
    @abstractmethod
    def attributes(self) -> tuple[str, ...]: ...

    @abstractmethod
    def judge(self, values: Mapping[str, Any]) -> Finding:
        """The answer to one combination of values; absent ones are None."""

    @abstractmethod
    def words(self) -> Text: ...

    @property
    def reads(self) -> frozenset[str]:
        return frozenset(self.attributes)

    @property
    def layers(self) -> frozenset[str]:
        return frozenset()

    def found(self, table: Table) -> tuple[list[Finding], NDArray[np.intp]]:
        """What each distinct combination answers, and the combination of each row."""
        return table.remember(self, lambda: self._judged(table))

    def _judged(self, table: Table) -> tuple[list[Finding], NDArray[np.intp]]:
        columns = [table.columns[name] for name in self.attributes]
        rows, inverse = distinct(columns)
        stated = [tuple([column.at(row) for column in columns]) for row in rows.tolist()]
        return [table.space.once(self, values, partial(self._judge, values)) for values in stated], inverse

    def _judge(self, values: tuple[Any, ...]) -> Finding:
        return self.judge(dict(zip(self.attributes, values, strict=True)))

    def ask(self, table: Table) -> Answers:
        found, inverse = self.found(table)
        truth = np.array([each.truth for each in found], dtype=np.int8)
        because = np.array([each.because for each in found])
        return answers(truth, because).take(inverse)

    def lacks(self, table: Table) -> Mapping[str, NDArray[np.bool_]]:
        found, inverse = self.found(table)
        wanted = {fact for each in found for fact in each.facts}
        return {fact: np.array([fact in each.facts for each in found])[inverse] for fact in sorted(wanted)}

    @property
    def key(self) -> Hashable:
        return self

    def basis(self) -> Text:
        return self.words()

    def tells(self, fact: str, value: Any) -> Hashable:
        """What it can tell of a value: two values that look alike to all questions need not both be tried."""
        return value if fact in self.attributes else None

    def at(self, table: Table, row: int) -> Finding:
        return self.judge({name: table.columns[name].at(row) for name in self.attributes})
