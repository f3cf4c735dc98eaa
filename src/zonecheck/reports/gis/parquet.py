"""How is a run written as GeoParquet? The projects as one table; the scope in the metadata of the file."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from zonecheck.reports.gis.table import projects_table
from zonecheck.reports.record import run_record
from zonecheck.reports.summary import Summary, Tally

if TYPE_CHECKING:
    from zonecheck.reports.options import Options
    from zonecheck.results import Run


def write(run: Run, path: Path, options: Options) -> Summary:
    """GeoParquet 1.1 with WKB; raises OSError where the file cannot be written whole."""
    from pyarrow import parquet  # noqa: PLC0415  only where this format is asked for

    tally = Tally()
    table = projects_table(list(tally.through(run.projects)), options.language)
    table.to_parquet(path, index=False, schema_version="1.1.0")
    held = parquet.read_table(path)
    scope = json.dumps({**run_record(run, options), "summary": asdict(tally.summary)}, allow_nan=False)
    parquet.write_table(
        held.replace_schema_metadata({**(held.schema.metadata or {}), b"zonecheck": scope.encode()}), path
    )
    if parquet.read_metadata(path).num_rows != len(table):
        raise OSError("the file is not whole")
    return tally.summary
