"""What stands in the table behind a map layer? The attributes as they came in, then verdict, rules and distance.

An attribute of the input that bears a name of ours keeps its value under a name with `input_` in front. Geometries are in
longitude, latitude (CGCS2000, EPSG:4490), areas with their outer rings counter-clockwise.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import shapely

from zonecheck.reports.evidence_record import metres
from zonecheck.reports.vocabulary import VERDICT, outcome_words
from zonecheck.results import Measurement

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from zonecheck.results import Finding, ProjectResult
    from zonecheck.words import Language

OURS = (
    "verdict",
    "verdict_words",
    "rules",
    "distance_m",
    "source",
    "index",
    "on",
    "checked",
    "not_checked",
    "open",
)
_TELLING = ("violated", "undetermined", "unmet")
_DECIMALS = 9
_DEEPEST = 32


def geometry_of(project: ProjectResult) -> BaseGeometry | None:
    """The site, in two dimensions and wound as RFC 7946 wants it; None where there is none."""
    if project.site is None:
        return None
    flat = shapely.orient_polygons(shapely.force_2d(project.site.geometry))
    return shapely.transform(flat, lambda points: points.round(_DECIMALS))


def project_row(project: ProjectResult, language: Language) -> dict[str, Any]:
    """The attributes of one project, the input's first."""
    given = project.particulars.properties if project.particulars else {}
    known = {"id": project.id, "name": project.name} if not given else {}
    kept = {_kept(str(key)): plain_value(value) for key, value in {**known, **given}.items()}
    return {**kept, **_ours(project, language)}


def finding_row(project: ProjectResult, finding: Finding, language: Language) -> dict[str, Any]:
    """One rule on one project, with the figures of its first measurement."""
    figure = _figure(finding)
    return {
        "project": project.id,
        "name": project.name,
        "source": project.source,
        "index": project.index,
        "verdict": project.verdict,
        "rule": finding.rule,
        "title": finding.title(language),
        "effect": finding.effect,
        "outcome": finding.outcome,
        "outcome_words": outcome_words(finding)(language),
        "because": " ".join(finding.because),
        "document": finding.citation.document,
        "article": finding.citation.article,
        "rank": finding.citation.rank,
        "quote": finding.citation.words(language),
        "message": finding.message(language),
        **_figures(figure),
    }


def plain_value(value: Any, depth: int = 0) -> Any:
    """A value as JSON has it: what is no number becomes null, what is unknown becomes text."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return str(value) if depth >= _DEEPEST else _composite(value, depth + 1)


def _composite(value: Any, depth: int) -> Any:
    """Records, lists, days, and scalars of numpy or pandas."""
    match value:
        case Mapping():
            return {str(key): plain_value(part, depth) for key, part in value.items()}
        case list() | tuple():
            return [plain_value(part, depth) for part in value]
        case date():
            return value.isoformat()
    return plain_value(value.item(), depth) if hasattr(value, "item") else str(value)


def _kept(key: str) -> str:
    return f"input_{key}" if key in OURS else key


def _ours(project: ProjectResult, language: Language) -> dict[str, Any]:
    telling = [finding.rule for finding in project.findings if finding.outcome in _TELLING]
    figure = _figure(project.findings[0]) if project.findings else None
    values = (
        project.verdict,
        VERDICT[project.verdict](language),
        ", ".join(telling),
        metres(figure.distance_m) if figure else None,
        project.source,
        project.index,
        project.on.isoformat(),
        project.checked,
        project.not_checked,
        project.open,
    )
    return dict(zip(OURS, values, strict=True))


def _figure(finding: Finding) -> Measurement | None:
    """The first measurement of a finding, if it has any."""
    return next((entry for entry in finding.evidence if isinstance(entry, Measurement)), None)


def _figures(entry: Measurement | None) -> dict[str, Any]:
    return {
        "layer": entry.layer if entry else None,
        "feature": entry.feature if entry else None,
        "distance_m": metres(entry.distance_m) if entry else None,
        "limit_m": metres(entry.limit_m) if entry else None,
        "margin_m": metres(entry.margin_m) if entry else None,
        "accuracy_m": metres(entry.accuracy.sum_m) if entry and entry.accuracy else None,
        "baseline": entry.baseline if entry else None,
    }
