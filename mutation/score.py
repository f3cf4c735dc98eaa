"""How many changes to the code did the tests notice? Reads what `mutmut run` left and prints a table, package by package.

A change is noticed if a test fails, takes far too long or crashes, or the types do not fit; one that no test
reaches is not noticed.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from mutmut.stats import status_by_exit_code

NOTICED = {"killed", "timeout", "caught by type check", "segfault"}
NOT_TRIED = {"not checked", "skipped", "check was interrupted by user"}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--survivors", action="store_true", help="name every change that went unnoticed")
    options = parser.parse_args()
    tried: Counter[str] = Counter()
    noticed: Counter[str] = Counter()
    survivors: list[str] = []
    for path in sorted(Path("mutants/src").rglob("*.py.meta")):
        package = path.relative_to("mutants/src/zonecheck").parts[0].removesuffix(".py.meta")
        for name, code in json.loads(path.read_text(encoding="utf-8"))["exit_code_by_key"].items():
            status = status_by_exit_code[code]
            if status not in NOT_TRIED:
                tried[package] += 1
                noticed[package] += status in NOTICED
                survivors += [] if status in NOTICED else [name]
    table(tried, noticed)
    print(*(sorted(survivors) if options.survivors else ()), sep="\n")


def table(tried: Counter[str], noticed: Counter[str]) -> None:
    print(f"{'package':16}{'changes':>9}{'noticed':>9}{'share':>8}")
    for package in [*sorted(tried), "all"]:
        n = tried.total() if package == "all" else tried[package]
        k = noticed.total() if package == "all" else noticed[package]
        if n:
            print(f"{package:16}{n:9}{k:9}{k / n:8.1%}")


if __name__ == "__main__":
    main()
