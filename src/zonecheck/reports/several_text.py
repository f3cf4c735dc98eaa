"""How are several projects shown at a glance? One row each, the count of verdicts, and which to open up.

Rows are printed as they come; of the rest only the worst few are held, so a run may be of any length.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from zonecheck.reports.page import BLANK, Line
from zonecheck.reports.project_text import TONES, called, place
from zonecheck.reports.summary import VERDICTS
from zonecheck.reports.terminal import cells, clip, clip_start, pad, paint, safe
from zonecheck.reports.vocabulary import GLYPH, VERDICT
from zonecheck.words import Text

if TYPE_CHECKING:
    from zonecheck.reports.options import Options
    from zonecheck.reports.summary import Summary
    from zonecheck.results import ProjectResult, Verdict
    from zonecheck.words import Language

DETAILED_AT_MOST = 20

_NUMBER_WIDTH = 5
_GAP = "  "
_LEAST_NAME = 12

_TOTAL = Text("共 {n} 个项目", "{n} projects")
_MORE = Text(
    "另有 {n} 个项目的详情未在此列出:输出为 json 或 jsonl 格式可查看全部",
    "{n} more projects are not shown in detail here: the formats json and jsonl hold them all",
)


def row(number: int, project: ProjectResult, options: Options) -> str:
    """One line of the table: number, verdict in words, what the project is called, where it stands."""
    verdict = f"{GLYPH[project.verdict]} {VERDICT[project.verdict](options.language)}"
    width = _verdict_width(options.language)
    room = max(options.width - _NUMBER_WIDTH - width - 2 * len(_GAP), 2 * _LEAST_NAME)
    where = clip_start(safe(place(project)), room // 2)
    name = clip(safe(called(project)), room - cells(where) - len(_GAP))
    shown = pad(verdict, width)
    painted = paint(shown, TONES[project.verdict]) if options.color else shown
    return f"{number:>{_NUMBER_WIDTH}}{_GAP}{painted}{_GAP}{pad(name, room - cells(where))}{where}\n"


def _verdict_width(language: Language) -> int:
    return 2 + max(cells(text(language)) for text in VERDICT.values())


def summary_lines(summary: Summary, language: Language) -> Iterator[Line]:
    """How many projects there are, and how many of each verdict that occurs."""
    yield BLANK
    yield Line(_TOTAL.fill(n=summary.projects)(language), tone="strong", indent=2)
    for verdict in VERDICTS:
        if count := getattr(summary, verdict):
            words = f"{GLYPH[verdict]} {VERDICT[verdict](language)}"
            yield Line(
                str(count), words, indent=2, hang=_verdict_width(language) + 2, head_tone=TONES[verdict]
            )
    yield BLANK
    yield BLANK


class Worst:
    """The worst of some projects, at most `DETAILED_AT_MOST` of each verdict; those that are clear are never among them."""

    def __init__(self) -> None:
        self._of: dict[Verdict, list[tuple[int, ProjectResult]]] = {verdict: [] for verdict in VERDICTS}
        self.unclear = 0

    def add(self, number: int, project: ProjectResult) -> None:
        if project.verdict == "clear":
            return
        self.unclear += 1
        if len(self._of[project.verdict]) < DETAILED_AT_MOST:
            self._of[project.verdict].append((number, project))

    def candidates(self) -> list[tuple[int, ProjectResult]]:
        """Worst first, then in the order of the input."""
        return [entry for entries in self._of.values() for entry in entries][:DETAILED_AT_MOST]


def left_out(more: int, language: Language) -> Iterator[Line]:
    """A line that says how many more there are; nothing where all are shown."""
    if more:
        yield Line(_MORE.fill(n=more)(language), indent=2)
        yield BLANK
        yield BLANK
