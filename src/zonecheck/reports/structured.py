"""How is a run written for machines? JSON as one document, JSON lines as a stream.

The same input gives the same bytes; what is done about characters is said in `encoding`.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from textwrap import indent
from typing import IO, TYPE_CHECKING, TextIO

from zonecheck.reports.encoding import encode
from zonecheck.reports.lines import Lines
from zonecheck.reports.pieces import Pieced, TextSink, written
from zonecheck.reports.record import baseline_record, error_record, project_record, run_record, summary_record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zonecheck.reports.options import Options
    from zonecheck.reports.record import Record
    from zonecheck.reports.summary import Summary
    from zonecheck.results import ProjectResult, Run

_HELD_IN_MEMORY = 32 * 1024 * 1024


def write_json(run: Run, stream: TextIO, options: Options) -> Summary:
    """One indented document. The summary stands before the projects, so these wait in a spooled file."""
    return written(JSON, run, stream, options)


def write_jsonl(run: Run, stream: TextIO, options: Options) -> Summary:
    """One line for the run, one for each project as it comes, one for summary and unreadable files."""
    return written(JSONL, run, stream, options)


def write_scope(run: Run, stream: TextIO, options: Options, summary: Summary) -> None:
    """The JSON document without its projects, for formats that have no room for the scope."""
    record = {**run_record(run, options), "summary": summary_record(summary), **_tail(run, options)}
    stream.write(encode(record, 1) + "\n")


def _json_piece(_: Run, projects: Sequence[ProjectResult], __: int, options: Options) -> str:
    return ",\n".join(indent(encode(project_record(project, options), 1), "  ") for project in projects)


@dataclass(eq=False)
class _JsonSink:
    """The projects wait, first in memory and then on the disk, for the summary that stands before them."""

    stream: TextIO
    options: Options
    spool: IO[str] = field(
        default_factory=lambda: SpooledTemporaryFile(  # noqa: SIM115  closed with the sink
            _HELD_IN_MEMORY, "w+", encoding="utf-8", newline="\n"
        )
    )

    def add(self, piece: str) -> None:
        self.spool.write((",\n" if self.spool.tell() else "\n") + piece)

    def finish(self, run: Run, summary: Summary) -> None:
        if self.spool.tell():
            self.spool.write("\n ")
        self.spool.seek(0)
        head = {**run_record(run, self.options), "summary": summary_record(summary)}
        self.stream.write(encode(head, 1)[:-2] + ',\n "projects": [')
        shutil.copyfileobj(self.spool, self.stream)
        self.stream.write("],\n" + encode(_tail(run, self.options), 1)[2:] + "\n")

    def close(self) -> None:
        self.spool.close()


def _jsonl_piece(_: Run, projects: Sequence[ProjectResult], __: int, options: Options) -> bytes:
    """In bytes, as there is much of it: it goes through other processes without being decoded and encoded again."""
    lines = Lines(options)
    return "".join([lines.line(project) + "\n" for project in projects]).encode()


def _jsonl_sink(run: Run, stream: TextIO, options: Options) -> TextSink:
    def last(run: Run, summary: Summary) -> str:
        return _line({"type": "summary", **summary_record(summary), "errors": _errors(run, options)})

    about = {"language": options.language, "baseline": baseline_record(run)}
    stream.write(_line({"type": "run", **run_record(run, options), **about}))
    return TextSink(stream, "", "", last)


def _line(record: Record) -> str:
    return encode(record, None) + "\n"


JSON = Pieced(_json_piece, lambda _, stream, options: _JsonSink(stream, options))
JSONL = Pieced(_jsonl_piece, _jsonl_sink)


def _tail(run: Run, options: Options) -> Record:
    return {
        "errors": _errors(run, options),
        "language": options.language,
        "baseline": baseline_record(run),
    }


def _errors(run: Run, options: Options) -> list[Record]:
    return [error_record(problem, options.language) for problem in run.errors]
