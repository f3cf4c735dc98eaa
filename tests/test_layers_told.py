"""What is made of each file and each catalogue of `layers_told.txt`, and what is said of it, to the letter in both languages."""

from __future__ import annotations

import json
import os
from pathlib import Path
from string import Template
from typing import Any

import pytest
import shapely

from catalogues import AREA, LINE
from catalogues import catalogue as of_one
from zonecheck.errors import LayerError
from zonecheck.layers.catalogue import BUNDLED, load
from zonecheck.layers.faults import UnusableLayerError
from zonecheck.layers.layer import Layer
from zonecheck.layers.registration import Registration

TABLE = (Path(__file__).parent / "layers_told.txt").read_text(encoding="utf-8")


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


def of_layer(layer: Layer) -> list[str]:
    coverage = getattr(layer.coverage, "wkt", layer.coverage)
    lines = [f"coverage {coverage}"]
    for row in range(len(layer)):
        geometry = layer.geometry[row]
        place = "no outline" if geometry is None else shapely.to_wkt(geometry, rounding_precision=6)
        known = f"±{layer.accuracy_m[row]:g} m, {layer.half_width_m[row]:g} m, {layer.baseline[row]}"
        stated = json.dumps(layer.properties[row], ensure_ascii=False)
        lines.append(f"  {layer.ids[row]} {layer.names[row]}: {known}; {place}; {stated}")
    return lines


def of_registration(identity: str, registered: Registration) -> str:
    entry = registered.entry
    said = [
        f"{identity} at {registered.where}, {registered.file}: {entry.title.zh}|{entry.title.en}",
        entry.baseline, entry.accuracy_m, registered.half_width_m, registered.crs, registered.coverage,
        {key: sorted(values) for key, values in entry.complete_for.items()}, entry.valid_until,
        entry.source and (entry.source.zh, entry.source.en), entry.note and entry.note.zh, entry.licence, entry.vintage,
        entry.indicative, entry.sha256, registered.shown,
    ]  # fmt: skip
    return ", ".join(map(str, said))


@pytest.mark.parametrize(("text", "expected"), told("layers"))
def test_a_file_becomes_the_layer_of_the_table_or_is_refused_as_it_says(
    tmp_path: Path, text: str, expected: list[str]
) -> None:
    entry, _, file = text.partition(" -- ")
    geometries = {"LINE": LINE, "AREA": AREA}
    shapes = {name: json.dumps(each).replace(" ", "") for name, each in geometries.items()}
    content = "[" * 100_000 if file == "DEEP" else Template(file).substitute(shapes)
    try:
        answer = of_layer(of_one(tmp_path, f"{{id: r, path: r.geojson, {entry}}}", content).open("r"))
    except UnusableLayerError as error:
        kinds = [(fault.kind, fault.problem) for fault in error.faults]
        answer = [
            "",
            *(
                line
                for kind, problem in kinds
                for line in (f"    {kind}: {problem('zh')}", f"    {problem('en')}")
            ),
        ]
    assert [line.replace(f"{tmp_path}{os.sep}", "") for line in answer] == expected


def of_catalogue(folder: Path, text: str) -> list[str]:
    path = folder / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    try:
        registered = load([path]).registered
    except LayerError as error:
        answer = [
            "",
            *(f"    {problem(language)}" for problem in error.problems for language in ("zh", "en")),
        ]
    else:
        mine = {key: each for key, each in registered.items() if each.entry.origin != BUNDLED}
        answer = ["; ".join(of_registration(key, each) for key, each in mine.items())]
    return [line.replace(f"{folder}{os.sep}", "") for line in answer]


@pytest.mark.parametrize(("text", "expected"), told("catalogues"))
def test_a_catalogue_is_read_as_the_table_says(tmp_path: Path, text: str, expected: list[str]) -> None:
    assert of_catalogue(tmp_path, json.loads(text)) == expected


@pytest.mark.parametrize(("key", "expected"), told("entries"))
def test_a_key_of_an_entry_is_read_as_the_table_says(tmp_path: Path, key: str, expected: list[str]) -> None:
    path = "" if key.startswith("path") else "  path: r.geojson\n"
    assert of_catalogue(tmp_path, f"- id: r\n{path}  {key}\n") == expected
