"""Which attribute does a column mean whose name was cut short? A dBASE table keeps ten bytes of each name.

A stump that only one attribute can have lost its end to is read as that attribute, and said so; of several, only those count
that some value of the column can be. One that still fits several, or was numbered because two stumps were alike, is refused:
only the user can know, and says so with `--map`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from zonecheck.errors import InputError, Problem
from zonecheck.projects import spelling
from zonecheck.projects.vocabulary import VOCABULARY, by_name, read
from zonecheck.results import AttributeProblem
from zonecheck.words import Text, listed

if TYPE_CHECKING:
    from typing import Any

    from zonecheck.projects.attribute import Attribute
    from zonecheck.projects.raw import RawFeatures, Remarks

_BYTES = 10
_NUMBERED = re.compile(r"(.+)_\d{1,2}")
_ENCODINGS = ("utf-8", "gb18030")


def meant(raw: RawFeatures, names: Mapping[str, str], remarks: Remarks) -> dict[str, Attribute]:
    """The attributes that cut names stand for, by name, each remarked. Raises InputError where that is not certain."""
    found: dict[str, Attribute] = {}
    problems = []
    for name in sorted(raw.cut_names.keys() - set(names.values())):
        keys = raw.cut_names[name]
        if len(keys) == 1 and not _NUMBERED.fullmatch(name):
            found[name] = VOCABULARY[keys[0]]
        elif keys:
            problems.append(Problem(raw.where, _UNCERTAIN.fill(name=name, keys=listed(keys), first=keys[0])))
    if problems:
        raise InputError(*problems)
    for row in range(len(raw) if found else 0):
        for name, attribute in found.items():
            remarks.note(row, _READ_AS.fill(name=name, key=attribute.key))
    return found


def candidates(cut_names: Iterable[str], properties: Sequence[Mapping[str, Any]]) -> dict[str, Sequence[str]]:
    """The attributes that each of these columns of a whole table may be; none for a name that is one as it stands."""
    return {name: () if by_name(name) else _fitting(name, properties) for name in cut_names}


def _fitting(name: str, properties: Sequence[Mapping[str, Any]]) -> Sequence[str]:
    """Those whose names begin so; of several, those that a value of the column can be."""
    keys = _beginning(name)
    if len(keys) < 2:
        return keys
    values = {str(value) for stated in properties if (value := stated.get(name)) is not None}
    return [key for key in keys if any(_can_be(key, value) for value in values)] or keys


def _can_be(key: str, value: str) -> bool:
    found = read(VOCABULARY[key], value)
    return found is not None and not isinstance(found, AttributeProblem)


def _beginning(name: str) -> list[str]:
    """The attributes one of whose names begins with this stump, in the order of the vocabulary."""
    numbered = _NUMBERED.fullmatch(name)
    stump = spelling.key(numbered[1] if numbered else name)
    return [
        key for key, attribute in VOCABULARY.items() if any(_fits(stump, full) for full in _names(attribute))
    ]


def _names(attribute: Attribute) -> tuple[str, ...]:
    return (attribute.key, attribute.label.zh, *attribute.names)


def _fits(stump: str, full: str) -> bool:
    whole = spelling.key(full)
    return whole.startswith(stump) and any(len(whole.encode(to)) > _BYTES for to in _ENCODINGS)


_UNCERTAIN = Text(
    "字段名“{name}”被截断为 10 个字节,可能是 {keys};请用 --map 指明,如 --map {first}={name}",
    "the name '{name}' was cut to ten bytes and may be {keys}; say which with --map, for example --map {first}={name}",
)
_READ_AS = Text(
    "字段“{name}”的名称被截断,按 {key} 读取", "the name of the column '{name}' was cut short; read as {key}"
)
