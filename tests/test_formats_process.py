"""The process that reads risky formats, from both sides, without one: what is sent, what is believed of it, what bounds it."""

from __future__ import annotations

import io
import json
import runpy
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import shapely

from reading import faults, notes, shapes, told, why
from test_formats_geopackage import SITES, package, site
from zonecheck.errors import InputError, LimitError
from zonecheck.formats import apart, carried, child, portion_child, portions, read, sheet_marks, workbook
from zonecheck.formats.carried import Carried, Refused, packed, unpacked
from zonecheck.formats.features import NOT_COARSE, FeatureTable, Gathering
from zonecheck.formats.limits import Limits
from zonecheck.formats.portions import Large, Order, Portion
from zonecheck.formats.sheet import Row
from zonecheck.words import Text

LIMITS = Limits()
POINT = shapely.to_wkb(shapely.Point(113.5, 31.5))
FULL = Text("满", "full")


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (1.5, 1.5),
        (float("nan"), None),
        (float("inf"), None),
        (None, None),
        (True, True),
        (5, 5),
        ("甲", "甲"),
        ({1: float("nan"), "b": (1,)}, {"1": None, "b": [1]}),
        ([1, float("inf")], [1, None]),
        ((1, "a"), [1, "a"]),
        (b"ab", "ab"),
        ("甲".encode(), "甲"),
        (b"", ""),
        (b"a\0b", "<3 bytes>"),
        (b"\xff\xfe", "<2 bytes>"),
        (b"a\nb", "<3 bytes>"),
        (date(2026, 3, 1), "2026-03-01"),
        (datetime(2026, 3, 1, 5), "2026-03-01T05:00:00"),
        (np.int64(5), 5),
        (np.float64("nan"), None),
        (np.bool_(1), True),
        (np.datetime64("2026-03-01"), "2026-03-01"),
        (Decimal("1.50"), "1.50"),
    ],
)
def test_a_value_is_carried_as_json_has_it(value: Any, plain: Any) -> None:
    found = carried.column(value)
    assert (found, type(found)) == (plain, type(plain))


def test_a_text_that_is_no_utf8_is_shown_as_the_chinese_that_it_may_be() -> None:
    said = (
        "the text in 'a' of feature 7 is no UTF-8 (as GBK it would be '{}'); export the file again in UTF-8"
    )
    assert carried.not_utf8("a", 7, "甲".encode("gbk")).text.en == said.format("甲")
    assert carried.not_utf8("a", 7, b"\xff" + b"x" * 70).text.en == said.format("\\xff" + "x" * 59)
    assert not carried.not_utf8("a", 7, b"").limit


def everything() -> Carried:
    return Carried(
        "甲",
        "EPSG:4490",
        [{"a": "一"}, {"a": None}, {}],
        [POINT, None, POINT],
        {1: FULL},
        [FULL],
        [(3, [1, "b"])],
    )


def test_what_is_packed_comes_out_as_it_was() -> None:
    second = Carried("b", wkb=[b"xyz"], properties=[{}])
    assert unpacked(packed([everything(), second, Carried("c", wkb=[b"", b"x"])])) == [
        everything(),
        second,
        Carried("c", wkb=[b"", b"x"]),
    ]
    assert unpacked(packed([])) == []
    assert carried.is_refused(packed([everything()])) is False
    data = packed([everything()])
    assert int.from_bytes(data[:8], "big") + 8 + 2 * len(POINT) == len(data)
    assert "甲".encode() in data
    with pytest.raises(ValueError, match="JSON"):
        packed([Carried("x", properties=[{"a": float("nan")}])])


@pytest.mark.parametrize("limit", [True, False])
def test_a_refusal_is_packed_and_raised_again(limit: bool) -> None:
    data = packed(Refused(FULL, limit=limit))
    assert carried.is_refused(data)
    assert len(data) == 8 + int.from_bytes(data[:8], "big")
    with pytest.raises(Refused) as caught:
        unpacked(data)
    assert (caught.value.text, caught.value.limit, str(caught.value)) == (FULL, limit, "full")


def test_what_is_no_pack_is_none() -> None:
    assert not Refused(FULL).limit
    assert not carried.is_refused(b"")
    assert not carried.is_refused(b"\1" + bytes(7) + b"{}")
    assert not carried.is_refused(bytes(8) + b"[")
    with pytest.raises(ValueError, match="Expecting value"):
        unpacked(b"")


def through(monkeypatch: pytest.MonkeyPatch, *asked: Any, data: bytes = b"") -> tuple[bytes, list[int]]:
    """What the process answers, and the seconds to which it bounded itself."""
    bounds: list[int] = []
    out = io.BytesIO()
    monkeypatch.setattr(child, "limit", bounds.append)
    monkeypatch.setattr(portion_child, "limit", bounds.append)
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=out))
    (child if isinstance(asked[1], int) else portion_child).main(*asked)
    monkeypatch.undo()
    return out.getvalue(), bounds


def workbook_of(**sheets: Sequence[Sequence[Any]]) -> bytes:
    import openpyxl  # noqa: PLC0415

    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, lines in sheets.items():
        made = book.create_sheet(name)
        for line in lines:
            made.append(line)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_the_process_reads_each_kind_from_its_input(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    for kind in ("geopackage", "flatgeobuf", "geoparquet", "workbook"):
        module = __import__(f"zonecheck.formats.{kind}", fromlist=["x"])

        def reader(*what: Any, kind: str = kind) -> list[Carried]:
            asked.append((kind, *what))
            return [everything()]

        monkeypatch.setattr(module, "carried", reader)
    for kind in ("geopackage", "flatgeobuf", "geoparquet", "workbook"):
        with monkeypatch.context() as inner:
            answer, bounds = through(inner, kind, 5, 7, data=b"data")
        (found,) = unpacked(answer)
        assert (found.name, found.wkb, bounds) == ("甲", [POINT, None, POINT], [7])
    assert asked == [
        ("geopackage", b"data"),
        ("flatgeobuf", b"data"),
        ("geoparquet", b"data", 5),
        ("workbook", b"data", 5),
    ]


@pytest.mark.parametrize(
    ("error", "told", "limit"),
    [
        (Refused(FULL, limit=True), "full", True),
        (Refused(FULL), "full", False),
        (MemoryError(), "reading it takes more memory than is allowed; split the file", True),
        (ValueError(f"{'x' * 130}\nmore"), f"is broken ({'x' * 120}); get it again", False),
        (ValueError("short\nmore"), "is broken (short); get it again", False),
        (RuntimeError(), "is broken (RuntimeError); get it again", False),
    ],
)
def test_what_goes_wrong_in_the_process_is_its_answer(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, error: Exception, told: str, limit: bool
) -> None:
    def fails(*_: Any) -> None:
        raise error

    for asked in (("geopackage", 5, 7), ("geopackage", str(tmp_path / "p"), 5, 7)):
        with monkeypatch.context() as inner:
            inner.setattr("zonecheck.formats.geopackage.carried", fails)
            inner.setattr("zonecheck.formats.geopackage.opened", fails)
            answer, _ = through(inner, *asked, data=b"null\n")
        if asked[1] != 5:
            (answer, _), last = frames(answer)
            assert last == (b"", 0)
        with pytest.raises(Refused) as caught:
            unpacked(answer)
        assert (caught.value.text.en, caught.value.limit) == (told, limit)


def test_geometries_are_built_where_they_can_do_no_harm() -> None:
    good, garbled = (
        Carried("a", wkb=[POINT, None]),
        Carried("b", wkb=[b"\1\1", POINT, b"\1\1", None], faults={2: FULL}),
    )
    found = child.checked([good, garbled])
    assert [table.wkb for table in found] == [[POINT, None], [None, POINT, None, None]]
    assert found[0].faults == {}
    assert found[1].faults[0].en.startswith("the geometry cannot be built: ParseException: ")
    assert found[1].faults[2] == FULL
    assert list(garbled.faults) == [2, 0]


@pytest.mark.parametrize("error", [shapely.errors.GEOSException, ValueError, NotImplementedError])
def test_why_a_geometry_cannot_be_built_is_told_in_one_line(
    monkeypatch: pytest.MonkeyPatch, error: Any
) -> None:
    def fails(blobs: Any) -> None:
        assert blobs is not None
        raise error(f"{'x' * 110}\nmore")

    monkeypatch.setattr(shapely, "from_wkb", fails)
    (found,) = child.checked([Carried("a", wkb=[POINT])])
    assert {row: text.en for row, text in found.faults.items()} == {
        0: f"the geometry cannot be built: {'x' * 100}"
    }


class Bounds(SimpleNamespace):
    """Stands for what the platform knows of bounds."""

    RLIM_INFINITY, RUSAGE_SELF = -1, 0
    RLIMIT_CPU, RLIMIT_AS, RLIMIT_CORE, RLIMIT_FSIZE = "cpu", "as", "core", "fsize"

    def getrusage(self, whose: int) -> Any:
        assert whose == self.RUSAGE_SELF
        return SimpleNamespace(ru_utime=2.0, ru_stime=1.6)

    def getrlimit(self, name: str) -> tuple[int, int]:
        assert name in ("cpu", "as", "core", "fsize")
        return 99, self.hard

    def setrlimit(self, name: str, bounds: tuple[int, int]) -> None:
        self.made[name] = bounds


def test_the_process_bounds_itself_in_time_memory_and_files(monkeypatch: pytest.MonkeyPatch) -> None:
    free, bound = Bounds(hard=-1, made={}), Bounds(hard=5, made={})
    monkeypatch.setitem(sys.modules, "resource", free)  # type: ignore[arg-type]
    child.limit(7)
    assert free.made == {"cpu": (11, -1), "as": (6 << 30, -1), "core": (0, -1), "fsize": (0, -1)}
    monkeypatch.setitem(sys.modules, "resource", bound)  # type: ignore[arg-type]
    child.limit(7)
    assert bound.made == {"cpu": (5, 5), "as": (5, 5), "core": (0, 5), "fsize": (0, 5)}
    monkeypatch.setitem(sys.modules, "resource", None)  # type: ignore[arg-type]
    child.limit(7)


def test_called_by_its_name_the_process_reads_what_it_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for module, arguments in (
        (child, ["workbook", "9", "7"]),
        (portion_child, ["geopackage", large_file(tmp_path), "9", "7"]),
    ):
        out = io.BytesIO()
        monkeypatch.setitem(sys.modules, "resource", None)  # type: ignore[arg-type]
        monkeypatch.setattr(sys, "argv", ["x", *arguments])
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(b"null\n")))
        monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=out))
        runpy.run_path(str(module.__file__), run_name="__main__")
        monkeypatch.undo()
        assert b"ZIP" in out.getvalue() if module is child else frames(out.getvalue())[1] == (b"", 0)


def frames(data: bytes) -> list[tuple[bytes, int]]:
    """What a process sent, pack by pack with its count."""
    found, at = [], 0
    while at < len(data):
        length, count = (int.from_bytes(data[start : start + 8], "big") for start in (at, at + 8))
        found.append((data[at + 16 : at + 16 + length], count))
        at += 16 + length
    return found


def order(**changed: Any) -> bytes:
    stated: dict[str, Any] = {"table": 0, "names": None, "geometry": True, "size": 2, "at_most": None}
    return json.dumps(stated | changed).encode() + b"\n"


def large_file(folder: Path, count: int = 5) -> str:
    path = folder / "p.gpkg"
    path.write_bytes(package(SITES, *(site(f"P{n}") for n in range(count))))
    return str(path)


def test_the_process_answers_order_by_order(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    answer, bounds = through(
        monkeypatch,
        "geopackage",
        large_file(tmp_path),
        5,
        7,
        data=b"null\n" + order() + order(names=["name"], geometry=False, size=9),
    )
    heads, end, *packs, last, bare, stop = frames(answer)
    assert (json.loads(heads[0]), heads[1], end, last, stop) == (
        [[["fid", "name"], 5]],
        0,
        (b"", 0),
        (b"", 0),
        (b"", 0),
    )
    assert all(unpacked(pack)[0].wkb[0] for pack, _ in packs)
    assert [count for _, count in packs] == [2, 2, 1]
    assert [row["name"] for pack, _ in packs for row in unpacked(pack)[0].properties] == [
        "P0",
        "P1",
        "P2",
        "P3",
        "P4",
    ]
    (found,) = unpacked(bare[0])
    assert (found.properties[0], found.wkb, bare[1]) == ({"name": "P0"}, [None] * 5, 5)
    assert bounds == [7] * (1 + 2 + 4 + 2)


@pytest.mark.parametrize(
    ("at_most", "counts"),
    [(1, [1]), (2, [2]), (3, [2, 1]), (4, [2, 2]), (5, [2, 2, 1]), (6, [2, 2, 1]), (None, [2, 2, 1])],
)
def test_no_more_is_sent_than_ordered(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, at_most: int | None, counts: list[int]
) -> None:
    answer, _ = through(monkeypatch, "geopackage", large_file(tmp_path), 5, 7, data=order(at_most=at_most))
    *packs, _ = frames(answer)
    assert [count for _, count in packs] == counts
    assert [len(unpacked(pack)[0].properties) for pack, _ in packs] == counts


def test_what_is_cut_off_takes_its_faults_along() -> None:
    table = Carried(
        "a", properties=[{"n": n} for n in range(3)], wkb=[None] * 3, faults={0: FULL, 1: FULL, 2: FULL}
    )
    portion_child._cut(table, None)
    assert len(table.properties) == 3
    portion_child._cut(table, 2)
    assert (table.properties, table.wkb, list(table.faults)) == ([{"n": 0}, {"n": 1}], [None, None], [0, 1])


def test_another_kind_is_read_as_a_geopackage_and_each_kind_as_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened: list[Any] = []
    for kind in ("geopackage", "flatgeobuf", "geoparquet"):

        def opening(path: str, size: int, kind: str = kind) -> str:
            opened.append((kind, path, size))
            return "file"

        monkeypatch.setattr(f"zonecheck.formats.{kind}.opened", opening)
        monkeypatch.setattr(f"zonecheck.formats.{kind}.heads", lambda file: [file])
    for kind in ("geopackage", "flatgeobuf", "geoparquet", "os"):
        with monkeypatch.context() as inner:
            answer, _ = through(inner, kind, "p", 5, 7, data=b"null\nnull\n")
        assert frames(answer) == [(b'["file"]', 0), (b"", 0)] * 2
    assert opened == [
        ("geopackage", "p", 5),
        ("flatgeobuf", "p", 5),
        ("geoparquet", "p", 5),
        ("geopackage", "p", 5),
    ]


def test_a_process_whose_answer_nobody_takes_ends(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def gone(*_: Any) -> None:
        raise BrokenPipeError

    monkeypatch.setattr(portion_child, "_frames", gone)
    assert through(monkeypatch, "geopackage", large_file(tmp_path), 5, 7, data=order() * 2) == (b"", [7])


class Process:
    """Stands for the process that reads a large file: an answer to each order, after which it is dead."""

    def __init__(self, *answers: bytes, status: int = 3) -> None:
        self.answers, self.status, self.orders = list(answers), status, []  # type: ignore[var-annotated]
        self.stdout, self.stdin = io.BytesIO(), self
        self.killed, self.flushed, self.communicated, self.how = 0, 0, 0, {}  # type: ignore[var-annotated]

    def __call__(self, command: Any, **how: Any) -> Process:
        self.how = {"command": command, **how}
        return self

    def write(self, line: bytes) -> None:
        self.orders.append(line)

    def flush(self) -> None:
        self.flushed += 1
        if not self.answers:
            raise OSError
        self.stdout = io.BytesIO(self.answers.pop(0))

    def kill(self) -> None:
        self.killed += 1

    def communicate(self) -> None:
        self.communicated += 1
        raise OSError

    def wait(self) -> int:
        return self.status


def frame(pack: bytes, count: int = 0) -> bytes:
    return len(pack).to_bytes(8, "big") + count.to_bytes(8, "big") + pack


END = frame(b"")


def large(monkeypatch: pytest.MonkeyPatch, *answers: bytes, limits: Limits = LIMITS) -> tuple[Large, Process]:
    process = Process(*answers)
    monkeypatch.setattr(subprocess, "Popen", process)
    return Large("p.gpkg", Path("p.gpkg"), "geopackage", limits), process


def pack_of(count: int) -> bytes:
    return packed([Carried("sites", "EPSG:4490", [{"n": n} for n in range(count)], [POINT] * count)])


ASKED = Order(1, ["a"], True, 5)


def test_a_large_file_is_asked_for_by_orders(monkeypatch: pytest.MonkeyPatch) -> None:
    heads = json.dumps([[["a", "b"], 5], [[], 0]]).encode()
    file, process = large(
        monkeypatch,
        frame(heads) + END,
        frame(pack_of(2), 2) + frame(pack_of(1), 1) + END,
        limits=Limits(max_size=9, timeout_s=0.4),
    )
    assert file.heads() == [portions.Head(("a", "b"), 5), portions.Head((), 0)]
    found = list(file.portions(ASKED))
    assert [(each.name, each.count) for each in found] == [("p.gpkg", 2), ("p.gpkg", 1)]
    assert process.orders == [
        b"null\n",
        b'{"table": 1, "names": ["a"], "geometry": true, "size": 5, "at_most": null}\n',
    ]
    assert process.how["command"] == [
        sys.executable,
        "-P",
        "-m",
        "zonecheck.formats.portion_child",
        "geopackage",
        str(Path("p.gpkg").absolute()),
        "9",
        "1",
    ]
    assert (process.how["stdin"], process.how["stdout"], process.how["stderr"]) == (
        subprocess.PIPE,
        subprocess.PIPE,
        subprocess.DEVNULL,
    )
    assert (process.how["env"], process.killed) == (apart.environment(), 0)
    del file
    assert (process.killed, process.communicated) == (1, 1)


def test_what_a_file_holds_may_be_told_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    file, _ = large(monkeypatch, frame(b'[[["a"],') + frame(b"5]]") + END)
    assert file.heads() == [portions.Head(("a",), 5)]


def test_the_time_that_a_process_has_is_told_to_it_in_whole_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    file, process = large(monkeypatch, frame(b"[]") + END, limits=Limits(timeout_s=7.6))
    assert file.heads() == []
    assert process.how["command"][-1] == "8"


def test_a_process_that_was_not_heard_to_the_end_gets_no_other_order(monkeypatch: pytest.MonkeyPatch) -> None:
    file, process = large(monkeypatch, frame(pack_of(2), 2) + END, END)
    reading = file.portions(ASKED)
    next(reading)
    assert file._idle is None
    reading.close()
    assert (process.killed, file._idle) == (1, None)
    assert list(file.portions(ASKED)) == []
    assert file._idle is process


@pytest.mark.parametrize("answer", [b"", END[:15], frame(pack_of(2), 2)[:-1], frame(b"x")[:-1]])
def test_a_process_that_ends_before_its_answer_does_is_told_with_its_status(
    monkeypatch: pytest.MonkeyPatch, answer: bytes
) -> None:
    file, process = large(monkeypatch, answer)
    assert why(lambda: list(file.portions(ASKED))) == (
        "p.gpkg: the process that read it ended abnormally (status 3); the file is broken or built to harm, get it again"
    )
    assert (process.killed, file._idle) == (1, None)
    file, process = large(monkeypatch)
    assert "ended abnormally (status 3)" in why(file.heads)


@pytest.mark.parametrize(("limit", "kind"), [(True, LimitError), (False, InputError)])
def test_what_the_process_refuses_is_raised_with_the_name_of_the_file(
    monkeypatch: pytest.MonkeyPatch, limit: bool, kind: Any
) -> None:
    file, process = large(monkeypatch, frame(packed(Refused(FULL, limit=limit))) + END)
    with pytest.raises(InputError) as caught:
        list(file.portions(ASKED))
    assert (type(caught.value), str(caught.value), process.killed) == (kind, "p.gpkg: full", 1)


def test_a_process_that_is_late_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    file, process = large(monkeypatch, END, limits=Limits(timeout_s=0.25))

    class Timer:
        def __init__(self, seconds: float, end: Any) -> None:
            assert seconds == 0.25
            self.end = end

        def start(self) -> None:
            assert self.daemon  # type: ignore[attr-defined]
            self.end()

        def cancel(self) -> None:
            cancelled.append(True)

    cancelled: list[bool] = []
    monkeypatch.setattr(threading, "Timer", Timer)
    assert (
        why(lambda: list(file.portions(ASKED)))
        == "p.gpkg: reading it took more than 0.25 seconds; raise the limit with --timeout"
    )
    assert (process.killed, cancelled) == (2, [True])


def test_a_portion_is_opened_where_it_is_needed() -> None:
    good = Portion("p", pack_of(2), 2)
    assert shapes(good.table(LIMITS, several=False)) == ["POINT (113.5 31.5)"] * 2
    assert (good.table(LIMITS, several=True).name, good.table(LIMITS, several=False).name) == ("sites", "")
    assert good.table(Limits(max_vertices=0), several=False).faults.keys() == {0, 1}
    city = Portion("p", packed([Carried("t", CITY)]), 0)
    assert why(city.table, LIMITS, several=False).startswith(
        "p: its coordinate system 'city' has no EPSG code"
    )
    ended = "p: the process that read it ended abnormally (status None); the file is broken or built to harm, get it again"
    lying = packed([Carried("a", properties=[{}], wkb=[])])
    lacking = packed([Carried("a", properties=[], wkb=[None])])
    for pack, count in (
        (pack_of(2), 1),
        (lying, 1),
        (lying, 0),
        (lacking, 1),
        (b"", 0),
        (packed([everything()] * 2), 3),
        (frame(b"[{}]")[8:], 1),
        (b"\0" * 7 + b"\4[5]", 0),
        (packed([]), 0),
    ):
        assert why(Portion("p", pack, count).carried) == ended
    for limit, kind in ((True, LimitError), (False, InputError)):
        with pytest.raises(InputError) as caught:
            Portion("p", packed(Refused(FULL, limit=limit)), 0).carried()
        assert (type(caught.value), str(caught.value)) == (kind, "p: full")


def run(monkeypatch: pytest.MonkeyPatch, answer: Any, status: int = 0) -> list[Any]:
    """Has the process answer so, and gives what it was asked."""
    asked: list[Any] = []

    def running(command: Any, **how: Any) -> Any:
        asked.append((command, how))
        if isinstance(answer, Exception):
            raise answer
        return SimpleNamespace(stdout=answer, returncode=status)

    monkeypatch.setattr(subprocess, "run", running)
    return asked


def test_a_risky_file_is_handed_over_as_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = run(monkeypatch, packed([everything()]))
    (found,) = apart.read("p.gpkg", b"data", "geopackage", Limits(max_size=9, timeout_s=2.6))
    ((command, how),) = asked
    assert command == [sys.executable, "-P", "-m", "zonecheck.formats.child", "geopackage", "9", "3"]
    assert how == {
        "input": b"data",
        "capture_output": True,
        "timeout": 2.6,
        "check": False,
        "env": apart.environment(),
    }
    assert (shapes(found), found.properties) == (
        ["POINT (113.5 31.5)", None, "POINT (113.5 31.5)"],
        [{"a": "一"}, {"a": None}, {}],
    )
    assert (found.crs, found.silence, found.name, found.ids, found.lines) == (
        4490,
        "nothing",
        "",
        [None] * 3,
        [None] * 3,
    )
    assert (faults(found)[1], told(found.remarks), found.decimals.tolist()) == (
        "full",
        ["full"],
        [NOT_COARSE] * 3,
    )
    apart.read("p.gpkg", b"data", "geopackage", Limits(timeout_s=0.2))
    assert asked[1][0][-1] == "1"


def test_the_process_has_the_paths_of_this_one_and_no_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", ["", "a", "b"])
    monkeypatch.setenv("OF_THE_USER", "1")
    found = apart.environment()
    assert found["PYTHONPATH"].split(apart.os.pathsep) == ["a", "b"]
    assert (found["OF_THE_USER"], found["PROJ_NETWORK"]) == ("1", "OFF")


@pytest.mark.parametrize(
    ("answer", "kind", "told"),
    [
        (
            subprocess.TimeoutExpired("x", 1),
            LimitError,
            "p: reading it took more than 120 seconds; raise the limit with --timeout",
        ),
        (packed(Refused(FULL, limit=True)), LimitError, "p: full"),
        (packed(Refused(FULL)), InputError, "p: full"),
        (
            b"",
            InputError,
            "p: the process that read it ended abnormally (status -11); the file is broken or built to harm, get it again",
        ),
        (frame(b"[{}]")[8:], InputError, None),
        (b"\0" * 7 + b"\4[5]", InputError, None),
    ],
)
def test_what_is_wrong_with_a_risky_file_is_told_with_its_name(
    monkeypatch: pytest.MonkeyPatch, answer: Any, kind: Any, told: str | None
) -> None:
    run(monkeypatch, answer, -11)
    with pytest.raises(InputError) as caught:
        apart.read("p", b"", "geopackage", LIMITS)
    assert type(caught.value) is kind
    assert told is None or str(caught.value) == told


@pytest.mark.parametrize("wkb", [[b"\1\1"], [], [POINT] * 2, [b"\1\x08\0\0\0\0\0\0\0"]])
def test_features_that_the_process_cannot_have_sent_are_refused(
    monkeypatch: pytest.MonkeyPatch, wkb: list[bytes]
) -> None:
    said = "p: the process that read it ended abnormally (status None); the file is broken or built to harm, get it again"
    run(monkeypatch, packed([Carried("a", properties=[{}], wkb=list(wkb))]))
    assert why(apart.read, "p", b"", "geopackage", LIMITS) == said


def test_several_tables_bear_their_names(monkeypatch: pytest.MonkeyPatch) -> None:
    run(
        monkeypatch,
        packed(
            [
                everything(),
                Carried(
                    "乙", "EPSG:4979", [{}], [shapely.to_wkb(shapely.Point(1, 2, 3), output_dimension=3)]
                ),
            ]
        ),
    )
    first, second = apart.read("p", b"", "geopackage", LIMITS)
    assert (first.name, second.name, second.crs, notes(second)) == (
        "甲",
        "乙",
        4326,
        {0: ["the heights in the coordinates are ignored"]},
    )
    assert apart.read("p", b"", "geopackage", Limits(max_vertices=0))[1].faults.keys() == {0}


CITY = 'LOCAL_CS["city",UNIT["metre",1]]'


@pytest.mark.parametrize(
    ("stated", "crs"), [(None, None), ("EPSG:4547", 4547), ("garbage", None), ("EPSG:4480", 4490)]
)
def test_the_system_that_is_stated_becomes_its_code(stated: str | None, crs: int | None) -> None:
    assert apart.featured("p", Carried("t", stated), LIMITS, several=False).crs == crs


def test_a_system_without_a_code_is_refused_with_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    run(monkeypatch, packed([Carried("t", CITY)]))
    assert why(apart.read, "p", b"", "geopackage", LIMITS).startswith(
        "p: its coordinate system 'city' has no EPSG code"
    )
    told = "its coordinate system 'city' has no EPSG code and is not taken for a similar one"
    assert why(apart.featured, "p", Carried("t", CITY), LIMITS, several=False).startswith(f"p: {told}")
    assert why(apart.featured, "p", Carried("t", CITY), LIMITS, several=True).startswith(f"p/t: {told}")


def sheet(name: str, *lines: Sequence[Any], remarks: Sequence[Text] = ()) -> Carried:
    return Carried(name, rows=[(n, list(line)) for n, line in enumerate(lines, 1)], remarks=list(remarks))


PLACES: list[Sequence[Any]] = [["id", "lon", "lat"], ["A", 113.5, 31.5]]


def test_the_sheets_that_say_where_something_is_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    run(
        monkeypatch,
        packed(
            [sheet("一", *PLACES, remarks=[FULL]), sheet("说明", ["x"]), sheet("空"), sheet("二", *PLACES)]
        ),
    )
    one, two = apart.read("p.xlsx", b"", "workbook", Limits(max_vertices=0))
    assert (one.name, two.name, one.lines, one.properties[0]["id"]) == ("一", "二", [2], "A")
    assert told(one.remarks) == [
        "full",
        "the sheet '说明' was not read: has no column of coordinates (found: x); "
        "expected wkt, lon and lat, x and y, or coordinates",
    ]
    assert (told(two.remarks), faults(two)[0][:20]) == ([], "has 1 positions, mor")
    run(monkeypatch, packed([sheet("一", *PLACES), sheet("二", *PLACES)]))
    assert [table.name for table in apart.read("p.xlsx", b"", "workbook", LIMITS)] == ["一", "二"]
    run(monkeypatch, packed([sheet("一", *PLACES), sheet("空")]))
    assert apart.read("p.xlsx", b"", "workbook", LIMITS)[0].name == ""


def test_a_workbook_without_places_is_told_sheet_by_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    run(monkeypatch, packed([sheet("空")]))
    assert why(apart.read, "p.xlsx", b"", "workbook", LIMITS) == "p.xlsx: the workbook is empty"
    run(monkeypatch, packed([sheet("X", ["x"])]))
    assert why(apart.read, "p.xlsx", b"", "workbook", LIMITS).startswith(
        "p.xlsx/X: has no column of coordinates"
    )
    run(monkeypatch, packed([sheet("一", ["x"]), sheet("二", ["lon", "lng", "lat"])]))
    assert why(apart.read, "p.xlsx", b"", "workbook", LIMITS).split("\n") == [
        "p.xlsx/一: has no column of coordinates (found: x); expected wkt, lon and lat, x and y, or coordinates",
        "p.xlsx/二: the columns lon, lng could each hold the coordinate; keep one set of coordinate columns",
    ]


def test_the_rows_of_every_sheet_are_given_as_they_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = run(monkeypatch, packed([sheet("一", ["a", 1], remarks=[FULL]), sheet("二")]))
    assert apart.sheets("p.xlsx", b"d", Limits(max_size=9)) == [
        ("一", [Row(1, ["a", 1])], (FULL,)),
        ("二", [], ()),
    ]
    assert asked[0][0][-3:] == ["workbook", "9", "120"]
    assert asked[0][1]["input"] == b"d"
    run(monkeypatch, packed(Refused(FULL)))
    assert why(apart.sheets, "p.xlsx", b"", LIMITS) == "p.xlsx: full"


def zipped(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(
                {"book": "xl/workbook.xml", "Sheet": "xl/Sheet.XML", "links": "a.rels"}.get(name, name),
                content,
            )
    return stream.getvalue()


def test_a_workbook_is_its_sheets_with_their_filled_rows() -> None:
    data = workbook_of(
        一=[
            ["a", 1, None, 2.5],
            [],
            [None, None],
            [None, "b", " ", ""],
            [True, datetime(2026, 3, 1), datetime(2026, 3, 1, 5)],
            ["2026-03-01T00:00:00"],
        ],
        空=[],
    )
    one, empty = workbook.carried(data, 1 << 20)
    assert (one.name, empty.name, empty.rows, one.remarks) == ("一", "空", [], [])
    assert one.rows == [
        (1, ["a", 1, None, 2.5]),
        (4, [None, "b"]),
        (5, [True, "2026-03-01", "2026-03-01T05:00:00"]),
        (6, ["2026-03-01T00:00:00"]),
    ]


def test_a_sheet_whose_marks_are_not_found_is_read_without_them() -> None:
    sheet = SimpleNamespace(
        title="一", _worksheet_path="x", reset_dimensions=list, iter_rows=lambda **_: [("a",)]
    )
    assert workbook._sheet(sheet, {}) == Carried("一", rows=[(1, ["a"])])


def test_a_workbook_is_no_wider_than_its_bound_and_says_so() -> None:
    (found,) = workbook.carried(workbook_of(一=[[*range(1000), "far"]]), 1 << 20)
    assert found.rows[0][1] == list(range(1000))
    assert told(found.remarks) == ["what stands beyond column 1000 was not read"]
    (found,) = workbook.carried(workbook_of(一=[[*range(1000)]]), 1 << 20)
    assert found.remarks == []


@pytest.mark.parametrize(
    ("data", "told", "limit"),
    [
        (b"x", "the ZIP archive is broken or cannot be unpacked (File is not a zip file)", False),
        (zipped(a=b""), "is no XLSX workbook; save an old .xls as .xlsx", False),
        (zipped(book=b"<a/>"), "the workbook is broken (KeyError); save it again", False),
        (
            zipped(book=b"x<!DOCTYPE"),
            "the workbook declares entities, which can be an attack; it is not read",
            False,
        ),
        (
            zipped(book=b"", Sheet=b"x<!ENTITY"),
            "the workbook declares entities, which can be an attack; it is not read",
            False,
        ),
        (
            zipped(book=b"", links=b"x<!ENTITY"),
            "the workbook declares entities, which can be an attack; it is not read",
            False,
        ),
        (
            zipped(book=b"x" * 1001),
            "unpacks to 1001 bytes, more than the limit of 1000; raise it with --max-size",
            True,
        ),
    ],
)
def test_a_workbook_that_is_none_is_told(data: bytes, told: str, limit: bool) -> None:
    with pytest.raises(Refused) as caught:
        workbook.carried(data, 1000)
    assert (caught.value.text.en, caught.value.limit) == (told, limit)


@pytest.mark.parametrize(
    "error", [ValueError, KeyError, TypeError, AttributeError, IndexError, SyntaxError, zipfile.BadZipFile]
)
def test_whatever_the_library_stumbles_over_is_a_broken_workbook(
    monkeypatch: pytest.MonkeyPatch, error: Any
) -> None:
    import openpyxl  # noqa: PLC0415

    def fails(file: Any, **how: Any) -> None:
        assert (file.read(2), how) == (b"PK", {"read_only": True, "data_only": True, "keep_links": False})
        raise error

    monkeypatch.setattr(openpyxl, "load_workbook", fails)
    assert (
        why(workbook.carried, zipped(book=b""), 1000)
        == f"the workbook is broken ({error.__name__}); save it again"
    )


def marked(rows: list[tuple[int, list[Any]]], xml: str) -> tuple[list[tuple[int, list[Any]]], list[str]]:
    said = told(sheet_marks.filled(rows, xml.encode()))
    return rows, said


MERGED = "cells that are merged downwards are read with the value of the first, such as {}"


@pytest.mark.parametrize(
    ("rows", "refs", "filled", "cells"),
    [
        ([(1, ["a"]), (2, []), (3, [None])], ["A1:A3"], [["a"], ["a"], ["a"]], "A1:A3"),
        ([(1, ["a", "b"]), (2, ["x"]), (4, ["y"])], ["B1:B9"], [["a", "b"], ["x", "b"], ["y", "b"]], "B1:B9"),
        ([(1, ["a", "b"]), (2, ["x", "y"])], ["A1:B2"], [["a", "b"], ["a", "y"]], "A1:A2"),
        ([(1, ["a"]), (2, ["x"])], ["A1:C1"], [["a"], ["x"]], None),
        ([(1, ["a"]), (2, ["x"]), (3, ["z"])], ["A1:A2"], [["a"], ["a"], ["z"]], "A1:A2"),
        ([(1, [None]), (2, ["x"])], ["A1:A2"], [[None], ["x"]], None),
        ([(1, ["a"]), (2, ["x"])], ["C1:C2"], [["a"], ["x"]], None),
        ([(2, ["x"])], ["A1:A2"], [["x"]], None),
        ([], ["A1:A2"], [], None),
        ([(1, [0]), (2, [5])], ["A1:A2"], [[0], [0]], "A1:A2"),
        (
            [(1, list(range(30))), (2, [])],
            ["AB1:AB2", "Z1:Z2", "AA1:AA2", "AC1:AC2"],
            [list(range(30)), [None] * 25 + [25, 26, 27, 28]],
            "AB1:AB2, Z1:Z2, AA1:AA2",
        ),
    ],
)
def test_merged_values_count_for_every_row_below(
    rows: Any, refs: list[str], filled: list[list[Any]], cells: str | None
) -> None:
    xml = "<mergeCells>" + "".join(f'<mergeCell x="1" ref="{ref}"/>' for ref in refs)
    found, said = marked(rows, xml)
    assert [line for _, line in found] == filled
    assert said == ([MERGED.format(cells)] if cells else [])


NO_RESULT = (
    "{} formulas have no calculated result and were read as blank, such as {}; "
    "open the file in a spreadsheet program, calculate and save it"
)


def test_formulas_without_a_result_are_counted_and_some_named() -> None:
    xml = (
        '<c r="A1"><f>1+1</f></c><c r="B2" s="1"><f>x</f><v></v></c><c><f/></c><c r="C3"><f t="x"/> <v/></c>'
        '<c r="D4" t="str"><f>""</f><v></v></c>'
        '<c r="E5" t="str"><f>""</f></c><c r="F6"><f>1</f><v>2</v></c><c r="G7"><v>2</v></c>'
    )
    assert marked([], xml)[1] == [NO_RESULT.format(5, "A1, B2, ?")]
    assert marked([], '<c r="F6"><f>1</f><v>2</v></c>')[1] == []


def test_cells_that_lie_too_far_are_told_and_the_last_is_not_too_far() -> None:
    far = "what stands beyond column 1000 was not read"
    assert [marked([], f'<c r="{name}1">')[1] for name in ("ALL", "ALM", "ZZ", "AAA", "BAA")] == [
        [],
        [far],
        [],
        [],
        [far],
    ]
    xml = '<c r="BAA1"><f>1</f></c><mergeCell ref="A1:A2"/>'
    assert [said.split()[0] for said in marked([(1, ["a"]), (2, [])], xml)[1]] == ["cells", "1", "what"]


def feature(count: int, name: str = "", remarks: Sequence[Text] = ()) -> FeatureTable:
    gathering = Gathering()
    for n in range(count):
        gathering.add(shapely.Point(n, 1), {})
    return gathering.table(None, "nothing", 9, name=name, remarks=remarks)


def reads(monkeypatch: pytest.MonkeyPatch, *tables: FeatureTable) -> Any:
    def beside(_: str) -> None:
        return None

    def reading(*what: Any) -> Any:
        assert what == ("p.csv", b"data", beside, LIMITS, "gbk")
        return tables

    monkeypatch.setattr(read, "READERS", {".csv": reading})
    return read.read("p.csv", b"data", ".csv", beside=beside, limits=LIMITS, encoding="gbk")


def test_the_tables_that_hold_features_are_given_and_the_empty_ones_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    more = Text("多", "more")
    first, second = reads(
        monkeypatch,
        feature(0, "a", [FULL]),
        feature(2, "b", [more]),
        feature(0, ""),
        feature(1, "c"),
        feature(0, "d"),
    )
    assert (first.name, second.name, second.remarks) == ("b", "c", ())
    assert told(first.remarks) == ["more", "these tables hold no features: a, d", "full"]
    (only,) = reads(monkeypatch, feature(1), feature(0))
    assert only.remarks == ()
    assert why(reads, monkeypatch, feature(0, "a", [FULL]), feature(0, "b", [more])) == (
        "p.csv: has no features; expected at least one project\np.csv: full\np.csv: more"
    )


def test_a_file_is_read_by_its_suffix_in_the_encoding_that_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(
        read, "READERS", {suffix: lambda *what: asked.append(what) or () for suffix in read.READERS}
    )  # type: ignore[func-returns-value]

    def beside(_: str) -> None:
        return None

    for encoding in (None, "utf-8", "UTF8", "gbk"):
        assert read.tables("p", b"x", ".csv", beside=beside, limits=LIMITS, encoding=encoding) == ()
    assert asked == [("p", b"x", beside, LIMITS, encoding) for encoding in (None, None, None, "gbk")]
    assert why(read.tables, "p", b"x", ".csv", beside=beside, limits=LIMITS, encoding="klingon").startswith(
        "--encoding: no encoding"
    )


STARTS = {
    ".gpkg": b"SQLite format 3\0",
    ".fgb": b"fgb\x03",
    ".parquet": b"PAR1",
    ".geoparquet": b"PAR1",
    ".shp": b"\0\0\x27\x0a",
    ".xlsx": b"PK",
    ".zip": b"PK",
    ".kmz": b"PK",
}


@pytest.mark.parametrize("suffix", STARTS)
def test_a_file_whose_first_bytes_belie_its_suffix_is_refused(
    monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    monkeypatch.setattr(read, "READERS", dict.fromkeys(read.READERS, lambda *_: ()))
    assert (
        read.tables("p", STARTS[suffix] + b"x", suffix, beside=lambda _: None, limits=LIMITS, encoding=None)
        == ()
    )
    assert why(
        read.tables,
        "p",
        STARTS[suffix][:-1] + b"x",
        suffix,
        beside=lambda _: None,
        limits=LIMITS,
        encoding=None,
    ) == (f"p: the content is not what the suffix {suffix} says; check the file")


@pytest.mark.parametrize(
    ("data", "suffix"),
    [
        (b"SQLite format 3\0", ".gpkg"),
        (b"fgb\x03", ".fgb"),
        (b"PAR1", ".parquet"),
        (b"\0\0\x27\x0a", ".shp"),
        (b"PK\3\4", None),
        (b"", None),
        (b"a,b", None),
        (b"\xef\xbb\xbf  <?xml?>\n<KML>", ".kml"),
        (b" " * 5000 + b"x" * 1996 + b"<kml", ".kml"),
        (b"x" * 1997 + b"<kml", None),
        (b"PAR1<kml", ".kml"),
        (b"\xef\xbb\xbf" + b" " * 5000 + b"<kml", ".kml"),
    ],
)
def test_the_suffix_of_a_file_is_told_by_its_first_bytes(data: bytes, suffix: str | None) -> None:
    assert read.suffix_of(data) == suffix


def test_each_reader_is_given_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def beside(_: str) -> None:
        return None

    def notes_as(name: str) -> Iterator[None]:
        return lambda *what: asked.append((name, *what)) or ()  # type: ignore[func-returns-value, return-value]

    for target in (
        "delimited.read",
        "apart.read",
        "parcels.read",
        "shapefile.read",
        "shapefile.read_zip",
        "kml.read",
        "kml.read_kmz",
    ):
        monkeypatch.setattr(f"zonecheck.formats.{target}", notes_as(target))
    for suffix in (
        ".csv",
        ".tsv",
        ".xlsx",
        ".txt",
        ".shp",
        ".zip",
        ".gpkg",
        ".fgb",
        ".parquet",
        ".geoparquet",
        ".kml",
        ".kmz",
    ):
        read.READERS[suffix]("p", b"x", beside, LIMITS, "gbk")
    assert asked == [
        ("delimited.read", "p", b"x", LIMITS, "gbk"),
        ("delimited.read", "p", b"x", LIMITS, "gbk"),
        ("apart.read", "p", b"x", "workbook", LIMITS),
        ("parcels.read", "p", b"x", LIMITS, "gbk"),
        ("shapefile.read", "p", b"x", beside, LIMITS, "gbk"),
        ("shapefile.read_zip", "p", b"x", LIMITS, "gbk"),
        ("apart.read", "p", b"x", "geopackage", LIMITS),
        ("apart.read", "p", b"x", "flatgeobuf", LIMITS),
        ("apart.read", "p", b"x", "geoparquet", LIMITS),
        ("apart.read", "p", b"x", "geoparquet", LIMITS),
        ("kml.read", "p", b"x", LIMITS, "gbk"),
        ("kml.read_kmz", "p", b"x", LIMITS, "gbk"),
    ]
    assert set(read.READERS) == {
        ".csv",
        ".tsv",
        ".xlsx",
        ".txt",
        ".shp",
        ".zip",
        ".gpkg",
        ".fgb",
        ".parquet",
        ".geoparquet",
        ".kml",
        ".kmz",
    }


def test_a_geopackage_with_changes_beside_it_is_refused() -> None:
    beside = {".gpkg-wal": b"x"}.get
    assert why(read.READERS[".gpkg"], "p", b"", beside, LIMITS, None) == (
        "p: another program has changes to this GeoPackage that are not yet written (its -wal file); close it first"
    )
