"""In which small ways could a pack be wrong? Versions of it, each with one mistake, for its cases to notice.

A limit a tenth too low or too high, a number that is or is not included, a nature, a code or a feature too few, one part
of a condition forgotten, a day too early. Mutants are made of the typed rules: no file is written, nothing is parsed again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from zonecheck.predicates.industry import Industry
from zonecheck.predicates.logic import All, Not
from zonecheck.predicates.logic import Any as Some
from zonecheck.rules.mutated_questions import Changes, feature_lost, of_question
from zonecheck.rules.rule import Period
from zonecheck.words import Text, same

if TYPE_CHECKING:
    from zonecheck.predicates.question import Predicate
    from zonecheck.predicates.terms import Term
    from zonecheck.rules.rule import Pack, Rule


@dataclass(frozen=True, slots=True)
class Mutant:
    """A version of a pack with one mistake, at `place`. It holds no other rules than those that differ, unless it is
    `whole`: then only verdicts can tell it apart."""

    place: str
    change: Text
    pack: Pack
    whole: bool = False


def mutants(pack: Pack) -> Iterator[Mutant]:
    """Every mutant of a pack, rule by rule, then those of its terms, its districts and its days."""
    for rule in pack.rules:
        for part, change, changed in _of_rule(rule):
            yield Mutant(f"{_short(rule)}: {part}", change, replace(pack, rules=(changed,)))
        if rule.effect == "require":
            changed = replace(rule, if_unmet_review=not rule.if_unmet_review)
            rules = tuple(changed if each is rule else each for each in pack.rules)
            yield Mutant(f"{_short(rule)}: if_unmet", _FLIPPED, replace(pack, rules=rules), whole=True)
    yield from _of_terms(pack)
    yield from _of_districts(pack)
    yield from _of_days(pack)


def _short(rule: Rule) -> str:
    return rule.id.rpartition("/")[2]


def _of_rule(rule: Rule) -> Iterator[tuple[str, Text, Rule]]:
    demand = "forbids" if rule.effect in ("prohibit", "review") else "requires"
    for path, change, question in _inside(rule.applies_to, ("applies_to",)):
        yield "/".join(path), change, replace(rule, applies_to=question)
    for path, change, question in _inside(rule.demand, (demand,)):
        yield "/".join(path), change, replace(rule, demand=question)
    if rule.unless:
        yield "unless", _DROPPED, replace(rule, unless=None)
        for path, change, question in _inside(rule.unless, ("unless",)):
            yield "/".join(path), change, replace(rule, unless=question)
    for need in sorted(rule.needs) if demand == "forbids" else ():  # a duty that waits is open in any case
        yield "needs", _WITHOUT.fill(what=need), replace(rule, needs=rule.needs - {need})


def _inside(question: Predicate, path: tuple[str, ...]) -> Changes:
    """The mutants of a question and of all that it is made of."""
    if isinstance(question, Not):
        yield path, _NO_LONGER_NOT, question.parts[0]
        for place, change, part in _inside(question.parts[0], (*path, "not")):
            yield place, change, Not((part,))
    elif isinstance(question, All | Some):
        yield from _of_joined(question, path)
    else:
        yield from of_question(question, path)


def _of_joined(question: All | Some, path: tuple[str, ...]) -> Changes:
    key, other, kind = ("all", Some, All) if isinstance(question, All) else ("any", All, Some)
    parts = question.parts
    if len(parts) > 1:
        yield (*path, key), Text(f"{key} → {_OTHER[key]}", f"{key} → {_OTHER[key]}"), other(parts)
    for position, part in enumerate(parts):
        here = (*path, key, str(position))
        if len(parts) > 1:
            yield here, _DROPPED, kind((*parts[:position], *parts[position + 1 :]))
        for place, change, new in _inside(part, here):
            yield place, change, kind((*parts[:position], new, *parts[position + 1 :]))


def _of_terms(pack: Pack) -> Iterator[Mutant]:
    for key, term in pack.terms.items():
        users = [rule for rule in pack.rules if any(term == each.term for each in _industries(rule))]
        apart = term.settled_by is not None or any(rule.effect != "review" for rule in users)
        for part, change, changed in (*_fewer(term), *(_moved(term) if apart else ())):
            rules = tuple(_with_term(rule, term, changed) for rule in users)
            if rules:
                yield Mutant(f"terms/{key}: {part}", change, replace(pack, rules=rules))


def _moved(term: Term) -> Iterator[tuple[str, Text, Term]]:
    """A certain code made doubtful and the other way round: no difference where a person decides in any case."""
    for code in sorted(term.yes):
        doubtful = replace(term, yes=term.yes - {code}, maybe=term.maybe | {code})
        yield "yes", _MOVED.fill(code=code, to="maybe"), doubtful
    for code in sorted(term.maybe):
        certain = replace(term, maybe=term.maybe - {code}, yes=term.yes | {code})
        yield "maybe", _MOVED.fill(code=code, to="yes"), certain


def _fewer(term: Term) -> Iterator[tuple[str, Text, Term]]:
    for code in sorted(term.yes):
        yield "yes", _WITHOUT.fill(what=code), replace(term, yes=term.yes - {code})
    for code in sorted(term.maybe):
        yield "maybe", _WITHOUT.fill(what=code), replace(term, maybe=term.maybe - {code})
    for code in sorted(term.no):
        yield "no", _WITHOUT.fill(what=code), replace(term, no=term.no - {code})
    if term.settled_by:
        yield "settled_by", _DROPPED, replace(term, settled_by=None)
    for name in term.yes_if:
        rest = tuple(each for each in term.yes_if if each != name)
        yield "yes_if", _WITHOUT.fill(what=name), replace(term, yes_if=rest)
    for name in term.maybe_if:
        rest = tuple(each for each in term.maybe_if if each != name)
        yield "maybe_if", _WITHOUT.fill(what=name), replace(term, maybe_if=rest)


def _industries(rule: Rule) -> Iterator[Industry]:
    found: list[Industry] = []

    def note(leaf: Predicate) -> Predicate:
        if isinstance(leaf, Industry):
            found.append(leaf)
        return leaf

    _everywhere(rule, note)
    yield from found


def _with_term(rule: Rule, old: Term, new: Term) -> Rule:
    def exchange(leaf: Predicate) -> Predicate:
        return Industry(new) if isinstance(leaf, Industry) and leaf.term == old else leaf

    return _everywhere(rule, exchange)


def _everywhere(rule: Rule, change: Callable[[Predicate], Predicate]) -> Rule:
    """The rule with every question that is asked of the project itself changed."""
    return replace(
        rule,
        applies_to=_mapped(rule.applies_to, change),
        demand=_mapped(rule.demand, change),
        unless=_mapped(rule.unless, change) if rule.unless else None,
    )


def _mapped(question: Predicate, change: Callable[[Predicate], Predicate]) -> Predicate:
    if isinstance(question, All | Some | Not):
        return type(question)(tuple(_mapped(part, change) for part in question.parts))
    return change(question)


def _of_districts(pack: Pack) -> Iterator[Mutant]:
    if pack.jurisdiction is None:
        return
    for change, where in feature_lost(pack.jurisdiction.where):
        changed = replace(pack, jurisdiction=replace(pack.jurisdiction, where=where))
        yield Mutant("jurisdiction", change, changed)


def _of_days(pack: Pack) -> Iterator[Mutant]:
    """The days of the pack, which most of its rules share, and those of each rule that has its own."""
    whole = Period(pack.in_force.start, pack.in_force.until)
    for part, change, period in _shifted(whole):
        rules = tuple(replace(rule, in_force=_within(rule, whole, period)) for rule in pack.rules)
        periods = frozenset(rule.in_force for rule in rules)
        changed = replace(pack, in_force=period, rules=rules, periods=periods)
        yield Mutant(f"in_force: {part}", change, changed)
    for rule in pack.rules:
        for part, change, period in _shifted(rule.in_force):
            if getattr(rule.in_force, _FIELD[part]) != getattr(whole, _FIELD[part]):
                changed = replace(pack, rules=(replace(rule, in_force=period),), periods=frozenset({period}))
                yield Mutant(f"{_short(rule)}: in_force/{part}", change, changed)


def _within(rule: Rule, old: Period, new: Period) -> Period:
    """The days of a rule where those of its pack move: an end that is the pack's own moves along."""
    start = new.start if rule.in_force.start == old.start else rule.in_force.start
    return Period(start, new.until if rule.in_force.until == old.until else rule.in_force.until)


def _shifted(period: Period) -> Iterator[tuple[str, Text, Period]]:
    for days in (-1, 1):
        start = period.start + timedelta(days=days)
        yield "from", _becomes(period.start, start), replace(period, start=start)
        if period.until:
            until = period.until + timedelta(days=days)
            yield "until", _becomes(period.until, until), replace(period, until=until)


def _becomes(old: date, new: date) -> Text:
    return same(f"{old} → {new}")


_FIELD = {"from": "start", "until": "until"}
_OTHER = {"all": "any", "any": "all"}
_DROPPED = Text("去掉", "left out")
_WITHOUT = Text("去掉 {what}", "without {what}")
_MOVED = Text("{code} 移入 {to}", "{code} moved to {to}")
_FLIPPED = Text("写与不写 review 互换", "with and without review exchanged")
_NO_LONGER_NOT = Text("去掉 not", "without its not")
