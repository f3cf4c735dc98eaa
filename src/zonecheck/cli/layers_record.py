"""What does a program read of the registered layers? The JSON records of `zonecheck layers`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zonecheck.layers.layer import EVERYTHING

if TYPE_CHECKING:
    from zonecheck.layers.layer import Entry, Layer
    from zonecheck.layers.registration import Registration
    from zonecheck.layers.verify import Condition
    from zonecheck.words import Language


def entry_record(registration: Registration, language: Language) -> dict[str, Any]:
    entry = registration.entry
    return {
        "id": entry.id,
        "title": entry.title(language),
        "path": registration.path,
        "origin": entry.origin,
        "crs": registration.crs,
        "baseline": entry.baseline,
        "accuracy_m": entry.accuracy_m,
        "half_width_m": registration.half_width_m,
        "coverage": _coverage_record(registration),
        "complete_for": _claims_record(entry),
        "valid_until": entry.valid_until.isoformat() if entry.valid_until else None,
        "source": entry.source(language) if entry.source else None,
        "note": entry.note(language) if entry.note else None,
        "licence": entry.licence,
        "vintage": entry.vintage,
        "indicative": entry.indicative,
        "sha256": entry.sha256 or None,
    }


def _coverage_record(registration: Registration) -> Any:
    match registration.coverage:
        case tuple() as box:
            return list(box)
        case None | "everywhere" as word:
            return word
        case file:
            return file.path


def _claims_record(entry: Entry) -> Any:
    if EVERYTHING in entry.complete_for:
        return EVERYTHING
    return {key: sorted(values) for key, values in entry.complete_for.items()}


def layer_record(layer: Layer) -> dict[str, Any]:
    """What only the opened file can say; its `sha256` takes the place of the stated one."""
    rows = zip(layer.ids, layer.names, layer.baseline, layer.accuracy_m.tolist(), strict=True)
    features = [
        {"id": identity, "name": name, "baseline": baseline, "accuracy_m": accuracy_m}
        for identity, name, baseline, accuracy_m in rows
    ]
    return {"sha256": layer.entry.sha256, "features": features}


def condition_record(condition: Condition, language: Language) -> dict[str, Any]:
    return {
        "id": condition.id,
        "sound": condition.sound,
        "sha256": condition.layer.entry.sha256 if condition.layer else None,
        "faults": [
            {"kind": fault.kind, "where": fault.problem.where, "message": fault.problem.text(language)}
            for fault in condition.faults
        ],
    }
