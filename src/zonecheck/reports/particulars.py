"""What does a project say of itself, in the words of a form? Values by their labels, industries by their names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zonecheck.projects.industry import Codes, classification
from zonecheck.projects.vocabulary import VOCABULARY, shown
from zonecheck.words import Text, same

if TYPE_CHECKING:
    from zonecheck.results import Particulars, ProjectResult

Particular = tuple[Text, Text]

NOT_STATED = Text("未申报", "not stated")

_YES_NO = {"yes": Text("是", "yes"), "no": Text("否", "no")}
_NO_PARK = Text("不在任何园区", "in no park")
_CRS_NAMES = {
    4326: Text("WGS 84 经纬度(EPSG:4326)", "WGS 84 longitude, latitude (EPSG:4326)"),
    4490: Text("CGCS2000 经纬度(EPSG:4490)", "CGCS2000 longitude, latitude (EPSG:4490)"),
}
_CRS = Text("坐标系", "Coordinate system")
_NAME = Text("项目名称", "Project")
_LISTED = ("id", "nature", "stage", "industry", "eia_category", "park", "district")


def particulars(project: ProjectResult) -> list[Particular]:
    """What a conformity table begins with (基本情况): name, code, nature, industry, EIA, park, coordinate system."""
    known = project.particulars
    name = (_NAME, same(project.name) if project.name else NOT_STATED)
    if known is None:
        return [name, (VOCABULARY["id"].label, same(project.id) if project.id else NOT_STATED)]
    listed = [(VOCABULARY[key].label, value_words(key, known.value(key))) for key in _LISTED]
    return [name, *listed, (_CRS, _crs(known))]


def value_words(key: str, value: Any) -> Text:
    """A value of the vocabulary in words."""
    if isinstance(value, Codes):
        names = [f"{code} {classification().name(code)}".strip() for code in value.codes]
        return Text("、".join(names), ", ".join(names)) if names else same(value.text)
    return stated_words(key, None if value is None else shown(key, value))


def stated_words(key: str, value: str | None) -> Text:
    """The canonical spelling of one or several values in words; what has no word stands for itself."""
    if value is None:
        return NOT_STATED
    labels = {choice.value: choice.label for choice in VOCABULARY[key].choices} if key in VOCABULARY else {}
    if key == "park" and value == "none":
        return _NO_PARK
    parts = [labels.get(part) or _YES_NO.get(part) or same(part) for part in value.split(", ")]
    return Text("、".join(part.zh for part in parts), ", ".join(part.en for part in parts))


def _crs(known: Particulars) -> Text:
    if known.crs is None:
        return NOT_STATED
    return _CRS_NAMES.get(known.crs, same(f"EPSG:{known.crs}"))
