"""Which quick test reaches which function, and how many seconds of processor does it take? Every file is run once by itself.

A change is given only to the tests that reach the changed function. What a fixture of a whole file reaches counts
for each test that uses the fixture. Tests that fail on the unchanged code are told and left out.
"""

from __future__ import annotations

import functools
import gc
import hashlib
import json
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import pytest
from mutmut.configuration import config
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.state import state

TOP = Path("mutants").absolute()
LRU = type(functools.cache(len))


@dataclass(frozen=True)
class Reached:
    seconds: float
    functions: list[str]


def of_the_tests(workers: int, *, measured: bool) -> dict[str, Reached]:
    """By the id of the test; files that have not changed since the last time are not run again. `measured`: only those."""
    files = [file for file in test_files() if is_known(file)] if measured else test_files()
    parts = [[file for file in files if not is_known(file)][start::workers] for start in range(workers)]
    for pid in [measured_apart(part) for part in parts if part]:
        os.waitpid(pid, 0)
    known = [json.loads(store(file).read_text(encoding="utf-8")) for file in files if is_known(file)]
    return {test: Reached(**reached) for tests in known for test, reached in tests.items()}


def is_known(file: str) -> bool:
    return store(file).exists()


def store(file: str) -> Path:
    """Where it is written what the tests of a file, as it and the tables that it names stand, reach."""
    text = (TOP / file).read_bytes()
    tables = (
        path.read_bytes() for path in sorted((TOP / "tests").glob("*.txt")) if path.name.encode() in text
    )
    print_of_it = hashlib.sha256(b"".join([text, *tables])).hexdigest()[:16]
    return TOP / "reach" / f"{Path(file).stem}-{print_of_it}.json"


def test_files() -> list[str]:
    """As pytest finds them, below `mutants`."""
    ignored = [word.partition("=")[2] for word in config().pytest_add_cli_args_test_selection if "=" in word]
    tests = sorted(path.relative_to("mutants") for path in Path("mutants/tests").glob("test_*.py"))
    return [str(path) for path in tests if not any(path.match(pattern) for pattern in ignored)]


def measured_apart(files: list[str]) -> int:
    """In a process of its own: what tests leave behind must not be there when a change is tried."""
    pid = os.fork()
    if pid:
        return pid
    os.chdir(TOP)
    silence(Path(os.devnull))
    set_mutant_under_test("stats")
    os.environ.pop("MUTANT_UNDER_TEST")  # sub-processes run the code as it is
    for file in files:
        watch = Watch()
        pytest.main([*config().pytest_add_cli_args, "-q", file], plugins=[watch])
        found = {test: asdict(reached) for test, reached in watch.found().items()}
        store(file).parent.mkdir(exist_ok=True)
        store(file).write_text(json.dumps(found), encoding="utf-8")
    os._exit(0)


def silence(path: Path) -> None:
    target = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(target, 1)
    os.dup2(target, 2)
    sys.stdout = sys.stderr = os.fdopen(target, "w")


class Watch:
    """A pytest plugin that writes down what mutmut's trampolines saw."""

    def __init__(self) -> None:
        self.reached: dict[str, set[str]] = {}
        self.seconds: dict[str, float] = {}
        self.failed: set[str] = set()
        self.by_fixture: dict[int, set[str]] = {}

    def pytest_collection_finish(self) -> None:
        for cache in remembered():
            cache.cache_clear()

    def found(self) -> dict[str, Reached]:
        passed = sorted(self.reached.keys() - self.failed)
        return {test: Reached(round(self.seconds[test], 3), sorted(self.reached[test])) for test in passed}

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[None]:
        before = set(state()._stats)
        state()._stats.clear()
        try:
            return (yield)
        finally:
            if fixturedef.scope != "function":
                self.by_fixture[id(fixturedef)] = set(state()._stats)
            state()._stats.update(before)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: Any) -> Iterator[None]:
        state()._stats.clear()
        started = time.process_time()  # whatever else the machine is doing
        try:
            return (yield)
        finally:
            self.seconds[item.nodeid] = time.process_time() - started
            used = {id(one) for several in item._fixtureinfo.name2fixturedefs.values() for one in several}
            shared = set[str]().union(*(self.by_fixture.get(one, set()) for one in used))
            self.reached[item.nodeid] = state()._stats | shared

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed or report.skipped:
            self.failed.add(report.nodeid)


def remembered() -> list[Any]:
    """Every `functools.cache` of ours: what one file of tests leaves there, another would not reach."""
    own = [thing for thing in gc.get_objects() if type(thing) is LRU]
    return [thing for thing in own if is_ours(getattr(thing, "__module__", "") or "")]


def is_ours(module: str) -> bool:
    return module.startswith("zonecheck") or (Path("tests") / f"{module}.py").exists()
