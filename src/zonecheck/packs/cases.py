"""Do the cases of a pack come out as its author says? And which outcomes does no case show?

The engine is handed in: this file reads cases, has them judged and compares.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from zonecheck import yaml_text
from zonecheck.errors import PackError, Problem
from zonecheck.packs.case_text import CasesText, CaseText
from zonecheck.packs.draft import CASES, Draft
from zonecheck.packs.sheets import Case, LayOut, Sheet, laid
from zonecheck.predicates.logic import All
from zonecheck.results import Outcome
from zonecheck.rules.faults import fit
from zonecheck.words import Text

if TYPE_CHECKING:
    from zonecheck.layers.layer import Layer
    from zonecheck.results import Verdict
    from zonecheck.rules.rule import Pack, Rule
    from zonecheck.yaml_text import Document, Path

FIRES: tuple[Outcome, ...] = ("violated", "undetermined", "unmet")
_BY_EFFECT: Mapping[str, tuple[Outcome, ...]] = {
    "prohibit": ("violated", "undetermined", "satisfied"),
    "review": ("undetermined", "satisfied"),
    "require": ("met", "unmet", "open"),
    "advise": ("met", "unmet", "open"),
}


@dataclass(frozen=True, slots=True)
class Run:
    """How the cases of one pack came out."""

    passed: int
    differences: tuple[Problem, ...]
    uncovered: tuple[tuple[str, Outcome], ...]  # rule and outcome that no case shows
    sheets: tuple[Sheet, ...] = ()  # the cases as they were laid out, to be judged again

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
    problems += [document.problem(path, _NO_RULE.fill(rule=path[-1])) for path in _strange(document, written)]
    if text is None or problems:
        raise PackError(*problems)
    return [Case(f"{name}:{document.line((row,))}", each) for row, each in enumerate(text.root)]


def _strange(document: Document, written: Draft) -> Iterator[Path]:
    """Where a case expects something of a rule that the pack does not have; asked of faulty cases too."""
    if written.mended is None or any(place[2:] == ("id",) for place in written.mended.places):
        return
    rules = {"verdict", *(rule.id for rule in written.mended.text.rules)}
    for row, case in enumerate(document.value if isinstance(document.value, list) else ()):
        expect = case.get("expect") if isinstance(case, dict) else None
        for name in expect if isinstance(expect, dict) else ():
            if name not in rules:
                yield (row, "expect", name)


def run_cases(pack: Pack, cases: Sequence[Case], lay_out: LayOut, layers: Mapping[str, Layer]) -> Run:
    """Judge every case and compare. `layers` are those that cases start from."""
    sheets, differences = laid(cases, lay_out, layers)
    for sheet in sheets:
        differences += _differences(pack, sheet)
    failed = {problem.where for problem in differences}
    order = {case.where: row for row, case in enumerate(cases)}
    differences.sort(key=lambda problem: order[problem.where])
    return Run(len(cases) - len(failed), tuple(differences), tuple(_uncovered(pack, cases)), tuple(sheets))


def _differences(pack: Pack, sheet: Sheet) -> Iterator[Problem]:
    judged = sheet.bench.judge(pack, sheet.rows)
    for row, case in enumerate(sheet.cases):
        outcomes = {rule.rpartition("/")[2]: found[row] for rule, found in judged.outcomes.items()}
        for text in (*_unreadable(sheet, row), *_compare(case.text, outcomes, judged.verdicts[row])):
            yield Problem(case.where, Text(f"{case.text.name}：{text.zh}", f"{case.text.name}: {text.en}"))


def _unreadable(sheet: Sheet, row: int) -> Iterator[Text]:
    for problem in sheet.projects.problems.get(row, ()):
        yield _UNREADABLE.fill(attribute=problem.attribute or "", problem=problem.text)


def _compare(case: CaseText, outcomes: Mapping[str, Outcome], verdict: Verdict) -> Iterator[Text]:
    if case.expect.verdict and verdict != case.expect.verdict:
        yield _DIFFERS.fill(what="verdict", wanted=case.expect.verdict, got=verdict)
    for rule, got in outcomes.items():
        if agrees(case, rule, got):
            continue
        wanted = case.expect.outcomes.get(rule)
        yield (
            _DIFFERS.fill(what=rule, wanted=wanted, got=got)
            if wanted
            else _UNEXPECTED.fill(rule=rule, got=got)
        )


def agrees(case: CaseText, rule: str, got: Outcome) -> bool:
    """Whether an outcome is as the case says; a rule of which it says nothing must not fire."""
    wanted = case.expect.outcomes.get(rule)
    return got == wanted if wanted else got not in FIRES


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
_UNREADABLE = Text("属性 {attribute} 无法读取：{problem}", "attribute {attribute} cannot be read: {problem}")
_DIFFERS = Text("{what} 应为 {wanted}，实为 {got}", "{what}: expected {wanted}, got {got}")
_UNEXPECTED = Text(
    "规则 {rule} 得出 {got}，用例未写明", "the rule {rule} came out as {got}, which the case does not expect"
)
