"""How does a check come about, from paths to a run? Files, packs and layers are opened here and handed to the engine.

This is the only room that both reads and judges. It prints nothing, and knows the day only because it is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, BinaryIO

import numpy as np
import pyproj
import shapely

from zonecheck import __version__
from zonecheck.engine.check import RANKS, Checked, check, not_checked
from zonecheck.engine.surroundings import Surroundings
from zonecheck.errors import InputError, PackError, Problem, UsageError
from zonecheck.layers import catalogue
from zonecheck.packs import load as packs_on_disk
from zonecheck.predicates.logic import leaves
from zonecheck.projects.build import Assumptions, build
from zonecheck.projects.geojson import read
from zonecheck.projects.raw import Limits, RawFeatures
from zonecheck.projects.sources import MAX_SIZE, Source, find, load
from zonecheck.results import LayerInfo, PackInfo, Run, Scope
from zonecheck.words import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonecheck.layers.catalogue import Catalogue
    from zonecheck.layers.layer import Layer
    from zonecheck.projects.table import Projects
    from zonecheck.results import ProjectResult
    from zonecheck.rules.rule import Pack


@dataclass(frozen=True)
class Request:
    """What is to be checked, by what, and as of which day. `today` is the day in China when nothing else says."""

    paths: Sequence[str]
    today: date
    packs: Sequence[str] = ()
    layers: Sequence[str] = ()
    required: frozenset[str] = frozenset()
    on: date | None = None
    explain: bool = False
    assumptions: Assumptions = field(default_factory=Assumptions)
    encoding: str = "utf-8"
    limits: Limits = field(default_factory=Limits)
    max_size: int = MAX_SIZE
    stdin: BinaryIO | None = None


@dataclass(frozen=True, eq=False)
class Screening:
    """A run that is ready to be reported, and what was passed over on the way."""

    run: Run
    ignored: int


def screen(request: Request) -> Screening:
    """Check everything that the request names.

    Raises PackError, LayerError or UsageError before anything is checked; an unreadable file is an entry in
    `run.errors` and the rest goes on.
    """
    packs = _packs(request.packs)
    layers = _layers(packs, catalogue.load(request.layers))
    _known(request.required, packs, layers)
    sources = find(request.paths)
    errors = list(sources.problems)
    batches = list(_batches(sources.files, request, errors))
    checked = [_check(batch, packs, layers, request) for batch in batches]
    days = sorted({day for each in checked for day in each.on.tolist()})
    used = _in_force(packs, days or [request.on or request.today])
    run = Run(
        version=__version__,
        versions={"geos": shapely.geos_version_string, "proj": pyproj.proj_version_str},
        on=days[0] if len(days) == 1 else None,
        packs=tuple(_pack_info(pack) for pack in used),
        layers=tuple(_layer_info(layer) for layer in layers.values()),
        scope=Scope(tuple(not_checked(used)), _limits(used)),
        projects=_results(checked, explain=request.explain),
        errors=errors,
        atlas=Surroundings(layers),
    )
    return Screening(run, sources.ignored)


def _packs(specs: Sequence[str]) -> list[Pack]:
    """The named packs, or all bundled ones, in order of rank. All faults of all packs are raised at once."""
    found: list[Pack] = []
    problems: list[Problem] = []
    for spec in specs or packs_on_disk.bundled():
        try:
            found.append(packs_on_disk.load(spec))
        except PackError as error:
            problems += error.problems
    twice = sorted({pack.id for pack in found if [each.id for each in found].count(pack.id) > 1})
    problems += [Problem(pack, _PACK_TWICE) for pack in twice]
    if problems:
        raise PackError(*problems)
    return sorted(found, key=lambda pack: (RANKS.index(pack.rank), pack.id))


def _layers(packs: Sequence[Pack], registered: Catalogue) -> dict[str, Layer]:
    """The layers that the packs ask, opened; one that no catalogue registers is simply not there."""
    asked = {"parks"}
    for pack in packs:
        asked |= {pack.jurisdiction.layer} if pack.jurisdiction else set()
        for rule in pack.rules:
            parts = (rule.applies_to, rule.demand, *((rule.unless,) if rule.unless else ()))
            asked |= {layer for part in parts for leaf in leaves(part) for layer in leaf.layers}
    return {layer: registered.open(layer) for layer in registered if layer in asked}


def _known(required: frozenset[str], packs: Sequence[Pack], layers: Mapping[str, Layer]) -> None:
    """Refuse to require what no rule asks for: a misspelt name would demand nothing."""
    known = {name for pack in packs for rule in pack.rules for name in rule.needs} | set(layers)
    known |= {
        name
        for pack in packs
        for rule in pack.rules
        for part in (rule.applies_to, rule.demand)
        for name in part.reads
    }
    unknown = sorted(required - known)
    if unknown:
        raise UsageError(*(Problem("--require", _NOT_ASKED.fill(name=name)) for name in unknown))


def _batches(files: Sequence[Source], request: Request, errors: list[Problem]) -> Iterator[Projects]:
    for source in files:
        try:
            yield build(_features(source, request), request.assumptions)
        except InputError as error:
            errors += error.problems


def _features(source: Source, request: Request) -> RawFeatures:
    content = load(source, max_size=request.max_size, stdin=request.stdin)
    return read(content, limits=request.limits, encoding=request.encoding)


def _check(
    projects: Projects, packs: Sequence[Pack], layers: Mapping[str, Layer], request: Request
) -> Checked:
    return check(projects, packs, layers, on=_days(projects, request), required=request.required)


def _days(projects: Projects, request: Request) -> NDArray[np.datetime64]:
    """The day each project is judged by: the one asked for, else its own, else today."""
    if request.on:
        return np.full(len(projects), np.datetime64(request.on), dtype="datetime64[D]")
    today = np.datetime64(request.today)
    return np.asarray(projects.columns["date"].spread(np.datetime64, today, "datetime64[D]"))


def _results(checked: Iterable[Checked], *, explain: bool) -> Iterator[ProjectResult]:
    for each in checked:
        yield from each.results(explain=explain)


def _in_force(packs: Sequence[Pack], days: Sequence[date]) -> list[Pack]:
    return [pack for pack in packs if any(day in pack.in_force for day in days)]


def _pack_info(pack: Pack) -> PackInfo:
    return PackInfo(
        pack.id,
        pack.title,
        pack.number,
        pack.rank,
        pack.in_force.start,
        pack.in_force.until,
        pack.sha256,
        pack.origin,
    )


def _layer_info(layer: Layer) -> LayerInfo:
    entry = layer.entry
    return LayerInfo(
        entry.id,
        entry.sha256 or "",
        entry.vintage,
        entry.baseline,
        entry.accuracy_m,
        entry.source,
        entry.indicative,
        entry.origin,
    )


def _limits(packs: Sequence[Pack]) -> tuple[Text, ...]:
    notes = [pack.in_force_note for pack in packs if pack.in_force_note]
    return (*_LIMITS, *dict.fromkeys(notes))


_LIMITS = (
    Text(
        "距离为椭球面距离(场地边界最近点至岸线最近点),不作高程改正",
        "distances are on the ellipsoid, from the nearest point of the site to the nearest point of the bank, not corrected for height",
    ),
    Text(
        "EPSG:4326 与 EPSG:4490 视为相同(相差不足1米)",
        "EPSG:4326 and EPSG:4490 are taken as identical (they differ by less than a metre)",
    ),
    Text("申报信息未经核实", "what a project states of itself is not verified"),
)
_PACK_TWICE = Text("同一编号的规则包给出了两次", "two rule packs with the same id were given")
_NOT_ASKED = Text("没有规则使用“{name}”;请核对名称", "no rule asks for '{name}'; check the name")
