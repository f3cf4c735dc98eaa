"""What would a picture of one project show? The site, what lies around it, and the lines that were measured.

Records only, for formats that draw or carry geometry; a check that draws nothing never makes them. Points are
longitude, latitude in CGCS2000 (EPSG:4490), lengths metres. Nothing here decides: a picture follows the figures.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from zonecheck.truth import TruthName

Point = tuple[float, float]
Role = Literal["river", "park", "district", "other"]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A feature of a layer near the site, cut to the reach of the drawing.

    `limit_m` is the limit that the worst finding measured against this feature, None where none did; it counts from
    the bank, which lies `half_width_m` beside a centre line. `accuracy_m` is that of the feature, and of the site
    where it was measured.
    """

    layer: str
    role: Role
    name: str
    geometry: BaseGeometry
    accuracy_m: float
    half_width_m: float
    limit_m: float | None


@dataclass(frozen=True, slots=True)
class MeasuredLine:
    """From the nearest point of the site to the nearest point of a feature, with the figure as it was reported."""

    layer: str
    feature: str
    truth: TruthName
    distance_m: float
    limit_m: float | None
    on_site: Point
    on_feature: Point


@dataclass(frozen=True, slots=True)
class Drawing:
    """One project and its surroundings, `reach_m` about the bounds of the site."""

    site: BaseGeometry
    extent_m: (
        float | None
    )  # the radius of a site given as a point or a line; None where not stated, 0 for an outline
    features: tuple[Drawn, ...]
    lines: tuple[MeasuredLine, ...]
    reach_m: float
