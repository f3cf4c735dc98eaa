"""Does this computer measure right? Figures known from outside, measured anew by the code that measures sites.

The distances take a few milliseconds and are measured at the start of every run; the transform needs PROJ and is made
when coordinates are to be changed. A wrong library or a foreign proj.db must stop a run, never bend it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import shapely

from zonecheck.errors import InstallationError, Problem
from zonecheck.geodesy.distance import exact
from zonecheck.words import Text, same


@dataclass(frozen=True, slots=True)
class Known:
    """A figure, what was found in its place (None: nothing), and how far they may be apart; `unit` is m or a degree sign."""

    name: Text
    expected: float
    found: float | None
    tolerance: float
    unit: str

    @property
    def sound(self) -> bool:
        return self.found is not None and abs(self.found - self.expected) <= self.tolerance


def known_distances() -> tuple[Known, ...]:
    """Two published or paper figures between points, and one from a point to a line."""
    starts = [shapely.Point(*_FLINDERS), shapely.Point(110, 0), shapely.Point(110.123, 0.01)]
    equator = shapely.LineString([(109.9, 0), (110.3, 0)])
    ends = [shapely.Point(*_BUNINYONG), shapely.Point(111, 0), equator]
    found = exact(np.array(starts, dtype=object), np.array(ends, dtype=object)).distance_m
    return tuple(
        Known(name, expected_m, float(measured_m), 0.001, "m")
        for (name, expected_m), measured_m in zip(_DISTANCES, found, strict=True)
    )


def known_transform() -> tuple[Known, ...]:
    """Longitude and latitude of a point of the CGCS2000 zone on 114 E whose place is known on paper."""
    try:
        lon, lat = _changed()
    except Exception:  # whatever a broken installation of PROJ raises
        lon, lat = None, None
    degrees = ((114.0, lon, _LONGITUDE), (45.0, lat, _LATITUDE))
    return tuple(Known(name, expected, found, 1e-8, "°") for expected, found, name in degrees)


def _changed() -> tuple[float, float]:
    from pyproj import Transformer  # noqa: PLC0415  leads to PROJ

    lon, lat = Transformer.from_crs(_ZONE, 4490, always_xy=True).transform(*_ON_THE_MERIDIAN)
    return float(lon), float(lat)


def require_distances() -> None:
    """Raises InstallationError if a known distance is not found."""
    _require(known_distances())


@cache
def require_transform() -> None:
    """Raises InstallationError if the known transform does not come out."""
    _require(known_transform())


def _require(known: tuple[Known, ...]) -> None:
    wrong = [each for each in known if not each.sound]
    if wrong:
        raise InstallationError(*(Problem("", fault(each)) for each in wrong))


def fault(known: Known) -> Text:
    """What is wrong, and how it is mended."""
    found = same(f"{known.found:.9g} {known.unit}") if known.found is not None else _NOTHING
    return _WRONG.fill(
        name=known.name,
        expected=f"{known.expected:.9g} {known.unit}",
        found=found,
        mend=_MEND_PROJ if known.unit == "°" else _MEND,
    )


_FLINDERS = (144 + 25 / 60 + 29.52440 / 3600, -(37 + 57 / 60 + 3.72030 / 3600))
_BUNINYONG = (143 + 55 / 60 + 35.38390 / 3600, -(37 + 39 / 60 + 10.15610 / 3600))
_DISTANCES = (
    # ICSM, GDA technical manual, worked example of the inverse formula on GRS80
    (Text("Flinders Peak 至 Buninyong", "Flinders Peak to Buninyong"), 54972.271),
    # 6378137 pi / 180
    (Text("赤道上经差1度", "one degree of the equator"), 111319.491),
    # 6378137 (1 - e2) times 0.01 degree: the radius of the meridian at the equator
    (Text("北纬0.01度一点至赤道", "from 0.01 degree north to the equator"), 1105.743),
)
_ZONE = 4547
_ON_THE_MERIDIAN = (
    500000.0,
    4984944.3779,
)  # the arc of the meridian of GRS80 from the equator to 45 degrees north
_LONGITUDE = Text(
    "EPSG:4547 中央经线上一点的经度", "longitude of a point on the central meridian of EPSG:4547"
)
_LATITUDE = Text("EPSG:4547 中央经线上一点的纬度", "latitude of a point on the central meridian of EPSG:4547")

_WRONG = Text(
    "自检未通过:{name}应为 {expected},此处算得 {found};{mend}",
    "self-test failed: {name} should be {expected}, here it is {found}; {mend}",
)
_NOTHING = Text("(无结果)", "nothing")
_MEND = Text(
    "所装的 shapely/GEOS 或 numpy 有问题,请重新安装 zonecheck",
    "the installed shapely/GEOS or numpy is faulty; install zonecheck again",
)
_MEND_PROJ = Text(
    "所装的 PROJ 或其 proj.db 有问题,请取消环境变量 PROJ_DATA、PROJ_LIB,或重新安装 pyproj",
    "the installed PROJ or its proj.db is faulty; unset PROJ_DATA and PROJ_LIB, or install pyproj again",
)
