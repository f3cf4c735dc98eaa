"""In which formats can a run be written? One entry each; the command line offers what it finds.

A format is imported when it is used: a check pays for the one it is printed in.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from zonecheck.reports.options import FileWriter, Options, StreamWriter, Writer
from zonecheck.reports.summary import Summary

if TYPE_CHECKING:
    from zonecheck.reports.pieces import Pieced
    from zonecheck.results import Run

__all__ = [
    "BRIEF",
    "CONSOLE",
    "FORMATS",
    "PLAIN",
    "FileWriter",
    "Options",
    "StreamWriter",
    "Summary",
    "Writer",
    "pieced",
]


def _stream(module: str, name: str = "write") -> StreamWriter:
    """A writer of a module of this package, imported when it is called."""

    def write(run: Run, stream: TextIO, options: Options) -> Summary:
        found = getattr(import_module(f"zonecheck.reports.{module}"), name)
        summary: Summary = found(run, stream, options)
        return summary

    return write


def _file(module: str, name: str = "write") -> FileWriter:
    """As `_stream`, of a format that is no text."""

    def write(run: Run, path: Path, options: Options) -> Summary:
        found = getattr(import_module(f"zonecheck.reports.{module}"), name)
        summary: Summary = found(run, path, options)
        return summary

    return FileWriter(write)


CONSOLE: Mapping[str, StreamWriter] = {
    "text": _stream("text", "write_text"),
    "json": _stream("structured", "write_json"),
    "jsonl": _stream("structured", "write_jsonl"),
    "csv": _stream("csv_table", "write_csv"),
    "markdown": _stream("markdown", "write_markdown"),
    "github": _stream("github"),
}
"""The formats that standard output takes."""

_PIECED = {
    "text": ("text", "TEXT"),
    "json": ("structured", "JSON"),
    "jsonl": ("structured", "JSONL"),
    "csv": ("csv_table", "CSV"),
    "geojson": ("gis.geojson", "GEOJSON"),
    "gpkg": ("gis.geopackage", "GPKG"),
    "parquet": ("gis.parquet", "PARQUET"),
}


def pieced(name: str) -> Pieced | None:
    """The format as one that is made of pieces; None where it needs the whole run."""
    if name not in _PIECED:
        return None
    module, constant = _PIECED[name]
    found: Pieced = getattr(import_module(f"zonecheck.reports.{module}"), constant)
    return found


FORMATS: Mapping[str, Writer] = {
    **CONSOLE,
    "html": _stream("html.page"),
    "sarif": _stream("sarif"),
    "junit": _stream("junit"),
    "gitlab": _stream("gitlab"),
    "docx": _file("word"),
    "geojson": _stream("gis.geojson"),
    "gpkg": _file("gis.geopackage"),
    "parquet": _file("gis.parquet"),
}
"""The formats that a file takes."""

BRIEF = frozenset({"text", "json", "jsonl", "github", "gitlab", "geojson", "gpkg", "parquet"})
"""The formats that leave out the rules that do not apply, unless the whole reasoning is asked for."""

PLAIN = frozenset({"json", "jsonl"})
"""The formats that show neither the site nor what the project says of itself."""
