"""What does a run by all bundled rules take, from a file of projects to what is written of them?

    bundled.py --projects 3000 --folder /tmp/bench

Projects about Suizhou, once with five statements each (`sites.py`), once with a random choice of everything that can be
stated: the less projects are alike, the less is decided once for several of them. Prints a table.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import shapely

import sites
from measured import measure
from zonecheck.projects.vocabulary import VOCABULARY

ON = "2026-11-02"
SHARE = 0.4  # of the attributes that a project of the second kind states
FIGURES = (0.3, 0.6, 1.0, 2.5)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--folder", type=Path, required=True, help="where data and reports are kept")
    parser.add_argument("--projects", type=int, default=3000)
    parser.add_argument("--varied", type=int, default=300, help="projects of the second kind")
    parser.add_argument("--formats", nargs="+", default=["jsonl", "csv"])
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    shape = "{:>8} {:10} {:8} {:>8} {:>14} {:>9} {:>9}"
    print(shape.format("projects", "kind", "format", "whole s", "ms per project", "peak MiB", "MB out"))
    for kind, count in (("alike", options.projects), ("varied", options.varied)):
        path = _written(options.folder, kind, count)
        for form in options.formats:
            out = options.folder / f"bundled.{form}"
            command = [sys.executable, "-m", "zonecheck", str(path), "-f", form, "--on", ON, "-q"]
            took = measure([*command, "--jobs", str(options.jobs)], frozenset({0, 1, 3}), out)
            each_ms, size = 1000 * took.whole_s / count, out.stat().st_size / 1e6
            cells = (f"{took.whole_s:.1f}", f"{each_ms:.2f}", f"{took.peak_mib:.0f}", f"{size:.0f}")
            print(shape.format(count, kind, form, *cells), flush=True)


def _written(folder: Path, kind: str, count: int) -> Path:
    """The same projects for the same numbers, as GeoJSON, a line each."""
    path = folder / f"bundled-{kind}-{count}.geojsonl"
    stated = sites.attributes(count, 3)
    if kind == "varied":
        stated = [_varied(each, random.Random(place)) for place, each in enumerate(stated)]
    shapes: Sequence[str] = shapely.to_geojson(sites.outlines(count, 3)).tolist()
    with path.open("w", encoding="utf-8") as lines:
        for shape, properties in zip(shapes, stated, strict=True):
            feature = {"type": "Feature", "properties": properties, "geometry": json.loads(shape)}
            lines.write(json.dumps(feature, ensure_ascii=False) + "\n")
    return path


def _varied(stated: dict[str, str], chance: random.Random) -> dict[str, Any]:
    """Some of what is stated left out, and more stated."""
    kept = {name: value for name, value in stated.items() if name == "id" or chance.random() < 1 - SHARE / 2}
    more = (name for name in VOCABULARY if name not in stated and chance.random() < SHARE)
    return {**kept, **{name: value for name in more if (value := _value(name, chance)) is not None}}


def _value(name: str, chance: random.Random) -> Any:
    attribute = VOCABULARY[name]
    if attribute.kind == "yes_no":
        return chance.choice(["yes", "no"])
    if attribute.choices:
        return chance.choice([choice.value for choice in attribute.choices])
    return chance.choice(FIGURES) if attribute.kind in ("number", "share") else None


if __name__ == "__main__":
    main()
