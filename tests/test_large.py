"""Files that are read in portions: the same features as when they are read whole, and the same refusals."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas
import pytest
import shapely

import batches
from zonecheck.projects import large
from zonecheck.screening import prepare

SUFFIXES = (".gpkg", ".fgb", ".parquet", ".geojsonl")


def write(folder: Path, suffix: str) -> str:
    path = folder / f"parcels{suffix}"
    found = list(batches.features())
    if suffix == ".geojsonl":
        path.write_text("".join(json.dumps(each) + "\n" for each in found), encoding="utf-8")
        return str(path)
    frame = geopandas.GeoDataFrame(
        [each["properties"] for each in found],
        geometry=[shapely.from_geojson(json.dumps(each["geometry"])) for each in found],
        crs=4490,
    )
    if suffix == ".parquet":
        frame.to_parquet(path)
    else:
        frame.to_file(path, driver={".gpkg": "GPKG", ".fgb": "FlatGeobuf"}[suffix])
    return str(path)


def raws(path: str, size: int) -> list[tuple[Any, ...]]:
    """Every feature as it was read, one after the other."""
    parts = [chunk.raw for chunk in prepare(batches.request([path]), size).inputs.chunks()]
    return [
        (
            part.first + row,
            part.properties[row],
            part.geometry[row],
            part.lines[row],
            part.repeats[row] if row in (part.repeats or {}) else None,
        )
        for part in parts
        for row in range(len(part))
    ]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_portions_hold_what_the_whole_file_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    path = write(tmp_path, suffix)
    whole = raws(path, 1000)
    monkeypatch.setattr(large, "LARGE_BYTES", 10)
    monkeypatch.setattr(large, "PORTION", 6)
    found = raws(path, 5)
    assert len(found) == 23
    assert found == whole


def test_a_large_file_that_is_cut_short_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for suffix in (".gpkg", ".fgb", ".parquet"):
        path = Path(write(tmp_path, suffix))
        path.write_bytes(path.read_bytes()[: path.stat().st_size * 3 // 4])
        monkeypatch.setattr(large, "LARGE_BYTES", 10)
        inputs = prepare(batches.request([str(path)]), 5).inputs
        assert list(inputs.chunks()) == [] or suffix == ".fgb"
        assert [problem.where for problem in inputs.errors] == [str(path)]
