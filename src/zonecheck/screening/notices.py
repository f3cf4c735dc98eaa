"""What must a person know beside the results? Which decisions no longer hold, soon will not, or met nothing; a wrong clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from zonecheck import RELEASED
from zonecheck.errors import Problem
from zonecheck.words import Text

if TYPE_CHECKING:
    from zonecheck.engine.decided import State, Use
    from zonecheck.rules.decision import Decision


class Met(NamedTuple):
    """What became of a decision somewhere in a run; `position` is that in its file."""

    position: int
    state: State
    expires_soon: bool


def states(found: Sequence[Use], decisions: Sequence[Decision]) -> tuple[Met, ...]:
    """What became of each decision in one chunk, told once."""
    if not found:
        return ()
    positions = {id(decision): position for position, decision in enumerate(decisions)}
    said = [Met(positions[id(use.decision)], use.state, use.expires_soon) for use in found]
    return tuple(dict.fromkeys(each for each in said if each.state != "unused"))


def notices(decisions: Sequence[Decision], met: Sequence[Met]) -> tuple[Problem, ...]:
    """One notice for each decision that does not plainly hold, in the order of the file."""
    said: dict[Problem, None] = {}
    used = {each.position for each in met}
    unused = [Met(position, "unused", False) for position in range(len(decisions)) if position not in used]
    for each in sorted((*met, *unused), key=lambda each: each.position):
        if text := _text(each):
            decision = decisions[each.position]
            words = text.fill(rule=decision.rule, project=decision.project, day=decision.expires.isoformat())
            said[Problem(decision.where, words)] = None
    return tuple(said)


def clock_notices(today: date) -> tuple[Problem, ...]:
    """A day before this version was released cannot be today, and with it which documents are in force is wrong."""
    if today >= RELEASED:
        return ()
    return (Problem("", _CLOCK.fill(today=today.isoformat(), released=RELEASED.isoformat())),)


def _text(met: Met) -> Text | None:
    return _SOON if met.expires_soon else _TEXTS.get(met.state)


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
