"""How does a check come about, from paths to a run? Files, packs and layers are opened here and handed to the engine.

This is the only room that both reads and judges. It prints nothing, and knows the day only because it is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from zonecheck import __version__
from zonecheck.engine.check import Checked, check
from zonecheck.engine.likeness import not_checked
from zonecheck.engine.precedents import Precedents
from zonecheck.engine.surroundings import Surroundings
from zonecheck.errors import InputError, Problem
from zonecheck.geodesy.known import require_distances
from zonecheck.layers import catalogue
from zonecheck.projects.build import build
from zonecheck.projects.formats import read
from zonecheck.projects.sources import Source, Sources, find
from zonecheck.projects.stating import stating
from zonecheck.results import DecisionsInfo, Run, Scope
from zonecheck.screening.notices import clock_notices, notices
from zonecheck.screening.references import left_out, open_layers, open_packs, refuse_unknown
from zonecheck.screening.scope import awaiting, in_force, layer_info, limits, not_chosen, pack_info, versions

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from zonecheck.layers.layer import Layer
    from zonecheck.packs.decisions import Decisions
    from zonecheck.projects.joining import Attributes
    from zonecheck.projects.raw import RawFeatures
    from zonecheck.projects.table import Projects
    from zonecheck.results import ProjectResult
    from zonecheck.rules.rule import Pack
    from zonecheck.screening.request import Request
    from zonecheck.words import Text


@dataclass(frozen=True, eq=False)
class Screening:
    """A run that is ready to be reported, and what was passed over on the way."""

    run: Run
    ignored: int
    notices: tuple[Problem, ...] = ()  # what became of decisions, for a person to know
    total: int = 0  # projects that there will be


@dataclass(frozen=True, eq=False)
class Examination:
    """What was asked and what was judged, with nothing told yet: for whoever has more to ask of the same projects.

    `checked` holds one entry for each batch that was read, in the order of the input.
    """

    packs: Sequence[Pack]
    layers: Mapping[str, Layer]
    made: Decisions | None
    checked: Sequence[Checked]
    errors: list[Problem]
    ignored: int
    precedents: Precedents


def screen(request: Request) -> Screening:
    """Check everything that the request names.

    Raises InstallationError, PackError, LayerError, UsageError or, for its decisions, InputError before anything is
    checked. An unreadable file is an entry in `run.errors` and the rest goes on.
    """
    return reported(examine(request), request)


def examine(request: Request) -> Examination:
    """As `screen`, as far as the judging goes."""
    require_distances()
    packs = open_packs(request.packs)
    layers = open_layers(packs, catalogue.load(request.layers))
    refuse_unknown(request.required, packs, layers)
    made = _made(request.decisions) if request.decisions else None
    sources = find(request.paths) if request.paths else Sources((), 0, ())
    errors = list(sources.problems)
    table = _attributes(request)
    batches = list(_batches(sources.files, request, table, errors))
    errors += table.unmatched() if table else ()
    entries = made.entries if made else ()
    precedents = Precedents(packs)
    checked = [
        check(
            batch,
            packs,
            layers,
            on=_days(batch, request),
            required=request.required,
            decisions=entries,
            precedents=precedents,
        )
        for batch in batches
    ]
    return Examination(packs, layers, made, checked, errors, sources.ignored, precedents)


def reported(found: Examination, request: Request) -> Screening:
    """What was judged as a run that can be reported."""
    checked = found.checked
    days = sorted({day for each in checked for day in each.on.tolist()})
    asked = days or [request.on or request.today]
    used = in_force(found.packs, asked)
    others = in_force(left_out(found.packs), asked) if request.packs else []
    run = Run(
        version=__version__,
        versions=versions(),
        on=days[0] if len(days) == 1 else None,
        packs=tuple(pack_info(pack) for pack in used),
        layers=tuple(layer_info(layer) for layer in found.layers.values()),
        scope=Scope(
            _once(*awaiting(used, found.layers), *not_checked(used), *not_chosen(others)),
            limits(used, request.assumptions.crs),
        ),
        projects=_results(checked, request),
        errors=found.errors,
        atlas=Surroundings(found.layers),
        decisions=(DecisionsInfo(found.made.source, found.made.sha256),) if found.made else (),
    )
    said = notices([use for each in checked for use in each.uses])
    said += () if request.on else clock_notices(request.today)
    return Screening(run, found.ignored, said, sum(len(each.projects) for each in checked))


def _once(*texts: Text) -> tuple[Text, ...]:
    return tuple(dict.fromkeys(texts))


def _made(path: Path) -> Decisions:
    from zonecheck.packs import decisions  # noqa: PLC0415  few runs have any

    return decisions.read(path)


def _attributes(request: Request) -> Attributes | None:
    """The table that is joined to the outlines, read before anything is checked."""
    if request.joined is None:
        return None
    from zonecheck.projects import joining  # noqa: PLC0415  only where a table is joined

    return joining.load(request.joined.table, request.joined.field, request.limits, request.encoding)


def _batches(
    files: Sequence[Source], request: Request, table: Attributes | None, errors: list[Problem]
) -> Iterator[Projects]:
    for source in files:
        if request.joined is not None and source.is_at(request.joined.table):
            continue
        try:
            tables = read(source, request.limits, request.encoding, request.stdin)
            tables = tuple(map(table.join, tables)) if table else tables
        except InputError as error:
            errors += error.problems
            continue
        yield from _built(tables, request, errors)
    yield from (_as_stated(features, request) for features in request.features)


def _built(tables: Sequence[RawFeatures], request: Request, errors: list[Problem]) -> Iterator[Projects]:
    """The tables of one file; one that cannot be placed leaves the others alone."""
    for table in tables:
        if len(table):
            try:
                yield _as_stated(table, request)
            except InputError as error:
                errors += error.problems


def _as_stated(features: RawFeatures, request: Request) -> Projects:
    """The projects, with what they are taken to state where something else is to be tried."""
    own = request.assumptions
    if not request.stated:
        return build(features, own)
    others = {key: name for key, name in own.names.items() if key not in request.stated}
    return build(stating(features, request.stated, own.names), replace(own, names=others))


def _days(projects: Projects, request: Request) -> NDArray[np.datetime64]:
    """The day each project is judged by: the one asked for, else its own, else today."""
    if request.on:
        return np.full(len(projects), np.datetime64(request.on), dtype="datetime64[D]")
    today = np.datetime64(request.today)
    return np.asarray(projects.columns["date"].spread(np.datetime64, today, "datetime64[D]"))


def _results(checked: Iterable[Checked], request: Request) -> Iterator[ProjectResult]:
    for each in checked:
        yield from each.results(explain=request.explain, whole=request.whole)
