"""Where does a name go so that it covers nothing else? The first free place of several, best first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import shapely

from zonecheck.reports.map.frame import HEIGHT, WIDTH, cut
from zonecheck.reports.terminal import cells

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from zonecheck.drawing import Point

Anchor = Literal["start", "middle", "end"]
Box = tuple[float, float, float, float]
_EDGE = 14.0
_STEP, _NEAR = 20.0, 7.0


@dataclass(frozen=True, slots=True)
class Label:
    """A text at its base line; `kind` is what it names."""

    kind: str
    text: str
    x: int
    y: int
    anchor: Anchor


class Places:
    """What is taken already. Boxes are left, top, right, bottom in units."""

    def __init__(self) -> None:
        self.taken: list[Box] = []

    def keep_furniture(self) -> None:
        """Nothing is written on the scale bar and on the arrow to the north."""
        self.taken += [(0, HEIGHT - 92, 430, HEIGHT), (WIDTH - 104, 24, WIDTH - 24, 128)]

    def keep_line(self, line: BaseGeometry) -> None:
        """Nothing is written on this line."""
        shown = cut(line)
        for part in shapely.get_parts(shown) if not shown.is_empty else ():
            for step in np.arange(0.0, part.length, _STEP):
                point = shapely.line_interpolate_point(part, step)
                self.taken.append((point.x - _NEAR, point.y - _NEAR, point.x + _NEAR, point.y + _NEAR))

    def put(
        self, kind: str, text: str, at: Iterable[Point], *, size: float, must: bool = False
    ) -> Label | None:
        """The text centred on the first point where it is free; where none is, the first point if it `must`, or nothing."""
        width = width_of(text, size)
        first: Label | None = None
        for x, y in at:
            box = _held(x - width / 2, y - size * 0.6, x + width / 2, y + size * 0.6)
            label = Label(kind, text, round((box[0] + box[2]) / 2), round(box[3] - size * 0.28), "middle")
            first = first or label
            if not any(_overlap(box, other) for other in self.taken):
                self.taken.append(box)
                return label
        return first if must else None


def width_of(text: str, size: float) -> float:
    """About how wide a text is, in units."""
    return cells(text) * size * 0.57


def _held(left: float, top: float, right: float, bottom: float) -> Box:
    """The box moved into the picture."""
    dx = max(_EDGE - left, 0.0) - max(right - (WIDTH - _EDGE), 0.0)
    dy = max(_EDGE - top, 0.0) - max(bottom - (HEIGHT - _EDGE), 0.0)
    return (left + dx, top + dy, right + dx, bottom + dy)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
