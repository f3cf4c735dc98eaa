"""With which status does a call end? Each of the stated ones, and that no fault ever looks like a verdict."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from worlds import HEAVY, ask, bank, site_at, write_project, write_rivers
from zonecheck import cli
from zonecheck.cli.status import status_of
from zonecheck.reports.summary import Summary

EXAMPLES = Path(__file__).parents[1] / "examples"
FOOD = EXAMPLES / "07-food-plant.geojson"
CHEMICAL = EXAMPLES / "01-chemical-by-fuhe.geojson"
NO_CODE = EXAMPLES / "08-no-industry-code.geojson"
OUTSIDE = EXAMPLES / "10-outside-suizhou.geojson"
SWAPPED = EXAMPLES / "12-swapped-coordinates.geojson"


def summary(**counts: int) -> Summary:
    names = ("prohibited", "review", "conditional", "clear", "out_of_scope", "invalid")
    return Summary(sum(counts.values()), *(counts.get(name, 0) for name in names))


@pytest.mark.parametrize(
    ("counts", "errors", "fail_on", "status"),
    [
        ({"clear": 2}, 0, "review", 0),
        ({"prohibited": 1, "review": 1, "clear": 1}, 0, "review", 1),
        ({"prohibited": 1, "invalid": 1}, 0, "review", 2),
        ({"prohibited": 1}, 1, "review", 2),
        ({}, 0, "review", 2),
        ({"review": 1, "clear": 1}, 0, "review", 3),
        ({"conditional": 1}, 0, "review", 0),
        ({"conditional": 1}, 0, "conditional", 3),
        ({"out_of_scope": 2}, 0, "review", 4),
        ({"out_of_scope": 2}, 0, "never", 4),
        ({"out_of_scope": 1, "clear": 1}, 0, "review", 0),
        ({"out_of_scope": 1, "prohibited": 1}, 0, "review", 1),
        ({"review": 1}, 0, "prohibited", 0),
        ({"prohibited": 1}, 0, "prohibited", 1),
        ({"prohibited": 1, "review": 1}, 0, "never", 0),
        ({"invalid": 1}, 0, "never", 2),
    ],
)
def test_not_done_wins_over_prohibited_over_review_over_nothing_checked(
    counts: dict[str, int], errors: int, fail_on: Any, status: int
) -> None:
    assert status_of(summary(**counts), errors=errors, fail_on=fail_on) == status


@pytest.mark.parametrize(
    ("path", "status"), [(FOOD, 0), (CHEMICAL, 1), (SWAPPED, 2), (NO_CODE, 3), (OUTSIDE, 4)]
)
def test_each_status_is_reached_by_an_example(capsys: Any, path: Path, status: int) -> None:
    assert ask(capsys, path).status == status


def test_the_unchecked_of_a_mixed_run_are_counted_on_standard_error(capsys: Any) -> None:
    answer = ask(capsys, FOOD, OUTSIDE, "--lang", "en")
    assert (answer.status, "1 projects are outside the scope" in answer.err) == (0, True)


@pytest.mark.parametrize("text", ["", "   \n", '{"type": "FeatureCollection", "features": []}', "{", "[]"])
def test_an_empty_or_unreadable_file_is_not_done(capsys: Any, tmp_path: Path, text: str) -> None:
    broken = tmp_path / "broken.geojson"
    broken.write_text(text, encoding="utf-8")
    answer = ask(capsys, broken, "-f", "json")
    assert answer.status == 2
    assert [error["source"].startswith(str(broken)) for error in answer.json["errors"]] == [True]


def test_the_rest_is_checked_although_one_file_is_broken(capsys: Any, tmp_path: Path) -> None:
    broken = tmp_path / "broken.geojson"
    broken.write_text("{", encoding="utf-8")
    answer = ask(capsys, broken, CHEMICAL, "-f", "json")
    assert (answer.status, answer.json["summary"]["prohibited"]) == (2, 1)


@pytest.mark.parametrize(
    "arguments",
    [
        (FOOD, "--pack", "no-such-pack"),
        (FOOD, "--layers", "no-such-catalogue.yaml"),
        (FOOD, "--require", "no_such_layer"),
        (FOOD, "--on", "2026-13-01"),
        (FOOD, "--on", "yesterday"),
        (FOOD, "--crs", "EPSG:999999"),
        (FOOD, "-f", "no-such-format"),
        (FOOD, "--no-such-option"),
        (FOOD, "-o", "report.unknown"),
        (FOOD, "-o", "no/such/folder/report.json"),
        ("chekc", FOOD),
        ("no-such-file.geojson",),
        ("check",),
        ("rules", "show", "no-such-rule"),
        ("layers", "show", "no-such-layer"),
        ("help", "no-such-topic"),
    ],
)
def test_a_misuse_ends_with_2_and_says_why(
    capsys: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[object, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = ask(capsys, *arguments, "--lang", "en") if arguments[0] == FOOD else ask(capsys, *arguments)
    assert answer.status == 2
    assert answer.err.strip()
    assert list(tmp_path.iterdir()) == []


def test_a_misspelt_command_is_not_taken_for_a_file(capsys: Any) -> None:
    answer = ask(capsys, "ruels", "--lang", "en")
    assert "did you mean 'rules'?" in answer.err


@pytest.mark.parametrize("features", [[], [bank("漂水"), bank("㵐水")]])
def test_an_empty_layer_or_one_without_a_river_it_claims_is_refused(
    capsys: Any, tmp_path: Path, features: list[Any]
) -> None:
    project = write_project(tmp_path, site_at(5000), **HEAVY)
    answer = ask(capsys, project, "--layers", write_rivers(tmp_path, features=features))
    assert (answer.status, answer.out) == (2, "")


def test_a_registered_layer_whose_file_is_gone_is_refused(capsys: Any, tmp_path: Path) -> None:
    catalogue = write_rivers(tmp_path)
    (tmp_path / "banks.geojson").unlink()
    assert ask(capsys, FOOD, "--layers", catalogue).status == 2


def test_an_internal_fault_is_one_line_and_2(capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr("zonecheck.cli.checking.prepare", fail)
    answer = ask(capsys, FOOD, "--lang", "en")
    assert (answer.status, answer.out) == (2, "")
    assert answer.err.strip().splitlines() == [
        "internal error RuntimeError: a fault; nothing was decided. --debug shows more"
    ]


def test_an_output_that_cannot_be_written_is_2_and_leaves_nothing(capsys: Any, tmp_path: Path) -> None:
    (tmp_path / "taken.json").mkdir()
    answer = ask(capsys, FOOD, "-o", tmp_path / "taken.json", "-o", tmp_path / "fine.json")
    assert answer.status == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["fine.json", "taken.json"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGPIPE and other rules for pipes")
@pytest.mark.parametrize("arguments", [[str(CHEMICAL)], ["--help"], [str(CHEMICAL), "-f", "json"]])
def test_a_closed_pipe_ends_silently_with_141(arguments: list[str]) -> None:
    read, write = os.pipe()
    os.close(read)
    process = subprocess.run(
        [sys.executable, "-m", "zonecheck", *arguments], stdout=write, stderr=subprocess.PIPE, check=False
    )
    os.close(write)
    assert (process.returncode, process.stderr) == (141, b"")


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is another event on Windows")
def test_an_interrupt_ends_with_130_and_writes_no_file(tmp_path: Path) -> None:
    fifo_free_input = subprocess.Popen(
        [sys.executable, "-m", "zonecheck", "-", "-o", str(tmp_path / "out.json")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509  ignored in the background
    )  # fmt: skip
    time.sleep(8)  # by now it waits for its input, also on a busy machine
    fifo_free_input.send_signal(signal.SIGINT)
    fifo_free_input.communicate(timeout=30)
    assert fifo_free_input.returncode == 130
    assert list(tmp_path.iterdir()) == []


def test_an_interrupt_in_the_engine_is_130(capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("zonecheck.cli.checking.prepare", interrupt)
    assert ask(capsys, FOOD).status == 130


def test_standard_input_is_read_where_a_dash_is_given() -> None:
    process = subprocess.run(
        [sys.executable, "-m", "zonecheck", "-", "-f", "json"],
        input=CHEMICAL.read_bytes(), capture_output=True, check=False,
    )  # fmt: skip
    assert (process.returncode, json.loads(process.stdout)["projects"][0]["source"]) == (1, "-")


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    shutil.copy(CHEMICAL, tmp_path / "p.geojson")
    command = [sys.executable, "-m", "zonecheck", "p.geojson", "-f", "json"]
    outputs = {
        subprocess.run(
            command, cwd=tmp_path, capture_output=True, check=False,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone},
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Shanghai"), ("3", "America/New_York"))
    }  # fmt: skip
    assert len(outputs) == 1


def test_run_answers_a_status_and_never_raises(capsys: Any) -> None:
    assert [cli.run(arguments) for arguments in (["--help"], ["--version"], ["help", "verdicts"])] == [0] * 3
    assert capsys.readouterr().out


def test_a_script_whose_list_of_files_is_empty_is_told_so(capsys: Any) -> None:
    answer = ask(capsys)
    assert (answer.status, answer.out, bool(answer.err)) == (2, "", True)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (["--color", "red"], "--color 的值无效:应为 auto、always、never 之一"),
        (["--max-depth", "0"], "--max-depth 的值无效:应为不小于 1 的整数"),
        (["--timeout", "soon"], "--timeout 的值无效:应为不小于 0.1 的数"),
        (["--on"], "选项 --on 缺少取值"),
    ],
)
def test_a_misuse_is_told_in_chinese_without_a_word_of_english(
    capsys: Any, wrong: list[str], said: str
) -> None:
    answer = ask(capsys, FOOD, "--lang", "zh", *wrong)
    assert answer.status == 2
    assert answer.err.splitlines()[-1] == f"错误:{said}"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--help", "--lang", "en"), "Environmental admission check"),
        (("--lang", "en", "--help"), "Environmental admission check"),
        (("--lang=zh", "--help"), "工业项目环境准入辅助核查"),
        (("--lang", "en", "rules", "list"), "normative document"),
        (("rules", "--lang", "en", "list"), "normative document"),
        (("--lang", "en", FOOD), "No checked prohibition touched"),
    ],
)
def test_the_language_can_stand_anywhere(capsys: Any, arguments: tuple[str, ...], told: str) -> None:
    answer = ask(capsys, *arguments)
    assert (answer.status, answer.err) == (0, "")
    assert told in answer.out
