"""Are projects decided together decided as if each stood alone? Those that look alike are, once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
import shapely.affinity

import small_pack
from tables import bundled_layers, days
from zonecheck.engine.check import Checked, check
from zonecheck.engine.precedents import Precedents
from zonecheck.packs import load
from zonecheck.projects.build import build
from zonecheck.projects.raw import in_memory
from zonecheck.rules.rule import Pack

LAYERS = bundled_layers()
SITES = [
    shapely.box(lon, lat, lon + 0.002, lat + 0.002)
    for lon in (112.8, 113.37, 113.9)
    for lat in (31.5, 31.72, 32.1)
]
STATED: list[dict[str, Any]] = [
    {},
    {"industry": "2614"},
    {"industry": "2614", "nature": "new"},
    {"industry": "26", "nature": "扩建", "park": "无"},
    {"industry": "2614", "nature": "新键", "park": "青春化工工业园"},
    {"industry": "1432", "nature": "new", "park": "none", "district": "广水市"},
    {"industry": "2221", "nature": "迁建", "eia": "none", "stage": "building"},
]  # fmt: skip
CASES = [(site, stated) for site in SITES[::2] for stated in STATED]


def checked(
    cases: list[tuple[Any, dict[str, Any]]], packs: list[Pack], precedents: Precedents | None = None
) -> Checked:
    made = build(in_memory([site for site, _ in cases], [stated for _, stated in cases]))
    return check(made, packs, LAYERS, on=days(len(cases)), precedents=precedents)


def told(found: Checked, *, explain: bool = True) -> list[Any]:
    """All that is said of each project, but where in the input it stands."""
    return [replace(each, index=0, site=None, particulars=None) for each in found.results(explain=explain)]


@pytest.mark.slow
@pytest.mark.parametrize("explain", [True, False])
def test_projects_together_in_batches_and_alone_are_told_the_same(explain: bool) -> None:
    packs = [load.load(pack) for pack in load.bundled()]
    alone = [record for case in CASES for record in told(checked([case], packs), explain=explain)]
    assert told(checked(CASES, packs), explain=explain) == alone
    earlier = Precedents(packs)
    batches = [
        told(checked(CASES[at : at + 10], packs, earlier), explain=explain) for at in range(0, len(CASES), 10)
    ]
    assert [record for batch in batches for record in batch] == alone


def test_many_projects_are_of_few_kinds() -> None:
    packs = [load.load(pack) for pack in load.bundled()]
    found = checked(CASES * 20, packs)
    assert len(found.kinds.first) <= len(CASES)
    assert np.array_equal(found.verdicts, np.tile(checked(CASES, packs).verdicts, 20))


def test_where_the_limit_is_still_open_no_site_is_taken_for_another(tmp_path: Path) -> None:
    moving = "at_most_m: {project: extent_m}"
    pack = load.load(str(small_pack.write(tmp_path / "moving", ("at_most_m: 1000", moving))))
    cases = [(site, {"industry": "2614", "nature": "new"}) for site in SITES]
    assert len(checked(cases, [pack]).kinds.first) == len(cases)


def test_kinds_beyond_what_is_kept_are_decided_anew(monkeypatch: Any) -> None:
    packs = [load.load("suizhou-2018-4")]
    monkeypatch.setattr("zonecheck.engine.precedents._MOST", 5)
    earlier = Precedents(packs)
    batches = [checked(CASES[at : at + 10], packs, earlier).verdicts for at in range(0, len(CASES), 10)]
    assert np.array_equal(np.concatenate(batches), checked(CASES, packs).verdicts)


def test_what_no_rule_reads_and_what_answers_alike_makes_no_other_kind() -> None:
    packs = [load.load("suizhou-2018-4")]
    near, nearer = SITES[4], shapely.affinity.translate(SITES[4], 1e-7, 0)
    plain = {"industry": "1391", "nature": "expand", "park": "无"}
    same = [(near, plain), (nearer, {**plain, "name": "甲", "id": "7", "origin": "某地"})]
    assert len(checked(same, packs).kinds.first) == 1
    for other in (
        {"industry": "1392"},
        {"district": "曾都区"},
        {"park": None},
        {"eia": "approved"},
        {"nature": "x"},
    ):
        assert len(checked([*same, (near, {**plain, **other})], packs).kinds.first) == 2, other
    made = build(in_memory([near, near], [plain, plain]))
    days_apart = check(made, packs, LAYERS, on=np.array(["2026-11-24", "2026-11-25"], dtype="datetime64[D]"))
    assert len(days_apart.kinds.first) == 2


def test_of_nothing_there_are_no_kinds() -> None:
    assert len(checked([], [load.load("suizhou-2018-4")]).kinds.first) == 0


def test_kinds_are_told_apart_from_one_batch_to_the_next_by_what_they_are() -> None:
    packs = [load.load("suizhou-2018-4")]
    batches = [checked(CASES[at : at + 3], packs) for at in range(0, len(CASES), 3)]
    keys = [found.kinds.keys[kind] for found in batches for kind in found.kinds.kind]
    whole = checked(CASES, packs).kinds
    assert [whole.kind[keys.index(key)] for key in keys] == whole.kind.tolist()
    assert len(set(keys)) < len(CASES)
