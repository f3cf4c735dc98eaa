"""Does memory stay the same however long a run is? Peak memory of the whole program, measured from outside."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import batches

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the peak of a child in kilobytes"),
]

SHORT, LONG = 1_500, 7_500
MEASURED = """
import resource, sys
from zonecheck.cli import run
status = run(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
sys.exit(status)
"""


def peak_mib(folder: Path, count: int, *options: str) -> float:
    """Of the process that reads, judges and writes so many projects."""
    path = folder / f"{count}.geojsonl"
    with path.open("w", encoding="utf-8") as file:
        for n, each in enumerate(batches.features(count)):
            file.write(
                json.dumps({**each, "properties": {**each["properties"], "id": f"P{n}", "name": "x" * 200}})
                + "\n"
            )
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, str(path), "--pack", "suizhou-2018-4", "-q", "-f", "jsonl", *options],
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False,
    )  # fmt: skip
    return int(done.stderr.split()[-1]) / 1024


def test_five_times_the_projects_take_hardly_more_memory(tmp_path: Path) -> None:
    options = [f"{form}={tmp_path / form}" for form in ("csv", "geojson", "gpkg", "parquet")]
    asked = [part for each in options for part in ("-o", each)]
    short, long = peak_mib(tmp_path, SHORT, *asked), peak_mib(tmp_path, LONG, *asked)
    assert long < short * 1.3 + 30, (short, long)
