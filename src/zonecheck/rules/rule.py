"""What is a rule, once its text has become objects? One sentence of law: applies to, forbids, unless.

`building` turns the language into these; the engine only ever sees these. A pack is the rules of one legal
instrument.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from zonecheck.predicates.question import Predicate
    from zonecheck.predicates.spatial import Inside
    from zonecheck.predicates.terms import Term
    from zonecheck.results import Citation, Effect, Penalty, Rank
    from zonecheck.words import Text

Level = Literal["national", "province", "city"]


@dataclass(frozen=True, slots=True)
class Period:
    """Days on which something is in force; both ends included, `until` None while it lasts."""

    start: date
    until: date | None = None

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Rule:
    """`demand` is what the sentence forbids (prohibit, review) or requires (require, advise)."""

    id: str  # pack/rule
    title: Text
    effect: Effect
    citation: Citation
    applies_to: Predicate
    demand: Predicate
    unless: Predicate | None
    needs: frozenset[str]  # layers, `zone.field`s and attributes that only the user can supply
    if_unmet_review: bool
    waivable: bool
    displaced_by: str | None
    penalty: Penalty | None
    authority: Text | None  # who decides where a person must
    note: Text | None  # a reading of the clause itself, printed with every finding
    in_force: Period
    canonical: (
        str  # canonical JSON of its text with the terms and tables it uses: what decisions are bound to
    )
    second_hand: bool = False

    @property
    def parts(self) -> tuple[Predicate, ...]:
        """What its sentence is made of: applies to, forbids or requires, and the proviso where there is one."""
        return (self.applies_to, self.demand, *((self.unless,) if self.unless else ()))


@dataclass(frozen=True, slots=True)
class Provision:
    """A sentence of the instrument and what became of it: rules, or the reason why there is none.

    `not_checked`: it, or the part of it that `reason` names, could be checked and is not.
    """

    at: str
    rules: tuple[str, ...]
    reason: Text | None
    not_checked: bool = False


@dataclass(frozen=True, slots=True)
class Pack:
    id: str
    title: Text
    level: Level
    rank: Rank
    number: str  # 发文字号 of the document
    in_force: Period
    in_force_note: Text | None
    superseded_by: str | None
    jurisdiction: Inside | None  # None: everywhere
    rules: tuple[Rule, ...]
    provisions: tuple[Provision, ...]
    terms: Mapping[str, Term]
    not_checked: tuple[Text, ...]  # instruments known to the pack's author and not held; printed in the scope
    sha256: str
    origin: str  # "bundled", or the path as the user typed it
    periods: frozenset[Period]  # of its rules, those that a narrowed case leaves out among them

    def speaks_on(self, day: date) -> bool:
        """Whether anything of it is in force: a pack without a rule on the day neither reaches nor clears a site."""
        return day in self.in_force and any(day in period for period in self.periods)
