"""What is there to judge? Every input gone through twice: once for what must be known of it as a whole, then chunk by chunk.

Small inputs are held in memory between the two; larger ones are read again, and must not have changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from zonecheck.errors import InputError, Problem
from zonecheck.formats.systems import System, system_of
from zonecheck.projects.build import build
from zonecheck.projects.formats import open_tables
from zonecheck.projects.sealed import Sealed
from zonecheck.projects.sources import Source, find, state
from zonecheck.projects.stating import stating
from zonecheck.projects.survey import Survey, survey
from zonecheck.projects.vocabulary import by_name
from zonecheck.screening.chunk import MOST, Chunk, size_for
from zonecheck.words import Text

if TYPE_CHECKING:
    from datetime import date

    from zonecheck.projects.formats import Parts
    from zonecheck.projects.joining import Attributes
    from zonecheck.projects.raw import RawFeatures
    from zonecheck.projects.sources import State
    from zonecheck.screening.request import Request

HELD_BYTES = 16 * 1024 * 1024
"""The size of files up to which what was read of them is held until it is judged."""


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """A table that will be judged: its position in the input, what is known of it, and its system."""

    position: int
    survey: Survey
    system: System
    names: Sequence[str]


@dataclass(frozen=True, slots=True, eq=False)
class _Input:
    """One input that could be read. `held` are its tables, None where they are read again."""

    source: Source | None
    state: State | None
    tables: tuple[_Table, ...]
    held: Sequence[Parts] | None


@dataclass(eq=False)
class Inputs:
    """All projects of a run. `errors` grows while they are gone through."""

    request: Request
    sources: tuple[Source, ...]
    ignored: int
    errors: list[Problem]
    joined: Attributes | None
    chunk_size: int = MOST
    begin: Callable[[Chunk], None] | None = (
        None  # told a few projects of a large run as soon as there are any
    )
    _found: list[_Input] = field(default_factory=list)
    _bytes: int = 0
    _open: tuple[Source, Sequence[Parts]] | None = None  # the large input that was opened last

    @property
    def total(self) -> int:
        """How many projects there are."""
        return sum(table.survey.count for each in self._found for table in each.tables)

    @property
    def days(self) -> list[date]:
        """The days that projects are judged by; the day of the run where there is none."""
        request = self.request
        if request.on:
            return [request.on]
        surveys = [table.survey for each in self._found for table in each.tables]
        stated = {day for each in surveys for day in each.days}
        silent = {request.today} if any(each.silent for each in surveys) else set()
        return sorted(stated | silent) or [request.today]

    def look_through(self) -> None:
        """Go through everything once, which also settles the size of chunks.

        Raises UsageError where what the user adds makes no sense.
        """
        for source in self.sources:
            if self.request.joined is not None and source.is_at(self.request.joined.table):
                continue
            try:
                self._look_through(source)
            except InputError as error:
                self.errors += error.problems
        for features in self.request.features:
            table = self._surveyed(0, features)
            self._found.append(_Input(None, None, (table,), (features,)))
        if self.joined:
            self.errors += self.joined.unmatched()
        self.chunk_size = size_for(self.total)

    def _look_through(self, source: Source) -> None:
        before = state(source)
        tables = self._opened(source)
        known = []
        for position, table in enumerate(tables):
            try:
                if len(table):
                    known.append(self._surveyed(position, table))
            except InputError as error:
                self.errors += error.problems
        self._bytes += before.size if before else 0
        held = tables if before is None or self._bytes <= HELD_BYTES else None
        self._open = (source, tables) if held is None else None
        self._found.append(_Input(source, before, tuple(known), held))

    def _opened(self, source: Source) -> Sequence[Parts]:
        return open_tables(source, self.request.limits, self.request.encoding, self.request.stdin)

    def _surveyed(self, position: int, table: Parts) -> _Table:
        """What is known of a table as a whole. Raises InputError if it cannot be placed or lacks a named attribute."""
        assumptions = self.request.assumed
        start = self._with_attributes(table.part(0, FIRST))
        system = system_of(start, assumptions.crs, assumptions.datum, assumptions.parameters_m)
        build(start.part(0, 1), assumptions, system)  # refuses here, once, what would be refused of each part
        self._tell_of_some(start, system)
        parts = (self._with_attributes(part) for part in table.facts(self._tells))
        return _Table(position, survey(parts, assumptions.names), system, start.names)

    def _tell_of_some(self, start: RawFeatures, system: System) -> None:
        begin, self.begin = self.begin, None
        if begin and sum(found.size for found in map(state, self.sources) if found) > HELD_BYTES:
            begin(Chunk(0, 0, start.part(0, SOME), system))

    def _tells(self, name: str) -> bool:
        """Whether an attribute may have to do with ids or days, which must be known of a table as a whole."""
        if self.joined or self.request.stated or name in self.request.assumed.names.values():
            return True
        attribute = by_name(name)
        return attribute is not None and attribute.key in ("id", "date")

    def _with_attributes(self, raw: RawFeatures) -> RawFeatures:
        """The features with the table that is joined, and with what they are taken to state instead."""
        raw = self.joined.join(raw) if self.joined else raw
        stated = self.request.stated
        return stating(raw, stated, self.request.assumptions.names) if stated else raw

    def chunks(self) -> Iterator[Chunk]:
        """Everything, in order, in chunks that never reach over the end of a table."""
        number = first = 0
        for each in self._found:
            for raw, table in self._again(each):
                yield Chunk(number, first, raw, table.system)
                number, first = number + 1, first + len(raw)

    def _again(self, each: _Input) -> Iterator[tuple[RawFeatures | Sealed, _Table]]:
        """The parts of one input. That it cannot be read any more is an error like any other."""
        try:
            tables = each.held if each.held is not None else self._opened_again(each)
            for table in each.tables:
                yield from ((raw, table) for raw in self._parts(tables[table.position], table))
        except InputError as error:
            self.errors += error.problems

    def _opened_again(self, each: _Input) -> Sequence[Parts]:
        if each.source is None or state(each.source) != each.state:
            raise InputError(Problem(each.source.name if each.source else "", _CHANGED))
        last, self._open = self._open, None
        return last[1] if last and last[0] is each.source else self._opened(each.source)

    def _parts(self, parts: Parts, table: _Table) -> Iterator[RawFeatures | Sealed]:
        start = 0
        for part in parts.parts(self.chunk_size):
            repeats = table.survey.repeats.among(start, start + len(part))
            yield replace(self._with_more(part), repeats=repeats, known_names=table.names)
            start += len(part)

    def _with_more(self, part: RawFeatures | Sealed) -> RawFeatures | Sealed:
        """What nothing is added to stays closed."""
        if not isinstance(part, Sealed):
            return self._with_attributes(part)
        return self._with_attributes(part.opened()) if self.joined or self.request.stated else part


SOME = 50
"""How many projects of a large run are told before it begins."""

FIRST = 1000
"""How many features of a table are looked at for the system of its coordinates."""


def find_inputs(request: Request) -> Inputs:
    """What the paths of a request mean; nothing is read yet but the table that is joined. Raises InputError for that."""
    found = find(request.paths)
    return Inputs(request, found.files, found.ignored, list(found.problems), _joined(request))


def _joined(request: Request) -> Attributes | None:
    """The table that is joined to the outlines, read before anything is checked."""
    if request.joined is None:
        return None
    from zonecheck.projects import joining  # noqa: PLC0415  only where a table is joined

    return joining.load(request.joined.table, request.joined.field, request.limits, request.encoding)


_CHANGED = Text(
    "文件在读取期间被修改;请待其写完后重新核查",
    "was changed while it was being read; check it again when it is complete",
)
