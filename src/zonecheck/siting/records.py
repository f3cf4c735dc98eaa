"""What comes out of dividing an area? Parts, candidates, and how well both were checked; records without behaviour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from zonecheck.results import Outcome, Run, Verdict
    from zonecheck.words import Text

TOLERANCE_M: Final = 0.01
"""A point farther than this from every border between parts lies in the part whose verdict the check gives it."""


@dataclass(frozen=True, slots=True)
class Because:
    """A rule by which a part has its verdict."""

    rule: str
    title: Text
    outcome: Outcome
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """All places of one verdict for the same rules. `border`: it is not certain that a local pack reaches them, and no rule
    is needed for the doubt."""

    verdict: Verdict
    rules: tuple[Because, ...]
    border: bool
    geometry: BaseGeometry
    area_ha: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place for the site: its middle, how far it is from where it is wanted, and its outline where a size was given.

    `verdict` is what the check says of exactly this outline, or of the point.
    """

    lon: float
    lat: float
    distance_m: float
    verdict: Verdict
    rules: tuple[Because, ...]
    outline: BaseGeometry | None


@dataclass(frozen=True, slots=True)
class Sampled:
    """Random points that were checked one by one, and those of them that another part holds."""

    points: int
    beside_border: int  # within the tolerance of a border, where either part is right
    differing: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Siting:
    """The division of an area for one kind of project. Parts from the worst verdict to the best; areas in hectares.

    With a size, parts are what remains where a round site of that size fits in; `too_narrow_ha` is what does not.
    """

    run: Run
    on: date
    stated: tuple[tuple[str, str], ...]
    area: BaseGeometry
    area_ha: float
    parts: tuple[Part, ...]
    size_ha: float | None
    too_narrow_ha: float
    near: tuple[float, float] | None
    candidates: tuple[Candidate, ...]
    sampled: Sampled
