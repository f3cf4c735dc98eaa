"""How is a run written as GeoJSON (RFC 7946)? A feature for each project; the scope as a member of its own beside them."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TextIO

import shapely

from zonecheck.reports.encoding import encode
from zonecheck.reports.gis.rows import geometry_of, project_row
from zonecheck.reports.pieces import Pieced, TextSink, written
from zonecheck.reports.record import run_record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zonecheck.reports.options import Options
    from zonecheck.reports.summary import Summary
    from zonecheck.results import ProjectResult, Run


def write(run: Run, stream: TextIO, options: Options) -> Summary:
    """One feature a line; a project that has no usable geometry is a feature without one."""
    return written(GEOJSON, run, stream, options)


def _piece(_: Run, projects: Sequence[ProjectResult], __: int, options: Options) -> str:
    return ",\n".join(encode(_feature(project, options), None) for project in projects)


def _sink(_: Run, stream: TextIO, options: Options) -> TextSink:
    def end(run: Run, summary: Summary) -> str:
        scope = {**run_record(run, options), "summary": asdict(summary)}
        return f'\n ],\n "zonecheck": {encode(scope, None)}}}\n'

    stream.write('{"type": "FeatureCollection",\n "features": [')
    return TextSink(stream, "\n", ",\n", end)


GEOJSON = Pieced(_piece, _sink)


def _feature(project: ProjectResult, options: Options) -> dict[str, Any]:
    geometry = geometry_of(project)
    named = {"id": project.id} if project.id else {}
    return {
        "type": "Feature",
        **named,
        "geometry": None if geometry is None else json.loads(shapely.to_geojson(geometry)),
        "properties": project_row(project, options.language),
    }
