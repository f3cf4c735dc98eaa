"""By what is a run judged? Packs, layers and decisions, opened once for all its chunks; and the run as reports name it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from zonecheck import __version__
from zonecheck.engine.likeness import not_checked
from zonecheck.engine.precedents import Precedents
from zonecheck.engine.surroundings import Surroundings
from zonecheck.geodesy.known import require_distances
from zonecheck.layers import catalogue
from zonecheck.results import DecisionsInfo, Run, Scope
from zonecheck.screening.references import left_out, open_layers, open_packs, refuse_unknown
from zonecheck.screening.scope import awaiting, in_force, layer_info, limits, not_chosen, pack_info, versions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from zonecheck.errors import Problem
    from zonecheck.layers.layer import Layer
    from zonecheck.results import ProjectResult
    from zonecheck.rules.decision import Decision
    from zonecheck.rules.rule import Pack
    from zonecheck.screening.request import Request
    from zonecheck.words import Text


@dataclass(frozen=True, eq=False)
class Means:
    """What every chunk of a run is judged by. `precedents` are those of this process."""

    packs: Sequence[Pack]
    layers: Mapping[str, Layer]
    decisions: Sequence[Decision]
    decided_in: tuple[DecisionsInfo, ...]
    precedents: Precedents
    crs: str | None = None  # the system that the user states, of which there may be something to say
    others: Sequence[Pack] = ()  # bundled packs that were not asked for

    def run(self, days: Sequence[date], projects: Iterable[ProjectResult], errors: list[Problem]) -> Run:
        """The run of projects that are judged as of these days."""
        used = in_force(self.packs, days)
        return Run(
            version=__version__,
            libraries=versions,
            on=days[0] if len(days) == 1 else None,
            packs=tuple(pack_info(pack) for pack in used),
            layers=tuple(layer_info(layer) for layer in self.layers.values()),
            scope=Scope(self._not_checked(days), limits(used, self.crs)),
            projects=projects,
            errors=errors,
            atlas=Surroundings(self.layers),
            decisions=self.decided_in,
        )

    def apart(self) -> Means:
        """The same, resting on no file and on nothing of this process: it can be sent to another machine."""
        layers = {
            name: replace(layer, geometry=np.asarray(layer.geometry)) for name, layer in self.layers.items()
        }
        return replace(self, layers=layers, precedents=Precedents(self.packs))

    def _not_checked(self, days: Sequence[date]) -> tuple[Text, ...]:
        used, others = in_force(self.packs, days), in_force(self.others, days)
        said = (*awaiting(used, self.layers), *not_checked(used), *not_chosen(others))
        return tuple(dict.fromkeys(said))

    def hashes(self) -> tuple[str, ...]:
        """Of everything opened: two processes that have the same judge alike."""
        packs = [pack.sha256 for pack in self.packs]
        layers = [f"{name}:{layer.entry.sha256}" for name, layer in self.layers.items()]
        return (*packs, *layers, *(made.sha256 for made in self.decided_in))


def open_means(request: Request) -> Means:
    """Raises InstallationError, PackError, LayerError, UsageError or, for decisions, InputError."""
    require_distances()
    packs = open_packs(request.packs)
    layers = open_layers(packs, catalogue.load(request.layers))
    refuse_unknown(request.required, packs, layers)
    precedents, crs = Precedents(packs), request.assumptions.crs
    others = left_out(packs) if request.packs else ()
    if request.decisions is None:
        return Means(packs, layers, (), (), precedents, crs, others)
    from zonecheck.packs import decisions  # noqa: PLC0415  few runs have any

    made = decisions.read(request.decisions)
    decided_in = (DecisionsInfo(made.source, made.sha256),)
    return Means(packs, layers, made.entries, decided_in, precedents, crs, others)
