"""Searches for bytes that break a promise of `targets.py`, guided by which lines of zonecheck they reach.

Prints how many inputs were tried. What breaks a promise is written to `fuzz/found/` and ends the search with status 77.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import atheris

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent / "tests"))  # the small pack that both start from

with atheris.instrument_imports(include=["zonecheck"]):
    from targets import TARGETS


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--seconds", type=int, default=60, help="how long to search (default 60)")
    parser.add_argument(
        "--hang", type=int, default=20, help="seconds after which one input counts as a hang (default 20)"
    )
    parser.add_argument(
        "--corpus",
        type=Path,
        help="a folder to keep what reaches new lines in (default: one of its own, to be thrown away)",
    )
    options = parser.parse_args()
    seeds = HERE / "seeds" / options.target
    found = HERE / "found"
    found.mkdir(exist_ok=True)
    corpus = options.corpus or tempfile.mkdtemp(
        prefix="zonecheck-fuzz-"
    )  # what is new goes into the first folder
    arguments = [
        sys.argv[0], str(corpus), str(seeds), f"-max_total_time={options.seconds}", f"-timeout={options.hang}",
        "-rss_limit_mb=4096", "-max_len=8192", f"-artifact_prefix={found}/{options.target}-", "-print_final_stats=1",
        "-verbosity=0", f"-dict={HERE / 'words.dict'}",
    ]  # fmt: skip
    atheris.Setup(arguments, TARGETS[options.target])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
