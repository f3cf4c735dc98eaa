"""Which parcels and rivers are measured? Seeded ones of the size of a province, written where the user says.

Parcels are outlines of 20 vertices, 30 to 250 m about their middle; rivers wander, together as many vertices as asked
for. The same options give the same data on every machine. Nothing here is timed, and nothing is written to the project.
"""

from __future__ import annotations

import argparse
import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio.raw
import shapely

WINDOW = (100.0, 22.0, 120.0, 40.0)  # longitude and latitude: the east of China
VERTICES = 20
STEP_M = 1000.0  # between two vertices of a river, as in maps of a whole country
METRES_PER_DEGREE = 111_320.0
CATALOGUE = """\
# Generated rivers, for measuring speed only: they flow nowhere.
layers:
  - id: bench-rivers
    title: {{zh: 测速用河流（生成）, en: Rivers for measuring speed (generated)}}
    path: {file}
    crs: EPSG:4490
    baseline: bank
    accuracy_m: 0
    coverage: everywhere
    complete_for: everything
    sha256: {sha256}
"""

Geometries = np.ndarray[Any, np.dtype[np.object_]]


@dataclass(frozen=True)
class Size:
    """How much is generated; `vertices` are those of all rivers together."""

    projects: int = 100_000
    rivers: int = 1_000
    vertices: int = 808_408
    seed: int = 6


@dataclass(frozen=True)
class Province:
    """The files of one size in a folder."""

    folder: Path
    size: Size

    @property
    def parcels(self) -> Path:
        return self.folder / f"parcels-{self.size.projects}-{self.size.seed}.gpkg"

    @property
    def parquet(self) -> Path:
        return self.parcels.with_suffix(".parquet")

    @property
    def rivers(self) -> Path:
        return self.folder / f"rivers-{self.size.rivers}-{self.size.vertices}-{self.size.seed}.gpkg"

    @property
    def catalogue(self) -> Path:
        return self.rivers.with_suffix(".yaml")


def generate(folder: Path, size: Size) -> Province:
    """The files, made where they are not there already."""
    folder.mkdir(parents=True, exist_ok=True)
    made = Province(folder, size)
    if not made.parcels.exists():
        _write(made.parcels, parcels(size), "P", "id")
    if not made.catalogue.exists():
        _write(made.rivers, rivers(size), "R", "name")
        made.catalogue.write_text(
            CATALOGUE.format(file=made.rivers.name, sha256=_sha256(made.rivers)), encoding="utf-8"
        )
    return made


def parcels(size: Size) -> Geometries:
    """Star-shaped outlines in longitude, latitude, spread evenly. More parcels are those of fewer, and others."""
    radius_deg = _stream(size, 0).uniform(30, 250, (size.projects, VERTICES)) / METRES_PER_DEGREE
    lon, lat = _places(size, 1, size.projects)
    angle = 2 * np.pi * np.arange(VERTICES) / VERTICES
    x = lon[:, None] + radius_deg * np.cos(angle) / np.cos(np.radians(lat))[:, None]
    y = lat[:, None] + radius_deg * np.sin(angle)
    ring = np.stack([x, y], axis=2).round(8)
    return np.asarray(shapely.polygons(np.concatenate([ring, ring[:, :1]], axis=1)))


def rivers(size: Size) -> Geometries:
    """Lines that wander: each turns a little at every step, and has about as many vertices as the next."""
    random = _stream(size, 3)
    counts = np.full(size.rivers, size.vertices // size.rivers)
    counts[: size.vertices % size.rivers] += 1
    lon, lat = _places(size, 4, size.rivers)
    return np.array(
        [_wander(random, *start) for start in zip(lon, lat, counts.tolist(), strict=True)], dtype=object
    )


def _stream(size: Size, number: int) -> np.random.Generator:
    """Random numbers for one purpose, which how many are taken for another does not move."""
    return np.random.default_rng([size.seed, number])


def _places(size: Size, number: int, count: int) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    west, south, east, north = WINDOW
    lon = _stream(size, number).uniform(west, east, count)
    return lon, _stream(size, number + 1).uniform(south, north, count)


def _wander(random: np.random.Generator, lon: float, lat: float, count: int) -> shapely.LineString:
    heading = random.uniform(0, 2 * np.pi) + _swing(random, count - 1)
    length_deg = random.uniform(0.5, 1.5, count - 1) * STEP_M / METRES_PER_DEGREE
    x = lon + np.cumsum(length_deg * np.cos(heading)) / np.cos(np.radians(lat))
    y = lat + np.cumsum(length_deg * np.sin(heading))
    return shapely.LineString(np.column_stack([np.append(lon, x), np.append(lat, y)]).round(8))


def _swing(random: np.random.Generator, count: int) -> np.ndarray[Any, Any]:
    """How far each step turns off the river's course: it bends on, and always comes back to it."""
    bends, swing = random.normal(0, 0.25, count), np.empty(count)
    off = 0.0
    for step, bend in enumerate(bends.tolist()):
        off = 0.98 * off + bend
        swing[step] = off
    return swing


def _write(path: Path, geometry: Geometries, prefix: str, column: str) -> None:
    """Whole or not at all, so that an interrupted run leaves nothing to be mistaken for data."""
    unfinished = path.with_name(f"unfinished-{path.name}")
    unfinished.unlink(missing_ok=True)
    names = np.array([f"{prefix}{n}" for n in range(len(geometry))], dtype=object)
    kind = geometry[0].geom_type
    wkb = shapely.to_wkb(geometry)
    pyogrio.raw.write(
        unfinished, wkb, [names], [column], crs="EPSG:4490", geometry_type=kind, driver="GPKG", layer="data"
    )
    unfinished.replace(path)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def add_options(parser: argparse.ArgumentParser) -> None:
    usual = Size()
    parser.add_argument("--folder", type=Path, required=True, help="where the generated data is kept")
    parser.add_argument("--projects", type=int, default=usual.projects, help="parcels (default %(default)s)")
    parser.add_argument("--rivers", type=int, default=usual.rivers, help="rivers (default %(default)s)")
    parser.add_argument(
        "--vertices", type=int, default=usual.vertices, help="vertices of all rivers (default %(default)s)"
    )
    parser.add_argument("--seed", type=int, default=usual.seed, help="seed of the data (default %(default)s)")


def size_of(options: argparse.Namespace) -> Size:
    return Size(options.projects, options.rivers, options.vertices, options.seed)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    add_options(parser)
    options = parser.parse_args()
    made = generate(options.folder, size_of(options))
    print(made.parcels, made.catalogue, sep="\n")
