"""What does the text of a rule refer to? Terms, tables, attributes, layers and fields of the zone register.

It only lists the names and where they stand; whether they exist is asked by others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from zonecheck.rules.language import RuleText
    from zonecheck.rules.questions import (
        AreaText,
        Comparison,
        IndustryText,
        LimitText,
        Path,
        Question,
        WithinText,
    )

Kind = Literal["term", "table", "attribute", "layer", "zone"]
LIMITS = ("at_least", "at_most", "more_than", "less_than")


@dataclass(frozen=True, slots=True)
class Reference:
    """One name that a rule uses, and its place in the file."""

    path: Path
    kind: Kind
    name: str


def references(rule: RuleText, path: Path) -> Iterator[Reference]:
    """Every name that the questions of a rule use, in the order in which they stand."""
    for place, question in rule.questions(path):
        yield from _of_question(question, place)


def _of_question(question: Question, path: Path) -> Iterator[Reference]:
    if question.nature:
        yield Reference((*path, "nature"), "attribute", "nature")
    if question.industry:
        yield from _of_industry(question.industry, (*path, "industry"))
    if question.attribute:
        yield Reference((*path, "attribute", "name"), "attribute", question.attribute.name)
        yield from _of_comparison(question.attribute, (*path, "attribute"))
    if question.zone:
        yield Reference((*path, "zone", "field"), "zone", question.zone.field)
        yield from _of_comparison(question.zone, (*path, "zone"))
    for key in ("within", "intersects", "inside"):
        if area := getattr(question, key):
            yield from _of_space(area, (*path, key))


def _of_industry(industry: IndustryText, path: Path) -> Iterator[Reference]:
    yield Reference(path, "attribute", "industry")
    if industry.term:
        yield Reference(path, "term", industry.term)
    else:
        yield Reference((*path, "zone"), "zone", str(industry.zone))


def _of_comparison(comparison: Comparison, path: Path) -> Iterator[Reference]:
    for key in LIMITS:
        if limit := getattr(comparison, key):
            yield from _of_limit(limit, (*path, key))


def _of_space(area: AreaText | WithinText, path: Path) -> Iterator[Reference]:
    yield Reference((*path, "layer"), "layer", area.layer)
    for key in LIMITS:
        if limit := getattr(area, f"{key}_m", None):
            yield from _of_limit(limit, (*path, f"{key}_m"))


def _of_limit(limit: LimitText, path: Path) -> Iterator[Reference]:
    if limit.zone:
        yield Reference((*path, "zone"), "zone", limit.zone)
    if limit.project:
        yield Reference((*path, "project"), "attribute", limit.project)
    if limit.table:
        yield Reference((*path, "table"), "table", limit.table)
    for position, part in enumerate(limit.first_of or ()):
        yield from _of_limit(part, (*path, "first_of", position))
