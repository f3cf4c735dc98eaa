"""Which parcels does a text of boundary points (界址点) describe? The land bureaus' format, one project for each parcel.

`[属性描述]` states the system, `[地块坐标]` lists parcels: a line of nine fields ending in `@` (eleven in a provincial
variant), then its points `J1,ring,northing,easting`. Writers swap the axes, leave rings open, add the zone to eastings and use
full-width commas: each is told by its size or its form. A number of points or an area that does not agree is refused.

Source: the land bureaus' data exchange format for parcels, as files show it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from zonecheck.errors import InputError, Problem
from zonecheck.formats.features import Fault, Gathering
from zonecheck.formats.parcel_system import system
from zonecheck.formats.plane import is_easting, is_northing
from zonecheck.formats.rings import area, closed
from zonecheck.formats.text import decoded
from zonecheck.words import Text

if TYPE_CHECKING:
    from zonecheck.formats.features import FeatureTable
    from zonecheck.formats.limits import Limits

_FIELDS = ("点数", "面积", "地块编号", "地块名称", "图形属性", "图幅号", "地块用途", "地类编码")
_NUMBER = re.compile(r"[+-]?\d{1,12}(\.\d{0,12})?")
_AREA_AGREES = 0.05  # a share: the area on the ellipsoid, or without a road, still agrees
_AREA_SAME = 0.001
_AREA_ROUNDING_HA = 0.0002


@dataclass(slots=True)
class _Parcel:
    """One parcel as it stands in the text: its line of fields, and its points by ring."""

    line: int
    fields: list[str]
    rings: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    fault: Fault | None = None
    longer: int = 0  # points after whose coordinates something else stands

    @property
    def count(self) -> int:
        return sum(map(len, self.rings.values()))


def read(name: str, data: bytes, limits: Limits, encoding: str | None) -> tuple[FeatureTable, ...]:
    """The parcels of a text. Raises InputError if it is none, or does not say in which system its numbers are."""
    text, remarks = decoded(name, data, encoding)
    header, parcels = _sections(name, text)
    if not parcels:
        raise InputError(Problem(name, _NO_PARCELS))
    easting = next((e for parcel in parcels for _, e in _turned_all(parcel)), 0.0)
    try:
        known = system(header, easting)
    except Fault as fault:
        raise InputError(Problem(name, fault.text)) from None
    gathering = Gathering()
    for parcel in parcels:
        _add(gathering, parcel, header)
    table = gathering.table(
        known, "nothing", limits.max_vertices, remarks=(*remarks, *_swapped(parcels), *_further(parcels))
    )
    return (table,)


def _sections(name: str, text: str) -> tuple[dict[str, str], list[_Parcel]]:
    """The stated attributes, and the parcels below them. Raises InputError for a line that is neither."""
    header: dict[str, str] = {}
    parcels: list[_Parcel] = []
    for number, written in enumerate(text.splitlines(), start=1):
        line = unicodedata.normalize("NFKC", written).strip()
        if not line or line.startswith("["):
            continue
        if line.endswith("@"):
            parcels.append(_Parcel(number, [part.strip() for part in line[:-1].split(",")]))
        elif parcels:
            _add_point(parcels[-1], line, number)
        elif "=" in line:
            key, _, value = line.partition("=")
            header[key.strip()] = value.strip()
        else:
            raise InputError(Problem(f"{name}:{number}", _NO_LINE.fill(line=line[:40])))
    return header, parcels


def _add_point(parcel: _Parcel, line: str, number: int) -> None:
    parts = [part.strip() for part in line.split(",")]
    if len(parts) < 4 or not all(_NUMBER.fullmatch(part) for part in parts[2:4]):
        parcel.fault = parcel.fault or Fault(_NO_POINT.fill(number=number, line=line[:40]))
        return
    parcel.longer += any(parts[4:])
    parcel.rings.setdefault(parts[1], []).append((float(parts[2]), float(parts[3])))


def _add(gathering: Gathering, parcel: _Parcel, header: Mapping[str, str]) -> None:
    properties = _properties(parcel, header)
    try:
        shape = _shape(parcel)
        notes = _area_notes(properties, shape)
    except Fault as fault:
        gathering.add(fault, properties, line=parcel.line)
        return
    gathering.add(shape, properties, line=parcel.line, notes=notes)


def _properties(parcel: _Parcel, header: Mapping[str, str]) -> dict[str, Any]:
    """What the file states of all parcels, then of this one; id and name as projects call them."""
    named = {key: parcel.fields[at] for at, key in enumerate(_FIELDS[: len(parcel.fields)])}
    further = {f"字段{at}": value for at, value in enumerate(parcel.fields[8:], start=9) if value}
    own = {key: value for key, value in {**named, **further}.items() if value}
    identity = {"id": own.get("地块编号"), "name": own.get("地块名称")}
    return {**header, **own, **{key: value for key, value in identity.items() if value}}


def _shape(parcel: _Parcel) -> Any:
    """The geometry in easting, northing. Raises Fault."""
    if parcel.fault is not None:
        raise parcel.fault
    rings = [[(e, n) for n, e in _turned(ring)] for ring in parcel.rings.values()]
    _check_count(parcel, rings)
    kind = parcel.fields[4:5]
    if kind == ["点"]:
        places = [place for ring in rings for place in ring]
        return shapely.points(places[0]) if len(places) == 1 else shapely.multipoints(places)
    if kind == ["线"]:
        return shapely.linestrings(rings[0]) if len(rings) == 1 else shapely.multilinestrings(rings)
    if any(len(set(ring)) < 3 for ring in rings):
        raise Fault(_FEW)
    return area([closed(np.array(ring)) for ring in rings])


def _check_count(parcel: _Parcel, rings: Sequence[Sequence[tuple[float, float]]]) -> None:
    """As many points as stated, whether or not a writer counts those that close a ring."""
    stated = parcel.fields[0]
    closing = sum(len(ring) > 1 and ring[0] == ring[-1] for ring in rings)
    if not rings:
        raise Fault(_NO_POINTS)
    if stated.isdecimal() and int(stated) not in (parcel.count, parcel.count - closing):
        raise Fault(_COUNT.fill(stated=stated, found=parcel.count))


def _turned(ring: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """(northing, easting), whichever stands first. Raises Fault where neither can be a northing."""
    if all(is_northing(first) and is_easting(second) for first, second in ring):
        return list(ring)
    if all(is_easting(first) and is_northing(second) for first, second in ring):
        return [(second, first) for first, second in ring]
    wrong = next(pair for pair in ring if not (is_northing(pair[0]) and is_easting(pair[1])))
    raise Fault(_NO_AXES.fill(first=f"{wrong[0]:.12g}", second=f"{wrong[1]:.12g}"))


def _turned_all(parcel: _Parcel) -> list[tuple[float, float]]:
    try:
        return [place for ring in parcel.rings.values() for place in _turned(ring)]
    except Fault:
        return []


def _swapped(parcels: Sequence[_Parcel]) -> tuple[Text, ...]:
    first = [ring[0][0] for parcel in parcels for ring in parcel.rings.values()]
    return (_SWAPPED,) if first and all(is_easting(value) for value in first) else ()


def _further(parcels: Sequence[_Parcel]) -> tuple[Text, ...]:
    points = sum(parcel.longer for parcel in parcels)
    return (_FURTHER.fill(n=points),) if points else ()


def _area_notes(properties: Mapping[str, Any], shape: Any) -> list[Text]:
    """What the area says of the outline. Raises Fault where it is not that of the outline."""
    stated = str(properties.get("面积"))
    if not _NUMBER.fullmatch(stated) or float(stated) <= 0 or shape.area <= 0:
        return []
    found_ha, stated_ha = shape.area / 1e4, float(stated)
    for unit, factor in _UNITS:
        off = abs(found_ha - stated_ha * factor)
        if off <= found_ha * _AREA_AGREES + _AREA_ROUNDING_HA:
            close = off <= found_ha * _AREA_SAME + _AREA_ROUNDING_HA
            said = _AREA.fill(stated=stated, unit=unit, found=f"{found_ha / factor:.4f}")
            return [] if close and factor == 1 else [said]
    raise Fault(_WRONG_AREA.fill(stated=stated, found=f"{found_ha:.4f}"))


_UNITS = ((Text("公顷", "ha"), 1.0), (Text("平方米", "m²"), 1e-4), (Text("亩", "mu"), 1 / 15))
_NO_PARCELS = Text(
    "没有地块;应有 [地块坐标] 及以 @ 结尾的地块行",
    "holds no parcel; expected [地块坐标] and lines of fields that end in @",
)
_NO_LINE = Text(
    "“{line}”既不是“键=值”,也不是地块行;界址点文件应有 [属性描述] 和 [地块坐标]",
    "'{line}' is neither key=value nor the line of a parcel; expected [属性描述] and [地块坐标]",
)
_NO_POINT = Text(
    "第 {number} 行“{line}”不是界址点;应为 J1,圈号,北坐标,东坐标",
    "line {number}: '{line}' is no boundary point; expected J1,ring,northing,easting",
)
_NO_POINTS = Text("地块没有界址点", "the parcel has no boundary points")
_FEW = Text("地块轮廓不足三个不同的界址点", "a ring of the parcel has fewer than three different points")
_COUNT = Text(
    "地块行称有 {stated} 个点,实有 {found} 个;文件不完整,请重新取得",
    "the parcel states {stated} points and has {found}; the file is not whole, get it again",
)
_NO_AXES = Text(
    "坐标 ({first}, {second}) 不像我国高斯-克吕格坐标(北坐标 7 位,东坐标 6 位或加带号 8 位)",
    "({first}, {second}) are no Gauss-Krüger coordinates in China (northing: seven digits; easting: six, or eight with its zone)",
)
_FURTHER = Text(
    "{n} 个界址点的坐标之后还有其他数值(如高程),未读取",
    "after the coordinates of {n} boundary points stand further values (heights, say), which are not read",
)
_SWAPPED = Text(
    "按数值大小,文件中东坐标在前、北坐标在后,已按此读取",
    "by their size, eastings stand first in the file; read so",
)
_AREA = Text(
    "面积:文件载明 {stated} {unit},按界址点计算为 {found} {unit}",
    "area: the file states {stated} {unit}, the points enclose {found} {unit}",
)
_WRONG_AREA = Text(
    "文件载明面积 {stated},按界址点计算为 {found} 公顷;请核对界址点、圈号和单位",
    "the file states an area of {stated}, the points enclose {found} ha; check the points, the rings and the unit",
)
