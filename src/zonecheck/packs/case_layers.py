"""How does a case change the layers? Figures of its own, other features, or none at all.

The layers of a case live in memory only; nothing is read and no catalogue is touched.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely.geometry import shape

from zonecheck.layers.layer import Entry, Layer
from zonecheck.words import same

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from zonecheck.packs.case_text import FeatureText, GeometryText, LayerText


def changed(layers: Mapping[str, Layer], wanted: Mapping[str, LayerText]) -> dict[str, Layer]:
    """The layers as a case wants them; an absent one is left out."""
    kept = {key: layer for key, layer in layers.items() if key not in wanted}
    made = {key: _layer(key, text, layers.get(key)) for key, text in wanted.items() if not text.absent}
    return kept | made


def geometry(text: GeometryText) -> BaseGeometry:
    """The geometry that the text describes, in longitude, latitude."""
    return shape({"type": text.type, "coordinates": text.coordinates})


def _layer(key: str, text: LayerText, base: Layer | None) -> Layer:
    layer = _of_features(key, text, text.features) if text.features or base is None else base
    layer = _without(layer, text.without)
    entry = replace(
        layer.entry,
        accuracy_m=layer.entry.accuracy_m if text.accuracy_m is None else text.accuracy_m,
        baseline=text.baseline or layer.entry.baseline,
        valid_until=text.valid_until or layer.entry.valid_until,
        complete_for=_claims(text.complete_for)
        if text.complete_for is not None
        else layer.entry.complete_for,
    )
    return replace(
        layer,
        entry=entry,
        accuracy_m=_accuracies(layer, text),
        baseline=tuple(text.baseline or each for each in layer.baseline),
        coverage=_coverage(layer, text),
    )


def _claims(claims: Mapping[str, Sequence[str]]) -> dict[str, frozenset[str]]:
    return {key: frozenset(values) for key, values in claims.items()}


def _accuracies(layer: Layer, text: LayerText) -> Any:
    """The layer's own figure for all its features, unless they are the case's and have their own."""
    if text.accuracy_m is None or text.features:
        return layer.accuracy_m
    return np.full(len(layer), text.accuracy_m)


def _coverage(layer: Layer, text: LayerText) -> Any:
    if text.box:
        return shapely.box(*text.box)
    return {None: layer.coverage, "none": None, "everywhere": "everywhere"}[text.coverage]


def _without(layer: Layer, names: Sequence[str]) -> Layer:
    """The layer without the features of these names."""
    if not names:
        return layer
    rows = [row for row, name in enumerate(layer.names) if name not in names]
    return replace(
        layer,
        ids=tuple(layer.ids[row] for row in rows),
        names=tuple(layer.names[row] for row in rows),
        geometry=layer.geometry[rows],
        properties=tuple(layer.properties[row] for row in rows),
        accuracy_m=layer.accuracy_m[rows],
        half_width_m=layer.half_width_m[rows],
        baseline=tuple(layer.baseline[row] for row in rows),
    )


def _of_features(key: str, text: LayerText, features: Sequence[FeatureText] | None) -> Layer:
    held = features or ()
    drawn = np.empty(len(held), dtype=object)
    drawn[:] = [geometry(each.geometry) if each.geometry else None for each in held]
    return Layer(
        entry=_entry(key, text),
        ids=tuple(f"{key}-{number}" for number in range(1, len(held) + 1)),
        names=tuple(each.name for each in held),
        geometry=drawn,
        properties=tuple({"name": each.name, **_properties(each)} for each in held),
        accuracy_m=np.array([_first(each.accuracy_m, text.accuracy_m) for each in held]),
        half_width_m=np.array([_first(each.half_width_m) for each in held]),
        baseline=tuple(text.baseline for _ in held),
        coverage=None,
    )


def _first(*figures: float | None) -> float:
    return next((figure for figure in figures if figure is not None), 0.0)


def _properties(feature: FeatureText) -> dict[str, Any]:
    """The properties, the names among them as tuples, as in a layer that was read."""
    listed = {key: tuple(feature.properties.get(key, ())) for key in ("aliases", "possibly")}
    return {**feature.properties, **listed}


def _entry(key: str, text: LayerText) -> Entry:
    return Entry(
        id=key,
        title=same(key),
        baseline=text.baseline,
        accuracy_m=text.accuracy_m or 0.0,
        complete_for={},
        valid_until=None,
        source=None,
        licence=None,
        vintage=None,
        indicative=False,
        sha256="",
        origin="case",
    )
