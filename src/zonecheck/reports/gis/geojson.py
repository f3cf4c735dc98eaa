"""How is a run written as GeoJSON (RFC 7946)? A feature for each project; the scope as a member of its own beside them."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TextIO

import shapely

from zonecheck.reports.gis.rows import geometry_of, project_row
from zonecheck.reports.record import run_record
from zonecheck.reports.structured import encode
from zonecheck.reports.summary import Summary, Tally

if TYPE_CHECKING:
    from zonecheck.reports.options import Options
    from zonecheck.results import ProjectResult, Run


def write(run: Run, stream: TextIO, options: Options) -> Summary:
    """One feature a line; a project that has no usable geometry is a feature without one."""
    tally, separator = Tally(), "\n"
    stream.write('{"type": "FeatureCollection",\n "features": [')
    for project in tally.through(run.projects):
        stream.write(separator + encode(_feature(project, options), None))
        separator = ",\n"
    scope = {**run_record(run, options), "summary": asdict(tally.summary)}
    stream.write(f'\n ],\n "zonecheck": {encode(scope, None)}}}\n')
    return tally.summary


def _feature(project: ProjectResult, options: Options) -> dict[str, Any]:
    geometry = geometry_of(project)
    named = {"id": project.id} if project.id else {}
    return {
        "type": "Feature",
        **named,
        "geometry": None if geometry is None else json.loads(shapely.to_geojson(geometry)),
        "properties": project_row(project, options.language),
    }
