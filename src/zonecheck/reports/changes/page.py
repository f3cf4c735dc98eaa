"""A comparison as a page: where the projects lie that are judged otherwise, why, and what became of the rules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TextIO

from zonecheck.reports.changes import words
from zonecheck.reports.html.shell import environment, frame
from zonecheck.reports.map.overview import Overview, overview
from zonecheck.reports.project_text import called, place

if TYPE_CHECKING:
    from zonecheck.comparing import Change, Comparison, RuleChange
    from zonecheck.reports.options import Options
    from zonecheck.results import Verdict
    from zonecheck.words import Language


@dataclass(frozen=True, slots=True)
class _Row:
    number: int
    name: str
    place: str
    verdict: Verdict
    verdicts: str
    turns: tuple[tuple[str, str], ...]  # the title of a rule, and how it comes out


@dataclass(frozen=True, slots=True)
class _Rule:
    sign: str
    title: str
    text: str


def write(found: Comparison, stream: TextIO, options: Options) -> None:
    """The page; nothing on it leads out of the file."""
    page = environment().get_template("changes.html.j2")
    stream.writelines(page.generate(**frame(options), **_filling(found, options)))


def _filling(found: Comparison, options: Options) -> dict[str, Any]:
    say = options.language
    before, after = found.before, found.after
    sides = ((words.BEFORE, before, after), (words.AFTER, after, before))
    return {
        "run": found.after,
        "title": words.TITLE(say),
        "sides": [(label(say), words.side(run, other)(say)) for label, run, other in sides],
        "heads": (words.RULES(say), words.PROJECTS(say)),
        "nothing": (words.NO_RULES(say), words.NO_PROJECTS(say)),
        "count": words.count(found)(say),
        "flips": [(flip(say), number) for flip, number in words.flips(found)],
        "rules": [_rule(each, say) for each in found.rules],
        "rows": list(_rows(found, say)),
        "overview": _overview(found, options),
    }


def _rule(each: RuleChange, language: Language) -> _Rule:
    return _Rule(words.SIGNS[each.kind], each.title(language), words.rule_change(each)(language))


def _rows(found: Comparison, language: Language) -> Iterator[_Row]:
    for number, change in enumerate(found.changes, start=1):
        yield _Row(
            number,
            called(change.after),
            place(change.after),
            change.after.verdict,
            words.verdicts(change)(language),
            tuple(_turns(change, language)),
        )


def _turns(change: Change, language: Language) -> Iterator[tuple[str, str]]:
    for turn in change.turns:
        yield turn.finding.title(language), words.turn(turn)(language)


def _overview(found: Comparison, options: Options) -> Overview | None:
    """The map of what is judged otherwise; None where fewer than two projects have a place."""
    if found.after.atlas is None:
        return None
    numbered = [(number, change.after) for number, change in enumerate(found.changes, start=1)]
    return overview(numbered, found.after.atlas.everything(), districts=options.districts)
