"""Which figures stand behind a spatial answer? Built only for projects that are reported.

A question of distance is shown by every feature that answers yes or unknown, else by the one with the smallest margin;
then by what the layer as a whole leaves open. Sorted by truth, margin and id (contract, section 4).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isnan
from typing import TYPE_CHECKING

import numpy as np

from zonecheck.geodesy.distance import exact
from zonecheck.predicates.base_lines import lines_of
from zonecheck.predicates.chosen import Where
from zonecheck.predicates.declared import declared_park, selected_parks, stated_distances
from zonecheck.predicates.space import Question, Reach, Space, Survey
from zonecheck.predicates.zones import names_of
from zonecheck.results import Accuracy, Measurement
from zonecheck.truth import NAMES, NO, UNKNOWN, YES, Cause
from zonecheck.words import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonecheck.layers.layer import Layer
    from zonecheck.predicates.table import Table
    from zonecheck.results import Spatial, Truth


@dataclass(frozen=True, eq=False)
class Seen:
    """Pairs of a site and a chosen feature with their exact distance to the bank, sorted by site."""

    site: NDArray[np.intp]
    feature: NDArray[np.intp]
    bank_m: NDArray[np.float64]
    point: NDArray[np.float64]
    truth: NDArray[np.int8]

    def take(self, rows: NDArray[np.intp]) -> Seen:
        return Seen(
            self.site[rows], self.feature[rows], self.bank_m[rows], self.point[rows], self.truth[rows]
        )


def sightings(
    table: Table, row: int, question: Question, *, negated: bool = False
) -> tuple[Measurement, ...]:
    """The figures behind one answer; `negated` for a question put the other way round (at least, more than)."""
    survey = table.space.survey(question.layer, question.where)
    if survey is None:
        return (_whole_layer(question, Cause.MISSING_LAYER),)
    if question.layer == "parks":
        return _parks(table, row, question)
    if question.kind != "within":
        return (_area(table.space, survey, int(table.rows[row]), question),)
    sights = table.remember((question, negated), lambda: _sights(table, survey, question, negated=negated))
    return sights.of(row)


def limit_unknown(layer: str, limit: Text) -> Measurement:
    """A distance that cannot be compared: with what is not known."""
    note = Text("限值（{limit}）不明", "the limit ({limit}) is not known").fill(limit=limit)
    return Measurement("within", "unknown", layer, None, None, None, None, None, None, None, note=note)


WHOLE_LAYER = Cause.COVERAGE | Cause.INCOMPLETE_LAYER | Cause.STALE_LAYER

_NOTES = {
    Cause.MISSING_LAYER: Text("没有该图层", "there is no such layer"),
    Cause.COVERAGE: Text("图层未覆盖所需范围", "the layer does not cover what was asked"),
    Cause.INCOMPLETE_LAYER: Text("图层未声明对所查要素完整", "the layer is not complete for what was asked"),
    Cause.STALE_LAYER: Text("图层已过有效期", "the layer is past its last valid day"),
}


def _whole_layer(question: Question, cause: Cause) -> Measurement:
    limit_m = question.limit_m if question.kind == "within" else None
    return Measurement(
        _kind(question),
        "unknown",
        question.layer,
        None,
        None,
        limit_m,
        None,
        None,
        None,
        None,
        note=_NOTES[cause],
    )


def _kind(question: Question) -> Spatial:
    """Of the kinds of question, those that a rule asks."""
    return question.kind  # type: ignore[return-value]


def _order(entry: Measurement) -> tuple[int, float, str]:
    margin_m = np.inf if entry.margin_m is None else entry.margin_m
    return -NAMES.index(entry.truth), margin_m, entry.feature or "\uffff"


def _turned(entry: Measurement) -> Measurement:
    return replace(entry, truth=NAMES[2 - NAMES.index(entry.truth)])


@dataclass(frozen=True, eq=False)
class Sights:
    """What is seen from each row of a table: of row r the entries start[r] .. end[r] - 1, and those that `beside` adds."""

    start: list[int]
    end: list[int]
    entries: list[Measurement]
    beside: Mapping[int, Sequence[Measurement]]

    def of(self, row: int) -> tuple[Measurement, ...]:
        """Sorted by truth, margin and id."""
        found = self.entries[self.start[row] : self.end[row]]
        if row in self.beside:
            found += self.beside[row]
        return tuple(sorted(found, key=_order) if len(found) > 1 else found)


def _sights(table: Table, survey: Survey, question: Question, *, negated: bool) -> Sights:
    seen, survey = _seen(survey, question, np.flatnonzero(np.bincount(table.rows)))
    start = np.searchsorted(seen.site, table.rows)
    end = np.searchsorted(seen.site, table.rows, "right")
    entries, beside = _measurements(survey, seen, question), _beside(table, question)
    if negated:
        entries = list(map(_turned, entries))
        beside = {row: list(map(_turned, more)) for row, more in beside.items()}
    return Sights(start.tolist(), end.tolist(), entries, beside)


def _beside(table: Table, question: Question) -> dict[int, list[Measurement]]:
    """By row: distances that the project declares, and what the layer as a whole leaves open."""
    found: dict[int, list[Measurement]] = {}
    for row in np.flatnonzero(~table.columns["bank_distances"].missing).tolist():
        found[row] = _declared(table, row, question)
    answered = table.space.answer(question).take(table.rows)
    open_because = np.where(answered.truth == UNKNOWN, answered.because & np.uint16(WHOLE_LAYER), 0)
    told = {bits: _left_open(question, bits) for bits in set(open_because.tolist())}
    for row in np.flatnonzero(open_because).tolist():
        found.setdefault(row, []).extend(told[int(open_because[row])])
    return found


def _left_open(question: Question, bits: int) -> list[Measurement]:
    return [_whole_layer(question, cause) for cause in Cause if bits & cause]


def _seen(survey: Survey, question: Question, rows: NDArray[np.intp]) -> tuple[Seen, Survey]:
    """What these sites see, and the features of which it is told: all of them where base lines are in dispute."""
    near = survey.at_hand(question)
    _, _, because = near.judged(question)
    if not (because & Cause.INTERPRETATION).any():
        return _see(near, question, rows), near
    found = _see(survey, question, rows)
    return _joined(found, _by_other_lines(survey, question, found)), survey


def _by_other_lines(survey: Survey, question: Question, seen: Seen) -> Seen:
    """Of each river whose base lines are in dispute: the nearest by every line of it that is not among what is seen."""
    lines, chosen = lines_of(survey.features), survey.chosen
    pairs, _, because = survey.judged(question)
    apart = np.flatnonzero((because & Cause.INTERPRETATION != 0) & np.isin(pairs.site, seen.site))
    assert lines is not None
    told = set(zip(seen.site.tolist(), seen.feature.tolist(), strict=True))
    found = []
    for site, river in set(
        zip(pairs.site[apart].tolist(), lines.river[chosen[pairs.feature[apart]]].tolist(), strict=True)
    ):
        for line in np.flatnonzero(lines.held[river]).tolist():
            drawn = np.flatnonzero((lines.river[chosen] == river) & (lines.line[chosen] == line))
            measured = exact(
                survey.sites.geometry[np.full(len(drawn), site)], survey.layer.geometry[chosen[drawn]]
            )
            nearest = int(np.argmin(measured.distance_m))
            if (site, int(drawn[nearest])) not in told:
                found.append(
                    (site, int(drawn[nearest]), measured.distance_m[nearest], measured.on_b[nearest])
                )
    if not found:
        return seen.take(np.empty(0, dtype=np.intp))
    columns = (np.asarray(each) for each in zip(*found, strict=True))
    return _judge(survey, _Pairs(*columns), question)


def _see(survey: Survey, question: Question, rows: NDArray[np.intp]) -> Seen:
    """Of each of these sites: every pair that answers yes or unknown, else the feature with the smallest margin."""
    in_reach, apart = _in_reach(survey, question, rows)
    measured = _judge(survey, in_reach, question)
    measured = replace(measured, truth=np.where(apart, UNKNOWN, measured.truth))
    answering = measured.take(np.flatnonzero(measured.truth != NO))
    unanswered = np.ones(len(survey.sites), dtype=bool)
    unanswered[answering.site] = False
    alone = rows[unanswered[rows]]
    nearest = survey.index.nearest(survey.shapes.take(alone), survey.accuracy_m + survey.half_width_m)
    found = np.flatnonzero(nearest.feature >= 0)
    best = _Pairs(
        alone[found], nearest.feature[found], nearest.distance_m[found], nearest.feature_point[found]
    )
    return _joined(answering, _judge(survey, best, question))


def _in_reach(survey: Survey, question: Question, rows: NDArray[np.intp]) -> tuple[_Pairs, NDArray[np.bool_]]:
    """The pairs in reach of these sites, measured, and which of them another base line contradicts."""
    pairs, truth, because = survey.judged(question)
    wanted = np.zeros(len(survey.sites), dtype=bool)
    wanted[rows] = True
    answering = np.flatnonzero(wanted[pairs.site] & (truth != NO))
    pairs, apart = pairs.take(answering), because[answering] & Cause.INTERPRETATION != 0
    measured = survey.index.exact(survey.shapes, pairs)
    return _Pairs(pairs.site, pairs.feature, measured.distance_m, measured.on_b), apart


@dataclass(frozen=True, eq=False)
class _Pairs:
    site: NDArray[np.intp]
    feature: NDArray[np.intp]
    distance_m: NDArray[np.float64]
    point: NDArray[np.float64]


def _judge(survey: Survey, pairs: _Pairs, question: Question) -> Seen:
    sites, site, feature = survey.sites, pairs.site, pairs.feature
    bank_m = np.maximum(np.round(pairs.distance_m, 3) - survey.half_width_m[feature], 0.0)
    extent_m = sites.extent_m[site]
    error_m = survey.accuracy_m[feature] + sites.error_m[site]
    truth = Reach(question.limit_m, question.strict, error_m, np.nan_to_num(extent_m)).judge(bank_m, bank_m)
    doubtful = survey.selection.member[survey.chosen][feature] == UNKNOWN
    truth = np.where((doubtful & (truth == YES)) | (np.isnan(extent_m) & (truth == NO)), UNKNOWN, truth)
    return Seen(site, feature, bank_m, pairs.point, truth)


def _joined(first: Seen, second: Seen) -> Seen:
    both = zip(vars(first).values(), vars(second).values(), strict=True)
    whole = Seen(*(np.concatenate(parts) for parts in both))
    return whole.take(np.argsort(whole.site, kind="stable"))


def _measurements(survey: Survey, seen: Seen, question: Question) -> list[Measurement]:
    """The pairs as they are reported."""
    layer, feature = survey.layer, survey.chosen[seen.feature]
    truths = [NAMES[truth] for truth in seen.truth.tolist()]
    entries = zip(
        truths, feature.tolist(), seen.bank_m.tolist(), seen.point.tolist(),
        _accuracies(survey, seen.site, layer.accuracy_m[feature]), strict=True,
    )  # fmt: skip
    return [
        Measurement(
            "within", truth, layer.entry.id, layer.names[each] or layer.ids[each], distance_m, question.limit_m,
            _margin(truth, distance_m, question.limit_m, accuracy.sum_m), accuracy, layer.baseline[each], (x, y),
        )
        for truth, each, distance_m, (x, y), accuracy in entries
    ]  # fmt: skip


def _accuracies(survey: Survey, site: NDArray[np.intp], layer_m: NDArray[np.float64]) -> Iterator[Accuracy]:
    """The terms of the accuracy of each distance."""
    sites = survey.sites
    columns = (layer_m, sites.accuracy_m[site], sites.datum_m[site], sites.rounding_m[site])
    for of_layer_m, declared_m, datum_m, rounding_m in zip(*(each.tolist() for each in columns), strict=True):
        yield Accuracy(of_layer_m, None if isnan(declared_m) else declared_m, datum_m, rounding_m)


def _margin(truth: Truth, distance_m: float, limit_m: float, error_m: float) -> float:
    """How far the answer is from changing; negative where it is unknown (contract, section 4)."""
    if truth == "yes":
        return limit_m - distance_m - error_m
    if truth == "no":
        return distance_m - error_m - limit_m
    return -(error_m - abs(distance_m - limit_m))


def _declared(table: Table, row: int, question: Question) -> list[Measurement]:
    return [
        Measurement(
            "within", NAMES[truth], question.layer, stated.river, stated.distance_m, question.limit_m,
            _margin(NAMES[truth], stated.distance_m, question.limit_m, stated.accuracy_m or 0.0),
            Accuracy(stated.accuracy_m or 0.0, None, 0.0, 0.0), stated.baseline, None, declared=True,
            note=Text(f"据申报:{stated.source or '未注明来源'}", f"as declared: {stated.source or 'no source named'}"),
        )
        for stated, truth in stated_distances(table, row, question)
    ]  # fmt: skip


def _area(space: Space, survey: Survey, site: int, question: Question) -> Measurement:
    found = space.answer(question)
    names = "、".join(survey.layer.names[feature] for feature in survey.chosen)
    (accuracy,) = _accuracies(survey, np.array([site]), np.array([survey.widest_m]))
    truth = NAMES[found.truth[site]]
    notes = [_NOTES[cause] for cause in WHOLE_LAYER if found.because[site] & cause]
    distance_m, point = _distance_to(survey, site)
    return Measurement(
        _kind(question), truth, question.layer, names or None, distance_m, None, None, accuracy, None, point,
        note=notes[0] if notes else None,
    )  # fmt: skip


def _distance_to(survey: Survey, site: int) -> tuple[float | None, tuple[float, float] | None]:
    if survey.area is None:
        return None, None
    found = exact(survey.sites.geometry[[site]], np.array([survey.area], dtype=object))
    return round(float(found.distance_m[0]), 3), (float(found.on_b[0, 0]), float(found.on_b[0, 1]))


def _parks(table: Table, row: int, question: Question) -> tuple[Measurement, ...]:
    """Each selected park: by its outline where one is public, else as declared."""
    columns = table.remember((_of_parks, question), lambda: _of_parks(table, question))
    found = tuple([truth[row] for _, truth in columns])

    def told() -> tuple[Measurement, ...]:
        register = table.space.layers[question.layer]
        seen = zip(columns, found, strict=True)
        entries = [_park(register, position, question, NAMES[truth]) for (position, _), truth in seen]
        return tuple(sorted(entries, key=_order))

    return table.remember((_of_parks, question, found), told)


def _of_parks(table: Table, question: Question) -> list[tuple[int, list[int]]]:
    """The selected parks, and of each whether the sites lie in it."""
    register = table.space.layers[question.layer]
    alone = {
        position: replace(question, where=Where("name", (names_of(register.properties[position]),)))
        for position in selected_parks(register, question.where)
    }
    return [(position, declared_park(table, each).truth.tolist()) for position, each in alone.items()]


def _park(register: Layer, position: int, question: Question, truth: Truth) -> Measurement:
    outlined = register.geometry[position] is not None
    return Measurement(
        _kind(question), truth, question.layer, register.names[position], None, None, None, None, None, None,
        declared=not outlined, note=None if outlined else NO_OUTLINE,
    )  # fmt: skip


NO_OUTLINE = Text(
    "园区边界未公开,按项目申报的所在园区判断",
    "the park's boundary is not public: judged by the park the project declares",
)
