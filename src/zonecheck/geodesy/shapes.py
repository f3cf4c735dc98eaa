"""Which sites are measured? Their outlines with what every question about them needs, worked out once.

Boxes are known of all; drawings on the Mercator map are made of those that are asked for, and kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import shapely

from zonecheck.geodesy.boxes import Boxes
from zonecheck.geodesy.ellipsoid import Floats
from zonecheck.geodesy.mercator import drawn, edge_bend
from zonecheck.geodesy.pieces import Geometries
from zonecheck.geodesy.ragged import Rows

_MANY_VERTICES = 100  # from here on it pays to index a site before measuring it against several pieces


@dataclass(frozen=True, slots=True, eq=False)
class _Drawings:
    """Sites on the map (n) and the largest bend of an edge of each; `there` says which have been drawn."""

    geometry: Geometries
    bend: Floats
    there: np.ndarray[tuple[int], np.dtype[np.bool_]]

    @classmethod
    def none(cls, n: int) -> _Drawings:
        return cls(np.full(n, None), np.zeros(n), np.zeros(n, dtype=bool))

    def take(self, rows: Rows) -> _Drawings:
        return _Drawings(self.geometry[rows], self.bend[rows], self.there[rows])


@dataclass(frozen=True, slots=True, eq=False)
class Shapes:
    """Sites (n) and their boxes; None and empty ones have NaN boxes."""

    geometry: Geometries
    boxes: Boxes
    _drawings: _Drawings = field(repr=False)

    @classmethod
    def of(cls, sites: Sites) -> Shapes:
        """Sites as they are, or as they are when they come as plain geometries in longitude, latitude."""
        if isinstance(sites, Shapes):
            return sites
        boxes = Boxes.around(shapely.bounds(sites).reshape(-1, 4))
        return cls(sites, boxes, _Drawings.none(len(sites)))

    def __len__(self) -> int:
        return len(self.geometry)

    def take(self, rows: Rows) -> Shapes:
        return Shapes(self.geometry[rows], self.boxes.take(rows), self._drawings.take(rows))

    def drawn(self, site: Rows) -> tuple[Geometries, Floats]:
        """For each of these sites its drawing on the map, and the largest bend there of one of its edges, in degrees."""
        known = self._drawings
        wanted = np.zeros(len(self), dtype=bool)
        wanted[site] = True
        new = np.flatnonzero(wanted & ~known.there)
        if len(new):
            known.geometry[new], known.bend[new] = _drawing(self.geometry[new]), _bends(self.geometry[new])
            known.there[new] = True
        return known.geometry[site], known.bend[site]


Sites: TypeAlias = "Geometries | Shapes"


def _drawing(geometry: Geometries) -> Geometries:
    drawing = drawn(geometry)
    shapely.prepare(drawing[shapely.get_num_coordinates(drawing) >= _MANY_VERTICES])
    return drawing


def _bends(geometry: Geometries) -> Floats:
    """The largest bend of an edge of each geometry; a step from one ring to the next can only enlarge it."""
    lonlat, owner = shapely.get_coordinates(geometry, return_index=True)
    if len(lonlat) < 2:
        return np.zeros(len(geometry))
    bend = np.append(np.where(owner[1:] == owner[:-1], edge_bend(lonlat), 0.0), 0.0)
    return np.asarray(np.maximum.reduceat(bend, np.searchsorted(owner, np.arange(len(geometry)))))
