"""The parts of a shapefile and of an archive, byte by byte: each field, each kind of record, each way of being broken."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
import shapely

from reading import faults, notes, shapes, told, why
from zonecheck.formats import archive, dbf, rings, shapefile, shp
from zonecheck.formats.features import NOT_COARSE, Fault, Gathering
from zonecheck.formats.limits import Limits
from zonecheck.formats.sound import FARTHEST, made_sound

LIMITS = Limits()
Field = tuple[str | bytes, str, int, int]


def cell(value: str | bytes, kind: str, width: int, encoding: str) -> bytes:
    raw = value if isinstance(value, bytes) else value.encode(encoding)
    return raw.rjust(width) if kind in "NF" else raw.ljust(width)


def table(
    fields: Sequence[Field],
    *rows: Sequence[str | bytes],
    driver: int = 0,
    encoding: str = "gbk",
    end: bytes = b"\x0d",
) -> bytes:
    """A .dbf as its layout has it: a head, an entry for each field, and rows of fixed width."""
    entries = b"".join(
        (name if isinstance(name, bytes) else name.encode(encoding)).ljust(11, b"\0")
        + kind.encode() + bytes(4) + bytes([width, places]) + bytes(14)
        for name, kind, width, places in fields
    )  # fmt: skip
    width = 1 + sum(field[2] for field in fields)
    head = bytearray(
        b"\x03"
        + bytes(3)
        + struct.pack("<IHH", len(rows), 32 + len(entries) + len(end), width)
        + b"\xaa" * 20
    )
    head[29] = driver
    body = b"".join(
        b" "
        + b"".join(
            cell(value, field[1], field[2], encoding) for value, field in zip(row, fields, strict=True)
        )
        for row in rows
    )
    return bytes(head) + entries + end + body


def read(
    fields: Sequence[Field],
    *rows: Sequence[str | bytes],
    cpg: bytes | None = None,
    named: str | None = None,
    **how: Any,
) -> dbf.Records:
    return dbf.records(table(fields, *rows, **how), cpg, named)


@pytest.mark.parametrize(
    ("kind", "width", "places", "raw", "value"),
    [
        ("C", 6, 0, "ab", "ab"),
        ("C", 6, 0, " ab", " ab"),
        ("C", 6, 0, "", None),
        ("C", 6, 0, b"ab\0\0", "ab"),
        ("C", 6, 0, "甲", "甲"),
        ("N", 8, 0, "12", 12),
        ("N", 8, 0, "-12", -12),
        ("N", 8, 2, "12.50", 12.5),
        ("N", 8, 2, "12", 12.0),
        ("N", 8, 0, "12.5", 12.5),
        ("N", 8, 0, "1e3", 1000.0),
        ("N", 8, 0, "1E3", 1000.0),
        ("F", 8, 0, "7", 7),
        ("F", 8, 3, "7.25", 7.25),
        ("N", 8, 0, "", None),
        ("N", 8, 0, "********", None),
        ("N", 8, 0, b"\0" * 8, None),
        ("N", 8, 0, "x1", "x1"),
        ("N", 8, 0, "*1", "*1"),
        ("L", 1, 0, "T", True),
        ("L", 1, 0, "t", True),
        ("L", 1, 0, "Y", True),
        ("L", 1, 0, "y", True),
        ("L", 1, 0, "F", False),
        ("L", 1, 0, "f", False),
        ("L", 1, 0, "N", False),
        ("L", 1, 0, "n", False),
        ("L", 1, 0, "?", None),
        ("L", 1, 0, "X", None),
        ("N", 8, 0, "1X", "1X"),
        ("N", 8, 0, "X*", "X*"),
        ("C", 6, 0, "aX", "aX"),
        ("L", 1, 0, "", None),
        ("D", 8, 0, "20260301", "2026-03-01"),
        ("D", 8, 0, "", None),
        ("D", 8, 0, "2026-3-1", "2026-3-1"),
        ("D", 9, 0, "202603011", "202603011"),
        ("I", 4, 0, struct.pack("<i", -5), -5),
        ("I", 4, 0, struct.pack("<i", 258), 258),
        ("I", 5, 0, "12", None),
        ("M", 4, 0, "12", None),
        ("B", 8, 0, "12", None),
    ],
)
def test_a_field_is_read_by_its_kind(
    kind: str, width: int, places: int, raw: str | bytes, value: Any
) -> None:
    found = read(
        [("id", "C", 2, 0), ("a", kind, width, places), ("z", "C", 2, 0)], ["i", raw, "z"], ["k", raw, "y"]
    )
    assert found.properties == [{"id": "i", "a": value, "z": "z"}, {"id": "k", "a": value, "z": "y"}]
    assert type(found.properties[0]["a"]) is type(value)
    unread = kind in "MB"
    said = told(found.remarks)[1 if value == "甲" else 0 :]
    assert said == (["these fields of .dbf are memos or binary and were not read: a"] if unread else [])


def test_a_table_of_no_rows_and_one_that_ends_without_its_mark_are_read() -> None:
    found = read([("a", "C", 2, 0)])
    assert (found.properties, found.cut_names, found.remarks) == ([], frozenset(), ())
    assert read([("a", "C", 2, 0)], ["x"], end=b"").properties == [{"a": "x"}]
    assert read([("a", "C", 2, 0)], ["x"], end=b"\x0d" + bytes(31)).properties == [{"a": "x"}]


def test_a_table_that_is_not_whole_is_told() -> None:
    whole = table([("a", "C", 2, 0), ("b", "N", 3, 0)], ["x", "1"], ["y", "2"])
    said = ".dbf states 2 records, which do not fit its length; the file is not whole, export it again"
    assert dbf.records(whole + b"\x1a", None, None).properties[1] == {"a": "y", "b": 2}
    assert why(dbf.records, whole[:-1], None, None) == said
    assert why(dbf.records, whole[:10] + b"\x07" + whole[11:], None, None) == said
    assert why(dbf.records, b"", None, None).startswith(".dbf states 0 records")
    assert why(dbf.records, whole[:10] + b"\x05" + whole[11:], None, None) == said
    assert why(dbf.records, whole[:8] + struct.pack("<H", 33) + whole[10:], None, None) == said
    assert why(read, []).startswith(".dbf states 0 records")


def test_rows_that_are_marked_as_deleted_are_told() -> None:
    data = table([("a", "C", 2, 0)], ["x"], ["y"], ["z"])
    marked = data.replace(b" y", b"*y").replace(b" z", b"*z")
    assert why(dbf.records, marked, None, None) == (
        "2 records of .dbf are marked as deleted while their geometries still lie in .shp; pack and export the file again"
    )


def test_two_fields_of_one_name_are_told() -> None:
    assert (
        why(read, [("a", "C", 2, 0), ("a ", "C", 2, 0)])
        == "two fields of .dbf have one name; rename one and export again"
    )


@pytest.mark.parametrize(
    ("name", "encoding", "read_as", "cut"),
    [
        ("abcdefghi", "gbk", "abcdefghi", False),
        ("abcdefghij", "gbk", "abcdefghij", True),
        ("abcdefgh_1", "gbk", "abcdefgh_1", True),
        ("abcdefg_12", "gbk", "abcdefg_12", True),
        ("abcdef_123", "gbk", "abcdef_123", True),
        ("国民经济", "gbk", "国民经济", False),
        ("国民经济a", "gbk", "国民经济a", True),
        ("国民经济行", "gbk", "国民经济行", True),
        ("国民", "utf-8", "国民", False),
        ("国民经".encode()[:8], "utf-8", "国民", True),
        ("国民a", "utf-8", "国民a", False),
        ("国民ab", "utf-8", "国民ab", True),
        ("国民经济".encode("gbk") + b"_1", "gbk", "国民经济_1", True),
        ("国民经".encode()[:8] + b"_1", "utf-8", "国民_1", True),
        (b"abc\0def", "gbk", "abc", False),
        (b" ab ", "gbk", "ab", False),
    ],
)
def test_a_name_is_read_and_known_to_be_cut_where_there_was_no_room(
    name: Any, encoding: str, read_as: str, cut: bool
) -> None:
    found = read([(name, "C", 4, 0)], ["x"], cpg=encoding.encode(), encoding=encoding)
    assert found.properties == [{read_as: "x"}]
    assert found.cut_names == ({read_as} if cut else set())


def test_names_alone_tell_the_encoding() -> None:
    found = read([("名", "C", 4, 0)], ["x"])
    assert (found.properties, told(found.remarks)) == ([{"名": "x"}], [AS_GBK])
    found = read([("名_1", "C", 4, 0), (b"abcdefghijk", "C", 4, 0)], ["x", "y"], cpg=b"gbk")
    assert (found.properties, found.cut_names) == ([{"名_1": "x", "abcdefghijk": "y"}], {"abcdefghijk"})


AS_GBK = "there is no .cpg; the attributes are read as GB18030 (GBK)"


@pytest.mark.parametrize(
    ("encoding", "driver", "cpg", "named", "remarks"),
    [
        ("gbk", 0, None, None, [AS_GBK]),
        ("utf-8", 0, None, None, []),
        ("gbk", 0x4D, None, None, []),
        ("gbk", 0x7A, None, None, []),
        ("big5", 0x4F, None, None, []),
        ("big5", 0x78, None, None, []),
        ("gbk", 0x57, None, None, [AS_GBK]),
        ("utf-8", 0x4F, None, None, []),
        ("gbk", 0, b"936", None, []),
        ("gbk", 0, b"CP936\r\n", None, []),
        ("gbk", 0, b"OEM 936", None, []),
        ("gbk", 0, b"GB2312\0", None, []),
        ("gbk", 0, b"gb-18030", None, []),
        ("utf-8", 0, b"UTF-8", None, []),
        ("utf-8", 0, b"65001", None, []),
        ("utf-8", 0, b"utf8", None, []),
        ("gbk", 0, b" ", None, [AS_GBK]),
        ("big5", 0, b"ANSI 950", None, []),
        ("big5", 0, b"big5", None, []),
        ("gbk", 0, b"UTF-8", "gbk", []),
        ("gbk", 0, b"klingon", "gb18030", []),
        ("gbk", 0, b"ISO-8859-1", "gb18030", []),
    ],
)
def test_the_encoding_is_as_named_as_stated_as_the_header_says_or_as_the_bytes_allow(
    encoding: str, driver: int, cpg: bytes | None, named: str | None, remarks: list[str]
) -> None:
    found = read([("名", "C", 8, 0)], ["甲厂"], cpg=cpg, named=named, driver=driver, encoding=encoding)
    assert (found.properties, told(found.remarks)) == ([{"名": "甲厂"}], remarks)


@pytest.mark.parametrize(
    ("raw", "cpg", "named", "told"),
    [
        (
            "甲",
            b"UTF-8",
            None,
            ".cpg says utf-8, but the text of .dbf is not; name its real encoding with --encoding, such as gb18030",
        ),
        (
            "甲",
            b"ISO-8859-1",
            None,
            ".cpg says iso8859-1, but the text of .dbf is not; name its real encoding with --encoding, such as gb18030",
        ),
        (
            "甲",
            b"1252",
            None,
            ".cpg says cp1252, but the text of .dbf is not; name its real encoding with --encoding, such as gb18030",
        ),
        (
            "甲",
            b"ANSI 1252",
            None,
            ".cpg says cp1252, but the text of .dbf is not; name its real encoding with --encoding, such as gb18030",
        ),
        (
            "甲",
            b"cp437",
            None,
            ".cpg says cp437, but the text of .dbf is not; name its real encoding with --encoding, such as gb18030",
        ),
        (
            "甲",
            b"oem850",
            None,
            ".cpg says cp850, but the text of .dbf is not; name its real encoding with --encoding, such as gb18030",
        ),
        (
            "甲".encode(),
            b"latin-1",
            None,
            ".cpg says iso8859-1, but the text of .dbf is not; name its real encoding with --encoding, such as gb18030",
        ),
        (
            "甲",
            b"ascii",
            None,
            ".cpg says ascii, but the text of .dbf is not; name its real encoding with --encoding, such as gb18030",
        ),
        (
            "甲",
            b"XUTF-8X",
            None,
            ".cpg names the encoding 'XUTF-8X', which is not known; name it with --encoding, such as gb18030",
        ),
        ("甲", None, "utf-8", ".dbf cannot be decoded as utf-8, as --encoding says; name its real encoding"),
        (
            "甲",
            b"k" * 30,
            None,
            f".cpg names the encoding '{'k' * 20}', which is not known; name it with --encoding, such as gb18030",
        ),
        (
            b"\xff\xff",
            None,
            None,
            ".dbf is neither UTF-8 nor GB18030 (GBK); name its encoding with --encoding",
        ),
    ],
)
def test_an_encoding_that_the_text_contradicts_is_told(
    raw: Any, cpg: bytes | None, named: str | None, told: str
) -> None:
    assert why(read, [("a", "C", 8, 0)], ["x"], [raw], cpg=cpg, named=named) == told


def test_a_single_byte_encoding_is_believed_where_the_text_is_no_chinese() -> None:
    assert read([("a", "C", 8, 0)], [b"caf\xe9 \xff"], cpg=b"ISO-8859-1").properties == [{"a": "café ÿ"}]
    assert read([("a", "C", 8, 0)], ["abc"], cpg=b"ISO-8859-1").properties == [{"a": "abc"}]
    assert read([("a", "C", 8, 0)], ["甲"], [b"\xff\xff"], cpg=b"latin-1").properties[1] == {"a": "ÿÿ"}


def test_what_fills_a_text_up_is_no_part_of_it() -> None:
    fields: list[Field] = [("a", "C", 6, 0)]
    cut = "甲厂".encode("gbk")[:3]
    for filled in (cut + b"   ", cut + b"\0\0\0"):
        found = read(fields, [filled])
        assert (found.properties[0], len(found.remarks)) == ({"a": "甲"}, 2)
    assert read(fields, [b"\xe7X"]).properties == [{"a": b"\xe7X".decode("gbk")}]
    assert told(read(fields, [b"\xe7X"]).remarks) == [AS_GBK]


def test_texts_that_were_cut_within_a_character_are_counted_and_the_first_is_shown() -> None:
    fields: list[Field] = [("i", "C", 1, 0), ("名", "C", 5, 0), ("n", "N", 1, 0)]
    cut = "甲化厂".encode("gbk")[:5]
    found = read(fields, ["1", "甲", "1"], ["2", cut, "2"], ["3", cut, "3"], cpg=b"gbk")
    assert told(found.remarks) == [
        "text in .dbf was cut at the width of its field, 2 times, as in '名' of record 2: 甲化…; check it"
    ]
    assert [row["名"] for row in found.properties] == ["甲", "甲化", "甲化"]
    both = read([*fields, ("m", "M", 1, 0)], ["2", cut, "2", ""])
    assert [said.split()[0] for said in told(both.remarks)] == ["there", "these", "text"]


def index(*starts: int) -> bytes:
    body = b"".join(struct.pack(">ii", start // 2, 0) for start in starts)
    return b"\0\0\x27\x0a" + bytes(20) + struct.pack(">i", (100 + len(body)) // 2) + bytes(72) + body


def main(*contents: bytes) -> bytes:
    body = b"".join(
        struct.pack(">ii", n, len(content) // 2) + content for n, content in enumerate(contents, 1)
    )
    return b"\0\0\x27\x0a" + bytes(20) + struct.pack(">i", (100 + len(body)) // 2) + bytes(72) + body


def parts(
    kind: int,
    *rings_of: Sequence[tuple[float, float]],
    starts: Sequence[int] | None = None,
    points: int | None = None,
) -> bytes:
    """A record of lines or areas."""
    positions = [place for ring in rings_of for place in ring]
    begun = np.cumsum([0, *(len(ring) for ring in rings_of)])[:-1].tolist() if starts is None else starts
    return (
        struct.pack("<i4d2i", kind, 0, 0, 0, 0, len(begun), len(positions) if points is None else points)
        + struct.pack(f"<{len(begun)}i", *begun)
        + b"".join(struct.pack("<2d", *place) for place in positions)
    )


def many(kind: int, *places: tuple[float, float], count: int | None = None) -> bytes:
    head = struct.pack("<i4di", kind, 0, 0, 0, 0, len(places) if count is None else count)
    return head + b"".join(struct.pack("<2d", *place) for place in places)


NULL = struct.pack("<i", 0)
SQUARE = [(0.0, 0.0), (0.0, 9.0), (9.0, 9.0), (9.0, 0.0), (0.0, 0.0)]
HOLE = [(1.0, 1.0), (2.0, 1.0), (2.0, 2.0), (1.0, 1.0)]
LINE = [(0.0, 0.0), (1.0, 1.0)]


@pytest.mark.parametrize(
    ("content", "wkt"),
    [
        (struct.pack("<i2d", 1, 0.1, 6), "POINT (0.1 6)"),
        (struct.pack("<i4d", 11, 0.1, 6, 7, 8), "POINT (0.1 6)"),
        (struct.pack("<i4d", 11, 5, 6, 7, 8), "POINT (5 6)"),
        (struct.pack("<i3d", 21, 5, 6, 7), "POINT (5 6)"),
        (many(8, (1, 2), (3, 4)), "MULTIPOINT ((1 2), (3 4))"),
        (many(18, (1, 2)), "MULTIPOINT ((1 2))"),
        (many(28, (1, 2)), "MULTIPOINT ((1 2))"),
        (parts(3, LINE), "LINESTRING (0 0, 1 1)"),
        (parts(13, LINE, HOLE), "MULTILINESTRING ((0 0, 1 1), (1 1, 2 1, 2 2, 1 1))"),
        (parts(23, LINE), "LINESTRING (0 0, 1 1)"),
        (parts(5, SQUARE), "POLYGON ((0 0, 0 9, 9 9, 9 0, 0 0))"),
        (parts(15, SQUARE, HOLE), "POLYGON ((0 0, 0 9, 9 9, 9 0, 0 0), (1 1, 2 1, 2 2, 1 1))"),
        (parts(25, HOLE), "POLYGON ((1 1, 2 1, 2 2, 1 1))"),
        (many(8, (1, 2)) + bytes(16), "MULTIPOINT ((1 2))"),
    ],
)
def test_a_record_is_its_geometry(content: bytes, wkt: str) -> None:
    assert shp.geometry(content).wkt == wkt
    assert shp.is_solid(content) is (content[0] in (11, 13, 15, 18))


GARBLED = "the record is garbled and gives no geometry; export the file again"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (NULL, "has no geometry; give a point, a line or an outline"),
        (struct.pack("<i", 31), "the shape type 31 cannot be checked; convert it to points, lines or areas"),
        (struct.pack("<i", -1), "the shape type -1 cannot be checked; convert it to points, lines or areas"),
        (struct.pack("<id", 1, 5), GARBLED),
        (many(8, count=0), GARBLED),
        (many(8, (1, 2), count=2), GARBLED),
        (many(8)[:36], GARBLED),
        (parts(3, starts=[]), GARBLED),
        (parts(3, LINE, starts=[0, 0]), GARBLED),
        (parts(3, LINE, LINE, starts=[2, 0]), GARBLED),
        (parts(3, LINE, LINE, starts=[1]), GARBLED),
        (parts(3, LINE, points=3), GARBLED),
        (parts(3, LINE, starts=[0, 1, 2]), GARBLED),
        (parts(3, LINE, [(1, 1)]), "the line has one position only; expected two or more"),
        (parts(3, [(1, 1)]), "the line has one position only; expected two or more"),
        (
            parts(5, SQUARE[:3]),
            "a ring has 3 positions; expected three different ones or more, the last equal to the first",
        ),
        (
            parts(5, SQUARE[:4]),
            "a ring is not closed: it starts at (0, 0) and ends at (9, 0); repeat the first position at the end",
        ),
        (parts(5, [(np.nan, 0), *SQUARE]), "a ring has coordinates that are no finite numbers"),
    ],
)
def test_a_record_that_is_no_geometry_is_a_fault(content: bytes, told: str) -> None:
    found = shp.geometry(content)
    assert isinstance(found, Fault)
    assert found.text.en == told


def test_as_many_parts_as_points_are_no_more_than_there_can_be() -> None:
    assert "one position only" in shp.geometry(parts(3, [(1, 1)], [(2, 2)])).text.en
    assert shp.geometry(parts(3, [(1, 1)], [(2, 2)], points=1)).text.en == GARBLED


def test_records_are_read_in_order_against_the_index() -> None:
    first, second = NULL, struct.pack("<i2d", 1, 5, 6)
    assert shp.records(main(first, second), index(100, 112)) == [first, second]
    assert shp.records(main(), index()) == []


@pytest.mark.parametrize(
    ("shape", "shx", "told"),
    [
        (b"", index(), "its .shp is no part of a shapefile; get the files again"),
        (b"\0" * 100, index(), "its .shp is no part of a shapefile; get the files again"),
        (main()[:99], index(), "its .shp is no part of a shapefile; get the files again"),
        (main(), index()[:99], "its .shx is no part of a shapefile; get the files again"),
        (main(NULL), b"\0" * 108, "its .shx is no part of a shapefile; get the files again"),
        (
            main(NULL)[:-2],
            index(100),
            ".shp should have 112 bytes and has 110; the file is not whole, get it again",
        ),
        (
            main(NULL),
            index(100)[:-4],
            ".shx should have 108 bytes and has 104; the file is not whole, get it again",
        ),
        (
            main(NULL),
            index(100)[:24] + struct.pack(">i", 52) + index(100)[28:104],
            ".shx should have 8n+100 bytes and has 104; the file is not whole, get it again",
        ),
        (
            main(NULL),
            index(),
            "the parts disagree: 1 records in .shp, 0 in .shx, or other places; export the file again",
        ),
        (
            main(NULL),
            index(104),
            "the parts disagree: 1 records in .shp, 1 in .shx, or other places; export the file again",
        ),
        (
            main(NULL)[:104] + struct.pack(">i", 3) + NULL,
            index(100),
            ".shp should have 114 bytes and has 112; the file is not whole, get it again",
        ),
        (
            main(NULL)[:104] + struct.pack(">i", 1) + NULL,
            index(100),
            ".shp should have 110 bytes and has 112; the file is not whole, get it again",
        ),
        (
            main(NULL, b"")[:120],
            index(100),
            ".shp should have 120 bytes and has 120; the file is not whole, get it again",
        ),
    ],
)
def test_parts_that_are_not_whole_are_told(shape: bytes, shx: bytes, told: str) -> None:
    assert why(shp.records, shape, shx) == told


def test_a_record_whose_head_is_cut_is_told() -> None:
    cut = main(NULL) + b"\0\0\0\x02"
    cut = cut[:24] + struct.pack(">i", len(cut) // 2) + cut[28:]
    far = main(NULL)[:104] + b"\1" + main(NULL)[105:]
    assert why(shp.records, far, index(100)).startswith(
        f".shp should have {112 + 2 * (1 << 24)} bytes and has 112"
    )
    far = main(NULL)[:24] + b"\1" + main(NULL)[25:]
    assert why(shp.records, far, index(100)).startswith(
        f".shp should have {112 + 2 * (1 << 24)} bytes and has 112"
    )
    assert (
        why(shp.records, cut, index(100))
        == ".shp should have 120 bytes and has 116; the file is not whole, get it again"
    )


def square(west: float, south: float, size: float) -> Any:
    return np.array(shapely.box(west, south, west + size, south + size).exterior.coords)


def test_what_lies_in_what_makes_holes_and_parts() -> None:
    outer, hole, island, beside = square(0, 0, 9), square(1, 1, 7), square(2, 2, 5), square(20, 0, 1)
    pond = square(3, 3, 1)
    assert rings.area([outer]).equals(shapely.box(0, 0, 9, 9))
    found = rings.area([hole, beside, island, outer, pond])
    assert (found.geom_type, found.area) == ("MultiPolygon", 81 - 49 + 25 - 1 + 1)
    assert [len(part.interiors) for part in found.geoms] == [0, 1, 1]
    assert rings.area([outer, hole]).geom_type == "Polygon"
    assert rings.area([outer, square(1, 1, 1), square(5, 5, 1)]).area == 79
    assert rings.area([outer, outer]).geom_type == "MultiPolygon"


def test_what_lies_in_a_bay_does_not_lie_in_the_area() -> None:
    bay = np.array([[0, 0], [9, 0], [9, 9], [6, 9], [6, 3], [3, 3], [3, 9], [0, 9], [0, 0]], dtype=float)
    assert [len(part.interiors) for part in rings.area([bay, square(4, 5, 1)]).geoms] == [0, 0]


def test_a_ring_is_closed_once() -> None:
    ring = square(0, 0, 1)
    assert np.array_equal(rings.closed(ring[:-1]), ring)
    assert rings.closed(ring) is ring
    assert np.array_equal(
        rings.closed(np.array([[0.0, 0], [1, 0], [0, 1]])), [[0, 0], [1, 0], [0, 1], [0, 0]]
    )
    assert rings.closed(np.empty((0, 2))).shape == (0, 2)


@pytest.mark.parametrize(
    ("ring", "told"),
    [
        ([[0, 0], [1, 0], [0, 0]], "a ring has 3 positions; expected three different ones or more, the last equal to the first"),
        ([[0, 0], [1, 0], [1, 1], [0, 1.5]],
         "a ring is not closed: it starts at (0, 0) and ends at (0, 1.5); repeat the first position at the end"),
        ([[0, 1 / 3], [1, 0], [1, 1], [0, 0]],
         "a ring is not closed: it starts at (0, 0.333333333333) and ends at (0, 0); repeat the first position at the end"),
        ([[0, 0], [1, np.inf], [1, 1], [0, 0]], "a ring has coordinates that are no finite numbers"),
    ],
)  # fmt: skip
def test_a_ring_that_is_none_is_told(ring: Any, told: str) -> None:
    assert why(rings.area, [np.array(ring, dtype=float)]) == told
    assert why(rings.area, [square(0, 0, 9), np.array(ring, dtype=float)]) == told


def sound(
    *geometry: Any, most: int = 100, known: Any = ()
) -> tuple[list[Any], dict[int, str], dict[int, list[str]]]:
    column = np.array([*geometry, None], dtype=object)[:-1]
    reasons, said = dict(known), {}  # type: ignore[var-annotated]
    found = made_sound(column, reasons, said, most)
    return (
        list(found),
        {row: text.en for row, text in reasons.items()},
        {row: told(texts) for row, texts in said.items()},
    )


def test_geometries_that_can_be_used_stay_and_the_others_have_a_reason() -> None:
    point, nested = (
        shapely.Point(1, 2),
        shapely.GeometryCollection([shapely.GeometryCollection([shapely.Point(1, 2)])]),
    )
    collection = shapely.GeometryCollection([point])
    line = shapely.LineString([(0, 0), (1, 1), (2, 2)])
    far = shapely.LineString([(1, 2), (FARTHEST * 2, 1), (3, np.inf)])
    ring = shapely.LinearRing([(0, 0), (1, 0), (1, 1)])
    found, reasons, said = sound(
        point, None, nested, collection, line, far, ring, shapely.Point(FARTHEST, -FARTHEST), most=3
    )
    assert found == [point, None, None, collection, line, None, None, shapely.Point(FARTHEST, -FARTHEST)]
    assert reasons == {
        1: "has no geometry; give a point, a line or an outline",
        2: "a collection of geometries stands inside a collection; write one level only",
        5: "the coordinates (2000000000000.0, 1.0) are no finite numbers, or beyond the range of any coordinate system",
        6: "the geometry type LinearRing cannot be checked; convert it to points, lines or areas, curves to straight pieces",
    }
    assert said == {}
    assert sound(line, point, most=2)[1] == {
        0: "has 3 positions, more than the limit of 2; raise it with --max-vertices"
    }
    assert sound(None, known={0: shp._SHORT})[1] == {
        0: "the line has one position only; expected two or more"
    }


def test_several_collections_are_told_apart() -> None:
    point = shapely.Point(1, 2)
    nested = shapely.GeometryCollection([point, shapely.GeometryCollection([point])])
    flat = shapely.GeometryCollection([point, point])
    assert list(sound(point, flat, nested, flat, nested)[1]) == [2, 4]


def test_heights_and_measures_are_left_out_and_told() -> None:
    heights, measures = (
        "the heights in the coordinates are ignored",
        "the measures (M) in the coordinates are ignored",
    )
    texts = (
        "POINT (1 2)",
        "POINT Z (1 2 3)",
        "POINT M (1 2 3)",
        "POINT ZM (1 2 3 4)",
        "LINESTRING Z (1 2 3, 4 5 6)",
    )
    found, reasons, said = sound(*map(shapely.from_wkt, texts))
    assert [shape.wkt for shape in found] == ["POINT (1 2)"] * 4 + ["LINESTRING (1 2, 4 5)"]
    assert said == {1: [heights], 2: [measures], 3: [heights, measures], 4: [heights]}
    assert reasons == {}


def test_features_are_gathered_in_columns() -> None:
    gathering = Gathering()
    gathering.add(shapely.Point(1, 2), {"a": 1})
    gathering.add(Fault(shp._SHORT), {"a": 2}, identity="x", line=7, decimals=3.0, notes=[shp._GARBLED])
    found = gathering.table(4490, "by_values", 10, name="n", remarks=[shp._SHORT], cut_names=frozenset("a"))
    assert (shapes(found), found.properties) == (["POINT (1 2)", None], [{"a": 1}, {"a": 2}])
    assert (found.ids, found.lines, found.decimals.tolist()) == ([None, "x"], [None, 7], [NOT_COARSE, 3.0])
    assert (found.crs, found.silence, found.name, found.cut_names, len(found)) == (
        4490,
        "by_values",
        "n",
        frozenset("a"),
        2,
    )
    assert faults(found) == {1: "the line has one position only; expected two or more"}
    assert (notes(found), told(found.remarks)) == (
        {1: [GARBLED]},
        ["the line has one position only; expected two or more"],
    )
    plain = gathering.table(None, "nothing", 0)
    assert (plain.crs, plain.name, plain.remarks, plain.cut_names) == (None, "", (), frozenset())
    assert plain.faults[0].en == "has 1 positions, more than the limit of 0; raise it with --max-vertices"
    assert found.decimals.dtype == gathering.table(None, "nothing", 9).decimals.dtype == np.float64
    solid = Gathering()
    solid.add(shapely.Point(1, 2, 3), {})
    assert notes(solid.table(None, "nothing", 9)) == {0: ["the heights in the coordinates are ignored"]}


DBF = table([("id", "C", 4, 0), ("abcdefghij", "C", 4, 0)], ["甲", "x"], ["乙", "y"])
SHP = main(struct.pack("<i2d", 1, 113.5, 31.5), struct.pack("<i4d", 11, 113.5, 31.5, 5, 0))
SHX = index(100, 128)
PRJ = b'GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],' \
      b'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'  # fmt: skip
WHOLE = {".shp": SHP, ".shx": SHX, ".dbf": DBF, ".prj": PRJ, ".cpg": b"GBK"}


def together(encoding: str | None = None, limits: Limits = LIMITS, **changed: bytes | None) -> Any:
    held = {**WHOLE, **{f".{part}": data for part, data in changed.items()}}
    (found,) = shapefile.read("p.shp", held[".shp"] or b"", held.get, limits, encoding)
    return found


def test_the_parts_of_a_shapefile_are_read_together() -> None:
    found = together()
    assert shapes(found) == ["POINT (113.5 31.5)"] * 2
    assert found.properties == [{"id": "甲", "abcdefghij": "x"}, {"id": "乙", "abcdefghij": "y"}]
    assert (found.crs, found.silence, found.cut_names, found.name) == (4490, "nothing", {"abcdefghij"}, "")
    assert (faults(found), notes(found), told(found.remarks)) == (
        {},
        {1: ["the heights in the coordinates are ignored"]},
        [],
    )
    assert together(cpg=b"latin-1", encoding="gbk").properties[0]["id"] == "甲"
    assert together(limits=Limits(max_vertices=0)).faults.keys() == {0, 1}


BAD_PRJ = "its .prj is no valid coordinate system and was not used"


@pytest.mark.parametrize(
    ("prj", "crs", "remarks"),
    [
        (None, None, []), (b"", None, []), (b"\0 \r\n\t", None, []), (b"\0\r\n" + PRJ + b"\0\t ", 4490, []),
        (b"\xef\xbb\xbf" + PRJ, 4490, []), (b"garbage\xff", None, [BAD_PRJ]), (b"X", None, [BAD_PRJ]),
        (b"X" + PRJ, None, [BAD_PRJ]),
    ],
)  # fmt: skip
def test_the_prj_says_the_system_or_nothing(prj: bytes | None, crs: int | None, remarks: list[str]) -> None:
    found = together(prj=prj, cpg=None)
    assert (found.crs, told(found.remarks)) == (crs, [AS_GBK, *remarks])


def test_a_shapefile_that_is_none_is_told() -> None:
    assert (
        why(together, shx=None)
        == "p.shp: the shapefile lacks .shx; give .shp, .shx, .dbf, .prj and .cpg together"
    )
    assert why(together, shx=None, dbf=None) == (
        "p.shp: the shapefile lacks .shx, .dbf; give .shp, .shx, .dbf, .prj and .cpg together"
    )
    assert why(together, shx=b"") == "p.shp: its .shx is no part of a shapefile; get the files again"
    assert why(together, cpg=b"klingon") == (
        "p.shp: .cpg names the encoding 'klingon', which is not known; name it with --encoding, such as gb18030"
    )
    assert why(together, dbf=table([("a", "C", 2, 0)], ["x"])) == (
        "p.shp: the parts disagree on the number of records: 2 in .shp, 1 in .dbf; export the file again"
    )
    city = (
        PRJ.replace(b"298.257222101", b"299.1")
        .replace(b"D_China_2000", b"city")
        .replace(b"GCS_China_Geodetic_Coordinate_System_2000", b"city")
    )
    assert why(together, prj=city).startswith("p.shp: its coordinate system 'city' has no EPSG code")


def packed(
    members: dict[str, bytes], *, mode: int = 0o644 | stat.S_IFREG, method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as made:
        for name, content in members.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type, entry.external_attr = method, mode << 16
            made.writestr(entry, content)
    return stream.getvalue()


def every(_: str) -> bool:
    return True


def test_the_shapefiles_of_an_archive_are_read_by_their_names() -> None:
    held = {f"a/p{part.upper()}": data for part, data in WHOLE.items()} | {
        f"q{part}": data for part, data in WHOLE.items()
    }
    others = {"b.KML": b"x", "a.gpkg": b"x", "note.txt": b"x", "r.dbf": DBF}
    one, two = shapefile.read_zip("z.zip", packed(held | others), LIMITS, None)
    assert [len(one), len(two), one.crs, two.crs] == [2, 2, 4490, 4490]
    assert (
        told(one.remarks) == told(two.remarks) == ["other data in the archive were not read: a.gpkg, b.KML"]
    )
    (found,) = shapefile.read_zip(
        "z.zip",
        packed({f"q{part}": data for part, data in {**WHOLE, ".cpg": b"latin-1"}.items()}),
        LIMITS,
        "gbk",
    )
    assert (found.remarks, found.properties[0]["id"]) == ((), "甲")
    lacking = packed({"a/p.shp": SHP, "a/p.shx": SHX})
    assert why(shapefile.read_zip, "z.zip", lacking, LIMITS, None).startswith(
        "z.zip/a/p: the shapefile lacks .dbf;"
    )
    assert why(
        shapefile.read_zip, "z.zip", packed({f"n{n}": b"" for n in range(9, 0, -1)}), LIMITS, None
    ) == ("z.zip: the archive holds no shapefile (.shp); found: n1, n2, n3, n4, n5, n6, n7, n8")
    assert why(shapefile.read_zip, "z.zip", lacking, Limits(max_size=3), None).startswith("z.zip: unpacks to")


def test_members_are_taken_as_wanted_and_the_others_named() -> None:
    data = packed(
        {"a/": b"", "a/x.shp": b"1", "y": b"22", "__MACOSX/a": b"s", "a/._x.shp": b"s", "._z": b"s"}
    )
    assert archive.members("z", data, 3, every) == ({"a/x.shp": b"1", "y": b"22"}, ())
    assert archive.members("z", data, 3, lambda name: name == "y") == ({"y": b"22"}, ("a/x.shp",))
    assert archive.members("z", packed({"a": b"1"}, mode=0), 3, every)[0] == {"a": b"1"}


@pytest.mark.parametrize(
    ("member", "told"),
    [
        ("/a", "points out"),
        ("\\a", "points out"),
        ("c:a", "points out"),
        ("Z:\\a", "points out"),
        ("../a", "points out"),
        ("a/../b", "points out"),
        ("a\\..\\b", "points out"),
        ("..", "points out"),
    ],
)
def test_a_member_that_points_out_is_named(member: str, told: str) -> None:
    data = packed({"x": b"", member: b""})
    assert why(archive.members, "z", data, 9, every) == (
        f"z: its member '{member}' {told} of the archive; it is not unpacked"
    )


def test_a_member_of_harmless_dots_is_none_that_points_out() -> None:
    assert list(archive.members("z", packed({"a..b/..c": b"", "1:c": b""}), 9, every)[0]) == [
        "a..b/..c",
        "1:c",
    ]


def test_a_member_with_a_nul_in_its_name_is_refused() -> None:
    data = packed({"aXb": b""}).replace(b"aXb", b"a\0b")
    assert "points out of the archive" in why(archive.members, "z", data, 9, every)


def test_a_member_that_is_no_plain_file_or_encrypted_is_named() -> None:
    link = packed({"n" * 90: b""}, mode=0o777 | stat.S_IFLNK)
    assert why(archive.members, "z", link, 9, every) == (
        f"z: its member '{'n' * 80}' is no plain file (a link or a device); it is not unpacked"
    )
    data = bytearray(packed({"a": b"x"}))
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    assert (
        why(archive.members, "z", bytes(data), 9, every) == "z: its member 'a' is encrypted; decrypt it first"
    )
    data[data.rindex(b"PK\x01\x02") + 8] ^= 3
    assert archive.members("z", bytes(data), 9, lambda _: False) == ({}, ("a",))


def test_an_archive_is_bounded_before_it_is_unpacked() -> None:
    small = packed({"a": b"12", "b": b"345"})
    assert archive.members("z", small, 5, every)[0] == {"a": b"12", "b": b"345"}
    assert (
        why(archive.members, "z", small, 4, every)
        == "z: unpacks to 5 bytes, more than the limit of 4; raise it with --max-size"
    )
    exactly, more = packed({"a": bytes(1 << 20)}), packed({"a": bytes((1 << 20) + 1)})
    assert len(archive.members("z", exactly, 1 << 30, every)[0]["a"]) == 1 << 20
    size = zipfile.ZipFile(io.BytesIO(more)).infolist()[0].compress_size
    assert why(archive.members, "z", more, 1 << 30, every) == (
        f"z: {size} bytes unpack to 1048577: an archive built to overflow is not unpacked; give the files themselves"
    )
    stored = packed({"a": bytes(2 << 20)}, method=zipfile.ZIP_STORED)
    assert len(archive.members("z", stored, 1 << 30, every)[0]["a"]) == 2 << 20
    assert why(archive.members, "z", packed({f"{n}": b"" for n in range(2001)}, method=0), 9, every) == (
        "z: holds 2001 files, more than the limit of 2000"
    )
    assert (
        len(archive.members("z", packed({f"{n}": b"" for n in range(2000)}, method=0), 9, every)[0]) == 2000
    )


def test_an_archive_may_pack_as_tightly_as_its_bound_and_no_tighter(monkeypatch: pytest.MonkeyPatch) -> None:
    data = packed({"a": bytes(2 << 20), "b": bytes(2 << 20)})
    tight = (4 << 20) / sum(entry.compress_size for entry in zipfile.ZipFile(io.BytesIO(data)).infolist())
    monkeypatch.setattr(archive, "_RATIO", tight)
    assert archive.members("z", data, 1 << 30, every)
    monkeypatch.setattr(archive, "_RATIO", tight * 0.999)
    assert "built to overflow" in why(archive.members, "z", data, 1 << 30, every)


def test_an_archive_that_lies_or_is_broken_is_told() -> None:
    assert (
        why(archive.members, "z", b"PK", 9, every)
        == "z: the ZIP archive is broken or cannot be unpacked (File is not a zip file)"
    )
    assert why(archive.members, "z", packed({"a": b"", "A": b""}), 9, every) == (
        "z: two members of the archive have one name; pack it again"
    )
    data = bytearray(packed({"a": b"123"}, method=zipfile.ZIP_STORED))
    at = data.rindex(b"PK\x01\x02")
    short = data[: at + 24] + struct.pack("<I", 4) + data[at + 28 :]
    assert (
        why(archive.members, "z", bytes(short), 9, every)
        == "z: its member 'a' is not of the size it states; pack it again"
    )
    odd = data[:8] + b"\x63\0" + data[10 : at + 10] + b"\x63\0" + data[at + 12 :]
    assert why(archive.members, "z", bytes(odd), 9, every) == (
        "z: the ZIP archive is broken or cannot be unpacked (That compression method is not supported)"
    )
    damaged = bytearray(packed({"a": bytes(range(200))}, method=zipfile.ZIP_STORED))
    damaged[60] ^= 1
    assert why(archive.members, "z", bytes(damaged), 999, every) == (
        "z: the ZIP archive is broken or cannot be unpacked (Bad CRC-32 for file 'a')"
    )
    name = "n" * 100
    damaged = bytearray(packed({name: bytes(range(200))}, method=zipfile.ZIP_STORED))
    damaged[160] ^= 1
    assert why(archive.members, "z", bytes(damaged), 999, every) == (
        f"z: the ZIP archive is broken or cannot be unpacked ({f'Bad CRC-32 for file {name!r}'[:80]})"
    )
