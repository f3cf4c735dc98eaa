"""To which verdict do the answers to a rule's questions lead? Contract section 3 as a small table for one rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zonecheck.predicates.logic import All
from zonecheck.words import Text

if TYPE_CHECKING:
    from zonecheck.results import Outcome, Truth, Verdict
    from zonecheck.rules.rule import Rule


@dataclass(frozen=True, slots=True)
class Line:
    """Answers, None where they make no difference; what comes out, and the verdict of a project with nothing worse."""

    applies_to: Truth | None
    demand: Truth | None
    unless: Truth | None
    outcome: Outcome
    verdict: Verdict | None = None
    note: Text | None = None


def table(rule: Rule) -> list[Line]:
    """Read from the top: the first line that fits."""
    return list(_ban(rule) if rule.effect in ("prohibit", "review") else _duty(rule))


def _ban(rule: Rule) -> Iterator[Line]:
    if rule.applies_to != All(()):
        yield Line("no", None, None, "not_applicable")
    yield Line(None, "no", None, "satisfied")
    if rule.unless:
        yield Line(None, None, "yes", "exempt")
    excused: Truth | None = "no" if rule.unless else None
    if rule.effect == "prohibit":
        yield Line("yes", "yes", excused, "violated", "prohibited", _WAIVABLE if rule.waivable else None)
    else:
        yield Line("yes", "yes", excused, "undetermined", "review", _DISCRETION)
    if rule.needs:
        yield Line(None, "unknown", None, "open", None, _NEEDS)
    yield Line("unknown", "unknown", "unknown" if rule.unless else None, "undetermined", "review", _UNKNOWN)


def _duty(rule: Rule) -> Iterator[Line]:
    advice = rule.effect == "advise"
    unmet: Verdict | None = None if advice else "review" if rule.if_unmet_review else "conditional"
    if rule.applies_to != All(()):
        yield Line("no", None, None, "not_applicable")
    yield Line(None, "yes", None, "met")
    yield Line("yes", "no", None, "unmet", unmet)
    if rule.if_unmet_review and rule.applies_to != All(()):
        yield Line("unknown", "no", None, "undetermined", "review")
    yield Line(None, "unknown", None, "open", None, _OPEN)


_DISCRETION = Text("由主管部门裁量", "for the authority to decide")
_NEEDS = Text(
    "只缺须由使用者提供的资料时；--require 时须人工认定",
    "if only what the user has is missing; review with --require",
)
_UNKNOWN = Text("任一项不明而结果取决于它时", "if the outcome hangs on an answer that is not known")
_OPEN = Text("列为待办", "a thing to do")
_WAIVABLE = Text("可经人工认定豁免", "a person may waive it")
