"""How is one finding a result of SARIF? Kind and level for every outcome, the place, the clause, the figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Literal

from zonecheck.reports.ci_text import decision_sentence, finding_sentence, plain, standing
from zonecheck.reports.evidence_record import evidence_record
from zonecheck.reports.locate import line_of, path_of, uri_of
from zonecheck.reports.project_text import called
from zonecheck.results import Measurement

if TYPE_CHECKING:
    from zonecheck.reports.options import Options
    from zonecheck.reports.record import Record
    from zonecheck.results import Effect, Finding, Outcome, ProjectResult

Kind = Literal["fail", "open", "review", "pass", "notApplicable"]
Level = Literal["error", "warning", "note", "none"]

_KIND: Mapping[Outcome, Kind] = {
    "violated": "fail",
    "undetermined": "open",
    "unmet": "fail",
    "open": "open",
    "exempt": "pass",
    "satisfied": "pass",
    "met": "pass",
    "not_applicable": "notApplicable",
}
_LEVEL: Mapping[Effect, Level] = {
    "prohibit": "error",
    "review": "warning",
    "require": "warning",
    "advise": "note",
}
_ON_GITHUB = ("violated", "undetermined", "unmet")


def level_of(effect: Effect) -> Level:
    """How grave it is if the rule is not kept."""
    return _LEVEL[effect]


def kind_of(finding: Finding) -> Kind:
    """What SARIF calls the outcome; `review` where nothing is missing but the law leaves it to a person."""
    if finding.decision and finding.decision.decides == "violated":
        return "fail"
    if finding.outcome == "undetermined" and finding.because == ("discretion",):
        return "review"
    return _KIND[finding.outcome]


def result(
    project: ProjectResult, finding: Finding, options: Options, mark: str, *, compared: bool = False
) -> Record | None:
    """The result without its rule; None where the profile leaves it out. `compared`: the run has a baseline."""
    grade = _grade(finding, options)
    if grade is None:
        return None
    return {
        **grade,
        "message": {"text": finding_sentence(project, finding, options.language)},
        "locations": [location(project)],
        **_places(finding, options),
        "taxa": [{"id": finding.citation.article, "toolComponent": {"name": finding.citation.document}}],
        "partialFingerprints": _fingerprints(mark, options),
        "suppressions": list(_suppressions(finding)),
        **({"baselineState": "unchanged" if finding.baselined else "new"} if compared else {}),
        "properties": _properties(project, finding, options),
    }


def _grade(finding: Finding, options: Options) -> Record | None:
    """Kind and level; by the standard, whatever is no failure has no level."""
    kind = kind_of(finding)
    if options.sarif_profile == "full":
        return {"kind": kind, "level": _LEVEL[finding.effect] if kind == "fail" else "none"}
    if standing(finding) not in _ON_GITHUB:
        return None
    return {"kind": "fail", "level": _LEVEL[finding.effect] if kind == "fail" else "warning"}


def _places(finding: Finding, options: Options) -> Record:
    """What else is concerned, by name alone: GitHub refuses a location that is no place in a file."""
    return {} if options.sarif_profile == "github" else {"relatedLocations": list(_related(finding))}


def _fingerprints(mark: str, options: Options) -> Record:
    """GitHub tells alerts apart by a hash of their line, where the projects of a file may all stand in one."""
    told: Record = {"zonecheck/v1": mark}
    if options.sarif_profile == "github":
        told["primaryLocationLineHash"] = f"{mark}:1"
    return told


def location(project: ProjectResult) -> Record:
    """The first line of the project in its file, and the project by its name."""
    line = line_of(project)
    region = {"startLine": line, "startColumn": 1, "endLine": line, "endColumn": 2}
    name = plain(called(project))
    logical = {
        "name": name,
        "fullyQualifiedName": f"{path_of(project.source)}#{project.index}",
        "kind": "object",
    }
    return {
        "physicalLocation": {"artifactLocation": {"uri": uri_of(project.source)}, "region": region},
        "logicalLocations": [logical],
    }


def _suppressions(finding: Finding) -> Iterator[Record]:
    """What a person decided, unless that the rule is touched; an empty list says that nobody did."""
    if finding.decision and standing(finding) != "violated":
        yield {"kind": "external", "status": "accepted", "justification": decision_sentence(finding)}


def _related(finding: Finding) -> Iterator[Record]:
    """The rivers, parks and districts that the answer rests on."""
    names = [
        f"{entry.layer}/{entry.feature}"
        for entry in finding.evidence
        if isinstance(entry, Measurement) and entry.feature
    ]
    for number, name in enumerate(dict.fromkeys(map(plain, names)), start=1):
        logical = {"name": name.partition("/")[2], "fullyQualifiedName": name, "kind": "object"}
        yield {"id": number, "logicalLocations": [logical], "message": {"text": name}}


def _properties(project: ProjectResult, finding: Finding, options: Options) -> Record:
    return {
        "project": project.id,
        "verdict": project.verdict,
        "effect": finding.effect,
        "outcome": finding.outcome,
        "because": list(finding.because),
        "missing": list(finding.missing),
        "facts": finding.facts,
        "outline": project.outline,
        "evidence": [evidence_record(entry, options.language) for entry in finding.evidence],
    }
