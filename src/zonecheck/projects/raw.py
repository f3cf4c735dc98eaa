"""What does every format reader hand on? Features as they came, in columns, one table after the other.

Geometries are still in the coordinates of the file and attributes still as they were written. What makes a feature
unusable stands beside it as a problem: a reader drops nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import numpy as np

from zonecheck.formats.limits import Limits
from zonecheck.results import AttributeProblem
from zonecheck.words import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonecheck.formats.features import Silence

__all__ = ["NOT_COARSE", "Limits", "RawFeatures", "Remarks", "Repeat", "in_memory"]

T = TypeVar("T")
NOT_COARSE = -1


class Repeat(NamedTuple):
    """An id that stands more than once in a table: how often, and the row of another that bears it."""

    times: int
    other: int


@dataclass(frozen=True, slots=True)
class Remarks:
    """What there is to say of single features, by row."""

    problems: dict[int, list[AttributeProblem]] = field(default_factory=dict)
    notes: dict[int, list[Text]] = field(default_factory=dict)

    def copy(self) -> Remarks:
        return Remarks(
            {row: list(problems) for row, problems in self.problems.items()},
            {row: list(notes) for row, notes in self.notes.items()},
        )

    def part(self, start: int, stop: int) -> Remarks:
        """What there is to say of some rows, counted from the first of them."""
        return Remarks(
            {row: list(said) for row, said in _rows(self.problems, start, stop).items()},
            {row: list(said) for row, said in _rows(self.notes, start, stop).items()},
        )

    def refuse(self, row: int, text: Text) -> None:
        """This feature cannot be used, because of its geometry or its form."""
        self.problems.setdefault(row, []).append(AttributeProblem(None, text))

    def note(self, row: int, text: Text) -> None:
        """Worth saying once, though nothing is wrong."""
        notes = self.notes.setdefault(row, [])
        if text not in notes:
            notes.append(text)


@dataclass(frozen=True, slots=True, eq=False)
class RawFeatures:
    """The n features of one file, or of one table in it.

    `geometry` (object, n) holds shapely geometries, None where there is no usable one. `decimals` (n) is the number of
    decimals of coordinates in degrees where a text gives five or fewer (no whole number where it gives minutes and
    seconds), else NOT_COARSE. `crs` is the EPSG code that the file declares, None where it declares none; `silence` says
    what that means. `first` is the position of the first feature in its file. `notes` concern the file as a whole,
    `cut_names` are columns whose names the format may have cut short, with the attributes that they may be, `doubts`
    problems of single attributes by row. A row with problems in `remarks` is unusable.

    Of a part of a table, what concerns it as a whole is told: `known_names` are the attributes of all its features,
    `repeats` (by row) the ids that stand elsewhere in it too.
    """

    source: str
    geometry: NDArray[np.object_]
    properties: Sequence[Mapping[str, Any]]
    ids: Sequence[object]
    lines: Sequence[int | None]
    decimals: NDArray[np.int16] | NDArray[np.float64]
    crs: int | None
    remarks: Remarks
    silence: Silence = "wgs84"
    table: str = ""
    first: int = 0
    notes: tuple[Text, ...] = ()
    cut_names: Mapping[str, Sequence[str]] = field(default_factory=dict)
    doubts: Mapping[int, Sequence[AttributeProblem]] = field(default_factory=dict)
    known_names: Sequence[str] | None = None
    repeats: Mapping[int, Repeat] | None = None

    def __len__(self) -> int:
        return len(self.geometry)

    @property
    def where(self) -> str:
        """The file and, where it has several, the table, as messages name them."""
        return f"{self.source}/{self.table}" if self.table else self.source

    @property
    def names(self) -> Sequence[str]:
        """The attributes of the table, in the order in which they first appear."""
        if self.known_names is not None:
            return self.known_names
        return tuple(dict.fromkeys(chain.from_iterable(self.properties)))

    def part(self, start: int, stop: int) -> RawFeatures:
        """Some of the features, as a part of the same table."""
        return replace(
            self,
            geometry=self.geometry[start:stop],
            properties=self.properties[start:stop],
            ids=self.ids[start:stop],
            lines=self.lines[start:stop],
            decimals=self.decimals[start:stop],
            remarks=self.remarks.part(start, stop),
            first=self.first + start,
            doubts=_rows(self.doubts, start, stop),
            known_names=self.names,
            repeats=None if self.repeats is None else _rows(self.repeats, start, stop),
        )

    def parts(self, size: int) -> Iterator[RawFeatures]:
        """All features, in parts of at most so many."""
        known = replace(self, known_names=self.names)
        for start in range(0, len(self), size):
            yield known.part(start, min(start + size, len(self)))

    def facts(self, wanted: Callable[[str], bool]) -> Iterator[RawFeatures]:  # noqa: ARG002  all are at hand
        """Their attributes, at least those wanted, for what must be known of a table as a whole; without geometries."""
        yield self


def _rows(told: Mapping[int, T], start: int, stop: int) -> dict[int, T]:
    """What is told of some rows, counted from the first of them."""
    return {row - start: told[row] for row in range(start, stop) if row in told}


def in_memory(
    geometry: Sequence[Any], properties: Sequence[Mapping[str, Any]], source: str = ""
) -> RawFeatures:
    """Features that come from no file: shapely geometries in longitude, latitude, with exact coordinates."""
    n = len(geometry)
    column = np.empty(n, dtype=object)
    column[:] = list(geometry)
    exact = np.full(n, NOT_COARSE, dtype=np.int16)
    return RawFeatures(source, column, properties, [None] * n, [None] * n, exact, 4490, Remarks())
