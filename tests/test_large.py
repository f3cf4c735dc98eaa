"""Files that are read in portions: the same features as when they are read whole, and the same refusals."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import geopandas
import pytest
import shapely

import batches
from zonecheck.errors import InputError
from zonecheck.formats import portions
from zonecheck.projects import large
from zonecheck.projects.sealed import Sealed
from zonecheck.screening import inputs, prepare

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


@pytest.mark.slow
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
        found = prepare(batches.request([str(path)]), 5).inputs
        assert list(found.chunks()) == [] or suffix == ".fgb"
        assert [problem.where for problem in found.errors] == [str(path)]


def test_one_process_reads_a_large_file_from_its_head_to_its_last_feature(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, ".gpkg")
    monkeypatch.setattr(large, "LARGE_BYTES", 10)
    monkeypatch.setattr(inputs, "HELD_BYTES", 10)
    begun, start = [], portions.Large._started
    monkeypatch.setattr(portions.Large, "_started", lambda file: begun.append(start(file)) or begun[-1])
    assert len(raws(path, 5)) == 23
    assert [process.returncode is not None for process in begun] == [True]


def test_what_says_to_hold_more_features_than_it_does_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path, ".gpkg")
    monkeypatch.setattr(large, "LARGE_BYTES", 10)
    (first, *_) = prepare(batches.request([path]), 5).inputs.chunks()
    assert isinstance(first.features, Sealed)
    false = replace(first.features, portion=replace(first.features.portion, count=6))
    with pytest.raises(InputError, match="ended abnormally"):
        false.opened()
