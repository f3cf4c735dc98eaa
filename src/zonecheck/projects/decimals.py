"""How many decimals did a text give its coordinates? Objects do not keep that: 113.40 and 113.4 are one number.

Only features whose numbers could have been written with five decimals or fewer are looked at once more in the text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from zonecheck.projects.raw import NOT_COARSE

if TYPE_CHECKING:
    from numpy.typing import NDArray

_COARSE = 5


def decimals(coarse: NDArray[np.bool_], texts: Sequence[bytes | None]) -> NDArray[np.int16]:
    """The most decimals in the coordinates of each feature, NOT_COARSE above five. Texts begin with the feature."""
    found = np.full(len(texts), NOT_COARSE, dtype=np.int16)
    for row in np.flatnonzero(coarse).tolist():
        text = texts[row]
        most = None if text is None else _in_text(text)
        found[row] = NOT_COARSE if most is None or most > _COARSE else most
    return found


def _in_text(text: bytes) -> int | None:
    """The most decimals in the first object of a text; None if it has no coordinates."""
    decoder = json.JSONDecoder(parse_float=Decimal)
    try:
        feature, _ = decoder.raw_decode(text.decode().lstrip())
    except (ValueError, RecursionError):
        return None
    geometry = feature.get("geometry", feature) if isinstance(feature, Mapping) else None
    found = [_most(part) for part in _coordinates(geometry)]
    return max(found, default=None)


def _coordinates(geometry: Any) -> list[Any]:
    if not isinstance(geometry, Mapping):
        return []
    members = geometry.get("geometries")
    if isinstance(members, list):
        return [part for member in members for part in _coordinates(member)]
    return [geometry.get("coordinates")]


def _most(value: Any) -> int:
    if isinstance(value, list):
        plane = value[:2] if value and not isinstance(value[0], list) else value
        return max(map(_most, plane), default=0)
    return max(0, -int(value.as_tuple().exponent)) if isinstance(value, Decimal) else 0
