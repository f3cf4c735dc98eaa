"""What does a value in a rule mean for the attribute it is compared with?

The vocabulary of projects says which attributes there are and which values they take; a rule must use both
exactly, in the canonical spelling. Projects are read leniently, rules are not.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from zonecheck.projects.attribute import Attribute, Kind
from zonecheck.projects.vocabulary import VOCABULARY
from zonecheck.rules import scalars
from zonecheck.rules.language import PackText, RuleText
from zonecheck.rules.questions import AttributeText, Comparison, Path, ZoneText
from zonecheck.rules.references import LIMITS, references
from zonecheck.words import Text

Value = str | bool | float

_FIGURES: tuple[Kind, ...] = ("number", "share", "metres", "radius")
_BY_OWN_PREDICATE = {"nature": "nature", "industry": "industry", "bank_distances": "within"}
_COMPARATORS: dict[str, tuple[Kind, ...]] = {
    "is_": ("yes_no", "choice", "text", "park", "name"),
    "in_": ("choice", "text", "park"),
    "older_than_years": ("date",),
    **dict.fromkeys(LIMITS, _FIGURES),
}


def typed(name: str, word: str) -> Value:
    """The value that `word` means for the attribute `name`."""
    return scalars.yes_or_no(word) if VOCABULARY[name].kind == "yes_no" else word


def typed_for_zone(word: str) -> Value:
    """What `word` means in the register, which has no vocabulary: yes and no, a number, or text."""
    if word in ("yes", "no", "true", "false"):
        return scalars.yes_or_no(word)
    return float(word) if scalars.NUMBER.fullmatch(word) else word


def unsuited(name: str, *kinds: Kind) -> Text | None:
    """Why `name` is no attribute, or none of these kinds; None where it is."""
    attribute = VOCABULARY.get(name)
    if attribute is None:
        near = get_close_matches(name, list(VOCABULARY))
        return (_NO_SUCH_NEAR if near else _NO_SUCH).fill(name=name, near=near[0] if near else "")
    if kinds and attribute.kind not in kinds:
        wanted = Text(
            "、".join(_KINDS[kind].zh for kind in kinds), " or ".join(_KINDS[kind].en for kind in kinds)
        )
        return _WRONG_KIND.fill(name=name, wanted=wanted)
    return None


def unreadable_values(_: PackText, rule: RuleText, path: Path) -> Iterator[tuple[Path, Text]]:
    """Comparisons in a rule that cannot come out, with the place of each."""
    for place, question in rule.questions(path):
        if question.attribute and question.attribute.name in VOCABULARY:
            for key, text in _comparison(question.attribute):
                yield (*place, "attribute", key), text
        if question.zone and not _suits_register(question.zone):
            key = question.zone.given
            yield (*place, "zone", key), _OF_REGISTER.fill(field=question.zone.field, comparator=key)
    for each in references(rule, path):
        if each.path[-1] == "project" and each.name in VOCABULARY:
            unfit = unsuited(each.name, *_FIGURES)
            if unfit:
                yield each.path, unfit


def _comparison(text: AttributeText) -> Iterator[tuple[str, Text]]:
    attribute = VOCABULARY[text.name]
    if own := _BY_OWN_PREDICATE.get(text.name):
        yield "name", _OWN_PREDICATE.fill(name=text.name, predicate=own)
    elif attribute.kind not in _COMPARATORS[text.given]:
        yield text.given.rstrip("_"), _CANNOT_COMPARE.fill(name=text.name, comparator=text.given.rstrip("_"))
    else:
        for word in _words(text):
            if fault := _unreadable(attribute, word):
                yield text.given.rstrip("_"), fault


def _suits_register(text: ZoneText) -> bool:
    """By a word, by words, or by a number: nothing else is compared with what a register holds."""
    return text.given in ("is_", "in_") or (
        text.given in LIMITS and getattr(text, text.given).number is not None
    )


def _words(text: Comparison) -> list[str]:
    return [text.is_] if text.is_ is not None else text.in_ or []


def _unreadable(attribute: Attribute, word: str) -> Text | None:
    values = {"yes_no": ["yes", "no"], "choice": [each.value for each in attribute.choices]}.get(
        attribute.kind
    )
    if values is None or word in values:
        return None
    return _NO_VALUE.fill(name=attribute.key, value=word, values=", ".join(values))


_NO_SUCH = Text("项目属性中没有 {name}", "projects have no attribute {name}")
_NO_SUCH_NEAR = Text(
    "项目属性中没有 {name}；是否指 {near}？", "projects have no attribute {name}; did you mean {near}?"
)
_WRONG_KIND = Text("{name} 不适用于此；此处应为{wanted}", "{name} does not fit here; expected {wanted}")
_OWN_PREDICATE = Text("{name} 请用谓词 {predicate} 提问", "ask about {name} with the predicate {predicate}")
_CANNOT_COMPARE = Text("{name} 不能用 {comparator} 比较", "{name} cannot be compared with {comparator}")
_OF_REGISTER = Text(
    "园区登记项 {field} 不能这样用 {comparator} 比较；可用 is、in,或与一个数值比较",
    "{field} of the register cannot be compared so with {comparator}; use is or in, or compare it with a number",
)
_NO_VALUE = Text("{name} 没有取值 {value}；可为：{values}", "{name} is never {value}; it is one of {values}")
_KINDS: dict[Kind, Text] = {
    "yes_no": Text("是/否类属性", "a yes/no attribute"),
    "number": Text("数值", "a number"),
    "share": Text("比例", "a share"),
    "metres": Text("以米计的数值", "a figure in metres"),
    "radius": Text("以米计的数值", "a figure in metres"),
}
