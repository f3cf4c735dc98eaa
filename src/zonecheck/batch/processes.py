"""How do several processes of this machine work on a run? Each has packs and layers open and takes one chunk at a time.

A process that dies takes the chunk in its hands with it and nothing else: the projects of that chunk are reported as not
checked, and another process takes its place. Outcomes come in the order of the chunks.

Where the system allows, processes are forked from this one and share what it has opened; else they are started afresh and
open it themselves. Of a large run they begin while its projects are still looked through: each judges a few of them, so that
what is built once for all is built by then.
"""

from __future__ import annotations

import gc
import multiprocessing
import signal
import sys
import warnings
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any

from zonecheck.batch.lost import ENDED, lost
from zonecheck.batch.work import Outcome, Task, Worker, bare
from zonecheck.errors import ZonecheckError
from zonecheck.screening import Chunk, judge, open_means

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

    from zonecheck.screening import Means, Request

AHEAD = 2
"""Chunks that may be done and wait for an earlier one, for each process."""


class Processes:
    """An engine of so many processes. Used as a context: no process outlives it."""

    def __init__(self, jobs: int, *, locks: bool = False) -> None:
        """`locks`: when chunks are handed out a file is locked, which a fork would keep locked after this process."""
        self._jobs, self._locks = jobs, locks
        self._hands: list[_Hand] = []

    def begin(self, means: Means, request: Request, trial: Chunk) -> None:
        """Start every process, with some projects to try itself on; nothing is told of these."""
        while len(self._hands) < self._jobs:
            hand = _hand(means, bare(request), self._hands, forks=_forks())
            hand.tried = True
            self._hands.append(hand)
            with suppress(OSError):
                hand.line.send(trial)

    def __call__(self, task: Task, worker: Worker, chunks: Iterator[Chunk]) -> Iterator[Outcome]:
        pool = _Pool(task, worker, self._jobs, self._hands, forks=_forks() and not self._locks)
        try:
            yield from pool.outcomes(chunks)
        finally:
            self.close()

    def __enter__(self) -> Processes:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        for hand in self._hands:
            hand.line.close()
            if hand.chunk is not None or hand.new:
                hand.process.kill()
        for hand in self._hands:
            hand.process.join()
        self._hands.clear()


@dataclass(eq=False)
class _Hand:
    """One process, the line to it, and the chunk that it works on."""

    process: BaseProcess
    line: Connection
    chunk: Chunk | None = None
    new: bool = True  # it does not know the task yet
    tried: bool = False  # it was given a trial, and has not answered for a chunk since


@dataclass(eq=False)
class _Pool:
    task: Task
    worker: Worker
    jobs: int
    hands: list[_Hand]
    forks: bool
    done: dict[int, Outcome] = field(default_factory=dict)
    begun: deque[int] = field(
        default_factory=deque
    )  # chunks that were given and are not answered for, in order

    def outcomes(self, chunks: Iterator[Chunk]) -> Iterator[Outcome]:
        """Every outcome, in order. No more chunks are begun than may wait for an earlier one."""
        waiting: deque[Chunk] = deque()
        while True:
            self._give(waiting, chunks)
            while self.begun and self.begun[0] in self.done:
                yield self.done.pop(self.begun.popleft())
                self._give(waiting, chunks)
            if not self.begun:
                return
            self._take()

    def _give(self, waiting: deque[Chunk], chunks: Iterator[Chunk]) -> None:
        """A chunk for every process that has none, as far as there are any; one more is read while they work."""
        for hand in self._idle(waiting, chunks):
            if not waiting or len(self.begun) >= self.jobs * AHEAD:
                return
            chunk = waiting.popleft()
            self.begun.append(chunk.number)
            self._hand_over(chunk, hand)
        waiting.extend(islice(chunks, 1 - len(waiting)))

    def _idle(self, waiting: deque[Chunk], chunks: Iterator[Chunk]) -> Iterator[_Hand]:
        """Processes without a chunk, started as they are needed, while there are chunks."""
        for place in range(self.jobs):
            if not waiting:
                waiting.extend(islice(chunks, 1))
            if not waiting:
                return
            if place == len(self.hands):
                self.hands.append(self._another())
            hand = self.hands[place]
            if hand.chunk is None and not hand.process.is_alive():  # it died with nothing in its hands
                hand.line.close()
                hand = self.hands[place] = self._another()
            if hand.chunk is None:
                yield hand

    def _hand_over(self, chunk: Chunk, hand: _Hand) -> None:
        hand.chunk = chunk
        with suppress(OSError):  # it is dead already, which is met when it is waited for
            if hand.new:
                hand.line.send(self.task)
                hand.new = False
            hand.line.send(chunk)

    def _another(self) -> _Hand:
        return _hand(self.worker.means, self.task.request, self.hands, forks=self.forks)

    def _take(self) -> None:
        """Wait until a process is done or dead, and take what there is."""
        busy = {hand.line: hand for hand in self.hands if hand.chunk}
        for line in wait(list(busy)):
            self._answer(busy[line])  # type: ignore[index]

    def _answer(self, hand: _Hand) -> None:
        chunk, hand.chunk = hand.chunk, None
        if chunk is None:
            return
        try:
            answer: Outcome | Exception = hand.line.recv()
        except (EOFError, OSError):
            self._died(hand, chunk)
            return
        hand.tried = False
        if isinstance(answer, Exception):
            raise answer
        self.done[answer.number] = answer

    def _died(self, hand: _Hand, chunk: Chunk) -> None:
        """The chunk is lost, unless it may have been the trial that killed the process."""
        hand.process.join()
        self.hands.remove(hand)
        hand.line.close()
        if hand.tried:
            self.hands.append(self._another())
            self._hand_over(chunk, self.hands[-1])
        else:
            how = ENDED.fill(how=_how(hand.process.exitcode))
            self.done[chunk.number] = lost(chunk, self.worker, self.task.request, how)


def _forks() -> bool:
    """Whether processes are forked: where that is safe, which it is not beside threads of other libraries."""
    return sys.platform == "linux" and "pyarrow" not in sys.modules


def _hand(means: Means, request: Request, others: Sequence[_Hand], *, forks: bool) -> _Hand:
    context: Any = multiprocessing.get_context("fork" if forks else "spawn")
    ours, theirs = context.Pipe()
    inherited = (means, [ours, *(hand.line for hand in others)]) if forks else (None, [])
    process = context.Process(target=_serve, args=(theirs, request, *inherited), daemon=True)
    with warnings.catch_warnings(category=DeprecationWarning):
        warnings.simplefilter("ignore")  # of threads: those of numpy, which is made to be forked
        process.start()
    theirs.close()
    return _Hand(process, ours)


def _how(status: int | None) -> str:
    return f"signal {-status}" if status is not None and status < 0 else f"status {status}"


def _serve(line: Any, request: Request, means: Means | None, inherited: Sequence[Connection]) -> None:
    """What a process does: chunks in, outcomes out, until the line ends. Ctrl-C is for the one who started it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()  # what is shared with the other process is not written to
    for each in inherited:  # else no line would end while another process lives
        each.close()
    hand = _Serving(request, means)
    while True:
        try:
            asked = line.recv()
        except (EOFError, OSError):
            return
        if isinstance(asked, Task):
            hand.task = asked
        elif hand.task is None:
            hand.attempt(asked)
        else:
            line.send(hand.answer(asked, hand.task))


@dataclass(eq=False)
class _Serving:
    """What a process has: packs and layers, its task when it knows it, and all of this opened."""

    request: Request
    means: Means | None
    task: Task | None = None
    worker: Worker | None = None

    def attempt(self, trial: Chunk) -> None:
        """Build what is built once. What fails here fails again where it counts."""
        with suppress(Exception):
            self.means = self.means or open_means(self.request)
            for _ in judge(trial, self.means, self.request).results(self.request):
                pass

    def answer(self, chunk: Chunk, task: Task) -> Outcome | Exception:
        try:
            self.worker = self.worker or Worker(task, self.means)
            return self.worker.work(chunk)
        except MemoryError:
            raise
        except ZonecheckError as error:
            return error
        except Exception as error:  # an internal error ends the run as it does in one process
            return RuntimeError(f"{type(error).__name__}: {error}")
