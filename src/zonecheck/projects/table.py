"""What is a batch of projects? A table of columns; one project is a table of one row.

Attributes are dictionary-encoded: each distinct value is kept once and rows hold its position, so that a question
about a value is answered once for the value and then spread over the rows. Sites carry their geometry and
the terms of their own inaccuracy. This file holds no reading, no parsing and no law.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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


@dataclass(frozen=True, eq=False)
class Columns(Mapping[str, Column]):
    """Some rows of other columns, all of them if `rows` is None; a column is taken when it is first asked for.

    What is in `held` stands in place of the source.
    """

    source: Mapping[str, Column]
    rows: NDArray[np.intp] | None
    held: dict[str, Column] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Column:
        if key not in self.held:
            column = self.source[key]
            self.held[key] = column if self.rows is None else column.take(self.rows)
        return self.held[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.source)

    def __len__(self) -> int:
        return len(self.source)

    def __contains__(self, key: object) -> bool:
        return key in self.source


def distinct_days(days: NDArray[np.datetime64]) -> tuple[NDArray[np.datetime64], NDArray[np.intp]]:
    """The distinct days, in order, and for every row which it is; most batches have one."""
    if len(days) and (days == days[0]).all():
        return days[:1], np.zeros(len(days), dtype=np.intp)
    return np.unique(days, return_inverse=True)


def distinct(columns: Sequence[Column]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The distinct combinations of several columns: one row that shows each, and for every row its combination."""
    return distinct_codes([(column.codes + 1, len(column.values) + 1) for column in columns])


def distinct_codes(parts: Sequence[tuple[NDArray[Any], int]]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """As `distinct`, of arrays of whole numbers from 0, each with how many values it can take.

    The numbers are joined into one with mixed radix; where that grows large, what is joined so far is renumbered.
    """
    joined, size = np.zeros(len(parts[0][0]), dtype=np.int64), 1
    for codes, count in parts:
        if count > 1 and size * count > _FEW:
            first, joined = _numbered(joined, size)
            size = len(first)
        joined = joined * count + codes
        size *= count
    return _numbered(joined, size)


_FEW = 2**16


def _numbered(codes: NDArray[np.int64], size: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The row that first shows each number that occurs, in order, and for every row the rank of its number."""
    if size > 100 + 4 * len(codes):  # a table of all numbers would be larger than what is looked up in it
        _, first, rank = np.unique(codes, return_index=True, return_inverse=True)
        return first, rank
    row = np.full(size, -1)
    backwards = np.arange(len(codes))[::-1]  # the last to be written stays: the first row of each number
    row[codes[backwards]] = backwards
    occurs = row >= 0
    return row[occurs], (np.cumsum(occurs) - 1)[codes]


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

    def take(self, rows: NDArray[np.intp]) -> Sites:
        return Sites(
            self.geometry[rows],
            self.extent_m[rows],
            self.accuracy_m[rows],
            self.datum_m[rows],
            self.rounding_m[rows],
        )

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
