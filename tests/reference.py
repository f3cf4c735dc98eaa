"""How far apart are two shapes, found the slow way? Shares no code with the product.

Shapes are lists of rings or lines, each a list of (longitude, latitude); edges are straight in these. The distance
from a point to an edge is minimised over `pyproj.Geod` by sampling and golden section; an edge is looked at from
its ends and from points along it. Insides are found by counting crossings. Meant for thousands of pairs, not more.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from pyproj import Geod

WGS84 = Geod(ellps="WGS84")
_ALONG = np.linspace(0, 1, 9)
_GOLDEN = (5**0.5 - 1) / 2


@dataclass(frozen=True)
class Shape:
    """Lines, or the rings of one area (a hole is just another ring)."""

    strings: tuple[tuple[tuple[float, float], ...], ...]
    areal: bool = False

    def edges(self):
        """(k, 4): both ends of every edge; a single point is an edge of no length."""
        return np.array([(*a, *b) for s in self.strings for a, b in zip(s, s[1:] or s, strict=False)])

    def holds(self, x, y):
        """Is the point in the area? By counting the edges that a ray to the east crosses."""
        if not self.areal:
            return False
        x1, y1, x2, y2 = self.edges().T
        spans = (y1 > y) != (y2 > y)
        at = x1[spans] + (y - y1[spans]) / (y2[spans] - y1[spans]) * (x2[spans] - x1[spans])
        return np.count_nonzero(at > x) % 2 == 1


def distances(pairs):
    """Metres between the shapes of each pair."""
    looks = [_looks(number, a, b) for number, (a, b) in enumerate(pairs)]
    number, point, edge = (np.concatenate(column) for column in zip(*looks, strict=True))
    found = np.full(len(pairs), np.inf)
    np.minimum.at(found, number, _to_edges(number, point, edge, len(pairs)))
    meet = [_meet(a, b) for a, b in pairs]
    return np.where(meet, 0.0, found)


def _looks(number, a, b):
    """Every point to look from, with every edge to look at."""
    edges_a, edges_b = a.edges(), b.edges()
    rows = [(p, e) for p in _points(edges_a) for e in edges_b] + [
        (p, e) for p in _points(edges_b) for e in edges_a
    ]
    return np.full(len(rows), number), np.array([p for p, _ in rows]), np.array([e for _, e in rows])


def _points(edges):
    share = np.linspace(0, 1, 5)[:, None, None]
    return ((1 - share) * edges[:, :2] + share * edges[:, 2:]).reshape(-1, 2)


def _to_edges(number, point, edge, count):
    """From each point to its edge; infinite where a sample shows that another row of the pair is nearer."""
    samples = np.array([_length(point, edge, t) for t in _ALONG])
    least, length = samples.min(axis=0), WGS84.inv(*edge.T)[2]
    best = np.full(count, np.inf)
    np.minimum.at(best, number, least)
    hope = least - length / (len(_ALONG) - 1) <= best[number]
    result = np.full(len(point), np.inf)
    result[hope] = _golden(point[hope], edge[hope], _ALONG[samples[:, hope].argmin(axis=0)])
    return result


def nearest_along(point, edge):
    """Metres from each point (k, 2) to its edge (k, 4)."""
    if len(point) == 0:
        return np.empty(0)
    samples = np.array([_length(point, edge, t) for t in _ALONG])
    return _golden(point, edge, _ALONG[samples.argmin(axis=0)])


def _golden(point, edge, around):
    low, high = np.maximum(around - 1 / 8, 0), np.minimum(around + 1 / 8, 1)
    for _ in range(36):
        left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
        nearer_left = _length(point, edge, left) < _length(point, edge, right)
        low, high = np.where(nearer_left, low, left), np.where(nearer_left, right, high)
    ends = [_length(point, edge, t) for t in (low, high, around)]
    return np.min(ends, axis=0)


def _length(point, edge, t):
    x, y = edge[:, 0] + t * (edge[:, 2] - edge[:, 0]), edge[:, 1] + t * (edge[:, 3] - edge[:, 1])
    return WGS84.inv(point[:, 0], point[:, 1], x, y)[2]


def _meet(a, b):
    return _cross(a.edges(), b.edges()) or a.holds(*b.strings[0][0]) or b.holds(*a.strings[0][0])


def _cross(a, b):
    """Does an edge of `a` properly cross one of `b`?"""
    a, b = a[:, None, :], b[None, :, :]
    apart_b = _side(a, b[..., :2]) * _side(a, b[..., 2:]) < 0
    apart_a = _side(b, a[..., :2]) * _side(b, a[..., 2:]) < 0
    return bool(np.any(apart_a & apart_b))


def _side(edge, point):
    return (edge[..., 2] - edge[..., 0]) * (point[..., 1] - edge[..., 1]) - (edge[..., 3] - edge[..., 1]) * (
        point[..., 0] - edge[..., 0]
    )
