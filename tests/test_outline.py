"""One outline has one hash, however it was written; another outline has another."""

from __future__ import annotations

import hashlib
import struct

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import GeometryCollection, LineString, MultiPolygon, Point, Polygon

from zonecheck.projects.outline import outline_sha256

SHELL = [(113.0, 31.0), (113.4, 31.0), (113.4, 31.4), (113.0, 31.4)]
HOLE = [(113.1, 31.1), (113.2, 31.1), (113.2, 31.2)]
SITE = Polygon(SHELL, [HOLE])


@pytest.mark.parametrize(
    "same",
    [
        Polygon(SHELL[2:] + SHELL[:2], [HOLE[1:] + HOLE[:1]]),
        Polygon(SHELL[::-1], [HOLE[::-1]]),
        Polygon([(x, y, 80.0) for x, y in SHELL], [[(x, y, 80.0) for x, y in HOLE]]),
        Polygon([SHELL[0], *SHELL], [HOLE]),
        MultiPolygon([SITE]),
        GeometryCollection([SITE]),
        Polygon([(x + 4e-9, y - 4e-9) for x, y in SHELL], [HOLE]),
    ],
    ids=[
        "ring start",
        "winding",
        "height",
        "repeated position",
        "one part",
        "collection",
        "below the decimals",
    ],
)
def test_another_way_of_writing_an_outline_has_the_same_hash(same: shapely.Geometry) -> None:
    assert outline_sha256(same) == outline_sha256(SITE)


def test_parts_may_stand_in_any_order_and_lines_run_either_way() -> None:
    far = shapely.transform(SITE, lambda points: points + 1)
    assert outline_sha256(MultiPolygon([SITE, far])) == outline_sha256(MultiPolygon([far, SITE]))
    assert outline_sha256(LineString(SHELL)) == outline_sha256(LineString(SHELL[::-1]))


@pytest.mark.parametrize(
    "other",
    [
        Polygon(SHELL),
        Polygon([(113.0000001, 31.0), *SHELL[1:]], [HOLE]),
        LineString(SHELL),
        Point(113, 31),
    ],
)
def test_another_outline_has_another_hash(other: shapely.Geometry) -> None:
    assert outline_sha256(other) != outline_sha256(SITE)


def test_the_hash_of_a_point_can_be_computed_on_paper() -> None:
    well_known_binary = struct.pack("<BIdd", 1, 1, 113.1234568, 31.5)
    assert outline_sha256(Point(113.12345678, 31.5)) == hashlib.sha256(well_known_binary).hexdigest()


def test_minus_zero_is_zero() -> None:
    assert outline_sha256(Point(-0.0, 31)) == outline_sha256(Point(0.0, 31))


@given(st.integers(0, 3), st.booleans())
def test_no_start_and_no_winding_of_a_ring_changes_the_hash(start: int, backwards: bool) -> None:
    ring = SHELL[start:] + SHELL[:start]
    assert outline_sha256(Polygon(ring[::-1] if backwards else ring, [HOLE])) == outline_sha256(SITE)
