"""In a real browser the page draws its map, filters its list, asks the network for nothing and runs nobody's script."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

import pictures
from browser import Browser, found
from test_reports_html import EVERY, HARMFUL, SCRIPT, written
from zonecheck.words import Language

CHROMIUM = found()
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium (make system installs it)"),
]

DARK = [{"name": "prefers-color-scheme", "value": "dark"}]
LIGHT = [{"name": "prefers-color-scheme", "value": "light"}]
CONTRAST = """
(selector) => Array.from(document.querySelectorAll(selector)).map((element) => {
  const part = (text) => text.match(/[0-9.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((c) => (c /= 255) <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4)
    .reduce((sum, c, place) => sum + c * [.2126, .7152, .0722][place], 0);
  let back = element;
  while (back && part(getComputedStyle(back).backgroundColor)[3] === 0) back = back.parentElement;
  const pair = [getComputedStyle(element).color, getComputedStyle(back || document.body).backgroundColor].map(part).map(light);
  return (Math.max(...pair) + .05) / (Math.min(...pair) + .05);
})
"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    opened = Browser(str(CHROMIUM), tmp_path_factory.mktemp("profile"))
    yield opened
    opened.close()


def page(browser: Browser, folder: Path, *projects: object, language: Language = "zh") -> float:
    file = folder / "report.html"
    file.write_text(written(pictures.drawn(*projects), language), encoding="utf-8")  # type: ignore[arg-type]
    browser.ask("Emulation.setEmulatedMedia", media="", features=LIGHT)
    return browser.open(file)


def box(browser: Browser, selector: str) -> dict[str, float]:
    script = f"(() => {{ const b = document.querySelector({selector!r}).getBoundingClientRect();"
    value: dict[str, float] = browser.run(
        script + " return {x: b.x, y: b.y, width: b.width, height: b.height}; })()"
    )
    return value


def shown(browser: Browser) -> int:
    return int(browser.run("Array.from(document.querySelectorAll('.entry')).filter((e) => !e.hidden).length"))


def test_map_is_drawn_where_it_can_be_seen(browser: Browser, tmp_path: Path) -> None:
    page(browser, tmp_path, EVERY[0])
    frame, site, river = box(browser, "svg.map"), box(browser, "path.site"), box(browser, "path.river-line")
    assert frame["width"] > 500
    assert frame["x"] < site["x"] < frame["x"] + frame["width"]
    assert frame["y"] < site["y"] < frame["y"] + frame["height"]
    assert site["width"] > 20
    assert river["width"] >= frame["width"] * 0.95
    assert river["y"] > site["y"] + site["height"]


def test_styles_and_scripts_of_the_page_pass_its_own_policy(browser: Browser, tmp_path: Path) -> None:
    page(browser, tmp_path, *EVERY)
    assert browser.run("getComputedStyle(document.querySelector('.entry')).borderBottomStyle") == "solid"
    assert not browser.run("document.querySelector('.filter').hidden")
    assert browser.complaints() == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_request_leaves_the_file(browser: Browser, tmp_path: Path, language: Language) -> None:
    page(browser, tmp_path, *pictures.many(60), HARMFUL, language=language)
    browser.run("document.querySelectorAll('.entry').forEach((e) => { e.open = true; })")
    browser.wait("Array.from(document.querySelectorAll('.entry .body')).every((e) => e.childElementCount)")
    assert browser.requests() == [(tmp_path / "report.html").as_uri()]
    assert browser.complaints() == []


def test_policy_stops_a_script_that_someone_puts_into_the_page(browser: Browser, tmp_path: Path) -> None:
    page(browser, tmp_path, EVERY[0])
    browser.run("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.pwned = 1\">')")
    time.sleep(0.2)
    assert browser.run("window.pwned") is None
    assert any("Content Security Policy" in text for text in browser.complaints())


@pytest.mark.parametrize("others", [0, 5, 60])
def test_hostile_names_do_nothing(browser: Browser, tmp_path: Path, others: int) -> None:
    page(browser, tmp_path, HARMFUL, *pictures.many(others))
    if others:
        browser.run("document.getElementById('p1').open = true")
        browser.wait("document.querySelector('#p1 .body').childElementCount > 0")
    assert SCRIPT in browser.run("document.body.textContent")
    assert browser.run("window.pwned") is None
    assert browser.complaints() == []


def test_filter_by_verdict_and_text(browser: Browser, tmp_path: Path) -> None:
    page(browser, tmp_path, *pictures.many(60))
    browser.run("document.querySelector('.chip[data-verdict=review]').click()")
    assert shown(browser) == 10
    assert browser.run("document.querySelector('#shown').textContent") == "显示 10 / 60 个项目"
    assert browser.run("document.querySelectorAll('.signs use:not(.gone)').length") == 10
    browser.run("document.querySelector('#find').focus()")
    browser.ask("Input.insertText", text="项目0007")
    assert shown(browser) == 1
    browser.ask("Input.insertText", text="x")
    assert browser.run("document.querySelector('#shown').textContent") == "没有符合筛选条件的项目"
    browser.run("document.querySelector('#all').click()")
    assert shown(browser) == 60


def test_sign_on_the_overview_opens_its_project(browser: Browser, tmp_path: Path) -> None:
    page(browser, tmp_path, *pictures.many(60))
    browser.run(
        "document.querySelector('.signs use[data-to=\"8\"]').dispatchEvent(new MouseEvent('click', {bubbles: true}))"
    )
    browser.wait("document.querySelector('#p8 svg.map') !== null")
    assert browser.run("document.activeElement.closest('.entry').id") == "p8"
    assert box(browser, "#p8 path.site")["width"] > 10


def test_address_with_a_number_opens_its_project(browser: Browser, tmp_path: Path) -> None:
    page(browser, tmp_path, *pictures.many(60))
    browser.run("location.hash = '#p9'")
    browser.wait("document.querySelector('#p9 svg.map') !== null")
    assert browser.run("document.querySelectorAll('.entry[open]').length") == 1


def test_sign_under_the_pointer_is_named(browser: Browser, tmp_path: Path) -> None:
    page(browser, tmp_path, *pictures.many(3))
    sign = box(browser, ".signs use[data-to='2']")
    browser.ask(
        "Input.dispatchMouseEvent",
        type="mouseMoved",
        x=sign["x"] + sign["width"] / 2,
        y=sign["y"] + sign["height"] / 2,
    )
    assert browser.run("document.querySelector('.where').textContent") == "2 · 项目0001"


def test_map_in_a_narrow_window_keeps_its_size_and_begins_at_the_site(
    browser: Browser, tmp_path: Path
) -> None:
    browser.ask(
        "Emulation.setDeviceMetricsOverride", width=390, height=800, deviceScaleFactor=1, mobile=False
    )
    page(browser, tmp_path, EVERY[0])
    site, pane = box(browser, "path.site"), box(browser, ".pane")
    browser.ask("Emulation.clearDeviceMetricsOverride")
    assert pane["width"] < 390
    assert pane["x"] < site["x"] < site["x"] + site["width"] < pane["x"] + pane["width"]


def test_coordinates_follow_the_pointer_and_the_arrow_keys(browser: Browser, tmp_path: Path) -> None:
    page(browser, tmp_path, EVERY[0])
    site = box(browser, "path.site")
    browser.ask("Input.dispatchMouseEvent", type="mouseMoved", x=site["x"], y=site["y"] + site["height"])
    lon, lat = (
        browser.run("document.querySelector('.where').textContent")
        .replace("°E", "")
        .replace("°N", "")
        .split(",")
    )
    assert float(lon) == pytest.approx(pictures.WEST, abs=2e-4)
    assert float(lat) == pytest.approx(pictures.SOUTH, abs=2e-4)
    browser.run("document.querySelector('svg.map').focus()")
    before = browser.run("document.querySelector('.where').textContent")
    browser.press("ArrowRight")
    assert browser.run("document.querySelector('.where').textContent") != before
    assert browser.run("document.querySelector('.cross path') !== null")


def test_list_is_worked_with_the_keyboard_alone(browser: Browser, tmp_path: Path) -> None:
    page(browser, tmp_path, *EVERY)
    browser.run("document.querySelector('#p2 summary').focus()")
    browser.ask(
        "Input.dispatchKeyEvent",
        type="keyDown",
        key="Enter",
        code="Enter",
        text="\r",
        windowsVirtualKeyCode=13,
    )
    browser.ask("Input.dispatchKeyEvent", type="keyUp", key="Enter", code="Enter", windowsVirtualKeyCode=13)
    browser.wait("document.querySelector('#p2').open")
    outline = browser.run("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"


@pytest.mark.parametrize("scheme", [LIGHT, DARK])
def test_text_can_be_read_in_light_and_dark(
    browser: Browser, tmp_path: Path, scheme: list[dict[str, str]]
) -> None:
    """WCAG 2.2, 1.4.3: a contrast of at least 4.5."""
    page(browser, tmp_path, *EVERY)
    browser.ask("Emulation.setEmulatedMedia", media="", features=scheme)
    browser.run("document.querySelectorAll('.entry').forEach((e) => { e.open = true; })")
    words = "'dt, dd, .badge, .tag, .known, .chip, .schematic, .where, .legend, h1, h2, h3, .gauge .figure, td, th'"
    assert min(browser.run(f"({CONTRAST})({words})")) >= 4.5


def test_reader_can_turn_the_page_dark_and_back(browser: Browser, tmp_path: Path) -> None:
    page(browser, tmp_path, EVERY[0])
    light = browser.run("getComputedStyle(document.body).backgroundColor")
    browser.run("document.querySelector('#theme').click()")
    assert browser.run("getComputedStyle(document.body).backgroundColor") != light
    browser.run("document.querySelector('#theme').click()")
    assert browser.run("getComputedStyle(document.body).backgroundColor") == light


def test_screen_reader_finds_landmarks_headings_and_names(browser: Browser, tmp_path: Path) -> None:
    page(browser, tmp_path, *EVERY)
    nodes = browser.ask("Accessibility.getFullAXTree")["nodes"]
    roles = [
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in nodes
        if not node.get("ignored")
    ]
    assert {"banner", "main", "contentinfo", "search", "status"} <= {role for role, _ in roles}
    unnamed = [
        role for role, name in roles if role in ("button", "image", "searchbox", "heading") and not name
    ]
    assert unnamed == []
    levels = browser.run(
        "Array.from(document.querySelectorAll('h1, h2, h3, h4'), (h) => Number(h.tagName[1]))"
    )
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_printing_opens_every_project_and_closes_it_again(browser: Browser, tmp_path: Path) -> None:
    page(browser, tmp_path, *EVERY)
    browser.run("dispatchEvent(new Event('beforeprint'))")
    assert browser.run("document.querySelectorAll('.entry[open]').length") == len(EVERY)
    browser.run("dispatchEvent(new Event('afterprint'))")
    assert browser.run("document.querySelectorAll('.entry[open]').length") == 0


def test_page_fits_a_narrow_window(browser: Browser, tmp_path: Path) -> None:
    page(browser, tmp_path, *EVERY)
    browser.run("document.querySelectorAll('.entry').forEach((e) => { e.open = true; })")
    browser.ask(
        "Emulation.setDeviceMetricsOverride", width=390, height=800, deviceScaleFactor=1, mobile=False
    )
    wide = browser.run("document.documentElement.scrollWidth")
    browser.ask("Emulation.clearDeviceMetricsOverride")
    assert wide <= 390


def test_thousand_projects_are_usable_within_two_seconds(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_text(written(pictures.drawn(*pictures.many(1000))), encoding="utf-8")
    start = time.perf_counter()
    browser.open(file)
    browser.run("document.querySelector('.chip[data-verdict=review]').click()")
    assert shown(browser) == 167
    browser.run("document.getElementById('p2').open = true")
    browser.wait("document.querySelector('#p2 svg.map') !== null")
    browser.run("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))")
    assert time.perf_counter() - start < 2.0


def test_long_names_and_places_break_and_do_not_widen_the_page(browser: Browser, tmp_path: Path) -> None:
    long = replace(EVERY[0], name="长" * 300, source="a" * 400 + ".geojson")
    page(browser, tmp_path, long, *EVERY)
    assert browser.run("document.documentElement.scrollWidth") <= 1280
