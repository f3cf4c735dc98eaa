"""What is a predicate? One question that a rule asks of every project of a table at once.

The answer is a column of yes, no or unknown. For the rows where it is unknown a predicate also says which facts
would settle it; for the rows that are reported it gives the figures behind the answer and its own words.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from zonecheck.predicates.table import Table
    from zonecheck.results import Evidence
    from zonecheck.truth import Answers
    from zonecheck.words import Text


class Predicate(Protocol):
    """Implemented by frozen dataclasses, so that equal questions are equal objects and are asked once."""

    @property
    def parts(self) -> tuple[Predicate, ...]:
        """The predicates it is made of; empty for one that is asked of the project itself."""
        ...

    @property
    def reads(self) -> frozenset[str]:
        """The project attributes that its answer can depend on."""
        ...

    @property
    def layers(self) -> frozenset[str]:
        """The layers that its answer can depend on."""
        ...

    @property
    def key(self) -> Hashable:
        """What a completion assumes an answer to: questions that rest on the same fact share it."""
        ...

    def ask(self, table: Table) -> Answers:
        """One answer for each row of the table."""
        ...

    def lacks(self, table: Table) -> Mapping[str, NDArray[np.bool_]]:
        """For each fact that would settle an unknown: the rows where it is missing."""
        ...

    def tells(self, fact: str, value: Any) -> Hashable:
        """What it can tell of a value of one fact: values alike to all questions need not all be tried."""
        ...

    def evidence(self, table: Table, row: int) -> tuple[Evidence, ...]:
        """The figures behind the answer in one row."""
        ...

    def basis(self) -> Text:
        """In words, the question that `key` stands for: without a direction that the rule turns it to."""
        ...

    def words(self) -> Text:
        """The question as a person would put it."""
        ...
