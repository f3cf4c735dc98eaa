"""What is read of each text of `geojson_told.txt`, and what is said of it, to the letter in both languages."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from zonecheck.errors import ZonecheckError
from zonecheck.projects.geojson import read
from zonecheck.projects.raw import RawFeatures
from zonecheck.projects.sources import content

TABLE = (Path(__file__).parent / "geojson_told.txt").read_text(encoding="utf-8")
GOOD = '{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[113.374211,31.718222]}}'


def told(title: str) -> list[Any]:
    """The texts under a title, each with the lines that are to be said of it."""
    found: list[Any] = []
    for line in TABLE.split(f"## {title}\n")[1].split("\n\n")[0].strip().split("\n"):
        text, arrow, first = line.partition(" => ")
        if arrow and not line.startswith(" "):
            found.append((text, [first]))
        else:
            found[-1][1].append(line)
    return [pytest.param(*each, id=f"{title} {number}") for number, each in enumerate(found)]


def of_feature(raw: RawFeatures, row: int) -> list[str]:
    geometry = raw.geometry[row]
    place = "no geometry" if geometry is None else geometry.wkt
    identity = "" if raw.ids[row] is None else f"; id {raw.ids[row]!r}"
    texts = [problem.text for problem in raw.remarks.problems.get(row, [])] + raw.remarks.notes.get(row, [])
    said = [f"    {each}" for text in texts for each in (text.zh, text.en)]
    return [f"{place}; decimals {raw.decimals[row]}{identity}", *said]


def of_file(text: str, name: str) -> list[str]:
    try:
        raw = read(content(name, text.encode()))
    except ZonecheckError as error:
        return ["", *(f"    {problem(language)}" for problem in error.problems for language in ("zh", "en"))]
    of_each = [of_feature(raw, row) for row in range(len(raw))]
    said = [[f"  {first}; line {raw.lines[row]}", *rest] for row, (first, *rest) in enumerate(of_each)]
    return [f"crs {raw.crs}", *(line for lines in said for line in lines)]


@pytest.mark.parametrize(("text", "expected"), told("features"))
def test_a_feature_is_read_as_the_table_says_between_two_neighbours(text: str, expected: list[str]) -> None:
    whole = f'{{"type":"FeatureCollection","features":[\n{GOOD},\n{text},\n{GOOD}\n]}}'
    raw = read(content("p.geojson", whole.encode("utf-8", "surrogatepass")))
    assert of_feature(raw, 1) == expected
    assert of_feature(raw, 0) == of_feature(raw, 2) == ["POINT (113.374211 31.718222); decimals -1"]
    assert len(raw) == 3


@pytest.mark.parametrize(("text", "expected"), told("files"))
def test_a_file_is_read_as_the_table_says(text: str, expected: list[str]) -> None:
    assert of_file(json.loads(text), "p.geojson") == expected


@pytest.mark.parametrize(("text", "expected"), told("sequences"))
def test_a_sequence_is_read_as_the_table_says(text: str, expected: list[str]) -> None:
    assert of_file(json.loads(text), "p.geojsonl") == expected


def test_a_flaw_beside_the_features_concerns_the_file_however_deep_it_lies() -> None:
    text = f'{{"type":"FeatureCollection","features":[{GOOD}],\n"x":[{{"y":[\nNaN]}}]}}'
    assert of_file(text, "p.geojson")[1:] == [
        "    p.geojson:3: NaN 不是有限的数值",
        "    p.geojson:3: NaN is no finite number",
    ]


def test_each_flaw_is_found_behind_characters_of_several_bytes() -> None:
    features = [
        GOOD.replace("{}", f'{{"府河":"㵐水","n":{value}}}') for value in ("1", "NaN", "2", "1e999", "3")
    ]
    raw = read(
        content("p.geojson", f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}'.encode())
    )
    assert list(raw.remarks.problems) == [1, 3]
