"""How many projects got which verdict? Counted as they pass by, so that no long run is held in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import get_args

from zonecheck.results import ProjectResult, Verdict

VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


@dataclass(frozen=True, slots=True)
class Summary:
    """The number of projects, and of those with each verdict; names and order as in JSON."""

    projects: int
    prohibited: int
    review: int
    conditional: int
    clear: int
    out_of_scope: int
    invalid: int


def counted(seen: Mapping[Verdict, int]) -> Summary:
    """The summary of so many projects of each verdict."""
    return Summary(sum(seen.values()), *(seen.get(verdict, 0) for verdict in VERDICTS))


class Tally:
    """Counts the verdicts of the projects that are taken through it."""

    def __init__(self) -> None:
        self._seen: Counter[Verdict] = Counter()

    def through(self, projects: Iterable[ProjectResult]) -> Iterator[ProjectResult]:
        for project in projects:
            self._seen[project.verdict] += 1
            yield project

    @property
    def summary(self) -> Summary:
        return counted(self._seen)
