"""Does the guide for rule authors show what its example holds, and does the example come out as it says?"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from zonecheck.cli import run

TOP = Path(__file__).parents[1]
PAGES = [TOP / "docs" / "writing-rules.md", TOP / "docs" / "writing-rules.zh.md"]
STAGES = TOP / "docs" / "example-pack"
SHOWN = re.compile(r"<!-- from: ([^ ]+) -->\n```(?:yaml|markdown)\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_the_guide_shows_of_a_file_stands_in_it(page: Path) -> None:
    shown = SHOWN.findall(page.read_text(encoding="utf-8"))
    assert {name.rpartition("/")[2] for name, _ in shown} == {"source.md", "pack.yaml", "cases.yaml"}
    for name, text in shown:
        assert text in (TOP / name).read_text(encoding="utf-8"), name


@pytest.mark.parametrize(
    ("stage", "lint", "test", "mutate"), [("1-draft", 2, 2, 2), ("2-thin", 0, 2, 2), ("3-done", 0, 0, 0)]
)
def test_each_stage_of_the_example_comes_out_as_the_guide_says(
    stage: str, lint: int, test: int, mutate: int, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(STAGES / stage)
    assert run(["rules", "lint", folder]) == lint
    assert run(["rules", "test", folder]) == test
    assert run(["rules", "test", folder, "--mutate"]) == mutate
    capsys.readouterr()


@pytest.mark.parametrize(("option", "file"), [([], "pack.yaml"), (["--cases"], "cases.yaml")])
def test_the_schemas_that_editors_use_accept_every_pack_and_refuse_a_wrong_key(
    option: list[str], file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    yaml = pytest.importorskip("yaml")
    assert run(["rules", "schema", *option]) == 0
    validator = jsonschema.Draft202012Validator(json.loads(capsys.readouterr().out))
    for path in (STAGES / "3-done" / file, *sorted((TOP / "rules").glob(f"*/{file}"))):
        found = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)
        editor = yaml.load(path.read_text(encoding="utf-8"), _as_editors_read(yaml))
        assert [each.message for each in validator.iter_errors(editor)] == [], path
        wrong = (
            [{**each, "extra": "x"} for each in found] if isinstance(found, list) else {**found, "extra": "x"}
        )
        assert list(validator.iter_errors(wrong)), path


def _as_editors_read(yaml: Any) -> Any:
    """YAML 1.2: numbers, true and false are such; yes, no, on and days are text."""

    class Loader(yaml.SafeLoader):
        pass

    Loader.yaml_implicit_resolvers = {
        first: [
            (tag, pattern)
            for tag, pattern in each
            if tag.rpartition(":")[2] in ("int", "float") or (tag.endswith(":bool") and first in "tTfF")
        ]
        for first, each in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    return Loader
