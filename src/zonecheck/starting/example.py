"""What does a project look like that states everything it can? One fictitious plant with every attribute of the vocabulary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zonecheck.projects.vocabulary import VOCABULARY
from zonecheck.words import Language, Text

_NAME = Text("示例:新建速冻食品厂(虚构)", "Example: new frozen food plant (fictitious)")
_ID, _DISTRICT, _ZONING = Text("示例-001", "example-001"), "广水市", Text("工业用地", "industrial")
_SOURCE = Text("示例:测绘报告编号", "example: number of the survey report")

_PLAIN: Mapping[str, Any] = {
    "date": "2026-11-02",
    "district": _DISTRICT,
    "industry": "C1432",
    "industry_edition": "2017",
    "chemical_feedstock": "no",
    "chemical_product": "no",
    "chemical_reaction": "no",
    "pulping": "no",
    "nature": "new",
    "stage": "planned",
    "capacity_increase": "yes",
    "facility": "plant",
    "purpose": "other",
    "park": "none",
    "origin": "",
    "control_unit": "",
    "accuracy_m": 0.5,
    "extent_m": None,
    "linear": "no",
    "eia_category": "form",
    "eia": "pending",
    "three_simultaneous": "yes",
    "wastewater_plant": "yes",
    "planning_eia": "yes",
    "tracking_eia": "yes",
    "polluter_pays": "yes",
    "land_grant": "yes",
    "redline_permit": None,
    "floor_area_ratio": 1.2,
    "building_coefficient": "45%",
    "green_ratio": "12%",
    "admin_land_share": "6%",
    "parcel_floor_area_ratio": 1.0,
    "parcel_building_coefficient": "40%",
    "parcel_green_ratio": "15%",
    "parcel_admin_land_share": "7%",
    "land_catalogue": "allowed",
    "industry_catalogue": "allowed",
    "market_access": "allowed",
    "two_high": "no",
    "discharge": "indirect",
}  # blank or null is how a file says nothing

OUTLINE = (
    (113.86077817, 31.63371989), (113.86125602, 31.63191538), (113.86314383, 31.63226413), (113.86304197, 31.63276364),
    (113.86369214, 31.63298739), (113.86322603, 31.63419703), (113.86077817, 31.63371989),
)  # fmt: skip
"""A plausible shape at a real place, as of the other examples: no site of anybody."""


def example(language: Language) -> dict[str, Any]:
    """A GeoJSON feature: keys and values as a person would write them in this language."""
    values = {
        "id": _ID(language),
        "name": _NAME(language),
        "zoning": _ZONING(language),
        "bank_distances": [
            {
                "river": "府河",
                "distance_m": 27500,
                "baseline": "waterward_edge",
                "source": _SOURCE(language),
                "accuracy_m": 1,
            }
        ],
        **_PLAIN,
    }
    stated = {named(key, language): worded(key, values[key], language) for key in VOCABULARY}
    return feature(stated, {"type": "Polygon", "coordinates": [[list(point) for point in OUTLINE]]})


def feature(properties: Mapping[str, Any], geometry: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "properties": dict(properties), "geometry": dict(geometry)}


def named(key: str, language: Language) -> str:
    """The attribute as a file in this language calls it."""
    return VOCABULARY[key].label.zh if language == "zh" else key


def worded(key: str, value: Any, language: Language) -> Any:
    """A canonical value of an attribute as a person would write it in this language."""
    if language == "en" or not isinstance(value, str):
        return value
    labels = {choice.value: choice.label.zh for choice in VOCABULARY[key].choices}
    plain = {"yes": "是", "no": "否"} if VOCABULARY[key].kind == "yes_no" else {}
    none = {"none": "无"} if key == "park" else {}
    return (plain | none | labels).get(value, value)
