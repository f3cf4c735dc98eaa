"""Where does a name go so that it covers nothing else? The first free place of several, best first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from zonecheck.reports.map.frame import HEIGHT, WIDTH
from zonecheck.reports.terminal import cells

if TYPE_CHECKING:
    from zonecheck.drawing import Point

Anchor = Literal["start", "middle", "end"]
Box = tuple[float, float, float, float]
_EDGE = 14.0


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

    def put(
        self, kind: str, text: str, at: Iterable[Point], *, size: float, must: bool = False
    ) -> Label | None:
        """The text centred on the first point where it is free; where none is, the first point if it `must`, or nothing."""
        width = cells(text) * size * 0.52
        first: Label | None = None
        for x, y in at:
            box = _held(x - width / 2, y - size * 0.6, x + width / 2, y + size * 0.6)
            label = Label(kind, text, round((box[0] + box[2]) / 2), round(box[3] - size * 0.28), "middle")
            first = first or label
            if not any(_overlap(box, other) for other in self.taken):
                self.taken.append(box)
                return label
        return first if must else None


def _held(left: float, top: float, right: float, bottom: float) -> Box:
    """The box moved into the picture."""
    dx = max(_EDGE - left, 0.0) - max(right - (WIDTH - _EDGE), 0.0)
    dy = max(_EDGE - top, 0.0) - max(bottom - (HEIGHT - _EDGE), 0.0)
    return (left + dx, top + dy, right + dx, bottom + dy)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
