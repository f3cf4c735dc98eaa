"""What a configuration file may say, where it is found, and what a person is told of a mistake in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from worlds import HEAVY, ask, site_at, write_project, write_rivers

EXAMPLES = Path(__file__).parents[1] / "examples"
NO_CODE = EXAMPLES / "08-no-industry-code.geojson"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    return tmp_path


def test_options_stand_in_zonecheck_toml_found_upwards(capsys: Any, folder: Path) -> None:
    (folder / "zonecheck.toml").write_text(
        'fail-on = "never"\nformat = "json"\nlang = "en"\n', encoding="utf-8"
    )
    answer = ask(capsys, NO_CODE)
    assert (answer.status, answer.json["language"]) == (0, "en")


def test_options_stand_in_pyproject_and_the_nearest_file_counts(capsys: Any, folder: Path) -> None:
    (folder / "zonecheck.toml").write_text('fail-on = "review"\n', encoding="utf-8")
    (folder / "below" / "pyproject.toml").write_text(
        '[tool.zonecheck]\nfail-on = "never"\n', encoding="utf-8"
    )
    assert ask(capsys, NO_CODE).status == 0


def test_a_pyproject_that_does_not_speak_of_it_is_passed_by(capsys: Any, folder: Path) -> None:
    (folder / "zonecheck.toml").write_text('fail-on = "never"\n', encoding="utf-8")
    (folder / "below" / "pyproject.toml").write_text('[project]\nname = "x"\n', encoding="utf-8")
    assert ask(capsys, NO_CODE).status == 0


def test_the_command_line_wins(capsys: Any, folder: Path) -> None:
    (folder / "zonecheck.toml").write_text('fail-on = "never"\nlang = "en"\n', encoding="utf-8")
    answer = ask(capsys, NO_CODE, "--fail-on", "review", "--lang", "zh")
    assert (answer.status, "须人工认定" in answer.out) == (3, True)


def test_paths_are_relative_to_the_file_and_lists_are_lists(capsys: Any, folder: Path) -> None:
    write_rivers(folder)
    project = write_project(folder, site_at(900), **HEAVY)
    (folder / "zonecheck.toml").write_text(
        'pack = ["suizhou-2018-4"]\nlayers = ["layers.yaml"]\nformat = "json"\n', encoding="utf-8"
    )
    assert ask(capsys, project).finding("river-1km")["outcome"] == "violated"


def test_a_file_beside_the_input_configures_nothing(
    capsys: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs = tmp_path / "inputs"
    inputs.mkdir()
    (inputs / "zonecheck.toml").write_text('fail-on = "never"\n', encoding="utf-8")
    (inputs / "p.geojson").write_bytes(NO_CODE.read_bytes())
    monkeypatch.chdir(tmp_path)
    assert ask(capsys, "inputs/p.geojson").status == 3


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('fail_on = "never"', "did you mean 'fail-on'?"),
        ("nonsense = 1", "there is no setting 'nonsense'"),
        ('fail-on = "sometimes"', "fail-on"),
        ("format = ", "the configuration cannot be read"),
        ('on = "31.12.2026"', "is no day"),
    ],
)
def test_a_mistake_in_it_stops_the_run(capsys: Any, folder: Path, text: str, message: str) -> None:
    (folder / "zonecheck.toml").write_text(text, encoding="utf-8")
    answer = ask(capsys, NO_CODE, "--lang", "en")
    assert (answer.status, answer.out) == (2, "")
    assert message in answer.err
