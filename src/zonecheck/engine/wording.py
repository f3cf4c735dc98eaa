"""What does the engine say? The sentences of findings, of facts to be settled and of things to do."""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING

from zonecheck.projects.industry import Codes, classification
from zonecheck.projects.vocabulary import VOCABULARY, shown
from zonecheck.results import Measurement
from zonecheck.truth import YES
from zonecheck.words import Text, same

if TYPE_CHECKING:
    from zonecheck.engine.lacking import Fact
    from zonecheck.results import Evidence
    from zonecheck.rules.rule import Rule


def fact_words(fact: Fact) -> Text:
    """A fact as a person would ask for it."""
    return fact_name(fact.name, spatial=bool(fact.questions))


def fact_name(name: str, *, spatial: bool = False) -> Text:
    if name == "extent_m":
        return Text("场地轮廓(或场地半径 extent_m)", "the outline of the site (or its radius, extent_m)")
    if name in VOCABULARY and not spatial:
        return VOCABULARY[name].label
    if name.startswith("zone."):
        return Text(f"园区登记项 {name[5:]}", f"the zone's {name[5:]} in the register")
    return Text(f"更准确或更完整的图层 {name}", f"a layer {name} that is more exact or more complete")


def value_text(fact: Fact, value: Hashable) -> str:
    """A value as a project file would state it."""
    return _answers(fact, value)("en") if fact.questions else attribute_text(value)


def attribute_text(value: Hashable) -> str:
    """A value of an attribute as a project file would state it."""
    if isinstance(value, Codes):
        return value.text
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def value_words(fact: Fact, value: Hashable) -> Text:
    """A value in words."""
    return _answers(fact, value) if fact.questions else attribute_words(fact.name, value)


def attribute_words(key: str, value: Hashable) -> Text:
    """A value of an attribute in words."""
    if isinstance(value, Codes):
        names = [classification().name(code) for code in value.codes]
        return Text(f"如 {value.text} {'、'.join(names)}", f"such as {value.text} {', '.join(names)}")
    return same(str(value)) if key == "district" else _label(key, value)


def _label(key: str, value: Hashable) -> Text:
    """A value of the vocabulary by its label."""
    if isinstance(value, tuple):
        parts = [_label(key, part) for part in value]
        return Text("、".join(part.zh for part in parts), ", ".join(part.en for part in parts))
    labels = {choice.value: choice.label for choice in VOCABULARY[key].choices}
    plain = {True: Text("是", "yes"), False: Text("否", "no"), "none": Text("不在任何园区", "in no park")}
    return labels.get(str(value)) or plain.get(value) or same(shown(key, value))


def _answers(fact: Fact, value: Hashable) -> Text:
    """Which of the questions about a fact are answered yes."""
    given = dict(zip(fact.words, value, strict=True))  # type: ignore[call-overload]
    holding = [words for words, truth in given.items() if truth == YES]
    if holding:
        return Text("；".join(words.zh for words in holding), "; ".join(words.en for words in holding))
    if len(given) > 1:
        return Text("以上都不是", "none of these")
    return Text("并非{it}", "not: {it}").fill(it=fact.words[0])


def decision_words(word: str) -> Text:
    return {
        "violated": Text("认定触及", "decided: it is caught by the clause"),
        "satisfied": Text("认定未触及", "decided: it is not caught"),
    }[word]


def message(lead: Text, evidence: tuple[Evidence, ...]) -> Text:
    """The finding in one sentence: what was found and the figure that decided."""
    figure = _figure(evidence)
    return Text(lead.zh + figure.zh, lead.en + figure.en) if figure else lead


def found_words(rule: Rule, outcome: str, because: tuple[str, ...]) -> Text:
    """What was found, and why it is not firm."""
    lead = _LEADS[rule.effect, outcome] if (rule.effect, outcome) in _LEADS else _LEADS["any", outcome]
    if not because:
        return lead
    zh = "、".join(_CAUSES[each].zh for each in because)
    return Text(f"{lead.zh}({zh})", f"{lead.en} ({', '.join(_CAUSES[each].en for each in because)})")


_LEADS = {
    ("any", "violated"): Text("触及禁止性规定", "the prohibition is violated"),
    ("any", "undetermined"): Text("不能判定,须人工认定", "cannot be decided here: a person must"),
    ("review", "undetermined"): Text("须人工认定", "a person must decide"),
    ("any", "unmet"): Text("有要求未落实", "a requirement is not met"),
    ("any", "awaiting"): Text("须另行核对", "to be checked with data that only the user has"),
    ("any", "open"): Text("待落实:项目未作说明", "still to be shown: the project does not say"),
    ("advise", "open"): Text("供参考:项目未作说明", "for advice: the project does not say"),
    ("advise", "unmet"): Text("与导向不一致,供参考", "does not follow the orientation; advice only"),
    ("any", "exempt"): Text("属于但书除外情形", "excused by the proviso"),
    ("any", "satisfied"): Text("未触及", "not touched"),
    ("any", "met"): Text("已落实(据申报)", "met, as declared"),
    ("any", "not_applicable"): Text("不涉及", "does not apply"),
}

_CAUSES = {
    "missing_attribute": Text("缺少项目信息", "a statement of the project is missing"),
    "interpretation": Text("用语须解释", "a term needs interpretation"),
    "coverage": Text("图层未覆盖", "the layer does not cover the site"),
    "accuracy": Text("距离在图层精度之内", "the distance is inside the accuracy of the map"),
    "incomplete_layer": Text("图层不完整", "the layer is not complete for this"),
    "missing_layer": Text("缺少图层", "the layer is missing"),
    "extent": Text("场地范围不明", "the extent of the site is not known"),
    "stale_layer": Text("图层已过有效期", "the layer is out of date"),
    "border": Text("临近或跨越辖区边界", "at or across the border of the jurisdiction"),
    "contradiction": Text("所据信息相互矛盾", "what is known contradicts itself"),
    "discretion": Text("条款保留裁量", "the clause leaves it to discretion"),
}


def _figure(evidence: tuple[Evidence, ...]) -> Text | None:
    """The first measured distance, against its limit."""
    for entry in evidence:
        if isinstance(entry, Measurement) and entry.distance_m is not None and entry.limit_m is not None:
            return Text(
                f":距{entry.feature} {entry.distance_m:.3f} m,限值 {entry.limit_m:g} m",
                f": {entry.distance_m:.3f} m from {entry.feature}, limit {entry.limit_m:g} m",
            )
    return None
