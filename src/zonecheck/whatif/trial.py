"""What does the check say of one project elsewhere, or stating something else? Variants as rows of one more batch.

Each variant is judged by the engine as any project is; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from zonecheck.engine.check import Checked, check
from zonecheck.projects.table import MISSING, Column, Columns, encode
from zonecheck.truth import NO

if TYPE_CHECKING:
    from collections.abc import Hashable

    from numpy.typing import NDArray

    from zonecheck.engine.precedents import Precedents
    from zonecheck.engine.verdicts import Docket
    from zonecheck.projects.table import Projects
    from zonecheck.rules.decision import Decision
    from zonecheck.screening import Examination

_VERTICES = 400_000  # in one batch


@dataclass(frozen=True, eq=False)
class Trial:
    """One project of a batch that was judged, and what it was judged by."""

    examination: Examination
    checked: Checked
    row: int  # in the batch
    required: frozenset[str] = frozenset()

    @property
    def geometry(self) -> Any:
        return self.checked.projects.sites.geometry[self.row]

    def states(self, key: str) -> bool:
        return not self.checked.projects.columns[key].missing[self.row]

    def told(
        self,
        places: NDArray[np.object_],
        readings: Sequence[Sequence[str]],
        by: Precedents | None = None,
    ) -> Told:
        """What is said of the project with each of these outlines (k,), in each of r readings of its attributes.

        A reading names the attributes that are left out. A new outline is exact as it is written: nothing was rounded.
        """
        size = max(1, _VERTICES // max(1, int(shapely.get_num_coordinates(self.geometry))))
        parts = [places[start : start + size] for start in range(0, len(places), size)]
        told = [_told(self.elsewhere(part, readings, by), len(readings)) for part in parts]
        return Told(
            np.concatenate([each.verdict for each in told], axis=1),
            np.concatenate([each.reach for each in told], axis=1),
        )

    @property
    def reach(self) -> np.int8:
        """How surely a local pack reaches the project where it is."""
        place = int(np.searchsorted(self.checked.rows, self.row))
        reach: np.int8 = local_reach(self.checked.docket)[place]
        return reach

    def elsewhere(
        self,
        places: NDArray[np.object_],
        readings: Sequence[Sequence[str]],
        by: Precedents | None = None,
    ) -> Checked:
        """As `told`, with all that was judged: r times k rows, reading by reading."""
        k, n = len(places), len(places) * len(readings)
        own = self.checked.projects.columns
        columns = {}
        for key in dict.fromkeys(key for reading in readings for key in reading):
            kept = np.repeat([key not in reading for reading in readings], k)
            codes = np.where(kept, own[key].codes[self.row], MISSING).astype(np.int32)
            columns[key] = Column(codes, own[key].values)
        found = self._copies(n, columns)
        sites = replace(found.sites, geometry=np.tile(places, len(readings)), rounding_m=np.zeros(n))
        return self._judged(replace(found, sites=sites), (), by)

    def stating(self, variants: Sequence[Mapping[str, Hashable]]) -> Checked:
        """The project with these values in place of its own, one row for each variant."""
        keys = dict.fromkeys(key for variant in variants for key in variant)
        own = self.checked.projects.columns
        columns = {
            key: encode([variant.get(key, own[key].at(self.row)) for variant in variants]) for key in keys
        }
        return self._judged(self._copies(len(variants), columns), self.examination.means.decisions)

    def _copies(self, n: int, columns: Mapping[str, Column]) -> Projects:
        projects, rows = self.checked.projects, np.full(n, self.row)
        one = self.row
        return replace(
            projects,
            source=[projects.source[one]] * n,
            index=[projects.index[one]] * n,
            line=[projects.line[one]] * n,
            properties=[projects.properties[one]] * n,
            columns=Columns(projects.columns, rows, dict(columns)),
            sites=projects.sites.take(rows),
            invalid=projects.invalid[rows],
            problems=dict.fromkeys(range(n), projects.problems[one]) if one in projects.problems else {},
            assumptions=dict.fromkeys(range(n), projects.assumptions[one])
            if one in projects.assumptions
            else {},
        )

    def _judged(
        self, projects: Projects, decisions: Sequence[Decision], by: Precedents | None = None
    ) -> Checked:
        """Decisions of people are bound to the outline: a moved site has none."""
        by = by or self.examination.means.precedents
        return check(
            projects,
            by.packs,
            self.examination.means.layers,
            on=np.repeat(self.checked.on[self.row], len(projects)),
            required=self.required,
            decisions=decisions,
            precedents=by,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """Verdicts (r, k) of k places in r readings, and how surely a local pack reaches each."""

    verdict: NDArray[np.int8]
    reach: NDArray[np.int8]


def _told(checked: Checked, readings: int) -> Told:
    shape = (readings, -1)
    return Told(checked.verdicts.reshape(shape), local_reach(checked.docket).reshape(shape))


def local_reach(docket: Docket) -> NDArray[np.int8]:
    """Whether a pack that is not national reaches each row: the surest of them."""
    local = [
        found.truth
        for pack, found in zip(docket.packs, docket.reaches, strict=True)
        if pack.level != "national"
    ]
    found: NDArray[np.int8] = np.maximum.reduce([np.full(len(docket.verdict), NO), *local])
    return found
