"""A divided area as a page: the map, and below it the parts with their hectares and the rules that make them so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from zonecheck.reports.html.shell import environment, frame
from zonecheck.reports.html.view import Row, rows
from zonecheck.reports.scope_text import scope_lines
from zonecheck.reports.siting.drawn import siting_map
from zonecheck.reports.siting.wording import (
    CANDIDATES,
    CHECKED,
    NO_CANDIDATES,
    PARTS,
    TITLE,
    agreement,
    by_verdict,
    candidate_words,
    hectares,
    kind_words,
    part_words,
    share,
)
from zonecheck.reports.vocabulary import GLYPH, VERDICT

if TYPE_CHECKING:
    from zonecheck.reports.options import Options
    from zonecheck.results import Verdict
    from zonecheck.siting.records import Part, Siting


@dataclass(frozen=True, slots=True)
class _Part:
    area: str
    share: str
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Verdict:
    verdict: Verdict
    glyph: str
    words: str
    area: str
    share: str
    parts: tuple[_Part, ...]


def write(siting: Siting, stream: TextIO, options: Options) -> None:
    """The page; nothing on it leads out of the file."""
    language = options.language
    page = environment().get_template("siting.html.j2")
    title, *lines, _ = scope_lines(siting.run, language)
    told: dict[str, object] = {
        "title": TITLE(language),
        "kind": kind_words(siting)(language),
        "parts_title": PARTS(language),
        "verdicts": [_verdict(parts, siting, options) for parts in by_verdict(siting.parts).values()],
        "candidates_title": CANDIDATES(language) if siting.near else "",
        "candidates": [candidate_words(each)(language) for each in siting.candidates],
        "no_candidates": NO_CANDIDATES(language),
        "checked_title": CHECKED(language),
        "agreement": agreement(siting)(language),
        "scope_title": title.text,
        "scope": list[Row](rows(lines)),
        "map": siting_map(siting, districts=options.districts),
        "run": siting.run,
    }
    stream.writelines(page.generate(**frame(options), **told))


def _verdict(parts: list[Part], siting: Siting, options: Options) -> _Verdict:
    verdict, whole = parts[0].verdict, sum(part.area_ha for part in parts)
    return _Verdict(
        verdict,
        GLYPH[verdict],
        VERDICT[verdict](options.language),
        hectares(whole),
        share(whole, siting),
        tuple(_part(part, siting, options) for part in parts),
    )


def _part(part: Part, siting: Siting, options: Options) -> _Part:
    told = tuple(text(options.language) for text in part_words(part))
    return _Part(hectares(part.area_ha), share(part.area_ha, siting), told)
