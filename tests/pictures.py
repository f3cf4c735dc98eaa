"""What a run can be drawn from, made by hand: a site of 200 m, a river 300 m south of it, a park and a district."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import shapely

import runs
from zonecheck.drawing import Drawing, Drawn, MeasuredLine
from zonecheck.results import ProjectResult, Run, Site

WEST, SOUTH = 113.3800, 31.7027
SITE = shapely.box(WEST, SOUTH, WEST + 0.002, SOUTH + 0.0018)
RIVER = shapely.LineString([(113.20, 31.70), (113.60, 31.70)])
PARK = shapely.box(113.37, 31.705, 113.376, 31.71)
DISTRICT = shapely.box(113.0, 31.0, 113.39, 32.0)

FEATURES = (
    Drawn("rivers", "river", "府河", RIVER, accuracy_m=200.0, half_width_m=0.0, limit_m=1000.0),
    Drawn("parks", "park", "示例园区", PARK, accuracy_m=0.0, half_width_m=0.0, limit_m=None),
    Drawn("districts", "district", "曾都区", DISTRICT, accuracy_m=600.0, half_width_m=0.0, limit_m=None),
)
NEAR = MeasuredLine("rivers", "府河", "yes", 299.4, 1000.0, (WEST, SOUTH), (WEST, 31.70))
AWAY = MeasuredLine("rivers", "漂水", "no", 21000.5, 1000.0, (WEST + 0.002, SOUTH), (113.6, 31.71))

DRAWING = Drawing(site=SITE, extent_m=0.0, features=FEATURES, lines=(NEAR, AWAY), reach_m=15_000.0)


@dataclass(frozen=True)
class Atlas:
    """Draws every project that has a site with the same surroundings."""

    drawing: Drawing = DRAWING

    def draw(self, project: ProjectResult) -> Drawing | None:
        return replace(self.drawing, site=project.site.geometry) if project.site else None

    def everything(self) -> tuple[Drawn, ...]:
        return self.drawing.features


def placed(project: ProjectResult, east: float = 0.0, north: float = 0.0) -> ProjectResult:
    """The project with a site, moved by some degrees."""
    moved = shapely.transform(SITE, lambda points: np.add(points, (east, north)))
    return replace(project, site=Site(moved, 0.0))


def drawn(*projects: ProjectResult) -> Run:
    """A run of these projects with maps."""
    return replace(runs.run_of(projects), atlas=Atlas())


def many(count: int) -> tuple[ProjectResult, ...]:
    """Projects of every verdict in turn, each with a name and a place of its own."""
    return tuple(
        replace(
            placed(runs.EVERY_VERDICT[number % 6], number % 40 / 100, number // 40 / 100),
            name=f"项目{number:04}",
            index=number,
        )
        for number in range(count)
    )
