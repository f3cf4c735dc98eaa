"""Where on the picture is the limit, and where can it not be told? Bands about the features that were measured.

They are pictures of the rule `d + a <= L` and are never asked whether a site lies in them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

from zonecheck.reports.map.frame import cut, window

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from zonecheck.drawing import Drawn
    from zonecheck.reports.map.frame import Frame

WIDEST_M = 5_000.0  # a limit farther out is not drawn
_ROUND = 12  # segments of a quarter circle


@dataclass(frozen=True, slots=True)
class Bands:
    """In units: surely within the limit; not to be told; the line of the limit itself."""

    firm: BaseGeometry
    doubt: BaseGeometry
    limit: BaseGeometry


def bands(features: Iterable[Drawn], frame: Frame) -> Bands | None:
    """The bands of all features with a limit together; None where there is none."""
    told = [feature for feature in features if feature.limit_m and feature.limit_m <= WIDEST_M]
    if not told:
        return None
    firm = _zone(told, frame, -1)
    zone = _zone(told, frame, 0)
    return Bands(
        firm=shapely.intersection(firm, window()),
        doubt=shapely.intersection(shapely.difference(_zone(told, frame, 1), firm), window()),
        limit=cut(shapely.boundary(zone)),
    )


def _zone(features: list[Drawn], frame: Frame, sign: int) -> BaseGeometry:
    """Everything nearer than the limit and `sign` times the accuracy."""
    return shapely.union_all([_buffer(feature, frame, sign) for feature in features])


def _buffer(feature: Drawn, frame: Frame, sign: int) -> BaseGeometry:
    far_m = (feature.limit_m or 0.0) + feature.half_width_m + sign * feature.accuracy_m
    if far_m <= 0:
        return shapely.Polygon()
    far = frame.units(far_m)
    near = shapely.simplify(cut(frame.place(feature.geometry), far * 1.1), 0.5)
    return shapely.buffer(near, far, quad_segs=_ROUND)
