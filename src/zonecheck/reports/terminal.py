"""What can be shown on a terminal? Safe characters, lines that fit, colour only beside words.

Text that came from an input may hold escape sequences, line breaks or characters that reverse the reading
order: every piece of text passes `safe` on its way out. Widths are terminal cells; a Chinese character takes
two. Nothing here knows what is being said.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal

import click

Tone = Literal["plain", "strong", "quiet", "red", "yellow", "green", "blue", "magenta"]

NO_BREAK = "\u00a0"

_WIDE = "\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003ffff"
_OPENING = "(\\[{\uff08\uff3b\uff5b「『《〈【〔“‘"
_CLOSING = ",.;:!?)\\]}%\uff0c\uff1b\uff1a\uff01\uff1f\uff09\uff3d\uff5d\uff05。」』》〉】〕、”’…"
_PIECE = re.compile(rf" +|[{_OPENING}]*(?:[{_WIDE}]|[^ {_WIDE}{_OPENING}]+)[{_CLOSING}]*|[{_OPENING}]+")


def safe(text: str) -> str:
    """The text on one line, without control characters, bidirectional overrides or invisible characters."""
    plain = text.isprintable() or text.replace(NO_BREAK, "").isprintable()
    return text if plain else "".join(map(_shown, text))


def _shown(character: str) -> str:
    if character in ("\n", "\r", "\t"):
        return " "
    match unicodedata.category(character):
        case "Zs" | "Zl" | "Zp":
            return NO_BREAK if character == NO_BREAK else " "
        case "Cc" | "Cf":
            return ""
        case "Cs":
            return "\ufffd"
    return character


@lru_cache(maxsize=4096)  # a report repeats few words many times
def cells(text: str) -> int:
    """How many cells wide the text is; an ambiguous character counts as one."""
    return len(text) if text.isascii() else sum(map(_cells, text))


@lru_cache(maxsize=4096)
def _cells(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def pad(text: str, width: int) -> str:
    return text + " " * (width - cells(text))


def clip(text: str, width: int) -> str:
    """The text in at most `width` cells, cut with an ellipsis."""
    return text if cells(text) <= width else text[: _fitting(text, width - 1)] + "…"


def clip_start(text: str, width: int) -> str:
    """The end of the text in at most `width` cells, for paths, whose end tells more."""
    if cells(text) <= width:
        return text
    return "…" + text[len(text) - _fitting(reversed(text), width - 1) :]


def _fitting(characters: Iterable[str], width: int) -> int:
    """How many characters, from the first on, take at most `width` cells."""
    count = 0
    for count, character in enumerate(characters, start=1):
        width -= _cells(character)
        if width < 0:
            return count - 1
    return count


def wrap(text: str, width: int) -> list[str]:
    """Lines of at most `width` cells; Chinese breaks anywhere, but no line starts with a closing mark."""
    lines, line, used = [], "", 0
    for piece in _pieces(text, width):
        wide, blank = cells(piece), piece[0] == " "
        if used + (0 if blank else wide) > width:
            lines.append(line.rstrip(" "))
            line, used = "", 0
        if line or not blank:
            line, used = line + piece, used + wide
    return [*lines, line.rstrip(" ")]


def _pieces(text: str, width: int) -> Iterator[str]:
    for piece in _PIECE.findall(text):
        if cells(piece) <= width:
            yield piece
        else:
            yield from _chopped(piece, width)


def _chopped(piece: str, width: int) -> Iterator[str]:
    part = ""
    for character in piece:
        if part and cells(part + character) > width:
            yield part
            part = ""
        part += character
    yield part


def paint(text: str, tone: Tone) -> str:
    """The text in its tone, as escape sequences for a terminal."""
    match tone:
        case "plain":
            return text
        case "strong":
            return click.style(text, bold=True)
        case "quiet":
            return click.style(text, dim=True)
        case _:
            return click.style(text, fg=tone, bold=True)
