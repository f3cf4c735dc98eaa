"""Does the deletion table say what the program says, and does nothing in it pass quietly?"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

TOP = Path(__file__).parents[1]
STATED_READING = {"accuracy_m", "精度", "date", "申请日期", "facility", "设施类别"}

pytestmark = pytest.mark.slow  # every example without each of its inputs


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("deletions", TOP / "docs" / "deletions.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["deletions"] = module
    spec.loader.exec_module(module)
    return module


script = _script()


@pytest.fixture(scope="module")
def found() -> list[object]:
    return list(script.deletions())


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_table_is_what_the_program_answers(language: str, found: list[object]) -> None:
    page = script.PAGES[language].read_text(encoding="utf-8")
    assert page == script._page(found, language), "run: python docs/deletions.py"


def test_nothing_loud_becomes_quiet_for_want_of_an_input(found: list[object]) -> None:
    passed = [
        each
        for each in found
        if each.before in ("prohibited", "review")
        and each.after in ("clear", "out_of_scope", "conditional")
        and each.name not in STATED_READING
    ]
    assert passed == []


def test_every_layer_and_every_example_is_in_the_table(found: list[object]) -> None:
    assert {each.example for each in found} == {path.stem for path in (TOP / "examples").glob("*.geojson")}
    assert {each.name for each in found if each.kind == "layer"} >= {"rivers", "districts", "parks"}
