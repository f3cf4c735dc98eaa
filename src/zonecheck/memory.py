"""How do geometries and frames in memory become features? As if they had been read from a file, with nothing dropped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from shapely.geometry.base import BaseGeometry

from zonecheck.errors import Problem, UsageError
from zonecheck.formats.sound import made_sound
from zonecheck.geodesy.crs import epsg
from zonecheck.projects.raw import Limits, RawFeatures, Remarks, in_memory
from zonecheck.words import Text

if TYPE_CHECKING:
    from geopandas import GeoDataFrame, GeoSeries

_DEGREES = 4490


def features_of(
    geometries: Sequence[Any],
    properties: Mapping[str, Any] | Sequence[Mapping[str, Any]] | None,
    crs: str | None,
) -> RawFeatures:
    """Shapely geometries with their attributes, in longitude, latitude unless a CRS is named.

    Raises UsageError if something is no geometry, or if there are not as many attributes as geometries.
    """
    strangers = [type(each).__name__ for each in geometries if not isinstance(each, BaseGeometry | None)]
    if not geometries:
        raise UsageError(Problem("projects", _NOTHING))
    if strangers:
        raise UsageError(Problem("projects", _NO_GEOMETRY.fill(kinds=", ".join(dict.fromkeys(strangers)))))
    if properties is None:
        properties = [{}] * len(geometries)
    listed = [properties] if isinstance(properties, Mapping) else list(properties)
    if len(listed) != len(geometries):
        raise UsageError(Problem("properties", _NUMBERS.fill(n=len(geometries), given=len(listed))))
    return _sound(in_memory(geometries, listed, "geometry"), _DEGREES if crs is None else epsg(crs))


def frame_features(frame: GeoDataFrame | GeoSeries) -> RawFeatures:
    """The rows of a frame with its other columns as attributes; missing values are not stated.

    Raises UsageError if the CRS of the frame has no EPSG code.
    """
    shapes = frame.geometry
    table = frame.drop(columns=shapes.name) if hasattr(frame, "columns") else None
    rows = [{} for _ in range(len(frame))] if table is None else table.to_dict("records")
    stated = [
        {str(key): value for key, value in map(_plain, row.items()) if value is not None} for row in rows
    ]
    return _sound(in_memory(list(shapes), stated, "GeoDataFrame"), _frame_code(frame.crs))


def _sound(raw: RawFeatures, crs: int | None) -> RawFeatures:
    """The features with every geometry looked at as a file reader would."""
    faults: dict[int, Text] = {}
    notes: dict[int, list[Text]] = {}
    geometry = made_sound(raw.geometry, faults, notes, Limits().max_vertices)
    remarks = Remarks(notes=notes)
    for row, text in faults.items():
        remarks.refuse(row, text)
    return replace(raw, geometry=geometry, crs=crs, remarks=remarks)


def _frame_code(crs: Any) -> int | None:
    """The EPSG code of a CRS, None where the frame declares none."""
    if crs is None:
        return None
    code: int | None = 4326 if crs.to_authority() == ("OGC", "CRS84") else crs.to_epsg()
    if code is None:
        raise UsageError(Problem("crs", _NO_CODE.fill(name=crs.name)))
    return code


def _plain(item: tuple[Any, Any]) -> tuple[Any, Any]:
    """A cell as a file would hold it: nothing for what is missing, days as text, plain numbers."""
    import pandas  # noqa: PLC0415  a frame has brought it already

    key, value = item
    if isinstance(value, list | tuple | dict | np.ndarray):
        return key, value.tolist() if isinstance(value, np.ndarray) else value
    if pandas.isna(value):
        return key, None
    if hasattr(value, "isoformat"):
        return key, value.isoformat()[:10]
    return key, value.item() if isinstance(value, np.generic) else value


_NO_GEOMETRY = Text(
    "不能核查 {kinds};应为文件路径、shapely 几何或 GeoDataFrame",
    "cannot check {kinds}; give paths, shapely geometries or a GeoDataFrame",
)
_NOTHING = Text("没有给出项目", "no project is given")
_NUMBERS = Text(
    "有 {n} 个几何,却给出 {given} 组属性;每个几何应有一组",
    "{n} geometries but {given} mappings of attributes; give one for each",
)
_NO_CODE = Text(
    "坐标系 {name} 没有 EPSG 编号;请先用 to_crs 转换,如 EPSG:4490",
    "the CRS {name} has no EPSG code; convert it first with to_crs, for example to EPSG:4490",
)
