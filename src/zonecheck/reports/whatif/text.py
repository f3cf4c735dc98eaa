"""What does a person read of what would alter a verdict? Project by project: moves, changes, facts that would settle it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TextIO

from zonecheck.reports.page import BLANK, Line, deeper, render
from zonecheck.reports.project_text import called, place, settle_lines, verdict_line
from zonecheck.reports.scope_text import scope_lines
from zonecheck.reports.whatif.wording import (
    CHANGES,
    DIFFERENCE,
    HOW,
    MOVES,
    NO_CHANGE,
    NOTHING,
    SAME,
    SETTLE,
    TARGET,
    move_words,
    shift_words,
    standing_there,
    stated_words,
    verdict_words,
)

if TYPE_CHECKING:
    from zonecheck.reports.options import Options
    from zonecheck.results import Run
    from zonecheck.whatif.records import Alternatives, Difference
    from zonecheck.words import Language, Text

_LONG = 20  # changes shown of one project; the rest stands in JSON


def write(
    found: Iterable[Alternatives],
    run: Run,
    stream: TextIO,
    options: Options,
    *,
    reach_m: float,
) -> None:
    """The report, project by project as they come."""
    language = options.language
    moved = False
    for each in found:
        stream.write(render(_project(each, language, reach_m), options))
        moved |= bool(each.moves)
    closing = [Line(HOW(language), tone="quiet"), BLANK] if moved else []
    stream.write(render([*closing, *scope_lines(run, language)], options))


def _project(each: Alternatives, language: Language, reach_m: float) -> Iterator[Line]:
    yield verdict_line(each.project.verdict, language)
    yield BLANK
    yield Line(called(each.project), indent=2, tone="strong")
    yield Line(place(each.project), indent=2, tone="quiet")
    yield from body_lines(each, language, reach_m)
    yield BLANK
    yield BLANK


def body_lines(each: Alternatives, language: Language, reach_m: float) -> Iterator[Line]:
    """All there is to say below the name of a project."""
    if each.difference:
        yield from _difference(each.difference, language)
    else:
        yield from _alternatives(each, language, reach_m)


def _difference(found: Difference, language: Language) -> Iterator[Line]:
    yield from _title(DIFFERENCE, language)
    yield Line(verdict_words(found.after.verdict)(language), stated_words(found.stated)(language), indent=4)
    for shift in found.shifts:
        yield _item(shift_words(shift), language)
    if not found.shifts:
        yield _item(SAME, language)


def _alternatives(each: Alternatives, language: Language, reach_m: float) -> Iterator[Line]:
    if each.project.verdict not in ("prohibited", "review", "conditional"):
        yield from _title(NOTHING, language)
        return
    yield from _moves(each, language, reach_m)
    yield from _title(CHANGES, language)
    for change in each.changes[:_LONG]:
        yield Line(
            f"→ {verdict_words(change.verdict)(language)}",
            stated_words(change.stated)(language),
            indent=4,
            head_tone="plain",
        )
    if not each.changes:
        yield _item(NO_CHANGE, language)
    settle = list(settle_lines(each.project, language))
    if settle:
        yield from _title(SETTLE, language)
        yield from deeper(settle, 4)


def _moves(each: Alternatives, language: Language, reach_m: float) -> Iterator[Line]:
    if each.moves:
        yield from _title(MOVES, language)
    for move in each.moves:
        yield Line(TARGET[move.to](language), indent=4)
        yield Line(f"→ {move_words(move, reach_m)(language)}", indent=6)
        for text in standing_there(move):
            yield Line(text(language), "·", indent=8, hang=2)


def _title(title: Text, language: Language) -> Iterator[Line]:
    yield BLANK
    yield Line(title(language), indent=2, tone="strong")


def _item(text: Text, language: Language) -> Line:
    return Line(text(language), "·", indent=4, hang=2)
