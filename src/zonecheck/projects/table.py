"""What is a batch of projects? A table of columns; one project is a table of one row.

Attributes are dictionary-encoded: each distinct value is kept once and rows hold its position, so that a question
about a value is answered once for the value and then spread over the rows. Sites carry their geometry and
the terms of their own inaccuracy. This file holds no reading, no parsing and no law.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Hashable

    from numpy.typing import NDArray

    from zonecheck.results import AttributeProblem

MISSING = -1


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One attribute: `codes` (int32, n) are positions in `values`, MISSING where nothing readable is stated."""

    codes: NDArray[np.int32]
    values: tuple[Hashable, ...]

    def __len__(self) -> int:
        return len(self.codes)

    @property
    def missing(self) -> NDArray[np.bool_]:
        return np.asarray(self.codes == MISSING)

    def take(self, rows: NDArray[np.intp]) -> Column:
        return Column(self.codes[rows], self.values)

    def spread(self, of_value: Callable[[Any], Any], absent: Any, dtype: Any) -> NDArray[Any]:
        """`of_value` asked once for each distinct value and spread over the rows; `absent` where missing."""
        table = np.array([*(of_value(value) for value in self.values), absent], dtype=dtype)
        return table[self.codes]

    def at(self, row: int) -> Any:
        """The value in one row, None where missing."""
        code = self.codes[row]
        return None if code == MISSING else self.values[code]


def encode(values: Sequence[Hashable | None]) -> Column:
    """A column of these values, None being missing."""
    seen: dict[Hashable, int] = {}
    codes = [MISSING if value is None else seen.setdefault(value, len(seen)) for value in values]
    return Column(np.array(codes, dtype=np.int32), tuple(seen))


def distinct(columns: Sequence[Column]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The distinct combinations of several columns: one row that shows each, and for every row its combination."""
    return distinct_codes([(column.codes + 1, len(column.values) + 1) for column in columns])


def distinct_codes(parts: Sequence[tuple[NDArray[Any], int]]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """As `distinct`, of arrays of whole numbers from 0, each with how many values it can take.

    The numbers are joined into one with mixed radix; where that would overflow, what is joined so far is renumbered.
    """
    joined, size = np.zeros(len(parts[0][0]), dtype=np.int64), 1
    for codes, count in parts:
        if size * count >= 2**62:
            values, joined = np.unique(joined, return_inverse=True)
            size = len(values)
        joined = joined * count + codes
        size *= count
    _, first, inverse = np.unique(joined, return_index=True, return_inverse=True)
    return first, inverse


@dataclass(frozen=True, slots=True, eq=False)
class Sites:
    """The geometry of each project and how well it is known (arrays of length n).

    `geometry` holds shapely geometries in longitude, latitude (CGCS2000) with edges straight in these coordinates,
    None where a project has no usable geometry. A point or line that is not a `linear` project stands for a
    site of unknown extent: `extent_m` is then the stated radius about it, NaN where none is stated; it is 0 for
    areas and linear projects. `accuracy_m` is NaN where none is declared.
    """

    geometry: NDArray[np.object_]
    extent_m: NDArray[np.float64]
    accuracy_m: NDArray[np.float64]
    datum_m: NDArray[np.float64]
    rounding_m: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.geometry)

    @property
    def error_m(self) -> NDArray[np.float64]:
        """The site's own share of the accuracy: declared + datum + rounding."""
        return np.nan_to_num(self.accuracy_m) + self.datum_m + self.rounding_m


@dataclass(frozen=True, slots=True, eq=False)
class Projects:
    """A batch as read. All sequences have one entry for each project, in the order of the input."""

    source: Sequence[str]  # the path as the user typed it
    index: Sequence[int]  # position of the feature in its file, from 0
    line: Sequence[int | None]  # first line of the feature in a text file, from 1
    properties: Sequence[Mapping[str, Any]]  # attributes as they came, for the outputs that carry them on
    columns: Mapping[str, Column]  # by attribute key; every key of the vocabulary is present
    sites: Sites
    invalid: NDArray[np.bool_]  # no usable geometry, or a value whose default must not be assumed
    problems: Mapping[int, Sequence[AttributeProblem]]  # by row: what could not be read
    assumptions: Mapping[int, Sequence[Any]]  # by row: Texts to print, such as an assumed CRS
    crs: int | None = None  # EPSG code in which the coordinates came

    def __len__(self) -> int:
        return len(self.source)
