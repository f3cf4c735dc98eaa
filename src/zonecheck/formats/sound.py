"""Can these geometries be worked with at all? Finite plane coordinates, known types, one level of collections, a bounded size.

Whether an outline crosses itself, and where on the earth it lies, is asked later. Nothing is repaired.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely import GeometryType

from zonecheck.words import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Geometries = NDArray[np.object_]
    Faults = dict[int, Text]

FARTHEST = 1e12
"""No coordinate of any system is greater."""

_KNOWN = (
    GeometryType.POINT, GeometryType.LINESTRING, GeometryType.POLYGON, GeometryType.MULTIPOINT,
    GeometryType.MULTILINESTRING, GeometryType.MULTIPOLYGON, GeometryType.GEOMETRYCOLLECTION,
)  # fmt: skip


def made_sound(
    geometry: Geometries, faults: Faults, notes: dict[int, list[Text]], max_vertices: int
) -> Geometries:
    """The geometries in two dimensions; what cannot be used is None, with the first reason added to `faults`."""
    sound = geometry.copy()
    for check in (_missing, _types, _nested, lambda shapes: _sizes(shapes, max_vertices), _numbers):
        for row, text in check(sound).items():
            faults.setdefault(row, text)
        sound[list(faults)] = None
    for said, present in ((SOLID, shapely.has_z(sound)), (_MEASURED, shapely.has_m(sound))):
        for row in np.flatnonzero(present).tolist():
            notes.setdefault(row, []).append(said)
    more = shapely.get_coordinate_dimension(sound) > 2  # heights or measures
    sound[more] = shapely.force_2d(sound[more])
    return sound


def _missing(shapes: Geometries) -> Faults:
    return dict.fromkeys(np.flatnonzero(shapely.is_missing(shapes)).tolist(), NONE)


def _types(shapes: Geometries) -> Faults:
    kinds = shapely.get_type_id(shapes)
    rows = np.flatnonzero(~shapely.is_missing(shapes) & ~np.isin(kinds, _KNOWN)).tolist()
    return {row: UNKNOWN_TYPE.fill(kind=shapes[row].geom_type) for row in rows}


def _nested(shapes: Geometries) -> Faults:
    collections = np.flatnonzero(shapely.get_type_id(shapes) == GeometryType.GEOMETRYCOLLECTION)
    parts, owner = shapely.get_parts(shapes[collections], return_index=True)
    within = shapely.get_type_id(parts) == GeometryType.GEOMETRYCOLLECTION
    return dict.fromkeys(collections[np.unique(owner[within])].tolist(), NESTED)


def _sizes(shapes: Geometries, max_vertices: int) -> Faults:
    counts = shapely.get_num_coordinates(shapes)
    rows = np.flatnonzero(counts > max_vertices).tolist()
    return {row: VERTICES.fill(count=counts[row], limit=max_vertices) for row in rows}


def _numbers(shapes: Geometries) -> Faults:
    points, owner = shapely.get_coordinates(shapes, return_index=True)
    bad = np.flatnonzero(~(np.abs(points) <= FARTHEST).all(axis=1))
    return {int(owner[at]): _NOT_FINITE.fill(x=points[at, 0], y=points[at, 1]) for at in bad[::-1].tolist()}


NONE = Text("没有几何;应给出场地的点、线或面", "has no geometry; give a point, a line or an outline")
UNKNOWN_TYPE = Text(
    "几何类型 {kind} 不能核查;请转换为点、线或面(曲线请先折线化)",
    "the geometry type {kind} cannot be checked; convert it to points, lines or areas, curves to straight pieces",
)
NESTED = Text(
    "几何集合中又嵌套了几何集合;请改为一层",
    "a collection of geometries stands inside a collection; write one level only",
)
VERTICES = Text(
    "共有 {count} 个坐标点,超过上限 {limit};如确需读取,请用 --max-vertices 提高上限",
    "has {count} positions, more than the limit of {limit}; raise it with --max-vertices",
)
_NOT_FINITE = Text(
    "坐标 ({x}, {y}) 不是有限的数,或超出任何坐标系的范围",
    "the coordinates ({x}, {y}) are no finite numbers, or beyond the range of any coordinate system",
)
SOLID = Text("坐标含高程,按平面位置核查", "the heights in the coordinates are ignored")
_MEASURED = Text("坐标含 M 值,未读取", "the measures (M) in the coordinates are ignored")
