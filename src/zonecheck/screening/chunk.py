"""What is judged at a time? Some projects that follow each other in one table, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zonecheck.engine.check import check
from zonecheck.errors import InputError
from zonecheck.projects.build import build
from zonecheck.projects.sealed import Sealed
from zonecheck.screening.notices import states

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from zonecheck.engine.check import Checked
    from zonecheck.errors import Problem
    from zonecheck.formats.systems import System
    from zonecheck.projects.raw import RawFeatures
    from zonecheck.projects.table import Projects
    from zonecheck.results import ProjectResult
    from zonecheck.screening.means import Means
    from zonecheck.screening.notices import Met
    from zonecheck.screening.request import Request

LEAST, MOST, PARTS = 250, 4000, 25


def size_for(total: int) -> int:
    """How many projects are judged together: enough that columns pay, few enough to be held and to share out the work."""
    return min(MOST, max(LEAST, total // PARTS))


@dataclass(frozen=True, eq=False)
class Chunk:
    """Projects as they were read; `number` of the chunk and of its `first` project count from 0 through the run."""

    number: int
    first: int
    features: RawFeatures | Sealed
    system: System

    def __len__(self) -> int:
        return len(self.features)

    @property
    def raw(self) -> RawFeatures:
        """The features, opened. Raises InputError, LimitError where what was sent is none."""
        return self.features.opened() if isinstance(self.features, Sealed) else self.features


@dataclass(frozen=True, eq=False)
class Judged:
    """The chunk judged: what decisions met in it, and why it could not be judged if that is so."""

    checked: Checked | None
    met: tuple[Met, ...] = ()
    errors: tuple[Problem, ...] = ()

    def results(self, request: Request) -> Iterator[ProjectResult]:
        """One for each project, in order."""
        if self.checked is not None:
            yield from self.checked.results(explain=request.explain, whole=request.whole, plain=request.plain)


def judge(chunk: Chunk, means: Means, request: Request) -> Judged:
    """The verdicts of one chunk. A table that cannot be placed after all is an error, and no other chunk's matter."""
    try:
        projects = build(chunk.raw, request.assumed, chunk.system)
    except InputError as error:
        return Judged(None, errors=error.problems)
    found = check(
        projects,
        means.packs,
        means.layers,
        on=days_of(projects, request),
        required=request.required,
        decisions=means.decisions,
        precedents=means.precedents,
    )
    return Judged(found, states(found.uses, means.decisions))


def days_of(projects: Projects, request: Request) -> NDArray[np.datetime64]:
    """The day each project is judged by: the one asked for, else its own, else today."""
    if request.on:
        return np.full(len(projects), np.datetime64(request.on), dtype="datetime64[D]")
    today = np.datetime64(request.today)
    return np.asarray(projects.columns["date"].spread(np.datetime64, today, "datetime64[D]"))
