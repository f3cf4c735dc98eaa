"""How is a run written as a GeoPackage? Layers projects, findings and measured, painted by verdict where QGIS opens them.

The scope stands in a table of its own. What was written is read again before it counts as written.
"""

from __future__ import annotations

import errno
import sqlite3
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from zonecheck.reports.gis.style import measured_style, outcome_style, verdict_style
from zonecheck.reports.gis.table import findings_table, measured_table, projects_table
from zonecheck.reports.record import run_record
from zonecheck.reports.structured import encode
from zonecheck.reports.summary import Summary, Tally

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from zonecheck.reports.options import Options
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
    tally, language = Tally(), options.language
    projects = list(tally.through(run.projects))
    layers = {
        "projects": projects_table(projects, language),
        "findings": findings_table(projects, language),
        "measured": measured_table(projects, run),
    }
    scope = {**run_record(run, options), "summary": asdict(tally.summary)}
    styles = {
        "projects": verdict_style(_dimension(layers["projects"]), language),
        "findings": outcome_style(_dimension(layers["findings"]), language),
        "measured": measured_style(language),
    }
    try:
        for name, table in layers.items():
            add_layer(path, name, table)
        add_tables(path, styles, scope)
        read_again(path, {name: len(table) for name, table in layers.items()})
    except (sqlite3.Error, RuntimeError, ValueError) as error:
        raise OSError(errno.EIO, str(error)) from error
    return tally.summary


def add_layer(path: Path, name: str, table: GeoDataFrame) -> None:
    """One more layer in a file."""
    import pyogrio  # noqa: PLC0415  only where a GeoPackage is asked for

    kinds = {"measured": "LineString"}
    areal = not len(table) or _dimension(table) == 2
    pyogrio.write_dataframe(
        table,
        path,
        layer=name,
        driver="GPKG",
        geometry_type=kinds.get(name, "MultiPolygon" if areal and _uniform(table) else "Unknown"),
        promote_to_multi=_uniform(table) and name != "measured",
        append=path.exists(),
        layer_options={"GEOMETRY_NAME": "geom", "FID": "fid"},
        dataset_options=None
        if path.exists()
        else {"VERSION": "1.2"},  # which older programs open without a word
    )


def _uniform(table: GeoDataFrame) -> bool:
    """Whether all sites are areas; only then can the layer say so."""
    kinds = set(table.geometry.dropna().geom_type)
    return kinds <= {"Polygon", "MultiPolygon"}


def _dimension(table: GeoDataFrame) -> int:
    """The dimension of most geometries, 2 where there are none."""
    kinds = table.geometry.dropna().geom_type.str.removeprefix("Multi")
    most = kinds.mode().iloc[0] if len(kinds) else "Polygon"
    return {"Point": 0, "LineString": 1}.get(most, 2)


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
