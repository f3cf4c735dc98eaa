"""What is a layer? Features with a catalogue entry that says how well they are known and for what they are complete."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal, TypeVar, Union, get_args

from zonecheck.layers.outlines import Outlines, bounds_of
from zonecheck.layers.spelling import spelling

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from zonecheck.words import Text

T = TypeVar("T")

Baseline = Literal["waterward_edge", "outer_edge", "bank", "water_area", "centreline"]
BASELINES: Final[tuple[Baseline, ...]] = get_args(Baseline)

Coverage = Union["BaseGeometry", Literal["everywhere"], None]
"""The area for which a layer claims to hold what there is."""

EVERYTHING: Final = "everything"  # the one key of `complete_for` that stands for all keys and values


@dataclass(frozen=True, slots=True)
class Entry:
    """What the catalogue says of a layer. Accuracies in metres.

    `complete_for` maps a key to the values it is complete for; complete for all is `{EVERYTHING: frozenset()}`.
    """

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
    sha256: str  # of the bytes of the file; in a catalogue not yet opened: as stated there, else empty
    origin: str  # "bundled", or the catalogue as the user named it
    note: Text | None = None


@dataclass(frozen=True, eq=False)
class Layer:
    """A layer in memory: m features in longitude, latitude (CGCS2000), edges straight in these coordinates.

    `geometry` is None for a feature that is named without an outline (a park whose boundary is not public).
    `names` holds the name, or the id where there is none. `aliases` and `possibly` in `properties` are tuples.
    `accuracy_m` is the feature's own or the layer's; `half_width_m` is what lies between a centre line and its bank,
    0 where not known. `baseline` is the feature's own or the layer's.
    `coverage` is an area in longitude, latitude, the word "everywhere", or None where nothing is claimed.
    """

    entry: Entry
    ids: tuple[str, ...]
    names: tuple[str, ...]
    geometry: NDArray[np.object_] | Outlines
    properties: tuple[Mapping[str, Any], ...]
    accuracy_m: NDArray[np.float64]
    half_width_m: NDArray[np.float64]
    baseline: tuple[Baseline | None, ...]
    coverage: Coverage
    _known: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False)

    def remember(self, key: Hashable, find: Callable[[], T]) -> T:
        """What `find` finds in this layer alone, found once."""
        if key not in self._known:
            self._known[key] = find()
        found: T = self._known[key]
        return found

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def bounds(self) -> NDArray[np.float64]:
        """West, south, east and north of each feature in degrees (m, 4), NaN where it has no outline."""
        return bounds_of(self.geometry)

    @property
    def at_hand(self) -> bool:
        """Whether all outlines are in memory, and not only those that were asked for."""
        return not isinstance(self.geometry, Outlines)

    @cached_property
    def spellings(self) -> tuple[frozenset[str], ...]:
        """Of each feature its id, its name and its aliases, as they are compared."""
        return tuple(
            frozenset(map(spelling, (id_, str(properties.get("name", "")), *properties.get("aliases", ()))))
            for id_, properties in zip(self.ids, self.properties, strict=True)
        )
