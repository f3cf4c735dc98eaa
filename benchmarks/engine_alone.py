"""How long does zonecheck's engine take when all is in memory? From parsed projects to their records; nothing is written.

`engine_alone.py PARCELS CATALOGUE` prints as JSON what reading and judging took.
"""

from __future__ import annotations

import argparse
import gc
import json
import time
from collections import deque
from pathlib import Path

import numpy as np

from zonecheck.engine.check import check
from zonecheck.layers import catalogue
from zonecheck.packs import load as packs
from zonecheck.projects.build import Assumptions, build
from zonecheck.projects.formats import read
from zonecheck.projects.sources import find

PACK = Path(__file__).parent / "pack"
ON = np.datetime64("2026-11-02", "D")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parcels", type=Path)
    parser.add_argument("catalogue", type=Path)
    options = parser.parse_args()
    gc.disable()  # as the program itself does in a short run
    start = time.perf_counter()
    (source,) = find([str(options.parcels)]).files
    projects = build(read(source)[0], Assumptions())
    pack, registered = packs.load(str(PACK)), catalogue.load([options.catalogue])
    layers = {layer: registered.open(layer) for layer in ("parks", "bench-rivers")}
    read_s = time.perf_counter() - start
    start = time.perf_counter()
    checked = check(projects, [pack], layers, on=np.full(len(projects), ON))
    deque(checked.results(whole=False), maxlen=0)
    print(json.dumps({"read": read_s, "query": time.perf_counter() - start}))


if __name__ == "__main__":
    main()
