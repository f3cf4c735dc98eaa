"""What is wrong with the coordinates of one geometry? The slow look at a single one, in words.

It is taken only where many geometries could not be read at once (see `shapes`): it finds the first fault, or gives
back the coordinates with two numbers to a position.

Source: RFC 7946, section 3.1.
"""

from __future__ import annotations

import json
from typing import Any

from zonecheck.words import Text

NESTING = {
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}
"""How many lists stand around the positions of each type."""


FARTHEST = 1e12
"""No coordinate of any system is greater."""


class Fault(ValueError):  # noqa: N818  (it becomes a problem of one feature)
    """Why a geometry cannot be used."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def plain(kind: str, coordinates: object) -> tuple[Any, int]:
    """The coordinates with two numbers to a position, and the most numbers that a position had. Raises Fault."""
    if not isinstance(coordinates, list):
        raise Fault(_NO_COORDINATES.fill(kind=kind))
    if not coordinates:
        raise Fault(EMPTY)
    return _nested(kind, coordinates, NESTING[kind])


def _nested(kind: str, value: object, depth: int) -> tuple[Any, int]:
    if depth == 0:
        return _position(kind, value)
    if not isinstance(value, list) or not (value and isinstance(value[0], list)):
        raise Fault(EMPTY if value == [] else _NESTING.fill(kind=kind))
    parts = [_nested(kind, part, depth - 1) for part in value]
    found = [part for part, _ in parts]
    if depth == 1:
        _check_path(kind, found)
    return found, max(numbers for _, numbers in parts)


def _check_path(kind: str, path: list[Any]) -> None:
    """A ring or a line as a whole."""
    if "LineString" in kind and len(path) < 2:
        raise Fault(_SHORT_LINE)
    if "Polygon" not in kind:
        return
    closed = path[0] == path[-1]
    if len(path) < (4 if closed else 3):
        raise Fault(_SHORT_RING.fill(count=len(path)))
    if not closed:
        raise Fault(_OPEN_RING.fill(first=_pair(path[0]), last=_pair(path[-1])))


def _position(kind: str, value: object) -> tuple[list[float], int]:
    if not isinstance(value, list):
        raise Fault(_NO_POSITION.fill(value=_short(value)))
    if value and isinstance(value[0], list):
        raise Fault(_NESTING.fill(kind=kind))
    if len(value) < 2:
        raise Fault(_FEW_NUMBERS.fill(value=_short(value)))
    for number in value:
        if isinstance(number, list):
            raise Fault(_NESTING.fill(kind=kind))
        if type(number) not in (int, float):
            raise Fault((_STRING if isinstance(number, str) else _NO_NUMBER).fill(value=_short(number)))
        if abs(number) > FARTHEST:
            raise Fault(_TOO_FAR.fill(value=_short(number)))
    return value[:2], len(value)


def _pair(position: list[float]) -> str:
    return f"({position[0]:.12g}, {position[1]:.12g})"


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False) if not isinstance(value, str) else value
    return text if len(text) <= 40 else text[:37] + "..."


EMPTY = Text("几何为空;应给出场地的点、线或面", "the geometry is empty; give a point, a line or an outline")
_NO_COORDINATES = Text(
    "{kind} 缺少坐标;应有 coordinates 列表", "the {kind} has no coordinates; expected a list"
)
_NESTING = Text(
    "坐标的嵌套层数与类型 {kind} 不符;请检查方括号",
    "the coordinates are not nested as a {kind} has them; check the brackets",
)
_NO_POSITION = Text(
    "“{value}”不是坐标;应为 [经度, 纬度]", "'{value}' is no position; expected [longitude, latitude]"
)
_FEW_NUMBERS = Text(
    "坐标 {value} 不完整;应为 [经度, 纬度]",
    "the position {value} is incomplete; expected [longitude, latitude]",
)
_STRING = Text(
    "坐标“{value}”是文字;应为数字,不加引号",
    "the coordinate '{value}' is text; expected a number without quotes",
)
_TOO_FAR = Text(
    "坐标 {value} 超出任何坐标系的范围",
    "the coordinate {value} lies beyond the range of any coordinate system",
)
_NO_NUMBER = Text("坐标“{value}”不是数字", "the coordinate '{value}' is no number")
_SHORT_LINE = Text("线只有一个点;至少应有两个点", "the line has one position only; expected two or more")
_SHORT_RING = Text(
    "环只有 {count} 个点;至少应有四个点(首尾相同)",
    "a ring has {count} positions; expected four or more, the last equal to the first",
)
_OPEN_RING = Text(
    "环未闭合:起点 {first},终点 {last};首尾两点应相同",
    "a ring is not closed: it starts at {first} and ends at {last}; repeat the first position at the end",
)
