"""What must a person know of the decisions that were given? Which no longer hold, which soon will not, which met nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from zonecheck.errors import Problem
from zonecheck.words import Text

if TYPE_CHECKING:
    from zonecheck.engine.decided import State, Use


def notices(found: Sequence[Use]) -> tuple[Problem, ...]:
    """One notice for each decision that does not plainly hold, in the order of the file."""
    said: dict[Problem, None] = {}
    met = {use.decision for use in found if use.state != "unused"}
    for use in found:
        text = _text(use)
        if text and not (use.state == "unused" and use.decision in met):
            decision = use.decision
            words = text.fill(rule=decision.rule, project=decision.project, day=decision.expires.isoformat())
            said[Problem(decision.where, words)] = None
    return tuple(said)


def _text(use: Use) -> Text | None:
    return _SOON if use.expires_soon else _TEXTS.get(use.state)


_SOON = Text(
    "对 {project} 的认定({rule})将于 {day} 失效", "the decision on {project} ({rule}) expires on {day}"
)
_TEXTS: Mapping[State, Text] = {
    "expired": Text(
        "对 {project} 的认定({rule})已于 {day} 失效,未采用",
        "the decision on {project} ({rule}) expired on {day} and was not used",
    ),
    "not_yet": Text(
        "对 {project} 的认定({rule})在判定日尚未作出,未采用",
        "the decision on {project} ({rule}) was not yet granted on the day and was not used",
    ),
    "moved": Text(
        "{project} 的场地与作出认定时不同({rule}),认定不再有效",
        "the outline of {project} is not the one that was decided on ({rule}): the decision is void",
    ),
    "changed": Text(
        "{project} 的申报信息或规则已变更({rule}),认定不再有效",
        "the facts of {project} or the rule are not those that were decided on ({rule}): the decision is void",
    ),
    "no_question": Text(
        "对 {project} 的认定({rule})没有可认定的事项:规则不待认定,或不允许豁免",
        "the decision on {project} ({rule}) meets no question: the rule is not open, or may not be waived",
    ),
    "unused": Text(
        "没有项目与该认定对应:{project}({rule})", "no project answers to this decision: {project} ({rule})"
    ),
}
