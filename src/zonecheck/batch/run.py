"""How do chunks become reports? Each is worked on, by whatever engine, and its pieces are handed to the outputs in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from zonecheck.batch.work import Worker, task

if TYPE_CHECKING:
    from zonecheck.baseline import Overlay
    from zonecheck.batch.outputs import Outputs
    from zonecheck.batch.work import Outcome, Task
    from zonecheck.errors import Problem
    from zonecheck.reports import Summary
    from zonecheck.screening import Chunk, Prepared
    from zonecheck.screening.notices import Met

Engine = Callable[["Task", Worker, Iterator["Chunk"]], Iterator["Outcome"]]
"""What works on chunks and answers the outcomes in their order. The worker is that of this process."""

Follow = Callable[[Iterator["Outcome"]], Iterator["Outcome"]]


def one_process(_: Task, worker: Worker, chunks: Iterator[Chunk]) -> Iterator[Outcome]:
    """Every chunk here, one after the other."""
    return map(worker.work, chunks)


def carry_out(
    prepared: Prepared,
    outputs: Outputs,
    engine: Engine = one_process,
    follow: Follow = iter,
    overlay: Overlay | None = None,
) -> tuple[Summary, tuple[Problem, ...]]:
    """Check everything and complete every output; the counts, and what a person must know of decisions.

    An overlay marks what was accepted before, project after project, and so goes with one process only. Errors are added to
    those of the inputs. Raises BrokenPipeError where nobody reads what is printed.
    """
    run = replace(prepared.run(), baseline=overlay.info if overlay else None)
    asked = task(prepared.request, prepared.days, outputs.forms, prepared.means)
    worker = Worker(asked, prepared.means, overlay)
    met: list[Met] = []
    errors: list[Problem] = []
    outputs.begin(run)
    for outcome in follow(engine(asked, worker, prepared.inputs.chunks())):
        outputs.add(outcome)
        met += outcome.met
        errors += outcome.errors
    run.errors.extend(dict.fromkeys(errors))
    return outputs.finish(run), prepared.notices(met)
