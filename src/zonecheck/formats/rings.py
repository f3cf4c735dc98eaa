"""Which areas do these rings bound? A ring inside another is its hole, whatever way either runs.

Formats mark holes by winding, by numbers or by order, and writers get each of them wrong; what lies inside what is a
fact. A ring inside a hole is an area again. Nothing is repaired: rings that cross stay invalid.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from zonecheck.formats.features import Fault
from zonecheck.words import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ring = NDArray[np.float64]


def area(rings: Sequence[Ring]) -> Any:
    """A Polygon or MultiPolygon of closed rings, arrays (k, 2). Raises Fault for a ring that is none."""
    for ring in rings:
        _check(ring)
    if len(rings) == 1:
        return shapely.polygons(rings[0])
    parent = _parents(np.array([shapely.polygons(ring) for ring in rings]))
    shells = [at for at in range(len(rings)) if not _is_hole(at, parent)]
    holes = {shell: [rings[at] for at in range(len(rings)) if parent[at] == shell] for shell in shells}
    polygons = [shapely.polygons(rings[shell], holes[shell] or None) for shell in shells]
    return polygons[0] if len(polygons) == 1 else shapely.multipolygons(polygons)


def closed(ring: Ring) -> Ring:
    """The ring with its first position repeated at the end, if it was not."""
    return ring if len(ring) and (ring[0] == ring[-1]).all() else np.vstack([ring, ring[:1]])


def _check(ring: Ring) -> None:
    if not np.isfinite(ring).all():
        raise Fault(_NOT_FINITE)
    if len(ring) < 4:
        raise Fault(_SHORT.fill(count=len(ring)))
    if (ring[0] != ring[-1]).any():
        raise Fault(_OPEN.fill(first=_pair(ring[0]), last=_pair(ring[-1])))


def _parents(filled: NDArray[np.object_]) -> list[int | None]:
    """For each filled ring the smallest one that it lies in."""
    inner, outer = shapely.STRtree(filled).query(filled, predicate="covered_by")
    size = shapely.area(filled)
    parent: list[int | None] = [None] * len(filled)
    for at in np.unique(inner).tolist():
        around = outer[(inner == at) & (size[outer] > size[at])]
        if len(around):
            parent[at] = int(around[np.argmin(size[around])])
    return parent


def _is_hole(at: int, parent: list[int | None]) -> bool:
    """Whether an odd number of rings lies around this one."""
    inside, around = False, parent[at]
    while around is not None:
        inside, around = not inside, parent[around]
    return inside


def _pair(position: Ring) -> str:
    return f"({position[0]:.12g}, {position[1]:.12g})"


_NOT_FINITE = Text("坐标不是有限的数", "a ring has coordinates that are no finite numbers")
_SHORT = Text(
    "环只有 {count} 个点;至少应有三个不同的点,且首尾相同",
    "a ring has {count} positions; expected three different ones or more, the last equal to the first",
)
_OPEN = Text(
    "环未闭合:起点 {first},终点 {last};首尾两点应相同",
    "a ring is not closed: it starts at {first} and ends at {last}; repeat the first position at the end",
)
