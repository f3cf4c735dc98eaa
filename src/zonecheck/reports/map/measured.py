"""How is a measured line drawn? From the site to the feature, with its figure; one that leads away, as an arrow."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely

from zonecheck.reports.figures import exactly
from zonecheck.reports.map.frame import HEIGHT, WIDTH
from zonecheck.reports.map.labels import Label, Places, width_of

if TYPE_CHECKING:
    from zonecheck.drawing import MeasuredLine, Point
    from zonecheck.reports.map.frame import Frame
    from zonecheck.truth import TruthName

_SIZE = 27.0
_INSET = 34.0
_AWAY_AT_MOST = 2  # lines that lead out of the picture


@dataclass(frozen=True, slots=True)
class Measured:
    """A line in units; `away` is one that leads out of the picture and ends at its edge."""

    truth: TruthName
    start: tuple[int, int]
    end: tuple[int, int]
    away: bool
    label: Label | None


def measured(lines: Sequence[MeasuredLine], frame: Frame, places: Places) -> Iterator[Measured]:
    """The lines in the order given; of those that lead away only the nearest few."""
    away = sorted((line for line in lines if _outside(frame.at(line.on_feature))), key=_far)[:_AWAY_AT_MOST]
    shown = [line for line in lines if line in away or not _outside(frame.at(line.on_feature))]
    for line in shown:
        places.keep_line(shapely.LineString([frame.at(line.on_site), frame.at(line.on_feature)]))
    for line in shown:
        yield _line(line, frame, places, away=line in away)


def _far(line: MeasuredLine) -> float:
    return line.distance_m


def _line(line: MeasuredLine, frame: Frame, places: Places, *, away: bool) -> Measured:
    start, end = frame.at(line.on_site), frame.at(line.on_feature)
    if away:
        end = _at_the_edge(start, end)
    text = f"{line.feature} {exactly(line.distance_m)}" if away else exactly(line.distance_m)
    spots = _spots(start, end, away=away, half=width_of(text, _SIZE) / 2)
    label = places.put(f"figure-{line.truth}", text, spots, size=_SIZE, must=True)
    return Measured(line.truth, _whole(start), _whole(end), away, label)


def _at_the_edge(start: Point, end: Point) -> Point:
    inner = shapely.box(_INSET, _INSET, WIDTH - _INSET, HEIGHT - _INSET)
    inside = shapely.intersection(shapely.LineString([start, end]), inner)
    last = shapely.get_coordinates(inside)[-1] if not inside.is_empty else start
    return (float(last[0]), float(last[1]))


def _spots(start: Point, end: Point, *, away: bool, half: float) -> Iterator[Point]:
    """Beside the middle of a line, so that a text of this half width touches it nowhere; of an arrow, beside its point."""
    run, rise = end[0] - start[0], end[1] - start[1]
    length = math.hypot(run, rise) or 1.0
    across = (-rise / length, run / length)
    off = abs(across[0]) * half + abs(across[1]) * _SIZE * 0.6 + 16
    for share in (0.84, 0.7, 0.5) if away else (0.5, 0.35, 0.65, 0.15, 0.85):
        for side in (-1, 1):
            x, y = start[0] + run * share, start[1] + rise * share
            yield (x + side * across[0] * off, y + side * across[1] * off)
    yield from ((start[0] + dx, start[1] + dy) for dx in (half, -half) for dy in (60, -60, 90, -90))


def _outside(point: Point) -> bool:
    return not (0 <= point[0] <= WIDTH and 0 <= point[1] <= HEIGHT)


def _whole(point: Point) -> tuple[int, int]:
    return (round(point[0]), round(point[1]))
