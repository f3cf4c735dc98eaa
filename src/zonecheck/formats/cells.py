"""Where do the cells of a row, or of the rows of an outline, put a site? Numbers, angles, pairs or WKT as shapely geometries.

X and Y are told apart by their size where their names do not: in China a northing has seven digits beginning with 1 to 5, an
easting six, or eight with its zone. Nothing else is turned round.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from zonecheck.formats import corners
from zonecheck.formats.angles import Angle, angle, coarseness, digits
from zonecheck.formats.features import NOT_COARSE, Fault
from zonecheck.formats.pairs import ordered, positions
from zonecheck.formats.part_cells import of_parts
from zonecheck.formats.plane import is_easting, is_northing
from zonecheck.formats.rings import area, closed
from zonecheck.formats.wkt import described
from zonecheck.words import Text

if TYPE_CHECKING:
    from zonecheck.formats.coordinate_columns import Roles
    from zonecheck.formats.sheet import Row, Sheet

_PLAIN = re.compile(r"[+-]?(\d{1,20}(\.\d{0,20})?|\.\d{1,20})(e[+-]?\d{1,3})?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Place:
    """A geometry, how coarse it was written in degrees, and the code that stands with it."""

    geometry: Any
    decimals: float = NOT_COARSE
    srid: int | None = None


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads places as the columns of one table give them; `turned` where the first of X and Y is the northing."""

    roles: Roles
    turned: bool

    @property
    def remarks(self) -> tuple[Text, ...]:
        return (_TURNED,) if self.turned else ()

    def place(self, group: Sequence[Row]) -> Place:
        """The geometry of one feature. Raises Fault."""
        if self.roles.way == "wkt":
            return _from_wkt(_cell(group[0], self.roles.first))
        if self.roles.way == "pair":
            return _from_pairs(_cell(group[0], self.roles.first))
        read = [[self._position(row) for row in ring] for ring in corners.rings(group, self.roles)]
        units = [unit for ring in read for _, unit in ring]
        return Place(outline([[at for at, _ in ring] for ring in read]), coarseness(min(units)))

    def _position(self, row: Row) -> tuple[tuple[float, float], float]:
        if self.roles.way == "parts":
            return self._of_parts(row)
        written = [_cell(row, at) for at in (self.roles.first, self.roles.second)]
        first, second = map(_number, written)
        unit = min(first.unit, second.unit)
        if self.turned:
            return (second.degrees, first.degrees), unit
        if first.axis == "latitude" or second.axis == "longitude":
            if self.roles.way == "degrees":
                raise Fault(_OTHER_AXIS)
            return ordered(first, second, f"{written[0]},{written[1]}"), unit
        return (first.degrees, second.degrees), unit

    def _of_parts(self, row: Row) -> tuple[tuple[float, float], float]:
        longitude, latitude = self.roles.finer
        first = of_parts([_cell(row, at) for at in (self.roles.first, *longitude)])
        second = of_parts([_cell(row, at) for at in (self.roles.second, *latitude)])
        return (first.degrees, second.degrees), min(first.unit, second.unit)


def reader(roles: Roles, sheet: Sheet) -> Reader:
    """The way to read the places of this table."""
    turned = False
    if roles.way == "plane" and not roles.named_axes:
        pairs = [(_size(_cell(row, roles.first)), _size(_cell(row, roles.second))) for row in sheet.rows]
        turned = sum(is_northing(x) and is_easting(y) for x, y in pairs) * 2 > len(pairs)
    return Reader(roles, turned)


def outline(rings: Sequence[Sequence[tuple[float, float]]]) -> Any:
    """A point for one position, else the area that the rings bound, closed where they are open. Raises Fault."""
    if len(rings) == 1 and len(rings[0]) == 1:
        return shapely.points(rings[0][0])
    if any(len(set(ring)) < 3 for ring in rings):
        raise Fault(_FEW.fill(count=min(len(set(ring)) for ring in rings)))
    return area([closed(np.array(ring)) for ring in rings])


def _from_wkt(cell: object) -> Place:
    if cell is None:
        raise Fault(_BLANK)
    found = described(str(cell))
    return Place(found.geometry, coarseness(found.unit), found.srid)


def _from_pairs(cell: object) -> Place:
    if cell is None:
        raise Fault(_BLANK)
    found, unit = positions(str(cell))
    return Place(outline([found]), coarseness(unit))


def _number(cell: object) -> Angle:
    """A coordinate: a plain number, or an angle as text."""
    if cell is None:
        raise Fault(_BLANK)
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        raise Fault(_NO_NUMBER.fill(value=str(cell)[:40]))
    if not isinstance(cell, str):
        return Angle(float(cell), None, digits(cell) or 1e-12)
    plain = unicodedata.normalize("NFKC", cell).strip()
    return Angle(float(plain), None, digits(plain) or 1e-12) if _PLAIN.fullmatch(plain) else angle(cell)


def _size(cell: object) -> float:
    try:
        return _number(cell).degrees
    except Fault:
        return np.nan


def _cell(row: Row, at: int) -> object:
    return row.cells[at] if at < len(row.cells) else None


_TURNED = Text(
    "按数值大小,X 列为北坐标,Y 列为东坐标", "by their size, X holds the northings and Y the eastings"
)
_BLANK = Text("坐标格为空;应填写坐标", "the coordinates are blank; fill them in")
_NO_NUMBER = Text("“{value}”不是坐标", "'{value}' is no coordinate")
_OTHER_AXIS = Text(
    "经度列写的是纬度,或纬度列写的是经度;请核对两列",
    "the column of longitudes holds a latitude, or the other way round; check both columns",
)
_FEW = Text(
    "场地轮廓只有 {count} 个不同的拐点;至少应有三个",
    "the outline has {count} different corners; expected three or more",
)
