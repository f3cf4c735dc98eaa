"""Where on the earth is this? Coordinates of any EPSG system as longitude, latitude in CGCS2000.

WGS 84 and CGCS2000 count as identical and are taken as they stand. Every other system is the business of `change`,
which is loaded when there is one: most files are in degrees.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import shapely

from zonecheck.errors import InputError, Problem
from zonecheck.geodesy.likely import likely_crs
from zonecheck.geodesy.tied import Crs, Tied, shown, tied
from zonecheck.words import Text

if TYPE_CHECKING:
    from zonecheck.geodesy.pieces import Geometries

__all__ = [
    "GEOGRAPHIC", "Crs", "Tied", "epsg", "in_degrees", "likely_crs", "require_usable", "shown", "stated", "to_geographic",
]  # fmt: skip

GEOGRAPHIC = frozenset({4326, 4490})  # taken as they stand

_FORM = re.compile(
    r"(?:EPSG:{1,2}|urn:ogc:def:crs:EPSG:[0-9.]*:|https?://www\.opengis\.net/def/crs/EPSG/[0-9.]+/)?([0-9]{4,6})",
    re.IGNORECASE,
)
_CRS84 = re.compile(
    r"(?:urn:ogc:def:crs:)?OGC:(?:[0-9.]*:)?CRS84|https?://www\.opengis\.net/def/crs/OGC/[0-9.]+/CRS84",
    re.IGNORECASE,
)

_NOT_NAMED = Text(
    "无法识别的坐标系“{crs}”;应写作 EPSG:4490、EPSG:4547 等",
    "cannot read the CRS '{crs}'; expected EPSG:4490, EPSG:4547 or the like",
)


def epsg(crs: int | str) -> int:
    """The code in "EPSG:4547", "urn:ogc:def:crs:EPSG::4547", an OGC address, CRS84 (as 4326) or a bare number.

    Raises InputError where there is none.
    """
    text = str(crs).strip()
    if _CRS84.fullmatch(text):
        return 4326
    found = _FORM.fullmatch(text)
    if not found:
        raise _refused(_NOT_NAMED.fill(crs=text[:80]))
    return int(found[1])


def stated(text: str) -> Crs:
    """The system that a user names: by its code, or written out with its parameters. Raises InputError."""
    return tied(text) or epsg(text)


def to_geographic(geometry: Geometries, crs: Crs | str) -> Geometries:
    """Geometries in longitude, latitude (CGCS2000), Z dropped; None stays None.

    An edge straight in the source stays within 1 mm of its image: vertices are added where it would not. Raises
    InputError for a system that cannot be used and for coordinates outside of it.
    """
    code = epsg(crs) if isinstance(crs, str) else crs
    flat = np.asarray(shapely.force_2d(geometry))
    if code in GEOGRAPHIC or len(flat) == 0:
        return flat
    from zonecheck.geodesy.change import changed  # noqa: PLC0415  leads to PROJ

    return changed(flat, code)


def require_usable(code: Crs) -> None:
    """Raises InputError if coordinates of this system cannot be brought to longitude, latitude at all."""
    if code not in GEOGRAPHIC:
        to_geographic(np.array([None], dtype=object), code)


def in_degrees(code: Crs) -> bool:
    """Whether the coordinates of a system are longitudes and latitudes."""
    if code in GEOGRAPHIC:
        return True
    from zonecheck.geodesy import change  # noqa: PLC0415  leads to PROJ

    return change.in_degrees(code)


def _refused(text: Text) -> InputError:
    return InputError(Problem("", text))
