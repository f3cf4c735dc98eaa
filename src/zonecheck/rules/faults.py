"""Does a document fit a model, and if not, where and why, in words that a rule author understands?

All faults of form are found at once, each with its line. What the names in the document refer to is not asked
here.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from zonecheck.errors import Problem
from zonecheck.rules.scalars import shown
from zonecheck.words import Text
from zonecheck.yaml_text import Path, Value

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Misfit:
    """One fault of form: where it is as the author wrote it, and what is wrong."""

    path: Path
    text: Text
    missing: str | None = None  # the key that should be at `path`
    unknown: bool = False  # the last key of `path` has no place there


def fit(value: Value, model: type[Model], lines: Container[Path]) -> tuple[Model | None, list[Misfit]]:
    """The value as a `model`, or None and every fault of form in it. `lines`: the paths that were written."""
    blanks = list(_blanks(value, ()))
    misfits = [Misfit(path, _prefixed(path, _BLANK)) for path in blanks]
    try:
        fitted = model.model_validate(value)
    except ValidationError as errors:
        found = [_misfit(error, model, lines) for error in errors.errors()]
        return None, [*misfits, *(each for each in found if each.path not in blanks)]
    return (None if misfits else fitted), misfits


def _misfit(error: Mapping[str, Any], model: type[BaseModel], lines: Container[Path]) -> Misfit:
    path, key = _written(error["loc"], lines), str(error["loc"][-1]) if error["loc"] else ""
    match error["type"]:
        case "missing":
            return Misfit(path, _prefixed(path, _MISSING.fill(key=key)), missing=key)
        case "extra_forbidden":
            return Misfit(path, _prefixed(path, _unknown_key(key, model)), unknown=True)
    return Misfit(path, _prefixed(path, _fault(error)))


def in_order(problems: list[Problem]) -> list[Problem]:
    """Problems by file and line, each once."""
    return sorted(dict.fromkeys(problems), key=_place)


def _place(problem: Problem) -> tuple[str, int]:
    name, _, line = problem.where.rpartition(":")
    return (name, int(line)) if line.isdecimal() else (problem.where, 0)


def _blanks(value: Value, path: Path) -> Iterator[Path]:
    """Where a key or a list item was left without a value."""
    if value is None:
        yield path
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _blanks(part, (*path, key))
    elif isinstance(value, list):
        for position, part in enumerate(value):
            yield from _blanks(part, (*path, position))


def _written(location: tuple[str | int, ...], lines: Container[Path]) -> Path:
    """The place as the author wrote it: without the steps that a shorthand leaves out."""
    path: Path = ()
    for step in location:
        if (*path, step) in lines:
            path = (*path, step)
    return path


def _prefixed(path: Path, text: Text) -> Text:
    """The text behind the last key on the way, which says what it is about."""
    key = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
    return Text(f"{key}: {text.zh}", f"{key}: {text.en}") if key else text


def _fault(error: Mapping[str, Any]) -> Text:
    context = error.get("ctx", {})
    match error["type"]:
        case "fault":
            return Text(context["zh"], context["en"])
        case "literal_error":
            choices = context["expected"].replace("'", "").replace(" or ", ", ")
            return _EXPECTED.fill(
                what=Text(f" {choices} 之一", f"one of {choices}"), got=shown(error["input"])
            )
        case "too_short":
            return _TOO_FEW.fill(n=context["min_length"], got=context["actual_length"])
        case "too_long":
            return _TOO_MANY.fill(n=context["max_length"], got=len(error["input"]))
        case kind:
            what = _KINDS.get(kind, Text(error["msg"], error["msg"]))
            return _EXPECTED.fill(what=what, got=shown(error["input"]))


def _unknown_key(key: str, model: type[BaseModel]) -> Text:
    near = [each for each in get_close_matches(key, _keys(model)) if each != key]
    return _UNKNOWN_NEAR.fill(near=near[0]) if near else _UNKNOWN


def _keys(model: type[BaseModel]) -> list[str]:
    """Every key of the language that `model` belongs to: those of all models of its package."""
    package = model.__module__.rpartition(".")[0]
    beside = [each for each in _models(BaseModel) if each.__module__.startswith(f"{package}.")]
    return sorted({field.alias or name for each in beside for name, field in each.model_fields.items()})


def _models(kind: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for each in kind.__subclasses__():
        yield each
        yield from _models(each)


_EXPECTED = Text("应为{what}，实为{got}", "expected {what}, got {got}")
_BLANK = Text("没有填值；请填写或删除此键", "left without a value; give one or remove the key")
_MISSING = Text("缺少 {key}", "{key} is missing")
_UNKNOWN = Text("没有这个键", "there is no such key here")
_UNKNOWN_NEAR = Text("没有这个键；是否指 {near}？", "there is no such key here; did you mean {near}?")
_TOO_FEW = Text("至少应有 {n} 项，实为 {got} 项", "expected at least {n}, got {got}")
_TOO_MANY = Text("至多应有 {n} 项，实为 {got} 项", "expected at most {n}, got {got}")
_A_MAPPING = Text("键值表（键: 值）", "a mapping (key: value)")
_KINDS = {
    "string_type": Text("文字", "text"),
    "list_type": Text("列表", "a list"),
    "dict_type": _A_MAPPING,
    "model_type": _A_MAPPING,
    "model_attributes_type": _A_MAPPING,
}
