"""Which pieces can be the nearest, and within what bounds? A search that discards by boxes and tightens by the map.

A candidate is a site, a piece of some feature, and the group in which it competes. A group is one pair of site and
feature, or one site that looks for its nearest feature; a feature's `credit_m` is then taken off its distance.
Sound: the nearest piece of a group is never discarded. Exact distances are another file's task.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import shapely

from zonecheck.geodesy.boxes import Boxes
from zonecheck.geodesy.ellipsoid import Floats
from zonecheck.geodesy.mercator import drawn, edge_bend, enclose
from zonecheck.geodesy.pieces import Geometries, Pieces
from zonecheck.geodesy.ragged import Rows, leaders, least

_MANY_VERTICES = 100  # from here on it pays to index a site before measuring it against several pieces


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


@dataclass(frozen=True, slots=True, eq=False)
class Shapes:
    """Sites and their boxes; None and empty ones have NaN boxes."""

    geometry: Geometries
    boxes: Boxes

    @classmethod
    def of(cls, geometry: Geometries) -> Shapes:
        return cls(geometry, Boxes.around(shapely.bounds(geometry).reshape(-1, 4)))

    def __len__(self) -> int:
        return len(self.geometry)

    def take(self, rows: Rows) -> Shapes:
        return Shapes(self.geometry[rows], self.boxes.take(rows))


def propose(shapes: Shapes, pieces: Pieces, site: Rows, piece: Rows, credit_m: Floats) -> Candidates:
    """Candidates bounded by their boxes alone, grouped by site; `credit_m` (m,) is of the features."""
    own, other = shapes.boxes.take(site), pieces.boxes.take(piece)
    credit = credit_m[pieces.owner[piece]]
    return Candidates(site, piece, site, own.gap_m(other), own.span_m(other), credit)


def narrow(shapes: Shapes, pieces: Pieces, all_of: Candidates, groups: int) -> Candidates:
    """Those of the candidates that can be the best of their group, their bounds tightened on the map.

    In each group the most promising is measured first; most others are then beaten by their boxes alone.
    """
    found = _unbeaten(all_of, least(all_of.group, all_of.upper_m - all_of.credit_m, groups))
    chart = _Chart.of(shapes, found.site)
    first = np.zeros(len(found), dtype=bool)
    first[leaders(found.group, found.lower_m - found.credit_m)] = True
    lead = chart.tightened(shapes, pieces, found.take(first))
    best = least(lead.group, lead.upper_m - lead.credit_m, groups)
    rest = chart.tightened(shapes, pieces, _unbeaten(found.take(~first), best))
    measured = joined([lead, rest])
    return _unbeaten(measured, least(measured.group, measured.upper_m - measured.credit_m, groups))


def _unbeaten(some: Candidates, best_m: Floats) -> Candidates:
    return some.take(some.lower_m - some.credit_m <= best_m[some.group])


@dataclass(frozen=True, slots=True, eq=False)
class _Chart:
    """The sites in use, drawn on the Mercator map: `place[site]` is their position in `drawing`."""

    place: Rows
    drawing: Geometries
    bend: Floats

    @classmethod
    def of(cls, shapes: Shapes, site: Rows) -> _Chart:
        used = np.zeros(len(shapes), dtype=bool)
        used[site] = True
        geometry = shapes.geometry[used]
        drawing = drawn(geometry)
        shapely.prepare(drawing[shapely.get_num_coordinates(drawing) >= _MANY_VERTICES])
        return cls(np.cumsum(used) - 1, drawing, _bends(geometry))

    def tightened(self, shapes: Shapes, pieces: Pieces, some: Candidates) -> Candidates:
        place = self.place[some.site]
        apart = shapely.distance(self.drawing[place], pieces.lines[some.piece])
        bend = self.bend[place] + pieces.bend[some.piece]
        boxes = shapes.boxes.take(some.site), pieces.boxes.take(some.piece)
        lower, upper = enclose(*boxes, apart, bend)
        upper = np.minimum(upper, some.upper_m)
        return replace(some, lower_m=np.minimum(np.maximum(lower, some.lower_m), upper), upper_m=upper)


def _bends(geometry: Geometries) -> Floats:
    """The largest bend of an edge of each geometry; a step from one ring to the next can only enlarge it."""
    lonlat, owner = shapely.get_coordinates(geometry, return_index=True)
    if len(lonlat) < 2:
        return np.zeros(len(geometry))
    bend = np.append(np.where(owner[1:] == owner[:-1], edge_bend(lonlat), 0.0), 0.0)
    return np.asarray(np.maximum.reduceat(bend, np.searchsorted(owner, np.arange(len(geometry)))))
