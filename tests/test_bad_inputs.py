"""What is a person told about a bad file? Every folder in tests/bad_inputs is a test.

A folder holds `input.*` and `expected.json`: the `options` it is read with, and either `file`, the message with which
the file is refused, or `projects`, for each project the messages about it (none: it is usable), in both languages.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from zonecheck.errors import InputError, LimitError, ZonecheckError
from zonecheck.projects.build import Assumptions, build
from zonecheck.projects.formats import read
from zonecheck.projects.raw import Limits
from zonecheck.projects.sources import Source, load

CASES = sorted(path for path in (Path(__file__).parent / "bad_inputs").iterdir() if path.is_dir())


def told(folder: Path, options: dict[str, Any]) -> dict[str, Any]:
    """What a person is told, in the form of `expected.json`."""
    path = next(folder.glob("input.*")) if not (folder / "input.shp").exists() else folder / "input.shp"
    limits = {key: value for key, value in options.items() if key.startswith("max_") or key == "timeout_s"}
    assumptions = Assumptions(
        options.get("crs"), options.get("map", {}), options.get("datum"), options.get("datum_accuracy")
    )
    try:
        tables = read(Source(path.name, path), Limits(**limits), options.get("encoding"))
        found = [build(raw, assumptions) for raw in tables]
    except ZonecheckError as error:
        return {"file": [in_both(problem) for problem in error.problems]}
    return {
        "projects": [
            {
                "usable": not bool(projects.invalid[row]),
                "said": [in_both(problem.text) for problem in projects.problems.get(row, ())],
            }
            for projects in found
            for row in range(len(projects))
        ]
    }


def in_both(text: Any) -> dict[str, str]:
    return {"zh": text("zh"), "en": text("en")}


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_a_bad_input_is_answered_with_its_message(folder: Path) -> None:
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    assert told(folder, expected.pop("options", {})) == expected


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_no_bad_input_is_taken_without_a_word(folder: Path) -> None:
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    refused = expected.get("file") or [text for project in expected["projects"] for text in project["said"]]
    assert refused
    assert all(text["zh"] and text["en"] for text in refused)


def test_a_limit_is_an_input_error_of_its_own() -> None:
    path = next((Path(__file__).parent / "bad_inputs" / "file-too-big").glob("input.*"))
    with pytest.raises(LimitError) as caught:
        load(Source(path.name, path), max_size=10)
    assert isinstance(caught.value, InputError)
    assert "--max-size" in caught.value.problems[0]("en")
