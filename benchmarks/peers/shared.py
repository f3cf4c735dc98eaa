"""What do all peers share? How they read, what they call a plane, how they cut rivers, how they hand in their answer.

A peer is a script a user would write: `peer.py PARCELS RIVERS ANSWER`. It writes the pairs within a kilometre with their
distances, and prints as JSON what its steps took. It is measured from outside as a whole process.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import geopandas
import numpy as np
import pandas
import shapely

LIMIT_M = 1000
PLANE = "+proj=lcc +lat_1=25 +lat_2=37 +lat_0=0 +lon_0=110 +ellps=GRS80 +units=m"
"""Conformal, for the whole window of the generated data: a distance in it is right to about one percent."""

EDGES = 16


class Steps:
    """Seconds by name of the step."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        yield
        self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start

    def report(self) -> None:
        print(json.dumps(self.seconds))


def paths() -> tuple[Path, Path, Path]:
    """Parcels, rivers, and where the answer goes."""
    parser = argparse.ArgumentParser()
    for name in ("parcels", "rivers", "answer"):
        parser.add_argument(name, type=Path)
    options = parser.parse_args()
    return options.parcels, options.rivers, options.answer


def on_plane(path: Path) -> geopandas.GeoDataFrame:
    return geopandas.read_file(path, use_arrow=True).to_crs(PLANE)


def subdivided(rivers: geopandas.GeoDataFrame, edges: int = EDGES) -> geopandas.GeoDataFrame:
    """Lines of at most so many edges, each with the name of its river."""
    lines, owner = shapely.get_parts(np.asarray(rivers.geometry), return_index=True)
    pieces, names = [], []
    for line, name in zip(lines, rivers["name"].to_numpy()[owner], strict=True):
        points = shapely.get_coordinates(line)
        for start in range(0, len(points) - 1, edges):
            pieces.append(shapely.LineString(points[start : start + edges + 1]))
            names.append(name)
    return geopandas.GeoDataFrame({"name": names}, geometry=pieces, crs=rivers.crs)


def hand_in(answer: Path, pairs: pandas.DataFrame) -> None:
    """Columns id, name and distance_m, this last one missing where the peer gives none."""
    pairs.to_csv(answer, index=False)
