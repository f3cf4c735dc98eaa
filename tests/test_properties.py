"""What holds for any project whatever: nothing passes by silence, and company, order and spelling change nothing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tables import bundled_layers, days
from zonecheck.engine.check import Checked, check
from zonecheck.engine.verdicts import VERDICTS
from zonecheck.packs.load import load
from zonecheck.projects.build import build
from zonecheck.projects.raw import in_memory

SITES = {
    "on the bank of 府河": shapely.box(113.3265, 31.7125, 113.3275, 31.7135),
    "at 淅河": shapely.box(113.455, 31.69, 113.456, 31.691),
    "a point": shapely.Point(113.327, 31.713),
    "in 武汉": shapely.box(114.37, 30.7, 114.371, 30.701),
    "near the border": shapely.box(113.60, 31.62, 113.601, 31.621),
    "large": shapely.box(113.24, 31.60, 113.25, 31.61),
}
VALUES: dict[str, list[Any]] = {
    "nature": ["new", "relocate", "rebuild", "expand", "upgrade", "改扩建", "新键"],
    "industry": ["2614", "2681", "1391", "2221", "2231", "26", "2645", "2614;1391", "111", "abc"],
    "industry_edition": ["2011", "2017"],
    "chemical_reaction": [True, False],
    "chemical_feedstock": [True],
    "chemical_product": [True],
    "pulping": [True, False],
    "capacity_increase": [True, False],
    "park": ["none", "随州高新区化工园区", "青春化工工业园", "随州高新区", "某园区"],
    "district": ["曾都区", "安陆市", "421303", "420982"],
}
READ_AS_NO = {"pulping", "chemical_reaction", "chemical_feedstock", "chemical_product"}
QUIET, LOUD = {"clear", "out_of_scope"}, {"prohibited", "review"}

statements = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(values) for name, values in VALUES.items()}
)
projects = st.lists(st.tuples(st.sampled_from(list(SITES)), statements), min_size=1, max_size=6)
Stated = Sequence[tuple[str, dict[str, Any]]]


@cache
def world() -> Any:
    return [load("suizhou-2018-4")], bundled_layers()


def checked(stated: Stated) -> Checked:
    packs, layers = world()
    made = build(in_memory([SITES[site] for site, _ in stated], [each for _, each in stated]))
    return check(made, packs, layers, on=days(len(stated)))


def verdicts(stated: Stated) -> list[str]:
    return [VERDICTS[each] for each in checked(stated).verdicts]


def without(stated: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in stated.items() if key != name}


def excused(name: str, site: str, stated: dict[str, Any]) -> bool:
    """The silences that have a stated reading, and one of two facts that contradict each other (contract, section 2)."""
    if name == "district":
        (result,) = checked([(site, stated)]).results()
        return any("contradiction" in each.because for each in result.jurisdictions)
    return name in READ_AS_NO


@settings(max_examples=30, deadline=None)
@given(projects)
def test_leaving_a_fact_out_never_turns_a_loud_verdict_quiet(stated: Stated) -> None:
    cases = [(site, each, name) for site, each in stated for name in each]
    if not cases:
        return
    before = verdicts([(site, each) for site, each, _ in cases])
    after = verdicts([(site, without(each, name)) for site, each, name in cases])
    quiet = [
        case
        for case, was, now in zip(cases, before, after, strict=True)
        if was in LOUD and now in QUIET and not excused(case[2], case[0], case[1])
    ]
    assert quiet == []


@settings(max_examples=20, deadline=None)
@given(projects, st.randoms())
def test_company_and_order_change_no_verdict(stated: Stated, random: Any) -> None:
    shuffled = list(range(len(stated)))
    random.shuffle(shuffled)
    together = verdicts([stated[place] for place in shuffled])
    alone = [verdicts([stated[place]])[0] for place in shuffled]
    assert together == alone


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(list(SITES)), statements, st.text(max_size=30))
def test_no_name_changes_a_verdict(site: str, stated: dict[str, Any], name: str) -> None:
    assert verdicts([(site, stated)]) == verdicts([(site, {**stated, "name": name})])
