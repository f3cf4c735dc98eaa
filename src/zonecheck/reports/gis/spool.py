"""How does a long run become layers of tables in memory that does not grow? Its rows wait on the disk until all were seen.

A piece is one line of JSON for each project: its row, its findings, the lines that were measured, its outline.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any

import shapely

from zonecheck.reports.gis.rows import finding_row, geometry_of, project_row
from zonecheck.reports.gis.table import Schema, hexed

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from zonecheck.drawing import MeasuredLine
    from zonecheck.reports.options import Options
    from zonecheck.results import ProjectResult, Run

AT_ONCE = 5000
"""Rows that are written together."""

_MEASURED = ("project", "index", "verdict", "layer", "feature", "truth", "distance_m", "limit_m")

Row = tuple[dict[str, Any], Any]
"""The attributes and the geometry."""


def projects_piece(_: Run, projects: Sequence[ProjectResult], __: int, options: Options) -> str:
    """Rows of projects alone."""
    return "".join(_line(_project(each, options)) for each in projects)


def layers_piece(run: Run, projects: Sequence[ProjectResult], _: int, options: Options) -> str:
    """Rows of projects, of their findings and of what was measured."""
    return "".join(_line(_layers(run, each, options)) for each in projects)


def _project(project: ProjectResult, options: Options) -> dict[str, Any]:
    return {"row": project_row(project, options.language), "shape": hexed(geometry_of(project))}


def _layers(run: Run, project: ProjectResult, options: Options) -> dict[str, Any]:
    drawing = run.atlas.draw(project) if run.atlas else None
    return {
        **_project(project, options),
        "findings": [finding_row(project, finding, options.language) for finding in project.findings],
        "measured": [_measured(project, line) for line in drawing.lines] if drawing else [],
    }


def _measured(project: ProjectResult, line: MeasuredLine) -> dict[str, Any]:
    known = (project.id, project.index, project.verdict, line.layer, line.feature, line.truth)
    row = dict(zip(_MEASURED, (*known, round(line.distance_m, 3), line.limit_m), strict=True))
    return {"row": row, "shape": hexed(shapely.LineString([line.on_site, line.on_feature]))}


def _line(told: dict[str, Any]) -> str:
    return json.dumps(told, allow_nan=False) + "\n"


@dataclass(slots=True, eq=False)
class Layer:
    """One table that is made of the lines: which rows a line gives, and what all of them hold."""

    rows: Callable[[dict[str, Any]], Iterator[Row]]
    schema: Schema = field(default_factory=Schema)


def layers() -> dict[str, Layer]:
    measured = Layer(lambda told: ((each["row"], _shape(each["shape"])) for each in told["measured"]))
    measured.schema.see(dict.fromkeys(_MEASURED), None)
    measured.schema.rows = 0
    return {"projects": Layer(_projects_rows), "findings": Layer(_findings_rows), "measured": measured}


def _projects_rows(told: dict[str, Any]) -> Iterator[Row]:
    yield told["row"], _shape(told["shape"])


def _findings_rows(told: dict[str, Any]) -> Iterator[Row]:
    shape = _shape(told["shape"])
    yield from ((row, shape) for row in told["findings"])


def _shape(text: str | None) -> Any:
    return None if text is None else shapely.from_wkb(text)


@dataclass(eq=False)
class Spool:
    """The lines on the disk, and the layers that they will be."""

    layers: dict[str, Layer]
    file: IO[str] = field(
        default_factory=lambda: TemporaryFile("w+", encoding="ascii", newline="\n")  # noqa: SIM115  closed with the sink
    )

    def add(self, piece: str) -> None:
        self.file.write(piece)
        for line in piece.splitlines():
            told = json.loads(line)
            for layer in self.layers.values():
                for row, shape in layer.rows(told):
                    layer.schema.see(row, shape)

    def frames(self, layer: Layer) -> Iterator[GeoDataFrame]:
        """The rows of a layer, so many at a time; one empty frame where there are none."""
        self.file.seek(0)
        rows = (row for line in self.file for row in layer.rows(json.loads(line)))
        first = True
        while (batch := list(islice(rows, AT_ONCE))) or first:
            yield layer.schema.frame([row for row, _ in batch], [shape for _, shape in batch])
            first = False
