"""What does every format reader hand on? Features as they came, in columns, one table after the other.

Geometries are still in the coordinates of the file and attributes still as they were written. What makes a feature
unusable stands beside it as a problem: a reader drops nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from zonecheck.formats.limits import Limits
from zonecheck.results import AttributeProblem
from zonecheck.words import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonecheck.formats.features import Silence

__all__ = ["NOT_COARSE", "Limits", "RawFeatures", "Remarks", "in_memory"]

NOT_COARSE = -1


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
    """The n features of one file, or of one table in it.

    `geometry` (object, n) holds shapely geometries, None where there is no usable one. `decimals` (n) is the number of
    decimals of coordinates in degrees where a text gives five or fewer (no whole number where it gives minutes and
    seconds), else NOT_COARSE. `crs` is the EPSG code that the file declares, None where it declares none; `silence` says
    what that means. `first` is the position of the first feature in its file. `notes` concern the file as a whole,
    `cut_names` are attributes whose names the format may have cut short, `doubts` problems of single attributes by row. A
    row with problems in `remarks` is unusable.
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
    cut_names: frozenset[str] = frozenset()
    doubts: Mapping[int, Sequence[AttributeProblem]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.geometry)

    @property
    def where(self) -> str:
        """The file and, where it has several, the table, as messages name them."""
        return f"{self.source}/{self.table}" if self.table else self.source


def in_memory(
    geometry: Sequence[Any], properties: Sequence[Mapping[str, Any]], source: str = ""
) -> RawFeatures:
    """Features that come from no file: shapely geometries in longitude, latitude, with exact coordinates."""
    n = len(geometry)
    column = np.empty(n, dtype=object)
    column[:] = list(geometry)
    exact = np.full(n, NOT_COARSE, dtype=np.int16)
    return RawFeatures(source, column, properties, [None] * n, [None] * n, exact, 4490, Remarks())
