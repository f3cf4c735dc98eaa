"""Along which lines can the answer change? Where a question of space turns from yes to unknown, and from unknown to no.

The questions are those that the engine asked; what it answers beyond a line is never concluded here, only asked again.
A line too many does no harm: the parts on both sides of it are put together again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import shapely

from zonecheck.geodesy.ellipsoid import SHORTEST_DEGREE_M, parallel_degree_m
from zonecheck.geodesy.level import within_reach
from zonecheck.predicates.space import Question
from zonecheck.predicates.zones import METRES_PER_DEGREE

if TYPE_CHECKING:
    from collections.abc import Hashable

    from shapely.geometry.base import BaseGeometry

    from zonecheck.layers.layer import Layer
    from zonecheck.predicates.space import Space, Survey

_WIDER = 1.01
_ROUND = 6_000  # points of a circle in a plane of degrees: of 10 km it strays by 1.4 mm


@dataclass(eq=False)
class Borders:
    """The lines in a window (degrees: west, south, east, north), each drawn once."""

    window: tuple[float, float, float, float]
    _drawn: dict[Hashable, BaseGeometry] = field(default_factory=dict)

    def of(self, space: Space) -> list[BaseGeometry]:
        """Every line at which an answer that was asked of these sites, all known equally well, can change."""
        for asked in space.asked:
            if isinstance(asked, Question):
                survey = space.survey(asked.layer, asked.where)
                if survey is not None:
                    self._of_question(asked, survey, float(space.sites.error_m.max()))
            elif isinstance(asked, tuple) and asked[0] == "near":
                self._draw(asked, lambda asked=asked: _circle(*asked[1:]))
        return [line for line in self._drawn.values() if not line.is_empty]

    def _of_question(self, question: Question, survey: Survey, error_m: float) -> None:
        widest_m = survey.widest_m + error_m
        if question.kind == "within":
            for place, row in enumerate(survey.chosen):
                near_m = question.limit_m + float(survey.half_width_m[place])
                accuracy_m = float(survey.accuracy_m[place]) + error_m
                for distance_m in (near_m - accuracy_m, near_m + accuracy_m):
                    self._level((survey.layer.entry.id, int(row)), survey.layer.geometry[row], distance_m)
            widest_m += question.limit_m + float(survey.half_width_m.max(initial=0.0))
        elif survey.area is not None:
            self._level((question.layer, question.where), shapely.boundary(survey.area), widest_m)
            self._draw((question.layer, question.where), lambda: shapely.boundary(survey.area))
        self._of_coverage(survey.layer, widest_m)

    def _of_coverage(self, layer: Layer, margin_m: float) -> None:
        coverage = layer.coverage
        if coverage is not None and not isinstance(coverage, str):
            self._level(("coverage", layer.entry.id), shapely.boundary(coverage), margin_m)
            self._draw(("coverage", layer.entry.id), lambda: shapely.boundary(coverage))

    def _level(self, of: Hashable, geometry: BaseGeometry, distance_m: float) -> None:
        """The line at a distance of a geometry; of areas, at distance 0, their outline."""
        if distance_m > 0:
            self._draw((of, round(distance_m, 6)), lambda: self._about(geometry, distance_m))
        elif distance_m == 0:
            self._draw((of, 0.0), lambda: shapely.boundary(geometry))

    def _about(self, geometry: BaseGeometry, distance_m: float) -> BaseGeometry:
        """The line at a distance of what lies near enough to the window."""
        near = shapely.clip_by_rect(geometry, *self._reached(distance_m))
        return shapely.boundary(within_reach(near, distance_m)) if not near.is_empty else near

    def _reached(self, distance_m: float) -> tuple[float, float, float, float]:
        """The window, wider on every side than the distance."""
        west, south, east, north = self.window
        tall = distance_m * _WIDER / SHORTEST_DEGREE_M
        highest = min(max(abs(south), abs(north)) + tall, 89.0)
        wide = distance_m * _WIDER / float(parallel_degree_m(np.array([highest]))[0])
        return west - wide, south - tall, east + wide, north + tall

    def _draw(self, key: Hashable, line: object) -> None:
        if key not in self._drawn:
            self._drawn[key] = shapely.clip_by_rect(line(), *self.window)  # type: ignore[operator]


def _circle(lon: float, lat: float, radius_m: float) -> BaseGeometry:
    """The circle about the place of a park as the register reads it: in a plane of degrees."""
    turn = np.linspace(0, 2 * np.pi, _ROUND + 1)[:-1]
    degrees = radius_m / METRES_PER_DEGREE
    east = lon + degrees * np.cos(turn) / np.cos(np.radians(lat))
    return shapely.LinearRing(np.column_stack([east, lat + degrees * np.sin(turn)]))


def noded(lines: list[BaseGeometry], area: BaseGeometry) -> Iterator[BaseGeometry]:
    """The cells into which the lines cut an area."""
    network = shapely.union_all([shapely.boundary(area), *lines])
    cells = shapely.get_parts(shapely.polygonize(shapely.get_parts(network)))
    inner = shapely.point_on_surface(cells)
    shapely.prepare(area)
    yield from cells[shapely.intersects(area, inner)]
