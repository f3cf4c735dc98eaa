"""Which pieces can be the nearest, and within what bounds? A search that discards by boxes, then by the middle of the
site, then by its outline on the map.

A candidate is a site, a piece of some feature, and the group in which it competes. A group is one pair of site and
feature, or one site that looks for its nearest feature; a feature's `credit_m` is then taken off its distance.
Sound: the nearest piece of a group is never discarded. Exact distances are another file's task.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import shapely

from zonecheck.geodesy.ellipsoid import Floats
from zonecheck.geodesy.mercator import enclose
from zonecheck.geodesy.pieces import Pieces
from zonecheck.geodesy.ragged import Rows, leaders, least
from zonecheck.geodesy.shapes import Shapes


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Rows of site, piece and group, with bounds of their distance in metres and the credit of the feature."""

    site: Rows
    piece: Rows
    group: Rows
    lower_m: Floats
    upper_m: Floats
    credit_m: Floats

    def __len__(self) -> int:
        return len(self.site)

    def take(self, rows: np.ndarray[Any, Any]) -> Candidates:
        return Candidates(*(getattr(self, field.name)[rows] for field in fields(self)))

    def placed(self, site: Rows) -> Candidates:
        return replace(self, site=site)

    def regrouped(self, group: Rows) -> Candidates:
        return replace(self, group=group)


def joined(parts: list[Candidates]) -> Candidates:
    """Several tables of candidates as one."""
    return Candidates(
        *(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Candidates))
    )


def propose(shapes: Shapes, pieces: Pieces, site: Rows, piece: Rows, credit_m: Floats) -> Candidates:
    """Candidates bounded by their boxes alone, grouped by site; `credit_m` (m,) is of the features."""
    own, other = shapes.boxes.take(site), pieces.boxes.take(piece)
    credit = credit_m[pieces.owner[piece]]
    return Candidates(site, piece, site, own.gap_m(other), own.span_m(other), credit)


def rough(shapes: Shapes, pieces: Pieces, all_of: Candidates, groups: int) -> Candidates:
    """Those of the candidates that can be the best of their group, bounded by how far the middle of the site is."""
    return _best(_from_middle(shapes, pieces, _best(all_of, groups)), groups)


def narrow(shapes: Shapes, pieces: Pieces, all_of: Candidates, groups: int) -> Candidates:
    """Those of the candidates that can be the best of their group, their bounds tightened on the map.

    In each group the most promising is measured first; most others are then beaten by their boxes alone.
    """
    found = _best(all_of, groups)
    first = np.zeros(len(found), dtype=bool)
    first[leaders(found.group, found.lower_m - found.credit_m)] = True
    lead = _tightened(shapes, pieces, found.take(first))
    best = least(lead.group, lead.upper_m - lead.credit_m, groups)
    rest = _tightened(shapes, pieces, _unbeaten(found.take(~first), best))
    return _best(joined([lead, rest]), groups)


def _best(some: Candidates, groups: int) -> Candidates:
    return _unbeaten(some, least(some.group, some.upper_m - some.credit_m, groups))


def _unbeaten(some: Candidates, best_m: Floats) -> Candidates:
    return some.take(some.lower_m - some.credit_m <= best_m[some.group])


def _from_middle(shapes: Shapes, pieces: Pieces, some: Candidates) -> Candidates:
    """Every point of a site is at most so far from the middle of its box as the box reaches."""
    own, other = shapes.boxes.take(some.site), pieces.boxes.take(some.piece)
    middle = own.middle
    apart = pieces.apart(some.piece, middle.west, middle.map_south)
    lower, upper = enclose(middle, other, apart, pieces.bend[some.piece])
    reach_m = middle.span_m(own)
    return _within(some, lower - reach_m, upper + reach_m)


def _tightened(shapes: Shapes, pieces: Pieces, some: Candidates) -> Candidates:
    drawing, own_bend = shapes.drawn(some.site)
    apart = shapely.distance(drawing, pieces.lines[some.piece])
    boxes = shapes.boxes.take(some.site), pieces.boxes.take(some.piece)
    return _within(some, *enclose(*boxes, apart, own_bend + pieces.bend[some.piece]))


def _within(some: Candidates, lower_m: Floats, upper_m: Floats) -> Candidates:
    """The candidates with these bounds, where they are better than their own."""
    upper = np.minimum(upper_m, some.upper_m)
    return replace(some, lower_m=np.minimum(np.maximum(lower_m, some.lower_m), upper), upper_m=upper)
