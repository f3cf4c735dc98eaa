"""A divided area as a GeoPackage: layers parts and candidates, painted by verdict where QGIS opens them."""

from __future__ import annotations

import errno
import sqlite3
from typing import TYPE_CHECKING

import shapely

from zonecheck.reports.gis.geopackage import add_layer, add_tables, read_again
from zonecheck.reports.gis.style import verdict_style
from zonecheck.reports.gis.table import frame
from zonecheck.reports.siting.record import head, part_row, rounded

if TYPE_CHECKING:
    from pathlib import Path

    from zonecheck.reports.options import Options
    from zonecheck.siting.records import Candidate, Siting
    from zonecheck.words import Language


def write(siting: Siting, path: Path, options: Options) -> None:
    """Raises OSError where the file cannot be written whole."""
    language = options.language
    rows = [part_row(part, language) for part in siting.parts]
    layers = {"parts": frame(rows, [rounded(part.geometry) for part in siting.parts])}
    if siting.candidates:
        told = [_row(number, each, language) for number, each in enumerate(siting.candidates, start=1)]
        shapes = [each.outline or shapely.Point(each.lon, each.lat) for each in siting.candidates]
        layers["candidates"] = frame(told, shapes)
    sized = siting.size_ha is not None
    styles = {name: verdict_style(2 if name == "parts" or sized else 0, language) for name in layers}
    try:
        for name, table in layers.items():
            add_layer(path, name, table)
        add_tables(path, styles, head(siting, options))
        read_again(path, {name: len(table) for name, table in layers.items()})
    except (sqlite3.Error, RuntimeError, ValueError) as error:
        raise OSError(errno.EIO, str(error)) from error


def _row(number: int, each: Candidate, language: Language) -> dict[str, object]:
    return {
        "rank": number,
        "verdict": each.verdict,
        "distance_m": round(each.distance_m, 3),
        "lon": each.lon,
        "lat": each.lat,
        "rules": ", ".join(rule.rule for rule in each.rules),
        "because": "; ".join(rule.title(language) for rule in each.rules),
    }
