"""A batch of one and a batch of many are asked in different ways, and must be answered alike."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
import shapely

from catalogues import collection, feature, opened
from worlds import GRS80
from zonecheck.layers import catalogue
from zonecheck.predicates.chosen import Where
from zonecheck.predicates.space import UNDECIDED, Question, Reach, Space
from zonecheck.projects.table import Sites
from zonecheck.truth import NAMES, NO, UNKNOWN

DISTRICTS = {"districts": catalogue.load(()).open("districts")}


def sites(n: int) -> Sites:
    """Squares all over the three districts and around them."""
    random = np.random.default_rng(11)
    west, south, east, north = shapely.total_bounds(DISTRICTS["districts"].geometry)
    lon, lat = random.uniform(west, east, n), random.uniform(south, north, n)
    nothing = np.zeros(n)
    return Sites(shapely.box(lon, lat, lon + 0.002, lat + 0.002), nothing, nothing, nothing, nothing)


def test_each_site_alone_is_placed_as_it_is_among_many() -> None:
    many = sites(40)
    for kind in ("intersects", "inside"):
        question = Question(kind, "districts", Where("name", (("曾都区",), ("随县",), ("广水市",))))
        together = Space(many, DISTRICTS, np.full(40, np.datetime64("2026-01-01"))).answer(question)
        alone = [
            Space(many.take(np.array([row])), DISTRICTS, np.full(1, np.datetime64("2026-01-01"))).answer(
                question
            )
            for row in range(40)
        ]
        assert [each.truth[0] for each in alone] == together.truth.tolist()
        assert [each.because[0] for each in alone] == together.because.tolist()
        assert set(together.truth.tolist()) == {0, 1, 2}


@pytest.mark.parametrize(("east_m", "truth"), [(1040, UNKNOWN), (1060, NO)])
def test_a_no_needs_coverage_as_far_as_the_centre_line_of_a_bank_may_lie(
    tmp_path: Path, east_m: float, truth: int
) -> None:
    """The layer ends `east_m` west of the site: a river just beyond, 50 m to its bank, may come within the kilometre."""
    edge = 113.0
    tip = GRS80.fwd(edge, 31.7, 90, east_m)[:2]
    line = {"type": "LineString", "coordinates": [[113.5, 31.6], [113.5, 31.8]]}
    entry = (
        f"baseline: centreline, accuracy_m: 0, half_width_m: 50, coverage: [{edge}, 31, 114, 32], "
        "complete_for: {name: [府河]}"
    )
    layer = opened(tmp_path, collection(feature(line, name="府河")), entry)
    nothing = np.zeros(1)
    square = shapely.box(*tip, tip[0] + 0.001, tip[1] + 0.001)
    site = Sites(np.array([square], dtype=object), nothing, nothing, nothing, nothing)
    space = Space(site, {"r": layer}, np.full(1, np.datetime64("2026-01-01")))
    found = space.answer(Question("within", "r", Where("name", (("府河",),)), 1000.0))
    assert found.truth.tolist() == [truth]


FIGURES_M = [
    999.4,
    999.9994,
    999.9996,
    1000.0,
    1000.0004,
    1000.0006,
    1000.4,
    989.9996,
    990.0,
    990.0006,
    1009.6,
    1010.001,
    1010.4,
]


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("error_m", [0.0, 0.0004, 0.3, 10.0])
@pytest.mark.parametrize("extent_m", [0.0, 0.1, 5.0])
def test_a_distance_is_held_to_the_millimetre_against_the_limit(
    strict: bool, error_m: float, extent_m: float
) -> None:
    """Reckoned again with decimal numbers: the distance to 1 mm, with and without its error exactly."""
    column = np.array(FIGURES_M)
    reach = Reach(1000.0, strict, np.full(len(column), error_m), np.full(len(column), extent_m))
    error, extent, limit = Decimal(str(error_m)), Decimal(str(extent_m)), Decimal(1000)
    expected = []
    for figure_m in FIGURES_M:
        distance = Decimal(str(figure_m)).quantize(Decimal("0.001"))
        farthest, nearest = distance + error, distance - error - extent
        yes, no = (farthest < limit, nearest >= limit) if strict else (farthest <= limit, nearest > limit)
        expected.append("yes" if yes else "no" if no else "unknown")
    assert [NAMES[truth] for truth in reach.judge(column, column)] == expected
    apart = reach.judge(column - 50, column + 50)
    assert set(apart.tolist()) == {UNDECIDED}
