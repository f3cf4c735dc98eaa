"""A run that has a bit of everything, gone through in chunks of any size by any engine, and what it writes."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import shapely

from zonecheck.batch.outputs import Outputs
from zonecheck.batch.run import Engine, carry_out, one_process
from zonecheck.batch.work import Form
from zonecheck.errors import Problem
from zonecheck.reports import FORMATS, Options, Summary
from zonecheck.reports.write import targets
from zonecheck.screening import Chunk, Prepared, Request, prepare

TODAY = date(2026, 11, 24)
EN = Options("en")
FORMS = ("json", "csv", "geojson", "text", "jsonl", "markdown", "junit")


def features(count: int = 23) -> Iterator[dict[str, Any]]:
    """Projects along the 府河: some say nothing, some bear one id, one crosses itself, one was applied for long ago."""
    for n in range(count):
        east = (n % 300) * 0.004
        at = shapely.box(113.32 + east, 31.71, 113.321 + east, 31.711)
        outline = json.loads(shapely.to_geojson(at))
        if n == 7:
            outline["coordinates"][0][1], outline["coordinates"][0][2] = (
                outline["coordinates"][0][2],
                outline["coordinates"][0][1],
            )
        stated = {
            "id": f"P{n % 20}",
            "nature": "new",
            "industry": ("2614", "C2681", "1391", "")[n % 4],
            "park": "none",
        }
        yield {
            "type": "Feature",
            "geometry": outline,
            "properties": stated | ({"date": "2016-05-01"} if n == 11 else {}),
        }


def write(folder: Path, count: int = 23) -> list[str]:
    """Two files that can be read, one by lines and one a collection, and one that cannot."""
    lines, whole, broken = (folder / name for name in ("a.geojsonl", "b.geojson", "c.geojson"))
    lines.write_text("".join(json.dumps(each) + "\n" for each in features(count)), encoding="utf-8")
    listed = {"type": "FeatureCollection", "features": list(features(5))}
    whole.write_text(json.dumps(listed), encoding="utf-8")
    broken.write_text("{", encoding="utf-8")
    return [str(lines), str(whole), str(broken)]


@dataclass(frozen=True)
class Done:
    """What a run printed and wrote, by format, and what it told."""

    reports: dict[str, bytes]
    summary: Summary
    errors: list[Problem]
    notices: tuple[Problem, ...]

    def lines(self) -> list[dict[str, Any]]:
        """The projects, as in JSON lines."""
        every = [json.loads(line) for line in self.reports["jsonl"].splitlines()]
        return [line for line in every if line["type"] == "project"]


def request(paths: list[str], **more: Any) -> Request:
    return Request(paths, TODAY, packs=["suizhou-2018-4"], **more)


def run(
    asked: Request,
    folder: Path,
    *,
    chunk_size: int,
    engine: Engine = one_process,
    forms: tuple[str, ...] = FORMS,
) -> Done:
    """Everything checked and written in all forms, the first of which is also printed."""
    return finish(prepare(asked, chunk_size), folder, engine, forms)


def finish(prepared: Prepared, folder: Path, engine: Engine, forms: tuple[str, ...] = FORMS) -> Done:
    folder.mkdir()
    printed = io.StringIO()
    places = targets([f"{form}={folder / form}" for form in forms], FORMATS)
    with Outputs(
        printed, Form("text", replace(EN, color=True)), [(each, Form(each.format, EN)) for each in places]
    ) as outputs:
        summary, notices = carry_out(prepared, outputs, engine)
    reports = {path.name: path.read_bytes() for path in folder.iterdir()}
    return Done({"printed": printed.getvalue().encode(), **reports}, summary, prepared.inputs.errors, notices)


def chunks(prepared: Prepared) -> list[Chunk]:
    return list(prepared.inputs.chunks())
