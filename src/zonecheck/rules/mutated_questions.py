"""In which small ways could one question of a rule be wrong? For `mutation`, which puts them together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from zonecheck.predicates.attributes import Attribute
from zonecheck.predicates.facility import Facility
from zonecheck.predicates.limits import FirstOf, TableLimit, limit_words
from zonecheck.predicates.logic import Not
from zonecheck.predicates.nature import Nature
from zonecheck.predicates.spatial import Inside, Intersects, Where, Within
from zonecheck.predicates.zones import Zone
from zonecheck.projects.vocabulary import NATURES, VOCABULARY
from zonecheck.words import Text, same

if TYPE_CHECKING:
    from zonecheck.predicates.limits import Limit
    from zonecheck.predicates.question import Predicate

Changes = Iterator[tuple[tuple[str, ...], Text, "Predicate"]]
Compared = Attribute | Facility | Zone

_BOUNDARY = {
    "at_least": "more_than",
    "more_than": "at_least",
    "at_most": "less_than",
    "less_than": "at_most",
}
FACTORS = (0.9, 1.1)


def of_question(question: Predicate, path: tuple[str, ...]) -> Changes:
    """The mutants of a question that is asked of the project itself, each with its place."""
    match question:
        case Nature():
            changes: Iterator[tuple[Text, Predicate]] = _of_nature(question)
        case Attribute() | Facility() | Zone():
            changes = _of_comparison(question)
        case Within():
            changes = _of_distance(question)
        case Intersects() | Inside():
            changes = ((text, replace(question, where=where)) for text, where in feature_lost(question.where))
        case _:
            return
    key = type(question).__name__.lower()
    name = {"facility": "attribute"}.get(key, key)
    for change, changed in changes:
        yield (*path, name), change, changed


def _of_nature(question: Nature) -> Iterator[tuple[Text, Predicate]]:
    for nature in NATURES:
        if nature not in question.any_of:
            yield _WITH.fill(what=nature), replace(question, any_of=question.any_of | {nature})
        elif len(question.any_of) > 1:
            yield _WITHOUT.fill(what=nature), replace(question, any_of=question.any_of - {nature})
    yield _ONLY, replace(question, only=not question.only)


def _of_comparison(question: Compared) -> Iterator[tuple[Text, Predicate]]:
    comparator, value = question.comparator, question.value
    if comparator == "is":
        yield Text("取反", "negated"), Not((question,))
        for other in _other_values(question):
            yield same(f"{value} → {other}"), replace(question, value=other)
    elif comparator == "in":
        for each in value if len(value) > 1 else ():
            rest = tuple(one for one in value if one != each)
            yield _WITHOUT.fill(what=each), replace(question, value=rest)
    elif comparator == "older_than_years":
        for years in (value - 1, value + 1):
            yield same(f"{value:g} → {years:g}"), replace(question, value=years)
    else:
        flipped = _BOUNDARY[comparator]
        yield same(f"{comparator} → {flipped}"), replace(question, comparator=flipped)
        for text, limit in _of_limit(value):
            yield text, replace(question, value=limit)


def _other_values(question: Compared) -> Sequence[str]:
    name = "facility" if isinstance(question, Facility) else getattr(question, "name", "")
    known = VOCABULARY.get(name)
    choices = known.choices if known and known.kind == "choice" else ()
    return [choice.value for choice in choices if choice.value != question.value]


def _of_distance(question: Within) -> Iterator[tuple[Text, Predicate]]:
    flipped: Any = _BOUNDARY[question.comparator]
    yield same(f"{question.comparator} → {flipped}"), replace(question, comparator=flipped)
    for text, limit_m in _of_limit(question.limit_m):
        yield text, replace(question, limit_m=limit_m)
    for text, where in feature_lost(question.where):
        yield text, replace(question, where=where)


def _of_limit(limit: Limit) -> Iterator[tuple[Text, Limit]]:
    match limit:
        case TableLimit():
            yield from _of_table(limit)
        case FirstOf(limits):
            yield from _of_several(limits)
        case int() | float():
            for factor in FACTORS:
                yield same(f"{limit:g} → {limit * factor:g}"), limit * factor


def _of_several(limits: tuple[Limit, ...]) -> Iterator[tuple[Text, Limit]]:
    for position, each in enumerate(limits):
        before, after = limits[:position], limits[position + 1 :]
        if len(limits) > 1:
            yield _WITHOUT.fill(what=limit_words(each)), FirstOf((*before, *after))
        if after:
            exchanged = (*before, after[0], each, *after[1:])
            yield _EXCHANGED.fill(one=limit_words(each), other=limit_words(after[0])), FirstOf(exchanged)
        for text, changed in _of_limit(each):
            yield text, FirstOf((*before, changed, *after))


def _of_table(table: TableLimit) -> Iterator[tuple[Text, Limit]]:
    entries = dict(table.by_code)
    for code, figure in entries.items():
        rest = {key: value for key, value in entries.items() if key != code}
        yield _WITHOUT.fill(what=f"{table.name}[{code}]"), TableLimit(table.name, tuple(sorted(rest.items())))
        for factor in FACTORS:
            changed = tuple(sorted({**entries, code: figure * factor}.items()))
            text = same(f"{table.name}[{code}] {figure:g} → {figure * factor:g}")
            yield text, TableLimit(table.name, changed)


def feature_lost(where: Where) -> Iterator[tuple[Text, Where]]:
    """The selection without one of the features, where it names several."""
    for group in where.values if len(where.values) > 1 else ():
        rest = tuple(each for each in where.values if each != group)
        yield _WITHOUT.fill(what=group[0]), replace(where, values=rest)


_WITH = Text("加上 {what}", "with {what}")
_WITHOUT = Text("去掉 {what}", "without {what}")
_ONLY = Text("写与不写 only 互换", "with and without only exchanged")
_EXCHANGED = Text("{one} 与 {other} 互换先后", "{one} and {other} in the other order")
