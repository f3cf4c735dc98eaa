"""Is every example of the page on inputs read as it stands, and does the page name every format and option?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reading import built, said, written
from zonecheck.formats.read import READERS
from zonecheck.projects.sources import GEOJSON, SUFFIXES

PAGES = [Path(__file__).parents[1] / "docs" / name for name in ("inputs.md", "inputs.zh.md")]
SUFFIX = {"csv": ".csv", "text": ".txt", "xml": ".kml"}
EXAMPLES = [
    (page, number, kind, text)
    for page in PAGES
    for number, (kind, text) in enumerate(
        re.findall(r"```(csv|text|xml)\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    )
]


@pytest.mark.parametrize(
    ("page", "number", "kind", "text"), EXAMPLES, ids=lambda value: getattr(value, "name", None)
)
def test_every_example_is_read_without_a_complaint(
    tmp_path: Path, page: Path, number: int, kind: str, text: str
) -> None:
    projects = built(written(tmp_path, f"{page.stem}-{number}{SUFFIX[kind]}", text))
    assert not projects.invalid.any()
    assert [said(projects, row) for row in range(len(projects))] == [[]] * len(projects)


def test_both_pages_show_the_same_examples() -> None:
    english, chinese = ([text for page, _, _, text in EXAMPLES if page == each] for each in PAGES)
    assert english == chinese


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_suffix_that_is_read_is_named(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert [suffix for suffix in sorted(SUFFIXES) if f"`{suffix}`" not in text] == []


def test_every_suffix_has_its_reader() -> None:
    assert GEOJSON | READERS.keys() == SUFFIXES
