"""`--resume` on the command line: killed at any moment, taken up, and the same bytes in the end."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

import batches

OPTIONS = ("--pack", "suizhou-2018-4", "--on", "2026-11-24", "--lang", "en", "-f", "jsonl")


def _command(paths: list[str], folder: Path, *more: str) -> list[str]:
    program = [sys.executable, "-m", "zonecheck", "check", *paths]
    return [*program, *OPTIONS, "-o", str(folder / "out.csv"), *more]


def _ended(paths: list[str], folder: Path, *more: str) -> tuple[int, bytes, bytes, str]:
    done = subprocess.run(_command(paths, folder, *more), capture_output=True, check=False)
    table = (folder / "out.csv").read_bytes() if (folder / "out.csv").exists() else b""
    return done.returncode, done.stdout, table, done.stderr.decode()


@pytest.mark.slow
def test_a_finished_run_leaves_no_journal(tmp_path: Path) -> None:
    paths = batches.write(tmp_path, 5)[:1]
    plain = _ended(paths, tmp_path)
    assert _ended(paths, tmp_path, "--resume") == plain
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith(("out", ".out"))) == [
        "out.csv",
        "out.scope.json",
    ]


def test_a_format_that_needs_the_whole_run_does_not_go_with_it(tmp_path: Path) -> None:
    paths = batches.write(tmp_path, 3)[:1]
    status, _, _, said = _ended(paths, tmp_path, "--resume", "-o", str(tmp_path / "a.md"))
    assert status == 2
    assert "markdown can be written only when all projects are checked" in said


@pytest.mark.slow
def test_a_run_killed_at_any_moment_ends_with_the_same_bytes(tmp_path: Path) -> None:
    paths = batches.write(tmp_path, 2000)[:1]
    started = time.monotonic()
    plain = _ended(paths, tmp_path)
    took = time.monotonic() - started
    chance = random.Random(6)
    for _ in range(4):
        process = subprocess.Popen(
            _command(paths, tmp_path, "--resume", "--jobs", "2"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(took * chance.uniform(0.1, 0.9))
        process.kill()
        process.wait()
    again = _ended(paths, tmp_path, "--resume")
    assert again[:3] == plain[:3]


@pytest.mark.slow
def test_a_changed_input_starts_anew_and_says_so(tmp_path: Path) -> None:
    paths = batches.write(tmp_path, 2000)[:1]
    process = subprocess.Popen(
        _command(paths, tmp_path, "--resume"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    journal = tmp_path / ".out.csv.journal"
    while process.poll() is None and not (journal.exists() and journal.stat().st_size > 50_000):
        time.sleep(0.05)
    process.kill()
    process.wait()
    assert journal.exists()
    file = Path(paths[0])
    file.write_text(file.read_text(encoding="utf-8").replace("C2681", "C2614"), encoding="utf-8")
    status, printed, _, said = _ended(paths, tmp_path, "--resume")
    assert "the interrupted run cannot be continued (an input changed); starting anew" in said
    assert (status, printed) == _ended(paths, tmp_path)[:2]
