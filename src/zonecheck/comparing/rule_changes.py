"""What became of the rules, in words? Added, gone, in force by now, a limit moved, a nature or a code added.

Rules are held against each other part by part, as they are asked, not letter by letter: what reads otherwise and asks the
same is no change.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from zonecheck.predicates.industry import Industry
from zonecheck.predicates.limits import limit_words
from zonecheck.predicates.logic import All, leaves
from zonecheck.predicates.nature import Nature
from zonecheck.predicates.spatial import Within
from zonecheck.projects.vocabulary import NATURES
from zonecheck.words import Text, same

if TYPE_CHECKING:
    from datetime import date

    from zonecheck.predicates.question import Predicate
    from zonecheck.rules.rule import Pack, Rule

Kind = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One rule and what became of it; `text` says how, one part after the other."""

    rule: str
    title: Text
    document: str
    kind: Kind
    text: tuple[Text, ...]


def rule_changes(
    before: Sequence[Pack], after: Sequence[Pack], day_before: date, day_after: date
) -> Iterator[RuleChange]:
    """The rules in force on `day_before` against those in force on `day_after`, in the order of the later packs."""
    old, new = _in_force(before, day_before), _in_force(after, day_after)
    pairs = _paired(old, new)
    for key, rule in new.items():
        was = old.get(pairs.get(key, ""))
        if was is None:
            yield RuleChange(key, rule.title, rule.citation.document, "added", tuple(_since(rule)))
        elif differences := tuple(_differences(was, rule)):
            yield RuleChange(key, rule.title, rule.citation.document, "changed", differences)
    kept = set(pairs.values())
    for key, rule in old.items():
        if key not in kept:
            yield RuleChange(key, rule.title, rule.citation.document, "removed", tuple(_until(rule)))


def _in_force(packs: Sequence[Pack], day: date) -> dict[str, Rule]:
    return {
        rule.id: rule for pack in packs if day in pack.in_force for rule in pack.rules if day in rule.in_force
    }


def _paired(old: dict[str, Rule], new: dict[str, Rule]) -> dict[str, str]:
    """For each later rule the earlier one that it stands for: the same id, else the same name in another pack."""
    pairs = {key: key for key in new if key in old}
    free = {_name(key): key for key in old if key not in pairs}
    for key in new:
        if key not in pairs and _name(key) in free:
            pairs[key] = free.pop(_name(key))
    return pairs


def _name(key: str) -> str:
    return key.rpartition("/")[2]


def _since(rule: Rule) -> Iterator[Text]:
    yield _SINCE.fill(day=rule.in_force.start)


def _until(rule: Rule) -> Iterator[Text]:
    if rule.in_force.until:
        yield _UNTIL.fill(day=rule.in_force.until)


def _differences(old: Rule, new: Rule) -> Iterator[Text]:
    if old.effect != new.effect:
        yield _EFFECT.fill(old=_EFFECTS[old.effect], new=_EFFECTS[new.effect])
    for part, was, now in (
        (_APPLIES, old.applies_to, new.applies_to),
        (_DEMAND, old.demand, new.demand),
        (_UNLESS, old.unless, new.unless),
    ):
        yield from _part(part, was, now)
    if old.citation.document != new.citation.document:
        yield _DOCUMENT.fill(old=old.citation.document, new=new.citation.document)
    elif old.in_force != new.in_force:
        yield _PERIOD.fill(old=_period(old), new=_period(new))
    if old.waivable != new.waivable or old.if_unmet_review != new.if_unmet_review or old.needs != new.needs:
        yield _TREATMENT


def _part(part: Text, old: Predicate | None, new: Predicate | None) -> Iterator[Text]:
    """What differs in one part of the sentence."""
    if old == new:
        return
    if old is None or new is None:
        words = (new or old).words()  # type: ignore[union-attr]
        yield (_PROVISO_ADDED if old is None else _PROVISO_GONE).fill(words=words)
        return
    gone, come = _only(old, new), _only(new, old)
    told = False
    for was in list(gone):
        now = next((each for each in come if _alike(was, each)), None)
        if now is not None:
            gone.remove(was)
            come.remove(now)
            yield from _moved(was, now)
            told = True
    for each in gone:
        yield _QUESTION_GONE.fill(part=part, words=each.words())
    for each in come:
        yield _QUESTION_ADDED.fill(part=part, words=each.words())
    if not (told or gone or come):
        yield _JOINED.fill(part=part, old=old.words(), new=new.words())


def _only(one: Predicate, other: Predicate) -> list[Predicate]:
    """The questions that one asks and the other does not."""
    asked = set(leaves(other))
    return [leaf for leaf in dict.fromkeys(leaves(one)) if leaf not in asked and leaf != All(())]


def _alike(old: Predicate, new: Predicate) -> bool:
    """Whether two questions are the same but for a limit, a nature or a code."""
    match old, new:
        case Nature(only=a), Nature(only=b):
            return a == b
        case Industry(term=a), Industry(term=b):
            return a.id == b.id
        case Within(layer=a, where=b), Within(layer=c, where=d):
            return (a, b) == (c, d)
    return False


def _moved(old: Predicate, new: Predicate) -> Iterator[Text]:
    match old, new:
        case Nature(any_of=a), Nature(any_of=b):
            yield from (_ADDED.fill(what=_NATURE, which=NATURES[each]) for each in sorted(b - a))
            yield from (_GONE.fill(what=_NATURE, which=NATURES[each]) for each in sorted(a - b))
        case Industry(term=a), Industry(term=b):
            yield from _codes(b.name, a.yes, b.yes, _YES)
            yield from _codes(b.name, a.maybe, b.maybe, _MAYBE)
            if (a.settled_by, a.yes_if, a.maybe_if, a.no) != (b.settled_by, b.yes_if, b.maybe_if, b.no):
                yield _TERM.fill(term=b.name)
        case Within(limit_m=a, comparator=c), Within(limit_m=b, comparator=d):
            if a != b:
                yield _LIMIT.fill(old=_metres(a), new=_metres(b))
            if c != d:
                yield _QUESTION.fill(old=old.words(), new=new.words())


def _codes(term: Text, old: frozenset[str], new: frozenset[str], place: Text) -> Iterator[Text]:
    for words, codes in ((_CODES_ADDED, new - old), (_CODES_GONE, old - new)):
        if codes:
            yield words.fill(term=term, place=place, codes=same(" ".join(sorted(codes))))


def _metres(limit: object) -> Text:
    if isinstance(limit, int | float):
        return same(f"{limit / 1000:g} km" if limit >= 1000 else f"{limit:g} m")
    return limit_words(limit)  # type: ignore[arg-type]


def _period(rule: Rule) -> Text:
    start, until = rule.in_force.start, rule.in_force.until
    return Text(f"{start}至{until or '今'}", f"{start} to {until or 'now'}")


_EFFECTS = {
    "prohibit": Text("禁止", "a prohibition"),
    "review": Text("须人工认定", "a review"),
    "require": Text("要求", "a requirement"),
    "advise": Text("导向", "advice"),
}
_APPLIES, _DEMAND, _UNLESS = (
    Text("适用条件", "what it applies to"),
    Text("禁止或要求的内容", "what it forbids or requires"),
    Text("但书", "its proviso"),
)
_NATURE = Text("建设性质", "nature of construction")
_YES, _MAYBE = Text("属于", "certain"), Text("存疑", "doubtful")
_SINCE = Text("自{day}起施行", "in force since {day}")
_UNTIL = Text("{day}后不再施行", "in force until {day}")
_EFFECT = Text("由{old}改为{new}", "from {old} to {new}")
_PERIOD = Text("施行期间由{old}改为{new}", "in force {old} before, {new} now")
_DOCUMENT = Text("所据文件由 {old} 改为 {new}", "rests on {new}, before on {old}")
_TREATMENT = Text(
    "未满足或缺少资料时的处理有变", "what follows where it is not met, or data are missing, has changed"
)
_PROVISO_ADDED = Text("新增但书:{words}", "a proviso added: {words}")
_PROVISO_GONE = Text("取消但书:{words}", "the proviso gone: {words}")
_QUESTION_ADDED = Text("{part}新增:{words}", "{part}: added: {words}")
_QUESTION_GONE = Text("{part}取消:{words}", "{part}: gone: {words}")
_QUESTION = Text("由“{old}”改为“{new}”", "from '{old}' to '{new}'")
_JOINED = Text(
    "{part}的组合方式有变:由“{old}”改为“{new}”", "{part} is joined otherwise: '{old}' before, '{new}' now"
)
_ADDED = Text("{what}新增{which}", "{what}: {which} added")
_GONE = Text("{what}取消{which}", "{what}: {which} gone")
_CODES_ADDED = Text("{term}({place})新增行业代码 {codes}", "{term} ({place}): codes added: {codes}")
_CODES_GONE = Text("{term}({place})取消行业代码 {codes}", "{term} ({place}): codes gone: {codes}")
_TERM = Text("{term}的判定办法有变", "how doubt about {term} is settled has changed")
_LIMIT = Text("限值由 {old} 改为 {new}", "limit {old} → {new}")
