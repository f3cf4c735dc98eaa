"""In which CRS are the coordinates of a layer's file? What the file says and what the catalogue says must agree.

A GeoJSON file without either is EPSG:4326 (RFC 7946). EPSG:4326 and EPSG:4490 count as one. How coordinates
are changed is a question for `geodesy`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely

from zonecheck.errors import Problem, ZonecheckError
from zonecheck.layers.faults import Fault, UnusableLayerError, refused
from zonecheck.words import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonecheck.layers.features import Features
    from zonecheck.layers.registration import Registration

GEOGRAPHIC: Final = "geographic"

_DEGREES = 180
_SAME = frozenset({"EPSG:4326", "EPSG:4490", "OGC:CRS84"})
_NAME = re.compile(r"(?:urn:ogc:def:crs:)?(EPSG|OGC):(?:[0-9.]*:)?([A-Za-z0-9]+)", re.IGNORECASE)


def to_geographic(registration: Registration, features: Features) -> NDArray[np.object_]:
    """The geometry in longitude, latitude; raises UnusableLayerError if the CRS is not known, contradicted or refused."""
    crs = _agreed(registration, features.crs)
    if crs == GEOGRAPHIC:
        return features.geometry
    if (np.abs(shapely.total_bounds(features.geometry)) <= _DEGREES).all():
        raise refused("invalid", registration.where, _IN_DEGREES.fill(crs=crs))
    from zonecheck.geodesy.crs import to_geographic  # noqa: PLC0415  # projections are loaded when needed

    try:
        return to_geographic(features.geometry, crs)
    except ZonecheckError as error:
        faults = [Fault("invalid", Problem(registration.shown, problem.text)) for problem in error.problems]
        raise UnusableLayerError(*faults) from None


def _agreed(registration: Registration, of_file: str | None) -> str:
    stated = [_normal(name) for name in (registration.crs, of_file) if name]
    if not stated and registration.file.suffix.lower() in (".geojson", ".json"):
        return GEOGRAPHIC
    if not stated:
        raise refused("invalid", registration.shown, _NO_CRS)
    if len(set(stated)) > 1:
        raise refused("invalid", registration.where, _CONFLICT.fill(catalogue=registration.crs, file=of_file))
    return stated[0]


def _normal(name: str) -> str:
    """`EPSG:4547` for every way of writing it; a CRS that is written out is asked for its code."""
    match = _NAME.fullmatch(name.strip())
    code = f"{match[1]}:{match[2]}".upper() if match else _code(name)
    return GEOGRAPHIC if code in _SAME else code


def _code(written_out: str) -> str:
    from pyproj import CRS  # noqa: PLC0415
    from pyproj.exceptions import CRSError  # noqa: PLC0415

    try:
        epsg = CRS.from_user_input(written_out).to_epsg()
    except CRSError:
        epsg = None
    return f"EPSG:{epsg}" if epsg else written_out


_NO_CRS = Text(
    "文件未说明坐标系;请在目录中写 crs,如 crs: EPSG:4547",
    "the file states no CRS; give it in the catalogue, such as `crs: EPSG:4547`",
)
_IN_DEGREES = Text(
    "坐标系称为 {crs},数值却是经纬度;请改为 crs: EPSG:4490,或核对文件",
    "the CRS is said to be {crs}, but the values are degrees; give `crs: EPSG:4490`, or check the file",
)
_CONFLICT = Text(
    "目录称坐标系为 {catalogue},文件称 {file};请改正其中之一",
    "the catalogue says the CRS is {catalogue}, the file says {file}; correct one of them",
)
