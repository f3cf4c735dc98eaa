"""What a terminal adds: completion for the shell, and a bar for a person who waits."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from worlds import ask
from zonecheck.cli import progress
from zonecheck.cli.requested import coloured as in_colour

EXAMPLES = Path(__file__).parents[1] / "examples"


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_for_each_shell_is_printed(capsys: Any, shell: str) -> None:
    answer = ask(capsys, "completion", shell)
    assert (answer.status, "_ZONECHECK_COMPLETE" in answer.out) == (0, True)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("zonecheck lay", "plain,layers"),
        ("zonecheck check --fail", "plain,--fail-on"),
        ("zonecheck --fail-on rev", "plain,review"),
        ("zonecheck a.geojson --fail", "plain,--fail-on"),
        ("zonecheck exa", "file,exa"),
        ("zonecheck check exa", "file,exa"),
        ("zonecheck check -o exa", "file,exa"),
        ("zonecheck check --pack suiz", "plain,suizhou-2018-4"),
        ("zonecheck rules show suizhou-2018-4/riv", "plain,suizhou-2018-4/river-1km"),
        ("zonecheck layers show dis", "plain,districts"),
    ],
)
def test_commands_options_files_and_ids_are_completed(words: str, expected: str) -> None:
    asked = {"_ZONECHECK_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(words.count(" "))}
    process = subprocess.run(
        [sys.executable, "-m", "zonecheck"],
        env={**os.environ, **asked},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = process.stdout.splitlines()
    assert expected in lines
    assert [
        line for line in lines[1:] if line.startswith("file,")
    ] == []  # bash would forget what comes before


def test_every_thing_comes_through_the_bar_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "PATIENCE_S", -1.0)
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert list(progress.followed(range(50), lambda _: 1, 50, "zh")) == list(range(50))


def test_the_bar_is_for_a_terminal_and_not_for_the_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not progress.shown(quiet=False)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    assert (progress.shown(quiet=False), progress.shown(quiet=True)) == (True, False)


@pytest.mark.parametrize(
    ("said", "terminal", "coloured"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"NO_COLOR": "1"}, True, False),
        ({"NO_COLOR": ""}, True, True),
        ({"TERM": "dumb"}, True, False),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
    ],
)
def test_colour_is_as_the_environment_says(
    monkeypatch: pytest.MonkeyPatch, said: dict[str, str], terminal: bool, coloured: bool
) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"TERM": "xterm", **said}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal, raising=False)
    assert in_colour("auto") is coloured
    assert (in_colour("always"), in_colour("never")) == (True, False)


def test_nothing_but_messages_reaches_standard_error_without_a_terminal(capsys: Any) -> None:
    assert ask(capsys, EXAMPLES / "07-food-plant.geojson").err == ""
