"""How does the reader want the report? The choices that every format takes, and what a format is.

A format is one function from a run to a stream of text, or to a file where it is no text. It takes each project as it
comes, holds as little as its form allows, and answers the count of verdicts. It decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TextIO

if TYPE_CHECKING:
    from zonecheck.reports.summary import Summary
    from zonecheck.results import Run
    from zonecheck.words import Language

SarifProfile = Literal["full", "github"]


@dataclass(frozen=True, slots=True)
class Options:
    """`width` is in terminal cells, of which a Chinese character takes two; maps show `districts` or leave them out."""

    language: Language
    color: bool = False
    explain: bool = False
    width: int = 88
    sarif_profile: SarifProfile = "full"
    districts: bool = True


StreamWriter = Callable[["Run", TextIO, Options], "Summary"]


@dataclass(frozen=True, slots=True)
class FileWriter:
    """A format that is no stream of text: `write` makes the whole file at a path where there is none yet."""

    write: Callable[[Run, Path, Options], Summary]


Writer = StreamWriter | FileWriter
