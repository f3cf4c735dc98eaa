"""Which words stand for a verdict, an outcome, a cause, a rank? The fixed terms of every report.

The Chinese terms are those of the product's contract, to the letter. None of them says more than was checked:
the tool is no authority, so nothing here passes, complies or is permitted. No sentences are built here.
"""

from __future__ import annotations

from collections.abc import Mapping

from zonecheck.predicates.wording import field_words
from zonecheck.projects.vocabulary import VOCABULARY
from zonecheck.results import Effect, Finding, Outcome, Rank, Truth, Verdict
from zonecheck.words import Text, same

VERDICT: Mapping[Verdict, Text] = {
    "prohibited": Text("触及禁止性规定", "Touches a prohibition"),
    "review": Text("须人工认定", "Needs an official's decision"),
    "conditional": Text("有要求未满足", "Requirements not fulfilled"),
    "clear": Text("未触及所核查的禁止性规定", "No checked prohibition touched"),
    "out_of_scope": Text("不在所载依据适用范围", "Outside the documents held"),
    "invalid": Text("无法核查", "Could not be checked"),
}

OUTCOME: Mapping[Outcome, Text] = {
    "violated": Text("不符合", "Touched"),
    "undetermined": Text("待核实", "To be determined"),
    "unmet": Text("未落实", "Not fulfilled"),
    "open": Text("待落实", "To be carried out"),
    "exempt": Text("属但书除外", "Within the proviso"),
    "satisfied": Text("未触及", "Not touched"),
    "met": Text("已落实(据申报)", "Fulfilled (as declared)"),
    "not_applicable": Text("不涉及", "Does not apply"),
}

TO_VERIFY = Text("须另行核对", "To be verified separately")

GLYPH: Mapping[Verdict | Outcome, str] = {
    "prohibited": "■",
    "review": "▲",
    "conditional": "◆",
    "clear": "○",
    "out_of_scope": "□",
    "invalid": "×",
    "violated": "■",
    "undetermined": "▲",
    "unmet": "◆",
    "open": "◇",
    "exempt": "○",
    "satisfied": "○",
    "met": "○",
    "not_applicable": "·",
}  # every one of them exists in GBK, the code page of a Chinese console

CAUSE: Mapping[str, Text] = {
    "missing_attribute": Text("缺少申报信息", "a project attribute is missing"),
    "interpretation": Text("用语范围有待认定", "the reach of a legal term is open"),
    "coverage": Text("图层未覆盖应查范围", "the layer does not cover what was asked"),
    "accuracy": Text("与限值之差小于误差", "closer to the limit than the accuracy"),
    "incomplete_layer": Text("图层不完整", "the layer is not complete for what was asked"),
    "missing_layer": Text("缺少图层", "a layer is missing"),
    "extent": Text("场地范围未给出", "the extent of the site is not given"),
    "stale_layer": Text("图层已过有效期", "the layer is past its validity"),
    "border": Text("临近或跨越辖区边界", "at or across the border of the jurisdiction"),
    "contradiction": Text("资料或规定相互矛盾", "data or provisions contradict each other"),
    "discretion": Text("依规定由主管机关裁量", "left to the discretion of the authority"),
}

RANK: Mapping[Rank, Text] = {
    "law": Text("法律", "law"),
    "administrative_regulation": Text("行政法规", "administrative regulation"),
    "local_regulation": Text("地方性法规", "local regulation"),
    "rule": Text("规章", "rule"),
    "normative_document": Text("规范性文件", "normative document"),
}  # highest first

EFFECT: Mapping[Effect, Text] = {
    "prohibit": Text("禁止", "prohibition"),
    "review": Text("须认定", "review"),
    "require": Text("要求", "requirement"),
    "advise": Text("建议", "advice"),
}

BASELINE: Mapping[str, Text] = {
    "waterward_edge": Text("临水边界线", "waterward edge"),
    "outer_edge": Text("外缘边界线", "outer edge"),
    "bank": Text("岸线", "bank"),
    "water_area": Text("水域", "water area"),
    "centreline": Text("河道中心线", "centre line"),
}

PREDICATE: Mapping[str, Text] = {
    "within": Text("距离", "distance"),
    "intersects": Text("是否相交", "intersection"),
    "inside": Text("是否位于其内", "containment"),
    "nature": Text("建设性质", "nature of construction"),
    "industry": Text("行业", "industry"),
    "attribute": Text("申报信息", "attribute"),
    "zone": Text("园区登记", "park register"),
}

TRUTH: Mapping[Truth, Text] = {
    "no": Text("否", "no"),
    "unknown": Text("不明", "unknown"),
    "yes": Text("是", "yes"),
}

_DATA: Mapping[str, Text] = {
    "rivers": Text("河流图层", "layer of rivers"),
    "parks": Text("园区图层", "layer of parks"),
    "districts": Text("行政区划图层", "layer of districts"),
    "red_line": Text("生态保护红线图层", "layer of the ecological red line"),
    "drinking_water": Text("饮用水水源保护区图层", "layer of drinking water protection zones"),
}

_OF_ZONE = Text("园区{field}", "the park's {field}")


def outcome_words(finding: Finding) -> Text:
    """The outcome as an officer reads it. What is `open` waits for works, or for data that only the user has."""
    waiting = finding.outcome == "open" and finding.awaits_data
    return TO_VERIFY if waiting else OUTCOME[finding.outcome]


def fact_words(fact: str) -> Text:
    """A fact in words; what has no word stands for itself."""
    field = fact.removeprefix("zone.")
    if field != fact and (words := field_words(field)) != same(field):
        return _OF_ZONE.fill(field=words)
    return VOCABULARY[fact].label if fact in VOCABULARY else _DATA.get(fact, same(fact))
