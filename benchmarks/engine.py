"""How long does the engine take for many projects, against geopandas' spatial join on the same data?

All have the projects and the bundled rivers in memory when the clock starts, and take turns. geopandas joins in a
projected plane (EPSG:4547) at one kilometre. zonecheck is given a rule that asks the same, then all rules of the
founding law, then all bundled rules, which ask several questions of the map and decide on what is missing. Reading,
converting and printing are not timed. Prints a table.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import geopandas
import numpy as np

import sites
from zonecheck.engine.check import check
from zonecheck.layers import catalogue
from zonecheck.packs import load as packs
from zonecheck.projects.build import Assumptions, build
from zonecheck.projects.raw import in_memory

HERE = Path(__file__).parent
TOP = HERE.parent
ON = np.datetime64("2026-11-02", "D")
LIMIT_M = 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--projects", type=int, default=100_000, help="how many (default 100000)")
    parser.add_argument("--runs", type=int, default=5, help="runs of each (default 5)")
    parser.add_argument("--seed", type=int, default=4, help="seed of the projects (default 4)")
    options = parser.parse_args()
    engine = partial(zonecheck_engine, options.projects, options.seed)
    contenders = {
        "geopandas sjoin dwithin": spatial_join(options.projects, options.seed),
        "zonecheck, the same question": engine([str(HERE / "pack")]),
        "zonecheck, suizhou-2018-4": engine(["suizhou-2018-4"]),
        "zonecheck, all bundled rules": engine(packs.bundled()),
    }
    print(f"{options.projects} projects, seed {options.seed}, median of {options.runs}")
    table(measure(contenders, options.runs))


def spatial_join(count: int, seed: int) -> Callable[[], object]:
    """The yardstick: which projects have a river within the limit, in a projected plane."""
    projects = geopandas.GeoDataFrame(geometry=sites.outlines(count, seed), crs=4490).to_crs(4547)
    rivers = geopandas.read_file(TOP / "data" / "rivers.geojson").to_crs(4547)
    return lambda: geopandas.sjoin(projects, rivers, predicate="dwithin", distance=LIMIT_M)


def zonecheck_engine(count: int, seed: int, names: Sequence[str]) -> Callable[[], object]:
    """Every rule of these packs on every project: outcomes and verdicts, as they stand before anything is reported."""
    projects = build(in_memory(sites.outlines(count, seed), sites.attributes(count, seed)), Assumptions())
    registered = catalogue.load()
    layers = {layer: registered.open(layer) for layer in registered}
    layers["bench-rivers"] = layers["rivers"]
    chosen = [packs.load(name) for name in names]
    days = np.full(count, ON)
    return lambda: check(projects, chosen, layers, on=days).verdicts


def measure(contenders: dict[str, Callable[[], object]], runs: int) -> dict[str, list[float]]:
    """Seconds of each run, the contenders taking turns; a first round is not counted."""
    times: dict[str, list[float]] = {name: [] for name in contenders}
    for turn in range(runs + 1):
        for name, work in contenders.items():
            start = time.perf_counter()
            work()
            if turn:
                times[name].append(time.perf_counter() - start)
    return times


def table(times: dict[str, list[float]]) -> None:
    yardstick = statistics.median(next(iter(times.values())))
    print(f"{'':30}{'median s':>10}{'best s':>10}{'ratio':>8}")
    for name, seconds in times.items():
        median = statistics.median(seconds)
        print(f"{name:30}{median:10.3f}{min(seconds):10.3f}{median / yardstick:8.2f}")


if __name__ == "__main__":
    main()
