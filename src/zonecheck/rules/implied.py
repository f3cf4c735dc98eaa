"""Does one question say yes only where another one does? What is certain from the text alone; silence means no."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zonecheck.rules.questions import Comparison, Question, WithinText

_UPWARD = ("at_least", "more_than")
_DOWNWARD = ("at_most", "less_than")
_NO_ONE: frozenset[str] = frozenset()


def implies(one: Question, other: Question) -> bool:
    """Whether every project that meets `one` meets `other` as well."""
    if one == other:
        return True
    if other.all or one.any:
        whole = (
            [(one, part) for part in other.all] if other.all else [(part, other) for part in one.any or ()]
        )
        return all(implies(left, right) for left, right in whole)
    if other.any and any(implies(one, part) for part in other.any):
        return True
    if one.all and any(implies(part, other) for part in one.all):
        return True
    return _narrower(one, other)


def excludes(one: Question, other: Question) -> bool:
    """Whether no project meets both: a single attribute with two values, or on both sides of a gap."""
    if one.not_ == other or other.not_ == one:
        return True
    a, b = one.attribute, other.attribute
    if a is None or b is None or a.name != b.name:
        return False
    if _values(a) and _values(b):
        return _values(a).isdisjoint(_values(b))
    low, high = (a, b) if _bound(a, _UPWARD) else (b, a)
    floor, ceiling = _bound(low, _UPWARD), _bound(high, _DOWNWARD)
    if floor is None or ceiling is None:
        return False
    touching = low.given == "at_least" and high.given == "at_most"
    return floor > ceiling or (floor == ceiling and not touching)


def _narrower(one: Question, other: Question) -> bool:
    if one.nature and other.nature and one.nature.given == other.nature.given:
        given = one.nature.given
        return set(getattr(one.nature, given)) <= set(getattr(other.nature, given))
    if one.attribute and other.attribute and one.attribute.name == other.attribute.name:
        return _narrower_value(one.attribute, other.attribute)
    if one.zone and other.zone and one.zone.field == other.zone.field:
        return _narrower_value(one.zone, other.zone)
    if one.within and other.within:
        return _nearer(one.within, other.within)
    return False


def _narrower_value(one: Comparison, other: Comparison) -> bool:
    if _values(one) and _values(other):
        return _values(one) <= _values(other)
    return _tighter(one, other, "")


def _nearer(one: WithinText, other: WithinText) -> bool:
    same = one.layer == other.layer and one.where == other.where
    return same and _tighter(one, other, "_m")


def _tighter(one: Any, other: Any, suffix: str) -> bool:
    """Both compare with a number in the same way, and the first leaves less room."""
    if one.given != other.given or one.given.removesuffix(suffix) not in (*_UPWARD, *_DOWNWARD):
        return False
    here, there = (getattr(each, one.given).number for each in (one, other))
    if here is None or there is None:
        return False
    upward = one.given.removesuffix(suffix) in _UPWARD
    return bool(here >= there if upward else here <= there)


def _values(comparison: Comparison) -> frozenset[str]:
    return frozenset([comparison.is_] if comparison.is_ is not None else comparison.in_ or _NO_ONE)


def _bound(comparison: Comparison, directions: tuple[str, ...]) -> float | None:
    if comparison.given not in directions:
        return None
    number: float | None = getattr(comparison, comparison.given).number
    return number
