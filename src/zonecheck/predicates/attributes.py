"""What does the project state of itself? One attribute, compared with a value or with a limit."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from zonecheck.predicates.limits import (
    FirstOf,
    ProjectLimit,
    TableLimit,
    ZoneLimit,
    facts,
    limit_words,
    of_register,
    read_for,
    resolve,
    told,
)
from zonecheck.predicates.wording import comparison_words
from zonecheck.predicates.zones import COMPARATORS, REGISTER, assumable
from zonecheck.projects.vocabulary import VOCABULARY, shown
from zonecheck.results import Reading
from zonecheck.truth import NAMES, NO, UNKNOWN, YES, Answers, Cause, TruthName, answers
from zonecheck.words import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonecheck.predicates.table import Table
    from zonecheck.results import Evidence


@dataclass(frozen=True)
class Attribute:
    """Is one attribute of the project equal to, among, or above or below something?"""

    name: str
    comparator: str
    value: Any
    parts: ClassVar[tuple[()]] = ()

    @property
    def reads(self) -> frozenset[str]:
        return frozenset({self.name}) | (read_for(self.value) if self._compares_with_limit else frozenset())

    @property
    def layers(self) -> frozenset[str]:
        zoned = self._compares_with_limit and of_register(self.value)
        return frozenset({REGISTER} if zoned else ())

    @property
    def _compares_with_limit(self) -> bool:
        return isinstance(self.value, ZoneLimit | ProjectLimit | TableLimit | FirstOf)

    @property
    def key(self) -> Hashable:
        return self

    def basis(self) -> Text:
        return self.words()

    def ask(self, table: Table) -> Answers:
        found = self._found(table)
        return table.completed(self, found, assumable(self._facts(table)))

    def _found(self, table: Table) -> Answers:
        if self._compares_with_limit:
            return self._against_limit(table)
        if self.comparator == "older_than_years":
            return self._older(table)
        test = COMPARATORS[self.comparator]
        truth = table.columns[self.name].spread(
            lambda value: YES if test(value, self.value) else NO, UNKNOWN, np.int8
        )
        return answers(truth, Cause.MISSING_ATTRIBUTE)

    def tells(self, fact: str, value: Any) -> Hashable:
        if fact == self.name and self.comparator in COMPARATORS and not self._compares_with_limit:
            return COMPARATORS[self.comparator](value, self.value)
        if fact != self.name and self._compares_with_limit:
            return told(self.value, fact, value)
        return value if fact in self.reads else None

    def _older(self, table: Table) -> Answers:
        """Whether the day so many years after the stated one is past; 29 February comes round on 1 March."""
        never = np.datetime64("NaT", "D")
        stated = table.columns[self.name].spread(np.datetime64, never, "datetime64[D]")
        months = stated.astype("datetime64[M]")
        anniversary = (months + np.timedelta64(12 * int(self.value), "M")).astype("datetime64[D]") + (
            stated - months
        )
        past = anniversary < table.space.on[table.rows]
        truth = np.where(np.isnat(stated), UNKNOWN, np.where(past, YES, NO)).astype(np.int8)
        return answers(truth, Cause.MISSING_ATTRIBUTE)

    def _against_limit(self, table: Table) -> Answers:
        stated = table.columns[self.name].spread(float, np.nan, np.float64)
        limit = resolve(self.value, table)
        unknown = np.isnan(stated) | np.isnan(limit)
        compare: Any = COMPARATORS_OF_COLUMNS[self.comparator]
        truth = np.where(unknown, UNKNOWN, np.where(compare(stated, limit), YES, NO)).astype(np.int8)
        return answers(truth, Cause.MISSING_ATTRIBUTE)

    def lacks(self, table: Table) -> Mapping[str, NDArray[np.bool_]]:
        facts = self._facts(table)
        return {**facts, **table.lacking(self, self._found(table), assumable(facts))}

    def _facts(self, table: Table) -> Mapping[str, NDArray[np.bool_]]:
        missing = {self.name: table.columns[self.name].missing}
        if self._compares_with_limit:
            unknown = np.isnan(resolve(self.value, table))
            missing |= {fact: unknown & self._fact_missing(table, fact) for fact in facts(self.value)}
        return missing

    def _fact_missing(self, table: Table, fact: str) -> NDArray[np.bool_]:
        column = table.columns.get(fact)
        return column.missing if column is not None else np.ones(len(table), dtype=bool)

    def evidence(self, table: Table, row: int) -> tuple[Evidence, ...]:
        value = table.columns[self.name].at(row)
        truth = NAMES[table.remember((Attribute, self), lambda: self.ask(table)).truth[row]]
        said = (Attribute, self, truth, value)
        return table.remember(said, lambda: (self._reading(truth, value),))

    def _reading(self, truth: TruthName, value: Any) -> Reading:
        told = None if value is None else shown(self.name, value)
        return Reading("attribute", truth, self.name, told, self.words())

    def words(self) -> Text:
        wanted = limit_words(self.value) if self._compares_with_limit else self.value
        label = VOCABULARY[self.name].label
        return Text("{name}{test}", "{name} {test}").fill(
            name=label, test=comparison_words(self.comparator, wanted, self.name)
        )


COMPARATORS_OF_COLUMNS = {
    "at_least": np.greater_equal,
    "at_most": np.less_equal,
    "more_than": np.greater,
    "less_than": np.less,
}
