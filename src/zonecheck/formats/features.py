"""What stands in a file, whatever its format? Features in columns, as they came, for projects and layers alike.

Geometries are in the coordinates of the file, attributes as they were written. What makes a feature unusable stands
beside it: a reader drops nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from zonecheck.formats.sound import made_sound

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonecheck.words import Text

NOT_COARSE = -1.0

Silence = Literal["wgs84", "by_values", "nothing"]
"""What it means that a file declares no coordinate system: WGS 84 (its standard says so), degrees if the numbers can
be degrees, or that nobody knows."""


class Fault(Exception):  # noqa: N818  (it becomes a problem of one feature)
    """Why one feature cannot be used."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


@dataclass(frozen=True, slots=True, eq=False)
class FeatureTable:
    """The n features of one table, sheet or file.

    `geometry` (object, n) holds shapely geometries in two dimensions, None where there is no usable one; `faults` says
    why, by row. `decimals` (float64, n) is minus the decimal logarithm of the last digit of coordinates in degrees
    where a text gives five decimals or fewer, else NOT_COARSE. `crs` is an EPSG code, None where none is declared.
    `cut_names` are columns whose names the format may have cut short.
    """

    geometry: NDArray[np.object_]
    properties: Sequence[Mapping[str, Any]]
    ids: Sequence[object]
    lines: Sequence[int | None]
    decimals: NDArray[np.float64]
    crs: int | None
    silence: Silence
    name: str = ""
    faults: Mapping[int, Text] = field(default_factory=dict)
    notes: Mapping[int, Sequence[Text]] = field(default_factory=dict)
    remarks: Sequence[Text] = ()
    cut_names: frozenset[str] = frozenset()

    def __len__(self) -> int:
        return len(self.geometry)


@dataclass(slots=True)
class Gathering:
    """The features of a table while it is read, one after the other."""

    geometry: list[Any] = field(default_factory=list)
    properties: list[Mapping[str, Any]] = field(default_factory=list)
    ids: list[object] = field(default_factory=list)
    lines: list[int | None] = field(default_factory=list)
    decimals: list[float] = field(default_factory=list)
    faults: dict[int, Text] = field(default_factory=dict)
    notes: dict[int, list[Text]] = field(default_factory=dict)

    def add(
        self,
        geometry: Any,
        properties: Mapping[str, Any],
        *,
        identity: object = None,
        line: int | None = None,
        decimals: float = NOT_COARSE,
        notes: Sequence[Text] = (),
    ) -> None:
        """One feature; a geometry that is a Fault says why there is none."""
        row = len(self.geometry)
        if isinstance(geometry, Fault):
            self.faults[row], geometry = geometry.text, None
        if notes:
            self.notes[row] = list(notes)
        self.geometry.append(geometry)
        self.properties.append(properties)
        self.ids.append(identity)
        self.lines.append(line)
        self.decimals.append(decimals)

    def table(
        self,
        crs: int | None,
        silence: Silence,
        max_vertices: int,
        *,
        name: str = "",
        remarks: Sequence[Text] = (),
        cut_names: frozenset[str] = frozenset(),
    ) -> FeatureTable:
        """All of them, each geometry looked at."""
        column = np.empty(len(self.geometry), dtype=object)
        column[:] = self.geometry
        sound = made_sound(column, self.faults, self.notes, max_vertices)
        decimals = np.array(self.decimals)
        return FeatureTable(
            sound, self.properties, self.ids, self.lines, decimals, crs, silence,
            name, self.faults, self.notes, remarks, cut_names,
        )  # fmt: skip
