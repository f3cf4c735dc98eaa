"""What does one project cost, from the command to its answer, against a layer of ten million vertices?

Beside the same project against a small layer of the same kind, and against the bundled rules and layers. Each run is a
process of its own; they take turns. The first run against the large layer, which keeps it, is told apart.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

from generate import Size, generate

HERE = Path(__file__).parent
PROJECT = HERE.parent / "examples" / "01-chemical-by-fuhe.geojson"
SMALL = Size(projects=1)
LARGE = Size(projects=1, rivers=12_370, vertices=10_000_000)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, required=True, help="where the generated data is kept")
    parser.add_argument("--runs", type=int, default=11, help="runs of each (default %(default)s)")
    parser.add_argument(
        "--vertices", type=int, default=LARGE.vertices, help="of the large layer (default %(default)s)"
    )
    options = parser.parse_args()
    large = replace(LARGE, vertices=options.vertices)
    commands = {
        "bundled rules and layers": [],
        f"{SMALL.vertices} vertices": _layers(options.folder, SMALL),
        f"{large.vertices} vertices": _layers(options.folder, large),
    }
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment |= dict.fromkeys(("XDG_CACHE_HOME", "LOCALAPPDATA"), str(options.folder / "cache"))
    first = {name: _timed(command, environment) for name, command in commands.items()}
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(options.runs):
        for name, command in commands.items():
            times[name].append(_timed(command, environment))
    _table(first, times)


def _layers(folder: Path, size: Size) -> list[str]:
    return ["--pack", str(HERE / "pack"), "--layers", str(generate(folder, size).catalogue)]


def _timed(options: list[str], environment: dict[str, str]) -> float:
    command = [sys.executable, "-m", "zonecheck", str(PROJECT), "--on", "2026-11-02", *options]
    start = time.perf_counter()
    done = subprocess.run(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False, env=environment
    )
    if done.returncode not in (1, 3, 4):
        sys.exit(done.stderr.decode(errors="replace"))
    return time.perf_counter() - start


def _table(first: dict[str, float], times: dict[str, list[float]]) -> None:
    bundled = statistics.median(next(iter(times.values())))
    print("| | first s | median s | best s | ratio |\n|---|---:|---:|---:|---:|")
    for name, seconds in times.items():
        median = statistics.median(seconds)
        print(f"| {name} | {first[name]:.2f} | {median:.3f} | {min(seconds):.3f} | {median / bundled:.2f} |")


if __name__ == "__main__":
    main()
