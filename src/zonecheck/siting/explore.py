"""How does an area come to be divided? What is wished for is read, packs and layers opened, the area cut, judged and checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import shapely

from zonecheck import __version__
from zonecheck.engine.likeness import not_checked
from zonecheck.engine.precedents import Precedents
from zonecheck.engine.surroundings import Surroundings
from zonecheck.errors import InputError, Problem, UsageError
from zonecheck.geodesy.known import require_distances
from zonecheck.layers import catalogue
from zonecheck.predicates.chosen import choose
from zonecheck.projects.build import Assumptions, build
from zonecheck.projects.formats import read
from zonecheck.projects.raw import Limits
from zonecheck.projects.sources import find
from zonecheck.projects.vocabulary import VOCABULARY, by_name, read_in_full
from zonecheck.results import Run, Scope
from zonecheck.screening.references import open_layers, open_packs, refuse_unknown
from zonecheck.screening.scope import awaiting, in_force, layer_info, limits, pack_info, versions
from zonecheck.siting.division import Asker, area_ha, divided, sampled
from zonecheck.siting.fitting import candidates, roomy
from zonecheck.siting.records import Siting
from zonecheck.words import Text, listed

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from zonecheck.layers.layer import Layer
    from zonecheck.rules.rule import Pack

_OF_A_PLACE = frozenset({"extent_m", "linear", "bank_distances"})  # what a kind of project cannot state


@dataclass(frozen=True)
class Wish:
    """What is to be sited, and where. `stated` are attributes by any of their names; `within` a file of areas or four
    degrees, the districts of the packs where empty."""

    stated: Mapping[str, str]
    today: date
    within: str = ""
    packs: Sequence[str] = ()
    layers: Sequence[str] = ()
    required: frozenset[str] = frozenset()
    on: date | None = None
    size_ha: float | None = None
    near: tuple[float, float] | None = None
    samples: int = 2_000
    assumptions: Assumptions = field(default_factory=Assumptions)


def site(wish: Wish) -> Siting:
    """Divide the area for projects of the kind that is wished for.

    Raises UsageError, InputError, PackError or LayerError if the question cannot be asked.
    """
    require_distances()
    stated = _stated(wish.stated)
    packs = open_packs(wish.packs)
    layers = open_layers(packs, catalogue.load(wish.layers))
    refuse_unknown(wish.required, packs, layers)
    day = wish.on or wish.today
    used = in_force(packs, [day])
    area = _area(wish, used, layers)
    asker = Asker(stated, layers, day, wish.required, Precedents(packs))
    whole = divided(area, asker)
    parts = roomy(whole, wish.size_ha) if wish.size_ha else whole
    return Siting(
        run=_run(day, used, layers, wish.assumptions.crs),
        on=day,
        stated=tuple(stated.items()),
        area=area,
        area_ha=area_ha(area),
        parts=parts,
        size_ha=wish.size_ha,
        too_narrow_ha=max(0.0, sum(each.area_ha for each in whole) - sum(each.area_ha for each in parts)),
        near=wish.near,
        candidates=candidates(parts, asker, wish.near, wish.size_ha) if wish.near else (),
        sampled=sampled(area, whole, asker, wish.samples),
    )


def _stated(given: Mapping[str, str]) -> dict[str, str]:
    """The attributes by key, each readable."""
    read_, problems = {}, []
    for name, text in given.items():
        attribute = by_name(name)
        if attribute is None or attribute.key in _OF_A_PLACE:
            known = [key for key in VOCABULARY if key not in _OF_A_PLACE]
            problems.append(Problem("--set", _NO_ATTRIBUTE.fill(name=name, keys=listed(known, 600))))
            continue
        problems += [Problem(f"--set {name}", each.text) for each in read_in_full(attribute, text).problems]
        read_[attribute.key] = text
    if problems:
        raise UsageError(*problems)
    return read_


def _area(wish: Wish, packs: Sequence[Pack], layers: Mapping[str, Layer]) -> BaseGeometry:
    if not wish.within:
        return _districts(packs, layers)
    box = _box(wish.within)
    area = box if box is not None else _file_area(wish)
    if area.is_empty or not area.area:
        raise UsageError(Problem("--within", _NO_AREA.fill(value=wish.within)))
    return area


def _districts(packs: Sequence[Pack], layers: Mapping[str, Layer]) -> BaseGeometry:
    """All districts that a pack in force names."""
    found = [
        choose(layers[pack.jurisdiction.layer], pack.jurisdiction.where).area
        for pack in packs
        if pack.jurisdiction and pack.jurisdiction.layer in layers
    ]
    drawn = [each for each in found if each is not None]
    if not drawn:
        raise UsageError(Problem("--within", _NO_DISTRICTS))
    return shapely.union_all(drawn)


def _box(text: str) -> BaseGeometry | None:
    """Four degrees, two opposite corners; None for anything else."""
    try:
        west, south, east, north = (float(part) for part in text.replace(",", ",").split(","))
    except ValueError:
        return None
    if max(abs(west), abs(east)) > 180 or max(abs(south), abs(north)) > 80:
        raise UsageError(Problem("--within", _NO_AREA.fill(value=text)))
    return shapely.box(min(west, east), min(south, north), max(west, east), max(south, north))


def _file_area(wish: Wish) -> BaseGeometry:
    """The areas of a file as one, in longitude, latitude (CGCS2000)."""
    sources = find([wish.within])
    if sources.problems:
        raise InputError(*sources.problems)
    tables = [table for source in sources.files for table in read(source, Limits(), "utf-8", None)]
    shapes = [shape for table in tables for shape in build(table, wish.assumptions).sites.geometry]
    areal = [shape for shape in shapes if shape is not None and shapely.get_dimensions(shape) == 2]
    return shapely.union_all(np.array(areal, dtype=object))


def _run(day: date, used: Sequence[Pack], layers: Mapping[str, Layer], crs: str | None) -> Run:
    """By what it was judged, as every report names it; there are no projects."""
    return Run(
        version=__version__,
        libraries=versions,
        on=day,
        packs=tuple(pack_info(pack) for pack in used),
        layers=tuple(layer_info(layer) for layer in layers.values()),
        scope=Scope((*awaiting(used, layers), *not_checked(used)), limits(used, crs)),
        projects=(),
        errors=[],
        atlas=Surroundings(layers),
    )


_NO_ATTRIBUTE = Text("没有“{name}”这一属性;可用:{keys}", "there is no attribute '{name}'; there are {keys}")
_NO_AREA = Text(
    "“{value}”中没有面;应为面文件,或两个对角的经纬度:西,南,东,北",
    "there is no area in '{value}'; expected a file of areas, or two opposite corners in degrees: west,south,east,north",
)
_NO_DISTRICTS = Text(
    "没有可用的区县图层,请用 --within 指定范围", "there are no districts to go by; say where with --within"
)
