"""What is on the map of a divided area? The parts by verdict, rivers and districts over them, candidates by number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

from zonecheck.reports.map.frame import Frame, around, cut
from zonecheck.reports.map.labels import Label, Places
from zonecheck.reports.map.overview import spots
from zonecheck.reports.map.paths import path
from zonecheck.reports.map.scale import Bar, Tick, bar, meridians, parallels
from zonecheck.reports.map.site_map import Mark

if TYPE_CHECKING:
    from zonecheck.drawing import Drawn
    from zonecheck.siting.records import Siting

_LOWEST_M, _HIGHEST_M = 2_000.0, 6_000_000.0


@dataclass(frozen=True, slots=True)
class SitingMap:
    frame: Frame
    marks: tuple[Mark, ...]
    labels: tuple[Label, ...]
    bar: Bar
    meridians: tuple[Tick, ...]
    parallels: tuple[Tick, ...]


def siting_map(siting: Siting, *, districts: bool = True) -> SitingMap:
    """The map, with or without the lines of the districts."""
    frame = around([siting.area], at_least_m=_LOWEST_M, at_most_m=_HIGHEST_M)
    every = siting.run.atlas.everything() if siting.run.atlas else ()
    shown = [each for each in every if each.role == "river" or (districts and each.role == "district")]
    return SitingMap(
        frame=frame,
        marks=tuple(mark for mark in _marks(siting, shown, frame) if mark.path),
        labels=tuple(_labels(siting, shown, frame)),
        bar=bar(frame),
        meridians=meridians(frame),
        parallels=parallels(frame),
    )


def _marks(siting: Siting, features: Sequence[Drawn], frame: Frame) -> Iterator[Mark]:
    """What is prohibited is often narrower than the line of a river, and so painted over it."""
    banned = [part for part in siting.parts if part.verdict == "prohibited"]
    for part in reversed(siting.parts[len(banned) :]):
        yield Mark(f"part {part.verdict}", path(cut(frame.place(part.geometry), beyond=20)))
    for role, kind in (("district", "district"), ("river", "river-line")):
        for feature in (each for each in features if each.role == role):
            placed = frame.place(feature.geometry)
            line = placed if shapely.get_dimensions(placed) < 2 else shapely.boundary(placed)
            yield Mark(kind, path(cut(line, beyond=20), seen=1.0))
    for part in banned:
        yield Mark("part prohibited", path(cut(frame.place(part.geometry), beyond=20)))
    yield Mark("within", path(frame.place(shapely.boundary(siting.area))))
    for candidate in siting.candidates:
        if candidate.outline is not None:
            yield Mark("site", path(frame.place(candidate.outline), seen=0.1))


def _labels(siting: Siting, features: Sequence[Drawn], frame: Frame) -> Iterator[Label]:
    places = Places()
    for number, each in enumerate(siting.candidates, start=1):
        x, y = frame.at((each.lon, each.lat))
        label = places.put("candidate", str(number), [(x, y + 9), (x, y - 20), (x + 24, y)], size=27.0)
        if label:
            yield label
    for role in ("district", "river"):
        for name in dict.fromkeys(each.name for each in features if each.role == role):
            shapes = [
                frame.place(each.geometry) for each in features if each.role == role and each.name == name
            ]
            shown = cut(shapely.union_all(shapes), beyond=-30)
            label = places.put(f"name-{role}", name, spots(shown), size=27.0)
            if label:
                yield label
