"""What are coordinates that cannot be what they are said to be? A guess in words, for a message.

Knows the forms in which coordinates of places in China are met with: degrees, Gauss-Krüger metres with and without
zone prefix, Web Mercator metres, and each of them swapped. It corrects nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from zonecheck.words import Text

_GAUSS_KRUGER = Text(
    "像是 CGCS2000 三度带高斯-克吕格坐标(不加带号,米),如 EPSG:4547(中央子午线 114°);请用 --crs 指明或在文件中写明",
    "looks like CGCS2000 3-degree Gauss-Krüger metres without zone prefix, such as EPSG:4547 (114°E); "
    "name it with --crs or in the file",
)
_WITH_PREFIX = Text(
    "像是 EPSG:{code}(CGCS2000 {width}度带第 {zone} 带,加带号,米);请用 --crs 指明或在文件中写明",
    "looks like EPSG:{code} (CGCS2000 {width}-degree zone {zone}, metres with zone prefix); name it with --crs or in the file",
)
_WEB_MERCATOR = Text(
    "像是 Web 墨卡托坐标(EPSG:3857,米);请用 --crs 指明或改存为经纬度",
    "looks like Web Mercator metres (EPSG:3857); name it with --crs or store longitude and latitude",
)
_LAT_LON = Text(
    "像是纬度写在了经度之前;应为 [经度, 纬度]",
    "latitude seems to stand first; it must be [longitude, latitude]",
)
_SWAPPED = Text(
    "{form};而且北坐标写在了东坐标之前,应为 [东, 北]",
    "{form}; and the northing seems to stand before the easting: it must be [easting, northing]",
)


def likely_crs(x: float, y: float) -> Text | None:
    """The likely cause of a pair that is no longitude and latitude as stated, or None where none suggests itself."""
    if _is_lat_lon(x, y):
        return _LAT_LON
    form = _metric(x, y)
    if form is None and (swapped := _metric(y, x)):
        return _SWAPPED.fill(form=swapped)
    return form


def _is_lat_lon(x: float, y: float) -> bool:
    in_china = 3 <= x <= 54 and 73 <= y <= 136
    return in_china or (abs(x) <= 90 < abs(y) <= 180)


def _metric(x: float, y: float) -> Text | None:
    """The projected system of which this can be an easting and a northing in China."""
    forms: list[tuple[Callable[[float, float], bool], Callable[[float], Text]]] = [
        (_is_gauss_kruger, lambda _: _GAUSS_KRUGER),
        (_is_web_mercator, lambda _: _WEB_MERCATOR),
        (_has_prefix, _prefixed),
    ]
    return next((words(x) for holds, words in forms if holds(x, y)), None)


def _is_gauss_kruger(x: float, y: float) -> bool:
    return 1e5 <= x <= 9e5 and 3e5 <= y <= 6e6


def _is_web_mercator(x: float, y: float) -> bool:
    return 8.1e6 <= x <= 15.2e6 and 3e5 <= y <= 7.2e6


def _has_prefix(x: float, y: float) -> bool:
    zone, easting = divmod(x, 1e6)
    return (13 <= zone <= 23 or 25 <= zone <= 45) and _is_gauss_kruger(easting, y)


def _prefixed(x: float) -> Text:
    """Three-degree zones 25 to 45 are EPSG:4513 to 4533, six-degree zones 13 to 23 EPSG:4491 to 4501."""
    zone = int(x // 1e6)
    if zone >= 25:
        return _WITH_PREFIX.fill(code=4513 + zone - 25, width=Text("三", "3"), zone=zone)
    return _WITH_PREFIX.fill(code=4491 + zone - 13, width=Text("六", "6"), zone=zone)
