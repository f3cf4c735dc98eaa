"""JSON before it is GeoJSON: its brackets, its flaws, where it breaks off, and in which encoding it came."""

from __future__ import annotations

import codecs
import gc
import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from zonecheck.errors import InputError, LimitError, UsageError
from zonecheck.projects import json_text
from zonecheck.projects.brackets import Brackets, brackets
from zonecheck.projects.decimals import decimals
from zonecheck.projects.encoding import refuse_other_formats, to_utf8
from zonecheck.projects.flatten import IrregularError, flatten, positions_of_each
from zonecheck.projects.json_text import (
    Flaw,
    Unparsed,
    flaws,
    parse,
    parse_strictly,
    too_deep,
    without_collection,
)
from zonecheck.projects.raw import Remarks
from zonecheck.projects.records import Record, records, separated
from zonecheck.projects.shapes import shapes

NESTED = '{"a":[{"b":"]}\\"[{"}],\n"features":[{"x":[1]},\n [2], 3,{"y":{}}],"z":{"features":[{}]}}'


def test_brackets_are_those_outside_of_strings_with_their_depth() -> None:
    found = brackets(NESTED.encode())
    signs = "".join(NESTED[at] for at in found.at)
    assert signs == "{[{}][{[]}[]{{}}]{[{}]}}"
    assert [sign in "{[" for sign in signs] == found.opens.tolist()
    assert found.depth.tolist() == [1, 2, 3, 2, 1, 2, 3, 4, 3, 2, 3, 2, 3, 4, 3, 2, 1, 2, 3, 4, 3, 2, 1, 0]
    assert (found.deepest, found.depth.dtype, found.data) == (4, np.int32, NESTED.encode())
    assert brackets(b"12").deepest == 0


def test_the_first_bracket_that_lies_too_deep_and_the_line_of_any_byte() -> None:
    found = brackets(b"[\n[\n[]]\n,[[[]]]]")
    assert [found.first_deeper_than(depth) for depth in (0, 1, 2, 3)] == [0, 2, 4, 11]
    assert [int(found.line(at)) for at in (0, 1, 2, 4, 7, 8)] == [1, 1, 2, 3, 3, 4]
    assert found.line(np.array([0, 9])).tolist() == [1, 4]


def test_the_least_depth_on_the_way_tells_whether_two_places_lie_in_one_object() -> None:
    found = brackets(b'{"a":[{"b":1},{"c":[2]}],"d":[[[3]]]}')
    assert [found.least_depth(6, stop) for stop in (7, 11, 13, 21, 24, 25, 33)] == [3, 3, 2, 2, 1, 1, 1]
    assert found.least_depth(14, 22) == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"features":[{"a":1},[2],3]}', [13, 21]),
        ('{"features" : [ {"a":1} ]}', [16]),
        ('{"x":{"features":[{}]},"features":[{}]}', [35]),
        ('{"features":{"a":[{}]},"b":[{}]}', []),
        ('{"xfeatures":[{}],"features":[]}', []),
        ('{"x":["features",[1]]}', []),
        ('{"a":[{}],"features":[{},{}],"b":[{}]}', [22, 25]),
        ('{"features":[{"b":[{}]},{}', [13, 24]),
        ('{"features":[{}', [13]),
        ('[[{"features":[{}]}],[{}]]', []),
        ("[]", []),
        ("", []),
    ],
)
def test_the_members_of_the_list_of_a_name_are_found_at_the_top_only(text: str, expected: list[int]) -> None:
    found = brackets(text.encode()).members("features")
    assert (found.tolist(), found.dtype) == (expected, np.int64)


def test_a_list_is_found_behind_many_others_but_not_behind_all_that_could_be() -> None:
    for before, expected in ((9_999, 1), (10_000, 0)):
        text = "{" + "".join(f'"{n}":[],' for n in range(before)) + '"features":[{}]}'
        assert len(brackets(text.encode()).members("features")) == expected


def test_a_name_far_before_its_list_is_not_taken_for_it() -> None:
    for blanks, expected in ((150, 1), (250, 0)):
        assert len(brackets(f'{{"features"{" " * blanks}:[{{}}]}}'.encode()).members("features")) == expected


TEXTS = st.recursive(
    st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
)


@given(TEXTS, st.booleans())
def test_brackets_of_any_json_close_what_they_open(value: Any, ascii_only: bool) -> None:
    found = brackets(json.dumps(value, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass"))
    assert not len(found.depth) or (found.depth.min(), found.depth[-1]) == (0, 0)
    assert found.opens.sum() * 2 == len(found.opens)


def read(text: str, max_depth: int = 64) -> tuple[object, list[Flaw]]:
    return parse("p.json", brackets(text.encode()), max_depth=max_depth)


@pytest.mark.parametrize(
    ("text", "value", "at", "said"),
    [
        ('{"a":1,"a":2}', {"a": 2}, 7, "the key 'a' stands twice; expected each key once"),
        ('{"府":NaN}', {"府": None}, 5, "NaN is no finite number"),
        ("[10e400]", [float("inf")], 1, "the number 10e400 is larger than any that can be read"),
        ("[19e+400]", [float("inf")], 1, "the number 19e+400 is larger than any that can be read"),
        ("[1e5,NaN]", [1e5, None], 5, "NaN is no finite number"),
        ("[1,-Infinity]", [1, None], 3, "-Infinity is no finite number"),
        ("[ 1e400]", [float("inf")], 2, "the number 1e400 is larger than any that can be read"),
        ("[-1E+400]", [float("-inf")], 1, "the number -1E+400 is larger than any that can be read"),
        ('["x\\ud800"]', ["x\ud800"], 3, "holds half a character (an unpaired \\u escape)"),
        ('["\\\\\\udc00"]', ["\\\udc00"], 4, "holds half a character (an unpaired \\u escape)"),
        ("[" + "9" * 310 + "]", [None], 1, f"the number {'9' * 40} is larger than any that can be read"),
        ("[1." + "5" * 400 + "e1,2e999]", [15.555555555555555, float("inf")], 406,
         "the number 2e999 is larger than any that can be read"),
    ],
)  # fmt: skip
def test_a_flaw_is_located_and_the_rest_is_read(text: str, value: object, at: int, said: str) -> None:
    found, (flaw,) = read(text)
    assert (found, flaw.at, flaw.text.en) == (value, at, said)


def test_flaws_are_told_in_the_order_of_the_text() -> None:
    text = '{"a":NaN,"b":"\\ud800","a":{"c":1e999,"c":2},"d":[{"a":1},{"a":Infinity}],"e":{"e":1},"b":-5}'
    assert [flaw.at for flaw in flaws(text)] == [text.index("NaN"), text.index("\\u"), text.index('"a":{'),
            text.index("1e999"), text.index('"c":2'), text.index("Infinity"), text.index('"b":-5')]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["[1e5]", "[1E+22, 1e-400, -1e308]", "[" + "9" * 308 + "]", "[" + "0." + "1" * 500 + "]",
     "[true,false,null]", '["1e400","NaN","\\\\ud800"]',
     '["\\ud83d\\ude39"]', '{"a":1,"b":{"a":1}}', "[1.5e3]",
     "[123456789012345678901234567890]", '["' + "1" * 200 + '"]', "[" + "1" * 127 + "]"],
)  # fmt: skip
def test_what_has_no_flaw_is_read_as_any_parser_reads_it(text: str) -> None:
    assert read(text) == (json.loads(text), [])
    assert parse_strictly(text.encode()) == json.loads(text)


@given(
    st.lists(
        st.integers(min_value=-(10**400), max_value=10**400)
        | st.floats(allow_nan=False, allow_infinity=False),
        max_size=5,
    )
)
def test_numbers_keep_all_their_digits_or_are_too_large(numbers: list[float]) -> None:
    found, wrong = read(json.dumps(numbers))
    fine = [abs(number) <= 1.7976931348623157e308 for number in numbers]
    assert len(wrong) == fine.count(False)
    assert isinstance(found, list)
    assert [each for each, fits in zip(found, fine, strict=True) if fits] == [
        n for n, fits in zip(numbers, fine, strict=True) if fits
    ]


def test_depth_has_a_limit_and_the_line_that_passes_it_is_named() -> None:
    assert read("[[[]]]", 3)[1] == []
    with pytest.raises(LimitError) as caught:
        read("[\n[\n[[]]]]", 3)
    assert (
        caught.value.problems[0]("en")
        == "p.json:3: is nested deeper than the limit of 3; raise it with --max-depth"
    )
    assert too_deep(3).zh == "嵌套超过 3 层;如确需读取,请用 --max-depth 提高上限"


def test_a_depth_that_ends_the_parser_is_a_limit_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def ended(*_: object, **__: object) -> object:
        raise RecursionError

    monkeypatch.setattr(json_text.json, "loads", ended)
    with pytest.raises(LimitError) as caught:
        read("[]", 9)
    assert (
        caught.value.problems[0]("en")
        == "p.json: is nested deeper than the limit of 9; raise it with --max-depth"
    )
    with pytest.raises(Unparsed, match="is nested too deep"):
        parse_strictly(b"[]")


def test_a_short_text_is_read_or_its_first_fault_told() -> None:
    for text, said in (
        ("[1,", "breaks off here; expected a complete GeoJSON text"),
        ("[NaN,1e999]", "NaN is no finite number"),
    ):
        with pytest.raises(Unparsed) as caught:
            parse_strictly(text.encode())
        assert (caught.value.text.en, str(caught.value)) == (said, said)


@pytest.mark.parametrize("was_on", [True, False])
def test_cycles_are_not_looked_for_meanwhile_and_as_before_after_it(was_on: bool) -> None:
    before = gc.isenabled()
    try:
        (gc.enable if was_on else gc.disable)()
        with pytest.raises(ValueError, match="x"), without_collection():
            assert not gc.isenabled()
            raise ValueError("x")
        assert gc.isenabled() == was_on
    finally:
        (gc.enable if before else gc.disable)()


GB = "府河".encode("gb18030")


@pytest.mark.parametrize(
    ("data", "encoding", "text"),
    [
        ("府河".encode(), None, "府河"),
        ("府河".encode(), "UTF8", "府河"),
        (codecs.BOM_UTF8 + "府河".encode(), None, "府河"),
        (codecs.BOM_UTF8 + "府河".encode(), "gb18030", "府河"),
        (GB, "GB18030", "府河"),
        ("府河".encode("utf-16"), "utf-16", "府河"),
        ("\ufeff府河".encode("utf-16-le"), "utf-16-le", "府河"),
        (b"", None, ""),
    ],
)
def test_a_text_is_utf_8_or_what_it_is_said_to_be(data: bytes, encoding: str | None, text: str) -> None:
    assert to_utf8("a.json", data, encoding) == text.encode()


UTF16 = (
    "a.json: is not UTF-8 (UTF-16 or UTF-32 by its first bytes); save it as UTF-8, or use --encoding utf-16"
)


@pytest.mark.parametrize(
    ("data", "encoding", "kind", "said"),
    [
        (b"{\n\n" + GB, None, InputError, "a.json:3: is not UTF-8 (byte 0xB8); use --encoding gb18030 if it is GBK"),
        (b"\n\xff", "utf-8", InputError, "a.json:2: is not UTF-8 (byte 0xFF); use --encoding gb18030 if it is GBK"),
        (b"a\n\n\xe5\xba", "ascii", InputError, "a.json:3: cannot be decoded as ascii; name its real encoding with --encoding"),
        (b"\n\n\\N{x}", "punycode", InputError,
         "a.json:1: cannot be decoded as punycode; name its real encoding with --encoding"),
        (b"x", "gb-what", UsageError, "--encoding: no encoding 'gb-what'; for example utf-8, gb18030"),
        (b"\0a", None, InputError, UTF16),
        (b"a\0", None, InputError, UTF16),
        (b"ab\0", None, None, ""),
        *((mark + b"abcd", None, InputError, UTF16) for mark in
          (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)),
        (codecs.BOM_UTF8 + b"\xff", "ascii", InputError,
         "a.json:1: is not UTF-8 (byte 0xFF); use --encoding gb18030 if it is GBK"),
    ],
)  # fmt: skip
def test_bytes_that_are_no_text_are_refused_with_the_way_out(
    data: bytes, encoding: str | None, kind: Any, said: str
) -> None:
    if kind is None:
        assert to_utf8("a.json", data, encoding) == data
        return
    with pytest.raises(kind) as caught:
        to_utf8("a.json", data, encoding)
    assert [problem("en") for problem in caught.value.problems] == [said]


def test_the_first_bytes_of_another_format_are_known_behind_a_mark_and_blanks() -> None:
    for data in (b"<a/>", codecs.BOM_UTF8 + b" \r\n<a/>"):
        with pytest.raises(InputError, match=r"a\.json: is not GeoJSON but XML"):
            refuse_other_formats("a.json", data)
    for data in (b"{}", b"[<]", b"", b" " * 40 + b"x<", b"SQLite", b"PK"):
        refuse_other_formats("a.json", data)


@pytest.mark.parametrize(
    ("text", "named_so", "is_one"),
    [
        ("{}\n{}", False, True),
        ("{}\n{}", True, True),
        ("{x}\n{}", False, False),
        ("{x}\n{}", True, True),
        ("{\n{}", True, False),
        ("[]\n{}", True, False),
        ("{}\n[]", True, False),
        ("{}\n", True, False),
        ("{}", True, False),
        ("{}\n\n \r\n{}", False, True),
        ("\n\n{}\n{}", False, True),
        ("\x1e{}", False, True),
        (" \n\x1e{}", False, True),
        ("\n\x1e{}", False, True),
        ("", False, False),
        (" {}\r\n{}", False, True),
        ("{}\n" + " " * 4094 + "{}", False, True),
        ("{}\n" + " " * 4095 + "{}", False, False),
        ("{" + '"a":{' * 100_000 + "}\n{}", False, False),
    ],
)
def test_a_file_is_a_sequence_if_an_object_stands_on_each_of_its_first_two_lines(
    text: str, named_so: bool, is_one: bool
) -> None:
    assert separated(text.encode(), named_so=named_so) == is_one
    if not named_so:
        assert separated(text.encode()) == is_one


def test_the_texts_of_a_sequence_know_their_lines() -> None:
    assert records(b" {1} \n\n\r\n{2}\r\n{3}") == [Record(1, b"{1}"), Record(4, b"{2}"), Record(5, b"{3}")]
    assert records(b"\n\x1e\n {\n1}\n\x1e\x1e \n\x1e{2}\x1e\n\n{3}") == [
        Record(3, b"{\n1}"),
        Record(6, b"{2}"),
        Record(8, b"{3}"),
    ]


def counted(*texts: str | None) -> list[int]:
    data = [None if text is None else text.encode() for text in texts]
    found = decimals(np.ones(len(data), dtype=bool), data)
    assert found.dtype == np.int16
    return found.tolist()


def test_decimals_are_those_of_the_coordinates_of_the_first_object_of_a_text() -> None:
    geometry = '"type":"X","coordinates":[[1.25,2.5,3.123456],[1.5,2]]'
    assert counted(
        "{" + geometry + "}", '{"geometry":{' + geometry + '},"n":0.123} , {"x":1}', None, "x", "[1.5]"
    ) == [2, 2, -1, -1, -1]
    assert counted(
        '{"geometries":[{"coordinates":[1.5,2]},{"coordinates":[1,2.125]},5]}', '{"geometry":null}', "{}"
    ) == [3, -1, 0]
    assert counted(
        '\n {"coordinates":[1.12345,2]}', '{"coordinates":[1.123456,2]}', '{"coordinates":[1e-3,2e5]}'
    ) == [5, -1, 3]
    assert counted(
        '{"coordinates":[]}', '{"coordinates":null}', '{"coordinates":["1.25",NaN]}', '{"geometries":[]}'
    ) == [0, 0, 0, -1]
    assert counted('{"coordinates":' + "[" * 100_000) == [-1]
    assert decimals(np.array([False]), [b'{"coordinates":[1.5,2]}']).tolist() == [-1]


SQUARE = [[0, 0], [1, 0], [1, 1], [0, 0]]


def test_coordinates_of_a_type_become_one_array_with_the_offsets_of_each_level() -> None:
    flat, numbers, offsets = flatten("MultiPolygon", [[[SQUARE], [SQUARE, SQUARE]], [[SQUARE]]])
    assert (flat.shape, flat.dtype, flat.flags.c_contiguous, numbers) == ((16, 2), np.float64, True, 2)
    assert [each.tolist() for each in offsets] == [[0, 2, 3], [0, 1, 3, 4], [0, 4, 8, 12, 16]]
    assert positions_of_each(offsets, 2).tolist() == [12, 4]
    flat, numbers, offsets = flatten("Point", [[1, 2, 9], [3.5, 4, 8]])
    assert (flat.tolist(), numbers, offsets, positions_of_each([], 2).tolist()) == (
        [[1, 2], [3.5, 4]],
        3,
        [],
        [1, 1],
    )
    assert flatten("LineString", [[[1e12, -1e12], [0, 0]]])[0].tolist() == [[1e12, -1e12], [0, 0]]


@pytest.mark.parametrize(
    ("kind", "coordinates"),
    [
        ("Point", [[1]]), ("Point", [[1, 2], [1, 2, 3]]), ("Point", [[]]), ("Point", [None]), ("Point", [[True, 1]]),
        ("Point", [["1", 2]]), ("Point", [[float("nan"), 1]]), ("Point", [[1, 1.1e12]]), ("Point", [[1, -1.1e12]]),
        ("Point", [[10**400, 1]]),
        ("MultiPoint", [[[1, 2]], []]), ("LineString", [[[1, 2]]]), ("LineString", [[[1, 2], [3, 4]], [[1, 2]]]),
        ("MultiLineString", [[[[1, 2]]]]), ("Polygon", [[SQUARE[:3]]]), ("Polygon", [[SQUARE], [[*SQUARE[:3], [0, 1]]]]),
        ("Polygon", [[SQUARE], [[*SQUARE[:3], [1, 0]]]]), ("MultiPolygon", [[[SQUARE[:3]]]]), ("Polygon", [SQUARE]),
        ("Polygon", ["x"]),
        ("Point", [(1, 2)]), ("Polygon", [[[[0, 0], [1, 1], [0, 0]]]]),
    ],
)  # fmt: skip
def test_what_is_not_as_the_standard_has_it_is_looked_at_one_by_one(
    kind: str, coordinates: list[Any]
) -> None:
    with pytest.raises(IrregularError):
        flatten(kind, coordinates)


def test_escaped_quotes_and_backslashes_neither_open_nor_close_a_text() -> None:
    data = b'{"a\\"b\\\\":[]}'
    found = brackets(data)
    assert isinstance(found, Brackets)
    assert found.data is data
    assert [data[at : at + 1] for at in found.at] == [b"{", b"[", b"]", b"}"]


def test_a_faulty_geometry_in_a_large_group_costs_no_other() -> None:
    geometries = [{"type": "Point", "coordinates": [113, number]} for number in range(1200)]
    geometries[600]["coordinates"] = [113, "x"]
    remarks = Remarks()
    found = shapes(geometries, remarks, 10)
    assert list(remarks.problems) == [600]
    assert [None if point is None else point.y for point in found.geometry] == [
        *range(600),
        None,
        *range(601, 1200),
    ]
    assert found.coarse.all()


def test_vertices_of_all_parts_of_a_feature_count_up_to_the_limit() -> None:
    line = {"type": "LineString", "coordinates": [[0, 0], [1, 1.123456]]}
    both = {"type": "GeometryCollection", "geometries": [line, {"type": "Point", "coordinates": [5, 5]}]}
    remarks = Remarks()
    found = shapes([both, both["geometries"][1]], remarks, 2)
    assert [each.text.en for each in remarks.problems[0]] == [
        "has 3 positions, more than the limit of 2; raise it with --max-vertices"
    ]
    assert (list(remarks.problems), found.coarse.tolist()) == ([0], [False, True])
    assert shapes([both], Remarks(), 3).geometry[0].geom_type == "GeometryCollection"
