"""Is a site within reach by one base line of a river and out of reach by another? Then nobody knows which one the law means.

A layer may hold a river by its waterward edge and by its outer edge. What all of them say is the answer, else it is unknown and
needs a person (contract, section 4). A centre line is no base line of its own, and another river is no other line.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zonecheck.layers.spelling import spelling
from zonecheck.truth import NO, YES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonecheck.geodesy.pairs import Pairs
    from zonecheck.predicates.chosen import Chosen

_LINES = ("waterward_edge", "outer_edge", "bank", "water_area")


@dataclass(frozen=True, eq=False)
class Lines:
    """Of each feature of a layer (n): `river`, -1 where that has no second base line, and `line`. `held` (rivers, lines)."""

    river: NDArray[np.intp]
    line: NDArray[np.intp]
    held: NDArray[np.bool_]


def lines_of(features: Chosen) -> Lines | None:
    """The base lines of the rivers that are selected; None where none has several."""
    return features.layer.remember((Lines, features.where), lambda: _found(features))


def _found(features: Chosen) -> Lines | None:
    layer, member = features.layer, features.selection.member
    line = np.array([_LINES.index(each) if each in _LINES else -1 for each in layer.baseline], dtype=np.intp)
    names = [spelling(name) if name else "" for name in layer.names]
    known: dict[str, int] = {}
    river = np.full(len(layer), -1)
    for row in np.flatnonzero((member != NO) & (line >= 0)).tolist():
        if names[row]:
            river[row] = known.setdefault(names[row], len(known))
    drawn = np.flatnonzero(river >= 0)
    held = np.zeros((len(known), len(_LINES)), dtype=bool)
    held[river[drawn], line[drawn]] = True
    alone = held.sum(axis=1) < 2
    river[drawn] = np.where(alone[river[drawn]], -1, river[drawn])
    return None if alone.all() else Lines(river, line, held)


def disputed(lines: Lines, features: Chosen, pairs: Pairs, truth: NDArray[np.int8]) -> NDArray[np.bool_]:
    """The pairs that answer yes while another base line of their river does not."""
    feature = features.rows[pairs.feature]
    mine = np.flatnonzero(lines.river[feature] >= 0)
    sites, site = np.unique(pairs.site[mine], return_inverse=True)
    river, line = lines.river[feature[mine]], lines.line[feature[mine]]
    best = np.full((len(sites), *lines.held.shape), NO)
    np.maximum.at(best, (site, river, line), truth[mine])
    least = np.where(lines.held, best, YES).min(axis=2, initial=YES)
    found = np.zeros(len(pairs), dtype=bool)
    found[mine] = (truth[mine] == YES) & (least[site, river] != YES)
    return found
