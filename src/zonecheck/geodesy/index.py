"""Which features of a layer are near which sites, and how near exactly?

An `Index` is built once for a layer. `near` answers with sound bounds, which decide most questions; `closer` tightens
those of the pairs that are left, and `exact` measures them; `nearest` finds the best feature at any distance. It
knows no limits of law.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import shapely

from zonecheck.geodesy.candidates import Candidates, narrow, rough
from zonecheck.geodesy.closest import Distances, measure
from zonecheck.geodesy.ellipsoid import Floats
from zonecheck.geodesy.pairs import Pairs, bounded, paired, stacked
from zonecheck.geodesy.pieces import Geometries, cut
from zonecheck.geodesy.ragged import Rows, batches, leaders, least
from zonecheck.geodesy.search import Features, named, within
from zonecheck.geodesy.shapes import Shapes, Sites

_BATCH = 1_000_000
_GROWTH = 3.0
_FARTHEST_M = 21_000_000.0  # more than half the way around
_LONG = 50  # vertices, from where on it pays to cut a line to what is at hand
_MARGIN = np.array([-1e-6, -1e-6, 1e-6, 1e-6])  # degrees: what touches a site is not cut at that place


@dataclass(frozen=True, slots=True, eq=False)
class Nearest:
    """For each site (n) the best feature, -1 where there is none, its distance in metres and the two points."""

    feature: Rows
    distance_m: Floats
    site_point: Floats
    feature_point: Floats


class Index:
    """Features in longitude, latitude (CGCS2000), edges straight in these; None and empty ones are never found."""

    def __init__(self, geometry: Geometries) -> None:
        self.geometry = geometry
        self.pieces = cut(geometry)
        self._features = Features.of(geometry, self.pieces)

    def near(self, sites: Sites, reach_m: Floats | float, extra_m: Floats | float = 0.0) -> Pairs:
        """Every pair whose distance can be at most reach_m[site] + extra_m[feature], each once, by site and feature.

        `reach_m` is (n,) or one for all, `extra_m` (m,) or one for all.
        """
        extra, shapes = self._of_features(extra_m), Shapes.of(sites)
        reach = np.broadcast_to(np.asarray(reach_m, dtype=np.float64), len(shapes))
        found = within(self._features, shapes, reach, extra)
        return stacked([self._pairs(shapes, some, reach, extra) for some in found] or [_nothing()])

    def between(self, sites: Sites, site: Rows, feature: Rows) -> Pairs:
        """Pairs that the caller names, with bounds; infinite for those of None and empty geometries."""
        shapes, count = Shapes.of(sites), np.diff(self.pieces.start)[feature]
        found = [self._between(shapes, site[part], feature[part]) for part in batches(count, _BATCH)]
        return stacked(found or [_nothing()])

    def closer(self, sites: Sites, pairs: Pairs) -> Pairs:
        """The same pairs with tighter bounds, from their outlines on the map.

        No lower bound is beyond a pair's `reach_m`: of pieces farther than that nothing is known.
        """
        trail = narrow(Shapes.of(sites), self.pieces, pairs.trail, len(pairs))
        found = bounded(trail, pairs.site, pairs.feature, pairs.reach_m)
        return replace(found, lower_m=np.minimum(found.lower_m, pairs.reach_m))

    def exact(self, sites: Sites, pairs: Pairs) -> Distances:
        """The distance of each pair and its points, on the site and on the feature; 0 where they meet."""
        result, shapes = Distances.unknown(len(pairs)), Shapes.of(sites)
        doubtful = np.flatnonzero(pairs.lower_m <= 0)
        a, b = shapes.geometry[pairs.site[doubtful]], self.geometry[pairs.feature[doubtful]]
        meet = shapely.intersects(b, a)
        result.put(doubtful[meet], _meeting(a[meet], b[meet]))
        separate = np.ones(len(pairs), dtype=bool)
        separate[doubtful[meet]] = False
        apart = np.flatnonzero(separate)
        result.put(apart, self._apart(shapes, pairs.take(apart)))
        return result

    def nearest(self, sites: Sites, handicap_m: Floats | float = 0.0) -> Nearest:
        """For each site the feature with the least distance minus handicap_m[feature], at whatever distance."""
        credit, shapes = self._of_features(handicap_m), Shapes.of(sites)
        rivals = stacked([*self._rivals(shapes, credit), _nothing()])
        measured = self.exact(shapes, rivals)
        best = leaders(rivals.site, measured.distance_m - credit[rivals.feature])
        feature, result = np.full(len(shapes), -1), Distances.unknown(len(shapes))
        feature[rivals.site[best]] = rivals.feature[best]
        result.put(rivals.site[best], measured.take(best))
        return Nearest(feature, result.distance_m, result.on_a, result.on_b)

    def _of_features(self, value_m: Floats | float) -> Floats:
        return np.broadcast_to(np.asarray(value_m, dtype=np.float64), self.geometry.shape)

    def _pairs(self, shapes: Shapes, some: Candidates, reach: Floats, extra: Floats) -> Pairs:
        some, site, feature = paired(some, self.pieces.owner, len(self.geometry))
        limit = reach[site] + extra[feature]
        pairs = bounded(rough(shapes, self.pieces, some, len(site)), site, feature, limit)
        return pairs.take(np.flatnonzero(pairs.lower_m <= limit))

    def _between(self, shapes: Shapes, site: Rows, feature: Rows) -> Pairs:
        some = named(self._features, shapes, site, feature)
        trail = rough(shapes, self.pieces, some, len(site))
        return bounded(trail, site, feature, np.full(len(site), np.inf))

    def _apart(self, shapes: Shapes, pairs: Pairs) -> Distances:
        """Pairs that do not meet. Where the trail may have stopped short of the nearest piece, all are searched."""
        result = self._along(shapes, pairs)
        short = np.flatnonzero(~(result.distance_m <= pairs.reach_m))
        if len(short):
            complete = self.between(shapes, pairs.site[short], pairs.feature[short])
            result.put(short, self._along(shapes, complete))
        return result

    def _along(self, shapes: Shapes, pairs: Pairs) -> Distances:
        trail = narrow(shapes, self.pieces, pairs.trail, len(pairs))
        used, place = np.unique(trail.site, return_inverse=True)
        return measure(cut(shapes.geometry[used]), self.pieces, trail.placed(place), len(pairs))

    def _rivals(self, shapes: Shapes, credit: Floats) -> Iterator[Pairs]:
        """The pairs that can be best for a site: the reach grows until it holds a proven one."""
        pending, reach = np.flatnonzero(~np.isnan(shapes.boxes.west)), self._features.grain_m
        while len(pending) and len(self.pieces) and reach < _GROWTH * _FARTHEST_M:
            part, proven = shapes.take(pending), np.zeros(len(pending), dtype=bool)
            for some in within(self._features, part, np.full(len(pending), reach), credit):
                kept = narrow(part, self.pieces, rough(part, self.pieces, some, len(pending)), len(pending))
                proven |= least(kept.group, kept.upper_m - kept.credit_m, len(pending)) <= reach
                yield self._rival_pairs(kept.take(proven[kept.group]), pending)
            pending, reach = pending[~proven], _GROWTH * reach

    def _rival_pairs(self, some: Candidates, sites: Rows) -> Pairs:
        trail, site, feature = paired(some.placed(sites[some.site]), self.pieces.owner, len(self.geometry))
        return bounded(trail, site, feature, np.full(len(site), np.inf))


def _meeting(a: Geometries, b: Geometries) -> Distances:
    """Distance 0, with a common point of each pair."""
    line = shapely.shortest_line(a, _at_hand(b, a))
    aside = np.flatnonzero(shapely.length(line) > 1e-12)  # one holds the other, and their borders do not meet
    common = shapely.intersection(shapely.make_valid(a[aside]), shapely.make_valid(b[aside]))
    line[aside] = shapely.shortest_line(shapely.point_on_surface(common), b[aside])
    ends = shapely.get_coordinates(line).reshape(-1, 2, 2)
    return Distances(np.zeros(len(a)), ends[:, 0], ends[:, 1])


def _at_hand(lines: Geometries, sites: Geometries) -> Geometries:
    """Of each line only what lies about the site: a river may have thousands of vertices far from it. Areas stay whole."""
    some = lines.copy()
    long = np.flatnonzero((shapely.get_dimensions(lines) == 1) & (shapely.get_num_coordinates(lines) > _LONG))
    around = shapely.bounds(sites[long]) + _MARGIN
    for row, box in zip(long.tolist(), around.tolist(), strict=True):
        part = shapely.clip_by_rect(lines[row], *box)
        if not part.is_empty:
            some[row] = part
    return some


def _nothing() -> Pairs:
    none, rows = np.empty(0), np.empty(0, dtype=np.intp)
    return Pairs(rows, rows, none, none, none, Candidates(rows, rows, rows, none, none, none))
