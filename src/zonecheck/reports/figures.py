"""How are the figures behind an answer put into words? Distances, limits, margins, accuracies, readings.

A figure is printed as it was measured and rounded; nothing is derived from it here but its wording.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from zonecheck.reports.evidence_record import metres
from zonecheck.reports.particulars import stated_words
from zonecheck.reports.terminal import NO_BREAK
from zonecheck.reports.vocabulary import BASELINE, TRUTH, fact_words
from zonecheck.results import Measurement
from zonecheck.words import Text, same

if TYPE_CHECKING:
    from zonecheck.results import Accuracy, Evidence, Reading

_NOTHING = same("")
_NOT_DECLARED = Text("未声明", "not declared")
_DECLARED = Text("(据申报)", " (as declared)")

_SHORT = {
    True: Text("误差比距限值之差大 {short}", "the accuracy exceeds the gap to the limit by {short}"),
    False: Text("误差比距边界之差大 {short}", "the accuracy exceeds the gap to the border by {short}"),
}
_UNANSWERED = {
    True: Text("据{layer}不能判定", "the {layer} does not decide"),
    False: Text("据{layer}判定:{truth}", "by the {layer}: {truth}"),
}
_PLACE = {
    ("intersects", "yes"): Text("与{feature}相交", "touches {feature}"),
    ("intersects", "no"): Text("与{feature}不相交", "does not touch {feature}"),
    ("intersects", "unknown"): Text("是否与{feature}相交尚不能判定", "may or may not touch {feature}"),
    ("inside", "yes"): Text("全部位于{feature}内", "lies wholly inside {feature}"),
    ("inside", "no"): Text("未全部位于{feature}内", "does not lie wholly inside {feature}"),
    ("inside", "unknown"): Text(
        "是否全部位于{feature}内尚不能判定", "may or may not lie wholly inside {feature}"
    ),
}


def exactly(value: float) -> str:
    """A measured length, always to the millimetre."""
    return f"{value:.3f}{NO_BREAK}m"


def plainly(value: float) -> str:
    """A stated length, with no more decimals than it needs."""
    return f"{metres(value)}{NO_BREAK}m"


def joined(parts: list[Text], mark: Text) -> Text:
    """Several texts in one line; empty ones are left out."""
    kept = [part for part in parts if part.zh]
    return Text(mark.zh.join(part.zh for part in kept), mark.en.join(part.en for part in kept))


SEMICOLON = Text(";", "; ")
COLON = Text(":", ": ")
COMMA = Text(",", ", ")
LISTED = Text("、", ", ")


def gathered(evidence: Iterable[Evidence]) -> Iterator[Evidence]:
    """The evidence, with what is said alike of several areas in one entry that names them all."""
    for key, group in groupby(evidence, key=_alike):
        if key is None:
            yield from group
        else:
            yield _together([entry for entry in group if isinstance(entry, Measurement)])


def _alike(entry: Evidence) -> Hashable:
    """What entries that can be told as one have in common; None for an entry that stands alone."""
    if not isinstance(entry, Measurement) or entry.feature is None or entry.distance_m is not None:
        return None
    return (entry.predicate, entry.truth, entry.layer, entry.declared, entry.note)


def _together(alike: list[Measurement]) -> Measurement:
    return replace(alike[0], feature="、".join(entry.feature or entry.layer for entry in alike))


def measured(entry: Measurement) -> Text:
    """How far the site is from what, and how that stands to the limit."""
    if entry.feature is None and entry.distance_m is None:
        return _UNANSWERED[entry.truth == "unknown"].fill(
            layer=fact_words(entry.layer), truth=TRUTH[entry.truth]
        )
    where = same(entry.feature or entry.layer)
    place = _distance(entry, where) if entry.predicate == "within" else _area(entry, where)
    said = joined([place, _margin(entry)], COMMA)
    return Text(said.zh + _DECLARED.zh, said.en + _DECLARED.en) if entry.declared else said


def _distance(entry: Measurement, where: Text) -> Text:
    if entry.distance_m is None:
        return Text("未能量测与{where}的距离", "no distance to {where} could be measured").fill(where=where)
    far = Text("距{where} {distance}", "{distance} from {where}")
    return joined([far.fill(where=where, distance=exactly(entry.distance_m)), _limit(entry)], COMMA)


def _limit(entry: Measurement) -> Text:
    if entry.limit_m is None or entry.distance_m is None:
        return _NOTHING
    if entry.truth == "unknown":
        said = Text("限值 {limit},尚不能判定", "limit {limit}, cannot be decided yet")
    elif entry.distance_m <= entry.limit_m:
        said = Text("在限值 {limit} 以内", "within the limit of {limit}")
    else:
        said = Text("在限值 {limit} 以外", "beyond the limit of {limit}")
    return said.fill(limit=plainly(entry.limit_m))


def _margin(entry: Measurement) -> Text:
    if entry.margin_m is None or (entry.truth == "unknown" and entry.margin_m >= 0):
        return _NOTHING
    if entry.margin_m < 0:
        return _SHORT[entry.limit_m is not None].fill(short=exactly(-entry.margin_m))
    return Text("余量 {margin}", "margin {margin}").fill(margin=exactly(entry.margin_m))


def _area(entry: Measurement, where: Text) -> Text:
    place = _PLACE[(entry.predicate, entry.truth)].fill(feature=where)
    if not entry.distance_m:
        return place
    gap = Text("相距 {distance}", "{distance} apart").fill(distance=exactly(entry.distance_m))
    return joined([place, gap], COMMA)


def accuracy(entry: Measurement) -> Text:
    """The accuracy of the figure as a sum of its terms, a declared one as it was declared; empty if there is none."""
    if entry.accuracy is None:
        return _NOTHING
    if entry.declared:
        return Text("误差 {sum}", "accuracy {sum}").fill(sum=plainly(entry.accuracy.sum_m))
    terms = joined([_term(name, value) for name, value in _terms(entry.accuracy)], same(" + "))
    said = Text("误差 {sum}({terms})", "accuracy {sum} ({terms})")
    return said.fill(sum=plainly(entry.accuracy.sum_m), terms=terms)


def measured_to(entry: Measurement) -> Text:
    """Which line of the river was measured to, and where on it; empty where neither is known."""
    return joined([_baseline(entry.baseline), _nearest(entry)], COMMA)


def _terms(accuracy: Accuracy) -> list[tuple[Text, float | None]]:
    """Layer and site always, for silence about the site is a reading to be shown; the others if not 0."""
    always: list[tuple[Text, float | None]] = [
        (Text("图层", "layer"), accuracy.layer_m),
        (Text("场地", "site"), accuracy.site_m),
    ]
    sometimes = [
        (Text("坐标基准", "datum"), accuracy.datum_m),
        (Text("坐标取位", "rounding"), accuracy.rounding_m),
    ]
    return [*always, *((name, value) for name, value in sometimes if value)]


def _term(name: Text, value: float | None) -> Text:
    return Text("{name} {value}", "{name} {value}").fill(
        name=name, value=_NOT_DECLARED if value is None else plainly(value)
    )


def _baseline(baseline: str | None) -> Text:
    if baseline is None:
        return _NOTHING
    return Text("量至{line}", "measured to the {line}").fill(line=BASELINE.get(baseline, same(baseline)))


def _nearest(entry: Measurement) -> Text:
    if entry.nearest_point is None:
        return _NOTHING
    x, y = entry.nearest_point
    return Text("最近点 {point}", "nearest point {point}").fill(point=f"{x:.6f},{NO_BREAK}{y:.6f}")


def stated(entry: Reading) -> Text:
    """What was asked of the project or of the park register, the answer, and what they say."""
    said = Text("{expected}:{truth}({value})", "{expected}: {truth} ({value})")
    value, note = stated_words(entry.attribute, entry.value), entry.note or _NOTHING
    if entry.value and note.zh.startswith(entry.value):
        value, note = note, _NOTHING  # a code with its name says more than the code
    answer = said.fill(value=value, expected=entry.expected, truth=TRUTH[entry.truth])
    return joined([answer, note], SEMICOLON)


def shortly(entry: Measurement | Reading) -> Text:
    """The one figure or statement on which an answer rests, without what was asked."""
    if isinstance(entry, Measurement):
        if entry.distance_m is None or entry.predicate != "within":
            return joined([measured(entry), entry.note or _NOTHING], SEMICOLON)
        figure = Text("{feature} {distance}", "{feature} {distance}").fill(
            feature=entry.feature or entry.layer, distance=exactly(entry.distance_m)
        )
        return joined([figure, _sum(entry)], COMMA)
    value, note = stated_words(entry.attribute, entry.value), entry.note or _NOTHING
    if entry.value and note.zh.startswith(entry.value):
        return note
    return joined([value, note], SEMICOLON)


def _sum(entry: Measurement) -> Text:
    if entry.accuracy is None:
        return _NOTHING
    return Text("误差 {sum}", "accuracy {sum}").fill(sum=plainly(entry.accuracy.sum_m))
