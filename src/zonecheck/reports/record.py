"""What does one run look like as plain data? Schema version 1, in the published order of keys.

The keys of the contract come first, further facts after them; every key is always there, null where there is
nothing. Lengths are rounded to 1 mm, coordinates to nine decimals; a figure that is no number is refused by the
encoder, never written. There is no clock here and no path but the one the user typed.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING

from zonecheck.reports.evidence_record import evidence_record, metres

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zonecheck.errors import Problem
    from zonecheck.reports.options import Options
    from zonecheck.reports.summary import Summary
    from zonecheck.results import (
        AttributeProblem,
        Decided,
        Explained,
        Finding,
        Jurisdiction,
        LayerInfo,
        PackInfo,
        Penalty,
        ProjectResult,
        Run,
        Settle,
        SettleValue,
        ToDo,
    )
    from zonecheck.words import Language, Text

Record = dict[str, object]

SCHEMA_VERSION = 1


def run_record(run: Run, options: Options) -> Record:
    """What stands before the projects: what was used, on which day, and what was not checked."""
    language = options.language
    return {
        "schema": SCHEMA_VERSION,
        "zonecheck": run.version,
        "versions": run.versions,
        "on": _day(run.on),
        "packs": [_pack(pack, language) for pack in run.packs],
        "layers": [_layer(layer, language) for layer in run.layers],
        "decisions": [{"source": each.source, "sha256": each.sha256} for each in run.decisions],
        "scope": {
            "not_checked": [text(language) for text in run.scope.not_checked],
            "limits": [text(language) for text in run.scope.limits],
        },
    }


def baseline_record(run: Run) -> Record | None:
    """The file of accepted findings that was used."""
    return {"source": run.baseline.source, "sha256": run.baseline.sha256} if run.baseline else None


def summary_record(summary: Summary) -> Record:
    return asdict(summary)


def error_record(problem: Problem, language: Language) -> Record:
    """A file, or a part of one, that could not be read at all."""
    return {"source": problem.where, "message": problem.text(language)}


def project_record(project: ProjectResult, options: Options) -> Record:
    """One project with its findings; those that do not apply only where the whole reasoning is asked for."""
    language = options.language
    return {
        "source": project.source,
        "index": project.index,
        "id": project.id,
        "name": project.name,
        "on": _day(project.on),
        "outline": project.outline,
        "verdict": project.verdict,
        "checked": project.checked,
        "not_checked": project.not_checked,
        "open": project.open,
        "findings": [finding_record(finding, options) for finding in shown(project.findings, options)],
        "settle": [settle_record(settle, language) for settle in project.settle],
        "errors": [_attribute_problem(problem, language) for problem in project.errors],
        **_further(project, language),
    }


def _further(project: ProjectResult, language: Language) -> Record:
    return {
        "line": project.line,
        "indicative": project.indicative,
        "only_normative": project.only_normative,
        "jurisdictions": [_jurisdiction(entry, language) for entry in project.jurisdictions],
        "to_do": [_to_do(entry, language) for entry in project.to_do],
        "assumptions": [text(language) for text in project.assumptions],
    }


def shown(findings: Sequence[Finding], options: Options) -> list[Finding]:
    """The findings that are written."""
    return [each for each in findings if options.explain or each.outcome != "not_applicable"]


def finding_record(finding: Finding, options: Options) -> Record:
    """One rule on one project."""
    language = options.language
    return {
        "rule": finding.rule,
        "effect": finding.effect,
        "outcome": finding.outcome,
        "because": list(finding.because),
        "citation": _citation(finding, language),
        "message": finding.message(language),
        "facts": finding.facts,
        "missing": list(finding.missing),
        "decision": _decision(finding.decision) if finding.decision else None,
        "evidence": [evidence_record(entry, language) for entry in finding.evidence],
        "title": finding.title(language),
        "interpretations": [text(language) for text in finding.interpretations],
        "penalty": _penalty(finding.penalty, language) if finding.penalty else None,
        "explanation": [_explained(line, language) for line in finding.explanation if options.explain],
        "baselined": finding.baselined,
    }


def _citation(finding: Finding, language: Language) -> Record:
    citation = finding.citation
    return {
        "document": citation.document,
        "rank": citation.rank,
        "article": citation.article,
        "quote": citation.quote or None,
        "title": _text(citation.title, language),
        "in_force": _day(citation.in_force),
        "summary": _text(citation.summary, language),
    }


def _penalty(penalty: Penalty, language: Language) -> Record:
    return {
        "article": penalty.article,
        "quote": penalty.quote or None,
        "summary": _text(penalty.summary, language),
    }


def _decision(decision: Decided) -> Record:
    return {
        "decides": decision.decides,
        "authority": decision.authority,
        "document": decision.document,
        "reason": decision.reason,
        "granted": _day(decision.granted),
        "expires": _day(decision.expires),
    }


def _explained(line: Explained, language: Language) -> Record:
    return {"depth": line.depth, "text": line.text(language), "truth": line.truth}


def settle_record(settle: Settle, language: Language) -> Record:
    """A fact that would settle a review, and the verdict beside each of its values."""
    return {
        "fact": settle.fact,
        "values": [_settle_value(value, language) for value in settle.values],
        "label": settle.label(language),
        "minimised": settle.minimised,
        "authority": _text(settle.authority, language),
    }


def _settle_value(value: SettleValue, language: Language) -> Record:
    return {"value": value.value, "verdict": value.verdict, "label": _text(value.label, language)}


def _attribute_problem(problem: AttributeProblem, language: Language) -> Record:
    return {"attribute": problem.attribute, "message": problem.text(language)}


def _jurisdiction(entry: Jurisdiction, language: Language) -> Record:
    note = _text(entry.note, language)
    return {"pack": entry.pack, "truth": entry.truth, "because": list(entry.because), "note": note}


def _to_do(entry: ToDo, language: Language) -> Record:
    return {"rule": entry.rule, "text": entry.text(language), "facts": list(entry.facts)}


def _pack(pack: PackInfo, language: Language) -> Record:
    return {
        "id": pack.id,
        "rank": pack.rank,
        "in_force": _day(pack.in_force),
        "sha256": pack.sha256,
        "document": pack.document,
        "title": pack.title(language),
        "until": _day(pack.until),
        "origin": pack.origin,
    }


def _layer(layer: LayerInfo, language: Language) -> Record:
    return {
        "id": layer.id,
        "sha256": layer.sha256,
        "vintage": layer.vintage,
        "baseline": layer.baseline,
        "accuracy_m": metres(layer.accuracy_m),
        "source": _text(layer.source, language),
        "indicative": layer.indicative,
        "origin": layer.origin,
    }


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _text(text: Text | None, language: Language) -> str | None:
    return None if text is None else text(language)
