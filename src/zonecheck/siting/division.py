"""What does the check say in each part of an area? The area is cut along every line, and one point of each cell asked.

Inside a cell no question of space changes its answer, so a point speaks for all of it. The engine judges the points as it
judges any project; cells of one verdict for the same rules are put together. Where judging brings up a question that was
not asked before, its lines are drawn and the area is cut anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely
from pyproj import Geod

from zonecheck.engine.check import Checked, check
from zonecheck.engine.outcomes import NOT_JUDGED, OUTCOMES
from zonecheck.engine.verdicts import CLEAR, REVIEW, VERDICTS, leads_to
from zonecheck.geodesy.ellipsoid import FLATTENING, SEMI_MAJOR_M
from zonecheck.projects.build import build
from zonecheck.projects.raw import in_memory
from zonecheck.siting.borders import Borders, noded
from zonecheck.siting.records import TOLERANCE_M, Because, Part, Sampled
from zonecheck.truth import causes

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from zonecheck.engine.precedents import Precedents
    from zonecheck.layers.layer import Layer
    from zonecheck.results import Outcome

    Rows = NDArray[np.intp]

_GRID = 12  # points each way that are asked first, to learn the questions
_ROUNDS = 6
_SEED = 4490
_FINE_DEGREES = 0.002  # edges so short that it makes no difference to an area whether they are geodesics


@dataclass(frozen=True, eq=False)
class Asker:
    """What the check says of a project of one kind that is a point, or has an outline."""

    stated: Mapping[str, str]
    layers: Mapping[str, Layer]
    on: date
    required: frozenset[str]
    precedents: Precedents

    def ask(self, sites: Sequence[BaseGeometry] | NDArray[np.object_]) -> Checked:
        """Points are sites of no extent."""
        built = build(in_memory(list(sites), [self.stated] * len(sites)))
        projects = replace(built, sites=replace(built.sites, extent_m=np.zeros(len(sites))))
        return check(
            projects,
            self.precedents.packs,
            self.layers,
            on=np.full(len(sites), np.datetime64(self.on), dtype="datetime64[D]"),
            required=self.required,
            precedents=self.precedents,
        )


def divided(area: BaseGeometry, asker: Asker) -> tuple[Part, ...]:
    """The area in parts, from the worst verdict to the best."""
    borders = Borders(tuple(shapely.bounds(area)))
    lines = borders.of(asker.ask(_grid(area)).table.space)
    for _ in range(_ROUNDS):
        cells = np.array(list(noded(lines, area)), dtype=object)
        found = asker.ask(shapely.point_on_surface(cells))
        more = borders.of(found.table.space)
        if len(more) == len(lines):
            return tuple(_parts(cells, found))
        lines = more
    raise RuntimeError("the questions of space grew with every cut of the area")


def _grid(area: BaseGeometry) -> NDArray[np.object_]:
    """Points all over an area, one at least."""
    west, south, east, north = shapely.bounds(area)
    lon, lat = np.meshgrid(
        np.linspace(west, east, _GRID + 2)[1:-1], np.linspace(south, north, _GRID + 2)[1:-1]
    )
    points = shapely.points(lon.ravel(), lat.ravel())
    return np.array([shapely.point_on_surface(area), *points[shapely.intersects(area, points)]], dtype=object)


def _parts(cells: NDArray[np.object_], found: Checked) -> list[Part]:
    kinds, kind_of = kinds_of(found)
    parts = [
        part_of(found, int(first), shapely.coverage_union_all(cells[kind_of == kind]))
        for kind, first in enumerate(kinds)
    ]
    return sorted(parts, key=lambda part: (VERDICTS.index(part.verdict), -part.area_ha))


def kinds_of(found: Checked) -> tuple[Rows, Rows]:
    """Rows of one verdict for the same rules: one that shows each kind, and the kind of each row."""
    columns = [found.verdicts, *(_telling(found, position) for position in range(len(found.docket.rules)))]
    _, first, kind = np.unique(np.column_stack(columns), axis=0, return_index=True, return_inverse=True)
    return first, kind.ravel()


def _telling(found: Checked, position: int) -> NDArray[np.int8]:
    """The outcome of a rule where it makes the verdict, else NOT_JUDGED."""
    rule, outcome = found.docket.rules[position], found.docket.judged[position].outcome
    leads = np.array([CLEAR, *(leads_to(rule, each) for each in np.arange(8, dtype=np.int8))])[outcome + 1]
    makes = (outcome != NOT_JUDGED) & (leads == found.verdicts) & (found.verdicts < CLEAR)
    return np.where(makes, outcome, NOT_JUDGED)


def part_of(found: Checked, row: int, geometry: BaseGeometry) -> Part:
    rules = because_of(found, row)
    verdict = VERDICTS[found.verdicts[row]]
    border = found.verdicts[row] == REVIEW and not rules
    return Part(verdict, rules, bool(border), geometry, area_ha(geometry))


def because_of(found: Checked, row: int) -> tuple[Because, ...]:
    """The rules by which one row has its verdict."""
    docket = found.docket
    told = [(position, int(_telling(found, position)[row])) for position in range(len(docket.rules))]
    return tuple(
        Because(
            docket.rules[position].id,
            docket.rules[position].title,
            OUTCOMES[outcome],
            tuple(causes(int(docket.judged[position].because[row]))),
        )
        for position, outcome in told
        if outcome != NOT_JUDGED
    )


def area_ha(geometry: BaseGeometry) -> float:
    """Hectares on the ellipsoid."""
    whole = shapely.orient_polygons(shapely.segmentize(geometry, _FINE_DEGREES))
    ellipsoid = Geod(a=SEMI_MAJOR_M, f=FLATTENING)
    return float(abs(ellipsoid.geometry_area_perimeter(whole)[0])) / 10_000


def sampled(area: BaseGeometry, parts: Sequence[Part], asker: Asker, count: int) -> Sampled:
    """The parts held against the check at random points of the area."""
    points = random_points(area, count)
    differing = disagreeing(points, parts, asker)
    beside = [row for row in differing if _beside_border(points[row], parts)]
    rest = [points[row] for row in differing if row not in beside]
    return Sampled(count, len(beside), tuple((point.x, point.y) for point in rest))


def disagreeing(points: NDArray[np.object_], parts: Sequence[Part], asker: Asker) -> list[int]:
    """The points that lie in a part which is not what the check says of them."""
    found = asker.ask(points)
    kinds, kind_of = kinds_of(found)
    of_kind = [(VERDICTS[found.verdicts[row]], _outcomes(because_of(found, int(row)))) for row in kinds]
    of_part = [(part.verdict, _outcomes(part.rules)) for part in parts]
    held = located(points, parts)
    return [row for row, part in enumerate(held) if part is None or of_kind[kind_of[row]] != of_part[part]]


def _outcomes(rules: Sequence[Because]) -> tuple[tuple[str, Outcome], ...]:
    return tuple((each.rule, each.outcome) for each in rules)


def located(points: NDArray[np.object_], parts: Sequence[Part]) -> list[int | None]:
    """The part in which each point lies."""
    held: list[int | None] = [None] * len(points)
    for number, part in enumerate(parts):
        shapely.prepare(part.geometry)
        for row in np.flatnonzero(shapely.contains(part.geometry, points)).tolist():
            held[row] = number
    return held


def _beside_border(point: BaseGeometry, parts: Sequence[Part]) -> bool:
    from zonecheck.geodesy.areas import border_m  # noqa: PLC0415

    here = np.array([point], dtype=object)
    return any(border_m(here, part.geometry)[0] <= TOLERANCE_M for part in parts)


def random_points(area: BaseGeometry, count: int, seed: int = _SEED) -> NDArray[np.object_]:
    """Points of an area, the same ones for the same area and seed."""
    rng = np.random.default_rng(seed)
    west, south, east, north = shapely.bounds(area)
    shapely.prepare(area)
    found = np.empty(0, dtype=object)
    while len(found) < count:
        some = shapely.points(rng.uniform(west, east, 2 * count), rng.uniform(south, north, 2 * count))
        found = np.concatenate([found, some[shapely.contains(area, some)]])
    return found[:count]
