"""Where is there room for a site of a size, and which place is nearest to where it is wanted?

A site of a size is round: a disc of that area. A part is kept, piece by piece, where the disc fits in; its middle may then lie
anywhere in what is left when the piece is made smaller by the radius all around. That is drawn on a map of the piece
(transverse Mercator on its middle), which up to 60 km from it is true to 0.005 %; the radius is widened by more than that. The
outline proposed is a polygon of 64 sides about the disc, so that no less than the size is asked for; it was checked as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np
import shapely
from pyproj import Geod, Transformer

from zonecheck.engine.verdicts import VERDICTS
from zonecheck.geodesy.ellipsoid import FLATTENING, SEMI_MAJOR_M
from zonecheck.siting.division import area_ha, because_of
from zonecheck.siting.records import Candidate, Part

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from zonecheck.siting.division import Asker

MOST: Final = 10  # candidates
_SIDES = 64
_WIDER = 1.0002
_POINT_M = 1.0  # how far from every border a candidate without a size is put
_OFFERED = ("clear", "conditional", "review")

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Room:
    """A piece of a part, and where in it the middle of the site may lie (longitude, latitude)."""

    verdict: str
    piece: BaseGeometry
    middles: BaseGeometry


def roomy(parts: Sequence[Part], size_ha: float) -> tuple[Part, ...]:
    """The parts with only those pieces in which a site of the size fits; what is prohibited is kept whole."""
    kept = [part for part in parts if part.verdict not in _OFFERED]
    for part in (each for each in parts if each.verdict in _OFFERED):
        pieces = [
            piece
            for piece in shapely.get_parts(part.geometry)
            if not _middles(piece, _radius_m(size_ha)).is_empty
        ]
        if pieces:
            geometry = shapely.MultiPolygon(pieces)
            kept.append(replace(part, geometry=geometry, area_ha=area_ha(geometry)))
    return tuple(kept)


def candidates(
    parts: Sequence[Part], asker: Asker, near: Point, size_ha: float | None
) -> tuple[Candidate, ...]:
    """The nearest place in each piece where a site may be asked for, best verdict first, then the nearest."""
    radius_m = _radius_m(size_ha) if size_ha else _POINT_M
    found = [
        candidate
        for room in _rooms(parts, radius_m)
        if (candidate := _nearest(room, asker, near, radius_m if size_ha else None))
    ]
    found.sort(key=lambda each: (-VERDICTS.index(each.verdict), each.distance_m))
    return tuple(found[:MOST])


def _rooms(parts: Sequence[Part], radius_m: float) -> Iterator[Room]:
    for part in parts:
        for piece in shapely.get_parts(part.geometry) if part.verdict in _OFFERED else ():
            middles = _middles(piece, radius_m)
            if not middles.is_empty:
                yield Room(part.verdict, piece, middles)


def _radius_m(size_ha: float) -> float:
    """Of the polygon about the disc: from its middle to its corners, a little widened."""
    disc_m = float(np.sqrt(size_ha * 10_000 / np.pi))
    return disc_m / float(np.cos(np.pi / _SIDES)) * _WIDER


def _middles(piece: BaseGeometry, radius_m: float) -> BaseGeometry:
    """Where the middle of a disc may lie that stays inside."""
    west, south, east, north = shapely.bounds(piece)
    lon, lat = (west + east) / 2, (south + north) / 2
    plane = f"+proj=tmerc +lat_0={lat} +lon_0={lon} +ellps=GRS80"
    there = Transformer.from_crs("EPSG:4490", plane, always_xy=True)
    drawn = shapely.transform(piece, there.transform, interleaved=False)
    smaller = shapely.buffer(drawn, -radius_m, quad_segs=64)
    back = Transformer.from_crs(plane, "EPSG:4490", always_xy=True)
    return shapely.transform(smaller, back.transform, interleaved=False)


def _nearest(room: Room, asker: Asker, near: Point, radius_m: float | None) -> Candidate | None:
    squeeze = float(np.cos(np.radians(near[1])))
    flat = shapely.transform(room.middles, lambda points: points * [squeeze, 1.0])
    spot = shapely.get_point(shapely.shortest_line(flat, shapely.Point(near[0] * squeeze, near[1])), 0)
    lon, lat = spot.x / squeeze, spot.y
    ellipsoid = Geod(a=SEMI_MAJOR_M, f=FLATTENING)
    distance_m = float(ellipsoid.inv(*near, lon, lat)[2])
    outline = _polygon((lon, lat), radius_m) if radius_m else None
    found = asker.ask([outline or shapely.Point(lon, lat)])
    verdict = VERDICTS[found.verdicts[0]]
    inside = outline is None or room.piece.covers(outline)
    if verdict not in _OFFERED or not inside:
        return None
    return Candidate(lon, lat, distance_m, verdict, because_of(found, 0), outline)


def _polygon(middle: Point, radius_m: float) -> BaseGeometry:
    """The polygon of 64 sides about a disc."""
    ellipsoid = Geod(a=SEMI_MAJOR_M, f=FLATTENING)
    turn = np.arange(_SIDES) * 360 / _SIDES
    lon, lat, _ = ellipsoid.fwd(
        np.full(_SIDES, middle[0]), np.full(_SIDES, middle[1]), -turn, np.full(_SIDES, radius_m / _WIDER)
    )
    return shapely.Polygon(np.column_stack([lon, lat]).round(9))
