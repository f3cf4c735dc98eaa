"""How is a JSON text nested? Its brackets outside strings, found before it is parsed.

Depth is known before a parser could run out of stack, and each feature's place before its line is asked for. The
text may be no JSON at all: brackets are found the way a JSON parser would meet them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_CASE = 0x20  # [ and {, ] and } differ by this bit
_OPEN, _CLOSE, _QUOTE, _SQUARE = ord("{"), ord("}"), ord('"'), ord("[")


@dataclass(frozen=True, eq=False)
class Brackets:
    """Brackets in order: `at` is the byte of each (int64, k), `opens` whether it opens, `depth` what holds after it."""

    data: bytes
    at: NDArray[np.int64]
    opens: NDArray[np.bool_]
    depth: NDArray[np.int32]

    @property
    def deepest(self) -> int:
        return int(self.depth.max(initial=0))

    def first_deeper_than(self, depth: int) -> int:
        """The byte of the first bracket that nests deeper."""
        return int(self.at[np.argmax(self.depth > depth)])

    def least_depth(self, start: int, stop: int) -> int:
        """How deep everything lies at least from the bracket at one byte to another byte."""
        first, last = np.searchsorted(self.at, (start, stop))
        return int(self.depth[first:last].min())

    def members(self, key: str) -> NDArray[np.int64]:
        """The bytes at which the objects and lists begin that lie directly in the list of this name, at the top."""
        lists = np.flatnonzero(self.opens & (self.depth == 2))
        for start in lists[:10_000]:
            if self.data[self.at[start]] == _SQUARE and self._key_before(int(self.at[start])) == key.encode():
                end = start + int(np.argmax(self.depth[start:] < 2))
                inside = slice(start, end if end > start else None)
                return np.asarray(self.at[inside][self.opens[inside] & (self.depth[inside] == 3)])
        return np.empty(0, dtype=np.int64)

    def line(self, byte: int | NDArray[np.int64]) -> Any:
        """The line, from 1, on which a byte lies."""
        return np.searchsorted(self._newlines, byte) + 1

    @cached_property
    def _newlines(self) -> NDArray[np.int64]:
        return np.flatnonzero(np.frombuffer(self.data, np.uint8) == ord("\n"))

    def _key_before(self, byte: int) -> bytes:
        before = self.data[max(0, byte - 200) : byte].rstrip()
        if not before.endswith(b":"):
            return b""
        return before[:-1].rstrip().removesuffix(b'"').rpartition(b'"')[2]


def brackets(data: bytes) -> Brackets:
    """The brackets of a UTF-8 text that stand outside strings."""
    signs = np.frombuffer(_without_escapes(data), np.uint8)
    folded = signs | _CASE
    places = np.flatnonzero((folded == _OPEN) | (folded == _CLOSE) | (signs == _QUOTE))
    found = signs[places]
    outside = (np.cumsum(found == _QUOTE, dtype=np.uint8) & 1 == 0) & (found != _QUOTE)
    opens = (found[outside] | _CASE) == _OPEN
    depth = np.cumsum(np.where(opens, 1, -1), dtype=np.int32)
    return Brackets(data, places[outside], opens, depth)


def _without_escapes(data: bytes) -> bytes:
    """The same bytes with escaped backslashes and quotes blanked, so that each quote left opens or closes a string."""
    return data.replace(b"\\\\", b"  ").replace(b'\\"', b"  ") if b"\\" in data else data
