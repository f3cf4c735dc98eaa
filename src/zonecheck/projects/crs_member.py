"""Which coordinate reference system does a GeoJSON file declare? Its `crs` member, as GeoJSON had it before RFC 7946.

Only names that lead to an EPSG code are followed. A link is never fetched and a null is never taken for a default.

Source: The GeoJSON Format Specification (2008), section 3.
"""

from __future__ import annotations

from collections.abc import Mapping

from zonecheck.errors import InputError
from zonecheck.geodesy.crs import epsg
from zonecheck.words import Text


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
        return _code(f"EPSG:{properties.get('code')}")
    if kind != "name" or not isinstance(properties.get("name"), str):
        raise UnknownCrs(_NO_OBJECT)
    return _code(properties["name"])


def _code(name: str) -> int:
    try:
        return epsg(name)
    except InputError as error:
        raise UnknownCrs(error.problems[0].text) from None


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
