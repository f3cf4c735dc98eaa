"""What would alter a verdict, as a page: the site and where it could go on one map, and below it what the text says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from zonecheck.reports.html.shell import environment, frame
from zonecheck.reports.html.view import Head, Row, Section, head, rows, sections
from zonecheck.reports.map.site_map import SiteMap, site_map
from zonecheck.reports.scope_text import scope_lines
from zonecheck.reports.whatif.text import body_lines
from zonecheck.reports.whatif.wording import HOW
from zonecheck.whatif.records import Move
from zonecheck.words import Text

if TYPE_CHECKING:
    from zonecheck.reports.options import Options
    from zonecheck.results import Run
    from zonecheck.whatif.records import Alternatives


@dataclass(frozen=True, slots=True)
class _View:
    head: Head
    sections: tuple[Section, ...]
    map: SiteMap | None


def write(
    found: Iterable[Alternatives], run: Run, stream: TextIO, options: Options, *, reach_m: float
) -> None:
    """The page; nothing on it leads out of the file."""
    page = environment().get_template("whatif.html.j2")
    views = [_view(number, each, run, options, reach_m) for number, each in enumerate(found, start=1)]
    heading, *lines, _ = scope_lines(run, options.language)
    told: dict[str, object] = {
        "title": _TITLE(options.language),
        "how": HOW(options.language),
        "scope_title": heading.text,
        "scope": list[Row](rows(lines)),
    }
    stream.writelines(page.generate(**frame(options), run=run, projects=views, **told))


def _view(number: int, each: Alternatives, run: Run, options: Options, reach_m: float) -> _View:
    drawing = run.atlas.draw(each.project) if run.atlas else None
    moved = [move.geometry for move in each.moves if isinstance(move, Move)]
    drawn = site_map(drawing, districts=options.districts, moved=moved) if drawing else None
    lines = body_lines(each, options.language, reach_m)
    return _View(head(number, each.project, options.language), tuple(sections(lines)), drawn)


_TITLE = Text("怎样才能改变结论", "What would alter the verdict")
