"""How is a geometry written as an SVG path? Whole units, relative steps, nothing that the eye cannot see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from zonecheck.geodesy.ellipsoid import Floats

_SEEN = 0.7  # units; a smaller deviation is not visible


def path(geometry: BaseGeometry, *, seen: float = _SEEN) -> str:
    """The `d` of a path in units; empty for nothing and for points. Holes are rings of their own (fill-rule evenodd)."""
    return "".join(_rings(shapely.simplify(geometry, seen)))


def _rings(geometry: BaseGeometry) -> Iterator[str]:
    for part in shapely.get_parts(geometry):
        if part.geom_type == "Polygon":
            yield from (_steps(shapely.get_coordinates(ring)[:-1]) + "z" for ring in shapely.get_rings(part))
        elif part.geom_type in ("LineString", "LinearRing"):
            yield _steps(shapely.get_coordinates(part))
        elif part.geom_type.startswith(("Multi", "Geometry")):
            yield from _rings(part)


def _steps(points: Floats) -> str:
    whole = np.rint(points).astype(np.int64)
    moves = np.diff(whole, axis=0)
    moves = moves[np.any(moves != 0, axis=1)].tolist()
    steps = "".join(f"{_signed(x)}{_signed(y)}" for x, y in moves).lstrip()
    return f"M{whole[0, 0]} {whole[0, 1]}" + (f"l{steps}" if steps else "")


def _signed(value: int) -> str:
    """A number that needs no blank before it where it brings a sign."""
    return f"{value}" if value < 0 else f" {value}"
