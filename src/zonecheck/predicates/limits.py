"""Against what is a figure compared? A number in the rule, or one that the zone, the project or a table holds.

A limit can come from the register of the project's park, from a statement of the project itself (the terms of its
parcel), or from a table by industry; several can be tried in turn. What is not known is NaN.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from zonecheck.predicates.wording import field_words
from zonecheck.predicates.zones import Zones
from zonecheck.projects.industry import classification
from zonecheck.projects.table import distinct
from zonecheck.projects.vocabulary import VOCABULARY
from zonecheck.words import Text, same

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonecheck.predicates.table import Table
    from zonecheck.projects.industry import Codes, Edition


@dataclass(frozen=True)
class ZoneLimit:
    """A figure that the register holds of the project's park."""

    field: str


@dataclass(frozen=True)
class ProjectLimit:
    """A figure that the project states."""

    attribute: str


@dataclass(frozen=True)
class TableLimit:
    """A figure by GB/T 4754 code. A code covers all below it; the longest match wins."""

    name: str
    by_code: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class FirstOf:
    """The first of several limits that is known."""

    limits: tuple[Limit, ...]


EDITIONS: tuple[Edition | None, ...] = (None, "2017", "2011")

Limit = ZoneLimit | ProjectLimit | TableLimit | FirstOf | float


def resolve(limit: Limit, table: Table) -> NDArray[np.float64]:
    """The figure for each row, NaN where it is not known."""
    match limit:
        case ZoneLimit(field):
            return Zones(table).figures(field)
        case ProjectLimit(attribute):
            return np.asarray(table.columns[attribute].spread(float, np.nan, np.float64))
        case TableLimit():
            return _by_industry(limit, table)
        case FirstOf(limits):
            figures = [resolve(each, table) for each in limits]
            return np.select([~np.isnan(figure) for figure in figures], figures, np.nan)
        case _:
            return np.full(len(table), float(limit))


def facts(limit: Limit) -> tuple[str, ...]:
    """The facts on which the figure rests."""
    match limit:
        case ZoneLimit(field):
            return (f"zone.{field}",)
        case ProjectLimit(attribute):
            return (attribute,)
        case TableLimit():
            return ("industry", "industry_edition")
        case FirstOf(limits):
            return tuple(fact for each in limits for fact in facts(each))
        case _:
            return ()


def read_for(limit: Limit) -> frozenset[str]:
    """The project attributes on which the figure can depend: for one of the register, the park that is declared."""
    return frozenset("park" if fact.startswith("zone.") else fact for fact in facts(limit))


def told(limit: Limit, fact: str, value: Any) -> Hashable:
    """What the figure can tell of a value of one fact: an industry by what the table holds for it, in each edition."""
    match limit:
        case TableLimit():
            if fact == "industry":
                return tuple(_figure(dict(limit.by_code), value, edition) for edition in EDITIONS)
            return value if fact == "industry_edition" else None
        case FirstOf(limits):
            return tuple(told(each, fact, value) for each in limits)
        case _:
            return value if fact in read_for(limit) else None


def of_register(limit: Limit) -> bool:
    """Whether the figure can come from the register of zones."""
    return any(fact.startswith("zone.") for fact in facts(limit))


def _by_industry(limit: TableLimit, table: Table) -> NDArray[np.float64]:
    industry, edition = table.columns["industry"], table.columns["industry_edition"]
    rows, inverse = distinct([industry, edition])
    figures: dict[Any, float] = table.space.remember((_figure, limit), dict)
    stated = [(industry.at(row), edition.at(row)) for row in rows]
    for codes, year in stated:
        if (codes, year) not in figures:
            figures[codes, year] = _figure(dict(limit.by_code), codes, year)
    return np.array([figures[each] for each in stated], dtype=np.float64)[inverse]


def _figure(by_code: Mapping[str, float], codes: Codes | None, edition: Edition | None) -> float:
    """Known only if every meaning of every stated code leads to the same figure."""
    if codes is None:
        return np.nan
    known = classification()
    meant = [meaning for code in codes.codes for meaning in known.meanings(code, edition) or {code}]
    found = {_longest(by_code, leaf) for code in meant for leaf in known.classes_below(code) or {code}}
    agreed = found.pop() if len(found) == 1 else None
    return np.nan if agreed is None else agreed


def _longest(by_code: Mapping[str, float], code: str) -> float | None:
    covering = [key for key in by_code if code.startswith(key)]
    return by_code[max(covering, key=len)] if covering else None


def limit_words(limit: Limit) -> Text:
    """The figure as a person would name it."""
    match limit:
        case ZoneLimit(field):
            return Text("园区登记的{field}", "the zone's {field}").fill(field=field_words(field))
        case ProjectLimit(attribute):
            return VOCABULARY[attribute].label
        case TableLimit(name):
            return Text(f"表 {name} 中该行业的数值", f"the figure for the industry in table {name}")
        case FirstOf(limits):
            words = [limit_words(each) for each in limits]
            return Text(",否则".join(each.zh for each in words), ", else ".join(each.en for each in words))
        case _:
            return same(f"{float(limit):g}")
