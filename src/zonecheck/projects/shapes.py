"""Which geometries do these GeoJSON objects describe? Many at once, as shapely geometries in their own coordinates.

All geometries of a type are flattened together and built in one call. Where that fails, the faulty ones are found in
ever smaller groups and explained one by one: a faulty geometry never costs its neighbours.

Source: RFC 7946, section 3.1.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from zonecheck.projects.flatten import IrregularError, flatten, positions_of_each
from zonecheck.projects.members import GEOMETRIES, fault_of_form
from zonecheck.projects.positions import EMPTY, NESTING, Fault, plain
from zonecheck.projects.spelling import nearest
from zonecheck.words import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonecheck.projects.raw import Remarks

_TYPES = {
    "Point": shapely.GeometryType.POINT,
    "MultiPoint": shapely.GeometryType.MULTIPOINT,
    "LineString": shapely.GeometryType.LINESTRING,
    "MultiLineString": shapely.GeometryType.MULTILINESTRING,
    "Polygon": shapely.GeometryType.POLYGON,
    "MultiPolygon": shapely.GeometryType.MULTIPOLYGON,
}
_COLLECTION = "GeometryCollection"
_GROUP = 512
_FINEST_COARSE = 1e5  # five decimals of a degree
_DIFFERENCE = 1e-6  # what floating point leaves of a number with five decimals, times 1e5


@dataclass(frozen=True, slots=True, eq=False)
class Shapes:
    """`geometry` (object, n), None where a problem says why; `coarse` (bool, n): five decimals or fewer throughout."""

    geometry: NDArray[np.object_]
    coarse: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Part:
    """One geometry with coordinates: a feature's own, or a member of its collection."""

    owner: int
    coordinates: Any


def shapes(geometries: Sequence[object], remarks: Remarks, max_vertices: int) -> Shapes:
    """The geometries of n features; what cannot be used is None and said in `remarks`. Positions beyond 2D are cut."""
    parts: dict[str, list[_Part]] = defaultdict(list)
    collections: set[int] = set()
    for row, geometry in enumerate(geometries):
        try:
            kind, members = _members(geometry)
        except Fault as fault:
            remarks.refuse(row, fault.text)
            continue
        if kind == _COLLECTION:
            collections.add(row)
        for member_kind, coordinates in members:
            parts[member_kind].append(_Part(row, coordinates))
    built = _Built(len(geometries), remarks, max_vertices)
    for kind, of_kind in parts.items():
        built.add(kind, of_kind)
    return built.finish(collections)


def _members(geometry: object) -> tuple[str, list[tuple[str, object]]]:
    """The type of a geometry and its parts with coordinates; one level of a collection is taken apart."""
    if geometry is None:
        raise Fault(_NULL)
    if not isinstance(geometry, Mapping):
        raise Fault(_NO_OBJECT)
    if "crs" in geometry:
        raise Fault(_OWN_CRS)
    kind = geometry.get("type")
    if not isinstance(kind, str) or kind not in GEOMETRIES:
        raise Fault(_unknown(kind))
    if fault := fault_of_form(kind, geometry):
        raise Fault(fault)
    if kind == _COLLECTION:
        return kind, _taken_apart(geometry.get("geometries"))
    return kind, [(kind, geometry.get("coordinates"))]


def _taken_apart(members: object) -> list[tuple[str, object]]:
    if not isinstance(members, list):
        raise Fault(_NO_MEMBERS)
    if not members:
        raise Fault(EMPTY)
    parts = []
    for member in members:
        if isinstance(member, Mapping) and member.get("type") == _COLLECTION:
            raise Fault(_NESTED)
        parts += _members(member)[1]
    return parts


def _unknown(kind: object) -> Text:
    if kind is None:
        return _NO_TYPE
    near = nearest(str(kind), [*NESTING, _COLLECTION])
    text = _UNKNOWN.fill(kind=str(kind)[:40])
    return Text(f"{text.zh};是否为 {near}?", f"{text.en}; did you mean {near}?") if near else text


class _Built:
    """Geometries as they are built, part by part."""

    def __init__(self, n: int, remarks: Remarks, max_vertices: int) -> None:
        self._parts: list[list[Any]] = [[] for _ in range(n)]
        self._coarse = np.ones(n, dtype=bool)
        self._vertices = np.zeros(n, dtype=np.int64)
        self._remarks = remarks
        self._max_vertices = max_vertices

    def add(self, kind: str, parts: list[_Part]) -> None:
        """Build all parts of one type: together, else group by group, else one by one."""
        try:
            self._build(kind, parts)
        except IrregularError:
            if len(parts) > _GROUP:
                for start in range(0, len(parts), _GROUP):
                    self.add(kind, parts[start : start + _GROUP])
                return
            looked_at = [part for part in (self._look(kind, part) for part in parts) if part is not None]
            self._build(kind, looked_at)

    def finish(self, collections: set[int]) -> Shapes:
        geometry = np.empty(len(self._parts), dtype=object)
        for row, parts in enumerate(self._parts):
            if row in self._remarks.problems:
                continue
            if self._vertices[row] > self._max_vertices:
                self._remarks.refuse(row, _VERTICES.fill(count=self._vertices[row], limit=self._max_vertices))
                continue
            geometry[row] = shapely.geometrycollections(parts) if row in collections else parts[0]
        return Shapes(geometry, self._coarse)

    def _build(self, kind: str, parts: list[_Part]) -> None:
        if not parts:
            return
        flat, numbers, offsets = flatten(kind, [part.coordinates for part in parts])
        owners = np.array([part.owner for part in parts])
        counts = positions_of_each(offsets, len(parts))
        rough = np.abs(flat * _FINEST_COARSE - np.rint(flat * _FINEST_COARSE)).max(axis=1) < _DIFFERENCE
        starts = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.intp)
        np.logical_and.at(self._coarse, owners, np.logical_and.reduceat(rough, starts))
        np.add.at(self._vertices, owners, counts)
        geometries = shapely.from_ragged_array(_TYPES[kind], flat, tuple(reversed(offsets)) or None)
        for owner, geometry in zip(owners.tolist(), geometries.tolist(), strict=True):
            self._parts[owner].append(geometry)
        if numbers > 2:
            for owner in dict.fromkeys(owners.tolist()):
                self._remarks.note(owner, _SOLID if numbers == 3 else _FOURTH)

    def _look(self, kind: str, part: _Part) -> _Part | None:
        """A closer look at one geometry: its plain coordinates, or None with its fault remarked."""
        try:
            coordinates, numbers = plain(kind, part.coordinates)
        except Fault as fault:
            self._remarks.refuse(part.owner, fault.text)
            return None
        if numbers > 2:
            self._remarks.note(part.owner, _SOLID if numbers == 3 else _FOURTH)
        return _Part(part.owner, coordinates)


_NULL = Text(
    "没有几何(null);应给出场地的点、线或面", "has no geometry (null); give a point, a line or an outline"
)
_NO_OBJECT = Text("geometry 不是 GeoJSON 几何对象", "its geometry is no GeoJSON object")
_OWN_CRS = Text(
    "单个几何或要素自带坐标系(crs),无法采用;请在文件开头统一声明",
    "has a coordinate system (crs) of its own, which is not followed; declare one for the whole file",
)
_NO_TYPE = Text("几何缺少类型(type);例如 Polygon", "the geometry has no type; for example Polygon")
_UNKNOWN = Text("不认识几何类型“{kind}”", "unknown geometry type '{kind}'")
_NO_MEMBERS = Text(
    "GeometryCollection 缺少 geometries 列表", "the GeometryCollection has no list of geometries"
)
_NESTED = Text(
    "GeometryCollection 中又嵌套了 GeometryCollection;请改为一层",
    "a GeometryCollection stands inside a GeometryCollection; write one level only",
)
_VERTICES = Text(
    "共有 {count} 个坐标点,超过上限 {limit};如确需读取,请用 --max-vertices 提高上限",
    "has {count} positions, more than the limit of {limit}; raise it with --max-vertices",
)
_SOLID = Text("坐标含高程,按平面位置核查", "the heights in the coordinates are ignored")
_FOURTH = Text(
    "警告:坐标超过三个数,只用前两个(经度、纬度)",
    "warning: positions have more than three numbers; only longitude and latitude are used",
)
