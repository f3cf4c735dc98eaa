"""Which projects are judged otherwise, and because of which rules? Two runs over the same projects, side by side.

The two runs are gone through together and only projects that differ are kept, so that a portfolio may be of any length.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zonecheck.comparing.rule_changes import RuleChange, rule_changes
from zonecheck.screening import screen
from zonecheck.screening.references import open_packs

if TYPE_CHECKING:
    from datetime import date

    from zonecheck.results import Finding, Outcome, ProjectResult, Run, Verdict
    from zonecheck.screening import Request

_LOUD = frozenset({"violated", "undetermined", "unmet"})


@dataclass(frozen=True, slots=True)
class Turn:
    """One rule that comes out otherwise; None on the side on which it was not asked. `finding` is the later one, if any;
    `earlier` the one before, None where there was none."""

    rule: str
    before: Outcome | None
    after: Outcome | None
    finding: Finding
    earlier: Finding | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A project of which something that counts differs: its verdict, or a rule that speaks up or falls silent."""

    before: ProjectResult
    after: ProjectResult
    turns: tuple[Turn, ...]

    @property
    def flips(self) -> bool:
        return self.before.verdict != self.after.verdict


@dataclass(frozen=True, eq=False)
class Comparison:
    """`before` and `after` are the runs without their projects; `flips` counts projects by verdict before and after."""

    before: Run
    after: Run
    projects: int
    changes: tuple[Change, ...]
    flips: Mapping[tuple[Verdict, Verdict], int]
    rules: tuple[RuleChange, ...]
    invalid: int

    @property
    def differs(self) -> bool:
        return bool(self.changes or self.rules)


def compare(before: Request, after: Request) -> Comparison:
    """The projects of both requests, which name the same inputs, and the rules of both.

    Raises what `screen` raises.
    """
    first, second = screen(before), screen(after)
    flips: Counter[tuple[Verdict, Verdict]] = Counter()
    changes: list[Change] = []
    projects = invalid = 0
    for old, new in zip(first.run.projects, second.run.projects, strict=True):
        projects += 1
        invalid += new.verdict == "invalid"
        change = Change(old, new, tuple(_turns(old, new)))
        if change.flips:
            flips[old.verdict, new.verdict] += 1
        if change.flips or change.turns:
            changes.append(change)
    return Comparison(
        first.run, second.run, projects, tuple(changes), dict(flips), tuple(_rules(before, after)), invalid
    )


def _turns(old: ProjectResult, new: ProjectResult) -> Iterator[Turn]:
    """The rules that speak up on one side and come out otherwise on the other; worst first on the later side."""
    before, after = _by_rule(old), _by_rule(new)
    for rule in dict.fromkeys([*after, *before]):
        was, now = before.get(rule), after.get(rule)
        outcomes = (was.outcome if was else None, now.outcome if now else None)
        found = now or was
        if found and outcomes[0] != outcomes[1] and _LOUD & set(outcomes) and found.effect != "advise":
            yield Turn(rule, *outcomes, found, was)


def _by_rule(project: ProjectResult) -> dict[str, Finding]:
    return {finding.rule: finding for finding in project.findings}


def _rules(before: Request, after: Request) -> Iterator[RuleChange]:
    yield from rule_changes(open_packs(before.packs), open_packs(after.packs), _day(before), _day(after))


def _day(request: Request) -> date:
    return request.on or request.today
