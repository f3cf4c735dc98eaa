"""What does a run rest on, and how far does its answer reach? Packs and layers as the report names them, and the limits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import shapely

from zonecheck.errors import InputError
from zonecheck.geodesy.tied import tied
from zonecheck.results import LayerInfo, PackInfo
from zonecheck.words import Text

if TYPE_CHECKING:
    from zonecheck.layers.layer import Layer
    from zonecheck.rules.rule import Pack


def in_force(packs: Sequence[Pack], days: Sequence[date]) -> list[Pack]:
    return [pack for pack in packs if any(pack.speaks_on(day) for day in days)]


def pack_info(pack: Pack) -> PackInfo:
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


def layer_info(layer: Layer) -> LayerInfo:
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


def awaiting(packs: Sequence[Pack], layers: Mapping[str, Layer]) -> tuple[Text, ...]:
    """By document, the rules that rest on data which only the user can supply; those whose layers are held are left out."""
    return tuple(text for pack in packs if (text := _awaiting(pack, layers)))


def _awaiting(pack: Pack, layers: Mapping[str, Layer]) -> Text | None:
    titles = dict.fromkeys(rule.title for rule in pack.rules if not rule.needs <= layers.keys())
    if not titles:
        return None
    zh, en = "；".join(title.zh for title in titles), "; ".join(title.en for title in titles)
    return _AWAITING.fill(document=pack.number, titles=Text(zh, en))


def not_chosen(packs: Sequence[Pack]) -> tuple[Text, ...]:
    """Documents that are held and were not asked for, and what those know of and do not hold, by name."""
    documents = [_NOT_CHOSEN.fill(title=pack.title, number=pack.number) for pack in packs]
    return (*documents, *(text for pack in packs for text in pack.not_checked))


def versions() -> dict[str, str]:
    """Of the libraries that compute, named in every run: the same input must give the same bytes."""
    import pyproj  # noqa: PLC0415  most checks of one project need nothing else of it

    return {"geos": str(shapely.geos_version_string), "proj": str(pyproj.proj_version_str)}


def limits(packs: Sequence[Pack], crs: str | None) -> tuple[Text, ...]:
    """What every answer of the run rests on; `crs` is the system that the user names."""
    notes = [pack.in_force_note for pack in packs if pack.in_force_note]
    return (*_LIMITS, *_own_parameters(crs), *dict.fromkeys(notes))


def _own_parameters(crs: str | None) -> tuple[Text, ...]:
    try:
        found = tied(crs) if crs else None
    except InputError:  # it is told where a file is read by it
        return ()
    return (_PARAMETERS.fill(system=found.text),) if found else ()


_NOT_CHOSEN = Text("未选用：{title}（{number}）", "not asked for: {title} ({number})")
_AWAITING = Text(
    "{document}：下列各项所据资料须由使用者提供，未提供的须另行核对：{titles}",
    "{document}: what follows rests on data that only the user has; where they are not given it must be checked separately: "
    "{titles}",
)
_PARAMETERS = Text(
    "基准转换参数由使用者提供，未经核实：{system}",
    "the parameters of the change of datum are the user's own and were not verified: {system}",
)
_LIMITS = (
    Text(
        "距离为椭球面距离(场地边界最近点至岸线最近点),不作高程改正",
        "distances are on the ellipsoid, from the nearest point of the site to that of the bank, not corrected for height",
    ),
    Text(
        "EPSG:4326 与 EPSG:4490 视为相同(相差不足1米)",
        "EPSG:4326 and EPSG:4490 are taken as identical (they differ by less than a metre)",
    ),
    Text("申报信息未经核实", "what a project states of itself is not verified"),
)
