"""Which positions stand in one cell of text? One pair, or the corners of an outline one after the other.

Read: `E104度49分26.054秒,N32度25分24.743秒`, `北纬32°25′24.7″ 东经104°49′26.1″`, `113.3742,31.7183` and several of them
with `;` or line breaks between. Without letters the longitude stands first; a pair is never turned round.
"""

from __future__ import annotations

import re

from zonecheck.formats.angles import Angle, angle
from zonecheck.formats.features import Fault
from zonecheck.words import Text

Position = tuple[float, float]

_BETWEEN_POSITIONS = re.compile(r"[;；\n|]+")
_MARK = r"东经|西经|北纬|南纬|经度|纬度|[eEwWnNsSＥＷＮＳ]"


def positions(written: str) -> tuple[list[Position], float]:
    """The positions as (longitude, latitude), and the finest unit in degrees that they were written to. Raises Fault."""
    parts = [part for part in _BETWEEN_POSITIONS.split(written) if part.strip(" ,，、。")]
    found = [_pair(part) for part in _joined(parts)]
    if not found:
        raise Fault(_NO_PAIR.fill(value=written[:40]))
    return [place for place, _ in found], min(unit for _, unit in found)


def _joined(parts: list[str]) -> list[str]:
    """Each longitude with its latitude, where they stand apart: 东经：113°22′27″；北纬：31°43′6″."""
    if len(parts) % 2 or any(len(re.findall(_MARK, part)) != 1 for part in parts):
        return parts
    return [",".join(parts[at : at + 2]) for at in range(0, len(parts), 2)]


def ordered(first: Angle, second: Angle, written: str) -> Position:
    """(longitude, latitude), by the letters that stand with the angles, else in the order given."""
    if first.axis is not None and first.axis == second.axis:
        raise Fault(_SAME_AXIS.fill(value=written[:60]))
    if first.axis == "latitude" or second.axis == "longitude":
        return second.degrees, first.degrees
    return first.degrees, second.degrees


def _pair(written: str) -> tuple[Position, float]:
    parts = _parts(written.strip(" ,，、。()（）[]【】"))
    if len(parts) != 2:
        raise Fault(_NO_PAIR.fill(value=written.strip()[:40]))
    first, second = map(angle, parts)
    return ordered(first, second, written), min(first.unit, second.unit)


def _parts(written: str) -> list[str]:
    """The two angles: at a comma, else before the second letter or after the first, else at a blank."""
    at_comma = [part for part in re.split(r"[,，、]", written) if part.strip()]
    if len(at_comma) > 1:
        return at_comma
    marks = [mark.start() for mark in re.finditer(_MARK, written)]
    if len(marks) == 2:
        leads = not written[: marks[0]].strip()
        cut = marks[1] if leads else marks[0] + len(re.findall(_MARK, written)[0])
        return [written[:cut], written[cut:]]
    return written.split()


_NO_PAIR = Text(
    "“{value}”不是一对坐标;应写为 113.374200,31.718300 或 E113度22分27.120秒,N31度43分5.880秒",
    "'{value}' is no pair of coordinates; write 113.374200,31.718300 or E113°22′27.120″,N31°43′5.880″",
)
_SAME_AXIS = Text(
    "“{value}”两个坐标标注的方向相同;应为一个经度、一个纬度",
    "'{value}' marks both coordinates alike; expected one longitude and one latitude",
)
