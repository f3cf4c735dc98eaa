"""Does the product ever clear what it should not? Random sites by random rivers, judged by it and by the reference.

Every world is a few rivers somewhere in China, drawn as banks, water or centre lines, each with an accuracy of its own, and a
rule with a limit; written to files and read by the product as a user's would be. Half of the sites are laid within
metres of where the answer turns. `python tests/soak.py --sites 1000000` is `make trust`.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from pyproj import Geod
from shapely.geometry import mapping

from soak_reference import NO, TOO_CLOSE, UNKNOWN, YES, Doubt, covered, judge, strings
from zonecheck.engine.check import check
from zonecheck.engine.verdicts import VERDICTS
from zonecheck.layers import catalogue
from zonecheck.packs import load as packs
from zonecheck.projects.build import build
from zonecheck.projects.raw import in_memory

EARTH = Geod(ellps="WGS84")
NAMES = ("甲河", "乙河", "丙河", "丁河")
VERDICT = {YES: "prohibited", UNKNOWN: "review", NO: "clear"}
BATCH = 2_500

PACK = """\
id: soak
title: {{zh: 试验, en: soak}}
level: city
rank: normative_document
document: {{number: 试验〔2020〕1号, issuer: 试验, issued: 2020-01-01}}
in_force: {{from: 2020-01-01}}
jurisdiction: {{layer: districts, where: {{name: [试验区]}}}}
provisions:
  - {{at: 一, rules: [river]}}
rules:
  - id: river
    title: {{zh: 沿河禁止, en: none by the river}}
    cites: {{at: 一, quote: 沿河禁止新建}}
    effect: prohibit
    applies_to: {{nature: [new]}}
    forbids: {{within: {{layer: rivers, where: {{name: [{names}]}}, {comparator}_m: {limit_m}}}}}
"""
SOURCE = "# 试验〔2020〕1号\n\n## 一\n\n沿河禁止新建。\n"
CATALOGUE = """\
layers:
  - {{id: rivers, path: rivers.geojson, accuracy_m: 0, baseline: bank{coverage}{complete}}}
  - {{id: districts, path: districts.geojson, accuracy_m: 0, coverage: everywhere, complete_for: {{name: [试验区]}}}}
"""


@dataclass(frozen=True)
class River:
    name: str
    lines: list
    areal: bool
    baseline: str
    accuracy_m: float
    width_m: float


@dataclass(frozen=True)
class World:
    middle: tuple
    rivers: list
    named: tuple
    limit_m: float
    comparator: str
    coverage: str
    complete: tuple

    @property
    def firm(self):
        """Can a `no` be firm at all?"""
        return self.coverage != "absent" and set(self.named) <= set(self.complete)

    @property
    def chosen(self):
        return [each for each in self.rivers if each.name in self.named]

    @property
    def box(self):
        """West, south, east, north of what the layer covers, as written in the catalogue; None: everywhere or nothing."""
        if self.coverage not in ("wide", "tight"):
            return None
        bounds = shapely.total_bounds([drawn_river(each) for each in self.rivers])
        margin = 2.0 if self.coverage == "wide" else 0.015
        return np.round(bounds + margin * np.array([-1, -1, 1, 1]), 6)


@dataclass(frozen=True)
class Site:
    lines: list
    kind: str
    accuracy_m: float | None
    extent_m: float  # NaN where a point stands for a site of unknown size


def a_world(rng):
    middle = (rng.uniform(75, 134), rng.uniform(4, 53))
    named = NAMES[: rng.integers(1, 4)]
    complete = rng.choice(4, p=[0.7, 0.1, 0.1, 0.1])
    return World(
        middle,
        [a_river(rng, name, middle) for name in NAMES],
        named,
        float(rng.choice([50, 500, 1000, 3000])),
        str(rng.choice(["at_most", "less_than"])),
        str(rng.choice(["everywhere", "wide", "tight", "absent"], p=[0.5, 0.1, 0.3, 0.1])),
        (NAMES, NAMES, named[:-1], ())[complete],
    )


def a_river(rng, name, middle):
    start = EARTH.fwd(*middle, rng.uniform(0, 360), rng.uniform(0, 6000))[:2]
    kind = rng.choice(["bank", "water_area", "centreline"])
    accuracy_m = float(rng.choice([0, round(10 ** rng.uniform(-2, 2.7), 3)], p=[0.3, 0.7]))
    if kind == "water_area":
        return River(name, [star(rng, start, rng.uniform(20, 2000))], True, kind, accuracy_m, 0.0)
    lines = [walk(rng, start)] + [walk(rng, start) for _ in range(rng.integers(0, 2))]
    width_m = round(float(rng.uniform(0, 80)), 3) if kind == "centreline" else 0.0
    return River(name, lines, False, kind, accuracy_m, width_m)


def walk(rng, start):
    points, azimuth, length_m = [start], rng.uniform(0, 360), 10 ** rng.uniform(1, 3.5)
    for _ in range(rng.integers(1, 15)):
        azimuth += rng.normal(0, 50)
        points.append(EARTH.fwd(*points[-1], azimuth, length_m * rng.uniform(0.3, 1))[:2])
    return points


def star(rng, middle, radius_m):
    azimuths = np.sort((np.arange(8) + rng.uniform(0, 0.9, 8)) * 45)
    points = [EARTH.fwd(*middle, each, radius_m * rng.uniform(0.3, 1))[:2] for each in azimuths]
    return [*points, points[0]]


def write(world, folder):
    """The files of a world; the pack and layers as the product reads them."""
    (folder / "pack").mkdir()
    (folder / "pack" / "pack.yaml").write_text(
        PACK.format(names=", ".join(world.named), comparator=world.comparator, limit_m=world.limit_m), "utf-8"
    )
    (folder / "pack" / "source.md").write_text(SOURCE, "utf-8")
    lon, lat = (round(each, 6) for each in world.middle)
    bounds = ", coverage: everywhere" if world.coverage == "everywhere" else ""
    if world.box is not None:
        bounds = f", coverage: [{', '.join(f'{each:f}' for each in world.box)}]"
    complete = f", complete_for: {{name: [{', '.join(world.complete)}]}}" if world.complete else ""
    (folder / "layers.yaml").write_text(CATALOGUE.format(coverage=bounds, complete=complete), "utf-8")
    _features(folder / "rivers.geojson", [(drawn_river(each), _stated(each)) for each in world.rivers])
    around = shapely.box(lon - 5, lat - 5, lon + 5, lat + 5)
    _features(folder / "districts.geojson", [(around, {"name": "试验区"})])
    held = catalogue.load([folder / "layers.yaml"])
    return packs.load(str(folder / "pack")), {layer: held.open(layer) for layer in ("rivers", "districts")}


def _features(path, drawn):
    features = [
        {"type": "Feature", "properties": stated, "geometry": mapping(shape)} for shape, stated in drawn
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")


def _stated(river):
    stated = {"name": river.name, "baseline": river.baseline, "accuracy_m": river.accuracy_m}
    return stated | ({"half_width_m": river.width_m} if river.width_m else {})


def drawn_river(river):
    if river.areal:
        return shapely.Polygon(river.lines[0])
    return shapely.MultiLineString(river.lines) if len(river.lines) > 1 else shapely.LineString(*river.lines)


def a_site(rng, world):
    """Anywhere within 8 km of a river, or with its nearest tip about where the answer turns for one of them."""
    river = world.rivers[rng.integers(len(world.rivers))]
    line = river.lines[rng.integers(len(river.lines))]
    place = rng.integers(len(line) - 1)
    share, azimuth = rng.uniform(), rng.uniform(0, 360)
    accuracy_m = None if rng.uniform() < 0.5 else float(rng.choice([0, round(10 ** rng.uniform(-2, 2), 3)]))
    kind = str(
        rng.choice(
            ["polygon", "holed", "parts", "linear", "point", "extent"], p=[0.5, 0.1, 0.1, 0.1, 0.1, 0.1]
        )
    )
    extent_m = {"point": np.nan, "extent": round(10 ** rng.uniform(0, 2.5), 2)}.get(kind, 0.0)
    away_m = rng.uniform(0, 8000) if rng.uniform() < 0.5 else _turn(rng, world, river, accuracy_m, extent_m)
    (x1, y1), (x2, y2) = line[place], line[place + 1]
    if abs(away_m) < 8000 and rng.uniform() < 0.7:
        across = EARTH.inv(x1, y1, x2, y2)[0] + 90
        azimuth = across + rng.choice([0, 180])
    tip = EARTH.fwd(x1 + share * (x2 - x1), y1 + share * (y2 - y1), azimuth, abs(away_m))[:2]
    return Site(_shape(rng, kind, tip, azimuth), kind, accuracy_m, extent_m)


def _turn(rng, world, river, accuracy_m, extent_m):
    error_m = river.accuracy_m + (accuracy_m or 0.0)
    turns = [world.limit_m - error_m, world.limit_m + error_m + np.nan_to_num(extent_m), world.limit_m]
    return rng.choice(turns) + river.width_m + rng.normal(0, 10 ** rng.uniform(-3.5, 1))


def _shape(rng, kind, tip, azimuth):
    """From its tip the site opens away from the river."""
    if kind in ("point", "extent"):
        return [[tip]]
    size_m = 10 ** rng.uniform(0.5, 3)
    turns = np.sort(rng.uniform(-75, 75, rng.integers(2, 6)))
    points = [EARTH.fwd(*tip, azimuth + turn, size_m * rng.uniform(0.5, 1))[:2] for turn in turns]
    if kind == "linear":
        return [[tip, *points[:2]]]
    ring = [tip, *points, tip]
    if kind == "holed":
        centre = np.mean(ring[:-1], axis=0)
        return [ring, [tuple(centre + (np.array(each) - centre) * 0.3) for each in ring]]
    if kind == "parts":
        shift = np.array(EARTH.fwd(*tip, azimuth, 3 * size_m)[:2]) - tip
        return [ring, [tuple(np.array(each) + shift) for each in ring]]
    return [ring]


def drawn_site(site):
    if site.kind in ("point", "extent"):
        return shapely.Point(site.lines[0][0])
    if site.kind == "linear":
        return shapely.LineString(site.lines[0])
    if site.kind == "parts":
        return shapely.MultiPolygon([shapely.Polygon(ring) for ring in site.lines])
    return shapely.Polygon(site.lines[0], site.lines[1:])


def stated(site):
    said = {"nature": "new", "district": "试验区"}
    if site.accuracy_m is not None:
        said["accuracy_m"] = site.accuracy_m
    if site.kind == "extent":
        said["extent_m"] = site.extent_m
    return said | ({"linear": "yes"} if site.kind == "linear" else {})


def by_product(sites, pack, layers):
    made = build(in_memory([drawn_site(each) for each in sites], [stated(each) for each in sites]))
    on = np.full(len(sites), np.datetime64("2024-01-01"), dtype="datetime64[D]")
    return np.array([VERDICTS[each] for each in check(made, [pack], layers, on=on).verdicts])


def by_reference(sites, world):
    """The verdict of each site, or `too close` where the answer of one river is."""
    areal = [each.kind in ("polygon", "holed", "parts") for each in sites]
    shapes = strings([(each.lines, area) for each, area in zip(sites, areal, strict=True)])
    own_m = np.array([each.accuracy_m or 0.0 for each in sites])
    extent_m = np.array([each.extent_m for each in sites])
    answers = []
    for river in world.chosen:
        doubt = Doubt(own_m + river.accuracy_m, extent_m, river.width_m)
        answers.append(judge(shapes, strings([(river.lines, river.areal)]), world.limit_m, doubt))
    worst = np.full(len(sites), NO if world.firm else UNKNOWN, dtype="<U9")
    if world.box is not None and world.firm:
        worst = covered(shapes, world.box, _reach_m(world) + own_m + np.nan_to_num(extent_m))
    for answer in (UNKNOWN, TOO_CLOSE, YES):
        worst[np.any([each == answer for each in answers], axis=0)] = answer
    return np.array([VERDICT.get(each, each) for each in worst])


def _reach_m(world):
    """How far around a site the layer must know everything, but for what the site adds itself."""
    chosen = world.chosen
    return world.limit_m + max(each.accuracy_m for each in chosen) + max(each.width_m for each in chosen)


def soak(rng, count):
    """How often each pair of verdicts (reference, product) came up, and what was judged differently."""
    world = a_world(rng)
    sites = [a_site(rng, world) for _ in range(count)]
    sound = [bool(shapely.is_valid(drawn_site(each))) for each in sites]
    sites = [each for each, good in zip(sites, sound, strict=True) if good]
    with tempfile.TemporaryDirectory() as folder:
        found = by_product(sites, *write(world, Path(folder)))
    right = by_reference(sites, world)
    differs = [
        (world, sites[row], right[row], found[row])
        for row in np.flatnonzero((right != found) & (right != TOO_CLOSE))
    ]
    return Counter(zip(right.tolist(), found.tolist(), strict=True)), differs


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sites", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=20260101)
    asked = parser.parse_args()
    started, counts, differs, worlds = time.monotonic(), Counter(), [], 0
    while counts.total() < asked.sites:
        rng = np.random.default_rng([asked.seed, worlds])
        some, wrong = soak(rng, min(BATCH, asked.sites - counts.total()))
        counts, differs, worlds = counts + some, differs + wrong, worlds + 1
    sys.stdout.write(table(counts, worlds, time.monotonic() - started) + "\n")
    for world, site, right, found in differs[:10]:
        sys.stderr.write(f"expected {right}, got {found}: {site}\n  {world}\n")
    return int(bool(differs))


def table(counts, worlds, seconds):
    """What `docs/testing.md` quotes."""
    lines = [
        f"{counts.total()} sites in {worlds} worlds, {seconds:.0f} s",
        "reference     product        sites",
    ]
    lines += [f"{right:13} {found:13} {n:6}" for (right, found), n in sorted(counts.items())]
    false_clear = sum(
        n for (right, found), n in counts.items() if found == "clear" and right in ("review", "prohibited")
    )
    false_ban = sum(
        n for (right, found), n in counts.items() if found == "prohibited" and right in ("review", "clear")
    )
    other = (
        sum(n for (right, found), n in counts.items() if right not in (found, TOO_CLOSE))
        - false_clear
        - false_ban
    )
    return "\n".join(
        [*lines, f"false clear: {false_clear}, false prohibited: {false_ban}, other differences: {other}"]
    )


if __name__ == "__main__":
    sys.exit(main())
