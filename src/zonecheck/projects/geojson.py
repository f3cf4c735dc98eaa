"""What does a GeoJSON file hold? Features, one geometry, or one JSON text per line; read strictly, fault by fault.

A fault inside one feature makes that feature unusable and leaves its neighbours alone; a fault of the file as a whole
raises. Nothing here knows attributes or places: coordinates stay as they were written.

Source: RFC 7946; RFC 8142 (text sequences); the `crs` member of GeoJSON 2008.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from zonecheck.errors import InputError, Problem
from zonecheck.projects import crs_member, json_text
from zonecheck.projects.brackets import brackets
from zonecheck.projects.decimals import decimals
from zonecheck.projects.encoding import refuse_other_formats, to_utf8
from zonecheck.projects.gathered import Gathered
from zonecheck.projects.members import GEOMETRIES, fault_of_form
from zonecheck.projects.raw import Limits, RawFeatures
from zonecheck.projects.records import SEQUENCES, Record, records, separated
from zonecheck.projects.shapes import shapes
from zonecheck.projects.spelling import nearest
from zonecheck.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from zonecheck.projects.brackets import Brackets
    from zonecheck.projects.sources import Content

_DEFAULT = Limits()


def read(content: Content, limits: Limits = _DEFAULT, encoding: str | None = None) -> RawFeatures:
    """The features of a GeoJSON file, in order, none dropped.

    Raises InputError if the file as a whole is no GeoJSON, has no features or a coordinate system that cannot be
    followed; LimitError if it nests too deep; UsageError if there is no such encoding.
    """
    refuse_other_formats(content.name, content.data)
    data = to_utf8(content.name, content.data, encoding)
    gathered = Gathered(content.name)
    with json_text.without_collection():
        if separated(data, named_so=content.suffix in SEQUENCES):
            _read_records(gathered, records(data), limits)
        else:
            _read_whole(gathered, brackets(data), limits)
        if not gathered.lines:
            raise InputError(Problem(content.name, NO_FEATURES))
        return _finished(gathered, limits)


def is_by_lines(start: bytes, suffix: str) -> bool:
    """Whether a file that begins so holds one text to a line."""
    plain = start.removeprefix(codecs.BOM_UTF8)
    begins = plain.lstrip()[:1]
    return begins == b"{" and separated(plain, named_so=suffix in SEQUENCES)


def read_lines(
    name: str, lines: Sequence[bytes], before: int, limits: Limits, *, geometry: bool = True
) -> RawFeatures | None:
    """The features on some lines of a file of which `before` lines were read; None if they are blank.

    Without `geometry` only their attributes are looked at. Raises InputError if they are no UTF-8.
    """
    to_utf8(name, b"".join(lines))
    gathered = Gathered(name)
    numbered = enumerate((line.strip() for line in lines), start=before + 1)
    with json_text.without_collection():
        _read_records(gathered, [Record(number, line) for number, line in numbered if line], limits)
        if not geometry:
            gathered.geometries = [None] * len(gathered.lines)
        return _finished(gathered, limits) if gathered.lines else None


def names_on(lines: Sequence[bytes]) -> Iterator[str]:
    """The names of attributes on these lines; what cannot be read has none."""
    for line in lines:
        try:
            value = json.loads(line) if line.strip() else None
        except (ValueError, RecursionError):
            continue
        features = value.get("features", [value]) if isinstance(value, dict) else []
        for feature in features if isinstance(features, list) else []:
            properties = feature.get("properties") if isinstance(feature, dict) else None
            yield from properties if isinstance(properties, dict) else ()


def _finished(gathered: Gathered, limits: Limits) -> RawFeatures:
    usable = [
        None if row in gathered.remarks.problems else shape for row, shape in enumerate(gathered.geometries)
    ]
    refused = gathered.remarks.copy().problems
    found = shapes(usable, gathered.remarks, limits.max_vertices)
    gathered.remarks.problems.update(
        refused
    )  # the first fault of a feature is told, not what follows from it
    return RawFeatures(
        gathered.name,
        found.geometry,
        gathered.properties,
        gathered.ids,
        gathered.lines,
        decimals(found.coarse, gathered.texts),
        gathered.crs,
        gathered.remarks,
    )


def _read_whole(gathered: Gathered, text: Brackets, limits: Limits) -> None:
    """A file that is one JSON text."""
    value, flaws = json_text.parse(gathered.name, text, max_depth=limits.max_depth)
    if not isinstance(value, Mapping):
        raise InputError(Problem(gathered.name, _NO_OBJECT))
    gathered.crs = _declared(gathered.name, value)
    features = _features(gathered.name, value)
    if features is None:
        _add_single(gathered, value, flaws, text)
    else:
        _add_all(gathered, features, flaws, text)


def _add_single(
    gathered: Gathered, value: Mapping[str, Any], flaws: Sequence[json_text.Flaw], text: Brackets
) -> None:
    line = int(text.line(int(text.at[0])))
    if flaws:
        gathered.add_unusable(line, flaws[0].text)
    else:
        gathered.add({key: value[key] for key in value if key != "crs"}, line, text.data, alone=True)


def _add_all(
    gathered: Gathered, features: list[object], flaws: Sequence[json_text.Flaw], text: Brackets
) -> None:
    """The features of a collection, each with its line; a flaw outside all of them concerns the file."""
    starts = text.members("features")
    placed = sum(isinstance(feature, dict | list) for feature in features) == len(starts)
    lines = iter(text.line(starts).tolist() if placed else [])
    ends = iter([*starts[1:].tolist(), len(text.data)])
    begins = iter(starts.tolist())
    flawed = _flawed_features(gathered.name, flaws, text, starts)
    for feature in features:
        has_place = placed and isinstance(feature, dict | list)
        line, begin, end = (next(lines), next(begins), next(ends)) if has_place else (None, None, None)
        if begin in flawed:
            gathered.add_unusable(line, flawed[begin])
        else:
            gathered.add(feature, line, None if begin is None else text.data[begin:end])


def _flawed_features(
    name: str, flaws: Sequence[json_text.Flaw], text: Brackets, starts: Any
) -> dict[int | None, Text]:
    """The first flaw of each feature that has one, by the byte at which the feature begins."""
    found: dict[int | None, Text] = {}
    whole = text.data.decode() if flaws else ""
    at = byte = 0
    for flaw in flaws:
        at, byte = flaw.at, byte + len(whole[at : flaw.at].encode())
        after = int(np.searchsorted(starts, byte, side="right"))
        if after == 0 or text.least_depth(int(starts[after - 1]), byte + 1) < 3:
            raise InputError(Problem(f"{name}:{int(text.line(byte))}", flaw.text))
        found.setdefault(int(starts[after - 1]), flaw.text)
    return found


def _read_records(gathered: Gathered, found: list[Record], limits: Limits) -> None:
    """A file of several JSON texts; one that cannot be read is one unusable feature."""
    for record in found:
        try:
            value = _record_value(record, limits)
        except json_text.Unparsed as unparsed:
            gathered.add_unusable(record.line, unparsed.text)
            continue
        if value.get("type") != "FeatureCollection":
            gathered.add(value, record.line, record.text, alone=True)
            continue
        for feature in value["features"]:
            gathered.add(feature, record.line, None)


def _record_value(record: Record, limits: Limits) -> Mapping[str, Any]:
    if brackets(record.text).deepest > limits.max_depth:
        raise json_text.Unparsed(json_text.too_deep(limits.max_depth))
    value = json_text.parse_strictly(record.text)
    if not isinstance(value, Mapping):
        raise json_text.Unparsed(_NO_OBJECT)
    if value.get("type") == "FeatureCollection":
        fault = _CRS_OF_RECORD if "crs" in value else _fault_of_collection(value)
        if fault:
            raise json_text.Unparsed(fault)
    return value


def _declared(name: str, value: Mapping[str, Any]) -> int | None:
    if "crs" not in value:
        return None
    try:
        return crs_member.declared(value["crs"])
    except crs_member.UnknownCrs as unknown:
        raise InputError(Problem(name, unknown.text)) from None


def _features(name: str, value: Mapping[str, Any]) -> list[object] | None:
    """The list of a collection, None for a single feature or geometry. Raises InputError for anything else."""
    kind = value.get("type")
    if isinstance(kind, str) and (kind == "Feature" or kind in GEOMETRIES):
        return None
    if kind != "FeatureCollection":
        raise InputError(Problem(name, _no_type(kind)))
    features = value.get("features")
    fault = _fault_of_collection(value)
    if fault or not isinstance(features, list):
        raise InputError(Problem(name, fault or _NO_LIST))
    return features


def _fault_of_collection(value: Mapping[str, Any]) -> Text | None:
    if not isinstance(value.get("features"), list):
        return _NO_LIST
    return fault_of_form("FeatureCollection", value)


def _no_type(kind: object) -> Text:
    if not isinstance(kind, str):
        return _NOT_GEOJSON
    if kind == "Topology":
        return _TOPOJSON
    near = nearest(kind, ["FeatureCollection", "Feature", *sorted(GEOMETRIES)])
    return _UNKNOWN.fill(kind=kind[:40], near=near or "FeatureCollection")


NO_FEATURES = Text("没有任何要素;至少应有一个项目", "has no features; expected at least one project")
_NO_OBJECT = Text(
    "不是 GeoJSON 对象;应为 FeatureCollection、Feature 或几何",
    "is no GeoJSON object; expected a FeatureCollection, a Feature or a geometry",
)
_NO_LIST = Text("FeatureCollection 缺少 features 列表", "the FeatureCollection has no list of features")
_NOT_GEOJSON = Text(
    "是 JSON 而不是 GeoJSON:缺少 type;应为 FeatureCollection、Feature 或几何",
    "is JSON and no GeoJSON: it has no type; expected a FeatureCollection, a Feature or a geometry",
)
_TOPOJSON = Text("是 TopoJSON 而不是 GeoJSON;请先转换", "is TopoJSON, not GeoJSON; convert it first")
_UNKNOWN = Text(
    "不认识 GeoJSON 类型“{kind}”;是否为 {near}?", "unknown GeoJSON type '{kind}'; did you mean {near}?"
)
_CRS_OF_RECORD = Text(
    "一行一个文本的文件不能单独声明坐标系(crs);请存为一个 FeatureCollection",
    "a text of a sequence cannot declare a coordinate system (crs) of its own; store one FeatureCollection",
)
