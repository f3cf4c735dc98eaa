"""Can these features be measured against? What must hold of the geometry of a layer before it is used.

Each check gives faults, one for each feature that fails; all are reported together. Nothing is repaired.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from zonecheck.errors import Problem
from zonecheck.geodesy.likely import likely_crs
from zonecheck.layers.faults import Fault, Kind
from zonecheck.layers.grades import is_line
from zonecheck.layers.layer import EVERYTHING, Baseline
from zonecheck.layers.selection import select
from zonecheck.truth import YES
from zonecheck.words import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonecheck.layers.features import Features
    from zonecheck.layers.grades import Grades
    from zonecheck.layers.layer import Layer

_SHAPES: dict[Baseline, Text] = {"water_area": Text("面", "areas"), "centreline": Text("线", "lines")}
_EITHER = Text("线或面", "lines or areas")
_AREAS = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)


def coordinates(features: Features, geometry: NDArray[np.object_], shown: str) -> Iterator[Fault]:
    """Longitude within ±180 and latitude within ±90, after any change of CRS."""
    points, owner = shapely.get_coordinates(geometry, return_index=True)
    beyond = np.flatnonzero((np.abs(points) > (180, 90)).any(axis=1))
    positions, first = np.unique(owner[beyond], return_index=True)
    for position, (x, y) in zip(positions.tolist(), points[beyond[first]].tolist(), strict=True):
        yield _fault("outside", shown, features, position, _not_degrees(x, y))


def _not_degrees(x: float, y: float) -> Text:
    cause = likely_crs(x, y) or _CHECK_CRS
    return _NOT_DEGREES.fill(position=f"({x:.12g}, {y:.12g})", cause=cause)


def shapes(features: Features, geometry: NDArray[np.object_], grades: Grades, shown: str) -> Iterator[Fault]:
    """Every feature has a valid geometry that can stand for its base line; only parks may have none."""
    lines = is_line(geometry)
    areas = np.isin(shapely.get_type_id(geometry), _AREAS)
    closed = lines & _has_ring(geometry)
    for position in range(len(features)):
        what = _shape(geometry[position], grades.baseline[position], lines[position], areas[position])
        if what is None and closed[position] and grades.baseline[position] != "centreline":
            what = _CLOSED_LINE
        if what is not None:
            yield _fault("invalid", shown, features, position, what)


def _shape(geometry: Any, baseline: Baseline | None, line: np.bool_, area: np.bool_) -> Text | None:
    if geometry is None:
        return _NO_OUTLINE if baseline else None
    if geometry.is_empty:
        return _EMPTY_GEOMETRY
    if not shapely.is_valid(geometry):
        return _NOT_VALID.fill(reason=shapely.is_valid_reason(geometry))
    if baseline and not _fits(baseline, line, area):
        return _NEEDS.fill(baseline=baseline, shape=_SHAPES.get(baseline, _EITHER), got=geometry.geom_type)
    return None


def _fits(baseline: Baseline, line: np.bool_, area: np.bool_) -> bool:
    """A bank may be drawn as a line or as the area that it bounds: inside the area the distance is 0."""
    if baseline in _SHAPES:
        return bool(area if baseline == "water_area" else line)
    return bool(line or area)


def _has_ring(geometry: NDArray[np.object_]) -> NDArray[np.bool_]:
    """Whether some part of a line returns to its start."""
    parts, owner = shapely.get_parts(geometry, return_index=True)
    found = np.zeros(len(geometry), dtype=bool)
    found[owner[shapely.is_closed(parts) & is_line(parts)]] = True
    return found


def circles(features: Features, shown: str) -> Iterator[Fault]:
    """A `near` circle of a park states its middle and its radius."""
    for position, properties in enumerate(features.properties):
        if "near" in properties and not _is_circle(properties["near"]):
            yield _fault("invalid", shown, features, position, _NO_CIRCLE)


def _is_circle(near: Any) -> bool:
    if near is None:
        return True
    values = [near.get(key) for key in ("lon", "lat", "radius_m")] if isinstance(near, Mapping) else [None]
    numbers = [value for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
    return len(numbers) == 3 and all(map(math.isfinite, numbers)) and numbers[2] > 0


def extent(layer: Layer, shown: str) -> Iterator[Fault]:
    """Every feature touches the declared coverage: one that lies wholly outside has wrong coordinates."""
    if layer.coverage is None or layer.coverage == "everywhere":
        return
    shapely.prepare(layer.coverage)
    drawn = np.array([geometry is not None for geometry in layer.geometry])
    outside = drawn & ~shapely.intersects(layer.coverage, layer.geometry)
    for position in np.flatnonzero(outside):
        west, south, east, north = layer.bounds[position].tolist()
        text = _OUTSIDE.fill(
            name=layer.names[position],
            bounds=f"[{west:.4f}, {south:.4f}, {east:.4f}, {north:.4f}]",
            coverage=f"[{', '.join(f'{value:.4f}' for value in layer.coverage.bounds)}]",
        )
        yield Fault("outside", Problem(shown, text))


def claims(layer: Layer, where: str) -> Iterator[Fault]:
    """A catalogue that claims to be complete for what the file does not hold is wrong."""
    for key, values in layer.entry.complete_for.items():
        for value in sorted(values) if key != EVERYTHING else ():
            if not (select(layer, key, ((value,),)).member == YES).any():
                yield Fault("invalid", Problem(where, _NOT_HELD.fill(key=key, value=value)))


def _fault(kind: Kind, shown: str, features: Features, position: int, what: Text) -> Fault:
    text = Text("{feature}:{what}", "{feature}: {what}").fill(feature=features.label(position), what=what)
    return Fault(kind, Problem(shown, text))


_NOT_DEGREES = Text(
    "坐标 {position} 不是经度、纬度;{cause}", "{position} is not a longitude and a latitude; {cause}"
)
_CHECK_CRS = Text("请核对坐标系和先后次序", "check the CRS and the order")
_NO_OUTLINE = Text(
    "没有几何;有基准线的图层每个要素都须有几何",
    "no geometry; in a layer with a base line every feature must have one",
)
_EMPTY_GEOMETRY = Text("几何为空;请补全或删去该要素", "an empty geometry; complete the feature or remove it")
_NOT_VALID = Text(
    "几何无效({reason});请在绘制软件中修正", "invalid geometry ({reason}); repair it where it was drawn"
)
_NEEDS = Text("baseline 为 {baseline},应为{shape},实为 {got}", "baseline {baseline} needs {shape}, got {got}")
_CLOSED_LINE = Text(
    "岸线画成了闭合线,线内会被当作远离岸线;请改为面,或在起止处断开",
    "a bank drawn as a closed line, whose inside would count as away from it; make it an area, or open it",
)
_NO_CIRCLE = Text(
    "near 应为 lon、lat、radius_m 三个数,半径大于 0",
    "`near` must give three numbers: lon, lat and radius_m, the radius above 0",
)
_OUTSIDE = Text(
    "{name} 的范围 {bounds} 全在所称 coverage {coverage} 之外;请核对坐标系,或改正 coverage",
    "{name} at {bounds} lies wholly outside the declared coverage {coverage}; check its CRS, or correct the coverage",
)
_NOT_HELD = Text(
    "complete_for 称含有 {key} 为 {value} 的要素,文件中没有;请补入,或删去该项",
    "complete_for claims {key} {value}, which the file does not hold; add the feature, or drop the claim",
)
