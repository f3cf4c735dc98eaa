"""In which coordinate system are the points of a parcel text? Told by its header, and by the zone in its eastings.

Only CGCS2000 is taken as it stands. Xian 1980 and Beijing 1954 are named as what they are, and refused where coordinates are
placed; a header that says nothing leaves the question to `--crs`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from zonecheck.formats.features import Fault
from zonecheck.formats.plane import Grid, grid, width_of, zone_of
from zonecheck.words import Text

_OLD: dict[Grid, tuple[str, int]] = {"Xian 1980": ("80|西安", 4610), "Beijing 1954": ("54|北京", 4214)}
"""How headers name the old datums, and the code of each in degrees."""


def system(header: Mapping[str, str], easting: float) -> int | None:
    """The code for a file with such an easting, None where none is stated. Raises Fault for statements that contradict."""
    datum = _stated(header, "坐标系")
    zone = _zone(header, easting)
    prefixed = zone_of(easting) is not None
    for name, (sign, degrees) in _OLD.items():
        if re.search(sign, datum):
            return (zone and grid(name, zone, prefixed=prefixed)) or degrees
    if not datum:
        return None
    if "2000" not in datum and "cgcs" not in datum.casefold():
        raise Fault(_NO_DATUM.fill(datum=datum[:40]))
    if zone is None:
        raise Fault(_NO_ZONE)
    return grid("CGCS2000", zone, prefixed=prefixed)


def _stated(header: Mapping[str, str], key: str) -> str:
    return header.get(key, "")


def _zone(header: Mapping[str, str], easting: float) -> int | None:
    """The zone as stated, as it stands in the eastings, or both if they agree."""
    written = _stated(header, "带号")
    stated = int(written) if written.isdecimal() else None
    found = zone_of(easting)
    if stated and found and stated != found:
        raise Fault(_ZONES.fill(stated=stated, found=found))
    zone = stated or found
    width = re.match(r"[36]", _stated(header, "几度分带"))
    if zone and width and width_of(zone) != int(width[0]):
        raise Fault(_WIDTH.fill(width=width[0], zone=zone))
    return zone


_NO_DATUM = Text(
    "坐标系“{datum}”不能识别;应为 2000国家大地坐标系",
    "the coordinate system '{datum}' is not known; expected 2000国家大地坐标系 (CGCS2000)",
)
_NO_ZONE = Text(
    "东坐标不含带号,[属性描述] 也没有带号;请补写,如 带号=38",
    "the eastings have no zone in front and [属性描述] states none; add it, such as 带号=38",
)
_ZONES = Text(
    "[属性描述] 称带号为 {stated},东坐标的带号为 {found};请改正其一",
    "[属性描述] says zone {stated}, the eastings begin with {found}; correct one of them",
)
_WIDTH = Text(
    "[属性描述] 称 {width} 度分带,而 {zone} 不是 {width} 度带的带号;请核对",
    "[属性描述] says {width}-degree zones, but {zone} is no zone of that width; check both",
)
