"""How does a registered file become a layer? Read once, hashed, typed, checked; or refused with all its faults.

Nothing is repaired and nothing is left out: a layer that silently lost a river would clear what lies beside it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from zonecheck.layers import checks, crs, files, geojson, kept
from zonecheck.layers.faults import Fault, UnusableLayerError, refused
from zonecheck.layers.grades import Grades, grades
from zonecheck.layers.layer import Coverage, Layer
from zonecheck.layers.registration import CoverageFile
from zonecheck.words import Text

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from zonecheck.layers.features import Features
    from zonecheck.layers.registration import Registration

_LISTED = ("aliases", "possibly")


def read(registration: Registration, cache: Path | None = None) -> Layer:
    """The layer, in longitude and latitude; raises UnusableLayerError with everything that is wrong with it.

    The file is hashed whole, always. With a `cache`, a large one that was found sound before is not parsed again.
    """
    if cache is not None and files.size(registration.file) >= kept.LARGE_BYTES:
        return _read_large(registration, cache)
    shown = registration.shown
    data = files.read(registration.file, shown)
    return _read_whole(registration, data, files.sha256(registration.file, data, shown))


def _read_large(registration: Registration, cache: Path) -> Layer:
    """From the cache if this very file was read and checked before, under the same words of the catalogue."""
    digest = files.sha256_of_file(registration.file, registration.shown)
    _require_unchanged(registration, digest)
    named = kept.key(registration, digest, _coverage_bytes(registration))
    entry, coverage = replace(registration.entry, sha256=digest), _coverage(registration)
    found = kept.take(cache, named, entry, coverage, lambda: np.asarray(_anew(registration, digest).geometry))
    if found is None:
        found = _anew(registration, digest)
        kept.keep(cache, named, found)
    return found


def _anew(registration: Registration, digest: str) -> Layer:
    data = files.read(registration.file, registration.shown)
    if files.sha256(registration.file, data, registration.shown) != digest:
        raise refused("changed", registration.shown, _CHANGES)
    return _read_whole(registration, data, digest)


def _read_whole(registration: Registration, data: bytes, digest: str) -> Layer:
    shown = registration.shown
    _require_unchanged(registration, digest)
    features = _with_lists(_parse(registration.file, data, shown))
    if not len(features):
        raise refused("empty", shown, _EMPTY)
    known = grades(registration, features)
    geometry = crs.to_geographic(registration, features)
    _raise(checks.coordinates(features, geometry, shown))
    _raise([*checks.shapes(features, geometry, known, shown), *checks.circles(features, shown)])
    layer = _layer(registration, features, geometry, known, digest)
    _raise([*checks.extent(layer, shown), *checks.claims(layer, registration.where)])
    return layer


def _coverage_bytes(registration: Registration) -> bytes:
    stated = registration.coverage
    if not isinstance(stated, CoverageFile):
        return b""
    return files.read(registration.folder / stated.path, registration.show(stated.path))


def _parse(path: Path, data: bytes, shown: str) -> Features:
    if path.suffix.lower() in files.GEOJSON_SUFFIXES:
        return geojson.parse(data, shown)
    from zonecheck.layers import vector  # noqa: PLC0415  # leads to GDAL

    return vector.parse(path, data, shown)


def _require_unchanged(registration: Registration, digest: str) -> None:
    stated = registration.entry.sha256
    if stated and stated != digest:
        raise refused("changed", registration.shown, _CHANGED.fill(stated=stated, found=digest))


def _raise(faults: Iterable[Fault]) -> None:
    if found := tuple(faults):
        raise UnusableLayerError(*found)


def _with_lists(features: Features) -> Features:
    return replace(features, properties=tuple(map(_with_tuples, features.properties)))


def _with_tuples(properties: Mapping[str, Any]) -> Mapping[str, Any]:
    """Aliases as a tuple, whether the file holds a list or, as tables do, one text with `;` between."""
    listed = {key: _names(properties[key]) for key in _LISTED if properties.get(key)}
    return {**properties, **listed}


def _names(value: Any) -> tuple[str, ...]:
    parts = value.replace("；", ";").replace("、", ";").split(";") if isinstance(value, str) else value
    return tuple(
        str(part).strip() for part in (parts if isinstance(parts, list) else [parts]) if str(part).strip()
    )


def _layer(
    registration: Registration,
    features: Features,
    geometry: NDArray[np.object_],
    known: Grades,
    digest: str,
) -> Layer:
    ids = _ids(registration, features)
    return Layer(
        entry=replace(registration.entry, sha256=digest),
        ids=ids,
        names=tuple(str(p.get("name") or i) for p, i in zip(features.properties, ids, strict=True)),
        geometry=geometry,
        properties=features.properties,
        accuracy_m=known.accuracy_m,
        half_width_m=known.half_width_m,
        baseline=known.baseline,
        coverage=_coverage(registration),
    )


def _ids(registration: Registration, features: Features) -> tuple[str, ...]:
    """The ids of the file; a feature without one is called after its layer and its position, from 1."""
    ids = tuple(own or f"{registration.entry.id}-{n}" for n, own in enumerate(features.ids, start=1))
    if twice := [own for own, count in Counter(ids).items() if count > 1]:
        raise refused("invalid", registration.shown, _TWICE.fill(ids=", ".join(twice[:5])))
    return ids


def _coverage(registration: Registration) -> Coverage:
    stated = registration.coverage
    if isinstance(stated, tuple):
        return shapely.box(*stated)
    return _covered_area(registration, stated) if isinstance(stated, CoverageFile) else stated


def _covered_area(registration: Registration, stated: CoverageFile) -> BaseGeometry:
    """The areas of a coverage file as one."""
    shown = registration.show(stated.path)
    path = registration.folder / stated.path
    features = _parse(path, files.read(path, shown), shown)
    own = replace(registration, path=stated.path, crs=None)
    geometry = crs.to_geographic(own, features)
    _raise(checks.coordinates(features, geometry, shown))
    sound = [shape is not None and shape.area > 0 and shape.is_valid for shape in geometry]
    if not sound or not all(sound):
        raise refused("invalid", shown, _NO_AREA)
    return shapely.union_all(geometry)


_EMPTY = Text(
    "图层为空;没有要素的图层会让一切都显得很远,请补入要素或删去登记",
    "the layer is empty; everything would seem far from it: add features, or drop the entry",
)
_CHANGED = Text(
    "文件与登记的不符:登记的 sha256 为 {stated},实为 {found};请恢复文件,确属更新的请改目录",
    "the file is not the one that was registered: sha256 {stated} is stated, {found} found; restore it, or"
    " correct the catalogue if the change is meant",
)
_CHANGES = Text(
    "文件在读取时被改动;请待写入完成后再核查",
    "the file was changed while it was read; wait until it is written",
)
_TWICE = Text("要素 id 重复:{ids};请使其各不相同", "feature ids occur twice: {ids}; make them distinct")
_NO_AREA = Text("coverage 文件应含有效的面", "a coverage file must hold valid areas")
