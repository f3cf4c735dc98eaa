"""Which outline do typed coordinates make? Corners one after the other, degrees or degrees with minutes and seconds.

What was typed is coarser than what a computer writes: how far that can be off is said in metres, so that it is not lost.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import shapely

from zonecheck.formats.features import Fault
from zonecheck.formats.pairs import positions
from zonecheck.geodesy.datum import Datum, to_wgs84
from zonecheck.words import Text

Shape = Literal["polygon", "point", "line"]
Position = tuple[float, float]

LEAST: Mapping[Shape, int] = {"polygon": 3, "point": 1, "line": 2}
_M_PER_DEGREE = 111_700.0  # the longest degree of latitude: rounding is rather said too large
_WEST, _EAST, _SOUTH, _NORTH = 73.0, 136.0, 3.0, 54.0
_DECIMALS = 9


@dataclass(frozen=True, slots=True)
class Corner:
    """A position as it was typed, and the unit of its last digit in degrees."""

    position: Position
    unit: float


def corners(written: str) -> list[Corner]:
    """The positions in one line. Raises Fault for what is none, or lies outside China."""
    found, unit = positions(written)
    for lon, lat in found:
        if not (_WEST <= lon <= _EAST and _SOUTH <= lat <= _NORTH):
            raise Fault(
                (_TURNED if _WEST <= lat <= _EAST else _OUTSIDE).fill(lon=f"{lon:.6f}", lat=f"{lat:.6f}")
            )
    return [Corner(place, unit) for place in found]


def geometry(shape: Shape, typed: Sequence[Corner], datum: Datum) -> dict[str, Any]:
    """The outline as GeoJSON in CGCS2000 degrees. Raises Fault where these corners make none."""
    places = [corner.position for corner in typed]
    if shape == "polygon" and len(places) > 1 and places[0] == places[-1]:
        places.pop()
    if len(dict.fromkeys(places)) < LEAST[shape]:
        raise Fault(_TOO_FEW[shape])
    drawn = _drawn(shape, places)
    if not shapely.is_valid(drawn):
        raise Fault(_CROSSED.fill(why=shapely.is_valid_reason(drawn)))
    moved = to_wgs84(np.array([drawn], dtype=object), datum)[0]
    placed = shapely.transform(moved, lambda points: points.round(_DECIMALS))
    return _as_geojson(shapely.orient_polygons(placed))


def _drawn(shape: Shape, places: Sequence[Position]) -> Any:
    match shape:
        case "polygon":
            return shapely.Polygon(places)
        case "line":
            return shapely.LineString(places)
    return shapely.Point(places[0])


def _as_geojson(drawn: Any) -> dict[str, Any]:
    mapped = shapely.geometry.mapping(drawn)
    return {"type": mapped["type"], "coordinates": _lists(mapped["coordinates"])}


def _lists(value: Any) -> Any:
    return [_lists(each) for each in value] if isinstance(value, tuple) else value


def rounding_m(typed: Sequence[Corner]) -> float:
    """How far a corner can be off for the digits that were typed: half a unit both ways, rounded up to 1 mm."""
    worst = max(
        corner.unit / 2 * _M_PER_DEGREE * math.hypot(1, math.cos(math.radians(corner.position[1])))
        for corner in typed
    )
    return math.ceil(worst * 1000) / 1000


_TURNED = Text(
    "经度 {lon}、纬度 {lat} 不在中国,可能是纬度写在了前面;请先写经度再写纬度,或标明 E、N",
    "longitude {lon}, latitude {lat} is not in China: perhaps the latitude stands first; write the longitude first, or mark "
    "them with E and N",
)
_OUTSIDE = Text(
    "经度 {lon}、纬度 {lat} 不在中国;请核对", "longitude {lon}, latitude {lat} is not in China; check it"
)
_TOO_FEW: Mapping[Shape, Text] = {
    "polygon": Text(
        "轮廓至少要 3 个不同的拐点;请继续输入", "an outline takes at least 3 different corners; go on"
    ),
    "line": Text("线路至少要 2 个不同的点;请继续输入", "a line takes at least 2 different points; go on"),
    "point": Text("还没有坐标;请输入", "there are no coordinates yet"),
}
_CROSSED = Text(
    "各拐点连线自相交({why});请按顺序(绕场地一周)重新输入全部拐点",
    "the outline crosses itself ({why}); enter all corners again, in their order around the site",
)
