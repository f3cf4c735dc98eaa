"""What does the map say of each site? Distances and positions against the layers, with their accuracy.

Every question is asked of all sites at once and answered once. A hit needs no coverage; a firm `no` does (contract,
section 4). Distances are compared rounded to 1 mm, measured on the ellipsoid, never read off a buffer; where cheap
bounds decide, nothing is measured.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, TypeVar

import numpy as np

from zonecheck.geodesy.areas import Position, covers, position
from zonecheck.geodesy.shapes import Shapes
from zonecheck.predicates.base_lines import disputed, lines_of
from zonecheck.predicates.chosen import Chosen, Where, choose
from zonecheck.truth import NO, UNKNOWN, YES, Answers, Cause, answers, constant

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from zonecheck.geodesy.index import Index
    from zonecheck.geodesy.pairs import Pairs
    from zonecheck.layers.layer import Layer
    from zonecheck.layers.selection import Selection
    from zonecheck.projects.table import Sites

T = TypeVar("T")
Judged: TypeAlias = "tuple[Pairs, NDArray[np.int8], NDArray[np.uint16]]"

_BEYOND_M = 0.01  # what is that much beyond reach is known to be beyond it
_FEW = 10  # sites; with more of them what is done once for all soon pays for itself

Kind = Literal["within", "intersects", "inside", "reaches", "reaches_as_drawn"]


@dataclass(frozen=True)
class Question:
    """`within`: is the distance to the nearest selected feature at most `limit_m` (or, if `strict`, less)?
    `intersects`, `inside`: does some point, or the whole, of the site lie in the selected areas?
    `reaches`: do the areas reach the site, yes if it lies in them whole, no if no part can; `reaches_as_drawn`: as if a
    site of unknown extent were no larger than it is drawn."""

    kind: Kind
    layer: str
    where: Where
    limit_m: float = 0.0
    strict: bool = False


Memo = dict[Hashable, dict[Hashable, Any]]


@dataclass(eq=False)
class Space:
    """The sites of a batch and the layers around them. `on` (datetime64[D], n) is the day each is judged by.

    `memo` holds what does not depend on the sites, by what was asked and of what; batches before the same layers can
    share it.
    """

    sites: Sites
    layers: Mapping[str, Layer]
    on: NDArray[np.datetime64]
    memo: Memo = field(default_factory=dict)
    _known: dict[Hashable, Any] = field(default_factory=dict)

    @cached_property
    def bounds(self) -> NDArray[np.float64]:
        """West, south, east and north of each site in degrees (n, 4)."""
        boxes = self.shapes.boxes
        return np.column_stack([boxes.west, boxes.south, boxes.east, boxes.north])

    @cached_property
    def shapes(self) -> Shapes:
        """The outlines, with what every question about them needs."""
        return Shapes.of(self.sites.geometry)

    def remember(self, key: Hashable, find: Callable[[], T]) -> T:
        """What `find` finds, found once."""
        if key not in self._known:
            self._known[key] = find()
        found: T = self._known[key]
        return found

    def once(self, asked: Hashable, of: Hashable, find: Callable[[], T]) -> T:
        """What `find` finds, found once for all batches that share the memo."""
        known = self.memo.setdefault(asked, {})
        if of not in known:
            known[of] = find()
        found: T = known[of]
        return found

    @property
    def asked(self) -> tuple[Hashable, ...]:
        """What was asked of the sites: questions, and how near they are to the places of parks without an outline."""
        return tuple(self._known)

    def answer(self, question: Question) -> Answers:
        """One answer for each site; unknown because `missing_layer` where no catalogue holds the layer."""
        return self.remember(question, lambda: self._ask(question))

    def survey(self, layer: str, where: Where) -> Survey | None:
        """The selected features of a layer, ready to be measured against; None where there is no such layer."""
        held = self.layers.get(layer)
        return (
            self.remember((layer, where), lambda: Survey(choose(held, where), self.sites, self.shapes))
            if held
            else None
        )

    def _ask(self, question: Question) -> Answers:
        survey = self.survey(question.layer, question.where)
        if survey is None:
            return constant(UNKNOWN, len(self.sites), Cause.MISSING_LAYER)
        near = survey.at_hand(question)
        found = near.within(question) if question.kind == "within" else survey.position(question.kind)
        return unless_stale(found, survey.layer, self.on)


def unless_stale(found: Answers, layer: Layer, on: NDArray[np.datetime64]) -> Answers:
    """Past its last valid day a layer answers nothing; `on` is the day of each row."""
    if layer.entry.valid_until is None:
        return found
    stale = on > np.datetime64(layer.entry.valid_until)
    truth = np.where(stale, UNKNOWN, found.truth)
    return answers(truth, np.where(stale, np.uint16(Cause.STALE_LAYER), found.because))


@dataclass(eq=False)
class Survey:
    """The features of one layer that a question selects, measured against all sites."""

    features: Chosen
    sites: Sites
    shapes: Shapes
    _judged: dict[Question, Judged] = field(default_factory=dict)
    _at_hand: dict[Question, Survey] = field(default_factory=dict)

    @property
    def layer(self) -> Layer:
        return self.features.layer

    @property
    def selection(self) -> Selection:
        return self.features.selection

    @property
    def chosen(self) -> NDArray[np.intp]:
        """Features that are, or may be, selected and have an outline."""
        return self.features.rows

    @property
    def index(self) -> Index:
        return self.features.index

    @property
    def accuracy_m(self) -> NDArray[np.float64]:
        """Of each chosen feature."""
        return self.features.accuracy_m

    @property
    def half_width_m(self) -> NDArray[np.float64]:
        return self.features.half_width_m

    @property
    def widest_m(self) -> float:
        """The largest accuracy among what is, or ought to be, selected."""
        return self.features.widest_m

    @property
    def area(self) -> BaseGeometry | None:
        """The chosen areas as one, without borders between them; None where none is drawn."""
        return self.features.area

    def at_hand(self, question: Question) -> Survey:
        """This survey, or one of fewer features where the others need not be read to answer a question of distance."""
        if question.kind != "within" or len(self.sites) > _FEW:
            return self
        if question not in self._at_hand:
            features = self.features.around(self.shapes.boxes, self._reach_m(question))
            fewer = features is not self.features
            self._at_hand[question] = Survey(features, self.sites, self.shapes) if fewer else self
        return self._at_hand[question]

    def _reach_m(self, question: Question) -> NDArray[np.float64]:
        return question.limit_m + self.sites.error_m + np.nan_to_num(self.sites.extent_m)

    def within(self, question: Question) -> Answers:
        hits = self._hits(question)
        pointlike = np.isnan(self.sites.extent_m)
        doubt = np.where(pointlike & (hits.truth == NO), np.uint16(Cause.EXTENT), np.uint16(0))
        to_bank_m = self.widest_m + self.features.widest_half_m
        reach_m = question.limit_m + to_bank_m + self.sites.error_m + np.nan_to_num(self.sites.extent_m)
        doubt |= self._uncovered(hits.truth == NO, reach_m)
        truth = np.where((hits.truth == NO) & (doubt != 0), UNKNOWN, hits.truth)
        return answers(truth, hits.because | doubt)

    def _uncovered(self, asked: NDArray[np.bool_], margin_m: NDArray[np.float64]) -> NDArray[np.uint16]:
        """Why a `no` of each asked site would not be firm: the selection is not whole, or its surroundings are not covered."""
        if not self.selection.complete:
            return np.where(asked, np.uint16(Cause.INCOMPLETE_LAYER), np.uint16(0))
        rows = np.flatnonzero(asked)
        covered = np.zeros(len(self.sites), dtype=bool)
        covered[rows] = self._covered(rows, margin_m[rows])
        return np.where(asked & ~covered, np.uint16(Cause.COVERAGE), np.uint16(0))

    def _covered(self, rows: NDArray[np.intp], margin_m: NDArray[np.float64]) -> NDArray[np.bool_]:
        coverage = self.layer.coverage
        if coverage is None or coverage == "everywhere":
            return np.full(len(rows), coverage is not None)
        return covers(coverage, self.shapes.take(rows), margin_m)

    def _hits(self, question: Question) -> Answers:
        """The answer as far as the drawn features go: yes or unknown by the nearest, no beyond all."""
        n = len(self.sites)
        pairs, truth, because = self.judged(question)
        best = np.full(n, NO)
        np.maximum.at(best, pairs.site, truth)
        bits = np.zeros(n, dtype=np.uint16)
        np.bitwise_or.at(bits, pairs.site, because)
        return answers(best, bits)

    def judged(self, question: Question) -> Judged:
        """Every pair of a site and a chosen feature that can be in reach, what it answers and why."""
        if question not in self._judged:
            reach_m = self._reach_m(question) + _BEYOND_M
            pairs = self.index.near(self.shapes, reach_m, self.accuracy_m + self.half_width_m)
            truth, because = self._judge_pairs(question, pairs)
            lines = lines_of(self.features)
            if lines is not None:
                apart = disputed(lines, self.features, pairs, truth)
                truth = np.where(apart, UNKNOWN, truth)
                because = because | np.where(apart, np.uint16(Cause.INTERPRETATION), np.uint16(0))
            self._judged[question] = (pairs, truth, because)
        return self._judged[question]

    def _judge_pairs(self, question: Question, pairs: Pairs) -> tuple[NDArray[np.int8], NDArray[np.uint16]]:
        error_m = self.accuracy_m[pairs.feature] + self.sites.error_m[pairs.site]
        extent_m = self.sites.extent_m[pairs.site]
        reach = Reach(question.limit_m, question.strict, error_m, np.nan_to_num(extent_m))
        half_m = self.half_width_m[pairs.feature]
        truth = reach.judge(_bank_m(pairs.lower_m, half_m), _bank_m(pairs.upper_m, half_m))
        undecided = np.flatnonzero(truth == UNDECIDED)
        if len(undecided):
            closer, half = self.index.closer(self.shapes, pairs.take(undecided)), half_m[undecided]
            truth[undecided] = reach.take(undecided).judge(
                _bank_m(closer.lower_m, half), _bank_m(closer.upper_m, half)
            )
            left = np.flatnonzero(truth[undecided] == UNDECIDED)
            distance_m = self.index.exact(self.shapes, closer.take(left)).distance_m
            bank_m = _bank_m(distance_m, half[left])
            truth[undecided[left]] = reach.take(undecided[left]).judge(bank_m, bank_m)
        because = np.where(truth == UNKNOWN, np.uint16(Cause.ACCURACY), np.uint16(0))
        doubtful = (self.selection.member[self.chosen][pairs.feature] == UNKNOWN) & (truth != NO)
        because |= np.where(doubtful, np.uint16(Cause.INCOMPLETE_LAYER), np.uint16(0))
        return np.where(doubtful, UNKNOWN, truth), because

    def position(self, kind: Kind) -> Answers:
        """Whether some point (`intersects`) or the whole (`inside`) of each site lies in the chosen areas."""
        found = self._placed(kind)
        doubtful = (found.truth != NO) & bool((self.selection.member[self.chosen] == UNKNOWN).any())
        reach_m = self.widest_m + self.sites.error_m + np.nan_to_num(self.sites.extent_m)
        doubt = self._uncovered(found.truth == NO, reach_m)
        doubt |= np.where(doubtful, np.uint16(Cause.INCOMPLETE_LAYER), np.uint16(0))
        return answers(np.where(doubt != 0, UNKNOWN, found.truth), found.because | doubt)

    def _placed(self, kind: Kind) -> Answers:
        """As `position`, as far as the drawn areas go."""
        if self._all_deep:
            return constant(YES, len(self.sites))
        return constant(NO, len(self.sites)) if self.area is None else self._position(kind)

    @cached_property
    def _all_deep(self) -> bool:
        """Whether each of a few sites lies so deep in one of the areas that their union, which is dear, adds nothing."""
        if len(self.sites) > _FEW or self.sites.extent_m.any():
            return False
        margin_m = self.sites.error_m + self.widest_m
        deep = [covers(area, self.shapes, margin_m) for area in self.layer.geometry[self.chosen]]
        return bool(np.any(deep, axis=0).all()) if deep else False

    @cached_property
    def _standing(self) -> Position:
        """Where the sites stand to the area: both kinds of question are answered from it."""
        assert self.area is not None
        accuracy_m = self.sites.error_m + self.widest_m
        return position(self.shapes, self.area, accuracy_m, np.nan_to_num(self.sites.extent_m))

    def _position(self, kind: Kind) -> Answers:
        """A site of stated extent is only known to hold its point, and to reach no farther than the extent."""
        truth = self._as_drawn(kind)
        if kind == "reaches_as_drawn":
            return answers(truth, Cause.ACCURACY)
        spread = self.sites.extent_m != 0  # NaN included: a point or a line that stands for a site
        open_no = spread & (truth == NO) & (kind != "inside")
        open_yes = spread & (truth == YES) & (kind != "intersects")
        doubt = (open_no & ~self._beyond_extent) | (open_yes & ~self._holds_extent(open_yes))
        because = np.where(doubt, np.uint16(Cause.EXTENT), np.uint16(Cause.ACCURACY))
        return answers(np.where(doubt, UNKNOWN, truth), because)

    def _as_drawn(self, kind: Kind) -> NDArray[np.int8]:
        placed = self._standing
        if kind in ("intersects", "inside"):
            return placed.intersects if kind == "intersects" else placed.inside
        return np.select([placed.deep, placed.apart], [YES, NO], UNKNOWN).astype(np.int8)

    @property
    def _beyond_extent(self) -> NDArray[np.bool_]:
        """Sites whose stated extent does not reach the area; never those of unknown extent."""
        return np.asarray(
            self._standing.distance_m - self.sites.extent_m > self.sites.error_m + self.widest_m
        )

    def _holds_extent(self, asked: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Sites whose stated extent lies in the area, of those asked for."""
        held = np.zeros(len(asked), dtype=bool)
        rows = np.flatnonzero(asked & ~np.isnan(self.sites.extent_m))
        if len(rows) and self.area is not None:
            margin_m = self.sites.extent_m + self.sites.error_m + self.widest_m
            held[rows] = covers(self.area, self.shapes.take(rows), margin_m[rows])
        return held


UNDECIDED = np.int8(9)


@dataclass(frozen=True, eq=False)
class Reach:
    """The decision of contract section 4 on bounds of a distance: `limit_m`, with an error and an extent for each pair."""

    limit_m: float
    strict: bool
    error_m: NDArray[np.float64]
    extent_m: NDArray[np.float64]

    def take(self, rows: NDArray[np.intp]) -> Reach:
        return Reach(self.limit_m, self.strict, self.error_m[rows], self.extent_m[rows])

    def judge(self, lower_m: NDArray[np.float64], upper_m: NDArray[np.float64]) -> NDArray[np.int8]:
        """Yes, no or unknown where the bounds agree, UNDECIDED where they do not."""
        nearest, farthest = self._judge(lower_m), self._judge(upper_m)
        return np.where(nearest == farthest, nearest, UNDECIDED)

    def _judge(self, distance_m: NDArray[np.float64]) -> NDArray[np.int8]:
        d_m = np.round(distance_m, 3)
        farthest_m, nearest_m = (
            np.round(d_m + self.error_m, 6),
            np.round(d_m - self.error_m - self.extent_m, 6),
        )
        if self.strict:
            yes, no = farthest_m < self.limit_m, nearest_m >= self.limit_m
        else:
            yes, no = farthest_m <= self.limit_m, nearest_m > self.limit_m
        return np.select([yes, no], [YES, NO], UNKNOWN).astype(np.int8)


def _bank_m(distance_m: NDArray[np.float64], half_width_m: NDArray[np.float64]) -> NDArray[np.float64]:
    """From the centre line to the bank: less by half the width, never below 0."""
    return np.maximum(distance_m - half_width_m, 0.0)
