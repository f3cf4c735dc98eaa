"""How is a run written as a Code Quality report, which GitLab shows in a merge request?

An array of issues, each with a fingerprint of its own, for GitLab merges those that share one. One informational entry
carries the scope.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal, TextIO

from zonecheck.reports.ci_text import (
    called_problem,
    finding_sentence,
    finding_title,
    plain,
    problem_sentence,
    scope_sentence,
    standing,
    summary_sentence,
)
from zonecheck.reports.encoding import encode
from zonecheck.reports.locate import Fingerprints, line_of, path_of
from zonecheck.reports.scope_text import DISCLAIMER
from zonecheck.reports.summary import Summary, Tally

if TYPE_CHECKING:
    from zonecheck.reports.options import Options
    from zonecheck.reports.record import Record
    from zonecheck.results import Finding, ProjectResult, Run
    from zonecheck.words import Language

Severity = Literal["info", "minor", "major", "critical", "blocker"]

_NOWHERE = "zonecheck"


def write(run: Run, stream: TextIO, options: Options) -> Summary:
    """A JSON array without a byte order mark."""
    tally, language, marks = Tally(), options.language, Fingerprints()
    projects = list(tally.through(run.projects))
    issues = [issue for project in projects for issue in _issues(project, language, marks)]
    scope = _scope(run, tally.summary, language, marks, _first_path(run, projects))
    stream.write(encode([scope, *_unreadable(run, language, marks), *issues], 1) + "\n")
    return tally.summary


def _issues(project: ProjectResult, language: Language, marks: Fingerprints) -> Iterator[Record]:
    path, line = path_of(project.source), line_of(project)
    for problem in project.errors:
        text = called_problem(project, problem_sentence(problem, language))
        severity: Severity = "blocker" if project.verdict == "invalid" else "minor"
        mark = marks.of(project, "unreadable")
        yield _issue(text, "zonecheck/unreadable", severity, mark=mark, path=path, line=line)
    for finding in project.findings:
        mark = marks.of(project, finding.rule)
        grade = _severity(finding)
        if grade:
            text = (
                f"{finding_title(project, finding, language)}: {finding_sentence(project, finding, language)}"
            )
            yield _issue(text, finding.rule, grade, mark=mark, path=path, line=line)


def _severity(finding: Finding) -> Severity | None:
    """None for what asks nothing of anybody."""
    outcome = standing(finding)
    if finding.baselined:
        return "info"
    if outcome == "unmet" and finding.effect == "advise":
        return "minor"
    grades: Mapping[str, Severity] = {"violated": "critical", "undetermined": "major", "unmet": "major"}
    return grades.get(outcome)


def _unreadable(run: Run, language: Language, marks: Fingerprints) -> Iterator[Record]:
    for problem in run.errors:
        path, _, line = problem.where.rpartition(":")
        known = path and line.isdigit()
        yield _issue(
            plain(problem(language)),
            "zonecheck/unreadable",
            "blocker",
            mark=marks.of_text(problem.where, "unreadable"),
            path=path_of(path if known else problem.where) if problem.where else _NOWHERE,
            line=max(int(line), 1) if known else 1,
        )


def _scope(run: Run, summary: Summary, language: Language, marks: Fingerprints, path: str) -> Record:
    told = (summary_sentence(summary, language), scope_sentence(run, language), DISCLAIMER(language))
    text = ". ".join(part for part in told if part)
    return _issue(text, "zonecheck/scope", "info", mark=marks.of_text("scope"), path=path, line=1)


def _first_path(run: Run, projects: list[ProjectResult]) -> str:
    """GitLab wants a path for every issue, also for one that has none of its own."""
    known = [project.source for project in projects] + [problem.where for problem in run.errors]
    return path_of(known[0]) if known and known[0] else _NOWHERE


def _issue(text: str, rule: str, severity: Severity, *, mark: str, path: str, line: int) -> Record:
    return {
        "description": text,
        "check_name": rule,
        "fingerprint": mark,
        "severity": severity,
        "location": {"path": path, "lines": {"begin": line}},
    }
