"""How is a run written for machines? JSON as one document, JSON lines as a stream.

The same input gives the same bytes. Characters that steer a terminal or hide in a line (C1 controls, overrides
of the reading order, line separators, lone surrogates) are written as escapes, which changes no value. NaN
and infinity are refused.
"""

from __future__ import annotations

import json
import re
import shutil
from tempfile import SpooledTemporaryFile
from textwrap import indent
from typing import IO, TYPE_CHECKING, TextIO

from zonecheck.reports.record import baseline_record, error_record, project_record, run_record, summary_record
from zonecheck.reports.summary import Summary, Tally

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zonecheck.reports.options import Options
    from zonecheck.reports.record import Record
    from zonecheck.results import Run

_HELD_IN_MEMORY = 32 * 1024 * 1024
_ONE_LINE = json.JSONEncoder(ensure_ascii=False, allow_nan=False, check_circular=False)
_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


def write_json(run: Run, stream: TextIO, options: Options) -> Summary:
    """One indented document. The summary stands before the projects, so these wait in a spooled file."""
    tally = Tally()
    with SpooledTemporaryFile(_HELD_IN_MEMORY, "w+", encoding="utf-8", newline="\n") as spool:
        _write_items(spool, (project_record(project, options) for project in tally.through(run.projects)))
        spool.seek(0)
        head = {**run_record(run, options), "summary": summary_record(tally.summary)}
        stream.write(encode(head, 1)[:-2] + ',\n "projects": [')
        shutil.copyfileobj(spool, stream)
    stream.write("],\n" + encode(_tail(run, options), 1)[2:] + "\n")
    return tally.summary


def write_jsonl(run: Run, stream: TextIO, options: Options) -> Summary:
    """One line for the run, one for each project as it comes, one for summary and unreadable files."""
    tally = Tally()
    about = {"language": options.language, "baseline": baseline_record(run)}
    _write_line(stream, {"type": "run", **run_record(run, options), **about})
    for project in tally.through(run.projects):
        _write_line(stream, {"type": "project", **project_record(project, options)})
    _write_line(stream, {"type": "summary", **summary_record(tally.summary), "errors": _errors(run, options)})
    return tally.summary


def write_scope(run: Run, stream: TextIO, options: Options, summary: Summary) -> None:
    """The JSON document without its projects, for formats that have no room for the scope."""
    record = {**run_record(run, options), "summary": summary_record(summary), **_tail(run, options)}
    stream.write(encode(record, 1) + "\n")


def _write_items(stream: IO[str], records: Iterable[Record]) -> None:
    separator = "\n"
    for record in records:
        stream.write(separator + indent(encode(record, 1), "  "))
        separator = ",\n"
    if separator != "\n":
        stream.write("\n ")


def _write_line(stream: TextIO, record: Record) -> None:
    stream.write(encode(record, None) + "\n")


def _tail(run: Run, options: Options) -> Record:
    return {
        "errors": _errors(run, options),
        "language": options.language,
        "baseline": baseline_record(run),
    }


def _errors(run: Run, options: Options) -> list[Record]:
    return [error_record(problem, options.language) for problem in run.errors]


def encode(record: object, indentation: int | None) -> str:
    """JSON text in which nothing steers a terminal or hides in a line; refuses what is no number."""
    if indentation is None:
        text = _ONE_LINE.encode(record)
    else:
        text = json.dumps(record, ensure_ascii=False, allow_nan=False, indent=indentation)
    if text.isprintable():  # none of them is
        return text
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
