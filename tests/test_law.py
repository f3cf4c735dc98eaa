"""Is the answer right for the day it is asked for, and does later and higher law stand beside the clause of 2018?

Every bundled pack is used, from the file of a project to its verdict, as a user would.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import small_pack
from zonecheck.packs import load
from zonecheck.results import Finding, ProjectResult
from zonecheck.screening import Request, screen
from zonecheck.screening.scope import awaiting

TODAY = date(2026, 11, 24)
BY_FUHE = [
    [113.3258, 31.7145],
    [113.3297, 31.7145],
    [113.3301, 31.7163],
    [113.3258, 31.7163],
    [113.3258, 31.7145],
]
FAR_OFF = [[113.95, 31.75], [113.952, 31.75], [113.952, 31.752], [113.95, 31.752], [113.95, 31.75]]
RIVER_2018, BANK_2021 = "suizhou-2018-4/river-1km", "yangtze-protection-law/bank-1km"
PARK_BAN, QINGCHUN = "suizhou-2018-4/park-ban", "suizhou-2018-4/park-qingchun"


def check(
    folder: Path,
    stated: dict[str, Any],
    *,
    on: str | None = None,
    site: Any = FAR_OFF,
    layers: tuple[str, ...] = (),
) -> ProjectResult:
    """The result for one project in the east of the city, or on `site`."""
    path = folder / "project.geojson"
    feature = {
        "type": "Feature",
        "properties": {"所在区县": "广水市" if site is FAR_OFF else "曾都区", "精度": 0.5, **stated},
        "geometry": {"type": "Polygon", "coordinates": [site]},
    }
    path.write_text(json.dumps(feature, ensure_ascii=False), encoding="utf-8")
    day = date.fromisoformat(on) if on else None
    (found,) = screen(Request([str(path)], today=TODAY, on=day, layers=layers, explain=True)).run.projects
    return found


def outcomes(found: ProjectResult) -> dict[str, str]:
    return {finding.rule: finding.outcome for finding in found.findings}


def finding(found: ProjectResult, rule: str) -> Finding:
    return next(each for each in found.findings if each.rule == rule)


EXPANSION = {"行业代码": "C2614", "建设性质": "扩建", "所在园区": "无"}


@pytest.mark.parametrize(
    ("on", "verdict", "clause", "law"),
    [
        ("2019-06-01", "clear", "not_applicable", None),
        ("2020-06-01", "clear", "not_applicable", None),
        ("2021-02-28", "clear", "not_applicable", None),
        ("2021-03-01", "prohibited", "not_applicable", "violated"),
        ("2022-01-01", "prohibited", "not_applicable", "violated"),
        ("2026-08-14", "prohibited", "not_applicable", "violated"),
        (None, "prohibited", "not_applicable", "violated"),
    ],
)
def test_an_expansion_by_the_river_is_forbidden_since_the_yangtze_law_and_not_by_the_clause(
    tmp_path: Path, on: str | None, verdict: str, clause: str, law: str | None
) -> None:
    found = check(tmp_path, EXPANSION, on=on, site=BY_FUHE)
    assert found.verdict == verdict
    assert outcomes(found)[RIVER_2018] == clause
    assert outcomes(found).get(BANK_2021) == law


def test_both_answers_about_the_expansion_are_explained(tmp_path: Path) -> None:
    before = finding(check(tmp_path, EXPANSION, on="2020-06-01", site=BY_FUHE), RIVER_2018)
    assert any(step.text.zh == "建设性质为新建、迁建" and step.truth == "no" for step in before.explanation)
    after = finding(check(tmp_path, EXPANSION, on="2022-01-01", site=BY_FUHE), BANK_2021)
    assert after.citation.rank == "law"
    assert after.citation.quote == "禁止在长江干支流岸线一公里范围内新建、扩建化工园区和化工项目"
    assert after.penalty is not None
    assert any("扩建" in step.text.zh and step.truth == "yes" for step in after.explanation)


def test_a_new_plant_by_the_river_is_forbidden_by_law_first_and_by_the_clause(tmp_path: Path) -> None:
    found = check(tmp_path, {**EXPANSION, "建设性质": "新建"}, site=BY_FUHE)
    assert [each.rule for each in found.findings if each.outcome == "violated"] == [BANK_2021, RIVER_2018]
    assert not found.only_normative
    earlier = check(tmp_path, {**EXPANSION, "建设性质": "新建"}, on="2019-06-01", site=BY_FUHE)
    assert [each.rule for each in earlier.findings if each.outcome == "violated"] == [RIVER_2018]
    assert earlier.only_normative


IN_FORCE = {
    "2018-02-14": set(),
    "2019-06-01": {"eia-law", "environmental-protection-law", "water-pollution-law", "land-indicators-2008"},
    "2021-03-01": {
        "eia-law", "environmental-protection-law", "water-pollution-law", "land-indicators-2008", "yangtze-protection-law",
    },
    "2022-01-01": {
        "eia-law", "environmental-protection-law", "water-pollution-law", "land-indicators-2008", "yangtze-protection-law",
        "compliant-parks",
    },
    "2024-01-01": {
        "eia-law", "environmental-protection-law", "water-pollution-law", "yangtze-protection-law", "compliant-parks",
    },
    "2026-08-14": {
        "eia-law", "environmental-protection-law", "water-pollution-law", "yangtze-protection-law", "compliant-parks",
    },
    "2026-08-15": {"eco-environment-code", "yangtze-protection-law", "compliant-parks"},
}  # fmt: skip
ALWAYS = {"suizhou-2018-4", "project-environment-regulation", "policy-statements"}


@pytest.mark.parametrize("day", IN_FORCE)
def test_on_each_day_the_law_of_that_day_is_asked_and_no_other(day: str) -> None:
    held = {name for name in load.bundled() if date.fromisoformat(day) in load.load(name).in_force}
    assert held == (IN_FORCE[day] | ALWAYS if IN_FORCE[day] else set())


def test_no_day_falls_between_a_law_and_the_one_that_takes_its_place() -> None:
    packs = {name: load.load(name) for name in load.bundled()}
    for pack in packs.values():
        if pack.superseded_by in packs:
            start = packs[pack.superseded_by].in_force.start
            assert pack.in_force.until is not None
            assert (start - pack.in_force.until).days == 1


UNBUILT = {"行业代码": "1432", "建设性质": "新建", "所在园区": "无"}


@pytest.mark.parametrize(
    ("on", "rule"),
    [
        ("2026-08-14", "eia-law/eia-before-building"),
        ("2026-08-15", "eco-environment-code/eia-before-building"),
    ],
)
def test_building_without_approval_is_a_duty_unmet_under_the_law_of_the_day(
    tmp_path: Path, on: str, rule: str
) -> None:
    found = check(tmp_path, {**UNBUILT, "建设阶段": "在建", "环评": "无"}, on=on)
    assert found.verdict == "conditional"
    assert [each.rule for each in found.findings if each.outcome == "unmet"] == [rule]
    planned = check(tmp_path, {**UNBUILT, "建设阶段": "拟建", "环评": "无"}, on=on)
    assert planned.verdict == "clear"


def test_a_food_plant_of_which_nothing_else_is_known_is_clear_with_the_unchecked_counted(
    tmp_path: Path,
) -> None:
    found = check(tmp_path, {"行业代码": "1432", "建设性质": "新建"})
    assert found.verdict == "clear"
    assert found.open >= 10
    assert found.not_checked >= 10
    waiting = {fact for entry in found.to_do for fact in entry.facts}
    assert {"red_line", "drinking_water", "land_catalogue", "industry_catalogue", "control_unit"} <= waiting


def test_a_tailings_pond_rebuilt_for_safety_is_excused_and_no_other_work_on_it_is(tmp_path: Path) -> None:
    rule = "yangtze-protection-law/tailings-tributary"
    pond = {"行业代码": "0810", "设施类别": "尾矿库", "改建目的": "提升安全环保水平", "所在园区": "无"}
    catalogue = _rivers(tmp_path)
    found = {
        nature: outcomes(check(tmp_path, {**pond, "建设性质": nature}, layers=(catalogue,)))[rule]
        for nature in ("改建", "扩建", "改扩建", "新建")
    }
    assert found == {"改建": "exempt", "扩建": "violated", "改扩建": "violated", "新建": "violated"}


def _rivers(folder: Path) -> str:
    """An official bank line of one important tributary beside the site, as a user would register it."""
    line = {"type": "LineString", "coordinates": [[113.94, 31.753], [113.96, 31.753]]}
    properties = {"name": "府河", "basin": "长江", "important_tributary": "yes", "main_stem": "no"}
    collection = {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": properties, "geometry": line}],
    }
    (folder / "banks.geojson").write_text(json.dumps(collection, ensure_ascii=False), encoding="utf-8")
    text = (
        "layers: [{id: rivers, path: banks.geojson, baseline: bank, accuracy_m: 1, coverage: everywhere}]\n"
    )
    (folder / "layers.yaml").write_text(text, encoding="utf-8")
    return str(folder / "layers.yaml")


def test_a_listed_plant_that_states_there_is_no_reaction_is_reviewed_and_not_prohibited(
    tmp_path: Path,
) -> None:
    agents = {"行业代码": "2661", "建设性质": "新建", "所在园区": "无"}
    assert check(tmp_path, agents, site=BY_FUHE).verdict == "prohibited"
    found = check(tmp_path, {**agents, "是否有化学反应": "否"}, site=BY_FUHE)
    assert found.verdict == "review"
    assert outcomes(found)[RIVER_2018] == outcomes(found)[BANK_2021] == "undetermined"


def test_a_carton_plant_in_the_park_is_not_touched(tmp_path: Path) -> None:
    found = check(tmp_path, {"行业代码": "2231", "建设性质": "新建", "所在园区": "随州高新区化工园区"})
    assert outcomes(found)[PARK_BAN] == "not_applicable"
    assert found.verdict == "clear"


def test_a_plant_moved_from_downstream_into_the_later_park_is_reviewed_with_what_settles_it(
    tmp_path: Path,
) -> None:
    moved = {"行业代码": "2614", "建设性质": "迁建", "所在园区": "青春化工工业园", "迁出地": "江苏省南通市"}
    found = check(tmp_path, moved)
    assert found.verdict == "review"
    by_rule = outcomes(found)
    assert (
        by_rule[QINGCHUN]
        == by_rule[PARK_BAN]
        == by_rule["yangtze-protection-law/relocation"]
        == "undetermined"
    )
    assert by_rule["compliant-parks/compliant-park"] == "satisfied"
    (note,) = [text for text in finding(found, QINGCHUN).interpretations if text.zh.startswith("一方面")]
    assert "2018年本条规定" in note.zh
    assert "2022年、2025年先后认定" in note.zh
    settled = {entry.fact for entry in found.settle}
    assert {f"decision:{QINGCHUN}", "decision:yangtze-protection-law/relocation", "rivers"} <= settled


def test_a_move_without_its_place_of_origin_asks_for_it(tmp_path: Path) -> None:
    found = check(tmp_path, {"行业代码": "3041", "建设性质": "迁建", "所在园区": "青春化工工业园"})
    assert found.verdict == "review"
    (origin,) = [entry for entry in found.settle if entry.fact == "origin"]
    assert {value.verdict for value in origin.values} == {"clear", "review"}


@pytest.mark.parametrize(
    ("industry", "park", "verdict"),
    [
        ("3011", "无", "review"), ("3011", None, "review"), ("3011", "青春化工工业园", "clear"),
        ("3120", "无", "review"), ("3212", "无", "review"), ("2221", "无", "review"), ("1432", "无", "clear"),
    ],
)  # fmt: skip
def test_what_a_bureau_asks_first_is_never_passed_over_outside_a_recognised_park(
    tmp_path: Path, industry: str, park: str | None, verdict: str
) -> None:
    stated = {"行业代码": industry, "建设性质": "新建", **({"所在园区": park} if park else {})}
    assert check(tmp_path, stated).verdict == verdict


@pytest.mark.parametrize("name", load.bundled())
def test_what_is_known_at_second_hand_never_prohibits(name: str) -> None:
    for rule in load.load(name).rules:
        if rule.second_hand:
            assert rule.effect in ("review", "advise")


def test_the_document_of_2018_has_no_sentence_without_a_rule_or_a_reason() -> None:
    for provision in load.load("suizhou-2018-4").provisions:
        assert provision.rules or provision.reason, provision.at


@pytest.mark.parametrize("name", load.bundled())
def test_what_is_now_encoded_is_no_longer_said_to_be_missing(name: str) -> None:
    told = [text.zh for text in load.load(name).not_checked]
    assert not any("未编码" in text for text in told)


def test_what_only_the_user_can_supply_stands_first_among_the_things_to_do(tmp_path: Path) -> None:
    found = check(tmp_path, {"行业代码": "1432", "建设性质": "新建", "所在园区": "无"})
    by_rule = {each.rule: each for each in found.findings}
    waiting = [by_rule[entry.rule].awaits_data for entry in found.to_do]
    assert waiting == sorted(waiting, reverse=True)
    assert {True, False} == set(waiting)
    assert by_rule["suizhou-2018-4/red-line"].message.zh == "须另行核对(缺少项目信息、缺少图层)"


def test_the_scope_names_what_only_the_user_can_supply_until_a_layer_is_held() -> None:
    pack = load.load("suizhou-2018-4")
    red_line = replace(pack, rules=tuple(each for each in pack.rules if each.id.endswith("/red-line")))
    only_layer = replace(red_line, rules=(replace(red_line.rules[0], needs=frozenset({"red_line"})),))
    title = red_line.rules[0].title
    (line,) = awaiting([only_layer], {})
    assert title.zh in line.zh and title.en in line.en
    assert awaiting([only_layer], {"red_line": None}) == ()  # type: ignore[dict-item]


def test_a_pack_none_of_whose_rules_is_in_force_clears_nothing(tmp_path: Path) -> None:
    later = small_pack.write(
        tmp_path / "later",
        ("    effect: prohibit\n", "    effect: prohibit\n    in_force: {from: 2030-01-01}\n"),
        ("    if_unmet: review\n", "    if_unmet: review\n    in_force: {from: 2030-01-01}\n"),
        ("in_force: {until: 2030-12-31}", "in_force: {from: 2030-01-01, until: 2030-12-31}"),
    )
    project = tmp_path / "site.geojson"
    ring = [[113.37, 31.69], [113.372, 31.69], [113.372, 31.692], [113.37, 31.69]]
    site = {"type": "Polygon", "coordinates": [ring]}
    stated = {"industry": "1432", "nature": "new", "district": "曾都区", "floor_area_ratio": 2}
    project.write_text(json.dumps({"type": "Feature", "properties": stated, "geometry": site}))
    for day, verdict in (("2029-12-31", "out_of_scope"), ("2030-01-01", "clear")):
        run = screen(
            Request([str(project)], today=TODAY, on=date.fromisoformat(day), packs=(str(later),))
        ).run
        assert [found.verdict for found in run.projects] == [verdict]


@pytest.mark.parametrize(
    ("district", "verdict"),
    [
        *(("421303", "clear"), ("421300", "review"), ("420000", "review"), ("420100", "out_of_scope")),
        *(("999999", "review"), ("000001", "review"), ("某区", "review"), ("随州市", "clear")),
    ],
)
def test_only_a_code_of_a_real_district_elsewhere_puts_a_site_by_the_border_outside(
    tmp_path: Path, district: str, verdict: str
) -> None:
    border = [[114.0771, 31.5117], [114.0775, 31.5117], [114.0775, 31.512], [114.0771, 31.5117]]
    stated = {"行业代码": "1432", "建设性质": "新建", "所在园区": "无"}
    assert check(tmp_path, stated | {"所在区县": district}, site=border).verdict == verdict


KNOWN_AND_NOT_HELD = (
    "随州市府澴河流域保护条例",
    "湖北省汉江流域水环境保护条例",
    "长江经济带发展负面清单指南",
    "湖北省实施细则",
    "鄂办文〔2016〕34号",
    "生态环境分区管控单元",
    "产业结构调整指导目录",
    "市场准入负面清单",
    "投资强度",
)


@pytest.mark.parametrize("packs", [(), ("yangtze-protection-law",), ("suizhou-2018-4",), ("eia-law",)])
@pytest.mark.parametrize("day", ["2018-02-15", "2020-06-01", "2022-01-01", "2026-11-24"])
def test_what_is_known_and_not_held_stands_by_name_in_every_scope(
    packs: tuple[str, ...], day: str, tmp_path: Path
) -> None:
    path = tmp_path / "project.geojson"
    path.write_text('{"type": "Point", "coordinates": [113.95, 31.75]}', encoding="utf-8")
    run = screen(Request([str(path)], today=date(2026, 11, 24), on=date.fromisoformat(day), packs=packs)).run
    said = "\n".join(text.zh for text in run.scope.not_checked)
    assert [name for name in KNOWN_AND_NOT_HELD if name not in said] == []


def test_a_bundled_document_that_a_run_was_not_asked_for_is_named_as_not_checked(tmp_path: Path) -> None:
    path = tmp_path / "project.geojson"
    path.write_text('{"type": "Point", "coordinates": [113.95, 31.75]}', encoding="utf-8")

    def named(day: date, *packs: str) -> set[str]:
        run = screen(Request([str(path)], today=day, packs=packs)).run
        return {text.en for text in run.scope.not_checked if text.en.startswith("not asked for")}

    today = named(date(2026, 11, 24), "suizhou-2018-4")
    assert "not asked for: Yangtze River Protection Law (中华人民共和国长江保护法)" in today
    assert not any("随政发〔2018〕4号" in each for each in today)
    assert not any("环境影响评价法" in each for each in today)
    assert any("环境影响评价法" in each for each in named(date(2022, 1, 1), "suizhou-2018-4"))
    assert named(date(2026, 11, 24)) == set()


@pytest.mark.parametrize(
    ("district", "verdict"),
    [(None, "review"), ("广水市", "clear"), ("随县", "clear"), ("某区", "review"), ("其他", "out_of_scope")],
)
def test_a_pack_for_all_districts_of_a_layer_names_none_and_reaches_each(
    tmp_path: Path, district: str | None, verdict: str
) -> None:
    """Of these a project may declare any; what only says where the site lies settles nothing else."""
    named = "{layer: districts, where: {name: [曾都区]}}"
    pack = small_pack.write(tmp_path / "pack", (named, "{layer: districts}"))
    border = [[114.0771, 31.5117], [114.0775, 31.5117], [114.0775, 31.512], [114.0771, 31.5117]]
    stated = {"industry": "1432", "nature": "new", "floor_area_ratio": 2, "district": district}
    project = tmp_path / "site.geojson"
    site = {"type": "Polygon", "coordinates": [border]}
    project.write_text(json.dumps({"type": "Feature", "properties": stated, "geometry": site}))
    (found,) = screen(Request([str(project)], today=TODAY, packs=(str(pack),))).run.projects
    assert found.verdict == verdict
    asked = {each.fact: [value.value for value in each.values] for each in found.settle}
    if district is None:
        assert asked["district"][1:] == ["其他"]
        assert asked["district"][0] in {"曾都区", "随县", "广水市"}
