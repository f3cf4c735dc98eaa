"""How is a file read that must not be in memory whole? GeoPackage, FlatGeobuf, GeoParquet, and GeoJSON of one text to a line.

All other formats are read whole, within the limit on the size of a file: a GeoJSON collection, a workbook, a shapefile or KML
has no part that could be read alone.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from zonecheck.errors import InputError, LimitError, Problem
from zonecheck.projects import geojson
from zonecheck.projects.sealed import Sealed
from zonecheck.projects.sources import GEOJSON, state, too_big

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zonecheck.formats.portions import Head, Large
    from zonecheck.projects.formats import Parts
    from zonecheck.projects.raw import Limits, RawFeatures
    from zonecheck.projects.sources import Source

LARGE_BYTES = 8 * 1024 * 1024
"""From which size on a file is read in portions."""

PORTION = 5000
"""How many features are read at a time; no answer depends on it."""

_KINDS: Mapping[str, Literal["geopackage", "flatgeobuf", "geoparquet"]] = {
    ".gpkg": "geopackage",
    ".fgb": "flatgeobuf",
    ".parquet": "geoparquet",
    ".geoparquet": "geoparquet",
}


def tables(source: Source, limits: Limits, encoding: str | None) -> Sequence[Parts] | None:
    """The tables of a large file; None where it is to be read whole. Raises InputError, LimitError."""
    found = state(source)
    suffix = Path(source.name).suffix.lower()
    if source.path is None or found is None or found.size <= LARGE_BYTES or not source.path.is_file():
        return None
    if found.size > limits.max_size:
        raise LimitError(too_big(source.name, limits.max_size))
    if suffix in _KINDS and not source.path.with_name(source.path.name + "-wal").exists():
        return _of_process(source, _KINDS[suffix], limits)
    if suffix in GEOJSON and encoding in (None, "utf-8") and _is_by_lines(source.path, suffix):
        return (_Lines(source.name, source.path, limits),)
    return None


def _of_process(
    source: Source, kind: Literal["geopackage", "flatgeobuf", "geoparquet"], limits: Limits
) -> Sequence[Parts]:
    from zonecheck.formats.portions import Large  # noqa: PLC0415  only for a large file

    file = Large(source.name, Path(source.path or ""), kind, limits)
    heads, first, found = file.heads(), 0, []
    for position, head in enumerate(heads):
        found.append(_Table(file, position, head, first, several=len(heads) > 1))
        first += head.count
    if not first:
        raise InputError(Problem(source.name, geojson.NO_FEATURES))
    return found


@dataclass(frozen=True, slots=True)
class _Table:
    """A table that another process reads, portion by portion."""

    file: Large
    position: int
    head: Head
    first: int
    several: bool

    def __len__(self) -> int:
        return self.head.count

    def part(self, start: int, stop: int) -> RawFeatures:
        first, *_ = self._read(geometry=True, wanted=None, size=stop, at_most=stop)
        return first.opened().part(start, stop)

    def parts(self, size: int) -> Iterator[Sealed]:
        return self._read(geometry=True, wanted=None, size=size)

    def facts(self, wanted: Callable[[str], bool]) -> Iterator[RawFeatures]:
        names = [name for name in self.head.names if wanted(name)]
        return (sealed.stated() for sealed in self._read(geometry=False, wanted=names))

    def _read(
        self, *, geometry: bool, wanted: Sequence[str] | None, size: int = PORTION, at_most: int | None = None
    ) -> Iterator[Sealed]:
        from zonecheck.formats.portions import Order  # noqa: PLC0415  only for a large file

        limits, first = self.file.limits, self.first
        for portion in self.file.portions(Order(self.position, wanted, geometry, size, at_most)):
            yield Sealed(portion, limits, self.several, first, self.head.names)
            first += portion.count
        if at_most is None and first != self.first + self.head.count:
            raise InputError(Problem(self.file.name, geojson.NO_FEATURES))


@dataclass(frozen=True)
class _Lines:
    """GeoJSON of one text to a line."""

    name: str
    path: Path
    limits: Limits

    def __len__(self) -> int:
        return 1  # at least: how many there are is known when they are gone through

    def part(self, start: int, stop: int) -> RawFeatures:
        return next(self.parts(stop)).part(start, stop)

    def parts(self, size: int) -> Iterator[RawFeatures]:
        return self._read(size, geometry=True)

    def facts(self, wanted: Callable[[str], bool]) -> Iterator[RawFeatures]:  # noqa: ARG002  a line is read whole
        return self._read(PORTION, geometry=False)

    def _read(self, size: int, *, geometry: bool) -> Iterator[RawFeatures]:
        line = first = 0
        for lines in self._lines(size):
            found = geojson.read_lines(self.name, lines, line, self.limits, geometry=geometry)
            line += len(lines)
            if found is not None:
                yield replace(found, first=first, known_names=self._names)
                first += len(found)

    def _lines(self, size: int) -> Iterator[list[bytes]]:
        with self.path.open("rb") as file:
            file.seek(len(codecs.BOM_UTF8) if file.read(3) == codecs.BOM_UTF8 else 0)
            while lines := list(islice(file, size)):
                yield lines

    @cached_property
    def _names(self) -> Sequence[str]:
        """The attributes of all features, which are gone through for it."""
        return tuple(dict.fromkeys(chain.from_iterable(map(geojson.names_on, self._lines(PORTION)))))


def _is_by_lines(path: Path, suffix: str) -> bool:
    with path.open("rb") as file:
        start = file.read(1 << 20)
    return geojson.is_by_lines(start, suffix)
