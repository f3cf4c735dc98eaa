"""What is left when a run is killed, the disk is full, a stream is closed or memory ends? Nothing half-written, nothing lost.

Faults are injected into real processes. Where the system cannot make one, the test is skipped and says why.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import pytest

import runs
from worlds import HEAVY, site_at, write_project, write_rivers
from zonecheck.errors import OutputError
from zonecheck.reports import FORMATS, Options
from zonecheck.reports.write import Target, write_files

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="made with POSIX processes and signals")
pytestmark = pytest.mark.slow  # each fault needs a process of its own
EXAMPLES = Path(__file__).parents[1] / "examples"
CHEMICAL, FOOD = EXAMPLES / "01-chemical-by-fuhe.geojson", EXAMPLES / "07-food-plant.geojson"
KILLS = 60


def zonecheck(*arguments: object, **options: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "zonecheck", *map(str, arguments), "--lang", "en"]
    given = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, **options}
    return subprocess.run(command, text=True, check=False, **given)


def report(number: int) -> Any:
    """A run whose report says its number at the beginning and at the end."""
    named = [replace(runs.CLEAR, id=f"run {number}") for _ in range(40)]
    return replace(runs.run_of([]), projects=tuple(named))


def write_until_killed(file: Path, begun: int) -> None:
    for number in range(10_000):
        write_files(report(number), [Target("json", file)], FORMATS, Options("zh"))
        os.write(begun, b".")


@POSIX
def test_a_report_that_is_killed_while_it_is_written_is_the_old_one_or_the_new_one(tmp_path: Path) -> None:
    file, random, seen = tmp_path / "report.json", Random(7), set()
    write_files(report(0), [Target("json", file)], FORMATS, Options("zh"))
    for _ in range(KILLS):
        heard, begun = os.pipe()
        child = os.fork()
        if child == 0:
            write_until_killed(file, begun)
            os._exit(1)
        os.read(heard, 1)  # one report is whole; the next ones are on their way
        time.sleep(random.uniform(0, 0.04))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(heard)
        os.close(begun)
        found = json.loads(file.read_text("utf-8"))
        assert {project["id"] for project in found["projects"]} == {found["projects"][0]["id"]}
        assert len(found["projects"]) == found["summary"]["projects"] == 40
        seen.add(found["projects"][0]["id"])
    left = [path for path in tmp_path.iterdir() if path != file]
    assert len(seen) > 1
    assert all(path.name.startswith(".") and path.name.endswith(".part") for path in left)


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 16 KiB."""
    place = tmp_path / "full"
    place.mkdir()
    made = ["mount", "-t", "tmpfs", "-o", "size=16k", "none", str(place)]
    if (
        sys.platform != "linux"
        or os.getuid() != 0
        or subprocess.run(made, check=False, capture_output=True).returncode
    ):
        pytest.skip("no small file system can be mounted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_on_a_full_disk_no_format_leaves_anything_and_the_old_file_stays(full_disk: Path) -> None:
    many = replace(report(0), projects=tuple(runs.EVERY_VERDICT) * 40)
    for form in FORMATS:
        file = full_disk / f"report.{form}"
        file.write_text("old", encoding="utf-8")
        with pytest.raises(Exception, match="could not be written"):
            write_files(many, [Target(form, file)], FORMATS, Options("zh"))
        assert file.read_text(encoding="utf-8") == "old"
        assert [path.name for path in full_disk.iterdir()] == [file.name]
        file.unlink()


def test_a_run_on_a_full_disk_says_so_and_still_answers(full_disk: Path) -> None:
    done = zonecheck(*sorted(EXAMPLES.glob("0*.geojson")), "-f", "json", "-o", full_disk / "report.html")
    assert done.returncode == 2
    assert "the disk is full" in done.stderr
    assert json.loads(done.stdout)["summary"]["prohibited"] > 0
    assert list(full_disk.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("arguments", [[FOOD], [FOOD, "-f", "json"], ["rules", "list"], ["check", "--help"]])
def test_an_answer_that_nobody_could_read_is_not_done(arguments: list[object]) -> None:
    with Path("/dev/full").open("w") as full:
        done = zonecheck(*arguments[:-1], arguments[-1], stdout=full)
    assert done.returncode == 2
    assert "No space left" in done.stderr or "the disk is full" in done.stderr


def closing(descriptor: int) -> Any:
    return lambda: os.close(descriptor)


@POSIX
def test_a_closed_standard_output_is_not_done_and_a_closed_standard_error_loses_only_messages() -> None:
    silent = {"stdout": None, "stderr": None}
    assert zonecheck(FOOD, **{**silent, "stderr": subprocess.PIPE}, preexec_fn=closing(1)).returncode == 2
    heard = zonecheck(FOOD, "-f", "json", stderr=None, preexec_fn=closing(2))
    assert (heard.returncode, json.loads(heard.stdout)["summary"]["clear"]) == (0, 1)
    assert zonecheck("-", preexec_fn=closing(0)).returncode == 2


@POSIX
def test_whoever_stops_reading_still_gets_the_files(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    done = zonecheck(CHEMICAL, "-o", tmp_path / "report.json", stdout=write)
    os.close(write)
    assert (done.returncode, done.stderr) == (141, "")
    assert json.loads((tmp_path / "report.json").read_text("utf-8"))["summary"]["prohibited"] == 1


@POSIX
def test_a_folder_that_may_not_be_written_is_named_and_left_as_it_was(tmp_path: Path) -> None:
    """Root may write anywhere, so the writing is done as nobody."""
    place, said = tmp_path / "locked", tmp_path / "said"
    place.mkdir()
    (place / "report.json").write_text("old", encoding="utf-8")
    place.chmod(0o555)
    write_files(
        report(0), [Target("json", tmp_path / "before.json")], FORMATS, Options("zh")
    )  # what is imported late
    said.touch()
    said.chmod(0o666)
    child = os.fork()
    if child == 0:
        _become_nobody(place, said)
        os._exit(0)
    os.waitpid(child, 0)
    assert "no permission" in said.read_text("utf-8")
    assert [path.read_text("utf-8") for path in place.iterdir()] == ["old"]


def _become_nobody(place: Path, said: Path) -> None:
    told = os.open(said, os.O_WRONLY)
    os.chdir(place)
    if os.getuid() == 0:
        os.setgid(65534)
        os.setuid(65534)
    try:
        write_files(report(1), [Target("json", Path("report.json"))], FORMATS, Options("zh"))
    except OutputError as error:
        os.write(told, str(error).encode())


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]) << 20,) * 2)
import zonecheck.cli
sys.argv = ["zonecheck", *sys.argv[2:]]
sys.exit(zonecheck.cli.main())
"""


@POSIX
@pytest.mark.parametrize("megabytes", [260, 300, 400])
def test_where_memory_ends_no_verdict_is_made_up(tmp_path: Path, megabytes: int) -> None:
    """Whether it ends at the first library or in the middle of a check: done right, or status 2 without a word of a result."""
    project = write_project(tmp_path, site_at(5000), **HEAVY)
    command = [
        sys.executable,
        "-c",
        LIMITED,
        str(megabytes),
        str(project),
        "--layers",
        str(write_rivers(tmp_path)),
    ]
    environment = {**os.environ, "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run([*command, "-f", "json"], capture_output=True, check=False, env=environment)
    free = subprocess.run(
        [*command[:3], "4000", *command[4:], "-f", "json"], capture_output=True, check=False
    )
    if done.stdout:
        assert (done.returncode, done.stdout) == (free.returncode, free.stdout)
    else:
        assert done.returncode not in (0, 3, 4)
        assert done.stderr


@POSIX
def test_killed_at_random_moments_a_run_leaves_its_inputs_and_no_half_report(tmp_path: Path) -> None:
    project = write_project(tmp_path, site_at(5000), **HEAVY)
    before, random = project.read_bytes(), Random(11)
    whole = {form: tmp_path / f"out.{form}" for form in ("json", "geojson", "sarif")}
    command = [sys.executable, "-m", "zonecheck", str(project), "-q"]
    for form, file in whole.items():
        command += ["-o", f"{form}={file}"]
    for _ in range(6):
        running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(random.uniform(0.3, 2.0))
        running.kill()
        running.wait()
        for file in whole.values():
            if file.exists():
                json.loads(file.read_text("utf-8"))
    assert project.read_bytes() == before
