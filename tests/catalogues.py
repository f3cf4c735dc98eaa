"""Layer catalogues and their files, written for a test: one river, and whatever the test says of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from zonecheck.errors import LayerError
from zonecheck.layers.catalogue import Catalogue, load
from zonecheck.layers.layer import Layer

LINE = {"type": "LineString", "coordinates": [[113.30, 31.70], [113.35, 31.71], [113.40, 31.70]]}
AREA = {"type": "Polygon", "coordinates": [[[113.3, 31.7], [113.4, 31.7], [113.4, 31.8], [113.3, 31.7]]]}


def feature(geometry: Any = LINE, identity: str | None = None, **properties: Any) -> dict[str, Any]:
    named = {"type": "Feature", "properties": properties, "geometry": geometry}
    return named if identity is None else {**named, "id": identity}


def collection(*features: Any, **members: Any) -> str:
    return json.dumps({"type": "FeatureCollection", **members, "features": features}, ensure_ascii=False)


def catalogue(
    folder: Path, entry: str, text: str | bytes | None = None, file: str = "r.geojson"
) -> Catalogue:
    """A catalogue of one entry, `text` being the content of the file beside it."""
    if text is not None:
        (folder / file).write_bytes(text.encode() if isinstance(text, str) else text)
    path = folder / "layers.yaml"
    path.write_text(f"layers:\n  - {entry}\n", encoding="utf-8")
    return load([path])


def opened(folder: Path, text: str | bytes | None, entry: str = "", file: str = "r.geojson") -> Layer:
    """The layer `r` of such a catalogue; a bank of accuracy 0 unless `entry` says otherwise."""
    keys = entry or "baseline: bank, accuracy_m: 0"
    return catalogue(folder, f"{{id: r, path: {file}, {keys}}}", text, file).open("r")


def refusal(folder: Path, text: str | bytes | None, entry: str = "", file: str = "r.geojson") -> LayerError:
    """The error with which such a layer is refused."""
    try:
        opened(folder, text, entry, file)
    except LayerError as error:
        return error
    raise AssertionError("the layer was accepted")
