"""What does a user ask to have checked? Paths and names, not yet opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import BinaryIO

from zonecheck.projects.build import Assumptions
from zonecheck.projects.raw import Limits, RawFeatures


@dataclass(frozen=True)
class Joined:
    """A table of attributes, and the column that it shares with the outlines."""

    table: str
    field: str


@dataclass(frozen=True)
class Request:
    """What is to be checked, by what, and as of which day. `today` is the day in China when nothing else says."""

    paths: Sequence[str]
    today: date
    packs: Sequence[str] = ()
    layers: Sequence[str] = ()
    required: frozenset[str] = frozenset()
    on: date | None = None
    decisions: Path | None = None
    explain: bool = False
    whole: bool = True  # record also the rules that do not apply
    plain: bool = False  # record neither the site nor what the project says of itself
    joined: Joined | None = None
    assumptions: Assumptions = field(default_factory=Assumptions)
    encoding: str = "utf-8"
    limits: Limits = field(default_factory=Limits)
    stdin: BinaryIO | None = None
    features: Sequence[RawFeatures] = ()  # projects that are in memory already, beside those of the paths
    stated: Mapping[str, str] = field(
        default_factory=dict
    )  # by key: what every project is taken to state instead

    @property
    def assumed(self) -> Assumptions:
        """The assumptions, without own names of what is stated instead."""
        if not self.stated:
            return self.assumptions
        names = {key: name for key, name in self.assumptions.names.items() if key not in self.stated}
        return replace(self.assumptions, names=names)
