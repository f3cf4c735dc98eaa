"""How long does a command take, and how much memory do it and its children hold at most? A process measured from outside.

Memory is the sum of proportional shares (PSS) over the tree of processes, looked at several times a second; only Linux
tells it. What runs elsewhere, as a database server does, is not in it. Python finds its bytecode written, as after an
installation: where the environment forbids to write any, that is lifted.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

EVERY_S = 0.1
SPARING = 40  # times as long as a look at the memory takes nothing is looked at: it must not slow down what it measures
ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True)
class Measured:
    """Seconds from start to end, MiB at the peak (0 where the system does not tell), and the steps that it printed."""

    whole_s: float
    peak_mib: float
    steps: dict[str, float] = field(default_factory=dict)


class FailedError(RuntimeError):
    """The command did not do its work."""


def measure(
    command: Sequence[str], allowed: frozenset[int] = frozenset({0}), output: Path | None = None
) -> Measured:
    """Run it once. Its last line is a JSON object of its own steps, where `output` takes its answer on standard error."""
    with output.open("wb") if output else tempfile.TemporaryFile() as out:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.PIPE, env=ENVIRONMENT)
        peak = _Peak(process.pid)
        peak.start()
        _, problems = process.communicate()
        whole_s = time.perf_counter() - start
        peak.stop()
        if process.returncode not in allowed:
            raise FailedError(problems.decode(errors="replace").strip()[-400:])
        return Measured(whole_s, peak.mib, _steps(problems if output else _all(out)))


def _all(out: IO[bytes]) -> bytes:
    out.seek(0)
    return out.read()


def _steps(said: bytes) -> dict[str, float]:
    found: dict[str, float] = json.loads(said.splitlines()[-1]) if said.strip() else {}
    return found


class _Peak(threading.Thread):
    """Looks again and again at how much a process and its descendants hold; seldom where that is much and takes long."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.mib = pid, 0.0
        self._done = threading.Event()

    def run(self) -> None:
        pause_s = EVERY_S
        while not self._done.wait(pause_s):
            start = time.perf_counter()
            self.mib = max(self.mib, sum(_pss_mib(pid) for pid in _tree(self.pid)))
            pause_s = max(EVERY_S, SPARING * (time.perf_counter() - start))

    def stop(self) -> None:
        self._done.set()
        self.join()


def _tree(pid: int) -> list[int]:
    found, waiting = [], [pid]
    while waiting:
        found.append(waiting.pop())
        for children in Path(f"/proc/{found[-1]}/task").glob("*/children"):
            waiting += [int(child) for child in _text(children).split()]
    return found


def _pss_mib(pid: int) -> float:
    for line in _text(Path(f"/proc/{pid}/smaps_rollup")).splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # the process has ended, or this is no Linux
        return ""
