"""How does QGIS paint the layers? Styles in its own format (QML), by verdict, by outcome and by the answer of a measurement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement, tostring

from zonecheck.reports.vocabulary import OUTCOME, TRUTH, VERDICT

if TYPE_CHECKING:
    from zonecheck.words import Language, Text

Colour = tuple[int, int, int]

_RED, _AMBER, _OLIVE, _GREEN = (155, 28, 38), (176, 106, 0), (122, 104, 0), (23, 92, 57)
_BLUE, _VIOLET, _GREY = (52, 80, 111), (93, 64, 114), (120, 126, 130)

_VERDICTS: Mapping[str, Colour] = {
    "prohibited": _RED,
    "review": _AMBER,
    "conditional": _OLIVE,
    "clear": _GREEN,
    "out_of_scope": _BLUE,
    "invalid": _VIOLET,
}
_OUTCOMES: Mapping[str, Colour] = {
    "violated": _RED,
    "undetermined": _AMBER,
    "unmet": _OLIVE,
    "open": _BLUE,
    "exempt": _GREEN,
    "satisfied": _GREEN,
    "met": _GREEN,
    "not_applicable": _GREY,
}
_TRUTHS: Mapping[str, Colour] = {"yes": _RED, "unknown": _AMBER, "no": _GREEN}
_KINDS = {0: ("marker", "SimpleMarker"), 1: ("line", "SimpleLine"), 2: ("fill", "SimpleFill")}


def verdict_style(dimension: int, language: Language) -> str:
    """Projects by verdict; `dimension` is 0 for points, 1 for lines, 2 for areas."""
    return _style("verdict", _VERDICTS, VERDICT, dimension=dimension, language=language)


def outcome_style(dimension: int, language: Language) -> str:
    """Findings by outcome."""
    return _style("outcome", _OUTCOMES, OUTCOME, dimension=dimension, language=language)


def measured_style(language: Language) -> str:
    """Measured lines by their answer."""
    return _style("truth", _TRUTHS, TRUTH, dimension=1, language=language)


def _style(
    attribute: str,
    colours: Mapping[str, Colour],
    words: Mapping[Any, Text],
    *,
    dimension: int,
    language: Language,
) -> str:
    root = Element("qgis", version="3.22.0", styleCategories="Symbology")
    renderer = SubElement(
        root, "renderer-v2", {"type": "categorizedSymbol", "attr": attribute, "forceraster": "0"}
    )
    categories, symbols = SubElement(renderer, "categories"), SubElement(renderer, "symbols")
    for number, (value, colour) in enumerate(colours.items()):
        told = {"symbol": str(number), "value": value, "label": words[value](language), "render": "true"}
        SubElement(categories, "category", told)
        _symbol(symbols, number, colour, dimension)
    return "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n" + tostring(root, encoding="unicode")


def _symbol(parent: Element, number: int, colour: Colour, dimension: int) -> None:
    kind, drawn_by = _KINDS[dimension]
    symbol = SubElement(
        parent, "symbol", {"type": kind, "name": str(number), "alpha": "1", "clip_to_extent": "1"}
    )
    layer = SubElement(symbol, "layer", {"class": drawn_by, "enabled": "1", "locked": "0", "pass": "0"})
    options = SubElement(layer, "Option", {"type": "Map"})
    for name, value in _options(colour, dimension).items():
        SubElement(options, "Option", {"type": "QString", "name": name, "value": value})
        SubElement(layer, "prop", {"k": name, "v": value})


def _options(colour: Colour, dimension: int) -> dict[str, str]:
    solid, light = ",".join(map(str, (*colour, 255))), ",".join(map(str, (*colour, 90)))
    if dimension == 1:
        return {"line_color": solid, "line_width": "0.7", "line_width_unit": "MM", "line_style": "solid"}
    border = {
        "outline_color": solid,
        "outline_style": "solid",
        "outline_width": "0.5",
        "outline_width_unit": "MM",
    }
    if dimension == 0:
        return {"name": "circle", "color": light, "size": "3", "size_unit": "MM", **border}
    return {"color": light, "style": "solid", **border}
