"""Where do these features lie? Their geometries in longitude, latitude, or why they cannot be placed.

Whatever format they came in: impossible coordinates, swapped axes, placeholders and invalid outlines are refused one
by one, with the likely cause. Nothing is repaired or swapped back.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import shapely

from zonecheck.errors import InputError, Problem
from zonecheck.geodesy.crs import (
    GEOGRAPHIC,
    Crs,
    in_degrees,
    likely_crs,
    require_usable,
    shown,
    to_geographic,
)
from zonecheck.geodesy.ellipsoid import meridian_degree_m, parallel_degree_m
from zonecheck.projects.raw import NOT_COARSE
from zonecheck.words import Text, same

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from zonecheck.geodesy.datum import Datum
    from zonecheck.projects.raw import RawFeatures, Remarks

    Geometries = NDArray[np.object_]

_REASON = re.compile(r"(.*?)\[(\S+) (\S+)\]")
_PLACEHOLDER_DEGREES = 1e-3
_CHINA = (73.0, 3.0, 136.0, 54.0)  # west, south, east, north, with some sea around it


def place(raw: RawFeatures, crs: Crs, remarks: Remarks, datum: Datum | None = None) -> Geometries:
    """The geometries in longitude, latitude (CGCS2000), None where refused; the reasons are added to `remarks`.

    `datum` is that of degrees which are not those of WGS 84.

    Raises InputError if the coordinate system itself cannot be used.
    """
    try:
        require_usable(crs)
    except InputError as error:
        raise InputError(*(Problem(raw.where, problem.text) for problem in error.problems)) from None
    geometry = raw.geometry.copy()
    geometry[list(remarks.problems)] = None
    for check in (_check_degrees if crs in GEOGRAPHIC else _check_metres, _check_valid):
        check(geometry, remarks, crs)
        geometry[list(remarks.problems)] = None
    placed = _moved(geometry, crs, remarks) if datum not in ("gcj02", "bd09") else _shifted(geometry, datum)
    west, south, east, north = shapely.bounds(placed).T
    abroad = (east < _CHINA[0]) | (north < _CHINA[1]) | (west > _CHINA[2]) | (south > _CHINA[3])
    for row in np.flatnonzero(abroad).tolist():
        remarks.note(row, _ABROAD.fill(x=f"{west[row]:.3f}", y=f"{south[row]:.3f}"))
    return placed


def _shifted(geometry: Geometries, datum: Datum) -> Geometries:
    from zonecheck.geodesy.datum import to_wgs84  # noqa: PLC0415  only where there is another datum

    return to_wgs84(geometry, datum)


def rounding_m(raw: RawFeatures, geometry: Geometries, crs: Crs) -> NDArray[np.float64]:
    """How far a position may lie from where it was rounded to: half a unit of its last decimal, along the diagonal.

    0 for finer coordinates, and for coordinates that are no degrees.
    """
    found = np.zeros(len(raw))
    rows = np.flatnonzero((raw.decimals != NOT_COARSE) & ~shapely.is_missing(geometry))
    if not len(rows) or not in_degrees(crs):
        return found
    latitude = np.abs(shapely.bounds(geometry[rows])[:, [1, 3]]).min(axis=1)
    half_unit = 0.5 * 10.0 ** -raw.decimals[rows].astype(np.float64)
    found[rows] = half_unit * np.hypot(meridian_degree_m(latitude), parallel_degree_m(latitude))
    return found


def _check_degrees(geometry: Geometries, remarks: Remarks, _: Crs) -> None:
    """Longitudes and latitudes are possible, in this order, no placeholders, and do not jump around the globe."""
    west, south, east, north = shapely.bounds(geometry).T
    beyond = (west < -180) | (east > 180) | (south < -90) | (north > 90)
    _refuse(geometry, beyond, remarks, lambda x, y: abs(x) > 180 or abs(y) > 90, _BEYOND)
    swapped = ~beyond & (west >= 3) & (east < 54) & (south > 73)
    _refuse(geometry, swapped, remarks, lambda _x, _y: True, _SWAPPED)
    near = (west < _PLACEHOLDER_DEGREES) & (east > -_PLACEHOLDER_DEGREES)
    near &= (south < _PLACEHOLDER_DEGREES) & (north > -_PLACEHOLDER_DEGREES)
    _refuse(geometry, near & ~beyond, remarks, _is_placeholder, _PLACEHOLDER)
    for row in np.flatnonzero(~beyond & (east - west > 180)).tolist():
        points, part = shapely.get_coordinates(shapely.get_parts(geometry[row]), return_index=True)
        jumps = (np.abs(np.diff(points[:, 0])) > 180) & (np.diff(part) == 0)
        if jumps.any():
            x, y = points[int(np.argmax(jumps))]
            remarks.refuse(row, _JUMP.fill(x=_degrees(x), y=_degrees(y)))


def _check_metres(geometry: Geometries, remarks: Remarks, crs: Crs) -> None:
    """Degrees under the name of a projection would land on the equator."""
    west, south, east, north = shapely.bounds(geometry).T
    small = (west >= -180) & (east <= 180) & (south >= -180) & (north <= 180)
    if small.any() and not in_degrees(crs):
        _refuse(
            geometry, small, remarks, lambda _x, _y: True, _DEGREES.fill(code=shown(crs), x="{x}", y="{y}")
        )


def _check_valid(geometry: Geometries, remarks: Remarks, _: Crs) -> None:
    """Outlines enclose an area without crossing themselves; empty geometries are no sites."""
    present = ~shapely.is_missing(geometry)
    for row in np.flatnonzero(present & shapely.is_empty(geometry)).tolist():
        remarks.refuse(row, _EMPTY)
    for row in np.flatnonzero(present & ~shapely.is_valid(geometry)).tolist():
        remarks.refuse(row, _why_invalid(geometry[row]))


def _moved(geometry: Geometries, crs: Crs, remarks: Remarks) -> Geometries:
    """Everything at once, or one by one if something cannot be moved."""
    if crs in GEOGRAPHIC:
        return geometry
    try:
        moved = np.asarray(to_geographic(geometry, crs))
    except InputError:
        moved = _moved_singly(geometry, crs, remarks)
    from zonecheck.geodesy.change import outside_of_use  # noqa: PLC0415  PROJ is loaded by now

    for row in np.flatnonzero(outside_of_use(moved, crs)).tolist():
        remarks.note(row, _BESIDE.fill(code=shown(crs)))
    return moved


def _moved_singly(geometry: Geometries, crs: Crs, remarks: Remarks) -> Geometries:
    moved = np.empty(len(geometry), dtype=object)
    for row in np.flatnonzero(~shapely.is_missing(geometry)).tolist():
        try:
            moved[row] = to_geographic(geometry[row : row + 1], crs)[0]
        except InputError as error:
            remarks.refuse(row, error.problems[0].text)
    return moved


def _refuse(
    geometry: Geometries,
    rows: NDArray[np.bool_],
    remarks: Remarks,
    at_fault: Callable[[float, float], bool],
    text: Text,
) -> None:
    """Refuse these rows, naming the first position at fault and what it looks like."""
    for row in np.flatnonzero(rows).tolist():
        points = shapely.get_coordinates(geometry[row])
        wrong = next(((x, y) for x, y in points.tolist() if at_fault(x, y)), None)
        if wrong is not None:
            told = text.fill(x=_degrees(wrong[0]), y=_degrees(wrong[1]))
            remarks.refuse(row, _with_cause(told, likely_crs(*wrong)))


def _is_placeholder(x: float, y: float) -> bool:
    return abs(x) < _PLACEHOLDER_DEGREES and abs(y) < _PLACEHOLDER_DEGREES


def _with_cause(text: Text, cause: Text | None) -> Text:
    return text if cause is None else Text(f"{text.zh}:{cause.zh}", f"{text.en}: {cause.en}")


def _degrees(value: float) -> str:
    return f"{value:.10g}"


def _why_invalid(geometry: shapely.Geometry) -> Text:
    """The reason that GEOS gives, in words, with the place."""
    found = _REASON.match(shapely.is_valid_reason(geometry))
    reason, x, y = found.groups() if found else (shapely.is_valid_reason(geometry), "?", "?")
    parts = shapely.get_parts(geometry)
    if len(parts) > 1 and shapely.is_valid(parts).all():
        return _OVERLAP.fill(x=x, y=y)
    return _INVALID.fill(reason=_REASONS.get(reason, same(reason)), x=x, y=y)


_REASONS = {
    "Self-intersection": Text("边界自相交", "self-intersection"),
    "Ring Self-intersection": Text("环自相交或自接触", "ring self-intersection"),
    "Hole lies outside shell": Text("孔不在外环之内", "hole lies outside shell"),
    "Holes are nested": Text("孔中有孔", "holes are nested"),
    "Nested shells": Text("外环互相包含", "nested shells"),
    "Interior is disconnected": Text("内部被分割", "interior is disconnected"),
    "Duplicate Rings": Text("环重复", "duplicate rings"),
    "Too few points in geometry component": Text("不同的点太少", "too few different points"),
}
_BEYOND = Text(
    "坐标 ({x}, {y}) 超出经纬度范围(经度 ±180,纬度 ±90)",
    "the coordinates ({x}, {y}) are outside longitude ±180, latitude ±90",
)
_SWAPPED = Text("坐标 ({x}, {y}) 不在中国", "the coordinates ({x}, {y}) are not in China")
_PLACEHOLDER = Text(
    "坐标 ({x}, {y}) 是占位值,不是实际位置", "the coordinates ({x}, {y}) are a placeholder and no real place"
)
_JUMP = Text(
    "自 ({x}, {y}) 起的一段跨越经度超过 180 度;请在 180 度经线处断开",
    "the segment from ({x}, {y}) spans more than 180 degrees of longitude; cut it at the antimeridian",
)
_DEGREES = Text(
    "坐标 ({x}, {y}) 像是经纬度,但声明的坐标系 {code} 以米为单位;请改正坐标系",
    "the coordinates ({x}, {y}) look like degrees, but the declared {code} is in metres; correct the system",
)
_ABROAD = Text(
    "场地在 ({x}, {y}),不在我国境内;请核对坐标系、坐标次序和正负号",
    "the site lies at ({x}, {y}), outside China; check the coordinate system, the order and the sign of the coordinates",
)
_BESIDE = Text(
    "场地不全在 {code} 的适用范围内,请核对带号",
    "the site does not lie wholly in the area for which {code} is meant; check the zone",
)
_EMPTY = Text("几何为空;应给出场地的点、线或面", "the geometry is empty; give a point, a line or an outline")
_INVALID = Text(
    "几何无效:{reason},位置 ({x}, {y});请在制图软件中修正",
    "the geometry is invalid: {reason} at ({x}, {y}); correct it in a map editor",
)
_OVERLAP = Text(
    "场地的几个部分互相重叠或共边,位置 ({x}, {y});请合并为一个面",
    "parts of the site overlap or share an edge at ({x}, {y}); merge them into one outline",
)
