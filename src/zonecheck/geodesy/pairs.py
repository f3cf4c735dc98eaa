"""What does a search of an index answer? Pairs of a site and a feature, with bounds of their distance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from zonecheck.geodesy.candidates import Candidates, joined
from zonecheck.geodesy.ellipsoid import Floats
from zonecheck.geodesy.ragged import Rows, least


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs of a site and a feature with lower_m <= their distance <= upper_m, both in metres.

    `trail` holds the pieces that can be nearest, grouped by pair; it is complete for distances up to `reach_m`.
    """

    site: Rows
    feature: Rows
    lower_m: Floats
    upper_m: Floats
    reach_m: Floats
    trail: Candidates

    def __len__(self) -> int:
        return len(self.site)

    def take(self, rows: Rows) -> Pairs:
        """Some of the pairs; `rows` are positions, each at most once."""
        place = np.full(len(self), -1)
        place[rows] = np.arange(len(rows))
        group = place[self.trail.group]
        return Pairs(
            site=self.site[rows],
            feature=self.feature[rows],
            lower_m=self.lower_m[rows],
            upper_m=self.upper_m[rows],
            reach_m=self.reach_m[rows],
            trail=self.trail.regrouped(group).take(group >= 0),
        )


def paired(trail: Candidates, owner: Rows, features: int) -> tuple[Candidates, Rows, Rows]:
    """Candidates regrouped by pair of site and feature, and the site and the feature of each group."""
    key, group = np.unique(trail.site * features + owner[trail.piece], return_inverse=True)
    return trail.regrouped(group), key // features, key % features


def bounded(trail: Candidates, site: Rows, feature: Rows, reach_m: Floats) -> Pairs:
    """Pairs with the bounds that their candidates give; infinite where a pair has none."""
    lower, upper = least(trail.group, trail.lower_m, len(site)), least(trail.group, trail.upper_m, len(site))
    return Pairs(site, feature, lower, upper, reach_m, trail)


def stacked(parts: list[Pairs]) -> Pairs:
    """Pairs of consecutive batches as one."""
    offsets = np.cumsum([0, *(len(part) for part in parts)])
    trails = [part.trail.regrouped(part.trail.group + at) for part, at in zip(parts, offsets, strict=False)]
    return Pairs(
        site=np.concatenate([part.site for part in parts]),
        feature=np.concatenate([part.feature for part in parts]),
        lower_m=np.concatenate([part.lower_m for part in parts]),
        upper_m=np.concatenate([part.upper_m for part in parts]),
        reach_m=np.concatenate([part.reach_m for part in parts]),
        trail=joined(trails),
    )
