"""How is a run written as GeoParquet? The projects as one table; the scope in the metadata of the file."""

from __future__ import annotations

import io
import json
from dataclasses import asdict, dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zonecheck.reports.gis.spool import Spool, layers, projects_piece
from zonecheck.reports.pieces import Pieced, written
from zonecheck.reports.record import run_record

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from zonecheck.reports.gis.table import Schema
    from zonecheck.reports.options import Options
    from zonecheck.reports.summary import Summary
    from zonecheck.results import Run


def write(run: Run, path: Path, options: Options) -> Summary:
    """GeoParquet 1.1 with WKB; raises OSError where the file cannot be written whole."""
    return written(PARQUET, run, path, options)


@dataclass(eq=False)
class _Sink:
    path: Path
    options: Options
    spool: Spool = field(default_factory=lambda: Spool({"projects": layers()["projects"]}))

    def add(self, piece: str) -> None:
        self.spool.add(piece)

    def finish(self, run: Run, summary: Summary) -> None:
        from pyarrow import parquet  # noqa: PLC0415  only where this format is asked for

        layer = self.spool.layers["projects"]
        scope = json.dumps({**run_record(run, self.options), "summary": asdict(summary)}, allow_nan=False)
        tables = map(_arrow, self.spool.frames(layer))
        first = next(tables)
        schema = first.schema.with_metadata(_metadata(first, layer.schema, scope))
        with parquet.ParquetWriter(self.path, schema) as file:
            for table in chain([first], tables):
                file.write_table(table.cast(schema))
        if parquet.read_metadata(self.path).num_rows != layer.schema.rows:
            raise OSError("the file is not whole")

    def close(self) -> None:
        self.spool.file.close()


PARQUET = Pieced(projects_piece, lambda _, path, options: _Sink(path, options), to_path=True)


def _arrow(frame: GeoDataFrame) -> Any:
    """The frame as an Arrow table with the metadata of GeoParquet, by way of a file in memory."""
    from pyarrow import parquet  # noqa: PLC0415

    file = io.BytesIO()
    frame.to_parquet(file, index=False, schema_version="1.1.0")
    file.seek(0)
    return parquet.read_table(file)


def _metadata(table: Any, schema: Schema, scope: str) -> dict[bytes, bytes]:
    """What the first rows say of themselves, put right for all."""
    held = dict(table.schema.metadata or {})
    geo = json.loads(held[b"geo"])
    column = geo["columns"][geo["primary_column"]]
    column["geometry_types"] = sorted(schema.shapes)
    if schema.bounds is not None:
        column["bbox"] = list(schema.bounds)
    return {**held, b"geo": json.dumps(geo).encode(), b"zonecheck": scope.encode()}
