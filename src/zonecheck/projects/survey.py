"""What must be known of all projects of a table before the first is reported? How many, on which days, which ids twice.

A table may be larger than memory: it is gone through once for this, part by part, and of each project no more than
sixteen bytes are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from zonecheck.projects.columns import read_ids_and_days
from zonecheck.projects.raw import Repeat

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from zonecheck.projects.raw import RawFeatures
    from zonecheck.projects.table import Column

_MARKS = ("", "\0")  # two hashes of 64 bits, which no two of all ids share by chance
_NO_MARKS = np.empty((0, len(_MARKS)), dtype=np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Repeats:
    """Rows of a table (ascending) whose id stands elsewhere in it too; how often, and one other row."""

    rows: NDArray[np.intp]
    counts: NDArray[np.intp]
    others: NDArray[np.intp]

    def among(self, start: int, stop: int) -> dict[int, Repeat]:
        """Those of some rows, counted from the first of them."""
        at, end = np.searchsorted(self.rows, (start, stop))
        return {
            int(self.rows[n]) - start: Repeat(int(self.counts[n]), int(self.others[n]))
            for n in range(at, end)
        }


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """Of one table: its projects, the days they state, whether one states none, and the ids that stand several times."""

    count: int
    days: frozenset[date]
    silent: bool
    repeats: Repeats


@dataclass(slots=True, eq=False)
class _Seen:
    days: set[date] = field(default_factory=set)
    silent: bool = False
    marks: list[NDArray[np.int64]] = field(default_factory=list)


def survey(parts: Iterable[RawFeatures], names: Mapping[str, str]) -> Survey:
    """What is found by going through the parts of a table once. Raises InputError, UsageError as reading attributes does."""
    seen = _Seen()
    for part in parts:
        ids, days = read_ids_and_days(part, names)
        stated = np.flatnonzero(np.bincount(days.codes[~days.missing])).tolist()
        seen.days.update(_day(days.values[code]) for code in stated)
        seen.silent |= bool(days.missing.any())
        seen.marks.append(_marks(ids))
    marks = np.concatenate([_NO_MARKS, *seen.marks])
    return Survey(len(marks), frozenset(seen.days), seen.silent, _repeats(marks))


def repeated(ids: Column) -> Mapping[int, Repeat]:
    """The rows of a whole table whose id stands several times in it."""
    return _repeats(_marks(ids)).among(0, len(ids))


def _day(value: object) -> date:
    found: date = np.datetime64(value, "D").item()  # type: ignore[call-overload]
    return found


def _marks(ids: Column) -> NDArray[np.int64]:
    """Two hashes of each id, of this process alone; (0, 0) where there is none."""
    of_values = [[hash(mark + str(value)) for mark in _MARKS] for value in ids.values]
    return np.array([*of_values, [0] * len(_MARKS)])[ids.codes]


def _repeats(marks: NDArray[np.int64]) -> Repeats:
    order = np.lexsort(marks.T)  # stable: rows of one id stay in their order
    same = (marks[order[1:]] == marks[order[:-1]]).all(axis=1) & marks[order[1:]].any(axis=1)
    group = np.cumsum(np.concatenate([[True], ~same])) - 1
    first = np.flatnonzero(np.concatenate([[True], ~same]))
    counts = np.bincount(group)[group]
    twice = np.flatnonzero(counts > 1)
    head = first[group[twice]]
    others = np.where(twice == head, order[head + 1], order[head])
    by_row = np.argsort(order[twice])
    return Repeats(order[twice][by_row], counts[twice][by_row], others[by_row])
