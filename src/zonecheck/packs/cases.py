"""Do the cases of a pack come out as its author says? And which outcomes does no case show?

The engine is handed in: this file reads cases, builds their projects and layers, and compares.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, get_args

from zonecheck import yaml_text
from zonecheck.errors import PackError, Problem
from zonecheck.layers.selection import select
from zonecheck.packs import case_layers
from zonecheck.packs.case_text import CasesText, CaseText, PlaceText
from zonecheck.packs.draft import CASES, Draft
from zonecheck.packs.placing import beside
from zonecheck.predicates.logic import All
from zonecheck.projects.build import build
from zonecheck.projects.raw import in_memory
from zonecheck.results import Outcome
from zonecheck.rules.faults import fit
from zonecheck.truth import YES
from zonecheck.words import Text

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from zonecheck.layers.layer import Layer
    from zonecheck.projects.table import Projects
    from zonecheck.results import ProjectResult
    from zonecheck.rules.rule import Pack, Rule

Check = Callable[["Projects", "Pack", Mapping[str, "Layer"], date], "ProjectResult"]
"""One project, one pack, the layers, the day; the result with every outcome, those that do not apply among them."""

FIRES: tuple[Outcome, ...] = ("violated", "undetermined", "unmet")
_BY_EFFECT: Mapping[str, tuple[Outcome, ...]] = {
    "prohibit": ("violated", "undetermined", "satisfied"),
    "review": ("undetermined", "satisfied"),
    "require": ("met", "unmet", "open"),
    "advise": ("met", "unmet", "open"),
}


@dataclass(frozen=True, slots=True)
class Case:
    """One case and the line on which it stands, as `file:line`."""

    where: str
    text: CaseText


@dataclass(frozen=True, slots=True)
class Run:
    """How the cases of one pack came out."""

    passed: int
    differences: tuple[Problem, ...]
    uncovered: tuple[tuple[str, Outcome], ...]  # rule and outcome that no case shows

    @property
    def sound(self) -> bool:
        return not self.differences and not self.uncovered


def read(written: Draft) -> list[Case]:
    """The cases of a pack. Raises `PackError` with every fault of form, and of rules that are not in the pack."""
    name = f"{written.name}/{CASES}"
    if CASES not in written.files:
        raise PackError(Problem(name, _NO_CASES))
    document = yaml_text.load(written.files[CASES], name, PackError)
    text, misfits = fit(document.value, CasesText, document.lines)
    problems = [document.problem(misfit.path, misfit.text) for misfit in misfits]
    if text is None:
        raise PackError(*problems)
    cases = [Case(f"{name}:{document.line((row,))}", each) for row, each in enumerate(text.root)]
    strange = [
        document.problem((row, "expect", rule), _NO_RULE.fill(rule=rule))
        for row, case in enumerate(text.root)
        for rule in case.expect.outcomes
        if written.text and rule not in {each.id for each in written.text.rules}
    ]
    if strange:
        raise PackError(*strange)
    return cases


def run_cases(pack: Pack, cases: Sequence[Case], check: Check, layers: Mapping[str, Layer]) -> Run:
    """Judge every case and compare. `layers` are those that cases start from."""
    differences: list[Problem] = []
    passed = 0
    for case in cases:
        found = list(_differences(pack, case, check, layers))
        differences += found
        passed += not found
    return Run(passed, tuple(differences), tuple(_uncovered(pack, cases)))


def _differences(pack: Pack, case: Case, check: Check, layers: Mapping[str, Layer]) -> Iterator[Problem]:
    held = case_layers.changed(layers, case.text.layers)
    site = _site(case.text, held)
    if site is None:
        yield Problem(case.where, _NOWHERE.fill(name=case.text.name))
        return
    projects = build(in_memory([site], [case.text.project.properties], case.where))
    result = check(projects, pack, held, case.text.on)
    outcomes = {finding.rule.rpartition("/")[2]: finding.outcome for finding in result.findings}
    for text in _compare(pack, case.text, outcomes, result):
        yield Problem(case.where, Text(f"{case.text.name}：{text.zh}", f"{case.text.name}: {text.en}"))


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


def _compare(
    pack: Pack, case: CaseText, outcomes: Mapping[str, Outcome], result: ProjectResult
) -> Iterator[Text]:
    for problem in result.errors:
        yield _UNREADABLE.fill(attribute=problem.attribute or "", problem=problem.text)
    if case.expect.verdict and result.verdict != case.expect.verdict:
        yield _DIFFERS.fill(what="verdict", wanted=case.expect.verdict, got=result.verdict)
    for rule, wanted in case.expect.outcomes.items():
        got = outcomes.get(rule, "not_applicable")
        if got != wanted:
            yield _DIFFERS.fill(what=rule, wanted=wanted, got=got)
    for rule, got in outcomes.items():
        if got in FIRES and rule not in case.expect.outcomes and _holds(pack, rule):
            yield _UNEXPECTED.fill(rule=rule, got=got)


def _holds(pack: Pack, rule: str) -> bool:
    return any(each.id == f"{pack.id}/{rule}" for each in pack.rules)


def _uncovered(pack: Pack, cases: Sequence[Case]) -> Iterator[tuple[str, Outcome]]:
    shown = {pair for case in cases for pair in case.text.expect.outcomes.items()}
    for rule in pack.rules:
        name = rule.id.rpartition("/")[2]
        for outcome in possible(rule):
            if (name, outcome) not in shown:
                yield name, outcome


def possible(rule: Rule) -> tuple[Outcome, ...]:
    """The outcomes that a rule can have, in the order of the contract, section 3."""
    always = isinstance(rule.applies_to, All) and not rule.applies_to.parts
    found: set[Outcome] = {*_BY_EFFECT[rule.effect]}
    found |= set() if always else {"not_applicable"}
    found |= {"exempt"} if rule.unless else set()
    found -= {"undetermined"} if rule.effect == "prohibit" and _left_to_the_user(rule) else set()
    return tuple(outcome for outcome in get_args(Outcome) if outcome in found)


def _left_to_the_user(rule: Rule) -> bool:
    """A rule that asks for nothing but what it needs is open where that is missing, never undetermined."""
    return all(part.reads | part.layers <= rule.needs for part in rule.parts)


_NO_CASES = Text(
    "没有 cases.yaml；规则包须附用例",
    "there is no cases.yaml; a pack comes with cases that show how it works",
)
_NO_RULE = Text("本规则包没有规则 {rule}", "there is no rule {rule} in this pack")
_NOWHERE = Text(
    "{name}：找不到符合 at 的位置；请核对 from、reach，或用 near 指明河段",
    "{name}: no site fits `at`; check from and reach, or name a stretch with near",
)
_UNREADABLE = Text("属性 {attribute} 无法读取：{problem}", "attribute {attribute} cannot be read: {problem}")
_DIFFERS = Text("{what} 应为 {wanted}，实为 {got}", "{what}: expected {wanted}, got {got}")
_UNEXPECTED = Text(
    "规则 {rule} 得出 {got}，用例未写明", "the rule {rule} came out as {got}, which the case does not expect"
)
