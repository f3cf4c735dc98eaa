"""Is GeoJSON read exactly as RFC 7946 says, or refused with the place? Several hundred texts, each between two good neighbours.

What is wrong with a text is told by tables, one line each: JSON as RFC 8259 has it, numbers and characters as RFC 7493
has them, objects and coordinates as RFC 7946 has them, sequences as RFC 8142 has them. Nothing may end in anything but
projects or an input error, and no feature may get lost.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

import pytest

from zonecheck.errors import InputError
from zonecheck.projects.build import build
from zonecheck.projects.geojson import read
from zonecheck.projects.sources import content

POINT = '{"type":"Point","coordinates":[113.374211,31.718222]}'


@dataclass(frozen=True)
class Told:
    """Whether the file was read, and of each feature whether it is usable and what was said."""

    usable: Sequence[bool]
    said: Sequence[str]
    refused: str = ""


def told(text: str | bytes, name: str = "p.geojson") -> Told:
    data = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    try:
        projects = build(read(content(name, data)))
    except InputError as error:
        assert all(problem("zh") and problem("zh") != problem("en") for problem in error.problems)
        return Told([], [], "\n".join(problem("en") for problem in error.problems))
    said = [projects.problems.get(row, ()) for row in range(len(projects))]
    assert all(problem.text.zh for problems in said for problem in problems)
    usable = [not wrong for wrong in projects.invalid.tolist()]
    assert all(problems for problems, fine in zip(said, usable, strict=True) if not fine)
    return Told(usable, ["; ".join(problem.text.en for problem in problems) for problems in said])


def feature(geometry: str = POINT, properties: str = '{"a":1}') -> str:
    return f'{{"type":"Feature","properties":{properties},"geometry":{geometry}}}'


def collection(*features: str, first: str = "") -> str:
    return f'{{{first}"type":"FeatureCollection","features":[\n' + ",\n".join(features) + "\n]}"


def between(text: str | bytes, wrapped: str = "%s") -> bytes:
    """A text between two good features, the second of three; the text stands on line 3."""
    before, after = collection(feature(), wrapped, feature()).split("%s")
    return (
        before.encode()
        + (text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
        + after.encode()
    )


AS_ATTRIBUTE = feature(properties='{"x":%s}')

VALID = [
    "[[]   ]", "[]", "{}", "null", "true", "[false]", "[1E+2]", "[1E22]", "[0e1]", "[0e+1]", "[-0]", "[-0.0]",
    "[1e-400]", "[123.456e78]", "[20e1]", "[-1]", "[123456789012345678901234567890]",
    "[-0.0000000000000000000000000000000000000000000000000000001]", r'["\u0000"]', r'["\u0060\u012a\u12AB"]',
    r'["\uD801\udc37"]', r'["\ud83d\ude39\ud83d\udc8d"]', r'["\"\\\/\b\f\n\r\t"]', r'["\\a"]', r'["\\uD800"]',
    '["\uffff"]', '["\u2028\u2029"]', '["\x7f"]', r'["\u0022"]', '["/"]', '["€𝄞"]', '"' + "x" * 70_000 + '"',
    '{"":0}', r'{"foo\u0000bar":42}', '{\n"a":\n"b"\n}', '{"a":{"a":{"a":1}}}', '[{"a":1},{"a":2}]',
    '{"é":1,"e\u0301":2}', '{"a":1,"A":2}', "\t[\t1\r\n,\r2 ]\t", '"{[\\"}]"', '"\\\\"', '["a//b /* c */"]',
]  # fmt: skip
"""What RFC 8259 allows, as the attribute of a project: it is carried, and the project is checked."""

INVALID = [
    "", " ", "[1 true]", '["": 1]', '[""],', ",", '["x",,1]', '["x"]]', '["x",]', '["x"', "[3[4]]", "[,]", "[-]",
    '[   , ""]', '["a",\n4\n,1,', "[1,,]", "[1,]", "[*]", "[1,\n1\n,1", "[{}", "[fals]", "[nul]", "[tru]", "TRUE",
    "True", "None", "undefined", "[++1234]", "[+1]", "[+Inf]", "[-01]", "[-1.0.]", "[-2.]", "[-NaN]", "[.-1]",
    "[.2e-3]", "[0.1.2]", "[0.3e+]", "[0.3e]", "[0.e1]", "[0E+]", "[0E]", "[0e]", "[1.0e+]", "[1.0e-]", "[1.0e]",
    "[1 000.0]", "[1eE2]", "[2.e+3]", "[2.e-3]", "[2.e3]", "[9.e+]", "[Inf]", "[１]", "[1+2]", "[0x1]", "[0x42]",
    "[-foo]", "[- 1]", "[-012]", "[-.123]", "[-1x]", "[1ea]", "[1.2a-3]", "[012]", "[1_000]", '["x", truth]',
    '{[: "x"}', '{"x", null}', '{"x"::"b"}', "{🇨🇭}", '{"a":"a" 123}', "{key: 'value'}", '{"a" b}', '{:"b"}',
    '{"a" "b"}', '{"a":', '{"a"', "{1:1}", "{null:null}", '{"id":0,,,,,}', "{'a':0}", '{"id":0,}', '{"a":"b"}/**/',
    '{"a":"b"}//', '{"a":"b",,"c":"d"}', '{a: "b"}', '{"a":"a', '{ "foo" : "bar", "a" }', "#", "<null>", "[<null>]",
    "[a", r'["\u00A"]', r'["\uqqqq"]', r'["\uD800\u"]', r'["\uD800\u1"]', r'["\uD800\u1x"]', r'["\uD834\uDd"]',
    r'["\uD800\uD800\x"]', r'["\x00"]', r'["\a"]', r'["\\\"]', r'["\"]', '["\\\t"]', '["\\🌀"]', r'[\u0020"asd"]',
    r"[\n]", '"', "['single quote']", '["\\', '["new\nline"]', '["\t"]', '["\x1f"]', '["a\x00a"]', r'"\UA66D"', "[é]",
    "[\u2060]", "[\x0c]", "[\x0b]", "[\u00a0]", "[\ufeff]", "[\x85]", "[\u3000]", "[1，2]", "{“a”:1}",
]  # fmt: skip
"""What RFC 8259 does not allow: the file breaks there, and which of its brackets belong together is not known."""

FLAWED = {
    "[NaN]": "NaN is no finite number",
    "[Infinity]": "Infinity is no finite number",
    "[-Infinity]": "-Infinity is no finite number",
    "[1e400]": "the number 1e400 is larger",
    "[-1e400]": "the number -1e400 is larger",
    "[1.5E+999]": "the number 1.5E+999 is larger",
    "[0.4e00669999999999999999999999999999999999999999999999999999999999999999999]": "is larger",
    "[" + "1" * 400 + "]": "is larger",
    "[-" + "9" * 5000 + "]": "is larger",
    "[" + "1" * 5000 + ".5]": "is larger",
    r'["\uD800"]': "half a character",
    r'["\uDFAA"]': "half a character",
    r'{"\uDFAA":0}': "half a character",
    r'["\uDd1e\uD834"]': "half a character",
    r'["\uD888\u1234"]': "half a character",
    r'["\uD800\uD801\uDC00"]': "half a character",
    r'["\uD801\uDC00\uDC00"]': "half a character",
    r'["\\\uD800"]': "half a character",
    r'["\uD800abc"]': "half a character",
    '{"a":1,"a":2}': "the key 'a' stands twice",
    '{"a":1,"a":1}': "the key 'a' stands twice",
    r'{"a":1,"\u0061":2}': "the key 'a' stands twice",
    r'{"\u5730":1,"地":2}': "the key '地' stands twice",
    r'{"/":1,"\/":2}': "the key '/' stands twice",
    '[[{"b":{"a":1,"a":1}}]]': "the key 'a' stands twice",
    '{"":1,"":1}': "the key '' stands twice",
    '{"a":{"b":1},"c":[],"a":{"b":1}}': "the key 'a' stands twice",
}
"""What a lenient parser would pass over: only the feature that holds it is unusable."""

NO_UTF8 = [
    b"\xe5", b"\xb9", b"\xed\xa0\x80", b"\xed\xb0\x80", b"\xc0\xaf", b"\xc1\xbf", b"\xfc\x83\xbf\xbf\xbf\xbf",
    b"\xf4\xbf\xbf\xbf", b"\xe0\xff", b"\x81", b"\xff", b"\xfe", "府河".encode("gb18030"), "府河".encode("big5"),
    "é".encode("latin-1"), b"\xf5\x80\x80\x80",
]  # fmt: skip


@pytest.mark.parametrize("value", VALID)
def test_what_json_allows_is_carried(value: str) -> None:
    assert told(between(value, AS_ATTRIBUTE)).usable == [True, True, True]
    assert told(collection(feature(), first=f'"x":{value},')).usable == [True]
    assert told(AS_ATTRIBUTE.replace("%s", value)).usable == [True]


@pytest.mark.parametrize("value", INVALID)
def test_what_json_does_not_allow_is_refused_with_line_and_column(value: str) -> None:
    for text in (between(value, AS_ATTRIBUTE), AS_ATTRIBUTE.replace("%s", value)):
        answer = told(text)
        assert (answer.usable, answer.refused.startswith("p.geojson:")) == ([], True)
        assert answer.refused.split(": ")[0].count(":") == 2


@pytest.mark.parametrize(("value", "said"), FLAWED.items())
def test_what_a_lenient_parser_would_pass_over_costs_its_feature_and_no_other(value: str, said: str) -> None:
    answer = told(between(value, AS_ATTRIBUTE))
    assert (answer.usable, said in answer.said[1]) == ([True, False, True], True)
    alone = told(AS_ATTRIBUTE.replace("%s", value))
    assert (alone.usable, said in alone.said[0]) == ([False], True)
    outside = told(collection(feature(), first=f'"x":{value},'))
    assert (outside.usable, said in outside.refused) == ([], True)


@pytest.mark.parametrize("value", [*INVALID, *FLAWED])
def test_in_a_sequence_of_texts_it_costs_its_record_and_no_other(value: str) -> None:
    bad = AS_ATTRIBUTE.replace("%s", value)
    if "\n" not in bad:
        assert told("\n".join([feature(), bad, feature()]), "p.geojsonl").usable == [True, False, True]
    assert told(f"\x1e{feature()}\n\x1e{bad}\n\x1e{feature()}\n").usable == [True, False, True]


@pytest.mark.parametrize("value", NO_UTF8)
def test_bytes_that_are_no_utf_8_are_refused_with_line_and_byte(value: bytes) -> None:
    refused = told(between(b'"' + value + b'"', AS_ATTRIBUTE)).refused
    assert f"p.geojson:3: is not UTF-8 (byte 0x{value[0]:02X}); use --encoding" in refused


RING = "[[113.37,31.71],[113.38,31.71],[113.38,31.72],[113.37,31.72],[113.37,31.71]]"
HOLE = "[[113.373,31.713],[113.377,31.713],[113.377,31.717],[113.373,31.717],[113.373,31.713]]"
TABLE = Template((Path(__file__).parent / "geojson_corpus.txt").read_text(encoding="utf-8"))


def lines(title: str) -> list[tuple[str, str]]:
    """The texts under a title of the table, with what is to be said of them."""
    table = TABLE.substitute(POINT=POINT, RING=RING, HOLE=HOLE, FEATURE=feature())
    section = table.split(f"## {title}\n")[1].split("\n\n")[0]
    return [(text, said) for text, _, said in (line.partition(" =>") for line in section.splitlines())]


def geometries() -> list[tuple[str, str]]:
    kinds = ("Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon")
    of_kinds = [
        (f'{{"type":"{kind}","coordinates":{text}}}', said)
        for kind in kinds
        for text, said in lines(f"coordinates of a {kind}")
    ]
    return [*of_kinds, *lines("geometries")]


@pytest.mark.parametrize(("geometry", "said"), geometries())
def test_a_geometry_is_read_as_the_standard_has_it_or_refused(geometry: str, said: str) -> None:
    _judged(feature(geometry), said.strip())


@pytest.mark.parametrize(("text", "said"), lines("features"))
def test_a_feature_is_read_as_the_standard_has_it_or_refused(text: str, said: str) -> None:
    _judged(text, said.strip())


def _judged(text: str, said: str) -> None:
    """Between two neighbours, which stay as they are."""
    answer = told(between(text))
    assert answer.usable == [True, not said, True]
    assert said in answer.said[1]
    assert bool(answer.said[1]) == bool(said)


FILES = {
    "[]": "no GeoJSON object",
    "5": "no GeoJSON object",
    '"x"': "no GeoJSON object",
    "null": "no GeoJSON object",
    f"[{feature()},{feature()}]": "no GeoJSON object",
    json.dumps(collection(feature())): "no GeoJSON object",
    "{}": "has no type",
    '{"a":1}': "has no type",
    '{"type":1}': "has no type",
    '{"type":"Topology"}': "TopoJSON",
    '{"type":"featurecollection","features":[]}': "did you mean FeatureCollection",
    '{"type":"FeatureCollection"}': "no list of features",
    '{"type":"FeatureCollection","features":null}': "no list of features",
    '{"type":"FeatureCollection","features":{}}': "no list of features",
    '{"type":"FeatureCollection","features":[]}': "has no features",
    collection(feature(), first='"geometry":null,'): "must not have geometry",
    collection(feature(), first='"properties":{},'): "must not have properties",
    collection(feature(), first='"coordinates":[],'): "must not have coordinates",
    collection(feature(), first='"bbox":[1,2],'): "bbox",
    collection(feature(), first='"features":[],'): "stands twice",
    collection(feature(), first=r'"f\u0065atures":[],'): "stands twice",
    collection(feature(), first='"crs":null,'): "unknown coordinate system",
    collection(feature(), first='"crs":"EPSG:4490",'): "crs member",
    collection(
        feature(), first='"crs":{"type":"link","properties":{"href":"http://a.b"}},'
    ): "never followed",
    collection(feature(), first='"crs":{"type":"name"},'): "crs member",
    collection(feature()) + collection(feature()): "more text after",
    collection(feature()) + "\n" + collection(feature()): "more text after",
    feature() + feature(): "more text after",
    feature() + ",\n" + feature(): "more text after",
    collection(feature()) + "x": "more text after",
    collection(feature()) + "}": "more text after",
    collection(feature()) + "\0": "more text after",
    collection(feature()) + "\x1a": "more text after",
    collection(feature()) + "\ufeff": "more text after",
    collection(feature())[:-1]: "breaks off",
    collection(feature())[:-2]: "breaks off",
    "\ufeff\ufeff" + collection(feature()): "U+FEFF",
    "\u00a0" + collection(feature()): "U+00A0",
    "// a\n" + collection(feature()): "no valid JSON",
    "var x = " + collection(feature()): "no valid JSON",
    "cb(" + collection(feature()) + ")": "no valid JSON",
    "\0" + collection(feature()): "UTF-16",
    "<kml/>": "is not GeoJSON but XML",
    "PK\x03\x04": "a ZIP archive",
    "[" * 100_000: "--max-depth",
    '{"a":' * 100_000: "--max-depth",
    "[" * 70 + "]" * 70: "--max-depth",
    "]" * 100_000: "no valid JSON",
    '{"type":"FeatureCollection"}' + "}" * 100_000: "more text after",
}
READ_WHOLE = {
    "\ufeff" + collection(feature(), feature()): 2,
    "\n\n\r\n  " + collection(feature()): 1,
    collection(feature(), feature()).replace("\n", "\r"): 2,
    collection(feature(), feature()).replace("\n", "\r\n"): 2,
    collection(feature()) + "\n\n \t\r\n": 1,
    f'{{"features":[{feature()}],"type":"FeatureCollection"}}': 1,
    collection(feature(), first='"x":[{"a":1},{"b":[{"features":[{}]}]}],'): 1,
    collection(feature(), feature(), first='"y":{"features":[{},{},{}]},'): 2,
    collection(feature(), first='"bbox":[113,31,114,32],'): 1,
    POINT: 1,
    feature(): 1,
    f'{{"type":"GeometryCollection","geometries":[{POINT}]}}': 1,
}


@pytest.mark.parametrize(("text", "said"), FILES.items(), ids=range(len(FILES)))
def test_a_file_that_is_no_single_geojson_object_is_refused(text: str, said: str) -> None:
    answer = told(text)
    assert answer.usable == []
    assert said in answer.refused
    assert answer.refused.startswith("p.geojson")


@pytest.mark.parametrize(("text", "count"), READ_WHOLE.items(), ids=range(len(READ_WHOLE)))
def test_a_file_that_is_one_is_read_whole(text: str, count: int) -> None:
    assert told(text).usable == [True] * count


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
def test_wide_encodings_are_named(encoding: str) -> None:
    assert "--encoding utf-16" in told(collection(feature()).encode(encoding)).refused


SEPARATED = "\x1e"
SEQUENCES = {
    f"{SEPARATED}{feature()}\n{SEPARATED}{feature()}\n": [True, True],
    f"{SEPARATED}{feature()}{SEPARATED}{feature()}": [True, True],
    f"{SEPARATED}{SEPARATED}\n{SEPARATED}{feature()}\n{SEPARATED}": [True],
    f"\ufeff{SEPARATED}{feature()}\n": [True],
    f"{SEPARATED}{json.dumps(json.loads(feature()), indent=1)}\n{SEPARATED}{POINT}\n": [True, True],
    f"{SEPARATED}{collection(feature(), feature())}\n{SEPARATED}{feature()}\n": [True, True, True],
    f"{SEPARATED}{feature()[:-5]}\n{SEPARATED}{feature()}\n": [False, True],
    f"{SEPARATED}{feature()}\n{SEPARATED}{feature()[:-1]}": [True, False],
    f"{SEPARATED}{feature()}\n{feature()}\n{SEPARATED}{feature()}\n": [False, True],
    f"{SEPARATED}1\n{SEPARATED}[]\n{SEPARATED}{feature()}": [False, False, True],
    f"{SEPARATED}\n{SEPARATED}": [],
    f"{feature()}\n{SEPARATED}{feature()}": [],
    f"{feature()}\n{feature()}\n": [True, True],
    f"{feature()}\r\n\r\n{feature()}": [True, True],
    f"{feature()}\n{feature()}\ngarbage": [True, True, False],
    f"{feature()}\n{feature()[:-1]}\n{feature()}": [True, False, True],
    f"{feature()}\n{{}}\n{feature()}": [True, False, True],
    f'{feature()}\n{{"type":"FeatureCollection","features":5}}\n': [True, False],
    f'{feature()}\n{{"type":"FeatureCollection","features":[{feature()},{feature()}]}}': [True, True, True],
    f"{feature()}\x0b{feature()}": [],
    f"{feature()}\u2028{feature()}": [],
}


@pytest.mark.parametrize(("text", "usable"), SEQUENCES.items(), ids=range(len(SEQUENCES)))
def test_a_sequence_of_texts_loses_none(text: str, usable: list[bool]) -> None:
    answer = told(text)
    assert answer.usable == usable
    assert bool(answer.refused) == (not usable)


WHOLE = collection(
    feature(properties='{"id":"甲\\n"}'), feature(f'{{"type":"Polygon","coordinates":[{RING}]}}')
).encode()


@pytest.mark.slow
@pytest.mark.parametrize(
    "sign", [b"\0", b'"', b",", b"{", b"]", b":", b"\\", b"7", b"e", b"-", b" ", b"\x1e", b"\xff", b"\n", b""]
)
def test_one_byte_that_is_another_never_loses_a_feature(sign: bytes) -> None:
    """Whatever is read has as many features as a parser of JSON finds in it, and each of them is said to be usable or not."""
    for at in range(len(WHOLE)):
        text = WHOLE[:at] + sign + WHOLE[at + 1 :]
        answer = told(text)
        assert answer.usable or answer.refused
        if any(answer.usable):
            assert len(answer.usable) == len(_found(text))


def _found(text: bytes) -> list[Any]:
    value = json.loads(text)
    found = value.get("features", [value])
    assert isinstance(found, list)
    return found
