"""How is a run written as workflow commands, which GitHub shows beside the lines of a file?

A summary stands first, for GitHub shows about ten annotations of each kind. Whatever comes from an input passes `_message` or
`_property`: no name of a project can give a command of its own.
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
from zonecheck.reports.locate import line_of, path_of
from zonecheck.reports.scope_text import DISCLAIMER
from zonecheck.reports.summary import Summary, Tally
from zonecheck.words import Text

if TYPE_CHECKING:
    from zonecheck.reports.options import Options
    from zonecheck.results import Finding, ProjectResult, Run
    from zonecheck.words import Language

Kind = Literal["error", "warning", "notice"]

_SUMMARY = Text("核查意见", "Result of the check")
_UNREADABLE = Text("无法读取", "Could not be read")


def write(run: Run, stream: TextIO, options: Options) -> Summary:
    """One line for the run, then one for each finding that asks something of somebody, and for what could not be read."""
    tally, language = Tally(), options.language
    projects = list(tally.through(run.projects))
    told = [summary_sentence(tally.summary, language), scope_sentence(run, language), DISCLAIMER(language)]
    text = "\n".join(part for part in told if part)
    stream.write(_command("notice", text, title=_SUMMARY(language)))
    for project in projects:
        stream.writelines(_project(project, language))
    for problem in run.errors:
        stream.write(_command("error", plain(problem(language)), title=_UNREADABLE(language)))
    return tally.summary


def _project(project: ProjectResult, language: Language) -> Iterator[str]:
    where = {"file": path_of(project.source), "line": str(line_of(project))}
    for problem in project.errors:
        kind: Kind = "error" if project.verdict == "invalid" else "warning"
        text = called_problem(project, problem_sentence(problem, language))
        yield _command(kind, text, **where, title=_UNREADABLE(language))
    for finding in project.findings:
        grade = _kind(finding)
        if grade:
            title = finding_title(project, finding, language)
            yield _command(grade, finding_sentence(project, finding, language), **where, title=title)


def _kind(finding: Finding) -> Kind | None:
    """An error for what is prohibited, a warning for what a person must see to, nothing for the rest."""
    outcome = standing(finding)
    if finding.baselined:
        return "notice"
    if outcome == "unmet":
        return "notice" if finding.effect == "advise" else "warning"
    kinds: Mapping[str, Kind] = {"violated": "error", "undetermined": "warning"}
    return kinds.get(outcome)


def _command(kind: Kind, message: str, **properties: str) -> str:
    told = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{kind} {told}::{_message(message)}\n"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
