"""How are many cases judged at once? As sheets: cases that share their layers become one table of projects.

The engine is handed in. A sheet is laid out once, its sites placed and measured once, and can then be judged by any
version of the pack.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from zonecheck.errors import Problem
from zonecheck.layers.selection import select
from zonecheck.packs import case_layers
from zonecheck.packs.placing import beside
from zonecheck.projects.build import build
from zonecheck.projects.raw import in_memory
from zonecheck.truth import YES
from zonecheck.words import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from zonecheck.layers.layer import Layer
    from zonecheck.packs.case_text import CaseText, PlaceText
    from zonecheck.projects.table import Projects
    from zonecheck.results import Outcome, Verdict
    from zonecheck.rules.rule import Pack


class Judgement(Protocol):
    """By rule (`pack/rule`) the outcome for each project, and the verdict for each."""

    @property
    def outcomes(self) -> Mapping[str, Sequence[Outcome]]: ...

    @property
    def verdicts(self) -> Sequence[Verdict]: ...


class Bench(Protocol):
    """Projects that were laid out, ready to be judged by any version of a pack."""

    def judge(self, pack: Pack, rows: Sequence[int]) -> Judgement: ...


LayOut = Callable[["Projects", Mapping[str, "Layer"], "NDArray[np.datetime64]"], Bench]
"""Projects, the layers around them and the day of each; the engine's part."""


@dataclass(frozen=True, slots=True)
class Case:
    """One case and the line on which it stands, as `file:line`."""

    where: str
    text: CaseText


@dataclass(frozen=True, eq=False)
class Sheet:
    """Cases that share their layers; row by row a project of the bench."""

    cases: Sequence[Case]
    projects: Projects
    bench: Bench

    @property
    def rows(self) -> list[int]:
        return list(range(len(self.cases)))


def laid(
    cases: Sequence[Case], lay_out: LayOut, layers: Mapping[str, Layer]
) -> tuple[list[Sheet], list[Problem]]:
    """The cases as sheets, the longest first, and those whose place was not found."""
    groups: dict[str, list[Case]] = {}
    for case in cases:
        shared = ",".join(f"{key}:{text.model_dump_json()}" for key, text in sorted(case.text.layers.items()))
        groups.setdefault(shared, []).append(case)
    sheets, lost = [], []
    for group in groups.values():
        held = case_layers.changed(layers, group[0].text.layers)
        placed = [(case, _site(case.text, held)) for case in group]
        lost += [
            Problem(case.where, _NOWHERE.fill(name=case.text.name)) for case, site in placed if site is None
        ]
        found = [(case, site) for case, site in placed if site is not None]
        if found:
            sheets.append(_sheet(found, lay_out, held))
    return sorted(sheets, key=lambda sheet: -len(sheet.cases)), lost


def _sheet(
    placed: Sequence[tuple[Case, BaseGeometry]], lay_out: LayOut, layers: Mapping[str, Layer]
) -> Sheet:
    cases = [case for case, _ in placed]
    stated = [case.text.project.properties for case in cases]
    projects = build(in_memory([site for _, site in placed], stated))
    days = np.array([case.text.on for case in cases], dtype="datetime64[D]")
    return Sheet(cases, projects, lay_out(projects, layers, days))


def _site(case: CaseText, layers: Mapping[str, Layer]) -> BaseGeometry | None:
    if case.project.geometry:
        return case_layers.geometry(case.project.geometry)
    place = case.project.at
    layer = layers.get(place.layer) if place else None
    features = _features(layer, place) if layer and place else []
    return beside(features, place.distance_m, place.near) if place and features else None


def _features(layer: Layer, place: PlaceText) -> list[BaseGeometry]:
    """The drawn features of that name, and reach where one is given."""
    member = select(layer, "name", ((place.from_,),)).member
    return [
        layer.geometry[row]
        for row in range(len(layer))
        if member[row] == YES
        and layer.geometry[row] is not None
        and place.reach in (None, layer.properties[row].get("reach"))
    ]


_NOWHERE = Text(
    "{name}：找不到符合 at 的位置；请核对 from、reach，或用 near 指明河段",
    "{name}: no site fits `at`; check from and reach, or name a stretch with near",
)
