"""Which columns of a table say where a site is? Found by their names, in Chinese or English, whatever the width.

A name that two columns bear is refused rather than chosen between. In surveying X is the northing and in maps the
easting, so that columns called X and Y are only known to be a pair.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from zonecheck.words import Text, listed

Way = Literal["wkt", "degrees", "parts", "plane", "pair"]

_NAMES: Mapping[str, frozenset[str]] = {
    role: frozenset(names.split())
    for role, names in {
        "wkt": "wkt geometry geom thegeom wktgeom geometrywkt 几何 图形",
        "longitude": "lon lng long longitude londd lond 东经",
        "latitude": "lat latitude latdd latd 北纬",
        "pair": "坐标 中心坐标 中心点坐标 地理坐标 拐点坐标 坐标串 边界坐标 范围坐标 项目坐标 厂址坐标 界址点坐标 "
        "coordinates coordinate coords",
        "x": "x x坐标 坐标x pointx xcoord xcoordinate",
        "y": "y y坐标 坐标y pointy ycoord ycoordinate",
        "east": "easting east 东坐标 横坐标 东",
        "north": "northing north 北坐标 纵坐标 北",
        "corner": "点号 拐点 拐点号 拐点编号 拐点序号 界址点 界址点号 界址点编号 顶点 顶点号 顶点序号 点序号 点序 点位 "
        "vertex vertexid vertexno vertexnumber vertexindex point pointid pointno ptid order seq corner",
        "serial": "序号 no no. number serial n",
        "ring": "圈号 环号 ring ringid part partid",
        "group": "id 项目代码 项目编号 项目编码 地块编号 地块号 地块 宗地号 图斑编号 编号 parcel parcelid projectid siteid group",
        "title": "项目名称 name 地块名称 名称 projectname",
    }.items()
}
_PARTS = (
    frozenset(["度", "°", "o", "deg", "degs", "degree", "degrees", "d"]),
    frozenset(["分", "'", "min", "mins", "minute", "minutes", "m"]),
    frozenset(["秒", '"', "sec", "secs", "second", "seconds", "s"]),
)
_PART = "|".join(sorted(map(re.escape, frozenset.union(*_PARTS)), key=len, reverse=True))
_AXES = {"longitude": "经度 东经 经 longitude long lon lng e", "latitude": "纬度 北纬 纬 latitude lat n"}
_PART_OF: Mapping[str, re.Pattern[str]] = {
    role: re.compile(rf"(?:{names.replace(' ', '|')})({_PART})") for role, names in _AXES.items()
}
_CONTAINED = {"pair": "经纬度", "longitude": "经度", "latitude": "纬度"}


@dataclass(frozen=True, slots=True)
class Roles:
    """Positions of columns; -1 where there is none. `first`, `second` hold the pair of numbers of `way`.

    Where degrees, minutes and seconds have a column each, `finer` are those of the minutes and seconds of both.
    """

    way: Way
    first: int
    second: int = -1
    named_axes: bool = True  # which of the two is which is known from their names
    corner: int = -1
    serial: int = -1
    ring: int = -1
    group: int = -1
    finer: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())

    @property
    def coordinates(self) -> tuple[int, ...]:
        return tuple(at for at in (self.first, self.second, *self.finer[0], *self.finer[1]) if at >= 0)


class Unclear(Exception):  # noqa: N818  (it becomes an InputError)
    """The columns cannot be told apart."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def roles(header: Sequence[str]) -> Roles | None:
    """What the columns of this header are, None if none of them says where a site is. Raises Unclear."""
    found = {role: _bearing(header, role) for role in _NAMES}
    made = partial(
        Roles,
        corner=_first(found, "corner"),
        serial=_first(found, "serial"),
        ring=_first(found, "ring"),
        group=_first(found, "group", "title"),
    )
    if not found["wkt"] and (apart := _apart(header)):
        (first, *minor), (second, *finer) = apart
        return made("parts", first, second, finer=(tuple(minor), tuple(finer)))
    for way, names in _WAYS:
        if all(found[name] for name in names):
            first, *rest = (_only(header, found[name]) for name in names)
            second = rest[0] if rest else -1
            return made(way, first, second, named_axes=names[0] != "x")
    return None


def unused(header: Sequence[str], used: Roles) -> list[str]:
    """Columns whose names say that they hold coordinates too, and that are not those that are used."""
    roles_of_places = ("wkt", "pair", *_AXIS_ROLES)
    named = {at for role in roles_of_places for at in _bearing(header, role)} - {*used.coordinates}
    return [header[at] for at in sorted(named)]


def names_coordinates(cells: Sequence[object]) -> bool:
    """Whether a row holds nothing but names of coordinates and of their parts, as the second row of a header does."""
    named = [str(cell) for cell in cells if cell is not None]
    return len(named) > 1 and all(
        is_part(name) or any(_fits(role)(_key(name)) for role in _AXIS_ROLES) for name in named
    )


def is_part(name: str) -> bool:
    """Whether this is the name of degrees, minutes or seconds alone."""
    return re.fullmatch(_PART, _spelt(name)) is not None


_AXIS_ROLES = ("longitude", "latitude", "x", "y", "east", "north")


def _apart(header: Sequence[str]) -> tuple[list[int], list[int]] | None:
    """The columns of degrees, minutes and, where there are any, seconds: of longitudes and of latitudes. Raises Unclear."""
    longitude, latitude = (_parts_of(header, pattern) for pattern in _PART_OF.values())
    if len(longitude) != len(latitude):
        raise Unclear(_UNEVEN)
    return (longitude, latitude) if longitude else None


def _parts_of(header: Sequence[str], pattern: re.Pattern[str]) -> list[int]:
    """The columns of the parts of one axis, none where there are only degrees. Raises Unclear."""
    parts = [(at, found[1]) for at, name in enumerate(header) if (found := pattern.fullmatch(_spelt(name)))]
    degrees, minutes, seconds = ([at for at, part in parts if part in names] for names in _PARTS)
    if not degrees or not (minutes or seconds):
        return []
    if not minutes:
        raise Unclear(_UNEVEN)
    return [_only(header, columns) for columns in (degrees, minutes, seconds) if columns]


def _spelt(name: str) -> str:
    """A name without case, width, blanks and brackets, what stands in them kept, with one sign each for ′ and ″."""
    plain = unicodedata.normalize("NFKC", name.translate(_SIGNS)).casefold()
    return re.sub(r"[\s_\-.:()\[\]]", "", plain).replace("''", '"')


_SIGNS = str.maketrans({"′": "'", "’": "'", "‘": "'", "″": '"', "”": '"', "“": '"', "º": "°", "˚": "°"})
_WAYS: tuple[tuple[Way, tuple[str, ...]], ...] = (
    ("wkt", ("wkt",)),
    ("degrees", ("longitude", "latitude")),
    ("plane", ("east", "north")),
    ("plane", ("x", "y")),
    ("pair", ("pair",)),
)


def _first(found: Mapping[str, list[int]], *roles_in_turn: str) -> int:
    return next((found[role][0] for role in roles_in_turn if found[role]), -1)


def _bearing(header: Sequence[str], role: str) -> list[int]:
    fits = _fits(role)
    return [at for at, name in enumerate(header) if fits(_key(name))]


def _fits(role: str) -> Callable[[str], bool]:
    names, part = _NAMES[role], _CONTAINED.get(role)
    return lambda key: (
        key in names or (part is not None and part in key and ("经纬度" not in key or role == "pair"))
    )


def _key(name: str) -> str:
    """A name without case, width, blanks and what stands in brackets (its unit)."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"\(.*?\)|\[.*?\]|[\s_\-]", "", plain)


def _only(header: Sequence[str], columns: list[int]) -> int:
    if len(columns) > 1:
        raise Unclear(_TWICE.fill(names=listed(header[at] for at in columns)))
    return columns[0]


_UNEVEN = Text(
    "经度和纬度的度、分、秒列不齐;请补齐",
    "the columns of degrees, minutes and seconds are not the same for longitudes and latitudes, or skip the minutes; "
    "complete them",
)
_TWICE = Text(
    "{names} 几列都可能是坐标;请只保留一组坐标列",
    "the columns {names} could each hold the coordinate; keep one set of coordinate columns",
)
