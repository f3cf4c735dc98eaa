"""Which projects are measured? Seeded outlines spread over Suizhou and its surroundings, with plausible attributes.

The same seed gives the same projects on every machine. Nothing here is timed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

WINDOW = (112.75, 31.30, 114.05, 32.35)  # longitude and latitude around Suizhou
CODES = ("2614", "C2621", "2651", "2221", "2231", "1432", "3670", "")  # the last one says nothing
NATURES = ("新建", "扩建", "技术改造", "迁建")
METRES_PER_DEGREE = 111_320.0


def outlines(count: int, seed: int) -> np.ndarray[Any, Any]:
    """`count` star-shaped polygons of 5 to 20 vertices, 30 to 250 m about their middle, in longitude, latitude."""
    random = np.random.default_rng(seed)
    sizes = random.integers(5, 21, count)
    owner = np.repeat(np.arange(count), sizes)
    step = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    angle = 2 * np.pi * step / sizes[owner]
    radius_deg = random.uniform(30, 250, sizes.sum()) / METRES_PER_DEGREE
    west, south, east, north = WINDOW
    lon = random.uniform(west, east, count)[owner]
    lat = random.uniform(south, north, count)[owner]
    xy = np.column_stack(
        [lon + radius_deg * np.cos(angle) / np.cos(np.radians(lat)), lat + radius_deg * np.sin(angle)]
    )
    rings: np.ndarray[Any, Any] = shapely.linearrings(xy.round(8), indices=owner)
    return np.asarray(shapely.polygons(rings))


def attributes(count: int, seed: int) -> list[dict[str, str]]:
    """One project in eight is silent about its industry, as real ones are."""
    random = np.random.default_rng(seed + 1)
    codes = _choose(random, CODES, count)
    natures = _choose(random, NATURES, count)
    return [
        {"id": f"P{i}", "industry": code, "industry_edition": "2017", "nature": nature, "park": "none"}
        for i, (code, nature) in enumerate(zip(codes, natures, strict=True))
    ]


def _choose(random: np.random.Generator, values: Sequence[str], count: int) -> list[str]:
    return [values[i] for i in random.integers(0, len(values), count)]
