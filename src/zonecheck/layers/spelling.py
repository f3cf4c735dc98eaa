"""How is a name of a river or a park compared, and which names cannot be read?

㵐水 (U+3D50) is written 氵厥水 where a font lacks the character, and is lost altogether on the way through GBK.
Names that lost a character may still mean what is sought: they answer perhaps, never yes. Names are compared
here only; what follows from a match is decided elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_SPLIT_CHARACTERS = {"⿰氵厥": "㵐", "氵厥": "㵐"}

# Private use, the replacement character, and what programs put in place of a character they could not write.
_UNREADABLE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff\ufffd?\uff1f□]+")


# What is not seen on paper: joiners, directions, byte order marks; selectors of a variant of the character before.
_UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]"
)


def spelling(name: str) -> str:
    """The name as compared: of one width, without blanks, case or what is not seen, 氵厥 as the character it stands for."""
    even = "".join(_UNSEEN.sub("", unicodedata.normalize("NFKC", name)).casefold().split())
    for parts, character in _SPLIT_CHARACTERS.items():
        even = even.replace(parts, character)
    return even


def may_mean(name: str, sought: Iterable[str]) -> bool:
    """Whether a name with unreadable characters could be one of the sought spellings."""
    readable = _UNREADABLE.split(spelling(name))
    if len(readable) == 1:
        return False
    pattern = re.compile(".+".join(re.escape(part) for part in readable))
    return any(pattern.fullmatch(spelling(other)) for other in sought)
