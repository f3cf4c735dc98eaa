"""Tables of projects made by hand, without a file: attributes as people write them, sites where they matter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import shapely

from zonecheck.layers import catalogue
from zonecheck.layers.layer import Layer
from zonecheck.predicates.space import Space
from zonecheck.predicates.table import Table
from zonecheck.projects.build import build
from zonecheck.projects.raw import in_memory
from zonecheck.projects.table import Projects

TODAY = np.datetime64("2026-11-24")
FAR_AWAY = shapely.box(113.30, 31.80, 113.301, 31.801)


def projects(*stated: Mapping[str, Any], site: Any = FAR_AWAY) -> Projects:
    return build(in_memory([site] * len(stated), list(stated)))


def table(
    *stated: Mapping[str, Any], site: Any = FAR_AWAY, layers: Mapping[str, Layer] | None = None
) -> Table:
    made = projects(*stated, site=site)
    days = np.full(len(stated), TODAY, dtype="datetime64[D]")
    return Table(made.columns, Space(made.sites, layers or {}, days), np.arange(len(stated)))


def bundled_layers() -> dict[str, Layer]:
    registered = catalogue.load()
    return {layer: registered.open(layer) for layer in registered}


def days(count: int, day: str = "2026-11-24") -> Any:
    return np.full(count, np.datetime64(day), dtype="datetime64[D]")


Stated = Sequence[Mapping[str, Any]]
