"""What is a line of the text report? A head and a text at some depth; long text continues under itself.

Every character that reaches the reader passes here, so every text is made safe here, once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zonecheck.reports.terminal import NO_BREAK, Tone, cells, pad, paint, safe, wrap

if TYPE_CHECKING:
    from zonecheck.reports.options import Options

_NARROWEST = 24


@dataclass(frozen=True, slots=True)
class Line:
    """`indent` and `hang` in cells; the text begins `hang` cells after the head does, right after it if 0."""

    text: str = ""
    head: str = ""
    indent: int = 0
    hang: int = 0
    tone: Tone = "plain"
    head_tone: Tone = "quiet"


BLANK = Line()


def deeper(lines: Iterable[Line], by: int = 2) -> Iterator[Line]:
    """The same lines, further to the right."""
    return (line if line == BLANK else replace(line, indent=line.indent + by) for line in lines)


def render(lines: Iterable[Line], options: Options) -> str:
    """The lines as they are printed, wrapped to the width and coloured only where that is asked for."""
    return "".join(f"{row.rstrip(' ')}\n" for line in lines for row in _rows(line, options))


def _rows(line: Line, options: Options) -> Iterator[str]:
    head, text = safe(line.head), safe(line.text)
    hang = _hang(line, head)
    room = options.width - line.indent - hang
    if head and text and room < _NARROWEST:
        yield from _rows(replace(line, text=head, head="", hang=0, tone=line.head_tone), options)
        yield from _rows(replace(line, head="", hang=0, indent=line.indent + 2), options)
        return
    first, *rest = wrap(text, max(room, _NARROWEST))
    lead = " " * line.indent + _tinted(head, line.head_tone, options) + " " * (hang - cells(head))
    yield (lead + _tinted(first, line.tone, options)).replace(NO_BREAK, " ")
    for row in rest:
        yield (pad("", line.indent + hang) + _tinted(row, line.tone, options)).replace(NO_BREAK, " ")


def _hang(line: Line, head: str) -> int:
    """Where the text begins; two cells after a head where no column is given, never on top of it."""
    if not (head and line.text):
        return line.hang
    return max(line.hang, cells(head) + 1) if line.hang else cells(head) + 2


def _tinted(text: str, tone: Tone, options: Options) -> str:
    return paint(text, tone) if options.color and text else text
