"""How does a long run grow? Engine time and peak memory from one size to the next, and what more workers gain.

Each row is one whole process from GeoPackage to JSON lines, measured from outside. The engine's time is that from the first
chunk of projects to the last outcome, reading and writing them included; the rest is the start and looking through the input.

    batch.py --folder /tmp/bench --sizes 100000 1000000 --jobs 1 2 --dask
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from generate import Province, Size, generate
from measured import Measured, measure

HERE = Path(__file__).parent
ON = "2026-11-02"
SHOWN = "{:>10} {:24} {:>9} {:>9} {:>9} {:>11} {:>9}  {}"


@dataclass(frozen=True)
class Row:
    """One run: by whom, how long, how much memory, and the hash of what was written."""

    projects: int
    by: str
    whole: Measured
    cpu_s: float
    sha256: str


def main() -> None:
    options = _options()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start")
    print(SHOWN.format("projects", "by", "whole s", "engine s", "cpu s", "projects/s", "peak MiB", "sha256"))
    for count in options.sizes:
        made = generate(
            options.folder, replace(Size(), projects=count, rivers=options.rivers, vertices=options.vertices)
        )
        for jobs in options.jobs:
            _show(_run(made, f"--jobs {jobs}", ("--jobs", str(jobs))))
        if options.dask:
            with _cluster(options.dask) as address:
                _show(
                    _run(made, f"dask, {options.dask} workers", ("--engine", "dask", "--scheduler", address))
                )
    print(f"load {os.getloadavg()[0]:.1f} at the end")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--folder", type=Path, required=True, help="where the generated data is kept")
    parser.add_argument("--sizes", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--rivers", type=int, default=Size().rivers)
    parser.add_argument("--vertices", type=int, default=Size().vertices)
    parser.add_argument("--jobs", type=int, nargs="*", default=[1, 2])
    parser.add_argument(
        "--dask", type=int, default=0, metavar="N", help="also on a local cluster of N workers"
    )
    return parser.parse_args()


def _run(made: Province, by: str, more: tuple[str, ...]) -> Row:
    out = made.folder / "batch.jsonl"
    command = [
        sys.executable, str(HERE / "timed.py"), str(made.parcels), "--pack", str(HERE / "pack"), "--layers", str(made.catalogue),
        "--on", ON, "-f", "jsonl", "-q", "--max-size", str(2**40), "--timeout", "3600", *more,
    ]  # fmt: skip
    before = _children_s()
    whole = measure(command, frozenset({3, 4}), out)
    with out.open("rb") as stream:
        return Row(
            made.size.projects,
            by,
            whole,
            _children_s() - before,
            hashlib.file_digest(stream, "sha256").hexdigest(),
        )


def _children_s() -> float:
    """Processor time of everything that was run and has ended."""
    used = os.times()
    return used.children_user + used.children_system


def _show(row: Row) -> None:
    pace = f"{row.projects / row.whole.whole_s:.0f}"
    figures = (
        f"{row.whole.whole_s:.1f}",
        f"{row.whole.steps['engine']:.1f}",
        f"{row.cpu_s:.1f}",
        pace,
        f"{row.whole.peak_mib:.0f}",
    )
    print(SHOWN.format(row.projects, row.by, *figures, row.sha256[:12]), flush=True)


@contextmanager
def _cluster(workers: int) -> Iterator[str]:
    """A scheduler and workers on this machine, by the commands that a user has."""
    place = HERE.parent / ".venv" / "bin" / "dask"
    dask = [str(place)] if place.exists() else [sys.executable, "-m", "dask"]
    address = "tcp://127.0.0.1:18786"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    started = [
        subprocess.Popen(
            [*dask, "scheduler", "--host", "127.0.0.1", "--port", "18786", "--no-dashboard"], **quiet
        )
    ]
    time.sleep(3)
    one = [*dask, "worker", address, "--nworkers", str(workers), "--nthreads", "1", "--no-dashboard"]
    started.append(subprocess.Popen(one, **quiet))
    try:
        yield address
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait()


if __name__ == "__main__":
    main()
