"""What can a project state of itself? The attributes of the contract, section 6, by key, with all their names.

`read` turns one value as it came into a value of the vocabulary. Attributes that are not listed here are carried
through untouched and never asked for.
"""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING

from zonecheck.projects import choices, spelling
from zonecheck.projects.attribute import Attribute, Choice, Kind
from zonecheck.projects.bank_distances import BankDistance
from zonecheck.projects.industry import Codes
from zonecheck.projects.values import Stated, interpret
from zonecheck.results import AttributeProblem
from zonecheck.words import Text

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

__all__ = [
    "NATURES",
    "VOCABULARY",
    "Attribute",
    "BankDistance",
    "Choice",
    "Codes",
    "by_name",
    "read",
    "shown",
]


def _is(key: str, kind: Kind, zh: str, en: str, *names: str, values: tuple[Choice, ...] = ()) -> Attribute:
    return Attribute(key, kind, Text(zh, en), names, values)


_IDENTITY = (
    _is("id", "text", "项目代码", "project id", "项目编号", "项目编码"),
    _is("name", "name", "项目名称", "project name"),
    Attribute(
        "date", "date", Text("申请日期", "date of application"), ("申报日期",), vital=True, empty_only=True
    ),
    _is("district", "text", "所在区县", "district", "区县", "所在县区"),
)

_INDUSTRY = (
    _is(
        "industry",
        "codes",
        "行业代码",
        "industry",
        "国民经济行业类别",
        "行业类别",
        "国民经济行业代码",
        "industry_code",
    ),
    Attribute(
        "industry_edition",
        "choice",
        Text("行业分类版本", "edition of the industry codes"),
        ("国民经济行业分类版本",),
        choices.INDUSTRY_EDITION,
        vital=True,
    ),
    _is("chemical_feedstock", "yes_no", "化学原料", "chemical feedstock", "主要原料为化学原料"),
    _is("chemical_product", "yes_no", "化学产品", "chemical product", "产品为化学品"),
    _is("chemical_reaction", "yes_no", "是否有化学反应", "chemical reaction", "化学反应", "有无化学反应"),
    _is(
        "pulping", "yes_no", "含制浆造纸工序", "pulping or papermaking", "制浆造纸工序", "是否含制浆造纸工序"
    ),
)

_CONSTRUCTION = (
    _is("nature", "choices", "建设性质", "nature of construction", values=choices.NATURE),
    _is("stage", "choice", "建设阶段", "stage", values=choices.STAGE),
    _is("capacity_increase", "yes_no", "新增产能", "added capacity", "是否新增产能"),
    _is("facility", "choice", "设施类别", "kind of facility", values=choices.FACILITY),
    _is("purpose", "choice", "改建目的", "purpose of the rebuild", values=choices.PURPOSE),
)

_PLACE = (
    _is("park", "park", "所在园区", "park", "园区", "所在工业园区"),
    _is("origin", "text", "迁出地", "place it moves from"),
    _is("control_unit", "text", "管控单元编码", "control unit", "环境管控单元编码"),
    _is("zoning", "text", "用地性质", "zoning", "土地用途"),
    Attribute(
        "accuracy_m",
        "metres",
        Text("精度", "accuracy of the outline"),
        ("accuracy", "坐标精度", "定位精度", "精度_米", "精度(米)", "精度(m)"),
        vital=True,
        empty_only=True,
    ),
    _is("extent_m", "radius", "场地半径", "radius of the site", "extent", "场地半径(米)", "场地半径(m)"),
    _is("linear", "yes_no", "线性工程", "linear project", "是否线性工程", "线性项目"),
    _is("bank_distances", "distances", "岸线距离", "surveyed bank distances", "距岸线距离"),
)

_DUTIES = (
    _is("eia_category", "choice", "环评类别", "kind of EIA", values=choices.EIA_CATEGORY),
    _is("eia", "choice", "环评", "EIA", "环评手续", "环评情况", values=choices.EIA),
    _is("three_simultaneous", "yes_no", "三同时", "three simultaneous", "环保三同时"),
    _is("wastewater_plant", "yes_no", "污水集中处理设施", "central wastewater plant"),
    _is("planning_eia", "yes_no", "规划环评", "EIA of the plan"),
    _is("tracking_eia", "yes_no", "跟踪评价", "tracking assessment"),
    _is("polluter_pays", "yes_no", "污染治理主体责任", "polluter pays", "谁污染谁治理"),
    _is("land_grant", "yes_no", "供地方式", "land by grant", "土地出让", values=choices.LAND_GRANT),
    _is("redline_permit", "yes_no", "有限人为活动认定", "red-line permit", "有限人为活动认定意见"),
)

_LAND_FIGURES = (
    _is("floor_area_ratio", "number", "容积率", "floor area ratio"),
    _is("building_coefficient", "share", "建筑系数", "building coefficient", "建筑密度"),
    _is("green_ratio", "share", "绿地率", "green ratio"),
    _is(
        "admin_land_share",
        "share",
        "行政办公及生活服务设施用地比重",
        "share of land for offices and services",
    ),
)


def _of_parcel(figure: Attribute) -> Attribute:
    """The same figure as the terms of the parcel itself demand it."""
    label = Text(f"地块{figure.label.zh}要求", f"the parcel's own {figure.label.en}")
    return Attribute(f"parcel_{figure.key}", figure.kind, label, (f"地块{figure.label.zh}",))


_POLICY = (
    _is("land_catalogue", "choice", "用地目录", "land-use catalogue", values=choices.LAND_CATALOGUE),
    _is(
        "industry_catalogue",
        "choice",
        "产业结构调整指导目录类别",
        "class in the industrial catalogue",
        "产业结构调整指导目录",
        values=choices.INDUSTRY_CATALOGUE,
    ),
    _is(
        "market_access",
        "choice",
        "市场准入",
        "market access",
        "市场准入负面清单",
        values=choices.MARKET_ACCESS,
    ),
    _is("two_high", "yes_no", "两高", "high energy use and high emission", "两高项目", "是否两高项目"),
    _is(
        "discharge", "choice", "排水去向", "where waste water goes", "废水排放去向", values=choices.DISCHARGE
    ),
)

_ALL = (
    *_IDENTITY,
    *_INDUSTRY,
    *_CONSTRUCTION,
    *_PLACE,
    *_DUTIES,
    *_LAND_FIGURES,
    *map(_of_parcel, _LAND_FIGURES),
    *_POLICY,
)

VOCABULARY: Mapping[str, Attribute] = MappingProxyType({attribute.key: attribute for attribute in _ALL})
"""Every attribute by key, in the order in which a person would list them."""

NATURES: Mapping[str, Text] = MappingProxyType({choice.value: choice.label for choice in choices.NATURE})
"""The natures of construction with their labels."""

_BY_NAME = {
    spelling.key(name): attribute
    for attribute in _ALL
    for name in (attribute.key, attribute.label.zh, *attribute.names)
}


def by_name(name: str) -> Attribute | None:
    """The attribute that goes by this key or name, however it is spelled; None for any other key."""
    return _BY_NAME.get(spelling.key(name))


def read(attribute: Attribute, raw: object) -> Hashable | AttributeProblem | None:
    """The value of an attribute as it came: None where nothing is stated, a problem where it cannot be read.

    Codes of which only some can be read are a value; `read_in_full` also names the parts that are not.
    """
    stated = read_in_full(attribute, raw)
    return stated.problems[0] if stated.value is None and stated.problems else stated.value


def read_in_full(attribute: Attribute, raw: object) -> Stated:
    """The value and every problem with it. Never raises."""
    return interpret(attribute, raw)


def shown(key: str, value: object) -> str:
    """A value of the vocabulary as plain text: the canonical spelling, the same in both languages."""
    match value:
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:.12g}"
        case date():
            return value.isoformat()
        case Codes():
            return value.text
        case tuple():
            return ", ".join(shown(key, entry) for entry in value)
        case _:
            return str(value)
