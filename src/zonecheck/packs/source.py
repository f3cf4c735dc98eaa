"""What does the instrument say, sentence by sentence? The operative words of `source.md` under their address.

A heading `## 二（三）` opens an address. What stands under it is one sentence of that address or, as a numbered
list, its sentences 二（三）/1, 二（三）/2 and so on. What stands before the first address, or under other headings,
tells the reader where the text is from and is no part of it. A sentence that starts with `大意：` is not the wording but
what it says, in our words: nobody can quote it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_ADDRESS = re.compile(r"##\s+(\S.*?)\s*")
CONTENT = "大意："
_ITEM = re.compile(r"([0-9]+)\.\s+(.*)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its address, its words without line breaks, and the line on which it starts."""

    at: str
    text: str
    line: int

    @property
    def content(self) -> str | None:
        """What it says, where the wording is not at hand; None where it is."""
        return self.text.removeprefix(CONTENT) if self.text.startswith(CONTENT) else None


@dataclass(frozen=True, slots=True)
class Source:
    sentences: tuple[Sentence, ...]

    def under(self, at: str) -> tuple[Sentence, ...]:
        """The sentences at an address and below it."""
        return tuple(each for each in self.sentences if covers(at, each.at))

    def says(self, at: str, quote: str) -> bool:
        """Whether these very words stand under that address."""
        return any(each.content is None and quote in each.text for each in self.under(at))

    def tells(self, at: str, summary: str) -> bool:
        """Whether this stands under that address as its content."""
        return any(summary in (each.content or "") for each in self.under(at))

    def where(self, quote: str) -> str | None:
        """An address under which these words do stand."""
        return next((each.at for each in self.sentences if each.content is None and quote in each.text), None)


def covers(at: str, address: str) -> bool:
    """Whether an address is another one or a part of it."""
    return address == at or address.startswith(f"{at}/")


def parse(text: str) -> Source:
    """The sentences of a `source.md`."""
    return Source(tuple(each for each in _sentences(text.splitlines()) if each.text))


def _sentences(lines: list[str]) -> Iterator[Sentence]:
    at, current = "", Sentence("", "", 0)
    for number, line in enumerate(lines, start=1):
        if line.startswith("#"):
            yield current
            heading = _ADDRESS.fullmatch(line)
            at = heading.group(1) if heading else ""
            current = Sentence(at, "", number + 1)
        elif at and (item := _ITEM.fullmatch(line.strip())):
            yield current
            current = Sentence(f"{at}/{item.group(1)}", item.group(2).strip(), number)
        elif at:
            current = Sentence(current.at, current.text + line.strip(), current.line)
    yield current
