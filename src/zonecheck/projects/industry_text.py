"""Which industry codes did a person write? `C2614有机化学原料制造`, `2614；2651`, `有机化学原料制造`, 2614.0.

Lenient in spelling, strict in meaning: a letter that is not the section of its code, a name that belongs to
another code, a fraction or a number that may have lost its zero is not guessed but named with the candidates.
"""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher, get_close_matches
from functools import cache
from typing import NamedTuple

from zonecheck.projects.industry import Codes, classification
from zonecheck.projects.spelling import even
from zonecheck.words import Text

_HARD_SEPARATOR = re.compile(r"[;\n|]|\s+and\s+|\s*&\s*")
_CODE_FOLLOWS = re.compile(r"(?<!\b[a-t])(?:[、,/\s+]|以及|及|和|与)+(?=[a-t]?-?\d)", re.IGNORECASE)
_SOFT_SEPARATOR = re.compile(r"[、,/+]")
_CODE_FIRST = re.compile(r"(?P<letter>[a-t])?[-_\s]?(?P<digits>\d+)(?P<fraction>\.\d+)?(?P<name>\D.*)?")
_NAME_FIRST = re.compile(
    r"(?P<name>[^\d]+?)[(\[]?(?P<letter>[a-t])?-?(?P<digits>\d+)(?P<fraction>\.\d+)?[)\]]?"
)
_LETTER_ONLY = re.compile(r"(?P<letter>[a-t])(?P<name>(?:[^\da-z]\D*)?)")
_ZERO_FRACTION = re.compile(r"\.0+")


class Unread(NamedTuple):
    """A part that names no code for certain, and why."""

    part: str
    why: Text


def read_number(number: float) -> tuple[Codes, tuple[Unread, ...]]:
    """A code that came as a number, as spreadsheets give it: it may have lost a leading zero."""
    if number != int(number):
        return _gathered(str(number), [Unread(str(number), _FRACTION.fill(part=number))])
    written = str(int(number))
    if len(written) == 2 and classification().exists("0" + written):
        return _gathered(written, [_lost_zero(written, written)])
    return _gathered(written, [_code(written, "", "", written)])


def read_text(text: str) -> tuple[Codes, tuple[Unread, ...]]:
    """All codes in a text, and the parts that could not be read."""
    parts = _parts(unicodedata.normalize("NFKC", text).strip())
    return _gathered(text.strip(), [_part(part) for part in parts])


def _gathered(text: str, found: list[str | Unread]) -> tuple[Codes, tuple[Unread, ...]]:
    codes = dict.fromkeys(entry if isinstance(entry, str) else entry.part for entry in found)
    unread = tuple(entry for entry in found if isinstance(entry, Unread))
    return Codes(tuple(codes), text, tuple(entry.part for entry in unread)), unread


def _parts(text: str) -> list[str]:
    pieces = [piece for piece in _HARD_SEPARATOR.split(text) if piece.strip()]
    parts = [part for piece in pieces for part in _split(piece.strip())]
    return [part.strip(" 、,/+") for part in parts if part.strip(" 、,/+")]


def _split(piece: str) -> list[str]:
    """Parts of a piece: names hold the very signs that separate codes, so a known name stays whole."""
    with_code = any(sign.isdigit() for sign in piece)
    parts = (_CODE_FOLLOWS if with_code else _SOFT_SEPARATOR).split(piece)
    if len(parts) == 1 or _bare(piece) in _names():
        return [piece]
    return parts if with_code or all(_bare(part) in _names() for part in parts) else [piece]


def _part(part: str) -> str | Unread:
    small = part.lower()
    if found := _LETTER_ONLY.fullmatch(small):
        return _section(part, found["letter"].upper(), found["name"])
    found = _CODE_FIRST.fullmatch(small) or _NAME_FIRST.fullmatch(small)
    if found is None:
        return _by_name(part)
    if found["fraction"] and not _ZERO_FRACTION.fullmatch(found["fraction"]):
        return Unread(part, _FRACTION.fill(part=part))
    return _code(found["digits"], (found["letter"] or "").upper(), found["name"] or "", part)


def _code(digits: str, letter: str, name: str, part: str) -> str | Unread:
    held = classification().editions(digits)
    if letter and held and letter != _section_of(digits):
        return _wrong_letter(digits, letter, part)
    if not letter and len(digits) == 3 and classification().exists("0" + digits):
        return _lost_zero(digits, part)
    if not held:
        return _no_such(digits, part)
    return _contradiction(digits, name, part) or digits


def _section_of(digits: str) -> str:
    return classification().rows[digits[:2]].section


def _section(part: str, letter: str, name: str) -> str | Unread:
    return _contradiction(letter, name, part) or letter


def _contradiction(code: str, name: str, part: str) -> Unread | None:
    """What is wrong if the name beside a code is not its name; wider and narrower names agree with it."""
    bare = _bare(name)
    named = _names().get(bare, ())
    if not bare or any(_related(other, code) for other in named):
        return None
    own = [_bare(each) for each in _own_names(code)]
    if bare in own or (not named and any(_alike(bare, each) for each in own)):
        return None
    said = _label(named[0]) if named else name.strip(" -_()[]:")
    return Unread(part, _CONTRADICTS.fill(code=_label(code), name=said))


def _own_names(code: str) -> list[str]:
    """The names of a code in 2017, of what a 2011 code has become, and of the codes above it below the section.

    The name of a section is like too many others: 制造业 stands in that of every manufacture.
    """
    tree = classification()
    found: list[str] = []
    for meaning in sorted(tree.meanings(code, None)):
        row = tree.rows[meaning]
        found.append(row.name)
        while len(row.parent) > 1:
            row = tree.rows[row.parent]
            found.append(row.name)
    return found


def _related(one: str, other: str) -> bool:
    covers = classification().covers
    return covers(one, other) or covers(other, one)


def _alike(name: str, own: str) -> bool:
    return own in name or (name in own and len(name) >= 2) or SequenceMatcher(None, name, own).ratio() >= 0.7


def _by_name(part: str) -> str | Unread:
    """A name without a code: the widest code of that name. All codes of one name lie in one line."""
    codes = _names().get(_bare(part), ())
    if codes:
        return codes[0]
    close = get_close_matches(_bare(part), _names(), n=1, cutoff=0.6)
    return Unread(part, _meant(_UNKNOWN.fill(part=part), [_names()[close[0]][0]] if close else []))


def _no_such(digits: str, part: str) -> Unread:
    rows = classification().rows
    written = ["0" + digits, digits] if len(digits) < 4 else [digits]
    near = [code for code in map(_longest_known, written) if code]
    near = near or get_close_matches(digits, rows, n=1, cutoff=0.6)
    return Unread(part, _meant(_NO_SUCH.fill(part=part), near))


def _longest_known(digits: str) -> str | None:
    """The longest code that these digits begin with."""
    prefixes = (digits[:length] for length in range(len(digits), 1, -1))
    return next((prefix for prefix in prefixes if classification().exists(prefix)), None)


def _lost_zero(digits: str, part: str) -> Unread:
    codes = [code for code in (digits, "0" + digits) if classification().exists(code)]
    return Unread(part, _LOST_ZERO.fill(part=part, candidates=_listed(codes), code=codes[-1]))


def _wrong_letter(digits: str, letter: str, part: str) -> Unread:
    held = [code for code in (digits, "0" + digits) if classification().editions(code)]
    right = " / ".join(f"{_section_of(code)}{code}" for code in held)
    return Unread(part, _LETTER.fill(part=part, code=digits, right=right, letter=letter))


def _label(code: str) -> str:
    tree = classification()
    names = "/".join(tree.name(meaning) for meaning in sorted(tree.meanings(code, None)))
    return f"{code} {names}"


def _listed(codes: list[str] | tuple[str, ...]) -> str:
    return ", ".join(_label(code) for code in codes)


def _meant(text: Text, near: list[str]) -> Text:
    if not near:
        return text
    return Text(f"{text.zh};是否为 {_listed(near)}?", f"{text.en}; did you mean {_listed(near)}?")


def _bare(name: str) -> str:
    """A name without blanks, punctuation and the words that forms add around it."""
    return re.sub(r"[\s、,，.。;:：;()\[\]\-_/]|行业|项目|小类|中类|大类", "", even(name))


@cache
def _names() -> dict[str, tuple[str, ...]]:
    """Codes by bare name, the widest first."""
    found: dict[str, tuple[str, ...]] = {}
    for code, row in classification().rows.items():
        bare = _bare(row.name)
        found[bare] = tuple(sorted((*found.get(bare, ()), code), key=len))
    return found


_FRACTION = Text(
    "“{part}”带小数,不是行业代码;应写为 2614 或 C2614",
    "'{part}' has a fraction and is no industry code; write 2614 or C2614",
)
_UNKNOWN = Text("“{part}”不是 GB/T 4754 的行业代码或名称", "'{part}' is no code or name of GB/T 4754")
_NO_SUCH = Text("GB/T 4754 没有行业代码“{part}”", "GB/T 4754 has no code '{part}'")
_LETTER = Text(
    "“{part}”的门类字母 {letter} 与代码 {code} 不符;应为 {right}",
    "'{part}': section {letter} is not the section of {code}; it would be {right}",
)
_LOST_ZERO = Text(
    "“{part}”可能丢失了前导零,可指:{candidates};请写为 {code} 或带门类字母",
    "'{part}' may have lost a leading zero and can mean: {candidates}; write {code} or its letter",
)
_CONTRADICTS = Text(
    "代码与名称不一致:代码为 {code},名称为“{name}”;请改正其一",
    "code and name contradict each other: the code is {code}, the name is '{name}'; correct one of them",
)
