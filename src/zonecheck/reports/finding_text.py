"""How is one finding shown as text? Outcome and title, clause with its words, figures, why it is so.

A duty that is fulfilled takes one line; everything else shows the words of its clause. The one-sentence message is
left to formats without room for figures: heading, figures and reasons say it here.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import TYPE_CHECKING

from zonecheck.reports.figures import (
    COMMA,
    LISTED,
    SEMICOLON,
    accuracy,
    gathered,
    joined,
    measured,
    measured_to,
    shortly,
    stated,
)
from zonecheck.reports.page import Line, deeper
from zonecheck.reports.terminal import Tone, clip, safe
from zonecheck.reports.vocabulary import CAUSE, GLYPH, RANK, TRUTH, fact_words, outcome_words
from zonecheck.results import Measurement
from zonecheck.words import Text, same

if TYPE_CHECKING:
    from zonecheck.reports.options import Options
    from zonecheck.results import Citation, Evidence, Explained, Finding, Outcome
    from zonecheck.words import Language

HANG = {"zh": 6, "en": 10}

TONES: dict[Outcome, Tone] = {
    "violated": "red",
    "undetermined": "yellow",
    "unmet": "yellow",
    "open": "blue",
    "exempt": "green",
    "satisfied": "green",
    "met": "green",
    "not_applicable": "quiet",
}

_CLAUSE = Text("依据", "Clause")
_MEASURED = Text("量测", "Measured")
_STATED = Text("申报", "Stated")
_WHY = Text("原因", "Why")
_MISSING = Text("尚缺", "Missing")
_READING = Text("口径", "Reading")
_PENALTY = Text("罚则", "Penalty")
_REASONING = Text("推理", "Reasoning")
_BASELINE = Text("基线", "Baseline")
_ACCEPTED = Text("已接受的既有问题,结论不变", "accepted as known; the verdict stands")
_SEE_ABOVE = Text("{start}(全文见上)", "{start} (in full above)")
_START_WIDTH = 44


def finding_lines(finding: Finding, options: Options, told: Set[Text] = frozenset()) -> Iterator[Line]:
    """The lines of one finding, its heading first; of a reading in `told` only the beginning."""
    language = options.language
    yield heading(finding, language)
    yield from deeper(_body(finding, options, told))


def heading(finding: Finding, language: Language) -> Line:
    """Glyph and outcome in words, then what the rule is about."""
    head = f"{GLYPH[finding.outcome]} {outcome_words(finding)(language)}"
    return Line(finding.title(language), head, tone="strong", head_tone=TONES[finding.outcome])


def _body(finding: Finding, options: Options, told: Set[Text]) -> Iterator[Line]:
    language = options.language
    if finding.outcome == "met" and not options.explain:
        yield labelled(_CLAUSE, clause(finding.citation), language)
        return
    yield labelled(_CLAUSE, clause(finding.citation), language)
    yield Line(finding.citation.words(language), hang=HANG[language])
    for entry in gathered(finding.evidence):
        yield from _evidence(entry, language)
    if finding.baselined:
        yield labelled(_BASELINE, _ACCEPTED, language)
    yield from _reasons(finding, language)
    yield from _readings(finding, told, language)
    yield from _reasoning(finding.explanation if options.explain else (), language)


def labelled(label: Text, text: Text, language: Language) -> Line:
    """A line with a quiet label in front, aligned with its neighbours."""
    return Line(text(language), label(language), hang=HANG[language])


def clause(citation: Citation) -> Text:
    """Where the sentence stands: instrument, article, rank, first day in force."""
    parts = [address(citation), RANK[citation.rank]]
    if citation.in_force:
        parts.append(Text("{day}起施行", "in force from {day}").fill(day=citation.in_force.isoformat()))
    return joined(parts, COMMA)


def address(citation: Citation) -> Text:
    """Instrument, by its number where it has one, and article. The scope gives the titles."""
    return same(f"{citation.document} {citation.article}".strip())


def _evidence(entry: Evidence, language: Language) -> Iterator[Line]:
    if isinstance(entry, Measurement):
        yield labelled(_STATED if entry.declared else _MEASURED, measured(entry), language)
        yield from _under(accuracy(entry), language)
        yield from _under(measured_to(entry), language)
        yield from _under(entry.note or same(""), language)
    else:
        yield labelled(_STATED, stated(entry), language)


def _under(text: Text, language: Language) -> Iterator[Line]:
    if text.zh:
        yield Line(text(language), hang=HANG[language])


def _reasons(finding: Finding, language: Language) -> Iterator[Line]:
    if finding.because:
        why = joined([CAUSE.get(cause, same(cause)) for cause in finding.because], SEMICOLON)
        yield labelled(_WHY, why, language)
    if finding.missing:
        yield labelled(_MISSING, joined([fact_words(fact) for fact in finding.missing], LISTED), language)
    if finding.penalty:
        gap = same(" " if finding.penalty.summary else "")
        penalty = joined([same(finding.penalty.article), finding.penalty.words], gap)
        yield labelled(_PENALTY, penalty, language)


def _readings(finding: Finding, told: Set[Text], language: Language) -> Iterator[Line]:
    for reading in finding.interpretations:
        yield labelled(
            _READING, _SEE_ABOVE.fill(start=_start(reading)) if reading in told else reading, language
        )


def _start(reading: Text) -> Text:
    return Text(clip(safe(reading.zh), _START_WIDTH), clip(safe(reading.en), _START_WIDTH))


def _reasoning(explanation: tuple[Explained, ...], language: Language) -> Iterator[Line]:
    if explanation:
        yield Line(head=_REASONING(language))
    for step in explanation:
        yield Line(
            _with_figure(step)(language),
            TRUTH[step.truth](language),
            indent=2 * step.depth + 2,
            hang=_truth_hang(language),
        )


def _with_figure(step: Explained) -> Text:
    """The question and, behind it, what the answer rests on: the first entry decides, or stands for those alike."""
    figure = shortly(step.evidence[0]) if step.evidence else same("")
    if not figure.zh:
        return step.text
    return Text("{asked}（{figure}）", "{asked} ({figure})").fill(asked=step.text, figure=figure)


def _truth_hang(language: Language) -> int:
    return 6 if language == "zh" else 9
