"""Which files are meant: files, folders, globs, standard input; and what is never opened."""

from __future__ import annotations

import hashlib
import io
import os
from pathlib import Path
from typing import Any

import pytest

from worlds import ask
from zonecheck.errors import InputError, LimitError
from zonecheck.projects.sources import Source, find, load


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two inputs at different depths and two other files; it is the current one."""
    for name in ("b.geojson", "deep/er/a.ndjson", "notes.txt", "deep/photo.png"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"{}")
    monkeypatch.chdir(tmp_path)
    return tmp_path / "in"


def names(paths: list[str]) -> list[str]:
    return [Path(source.name).as_posix() for source in find(paths).files]


@pytest.mark.usefixtures("folder")
def test_a_folder_is_read_recursively_in_sorted_order_and_other_files_are_counted() -> None:
    found = find(["in"])
    assert names(["in"]) == ["in/b.geojson", "in/deep/er/a.ndjson"]
    assert (found.ignored, found.problems) == (2, ())


@pytest.mark.usefixtures("folder")
def test_a_glob_is_expanded_here_because_windows_shells_do_not() -> None:
    assert names(["in/*.geojson"]) == ["in/b.geojson"]
    assert names(["in/**/*.ndjson"]) == ["in/deep/er/a.ndjson"]


@pytest.mark.usefixtures("folder")
def test_a_glob_that_matches_nothing_is_a_problem() -> None:
    (problem,) = find(["in/*.shp"]).problems
    assert problem.where == "in/*.shp"
    assert "matches no file that can be read" in problem("en")


def test_a_file_that_exists_is_itself_even_if_its_name_looks_like_a_glob(folder: Path) -> None:
    (folder / "site[1].geojson").write_bytes(b"{}")
    assert names(["in/site[1].geojson"]) == ["in/site[1].geojson"]


@pytest.mark.usefixtures("folder")
def test_a_named_file_may_have_any_suffix() -> None:
    assert names(["in/notes.txt"]) == ["in/notes.txt"]


def test_a_file_that_is_meant_twice_is_read_once(folder: Path) -> None:
    found = find(["in/b.geojson", "in", str(folder / "b.geojson")])
    assert len(found.files) == 2


@pytest.mark.usefixtures("folder")
def test_a_missing_path_does_not_hide_the_others() -> None:
    found = find(["in/b.geojson", "gone.geojson"])
    assert len(found.files) == 1
    assert found.problems[0].where == "gone.geojson"


@pytest.mark.parametrize(
    "path",
    [
        "http://example.org/a.geojson",
        "/vsicurl/http://example.org/a",
        "PG:dbname=x",
        "MEM:::data",
        "file:///a.json",
    ],
)
def test_what_is_no_plain_local_file_is_refused_by_its_name(path: str) -> None:
    found = find([path])
    assert found.files == ()
    assert "not a plain local file" in found.problems[0]("en")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_named_pipe_is_refused_at_once_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.geojson")
    (source,) = find([str(tmp_path / "pipe.geojson")]).files
    with pytest.raises(InputError, match="not a plain file"):
        load(source)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no device files")
def test_a_device_is_refused_although_it_would_never_end() -> None:
    with pytest.raises(InputError, match="not a plain file"):
        load(Source("/dev/zero", Path("/dev/zero")))


def test_standard_input_is_a_dash_and_read_as_bytes() -> None:
    (source,) = find(["-"]).files
    assert load(source, stdin=io.BytesIO(b"{}")).data == b"{}"
    with pytest.raises(LimitError):
        load(source, max_size=1, stdin=io.BytesIO(b"{}"))


@pytest.mark.usefixtures("folder")
def test_the_hash_is_that_of_the_bytes_read() -> None:
    content = load(find(["in/b.geojson"]).files[0])
    assert content.sha256 == hashlib.sha256(b"{}").hexdigest()


@pytest.mark.usefixtures("folder")
def test_the_size_limit_names_the_option_that_raises_it() -> None:
    with pytest.raises(LimitError, match="--max-size"):
        load(find(["in/b.geojson"]).files[0], max_size=1)


@pytest.mark.skipif(
    os.name == "nt" or getattr(os, "geteuid", lambda: 0)() == 0, reason="needs a file that may not be read"
)
def test_a_file_that_may_not_be_read_is_an_input_error(folder: Path) -> None:
    (folder / "b.geojson").chmod(0)
    with pytest.raises(InputError, match="cannot be read"):
        load(find(["in/b.geojson"]).files[0])


def test_a_file_that_is_gone_when_it_is_opened_is_an_input_error(folder: Path) -> None:
    (source,) = find(["in/b.geojson"]).files
    (folder / "b.geojson").unlink()
    with pytest.raises(InputError, match="cannot be read"):
        load(source)


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_a_link_that_leads_to_itself_is_an_input_error(
    capsys: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "loop.geojson").symlink_to("loop.geojson")
    answer = ask(capsys, "loop.geojson", "-o", "out.json", "--lang", "en")
    assert (answer.status, "cannot be read" in answer.err) == (2, True)


def test_a_high_limit_sets_no_memory_aside(tmp_path: Path) -> None:
    file = tmp_path / "a.geojson"
    file.write_bytes(b"{}")
    assert load(Source(str(file), file), max_size=2**45).data == b"{}"
    assert load(Source("-", None), max_size=2**45, stdin=io.BytesIO(b"{}")).data == b"{}"
