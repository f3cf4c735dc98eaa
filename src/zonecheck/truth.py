"""What is known: yes, no or unknown, as columns.

A column of truth is an `int8` array in which NO < UNKNOWN < YES, so that Kleene's strong logic is minimum,
maximum and reflection. Beside it stands, row by row, why an unknown is unknown. Nothing here knows what is asked.

Source: S. C. Kleene, Introduction to Metamathematics (1952), section 64.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntFlag
from functools import cache, reduce
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

TruthName = Literal["no", "unknown", "yes"]

NO, UNKNOWN, YES = np.int8(0), np.int8(1), np.int8(2)

NAMES: Final[tuple[TruthName, ...]] = ("no", "unknown", "yes")


class Cause(IntFlag):
    """Why an answer is unknown, in the order in which a finding lists them (contract, section 3)."""

    MISSING_ATTRIBUTE = 1
    INTERPRETATION = 2
    COVERAGE = 4
    ACCURACY = 8
    INCOMPLETE_LAYER = 16
    MISSING_LAYER = 32
    EXTENT = 64
    STALE_LAYER = 128
    BORDER = 256
    CONTRADICTION = 512
    DISCRETION = 1024


@cache
def causes(bits: int) -> tuple[str, ...]:
    """The names of the causes in `bits`, in the stated order."""
    return tuple(str(cause.name).lower() for cause in Cause if bits & cause)


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """A column of answers: `truth` (int8, n) and, where that is unknown, `because` (uint16 of `Cause`, n)."""

    truth: NDArray[np.int8]
    because: NDArray[np.uint16]

    def __len__(self) -> int:
        return len(self.truth)

    def take(self, rows: NDArray[np.intp]) -> Answers:
        return Answers(self.truth[rows], self.because[rows])

    def joined(self, more: Answers) -> Answers:
        """These answers and then those of `more`."""
        truth = np.concatenate([self.truth, more.truth])
        return Answers(truth, np.concatenate([self.because, more.because]))


def answers(truth: NDArray[np.int8], cause: Cause | NDArray[np.uint16] = Cause(0)) -> Answers:
    """Answers in which every unknown is unknown because of `cause` (one, or one for each row)."""
    return Answers(truth, np.where(truth == UNKNOWN, np.asarray(cause, dtype=np.uint16), np.uint16(0)))


def constant(truth: np.int8, n: int, cause: Cause = Cause(0)) -> Answers:
    """The same answer `n` times."""
    return answers(np.full(n, truth), cause)


def negate(part: Answers) -> Answers:
    return Answers(YES - part.truth, part.because)


def conjunction(parts: Sequence[Answers]) -> Answers:
    """Kleene's and: no if any part is no, else unknown if any is unknown."""
    return _combine(parts, np.minimum)


def disjunction(parts: Sequence[Answers]) -> Answers:
    """Kleene's or: yes if any part is yes, else unknown if any is unknown."""
    return _combine(parts, np.maximum)


def _combine(parts: Sequence[Answers], operation: np.ufunc) -> Answers:
    truth = reduce(operation, [part.truth for part in parts])
    because = np.bitwise_or.reduce([part.because for part in parts])
    return answers(truth, because)
