"""What does the project declare of its place, and does it agree with the map? Surveyed bank distances and parks.

A declaration settles what the map leaves open. Where map and declaration contradict each other, neither wins: the
answer is unknown. Everything that rests on a declaration is printed as declared.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from zonecheck.layers.selection import spelling
from zonecheck.predicates.chosen import Where
from zonecheck.predicates.space import Question, unless_stale
from zonecheck.predicates.zones import NONE, names_of, near, zone_of
from zonecheck.truth import NO, UNKNOWN, YES, Answers, Cause, answers, disjunction

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonecheck.layers.layer import Layer
    from zonecheck.predicates.table import Table
    from zonecheck.projects.vocabulary import BankDistance


def declared_distances(table: Table, question: Question) -> Answers:
    """The map's answer to a question of distance, settled or contradicted by the surveyed distances of the project."""
    mapped = table.measured(question)
    column = table.columns["bank_distances"]
    rows = np.flatnonzero(~column.missing)
    if not len(rows) or question.where.key != "name":
        return mapped
    stated = table.take(rows)
    rivers = [_one_river(stated, question, names) for names in question.where.values]
    return _replace(mapped, rows, disjunction(rivers))


def _one_river(table: Table, question: Question, names: tuple[str, ...]) -> Answers:
    """Map and declaration side by side for one river."""
    alone = replace(question, where=Where("name", (names,)))
    found = table.measured(alone)
    truth, because = found.truth.copy(), found.because.copy()
    for row in range(len(table)):
        alone_row = table.take(np.array([row]))
        settled = [
            _settle(alone_row, alone, each)
            for each in _of_river(table.columns["bank_distances"].at(row), names)
        ]
        said = {each for each in settled if each[0] != UNKNOWN or each[1]}
        if len(said) > 1:
            truth[row], because[row] = UNKNOWN, Cause.CONTRADICTION
        elif said:
            truth[row], because[row] = said.pop()
    return answers(truth, because)


def stated_distances(table: Table, row: int, question: Question) -> list[tuple[BankDistance, np.int8]]:
    """The surveyed distances of one project that bear on a question, each with what it answers."""
    if question.where.key != "name":
        return []
    stated = table.columns["bank_distances"].at(row) or ()
    alone = table.take(np.array([row]))
    return [
        (each, _settle(alone, replace(question, where=Where("name", (names,))), each)[0])
        for names in question.where.values
        for each in _of_river(stated, names)
    ]


def _of_river(stated: tuple[BankDistance, ...], names: tuple[str, ...]) -> list[BankDistance]:
    spellings = {spelling(name) for name in names}
    return [each for each in stated if spelling(each.river) in spellings and each.accuracy_m is not None]


def _settle(row: Table, question: Question, stated: BankDistance) -> tuple[np.int8, Cause]:
    """The declared distance decides by its own accuracy, unless the map firmly puts the bank elsewhere.

    Unknown without a cause where the declared distance is itself too close to the limit: then the map stands.
    """
    near_m, far_m = (
        stated.distance_m - (stated.accuracy_m or 0.0),
        stated.distance_m + (stated.accuracy_m or 0.0),
    )
    nearer = near_m > 0 and row.measured(replace(question, limit_m=near_m, strict=True)).truth[0] == YES
    farther = row.measured(replace(question, limit_m=far_m, strict=False)).truth[0] == NO
    if nearer or farther:
        return UNKNOWN, Cause.CONTRADICTION
    if (far_m < question.limit_m) if question.strict else (far_m <= question.limit_m):
        return YES, Cause(0)
    if (near_m >= question.limit_m) if question.strict else (near_m > question.limit_m):
        return NO, Cause(0)
    return UNKNOWN, Cause(0)


def declared_park(table: Table, question: Question) -> Answers:
    """Whether each project lies in one of the selected parks: by outline where there is one, else as declared."""
    register = table.space.layers.get(question.layer)
    if register is None:
        return table.measured(question)
    parks = selected_parks(register, question.where)
    each = [_one_park(table, question, register, position) for position in parks]
    found = disjunction([*each, _others(table, question, register)])
    return unless_stale(found, register, table.space.on[table.rows])


def selected_parks(register: Layer, where: Where) -> list[int]:
    """The named parks; a question that names none asks of every park."""
    wanted = {spelling(name) for group in where.values for name in group}
    if where.key != "name":
        return list(range(len(register)))
    return [
        position
        for position, properties in enumerate(register.properties)
        if wanted & {spelling(name) for name in names_of(properties)}
    ]


def _others(table: Table, question: Question, register: Layer) -> Answers:
    """A `no` for parks that the register may lack is only as firm as the register is whole."""
    survey = table.space.survey(question.layer, question.where)
    whole = survey is not None and survey.selection.complete
    named_none = table.columns["park"].spread(lambda name: zone_of(register, name) != -2, False, bool)
    firm_no = whole or (question.where.key != "name") & named_none
    truth = np.where(np.broadcast_to(firm_no, len(table)), NO, UNKNOWN).astype(np.int8)
    return answers(truth, Cause.INCOMPLETE_LAYER)


def _one_park(table: Table, question: Question, register: Layer, position: int) -> Answers:
    stated = _declaration(table, register, position)
    if register.geometry[position] is None:
        return stated
    mapped = table.measured(
        replace(question, where=Where("name", (names_of(register.properties[position]),)))
    )
    against = (mapped.truth != UNKNOWN) & (stated.truth != UNKNOWN) & (mapped.truth != stated.truth)
    truth = np.where(against, UNKNOWN, mapped.truth)
    return answers(truth, np.where(against, np.uint16(Cause.CONTRADICTION), mapped.because))


def _declaration(table: Table, register: Layer, position: int) -> Answers:
    """Whether the declared park is this one; a declared `none` beside the park is not believed."""
    column = table.columns["park"]
    asked = ("means", register.entry.id, position)
    meant = [
        table.space.once(asked, name, partial(_means, register, position, str(name)))
        for name in column.values
    ]
    meant.append((UNKNOWN, Cause.MISSING_ATTRIBUTE))  # the last is reached as MISSING
    truth = np.array([each for each, _ in meant], dtype=np.int8)[column.codes]
    because = np.array([cause for _, cause in meant], dtype=np.uint16)[column.codes]
    beside = (column.spread(lambda name: name == NONE, False, bool)) & near(
        table, register.properties[position]
    )
    truth = np.where(beside, UNKNOWN, truth)
    return answers(truth, np.where(beside, np.uint16(Cause.INCOMPLETE_LAYER), because))


def _means(register: Layer, position: int, name: str) -> tuple[np.int8, Cause]:
    """A park that may be another name of this one, or that this one is part of, leaves the question open."""
    home = zone_of(register, name)
    properties = register.properties[position]
    if home == position:
        return YES, Cause(0)
    if spelling(name) in {spelling(other) for other in properties.get("possibly", ())}:
        return UNKNOWN, Cause.INTERPRETATION
    if home == -2:
        return UNKNOWN, Cause.MISSING_ATTRIBUTE
    if home >= 0 and properties.get("part_of") in names_of(register.properties[home]):
        return UNKNOWN, Cause.MISSING_ATTRIBUTE
    return NO, Cause(0)


def _replace(column: Answers, rows: NDArray[np.intp], part: Answers) -> Answers:
    truth, because = column.truth.copy(), column.because.copy()
    truth[rows], because[rows] = part.truth, part.because
    return answers(truth, because)
