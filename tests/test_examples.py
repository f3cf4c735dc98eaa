"""Does every example project answer as `examples/expected.yaml` says, asked from the command line?"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

EXAMPLES = Path(__file__).parents[1] / "examples"
EXPECTED = yaml.safe_load((EXAMPLES / "expected.yaml").read_text(encoding="utf-8"))


def test_every_example_project_has_an_expected_answer() -> None:
    assert {path.stem for path in EXAMPLES.glob("*.geojson")} == set(EXPECTED)


@pytest.mark.parametrize("name", EXPECTED)
def test_example_answers_as_stated(name: str) -> None:
    command = [sys.executable, "-m", "zonecheck", str(EXAMPLES / f"{name}.geojson"), "-f", "json"]
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8", cwd=EXAMPLES)
    assert done.returncode == EXPECTED[name]["status"], done.stderr
    (project,) = json.loads(done.stdout)["projects"]
    assert project["verdict"] == EXPECTED[name]["verdict"]


@pytest.mark.parametrize("page", ["README.md", "README.zh.md"])
def test_table_of_examples_states_every_verdict(page: str) -> None:
    rows = (EXAMPLES / page).read_text(encoding="utf-8").splitlines()
    stated = {name: row for name in EXPECTED for row in rows if f"{name}.geojson" in row}
    wrong = [
        name
        for name, answer in EXPECTED.items()
        if f"`{answer['verdict']}` {answer['status']} |" not in stated[name]
    ]
    assert wrong == []


@pytest.mark.slow
def test_demo_ends_well_although_examples_are_prohibited() -> None:
    done = subprocess.run(
        [sys.executable, str(EXAMPLES / "demo.py")], capture_output=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout
