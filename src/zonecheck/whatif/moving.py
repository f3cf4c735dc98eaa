"""How short is the shortest move that takes a site out of what stands in its way? Found by asking, never by buffering.

The site is tried along many bearings and at many distances at once, every place by the whole check; then the first
place that will do is closed in on along each promising bearing, and the bearings about the best one are divided further.
What is found was judged as it stands: the outline as it is written, the distance rounded up to a centimetre.

A move counts only if it does whatever may still be said of the new place: with the district and the park that the
project declares, and with those that the map shows. A surveyed distance holds of the old place and is left out. A
place that no local pack reaches is no way out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from zonecheck.engine.outcomes import OUTCOMES
from zonecheck.engine.precedents import Precedents
from zonecheck.engine.verdicts import CLEAR, CONDITIONAL, OUT_OF_SCOPE, PROHIBITED, REVIEW, leads_to
from zonecheck.geodesy.shifting import Movable
from zonecheck.truth import NO, Cause, causes
from zonecheck.whatif.records import Move, NoMove, Standing, Target
from zonecheck.whatif.trial import local_reach

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonecheck.engine.outcomes import Judged
    from zonecheck.rules.rule import Pack, Rule
    from zonecheck.whatif.trial import Told, Trial

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

_LEAST: Final = {"not_prohibited": REVIEW, "firm": CONDITIONAL}
_RINGS_M = ((0.0, 2_000.0, 40), (2_000.0, 5_000.0, 30), (5_000.0, 10_000.0, 25), (10_000.0, np.inf, 50))
_COARSE, _FINE = 72, 360  # bearings
_STEPS = 24  # distances along each of the fine bearings
_PARTS, _ROUNDS = 64, 3  # into how many parts, and how often at most, a step is divided
_NARROWING_DEG = (0.1, 0.01)
_CENTIMETRE, _MOST_CENTIMETRES = 0.01, 20

# What no move removes: the causes that stay, wherever the site lies.
_STAYS = np.uint16(
    Cause.MISSING_ATTRIBUTE
    | Cause.INTERPRETATION
    | Cause.INCOMPLETE_LAYER
    | Cause.MISSING_LAYER
    | Cause.EXTENT
    | Cause.STALE_LAYER
    | Cause.CONTRADICTION
    | Cause.DISCRETION
)


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """A bearing, the farthest distance along it that is known not to do, and a farther one that does."""

    bearing_deg: Floats
    short_m: Floats
    enough_m: Floats

    def take(self, rows: NDArray[np.intp] | Flags) -> _Found:
        return _Found(self.bearing_deg[rows], self.short_m[rows], self.enough_m[rows])


def shortest(trial: Trial, to: Target, reach_m: float) -> Move | NoMove:
    """The shortest move to a target within reach, or why there is none."""
    search = _Search(trial, to, Movable.of(trial.geometry))
    if search.enough(np.zeros(1), np.zeros(1))[0]:
        return NoMove(to, "declared", 1, ())
    sparse = search.places(np.arange(0.0, 360, 30), np.linspace(0, reach_m, 21))
    stays = search.standing(sparse, always=True)
    if stays:
        return NoMove(to, "anywhere", len(sparse[0]), stays)
    found, tried = search.coarse(reach_m)
    if found is None:
        return NoMove(to, "no_place", tried, search.standing(sparse, always=False))
    return search.finished(search.narrowed(search.fine(found)))


@dataclass(frozen=True, eq=False)
class _Search:
    trial: Trial
    to: Target
    site: Movable

    def enough(self, bearing_deg: Floats, distance_m: Floats) -> Flags:
        """Whether each of these moves (k,) reaches the target, whatever may still be said of the new place."""
        places = self.site.moved(bearing_deg, distance_m)
        told = self.trial.told(places, self._readings, self.by)
        free = (told.verdict > PROHIBITED).all(axis=0)
        return np.asarray(
            free & _in_scope(told, self.trial.reach) & (_best(told.verdict, self._worth) >= _LEAST[self.to])
        )

    @cached_property
    def _readings(self) -> tuple[tuple[str, ...], ...]:
        """What may be said of a new place: all that is declared, the district as mapped, the park as mapped as well."""
        if not (self.trial.states("district") or self.trial.states("park")):
            return (_NOTHING,)
        return (_NOTHING, _DISTRICT, _PARK)

    @property
    def _worth(self) -> np.int8:
        """Out of scope is no way out, save for a site that no local pack reaches where it is."""
        return OUT_OF_SCOPE if self.trial.reach == NO else CLEAR

    @cached_property
    def by(self) -> Precedents:
        """The rules that can stand in the way; a pack of which none can is kept for its reach."""
        return Precedents([self._telling(pack) for pack in self.trial.examination.means.packs])

    def _telling(self, pack: Pack) -> Pack:
        rules = tuple(rule for rule in pack.rules if rule.effect == "prohibit" or self.to == "firm")
        return replace(pack, rules=rules or pack.rules)

    def places(self, bearings_deg: Floats, distances_m: Floats) -> tuple[Floats, Floats]:
        return np.repeat(bearings_deg, len(distances_m)), np.tile(distances_m, len(bearings_deg))

    def first(self, bearings_deg: Floats, short_m: Floats, far_m: Floats, steps: int) -> _Found:
        """Along each bearing the first of `steps` distances beyond `short_m` that will do; bearings without one fall out."""
        share = np.arange(1, steps + 1) / steps
        distance = short_m[:, None] + (far_m - short_m)[:, None] * share
        ok = self.enough(np.repeat(bearings_deg, steps), distance.ravel()).reshape(distance.shape)
        rows, at = np.flatnonzero(ok.any(axis=1)), ok.argmax(axis=1)
        before = np.where(at > 0, distance[np.arange(len(at)), at - 1], short_m)
        return _Found(bearings_deg[rows], before[rows], distance[rows, at[rows]])

    def coarse(self, reach_m: float) -> tuple[float | None, int]:
        """A distance that will do in some direction, and how many places were tried."""
        bearings, tried = np.arange(_COARSE) * 360 / _COARSE, 0
        for start, end, steps in _RINGS_M:
            if start < reach_m:
                far = np.full(_COARSE, min(end, reach_m))
                found = self.first(bearings, np.full(_COARSE, start), far, steps)
                tried += _COARSE * steps
                if len(found.enough_m):
                    return float(found.enough_m.min()), tried
        return None, tried

    def fine(self, enough_m: float) -> _Found:
        """Every bearing along which about that much will do, each closed in on."""
        bearings = np.arange(_FINE) * 360 / _FINE
        far = np.full(_FINE, enough_m * (1 + 1 / _STEPS))
        found = self.first(bearings, np.zeros(_FINE), far, _STEPS)
        return self.closed(found.take(found.short_m <= found.enough_m.min()))

    def closed(self, found: _Found) -> _Found:
        """The same with the gap between what does and what does not made small."""
        for _ in range(_ROUNDS):
            if found.enough_m.min() - found.short_m[found.enough_m.argmin()] < _CENTIMETRE / 10:
                break
            found = self.first(found.bearing_deg, found.short_m, found.enough_m, _PARTS)
            found = found.take(found.short_m <= found.enough_m.min())
        return found

    def narrowed(self, found: _Found) -> _Found:
        """The best bearing, with the bearings about it tried more and more closely."""
        for step in _NARROWING_DEG:
            best = found.take(np.array([found.enough_m.argmin()]))
            about: Floats = np.round(best.bearing_deg + np.arange(-10.0, 11.0) * step, 2) % 360
            far = np.full(len(about), best.enough_m[0] * 1.02 + _CENTIMETRE)
            near = np.full(len(about), max(best.short_m[0] * 0.9 - 1, 0))
            found = self.closed(self.first(about, near, far, 2 * _STEPS))
        return found.take(np.array([found.enough_m.argmin()]))

    def finished(self, best: _Found) -> Move:
        """The move rounded up to a centimetre, and what the check says of it."""
        bearing = best.bearing_deg
        distance = np.ceil(best.enough_m / _CENTIMETRE - 1e-6) * _CENTIMETRE
        for _ in range(_MOST_CENTIMETRES):
            if self.enough(bearing, distance)[0]:
                break
            distance = distance + _CENTIMETRE
        else:  # what will do is narrower than a centimetre
            distance = best.enough_m
        places = self.site.moved(bearing, distance)
        without = self._told(places)
        (result,) = self.trial.elsewhere(places, (without,)).results(whole=False)
        dropped = tuple(key for key in without if self.trial.states(key))
        return Move(self.to, round(float(distance[0]), 6), float(bearing[0]), places[0], result, dropped)

    def _told(self, places: NDArray[np.object_]) -> tuple[str, ...]:
        """The reading that says most; of those that say as much, the one that keeps most of what is declared."""
        verdict = self.trial.told(places, self._readings).verdict[:, 0]
        best = _best(verdict[:, None], self._worth)[0]
        return next(reading for reading, each in zip(self._readings, verdict, strict=True) if each == best)

    def standing(self, places: tuple[Floats, Floats], *, always: bool) -> tuple[Standing, ...]:
        """The rules that stand in the way at every one of these places; `always`: for causes that no move removes."""
        readings = len(self._readings)
        there = self.trial.elsewhere(self.site.moved(*places), self._readings)
        reach = local_reach(there.docket).reshape(readings, -1).max(axis=0)
        inside = np.flatnonzero(np.tile(reach >= self.trial.reach, readings))
        found = zip(there.docket.rules, there.docket.judged, strict=True)
        pairs = [(rule, judged.take(inside)) for rule, judged in found] if len(inside) else []
        return tuple(self._as_standing(*each) for each in pairs if self._stands(*each, always=always))

    def _stands(self, rule: Rule, judged: Judged, *, always: bool) -> bool:
        """Whether a rule is in the way at every place: a violation in one reading is, all else only in every reading."""
        each = [CLEAR, *(leads_to(rule, outcome) for outcome in np.arange(8, dtype=np.int8))]
        leads = np.array(each)[judged.outcome + 1]  # the first of them: not judged at all
        blocks, violated = leads < _LEAST[self.to], leads == PROHIBITED
        stays = violated | (blocks & (judged.because & _STAYS != 0))
        blocks, violated, stays = (
            mask.reshape(len(self._readings), -1) for mask in (blocks, violated, stays)
        )
        stands = violated.any(axis=0) | (stays if always else blocks).all(axis=0)
        return bool(stands.all())

    def _as_standing(self, rule: Rule, judged: Judged) -> Standing:
        mildest = int(judged.outcome.max())
        why = np.bitwise_or.reduce(judged.because[judged.outcome == mildest])
        facts = tuple(sorted(name for name, rows in judged.facts.items() if rows.any()))
        return Standing(rule.id, rule.title, OUTCOMES[mildest], tuple(causes(int(why))), facts)


def _in_scope(told: Told, least: np.int8) -> Flags:
    """Places that a local pack reaches as surely as the site where it is: by what is declared, or by the map."""
    return np.asarray(told.reach.max(axis=0) >= least)


def _best(verdict: NDArray[np.int8], worth: np.int8) -> NDArray[np.int8]:
    """The best that is said of each place in any reading (r, k), up to a verdict of some worth."""
    found: NDArray[np.int8] = np.where(verdict <= worth, verdict, PROHIBITED).max(axis=0)
    return found


_NOTHING = ("bank_distances",)
_DISTRICT = ("bank_distances", "district")
_PARK = ("bank_distances", "district", "park")
