"""A divided area as plain data: schema version 1 of `zonecheck siting -f json`, and GeoJSON with a feature for each part.

docs/schemas/siting.schema.json describes the former. Coordinates have nine decimals of a degree, areas one of a hectare.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TextIO

import shapely

from zonecheck.reports.encoding import encode
from zonecheck.reports.record import Record, run_record
from zonecheck.siting.records import TOLERANCE_M

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from zonecheck.reports.options import Options
    from zonecheck.siting.records import Because, Candidate, Part, Siting
    from zonecheck.words import Language

_DECIMALS = 9


def write(siting: Siting, stream: TextIO, options: Options) -> None:
    """One indented document, without geometry but that of the candidates: for that there are maps."""
    parts = [_part(part, options.language) for part in siting.parts]
    record = {**head(siting, options), "parts": parts, "candidates": _candidates(siting, options.language)}
    stream.write(encode(record, 1) + "\n")


def write_geojson(siting: Siting, stream: TextIO, options: Options) -> None:
    """A feature for each part; all else as a member beside them."""
    stream.write('{"type": "FeatureCollection",\n "features": [')
    for number, part in enumerate(siting.parts):
        feature = {
            "type": "Feature",
            "properties": part_row(part, options.language),
            "geometry": geometry(part.geometry),
        }
        stream.write(f"{',' if number else ''}\n{encode(feature, None)}")
    about = {**head(siting, options), "candidates": _candidates(siting, options.language)}
    stream.write(f'\n ],\n "zonecheck": {encode(about, None)}}}\n')


def head(siting: Siting, options: Options) -> Record:
    """What stands before the parts."""
    found = siting.sampled
    return {
        **run_record(siting.run, options),
        "project": dict(siting.stated),
        "area_ha": round(siting.area_ha, 1),
        "size_ha": siting.size_ha,
        "too_narrow_ha": round(siting.too_narrow_ha, 1),
        "near": list(siting.near) if siting.near else None,
        "tolerance_m": TOLERANCE_M,
        "sampled": {
            "points": found.points,
            "beside_border": found.beside_border,
            "differing": [list(point) for point in found.differing],
        },
        "language": options.language,
    }


def part_row(part: Part, language: Language) -> dict[str, Any]:
    """What stands beside a part on a map."""
    return {
        "verdict": part.verdict,
        "area_ha": round(part.area_ha, 1),
        "rules": ", ".join(each.rule for each in part.rules),
        "because": "; ".join(f"{each.title(language)}: {each.outcome}" for each in part.rules),
        "border": part.border,
    }


def _part(part: Part, language: Language) -> Record:
    return {
        "verdict": part.verdict,
        "area_ha": round(part.area_ha, 1),
        "rules": [_because(each, language) for each in part.rules],
        "border": part.border,
        "pieces": int(shapely.get_num_geometries(part.geometry)),
    }


def _because(each: Because, language: Language) -> Record:
    return {
        "rule": each.rule,
        "title": each.title(language),
        "outcome": each.outcome,
        "because": list(each.because),
    }


def _candidates(siting: Siting, language: Language) -> list[Record]:
    return [_candidate(each, language) for each in siting.candidates]


def _candidate(each: Candidate, language: Language) -> Record:
    return {
        "lon": round(each.lon, _DECIMALS),
        "lat": round(each.lat, _DECIMALS),
        "distance_m": round(each.distance_m, 3),
        "verdict": each.verdict,
        "rules": [_because(rule, language) for rule in each.rules],
        "geometry": geometry(each.outline) if each.outline is not None else None,
    }


def geometry(shape: BaseGeometry) -> Any:
    """As GeoJSON, wound as RFC 7946 wants it."""
    return json.loads(shapely.to_geojson(rounded(shape)))


def rounded(shape: BaseGeometry) -> BaseGeometry:
    return shapely.transform(shapely.orient_polygons(shape), lambda points: points.round(_DECIMALS))
