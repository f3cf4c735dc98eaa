"""In which formats can a run be written? One entry each; the command line offers what it finds.

Formats for a terminal or a pipe are imported at once, all others when they are asked for: a plain check pays for none
of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from zonecheck.reports.csv_table import write_csv
from zonecheck.reports.markdown import write_markdown
from zonecheck.reports.options import FileWriter, Options, StreamWriter, Writer
from zonecheck.reports.structured import write_json, write_jsonl
from zonecheck.reports.summary import Summary
from zonecheck.reports.text import write_text

if TYPE_CHECKING:
    from zonecheck.results import Run

__all__ = ["CONSOLE", "FORMATS", "FileWriter", "Options", "StreamWriter", "Summary", "Writer"]


def _stream(module: str) -> StreamWriter:
    """The `write` of a module of this package, imported when it is called."""

    def write(run: Run, stream: TextIO, options: Options) -> Summary:
        summary: Summary = import_module(f"zonecheck.reports.{module}").write(run, stream, options)
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
    "text": write_text,
    "json": write_json,
    "jsonl": write_jsonl,
    "csv": write_csv,
    "markdown": write_markdown,
    "github": _stream("github"),
}
"""The formats that standard output takes."""

FORMATS: Mapping[str, Writer] = {
    **CONSOLE,
    "html": _stream("html.page"),
    "sarif": _stream("sarif"),
    "junit": _stream("junit"),
    "gitlab": _stream("gitlab"),
}
"""The formats that a file takes."""
