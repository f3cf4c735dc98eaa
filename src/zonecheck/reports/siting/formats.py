"""In which formats is a divided area told? One entry each, imported when it is used."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from zonecheck.reports.options import Options
    from zonecheck.siting.records import Siting

StreamWriter = Callable[["Siting", TextIO, "Options"], None]


@dataclass(frozen=True, slots=True)
class FileWriter:
    """A format that is no stream of text."""

    write: Callable[[Siting, Path, Options], None]


Writer = StreamWriter | FileWriter


def _stream(module: str, name: str = "write") -> StreamWriter:
    def write(siting: Siting, stream: TextIO, options: Options) -> None:
        getattr(import_module(f"zonecheck.reports.siting.{module}"), name)(siting, stream, options)

    return write


def _geopackage(siting: Siting, path: Path, options: Options) -> None:
    from zonecheck.reports.siting.geopackage import write  # noqa: PLC0415

    write(siting, path, options)


CONSOLE: Mapping[str, StreamWriter] = {
    "text": _stream("text"),
    "json": _stream("record"),
    "geojson": _stream("record", "write_geojson"),
}
"""The formats that standard output takes."""

FORMATS: Mapping[str, Writer] = {**CONSOLE, "html": _stream("page"), "gpkg": FileWriter(_geopackage)}
"""The formats that a file takes."""
