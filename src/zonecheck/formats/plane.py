"""Is this number a northing or an easting of the Gauss-Krüger grids of China, and of which zone? Told by its size.

Source: GB/T 27919-2011 and EPSG for the codes: 3-degree zones 25 to 45, 6-degree zones 13 to 23, the false easting being 500 km
with or without the zone in front.
"""

from __future__ import annotations

from typing import Literal

Width = Literal[3, 6]
Grid = Literal["CGCS2000", "Xian 1980", "Beijing 1954"]

_ZONES: dict[Width, range] = {3: range(25, 46), 6: range(13, 24)}
_GRIDS: dict[Grid, dict[Width, tuple[int, int]]] = {
    "CGCS2000": {3: (4513, 4534), 6: (4491, 4502)},
    "Xian 1980": {3: (2349, 2370), 6: (2327, 2338)},
    "Beijing 1954": {3: (2401, 2422), 6: (21413, 21453)},
}
"""The codes of the first zone, with the zone in front of the eastings and without."""


def is_northing(value: float) -> bool:
    """From Hainan to the Amur."""
    return 1.5e6 <= value <= 6.0e6


def is_easting(value: float) -> bool:
    """Six digits, or eight with the zone in front."""
    return 1e5 <= value <= 9e5 or zone_of(value) is not None


def zone_of(easting: float) -> int | None:
    """The zone that stands in front of an easting, None where none does."""
    zone, rest = divmod(easting, 1e6)
    return int(zone) if 13 <= zone <= 45 and zone != 24 and 1e5 <= rest <= 9e5 else None


def width_of(zone: int) -> Width | None:
    """The width in degrees that a zone number implies: the numbers of the two grids do not overlap in China."""
    return next((width for width, zones in _ZONES.items() if zone in zones), None)


def grid(name: Grid, zone: int, *, prefixed: bool) -> int | None:
    """The EPSG code of a zone of a grid; `prefixed` where eastings carry the zone."""
    width = width_of(zone)
    if width is None:
        return None
    with_zone, without = _GRIDS[name][width]
    return (with_zone if prefixed else without) + zone - _ZONES[width][0]
