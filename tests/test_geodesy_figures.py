"""The figures behind every distance, step by step, as they were when they were last compared with the reference.

Other tests show that bounds hold and that distances are right. Here it shows if a bound becomes wider, a piece longer or a
search less choosy than it was, which no answer would tell. `ZONECHECK_GOLDEN=write` writes the file anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
import shapely

import zoo
from test_everything import compare
from zonecheck.errors import InputError, InstallationError
from zonecheck.geodesy import (
    areas,
    candidates,
    closest,
    datum,
    deepest,
    ellipsoid,
    known,
    level,
    mercator,
    ragged,
    search,
    unite,
)
from zonecheck.geodesy import index as geodesy_index
from zonecheck.geodesy import pieces as pieces_of
from zonecheck.geodesy.boxes import Boxes
from zonecheck.geodesy.change import changed, outside_of_use
from zonecheck.geodesy.crs import epsg, in_degrees, require_usable, stated, to_geographic
from zonecheck.geodesy.edges import moved_edges
from zonecheck.geodesy.index import Index
from zonecheck.geodesy.known import Known, fault, known_distances, known_transform
from zonecheck.geodesy.likely import likely_crs
from zonecheck.geodesy.pieces import Pieces, cut, flatten
from zonecheck.geodesy.shapes import Shapes
from zonecheck.geodesy.shifting import Movable
from zonecheck.geodesy.tied import Tied, keeps_place, tied
from zonecheck.words import Text, same

AT = zoo.SUIZHOU
LATITUDES = np.array([-89.99, -31.7, -1.0, 0.0, 0.5, 4.0, 31.7, 53.4, 80.0, 89.99, 90.0])
ENDS = np.array(
    [
        [113.37, 31.69],
        [113.38, 31.69],
        [113.37, 31.70],
        [113.6, 32.2],
        [116.0, 40.0],
        [-60.0, -30.0],
        [113.37, 31.69],
    ]
)
FEATURES = np.array(
    [
        zoo.line(AT, (-3000, 500), (0, 700), (9000, 500)),
        zoo.plain(AT),
        zoo.holed(zoo.spot(AT, 2500, 0)),
        zoo.multi(zoo.spot(AT, 0, 4000)),
        None,
        zoo.point(AT, 50, -900),
        zoo.collection(zoo.spot(AT, -5000, 0)),
        shapely.Point(),
        shapely.LineString(zoo.spots(AT, [(20 * n, 30 * np.sin(n) + 1500) for n in range(120)])),
        zoo.sliver(zoo.spot(AT, 0, -2000)),
        shapely.box(113.0, 31.3, 113.2, 31.9),
        zoo.line(zoo.MOHE, (0, 0), (5000, 100)),
        zoo.line(zoo.SANSHA, (0, 0), (0, 7000)),
    ],
    dtype=object,
)
SITES = np.array(
    [
        zoo.point(AT),
        zoo.box(AT, 300, 300, 340, 330),
        zoo.box(AT, -2600, 650, -2500, 700),
        zoo.line(AT, (0, 1400), (400, 1400)),
        None,
        zoo.box(zoo.spot(AT, 2500, 0), -20, -20, 20, 20),
        zoo.bow_tie(zoo.spot(AT, 0, 3000)),
        zoo.box(AT, -6000, -3000, 6000, 3000),
        zoo.box(zoo.MOHE, 200, 300, 260, 380),
        zoo.point(zoo.SANSHA, 900, 3000),
        zoo.point(zoo.ZONE_EDGE),
        shapely.Polygon(),
    ],
    dtype=object,
)
AROUND = np.array(
    [shapely.Point(*each) for each in ((114, 30), (114, 10), (114, 60), (100, 30), (130, 30), (170, -20))],
    dtype=object,
)  # inside, and beyond each side


def told(name: str, *values: Any) -> Iterator[str]:
    for value in values:
        yield f"{name}: {shown(value)}"


def shown(value: Any) -> str:
    match value:
        case np.ndarray() if value.dtype == object:
            return " ".join(
                "none" if each is None else f"{each.geom_type}({each.wkt.count(',') + 1})" for each in value
            )
        case np.ndarray():
            return " ".join(map(shown, value.ravel().tolist()))
        case float():
            return f"{value:.9g}" if abs(value) > 1e-9 else "0"
        case Text():
            return f"{value.zh} | {value.en}"
        case tuple() | list():
            return ", ".join(map(shown, value))
    return str(value)


def of_the_ellipsoid() -> Iterator[str]:
    for function in (ellipsoid.parallel_degree_m, ellipsoid.meridian_degree_m, ellipsoid.isometric):
        yield from told(function.__name__, function(LATITUDES))
    yield from told("cartesian", *ellipsoid.cartesian(ENDS))
    for name, part in zip(
        ("place", "motion"),
        ellipsoid.cartesian_and_motion(ENDS, np.roll(ENDS, 1, axis=0) / 1000),
        strict=True,
    ):
        yield from told(name, *part)
    yield from told("length", *(ellipsoid.length_m(ENDS, np.roll(ENDS, n, axis=0)) for n in range(4)))


def of_boxes() -> Iterator[str]:
    boxes = Boxes.around(shapely.bounds(FEATURES))
    yield from told("map", boxes.map_south, boxes.map_north, boxes.most_m, boxes.least_m)
    yield from told("middle", boxes.middle.west, boxes.middle.south, boxes.middle.map_south)
    yield from told("grown", *boxes.grown(np.linspace(0, 5000, len(FEATURES))))
    polar = Boxes.around(
        np.array(
            [
                [0, 88.0, 1, 89.5],
                [0, -3, 2, 4.0],
                [10, -5, 11, -4],
                [20, 40, 21, 41],
                [30, 0.2, 31, 0.5],
                [30.5, 0.3, 31.2, 0.9],
            ]
        )
    )
    yield from told("polar", *polar.grown(np.full(6, 200_000.0)), polar.most_m, polar.least_m)
    for one in (boxes, polar):
        for n in range(1, 4):
            other = one.take(np.roll(np.arange(len(one)), n))
            apart = np.linspace(0, 0.5, len(one))
            bounds = mercator.enclose(one, other, apart, np.full(len(one), 0.001))
            yield from told(
                f"by {n}", one.gap_m(other), one.span_m(other), one.widest_degree_m(other), *bounds
            )


def of_the_map() -> Iterator[str]:
    yield from told("on the map", *mercator.on_map(ENDS))
    yield from told("bend", mercator.edge_bend(ENDS))
    yield from told("shortened", mercator.shortened(np.full(len(LATITUDES) - 1, 50_000.0), LATITUDES[:-1]))


def of_pieces() -> Iterator[str]:
    parts, owner = flatten(FEATURES)
    yield from told("flat", parts, owner)
    pieces = cut(FEATURES)
    yield from told("cut", len(pieces), pieces.first, pieces.last, pieces.owner, pieces.start)
    yield from told("vertices", pieces.lonlat)
    for name in ("xyz", "sag_m", "bend", "lines"):
        yield from told(name, getattr(pieces, name))
    yield from told("in space", *pieces.space_boxes)
    yield from told("of", *pieces.of(np.array([2, 0, 4, 2])))
    x, y = mercator.on_map(np.array([AT] * len(pieces))).T
    yield from told("apart", pieces.apart(np.arange(len(pieces)), x, y))


def of_groups() -> Iterator[str]:
    count, group = np.array([3, 0, 5, 2, 2, 9]), np.array([2, 0, 2, 0, 4])
    yield from told("spread", *ragged.spread(np.array([10, 20, 30, 40, 50, 60]), count))
    for limit in (1, 5, 7, 9, 100):
        yield from told(
            f"batches {limit}", *(f"{each.start}-{each.stop}" for each in ragged.batches(count, limit))
        )
    yield from told(
        "least",
        ragged.least(group, np.array([3.0, 2, 1, 5, 4]), 6),
        ragged.leaders(group, np.array([3.0, 2, 1, 5, 4])),
    )


def of_searches() -> Iterator[str]:
    index, shapes = Index(FEATURES), Shapes.of(SITES)
    yield from told("grain", index._features.grain_m)
    extra = np.linspace(0, 300, len(FEATURES))
    for reach_m in (0.0, 50.0, 1000.0, np.linspace(0, 4000, len(SITES))):
        pairs = index.near(shapes, reach_m, extra)
        yield from told(
            "near", pairs.site, pairs.feature, pairs.lower_m, pairs.upper_m, pairs.reach_m, len(pairs.trail)
        )
        closer = index.closer(shapes, pairs)
        yield from told("closer", closer.lower_m, closer.upper_m, len(closer.trail), closer.trail.piece)
        exact = index.exact(shapes, pairs)
        yield from told("exact", np.round(exact.distance_m, 4), exact.on_a, exact.on_b)
    few = index.near(shapes.take(np.array([0, 1])), 5000.0)
    some = few.take(np.array([3, 0]))
    yield from told("some", some.site, some.feature, some.trail.group, some.trail.piece)
    for handicap in (0.0, extra):
        found = index.nearest(SITES, handicap)
        yield from told(
            "nearest", found.feature, np.round(found.distance_m, 4), found.site_point, found.feature_point
        )
    named = index.between(SITES, np.array([0, 4, 1, 7]), np.array([1, 1, 4, 0]))
    yield from told("between", named.lower_m, named.upper_m, named.reach_m, len(named.trail))
    many = np.array([zoo.point(AT, 30 * n, 7 * n) for n in range(80)], dtype=object)
    pairs = Index(FEATURES[:3]).near(many, np.linspace(500, 600, 80))
    yield from told("many", pairs.site, pairs.feature, pairs.lower_m, len(pairs.trail))
    drawing, bend = shapes.drawn(np.array([1, 3, 7]))
    yield from told("drawn", drawing, bend)


def of_candidates() -> Iterator[str]:
    shapes, pieces = Shapes.of(SITES), cut(FEATURES)
    site, piece = (each.ravel() for each in np.meshgrid(np.array([0, 1, 3, 7]), np.arange(len(pieces))))
    some = candidates.propose(shapes, pieces, site, piece, np.linspace(0, 90, len(FEATURES)))
    rough = candidates.rough(shapes, pieces, some, len(SITES))
    narrow = candidates.narrow(shapes, pieces, some, len(SITES))
    for name, each in (("proposed", some), ("rough", rough), ("narrow", narrow)):
        yield from told(name, len(each), each.site, each.piece, each.lower_m, each.upper_m, each.credit_m)
    measured = closest.measure(cut(SITES), pieces, narrow, len(SITES))
    yield from told("measured", np.round(measured.distance_m, 4), measured.on_a, measured.on_b)


def of_areas() -> Iterator[str]:
    area = shapely.union_all([zoo.holed(AT), zoo.box(AT, 150, -100, 350, 100)])
    spots = [
        (-300.0, 0),
        (-130, 0),
        (-101, 0),
        (-95, 0),
        (-75, 0),
        (0, 0),
        (60, 60),
        (120, 0),
        (200, 0),
        (250, 0),
        (349, 5),
        (420, 0),
    ]
    sites = [
        each
        for east, north in spots
        for each in (zoo.point(AT, east, north), zoo.box(AT, east, north, east + 25, north + 15))
    ]
    for few in (sites[:16], [*sites, None, shapely.Polygon()]):
        made = np.array(few, dtype=object)
        for accuracy_m, extent_m in ((0.0, 0.0), (10.0, 0.0), (20.0, 15.0)):
            found = areas.position(made, area, np.full(len(made), accuracy_m), np.full(len(made), extent_m))
            yield from told(
                f"{accuracy_m:g} {extent_m:g}",
                found.apart,
                found.deep,
                np.round(found.distance_m, 3),
                found.rows,
            )
            yield from told("answers", found.intersects, found.inside)
        yield from told("border", np.round(areas.border_m(made, area), 3))
        yield from told(
            "covers",
            areas.covers(area, made, np.full(len(made), 10.0)),
            areas.covers(area, made, np.full(len(made), 11.0)),
        )
    border = Index(deepest.edges(area))
    yield from told("edges", border.geometry, shapely.get_coordinates(border.geometry))
    regions = np.array(
        [
            zoo.box(AT, 150, -100, 350, 100),
            zoo.line(AT, (160, 0), (300, 0)),
            zoo.point(AT, 250, 0),
            zoo.empty(AT),
            None,
        ],
        dtype=object,
    )
    for metres in (30.0, 99.0, 99.999, 100.0, 100.001, 101.0):
        yield from told(f"reaches {metres}", deepest.reaches(regions, border, np.full(len(regions), metres)))


def of_unions() -> Iterator[str]:
    left, right = zoo.box(AT, -100, -100, 0, 100), zoo.box(AT, 4, -100, 100, 100)
    above = zoo.box(AT, -50, 106, 60, 200)
    parts = np.array([left, None, right, zoo.empty(AT), above], dtype=object)
    for accuracy_m in ([0] * 5, [1] * 5, [2.1, 0, 2, 0, 1], [2.1, 9, 2, 9, 4], [0, 0, 5, 0, 2]):
        whole = unite.unite(parts, np.array(accuracy_m, dtype=np.float64))
        yield from told(
            f"{accuracy_m}", whole.geom_type, shapely.get_num_coordinates(whole), np.array(whole.bounds)
        )
        yield f"    {1e10 * whole.area:.4f}"


def of_reaches() -> Iterator[str]:
    shapes = {
        "point": zoo.point(AT),
        "line": zoo.line(AT, (0, 0), (3000, 1000), (3000, 4000)),
        "area": zoo.holed(AT),
        "ring": zoo.plain(AT).exterior,
    }
    shapes |= {
        "parts": zoo.collection(AT),
        "there and back": zoo.line(AT, (0, 0), (500, 0), (0, 0)),
        "twice": zoo.line(AT, (0, 0), (0, 0), (200, 0)),
    }
    for name, shape in shapes.items():
        for metres in (0.01, 40.0, 1000.0):
            whole = level.within_reach(shape, metres)
            yield f"{name} {metres:g}: {shapely.get_num_coordinates(whole)} {1e10 * whole.area:.3f}"
            yield from told("bounds", np.array(whole.bounds))


def of_moves() -> Iterator[str]:
    movable = Movable.of(zoo.holed(AT))
    for copy in movable.moved(np.array([0.0, 45, 270]), np.array([100.0, 5000, 20])):
        yield from told("moved", shapely.get_coordinates(copy))
    yield from told("middle", movable.middle, movable.azimuth, movable.distance_m)
    for name in datum.DATUMS:
        points = datum.from_wgs84(ENDS, name)
        yield from told(name, *[[f"{x:.10f}" for x in point] for point in points])
        back = datum.to_wgs84(
            np.array([shapely.Point(*AT), zoo.line(AT, (0, 0), (1500, 900))], dtype=object), name
        )
        yield from told(
            "and back",
            shapely.get_num_coordinates(back),
            *[[f"{x:.10f}" for x in point] for point in shapely.get_coordinates(back)[:3]],
        )
    bent = moved_edges(
        np.array([shapely.LineString([(0, 0), (1, 1)]), None, shapely.Point(0.3, 0.4)], dtype=object),
        lambda p: np.column_stack([p[:, 0], p[:, 1] + 1e-4 * p[:, 0] ** 2]),
    )
    yield from told("divided", shapely.get_num_coordinates(bent), bent[0].length)


def of_systems() -> Iterator[str]:
    for written in (
        "EPSG:4547",
        "epsg::4490",
        "urn:ogc:def:crs:OGC:1.3:CRS84",
        "urn:ogc:def:crs:EPSG::4526",
        "4326",
        " 3857 ",
        "EPSG:12",
        "x" * 99,
        "EPSG:2383 +towgs84=1,2,3",
        "EPSG:2383 +towgs84=1,2",
        "EPSG:2383 +towgs84=1,2,x",
        "EPSG:2383 +towgs84=2000,0,0",
        "EPSG:2383 +towgs84=1,2,3,4,5,6,200",
        "+proj=longlat +ellps=krass",
        "+proj=longlat +nadgrids=x +towgs84=0,0,0",
        "+proj=longlat +ellps=GRS80 +towgs84=0,0,0",
        "+proj=nonsense +towgs84=0,0,0",
        "+proj=pipeline +towgs84=1,1,1",
        "EPSG:999999 +towgs84=1,2,3",
    ):
        yield from told(
            written[:60],
            refused(lambda written=written: (stated(written), require_usable(stated(written)))[0]),
        )  # type: ignore[misc]
    for text in (
        "EPSG:4326 +towgs84=0,0,0",
        "EPSG:4490 +towgs84=0,0,0,0,0,0,1",
        "+proj=longlat +ellps=krass +towgs84=0,0,0",
        "+proj=longlat +ellps=GRS80 +towgs84=0,0,0",
    ):
        system = tied(text)
        assert system is not None
        yield from told(text, system.code, keeps_place(system), in_degrees(system))
    yield from told(
        "not tied", tied("EPSG:4547"), epsg(4547), in_degrees(4490), in_degrees(4547), in_degrees(4214)
    )
    for code in (
        4547,
        4526,
        3857,
        4214,
        2383,
        4979,
        5773,
        999999,
        32649,
        4610,
        4490,
        Tied("EPSG:2383 +towgs84=12,-34,56", 2383),
        Tied("EPSG:2383 +towgs84=900,0,0", 2383),
    ):
        for x, y in (
            (500100.0, 3507000.0),
            (38500100.0, 3507000.0),
            (3507000.0, 500100.0),
            (113.3, 31.7),
            (31.7, 113.3),
            (12_613_000.0, 3_720_000.0),
            (1e9, 1e9),
            (-9e6, 3e6),
        ):
            place = np.array([shapely.Point(x, y)], dtype=object)
            yield from told(
                f"{code if isinstance(code, int) else code.text} {x:g} {y:g}",
                refused(lambda place=place, code=code: shapely.get_coordinates(to_geographic(place, code))),
            )  # type: ignore[misc]
    yield from told(
        "beside",
        outside_of_use(SITES[:4], 4547),
        outside_of_use(SITES[:4], 4526),
        outside_of_use(SITES[:4], 3832),
        *(
            outside_of_use(AROUND, code)
            for code in (4547, 4526, 4490, Tied("EPSG:2383 +towgs84=12,-34,56", 2383))
        ),
    )
    edge = np.array([shapely.LineString([(500_000, 3_500_000), (560_000, 3_560_000)]), None], dtype=object)
    yield from told("edge", shapely.get_num_coordinates(changed(edge, 4547)))


def refused(ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except InputError as error:
        return tuple(problem.text for problem in error.problems)


def of_guesses() -> Iterator[str]:
    figures = (
        3.0,
        2.9,
        31.7,
        54.0,
        54.1,
        72.9,
        73.0,
        90.0,
        91.0,
        113.3,
        136.0,
        136.1,
        180.0,
        181.0,
        99_999.0,
        1e5,
        299_999.0,
        3e5,
        500_000.0,
        9e5,
        900_001.0,
        3_507_000.0,
        6e6,
        6_000_001.0,
        7.2e6,
        7_200_001.0,
        8.1e6,
        8_099_999.0,
        1.2e7,
        1.52e7,
        15_200_001.0,
        12_500_000.0,
        13_500_000.0,
        23_500_000.0,
        24_500_000.0,
        25_500_000.0,
        38_500_000.0,
        45_500_000.0,
        46_500_000.0,
        38_050_000.0,
    )
    alike: dict[str, list[str]] = {}
    for x in figures:
        for y in figures:
            guess = likely_crs(x, y)
            if guess is not None:
                alike.setdefault(shown(guess), []).append(f"{x:g},{y:g}")
    for words, pairs in alike.items():
        yield from (words, f"    {' '.join(pairs)}")


def of_what_is_known() -> Iterator[str]:
    for each in (*known_distances(), *known_transform()):
        yield from told(
            shown(each.name), each.expected, each.found, each.tolerance, each.unit, each.sound, fault(each)
        )
    for found in (None, 1.0, 1.01, 1.011, 0.989, float("nan")):
        figure = Known(same("figure"), 1.0, found, 0.01, "m")
        yield from told(f"found {found}", figure.sound, fault(figure))


@pytest.mark.parametrize(
    "figures",
    [
        of_the_ellipsoid,
        of_boxes,
        of_the_map,
        of_pieces,
        of_groups,
        of_searches,
        of_candidates,
        of_areas,
        of_unions,
        of_reaches,
        of_moves,
        of_systems,
        of_guesses,
        of_what_is_known,
    ],
    ids=lambda each: each.__name__,
)
def test_figures_are_as_they_were(figures: Callable[[], Iterator[str]]) -> None:
    compare(f"geodesy-{figures.__name__.removeprefix('of_').replace('_', '-')}.txt", list(figures()))


def test_pieces_of_nothing_are_none() -> None:
    assert isinstance(cut(np.array([None, shapely.Point()], dtype=object)), Pieces)
    assert len(cut(np.array([], dtype=object))) == 0


def test_a_computer_that_measures_wrong_is_told_what_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    known.require_distances()
    wrong = [(name, expected_m + n) for n, (name, expected_m) in enumerate(known._DISTANCES)]
    monkeypatch.setattr(known, "_DISTANCES", wrong)
    with pytest.raises(InstallationError) as error:
        known.require_distances()
    assert [(problem.where, problem.text) for problem in error.value.problems] == [
        ("", fault(each)) for each in known_distances()[1:]
    ]


def measured() -> list[Any]:
    """What an index finds of many sites, with all that it measures."""
    sites = np.concatenate([SITES, [zoo.point(AT, 90 * n, -40 * n) for n in range(30)], SITES[::-1]])
    index, reach_m = Index(FEATURES), np.linspace(0, 3000, len(sites))
    pairs = index.near(sites, reach_m, np.linspace(0, 300, len(FEATURES)))
    exact, nearest = index.exact(sites, index.closer(sites, pairs)), index.nearest(sites)
    named = index.between(sites, pairs.site[::3], pairs.feature[::3])
    found = [
        pairs.site,
        pairs.feature,
        pairs.lower_m,
        pairs.upper_m,
        len(pairs.trail),
        exact.distance_m,
        exact.on_a,
        exact.on_b,
    ]
    found += [
        nearest.feature,
        nearest.distance_m,
        nearest.feature_point,
        named.lower_m,
        named.upper_m,
        len(named.trail),
    ]
    return [each.tolist() if isinstance(each, np.ndarray) else each for each in found]


def test_in_small_portions_the_same_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = measured()
    for module, names in (
        (search, {"_FIRST": 2, "_MOST": 3, "_BATCH": 4}),
        (geodesy_index, {"_BATCH": 5}),
        (closest, {"_BATCH": 7}),
        (pieces_of, {"_EDGES_AT_ONCE": 9}),
    ):
        for name, size in names.items():
            monkeypatch.setattr(module, name, size)
        np.testing.assert_equal(measured(), whole)


def test_a_search_takes_as_many_sites_at_a_time_as_should_fill_a_batch() -> None:
    steps = [
        search._next_step(step, found, most)
        for step in (1, 64, 5000)
        for found in (0, 10, 900_000)
        for most in (20, 9000, 50_000)
    ]
    assert steps == [
        20,
        9000,
        20000,
        20,
        9000,
        20000,
        20,
        64,
        64,
        20,
        9000,
        20000,
        20,
        9000,
        20000,
        20,
        64,
        64,
        20,
        9000,
        20000,
        20,
        9000,
        20000,
        20,
        2777,
        2777,
    ]
