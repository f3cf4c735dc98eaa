"""The length of a geodesic: from its chord where it is short, through PROJ where it is long."""

from __future__ import annotations

import numpy as np
import pytest
from pyproj import Geod

from zonecheck.geodesy.ellipsoid import FLATTENING, SEMI_MAJOR_M, length_m

GEOD = Geod(a=SEMI_MAJOR_M, f=FLATTENING)


@pytest.mark.parametrize("far_m", [0.001, 1.0, 1_000.0, 20_000.0, 199_000.0, 201_000.0, 4_000_000.0])
def test_length_is_that_of_the_geodesic_anywhere_in_china_to_a_hundredth_of_a_millimetre(
    far_m: float,
) -> None:
    random = np.random.default_rng(4)
    longitude, latitude = random.uniform(73, 135, 2000), random.uniform(3, 54, 2000)
    there = GEOD.fwd(longitude, latitude, random.uniform(0, 360, 2000), np.full(2000, far_m))
    length = length_m(np.column_stack([longitude, latitude]), np.column_stack(there[:2]))
    assert np.abs(length - far_m).max() < 1e-5


def test_length_between_a_point_and_itself_is_nothing_and_to_nowhere_is_unknown() -> None:
    here = np.array([[113.0, 31.0], [113.0, 31.0]])
    there = np.array([[113.0, 31.0], [np.nan, np.nan]])
    assert length_m(here, there)[0] == 0
    assert np.isnan(length_m(here, there)[1])
