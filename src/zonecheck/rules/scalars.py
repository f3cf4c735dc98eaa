"""How does the text of a scalar become a number, a date, a code, an id?

A YAML file is read as text (`yaml_text`); these are the only ways in which text turns into anything else in a
pack. Nothing is coerced: what does not read exactly as it should is a fault that says what would be right.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from zonecheck.words import Text, same

NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]{1,9})?")
_YES_NO = {"yes": True, "true": True, "no": False, "false": False}
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FIRST_DAY, _LAST_DAY = date(1949, 10, 1), date(2100, 1, 1)


def fault(text: Text) -> PydanticCustomError:
    """A fault in our own words, to be raised inside a model."""
    return PydanticCustomError("fault", "{en}", {"zh": text.zh, "en": text.en})


def expected(what: Text, value: object) -> PydanticCustomError:
    """`expected ..., got ...`."""
    return fault(_EXPECTED.fill(what=what, got=shown(value)))


def shown(value: object) -> Text:
    """A value as a message shows it: quoted and cut short if text, by its kind if not."""
    if isinstance(value, str):
        return same(f"'{value}'" if len(value) <= 60 else f"'{value[:57]}...'")
    return _KINDS.get(type(value), same(str(value)))


def number(value: object) -> float:
    """A plain decimal number above 0, such as 1000 or 0.8; no exponent, no unit, no sign."""
    if isinstance(value, str) and NUMBER.fullmatch(value) and float(value) > 0:
        return float(value)
    raise expected(_ABOVE_ZERO, value)


def number_from_zero(value: object) -> float:
    """A plain decimal number, 0 included."""
    if isinstance(value, str) and NUMBER.fullmatch(value):
        return float(value)
    raise expected(_ZERO_OR_ABOVE, value)


def coordinate(value: object) -> float:
    """A plain decimal number of either sign."""
    if isinstance(value, str) and NUMBER.fullmatch(value.removeprefix("-")):
        return float(value)
    raise expected(_ANUMBER, value)


def day(value: object) -> date:
    """A day as YYYY-MM-DD within the years in which there can be law of this kind."""
    try:
        found = date.fromisoformat(value) if isinstance(value, str) and _DATE.fullmatch(value) else None
    except ValueError:
        found = None
    if found is None or not _FIRST_DAY <= found <= _LAST_DAY:
        raise expected(_A_DAY, value)
    return found


def yes_or_no(value: object) -> bool:
    """`yes`, `no`, `true` or `false`."""
    found = _YES_NO.get(value) if isinstance(value, str) else None
    if found is None:
        raise expected(same("yes / no"), value)
    return found


def prose(value: object) -> str:
    """Text with something in it; spaces around it are dropped."""
    if isinstance(value, str) and value.strip():
        return value.strip()
    raise expected(_SOME_TEXT, value)


def pattern(regex: str, what: Text) -> Callable[[object], str]:
    """Text that matches `regex` as a whole."""
    compiled = re.compile(regex)

    def read(value: object) -> str:
        if isinstance(value, str) and compiled.fullmatch(value):
            return value
        raise expected(what, value)

    return read


def _text(regex: str, what: Text) -> Any:
    schema = {"type": "string", "pattern": f"^{regex}$", "description": what.en}
    return (BeforeValidator(pattern(regex, what)), WithJsonSchema(schema))


_EXPECTED = Text("应为{what}，实为{got}", "expected {what}, got {got}")
_ABOVE_ZERO = Text("大于 0 的数", "a number above 0")
_ZERO_OR_ABOVE = Text("0 或大于 0 的数", "a number of 0 or above")
_ANUMBER = Text("数", "a number")
_A_DAY = Text(
    "1949-10-01 至 2100-01-01 之间的日期（YYYY-MM-DD）", "a day as YYYY-MM-DD between 1949 and 2100"
)
_SOME_TEXT = Text("文字", "some text")
_KINDS = {
    type(None): Text("空值", "nothing"),
    list: Text("列表", "a list"),
    dict: Text("键值表", "a mapping"),
}

_ID = r"[a-z0-9][a-z0-9-]{0,63}"
_KEY = r"[a-z][a-z0-9_]{0,63}"
_LAYER = r"[a-z][a-z0-9_-]{0,63}"
_ID_WORDS = Text("由小写字母、数字和连字符组成的标识", "an id of a-z, 0-9 and -")
_KEY_WORDS = Text("由小写字母、数字和下划线组成的名称", "a name of a-z, 0-9 and _")
_LAYER_WORDS = Text("图层标识（不是文件路径）", "the id of a layer, not a path")
_NEED_WORDS = Text("图层标识、zone.字段 或项目属性", "a layer id, zone.FIELD or a project attribute")
_RULE_WORDS = Text("规则标识 规则包/规则", "a rule id as pack/rule")
_CODE_WORDS = Text("二至四位行业代码", "an industry code of two to four digits")
_CODE = BeforeValidator(pattern(r"[0-9]{2,4}", _CODE_WORDS))

Id = Annotated[str, *_text(_ID, _ID_WORDS)]
Key = Annotated[str, *_text(_KEY, _KEY_WORDS)]
LayerId = Annotated[str, *_text(_LAYER, _LAYER_WORDS)]
Need = Annotated[str, *_text(rf"(zone\.)?{_LAYER}", _NEED_WORDS)]
RuleId = Annotated[str, *_text(f"{_ID}/{_ID}", _RULE_WORDS)]
Code = Annotated[str, _CODE, WithJsonSchema({"type": ["string", "integer"]})]
Prose = Annotated[str, BeforeValidator(prose), WithJsonSchema({"type": "string", "minLength": 1})]
Word = Annotated[str, BeforeValidator(prose), WithJsonSchema({"type": ["string", "number", "boolean"]})]
Number = Annotated[float, BeforeValidator(number), WithJsonSchema({"type": "number", "exclusiveMinimum": 0})]
Metres = Annotated[float, BeforeValidator(number_from_zero), WithJsonSchema({"type": "number", "minimum": 0})]
Coordinate = Annotated[float, BeforeValidator(coordinate), WithJsonSchema({"type": "number"})]
Day = Annotated[date, BeforeValidator(day), WithJsonSchema({"type": "string", "format": "date"})]
YesNo = Annotated[bool, BeforeValidator(yes_or_no), WithJsonSchema({"type": ["boolean", "string"]})]
