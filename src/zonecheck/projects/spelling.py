"""How do people spell the same thing? Width, case and blanks evened out; invisible characters found.

It changes spelling only, never meaning: what a value means is read elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# Soft hyphen, zero-width and joining characters, bidirectional controls, the byte order mark, C0 and C1.
_INVISIBLE = re.compile(
    r"[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c"
    r"\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
_NO_BREAK = re.compile("[\u00a0\u2007\u202f]")

_PLAIN = re.compile("[0-9A-Za-z][0-9A-Za-z._-]*")

NOT_STATED = frozenset(
    {"n/a", "na", "nan", "null", "unknown", "tbd", "tbc", "/", "//", "-", "--", "—", "——", "―", "?"}
    | {"不详", "不明", "未知", "待定", "待补充", "待核实", "暂缺", "未填", "未填写", "未申报", "不适用", "空"}
)


def even(text: str) -> str:
    """NFKC, lower case, blanks trimmed and runs of blanks made one: for comparing, not for printing."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def key(name: str) -> str:
    """The name of an attribute as compared: `Accuracy-M`, `accuracy m` and `ａccuracy_m` are one."""
    return re.sub(r"[\s\-_]+", "_", even(name)).strip("_")


def is_blank(text: str) -> bool:
    """Nothing is written."""
    return not text or text.isspace()


def says_nothing(text: str) -> bool:
    """Nothing is written, or only that it is not known: `N/A`, 不详, 待定, a dash."""
    return is_blank(text) or even(text) in NOT_STATED


def is_plain(text: str) -> bool:
    """A word of ASCII letters and digits that states something: there is nothing to even out."""
    return _PLAIN.fullmatch(text) is not None and text.lower() not in NOT_STATED


def invisible(text: str, *, no_break: bool = False) -> str | None:
    """The code point of the first invisible character (`U+200B`), with `no_break` of a no-break space too."""
    if text.isascii() and text.isprintable():
        return None
    found = _INVISIBLE.search(text) or (_NO_BREAK.search(text) if no_break else None)
    return f"U+{ord(found[0]):04X}" if found else None


def nearest(text: str, valid: Iterable[str]) -> str | None:
    """The valid spelling nearest to this one, None where nothing is near."""
    by_even = {even(word): word for word in valid}
    close = get_close_matches(even(text), by_even, n=1, cutoff=0.5)
    return by_even[close[0]] if close else None
