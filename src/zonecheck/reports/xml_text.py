"""Which characters may stand in an XML document? Text from an input passes here before it becomes a node."""

from __future__ import annotations

import re

from zonecheck.reports.terminal import NO_BREAK, safe

_NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """The text on one line, with nothing in it that XML 1.0 forbids."""
    return _NO_XML.sub("\ufffd", safe(text)).replace(NO_BREAK, " ")
