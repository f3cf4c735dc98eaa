"""How do features travel that nobody needs to look at on the way? As they were sent by the process that reads their file.

They are opened where they are judged: what only passes them on unpacks nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from zonecheck.projects.cut_names import candidates
from zonecheck.projects.raw import NOT_COARSE, Limits, RawFeatures, Remarks, Repeat

if TYPE_CHECKING:
    from zonecheck.formats.features import FeatureTable
    from zonecheck.formats.portions import Portion


@dataclass(frozen=True, slots=True, eq=False)
class Sealed:
    """A part of a table; `first` is the position of its first feature in the file, the last two are as of `RawFeatures`."""

    portion: Portion
    limits: Limits
    several: bool
    first: int
    known_names: Sequence[str]
    repeats: Mapping[int, Repeat] | None = None

    def __len__(self) -> int:
        return self.portion.count

    def opened(self) -> RawFeatures:
        """The features themselves. Raises InputError, LimitError."""
        table = self.portion.table(self.limits, several=self.several)
        found = raw_of(self.portion.name, table, self.first)
        return replace(found, known_names=self.known_names, repeats=self.repeats)

    def stated(self) -> RawFeatures:
        """What the features say of themselves, without their geometries. Raises as `opened`."""
        carried = self.portion.carried()
        none = np.full(len(self), None)
        return RawFeatures(
            self.portion.name,
            none,
            carried.properties,
            ids=none.tolist(),
            lines=none.tolist(),
            decimals=np.full(len(self), NOT_COARSE, dtype=np.int16),
            crs=None,
            remarks=Remarks(),
            table=carried.name if self.several else "",
            first=self.first,
            known_names=self.known_names,
        )


def raw_of(name: str, table: FeatureTable, first: int) -> RawFeatures:
    remarks = Remarks(notes={row: list(notes) for row, notes in table.notes.items()})
    for row, text in table.faults.items():
        remarks.refuse(row, text)
    return RawFeatures(
        name,
        table.geometry,
        table.properties,
        table.ids,
        table.lines,
        table.decimals,
        table.crs,
        remarks,
        table.silence,
        table.name,
        first,
        tuple(table.remarks),
        candidates(table.cut_names, table.properties),
    )
