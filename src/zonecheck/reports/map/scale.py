"""How long is a kilometre on the picture, and which meridians cross it? Scale bar and ticks at round numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zonecheck.reports.map.frame import HEIGHT, WIDTH

if TYPE_CHECKING:
    from zonecheck.reports.map.frame import Frame


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of `length` units that stands for `text`."""

    length: int
    text: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A round longitude or latitude, `at` units along the edge."""

    at: int
    text: str


def bar(frame: Frame) -> Bar:
    """The longest round length in at most a quarter of the width."""
    length_m = _round_below(WIDTH / 4 * frame.unit_m)
    text = f"{length_m / 1000:g} km" if length_m >= 1000 else f"{length_m:g} m"
    return Bar(round(frame.units(length_m)), text)


def meridians(frame: Frame) -> tuple[Tick, ...]:
    east = frame.west + WIDTH * frame.unit_lon
    return tuple(
        Tick(round((value - frame.west) / frame.unit_lon), text)
        for value, text in _ticks(frame.west, east, "E")
    )


def parallels(frame: Frame) -> tuple[Tick, ...]:
    south = frame.north - HEIGHT * frame.unit_lat
    return tuple(
        Tick(round((frame.north - value) / frame.unit_lat), text)
        for value, text in _ticks(south, frame.north, "N")
    )


def _ticks(low: float, high: float, side: str) -> list[tuple[float, str]]:
    """Three to seven round values between the two, away from the corners."""
    step = _round_below((high - low) / 3)
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    inner = (high - low) * 0.06
    first = math.ceil((low + inner) / step)
    last = math.floor((high - inner) / step)
    return [(n * step, f"{n * step:.{decimals}f}°{side}") for n in range(first, last + 1)]


def _round_below(value: float) -> float:
    """The largest of 1, 2, 5 times a power of ten that is not above the value."""
    power = 10.0 ** math.floor(math.log10(value))
    return next(digit * power for digit in (5, 2, 1) if digit * power <= value * (1 + 1e-9))
