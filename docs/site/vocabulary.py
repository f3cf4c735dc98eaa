"""What can a project say, and what may stand in a rule pack? Two reference pages, from the vocabulary and from the schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from zonecheck.projects.attribute import Attribute
from zonecheck.projects.vocabulary import VOCABULARY
from zonecheck.rules.language import PackText
from zonecheck.rules.schema import json_schema
from zonecheck.words import Language, Text

ATTRIBUTES = Text("项目属性", "What a project says")
LANGUAGE = Text("规则语言", "The rule language")
_INTRO = Text(
    "键名中英文均可,大小写、全半角和空格不论;其他键原样保留。本页由程序生成。",
    "Keys may be English or Chinese, in any case and width; other keys are carried through. This page is made from the program.",
)
_HEAD = Text("| 键 | 也可写作 | 含义 | 取值 |", "| key | also | meaning | value |")
_KINDS = {
    "name": Text("文字", "text"),
    "text": Text("文字", "text"),
    "park": Text("园区名称;`none` 无", "a name; `none` for no park"),
    "date": Text("日期,如 2026-11-28", "a date, such as 2026-11-28"),
    "codes": Text("GB/T 4754 代码,可多个", "GB/T 4754 codes, several are possible"),
    "yes_no": Text("是 / 否", "yes / no"),
    "metres": Text("米", "metres"),
    "radius": Text("米,大于 0", "metres, more than 0"),
    "share": Text("0 至 1,或百分数", "0 to 1, or a percentage"),
    "number": Text("数", "a number"),
    "distances": Text(
        "列表:`{river, distance_m, baseline, source, accuracy_m}`",
        "a list of `{river, distance_m, baseline, source, accuracy_m}`",
    ),
}
_SCHEMA_INTRO = Text(
    "`pack.yaml` 各部分可写的键;编辑器用的 JSON Schema 由 `zonecheck rules schema` 输出。键的说明取自程序,为英文。"
    "怎样从条文写到经过检验的规则,见[编写规则](writing-rules.md)。",
    "The keys of each part of `pack.yaml`; `zonecheck rules schema` prints the JSON Schema for editors. How a clause becomes a "
    "tested rule: [writing rules](writing-rules.md).",
)
_KEYS = Text("| 键 | 取值 | 必填 | 说明 |", "| key | value | required | |")
_REQUIRED = Text("是", "yes")


def attributes(language: Language) -> str:
    rows = [_attribute(attribute, language) for attribute in VOCABULARY.values()]
    return "\n".join(
        [
            f"# {ATTRIBUTES(language)}",
            "",
            _INTRO(language),
            "",
            _HEAD(language),
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )


def _attribute(attribute: Attribute, language: Language) -> str:
    names = "、".join(dict.fromkeys([attribute.label.zh, *attribute.names]))
    choices = "<br>".join(f"`{choice.value}` {choice.label(language)}" for choice in attribute.choices)
    value = choices or _KINDS[attribute.kind](language)
    return f"| `{attribute.key}` | {names} | {attribute.label(language)} | {value} |"


def rule_language(language: Language) -> str:
    whole = json_schema(PackText, "pack.yaml")
    lines = [
        f"# {LANGUAGE(language)}",
        "",
        _SCHEMA_INTRO(language),
        "",
        "## pack.yaml",
        "",
        *_form(whole, language),
    ]
    for name, form in whole["$defs"].items():
        if _properties(form):
            lines += [f"## {name.removesuffix('Text')}", "", *_form(form, language)]
    return "\n".join(lines) + "\n"


def _properties(form: dict[str, Any]) -> dict[str, Any]:
    """The keys of a mapping, also where a value that is none may stand for it."""
    if "properties" in form:
        return dict(form["properties"])
    return next((dict(each["properties"]) for each in form.get("anyOf", ()) if "properties" in each), {})


def _form(form: dict[str, Any], language: Language) -> Iterator[str]:
    if form.get("description"):
        yield from (str(form["description"]).replace("\n", " "), "")
    yield from (_KEYS(language), "|---|---|---|---|")
    for key, value in _properties(form).items():
        needed = _REQUIRED(language) if key in form.get("required", ()) else ""
        told = str(value.get("description", "")).replace("\n", " ").replace("|", "\\|")
        yield f"| `{key}` | {_type(value)} | {needed} | {told} |"
    yield ""


def _type(value: dict[str, Any]) -> str:
    if "$ref" in value:
        name = value["$ref"].rpartition("/")[2].removesuffix("Text")
        return f"[{name}](#{name.lower()})"
    if "enum" in value:
        return ", ".join(f"`{each}`" for each in value["enum"])
    if "const" in value:
        return f"`{value['const']}`"
    if "anyOf" in value:
        return " / ".join(dict.fromkeys(_type(each) for each in value["anyOf"] if each.get("type") != "null"))
    if value.get("type") == "array":
        return f"[{_type(value.get('items', {}))}]".replace("[[", "[ [").replace(")]", ") ]")
    kind = value.get("type", "")
    return " / ".join(kind) if isinstance(kind, list) else str(kind)
