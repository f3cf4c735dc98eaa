"""In which formats can a run be written? One entry each; the command line offers what it finds."""

from __future__ import annotations

from collections.abc import Mapping

from zonecheck.reports.csv_table import write_csv
from zonecheck.reports.markdown import write_markdown
from zonecheck.reports.options import Options, Writer
from zonecheck.reports.structured import write_json, write_jsonl
from zonecheck.reports.summary import Summary
from zonecheck.reports.text import write_text

__all__ = ["FORMATS", "Options", "Summary", "Writer"]

FORMATS: Mapping[str, Writer] = {
    "text": write_text,
    "json": write_json,
    "jsonl": write_jsonl,
    "csv": write_csv,
    "markdown": write_markdown,
}
