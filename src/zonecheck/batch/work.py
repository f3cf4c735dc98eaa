"""What is done with one chunk? It is judged, and its piece of every report is made; here or in whatever process.

A `Task` is all that a process must be told to work on any chunk; a `Worker` has opened it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from zonecheck.errors import InstallationError, Problem
from zonecheck.reports import Options, pieced
from zonecheck.reports.summary import VERDICTS
from zonecheck.screening import Judged, Means, Request, judge, open_means
from zonecheck.words import Text

if TYPE_CHECKING:
    from zonecheck.baseline import Overlay
    from zonecheck.results import ProjectResult
    from zonecheck.screening import Chunk
    from zonecheck.screening.notices import Met

Piece = Any
"""Text, or the projects themselves for a format that needs the whole run."""


@dataclass(frozen=True, slots=True)
class Form:
    """A format and how it is to be written."""

    format: str
    options: Options


@dataclass(frozen=True, slots=True)
class Task:
    """What is asked of every chunk of a run; `hashes` are those of the packs and layers that it must be judged by."""

    request: Request
    days: tuple[date, ...]
    forms: tuple[Form, ...]
    hashes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one chunk: how many projects of each verdict, a piece for each form, what decisions met, what failed."""

    number: int
    verdicts: tuple[int, ...]
    pieces: tuple[Piece, ...]
    met: tuple[Met, ...] = ()
    errors: tuple[Problem, ...] = ()
    lost: bool = False  # not judged, because the process that worked on it died

    @property
    def count(self) -> int:
        return sum(self.verdicts)


class Worker:
    """Packs and layers opened, ready for chunks."""

    def __init__(self, task: Task, means: Means | None = None, overlay: Overlay | None = None) -> None:
        self._task = task
        self._overlay = overlay
        self.means = means or open_means(task.request)
        if self.means.hashes() != task.hashes:
            raise InstallationError(Problem("", _OTHER))
        self._run = self.means.run(list(task.days), (), [])

    def work(self, chunk: Chunk) -> Outcome:
        """Judge a chunk, and make its piece of every report."""
        judged: Judged = judge(chunk, self.means, self._task.request)
        found = judged.results(self._task.request)
        results = list(self._overlay.through(found) if self._overlay else found)
        return replace(self.reported(chunk, results), met=judged.met, errors=judged.errors)

    def reported(self, chunk: Chunk, results: Sequence[ProjectResult]) -> Outcome:
        """The pieces of projects that are judged."""
        seen = Counter(result.verdict for result in results)
        pieces = tuple(self._piece(form, results, chunk.first) for form in self._task.forms)
        return Outcome(chunk.number, tuple(seen[verdict] for verdict in VERDICTS), pieces)

    def _piece(self, form: Form, results: Sequence[ProjectResult], first: int) -> Piece:
        made = pieced(form.format)
        return tuple(results) if made is None else made.piece(self._run, results, first, form.options)


def task(request: Request, days: Sequence[date], forms: Sequence[Form], means: Means) -> Task:
    """The task of a run, without what only its own process can have."""
    return Task(bare(request), tuple(days), tuple(forms), means.hashes())


def bare(request: Request) -> Request:
    """What is asked, without the projects of which it is asked."""
    return replace(request, paths=(), stdin=None, features=())


_OTHER = Text(
    "规则包或图层在核查期间被修改;请重新运行",
    "a rule pack or a layer was changed while the check was running; run it again",
)
