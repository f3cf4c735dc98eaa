"""Do the pages lead where they say, and does what they show work?"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from zonecheck.layers import catalogue

TOP = Path(__file__).parents[1]
PAGES = sorted([*TOP.glob("*.md"), *TOP.glob("docs/**/*.md"), *TOP.glob("examples/*.md")])
LINK = re.compile(r"\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(TOP).as_posix())
def test_every_link_leads_to_a_page_and_a_heading(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    broken = [f"{path}#{heading}" for path, heading in links if not _leads(page, path, heading)]
    assert broken == []


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_catalogue_shown_in_the_readme_takes_the_place_of_the_bundled_rivers(
    name: str, tmp_path: Path
) -> None:
    (shown,) = re.findall(r"```yaml\n(.*?)```", (TOP / name).read_text(encoding="utf-8"), re.DOTALL)
    own = tmp_path / "zonecheck-layers.yaml"
    own.write_text(shown, encoding="utf-8")
    rivers = catalogue.load([own]).registered["rivers"].entry
    assert rivers.baseline == "outer_edge"
    assert rivers.complete_for == {"name": frozenset({"府河"})}


@pytest.mark.parametrize(
    "page",
    [
        "README",
        "docs/method",
        "docs/inputs",
        "docs/decisions-of-people",
        "docs/ci",
        "docs/testing",
        "docs/security",
        "docs/deletions",
        "docs/diff",
        "docs/api",
        "docs/writing-rules",
        "examples/README",
    ],
)
def test_chinese_twin_has_as_many_sections_as_the_english_page(page: str) -> None:
    english, chinese = ((TOP / f"{page}{tail}").read_text(encoding="utf-8") for tail in (".md", ".zh.md"))
    assert len(_headings(english)) == len(_headings(chinese))


def _leads(page: Path, path: str, heading: str) -> bool:
    target = page.parent / path if path else page
    return target.exists() and (not heading or heading in _headings(target.read_text(encoding="utf-8")))


def _headings(text: str) -> set[str]:
    """The anchors that the common renderers give to the headings of a page."""
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.DOTALL | re.MULTILINE)
    titles = re.findall(r"^#+ (.+)$", prose, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}
