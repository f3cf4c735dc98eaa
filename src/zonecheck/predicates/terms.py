"""Is an industry code meant by a legal term? Yes, no, or doubtful, and what would settle the doubt.

A term is a list of GB/T 4754-2017 codes. A code covers all below it and the longest match wins; a code coarser than
the list is firm only if all classes below it agree. A code whose meaning depends on the edition is asked in each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from zonecheck.truth import NO, UNKNOWN, YES, Cause

if TYPE_CHECKING:
    import numpy as np

    from zonecheck.projects.industry import Classification, Codes, Edition
    from zonecheck.words import Text


@dataclass(frozen=True)
class Term:
    """A defined legal term as GB/T 4754-2017 codes.

    `settled_by` names the attribute that settles a `maybe` and that, stated no, puts a `yes` code in doubt. On a code
    outside the lists, `yes_if` are attributes any of which, stated yes, brings it in, and `maybe_if` are attributes
    which, all stated yes, make it doubtful; silence about them is read as no.
    """

    id: str
    name: Text
    yes: frozenset[str]
    maybe: frozenset[str]
    settled_by: str | None = None
    yes_if: tuple[str, ...] = ()
    maybe_if: tuple[str, ...] = ()
    interpretation: Text | None = None
    no: frozenset[str] = frozenset()

    @property
    def statements(self) -> tuple[str, ...]:
        """The attributes besides the codes that it reads."""
        settled = (self.settled_by,) if self.settled_by else ()
        return tuple(dict.fromkeys((*settled, *self.yes_if, *self.maybe_if)))

    @cached_property
    def _listed(self) -> Mapping[str, str]:
        lists = (("no", self.no), ("maybe", self.maybe), ("yes", self.yes))
        return {code: word for word, codes in lists for code in codes}

    def lists(self, code: str) -> str:
        """`yes`, `maybe`, `no`, or `outside` where no listed code covers this one."""
        for length in range(len(code), 0, -1):
            if word := self._listed.get(code[:length]):
                return word
        return "outside"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one project's codes answer: `facts` would settle an unknown; `code` is the one that decided, if one did."""

    truth: np.int8
    because: Cause
    facts: frozenset[str]
    code: str | None = None


def judge(
    term: Term,
    codes: Codes,
    edition: Edition | None,
    stated: Mapping[str, bool | None],
    known: Classification,
) -> Finding:
    """Several codes: any yes is yes; else any doubt is a doubt; else no."""
    found = [_judge_code(term, code, known.meanings(code, edition), stated, known) for code in codes.codes]
    for truth in (YES, UNKNOWN):
        deciding = [each for each in found if each.truth == truth]
        if deciding:
            because = Cause(0)
            for each in deciding:
                because |= each.because
            return Finding(
                truth, because, frozenset().union(*(each.facts for each in deciding)), deciding[0].code
            )
    return found[0]


def _judge_code(
    term: Term, code: str, meanings: frozenset[str], stated: Mapping[str, bool | None], known: Classification
) -> Finding:
    """One written code in all its meanings and, where it is coarse, all classes below it."""
    by_meaning = {
        meant: [_judge_class(term, leaf, stated) for leaf in known.classes_below(meant)] for meant in meanings
    }
    found = [each for leaves in by_meaning.values() for each in leaves]
    if not found:
        return Finding(UNKNOWN, Cause.MISSING_ATTRIBUTE, frozenset({"industry"}), code)
    truths = {each.truth for each in found}
    if len(truths) == 1 and UNKNOWN not in truths:
        return Finding(found[0].truth, Cause(0), frozenset(), code)
    facts = frozenset().union(*(each.facts for each in found))
    because = Cause(0)
    for each in found:
        because |= each.because
    if len(truths) > 1:
        coarse = any(len({each.truth for each in leaves}) > 1 for leaves in by_meaning.values())
        facts |= {"industry" if coarse else "industry_edition"}
        because |= Cause.MISSING_ATTRIBUTE
    return Finding(UNKNOWN, because, facts, code)


def _judge_class(term: Term, leaf: str, stated: Mapping[str, bool | None]) -> Finding:
    listed = term.lists(leaf)
    settled = stated.get(term.settled_by) if term.settled_by else None
    if listed == "yes":
        if settled is False:
            return Finding(UNKNOWN, Cause.INTERPRETATION, frozenset())
        return Finding(YES, Cause(0), frozenset())
    if listed == "maybe":
        return _judge_maybe(term, settled)
    if any(stated.get(name) for name in term.yes_if):
        return Finding(YES, Cause(0), frozenset())
    if term.maybe_if and all(stated.get(name) for name in term.maybe_if):
        return Finding(UNKNOWN, Cause.INTERPRETATION, frozenset())
    return Finding(NO, Cause(0), frozenset())


def _judge_maybe(term: Term, settled: bool | None) -> Finding:
    if settled is not None:
        return Finding(YES if settled else NO, Cause(0), frozenset())
    if term.settled_by is None:
        return Finding(UNKNOWN, Cause.INTERPRETATION, frozenset())
    return Finding(UNKNOWN, Cause.MISSING_ATTRIBUTE, frozenset({term.settled_by}))
