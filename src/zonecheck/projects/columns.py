"""What do these projects state? One column for each attribute of the vocabulary; each distinct value is read once.

A value that cannot be read is a problem of its row and missing. So is an attribute that goes by two names in one
project and says two different things.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from zonecheck.errors import InputError, Problem, UsageError
from zonecheck.projects import spelling
from zonecheck.projects.choices import UNREAD
from zonecheck.projects.cut_names import meant
from zonecheck.projects.industry import Codes, classification
from zonecheck.projects.quantities import quoted
from zonecheck.projects.raw import Remarks
from zonecheck.projects.table import MISSING, Column, distinct, encode
from zonecheck.projects.values import NOTHING, Stated, as_written
from zonecheck.projects.vocabulary import VOCABULARY, Attribute, by_name, read_in_full
from zonecheck.results import AttributeProblem
from zonecheck.words import Text

if TYPE_CHECKING:
    from zonecheck.projects.raw import RawFeatures


@dataclass(frozen=True, slots=True)
class _Source:
    """One attribute as it came: under which name, and its raw value in each row."""

    name: str
    raw: Sequence[Any]


def read_ids_and_days(raw: RawFeatures, names: Mapping[str, str]) -> tuple[Column, Column]:
    """Two of the attributes, for what must be known of a table as a whole. Raises as `read_columns`."""
    remarks = Remarks()
    sources = _sources(raw, names, meant(raw, names, remarks))
    identity, day = (_column(VOCABULARY[key], sources[key], len(raw), remarks) for key in ("id", "date"))
    return _or_feature_id(identity, raw, remarks), day


def read_columns(raw: RawFeatures, names: Mapping[str, str], remarks: Remarks) -> dict[str, Column]:
    """Every attribute of the vocabulary as a column. `names` gives the user's own name of an attribute, by its key.

    Raises UsageError if `names` has an unknown key, InputError if the file has no such name.
    """
    sources = _sources(raw, names, meant(raw, names, remarks))
    columns = {key: _column(VOCABULARY[key], sources[key], len(raw), remarks) for key in VOCABULARY}
    columns["id"] = _or_feature_id(columns["id"], raw, remarks)
    columns["facility"] = _or_unread(columns["facility"], remarks)
    columns["industry"] = _of_edition(columns["industry"], columns["industry_edition"], remarks)
    return columns


def _sources(
    raw: RawFeatures, names: Mapping[str, str], cut: Mapping[str, Attribute]
) -> dict[str, list[_Source]]:
    """For each attribute the names under which the file gives it; `cut` are those that lost their end."""
    present = raw.names
    found: dict[str, list[_Source]] = {key: [] for key in VOCABULARY}
    for key, name in names.items():
        _check_name(key, name, present, raw.where)
        found[key] = [_source(raw, name)]
    for name in present:
        attribute = None if name in names.values() else cut.get(name) or by_name(name)
        if attribute is not None and attribute.key not in names:
            found[attribute.key].append(_source(raw, name))
    return found


def _source(raw: RawFeatures, name: str) -> _Source:
    return _Source(name, [properties.get(name) for properties in raw.properties])


def _check_name(key: str, name: str, present: Iterable[str], source: str) -> None:
    if key not in VOCABULARY:
        near = spelling.nearest(key, VOCABULARY) or "industry"
        raise UsageError(Problem("--map", _NO_FIELD.fill(key=key, near=near)))
    if name not in present:
        raise InputError(Problem(source, _NO_NAME.fill(key=key, name=name)))


def _column(attribute: Attribute, sources: list[_Source], n: int, remarks: Remarks) -> Column:
    if not sources:
        return Column(np.full(n, MISSING, dtype=np.int32), ())
    if len(sources) == 1 and as_written(attribute, sources[0].raw):
        return encode(sources[0].raw)
    read = [_read_all(attribute, source.raw) for source in sources]
    if len(sources) == 1:
        stated = read[0]
    else:
        names = [source.name for source in sources]
        stated = [_agreed(attribute, names, row) for row in zip(*read, strict=True)]
    for row, each in enumerate(stated):
        if each.problems:
            remarks.problems.setdefault(row, []).extend(each.problems)
    return encode([each.value for each in stated])


def _read_all(attribute: Attribute, raw: Sequence[object]) -> list[Stated]:
    """Each distinct raw value is read once."""
    known: dict[Hashable, Stated] = {}
    found = []
    for value in raw:
        key = _identity(value)
        stated = known.get(key)
        if stated is None:
            stated = known[key] = read_in_full(attribute, value)
        found.append(stated)
    return found


def _identity(value: Any) -> Hashable:
    """What makes raw values the same: 1, 1.0 and true are three."""
    if isinstance(value, str):
        return value
    if isinstance(value, list | dict):
        return (list, json.dumps(value, sort_keys=True, default=str))
    return (value.__class__, value)


def _agreed(attribute: Attribute, names: Sequence[str], row: Sequence[Stated]) -> Stated:
    """One attribute under several names: the same value, or a contradiction."""
    problems = tuple(problem for stated in row for problem in stated.problems)
    if any(stated.value is None and stated.problems for stated in row):
        return Stated(None, problems)
    said = {name: stated for name, stated in zip(names, row, strict=True) if stated.value is not None}
    if not said:
        return NOTHING
    values = [stated.value for stated in said.values()]
    value = values[0] if attribute.kind == "name" else _one(values)
    if value is None:
        listed = ", ".join(f"{name}={quoted(_plain(stated.value))}" for name, stated in said.items())
        return Stated(None, (*problems, AttributeProblem(attribute.key, _CONTRADICTION.fill(values=listed))))
    return Stated(value, problems)


def _one(values: Sequence[Hashable]) -> Hashable | None:
    """The value that all of these mean, the finest of several industry codes; None if they differ."""
    finest = values[0]
    for value in values[1:]:
        if isinstance(value, Codes) and isinstance(finest, Codes):
            finer = next((a for a, b in ((finest, value), (value, finest)) if _refines(a, b)), None)
            if finer is None:
                return None
            finest = finer
        elif value != finest:
            return None
    return finest


def _refines(fine: Codes, coarse: Codes) -> bool:
    """Whether one statement says the same industries as another, or narrower ones inside each of them."""
    covers = classification().covers
    return all(any(covers(wide, code) for wide in coarse.codes) for code in fine.codes) and all(
        any(covers(wide, code) for code in fine.codes) for wide in coarse.codes
    )


def _plain(value: object) -> object:
    return value.text if isinstance(value, Codes) else value


def _or_feature_id(column: Column, raw: RawFeatures, remarks: Remarks) -> Column:
    """The id that GeoJSON gives the feature itself stands in where the attributes name none."""
    rows = [row for row in np.flatnonzero(column.missing).tolist() if raw.ids[row] is not None]
    if not rows:
        return column
    values = [column.at(row) for row in range(len(column))]
    for row in rows:
        stated = read_in_full(VOCABULARY["id"], raw.ids[row])
        values[row] = stated.value
        if stated.problems:
            remarks.problems.setdefault(row, []).extend(stated.problems)
    return encode(values)


def _or_unread(facility: Column, remarks: Remarks) -> Column:
    """A statement that cannot be read is kept apart from silence, which has a reading of its own."""
    unread = [row for row, found in remarks.problems.items() if any(p.attribute == "facility" for p in found)]
    if not unread:
        return facility
    codes = facility.codes.copy()
    codes[unread] = len(facility.values)
    return Column(codes, (*facility.values, UNREAD))


def _of_edition(industry: Column, edition: Column, remarks: Remarks) -> Column:
    """Codes that the stated edition does not have are a problem; a project with no other code states no industry."""
    rows, inverse = distinct([industry, edition])
    codes = industry.codes.copy()
    for combination, row in enumerate(rows.tolist()):
        stated, named = industry.at(row), edition.at(row)
        lacking = _lacking(stated, named) if stated and named else []
        for member in np.flatnonzero(inverse == combination).tolist() if lacking else []:
            problems = [
                AttributeProblem("industry", _EDITION.fill(code=code, edition=named)) for code in lacking
            ]
            remarks.problems.setdefault(member, []).extend(problems)
            if len(lacking) == len(stated.codes) - len(stated.unread):
                codes[member] = MISSING
    return Column(codes, industry.values)


def _lacking(stated: Codes, edition: Any) -> list[str]:
    tree = classification()
    return [code for code in stated.codes if code not in stated.unread and not tree.meanings(code, edition)]


_NO_FIELD = Text(
    "没有名为“{key}”的项目属性;是否为 {near}?", "there is no attribute '{key}'; did you mean {near}?"
)
_NO_NAME = Text(
    "文件中没有“{name}”一列(由 --map {key}={name} 指定)",
    "has no attribute '{name}', as --map {key}={name} says",
)
_CONTRADICTION = Text(
    "同一内容的几处填写不一致:{values};请改为一致",
    "is stated twice and differently: {values}; make them agree",
)
_EDITION = Text(
    "GB/T 4754-{edition} 没有代码 {code};请核对代码或行业分类版本",
    "GB/T 4754-{edition} has no code {code}; check the code or industry_edition",
)
