"""How do many machines work on a run? Chunks are handed to the workers of a Dask cluster, and their outcomes taken in order.

Packs and layers go to each worker once, from this process: no worker needs their files, nor those of the projects. A worker that
is lost loses nothing, for another one is given its chunks; only a chunk on which several workers died is reported as not
checked. What is not needed yet is not sent: memory does not grow with the run, here or there.
"""

from __future__ import annotations

import gc
import pickle
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from zonecheck import __version__
from zonecheck.batch.kept_memory import keep_memory
from zonecheck.batch.lost import DIED, lost
from zonecheck.batch.work import Worker
from zonecheck.errors import Problem, UsageError
from zonecheck.words import Text

if TYPE_CHECKING:
    from distributed import Client, Future

    from zonecheck.batch.run import Engine
    from zonecheck.batch.work import Outcome, Task
    from zonecheck.screening import Chunk

AHEAD = 4
"""Chunks that are with the cluster, for each thread of a worker."""

LOOKED = 16
"""After how many chunks it is looked how many workers there are by now."""

ATTEMPTS = 5
"""How often packs and layers are sent to workers that die of it, or meanwhile."""

_NAME = "zonecheck"


def cluster(address: str) -> Engine:
    """An engine on the cluster of a scheduler.

    Raises UsageError if there is no Dask here, no scheduler there, or another version of zonecheck on a worker.
    """

    def engine(task: Task, worker: Worker, chunks: Iterator[Chunk]) -> Iterator[Outcome]:
        with _client(address) as client:
            _open_everywhere(client, _plugin(task, worker))
            _require_workers(client)
            yield from _outcomes(client, task, worker, chunks)

    return engine


def _client(address: str) -> Client:
    try:
        from distributed import Client  # noqa: PLC0415  an extra
    except ImportError:
        raise UsageError(Problem("--engine dask", _NO_DASK)) from None
    try:
        return Client(address, timeout="20s")  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TimeoutError) as error:
        raise UsageError(Problem("--scheduler", _NO_SCHEDULER.fill(address=address, reason=error))) from None


def _plugin(task: Task, worker: Worker) -> Any:
    from distributed import WorkerPlugin  # noqa: PLC0415

    class Opened(WorkerPlugin):
        """Packs and layers on a worker, unpacked when it starts; one thread at a time works with them."""

        name = _NAME

        def __init__(self, packed: bytes) -> None:
            self.packed = packed

        def setup(self, worker: Any) -> None:  # noqa: ARG002
            keep_memory()
            asked, means = pickle.loads(self.packed)
            self.worker = Worker(asked, means)
            self.lock = threading.Lock()

    return Opened(pickle.dumps((task, worker.means.apart())))


def _open_everywhere(client: Client, plugin: Any) -> None:
    """Send packs and layers to every worker, also to those that will take the place of others.

    A worker that dies meanwhile ends the sending, which is then begun again. Raises UsageError where that does not help.
    """
    reason: OSError | None = None
    for _ in range(ATTEMPTS):
        try:
            client.register_plugin(plugin)
        except OSError as error:
            reason = error
        else:
            return
    raise UsageError(Problem("--scheduler", _NOT_SENT.fill(times=ATTEMPTS, reason=reason)))


def _require_workers(client: Client) -> None:
    """At least one worker, and all of this version: another one might judge otherwise.

    One that dies while it is asked is passed over: what takes its place is the same program, started again.
    """
    try:
        client.wait_for_workers(1, timeout=60)
    except TimeoutError:
        raise UsageError(Problem("--scheduler", _NO_WORKERS)) from None
    told = client.run(_version, on_error="return").values()
    found = {each for each in told if isinstance(each, str)}
    if found - {__version__}:
        raise UsageError(
            Problem("--scheduler", _VERSIONS.fill(found=", ".join(sorted(found)), own=__version__))
        )


def _version() -> str:
    return __version__


def _outcomes(client: Client, task: Task, worker: Worker, chunks: Iterator[Chunk]) -> Iterator[Outcome]:
    asked: deque[tuple[Chunk, Future[Outcome]]] = deque()
    for count, chunk in enumerate(chunks):
        asked.append((chunk, client.submit(_work, chunk, pure=False)))
        if count % LOOKED == 0:
            threads = sum(client.nthreads().values())  # type: ignore[no-untyped-call]
        while len(asked) >= AHEAD * max(1, threads):
            yield _answer(*asked.popleft(), task=task, worker=worker)
    while asked:
        yield _answer(*asked.popleft(), task=task, worker=worker)


def _answer(chunk: Chunk, future: Future[Outcome], *, task: Task, worker: Worker) -> Outcome:
    from distributed import KilledWorker  # noqa: PLC0415

    try:
        found: Outcome = future.result()
    except KilledWorker as error:
        return lost(chunk, worker, task.request, DIED.fill(times=error.allowed_failures + 1))
    finally:
        future.release()  # type: ignore[no-untyped-call]
    return found


def _work(chunk: Chunk) -> Outcome:
    """On a worker: what `Worker.work` does, with what was sent to it."""
    from distributed import get_worker  # noqa: PLC0415

    opened: Any = get_worker().plugins[_NAME]
    with opened.lock, _sparing():
        found: Outcome = opened.worker.work(chunk)
    return found


@contextmanager
def _sparing() -> Iterator[None]:
    """Cycles are looked for as seldom as where the command line works by itself: a chunk is much that leaves none."""
    usual = gc.get_threshold()
    gc.set_threshold(100_000, 20, 20)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


_NO_DASK = Text("需要安装 Dask:pip install 'zonecheck[dask]'", "needs Dask: pip install 'zonecheck[dask]'")
_NO_SCHEDULER = Text(
    "连不上调度器 {address}({reason});请核对地址,如 tcp://10.0.0.1:8786",
    "cannot reach the scheduler {address} ({reason}); check the address, such as tcp://10.0.0.1:8786",
)
_NO_WORKERS = Text(
    "调度器没有工作进程;请先启动 dask worker", "the scheduler has no workers; start some with dask worker"
)
_NOT_SENT = Text(
    "规则包和图层未能发到各工作进程(试了 {times} 次:{reason});请查看集群日志",
    "packs and layers could not be sent to the workers ({times} attempts: {reason}); see the logs of the cluster",
)
_VERSIONS = Text(
    "工作进程的 zonecheck 版本为 {found},本机为 {own};请装成同一版本",
    "workers have zonecheck {found}, this machine {own}; install the same version everywhere",
)
