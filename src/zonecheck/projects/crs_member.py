"""Which coordinate reference system does a GeoJSON file declare? Its `crs` member, as GeoJSON had it before RFC 7946.

Only names that lead to an EPSG code are followed. A link is never fetched and a null is never taken for a default.

Source: The GeoJSON Format Specification (2008), section 3.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from zonecheck.words import Text

GEOGRAPHIC = frozenset({4326, 4490})
"""Longitude, latitude in WGS 84 or CGCS2000, which count as one."""

_EPSG = re.compile(r"(?:urn:(?:x-)?ogc:def:crs:)?epsg:[\d.]*:?(\d{4,6})", re.IGNORECASE)
_EPSG_URL = re.compile(
    r"https?://www\.opengis\.net/(?:def/crs/epsg/[\d.]+/|gml/srs/epsg\.xml#)(\d{4,6})", re.IGNORECASE
)
_CRS84 = re.compile(
    r"(?:urn:ogc:def:crs:ogc:[\d.]*:|ogc:)?crs84|https?://www\.opengis\.net/def/crs/ogc/1\.3/crs84",
    re.IGNORECASE,
)


class UnknownCrs(ValueError):  # noqa: N818  (it becomes an InputError or a problem of one feature)
    """A CRS that cannot be followed, and what would be right."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def declared(member: object) -> int:
    """The EPSG code of a `crs` member. Raises UnknownCrs."""
    if member is None:
        raise UnknownCrs(_NULL)
    if not isinstance(member, Mapping) or not isinstance(member.get("properties"), Mapping):
        raise UnknownCrs(_NO_OBJECT)
    kind, properties = member.get("type"), member["properties"]
    if str(kind).lower() in ("link", "url"):
        raise UnknownCrs(_LINK)
    if str(kind).lower() == "epsg":
        return code(f"EPSG:{properties.get('code')}")
    if kind != "name" or not isinstance(properties.get("name"), str):
        raise UnknownCrs(_NO_OBJECT)
    return code(properties["name"])


def code(name: str) -> int:
    """The EPSG code that a name, a URN or the address of a definition means. Raises UnknownCrs."""
    name = name.strip()
    if _CRS84.fullmatch(name):
        return 4326
    found = _EPSG.fullmatch(name) or _EPSG_URL.fullmatch(name)
    if found is None:
        raise UnknownCrs(_NO_NAME.fill(name=name[:80]))
    return int(found[1])


def agree(one: int, other: int) -> bool:
    """Whether two codes mean the same coordinates."""
    return one == other or {one, other} <= GEOGRAPHIC


_NULL = Text(
    '坐标系声明为空("crs": null),坐标系未知;请删除该项或写明坐标系',
    'declares an unknown coordinate system ("crs": null); remove the member or name the system',
)
_LINK = Text(
    "坐标系以链接给出,不予访问;请写明名称,如 EPSG:4490",
    "gives its coordinate system as a link, which is never followed; name it, for example EPSG:4490",
)
_NO_OBJECT = Text(
    '坐标系声明无法读取;应为 {{"type": "name", "properties": {{"name": "EPSG:4490"}}}}',
    'has a crs member that cannot be read; expected {{"type": "name", "properties": {{"name": "EPSG:4490"}}}}',
).fill()
_NO_NAME = Text(
    "不认识坐标系“{name}”;应为 EPSG 代码,如 EPSG:4490、EPSG:4547",
    "unknown coordinate system '{name}'; expected an EPSG code such as EPSG:4490 or EPSG:4547",
)
