"""How does one work on groups of unequal size without a loop over the groups?

Counting and grouping of row numbers only; what a row stands for is the caller's matter.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from zonecheck.geodesy.ellipsoid import Floats

Rows = np.ndarray[Any, np.dtype[np.intp]]


def spread(first: Rows, count: Rows) -> tuple[Rows, Rows]:
    """For each i the items first[i], first[i] + 1, ... (`count[i]` of them): the i of each item, and the items."""
    row = np.repeat(np.arange(len(count)), count)
    before = np.repeat(np.cumsum(count) - count, count)
    return row, first[row] + np.arange(len(row)) - before


def batches(count: Rows, limit: int) -> Iterator[slice]:
    """Consecutive slices whose counts sum to at most `limit`; a single larger count stands alone."""
    total = np.cumsum(count)
    start = 0
    while start < len(count):
        done = total[start - 1] if start else 0
        stop = max(start + 1, int(np.searchsorted(total, done + limit, side="right")))
        yield slice(start, stop)
        start = stop


def least(group: Rows, value: Floats, groups: int) -> Floats:
    """The smallest value in each of `groups` groups, infinity in an empty one."""
    smallest = np.full(groups, np.inf)
    np.minimum.at(smallest, group, value)
    return smallest


def leaders(group: Rows, value: Floats) -> Rows:
    """The row with the smallest value of each group that has rows, in the order of the groups."""
    order = np.lexsort((value, group))
    ranked = group[order]
    leads = np.ones(len(ranked), dtype=bool)
    leads[1:] = ranked[1:] != ranked[:-1]
    return order[leads]
