"""How does a distance stand to its limit, at a glance? A short rule with the limit, the distance and its accuracy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zonecheck.reports.figures import exactly, plainly
from zonecheck.results import Measurement

if TYPE_CHECKING:
    from zonecheck.results import Finding, Truth

WIDTH = 1000  # units of the rule, from the site to its far end
_BEYOND = 1.6  # the rule is at least this many limits long
_LONGEST = 5.0  # and at most this many


@dataclass(frozen=True, slots=True)
class Gauge:
    """Places along the rule in units. `off` is a distance that the rule does not reach."""

    truth: Truth
    feature: str
    declared: bool
    distance: str
    limit: str
    at: int
    limit_at: int
    low: int
    high: int
    off: bool


def gauges(finding: Finding) -> tuple[Gauge, ...]:
    """One rule for each distance that has a limit, in the order of the evidence."""
    return tuple(
        found for entry in finding.evidence if isinstance(entry, Measurement) and (found := _gauge(entry))
    )


def _gauge(entry: Measurement) -> Gauge | None:
    if entry.predicate != "within" or entry.distance_m is None or not entry.limit_m:
        return None
    error_m = entry.accuracy.sum_m if entry.accuracy else 0.0
    longest_m = entry.limit_m * _LONGEST
    end_m = min(max(entry.limit_m * _BEYOND, (entry.distance_m + error_m) * 1.05), longest_m)

    def at(length_m: float) -> int:
        return round(min(max(length_m, 0.0), end_m) / end_m * WIDTH)

    return Gauge(
        truth=entry.truth,
        feature=entry.feature or entry.layer,
        declared=entry.declared,
        distance=exactly(entry.distance_m),
        limit=plainly(entry.limit_m),
        at=at(entry.distance_m),
        limit_at=at(entry.limit_m),
        low=at(entry.distance_m - error_m),
        high=at(entry.distance_m + error_m),
        off=entry.distance_m > end_m,
    )
