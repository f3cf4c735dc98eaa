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
from zonecheck.projects.sources import Source, State, beside, content, find, load, state


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


def both(error: pytest.ExceptionInfo[Any]) -> list[tuple[str, str]]:
    return [(problem("zh"), problem("en")) for problem in error.value.problems]


def problems(path: str) -> list[tuple[str, str]]:
    found = find([path])
    assert (found.files, found.ignored) == ((), 0)
    return [(problem("zh"), problem("en")) for problem in found.problems]


KNOWN = (
    ".csv .fgb .geojson .geojsonl .geojsons .geojsonseq .geoparquet .gpkg .json .kml .kmz .ndjson .parquet "
    ".shp .tsv .txt .xlsx .zip"
)


def test_what_cannot_be_found_is_told_with_what_would_be_right() -> None:
    assert problems("gone.json") == [("gone.json: 没有这个文件或文件夹", "gone.json: no such file or folder")]
    assert problems("no*.json") == [
        (
            f"no*.json: 没有匹配的可读文件;可读后缀:{KNOWN}",
            f"no*.json: matches no file that can be read; known suffixes: {KNOWN}",
        )
    ]
    for path, shown in (
        ("http://a.b/c", "http://a.b/c"),
        ("a\0b", "a\\0b"),
        ("\\\\?\\C:", "\\\\?\\C:"),
        ("/vsizip/x", "/vsizip/x"),
    ):
        assert problems(path) == [
            (f"{shown}: 不是本机上的普通文件;请先将数据保存为本机文件,再给出其路径",
             f"{shown}: is not a plain local file; save the data to a file and give its path")
        ]  # fmt: skip
    assert problems("x" * 5000)[0][1].endswith("no such file or folder")


def test_what_is_opened_and_no_data_is_told_in_both_languages(tmp_path: Path) -> None:
    blank, big = tmp_path / "blank.json", tmp_path / "big.json"
    blank.write_bytes(b"\xef\xbb\xbf \n")
    big.write_bytes(b"12345678901")
    with pytest.raises(InputError) as caught:
        load(Source("b", blank))
    assert both(caught) == [("b: 文件为空;至少应有一个项目", "b: is empty; expected at least one project")]
    with pytest.raises(LimitError) as limit:
        load(Source("b", big), max_size=10)
    assert both(limit) == [
        (
            "b: 文件超过大小上限 10 字节;如确需读取,请用 --max-size 提高上限",
            "b: is larger than the limit of 10 bytes; raise it with --max-size",
        )
    ]
    assert len(load(Source("b", big), max_size=11).data) == 11
    with pytest.raises(InputError) as gone:
        load(Source("b", tmp_path / "gone"))
    assert both(gone) == [
        ("b: 无法读取:No such file or directory", "b: cannot be read: No such file or directory")
    ]
    with pytest.raises(InputError) as folder:
        load(Source("b", tmp_path))
    assert folder.value.problems[0].where == "b"


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="this system has no device files")
def test_a_device_is_told_with_the_way_out() -> None:
    with pytest.raises(InputError) as caught:
        load(Source("d", Path("/dev/null")))
    assert both(caught) == [
        ("d: 不是普通文件(可能是管道或设备);管道数据请用“-”从标准输入读取",
         "d: is not a plain file (a pipe or a device?); use '-' to read from standard input")
    ]  # fmt: skip


def test_a_failure_of_the_system_without_words_is_told_nevertheless(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> int:
        raise OSError

    monkeypatch.setattr(os, "open", fail)
    with pytest.raises(InputError) as caught:
        load(Source("b", Path("x")))
    assert both(caught) == [("b: 无法读取:?", "b: cannot be read: ?")]


@pytest.mark.parametrize(
    ("data", "is_empty"),
    [
        (b"", True), (b"\0\r\n\t ", True), (b"\xef\xbb\xbf", True), (b" " * 4096, True), (b" " * 4097, False), (b" x", False),
        (b"\x1e", False), (b"\xef\xbb\xbf" + b" " * 4093, True),
    ],
)  # fmt: skip
def test_blanks_are_no_data_and_more_of_them_are_for_the_reader_to_judge(data: bytes, is_empty: bool) -> None:
    source = Source("-", None)
    if is_empty:
        with pytest.raises(InputError, match="is empty"):
            load(source, stdin=io.BytesIO(data))
    else:
        found = load(source, stdin=io.BytesIO(data))
        assert (found.name, found.data, found.suffix) == ("-", data, "")
    with pytest.raises(InputError, match="is empty"):
        load(source, stdin=None)


def test_a_stream_that_gives_little_at_a_time_is_read_to_its_end_or_just_beyond_the_limit() -> None:
    class Slow(io.RawIOBase):
        def __init__(self, data: bytes) -> None:
            self.left, self.asked = data, list[int]()

        def read(self, size: int = -1) -> bytes:
            self.asked.append(size)
            piece, self.left = self.left[: min(size, 3)], self.left[min(size, 3) :]
            return piece

    slow = Slow(b"0123456789")
    assert load(Source("-", None), stdin=slow, max_size=20).data == b"0123456789"  # type: ignore[arg-type]
    assert slow.asked == [21, 18, 15, 12, 11]
    slow = Slow(b"0123456789")
    with pytest.raises(LimitError):
        load(Source("-", None), stdin=slow, max_size=3)  # type: ignore[arg-type]
    assert (slow.asked, slow.left) == ([4, 1], b"456789")
    slow = Slow(b"x")
    load(Source("-", None), stdin=slow, max_size=2**40)  # type: ignore[arg-type]
    assert slow.asked == [16 * 1024 * 1024] * 2


def test_a_source_knows_its_place_and_its_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.GeoJSON"
    path.write_bytes(b"{}")
    os.utime(path, ns=(5, 7_000_000_000))
    monkeypatch.chdir(tmp_path)
    source = Source("a.GeoJSON", Path("a.GeoJSON"))
    assert (source.is_at(str(path)), source.is_at("./x/../a.GeoJSON"), source.is_at("b")) == (
        True,
        True,
        False,
    )
    assert not Source("-", None).is_at("-")
    assert (state(source), state(Source("-", None)), state(Source("b", tmp_path / "b"))) == (
        State(2, 7_000_000_000),
        None,
        None,
    )
    held = load(source)
    assert (held.name, held.data, held.suffix) == ("a.GeoJSON", b"{}", ".geojson")
    assert content("x.json", b"{}") == held.__class__("x.json", b"{}", held.sha256)


def test_a_file_beside_another_is_found_however_its_suffix_is_written(tmp_path: Path) -> None:
    for name in ("a.shp", "a.dbf", "a.PRJ", "b.shp"):
        (tmp_path / name).write_bytes(name.encode())
    source = Source("in/a.shp", tmp_path / "a.shp")
    assert (beside(source, ".dbf"), beside(source, ".prj"), beside(source, ".cpg")) == (
        b"a.dbf",
        b"a.PRJ",
        None,
    )
    assert beside(Source("-", None), ".dbf") is None
    assert beside(source, ".dbf", max_size=5) == b"a.dbf"
    with pytest.raises(LimitError) as limit:
        beside(source, ".dbf", max_size=4)
    assert (
        limit.value.problems[0]("en")
        == f"{Path('in/a.dbf')}: is larger than the limit of 4 bytes; raise it with --max-size"
    )
    (tmp_path / "a.cpg").mkdir()
    with pytest.raises(InputError) as caught:
        beside(source, ".cpg")
    assert caught.value.problems[0].where == str(Path("in/a.cpg"))
    assert beside(source, ".dbf", max_size=2**60) == b"a.dbf"


TEXT = "[地块坐标]".encode()
FOUND = {
    **dict.fromkeys(["a.shp", "a.SHX", "a.dbf", "a.shp.xml", "lone.dbf", "lone.shp.xml", "B.SHP", "B.prj", "c.gpkg"], b"x"),
    **dict.fromkeys(["c.gpkg-wal", "d.gpkg-wal", "E.CSV", "photo.png", "sub/z.kml", "sub/a.json", "sub.json/k.json"], b"x"),
    "notes.txt": b"parcels", "late.TXT": b"x" * 70_000 + TEXT, "r.txt": b"y" * 60_000 + TEXT,
    "p.txt": b"\n" + "[属性描述]".encode(), "q.TXT": TEXT.decode().encode("gb18030"),
}  # fmt: skip
TAKEN = [
    "B.SHP",
    "E.CSV",
    "a.shp",
    "c.gpkg",
    "p.txt",
    "q.TXT",
    "r.txt",
    "sub/a.json",
    "sub/z.kml",
    "sub.json/k.json",
]


def test_a_folder_gives_its_data_and_counts_what_is_neither_data_nor_a_part_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, data in FOUND.items():
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    monkeypatch.chdir(tmp_path)
    found = find(["in"])
    assert sorted(Path(source.name).relative_to("in").as_posix() for source in found.files) == sorted(TAKEN)
    assert (found.ignored, found.problems) == (
        6,
        (),
    )  # lone.dbf, lone.shp.xml, d.gpkg-wal, notes.txt, late.TXT, photo.png
    assert [source.name for source in found.files] == [str(source.path) for source in found.files]
    assert names(["in/sub*"]) == ["in/sub/a.json", "in/sub/z.kml", "in/sub.json/k.json"]
    again = find(["in/photo.png", "in", "in/*.png", "in/p.txt"])
    assert (len(again.files), again.ignored) == (len(TAKEN) + 1, 5)
    assert [problem.where for problem in again.problems] == ["in/*.png"]
    one = find(["in/[a]*"])
    assert ([source.name for source in one.files], one.ignored) == (["in/a.shp"], 0)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_in_a_folder_that_is_named_like_a_text_is_passed_over(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "a.json").write_bytes(b"{}")
    assert (len(find([str(tmp_path)]).files), find([str(tmp_path)]).ignored) == (1, 1)


def test_standard_input_is_taken_once() -> None:
    assert find(["-", "-"]).files == (Source("-", None),)
