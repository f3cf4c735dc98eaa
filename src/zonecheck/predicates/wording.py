"""How is a comparison, or a field of the park register, put into words? No answer is given here."""

from __future__ import annotations

from collections.abc import Mapping

from zonecheck.projects.vocabulary import VOCABULARY
from zonecheck.words import Text, same

_PHRASES = {
    "is": Text("为{value}", "is {value}"),
    "in": Text("属于{value}", "is one of {value}"),
    "at_least": Text("不低于{value}", "is at least {value}"),
    "at_most": Text("不超过{value}", "is at most {value}"),
    "more_than": Text("超过{value}", "is more than {value}"),
    "less_than": Text("低于{value}", "is less than {value}"),
    "older_than_years": Text("距今超过{value}年", "is older than {value} years"),
}

_FIELDS: Mapping[str, Text] = {
    "recognised": Text("化工园区认定", "recognition as a chemical park"),
    "resource_ceiling": Text("资源利用上线是否守住", "keeping of the resource ceiling"),
    "quality_baseline": Text("环境质量底线是否守住", "keeping of the environmental quality base line"),
    "negative_list": Text("产业准入负面清单", "negative list"),
    "plan_list": Text("规划环评不准入行业清单", "list of industries excluded by its plan assessment"),
    "plan_industries": Text("规划产业清单", "list of industries its plan was approved for"),
    "orientation": Text("产业导向清单", "list of industries it is meant for"),
    "min_floor_area_ratio": Text("容积率下限", "lowest floor area ratio"),
    "min_building_coefficient": Text("建筑系数下限", "lowest building coefficient"),
}


def field_words(field: str) -> Text:
    """A field of the park register; one that only a user's own rules know stands for itself."""
    if field in VOCABULARY:
        return VOCABULARY[field].label
    return _FIELDS.get(field, same(field))


def comparison_words(comparator: str, value: object, attribute: str = "") -> Text:
    """The comparison as a person would put it; the values of an attribute by their labels."""
    return _PHRASES[comparator].fill(value=_shown(value, attribute))


def _shown(value: object, attribute: str) -> Text:
    match value:
        case Text():
            return value
        case bool():
            return Text("“是”", "yes") if value else Text("“否”", "no")
        case tuple() | frozenset():
            each = [_shown(one, attribute) for one in value]
            return Text("、".join(one.zh for one in each), ", ".join(one.en for one in each))
        case float():
            return same(f"{value:g}")
        case _:
            return _label(str(value), attribute)


def _label(value: str, attribute: str) -> Text:
    choices = VOCABULARY[attribute].choices if attribute in VOCABULARY else ()
    return next((choice.label for choice in choices if choice.value == value), same(value))
