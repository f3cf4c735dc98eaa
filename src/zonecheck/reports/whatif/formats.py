"""In which formats is told what would alter a verdict? One entry each, imported when it is used."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from zonecheck.reports.options import Options
    from zonecheck.results import Run
    from zonecheck.whatif.records import Alternatives

Writer = Callable[[Iterable["Alternatives"], "Run", TextIO, "Options", float], None]


def _of(module: str) -> Writer:
    def write(
        found: Iterable[Alternatives], run: Run, stream: TextIO, options: Options, reach_m: float
    ) -> None:
        written = import_module(f"zonecheck.reports.whatif.{module}").write
        written(found, run, stream, options, reach_m=reach_m)

    return write


CONSOLE: Mapping[str, Writer] = {"text": _of("text"), "json": _of("record")}
"""The formats that standard output takes."""

FORMATS: Mapping[str, Writer] = {**CONSOLE, "html": _of("page"), "geojson": _of("geojson")}
"""The formats that a file takes."""
