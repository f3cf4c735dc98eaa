"""How is a name of a river or a park compared, and which names cannot be read?

㵐水 (U+3D50) is written 氵厥水 where a font lacks the character, and is lost altogether on the way through GBK.
Names that lost a character may still mean what is sought, and so may those of a part of it, 府河(上游) or 府河随县段: they
answer perhaps, never yes. Names are compared here only; what follows from a match is decided elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_SPLIT_CHARACTERS = {"⿰氵厥": "㵐", "氵厥": "㵐"}

# Private use, the replacement character, and what programs put in place of a character they could not write.
_UNREADABLE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff\ufffd?\uff1f□]+")


# What is not seen on paper: joiners, directions, byte order marks; selectors of a variant of the character before.
_UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]"
)


# What is put behind the name of a river for a part of it: brackets, a reach, a bank.
_OF_A_PART = re.compile(
    r"(?:\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|[·_-]?(?:上游|中游|下游|左岸|右岸|干流|[^()段]{1,8}段))+"
)


@lru_cache(maxsize=4096)  # few names are compared again and again
def spelling(name: str) -> str:
    """The name as compared: of one width, without blanks, case or what is not seen, 氵厥 as the character it stands for."""
    even = "".join(_UNSEEN.sub("", unicodedata.normalize("NFKC", name)).casefold().split())
    for parts, character in _SPLIT_CHARACTERS.items():
        even = even.replace(parts, character)
    return even


def may_mean(name: str, sought: Iterable[str]) -> bool:
    """Whether a name with unreadable characters, or of a part, could be one of the sought spellings."""
    even = spelling(name)
    if any(
        even.startswith(other) and _OF_A_PART.fullmatch(even[len(other) :]) for other in map(spelling, sought)
    ):
        return True
    readable = _UNREADABLE.split(even)
    if len(readable) == 1:
        return False
    pattern = re.compile(".+".join(re.escape(part) for part in readable))
    return any(pattern.fullmatch(spelling(other)) for other in sought)
