"""Which parts of a pack can never matter, and which of its rules contradict one another?

An alternative that another one covers, a fallback behind a number, a code that a shorter one covers already; two rules
that ask the same, or of which one forbids what the other requires. Only what is certain from the text is named.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import combinations
from typing import TYPE_CHECKING

from zonecheck.rules.implied import excludes, implies
from zonecheck.words import Text

if TYPE_CHECKING:
    from zonecheck.rules.language import PackText, RuleText, TermText
    from zonecheck.rules.questions import LimitText, Path, Question

Fault = tuple["Path", Text]


def clashes(pack: PackText) -> Iterator[Fault]:
    """Every part of the pack that can never matter, and every pair of rules that cannot both be meant."""
    for key, term in pack.terms.items():
        yield from _covered_codes(term, ("terms", key))
    for position, rule in enumerate(pack.rules):
        for path, question in rule.questions(("rules", position)):
            yield from _unreached(question, path)
    for (_, one), (place, other) in combinations(enumerate(pack.rules), 2):
        if text := _conflict(pack, one, other):
            yield ("rules", place, "id"), text
    yield from _displaced(pack)


def _covered_codes(term: TermText, path: Path) -> Iterator[Fault]:
    listed = {code: word for word in ("yes", "maybe", "no") for code in getattr(term, word)}
    for word in ("yes", "maybe", "no"):
        for position, code in enumerate(getattr(term, word)):
            above = next((code[:end] for end in range(len(code) - 1, 1, -1) if code[:end] in listed), None)
            if above and listed[above] == word:
                yield (*path, word, position), _COVERED.fill(code=code, above=above)


def _unreached(question: Question, path: Path) -> Iterator[Fault]:
    yield from _alternatives(question.any or (), (*path, "any"))
    yield from _conditions(question.all or (), (*path, "all"))
    for key, comparison in (
        ("attribute", question.attribute),
        ("zone", question.zone),
        ("within", question.within),
    ):
        for name in ("at_least", "at_most", "more_than", "less_than"):
            suffix = f"{name}_m" if key == "within" else name
            if limit := getattr(comparison, suffix, None):
                yield from _fallbacks(limit, (*path, key, suffix))


def _alternatives(parts: Sequence[Question], path: Path) -> Iterator[Fault]:
    """One that says yes only where another one does."""
    for position, part in enumerate(parts):
        for other, wider in enumerate(parts):
            if other != position and implies(part, wider) and not (other > position and implies(wider, part)):
                yield (*path, position), _NEVER_REACHED.fill(n=position + 1, m=other + 1)
                break


def _conditions(parts: Sequence[Question], path: Path) -> Iterator[Fault]:
    """Two that are never yes together, or one that asks nothing more than another."""
    for (first, one), (second, other) in combinations(enumerate(parts), 2):
        if excludes(one, other):
            yield (*path, second), _NEVER_BOTH.fill(n=first + 1, m=second + 1)
        elif implies(one, other):
            yield (*path, second), _NOTHING_MORE.fill(n=second + 1, m=first + 1)
        elif implies(other, one):
            yield (*path, first), _NOTHING_MORE.fill(n=first + 1, m=second + 1)


def _fallbacks(limit: LimitText, path: Path) -> Iterator[Fault]:
    """What stands behind a number in `first_of`: a number is always known."""
    known = False
    for position, each in enumerate(limit.first_of or ()):
        if known:
            yield (*path, "first_of", position), _BEHIND_A_NUMBER
        known |= each.number is not None


def _conflict(pack: PackText, one: RuleText, other: RuleText) -> Text | None:
    if not _overlap(pack, one, other) or one.applies_to != other.applies_to:
        return None
    if (one.forbids or one.requires) == (other.requires or other.forbids) and one.unless == other.unless:
        if bool(one.forbids) != bool(other.forbids):
            return _FORBIDS_AND_REQUIRES.fill(one=one.id)
        return _ASKED_TWICE.fill(one=one.id) if one.effect == other.effect else _TWO_EFFECTS.fill(one=one.id)
    return None


def _overlap(pack: PackText, one: RuleText, other: RuleText) -> bool:
    (a_start, a_end), (b_start, b_end) = _days(pack, one), _days(pack, other)
    return (b_end is None or a_start <= b_end) and (a_end is None or b_start <= a_end)


def _days(pack: PackText, rule: RuleText) -> tuple[date, date | None]:
    whole, own = pack.in_force, rule.in_force
    return (own and own.from_) or whole.from_, (own and own.until) or whole.until


def _displaced(pack: PackText) -> Iterator[Fault]:
    """A rule of this pack that displaces another must be there."""
    rules = {rule.id for rule in pack.rules}
    for position, rule in enumerate(pack.rules):
        owner, _, name = (rule.displaced_by or "").partition("/")
        if owner == pack.id and name not in rules:
            yield ("rules", position, "displaced_by"), _NO_DISPLACER.fill(name=rule.displaced_by)


_COVERED = Text(
    "{code} 已由 {above} 包含，不起作用；请去掉其一",
    "{code} is covered by {above} already; leave one of them out",
)
_NEVER_REACHED = Text(
    "第 {n} 个选项永远不起作用：凡符合它的，都已符合第 {m} 个",
    "alternative {n} is never reached: whatever it meets, alternative {m} meets as well",
)
_NEVER_BOTH = Text(
    "第 {n} 项与第 {m} 项不可能同时满足，规则永远不适用",
    "parts {n} and {m} are never met together, so this never applies",
)
_NOTHING_MORE = Text(
    "第 {n} 项不起作用：凡符合第 {m} 项的都符合它",
    "part {n} asks nothing more: whatever meets part {m} meets it",
)
_BEHIND_A_NUMBER = Text(
    "永远取不到：前面的数值总是已知的", "never reached: the number before it is always known"
)
_FORBIDS_AND_REQUIRES = Text(
    "与规则 {one} 冲突：一条禁止的正是另一条要求的",
    "conflicts with the rule {one}: what one forbids the other requires",
)
_TWO_EFFECTS = Text(
    "与规则 {one} 冲突：问的相同，效力不同",
    "conflicts with the rule {one}: they ask the same with different effects",
)
_ASKED_TWICE = Text("与规则 {one} 重复：问的完全相同", "asks the very same as the rule {one}")
_NO_DISPLACER = Text("没有规则 {name}", "there is no rule {name}")
