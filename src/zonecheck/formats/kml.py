"""What does a KML or KMZ file hold? Every Placemark of every folder, in WGS 84; links to elsewhere are never followed.

A document type, and with it every entity, is refused before the text is parsed. A KMZ archive is read in memory.

Source: OGC 07-147r2 (KML 2.2).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree  # entities are refused before it is called
from xml.parsers import expat

import numpy as np
import shapely

from zonecheck.errors import InputError, LimitError, Problem
from zonecheck.formats import archive
from zonecheck.formats.angles import coarseness
from zonecheck.formats.descriptions import TWO_VALUES, Descriptions
from zonecheck.formats.features import Fault, Gathering
from zonecheck.formats.rings import area
from zonecheck.formats.sound import NESTED, NONE, SOLID, UNKNOWN_TYPE
from zonecheck.formats.text import decoded
from zonecheck.words import Text, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zonecheck.formats.features import FeatureTable
    from zonecheck.formats.limits import Limits

    Element = ElementTree.Element

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_GEOMETRIES = (
    "Point",
    "LineString",
    "LinearRing",
    "Polygon",
    "MultiGeometry",
    "Model",
    "Track",
    "MultiTrack",
)
_FINE = 99  # decimals of a number with an exponent, which say nothing
_UNREAD = ("GroundOverlay", "ScreenOverlay", "PhotoOverlay")


def read(name: str, data: bytes, limits: Limits, encoding: str | None) -> tuple[FeatureTable, ...]:
    """The placemarks of a KML file. Raises InputError, LimitError."""
    text, remarks = decoded(name, data, encoding or _declared(data))
    return (_table(name, text, limits, remarks),)


def read_kmz(name: str, data: bytes, limits: Limits, encoding: str | None) -> tuple[FeatureTable, ...]:
    """The placemarks of every KML file in a KMZ archive. Raises InputError, LimitError."""
    taken, _ = archive.members(name, data, limits.max_size, lambda path: path.lower().endswith(".kml"))
    if not taken:
        raise InputError(Problem(name, _NO_KML))
    return tuple(
        table
        for member, content in taken.items()
        for table in read(f"{name}/{member}", content, limits, encoding)
    )


def _declared(data: bytes) -> str | None:
    """The Chinese encoding that the first line declares; the others the text tells by itself."""
    found = re.match(rb"""\s*<\?xml[^>]*encoding=["'](gb[\w\-]+)["']""", data[:200], re.IGNORECASE)
    return "gb18030" if found else None


def _table(name: str, text: str, limits: Limits, remarks: Sequence[Text]) -> FeatureTable:
    body = _DECLARATION.sub("", text)
    _require_plain(name, body, limits.max_depth)
    root = ElementTree.fromstring(body)
    gathering, described = Gathering(), Descriptions()
    for placemark, folders in _placemarks(root, ()):
        _add(gathering, placemark, folders, described)
    told = (*remarks, *described.remarks, *_passed_over(root))
    return gathering.table(4326, "wgs84", limits.max_vertices, remarks=told)


def _require_plain(name: str, text: str, max_depth: int) -> None:
    """Refuse what must not reach a parser that builds a tree: document types, depth, what is no XML."""
    parser, depth = expat.ParserCreate(), 0

    def begin(_tag: str, _attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > max_depth:
            raise LimitError(Problem(f"{name}:{parser.CurrentLineNumber}", _TOO_DEEP.fill(limit=max_depth)))

    def end(_tag: str) -> None:
        nonlocal depth
        depth -= 1

    def refuse(*_: object) -> None:
        raise InputError(Problem(f"{name}:{parser.CurrentLineNumber}", _ENTITIES))

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        raise InputError(
            Problem(f"{name}:{error.lineno}", _NO_XML.fill(reason=expat.ErrorString(error.code)))
        ) from None


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _placemarks(element: Element, folders: tuple[str, ...]) -> Iterator[tuple[Element, tuple[str, ...]]]:
    for child in element:
        if _tag(child) == "Placemark":
            yield child, folders
        elif _tag(child) == "Folder":
            named = _text(child, "name")
            yield from _placemarks(child, (*folders, named) if named else folders)
        else:
            yield from _placemarks(child, folders)


def _add(gathering: Gathering, placemark: Element, folders: tuple[str, ...], described: Descriptions) -> None:
    properties, notes = described.added(_properties(placemark, folders))
    twice = _stated_twice(placemark)
    properties |= dict.fromkeys(twice)
    notes += [TWO_VALUES.fill(names=listed(twice))] if twice else []
    notes += [SOLID] if _has_heights(placemark) else []
    drawn = [child for child in placemark if _tag(child) in _GEOMETRIES]
    decimals: list[int] = []
    try:
        geometry = _geometry(_only(drawn), decimals)
    except Fault as fault:
        gathering.add(fault, properties)
        return
    coarse = coarseness(10.0 ** -max(decimals))
    gathering.add(geometry, properties, identity=placemark.get("id"), decimals=coarse, notes=notes)


def _only(drawn: list[Element]) -> Element:
    if len(drawn) != 1:
        raise Fault(_SEVERAL if drawn else NONE)
    return drawn[0]


def _properties(placemark: Element, folders: tuple[str, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {"folder": "/".join(folders)} if folders else {}
    for key in ("name", "description"):
        if (text := _text(placemark, key)) is not None:
            found[key] = text
    for element in placemark.iter():
        if _tag(element) == "Data" and element.get("name"):
            found[str(element.get("name"))] = _text(element, "value")
        elif _tag(element) == "SimpleData" and element.get("name"):
            found[str(element.get("name"))] = (element.text or "").strip() or None
    for element in _of_others(placemark):
        found.setdefault(_tag(element), (element.text or "").strip() or None)
    return found


def _of_others(placemark: Element) -> Iterator[Element]:
    """Data in a language of their own, one element for each, as KML allows them."""
    for extended in placemark:
        if _tag(extended) == "ExtendedData":
            yield from (
                each for each in extended if _tag(each) not in ("Data", "SchemaData") and not len(each)
            )


def _stated_twice(placemark: Element) -> list[str]:
    """The names under which data stand twice with different values."""
    said: dict[str, set[str]] = {}
    for element in placemark.iter():
        if _tag(element) in ("Data", "SimpleData") and element.get("name"):
            text = _text(element, "value") if _tag(element) == "Data" else element.text
            said.setdefault(str(element.get("name")), set()).add((text or "").strip())
    return [name for name, values in said.items() if len(values) > 1]


def _has_heights(placemark: Element) -> bool:
    """Whether a position has one; 0 is what programs write where there is none."""
    stated = (element.text for element in placemark.iter() if _tag(element) == "coordinates")
    written = " ".join(filter(None, stated))
    heights = (position.split(",")[2:3] for position in re.sub(r"\s*,\s*", ",", written).split())
    return any(height.strip("0.-") for (height,) in filter(None, heights))


def _text(element: Element, tag: str) -> str | None:
    child = next((child for child in element if _tag(child) == tag), None)
    if child is None:
        return None
    whole = ElementTree.tostring(child, encoding="unicode", method="html") if len(child) else child.text
    return (whole or "").strip() or None


def _geometry(element: Element, decimals: list[int], *, nested: bool = False) -> Any:
    match _tag(element):
        case "Point":
            places = _coordinates(element, decimals)
            if len(places) > 1:
                raise Fault(_SEVERAL_PLACES)
            return shapely.points(places[0])
        case "LineString" | "LinearRing":
            line = _coordinates(element, decimals)
            if len(line) < 2:
                raise Fault(_SHORT)
            return shapely.linestrings(line)
        case "Polygon":
            return area(
                [_coordinates(ring, decimals) for ring in element.iter() if _tag(ring) == "LinearRing"]
            )
        case "MultiGeometry":
            return _several(element, decimals, nested=nested)
        case kind:
            raise Fault(UNKNOWN_TYPE.fill(kind=kind))


def _several(element: Element, decimals: list[int], *, nested: bool) -> Any:
    if nested:
        raise Fault(NESTED)
    parts = [_geometry(child, decimals, nested=True) for child in element if _tag(child) in _GEOMETRIES]
    if not parts:
        raise Fault(NONE)
    kinds = {part.geom_type for part in parts}
    build = {
        frozenset({"Polygon"}): shapely.multipolygons,
        frozenset({"LineString"}): shapely.multilinestrings,
        frozenset({"Point"}): shapely.multipoints,
    }
    return build.get(frozenset(kinds), shapely.geometrycollections)(parts)


def _coordinates(element: Element, decimals: list[int]) -> Any:
    stated = [child.text or "" for child in element if _tag(child) == "coordinates"]
    if len(stated) > 1:
        raise Fault(_SEVERAL_PLACES)
    written, places = stated[0] if stated else "", []
    for each in re.sub(r"\s*,\s*", ",", written).split():
        numbers = each.split(",")
        try:
            places.append([float(numbers[0]), float(numbers[1])])
        except (ValueError, IndexError):
            raise Fault(_NO_POSITION.fill(value=each[:40])) from None
        decimals += [_FINE if "e" in part.lower() else len(part.partition(".")[2]) for part in numbers[:2]]
    if not places:
        raise Fault(_NO_COORDINATES)
    return np.array(places)


def _passed_over(root: Element) -> tuple[Text, ...]:
    tags = [_tag(element) for element in root.iter()]
    overlays = sum(tags.count(tag) for tag in _UNREAD)
    said = []
    if links := tags.count("NetworkLink"):
        said.append(_LINKS.fill(count=links))
    if overlays:
        said.append(_OVERLAYS.fill(count=overlays))
    return tuple(said)


_NO_KML = Text("KMZ 压缩包中没有 .kml 文件", "the KMZ archive holds no .kml file")
_ENTITIES = Text(
    "含文档类型或实体声明(DOCTYPE),可能用于攻击,不予读取;请删除该声明",
    "declares a document type or entities (DOCTYPE), which can be an attack and is never read; remove the declaration",
)
_TOO_DEEP = Text(
    "嵌套超过 {limit} 层;如确需读取,请用 --max-depth 提高上限",
    "nests deeper than {limit} levels; raise the limit with --max-depth",
)
_NO_XML = Text("不是有效的 XML({reason})", "is no valid XML ({reason})")
_SEVERAL = Text(
    "一个地标有几个几何;请用 MultiGeometry", "a Placemark has several geometries; put them in a MultiGeometry"
)
_SEVERAL_PLACES = Text(
    "一个点有几处坐标,或一个几何有几个 coordinates;请核对",
    "a Point has several positions, or a geometry several `coordinates`; check them",
)
_SHORT = Text("线只有一个点;至少应有两个点", "the line has one position only; expected two or more")
_NO_POSITION = Text(
    "坐标“{value}”不能识别;应为 经度,纬度",
    "the position '{value}' cannot be read; expected longitude,latitude",
)
_NO_COORDINATES = Text("没有坐标(coordinates)", "has no coordinates")
_LINKS = Text(
    "文件含 {count} 个网络链接(NetworkLink),未访问,其内容未核查",
    "the file holds {count} NetworkLinks, which were not followed: what they lead to was not checked",
)
_OVERLAYS = Text(
    "文件含 {count} 个图片叠加层,未读取", "the file holds {count} image overlays, which were not read"
)
