"""Which cases show how one rule works? By outcome, for `zonecheck rules show`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from zonecheck.errors import PackError
from zonecheck.packs import cases
from zonecheck.reports.vocabulary import OUTCOME
from zonecheck.words import Text

if TYPE_CHECKING:
    from zonecheck.packs.draft import Draft
    from zonecheck.packs.sheets import Case
    from zonecheck.results import Outcome

_SHOWN = 5


def cases_of(written: Draft, rule: str) -> list[Case]:
    """The cases that name a rule; none where the cases cannot be read."""
    try:
        found = cases.read(written)
    except PackError:
        return []
    return [case for case in found if rule in case.text.expect.outcomes]


def rows(found: Sequence[Case], rule: str) -> Iterator[tuple[Text, Text]]:
    """For each outcome how many cases there are, and the first of them by name."""
    yield Text("用例", "cases"), Text(f"{len(found)} 个", f"{len(found)}")
    for outcome, words in OUTCOME.items():
        names = [case.text.name for case in found if case.text.expect.outcomes[rule] == outcome]
        if names:
            yield _blank(), _counted(outcome, words, names)


def _counted(outcome: Outcome, words: Text, names: Sequence[str]) -> Text:
    shown, more = list(names[:_SHOWN]), len(names) - _SHOWN
    rest = Text(f"；另 {more} 个", f"; {more} more") if more > 0 else Text("", "")
    return Text("{words}（{outcome}）{n} 个：{names}{rest}", "{outcome} ({words}), {n}: {names}{rest}").fill(
        words=words, outcome=outcome, n=len(names), names="；".join(shown), rest=rest
    )


def _blank() -> Text:
    return Text("", "")


def record(found: Sequence[Case], rule: str) -> list[dict[str, Any]]:
    return [
        {
            "where": case.where,
            "name": case.text.name,
            "on": case.text.on.isoformat(),
            "outcome": case.text.expect.outcomes[rule],
            "verdict": case.text.expect.verdict,
        }
        for case in found
    ]
