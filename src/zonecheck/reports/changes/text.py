"""How is a comparison printed for people? Rules first, for they explain the projects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TextIO

from zonecheck.reports.changes import words
from zonecheck.reports.page import BLANK, Line, deeper, render
from zonecheck.reports.project_text import TONES, called, place
from zonecheck.reports.scope_text import DISCLAIMER

if TYPE_CHECKING:
    from zonecheck.comparing import Change, Comparison
    from zonecheck.reports.options import Options
    from zonecheck.words import Language


def write(found: Comparison, stream: TextIO, options: Options) -> None:
    stream.write(render(_lines(found, options.language), options))


def _lines(found: Comparison, language: Language) -> Iterator[Line]:
    yield Line(words.TITLE(language), tone="strong")
    yield Line(words.side(found.before, found.after)(language), words.BEFORE(language), indent=2, hang=8)
    yield Line(words.side(found.after, found.before)(language), words.AFTER(language), indent=2, hang=8)
    yield BLANK
    yield Line(words.RULES(language), tone="strong")
    for rule in found.rules:
        yield Line(f"{rule.title(language)} ({rule.rule})", words.SIGNS[rule.kind], indent=2, hang=2)
        yield Line(words.rule_change(rule)(language), indent=4, tone="quiet")
    if not found.rules:
        yield Line(words.NO_RULES(language), indent=2)
    yield BLANK
    yield Line(words.PROJECTS(language), tone="strong")
    yield Line(words.count(found)(language), indent=2)
    for flip, number in words.flips(found):
        yield Line(flip(language), f"{number:>5}", indent=2, hang=7, head_tone="strong")
    for change in found.changes:
        yield BLANK
        yield from deeper(_project(change, language))
    yield BLANK
    yield Line(DISCLAIMER(language))


def _project(change: Change, language: Language) -> Iterator[Line]:
    yield Line(called(change.after), tone="strong")
    yield Line(place(change.after), tone="quiet")
    yield Line(words.verdicts(change)(language), tone=TONES[change.after.verdict])
    for turn in change.turns:
        yield Line(turn.finding.title(language), "·", indent=2, hang=2)
        yield Line(words.turn(turn)(language), indent=4, tone="quiet")
