"""Where do the projects of a run lie? One map for all of them, a sign for each, over rivers and districts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

from zonecheck.reports.map.frame import Frame, around, cut
from zonecheck.reports.map.labels import Label, Places
from zonecheck.reports.map.paths import path
from zonecheck.reports.map.scale import Bar, Tick, bar, meridians, parallels
from zonecheck.reports.map.signs import Sign, nearby, numbers, signs
from zonecheck.reports.map.site_map import Mark

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from zonecheck.drawing import Drawn, Point
    from zonecheck.results import ProjectResult

_LOWEST_M, _HIGHEST_M = 6_000.0, 6_000_000.0
_SIZE = 27.0
_SEEN = 120.0  # units; less of a river or a district is not named


@dataclass(frozen=True, slots=True)
class Overview:
    frame: Frame
    marks: tuple[Mark, ...]
    signs: tuple[Sign, ...]  # the worst last, so that it is on top
    labels: tuple[Label, ...]
    bar: Bar
    meridians: tuple[Tick, ...]
    parallels: tuple[Tick, ...]

    @property
    def beyond(self) -> int:
        """How many projects lie outside the picture; their signs stand at its edge."""
        return sum(sign.beyond for sign in self.signs)


def overview(
    projects: Sequence[tuple[int, ProjectResult]], features: Sequence[Drawn], *, districts: bool = True
) -> Overview | None:
    """The map of all projects, numbered; None where fewer than two have a place. The signs have the worst last."""
    placed = [(number, each, each.site.geometry) for number, each in projects if each.site is not None]
    if len(placed) < 2:
        return None
    near = nearby([shape for *_, shape in placed])
    frame = around(near, at_least_m=_LOWEST_M, at_most_m=_HIGHEST_M)
    standing = tuple(signs(placed, frame))
    shown = [each for each in features if each.role == "river" or (districts and each.role == "district")]
    return Overview(
        frame=frame,
        marks=tuple(mark for mark in _marks(shown, frame) if mark.path),
        signs=standing,
        labels=tuple(_labels(shown, frame, standing)),
        bar=bar(frame),
        meridians=meridians(frame),
        parallels=parallels(frame),
    )


def _marks(features: Sequence[Drawn], frame: Frame) -> Iterator[Mark]:
    for role in ("district", "river"):
        for feature in (each for each in features if each.role == role):
            placed = frame.place(feature.geometry)
            line = placed if shapely.get_dimensions(placed) < 2 else shapely.boundary(placed)
            yield Mark(role if role == "district" else "river-line", path(cut(line, beyond=20), seen=1.0))


def _labels(features: Sequence[Drawn], frame: Frame, standing: Sequence[Sign]) -> Iterator[Label]:
    places = Places()
    places.keep_furniture()
    places.taken += [(sign.x - 16, sign.y - 16, sign.x + 16, sign.y + 16) for sign in standing]
    yield from numbers(standing, places)
    for role in ("district", "river"):
        for name in dict.fromkeys(each.name for each in features if each.role == role):
            shapes = [
                frame.place(each.geometry) for each in features if each.role == role and each.name == name
            ]
            shown = cut(shapely.union_all(shapes), beyond=-30)
            label = places.put(f"name-{role}", name, spots(shown), size=_SIZE)
            if label:
                yield label


def spots(shown: BaseGeometry) -> Iterator[Point]:
    """In an area, beside a line; nowhere where too little of it is seen."""
    west, south, east, north = shown.bounds if not shown.is_empty else (0.0, 0.0, 0.0, 0.0)
    if max(east - west, north - south) < _SEEN:
        return
    point = shapely.point_on_surface(shown)
    around = (
        ((0, 0), (0, 40), (0, -40))
        if shapely.get_dimensions(shown) == 2
        else ((0, -28), (0, 28), (52, 0), (-52, 0))
    )
    yield from ((point.x + dx, point.y + dy) for dx, dy in around)
