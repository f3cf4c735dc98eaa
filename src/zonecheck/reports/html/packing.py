"""How do the details of a thousand projects fit into one file? Compressed in blocks, unfolded when one is opened.

A block is zlib, then base64, which browsers undo without any library; it is data, never run as script.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterable, Iterator
from itertools import islice

BLOCK = 25  # projects in a block
_BETWEEN = "\x1e"  # no text on the page can hold it: control characters are taken out


def packed(bodies: Iterable[str]) -> Iterator[str]:
    """Blocks of `BLOCK` bodies each, in order."""
    rest = iter(bodies)
    while block := list(islice(rest, BLOCK)):
        yield base64.b64encode(zlib.compress(_BETWEEN.join(block).encode(), 9)).decode("ascii")


def unpacked(block: str) -> list[str]:
    """The bodies of one block, as a browser sees them."""
    return zlib.decompress(base64.b64decode(block)).decode().split(_BETWEEN)
