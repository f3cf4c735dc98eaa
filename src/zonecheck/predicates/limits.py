"""Against what is a figure compared, where the limit is no plain number?

A limit can come from the register of the project's park, from a statement of the project itself (the terms of its
parcel), or from a table by industry; several can be tried in turn. This file only names them: nothing is looked
up here.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ZoneLimit:
    """A figure that the register holds of the project's park."""

    field: str


@dataclass(frozen=True)
class ProjectLimit:
    """A figure that the project states."""

    attribute: str


@dataclass(frozen=True)
class TableLimit:
    """A figure by GB/T 4754 code. A code covers all below it; the longest match wins."""

    name: str
    by_code: tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class FirstOf:
    """The first of several limits that is known."""

    limits: tuple[Limit, ...]


Limit = ZoneLimit | ProjectLimit | TableLimit | FirstOf | float
