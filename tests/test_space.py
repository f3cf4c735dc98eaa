"""A batch of one and a batch of many are asked in different ways, and must be answered alike."""

from __future__ import annotations

import numpy as np
import shapely

from zonecheck.layers import catalogue
from zonecheck.predicates.space import Question, Space, Where
from zonecheck.projects.table import Sites

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
