"""How do coordinates of another system become longitude, latitude in CGCS2000? Through PROJ, which is loaded here only.

A datum that is tied to CGCS2000 only by guesswork (Beijing 1954, Xian 1980) is refused, never shifted by nothing; so
is an unknown code. Axes are easting, northing or longitude, latitude in that order, as files hold them. Nothing is
fetched from the network.
"""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError
from pyproj.network import set_network_enabled  # type: ignore[attr-defined]
from pyproj.transformer import TransformerGroup

from zonecheck.errors import InputError, Problem
from zonecheck.geodesy.edges import moved_edges, moved_points
from zonecheck.geodesy.known import require_transform
from zonecheck.geodesy.likely import likely_crs
from zonecheck.words import Text

if TYPE_CHECKING:
    from zonecheck.geodesy.ellipsoid import Floats
    from zonecheck.geodesy.pieces import Geometries

_SAME_DATUM = frozenset({4326, 4490, 4979, 4480})
_ACCURACY_M = 1.0  # the worst stated accuracy of a change of datum that is accepted
_FAR_DEGREES = (
    10.0  # outside the area of use of a system by more than this is a mistake, not a neighbouring zone
)

_USE = Text(
    "请转换为 CGCS2000(EPSG:4490)或其投影坐标(如 EPSG:4547)后再用",
    "convert to CGCS2000 (EPSG:4490 or a projection of it such as EPSG:4547) first",
)
_UNKNOWN = Text(
    "没有 EPSG:{code} 这一坐标系;应为 EPSG:4490、EPSG:4547 等",
    "there is no CRS EPSG:{code}; expected EPSG:4490, EPSG:4547 or the like",
)
_NOT_PLANE = Text(
    "EPSG:{code}({name})不是经纬度或平面坐标系;{use}",
    "EPSG:{code} ({name}) is neither geographic nor projected; {use}",
)
_NO_TIE = Text(
    "EPSG:{code} 的基准面是 {datum},它与 CGCS2000 之间没有公开的精确转换参数,直接套用会错开数十米;{use}",
    "EPSG:{code} is on the datum {datum}, to which CGCS2000 has no exact public tie; "
    "taking it as it stands would be tens of metres wrong; {use}",
)
_OUTSIDE = Text(
    "坐标 ({x:.3f}, {y:.3f}) 不在 EPSG:{code} 的适用范围内{hint}",
    "the coordinates ({x:.3f}, {y:.3f}) lie outside the area of EPSG:{code}{hint}",
)


def changed(geometry: Geometries, code: int) -> Geometries:
    """Geometries (n,) of a system in longitude, latitude. Raises InputError as `to_geographic`, which see."""
    require_transform()
    system = _system(code)
    transformer = _operation(system, code)

    def move(points: Floats) -> Floats:
        return _points(points, transformer)

    _check_area(geometry, moved_points(geometry, move), system, code)
    return moved_edges(geometry, move)


def in_degrees(code: int) -> bool:
    """Whether the coordinates of this system are longitudes and latitudes."""
    return bool(CRS.from_epsg(code).is_geographic)


def check_known(code: int) -> None:
    """Raises InputError for a code that does not exist, or is neither geographic nor projected."""
    _system(code)


def _system(code: int) -> CRS:
    set_network_enabled(active=False)
    try:
        system = CRS.from_epsg(code)
    except CRSError:
        raise _refused(_UNKNOWN.fill(code=code)) from None
    if not (system.is_geographic or system.is_projected) or system.is_compound:
        raise _refused(_NOT_PLANE.fill(code=code, name=system.name, use=_USE))
    return system


def _operation(system: CRS, code: int) -> Transformer:
    """The way to longitude, latitude: the projection undone, and a change of datum only where it is a real one."""
    datum = system.geodetic_crs
    if datum is not None and datum.to_epsg() in _SAME_DATUM:
        return Transformer.from_crs(system, datum.to_2d(), always_xy=True)
    name = datum.datum.name if datum is not None and datum.datum is not None else "?"
    ways = [] if re.search("Beijing|Xian", name) else _ways(system)
    if not ways or not 0 <= ways[0].accuracy <= _ACCURACY_M:
        raise _refused(_NO_TIE.fill(code=code, datum=name, use=_USE))
    return ways[0]


def _ways(system: CRS) -> list[Transformer]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that a better way would need a grid
        return list(TransformerGroup(system, 4326, always_xy=True, allow_ballpark=False).transformers)


def _points(points: Floats, transformer: Transformer) -> Floats:
    if len(points) == 0:
        return points
    return np.column_stack(transformer.transform(points[:, 0], points[:, 1]))


def _check_area(source: Geometries, moved: Geometries, system: CRS, code: int) -> None:
    """Refuse coordinates that have no image, or one far from where the system is used."""
    lonlat, area = shapely.get_coordinates(moved), system.area_of_use
    good = np.isfinite(lonlat).all(axis=1)
    if area is not None and area.west < area.east:
        low = np.array([area.west, area.south]) - _FAR_DEGREES
        high = np.array([area.east, area.north]) + _FAR_DEGREES
        good &= ((lonlat >= low) & (lonlat <= high)).all(axis=1)
    if not good.all():
        x, y = shapely.get_coordinates(source)[np.argmin(good)]
        hint = likely_crs(x, y)
        words = Text(f";{hint.zh}", f": {hint.en}") if hint else Text("", "")
        raise _refused(_OUTSIDE.fill(x=x, y=y, code=code, hint=words))


def _refused(text: Text) -> InputError:
    return InputError(Problem("", text))
