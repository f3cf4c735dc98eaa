"""What holds for any project whatever: nothing passes by silence, and company, order and spelling change nothing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from random import Random
from typing import Any

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tables import bundled_layers, days
from zonecheck.engine.check import Checked, check
from zonecheck.engine.verdicts import VERDICTS
from zonecheck.packs.load import bundled, load
from zonecheck.projects.build import build
from zonecheck.projects.raw import in_memory
from zonecheck.projects.vocabulary import VOCABULARY, by_name

SITES = {
    "on the bank of 府河": shapely.box(113.3265, 31.7125, 113.3275, 31.7135),
    "at 淅河": shapely.box(113.455, 31.69, 113.456, 31.691),
    "a point": shapely.Point(113.327, 31.713),
    "in 武汉": shapely.box(114.37, 30.7, 114.371, 30.701),
    "near the border": shapely.box(113.60, 31.62, 113.601, 31.621),
    "large": shapely.box(113.24, 31.60, 113.25, 31.61),
}
YES_NO = ["yes", "no"]
SURVEYED = {"baseline": "临水边界线", "source": "测绘", "accuracy_m": 1}
VALUES: dict[str, list[Any]] = {
    "nature": ["new", "relocate", "rebuild", "expand", "upgrade", "改扩建", "新键"],
    "industry": [
        "2614",
        "2681",
        "1391",
        "2221",
        "2231",
        "26",
        "2645",
        "2614;1391",
        "111",
        "abc",
        "2511",
        "0810",
    ],
    "industry_edition": ["2011", "2017"],
    "chemical_reaction": YES_NO,
    "chemical_feedstock": YES_NO,
    "chemical_product": YES_NO,
    "pulping": YES_NO,
    "capacity_increase": YES_NO,
    "park": ["none", "随州高新区化工园区", "青春化工工业园", "随州高新区", "某园区"],
    "district": ["曾都区", "安陆市", "421303", "420982"],
    "stage": ["planned", "building", "built"],
    "facility": ["tailings_pond", "chemical_park", "plant", "other"],
    "purpose": ["safety", "capacity", "other"],
    "accuracy_m": [0, 5, 300],
    "extent_m": [10, 500],
    "linear": YES_NO,
    "bank_distances": [
        [{"river": "府河", "distance_m": 500, **SURVEYED}],
        [{"river": river, "distance_m": 5000, **SURVEYED} for river in ("府河", "漂水", "㵐水")],
    ],
    "eia_category": ["report", "form", "registration", "exempt"],
    "eia": ["approved", "filed", "exempt", "pending", "none"],
    "three_simultaneous": YES_NO,
    "wastewater_plant": YES_NO,
    "planning_eia": YES_NO,
    "tracking_eia": YES_NO,
    "polluter_pays": YES_NO,
    "land_grant": YES_NO,
    "redline_permit": YES_NO,
    "floor_area_ratio": [0.5, 1.2],
    "building_coefficient": ["30%", "50%"],
    "green_ratio": ["10%", "30%"],
    "admin_land_share": ["5%", "9%"],
    "parcel_floor_area_ratio": [1.0],
    "land_catalogue": ["allowed", "restricted", "prohibited"],
    "industry_catalogue": ["encouraged", "allowed", "restricted", "eliminated"],
    "market_access": ["allowed", "licensed", "prohibited"],
    "two_high": YES_NO,
    "discharge": ["none", "indirect", "direct"],
    "control_unit": ["ZH42130320001"],
    "zoning": ["工业用地"],
    "origin": ["武汉"],
}
DAYS = ("2019-06-01", "2022-06-01", "2026-11-24")
READ_AS_NO = {"pulping", "chemical_reaction", "chemical_feedstock", "chemical_product"}
OUTSIDE_EVERY_LIST = {"1391", "111", "0810", "2231", "abc"}
STATED_READING = {"accuracy_m", "facility"}
DUTIES = {
    "eia_category", "eia", "three_simultaneous", "wastewater_plant", "planning_eia", "tracking_eia", "polluter_pays",
    "land_grant", "floor_area_ratio", "building_coefficient", "green_ratio", "admin_land_share",
    "parcel_floor_area_ratio",
}  # fmt: skip
QUIET, LOUD = {"clear", "out_of_scope"}, {"prohibited", "review"}

statements = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(values) for name, values in VALUES.items()}
)
projects = st.lists(st.tuples(st.sampled_from(list(SITES)), statements), min_size=1, max_size=6)
Stated = Sequence[tuple[str, dict[str, Any]]]


@cache
def world() -> Any:
    return [load(pack) for pack in bundled()], bundled_layers()


def needed() -> set[str]:
    packs, _ = world()
    return {name for pack in packs for rule in pack.rules for name in rule.needs}


def checked(stated: Stated, day: str = DAYS[-1], **more: Any) -> Checked:
    packs, layers = world()
    made = build(in_memory([SITES[site] for site, _ in stated], [each for _, each in stated]))
    return check(made, packs, layers, on=days(len(stated), day), **more)


def verdicts(stated: Stated, day: str = DAYS[-1], **more: Any) -> list[str]:
    return [VERDICTS[each] for each in checked(stated, day, **more).verdicts]


def without(stated: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in stated.items() if key != name}


def excused(name: str, site: str, stated: dict[str, Any], day: str) -> bool:
    """The silences that have a stated reading, what is put to the user as a thing to do, and one of two facts that
    contradict each other (contract, section 2)."""
    if name in ("district", "bank_distances"):
        (result,) = checked([(site, stated)], day).results()
        causes = [each.because for each in (*result.jurisdictions, *result.findings)]
        return any("contradiction" in each for each in causes)
    if name in READ_AS_NO:
        return set(stated.get("industry", "").split(";")) <= OUTSIDE_EVERY_LIST | {""}
    return name in STATED_READING | DUTIES | needed()


def passed_by_silence(stated: Stated, day: str) -> list[tuple[str, dict[str, Any], str]]:
    """Each fact whose absence turned a loud verdict quiet without an excuse."""
    cases = [(site, each, name) for site, each in stated for name in each]
    if not cases:
        return []
    before = verdicts([(site, each) for site, each, _ in cases], day)
    after = verdicts([(site, without(each, name)) for site, each, name in cases], day)
    return [
        case
        for case, was, now in zip(cases, before, after, strict=True)
        if was in LOUD and now in QUIET and not excused(case[2], case[0], case[1], day)
    ]


@settings(max_examples=8, deadline=None)
@given(projects, st.sampled_from(DAYS))
def test_leaving_a_fact_out_never_turns_a_loud_verdict_quiet(stated: Stated, day: str) -> None:
    assert passed_by_silence(stated, day) == []


@pytest.mark.slow
@pytest.mark.parametrize("day", DAYS)
def test_leaving_one_fact_of_each_of_120_projects_out_never_turns_a_loud_verdict_quiet(day: str) -> None:
    random = Random(day)
    stated = [
        (
            random.choice(list(SITES)),
            {key: random.choice(values) for key, values in VALUES.items() if random.random() < share},
        )
        for share in (0.15, 0.4, 0.8, 0.4)
        for _ in range(30)
    ]
    assert passed_by_silence(stated, day) == []


@settings(max_examples=5, deadline=None)
@given(projects, st.sampled_from(DAYS))
def test_what_cannot_be_read_is_never_better_than_what_is_not_stated(stated: Stated, day: str) -> None:
    """A value that was stated and is unreadable: as missing, or louder."""
    cases = [(site, each, name) for site, each in stated for name in each]
    if not cases:
        return
    missing = verdicts([(site, without(each, name)) for site, each, name in cases], day)
    garbled = verdicts([(site, {**each, name: "看不懂?"}) for site, each, name in cases], day)
    passed = [
        (name, was, now)
        for (_, _, name), was, now in zip(cases, missing, garbled, strict=True)
        if was in LOUD and now in QUIET and name not in needed() | {"origin", "park"}
    ]
    assert passed == []


@settings(max_examples=5, deadline=None)
@given(projects, st.sampled_from(DAYS), st.data())
def test_what_is_required_never_makes_a_verdict_quieter(stated: Stated, day: str, data: Any) -> None:
    required = frozenset(data.draw(st.sets(st.sampled_from(sorted(needed())))))
    before, after = verdicts(stated, day), verdicts(stated, day, required=required)
    assert all(now in (was, "review") for was, now in zip(before, after, strict=True))


@settings(max_examples=5, deadline=None)
@given(projects)
def test_the_same_project_twice_is_judged_the_same_twice(stated: Stated) -> None:
    assert verdicts([*stated, *stated]) == verdicts(stated) * 2


@settings(max_examples=5, deadline=None)
@given(projects)
def test_keys_in_chinese_say_what_keys_in_english_say(stated: Stated) -> None:
    in_chinese = [
        (site, {VOCABULARY[key].label.zh: value for key, value in each.items()}) for site, each in stated
    ]
    assert verdicts(in_chinese) == verdicts(stated)


@settings(max_examples=5, deadline=None)
@given(projects, st.dictionaries(st.text(min_size=1, max_size=12), st.text(max_size=12), max_size=5))
def test_what_nobody_asks_for_changes_no_verdict(stated: Stated, more: dict[str, str]) -> None:
    strange = {key: value for key, value in more.items() if by_name(key) is None}
    assert verdicts([(site, {**strange, **each}) for site, each in stated]) == verdicts(stated)


@settings(max_examples=4, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(list(SITES)), statements), min_size=1, max_size=2),
    st.sampled_from(DAYS),
)
def test_every_review_says_what_would_settle_it_and_every_clear_what_was_checked(
    stated: Stated, day: str
) -> None:
    for result in checked(stated, day).results():
        if result.verdict == "review":
            assert any(each.outcome in ("undetermined", "unmet") for each in result.findings) or any(
                each.truth == "unknown" for each in result.jurisdictions
            )
        if result.verdict == "clear":
            assert result.checked > 0
            assert not [each for each in result.findings if each.outcome in ("violated", "undetermined")]


@settings(max_examples=5, deadline=None)
@given(projects, st.randoms())
def test_company_and_order_change_no_verdict(stated: Stated, random: Any) -> None:
    shuffled = list(range(len(stated)))
    random.shuffle(shuffled)
    together = verdicts([stated[place] for place in shuffled])
    alone = [verdicts([stated[place]])[0] for place in shuffled]
    assert together == alone


@settings(max_examples=5, deadline=None)
@given(st.sampled_from(list(SITES)), statements, st.text(max_size=30))
def test_no_name_changes_a_verdict(site: str, stated: dict[str, Any], name: str) -> None:
    assert verdicts([(site, stated)]) == verdicts([(site, {**stated, "name": name})])
