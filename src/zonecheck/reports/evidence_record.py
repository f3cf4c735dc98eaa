"""What do the figures behind an answer look like as plain data? Metres to 1 mm, degrees to nine decimals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zonecheck.results import Measurement

if TYPE_CHECKING:
    from zonecheck.results import Accuracy, Evidence, Reading
    from zonecheck.words import Language

METRE_DECIMALS, DEGREE_DECIMALS = 3, 9


def evidence_record(evidence: Evidence, language: Language) -> dict[str, object]:
    """One answer with its figures: measured in space, or read from what is stated."""
    return (
        _measurement(evidence, language)
        if isinstance(evidence, Measurement)
        else _reading(evidence, language)
    )


def _measurement(entry: Measurement, language: Language) -> dict[str, object]:
    return {
        "predicate": entry.predicate,
        "truth": entry.truth,
        "layer": entry.layer,
        "feature": entry.feature,
        "distance_m": metres(entry.distance_m),
        "limit_m": metres(entry.limit_m),
        "margin_m": metres(entry.margin_m),
        "accuracy": _accuracy(entry.accuracy) if entry.accuracy else None,
        "baseline": entry.baseline,
        "nearest_point": degrees(entry.nearest_point),
        "declared": entry.declared,
        "note": entry.note(language) if entry.note else None,
    }


def _accuracy(accuracy: Accuracy) -> dict[str, object]:
    """A site accuracy that is not declared counts as 0 and is told apart by `site_declared`."""
    return {
        "layer_m": metres(accuracy.layer_m),
        "site_m": metres(accuracy.site_m or 0.0),
        "datum_m": metres(accuracy.datum_m),
        "rounding_m": metres(accuracy.rounding_m),
        "site_declared": accuracy.site_m is not None,
    }


def _reading(entry: Reading, language: Language) -> dict[str, object]:
    return {
        "predicate": entry.predicate,
        "truth": entry.truth,
        "attribute": entry.attribute,
        "value": entry.value,
        "expected": entry.expected(language),
        "note": entry.note(language) if entry.note else None,
    }


def metres(value: float | None) -> float | int | None:
    """A length to 1 mm; a whole number of metres is written without a decimal point."""
    return None if value is None else _rounded(value, METRE_DECIMALS)


def _rounded(value: float, decimals: int) -> float | int:
    number = round(value, decimals)
    return int(number) if number % 1 == 0 else number


def degrees(point: tuple[float, float] | None) -> list[float | int] | None:
    """Longitude and latitude to nine decimals, a tenth of a millimetre."""
    return None if point is None else [_rounded(value, DEGREE_DECIMALS) for value in point]
