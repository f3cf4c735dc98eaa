"""Files are written whole or not at all, and every fault is named."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TextIO

import pytest

import runs
from zonecheck.errors import OutputError, UsageError
from zonecheck.reports import FORMATS, Options, Summary
from zonecheck.reports.write import SUFFIXES, Target, targets, whole_file, write_files
from zonecheck.results import Run

ZH = Options("zh", color=True)


def run() -> Run:
    return replace(runs.run_of([]), projects=(runs.PROHIBITED, runs.CLEAR))


def failing(number: int) -> Callable[[Run, TextIO, Options], Summary]:
    def write(_run: Run, stream: TextIO, _options: Options) -> Summary:
        stream.write("half")
        stream.flush()
        raise OSError(number, os.strerror(number))

    return write


def test_every_target_holds_the_whole_report_without_colour(tmp_path: Path) -> None:
    places = targets([str(tmp_path / "a.json"), f"text={tmp_path / 'b.out'}"], FORMATS)
    summary = write_files(run(), places, FORMATS, ZH)
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["summary"]["projects"] == 2
    assert "\x1b" not in (tmp_path / "b.out").read_text(encoding="utf-8")
    assert summary is not None
    assert (summary.projects, summary.prohibited, summary.clear) == (2, 1, 1)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", "b.out"]


def test_lines_end_alike_on_every_system(tmp_path: Path) -> None:
    write_files(run(), [Target("jsonl", tmp_path / "a.jsonl")], FORMATS, ZH)
    assert b"\r" not in (tmp_path / "a.jsonl").read_bytes()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EACCES, errno.EIO])
def test_a_fault_on_the_way_leaves_the_old_file_and_nothing_else(tmp_path: Path, number: int) -> None:
    file = tmp_path / "report.json"
    file.write_text("old", encoding="utf-8")
    with pytest.raises(OutputError) as caught:
        write_files(run(), [Target("json", file)], {"json": failing(number)}, ZH)
    assert file.read_text(encoding="utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]
    assert caught.value.problems[0].where == str(file)
    assert "未能写入" in caught.value.problems[0]("zh")


def test_full_disk_is_named_in_both_languages(tmp_path: Path) -> None:
    with pytest.raises(OutputError) as caught:
        write_files(run(), [Target("json", tmp_path / "a.json")], {"json": failing(errno.ENOSPC)}, ZH)
    assert "磁盘空间不足" in caught.value.problems[0]("zh")
    assert "the disk is full" in caught.value.problems[0]("en")


def test_an_interrupt_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt), whole_file(tmp_path / "a.txt") as stream:
        stream.write("half")
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_folder_that_does_not_exist_is_named_and_the_others_are_written(tmp_path: Path) -> None:
    places = [Target("json", tmp_path / "none" / "a.json"), Target("jsonl", tmp_path / "b.jsonl")]
    with pytest.raises(OutputError, match="the folder does not exist"):
        write_files(run(), places, FORMATS, ZH)
    assert (tmp_path / "b.jsonl").exists()


def test_a_folder_in_place_of_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no regular file"):
        write_files(run(), [Target("json", tmp_path)], FORMATS, ZH)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_named_pipe_is_refused_and_stays(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.json"
    os.mkfifo(pipe)
    with pytest.raises(OutputError, match="no regular file"):
        write_files(run(), [Target("json", pipe)], FORMATS, ZH)
    assert pipe.is_fifo()


def test_csv_opens_in_excel_and_brings_its_scope(tmp_path: Path) -> None:
    write_files(run(), [Target("csv", tmp_path / "a.csv")], FORMATS, ZH)
    assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbfsource,")
    scope = json.loads((tmp_path / "a.scope.json").read_text(encoding="utf-8"))
    assert scope["scope"]["not_checked"]
    assert scope["summary"]["projects"] == 2
    assert "projects" not in scope


def test_the_suffix_picks_the_format_where_none_is_named() -> None:
    found = targets(["a.JSON", "b.md", "csv=c.txt", "my-dir=x/d.txt"], FORMATS)
    assert [target.format for target in found] == ["json", "markdown", "csv", "text"]
    assert found[3].path == Path("my-dir=x/d.txt")
    assert {*FORMATS} - {*SUFFIXES.values()} == {"github", "gitlab"}


@pytest.mark.parametrize(
    ("specs", "said"),
    [
        (["jsn=a.json"], "no format 'jsn'"),
        (["report.xyz"], "does not tell the format"),
        (["report"], "does not tell the format"),
        (["a.json", "jsonl=./a.json"], "named twice"),
    ],
)
def test_a_target_that_cannot_be_meant_is_refused(specs: list[str], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        targets(specs, FORMATS)


def test_all_faulty_targets_are_named_at_once() -> None:
    with pytest.raises(UsageError) as caught:
        targets(["a.xyz", "foo=b.json"], FORMATS)
    assert len(caught.value.problems) == 2
