"""How well is each feature known? Its accuracy, half width and base line: its own, else those of the layer.

Nothing is assumed: a layer of unknown accuracy would answer firmly where nobody knows, so it is refused.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from zonecheck.errors import Problem
from zonecheck.layers.faults import Fault, UnusableLayerError
from zonecheck.layers.layer import BASELINES, Baseline
from zonecheck.words import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonecheck.layers.features import Features
    from zonecheck.layers.registration import Registration

_NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
_LINES = (
    shapely.GeometryType.LINESTRING,
    shapely.GeometryType.LINEARRING,
    shapely.GeometryType.MULTILINESTRING,
)


@dataclass(frozen=True, slots=True, eq=False)
class Grades:
    """Arrays of length m, in metres; `half_width_m` is 0 where not known."""

    accuracy_m: NDArray[np.float64]
    half_width_m: NDArray[np.float64]
    baseline: tuple[Baseline | None, ...]


def grades(registration: Registration, features: Features) -> Grades:
    """The grades of all features; raises UnusableLayerError with everything that is missing or unreadable."""
    entry = registration.entry
    found = Grades(
        _own_metres(features, "accuracy_m", entry.accuracy_m),
        np.nan_to_num(_own_metres(features, "half_width_m", registration.half_width_m)),
        tuple(_own_baseline(properties, entry.baseline) for properties in features.properties),
    )
    faults = [*_unreadable(registration, features), *_lacking(registration, features, found)]
    if faults:
        raise UnusableLayerError(*faults)
    return found


def is_line(geometry: NDArray[np.object_]) -> NDArray[np.bool_]:
    return np.isin(shapely.get_type_id(geometry), _LINES)


def _own_metres(features: Features, key: str, of_layer: float | None) -> NDArray[np.float64]:
    """NaN where neither the feature nor the layer says anything, or the feature says what cannot be read."""
    default = math.nan if of_layer is None else of_layer
    own = [_metres(properties.get(key), default) for properties in features.properties]
    return np.array(own)


def _metres(value: Any, default: float) -> float:
    if value is None or value == "":
        return default
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        return float(value)
    readable = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if readable and math.isfinite(value) and value >= 0 else math.nan


def _own_baseline(properties: Any, of_layer: Baseline | None) -> Baseline | None:
    value: Baseline | None = properties.get("baseline")
    return value if value in BASELINES else of_layer


def _unreadable(registration: Registration, features: Features) -> Iterator[Fault]:
    for position, properties in enumerate(features.properties):
        for key in ("accuracy_m", "half_width_m"):
            value = properties.get(key)
            if math.isnan(_metres(value, 0.0)):
                yield _fault(registration.shown, features, position, _NOT_METRES.fill(key=key, value=value))
        baseline = properties.get("baseline")
        if baseline not in (None, "", *BASELINES):
            text = _NOT_A_BASELINE.fill(value=baseline, known=" / ".join(BASELINES))
            yield _fault(registration.shown, features, position, text)


def _lacking(registration: Registration, features: Features, found: Grades) -> Iterator[Fault]:
    """Faults of the catalogue: what neither it nor the features say."""
    drawn_as_line = is_line(features.geometry)
    stated = [properties.get("accuracy_m") not in (None, "") for properties in features.properties]
    if registration.entry.accuracy_m is None and not all(stated):
        of_unstated = [line for line, known in zip(found.baseline, stated, strict=True) if not known]
        text = _NO_ACCURACY_OF_CENTRELINE if "centreline" in of_unstated else _NO_ACCURACY
        yield Fault("invalid", Problem(registration.where, text))
    if any(line and found.baseline[position] is None for position, line in enumerate(drawn_as_line)):
        yield Fault("invalid", Problem(registration.where, _NO_BASELINE.fill(known=" / ".join(BASELINES))))


def _fault(shown: str, features: Features, position: int, what: Text) -> Fault:
    text = Text("{feature}:{what}", "{feature}: {what}").fill(feature=features.label(position), what=what)
    return Fault("invalid", Problem(shown, text))


_NOT_METRES = Text(
    "{key} 应为以米计的数,不小于 0,实为 {value}", "{key} must be a number of metres, 0 or more, got {value}"
)
_NOT_A_BASELINE = Text(
    "baseline 应为 {known} 之一,实为 {value}", "baseline must be one of {known}, got {value}"
)
_NO_ACCURACY = Text(
    "未说明精度;请写 accuracy_m(米),确无误差的写 0,或在每个要素上写明",
    "no accuracy is stated; give accuracy_m in metres, 0 if exact, or state it on every feature",
)
_NO_ACCURACY_OF_CENTRELINE = Text(
    "中心线离岸线有半个河宽,却未说明精度;请写 accuracy_m(米),已知半宽的另写 half_width_m",
    "a centre line lies half a width from the bank, and no accuracy is stated; give accuracy_m in metres, and"
    " half_width_m where it is known",
)
_NO_BASELINE = Text(
    "线状图层未说明以哪条线为准;请写 baseline:{known}",
    "a layer of lines does not say which line it is; give baseline: {known}",
)
