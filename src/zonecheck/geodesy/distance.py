"""How far apart are two geometries on the ellipsoid? The door to exact distances.

Geometries are in longitude, latitude (CGCS2000) with edges straight in these coordinates. Distances are geodesic,
right to 1 mm up to 20 km and to 0.1 % beyond. Nothing is buffered, nothing is projected to be measured.
"""

from __future__ import annotations

import numpy as np

from zonecheck.geodesy.closest import Distances
from zonecheck.geodesy.index import Index, Nearest
from zonecheck.geodesy.pairs import Pairs
from zonecheck.geodesy.pieces import Geometries
from zonecheck.geodesy.ragged import Rows

__all__ = ["Distances", "Index", "Nearest", "Pairs", "exact"]


def exact(a: Geometries, b: Geometries) -> Distances:
    """Metres between a[i] and b[i] (k,), and the points where they are nearest; 0 where they meet.

    NaN where either is None or empty. One geometry that occurs in many pairs is prepared once.
    """
    first, site = _distinct(a)
    second, feature = _distinct(b)
    index = Index(b[second])
    sites = a[first]
    return index.exact(sites, index.between(sites, site, feature))


def _distinct(geometry: Geometries) -> tuple[Rows, Rows]:
    """Where each distinct object first stands, and which of them each row is."""
    identity = np.fromiter(map(id, geometry), dtype=np.int64, count=len(geometry))
    _, first, place = np.unique(identity, return_index=True, return_inverse=True)
    return first, place
