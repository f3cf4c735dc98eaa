"""Are geometries cut so that nothing moves, nothing is lost, and every stated bound on an edge holds?"""

from __future__ import annotations

import numpy as np
import pytest
import shapely

import zoo
from reference import WGS84
from zonecheck.geodesy.ellipsoid import cartesian
from zonecheck.geodesy.pieces import EDGES, cut
from zonecheck.geodesy.ragged import batches

LONG = {place: zoo.line(at, (0, 0), (14_000, 9000), (-5000, 20_000)) for place, at in zoo.PLACES.items()}


def of(*geometry):
    return cut(np.array(geometry, dtype=object))


def edge_points(pieces):
    """Eleven points along every edge (edges, 11, 2); steps from one chain to the next are left out."""
    edge = np.concatenate([np.arange(a, b) for a, b in zip(pieces.first, pieces.last, strict=True)])
    share = np.linspace(0, 1, 11)[None, :, None]
    return edge, pieces.lonlat[edge][:, None] * (1 - share) + pieces.lonlat[edge + 1][:, None] * share


@pytest.mark.parametrize("line", LONG.values(), ids=LONG)
def test_no_edge_is_longer_than_two_kilometres_and_none_has_moved(line):
    pieces = of(line)
    start, end = pieces.lonlat[:-1], pieces.lonlat[1:]
    assert WGS84.inv(*start.T, *end.T)[2].max() < 2020
    assert shapely.distance(shapely.points(pieces.lonlat), line).max() < 1e-12
    assert set(map(tuple, line.coords)) <= set(map(tuple, pieces.lonlat))


@pytest.mark.parametrize("line", LONG.values(), ids=LONG)
def test_edges_stray_from_the_straight_line_in_space_by_no_more_than_their_sag(line):
    pieces = of(line)
    edge, points = edge_points(pieces)
    start, end = pieces.xyz[edge], pieces.xyz[edge + 1]
    along = (end - start) / np.linalg.norm(end - start, axis=1)[:, None]
    away = cartesian(points.reshape(-1, 2)).reshape(-1, 11, 3) - start[:, None]
    across = away - np.einsum("ijk,ik->ij", away, along)[..., None] * along[:, None]
    stray = np.linalg.norm(across, axis=2).max(axis=1)
    assert (stray <= pieces.sag_m[edge]).all()
    assert (stray > pieces.sag_m[edge] / 10).all()


@pytest.mark.parametrize("line", LONG.values(), ids=LONG)
def test_boxes_in_space_hold_the_curved_edges(line):
    pieces = of(line)
    low, high = pieces.space_boxes
    for piece in range(len(pieces)):
        share = np.linspace(0, 1, 7)[:, None, None]
        a, b = (
            pieces.lonlat[pieces.first[piece] : pieces.last[piece]],
            pieces.lonlat[pieces.first[piece] + 1 :],
        )
        points = cartesian(((1 - share) * a + share * b[: len(a)]).reshape(-1, 2))
        assert (points >= low[piece]).all()
        assert (points <= high[piece]).all()


def test_pieces_are_short_and_follow_their_owners():
    wiggle = shapely.LineString(
        np.column_stack([np.linspace(113, 113.1, 100), 31 + np.arange(100) % 2 / 1000])
    )
    pieces = of(wiggle, None, zoo.holed(zoo.SUIZHOU), shapely.Polygon(), zoo.collection(zoo.SUIZHOU))
    assert (pieces.last - pieces.first).max() <= EDGES
    assert (pieces.last > pieces.first).all()
    np.testing.assert_array_equal(np.diff(pieces.start), [-(-99 // EDGES), 0, 2, 0, 3])
    np.testing.assert_array_equal(pieces.owner, [0] * -(-99 // EDGES) + [2] * 2 + [4] * 3)


def test_a_point_is_an_edge_of_no_length():
    pieces = of(zoo.point(zoo.SUIZHOU))
    assert pieces.lonlat.tolist() == [list(zoo.SUIZHOU)] * 2


def test_nothing_is_cut_into_nothing():
    assert len(of(None, shapely.Polygon(), shapely.GeometryCollection())) == 0


def test_every_row_is_in_one_batch_and_no_batch_is_too_large():
    counts = np.array([3, 1, 4, 1, 9, 2])
    found = [np.arange(len(counts))[batch].tolist() for batch in batches(counts, 5)]
    assert found == [[0, 1], [2, 3], [4], [5]]
