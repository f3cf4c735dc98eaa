"""How is a comparison drawn by a GIS? Each project that is judged otherwise as a feature, with both verdicts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, TextIO

import shapely

from zonecheck.reports.changes.structured import comparison_record
from zonecheck.reports.encoding import encode
from zonecheck.reports.gis.rows import geometry_of

if TYPE_CHECKING:
    from zonecheck.comparing import Change, Comparison
    from zonecheck.reports.options import Options
    from zonecheck.reports.record import Record


def write(found: Comparison, stream: TextIO, options: Options) -> None:
    features = [_feature(change) for change in found.changes]
    scope = {key: value for key, value in comparison_record(found, options).items() if key != "projects"}
    lines = ",\n".join(encode(feature, None) for feature in features)
    stream.write(
        f'{{"type": "FeatureCollection",\n"features": [\n{lines}\n],\n"zonecheck": {encode(scope, None)}}}\n'
    )


def _feature(change: Change) -> Record:
    project, geometry = change.after, geometry_of(change.after)
    return {
        "type": "Feature",
        "geometry": None if geometry is None else json.loads(shapely.to_geojson(geometry)),
        "properties": {
            "id": project.id,
            "name": project.name,
            "source": project.source,
            "index": project.index,
            "before": change.before.verdict,
            "after": project.verdict,
            "rules": " ".join(turn.rule for turn in change.turns),
        },
    }
