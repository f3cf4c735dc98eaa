"""What does a GeoJSON file of a layer hold? Read strictly from its bytes, without GDAL.

Refused: anything that is not RFC 7946 in form, duplicate keys, NaN and infinity, text for numbers, collections of
geometries. What the features mean, and whether they are any good, is asked elsewhere (`checks`).
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any, NoReturn

import numpy as np
import shapely

from zonecheck.errors import Problem
from zonecheck.layers.faults import Fault, UnusableLayerError, refused
from zonecheck.layers.features import Features, label
from zonecheck.words import Text, same

# How deep the positions of each type of geometry lie.
_DEPTHS = {
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}


class _BrokenError(Exception):
    """One feature cannot be read; carries why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def parse(data: bytes, shown: str) -> Features:
    """The features of a FeatureCollection or a single Feature; `shown` is how messages name the file.

    Raises UnusableLayerError with everything that is wrong.
    """
    document = _load(data, shown)
    raw = _features(document, shown)
    faults: list[Fault] = []
    read = []
    for position, feature in enumerate(raw):
        try:
            read.append(_feature(feature))
        except _BrokenError as broken:
            identity, properties = _known(feature)
            text = _AT.fill(feature=label(position, identity, properties), what=broken.text)
            faults.append(Fault("invalid", Problem(shown, text)))
    if faults:
        raise UnusableLayerError(*faults)
    geometry = np.empty(len(read), dtype=object)
    geometry[:] = [shape for _, _, shape in read]
    return Features(
        tuple(i for i, _, _ in read), tuple(p for _, p, _ in read), geometry, _crs(document, shown)
    )


def _load(data: bytes, shown: str) -> dict[str, Any]:
    try:
        found = json.loads(data.decode("utf-8-sig"), object_pairs_hook=_unique, parse_constant=_no_number)
    except UnicodeDecodeError:
        raise refused("invalid", shown, _NOT_UTF8) from None
    except RecursionError:
        raise refused("invalid", shown, _TOO_DEEP) from None
    except _BrokenError as broken:
        raise refused("invalid", shown, broken.text) from None
    except ValueError as error:
        raise refused("invalid", shown, _NOT_JSON.fill(reason=error)) from None
    if not isinstance(found, dict) or found.get("type") not in ("FeatureCollection", "Feature"):
        raise refused("invalid", shown, _NO_FEATURES)
    return found


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise _BrokenError(_DUPLICATE.fill(key=next(key for key in keys if keys.count(key) > 1)))
    return found


def _no_number(word: str) -> NoReturn:
    raise _BrokenError(_NO_NUMBER.fill(value=word))


def _features(document: dict[str, Any], shown: str) -> list[Any]:
    if document["type"] == "Feature":
        return [document]
    features = document.get("features")
    if not isinstance(features, list):
        raise refused("invalid", shown, _NO_FEATURES)
    return features


def _known(feature: Any) -> tuple[str | None, dict[str, Any]]:
    """What a message can say of a feature that may be no feature at all."""
    properties = feature.get("properties") if isinstance(feature, dict) else None
    identity = feature.get("id") if isinstance(feature, dict) else None
    return (str(identity) if identity else None), properties if isinstance(properties, dict) else {}


def _feature(feature: Any) -> tuple[str | None, dict[str, Any], Any]:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise _BrokenError(_NO_FEATURE)
    properties = feature.get("properties")
    if not isinstance(properties, dict | None):
        raise _BrokenError(_NO_PROPERTIES)
    if "geometry" not in feature:
        raise _BrokenError(_NO_GEOMETRY)
    identity = feature.get("id")
    if isinstance(identity, bool) or not isinstance(identity, str | int | None):
        raise _BrokenError(_BAD_ID)
    return (None if identity is None else str(identity)), properties or {}, _geometry(feature["geometry"])


def _geometry(geometry: Any) -> Any:
    if geometry is None:
        return None
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if not isinstance(kind, str) or kind not in _DEPTHS:
        raise _BrokenError(_BAD_TYPE.fill(type=_cut(kind), known=", ".join(_DEPTHS)))
    if "crs" in geometry:
        raise _BrokenError(_OWN_CRS)
    coordinates = geometry.get("coordinates")
    for position in _positions(coordinates, _DEPTHS[kind]):
        _require_position(position)
    try:
        return shapely.force_2d(shapely.from_geojson(json.dumps({"type": kind, "coordinates": coordinates})))
    except shapely.errors.GEOSException as error:
        raise _BrokenError(_NOT_BUILT.fill(reason=str(error).splitlines()[0])) from None


def _positions(coordinates: Any, depth: int) -> Iterator[Any]:
    if depth == 0:
        yield coordinates
    elif isinstance(coordinates, list):
        for part in coordinates:
            yield from _positions(part, depth - 1)
    else:
        raise _BrokenError(_BAD_POSITION.fill(value=_cut(coordinates)))


def _require_position(position: Any) -> None:
    fits = isinstance(position, list) and 2 <= len(position) <= 4
    if not fits or not all(isinstance(each, int | float) and not isinstance(each, bool) for each in position):
        raise _BrokenError(_BAD_POSITION.fill(value=_cut(position)))
    if not all(map(math.isfinite, position)):
        raise _BrokenError(_NO_NUMBER.fill(value=_cut(position)))


def _crs(document: dict[str, Any], shown: str) -> str | None:
    """The `crs` member of the file, as written; GeoJSON of 2008 has one, RFC 7946 has none."""
    if "crs" not in document:
        return None
    match document["crs"]:
        case {"type": "name", "properties": {"name": str(name)}}:
            return name
    raise refused("invalid", shown, _BAD_CRS)


def _cut(value: Any) -> Text:
    text = json.dumps(value, ensure_ascii=False) if value is not None else "null"
    return same(text if len(text) <= 60 else f"{text[:57]}...")


_AT = Text("{feature}:{what}", "{feature}: {what}")
_NOT_UTF8 = Text("不是 UTF-8 编码;请另存为 UTF-8", "not UTF-8; save the file as UTF-8")
_TOO_DEEP = Text("嵌套过深;不是图层文件", "nested too deeply to be a layer")
_NOT_JSON = Text("不是有效的 JSON:{reason}", "not valid JSON: {reason}")
_NO_FEATURES = Text("应为 GeoJSON FeatureCollection", "expected a GeoJSON FeatureCollection")
_DUPLICATE = Text("键 {key} 重复;请只保留一个", "duplicate key {key}; keep one of them")
_NO_NUMBER = Text("{value} 不是有限的数", "{value} is not a finite number")
_NO_FEATURE = Text("应为 GeoJSON Feature", "expected a GeoJSON Feature")
_NO_PROPERTIES = Text("properties 应为键值或 null", "`properties` must be an object or null")
_NO_GEOMETRY = Text(
    "缺少 geometry;没有轮廓的写 null", "`geometry` is missing; where there is none, write null"
)
_BAD_ID = Text("id 应为文字或整数", "`id` must be a text or a whole number")
_BAD_TYPE = Text(
    "几何类型 {type} 不接受;应为 {known} 之一",
    "geometry type {type} is not accepted; expected one of {known}",
)
_OWN_CRS = Text(
    "单个几何不得另有 crs;整个文件只能有一个", "a geometry has no `crs` of its own; a file has one"
)
_BAD_POSITION = Text(
    "坐标应为 [经度, 纬度] 两个数,实为 {value}",
    "a position is two numbers, [longitude, latitude], got {value}",
)
_NOT_BUILT = Text("几何不能构成:{reason}", "the geometry cannot be built: {reason}")
_BAD_CRS = Text(
    "crs 成员不能识别;请写 EPSG 名称,或删去后在目录中写 crs",
    "the `crs` member cannot be understood; name an EPSG code, or remove it and give `crs` in the catalogue",
)
