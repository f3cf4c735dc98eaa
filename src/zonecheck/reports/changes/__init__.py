"""How is a comparison of two runs written? One entry for each format; the command line offers what it finds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from zonecheck.comparing import Comparison
    from zonecheck.reports.options import Options

Writer = Callable[["Comparison", TextIO, "Options"], None]


def _from(module: str) -> Writer:
    """The writer of a module of this package, imported when it is called."""

    def write(found: Comparison, stream: TextIO, options: Options) -> None:
        import_module(f"zonecheck.reports.changes.{module}").write(found, stream, options)

    return write


CONSOLE: Mapping[str, Writer] = {
    "text": _from("text"),
    "json": _from("structured"),
    "markdown": _from("markdown"),
}
"""The formats that standard output takes."""

FORMATS: Mapping[str, Writer] = {**CONSOLE, "geojson": _from("geojson"), "html": _from("page")}
"""The formats that a file takes."""
