"""Which findings has a person decided, and does the decision still hold?

A decision is looked up by rule and project and holds if outline, facts and day agree. `undetermined` becomes what was
decided; `violated` can only be waived, and only where the rule says so: it then counts as a duty that is not met.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from zonecheck.engine.findings import facts_sha256
from zonecheck.engine.outcomes import NOT_APPLICABLE, SATISFIED, UNDETERMINED, UNMET, VIOLATED
from zonecheck.engine.verdicts import CLEAR, CONDITIONAL, PROHIBITED
from zonecheck.projects.outline import outline_sha256

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonecheck.engine.outcomes import Judged
    from zonecheck.engine.verdicts import Docket
    from zonecheck.predicates.table import Table
    from zonecheck.rules.decision import Decision
    from zonecheck.rules.rule import Rule

State = Literal["applied", "expired", "not_yet", "moved", "changed", "no_question", "unused"]

SOON: Final = timedelta(days=30)
_BECOMES: Final[Mapping[str, np.int8]] = {
    "not_applicable": NOT_APPLICABLE,
    "satisfied": SATISFIED,
    "violated": VIOLATED,
    "waived": UNMET,
}


@dataclass(frozen=True, slots=True)
class Use:
    """What became of one decision on one batch; `row` is -1 where no project of the batch bears its id."""

    decision: Decision
    state: State
    rule: int = -1
    row: int = -1
    expires_soon: bool = False


def uses(decisions: Sequence[Decision], docket: Docket, table: Table) -> list[Use]:
    """What becomes of each decision, for each project it names."""
    return [use for decision in decisions for use in _uses(decision, docket, table)]


def _uses(decision: Decision, docket: Docket, table: Table) -> Iterator[Use]:
    found = False
    for position, rule in enumerate(docket.rules):
        if rule.id != decision.rule:
            continue
        for row in np.flatnonzero(
            table.columns["id"].spread(lambda name: name == decision.project, False, bool)
        ):
            found = True
            yield _use(decision, rule, docket.judged[position], table, position=position, row=int(row))
    if not found:
        yield Use(decision, "unused")


def _use(decision: Decision, rule: Rule, judged: Judged, table: Table, *, position: int, row: int) -> Use:
    day: date = table.space.on[table.rows[row]].item()
    state = _state(decision, rule, judged, table, row=row, day=day)
    return Use(decision, state, position, row, state == "applied" and decision.expires - day <= SOON)


def _state(decision: Decision, rule: Rule, judged: Judged, table: Table, *, row: int, day: date) -> State:
    if day > decision.expires:
        return "expired"
    if day < decision.granted:
        return "not_yet"
    if outline_sha256(table.space.sites.geometry[table.rows[row]]) != decision.outline:
        return "moved"
    if facts_sha256(rule, table, row) != decision.facts:
        return "changed"
    return "applied" if _answers(decision, rule, judged.outcome[row]) else "no_question"


def _answers(decision: Decision, rule: Rule, outcome: np.int8) -> bool:
    if decision.decides == "waived":
        return bool(outcome == VIOLATED) and rule.waivable
    return bool(outcome == UNDETERMINED)


def leads_to_decided(decision: Decision) -> np.int8:
    """The verdict that a decision by itself leads to."""
    verdicts: Mapping[str, np.int8] = {"violated": PROHIBITED, "waived": CONDITIONAL}
    return verdicts.get(decision.decides, CLEAR)


def decided(docket: Docket, found: Sequence[Use]) -> NDArray[np.int8]:
    """The verdicts with every decision that holds."""
    outcomes = [each.outcome.copy() for each in docket.judged]
    for use in found:
        if use.state == "applied":
            outcomes[use.rule][use.row] = _BECOMES[use.decision.decides]
    pairs = zip(docket.judged, outcomes, strict=True)
    return docket.verdict_if([replace(each, outcome=outcome) for each, outcome in pairs])
