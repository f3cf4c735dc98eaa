"""How is a comparison written for machines? One JSON document, schema version 1; the same input gives the same bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from zonecheck.reports.encoding import encode
from zonecheck.reports.record import Record, error_record, run_record

if TYPE_CHECKING:
    from zonecheck.comparing import Change, Comparison, RuleChange, Turn
    from zonecheck.reports.options import Options
    from zonecheck.words import Language


def write(found: Comparison, stream: TextIO, options: Options) -> None:
    stream.write(encode(comparison_record(found, options), 1) + "\n")


def comparison_record(found: Comparison, options: Options) -> Record:
    """Everything that differs, and what both sides rest on."""
    language = options.language
    errors = dict.fromkeys([*found.before.errors, *found.after.errors])
    return {
        "schema": 1,
        "language": language,
        "before": run_record(found.before, options),
        "after": run_record(found.after, options),
        "summary": {
            "projects": found.projects,
            "changed": len(found.changes),
            "flips": [
                {"before": before, "after": after, "projects": number}
                for (before, after), number in sorted(found.flips.items())
            ],
        },
        "rules": [_rule(rule, language) for rule in found.rules],
        "projects": [project_record(change, language) for change in found.changes],
        "errors": [error_record(problem, language) for problem in errors],
    }


def _rule(rule: RuleChange, language: Language) -> Record:
    return {
        "rule": rule.rule,
        "title": rule.title(language),
        "document": rule.document,
        "change": rule.kind,
        "text": [text(language) for text in rule.text],
    }


def project_record(change: Change, language: Language) -> Record:
    """One project with its verdict on both sides and the rules that come out otherwise."""
    project = change.after
    return {
        "source": project.source,
        "index": project.index,
        "id": project.id,
        "name": project.name,
        "before": {"on": change.before.on.isoformat(), "verdict": change.before.verdict},
        "after": {"on": project.on.isoformat(), "verdict": project.verdict},
        "turns": [_turn(turn, language) for turn in change.turns],
    }


def _turn(turn: Turn, language: Language) -> Record:
    citation = turn.finding.citation
    return {
        "rule": turn.rule,
        "before": turn.before,
        "after": turn.after,
        "document": citation.document,
        "article": citation.article,
        "message": turn.finding.message(language),
    }
