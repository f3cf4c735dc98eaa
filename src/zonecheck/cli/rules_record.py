"""What does a program get of a pack or a rule? The records behind `-f json` of `zonecheck rules`."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from zonecheck.cli.rules_coverage import spoken
from zonecheck.cli.rules_decision import table

if TYPE_CHECKING:
    from zonecheck.rules.rule import Pack, Period, Rule


def of_pack(pack: Pack) -> dict[str, Any]:
    """What a pack says of itself."""
    return {
        "id": pack.id,
        "document": pack.number,
        "title": spoken(pack.title),
        "level": pack.level,
        "rank": pack.rank,
        "in_force": _days(pack.in_force),
        "superseded_by": pack.superseded_by,
        "doubt": spoken(pack.in_force_note),
        "rules": [rule.id for rule in pack.rules],
        "not_held": [spoken(text) for text in pack.not_checked],
        "origin": pack.origin,
        "sha256": pack.sha256,
    }


def of_rule(pack: Pack, rule: Rule) -> dict[str, Any]:
    """The clause, the reading, the decision; `text` is the rule as written with its terms and tables."""
    parts = (("applies_to", rule.applies_to), ("demand", rule.demand), ("unless", rule.unless))
    return {
        "id": rule.id,
        "title": spoken(rule.title),
        "effect": rule.effect,
        "document": pack.number,
        "rank": pack.rank,
        "article": rule.citation.article,
        "quote": rule.citation.quote or None,
        "summary": spoken(rule.citation.summary),
        "in_force": _days(rule.in_force),
        "second_hand": rule.second_hand,
        **{key: spoken(part.words()) if part and part.words().zh else None for key, part in parts},
        "needs": sorted(rule.needs),
        "waivable": rule.waivable,
        "displaced_by": rule.displaced_by,
        "reading": spoken(rule.note),
        "interpretations": _interpretations(pack, rule),
        "penalty": _penalty(rule),
        "authority": spoken(rule.authority),
        "decision": [{**asdict(line), "note": spoken(line.note)} for line in table(rule)],
        "text": json.loads(rule.canonical),
    }


def _interpretations(pack: Pack, rule: Rule) -> dict[str, Any]:
    named = json.loads(rule.canonical)["terms"]
    return {name: spoken(pack.terms[name].interpretation) for name in named}


def _penalty(rule: Rule) -> dict[str, Any] | None:
    if rule.penalty is None:
        return None
    return {"article": rule.penalty.article, "words": spoken(rule.penalty.words)}


def _days(period: Period) -> dict[str, str | None]:
    return {"from": period.start.isoformat(), "until": period.until.isoformat() if period.until else None}
