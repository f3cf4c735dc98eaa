"""How are the outlines of a large layer had without having all of them? By row, each read when it is first asked for.

It stands where an array of geometries stands. If what was kept turns out to be spoilt, all outlines are read from the
registered file instead, and nobody notices but by the time it takes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, overload

import numpy as np
import shapely

from zonecheck.layers.faults import SpoiltError

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from zonecheck.layers.stored import Stored

    Rows = NDArray[np.intp]


@dataclass(eq=False)
class Outlines:
    """m geometries, None where a feature has no outline. `bounds` (m, 4) are NaN there; `whole` reads all of them anew.

    `grains` (g, 4) are smaller boxes that together hold all of each outline, `grain_of` (g,) says of which.
    """

    stored: Stored
    bounds: NDArray[np.float64]
    grains: NDArray[np.float64]
    grain_of: Rows
    whole: Callable[[], NDArray[np.object_]]
    _held: NDArray[np.object_] = field(init=False)
    _read: NDArray[np.bool_] = field(init=False)

    def __post_init__(self) -> None:
        self._held = np.full(len(self.bounds), None)
        self._read = np.isnan(self.bounds[:, 0])

    def __len__(self) -> int:
        return len(self.bounds)

    @overload
    def __getitem__(self, rows: int | np.intp) -> BaseGeometry | None: ...
    @overload
    def __getitem__(self, rows: Rows | list[int]) -> NDArray[np.object_]: ...
    def __getitem__(self, rows: Any) -> Any:
        wanted = np.atleast_1d(np.asarray(rows, dtype=np.intp))
        self._fetch(wanted[~self._read[wanted]])
        return self._held[rows]

    def __iter__(self) -> Iterator[BaseGeometry | None]:
        return iter(self[np.arange(len(self))])

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[np.object_]:
        return self[np.arange(len(self))]

    def _fetch(self, rows: Rows) -> None:
        if not len(rows):
            return
        try:
            self._held[rows] = self.stored.outlines(rows)
            self._read[rows] = True
        except SpoiltError:
            self._held, self._read = self.whole(), np.ones(len(self), dtype=bool)


def bounds_of(geometry: NDArray[np.object_] | Outlines) -> NDArray[np.float64]:
    """West, south, east and north of each feature (m, 4), NaN where there is no outline."""
    if isinstance(geometry, Outlines):
        return geometry.bounds
    found: NDArray[np.float64] = shapely.bounds(geometry)
    return found
