"""What can be told of a row? As a number, to tell many rows of one table apart; as a value, to know it again in another table."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from zonecheck.projects.table import distinct_codes, distinct_days

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonecheck.predicates.table import Table
    from zonecheck.projects.table import Column
    from zonecheck.truth import Answers


@dataclass(frozen=True, eq=False)
class Trait:
    """Something that can be told of each row: `codes` are whole numbers from 0 below `count`; `value` is what one row's means."""

    codes: NDArray[Any]
    count: int
    value: Callable[[int], Hashable]


def distinct(traits: Sequence[Trait]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """One row of each kind that the traits tell apart, and for every row its kind."""
    return distinct_codes([(trait.codes, trait.count) for trait in traits])


def known_again(traits: Sequence[Trait], rows: NDArray[np.intp]) -> list[Hashable]:
    """What tells each of these rows from others, also from those of other tables with the same traits."""
    return [tuple([trait.value(row) for trait in traits]) for row in rows.tolist()]


def numbered(codes: NDArray[Any], count: int) -> Trait:
    return Trait(codes, count, lambda row: int(codes[row]))


def stated(column: Column) -> Trait:
    return Trait(column.codes + 1, len(column.values) + 1, column.at)


def answered(found: Answers) -> Trait:
    """What is answered and why, numbered by what occurs: mostly few of all that could be."""
    joint = found.truth.astype(np.int64) * _CAUSES + found.because
    rank = np.cumsum(np.bincount(joint, minlength=1) > 0)
    return Trait(rank[joint], int(rank[-1]) + 1, lambda row: int(joint[row]))


def judged_on(table: Table) -> Trait:
    """The day by which each row is judged."""
    days, day_of = distinct_days(table.space.on[table.rows])
    return Trait(day_of, len(days), lambda row: days[day_of[row]].item())


def unlike(table: Table) -> Trait:
    """Each row for itself, like no other."""
    return Trait(np.arange(len(table)), len(table), lambda _: object())


_CAUSES = 2048  # more than all causes together
