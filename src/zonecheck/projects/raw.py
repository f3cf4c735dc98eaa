"""What does every format reader hand on? Features as they came, in columns, and how far a reader may go.

Geometries are still in the coordinates of the file and attributes still as they were written. What makes a feature
unusable stands beside it as a problem: a reader drops nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from zonecheck.results import AttributeProblem
from zonecheck.words import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

NOT_COARSE = -1


@dataclass(frozen=True, slots=True)
class Limits:
    """How far reading may go: JSON nesting, and positions in one feature."""

    max_depth: int = 64
    max_vertices: int = 1_000_000


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
    """The n features of one file.

    `geometry` (object, n) holds shapely geometries, None where there is no usable one. `decimals` (int16, n) is the
    number of decimals of coordinates in degrees where a text gives five or fewer, else NOT_COARSE. `crs` is the
    EPSG code that the file declares, None where it declares none. A row with problems is unusable.
    """

    source: str
    geometry: NDArray[np.object_]
    properties: Sequence[Mapping[str, Any]]
    ids: Sequence[object]
    lines: Sequence[int | None]
    decimals: NDArray[np.int16]
    crs: int | None
    remarks: Remarks

    def __len__(self) -> int:
        return len(self.geometry)


def in_memory(
    geometry: Sequence[Any], properties: Sequence[Mapping[str, Any]], source: str = ""
) -> RawFeatures:
    """Features that come from no file: shapely geometries in longitude, latitude, with exact coordinates."""
    n = len(geometry)
    column = np.empty(n, dtype=object)
    column[:] = list(geometry)
    exact = np.full(n, NOT_COARSE, dtype=np.int16)
    return RawFeatures(source, column, properties, [None] * n, [None] * n, exact, 4490, Remarks())
