"""Where does the processor's time go in a whole run? By part of the program, from samples of what it is doing.

Runs the program in this process, from GeoPackage to jsonl, and looks some hundred times a second which part is at work: the
innermost of its own files counts, so what a library does is put down to who called it. POSIX only.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections import Counter
from pathlib import Path
from types import FrameType

from generate import add_options, generate, size_of

HERE = Path(__file__).parent
EVERY_S = 0.004
PARTS = {
    "geodesy/closest": "measuring distances",
    "geodesy/ragged": "searching",
    "geodesy": "searching",
    "layers": "reading layers",
    "formats": "reading projects",
    "projects/outline": "records: hashes of outlines",
    "projects": "reading projects",
    "predicates/sightings": "records: evidence",
    "engine/findings": "records: evidence",
    "engine/wording": "records: evidence",
    "engine/records": "records: projects",
    "results": "records: projects",
    "engine": "judging",
    "predicates": "judging",
    "reports": "writing jsonl",
    "batch": "passing on",
    "screening": "passing on",
}
OTHER = "starting"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    add_options(parser)
    options = parser.parse_args()
    made = generate(options.folder, size_of(options))
    seen: Counter[str] = Counter()
    signal.signal(signal.SIGPROF, lambda _, frame: seen.update([_part(frame)]))
    signal.setitimer(signal.ITIMER_PROF, EVERY_S, EVERY_S)
    _run(made.parcels, made.catalogue, options.folder / "where.jsonl")
    signal.setitimer(signal.ITIMER_PROF, 0)
    _table(seen, os.times())


def _run(parcels: Path, catalogue: Path, out: Path) -> None:
    from zonecheck.__main__ import set_up  # noqa: PLC0415  its imports are part of what is measured

    set_up()
    from zonecheck.cli import main as zonecheck  # noqa: PLC0415

    sys.argv = [
        "zonecheck", str(parcels), "--pack", str(HERE / "pack"), "--layers", str(catalogue),
        "--on", "2026-11-02", "-f", "jsonl", "-q",
    ]  # fmt: skip
    console = sys.stdout
    with out.open("w", encoding="utf-8") as sys.stdout:
        status = zonecheck()
    sys.stdout = console
    if status not in (3, 4):
        sys.exit(f"status {status}")


def _part(frame: FrameType | None) -> str:
    """The part to which the innermost file of the program belongs."""
    while frame is not None:
        _, found, inside = frame.f_code.co_filename.replace(os.sep, "/").rpartition("/zonecheck/")
        name = inside.removesuffix(".py")
        if found and not name.startswith("benchmarks"):
            fitting = [start for start in PARTS if name == start or name.startswith(f"{start}/")]
            if fitting:
                return PARTS[max(fitting, key=len)]
        if frame.f_code.co_filename.startswith("<frozen importlib"):
            return OTHER
        frame = frame.f_back
    return OTHER


def _table(seen: Counter[str], spent: os.times_result) -> None:
    own, child = spent.user + spent.system, spent.children_user + spent.children_system
    print("| part | s | share |\n|---|---:|---:|")
    rows = {part: own * count / seen.total() for part, count in seen.items()}
    rows["the process that opens the file"] = child
    for part, seconds in sorted(rows.items(), key=lambda row: -row[1]):
        print(f"| {part} | {seconds:.2f} | {seconds / (own + child):.0%} |")
    print(f"| together | {own + child:.2f} | 100% |")


if __name__ == "__main__":
    main()
