"""Do two programs answer alike? The pairs of parcel and river within a kilometre, and their distances.

zonecheck measures on the ellipsoid. A plane is allowed a share of the distance as error, and pairs that lie as near to the
limit as that may be missing from either answer. Anything else is an error, and no time is printed.
"""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

LIMIT_M = 1000.0

Pairs = Mapping[tuple[str, str], float]


@dataclass(frozen=True)
class Answer:
    """Distances by the id of the parcel and the name of the river; NaN where a program gives none."""

    pairs: Pairs

    def first(self, parcels: int) -> Answer:
        """What concerns the first parcels of the file."""
        return Answer({pair: metres for pair, metres in self.pairs.items() if int(pair[0][1:]) < parcels})


@dataclass(frozen=True)
class Check:
    """How far two answers may differ: `tolerance` is a share of the distance, `slack_m` comes on top."""

    tolerance: float
    nearest_only: bool = False
    slack_m: float = 0.01

    def compare(self, ours: Answer, theirs: Answer) -> str:
        """What was found, in one line. Raises ValueError if the answers differ."""
        doubtful = LIMIT_M - self._allowed(LIMIT_M)
        wanted = _nearest(ours.pairs) if self.nearest_only else ours.pairs
        missing = [pair for pair in wanted.keys() - theirs.pairs.keys() if wanted[pair] < doubtful]
        added = [pair for pair in theirs.pairs.keys() - ours.pairs.keys() if theirs.pairs[pair] < doubtful]
        shared = [pair for pair in wanted.keys() & theirs.pairs.keys() if not math.isnan(theirs.pairs[pair])]
        apart = [abs(theirs.pairs[pair] - wanted[pair]) for pair in shared]
        far = [
            pair for pair, metres in zip(shared, apart, strict=True) if metres > self._allowed(wanted[pair])
        ]
        if missing or added or far:
            raise ValueError(f"{len(missing)} pairs missing, {len(added)} added, {len(far)} distances apart")
        said = f"{len(theirs.pairs)} pairs, ours {len(wanted)}"
        return f"{said}; distances differ by at most {max(apart):.3f} m" if apart else f"{said}; no distances"

    def _allowed(self, metres: float) -> float:
        return self.slack_m + self.tolerance * metres


def _nearest(pairs: Pairs) -> Pairs:
    """Of each parcel the nearest river."""
    best: dict[str, tuple[str, str]] = {}
    for pair, metres in pairs.items():
        if pair[0] not in best or metres < pairs[best[pair[0]]]:
            best[pair[0]] = pair
    return {pair: pairs[pair] for pair in best.values()}


def of_zonecheck(path: Path) -> Answer:
    """From jsonl."""
    found: dict[tuple[str, str], float] = {}
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            for finding in record.get("findings", ()):
                for entry in finding["evidence"]:
                    found[record["id"], entry["feature"]] = entry["distance_m"]
    return Answer(found)


def of_peer(path: Path) -> Answer:
    """From the columns id, name and, where there is one, distance_m."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        return Answer({(row["id"], row["name"]): float(row.get("distance_m") or "nan") for row in rows})
