"""Where is the site? Questions about distances and areas, answered from layers and from what the project declares.

A surveyed distance that the project declares can settle what the map cannot; a park without a public outline is
answered by the park the project declares. What is declared and what is measured never overrule each other: where
they contradict, the answer is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np

from zonecheck.predicates.chosen import Where
from zonecheck.predicates.declared import declared_distances, declared_park
from zonecheck.predicates.limits import Limit, facts, limit_words, of_register, read_for, resolve, told
from zonecheck.predicates.names import selected
from zonecheck.predicates.sightings import limit_unknown, sightings
from zonecheck.predicates.space import Kind, Question
from zonecheck.predicates.table import space_facts
from zonecheck.predicates.zones import REGISTER
from zonecheck.truth import UNKNOWN, Answers, Cause, constant, negate
from zonecheck.words import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonecheck.predicates.table import Table
    from zonecheck.results import Evidence

__all__ = ["Inside", "Intersects", "Where", "Within"]

STRICT = ("less_than", "at_least")

Comparator = Literal["at_most", "less_than", "at_least", "more_than"]


@dataclass(frozen=True)
class Within:
    """Is the distance from the site to the nearest selected feature at most (less than ...) the limit in metres?"""

    layer: str
    where: Where
    comparator: Comparator
    limit_m: Limit
    parts: ClassVar[tuple[()]] = ()

    @property
    def reads(self) -> frozenset[str]:
        return frozenset({"bank_distances", "extent_m"}) | read_for(self.limit_m)

    @property
    def layers(self) -> frozenset[str]:
        return frozenset({self.layer} | ({REGISTER} if of_register(self.limit_m) else set()))

    @property
    def negated(self) -> bool:
        """At least is the opposite of less than, more than the opposite of at most."""
        return self.comparator in ("at_least", "more_than")

    def question(self, limit_m: float) -> Question:
        return Question("within", self.layer, self.where, limit_m, self.comparator in STRICT)

    @property
    def key(self) -> Hashable:
        """The question without its direction: `at most` and `more than` rest on the same fact."""
        return ("within", self.layer, self.where, self.limit_m, self.comparator in STRICT)

    def _found(self, table: Table) -> Answers:
        return table.remember(self, lambda: self._answered(table))

    def _answered(self, table: Table) -> Answers:
        limit_m = resolve(self.limit_m, table)
        return _per_limit(limit_m, lambda limit: declared_distances(table, self.question(limit)))

    def _facts(self, table: Table, found: Answers) -> Mapping[str, NDArray[np.bool_]]:
        no_limit = np.isnan(resolve(self.limit_m, table))
        return {**space_facts(self.layer, found), **dict.fromkeys(facts(self.limit_m), no_limit)}

    def ask(self, table: Table) -> Answers:
        found = self._found(table)
        answered = table.completed(self.key, found, self._facts(table, found))
        return negate(answered) if self.negated else answered

    def lacks(self, table: Table) -> Mapping[str, NDArray[np.bool_]]:
        found = self._found(table)
        return table.lacking(self.key, found, self._facts(table, found))

    def tells(self, fact: str, value: object) -> Hashable:
        return told(self.limit_m, fact, value)

    def evidence(self, table: Table, row: int) -> tuple[Evidence, ...]:
        if isinstance(self.limit_m, int | float):
            limit_m = float(self.limit_m)
        else:
            limit_m = float(table.remember(self.limit_m, lambda: resolve(self.limit_m, table))[row])
        if np.isnan(limit_m):
            return (limit_unknown(self.layer, limit_words(self.limit_m)),)
        return sightings(table, row, self.question(limit_m), negated=self.negated)

    def basis(self) -> Text:
        return self._phrase("less_than" if self.comparator in STRICT else "at_most")

    def words(self) -> Text:
        return self._phrase(self.comparator)

    def _phrase(self, comparator: Comparator) -> Text:
        return _WITHIN[comparator].fill(what=_selected(self.layer, self.where), limit=_metres(self.limit_m))


def limit_moves(question: object) -> bool:
    """Whether the limit of a distance rests on what else is known: sites that answer alike may then differ later."""
    return isinstance(question, Within) and not isinstance(question.limit_m, int | float)


@dataclass(frozen=True)
class _InArea:
    layer: str
    where: Where
    parts: ClassVar[tuple[()]] = ()
    kind: ClassVar[Kind]
    phrase: ClassVar[Text]

    @property
    def reads(self) -> frozenset[str]:
        return frozenset({"extent_m"} | ({"park"} if self.layer == REGISTER else set()))

    @property
    def layers(self) -> frozenset[str]:
        return frozenset({self.layer})

    @property
    def question(self) -> Question:
        return Question(self.kind, self.layer, self.where)

    @property
    def key(self) -> Hashable:
        return self.question

    def _found(self, table: Table) -> Answers:
        return table.remember(self, lambda: self._answered(table))

    def _answered(self, table: Table) -> Answers:
        if self.layer == REGISTER:
            return declared_park(table, self.question)
        return table.measured(self.question)

    def _facts(self, found: Answers) -> Mapping[str, NDArray[np.bool_]]:
        return space_facts(self.layer, found)

    def ask(self, table: Table) -> Answers:
        found = self._found(table)
        return table.completed(self.key, found, self._facts(found))

    def lacks(self, table: Table) -> Mapping[str, NDArray[np.bool_]]:
        found = self._found(table)
        missing = dict(table.lacking(self.key, found, self._facts(found)))
        if self.layer == REGISTER:
            missing["park"] = (found.truth == UNKNOWN) & (found.because & Cause.MISSING_ATTRIBUTE != 0)
        return missing

    def tells(self, fact: str, value: object) -> Hashable:
        return value if fact == "park" and self.layer == REGISTER else None

    def evidence(self, table: Table, row: int) -> tuple[Evidence, ...]:
        return sightings(table, row, self.question)

    def basis(self) -> Text:
        return self.words()

    def words(self) -> Text:
        return self.phrase.fill(what=_selected(self.layer, self.where))


@dataclass(frozen=True)
class Intersects(_InArea):
    """Does some point of the site lie in a selected area?"""

    kind: ClassVar[Kind] = "intersects"
    phrase: ClassVar[Text] = Text("场地涉及{what}", "the site touches {what}")


@dataclass(frozen=True)
class Inside(_InArea):
    """Does the whole site lie in the selected areas?"""

    kind: ClassVar[Kind] = "inside"
    phrase: ClassVar[Text] = Text("场地全部位于{what}内", "the whole site lies in {what}")


_WITHIN = {
    "at_most": Text("距{what}不超过{limit}", "at most {limit} from {what}"),
    "less_than": Text("距{what}不足{limit}", "less than {limit} from {what}"),
    "at_least": Text("距{what}不少于{limit}", "at least {limit} from {what}"),
    "more_than": Text("距{what}超过{limit}", "more than {limit} from {what}"),
}


def _selected(layer: str, where: Where) -> Text:
    return selected(layer, where.key, [group[0] for group in where.values])


def _metres(limit_m: Limit) -> Text:
    words = limit_words(limit_m)
    return Text(f"{words.zh} m", f"{words.en} m") if isinstance(limit_m, int | float) else words


def _per_limit(limit_m: NDArray[np.float64], ask: Callable[[float], Answers]) -> Answers:
    """`ask` once for each figure among the limits; unknown where the limit itself is."""
    limits, limit_of = np.unique(limit_m, return_inverse=True)
    if len(limits) == 1 and not np.isnan(limits[0]):
        return ask(float(limits[0]))
    found = constant(UNKNOWN, len(limit_m), Cause.MISSING_ATTRIBUTE)
    for position in np.flatnonzero(~np.isnan(limits)):
        there, part = limit_of == position, ask(float(limits[position]))
        found = Answers(
            np.where(there, part.truth, found.truth), np.where(there, part.because, found.because)
        )
    return found
