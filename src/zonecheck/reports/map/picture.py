"""How does the map of one project become a picture for paper? Drawn as SVG with a legend below, then turned into PNG.

Names are drawn with the fonts of the machine; where none of them holds Chinese, the names are missing and all else stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, tostring

from zonecheck.reports.html.phrases import phrases
from zonecheck.reports.map.frame import HEIGHT, WIDTH
from zonecheck.reports.map.site_map import site_map
from zonecheck.reports.terminal import cells
from zonecheck.reports.xml_text import xml_text

if TYPE_CHECKING:
    from zonecheck.drawing import Drawing
    from zonecheck.reports.map.labels import Label
    from zonecheck.reports.map.measured import Measured
    from zonecheck.reports.map.site_map import SiteMap
    from zonecheck.words import Language

_KEYS = (
    "site",
    "site-line",
    "extent",
    "river",
    "river-line",
    "park",
    "other",
    "other-line",
    "limit",
    "firm",
    "doubt",
)
_LINES = ("line-yes", "line-unknown", "line-no", "district")
_AREAS = ("site", "firm", "doubt", "park", "river", "other", "extent")
_ROW, _SWATCH, _KEY_CELL = (
    44,
    60,
    12.5,
)  # units: height of a row of the legend, room for a sign, width of a cell of type
_ARROW = 22.0


def png(drawing: Drawing, language: Language, *, districts: bool = True) -> bytes:
    """The picture, 1440 units wide, as the bytes of a PNG."""
    import resvg_py  # noqa: PLC0415  only where a picture is asked for

    sheet = files(__package__).joinpath("picture.css").read_text(encoding="utf-8")
    drawn = svg(site_map(drawing, districts=districts), language)
    return bytes(
        resvg_py.svg_to_bytes(svg_string=drawn, style_sheet=sheet, background="#ffffff", width=WIDTH)
    )


def svg(shown: SiteMap, language: Language) -> str:
    """The map and its legend as SVG that a style sheet still has to colour."""
    keys = list(_legend(shown, language))
    height = HEIGHT + 14 + _ROW * (1 + max((row for row, *_ in keys), default=0))
    root = Element("svg", xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {WIDTH} {height}")
    _hatch(root)
    _map(_window(root), shown, phrases(language)["north"])
    SubElement(root, "rect", {"class": "border", "width": str(WIDTH), "height": str(HEIGHT)})
    for row, x, kind, words in keys:
        _key(root, (x, HEIGHT + 14 + _ROW * row + _ROW // 2), kind, words)
    return tostring(root, encoding="unicode")


def _hatch(root: Element) -> None:
    attributes = {"id": "hatch", "width": "14", "height": "14", "patternUnits": "userSpaceOnUse"}
    pattern = SubElement(SubElement(root, "defs"), "pattern", attributes, patternTransform="rotate(45)")
    SubElement(pattern, "path", {"class": "hatch", "d": "M0 7h14"})


def _window(root: Element) -> Element:
    """A part of the picture beyond which nothing is drawn."""
    inner = SubElement(root, "svg", width=str(WIDTH), height=str(HEIGHT), viewBox=f"0 0 {WIDTH} {HEIGHT}")
    SubElement(inner, "rect", {"class": "ground", "width": str(WIDTH), "height": str(HEIGHT)})
    return inner


def _map(root: Element, shown: SiteMap, north: str) -> None:
    for mark in shown.marks:
        SubElement(root, "path", {"class": mark.kind, "d": mark.path})
    _furniture(root, shown, north)
    for label in shown.labels:
        _label(root, label)
    for line in shown.lines:
        _line(root, line)
    if shown.dot:
        SubElement(
            root, "circle", {"class": "dot", "cx": str(shown.dot[0]), "cy": str(shown.dot[1]), "r": "20"}
        )
    for label in [line.label for line in shown.lines if line.label]:
        _label(root, label)


def _furniture(root: Element, shown: SiteMap, north: str) -> None:
    """Ticks of the coordinates, the scale bar, and where north is; no figure stands on either of these."""
    for tick in shown.meridians:
        SubElement(root, "path", {"class": "tick", "d": f"M{tick.at} {HEIGHT}v-14M{tick.at} 0v14"})
        if tick.at > shown.bar.length + 110:
            _text(root, "tick", tick.text, (tick.at, HEIGHT - 24))
    for tick in shown.parallels:
        SubElement(root, "path", {"class": "tick", "d": f"M{WIDTH} {tick.at}h-14M0 {tick.at}h14"})
        if tick.at > 150:
            _text(root, "tick", tick.text, (WIDTH - 24, tick.at + 8), anchor="end")
    SubElement(root, "path", {"class": "plate", "d": f"M20 812h{shown.bar.length + 32}v62H20z"})
    SubElement(root, "path", {"class": "bar", "d": f"M36 846v14h{shown.bar.length}v-14"})
    _text(root, "bar-figure", shown.bar.text, (36 + shown.bar.length // 2, 838))
    SubElement(root, "path", {"class": "north", "d": f"M{WIDTH - 64} 40l18 46-18-11-18 11z"})
    _text(root, "north-name", north, (WIDTH - 64, 116))


def _line(root: Element, line: Measured) -> None:
    """The measured line; one that leads away ends in an arrow, another in a ring."""
    (x, y), (to_x, to_y) = line.start, line.end
    kind = f"line-{line.truth}"
    SubElement(root, "path", {"class": kind, "d": f"M{x} {y}L{to_x} {to_y}"})
    if line.away:
        SubElement(root, "path", {"class": kind, "d": _arrow(line)})
    else:
        SubElement(root, "circle", {"class": f"end {kind}", "cx": str(to_x), "cy": str(to_y), "r": "8"})


def _arrow(line: Measured) -> str:
    """The two strokes of an arrow head at the end of a line."""
    (x, y), (to_x, to_y) = line.start, line.end
    length = max(((to_x - x) ** 2 + (to_y - y) ** 2) ** 0.5, 1.0)
    ahead, aside = ((to_x - x) / length * _ARROW, (to_y - y) / length * _ARROW), 0.5
    left = (to_x - ahead[0] - aside * ahead[1], to_y - ahead[1] + aside * ahead[0])
    right = (to_x - ahead[0] + aside * ahead[1], to_y - ahead[1] - aside * ahead[0])
    return f"M{left[0]:.0f} {left[1]:.0f}L{to_x} {to_y}L{right[0]:.0f} {right[1]:.0f}"


def _label(root: Element, label: Label) -> None:
    _text(root, label.kind, label.text, (label.x, label.y), anchor=label.anchor)


def _text(root: Element, kind: str, text: str, at: tuple[float, float], *, anchor: str = "middle") -> None:
    """A text with a light edge about it, drawn below it."""
    place = {"x": f"{at[0]:.0f}", "y": f"{at[1]:.0f}", "text-anchor": anchor}
    for paint in (f"{kind} halo", kind):
        SubElement(root, "text", {"class": paint, **place}).text = xml_text(text)


def _legend(shown: SiteMap, language: Language) -> Iterator[tuple[int, int, str, str]]:
    """Row, place, sign and words of each key, from left to right and then below."""
    row, x, say = 0, 8, phrases(language)
    told: set[str] = set()
    for kind in (kind for kind in (*_KEYS, *_LINES) if kind in shown.kinds):
        words = say[
            "key_" + (kind if kind.startswith("line-") else kind.removesuffix("-line")).replace("-", "_")
        ]
        width = _SWATCH + round(cells(words) * _KEY_CELL) + 40
        if words in told:
            continue
        told.add(words)
        if x + width > WIDTH:
            row, x = row + 1, 8
        yield row, x, kind, words
        x += width


def _key(root: Element, at: tuple[int, int], kind: str, words: str) -> None:
    x, y = at
    shape = f"M{x} {y - 11}h44v22h-44z" if kind in _AREAS else f"M{x + 2} {y}h40"
    SubElement(root, "path", {"class": kind, "d": shape})
    _text(root, "key", words, (x + _SWATCH, y + 8), anchor="start")
