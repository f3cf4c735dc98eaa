"""Does a quick test notice when the code is changed? mutmut makes the changes; here they are tried, all or a random sample.

    python mutation/run.py "zonecheck.truth.*" --sample 200 --seed 1

A change is tried on the tests that reach the changed function: first those that noticed changes nearby, in this run or an
earlier one, those of a file that bears the name of the module, and those that are quick and reach little else, then those
that noticed or reach most, up to `--seconds`. What nobody noticed until then counts as unnoticed, so the share that is
printed by `mutation/score.py` is a lower bound. `--again` tries the unnoticed ones once more.
"""

from __future__ import annotations

import argparse
import contextlib
import fnmatch
import gc
import json
import os
import random
import resource
import signal
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from mutmut.__main__ import copy_also_copy_files, copy_src_dir, create_mutants
from mutmut.configuration import config
from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.stats import status_by_exit_code
from mutmut.utils.file_utils import setup_source_paths, walk_mutatable_files
from mutmut.utils.format_utils import mangled_name_from_mutant_name

import reach
from score import NOTICED

FIRST = 12  # so many tests are asked before the others are even collected
ANYWHERE = ""
EARLIER = Path("mutants/noticed.json")  # what tests noticed, kept for the next run
NO_TESTS = 33
TOO_LONG = 36
# mutmut takes 2 for an interrupted run; here it is a test file that cannot be read any more.
MEANING = {-signal.SIGALRM: TOO_LONG, 2: 1}


def main() -> None:
    options = asked()
    set_mutant_under_test("mutant_generation")
    Path("mutants").mkdir(exist_ok=True)
    copy_src_dir()
    copy_also_copy_files()
    setup_source_paths()
    create_mutants(options.workers)
    set_mutant_under_test("")
    collect()
    tests = Tests(reach.of_the_tests(options.workers, measured=options.measured))
    Trial(tests, options.seconds).all_of(chosen(options), options.workers)


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("patterns", nargs="*", default=["*"], help="names of changes, with * and ?")
    parser.add_argument("--sample", type=int, help="so many of them, drawn at random")
    parser.add_argument("--seed", type=int, default=1, help="of the drawing")
    parser.add_argument("--seconds", type=float, default=60.0, help="of tests for one change, at most")
    parser.add_argument("--again", action="store_true", help="of what was tried before, what went unnoticed")
    parser.add_argument(
        "--measured", action="store_true", help="ask only test files that were run by an earlier call"
    )
    parser.add_argument("--workers", type=int, default=2)
    return parser.parse_args()


def collect() -> None:
    """Import every test file once; each change is tried in a fork of this process."""
    files = reach.test_files()
    os.chdir("mutants")
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, contextlib.redirect_stdout(nowhere):
        code = pytest.main([*config().pytest_add_cli_args, "--collect-only", "-qqq", *files])
    os.chdir("..")
    if code:
        raise SystemExit(f"pytest cannot collect the tests below mutants: status {code}")
    for cache in reach.remembered():
        cache.cache_clear()
    gc.collect()
    gc.freeze()  # nothing of this is written to again, so the forks can share it


@dataclass(frozen=True)
class Change:
    name: str
    file: SourceFileMutationData

    @property
    def function(self) -> str:
        return mangled_name_from_mutant_name(self.name.replace("__init__.", ""))

    @property
    def went_unnoticed(self) -> bool:
        code = self.file.exit_code_by_key[self.name]
        return code is not None and status_by_exit_code[code] not in NOTICED

    def note(self, code: int) -> None:
        self.file.exit_code_by_key[self.name] = code
        self.file.save()


def chosen(options: argparse.Namespace) -> list[Change]:
    changes = [change for change in known() if any(fnmatch.fnmatch(change.name, p) for p in options.patterns)]
    if options.sample and options.sample < len(changes):
        changes = sorted(random.Random(options.seed).sample(changes, options.sample), key=lambda c: c.name)
    if options.again:
        return [change for change in changes if change.went_unnoticed]
    return [change for change in changes if change.file.exit_code_by_key[change.name] is None]


def known() -> list[Change]:
    found = []
    for path in sorted(walk_mutatable_files()):
        data = SourceFileMutationData(path=path)
        data.load()
        found += [Change(name, data) for name in data.exit_code_by_key]
    return sorted(found, key=lambda change: change.name)


@dataclass
class Tests:
    """Which tests to ask about a change, in which order."""

    reached: dict[str, reach.Reached]
    noticed: Counter[tuple[str, str]] = field(default_factory=lambda: Counter(earlier()))
    by_function: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for test, what in self.reached.items():
            for function in what.functions:
                self.by_function.setdefault(function, []).append(test)

    def of(self, function: str, seconds: float) -> list[str]:
        """Half of the seconds for those that noticed something nearby and those that are quick and reach little else, half
        for those that noticed most anywhere and those that reach most."""
        reaching = self.by_function.get(function, [])
        module = function.rpartition(".")[0]

        def nearby(test: str) -> tuple[int, int, bool, float]:
            what = self.reached[test]
            of_another = module.rpartition(".")[2] not in test.partition("::")[0]
            cost = (what.seconds + 0.02) * len(what.functions)
            return -self.noticed[function, test], -self.noticed[module, test], of_another, cost

        def wide(test: str) -> tuple[int, int]:
            return -self.noticed[ANYWHERE, test], -len(self.reached[test].functions)

        asked = self._first(sorted(reaching, key=nearby), seconds / 2)
        more = sorted((test for test in reaching if test not in asked), key=wide)
        return asked + self._first(more, seconds / 2)

    def _first(self, tests: Sequence[str], seconds: float) -> list[str]:
        spent = np.cumsum([self.reached[test].seconds for test in tests])
        return list(tests[: max(1, int((spent <= seconds).sum()))])

    def learn(self, function: str, test: str) -> None:
        for where in (function, function.rpartition(".")[0], ANYWHERE):
            self.noticed[where, test] += 1
        EARLIER.write_text(json.dumps([[*key, n] for key, n in self.noticed.items()]), encoding="utf-8")


def earlier() -> dict[tuple[str, str], int]:
    """How often a test noticed a change in a function, in a module and anywhere."""
    known = json.loads(EARLIER.read_text(encoding="utf-8")) if EARLIER.exists() else []
    return {(where, test): n for where, test, n in known}


@dataclass
class Trial:
    tests: Tests
    seconds: float

    def all_of(self, changes: Sequence[Change], workers: int) -> None:
        running: dict[int, tuple[Change, Path]] = {}
        started = time.monotonic()
        for number, change in enumerate(changes, start=1):
            while len(running) >= workers:
                self.finish(running)
            asked = self.tests.of(change.function, self.seconds)
            if not asked:
                change.note(NO_TESTS)
                continue
            whose = Path(f"mutants/noticed-{number}").absolute()
            running[self.begin(change, asked, whose)] = change, whose
            if number % 20 == 0:
                print(f"{number} of {len(changes)}, {time.monotonic() - started:.0f} s", flush=True)
        while running:
            self.finish(running)

    def begin(self, change: Change, asked: list[str], whose: Path) -> int:
        pid = os.fork()
        if pid:
            return pid
        code = TOO_LONG
        try:
            os.chdir("mutants")
            reach.silence(Path(os.devnull))
            limit = int(20 + 5 * sum(self.tests.reached[test].seconds for test in asked))
            resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 1))
            signal.alarm(4 * limit)  # for what waits without computing
            set_mutant_under_test(change.name)
            code = noticed_by(asked, whose)
        finally:
            os._exit(code)

    def finish(self, running: dict[int, tuple[Change, Path]]) -> None:
        pid, status = os.wait()
        change, whose = running.pop(pid)
        code = os.waitstatus_to_exitcode(status)
        change.note(MEANING.get(code, code))
        if whose.exists():
            self.tests.learn(change.function, whose.read_text(encoding="utf-8"))
            whose.unlink()


def noticed_by(asked: list[str], whose: Path) -> int:
    for part in portions(asked):
        code = int(pytest.main([*config().pytest_add_cli_args, "-xq", *part], plugins=[Whose(whose)]))
        if code:
            return code
    return 0


def portions(asked: list[str]) -> Iterator[list[str]]:
    yield asked[:FIRST]
    if asked[FIRST:]:
        yield asked[FIRST:]


@dataclass(frozen=True)
class Whose:
    """A pytest plugin that says which test noticed."""

    path: Path

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed:
            self.path.write_text(report.nodeid, encoding="utf-8")


if __name__ == "__main__":
    main()
