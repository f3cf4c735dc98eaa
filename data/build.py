"""How do the tables of control points become the bundled layers?

`python data/build.py` reads `tables/`, writes `rivers.geojson`, `districts.geojson` and `parks.geojson`, and
puts their hashes into `layers.yaml`. The same tables give the same bytes on every system. Nothing here judges
how good the points are; that stands in the tables and in `layers.yaml`.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent

DISTRICT_ACCURACY_M = 600
CITY = "随州市"
BASELINE_OF_KIND = {"centreline": "centreline", "control points": "centreline", "bank": "bank"}
NEAR_READING = {
    "zh": "园区位置仅知在淅河镇一带;以淅河口控制点为圆心的范围是本工具的理解,从宽取定",
    "en": "The park is only known to lie about the town of 淅河; the circle about the control point at the"
    " mouth is our own reading and generous on purpose",
}

Row = dict[str, str]
Feature = dict[str, Any]


def main() -> None:
    layers = {"rivers": rivers(), "districts": districts(), "parks": parks()}
    hashes = {f"{name}.geojson": write(name, list(features)) for name, features in layers.items()}
    catalogue = HERE / "layers.yaml"
    text = with_hashes(catalogue.read_bytes().decode("utf-8"), hashes)
    catalogue.write_bytes(text.encode("utf-8"))


def rivers() -> Iterator[Feature]:
    """One feature for each reach; a river is all the features of one name."""
    of_river = {row["river"]: row for row in table("rivers")}
    reaches = groupby(table("river_control_points"), key=lambda row: (row["river"], row["reach"]))
    counts: dict[str, int] = {}
    for (river, reach), points in reaches:
        counts[river] = counts.get(river, 0) + 1
        yield river_reach(of_river[river], counts[river], reach, list(points))


def river_reach(river: Row, number: int, reach: str, points: list[Row]) -> Feature:
    first = points[0]
    properties = {
        "name": river["river"],
        "aliases": listed(river["aliases"]),
        "reach": reach,
        "basin": first["basin"],
        "accuracy_m": int(first["accuracy_m"]),
        "baseline": BASELINE_OF_KIND[first["kind"]],
        "basis": first["basis"],
        "importance": river["importance"],
        "important_tributary": river["important_tributary"],
        "main_stem": river["main_stem"],
    }
    geometry = {"type": "LineString", "coordinates": positions(points)}
    return feature(f"{river['id']}-{number}", properties, geometry)


def districts() -> Iterator[Feature]:
    """One feature for each district; its parts are polygons of one MultiPolygon."""
    for (adcode, name), points in groupby(
        table("district_outlines"), key=lambda row: (row["adcode"], row["name"])
    ):
        polygons = [
            [closed(positions(list(ring))) for _, ring in groupby(part, key=lambda row: row["ring"])]
            for _, part in groupby(points, key=lambda row: row["part"])
        ]
        properties = {"name": name, "adcode": adcode, "city": CITY, "accuracy_m": DISTRICT_ACCURACY_M}
        yield feature(adcode, properties, {"type": "MultiPolygon", "coordinates": polygons})


def parks() -> Iterator[Feature]:
    """Parks are named without an outline: none is public."""
    for row in table("parks"):
        properties = {
            "name": row["name"],
            "aliases": listed(row["aliases"]),
            "possibly": listed(row["possibly"]),
            "kind": row["kind"],
            "part_of": row["part_of"],
            "approved": row["approved"],
            "recognised": recognised(listed(row["recognised_years"])),
            "recognised_years": listed(row["recognised_years"]),
            "near": near(row),
            "note": {"zh": row["note_zh"], "en": row["note_en"]},
        }
        yield feature(row["id"], properties, None)


def recognised(years: list[str]) -> list[dict[str, str]]:
    """Not before the first year of recognition, and after it; on which day of that year is not known."""
    if not years:
        return []
    first = int(years[0])
    return [{"value": "no", "until": f"{first - 1}-12-31"}, {"value": "yes", "from": f"{first + 1}-01-01"}]


def near(row: Row) -> dict[str, Any] | None:
    if not row["near_radius_m"]:
        return None
    lon, lat, radius_m = (float(row[key]) for key in ("near_lon", "near_lat", "near_radius_m"))
    return {"lon": lon, "lat": lat, "radius_m": radius_m, "reading": NEAR_READING}


def feature(identity: str, properties: dict[str, Any], geometry: dict[str, Any] | None) -> Feature:
    """A feature without the properties that nobody has stated."""
    stated = {key: value for key, value in properties.items() if value not in ("", [], None)}
    return {"type": "Feature", "id": identity, "properties": stated, "geometry": geometry}


def table(name: str) -> list[Row]:
    with (HERE / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def positions(points: list[Row]) -> list[list[float]]:
    return [[float(point["lon"]), float(point["lat"])] for point in points]


def closed(ring: list[list[float]]) -> list[list[float]]:
    return ring if ring[0] == ring[-1] else [*ring, ring[0]]


def listed(text: str) -> list[str]:
    return text.split(";") if text else []


def write(name: str, features: list[Feature]) -> str:
    """Write one layer, one feature to a line, and say the hash of its bytes."""
    lines = ",\n".join(json.dumps(one, ensure_ascii=False, separators=(", ", ": ")) for one in features)
    data = f'{{"type": "FeatureCollection", "features": [\n{lines}\n]}}\n'.encode()
    (HERE / f"{name}.geojson").write_bytes(data)
    return hashlib.sha256(data).hexdigest()


def with_hashes(catalogue: str, hashes: dict[str, str]) -> str:
    """The catalogue with the hash of each file on the `sha256` line that follows its `path`."""
    for file, digest in hashes.items():
        line = re.compile(rf"(path: {re.escape(file)}\n +sha256: ?)[^\n]*")
        if not line.search(catalogue):
            raise SystemExit(f"layers.yaml: no `path: {file}` followed by `sha256:`")
        catalogue = line.sub(rf"\g<1>{digest}", catalogue)
    return catalogue


if __name__ == "__main__":
    main()
