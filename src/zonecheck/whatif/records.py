"""What comes out of asking what if? Moves, changes and differences, each already checked; records without behaviour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from zonecheck.results import Outcome, ProjectResult, Verdict
    from zonecheck.words import Text

REACH_M: Final = 20_000.0
"""How far a site is moved at most, unless told otherwise: the range in which distances are right to 1 mm."""

Target = Literal["not_prohibited", "firm"]
"""Out of every prohibition as far as is certain; or so that no prohibition and no review is left."""

WhyNone = Literal["no_place", "anywhere", "declared"]


@dataclass(frozen=True, slots=True)
class Standing:
    """A rule that stands in the way of a better verdict, and the facts that could change what it says."""

    rule: str
    title: Text
    outcome: Outcome
    because: tuple[str, ...]
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """The shortest move that reaches a target: along a geodesic of this azimuth, shape and bearing of the site kept.

    `there` is what the check says of the moved site. `dropped` are attributes that hold of the old place only and were
    left out for it.
    """

    to: Target
    distance_m: float
    bearing_deg: float
    geometry: BaseGeometry
    there: ProjectResult
    dropped: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoMove:
    """No move was found within reach, among so many places tried, and why.

    `no_place`: something stood in the way at each place; `anywhere`: the rules in `standing` do so wherever the site
    lies; `declared`: the prohibition rests on a declared distance, of which the map cannot tell how it changes.
    """

    to: Target
    why: WhyNone
    tried: int
    standing: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Stated:
    """An attribute with one value, as a project file would state it, and both in words."""

    key: str
    value: str
    label: Text
    words: Text


@dataclass(frozen=True, slots=True)
class Shift:
    """A rule whose outcome differs before and after; None where it was not asked."""

    rule: str
    title: Text
    before: Outcome | None
    after: Outcome | None
    because: tuple[str, ...]  # after


@dataclass(frozen=True, slots=True)
class Change:
    """What if the project stated this instead: the verdict that follows, and the rules that then say otherwise."""

    stated: tuple[Stated, ...]
    verdict: Verdict
    shifts: tuple[Shift, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A change that was asked for: the project as it is and as it would be."""

    stated: tuple[Stated, ...]
    after: ProjectResult
    shifts: tuple[Shift, ...]


@dataclass(frozen=True, slots=True)
class Alternatives:
    """One project and what would alter its verdict. Nothing is tried for a project that is clear, or out of scope."""

    project: ProjectResult
    moves: tuple[Move | NoMove, ...] = ()
    changes: tuple[Change, ...] = ()
    difference: Difference | None = None
