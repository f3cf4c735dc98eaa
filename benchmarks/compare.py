"""How does a whole run compare with what a user would otherwise do? One table, from one run, on the same data.

Every contender reads the same GeoPackages, finds every river within a kilometre of each parcel, and writes what it found.
Its answer is held against zonecheck's before its time is printed. Peers that take too long for the whole are given a part
of the parcels, and their time is multiplied; that is marked.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import platform
import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import answers
from generate import Province, Size, add_options, generate, size_of
from measured import Measured, measure

HERE = Path(__file__).parent
ON = "2026-11-02"


@dataclass(frozen=True)
class Contender:
    """A peer: its script, with how it answers, how many times fewer parcels it gets, and why it may be missing."""

    name: str
    script: tuple[str, ...]
    check: answers.Check
    part: int = 1
    missing: Callable[[], str | None] = lambda: None


def no_postgis() -> str | None:
    sys.path.insert(0, str(HERE / "peers"))
    import postgis_server  # noqa: PLC0415  only where it is asked for

    return postgis_server.missing()


def no_sedona() -> str | None:
    found = all(map(importlib.util.find_spec, ("sedonadb", "geoarrow")))
    return None if found else "not installed (pip install sedonadb geoarrow-pyarrow)"


PLANE = answers.Check(tolerance=0.01, slack_m=0.05)
GEODESICS = answers.Check(
    tolerance=0.0, slack_m=1.0
)  # edges are geodesics there; the larger part is its own error
ROUND = ("--geography",)
WIDER = ("--edges", "64")
DEFAULT = ("--edges", "255")  # as ST_Subdivide cuts where it is told nothing: 256 positions at most
CONTENDERS = (
    Contender("geopandas sjoin(dwithin)", ("geopandas_dwithin.py",), PLANE),
    Contender("geopandas buffer + sjoin", ("geopandas_buffer.py",), PLANE),
    Contender(
        "geopandas sjoin_nearest", ("geopandas_nearest.py",), answers.Check(0.01, nearest_only=True), 50
    ),
    Contender("shapely STRtree on pieces", ("shapely_pieces.py",), PLANE),
    Contender("SedonaDB, subdivided", ("sedona.py",), PLANE, missing=no_sedona),
    Contender("PostGIS projected, pieces of 16 edges", ("postgis.py",), PLANE, missing=no_postgis),
    Contender("PostGIS projected, of 64", ("postgis.py", *WIDER), PLANE, missing=no_postgis),
    Contender("PostGIS projected, of 255", ("postgis.py", *DEFAULT), PLANE, 5, missing=no_postgis),
    Contender("PostGIS geography, pieces of 16 edges", ("postgis.py", *ROUND), GEODESICS, missing=no_postgis),
    Contender("PostGIS geography, of 64", ("postgis.py", *ROUND, *WIDER), GEODESICS, 5, missing=no_postgis),
    Contender(
        "PostGIS geography, of 255", ("postgis.py", *ROUND, *DEFAULT), GEODESICS, 5, missing=no_postgis
    ),
)


@dataclass(frozen=True)
class Row:
    """What one contender took; it was given one in `times` of the parcels, and its seconds multiplied by that."""

    name: str
    whole_s: float
    query_s: float
    peak_mib: float
    times: int = 1


def main() -> None:
    options = _options()
    size, folder = size_of(options), options.folder
    print(_machine(size, options.runs), flush=True)
    ours, row = zonecheck(generate(folder, size), options)
    print(f"  zonecheck: {row.whole_s:.1f} s, engine {row.query_s:.1f} s", flush=True)
    rows = [row]
    for each in CONTENDERS:
        if options.only and not any(word in each.name for word in options.only):
            continue
        reason = each.missing()
        if reason:
            print(f"  {each.name}: left out, {reason}")
            continue
        rows.append(_contender(each, folder, size, ours, options.runs))
    print(table(rows))
    if options.json:
        options.json.write_text(json.dumps([vars(row) for row in rows], indent=1))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    add_options(parser)
    parser.add_argument(
        "--runs", type=int, default=1, help="runs of each; the median counts (default %(default)s)"
    )
    parser.add_argument("--only", nargs="*", metavar="WORD", help="peers whose names hold one of these words")
    parser.add_argument(
        "--with",
        dest="more",
        nargs="*",
        default=[],
        metavar="OPTION",
        help="options of zonecheck, without dashes",
    )
    parser.add_argument("--json", type=Path, help="also write the rows to this file")
    return parser.parse_args()


def zonecheck(made: Province, options: argparse.Namespace) -> tuple[answers.Answer, Row]:
    """The program as a user runs it, from GeoPackage to jsonl; and its engine alone."""
    out = made.folder / "zonecheck.jsonl"
    command = [
        sys.executable, "-m", "zonecheck", str(made.parcels), "--pack", str(HERE / "pack"), "--layers", str(made.catalogue),
        "--on", ON, "-f", "jsonl", "-q", *(f"--{each}" for each in options.more),
    ]  # fmt: skip
    alone = [sys.executable, str(HERE / "engine_alone.py"), str(made.parcels), str(made.catalogue)]
    runs = [measure(command, frozenset({3, 4}), out) for _ in range(options.runs)]
    engine = [measure(alone) for _ in range(options.runs)]
    return answers.of_zonecheck(out), _row("zonecheck", runs, engine)


def _contender(each: Contender, folder: Path, size: Size, ours: answers.Answer, runs: int) -> Row:
    """One peer, with its answer held against ours."""
    part = max(1, size.projects // each.part)
    made = generate(folder, replace(size, projects=part))
    out = folder / "answer.csv"
    script = HERE / "peers" / each.script[0]
    command = [sys.executable, str(script), *each.script[1:], str(made.parcels), str(made.rivers), str(out)]
    measured = [measure(command) for _ in range(runs)]
    said = each.check.compare(ours.first(part), answers.of_peer(out))
    row = _row(each.name, measured, measured, size.projects // part)
    print(f"  {each.name}: {row.whole_s:.1f} s, query {row.query_s:.1f} s; {said}", flush=True)
    return row


def _row(name: str, runs: Sequence[Measured], engine: Sequence[Measured], times: int = 1) -> Row:
    return Row(
        name,
        times * statistics.median(each.whole_s for each in runs),
        times * statistics.median(each.steps["query"] for each in engine),
        max(each.peak_mib for each in runs),
        times,
    )


def table(rows: Sequence[Row]) -> str:
    """Seconds, the peak of memory, and what zonecheck takes as a share of what the other takes, whole and query alone."""
    ours = rows[0]
    lines = [
        "| | whole process s | engine or query s | peak MiB | zonecheck whole / whole | zonecheck whole / query |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for row in rows:
        memory = f"{row.peak_mib:.0f}" if row.peak_mib and "PostGIS" not in row.name else "—"
        name = row.name if row.times == 1 else f"{row.name} (1/{row.times} of the parcels, times {row.times})"
        ratios = f"{ours.whole_s / row.whole_s:.2f} | {ours.whole_s / row.query_s:.2f}"
        lines.append(f"| {name} | {row.whole_s:.1f} | {row.query_s:.1f} | {memory} | {ratios} |")
    return "\n".join(lines)


def _machine(size: Size, runs: int) -> str:
    """What was measured, where and when."""
    processor = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [line for line in info.read_text().splitlines() if line.startswith("model name")]
        processor = names[0].split(":")[1].strip() if names else processor
    day = datetime.now(UTC).date().isoformat()
    what = f"{size.projects} parcels, {size.rivers} rivers of {size.vertices} vertices, seed {size.seed}"
    return f"{day}, {processor}, {os.cpu_count()} cores, Python {platform.python_version()}; {what}; median of {runs}"


if __name__ == "__main__":
    main()
