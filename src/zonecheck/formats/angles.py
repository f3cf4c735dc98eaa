"""Which angle did a person write? Degrees, or degrees with minutes and seconds, as forms, deeds and devices write them.

Read: `113.3742`, `113.3742°E`, `E104度49分26.054秒`, `东经104°49′26.054″`, `113°22'48"`, `113:22:48`, full-width or not. An angle
says how fine it is: its last digit is the unit to which it was rounded. Nothing is guessed from its size.

Source: 0.5 units of the last digit is the rounding (contract, section 4).
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from zonecheck.formats.features import NOT_COARSE, Fault
from zonecheck.words import Text

Axis = Literal["longitude", "latitude"]

_AXES: dict[str, tuple[Axis, int]] = {
    "e": ("longitude", 1), "w": ("longitude", -1), "东经": ("longitude", 1), "西经": ("longitude", -1),
    "n": ("latitude", 1), "s": ("latitude", -1), "北纬": ("latitude", 1), "南纬": ("latitude", -1),
    "经度": ("longitude", 1), "纬度": ("latitude", 1), "东": ("longitude", 1), "北": ("latitude", 1),
    "lon": ("longitude", 1), "lat": ("latitude", 1),
}  # fmt: skip
_AXIS = "|".join(sorted(_AXES, key=len, reverse=True))
_NUMBER = r"\d{1,3}(?:\.\d{0,20})?"
_SHAPE = re.compile(
    rf"(?P<before>{_AXIS})?[:]?(?P<sign>[+-])?(?P<degrees>{_NUMBER})"
    rf"(?:(?:[°度d:])(?:(?P<minutes>{_NUMBER})(?:(?:['分m:])(?:(?P<seconds>{_NUMBER})(?:\"|秒|s(?=$))?)?)?)?)?"
    rf"(?P<after>{_AXIS})?"
)
_ALIKE = str.maketrans({
    "′": "'", "’": "'", "‘": "'", "`": "'", "´": "'", "ˊ": "'", "″": '"', "”": '"', "“": '"', "〃": '"', "ˮ": '"', "˝": '"',
    "º": "°", "˚": "°", "∘": "°", "。": ".", "．": ".", "：": ":", "﹕": ":", "−": "-",
})  # fmt: skip
_COARSEST = 1e-5  # five decimals of a degree


@dataclass(frozen=True, slots=True)
class Angle:
    """Degrees, the axis that was written with them if any, and the unit of the last digit in degrees."""

    degrees: float
    axis: Axis | None
    unit: float


def angle(written: str) -> Angle:
    """The angle in a text. Raises Fault if it is none."""
    found = _SHAPE.fullmatch(evened(written))
    if found is None:
        raise Fault(_NO_ANGLE.fill(value=_short(written)))
    axes = {_AXES[name] for name in (found["before"], found["after"]) if name}
    if len({axis for axis, _ in axes}) > 1:
        raise Fault(_TWO_AXES.fill(value=_short(written)))
    parts = [part for part in (found["degrees"], found["minutes"], found["seconds"]) if part]
    _check_parts(parts, written)
    size = sum(float(part) / 60**place for place, part in enumerate(parts))
    sign = -1 if found["sign"] == "-" or -1 in (way for _, way in axes) else 1
    axis = next(iter(axes))[0] if axes else None
    return Angle(sign * size, axis, _unit(parts))


def evened(written: str) -> str:
    """Width, case, blanks and the many signs for minutes and seconds made one."""
    alike = unicodedata.normalize("NFKC", written.translate(_ALIKE)).translate(_ALIKE).casefold()
    return re.sub(r"\s+", "", alike).replace("''", '"')


def coarseness(unit: float) -> float:
    """Minus the decimal logarithm of a unit in degrees that counts as rounding, NOT_COARSE for a finer one."""
    return -math.log10(unit) if unit > _COARSEST * (1 - 1e-9) else NOT_COARSE


def digits(number: float | str) -> float:
    """The unit of the last digit of a number as it is written; 0 where it has an exponent."""
    text = str(number).strip()
    if "e" in text.lower():
        return 0.0
    return 10.0 ** -len(
        text.partition(".")[2].rstrip("0") if isinstance(number, float) else text.partition(".")[2]
    )


def _unit(parts: list[str]) -> float:
    return float(digits(parts[-1]) / 60 ** (len(parts) - 1))


def _check_parts(parts: list[str], written: str) -> None:
    """Minutes and seconds below 60, and a fraction in the last part only."""
    if any(float(part) >= 60 for part in parts[1:]):
        raise Fault(_SIXTY.fill(value=_short(written)))
    if any("." in part and float(part) % 1 for part in parts[:-1]):
        raise Fault(_NO_ANGLE.fill(value=_short(written)))


def _short(value: str) -> str:
    return value if len(value) <= 40 else value[:37] + "..."


_NO_ANGLE = Text(
    "“{value}”不是经度或纬度;应写为 113.374200 或 113°22′27.120″",
    "'{value}' is no longitude or latitude; write 113.374200 or 113°22′27.120″",
)
_SIXTY = Text("“{value}”的分或秒不小于 60;请核对", "'{value}' has minutes or seconds of 60 or more; check it")
_TWO_AXES = Text(
    "“{value}”同时写作经度和纬度;请核对", "'{value}' is marked both as longitude and as latitude"
)
