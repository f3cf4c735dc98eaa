"""Do the pages print what the program prints?"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

TOP = Path(__file__).parents[1]


def _printed() -> ModuleType:
    spec = importlib.util.spec_from_file_location("printed", TOP / "docs" / "printed.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


printed = _printed()
MARKED = [page for page in printed.pages() if printed.BLOCK.search(page.read_text(encoding="utf-8"))]


@pytest.mark.slow
@pytest.mark.parametrize("page", MARKED, ids=lambda page: str(page.relative_to(TOP)))
def test_page_prints_what_the_program_prints(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text == printed.refreshed(text), "run: make docs"


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_readme_shows_a_real_answer(name: str) -> None:
    assert TOP / name in MARKED


def test_block_that_differs_is_written_again_and_the_rest_of_the_page_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(printed, "session", lambda _: ("new\nand more", 3))
    page = "before\n<!-- printed: zonecheck x -->\n```console\nold\n```\nafter\n```console\nown\n```\n"
    assert printed.refreshed(page) == page.replace("old", "$ zonecheck x\nnew\nand more\n$ echo $?\n3")


def test_long_answer_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printed, "session", lambda _: ("one\ntwo\nthree", 0))
    page = "<!-- printed, first 1 lines: zonecheck x -->\n```console\nold\n```\n"
    assert printed.refreshed(page) == page.replace(
        "old", "$ zonecheck x\none\n  … 2 more lines\n$ echo $?\n0"
    )


def test_session_is_what_the_program_says_and_its_exit_status() -> None:
    answer, status = printed.session("zonecheck --version")
    assert "zonecheck" in answer
    assert status == 0
