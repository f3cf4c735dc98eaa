"""Which projects look alike to every rule? They are decided alike, and once.

What rules can tell of a project: what it states, what every question of space answers, where it stands to the parks, its
day, and which of its statements could not be read. How many ways these combine does not grow with the number of
projects, so that deciding a batch costs little more than measuring it. What looks alike decides alike in every
completion too; the figures that are printed stay each project's own.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

import numpy as np

from zonecheck.engine.jurisdiction import reach, reach_as_drawn
from zonecheck.engine.traits import (
    Trait,
    answered,
    distinct,
    judged_on,
    known_again,
    numbered,
    stated,
    unlike,
)
from zonecheck.predicates.logic import leaves
from zonecheck.predicates.spatial import limit_moves
from zonecheck.predicates.zones import Zones

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonecheck.engine.outcomes import Circumstances
    from zonecheck.predicates.question import Predicate
    from zonecheck.predicates.table import Table
    from zonecheck.rules.rule import Pack


@dataclass(frozen=True, eq=False)
class Kinds:
    """The rows of a table by kind: `first` is one row of each kind, `kind` the kind of each row."""

    traits: Sequence[Trait]
    first: NDArray[np.intp]
    kind: NDArray[np.intp]

    @cached_property
    def keys(self) -> list[Hashable]:
        """What tells each kind from others, also from those of other tables that are judged by the same rules."""
        return known_again(self.traits, self.first)


def kinds(packs: Sequence[Pack], table: Table, circumstances: Circumstances) -> Kinds:
    """The rows of `table`, by what the rules of `packs` can tell of them."""
    traits = [*_circumstances(table, circumstances), *_reached(packs, table)]
    asked = _asked(packs)
    traits += _stated(asked, table)
    traits += _placed(asked, table)
    traits += [numbered(standing, 3) for standing in Zones(table).standing()]
    first, kind = distinct(traits)
    return Kinds(traits, first, kind)


def _asked(packs: Sequence[Pack]) -> list[Predicate]:
    parts = (part for pack in packs for rule in pack.rules for part in rule.parts)
    return list(dict.fromkeys(leaf for part in parts for leaf in leaves(part)))


def _circumstances(table: Table, circumstances: Circumstances) -> Iterator[Trait]:
    yield judged_on(table)
    for name, mask in sorted(circumstances.unreadable.items()):
        yield Trait(mask.astype(np.int8), 2, partial(_unreadable, name, mask))


def _unreadable(name: str, mask: NDArray[np.bool_], row: int) -> Hashable:
    return name if mask[row] else None


def _stated(asked: Sequence[Predicate], table: Table) -> Iterator[Trait]:
    names = {"district", "park"}.union(*(leaf.reads for leaf in asked))
    for name in sorted(names & table.columns.keys()):
        yield stated(table.columns[name])


def _reached(packs: Sequence[Pack], table: Table) -> Iterator[Trait]:
    for jurisdiction in dict.fromkeys(pack.jurisdiction for pack in packs):
        if jurisdiction is not None:
            yield answered(reach(jurisdiction, table))
            yield answered(reach_as_drawn(jurisdiction, table))


def _placed(asked: Sequence[Predicate], table: Table) -> Iterator[Trait]:
    for leaf in asked:
        if leaf.layers:
            yield answered(leaf.ask(table))
        if limit_moves(leaf):
            yield unlike(table)
