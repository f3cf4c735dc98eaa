"""How do nested coordinates of many geometries become one array? All at once, or not at all.

What is not as RFC 7946 has it raises: it is looked at one by one elsewhere (see `positions`).
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np

from zonecheck.projects.positions import FARTHEST, NESTING

if TYPE_CHECKING:
    from numpy.typing import NDArray


class IrregularError(ValueError):
    """Some geometry of a group needs a closer look."""


def flatten(kind: str, coordinates: list[Any]) -> tuple[NDArray[np.float64], int, list[NDArray[np.int64]]]:
    """All positions (m, 2), the numbers in each position as it came, and the offsets of each level, outermost first."""
    offsets = []
    level = coordinates
    for _ in range(NESTING[kind]):
        lengths = _lengths(level)
        offsets.append(np.concatenate([[0], np.cumsum(lengths)]))
        level = list(chain.from_iterable(level))
    numbers = _lengths(level)
    if (numbers != numbers[0]).any() or numbers[0] < 2:
        raise IrregularError
    flat = _numbers(list(chain.from_iterable(level))).reshape(-1, int(numbers[0]))[:, :2]
    if offsets:
        _check_paths(kind, flat, offsets[-1])
    return np.ascontiguousarray(flat), int(numbers[0]), offsets


def _lengths(level: list[Any]) -> NDArray[np.int64]:
    """The lengths of these lists; none of them may be empty or anything but a list."""
    if set(map(type, level)) != {list}:
        raise IrregularError
    lengths = np.fromiter(map(len, level), dtype=np.int64)
    if not lengths.all():
        raise IrregularError
    return lengths


def _numbers(values: list[Any]) -> NDArray[np.float64]:
    if not set(map(type, values)) <= {int, float}:
        raise IrregularError
    try:
        found = np.fromiter(values, dtype=np.float64)
    except OverflowError:
        raise IrregularError from None
    if not (np.abs(found) <= FARTHEST).all():
        raise IrregularError
    return found


def _check_paths(kind: str, flat: NDArray[np.float64], offsets: NDArray[np.int64]) -> None:
    """Rings are closed and have four positions, lines have two."""
    lengths = np.diff(offsets)
    if "LineString" in kind and lengths.min() < 2:
        raise IrregularError
    if "Polygon" in kind and (lengths.min() < 4 or (flat[offsets[:-1]] != flat[offsets[1:] - 1]).any()):
        raise IrregularError


def positions_of_each(offsets: list[NDArray[np.int64]], n: int) -> NDArray[np.int64]:
    """How many positions each geometry has."""
    ends = np.arange(n + 1)
    for level in offsets:
        ends = level[ends]
    return np.diff(ends)
