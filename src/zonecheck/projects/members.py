"""Has a GeoJSON object the members that its type must have, and none that would make it another type's?

An object that is two things at once says nothing for certain: it is refused, never read as one of them.

Source: RFC 7946, sections 3.2, 5 and 7.1.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from zonecheck.projects.positions import NESTING
from zonecheck.words import Text

GEOMETRIES = frozenset({*NESTING, "GeometryCollection"})
"""The types of geometry that GeoJSON has."""

_OF_OTHERS = {
    "FeatureCollection": frozenset({"coordinates", "geometries", "geometry", "properties"}),
    "Feature": frozenset({"coordinates", "geometries", "features"}),
}
_OF_NO_GEOMETRY = frozenset({"geometry", "properties", "features"})


def fault_of_form(kind: str, value: Mapping[str, Any]) -> Text | None:
    """What is wrong with the members of an object of this type, its own `type`, `crs` and contents aside."""
    others = _OF_OTHERS.get(kind, _OF_NO_GEOMETRY)
    if not others.isdisjoint(value):
        return _TWO_THINGS.fill(kind=kind, members=", ".join(sorted(others.intersection(value))))
    if "bbox" in value and not _is_box(value["bbox"]):
        return _NO_BOX
    return _fault_of_feature(value) if kind == "Feature" else None


def _fault_of_feature(value: Mapping[str, Any]) -> Text | None:
    if "properties" not in value:
        return _NO_PROPERTIES
    properties = value["properties"]
    if properties is not None and not isinstance(properties, dict):
        return _BAD_PROPERTIES
    return None if type(value.get("id")) in (str, int, float, type(None)) else _BAD_ID


def _is_box(box: object) -> bool:
    """Two corners with as many numbers as the positions have: four or more, and even."""
    if not isinstance(box, list) or len(box) < 4 or len(box) % 2:
        return False
    return all(type(each) in (int, float) and math.isfinite(each) for each in box)


_TWO_THINGS = Text(
    "{kind} 不能含有 {members};请删除,或改正 type",
    "a {kind} must not have {members}; remove that, or correct the type",
)
_NO_BOX = Text(
    "bbox 无法读取;应为 [西, 南, 东, 北],或删除该项",
    "its bbox cannot be read; expected [west, south, east, north], or leave it out",
)
_NO_PROPERTIES = Text(
    'Feature 缺少 properties;没有属性也应写 "properties": null',
    'the Feature has no properties; without any it says "properties": null',
)
_BAD_PROPERTIES = Text(
    "properties 不是对象;应为 {{…}} 或 null", "its properties are no object; expected {{…}} or null"
).fill()
_BAD_ID = Text("id 应为文字或数字", "its id is neither text nor a number")
