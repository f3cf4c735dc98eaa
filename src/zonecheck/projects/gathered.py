"""What has been gathered of a GeoJSON file so far? Its features one by one, with their form checked.

Only the form of a feature is looked at here; its geometry and its attributes are read later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from zonecheck.projects.members import GEOMETRIES, fault_of_form
from zonecheck.projects.raw import Remarks
from zonecheck.words import Text


@dataclass(slots=True)
class Gathered:
    """The features of a file while it is read: one entry in each list for each."""

    name: str
    remarks: Remarks = field(default_factory=Remarks)
    geometries: list[object] = field(default_factory=list)
    properties: list[Mapping[str, Any]] = field(default_factory=list)
    ids: list[object] = field(default_factory=list)
    lines: list[int | None] = field(default_factory=list)
    texts: list[bytes | None] = field(
        default_factory=list
    )  # where the feature begins, for what objects do not keep
    crs: int | None = None

    def add(self, feature: object, line: int | None, text: bytes | None, *, alone: bool = False) -> None:
        """One feature; `alone` it may also be a geometry, which stands for a feature without attributes."""
        row = len(self.lines)
        self.lines.append(line)
        self.texts.append(text)
        fault, geometry, properties, identity = _taken(feature, alone=alone)
        self.geometries.append(geometry)
        self.properties.append(properties)
        self.ids.append(identity)
        if fault is not None:
            self.remarks.refuse(row, fault)

    def add_unusable(self, line: int | None, why: Text) -> None:
        self.remarks.refuse(len(self.lines), why)
        self.lines.append(line)
        self.texts.append(None)
        self.geometries.append(None)
        self.properties.append({})
        self.ids.append(None)


def _taken(feature: object, *, alone: bool) -> tuple[Text | None, object, Mapping[str, Any], object]:
    """What is wrong with a feature as such, its geometry, properties and id."""
    if not isinstance(feature, dict):
        return _NO_FEATURE, None, {}, None
    kind = feature.get("type")
    if alone and isinstance(kind, str) and kind in GEOMETRIES:
        return None, feature, {}, None
    fault = fault_of_form("Feature", feature) if kind == "Feature" else _NO_FEATURE
    if "crs" in feature:
        fault = fault or _OWN_CRS
    properties = feature.get("properties")
    stated = properties if isinstance(properties, dict) else {}
    return fault, feature.get("geometry"), stated, feature.get("id")


_NO_FEATURE = Text('不是 Feature;应有 "type": "Feature"', 'is no Feature; expected "type": "Feature"')
_OWN_CRS = Text(
    "单个要素自带坐标系(crs),无法采用;请在文件开头统一声明",
    "has a coordinate system (crs) of its own, which is not followed; declare one for the whole file",
)
