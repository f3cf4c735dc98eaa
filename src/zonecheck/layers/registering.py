"""How is a user's own file registered? Converted, described and opened as it will be, then put in place whole or not at all.

The layer becomes GeoJSON beside the catalogue, with its hash in the entry. Nothing is written unless the new entry, by itself,
opens without a fault. The installed data are never touched.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
import yaml

from zonecheck import yaml_text
from zonecheck.errors import LayerError, OutputError, Problem, UsageError
from zonecheck.layers import catalogue
from zonecheck.layers.adopting import Adopted, adopt, area_of
from zonecheck.words import Text

if TYPE_CHECKING:
    from zonecheck.layers.addition import Addition
    from zonecheck.layers.layer import Layer

FILE = "zonecheck-layers.yaml"
"""What a user's own catalogue is called where nothing else is said."""

_ID = re.compile(r"[a-z][a-z0-9_-]{0,63}")
_DECIMALS = 10  # a hundredth of a millimetre
_HEAD = "# Layers of our own, laid over the bundled ones with --layers. Written by `zonecheck layers add`.\nlayers:\n"


@dataclass(frozen=True, slots=True, eq=False)
class Registered:
    """The layer as it opens from the catalogue, the files that were written, and what a person should know."""

    layer: Layer
    catalogue: Path
    file: Path
    remarks: tuple[Text, ...]


def register(addition: Addition) -> Registered:
    """Add a file to a catalogue. Raises LayerError with all its faults, UsageError, OutputError if it cannot be written."""
    if not _ID.fullmatch(addition.id):
        raise UsageError(Problem("", _BAD_ID.fill(id=addition.id[:40])))
    present = _present(addition)
    adopted = adopt(addition)
    with _workplace(addition.catalogue.parent) as place:
        names = _write(addition, adopted, place)
        (place / FILE).write_text(_with_entry(present, addition, _entry(addition, place)), encoding="utf-8")
        layer = _opened(addition, place)
        _put(place, addition, names)
    return Registered(layer, addition.catalogue, addition.catalogue.parent / names[0], adopted.remarks)


def _opened(addition: Addition, place: Path) -> Layer:
    """The layer as it will open. Raises LayerError that names the user's file, not what was made of it on the way."""
    try:
        return catalogue.load([place / FILE]).open(addition.id)
    except LayerError as error:
        told = [
            replace(each, where=addition.file) if place.name in each.where else each
            for each in error.problems
        ]
        raise LayerError(*told) from None


def _present(addition: Addition) -> str:
    """The text of the catalogue as it is. Raises UsageError if it has the id, or its files are somebody else's."""
    path = addition.catalogue
    if not path.parent.is_dir():
        raise UsageError(Problem(str(path.parent), _NO_FOLDER))
    begun = path.exists() and not (path.is_file() and not path.read_bytes().strip())
    known = catalogue.load([path]).registered if begun else {}  # refuses what is no catalogue
    text = path.read_text(encoding="utf-8-sig") if begun else ""
    ours = addition.id in known and known[addition.id].entry.origin != catalogue.BUNDLED
    if ours and not addition.replace:
        raise UsageError(Problem(str(path), _KNOWN.fill(id=addition.id)))
    target = path.parent / f"{addition.id}.geojson"
    if target.exists() and not (ours and addition.replace):
        raise UsageError(Problem(str(target), _IN_THE_WAY))
    return text


@contextmanager
def _workplace(folder: Path) -> Iterator[Path]:
    """A private folder beside the catalogue, so that finished files only have to be renamed."""
    try:
        place = Path(tempfile.mkdtemp(prefix=".zonecheck-", dir=folder))
    except OSError as error:
        raise OutputError(Problem(str(folder), _NOT_WRITTEN.fill(reason=error.strerror or error))) from None
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _write(addition: Addition, adopted: Adopted, place: Path) -> list[str]:
    """The layer, and the areas of its coverage where they are a file; their names."""
    names = [f"{addition.id}.geojson"]
    (place / names[0]).write_bytes(_geojson(adopted))
    if addition.coverage and not _is_plain(addition.coverage):
        names.append(f"{addition.id}-coverage.geojson")
        (place / names[1]).write_bytes(_geojson(area_of(addition, addition.coverage)))
    return names


def _geojson(adopted: Adopted) -> bytes:
    features = [
        _feature(identity, properties, geometry)
        for identity, properties, geometry in zip(
            adopted.ids, adopted.properties, adopted.geometry, strict=True
        )
    ]
    lines = ",\n".join(json.dumps(each, ensure_ascii=False, allow_nan=False) for each in features)
    return f'{{"type": "FeatureCollection", "features": [\n{lines}\n]}}\n'.encode()


def _feature(identity: str | None, properties: Any, geometry: Any) -> dict[str, Any]:
    rounded = (
        None if geometry is None else shapely.transform(geometry, lambda points: np.round(points, _DECIMALS))
    )
    shape = None if rounded is None else json.loads(shapely.to_geojson(rounded))
    named = {} if identity is None else {"id": identity}
    return {"type": "Feature", **named, "properties": dict(properties), "geometry": shape}


def _entry(addition: Addition, place: Path) -> dict[str, Any]:
    """The entry of the catalogue, every value as the text it is written with."""
    path = f"{addition.id}.geojson"
    digest = hashlib.sha256((place / path).read_bytes()).hexdigest()
    entry: dict[str, Any] = {
        "id": addition.id,
        "path": path,
        "sha256": digest,
        "crs": "EPSG:4490",
        **addition.entry,
    }
    if addition.coverage:
        entry["coverage"] = _coverage(addition)
    if addition.complete_for:
        entry["complete_for"] = _complete_for(addition.complete_for)
    return entry


def _is_plain(coverage: str) -> bool:
    return coverage == "everywhere" or coverage.count(",") == 3


def _coverage(addition: Addition) -> Any:
    stated = addition.coverage or ""
    if not _is_plain(stated):
        return f"{addition.id}-coverage.geojson"
    return stated if stated == "everywhere" else [part.strip() for part in stated.split(",")]


def _complete_for(stated: Sequence[str]) -> Any:
    """`everything`, or `key=value,value` for each key."""
    if list(stated) == ["everything"]:
        return "everything"
    claims = {}
    for each in stated:
        key, sign, values = each.partition("=")
        if not (sign and key.strip() and values.strip()):
            raise UsageError(Problem("--complete-for", _NO_CLAIM.fill(value=each)))
        claims[key.strip()] = [value.strip() for value in re.split(r"[,\uff0c、;]", values) if value.strip()]
    return claims


def _with_entry(present: str, addition: Addition, entry: dict[str, Any]) -> str:
    """The text of the catalogue with the entry in its place, or at the end; what else stands there is left as it is."""
    if not present.strip():
        return _HEAD + _block(entry, 2)
    document = yaml_text.load(present.encode(), str(addition.catalogue), error=LayerError)
    under = isinstance(document.value, dict)
    listed: Any = document.value.get("layers") if isinstance(document.value, dict) else document.value
    at = [document.line(("layers", n) if under else (n,)) - 1 for n in range(len(listed))]
    lines = present.splitlines(keepends=True)
    starts = [line if lines[line].lstrip().startswith("-") else line - 1 for line in at]
    indent = len(lines[starts[0]]) - len(lines[starts[0]].lstrip())
    which = next((n for n, each in enumerate(listed) if each.get("id") == addition.id), None)
    if which is None:
        return f"{present.rstrip()}\n\n{_block(entry, indent)}"
    end = starts[which + 1] if which + 1 < len(starts) else len(lines)
    return "".join([*lines[: starts[which]], _block(entry, indent), *lines[end:]])


def _block(entry: dict[str, Any], indent: int) -> str:
    text = yaml.safe_dump([entry], allow_unicode=True, sort_keys=False, width=110)
    return "".join(f"{' ' * indent}{line}" for line in text.splitlines(keepends=True))


def _put(place: Path, addition: Addition, names: Sequence[str]) -> None:
    """Every file to where it belongs, the catalogue last."""
    folder = addition.catalogue.parent
    try:
        for name in names:
            (place / name).replace(folder / name)
        (place / FILE).replace(addition.catalogue)
    except OSError as error:
        raise OutputError(Problem(str(folder), _NOT_WRITTEN.fill(reason=error.strerror or error))) from None


_BAD_ID = Text(
    "图层编号“{id}”不能用;应为小写字母、数字、- 或 _,如 rivers",
    "'{id}' cannot be the id of a layer; use lower-case letters, digits, - or _, such as rivers",
)
_NO_FOLDER = Text("没有这个文件夹", "there is no such folder")
_KNOWN = Text(
    "图层 {id} 已在目录中登记;要替换请加 --replace",
    "layer {id} is registered here already; replace it with --replace",
)
_IN_THE_WAY = Text(
    "已有此文件,不予覆盖;请移走,或换一个图层编号",
    "exists already and is not overwritten; move it, or take another id",
)
_NOT_WRITTEN = Text("不能写入:{reason}", "cannot be written: {reason}")
_NO_CLAIM = Text(
    "“{value}”不能识别;应为 name=府河,漂水 或 everything",
    "'{value}' cannot be read; expected name=府河,漂水 or everything",
)
