"""In which system are the coordinates of a file? As it declares, as the user says, or as its format lets one assume.

What the file says and what `--crs` says must agree. `--datum` speaks of degrees only, and overrides what they are labelled.
An assumption is always printed; where none can be made the file is refused.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
import shapely

from zonecheck.errors import InputError, Problem, UsageError
from zonecheck.geodesy.crs import GEOGRAPHIC, Crs, Tied, in_degrees, require_usable, shown, stated
from zonecheck.geodesy.likely import likely_crs
from zonecheck.geodesy.tied import keeps_place
from zonecheck.words import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonecheck.formats.features import Silence
    from zonecheck.geodesy.datum import Datum

UNKNOWN_M = 700.0
"""What is added to the accuracy of degrees of unknown datum, in metres: as far as GCJ-02 lies from WGS 84 in China."""


class Declared(Protocol):
    """Features as a file gives them: what it declares, and what it means that it declares nothing."""

    @property
    def where(self) -> str: ...
    @property
    def geometry(self) -> NDArray[np.object_]: ...
    @property
    def crs(self) -> int | None: ...
    @property
    def silence(self) -> Silence: ...


@dataclass(frozen=True, slots=True)
class System:
    """The system, the datum of its degrees where the user names one, how far that may be off, and what was assumed."""

    crs: Crs
    datum: Datum | None = None
    datum_m: float = 0.0
    assumed: tuple[Text, ...] = ()

    @property
    def code(self) -> int | None:
        """The EPSG code, of a system that is written out that of the system without its parameters."""
        return self.crs.code if isinstance(self.crs, Tied) else self.crs


def system_of(raw: Declared, asked: str | None, datum: Datum | None, parameters_m: float | None) -> System:
    """The system of one file. Raises InputError if it cannot be known, UsageError if what the user says is no system.

    `parameters_m` is how accurate the parameters are that the user states with a system: None where nothing is said, 0 where
    it counts elsewhere.
    """
    crs, assumed = _crs(raw, asked)
    if isinstance(crs, Tied):
        return _by_parameters(raw, crs, datum, parameters_m)
    if parameters_m:
        raise UsageError(Problem("--datum-accuracy", _NO_PARAMETERS))
    if datum is None:
        return System(crs, assumed=assumed)
    if not _is_in_degrees(crs, raw):
        raise InputError(Problem(raw.where, _NO_DEGREES.fill(code=shown(crs), datum=datum)))
    if datum == "unknown":
        return System(4326, None, UNKNOWN_M, (*assumed, _UNKNOWN))
    said = _CONVERTED if datum in ("gcj02", "bd09") else _TAKEN
    label = (
        _OVERRIDDEN.fill(code=raw.crs) if raw.crs is not None and raw.crs not in GEOGRAPHIC else Text("", "")
    )
    return System(4326, datum, 0.0, (said.fill(datum=_NAMES[datum], label=label),))


def _by_parameters(raw: Declared, crs: Tied, datum: Datum | None, parameters_m: float | None) -> System:
    """A system with parameters: no verdict may rest on their being exact because nobody says how accurate they are."""
    if datum is not None and not _is_in_degrees(crs, raw):
        raise InputError(Problem(raw.where, _NO_DEGREES.fill(code=shown(crs), datum=datum)))
    if datum is not None:
        raise UsageError(Problem("--datum", _TWO_DATUMS))
    if keeps_place(crs):
        return System(crs, assumed=(_KEPT.fill(system=crs.text),))
    if parameters_m is None:
        raise UsageError(Problem("--crs", _NO_ACCURACY))
    if not 0 <= parameters_m < math.inf:
        raise UsageError(Problem("--datum-accuracy", _NO_METRES.fill(value=parameters_m)))
    counted = (_COUNTED.fill(accuracy=f"{parameters_m:g}"),) if parameters_m else ()
    return System(crs, datum_m=parameters_m, assumed=(_PARAMETERS.fill(system=crs.text), *counted))


def _crs(raw: Declared, asked: str | None) -> tuple[Crs, tuple[Text, ...]]:
    """The CRS of the file, and what had to be assumed for it."""
    wanted = None if asked is None else _wanted(asked)
    if raw.crs is not None and wanted is not None and not _agree(raw.crs, wanted):
        raise InputError(Problem(raw.where, _CONFLICT.fill(declared=raw.crs, wanted=shown(wanted))))
    if isinstance(wanted, Tied):
        return wanted, ()
    if raw.crs is not None:
        return raw.crs, ()
    return (wanted, (_AS_TOLD.fill(code=wanted),)) if wanted is not None else _unstated(raw)


def _unstated(raw: Declared) -> tuple[int, tuple[Text, ...]]:
    """What it means that nobody says. Raises InputError."""
    if raw.silence == "wgs84":
        return 4326, (_WGS84,)
    west, south, east, north = shapely.bounds(raw.geometry).T
    fits = (west >= -180) & (east <= 180) & (south >= -90) & (north <= 90)
    present = ~np.isnan(west)
    if raw.silence == "by_values" and fits.sum() * 2 >= present.sum():
        return 4326, (_BY_VALUES,)
    strange = np.flatnonzero(present & ~fits)
    cause = likely_crs(*shapely.get_coordinates(raw.geometry[strange[0]])[0]) if len(strange) else None
    said = _NO_CRS if cause is None else _NO_CRS_BUT.fill(cause=cause)
    raise InputError(Problem(raw.where, said))


def _wanted(asked: str) -> Crs:
    try:
        found = stated(asked)
        require_usable(found)
    except InputError as error:
        raise UsageError(Problem("--crs", error.problems[0].text)) from None
    return found


def _agree(declared: int, wanted: Crs) -> bool:
    """A system with parameters is that of the file with its own parameters."""
    if isinstance(wanted, Tied):
        return declared == wanted.code
    return declared == wanted or {declared, wanted} <= GEOGRAPHIC


def _is_in_degrees(crs: Crs, raw: Declared) -> bool:
    try:
        check_known(crs)
    except InputError as error:
        raise InputError(*(Problem(raw.where, problem.text) for problem in error.problems)) from None
    return in_degrees(crs)


def check_known(crs: Crs) -> None:
    """Raises InputError for a system that does not exist; the datum does not matter here."""
    from zonecheck.geodesy import change  # noqa: PLC0415  leads to PROJ

    if crs not in GEOGRAPHIC:
        change.check_known(crs)


_NAMES = {
    "wgs84": "WGS 84",
    "cgcs2000": "CGCS2000",
    "gcj02": "GCJ-02",
    "bd09": "BD-09",
}
_CONFLICT = Text(
    "文件声明的坐标系 EPSG:{declared} 与 --crs {wanted} 不一致;请去掉 --crs 或改正文件",
    "declares EPSG:{declared}, but --crs says {wanted}; leave --crs out or correct the file",
)
_WGS84 = Text(
    "文件未声明坐标系,按 RFC 7946 视为 WGS 84 经纬度",
    "the file declares no coordinate system; taken as WGS 84 longitude, latitude (RFC 7946)",
)
_BY_VALUES = Text(
    "文件未声明坐标系,数值为经纬度,视为 WGS 84(CGCS2000)",
    "the file declares no coordinate system; its values are degrees, taken as WGS 84 (CGCS2000)",
)
_AS_TOLD = Text(
    "文件未声明坐标系,按 --crs 视为 EPSG:{code}",
    "the file declares no coordinate system; taken as EPSG:{code}, as --crs says",
)
_PARAMETERS = Text(
    "坐标按 --crs 给出的参数换算到 CGCS2000:{system}",
    "the coordinates were brought to CGCS2000 with the parameters that --crs states: {system}",
)
_COUNTED = Text(
    "转换参数的精度按 --datum-accuracy 计 {accuracy} 米",
    "the accuracy of these parameters counts as {accuracy} m, as --datum-accuracy says",
)
_NO_METRES = Text("应为大于 0 的米数,得到 {value}", "expected metres above 0, got {value}")
_KEPT = Text(
    "坐标系按 --crs 与 CGCS2000 同基准:{system}",
    "the system is on the datum of CGCS2000, as --crs says: {system}",
)
_NO_ACCURACY = Text(
    "未说明转换参数的精度,不能核查;请用 --datum-accuracy 给出(米),见参数提供单位的精度评定,如 --datum-accuracy 0.5",
    "nobody says how accurate the parameters are, so that nothing can be checked; state it in metres as whoever gave them to you "
    "does, for example --datum-accuracy 0.5",
)
_NO_PARAMETERS = Text(
    "只用于 --crs 所附的转换参数;场地坐标的精度请写在项目的 accuracy_m",
    "is for parameters that --crs states; the accuracy of a site's own coordinates is its accuracy_m",
)
_TWO_DATUMS = Text(
    "--crs 已给出基准转换参数,不能再用 --datum",
    "--crs states the parameters of the datum already; leave --datum out",
)
_NO_CRS = Text(
    "文件未声明坐标系,不能核查;请用 --crs 指明,如 --crs EPSG:4490 或 --crs EPSG:4547",
    "declares no coordinate system and cannot be checked; name it, for example with --crs EPSG:4490 or --crs EPSG:4547",
)
_NO_CRS_BUT = Text(
    "文件未声明坐标系,不能核查:{cause}", "declares no coordinate system and cannot be checked: {cause}"
)
_NO_DEGREES = Text(
    "坐标系 {code} 是投影坐标,不能用 --datum {datum};--datum 只用于经纬度",
    "is in the projected {code}, to which --datum {datum} does not apply: it is for degrees only",
)
_CONVERTED = Text(
    "经纬度按 --datum 由 {datum} 换算为 WGS 84{label}",
    "the degrees were converted from {datum} to WGS 84, as --datum says{label}",
)
_TAKEN = Text(
    "经纬度按 --datum 视为 {datum}{label}", "the degrees are taken as {datum}, as --datum says{label}"
)
_OVERRIDDEN = Text(",不采用文件声明的 EPSG:{code}", ", not as EPSG:{code}, which the file declares")
_UNKNOWN = Text(
    "经纬度的基准未知(可能为 GCJ-02),精度按增加 700 米计;若为百度坐标(BD-09),相差可达 1500 米,请用 --datum bd09",
    "the datum of the degrees is unknown (perhaps GCJ-02): 700 m are added to the accuracy; Baidu's BD-09 can be 1500 m off, "
    "for which there is --datum bd09",
)
