"""What does a rule look like in space? A schematic: where the answer is yes, where it is no, and where the map cannot tell.

Nothing on it is a real place: no river, no district line, no site.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from zonecheck.predicates.spatial import Inside, Intersects, Within
from zonecheck.words import Language, Text

WIDTH, HEIGHT = 760, 250
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 735, 40, 190
_YES, _NO = Text("是", "yes"), Text("否", "no")
_UNKNOWN = Text("不能判定", "cannot be decided")
_BANK = Text("岸线", "bank")
_LIMIT = Text("限值 {far}", "limit {far}")
_BAND = Text("误差带 ±{a}", "accuracy band ±{a}")
_AREA = Text("区域", "area")
_AT = Text("限值(见正文)", "limit (see above)")
_NOT_KNOWN = Text("误差带的宽度随图层", "the accuracy band is as wide as the layer says")


@dataclass(frozen=True, slots=True)
class Band:
    """Where along the axis an answer holds."""

    kind: str
    start: float
    end: float
    words: Text


def schematic(question: object, accuracy_m: float | None, language: Language) -> str:
    """The drawing of one question as SVG without blank lines; empty where it asks nothing of the place."""
    match question:
        case Within(limit_m=limit) if isinstance(limit, int | float):
            return _svg(_distance(float(limit), accuracy_m, language), _within_label(question, language))
        case Within():
            return _svg(_distance(None, None, language), question.words()(language))
        case Inside() | Intersects():
            return _svg(_area(question, accuracy_m, language), question.words()(language))
    return ""


def _within_label(question: Within, language: Language) -> str:
    return question.words()(language)


def _svg(shapes: Iterator[str], label: str) -> str:
    doubt = (
        '<defs><pattern id="doubt" width="10" height="10" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<path d="M0 0V10" stroke="#8a5a00" stroke-width="3" stroke-opacity=".6"/></pattern></defs>'
    )
    opened = (
        f'<svg class="schematic" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(label, quote=True)}" '
        'xmlns="http://www.w3.org/2000/svg">'
    )
    return "\n".join([opened, doubt, *shapes, "</svg>"])


def _distance(limit_m: float | None, accuracy_m: float | None, language: Language) -> Iterator[str]:
    """The bank on the left; to the right of it what a site at each distance is answered."""
    limit = limit_m or 1000.0
    a = min(accuracy_m or 0.15 * limit, 4 * limit)
    reach = max(1.5 * limit, limit + 1.3 * a)
    scale = (_RIGHT - _LEFT) / reach
    for band in _bands(limit, a, reach):
        start, end = _LEFT + band.start * scale, _LEFT + band.end * scale
        yield f'<rect class="{band.kind}" x="{start:.0f}" y="{_TOP}" width="{end - start:.0f}" height="{_BOTTOM - _TOP}"/>'
        share = 0.3 if band.kind == "unknown" else 0.5  # clear of the line of the limit
        yield from _site(start + share * (end - start), band, language, room=end - start)
    at = _LEFT + limit * scale
    yield f'<path class="line" d="M{_LEFT} {_TOP - 12}q-14 45 0 90t0 85"/>'
    yield _text(_LEFT - 8, 22, _BANK(language), "middle")
    yield f'<path class="limit" d="M{at:.0f} {_TOP - 10}V{_BOTTOM + 8}"/>'
    said = _LIMIT.fill(far=_length(limit)) if limit_m else _AT
    yield _text(at, 22, said(language), "middle")
    told = _BAND.fill(a=_length(a)) if accuracy_m else _NOT_KNOWN
    yield _text((_LEFT + _RIGHT) / 2, HEIGHT - 14, told(language), "middle")
    yield f'<path class="axis" d="M{_LEFT} {_BOTTOM + 8}H{_RIGHT}"/>'


def _bands(limit: float, a: float, reach: float) -> Iterator[Band]:
    if limit > a:
        yield Band("yes", 0, limit - a, _YES)
    yield Band("unknown", max(limit - a, 0), min(limit + a, reach), _UNKNOWN)
    if limit + a < reach:
        yield Band("no", limit + a, reach, _NO)


def _site(x: float, band: Band, language: Language, *, room: float) -> Iterator[str]:
    if room > 26:
        yield f'<path class="site" d="M{x - 12:.0f} 96l22-6 5 22-14 12-16-8z"/>'
    if room > 46:
        yield _text(x, 150, band.words(language), "middle")


def _area(question: Inside | Intersects, accuracy_m: float | None, language: Language) -> Iterator[str]:
    """An area with a strip of doubt along its border, and sites inside, across and outside."""
    strip = 26
    yield f'<rect class="no" x="20" y="{_TOP}" width="{WIDTH - 40}" height="{_BOTTOM - _TOP}"/>'
    yield '<path class="yes" d="M60 60L300 48 420 76 404 178 90 184z"/>'
    yield f'<path d="M60 60L300 48 420 76 404 178 90 184z" fill="none" stroke="url(#doubt)" stroke-width="{strip}"/>'
    yield '<path class="limit" d="M60 60L300 48 420 76 404 178 90 184z"/>'
    across = _YES if isinstance(question, Intersects) else _NO
    for x, words in ((190.0, _YES), (560.0, _NO)):
        yield f'<path class="site" d="M{x - 12:.0f} 100l22-6 5 22-14 12-16-8z"/>'
        yield _text(x, 152, words(language), "middle")
    yield '<path class="site" d="M366 112l96-8 4 26-94 4z"/>'
    yield _text(450, 156, across(language), "middle")
    yield _text(150, 76, _AREA(language), "middle")
    told = _BAND.fill(a=_length(accuracy_m)) if accuracy_m else _NOT_KNOWN
    yield _text(WIDTH / 2, HEIGHT - 14, told(language), "middle")


def _length(metres: float) -> str:
    return f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="{anchor}">{escape(words)}</text>'
