"""A run of any length: the same bytes whatever the chunks and however many processes, and no loss beyond a chunk."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

import batches
from zonecheck.batch import processes as started
from zonecheck.batch.journal import Journal, opened, resuming
from zonecheck.batch.processes import Processes
from zonecheck.batch.run import Engine, one_process
from zonecheck.errors import UsageError
from zonecheck.screening import Chunk, Means, Request, inputs, prepare
from zonecheck.screening.chunk import size_for


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("batch")


@pytest.fixture(scope="module")
def paths(place: Path) -> list[str]:
    return batches.write(place)


@pytest.fixture(scope="module")
def whole(place: Path, paths: list[str]) -> batches.Done:
    """Every file in one chunk."""
    return batches.run(batches.request(paths), place / "whole", chunk_size=1000)


@pytest.mark.parametrize("size", [3, pytest.param(1, marks=pytest.mark.slow)])
def test_every_report_is_the_same_whatever_the_size_of_chunks(
    tmp_path: Path, paths: list[str], whole: batches.Done, size: int
) -> None:
    found = batches.run(batches.request(paths), tmp_path / "out", chunk_size=size)
    assert found == whole


@pytest.mark.slow
@pytest.mark.parametrize("forks", [True, False])
def test_every_report_is_the_same_however_many_processes_and_however_they_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, paths: list[str], whole: batches.Done, forks: bool
) -> None:
    monkeypatch.setattr(started, "_forks", lambda: forks and sys.platform == "linux")
    assert batches.run(batches.request(paths), tmp_path / "out", chunk_size=4, engine=Processes(3)) == whole


def test_ids_that_stand_in_different_chunks_are_told_of_each_other(whole: batches.Done) -> None:
    said = {
        line["index"]: error["message"]
        for line in whole.lines()
        for error in line["errors"]
        if line["source"].endswith("a.geojsonl") and error["attribute"] == "id"
    }
    assert sorted(said) == [0, 1, 2, 20, 21, 22]
    assert said[21] == "the id 'P1' stands 2 times in the file (also at index 1)"
    assert said[1].endswith("(also at index 21)")


@pytest.mark.slow
def test_the_run_says_on_one_day_only_if_all_projects_are_judged_on_it(
    tmp_path: Path, paths: list[str]
) -> None:
    heads = []
    for name in paths[:2]:
        done = batches.run(batches.request([name]), tmp_path / str(len(heads)), chunk_size=2)
        heads.append(done.reports["jsonl"].split(b"\n")[0])
    assert b'"on": null' in heads[0]
    assert b'"on": "2026-11-24"' in heads[1]


def test_the_summary_counts_over_all_chunks(whole: batches.Done) -> None:
    assert (whole.summary.projects, whole.summary.invalid) == (28, 1)
    assert [problem.where.rpartition("/")[2] for problem in whole.errors] == ["c.geojson:1:2"]


class _Deadly(dict[str, Any]):
    """Attributes that kill the process that takes them in, as a lack of memory would."""

    def __reduce__(self) -> tuple[Any, tuple[int]]:
        return signal.raise_signal, (signal.SIGKILL,)


def _with_a_deadly_chunk(number: int, engine: Engine) -> Engine:
    def changed(chunks: Iterator[Chunk]) -> Iterator[Chunk]:
        for chunk in chunks:
            if chunk.number != number:
                yield chunk
                continue
            deadly = [_Deadly(each) for each in chunk.raw.properties]
            yield replace(chunk, features=replace(chunk.raw, properties=deadly))

    return lambda task, worker, chunks: engine(task, worker, changed(chunks))


@pytest.mark.slow
def test_a_process_that_dies_fails_the_projects_of_its_chunk_and_no_others(
    tmp_path: Path, paths: list[str], whole: batches.Done
) -> None:
    engine = _with_a_deadly_chunk(2, Processes(2))
    found = batches.finish(prepare(batches.request(paths), 4), tmp_path / "out", engine)
    lost, others = [8, 9, 10, 11], [n for n in range(28) if n not in (8, 9, 10, 11)]
    lines, expected = found.lines(), whole.lines()
    assert [lines[n] for n in others] == [expected[n] for n in others]
    assert [lines[n]["verdict"] for n in lost] == ["invalid"] * 4
    assert [lines[n]["id"] for n in lost] == ["P8", "P9", "P10", "P11"]
    assert all("ended abnormally (signal 9)" in lines[n]["errors"][0]["message"] for n in lost)
    assert found.summary.invalid == whole.summary.invalid + 4
    assert found.summary.projects == 28


@pytest.mark.parametrize("deadly", [False, True])
def test_processes_that_begin_early_change_no_byte_and_may_die_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, paths: list[str], whole: batches.Done, deadly: bool
) -> None:
    monkeypatch.setattr(inputs, "HELD_BYTES", 10)
    begun: list[int] = []
    with Processes(2) as engine:

        def begin(means: Means, request: Request, trial: Chunk) -> None:
            begun.append(len(trial))
            if deadly:
                properties = [_Deadly(each) for each in trial.raw.properties]
                trial = replace(trial, features=replace(trial.raw, properties=properties))
            engine.begin(means, request, trial)

        monkeypatch.setattr(started.multiprocessing.process.BaseProcess, "is_alive", lambda _: True)
        prepared = prepare(batches.request(paths), 4, begin)
        assert batches.finish(prepared, tmp_path / "out", engine) == whole
    assert begun == [23]


def test_a_short_run_begins_no_process_before_it_is_looked_through(paths: list[str]) -> None:
    begun: list[Any] = []
    prepare(batches.request(paths), 4, lambda *some: begun.append(some))
    assert not begun


def test_an_engine_that_fails_is_not_told_as_a_file_that_fails(tmp_path: Path, paths: list[str]) -> None:
    def engine(*asked: Any) -> Iterator[Any]:
        yield from islice(one_process(*asked), 1)
        raise ConnectionResetError("the line is cut")

    with pytest.raises(ConnectionResetError, match="the line is cut"):
        batches.run(batches.request(paths), tmp_path / "out", chunk_size=4, engine=engine)
    assert list((tmp_path / "out").iterdir()) == []


TEXTS = ("json", "csv", "geojson", "text", "jsonl")


class _Stopped(Exception):  # noqa: N818
    pass


def _until(number: int, engine: Engine) -> Engine:
    """An engine that is interrupted before it is done with a chunk."""

    def stopped(*asked: Any) -> Any:
        for outcome in engine(*asked):
            if outcome.number == number:
                raise _Stopped
            yield outcome

    return stopped


def _journal(folder: Path, key: str = "the run") -> Journal:
    return opened(folder / "journal", {"inputs": key, "options": [1]})


def _interrupted(folder: Path, paths: list[str], number: int) -> None:
    with closing(_journal(folder)) as journal, pytest.raises(_Stopped):
        engine = resuming(_until(number, one_process), journal)
        batches.run(batches.request(paths), folder / "first", chunk_size=4, engine=engine, forms=TEXTS)


@pytest.mark.slow
@pytest.mark.parametrize("torn", [0, 5000])
def test_an_interrupted_run_is_taken_up_and_ends_with_the_same_bytes(
    tmp_path: Path, paths: list[str], whole: batches.Done, torn: int
) -> None:
    _interrupted(tmp_path, paths, 5)
    file = tmp_path / "journal"
    file.write_bytes(file.read_bytes()[: -torn or None])
    asked = []

    def engine(_: Any, worker: Any, chunks: Iterator[Chunk]) -> Any:
        for chunk in chunks:
            asked.append(chunk.number)
            yield worker.work(chunk)

    with closing(_journal(tmp_path)) as journal:
        assert sorted(journal.done) == [0, 1, 2, 3, 4][: 4 if torn else 5]
        resumed = resuming(engine, journal)
        again = batches.run(
            batches.request(paths), tmp_path / "again", chunk_size=4, engine=resumed, forms=TEXTS
        )
    assert asked == [4, 5, 6, 7][0 if torn else 1 :]
    assert again.reports == {name: whole.reports[name] for name in again.reports}
    assert (again.summary, again.errors) == (whole.summary, whole.errors)


@pytest.mark.slow
def test_a_chunk_that_was_lost_is_done_again(tmp_path: Path, paths: list[str], whole: batches.Done) -> None:
    with closing(_journal(tmp_path)) as journal:
        engine = resuming(_with_a_deadly_chunk(2, Processes(2)), journal)
        batches.run(batches.request(paths), tmp_path / "first", chunk_size=4, engine=engine, forms=TEXTS)
    with closing(_journal(tmp_path)) as journal:
        assert sorted(journal.done) == [0, 1, 3, 4, 5, 6, 7]
        engine = resuming(one_process, journal)
        again = batches.run(
            batches.request(paths), tmp_path / "again", chunk_size=4, engine=engine, forms=TEXTS
        )
    assert again.reports["jsonl"] == whole.reports["jsonl"]


def test_a_journal_of_another_run_is_not_used_and_what_differs_is_named(
    tmp_path: Path, paths: list[str]
) -> None:
    _interrupted(tmp_path, paths, 3)
    with closing(_journal(tmp_path, "other inputs")) as found:
        assert (found.changed, found.done) == (("inputs",), {})


def test_two_runs_do_not_use_one_journal(tmp_path: Path) -> None:
    with closing(_journal(tmp_path)), pytest.raises(UsageError, match="another run is using"):
        _journal(tmp_path)
    _journal(tmp_path).close()


def test_a_short_run_is_shared_out_and_a_long_one_is_bounded() -> None:
    assert [size_for(total) for total in (1, 1_000, 10_000, 50_000, 10_000_000)] == [
        250,
        250,
        400,
        2_000,
        4_000,
    ]
