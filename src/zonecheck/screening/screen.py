"""How does a check come about, from paths to a run? Files, packs and layers are opened here and handed to the engine.

This is the only room that both reads and judges. It prints nothing, and knows the day only because it is told.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from zonecheck.screening.chunk import judge
from zonecheck.screening.inputs import Inputs, find_inputs
from zonecheck.screening.means import Means, open_means
from zonecheck.screening.notices import clock_notices, notices

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from zonecheck.engine.check import Checked
    from zonecheck.errors import Problem
    from zonecheck.results import ProjectResult, Run
    from zonecheck.screening.chunk import Chunk, Judged
    from zonecheck.screening.notices import Met
    from zonecheck.screening.request import Request


Begin = Callable[["Means", "Request", "Chunk"], None]


@dataclass(frozen=True, eq=False)
class Prepared:
    """A run of which everything is known but the verdicts."""

    request: Request
    means: Means
    inputs: Inputs
    days: list[date]

    def run(self) -> Run:
        """The run without its projects; its errors are those that are known so far, and the list grows."""
        return self.means.run(self.days, (), self.inputs.errors)

    def judged(self) -> Iterator[Judged]:
        """Every chunk, judged in this process when it is asked for."""
        for chunk in self.inputs.chunks():
            found = judge(chunk, self.means, self.request)
            self.inputs.errors += found.errors
            yield found

    def notices(self, met: list[Met]) -> tuple[Problem, ...]:
        """What a person must know of decisions, given what they met, and of the clock."""
        said = notices(self.means.decisions, met)
        return said if self.request.on else (*said, *clock_notices(self.request.today))


def prepare(request: Request, chunk_size: int | None = None, begin: Begin | None = None) -> Prepared:
    """Open everything that the request names, and go through its projects once. No answer depends on the size of chunks.

    Of a large run `begin` is told what is opened, and a few projects to try, before all of them are looked through.

    Raises InstallationError, PackError, LayerError, UsageError or, for its decisions, InputError. An unreadable file is an
    entry in `inputs.errors` and the rest goes on.
    """
    means = open_means(request)
    inputs = find_inputs(request)
    inputs.begin = begin and partial(begin, means, request)
    inputs.look_through()
    inputs.chunk_size = chunk_size or inputs.chunk_size
    return Prepared(request, means, inputs, inputs.days)


@dataclass(eq=False)
class Screening:
    """A run whose projects are judged as they are asked for; what became of decisions is known after the last."""

    prepared: Prepared
    _judged: Sequence[Judged] | None = None
    _met: list[Met] = field(default_factory=list)

    @property
    def run(self) -> Run:
        inputs = self.prepared.inputs
        return self.prepared.means.run(self.prepared.days, self._results(), inputs.errors)

    @property
    def notices(self) -> tuple[Problem, ...]:
        return self.prepared.notices(self._met)

    def _results(self) -> Iterator[ProjectResult]:
        prepared = self.prepared
        for judged in prepared.judged() if self._judged is None else self._judged:
            self._met += judged.met
            yield from judged.results(prepared.request)


@dataclass(frozen=True, eq=False)
class Examination:
    """What was asked and what was judged, with nothing told yet: for whoever has more to ask of the same projects.

    Everything is held: `judged` has one entry for each chunk, in the order of the input.
    """

    prepared: Prepared
    judged: Sequence[Judged]

    @property
    def means(self) -> Means:
        return self.prepared.means

    @property
    def checked(self) -> Sequence[Checked]:
        return [each.checked for each in self.judged if each.checked is not None]

    def reported(self) -> Screening:
        """What was judged as a run that can be reported."""
        return Screening(self.prepared, self.judged)


def examine(request: Request) -> Examination:
    """As `screen`, judged at once and held."""
    prepared = prepare(request)
    return Examination(prepared, list(prepared.judged()))


def screen(request: Request) -> Screening:
    """Everything that the request names, ready to be judged. Raises as `prepare`."""
    return Screening(prepare(request))
