"""Which values could a missing fact have? As few as tell apart everything the rules can tell apart.

A value stands for its class: of all codes of GB/T 4754 that look alike to the questions asked, one is tried. Values that
people know are preferred, so that a settle list reads well.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from datetime import date, timedelta
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import numpy as np

from zonecheck.predicates.attributes import Attribute
from zonecheck.predicates.industry import Industry
from zonecheck.predicates.zones import NONE, REGISTER
from zonecheck.projects.industry import Codes, classification
from zonecheck.projects.vocabulary import NATURES, VOCABULARY

if TYPE_CHECKING:
    from zonecheck.predicates.question import Predicate
    from zonecheck.predicates.table import Table

ANOTHER = "其他"
"""The value of a text that is none of those with which rules compare it; a park that the register may lack."""

FAMILIAR_CODES = ("2614", "2681", "1391", "2221")


def domain(fact: str, asked: Sequence[Predicate], table: Table) -> tuple[Hashable, ...]:
    """The values to try for one attribute of the one project in `table`; empty where none can be enumerated."""
    telling = tuple(question for question in asked if fact in question.reads)
    key = (domain, fact, telling, table.columns[fact].at(0), _day(table))
    return table.space.remember(key, lambda: _domain(fact, telling, table))


def _domain(fact: str, asked: Sequence[Predicate], table: Table) -> tuple[Hashable, ...]:
    seen: dict[Hashable, Hashable] = {}
    for value in _candidates(fact, asked, table):
        seen.setdefault(tuple(question.tells(fact, value) for question in asked), value)
    return tuple(seen.values())


def _candidates(fact: str, asked: Sequence[Predicate], table: Table) -> Iterable[Hashable]:
    match fact:
        case "industry":
            return _codes(asked, table)
        case "nature":
            return [
                nature
                for size in range(1, len(NATURES) + 1)
                for nature in combinations(sorted(NATURES), size)
            ]
        case "park":
            register = table.space.layers.get(REGISTER)
            return (NONE, *(register.names if register else ()), *_words(fact, asked))
        case "date":
            return _days(asked, _day(table))
        case _:
            return _plain(fact, asked)


def _day(table: Table) -> date:
    """The day by which the one project is judged."""
    found: date = table.space.on[table.rows[0]].item()
    return found


def _days(asked: Sequence[Predicate], on: date) -> Iterable[date]:
    """For each number of years that is asked about, a day that is not yet so long ago and one that is."""
    years = {int(question.value) for question in asked if isinstance(question, Attribute)}
    months = [np.datetime64(on, "M") - 12 * each for each in sorted(years)]
    first = [(month.astype("datetime64[D]") + (on.day - 1)).item() for month in months]
    return [day for each in first for day in (each, each - timedelta(days=2))]


def _plain(fact: str, asked: Sequence[Predicate]) -> Iterable[Hashable]:
    """Yes and no, the values to choose from, words or figures."""
    attribute = VOCABULARY[fact]
    if attribute.kind == "yes_no":
        return (True, False)
    if attribute.choices:
        return tuple(choice.value for choice in attribute.choices)
    return _words(fact, asked) if attribute.kind == "text" else _figures(fact, asked)


def _figures(fact: str, asked: Sequence[Predicate]) -> Iterable[Hashable]:
    """Each threshold, what lies between two, and what lies below and above all; none where a limit is not a number."""
    numbers: set[float] = set()  # all above 0
    for question in asked:
        if (
            not isinstance(question, Attribute)
            or question.name != fact
            or not isinstance(question.value, float)
        ):
            return ()
        numbers.add(question.value)
    known = sorted(numbers)
    between = [(low + high) / 2 for low, high in pairwise(known)]
    return sorted({known[0] * 0.9, *known, *between, known[-1] * 1.1})


def _words(fact: str, asked: Sequence[Predicate]) -> Iterable[Hashable]:
    """The words with which rules compare, and one that is none of them."""
    named = [*_named(fact, asked)]
    another = ANOTHER
    while another in named:
        another = f"另外的{another}"
    return [*named, another]


def _named(fact: str, asked: Sequence[Predicate]) -> Iterable[Hashable]:
    compared = [
        question.value
        for question in asked
        if isinstance(question, Attribute) and question.name == fact and question.comparator in ("is", "in")
    ]
    return [each for value in compared for each in (value if isinstance(value, tuple) else (value,))]


def _codes(asked: Sequence[Predicate], table: Table) -> Iterable[Codes]:
    """Every class there is, or every class below a code that is too coarse; in pairs where several terms are asked at once."""
    stated = table.columns["industry"].at(0)
    if stated is not None:
        return _finer(stated)
    plain = classification().plain_classes
    single = [*(code for code in FAMILIAR_CODES if code in plain), *plain]
    terms = {question.term for question in asked if isinstance(question, Industry)}
    return [*(_one(code) for code in single), *(_pairs(terms, single) if len(terms) > 1 else ())]


def _pairs(terms: Iterable[object], codes: Sequence[str]) -> Iterable[Codes]:
    """A code for each of two terms, and for all of them: a project may state several."""
    listed = [next((code for code in codes if term.lists(code) == "yes"), None) for term in terms]  # type: ignore[attr-defined]
    chosen = sorted({code for code in listed if code})
    several = dict.fromkeys([*combinations(chosen, 2), tuple(chosen)])
    return [Codes(each, ";".join(each)) for each in several if len(each) > 1]


def _finer(stated: Codes) -> Iterable[Codes]:
    """The classes below a code; of one that the edition in force no longer has, those that it can mean."""
    known = classification()
    for position, code in enumerate(stated.codes):
        meant = known.meanings(code, None) if not known.exists(code) else {code}
        below = frozenset[str]().union(*map(known.classes_below, meant))
        if below != {code}:
            for leaf in sorted(below):
                codes = (*stated.codes[:position], leaf, *stated.codes[position + 1 :])
                yield Codes(codes, ";".join(codes))


def _one(code: str) -> Codes:
    return Codes((code,), code)
