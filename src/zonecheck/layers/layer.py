"""What is a layer? Features with a catalogue entry that says how well they are known and for what they are complete."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from zonecheck.words import Text

Baseline = Literal["waterward_edge", "outer_edge", "bank", "water_area", "centreline"]


@dataclass(frozen=True, slots=True)
class Entry:
    """What the catalogue says of a layer. Accuracies in metres; `complete_for` maps a key to the values it is complete for."""

    id: str
    title: Text
    baseline: Baseline | None
    accuracy_m: float | None
    complete_for: Mapping[str, frozenset[str]]
    valid_until: date | None
    source: Text | None
    licence: str | None
    vintage: str | None
    indicative: bool
    sha256: str  # of the bytes of the file
    origin: str  # "bundled", or the catalogue as the user named it


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """A layer in memory: m features in longitude, latitude (CGCS2000), edges straight in these coordinates.

    `geometry` is None for a feature that is named without an outline (a park whose boundary is not public).
    `accuracy_m` is the feature's own or the layer's; `half_width_m` is what lies between a centre line and its bank,
    0 where not known. `baseline` is the feature's own or the layer's.
    `coverage` is an area in longitude, latitude, the word "everywhere", or None where nothing is claimed.
    """

    entry: Entry
    ids: tuple[str, ...]
    names: tuple[str, ...]
    geometry: NDArray[np.object_]
    properties: tuple[Mapping[str, Any], ...]
    accuracy_m: NDArray[np.float64]
    half_width_m: NDArray[np.float64]
    baseline: tuple[Baseline | None, ...]
    coverage: BaseGeometry | Literal["everywhere"] | None

    def __len__(self) -> int:
        return len(self.ids)
