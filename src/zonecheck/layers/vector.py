"""What does a GeoPackage, Shapefile or FlatGeobuf of a layer hold? Read through GDAL, which is loaded only here.

GDAL is given one plain local file whose first bytes are those of its suffix, so that nothing that merely bears
the suffix can make it open something else.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from zonecheck.layers import shapefile
from zonecheck.layers.faults import refused
from zonecheck.layers.features import Features
from zonecheck.words import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FIRST_BYTES = {".gpkg": b"SQLite format 3\x00", ".shp": b"\x00\x00\x27\x0a", ".fgb": b"fgb"}


def parse(path: Path, data: bytes, shown: str) -> Features:
    """The features of the one spatial layer in a file; `data` are its bytes, as hashed.

    Raises UnusableLayerError: the content is not that of its suffix, GDAL cannot read it, or it has several layers.
    """
    if not data.startswith(_FIRST_BYTES[path.suffix.lower()]):
        raise refused("invalid", shown, _NOT_ITS_SUFFIX.fill(suffix=path.suffix))
    features = _read(str(path.resolve()), shown)
    if path.suffix.lower() == ".shp":
        shapefile.require_whole(path, data, shown, len(features))
    return features


def _read(path: str, shown: str) -> Features:
    import pyogrio  # noqa: PLC0415  # GDAL is not loaded for GeoJSON

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what GDAL only warns of is found by our own checks
            return _features(pyogrio, path, shown)
    except (
        pyogrio.errors.DataSourceError,
        pyogrio.errors.DataLayerError,
        pyogrio.errors.FeatureError,
    ) as error:
        raise refused("invalid", shown, _NOT_READ.fill(reason=str(error).splitlines()[0])) from None


def _features(pyogrio: Any, path: str, shown: str) -> Features:
    spatial = [name for name, kind in pyogrio.list_layers(path) if kind is not None]
    if len(spatial) != 1:
        raise refused("invalid", shown, _LAYERS.fill(count=len(spatial), names=", ".join(spatial)))
    meta, _, shapes, columns = pyogrio.raw.read(path, layer=spatial[0], force_2d=True)
    names = [str(name) for name in meta["fields"]]
    rows = zip(*columns, strict=True) if names else ((),) * len(shapes)
    properties = tuple(_properties(names, row) for row in rows)
    return Features(_ids(properties), properties, _geometry(shapes), meta["crs"])


def _ids(properties: tuple[Mapping[str, Any], ...]) -> tuple[str | None, ...]:
    """The column `id` where it tells the features apart: many programs fill it with zeros."""
    stated = [properties_of.get("id") for properties_of in properties]
    whole = all(value is not None for value in stated) and len(set(map(str, stated))) == len(stated)
    return tuple(str(value) if whole else None for value in stated)


def _properties(names: list[str], row: tuple[Any, ...]) -> dict[str, Any]:
    return {name: _plain(value) for name, value in zip(names, row, strict=True)}


def _plain(value: Any) -> Any:
    """A value as JSON would hold it: no NaN, no NumPy scalar, days as text."""
    if isinstance(value, np.datetime64):
        return None if np.isnat(value) else str(value)
    plain = value.item() if isinstance(value, np.generic) else value
    return None if isinstance(plain, float) and not np.isfinite(plain) else plain


def _geometry(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    return np.asarray(shapely.from_wkb(shapes), dtype=object)


_NOT_ITS_SUFFIX = Text(
    "内容与后缀 {suffix} 不符;请核对文件", "the content is not what the suffix {suffix} says; check the file"
)
_NOT_READ = Text("GDAL 不能读取:{reason}", "GDAL cannot read it: {reason}")
_LAYERS = Text(
    "文件应恰有一个空间图层,实有 {count} 个({names});请另存所需的一个",
    "expected exactly one spatial layer in the file, found {count} ({names}); save the one that is meant",
)
