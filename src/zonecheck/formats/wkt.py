"""Which geometry does a well-known text describe? With its SRID, if it states one, and how fine its numbers are.

The text is looked at before the geometry library sees it: a nest of brackets would exhaust its stack.

Source: OGC 06-103r4, section 7 (well-known text); the `SRID=4490;` in front is PostGIS's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.errors import GEOSException

from zonecheck.formats.features import Fault
from zonecheck.formats.sound import UNKNOWN_TYPE
from zonecheck.words import Text

_SRID = re.compile(r"\s*SRID\s*=\s*(\d{1,9})\s*;", re.IGNORECASE)
_NUMBER = re.compile(r"[-+]?\d+(?:\.(\d*))?(e[-+]?\d+)?", re.IGNORECASE)
_DEEPEST = 8  # a collection of polygons nests five deep


@dataclass(frozen=True, slots=True)
class Described:
    """A shapely geometry, the code stated with it, and the unit of its last digit in its own coordinates."""

    geometry: Any
    srid: int | None
    unit: float


def described(text: str) -> Described:
    """The geometry in a text. Raises Fault."""
    stated = _SRID.match(text)
    body = text[stated.end() :] if stated else text
    if _depth(body) > _DEEPEST:
        raise Fault(_TOO_DEEP)
    try:
        geometry = shapely.from_wkt(body)
    except NotImplementedError:
        raise Fault(UNKNOWN_TYPE.fill(kind=body.split("(")[0].strip()[:40])) from None
    except (GEOSException, ValueError) as error:
        raise Fault(_NOT_READ.fill(text=body.strip()[:40], reason=str(error).splitlines()[0][:80])) from None
    return Described(geometry, int(stated[1]) if stated else None, _unit(body))


def _depth(text: str) -> int:
    depth = deepest = 0
    for bracket in re.findall(r"[()]", text):
        depth += 1 if bracket == "(" else -1
        deepest = max(deepest, depth)
    return deepest


def _unit(text: str) -> float:
    """0 where a number has an exponent: its decimals say nothing."""
    found = _NUMBER.findall(text)
    if any(exponent for _, exponent in found):
        return 0.0
    return float(10.0 ** -max((len(decimals) for decimals, _ in found), default=0))


_TOO_DEEP = Text("WKT 嵌套过深;请改为一层", "the WKT nests too deep; write one level only")
_NOT_READ = Text(
    "“{text}”不是有效的 WKT({reason});应如 POLYGON ((113.37 31.71, 113.38 31.71, 113.38 31.72, 113.37 31.71))",
    "'{text}' is no valid WKT ({reason}); expected POLYGON ((113.37 31.71, 113.38 31.71, 113.38 31.72, 113.37 31.71))",
)
