"""What is on the map of one project? Site, rivers with their bands, parks, districts, the measured lines, names.

Built from a `Drawing`, in units of the picture, for whoever writes it: as SVG or otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

from zonecheck.reports.map.bands import bands
from zonecheck.reports.map.frame import HEIGHT, Frame, around, cut
from zonecheck.reports.map.labels import Label, Places, width_of
from zonecheck.reports.map.measured import Measured, measured
from zonecheck.reports.map.paths import path
from zonecheck.reports.map.scale import Bar, Tick, bar, meridians, parallels

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from zonecheck.drawing import Drawing, Drawn, Point, Role

LOWEST_M, HIGHEST_M = 2_800.0, 15_000.0  # height of the window on the ground
FARTHEST_M = 60_000.0  # the same, where the site is shown in other places too
_NEAR_M = 8_000.0  # a feature that is farther is pointed at, not shown
_SMALL = 26.0  # units; a smaller site gets a ring about it
_NAME, _DISTRICT = 25.0, 30.0  # sizes of type, in units

_ORDER: tuple[Role, ...] = ("district", "other", "park", "river")


@dataclass(frozen=True, slots=True)
class Mark:
    """One path; `kind` says how it is painted."""

    kind: str
    path: str


@dataclass(frozen=True, slots=True)
class SiteMap:
    """Marks in the order in which they are painted. `truth` of a line says its colour."""

    frame: Frame
    marks: tuple[Mark, ...]
    lines: tuple[Measured, ...]
    labels: tuple[Label, ...]
    dot: tuple[int, int] | None  # the middle of a site too small to be seen
    bar: Bar
    meridians: tuple[Tick, ...]
    parallels: tuple[Tick, ...]

    @property
    def kinds(self) -> frozenset[str]:
        """What a legend has to explain."""
        return frozenset(mark.kind for mark in self.marks) | {f"line-{line.truth}" for line in self.lines}


def site_map(drawing: Drawing, *, districts: bool = True, moved: Sequence[BaseGeometry] = ()) -> SiteMap:
    """The map of one project, with or without the lines of the districts; `moved` are places where it could go."""
    frame = _frame(drawing, moved)
    features = [each for each in drawing.features if districts or each.role != "district"]
    site = frame.place(drawing.site)
    places = Places()
    _keep_clear(places, site, features, frame)
    lines = tuple(measured(drawing.lines, frame, places))
    return SiteMap(
        frame=frame,
        marks=tuple(
            mark
            for mark in (*_marks(drawing, features, frame), *_moved(drawing.site, moved, frame))
            if mark.path
        ),
        lines=lines,
        labels=tuple(_names(features, frame, places)),
        dot=_dot(site),
        bar=bar(frame),
        meridians=meridians(frame),
        parallels=parallels(frame),
    )


def _frame(drawing: Drawing, moved: Sequence[BaseGeometry]) -> Frame:
    """Wide enough for the site, for where it could go and for what is near; the nearest feature counts up to `_NEAR_M`."""
    ends = [shapely.Point(line.on_feature) for line in drawing.lines if line.distance_m <= _NEAR_M]
    west, south, east, north = drawing.site.bounds
    own_m = (north - south) * 111_000 * 1.6 + 2 * (drawing.extent_m or 0.0)
    lowest_m = max(LOWEST_M, min(own_m, HIGHEST_M))
    shown = [shapely.box(west, south, east, north), *ends, *moved]
    return around(shown, at_least_m=lowest_m, at_most_m=FARTHEST_M if moved else HIGHEST_M)


def _moved(site: BaseGeometry, moved: Sequence[BaseGeometry], frame: Frame) -> Iterator[Mark]:
    """The outlines where the site could go, each with the way there."""
    for each in moved:
        ends = [frame.place(shapely.centroid(shapely.box(*shape.bounds))) for shape in (site, each)]
        yield Mark("way", path(shapely.LineString(ends)))
        yield Mark(_kind("moved", each), path(frame.place(each)))


def _marks(drawing: Drawing, features: list[Drawn], frame: Frame) -> Iterator[Mark]:
    found = bands(features, frame)
    areas = [each for each in features if each.role == "district"]
    yield from (Mark("district", path(_outline(each, frame))) for each in areas)
    if found:
        yield Mark("doubt", path(found.doubt))
        yield Mark("firm", path(found.firm))
        yield Mark("limit", path(found.limit))
    yield from _shapes(features, frame)
    yield from _extent(drawing, frame)
    yield Mark(_kind("site", drawing.site), path(frame.place(drawing.site)))


def _outline(feature: Drawn, frame: Frame) -> BaseGeometry:
    """The line of a district, without the edges at which the drawing was cut."""
    return cut(shapely.boundary(frame.place(feature.geometry)), beyond=20)


def _shapes(features: list[Drawn], frame: Frame) -> Iterator[Mark]:
    for role in _ORDER[1:]:
        for feature in (each for each in features if each.role == role):
            kind = _kind(role, feature.geometry)
            yield Mark(kind, path(cut(frame.place(feature.geometry), beyond=20)))


def _kind(name: str, geometry: BaseGeometry) -> str:
    """Areas are filled, lines are not."""
    return name if shapely.get_dimensions(geometry) == 2 else f"{name}-line"


def _extent(drawing: Drawing, frame: Frame) -> Iterator[Mark]:
    if drawing.extent_m:
        circle = shapely.buffer(frame.place(drawing.site), frame.units(drawing.extent_m))
        yield Mark("extent", path(circle))


def _dot(site: BaseGeometry) -> tuple[int, int] | None:
    left, top, right, bottom = site.bounds
    small = max(right - left, bottom - top) < _SMALL
    return (round((left + right) / 2), round((top + bottom) / 2)) if small else None


def _keep_clear(places: Places, site: BaseGeometry, features: list[Drawn], frame: Frame) -> None:
    """The site, the rivers and the scale bar are not written over."""
    left, top, right, bottom = site.bounds
    if bottom - top < HEIGHT / 2:
        places.taken.append((left - 12, top - 12, right + 12, bottom + 12))
    places.keep_furniture()
    for each in features:
        if each.role == "river" and shapely.get_dimensions(each.geometry) == 1:
            places.keep_line(shapely.simplify(frame.place(each.geometry), 2))


def _names(features: list[Drawn], frame: Frame, places: Places) -> Iterator[Label]:
    """One label for each name: rivers first, districts where there is room left."""
    for role in reversed(_ORDER):
        for name in dict.fromkeys(each.name for each in features if each.role == role):
            shapes = [
                frame.place(each.geometry) for each in features if each.role == role and each.name == name
            ]
            shown = cut(shapely.union_all(shapes), beyond=-40)
            if not shown.is_empty:
                yield from _name(role, name, _spots(role, shown, name), places)


def _name(role: Role, name: str, spots: Iterable[Point], places: Places) -> Iterator[Label]:
    size = _DISTRICT if role == "district" else _NAME
    label = places.put(f"name-{role}", name, spots, size=size)
    if label:
        yield label


def _spots(role: Role, shown: BaseGeometry, name: str) -> list[Point]:
    if role == "district":
        within = [shapely.point_on_surface(shown), shapely.centroid(shown)]
        return [(point.x, point.y) for point in within] if shown.area > 90_000 else []
    if shapely.get_dimensions(shown) == 2:
        middle = shapely.point_on_surface(shown)
        return [(middle.x, middle.y)]
    longest = max(shapely.get_parts(shapely.line_merge(shown)), key=shapely.length)
    return list(_beside(longest, width_of(name, _NAME) / 2 + 18))


def _beside(line: BaseGeometry, aside: float) -> Iterator[Point]:
    """Places a little off a line, along its length, its middle first."""
    for share in (0.5, 0.35, 0.65, 0.2, 0.8, 0.08, 0.92):
        point = shapely.line_interpolate_point(line, share, normalized=True)
        for dx, dy in ((0, -30), (0, 30), (aside, 0), (-aside, 0), (aside, -20), (-aside, 20)):
            yield (point.x + dx, point.y + dy)
