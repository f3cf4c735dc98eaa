"""How is a report made of pieces? Each is made from some projects without the others, in whatever process; then they are joined.

So a run of any length is written in memory that does not grow, and by several processes at once. A piece is text, also where
the format is none: it can be kept in a journal and read back without running anything.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol, TextIO

from zonecheck.reports.summary import Tally

if TYPE_CHECKING:
    from pathlib import Path

    from zonecheck.reports.options import Options
    from zonecheck.reports.summary import Summary
    from zonecheck.results import ProjectResult, Run


class Sink(Protocol):
    """A report on its way: it takes pieces in the order of the projects, then what is known at the end."""

    def add(self, piece: Any) -> None: ...
    def finish(self, run: Run, summary: Summary) -> None: ...
    def close(self) -> None:
        """What was held meanwhile is let go, also where the report was not finished."""


@dataclass(frozen=True, slots=True)
class Pieced:
    """`piece` takes the projects and the number of the first, from 0; `sink` takes a stream, or a path where `to_path`.

    A piece that is bytes is text in UTF-8.
    """

    piece: Callable[[Run, Sequence[ProjectResult], int, Options], str | bytes]
    sink: Callable[[Run, Any, Options], Sink]
    to_path: bool = False


@dataclass(slots=True, eq=False)
class TextSink:
    """Text with something between one piece and the next, and what ends it."""

    stream: TextIO
    start: str
    between: str
    end: Callable[[Run, Summary], str]
    _begun: bool = False

    def add(self, piece: str | bytes) -> None:
        if piece:
            self.stream.write(self.between if self._begun else self.start)
            self._begun = True
            _write(self.stream, piece)

    def finish(self, run: Run, summary: Summary) -> None:
        self.stream.write(("" if self._begun else self.start) + self.end(run, summary))

    def close(self) -> None:
        pass


def _write(stream: TextIO, piece: str | bytes) -> None:
    """As it is, where the stream takes bytes, which is then one of UTF-8."""
    below = getattr(stream, "buffer", None)
    if isinstance(piece, bytes) and below is not None:
        stream.flush()
        below.write(piece)
    else:
        stream.write(piece.decode() if isinstance(piece, bytes) else piece)


@dataclass(slots=True, eq=False)
class WholeSink:
    """A format that needs the whole run: the projects are held until the end."""

    write: Callable[[Run, Any, Options], Summary]
    target: Any
    options: Options
    _held: list[ProjectResult]

    def add(self, piece: Sequence[ProjectResult]) -> None:
        self._held += piece

    def finish(self, run: Run, summary: Summary) -> None:  # noqa: ARG002  it counts for itself
        self.write(replace(run, projects=tuple(self._held)), self.target, self.options)

    def close(self) -> None:
        self._held.clear()


def written(form: Pieced, run: Run, target: TextIO | Path, options: Options, at_once: int = 1) -> Summary:
    """A run whose projects are at hand, written whole."""
    tally, first = Tally(), 0
    projects = tally.through(run.projects)
    with closing(form.sink(run, target, options)) as sink:
        while batch := list(islice(projects, at_once)):
            sink.add(form.piece(run, batch, first, options))
            first += len(batch)
        sink.finish(run, tally.summary)
    return tally.summary
