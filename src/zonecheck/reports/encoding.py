"""How does plain data become JSON text? So that the same data gives the same bytes and the text is harmless where it is shown.

Characters that steer a terminal or hide in a line (C1 controls, overrides of the reading order, line separators, lone
surrogates) are written as escapes, which changes no value. NaN and infinity are refused.
"""

from __future__ import annotations

import json
import re
from json.encoder import encode_basestring

_ONE_LINE = json.JSONEncoder(ensure_ascii=False, allow_nan=False, check_circular=False)
_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def encode(record: object, indentation: int | None) -> str:
    """JSON text in which nothing steers a terminal or hides in a line; refuses what is no number."""
    if indentation is None:
        text = _ONE_LINE.encode(record)
    else:
        text = json.dumps(record, ensure_ascii=False, allow_nan=False, indent=indentation)
    return _harmless(text)


def encode_text(text: str) -> str:
    """As `encode` on one line, of text alone."""
    return _harmless(encode_basestring(text))


def _harmless(text: str) -> str:
    if text.isprintable():  # none of them is
        return text
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
