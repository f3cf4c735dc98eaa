"""Small worlds for whole checks: a bank drawn along a meridian, sites at exact distances from it, and a way to ask.

A meridian is straight in longitude, latitude and a geodesic, and a geodesic that leaves it at a right angle is the
shortest way back. So a site whose western tip is reached from a point of the meridian by azimuth 90 lies exactly that
far from the bank: known on paper, whatever the product measures.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyproj
import shapely
from pyproj import Geod
from shapely.geometry import mapping

from zonecheck import cli

GRS80 = Geod(ellps="GRS80")
BANK_LON, MIDDLE_LAT = 113.40, 31.70
NAMED = ("府河", "漂水", "㵐水")
HEAVY = {"nature": "新建", "industry": "C2614", "park": "无"}
NO_DISTRICT_DOUBT = {"district": "曾都区"}


@dataclass(frozen=True)
class Answer:
    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def project(self) -> Any:
        (project,) = self.json["projects"]
        return project

    def finding(self, rule: str) -> Any:
        (found,) = [each for each in self.project["findings"] if each["rule"].endswith(f"/{rule}")]
        return found


def ask(capsys: Any, *arguments: object) -> Answer:
    """What the program answers to these arguments, run in this process."""
    capsys.readouterr()
    status = cli.run([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    return Answer(status, printed.out, printed.err)


def site_at(distance_m: float, size_m: float = 100.0) -> shapely.Polygon:
    """A triangle whose western tip lies exactly so far east of the bank."""
    tip = GRS80.fwd(BANK_LON, MIDDLE_LAT, 90, distance_m)[:2]
    return shapely.Polygon([tip, *(GRS80.fwd(*tip, azimuth, size_m)[:2] for azimuth in (60, 120))])


def write_project(
    folder: Path, geometry: Any, crs: int | None = None, name: str = "project.geojson", **attributes: Any
) -> Path:
    """One project as GeoJSON, its outline converted to `crs` vertex by vertex."""
    written = geometry
    if crs is not None:
        move = pyproj.Transformer.from_crs(4490, crs, always_xy=True).transform
        written = shapely.transform(geometry, move, interleaved=False)
    feature: dict[str, Any] = {"type": "Feature", "properties": attributes, "geometry": mapping(written)}
    if crs is not None:
        feature["crs"] = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{crs}"}}
    path = folder / name
    path.write_text(json.dumps(feature, ensure_ascii=False), encoding="utf-8")
    return path


def bank(name: str = "府河", lon: float = BANK_LON) -> dict[str, Any]:
    line = shapely.LineString([(lon, MIDDLE_LAT - 0.1), (lon, MIDDLE_LAT + 0.1)])
    return {"type": "Feature", "properties": {"name": name}, "geometry": mapping(line)}


def write_rivers(
    folder: Path,
    *,
    accuracy_m: float = 0,
    features: Sequence[Mapping[str, Any]] | None = None,
    more: str = "",
) -> Path:
    """A catalogue that lays exact bank lines over the bundled rivers: one near the sites, the other two far away."""
    drawn = [bank(), bank("漂水", 112.6), bank("㵐水", 112.5)] if features is None else features
    collection = {"type": "FeatureCollection", "features": list(drawn)}
    (folder / "banks.geojson").write_text(json.dumps(collection, ensure_ascii=False), encoding="utf-8")
    catalogue = folder / "layers.yaml"
    catalogue.write_text(
        f"""
layers:
  - id: rivers
    path: banks.geojson
    baseline: bank
    accuracy_m: {accuracy_m}
    coverage: [112, 31, 115, 33]
    complete_for: {{name: [府河, 漂水, 㵐水]}}
    {more}
""",
        encoding="utf-8",
    )
    return catalogue
