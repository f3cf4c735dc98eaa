"""What must hold of any bytes whatever? One function for each reader that strangers' input reaches first.

A target takes bytes and raises AssertionError where something was promised and not kept; any other exception that is no
`ZonecheckError` is a fault as well. They run under a fuzzer (`run.py`) and over the seeds and all that was ever found, as
tests.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import shapely

import small_pack
from zonecheck.engine.check import Checked, check
from zonecheck.engine.precedents import Precedents
from zonecheck.engine.verdicts import VERDICTS
from zonecheck.errors import InputError, PackError
from zonecheck.formats import angles, pairs, wkt
from zonecheck.formats.features import Fault
from zonecheck.layers import catalogue
from zonecheck.packs import draft, load
from zonecheck.projects import geojson as geojson_reader
from zonecheck.projects.build import build
from zonecheck.projects.raw import Limits, in_memory
from zonecheck.projects.sources import content

LIMITS = Limits(max_vertices=2000, max_depth=40)
ON_THE_BANK = shapely.box(113.3265, 31.7125, 113.3275, 31.7135)
DAY = np.datetime64("2026-11-24", "D")


def geojson(data: bytes) -> None:
    """A file is refused, or every feature of it becomes a project: usable with a sound geometry, or with a reason."""
    name = "x.geojsonl" if data[:1] == b"\x1e" else "x.geojson"
    try:
        raw = geojson_reader.read(content(name, data), LIMITS)
        projects = build(raw)
    except InputError:
        return
    counted = _counted(data)
    assert counted in (None, len(projects)), f"{counted} features, {len(projects)} projects"
    for row in range(len(projects)):
        geometry = projects.sites.geometry[row]
        if projects.invalid[row]:
            assert projects.problems.get(row), "unusable without a reason"
        else:
            assert np.isfinite(shapely.bounds(geometry)).all()
            assert not geometry.is_empty
    _ = check(
        projects, _packs(), _layers(), on=np.full(len(projects), DAY), precedents=_precedents()
    ).verdicts


def _counted(data: bytes) -> int | None:
    """How many features a plain reader sees in a collection; None where it sees none."""
    try:
        value = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    features = value.get("features") if isinstance(value, dict) else None
    whole = isinstance(value, dict) and value.get("type") == "FeatureCollection"
    return len(features) if whole and isinstance(features, list) else None


def pack(data: bytes) -> None:
    """A pack is refused with its faults, each with a place, or it is whole: its rules are cited and can be asked."""
    files = {draft.PACK: data, draft.SOURCE: small_pack.SOURCE.encode(), draft.CASES: b""}
    written = draft.of_files("fuzzed", files)
    try:
        found = load.use(written)
    except PackError as error:
        assert error.problems
        assert all(problem.where for problem in error.problems)
        return
    assert found.rules
    assert all(rule.citation.quote or rule.citation.summary for rule in found.rules)
    projects = build(in_memory([ON_THE_BANK], [{"industry": "2614", "nature": "new"}]))
    (result,) = check(projects, [found], _layers(), on=np.array([DAY])).results()
    loud = {finding.outcome for finding in result.findings} & {"violated", "undetermined"}
    assert not (loud and result.verdict == "clear") or all(
        each.effect == "advise" for each in result.findings
    )


def coordinates(data: bytes) -> None:
    """A text is no position, or one with finite figures in the range of its axis."""
    text = data.decode("utf-8", errors="replace")
    for reader in (_angle, _positions, _wkt):
        try:
            reader(text)
        except Fault:
            continue


def _angle(text: str) -> None:
    found = angles.angle(text)
    assert math.isfinite(found.degrees)
    assert math.isfinite(found.unit)


def _positions(text: str) -> None:
    found, unit = pairs.positions(text)
    assert found
    assert math.isfinite(unit)
    assert all(math.isfinite(part) for place in found for part in place)


def _wkt(text: str) -> None:
    found = wkt.described(text)
    assert found.geometry is not None


def attributes(data: bytes) -> None:
    """Whatever a project on the bank says of itself: a code of the list anywhere in it is never cleared."""
    try:
        stated = json.loads(data)
    except (ValueError, RecursionError):
        stated = {"industry": data.decode("utf-8", errors="replace")}
    if not isinstance(stated, dict):
        stated = {"industry": stated}
    stated = {"nature": "new", "district": "曾都区", "park": "none", **stated}
    found = _checked(stated)
    (verdict,) = (VERDICTS[each] for each in found.verdicts)
    if _names_heavy_chemical(stated.get("industry")) and not _elsewhere(stated):
        assert verdict not in ("clear", "out_of_scope", "conditional"), f"{verdict}: {stated}"


def _names_heavy_chemical(industry: object) -> bool:
    """Whether 2614 stands somewhere, not as a part of a longer number."""
    text = unicodedata.normalize("NFKC", str(industry) if isinstance(industry, str | int) else "")
    return re.search(r"(?<![0-9.,])2614(?![0-9.,])", text) is not None


def _elsewhere(stated: dict[str, Any]) -> bool:
    """Other statements, or other names of these, may well make the difference."""
    return set(stated) != {"nature", "district", "park", "industry"} or any(
        stated[key] != value for key, value in (("nature", "new"), ("district", "曾都区"), ("park", "none"))
    )


def _checked(stated: dict[str, Any]) -> Checked:
    projects = build(in_memory([ON_THE_BANK], [stated]))
    return check(projects, _packs(), _layers(), on=np.array([DAY]), precedents=_precedents())


@cache
def _layers() -> Any:
    registered = catalogue.load()
    return {layer: registered.open(layer) for layer in registered}


@cache
def _packs() -> Any:
    """The two founding prohibitions."""
    pack = load.load("suizhou-2018-4")
    rules = tuple(rule for rule in pack.rules if rule.id.endswith(("/river-1km", "/park-ban")))
    return [replace(pack, rules=rules)]


@cache
def _precedents() -> Precedents:
    return Precedents(_packs())


TARGETS: dict[str, Callable[[bytes], None]] = {
    "geojson": geojson,
    "pack": pack,
    "coordinates": coordinates,
    "attributes": attributes,
}
