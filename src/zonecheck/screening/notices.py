"""What must a person know beside the results? Which decisions no longer hold, soon will not, or met nothing; a wrong clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from zonecheck import RELEASED
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


def clock_notices(today: date) -> tuple[Problem, ...]:
    """A day before this version was released cannot be today, and with it which documents are in force is wrong."""
    if today >= RELEASED:
        return ()
    return (Problem("", _CLOCK.fill(today=today.isoformat(), released=RELEASED.isoformat())),)


def _text(use: Use) -> Text | None:
    return _SOON if use.expires_soon else _TEXTS.get(use.state)


_CLOCK = Text(
    "系统日期 {today} 早于本版本的发布日期 {released};时钟可能有误,依据是否施行会判断错。请校正时钟,或用 --on 指定判定日",
    "the date of this computer, {today}, is before this version was released ({released}); the clock may be wrong, "
    "and with it which documents are in force. Set the clock, or give the day with --on",
)
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
