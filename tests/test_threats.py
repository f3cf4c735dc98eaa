"""Is every way in which input and running can go wrong shown by a test? The table `threats.md` and what keeps it true.

Below it stand the few tests that belong to a row of the table and to no other file.
"""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from test_bad_inputs import CASES
from worlds import HEAVY, ask, site_at, write_project, write_rivers

HERE = Path(__file__).parent
SECTIONS = {
    "A": "1 2 3 4 6 7 8 9 10 11 12 14 15 16 17 18 21 22 23 24 25 26 27 29 30 31 32",
    "B": "33 34 35 37 38 39 40 41 42 44 45 46 47 48 49 50 52 53 54 55 56 57 58",
    "C": "59 60 61 63 64 65 66 67 69 70 71 72 74 75 76",
    "D": "77 78 79 80 82 83 85",
    "E": "86 87 88 90 91 92 93 95 96 97 98 100 101 102 103",
    "F": "104 105 106 108 109 111 112 113 114",
    "G": "115 116 118 119 121 122 123 124",
    "H": "125 126 127 128 130 132 133 134 135",
    "I": "136 138 139 140 141 142 143 145 146 148 149 150",
}
"""The numbers that have to be there; those left out were never given or are no threat of their own."""

INPUT = "ABCDFG"
"""The sections about what is read: in these nothing waits for its test."""

BUFFERS = {"unite.py", "bands.py", "site_map.py", "fitting.py"}
"""What may use them: gaps between areas are closed with them, maps are drawn, and places are proposed that are then checked like
any site; nothing is measured."""

_ROW = re.compile(r"\| (\d+) \| (.+?) \| (.+?) \| (.+?) \|")
_TEST = re.compile(r"(test_\w+\.py)::(test_\w+)")


@dataclass(frozen=True)
class Row:
    section: str
    number: int
    shown_by: tuple[str, ...]


def rows() -> list[Row]:
    """The table as it stands on the page."""
    found, section = [], ""
    for line in (HERE / "threats.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            section = line[3]
        elif match := _ROW.fullmatch(line):
            found.append(
                Row(section, int(match[1]), tuple(each.strip("`") for each in match[4].split("<br>")))
            )
    return found


def exists(reference: str) -> bool:
    """Whether a reference names a folder of bad input or a test function."""
    if reference.startswith("bad_inputs/"):
        return (HERE / reference / "expected.json").is_file()
    test = _TEST.fullmatch(reference)
    if test is None or not (HERE / test[1]).is_file():
        return False
    tree = ast.parse((HERE / test[1]).read_text(encoding="utf-8"))
    return any(isinstance(node, ast.FunctionDef) and node.name == test[2] for node in ast.walk(tree))


def is_reason(reference: str) -> bool:
    return reference.startswith(("not tested: ", "no test yet: "))


def test_no_row_is_missing_and_none_stands_twice() -> None:
    expected = [(section, int(n)) for section, numbers in SECTIONS.items() for n in numbers.split()]
    assert [(row.section, row.number) for row in rows()] == expected


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row.section}{row.number}")
def test_every_row_names_tests_that_exist_or_says_why_there_is_none(row: Row) -> None:
    assert row.shown_by
    assert [each for each in row.shown_by if not exists(each) and not is_reason(each)] == []
    if row.section in INPUT:
        assert not any(each.startswith("no test yet") for each in row.shown_by)


def test_a_reference_to_nothing_is_found_out() -> None:
    assert exists("test_threats.py::test_a_reference_to_nothing_is_found_out")
    assert not exists("test_threats.py::test_that_is_not_there")
    assert not exists("bad_inputs/no-such-folder")
    assert not exists("a promise")


@pytest.mark.slow
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_command_line_tells_what_is_wrong_with_every_bad_input_and_never_ends_well(
    capsys: Any, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    for folder in CASES:
        monkeypatch.chdir(folder)
        expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
        answer = ask(
            capsys, *_arguments(folder, expected.get("options", {})), "-f", "json", "--lang", language
        )
        unusable = "file" in expected or not all(each["usable"] for each in expected["projects"])
        assert "Traceback" not in answer.err, folder.name
        assert answer.status in ((2,) if unusable else (0, 1, 3, 4)), folder.name
        told = answer.err + (_in_one(answer.json) if answer.out else "")
        for text in _messages(expected):
            assert text[language].removeprefix("--crs: ") in told, folder.name


def _arguments(folder: Path, options: dict[str, Any]) -> list[str]:
    """The options of a case as they are typed."""
    path = "input.shp" if (folder / "input.shp").exists() else next(folder.glob("input.*")).name
    words = [path]
    for key, value in options.items():
        name = "--" + key.removesuffix("_s").replace("_", "-")
        words += (
            [word for pair in value.items() for word in (name, "=".join(pair))]
            if key == "map"
            else [name, str(value)]
        )
    return words


def _messages(expected: dict[str, Any]) -> list[dict[str, str]]:
    return expected.get("file") or [text for project in expected["projects"] for text in project["said"]]


def _in_one(answer: Any) -> str:
    errors = [f"{each['source']}: {each['message']}" for each in answer["errors"]]
    return "\n".join(
        [*errors, *(each["message"] for project in answer["projects"] for each in project["errors"])]
    )


def test_the_scope_says_what_distances_are_and_which_systems_count_as_one(
    capsys: Any, tmp_path: Path
) -> None:
    answer = ask(capsys, write_project(tmp_path, site_at(100), **HEAVY), "-f", "json", "--lang", "en")
    said = " ".join(answer.json["scope"]["limits"])
    assert "on the ellipsoid" in said
    assert "not corrected for height" in said
    assert "EPSG:4326 and EPSG:4490 are taken as identical" in said


def test_no_distance_is_read_off_a_buffer() -> None:
    sources = (HERE.parent / "src" / "zonecheck").rglob("*.py")
    users = {path.name for path in sources if re.search(r"\bbuffer\(", path.read_text(encoding="utf-8"))}
    assert users <= BUFFERS


def test_two_systems_in_one_run_give_one_distance(capsys: Any, tmp_path: Path) -> None:
    projected = write_project(tmp_path, site_at(640), 4547, "metres.geojson", **HEAVY)
    degrees = write_project(tmp_path, site_at(640), None, "degrees.geojson", **HEAVY)
    answer = ask(
        capsys,
        projected,
        degrees,
        "--pack",
        "suizhou-2018-4",
        "-f",
        "json",
        "--layers",
        write_rivers(tmp_path),
    )
    found = [
        finding["evidence"][0]["distance_m"]
        for project in answer.json["projects"]
        for finding in project["findings"]
        if finding["rule"].endswith("/river-1km")
    ]
    assert found == pytest.approx([640, 640], abs=0.02)


def test_a_layer_past_its_last_day_answers_nothing(capsys: Any, tmp_path: Path) -> None:
    project = write_project(tmp_path, site_at(100), **HEAVY)
    layers = write_rivers(tmp_path, more="valid_until: 2025-12-31")
    asked = (project, "--pack", "suizhou-2018-4", "-f", "json", "--layers", layers, "--on")
    assert ask(capsys, *asked, "2025-12-31").finding("river-1km")["outcome"] == "violated"
    stale = ask(capsys, *asked, "2026-01-01").finding("river-1km")
    assert (stale["outcome"], stale["because"]) == ("undetermined", ["stale_layer"])


def test_a_long_number_keeps_its_digits(capsys: Any, tmp_path: Path) -> None:
    long = 9007199254740993  # 2^53 + 1, which no floating point number is
    project = write_project(tmp_path, site_at(100), 项目代码=long, **HEAVY)
    assert ask(capsys, project, "-f", "json").project["id"] == str(long)


def test_a_console_in_gbk_gets_the_verdict(tmp_path: Path) -> None:
    project = write_project(tmp_path, site_at(100), name="㵐水化工", **HEAVY)
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "zonecheck",
            str(project),
            "--layers",
            str(write_rivers(tmp_path)),
            "--lang",
            "zh",
        ],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "gbk", "PYTHONUTF8": "0"},
        check=False,
    )
    printed = done.stdout.decode("gbk")
    assert done.returncode == 1, done.stderr
    assert "触及禁止性规定" in printed or "触及规范性文件的禁止性要求" in printed
    assert "\\u3d50" in printed
