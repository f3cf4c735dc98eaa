"""On a Dask cluster: the same bytes as on one machine, also where a worker is killed on the way."""

from __future__ import annotations

import gc
import json
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas
import pytest
import shapely

import batches
from zonecheck.batch import cluster as engines
from zonecheck.layers import kept
from zonecheck.layers.outlines import Outlines
from zonecheck.screening import open_means

pytest.importorskip("distributed", reason="the extra `dask` is not installed")

OPTIONS = ("--pack", "suizhou-2018-4", "--on", "2026-11-24", "--lang", "en", "-f", "jsonl")


@dataclass(frozen=True)
class Cluster:
    address: str
    pids: list[int]


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    script = Path(__file__).with_name("local_cluster.py")
    process = subprocess.Popen(
        [sys.executable, script],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    told = json.loads(process.stdout.readline())
    yield Cluster(told["address"], told["pids"])
    process.communicate()


def command(paths: list[str], table: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "zonecheck", "check", *paths, *OPTIONS, "-o", str(table), *more]


def check(paths: list[str], table: Path, *more: str) -> tuple[int, bytes, bytes]:
    done = subprocess.run(command(paths, table, *more), capture_output=True, check=False)
    assert b"internal" not in done.stderr, done.stderr
    return done.returncode, done.stdout, table.read_bytes()


def partitioned(folder: Path, count: int) -> list[str]:
    """Projects as GeoParquet in two partitions."""
    found = list(batches.features(count))
    parts = folder / "parcels"
    parts.mkdir()
    for n, rows in enumerate((found[: count // 2], found[count // 2 :])):
        shapes = [shapely.from_geojson(json.dumps(each["geometry"])) for each in rows]
        frame = geopandas.GeoDataFrame([each["properties"] for each in rows], geometry=shapes, crs=4490)
        frame.to_parquet(parts / f"part-{n}.parquet")
    return [str(parts)]


@pytest.mark.slow
def test_a_cluster_writes_the_same_bytes(tmp_path: Path, cluster: Cluster) -> None:
    paths = partitioned(tmp_path, 600)
    asked = ("--engine", "dask", "--scheduler", cluster.address)
    assert check(paths, tmp_path / "cluster.csv", *asked) == check(paths, tmp_path / "plain.csv")


@pytest.mark.slow
def test_a_cluster_writes_the_same_bytes_where_a_worker_is_killed(tmp_path: Path, cluster: Cluster) -> None:
    paths = partitioned(tmp_path, 1_500)
    plain = check(paths, tmp_path / "plain.csv")
    asked = ("--engine", "dask", "--scheduler", cluster.address)
    process = subprocess.Popen(
        command(paths, tmp_path / "killed.csv", *asked),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0,  # what a buffer holds is lost to `communicate`
    )  # fmt: skip
    assert process.stdout is not None
    first = b""
    while len(first) < 100_000:  # some chunks are done
        first += process.stdout.read(100_000)
    time.sleep(0.2)
    os.kill(cluster.pids[0], signal.SIGKILL)
    rest, said = process.communicate()
    assert (process.returncode, first + rest, (tmp_path / "killed.csv").read_bytes()) == plain, said


MOMENTS = ("_plugin", "_require_workers", "_outcomes")


@pytest.mark.slow
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_worker_that_dies_before_any_chunk_is_done_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cluster: Cluster, moment: str
) -> None:
    plain = batches.run(batches.request(batches.write(tmp_path)), tmp_path / "plain", chunk_size=4)
    step = getattr(engines, moment)

    def kill() -> None:
        os.kill(cluster.pids[0], signal.SIGKILL)

    def killing(*asked: Any) -> Any:
        if moment != "_plugin":
            kill()
            return step(*asked)
        plugin = step(*asked)
        threading.Timer(0.02, kill).start()  # while it is sent
        return plugin

    monkeypatch.setattr(engines, moment, killing)
    engine = engines.cluster(cluster.address)
    asked = batches.request(batches.write(tmp_path))
    assert batches.run(asked, tmp_path / "killed", chunk_size=4, engine=engine) == plain


def test_work_on_a_chunk_leaves_the_collector_of_its_process_as_it_was() -> None:
    usual = gc.get_threshold()
    with pytest.raises(ValueError, match="wrong"), engines._sparing():
        assert gc.get_threshold() != usual
        raise ValueError("wrong")
    assert gc.get_threshold() == usual


@pytest.mark.skipif(sys.platform != "linux", reason="the C library of Linux is told")
def test_memory_that_was_used_is_kept_for_the_next_chunk() -> None:
    script = """
import resource, sys
import numpy as np
from zonecheck.batch.kept_memory import keep_memory
if sys.argv[1] == "kept": keep_memory()
def used(): return resource.getrusage(resource.RUSAGE_SELF).ru_minflt
def chunk(): np.ones(1 << 20)
chunk(); before = used()
for _ in range(20): chunk()
print(used() - before)
"""
    environment = {**os.environ, "MALLOC_TRIM_THRESHOLD_": "65536"}
    given_back, kept = (
        int(
            subprocess.run(
                [sys.executable, "-c", script, how], capture_output=True, check=True, env=environment
            ).stdout
        )
        for how in ("given back", "kept")
    )
    assert kept * 10 < given_back


def test_what_is_sent_to_workers_rests_on_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "LARGE_BYTES", 1)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    asked = batches.request([])
    open_means(asked)
    means = open_means(asked)  # this time from what was kept
    assert any(isinstance(layer.geometry, Outlines) for layer in means.layers.values())
    sent = pickle.loads(pickle.dumps(means.apart()))
    for name, layer in means.layers.items():
        assert list(sent.layers[name].geometry) == list(layer.geometry)


def test_without_a_scheduler_it_says_what_is_missing(tmp_path: Path) -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "zonecheck",
            *batches.write(tmp_path, 2)[:1],
            "--engine",
            "dask",
            "--lang",
            "en",
        ],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
    assert b"--engine dask and --scheduler go together" in done.stderr
