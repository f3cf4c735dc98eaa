"""What does a person read of a divided area? Verdict by verdict the hectares and the rules, then the candidates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TextIO

from zonecheck.reports.page import BLANK, Line, render
from zonecheck.reports.project_text import TONES
from zonecheck.reports.scope_text import scope_lines
from zonecheck.reports.siting.wording import (
    CANDIDATES,
    CHECKED,
    NO_CANDIDATES,
    TITLE,
    agreement,
    by_verdict,
    candidate_words,
    hectares,
    kind_words,
    part_words,
    share,
    verdict_words,
)

if TYPE_CHECKING:
    from zonecheck.reports.options import Options
    from zonecheck.siting.records import Part, Siting
    from zonecheck.words import Language


def write(siting: Siting, stream: TextIO, options: Options) -> None:
    stream.write(render(_lines(siting, options.language), options))


def _lines(siting: Siting, language: Language) -> Iterator[Line]:
    yield Line(TITLE(language), tone="strong")
    yield Line(kind_words(siting)(language), indent=2, tone="quiet")
    for parts in by_verdict(siting.parts).values():
        yield from _verdict(parts, siting, language)
    if siting.near:
        yield from _candidates(siting, language)
    yield BLANK
    yield Line(CHECKED(language), indent=2, tone="strong")
    yield Line(agreement(siting)(language), indent=4)
    yield BLANK
    yield from scope_lines(siting.run, language)


def _verdict(parts: list[Part], siting: Siting, language: Language) -> Iterator[Line]:
    verdict, whole = parts[0].verdict, sum(part.area_ha for part in parts)
    yield BLANK
    figure = f"{hectares(whole)} ha, {share(whole, siting)}"
    tone = TONES[verdict]
    yield Line(figure, verdict_words(verdict)(language), indent=2, tone="strong", head_tone=tone)
    for part in parts:
        yield Line(f"{hectares(part.area_ha)} ha", indent=4)
        for text in part_words(part):
            yield Line(text(language), "·", indent=6, hang=2)


def _candidates(siting: Siting, language: Language) -> Iterator[Line]:
    yield BLANK
    yield Line(CANDIDATES(language), indent=2, tone="strong")
    for number, each in enumerate(siting.candidates, start=1):
        yield Line(candidate_words(each)(language), f"{number}.", indent=4, hang=4)
    if not siting.candidates:
        yield Line(NO_CANDIDATES(language), indent=4)
