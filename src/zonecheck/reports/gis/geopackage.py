"""How is a run written as a GeoPackage? Layers projects, findings and measured, painted by verdict where QGIS opens them.

The scope stands in a table of its own. What was written is read again before it counts as written.
"""

from __future__ import annotations

import errno
import sqlite3
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from zonecheck.reports.encoding import encode
from zonecheck.reports.gis.spool import Spool, layers, layers_piece
from zonecheck.reports.gis.style import measured_style, outcome_style, verdict_style
from zonecheck.reports.gis.table import Schema
from zonecheck.reports.pieces import Pieced, written
from zonecheck.reports.record import run_record

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from zonecheck.reports.options import Options
    from zonecheck.reports.summary import Summary
    from zonecheck.results import Run

_STYLES = """CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256),
f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT,
styleSLD TEXT, useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME)"""
_SCOPE = "CREATE TABLE scope (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, key TEXT, value TEXT)"
_STYLE_ROW = """INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName,
styleQML, useAsDefault, description, owner) VALUES ('', '', ?, 'geom', ?, ?, 1, ?, '')"""
_REGISTER = "INSERT INTO gpkg_contents (table_name, data_type, identifier) VALUES (?, 'attributes', ?)"


def write(run: Run, path: Path, options: Options) -> Summary:
    """Raises OSError where the file cannot be written whole."""
    return written(GPKG, run, path, options)


@dataclass(eq=False)
class _Sink:
    path: Path
    options: Options
    spool: Spool = field(default_factory=lambda: Spool(layers()))

    def add(self, piece: str) -> None:
        self.spool.add(piece)

    def finish(self, run: Run, summary: Summary) -> None:
        language = self.options.language
        made = self.spool.layers
        scope = {**run_record(run, self.options), "summary": asdict(summary)}
        styles = {
            "projects": verdict_style(made["projects"].schema.dimension, language),
            "findings": outcome_style(made["findings"].schema.dimension, language),
            "measured": measured_style(language),
        }
        try:
            for name, layer in made.items():
                for table in self.spool.frames(layer):
                    _append(self.path, name, table, layer.schema)
            add_tables(self.path, styles, scope)
            read_again(self.path, {name: layer.schema.rows for name, layer in made.items()})
        except (sqlite3.Error, RuntimeError, ValueError) as error:
            raise OSError(errno.EIO, str(error)) from error

    def close(self) -> None:
        self.spool.file.close()


GPKG = Pieced(layers_piece, lambda _, path, options: _Sink(path, options), to_path=True)


def add_layer(path: Path, name: str, table: GeoDataFrame) -> None:
    """One more layer in a file."""
    schema = Schema()
    for shape in table.geometry:
        schema.see({}, shape)
    _append(path, name, table, schema)


def _append(path: Path, name: str, table: GeoDataFrame, schema: Schema) -> None:
    """More rows of a layer, which is made where there is none yet."""
    import pyogrio  # noqa: PLC0415  only where a GeoPackage is asked for

    line = name == "measured"
    kind = "MultiPolygon" if schema.uniform and schema.dimension == 2 else "Unknown"
    pyogrio.write_dataframe(
        table,
        path,
        layer=name,
        driver="GPKG",
        geometry_type="LineString" if line else kind,
        promote_to_multi=schema.uniform and not line,
        append=path.exists(),
        layer_options={"GEOMETRY_NAME": "geom", "FID": "fid"},
        dataset_options=None
        if path.exists()
        else {"VERSION": "1.2"},  # which older programs open without a word
    )


def add_tables(path: Path, styles: dict[str, str], scope: dict[str, object]) -> None:
    """How QGIS paints the layers, by name, and the scope."""
    with closing(sqlite3.connect(path)) as base, base:
        base.execute(_STYLES)
        base.execute(_SCOPE)
        for name, qml in styles.items():
            base.execute(_STYLE_ROW, (name, name, qml, "zonecheck"))
        for key, value in scope.items():
            told = value if isinstance(value, str) else encode(value, None)
            base.execute("INSERT INTO scope (key, value) VALUES (?, ?)", (key, told))
        for table in ("layer_styles", "scope"):
            base.execute(_REGISTER, (table, table))


def read_again(path: Path, rows: dict[str, int]) -> None:
    """Raises ValueError unless every layer is there with all its rows and the file is sound."""
    with closing(sqlite3.connect(path)) as base:
        (sound,) = base.execute("PRAGMA integrity_check").fetchone()
        held = {name: base.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in rows}
    if sound != "ok" or held != rows:
        raise ValueError(f"the file is not whole: {sound}, {held}")
