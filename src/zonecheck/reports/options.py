"""How does the reader want the report? The choices that every format takes, and what a format is.

A format is one function from a run to a stream of text. It takes each project as it comes, holds as little as
its form allows, and answers the count of verdicts. It decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from zonecheck.reports.summary import Summary
    from zonecheck.results import Run
    from zonecheck.words import Language


@dataclass(frozen=True, slots=True)
class Options:
    """`width` is in terminal cells, of which a Chinese character takes two."""

    language: Language
    color: bool = False
    explain: bool = False
    width: int = 88


Writer = Callable[["Run", TextIO, Options], "Summary"]
