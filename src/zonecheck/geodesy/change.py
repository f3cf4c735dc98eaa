"""How do coordinates of another system become longitude, latitude in CGCS2000? Through PROJ, which is loaded here only.

A datum that is tied to CGCS2000 only by guesswork (Beijing 1954, Xian 1980) is refused, never shifted by nothing, unless a
person states its parameters (see `tied`); so is an unknown code. Axes are easting, northing or longitude, latitude in that
order, as files hold them. Nothing is fetched from the network.
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
from zonecheck.geodesy.ellipsoid import meridian_degree_m, parallel_degree_m
from zonecheck.geodesy.known import require_transform
from zonecheck.geodesy.likely import likely_crs
from zonecheck.geodesy.tied import Crs, Tied, shown
from zonecheck.geodesy.tied import system as tied_system
from zonecheck.words import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonecheck.geodesy.ellipsoid import Floats
    from zonecheck.geodesy.pieces import Geometries

_SAME_DATUM = frozenset({4326, 4490, 4979, 4480})
_ACCURACY_M = 1.0  # the worst stated accuracy of a change of datum that is accepted
_WITHIN_M = 1e7  # a quarter of a meridian is longer
_FAR_APART_M = 500.0  # no two datums in use in China lie farther apart
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
    "{code}({name})不是经纬度或平面坐标系;{use}",
    "{code} ({name}) is neither geographic nor projected; {use}",
)
_NO_TIE = Text(
    "EPSG:{code} 的基准面是 {datum},它与 CGCS2000 之间没有公开的精确转换参数,直接套用会错开数十米;{use};{own}",
    "EPSG:{code} is on the datum {datum}, to which CGCS2000 has no exact public tie; "
    "taking it as it stands would be tens of metres wrong; {use}; {own}",
)
_OWN = Text(
    '或用 --crs "EPSG:{code} +towgs84=…" 给出测绘主管部门提供的转换参数',
    'or state the parameters that the surveying authority gave you: --crs "EPSG:{code} +towgs84=..."',
)
_WRONG_SHIFT = Text(
    "按 {code} 换算,场地移动了 {far} 米,超出各基准之间应有的差距;请核对参数的单位、次序和旋转角符号",
    "with {code} the place moves by {far} m, farther than datums lie apart; check units, order and signs of the parameters",
)
_OUTSIDE = Text(
    "坐标 ({x:.3f}, {y:.3f}) 不在 {code} 的适用范围内{hint}",
    "the coordinates ({x:.3f}, {y:.3f}) lie outside the area of {code}{hint}",
)


def changed(geometry: Geometries, code: Crs) -> Geometries:
    """Geometries (n,) of a system in longitude, latitude. Raises InputError as `to_geographic`, which see."""
    require_transform()
    system = _system(code)
    transformer = _operation(system, code)

    def move(points: Floats) -> Floats:
        return _points(points, transformer)

    moved = moved_points(geometry, move)
    _check_area(geometry, moved, system, code, transformer)
    if isinstance(code, Tied):
        _check_shift(geometry, moved, system, code)
    return moved_edges(geometry, move)


def in_degrees(code: Crs) -> bool:
    """Whether the coordinates of this system are longitudes and latitudes."""
    return bool(_system(code).is_geographic)


def outside_of_use(moved: Geometries, code: Crs) -> NDArray[np.bool_]:
    """Which places (n,), in longitude, latitude, lie beside the area for which their system is meant."""
    system = _system(code)
    own = system.source_crs if system.is_bound and system.source_crs else system
    area = own.area_of_use
    west, south, east, north = shapely.bounds(moved).T
    if area is None or area.west > area.east:
        return np.zeros(len(west), dtype=bool)
    return np.asarray((west < area.west) | (east > area.east) | (south < area.south) | (north > area.north))


def check_known(code: Crs) -> None:
    """Raises InputError for a code that does not exist, or is neither geographic nor projected."""
    _system(code)


def _system(code: Crs) -> CRS:
    set_network_enabled(active=False)
    if isinstance(code, Tied):
        return _plane(tied_system(code), code)
    try:
        system = CRS.from_epsg(code)
    except CRSError:
        raise _refused(_UNKNOWN.fill(code=code)) from None
    return _plane(system, code)


def _plane(system: CRS, code: Crs) -> CRS:
    own = system.source_crs if system.is_bound else system
    if own is None or not (own.is_geographic or own.is_projected) or own.is_compound:
        raise _refused(_NOT_PLANE.fill(code=shown(code), name=system.name, use=_USE))
    return system


def _operation(system: CRS, code: Crs) -> Transformer:
    """The way to longitude, latitude: the projection undone, and a change of datum only where it is a real one."""
    if isinstance(code, Tied):
        return Transformer.from_crs(system, 4326, always_xy=True)
    datum = system.geodetic_crs
    if datum is not None and datum.to_epsg() in _SAME_DATUM:
        return Transformer.from_crs(system, datum.to_2d(), always_xy=True)
    name = datum.datum.name if datum is not None and datum.datum is not None else "?"
    ways = [] if re.search("Beijing|Xian", name) else _ways(system)
    if not ways or not 0 <= ways[0].accuracy <= _ACCURACY_M:
        raise _refused(_NO_TIE.fill(code=code, datum=name, use=_USE, own=_OWN.fill(code=code)))
    return ways[0]


def _ways(system: CRS) -> list[Transformer]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that a better way would need a grid
        return list(TransformerGroup(system, 4326, always_xy=True, allow_ballpark=False).transformers)


def _points(points: Floats, transformer: Transformer) -> Floats:
    if len(points) == 0:
        return points
    return np.column_stack(transformer.transform(points[:, 0], points[:, 1]))


def _check_shift(source: Geometries, moved: Geometries, system: CRS, code: Tied) -> None:
    """Refuse parameters that move a place farther than two datums of China lie apart."""
    assert system.source_crs is not None  # it is bound to the system that it shifts
    datum = system.source_crs.geodetic_crs
    untied = Transformer.from_crs(system.source_crs, datum, always_xy=True)
    before, after = _points(shapely.get_coordinates(source), untied), shapely.get_coordinates(moved)
    off = (after - before) * np.column_stack([parallel_degree_m(after[:, 1]), meridian_degree_m(after[:, 1])])
    far = float(np.hypot(off[:, 0], off[:, 1]).max(initial=0.0))
    if not far <= _FAR_APART_M:
        raise _refused(_WRONG_SHIFT.fill(code=code.text, far=f"{far:.0f}"))


def _check_area(
    source: Geometries, moved: Geometries, system: CRS, code: Crs, transformer: Transformer
) -> None:
    """Refuse coordinates that have no image, one far from where the system is used, or one that is another's."""
    own = system.source_crs if system.is_bound and system.source_crs else system
    points, lonlat, area = shapely.get_coordinates(source), shapely.get_coordinates(moved), own.area_of_use
    good = np.isfinite(lonlat).all(axis=1)
    good[good] = _comes_back(points[good], lonlat[good], transformer)
    if area is not None and area.west < area.east:
        low = np.array([area.west, area.south]) - _FAR_DEGREES
        high = np.array([area.east, area.north]) + _FAR_DEGREES
        good &= ((lonlat >= low) & (lonlat <= high)).all(axis=1)
    if not good.all():
        x, y = points[np.argmin(good)]
        hint = likely_crs(x, y)
        words = Text(f";{hint.zh}", f": {hint.en}") if hint else Text("", "")
        raise _refused(_OUTSIDE.fill(x=x, y=y, code=shown(code), hint=words))


def _comes_back(points: Floats, lonlat: Floats, transformer: Transformer) -> NDArray[np.bool_]:
    """Whether a place leads back to its coordinates. A northing beyond the pole winds around the globe, and would be
    taken for a place that has another; smaller ones cannot."""
    back = np.ones(len(points), dtype=bool)
    far = np.flatnonzero((np.abs(points) > _WITHIN_M).any(axis=1))
    if len(far):
        lon, lat = lonlat[far].T
        again = np.column_stack(transformer.transform(lon, lat, direction="INVERSE"))
        back[far] = np.abs(again - points[far]).max(axis=1) < 1.0
    return back


def _refused(text: Text) -> InputError:
    return InputError(Problem("", text))
