"""How long does one check take, from the command to its answer, against a script that does nothing?

Each run is a process of its own in an empty folder, as a user's may be; the two alternate, so that both meet the same
machine. Both find their bytecode written, as after an installation: where the environment forbids to write any, that is
lifted. Prints a table.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from functools import cache
from pathlib import Path

TOP = Path(__file__).parents[1]
COMMANDS = {
    "bare script": [sys.executable, str(TOP / "benchmarks" / "bare.py")],
    "zonecheck, one project": [
        sys.executable,
        "-m",
        "zonecheck",
        str(TOP / "examples" / "01-chemical-by-fuhe.geojson"),
    ],
}
ENVIRONMENT = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
ALLOWED = {"bare script": {0}, "zonecheck, one project": {1}}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15, help="runs of each (default 15)")
    times = measure(parser.parse_args().runs)
    bare = statistics.median(times["bare script"])
    print(f"{'':24}{'median s':>10}{'best s':>10}{'ratio':>8}")
    for name, seconds in times.items():
        median = statistics.median(seconds)
        print(f"{name:24}{median:10.3f}{min(seconds):10.3f}{median / bare:8.2f}")


@cache
def empty() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory()


def measure(runs: int) -> dict[str, list[float]]:
    """Seconds of each run, the commands taking turns; one unmeasured run of each warms the file cache."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for turn in range(runs + 1):
        for name in COMMANDS:
            seconds = timed(name)
            if turn:
                times[name].append(seconds)
    return times


def timed(name: str) -> float:
    start = time.perf_counter()
    done = subprocess.run(
        COMMANDS[name],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
        env=ENVIRONMENT,
        cwd=empty().name,
    )
    seconds = time.perf_counter() - start
    if done.returncode not in ALLOWED[name]:
        sys.exit(f"{name}: status {done.returncode}\n{done.stderr.decode(errors='replace')}")
    return seconds


if __name__ == "__main__":
    main()
