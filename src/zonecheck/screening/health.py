"""Is this installation sound? Versions, known figures, the clock, and every bundled pack and registered layer by its hash."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from zonecheck import __version__
from zonecheck.errors import Problem, ZonecheckError
from zonecheck.geodesy.known import Known, fault, known_distances, known_transform
from zonecheck.layers import catalogue
from zonecheck.layers.verify import Condition, verify
from zonecheck.packs import load
from zonecheck.screening.notices import clock_notices
from zonecheck.words import Text


@dataclass(frozen=True, slots=True)
class PackState:
    """A bundled pack: its hash, and its faults."""

    id: str
    sha256: str
    faults: tuple[Problem, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Health:
    """What was looked at, and what is wrong; `versions` holds None for a library that cannot be loaded."""

    versions: dict[str, str | None]
    distances: tuple[Known, ...]
    transform: tuple[Known, ...]
    today: date
    packs: tuple[PackState, ...]
    layers: tuple[Condition, ...]
    problems: tuple[Problem, ...]

    @property
    def sound(self) -> bool:
        return not self.problems

    @property
    def clock_sound(self) -> bool:
        return not clock_notices(self.today)


def examine(catalogues: Sequence[str], today: date) -> Health:
    """Look at everything; nothing that is wrong keeps the rest from being looked at."""
    found = versions()
    distances, transform = known_distances(), known_transform()
    packs = tuple(_pack(pack) for pack in load.bundled())
    layers, unread = _layers(catalogues, today)
    problems = [
        *(Problem(name, _NOT_LOADED) for name, version in found.items() if version is None),
        *(Problem("", fault(each)) for each in (*distances, *transform) if not each.sound),
        *clock_notices(today),
        *(problem for pack in packs for problem in pack.faults),
        *([] if packs else [Problem("", _NO_PACKS)]),
        *unread,
        *(each.problem for layer in layers for each in layer.faults),
    ]
    return Health(found, distances, transform, today, packs, layers, tuple(problems))


def versions() -> dict[str, str | None]:
    """Of the program, of Python, and of every library that computes or reads."""
    own = {"zonecheck": __version__, "python": ".".join(map(str, sys.version_info[:3]))}
    asked = (_shapely, _pyproj, _pyogrio, _numpy)
    return own | {name: version for ask in asked for name, version in _tried(ask).items()}


def _tried(ask: object) -> dict[str, str | None]:
    try:
        return dict(ask())  # type: ignore[operator]
    except Exception:  # a library that is broken may raise anything
        return {ask.__name__.removeprefix("_"): None}  # type: ignore[attr-defined]


def _shapely() -> dict[str, str]:
    import shapely  # noqa: PLC0415

    return {"shapely": shapely.__version__, "geos": shapely.geos_version_string}


def _pyproj() -> dict[str, str]:
    import pyproj  # noqa: PLC0415

    return {"pyproj": pyproj.__version__, "proj": pyproj.proj_version_str}


def _pyogrio() -> dict[str, str]:
    import pyogrio  # noqa: PLC0415

    return {"pyogrio": pyogrio.__version__, "gdal": pyogrio.__gdal_version_string__}


def _numpy() -> dict[str, str]:
    import numpy as np  # noqa: PLC0415

    return {"numpy": np.__version__}


def _pack(pack: str) -> PackState:
    written = load.read(pack)
    try:
        load.use(written)
    except ZonecheckError as error:
        return PackState(pack, written.sha256, tuple(error.problems))
    return PackState(pack, written.sha256, ())


def _layers(catalogues: Sequence[str], today: date) -> tuple[tuple[Condition, ...], tuple[Problem, ...]]:
    try:
        return verify(catalogue.load(catalogues), today), ()
    except ZonecheckError as error:
        return (), tuple(error.problems)


_NOT_LOADED = Text(
    "无法加载,请重新安装 zonecheck 及其依赖", "cannot be loaded; install zonecheck and its dependencies again"
)
_NO_PACKS = Text(
    "没有随附的规则包,安装不完整", "no bundled rule pack is there: the installation is incomplete"
)
