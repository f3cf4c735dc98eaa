"""Which findings were accepted before? A file of them, and what is left of a run when these are taken as known.

A baseline is an overlay for CI: it changes no outcome and no verdict, only what makes a run fail. An entry names one
finding of one project by rule, outline and facts, and stands for it once: the same finding elsewhere, on a moved site, on
changed facts or a changed rule is new. What is undetermined can never be accepted.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import yaml
from pydantic import ConfigDict, RootModel

from zonecheck import yaml_text
from zonecheck.errors import InputError, Problem
from zonecheck.results import BaselineInfo
from zonecheck.rules.decision import Digest
from zonecheck.rules.faults import fit
from zonecheck.rules.forms import Form
from zonecheck.rules.scalars import Prose
from zonecheck.words import Text

if TYPE_CHECKING:
    from zonecheck.results import Finding, ProjectResult, Verdict

FILE = "zonecheck-baseline.yaml"
ACCEPTABLE = ("violated", "unmet")
WORST_FIRST: tuple[Verdict, ...] = ("prohibited", "review", "conditional", "clear")


@dataclass(frozen=True, slots=True)
class Entry:
    """One accepted finding. `project` is its id, or its position in the file where it has none."""

    source: str
    project: str
    rule: str
    outcome: str
    outline: str
    facts: str


class _EntryText(Form):
    source: Prose
    project: Prose
    rule: Prose
    outcome: Literal["violated", "unmet"]
    outline: Digest
    facts: Digest


class _FileText(RootModel[list[_EntryText]]):
    model_config = ConfigDict(defer_build=True)


@dataclass(frozen=True, slots=True)
class Baseline:
    """The entries of one file, which the user knows as `source`."""

    source: str
    sha256: str
    entries: tuple[Entry, ...]


def read(path: Path) -> Baseline:
    """The baseline in a file. Raises InputError with every fault of it."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(Problem(str(path), _UNREADABLE.fill(reason=error.strerror or error))) from error
    document = yaml_text.load(data, str(path))
    text, misfits = fit(document.value, _FileText, document.lines)
    if text is None:
        raise InputError(*(document.problem(misfit.path, misfit.text) for misfit in misfits))
    entries = tuple(Entry(**each.model_dump()) for each in text.root)
    return Baseline(str(path), hashlib.sha256(data).hexdigest(), entries)


def written(entries: Iterable[Entry]) -> str:
    """The file that holds these entries; the same findings give the same bytes."""
    rows = [{name: getattr(each, name) for name in Entry.__slots__} for each in entries]
    return _HEAD + yaml.safe_dump(rows, allow_unicode=True, sort_keys=False, default_style=None, width=200)


def entries_of(project: ProjectResult) -> Iterator[Entry]:
    """What of a project can be accepted: what is firmly violated or not met, and rests on an outline."""
    for finding in project.findings:
        if _acceptable(finding) and project.outline is not None:
            yield _entry(project, finding)


def _acceptable(finding: Finding) -> bool:
    return finding.outcome in ACCEPTABLE and finding.effect != "advise" and finding.decision is None


def _entry(project: ProjectResult, finding: Finding) -> Entry:
    known_as = project.id or f"#{project.index + 1}"
    return Entry(
        project.source, known_as, finding.rule, finding.outcome, project.outline or "", finding.facts
    )


@dataclass
class Overlay:
    """A baseline laid over the projects of a run as they pass by."""

    baseline: Baseline
    left: Counter[Entry] = field(init=False)
    verdicts: Counter[Verdict] = field(default_factory=Counter)  # of what is new
    known: int = 0

    def __post_init__(self) -> None:
        self.left = Counter(_anywhere(each) for each in self.baseline.entries)

    @property
    def info(self) -> BaselineInfo:
        return BaselineInfo(self.baseline.source, self.baseline.sha256)

    @property
    def gone(self) -> Sequence[Entry]:
        """Entries that no finding answered to, in the order of the file."""
        left = self.left.copy()
        found = []
        for each in reversed(self.baseline.entries):
            if left[_anywhere(each)] > 0:
                left[_anywhere(each)] -= 1
                found.append(each)
        return found[::-1]

    def through(self, projects: Iterable[ProjectResult]) -> Iterator[ProjectResult]:
        """The projects with the accepted findings marked; verdicts stay what they are."""
        for project in projects:
            marked = self._marked(project)
            self.verdicts[_remaining(marked)] += 1
            yield marked

    def _marked(self, project: ProjectResult) -> ProjectResult:
        findings = tuple(
            replace(finding, baselined=True) if self._accepts(project, finding) else finding
            for finding in project.findings
        )
        return replace(project, findings=findings) if findings != project.findings else project

    def _accepts(self, project: ProjectResult, finding: Finding) -> bool:
        if not _acceptable(finding) or project.outline is None:
            return False
        entry = _anywhere(_entry(project, finding))
        if self.left[entry] <= 0:
            return False
        self.left[entry] -= 1
        self.known += 1
        return True


def _anywhere(entry: Entry) -> Entry:
    """The path by which a file is named may differ from one call to the next; its name may not."""
    return replace(entry, source=entry.source.replace("\\", "/").rpartition("/")[2])


def _remaining(project: ProjectResult) -> Verdict:
    """The verdict of what is new. A doubt whether a pack reaches the site stays a review."""
    if project.verdict not in ("prohibited", "review", "conditional"):
        return project.verdict
    if not any(finding.baselined for finding in project.findings):
        return project.verdict
    left = [finding.leads_to for finding in project.findings if not finding.baselined]
    doubt: list[Verdict] = ["review" for each in project.jurisdictions if each.truth == "unknown"]
    return min([*left, *doubt, "clear"], key=WORST_FIRST.index)


_UNREADABLE = Text("无法读取:{reason}", "cannot be read: {reason}")
_HEAD = """\
# 已接受的既有问题,由 zonecheck baseline 写出;zonecheck check --baseline 只对新的问题报失败。结论不因此改变。
# Findings accepted as known, written by zonecheck baseline; with --baseline only what is new fails a run. No verdict changes.
"""
