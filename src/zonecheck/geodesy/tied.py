"""Which system does a person write out together with its tie to CGCS2000? A code or a text of PROJ, and the parameters.

The old Chinese datums have no public tie: whoever was given parameters by the surveying authority states them, and they are used
and printed. Nothing is taken without them, and nothing that would open a file (a grid).

Source: PROJ's `+towgs84` (position vector rotation, EPSG method 9606); ISO 19162, section 17 (BOUNDCRS).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zonecheck.errors import InputError, Problem
from zonecheck.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pyproj import CRS

_WRITTEN_OUT = re.compile(r"\+|(BOUND|PROJ|GEOG|GEOD|GEOGRAPHIC|PROJECTED)(CRS|CS)\[", re.IGNORECASE)
_CODE = re.compile(r"EPSG:{1,2}([0-9]{4,6})\s+\+towgs84=([-+0-9.,eE ]+)", re.IGNORECASE)
_FORBIDDEN = re.compile(
    r"\+(nadgrids|geoidgrids|init|step|inv)\b|\+proj=(pipeline|noop)|PARAMETERFILE", re.IGNORECASE
)
_GRS80 = (6378137.0, 298.257222101)
_LARGEST = (1000.0, 1000.0, 1000.0, 60.0, 60.0, 60.0, 100.0)  # metres, seconds, millionths


@dataclass(frozen=True, slots=True)
class Tied:
    """A system as a user writes it out; `code` is that of the system without its parameters, where it has one."""

    text: str
    code: int | None = None


Crs = int | Tied
"""An EPSG code, or a system that is written out."""


def tied(text: str) -> Tied | None:
    """The system in a text with parameters; None where it is no such text. Raises InputError for one that lacks them."""
    shown = " ".join(text.split())
    if not _WRITTEN_OUT.search(shown):
        return None
    with_code = _CODE.fullmatch(shown)
    if with_code:
        _parameters(with_code[2])
        return Tied(shown, int(with_code[1]))
    if _FORBIDDEN.search(shown):
        raise _refused(_NO_GRID)
    if "+towgs84=" not in shown and not shown.upper().startswith("BOUNDCRS["):
        raise _refused(_UNTIED)
    return Tied(shown)


def shown(crs: Crs) -> str:
    """As messages name it."""
    return f"EPSG:{crs}" if isinstance(crs, int) else crs.text


def system(crs: Tied) -> CRS:
    """The system with its parameters, bound to WGS 84. Raises InputError if PROJ cannot read it."""
    from pyproj import CRS  # noqa: PLC0415  only where there is one
    from pyproj.crs import BoundCRS  # noqa: PLC0415
    from pyproj.crs.coordinate_operation import ToWGS84Transformation  # noqa: PLC0415
    from pyproj.exceptions import CRSError  # noqa: PLC0415

    try:
        if crs.code is None:
            found = CRS.from_user_input(crs.text)
        else:
            own = CRS.from_epsg(crs.code)
            values = _parameters(crs.text.partition("=")[2])
            found = BoundCRS(own, CRS.from_epsg(4326), ToWGS84Transformation(own.geodetic_crs, *values))
    except CRSError as error:
        raise _refused(_NOT_READ.fill(text=crs.text[:80], reason=str(error).splitlines()[0][:80])) from None
    if not found.is_bound or found.coordinate_operation is None or not found.coordinate_operation.towgs84:
        raise _refused(_UNTIED)
    _check_size(found.coordinate_operation.towgs84)
    return found


def keeps_place(crs: Tied) -> bool:
    """Whether a system is on the datum of CGCS2000 (WGS 84) itself: its ellipsoid, and parameters that are all zero."""
    found = system(crs)
    ellipsoid, operation = found.ellipsoid, found.coordinate_operation
    if ellipsoid is None or operation is None or any(operation.towgs84):
        return False
    apart = (ellipsoid.semi_major_metre - _GRS80[0], ellipsoid.inverse_flattening - _GRS80[1])
    return all(abs(each) < 1e-4 for each in apart)


def _parameters(written: str) -> list[float]:
    """Three or seven numbers, as seven."""
    parts = [part.strip() for part in written.split(",")]
    try:
        values = [float(part) for part in parts]
    except ValueError:
        raise _refused(_NO_NUMBERS.fill(written=written[:80])) from None
    if len(values) not in (3, 7):
        raise _refused(_NO_NUMBERS.fill(written=written[:80]))
    _check_size(values)
    return values + [0.0] * (7 - len(values))


def _check_size(values: Iterable[float]) -> None:
    """Parameters in other units, or in another order, are larger than any there are."""
    for value, largest in zip(values, _LARGEST, strict=False):
        if not math.isfinite(value) or abs(value) > largest:
            raise _refused(_TOO_LARGE.fill(value=f"{value:g}"))


def _refused(text: Text) -> InputError:
    return InputError(Problem("", text))


_HOW = Text(
    "如 EPSG:2383 +towgs84=ΔX,ΔY,ΔZ,εX,εY,εZ,m(米、角秒、百万分之一,旋转按位置矢量约定;布尔莎坐标框架约定的,三个旋转角取反号)",
    "for example EPSG:2383 +towgs84=DX,DY,DZ,RX,RY,RZ,S (metres, seconds of arc, millionths; position vector rotation: "
    "turn the signs of the three rotations of a coordinate frame)",
)
_UNTIED = Text(
    "所写坐标系未给出到 CGCS2000(WGS 84)的转换参数;{how}",
    "the system is written out without its parameters to CGCS2000 (WGS 84); {how}",
).fill(how=_HOW)
_NO_NUMBERS = Text(
    "“{written}”不是三个或七个转换参数;{how}", "'{written}' are no three or seven parameters; {how}"
).fill(written="{written}", how=_HOW)
_TOO_LARGE = Text(
    "转换参数 {value} 过大,单位或次序可能有误;{how}",
    "the parameter {value} is too large: in another unit, or out of order? {how}",
).fill(value="{value}", how=_HOW)
_NO_GRID = Text(
    "坐标系中不能引用格网文件或转换流程,只接受参数;{how}",
    "a system must not name a grid or a pipeline, only parameters; {how}",
).fill(how=_HOW)
_NOT_READ = Text("无法识别所写的坐标系“{text}”({reason})", "cannot read the system '{text}' ({reason})")
