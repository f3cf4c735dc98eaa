"""How are questions joined? By and, or and not, after Kleene."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np

from zonecheck.truth import Answers, conjunction, disjunction, negate
from zonecheck.words import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonecheck.predicates.question import Predicate
    from zonecheck.predicates.table import Table
    from zonecheck.results import Evidence


@dataclass(frozen=True)
class _Joined(ABC):
    parts: tuple[Predicate, ...]

    @property
    def reads(self) -> frozenset[str]:
        return frozenset().union(*(part.reads for part in self.parts))

    @property
    def layers(self) -> frozenset[str]:
        return frozenset().union(*(part.layers for part in self.parts))

    def lacks(self, table: Table) -> Mapping[str, NDArray[np.bool_]]:
        missing: dict[str, NDArray[np.bool_]] = {}
        for part in self.parts:
            for fact, rows in part.lacks(table).items():
                missing[fact] = missing[fact] | rows if fact in missing else rows
        return missing

    @property
    def key(
        self,
    ) -> (
        Hashable
    ):  # pragma: no cover  a completion assumes answers to leaves only; a predicate has it all the same
        return self

    def basis(self) -> Text:  # pragma: no cover  as `key`
        return self.words()

    @abstractmethod
    def words(self) -> Text: ...

    def tells(self, fact: str, value: object) -> Hashable:  # pragma: no cover  as `key`
        return tuple(part.tells(fact, value) for part in self.parts)

    def evidence(self, table: Table, row: int) -> tuple[Evidence, ...]:
        return tuple(entry for part in self.parts for entry in part.evidence(table, row))


def leaves(predicate: Predicate) -> Iterator[Predicate]:
    """The questions that are asked of the project itself."""
    if not predicate.parts:
        yield predicate
    for part in predicate.parts:
        yield from leaves(part)


@dataclass(frozen=True)
class All(_Joined):
    """Yes if every part is; an empty `All` is yes."""

    def ask(self, table: Table) -> Answers:
        return conjunction([part.ask(table) for part in self.parts]) if self.parts else table.always()

    def words(self) -> Text:
        return _list(self.parts, Text("且", "and"))


@dataclass(frozen=True)
class Any(_Joined):
    """Yes if some part is."""

    def ask(self, table: Table) -> Answers:
        return disjunction([part.ask(table) for part in self.parts])

    def words(self) -> Text:
        return _list(self.parts, Text("或", "or"))


@dataclass(frozen=True)
class Not(_Joined):
    """Yes if its one part is no."""

    def ask(self, table: Table) -> Answers:
        return negate(self.parts[0].ask(table))

    def words(self) -> Text:
        return Text("并非({part})", "not ({part})").fill(part=self.parts[0].words())


def _list(parts: tuple[Predicate, ...], joint: Text) -> Text:
    words = [_grouped(part) for part in parts]
    if not words:
        return Text("", "")
    return reduce(
        lambda left, right: Text(f"{left.zh}{joint.zh}{right.zh}", f"{left.en} {joint.en} {right.en}"), words
    )


def _grouped(part: Predicate) -> Text:
    """A joined part in brackets, so that it is seen what belongs together."""
    words = part.words()
    return Text(f"（{words.zh}）", f"({words.en})") if len(part.parts) > 1 else words
