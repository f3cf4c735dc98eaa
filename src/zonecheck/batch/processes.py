"""How do several processes of this machine work on a run? Each opens packs and layers once and takes one chunk at a time.

A process that dies takes the chunk in its hands with it and nothing else: the projects of that chunk are reported as not
checked, and another process takes its place. Outcomes come in the order of the chunks. Processes are started afresh, not
forked: the same everywhere, and nothing of this process is shared with them.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any

from zonecheck.batch.lost import ENDED, lost
from zonecheck.batch.work import Outcome, Worker
from zonecheck.errors import ZonecheckError

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

    from zonecheck.batch.run import Engine
    from zonecheck.batch.work import Task
    from zonecheck.screening import Chunk

AHEAD = 2
"""Chunks that may be done and wait for an earlier one, for each process."""

_CONTEXT = multiprocessing.get_context("spawn")


def processes(jobs: int) -> Engine:
    """An engine of so many processes."""

    def engine(task: Task, worker: Worker, chunks: Iterator[Chunk]) -> Iterator[Outcome]:
        pool = _Pool(task, worker, jobs)
        try:
            yield from pool.outcomes(chunks)
        finally:
            pool.end()

    return engine


@dataclass(eq=False)
class _Hand:
    """One process, the line to it, and the chunk that it works on."""

    process: BaseProcess
    line: Connection
    chunk: Chunk | None = None


@dataclass(eq=False)
class _Pool:
    task: Task
    worker: Worker
    jobs: int
    hands: list[_Hand] = field(default_factory=list)
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
            hand.chunk = waiting.popleft()
            self.begun.append(hand.chunk.number)
            with suppress(OSError):  # it is dead already, which is met when it is waited for
                hand.line.send(hand.chunk)
        waiting.extend(islice(chunks, 1 - len(waiting)))

    def _idle(self, waiting: deque[Chunk], chunks: Iterator[Chunk]) -> Iterator[_Hand]:
        """Processes without a chunk, started as they are needed, while there are chunks."""
        for place in range(self.jobs):
            if not waiting:
                waiting.extend(islice(chunks, 1))
            if not waiting:
                return
            if place == len(self.hands):
                self.hands.append(_hand(self.task))
            hand = self.hands[place]
            if hand.chunk is None and not hand.process.is_alive():  # it died with nothing in its hands
                hand = self.hands[place] = _hand(self.task)
            if hand.chunk is None:
                yield hand

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
            self.done[chunk.number] = self._lost(chunk, hand)
            return
        if isinstance(answer, Exception):
            raise answer
        self.done[answer.number] = answer

    def _lost(self, chunk: Chunk, hand: _Hand) -> Outcome:
        hand.process.join()
        self.hands.remove(hand)
        hand.line.close()
        return lost(chunk, self.worker, self.task.request, ENDED.fill(how=_how(hand.process.exitcode)))

    def end(self) -> None:
        """No process outlives its run."""
        for hand in self.hands:
            hand.line.close()
            if hand.chunk is not None:
                hand.process.kill()
        for hand in self.hands:
            hand.process.join()


def _hand(task: Task) -> _Hand:
    ours, theirs = _CONTEXT.Pipe()
    process = _CONTEXT.Process(target=_serve, args=(task, theirs), daemon=True)
    process.start()
    theirs.close()
    return _Hand(process, ours)


def _how(status: int | None) -> str:
    return f"signal {-status}" if status is not None and status < 0 else f"status {status}"


def _serve(task: Task, line: Any) -> None:
    """What a process does: chunks in, outcomes out, until the line ends. Ctrl-C is for the one who started it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    worker: Worker | None = None
    while True:
        try:
            chunk = line.recv()
        except (EOFError, OSError):
            return
        try:
            worker = worker or Worker(task)
            answer: Outcome | Exception = worker.work(chunk)
        except MemoryError:
            raise
        except ZonecheckError as error:
            answer = error
        except Exception as error:  # an internal error ends the run as it does in one process
            answer = RuntimeError(f"{type(error).__name__}: {error}")
        line.send(answer)
