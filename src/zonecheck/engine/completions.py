"""What is true however the missing facts turn out? Kleene's answer, sharpened where facts are shared.

`a or not a` is unknown to Kleene and true in fact. So where Kleene's answer is unknown every way in which the missing
facts could be filled is tried. Rows that look alike are tried once. Above LIMIT completions Kleene's answer stands.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from zonecheck.engine.lacking import Lack, lacks
from zonecheck.engine.traits import (
    Trait,
    answered,
    distinct,
    judged_on,
    known_again,
    numbered,
    stated,
    unlike,
)
from zonecheck.predicates.logic import leaves
from zonecheck.predicates.spatial import limit_moves
from zonecheck.predicates.table import LAYER_CAUSES
from zonecheck.predicates.zones import Zones
from zonecheck.truth import NO, UNKNOWN, Answers, Cause, answers

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonecheck.predicates.question import Predicate
    from zonecheck.predicates.table import Table

T = TypeVar("T")

NEEDS_A_PERSON = Cause.DISCRETION | Cause.INTERPRETATION | Cause.CONTRADICTION


@dataclass(frozen=True, eq=False)
class Completed:
    """The answers over all completions; by fact, the rows in which it can still change the answer."""

    answers: Answers
    facts: Mapping[str, NDArray[np.bool_]]


def complete(predicate: Predicate, table: Table) -> Completed:
    """The answer to `predicate` in each row, over every way the missing facts could be filled."""
    found = predicate.ask(table)
    rows = np.flatnonzero(found.truth == UNKNOWN)
    if not len(rows):
        return Completed(found, {})
    unknown = table.take(rows)
    traits = _traits(predicate, unknown)
    first, inverse = distinct(traits)
    each = _each_once(
        unknown.take(first), (predicate,), known_again(traits, first), lambda new: _ends(predicate, new)
    )
    truth, because = found.truth.copy(), found.because.copy()
    truth[rows] = np.array([one.truth for one in each], dtype=np.int8)[inverse]
    because[rows] = np.array([one.because for one in each], dtype=np.uint16)[inverse]
    facts = {
        name: np.zeros(len(table), dtype=bool) for name in sorted(set().union(*(one.facts for one in each)))
    }
    for name, mask in facts.items():
        mask[rows] = np.array([name in one.facts for one in each])[inverse]
    return Completed(answers(truth, because), facts)


def could_settle(predicate: Predicate, table: Table, names: frozenset[str]) -> NDArray[np.bool_]:
    """Rows in which, whatever the other missing facts are, those of `names` alone could still make the answer no."""
    traits = _traits(predicate, table)
    first, inverse = distinct(traits)
    keys = known_again(traits, first)
    each = _each_once(
        table.take(first),
        (predicate, frozenset(names)),
        keys,
        lambda new: _could_settle(predicate, new, names),
    )
    return np.array(each, dtype=bool)[inverse]


def _could_settle(predicate: Predicate, table: Table, names: frozenset[str]) -> list[bool]:
    settled = np.zeros(len(table), dtype=bool)
    for lack in lacks([predicate], table):
        free = tuple(axis for axis, fact in enumerate(lack.facts, 1) if fact.name in names)
        if lack.whole and free:
            truth = lack.shaped(predicate.ask(lack.grid).truth).min(free)
            settled[lack.rows] = (truth == NO).reshape(len(truth), -1).all(1)
    found: list[bool] = settled.tolist()
    return found


def _each_once(
    table: Table, asked: Hashable, keys: Sequence[Hashable], find: Callable[[Table], Sequence[T]]
) -> list[T]:
    """What `find` finds of each row, once for all tables: rows of the same key, which `asked` goes with, end alike."""
    known: dict[Hashable, T] = table.space.memo.setdefault(asked, {})
    new = [place for place, key in enumerate(keys) if key not in known]
    if new:
        found = find(table.take(np.array(new)))
        known.update({keys[place]: end for place, end in zip(new, found, strict=True)})
    return [known[key] for key in keys]


@dataclass(frozen=True, slots=True)
class _End:
    """What a row comes to over all completions; the facts are those that can still change it."""

    truth: int
    because: int
    facts: frozenset[str]


def _ends(predicate: Predicate, table: Table) -> list[_End]:
    found = _complete(predicate, table)
    facts = [frozenset(name for name, mask in found.facts.items() if mask[row]) for row in range(len(table))]
    told = zip(found.answers.truth.tolist(), found.answers.because.tolist(), facts, strict=True)
    return [_End(*each) for each in told]


def _traits(predicate: Predicate, table: Table) -> list[Trait]:
    """What makes a row end like another: each answer with its reasons, what is missing, stated and assumed.

    They also stand alike to every zone, and are judged by one day: a completion may say in which zone the project lies.
    """
    traits = [judged_on(table), *(numbered(each, 3) for each in Zones(table).standing())]
    for leaf in dict.fromkeys(leaves(predicate)):
        traits.append(answered(leaf.ask(table)))
        traits += [_lacking(name, mask) for name, mask in leaf.lacks(table).items()]
        traits += [
            _assuming(fact, truth)
            for (fact, question), truth in table.assumed.items()
            if question == leaf.key
        ]
        if limit_moves(leaf):
            traits.append(unlike(table))
        if leaf.layers and not leaf.reads & {"park"}:
            continue
        traits += [stated(table.columns[name]) for name in sorted(leaf.reads) if name in table.columns]
    return traits


def _lacking(name: str, mask: NDArray[np.bool_]) -> Trait:
    return Trait(mask.astype(np.int64), 2, lambda row: ("lacks", name if mask[row] else None))


def _assuming(fact: str, truth: NDArray[np.int8]) -> Trait:
    return Trait(truth.astype(np.int64) + 1, 4, lambda row: ("assumes", fact, int(truth[row])))


def _complete(predicate: Predicate, table: Table) -> Completed:
    """As `complete`, where no row is answered as it stands."""
    truth, because = np.full(len(table), UNKNOWN), np.zeros(len(table), dtype=np.uint16)
    facts: dict[str, NDArray[np.bool_]] = {}
    for lack in lacks([predicate], table):
        some = _over_all(predicate, lack) if lack.whole else _as_it_stands(predicate, lack)
        truth[lack.rows], because[lack.rows] = some.answers.truth, some.answers.because
        for name, mask in some.facts.items():
            facts.setdefault(name, np.zeros(len(table), dtype=bool))[lack.rows] = mask
    return Completed(answers(truth, because), {name: mask for name, mask in facts.items() if mask.any()})


def _as_it_stands(predicate: Predicate, lack: Lack) -> Completed:
    """Where there is too much to try: whatever is missing may tell."""
    every = np.ones(len(lack.rows), dtype=bool)
    return Completed(predicate.ask(lack.table), {fact.name: every for fact in lack.facts})


def _over_all(predicate: Predicate, lack: Lack) -> Completed:
    """The answer to all completions, why it is unknown, and the facts that can change it."""
    found = predicate.ask(lack.grid)
    truth = lack.shaped(found.truth)
    each = truth.reshape(len(truth), -1)
    settled = (each.min(1) == each.max(1)) & (each[:, 0] != UNKNOWN)
    telling = {fact.name: _varies(truth, axis) for axis, fact in enumerate(lack.facts, 1)}
    for name, mask in _unenumerable(predicate, lack, found).items():
        telling[name] = telling.get(name, False) | mask
    telling = {name: mask & ~settled for name, mask in telling.items()}
    because = _causes(predicate, lack, telling, found)
    return Completed(answers(np.where(settled, each[:, 0], UNKNOWN), because), telling)


def _varies(truth: NDArray[np.int8], axis: int) -> NDArray[np.bool_]:
    """Rows in which, for some values of the other facts, those of one lead to different answers."""
    varies = truth.max(axis) != truth.min(axis)
    return np.asarray(varies.reshape(len(truth), -1).any(1))


def _unenumerable(predicate: Predicate, lack: Lack, found: Answers) -> Mapping[str, NDArray[np.bool_]]:
    """Facts for which no values can be tried and which still leave some completion unknown."""
    unknown = found.truth == UNKNOWN
    lacking = predicate.lacks(lack.grid) if unknown.any() else {}
    return {name: lack.some(mask & unknown) for name, mask in lacking.items()}


def _causes(
    predicate: Predicate, lack: Lack, telling: Mapping[str, NDArray[np.bool_]], found: Answers
) -> NDArray[np.uint16]:
    """Of the causes in a row as it stands: those that go with the facts that tell, and those that no fact removes."""
    stated = predicate.ask(lack.table).because
    remaining = np.where(found.truth == UNKNOWN, found.because, np.uint16(0)).reshape(len(stated), -1)
    kept = stated & np.bitwise_or.reduce(remaining, axis=1) & NEEDS_A_PERSON
    for name, mask in telling.items():
        of_layer = stated & LAYER_CAUSES if name in predicate.layers else np.uint16(0)
        kept |= np.where(mask, of_layer | _of_fact(name, lack.table), np.uint16(0))
    return np.where(kept != 0, kept, stated)


def _of_fact(name: str, table: Table) -> np.uint16:
    """The cause that goes with a missing fact, whatever the row says as it stands."""
    if name == "extent_m":
        return np.uint16(Cause.EXTENT)
    return np.uint16(Cause.MISSING_ATTRIBUTE if name in table.columns or "." in name else 0)
