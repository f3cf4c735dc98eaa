"""Where on the map of all projects does the sign of each stand, and with which number? Far-off projects stand at the edge.

A few projects far from all the others would make the map a map of nothing: they do not count for its window, and their
signs stand at the edge, in their direction.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

from zonecheck.reports.map.frame import HEIGHT, WIDTH
from zonecheck.reports.map.labels import Label, Places, width_of

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from zonecheck.drawing import Point
    from zonecheck.reports.map.frame import Frame
    from zonecheck.results import ProjectResult, Verdict

Placed = tuple[int, "ProjectResult", "BaseGeometry"]

_MOST, _FAR = (
    0.9,
    2.5,
)  # this share of the projects is nearby; farther off than so many times their reach is far
_LEAST_DEGREES = 0.02
_EDGE = 24
_NUMBERED = 40  # more signs than these carry no numbers
_TOGETHER = 30.0  # units; signs closer than this share one label
_SIZE = 23.0
_ORDER: tuple[Verdict, ...] = ("out_of_scope", "invalid", "clear", "conditional", "review", "prohibited")


@dataclass(frozen=True, slots=True)
class Sign:
    """A project, by its number in the run; `beyond` where it lies outside the picture."""

    number: int
    verdict: Verdict
    x: int
    y: int
    beyond: bool


def nearby(shapes: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """The shapes without those far from nearly all the others."""
    boxes = shapely.bounds(np.array(shapes, dtype=object))
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    middle = np.median(middles, axis=0)
    off = (middles - middle) * (math.cos(math.radians(middle[1])), 1.0)
    away = np.hypot(off[:, 0], off[:, 1])
    reach = max(np.sort(away)[math.ceil(_MOST * len(shapes)) - 1], _LEAST_DEGREES)
    return [shape for shape, far in zip(shapes, away, strict=True) if far <= _FAR * reach]


def signs(placed: Sequence[Placed], frame: Frame) -> Iterator[Sign]:
    """The worst last, so that it is on top."""
    for number, project, shape in sorted(placed, key=lambda each: _ORDER.index(each[1].verdict)):
        west, south, east, north = shapely.bounds(shape)
        x, y = frame.at(((west + east) / 2, (south + north) / 2))
        held = (min(max(x, _EDGE), WIDTH - _EDGE), min(max(y, _EDGE), HEIGHT - _EDGE))
        yield Sign(number, project.verdict, round(held[0]), round(held[1]), held != (x, y))


def numbers(shown: Sequence[Sign], places: Places) -> Iterator[Label]:
    """The numbers of the list beside the signs, one label for signs in one place; none where there are too many."""
    if len(shown) > _NUMBERED:
        return
    for group in _groups(shown):
        text = ", ".join(str(sign.number) for sign in sorted(group, key=lambda sign: sign.number))
        label = places.put("number", text, _beside(group, width_of(text, _SIZE) / 2), size=_SIZE)
        if label:
            yield label


def _groups(shown: Sequence[Sign]) -> list[list[Sign]]:
    groups: list[list[Sign]] = []
    for sign in shown:
        near = (group for group in groups if math.dist(_at(group[0]), _at(sign)) < _TOGETHER)
        if group := next(near, None):
            group.append(sign)
        else:
            groups.append([sign])
    return groups


def _at(sign: Sign) -> Point:
    return (sign.x, sign.y)


def _beside(group: Sequence[Sign], half: float) -> Iterator[Point]:
    """To the right of all of them, to the left, above, below."""
    left, right = min(sign.x for sign in group), max(sign.x for sign in group)
    top, bottom = min(sign.y for sign in group), max(sign.y for sign in group)
    across, down = (left + right) / 2, (top + bottom) / 2
    yield from (
        (right + 20 + half, down),
        (left - 20 - half, down),
        (across, top - 32),
        (across, bottom + 32),
    )
