"""How is a run written as JUnit XML? A suite for each file, a class for each project, a case for each rule.

A prohibition touched or a duty not fulfilled is a failure, what is undetermined or unreadable an error; what does not
apply, is still open or was decided by a person is skipped, with the reason. Advice never fails. There is no standard:
the form is that of Jenkins' junit-10.xsd. No time is written, for it would differ from run to run.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, TextIO
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from zonecheck.reports.ci_text import (
    finding_sentence,
    plain,
    problem_sentence,
    scope_sentence,
    standing,
    summary_sentence,
)
from zonecheck.reports.locate import path_of
from zonecheck.reports.project_text import called
from zonecheck.reports.scope_text import DISCLAIMER
from zonecheck.reports.summary import Summary, Tally
from zonecheck.reports.vocabulary import VERDICT, outcome_words
from zonecheck.reports.xml_text import xml_text

if TYPE_CHECKING:
    from zonecheck.reports.options import Options
    from zonecheck.results import Finding, ProjectResult, Run
    from zonecheck.words import Language

Mark = Literal["failure", "error", "skipped"]

_MARKS: tuple[Mark, ...] = ("failure", "error", "skipped")


def write(run: Run, stream: TextIO, options: Options) -> Summary:
    """The document, indented."""
    tally, language = Tally(), options.language
    suites: dict[str, list[Element]] = {}
    for project in tally.through(run.projects):
        suites.setdefault(path_of(project.source), []).extend(_cases(project, language))
    for problem in run.errors:
        place = path_of(problem.where) if problem.where else "zonecheck"
        suites.setdefault(place, []).append(_unreadable(place, plain(problem(language))))
    root = _root(suites, run, tally.summary, language)
    indent(root)
    stream.write('<?xml version="1.0" encoding="UTF-8"?>\n')
    stream.write(tostring(root, encoding="unicode") + "\n")
    return tally.summary


def _root(suites: dict[str, list[Element]], run: Run, summary: Summary, language: Language) -> Element:
    """The suites with their counts; a run without any still says that it ran."""
    every = [case for cases in suites.values() for case in cases]
    counts = {name: value for name, value in _counts(every).items() if name != "skipped"}
    root = Element("testsuites", {"name": "zonecheck", **counts})
    told = [summary_sentence(summary, language), scope_sentence(run, language), DISCLAIMER(language)]
    for name, cases in (suites or {"zonecheck": []}).items():
        suite = SubElement(root, "testsuite", {"name": _xml(name), **_counts(cases)})
        suite.extend(cases)
        SubElement(suite, "system-out").text = _xml("\n".join(part for part in told if part))
    return root


def _counts(cases: list[Element]) -> dict[str, str]:
    held = {mark: sum(case.find(mark) is not None for case in cases) for mark in _MARKS}
    names = {"failure": "failures", "error": "errors", "skipped": "skipped"}
    return {"tests": str(len(cases)), **{names[mark]: str(held[mark]) for mark in _MARKS}}


def _cases(project: ProjectResult, language: Language) -> Iterator[Element]:
    """The position is part of the class, so that no two projects share a name in it."""
    group = f"{path_of(project.source)}::{project.index + 1} {called(project)}"
    if project.errors:
        text = "; ".join(problem_sentence(problem, language) for problem in project.errors)
        mark: Mark | None = "error" if project.verdict == "invalid" else None
        yield _case(group, "zonecheck/readable", mark, kind="invalid", message=text)
    if project.verdict == "out_of_scope":
        text = VERDICT["out_of_scope"](language)
        yield _case(group, "zonecheck/scope", "skipped", kind="out_of_scope", message=text)
    for finding in project.findings:
        yield _finding(group, project, finding, language)


def _finding(group: str, project: ProjectResult, finding: Finding, language: Language) -> Element:
    text = finding_sentence(project, finding, language)
    return _case(
        group,
        finding.rule,
        _mark(finding),
        kind=finding.outcome,
        message=f"{outcome_words(finding)(language)}: {finding.title(language)}: {text}",
    )


def _mark(finding: Finding) -> Mark | None:
    if finding.baselined or (finding.decision and standing(finding) != "violated"):
        return "skipped"
    match standing(finding):
        case "violated":
            return "failure"
        case "unmet":
            return None if finding.effect == "advise" else "failure"
        case "undetermined":
            return "error"
        case "open" | "not_applicable":
            return "skipped"
    return None


def _unreadable(place: str, text: str) -> Element:
    return _case(place, f"zonecheck/readable {text}", "error", kind="unreadable", message=text)


def _case(group: str, name: str, mark: Mark | None, *, kind: str, message: str) -> Element:
    """One case; the message stands as attribute and as text, for readers show one or the other."""
    case = Element("testcase", {"classname": _xml(group), "name": _xml(name)})
    if mark:
        told = SubElement(case, mark, {"type": kind, "message": _xml(message)})
        told.text = _xml(message)
    else:
        SubElement(case, "system-out").text = _xml(message)
    return case


def _xml(text: str) -> str:
    """The text line by line, with nothing that XML forbids."""
    return "\n".join(map(xml_text, text.split("\n")))
