"""What must the answer be for a great many sites by a few rivers? The second judge of `make trust`; no code of the product.

Coordinates are longitude, latitude; edges are straight in these. Every pair of a vertex and an edge is first measured on a
plane laid at the vertex, whose error is bounded by what the earth curves over the distance. Only where that cannot decide
is the edge searched with `pyproj.Geod`, by golden section.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reference import nearest_along

YES, UNKNOWN, NO, TOO_CLOSE = "yes", "unknown", "no", "too close"
GUARD_M = 0.001  # closer than this to a limit either side is right (contract, section 4)
_A, _F = 6378137.0, 1 / 298.257223563
_E2 = _F * (2 - _F)


@dataclass(frozen=True, eq=False)
class Strings:
    """Lines, or rings of areas, of n shapes: `edges` (n, k, 4) as both ends, the last one repeated to fill up."""

    edges: np.ndarray
    areal: np.ndarray

    def __len__(self):
        return len(self.edges)

    def take(self, rows):
        return Strings(self.edges[rows], self.areal[rows])


def strings(shapes):
    """Of shapes as (list of lists of points, is an area)."""
    listed = [
        [(*a, *b) for line in lines for a, b in zip(line, line[1:] or line, strict=False)]
        for lines, _ in shapes
    ]
    longest = max(map(len, listed)) + 1  # so that the last vertex of every line begins an edge
    filled = [edges + [edges[-1][2:] * 2] * (longest - len(edges)) for edges in listed]
    return Strings(np.array(filled), np.array([areal for _, areal in shapes]))


@dataclass(frozen=True, eq=False)
class Doubt:
    """Per site: what is added to and taken from a distance before it is held against the limit."""

    error_m: np.ndarray
    extent_m: np.ndarray  # NaN: a `no` is never firm
    width_m: float  # from the drawn line to the bank


def judge(sites, river, limit_m, doubt):
    """`yes`, `unknown`, `no` for each site, or `too close` where a millimetre decides; one river."""
    rough, slack = _rough(sites, river)
    answer = _decide(rough, slack, limit_m, doubt)
    near = np.flatnonzero(answer == TOO_CLOSE)
    if len(near):
        exact_m = _exact(sites.take(near), river)
        some = Doubt(doubt.error_m[near], doubt.extent_m[near], doubt.width_m)
        answer[near] = _decide(exact_m, np.full(len(near), GUARD_M), limit_m, some)
    return answer


def _decide(distance_m, slack_m, limit_m, doubt):
    """By the nearest and the farthest that the distance can be: `too close` where they do not agree."""
    low = _sides(np.maximum(distance_m - slack_m, 0), limit_m, doubt)
    high = _sides(distance_m + slack_m, limit_m, doubt)
    return np.where(low == high, low, TOO_CLOSE)


def _sides(distance_m, limit_m, doubt):
    bank_m = np.maximum(distance_m - doubt.width_m, 0)
    inside = bank_m + doubt.error_m <= limit_m
    outside = bank_m - doubt.error_m - np.nan_to_num(doubt.extent_m) > limit_m
    return np.select([inside, outside & ~np.isnan(doubt.extent_m)], [YES, NO], UNKNOWN).astype("<U9")


def covered(sites, box, reach_m):
    """`no` where a box holds all that lies within reach of a site, `unknown` where it does not, for each site."""
    corners = sites.edges.reshape(len(sites), -1, 2)
    low, high = corners.min(axis=1), corners.max(axis=1)
    gaps = np.concatenate([low - box[:2], box[2:] - high], axis=1)
    phi = np.radians([low[:, 1], high[:, 1]]).max(axis=0)
    root = np.sqrt(1 - _E2 * np.sin(phi) ** 2)
    gaps[:, [0, 2]] *= np.radians(_A / root * np.cos(phi))[:, None]
    gaps[:, [1, 3]] *= np.radians(_A * (1 - _E2) / root**3)[:, None]
    spare_m = gaps.min(axis=1) - reach_m
    return np.select(
        [spare_m > 0.005 * reach_m, spare_m < -0.005 * reach_m], [NO, UNKNOWN], TOO_CLOSE
    ).astype("<U9")


def _rough(sites, river):
    """The least distance on planes, and how wrong it can be; 0 where the shapes meet."""
    least = np.minimum(_planes(sites, river).min(axis=(1, 2)), _planes_back(sites, river).min(axis=(1, 2)))
    meet = _meet(sites, river)
    return np.where(meet, 0.0, least), np.where(meet, 0.0, _slack(least))


def _slack(distance_m):
    """A plane over d metres is wrong by at most d^2 tan(latitude) / 2R, tan < 2 in China; doubled."""
    return 4e-7 * distance_m**2 + 1e-3


def _planes(sites, river):
    """(n, vertices of a site, edges of the river); a site has no vertex that is not the first of an edge."""
    return _to_edges(sites.edges[:, :, None, :2], river.edges[0][None, None])


def _planes_back(sites, river):
    """(n, vertices of the river, edges of a site)"""
    return _to_edges(_ends(river)[None, :, None], sites.edges[:, None])


def _ends(shape):
    return np.unique(shape.edges[0].reshape(-1, 2), axis=0)


def _to_edges(point, edge):
    phi = np.radians(point[..., 1])
    root = np.sqrt(1 - _E2 * np.sin(phi) ** 2)
    per_x, per_y = np.radians(_A / root) * np.cos(phi), np.radians(_A * (1 - _E2) / root**3)
    x, y = (edge[..., 0] - point[..., 0]) * per_x, (edge[..., 1] - point[..., 1]) * per_y
    along_x, along_y = (edge[..., 2] - edge[..., 0]) * per_x, (edge[..., 3] - edge[..., 1]) * per_y
    square = along_x**2 + along_y**2
    share = np.clip(-(x * along_x + y * along_y) / np.where(square > 0, square, 1), 0, 1)
    return np.hypot(x + share * along_x, y + share * along_y)


def _exact(sites, river):
    """Metres, by search along every edge that the planes leave possible."""
    there, back = _planes(sites, river), _planes_back(sites, river)
    best = np.minimum(there.min(axis=(1, 2)), back.min(axis=(1, 2)))
    reach = (best + 2 * _slack(best))[:, None, None]
    found = np.full(len(sites), np.inf)
    site, vertex, edge = np.nonzero(there <= reach)
    np.minimum.at(found, site, nearest_along(sites.edges[site, vertex, :2], river.edges[0][edge]))
    site, vertex, edge = np.nonzero(back <= reach)
    np.minimum.at(found, site, nearest_along(_ends(river)[vertex], sites.edges[site, edge]))
    return np.where(_meet(sites, river), 0.0, found)


def _meet(sites, river):
    """Do they cross, or does one lie in the other?"""
    (edges,) = river.edges
    low, high = edges.reshape(-1, 2).min(axis=0), edges.reshape(-1, 2).max(axis=0)
    corners = sites.edges.reshape(len(sites), -1, 2)
    near = np.flatnonzero(
        (corners.max(axis=1) >= low).all(axis=1) & (corners.min(axis=1) <= high).all(axis=1)
    )
    meet = np.zeros(len(sites), dtype=bool)
    for part in np.array_split(near, max(1, len(near) // 500)):
        some = sites.edges[part]
        found = _cross(some[:, :, None], edges[None, None]).any(axis=(1, 2))
        if river.areal[0]:
            found |= _holds(edges[None, None], some[..., :2]).any(axis=1)
        found |= sites.areal[part] & _holds(some[:, None], edges[None, :, :2]).any(axis=1)
        meet[part] = found
    return meet


def _cross(a, b):
    apart_b = _side(a, b[..., :2]) * _side(a, b[..., 2:]) < 0
    return apart_b & (_side(b, a[..., :2]) * _side(b, a[..., 2:]) < 0)


def _side(edge, point):
    across = (edge[..., 2] - edge[..., 0]) * (point[..., 1] - edge[..., 1])
    return across - (edge[..., 3] - edge[..., 1]) * (point[..., 0] - edge[..., 0])


def _holds(edges, point):
    """Is each point (..., 2) in the area of its rings (..., k, 4)? By the edges that a ray to the east crosses."""
    x, y = point[..., None, 0], point[..., None, 1]
    x1, y1, x2, y2 = np.moveaxis(edges, -1, 0)
    spans = (y1 > y) != (y2 > y)
    with np.errstate(divide="ignore", invalid="ignore"):
        at = x1 + (y - y1) / (y2 - y1) * (x2 - x1)
    return np.count_nonzero(spans & (at > x), axis=-1) % 2 == 1
