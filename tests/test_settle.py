"""What would settle a review: exactly the facts that can change the verdict, and what each value leads to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import shapely

from tables import bundled_layers, days, projects
from zonecheck.engine import lacking
from zonecheck.engine.check import check
from zonecheck.packs.load import load
from zonecheck.results import ProjectResult

ON_THE_BANK = shapely.box(113.3265, 31.7125, 113.3275, 31.7135)
FAR = shapely.box(113.60, 31.62, 113.601, 31.621)
AT_XIHE = shapely.box(113.455, 31.70, 113.456, 31.701)


def judged(site: Any, **stated: Any) -> ProjectResult:
    packs = [load("suizhou-2018-4")]
    (result,) = check(projects(stated, site=site), packs, bundled_layers(), on=days(1)).results()
    return result


def settled(result: ProjectResult) -> Mapping[str, Mapping[str, str]]:
    return {entry.fact: {each.value: each.verdict for each in entry.values} for entry in result.settle}


def test_without_a_code_on_the_bank_the_code_and_then_the_reaction_are_asked_for() -> None:
    found = judged(ON_THE_BANK, nature="new", park="无", district="曾都区")
    assert found.verdict == "review"
    assert settled(found)["industry"] == {"2614": "prohibited", "2681": "review", "1391": "clear"}
    assert settled(found)["chemical_reaction"] == {"yes": "review", "no": "review"}
    assert set(settled(found)) == {"industry", "chemical_reaction"}


def test_a_doubtful_code_asks_for_the_reaction_alone() -> None:
    found = judged(ON_THE_BANK, nature="new", industry="2681", park="无")
    assert settled(found) == {"chemical_reaction": {"yes": "prohibited", "no": "clear"}}


def test_a_food_plant_is_asked_for_nothing() -> None:
    found = judged(ON_THE_BANK, industry="1391")
    assert (found.verdict, found.settle) == ("clear", ())


def test_an_expansion_is_not_asked_for_its_code_by_a_ban_on_new_plants() -> None:
    assert judged(ON_THE_BANK, nature="expand").verdict == "clear"


def test_what_is_prohibited_anyway_needs_no_settling() -> None:
    found = judged(ON_THE_BANK, nature="new", industry="2614")
    assert (found.verdict, found.settle) == ("prohibited", ())


def test_a_code_without_a_reaction_needs_a_persons_decision() -> None:
    found = judged(ON_THE_BANK, nature="new", industry="2614", chemical_reaction=False, park="无")
    decision = settled(found)["decision:suizhou-2018-4/river-1km"]
    assert decision == {"violated": "prohibited", "satisfied": "review"}
    (entry,) = [each for each in found.settle if each.fact.endswith("river-1km")]
    assert entry.authority is not None and "随州市生态环境局" in entry.authority.zh


@pytest.mark.parametrize(("code", "asked"), [("2645", True), ("2614", False)])
def test_the_edition_is_asked_for_only_where_it_matters(code: str, asked: bool) -> None:
    found = judged(ON_THE_BANK, nature="new", industry=code, park="无")
    assert ("industry_edition" in settled(found)) == asked


def test_a_paper_mill_that_does_not_say_where_is_asked_for_its_park() -> None:
    found = judged(FAR, nature="new", industry="2221")
    assert found.verdict == "review"
    assert settled(found)["park"]["随州高新区化工园区"] == "prohibited"
    assert settled(found)["park"]["none"] == "clear"
    assert "rivers" not in settled(found)


def test_in_no_park_is_not_believed_beside_a_park_without_a_boundary() -> None:
    found = judged(AT_XIHE, nature="new", industry="2221", park="无")
    assert found.verdict == "review"
    assert set(settled(found)) == {"parks"}


def test_beside_the_border_the_district_settles_the_verdict() -> None:
    border = shapely.box(113.0987, 31.4427, 113.0993, 31.4433)
    found = judged(border, nature="new", industry="1391")
    assert found.verdict == "review"
    assert set(settled(found)["district"].values()) == {"clear", "out_of_scope"}


def test_a_point_is_asked_for_its_outline_or_district() -> None:
    found = judged(shapely.Point(113.327, 31.713), nature="new", industry="2614", park="无")
    assert found.verdict == "review"
    assert settled(found)["district"] == {"曾都区": "prohibited", "其他": "out_of_scope"}
    assert "prohibited" in settled(found)["extent_m"].values()


def test_each_value_leads_where_the_list_says() -> None:
    stated = {"nature": "new", "park": "无", "district": "曾都区"}
    before = judged(ON_THE_BANK, **stated)
    for value, verdict in settled(before)["industry"].items():
        assert judged(ON_THE_BANK, **stated, industry=value).verdict == verdict


def test_what_is_to_be_built_is_asked_for_in_words_and_in_those_of_a_project_file() -> None:
    found = judged(ON_THE_BANK, industry="2614", park="无", district="曾都区")
    (entry,) = [each for each in found.settle if each.fact == "nature"]
    by_value = {each.value: each for each in entry.values}
    assert by_value["new"].verdict == "prohibited"
    assert by_value["new"].label.zh == "新建"
    assert "clear" in settled(found)["nature"].values()


def test_in_smaller_pieces_the_same_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    packs = [load("suizhou-2018-4")]
    stated = [{"nature": nature, "park": "无"} for nature in ("new", "expand", None, "new")] * 3
    found = []
    for rows in (2**18, 2):
        monkeypatch.setattr(lacking, "_ROWS", rows)
        batch = check(projects(*stated, site=ON_THE_BANK), packs, bundled_layers(), on=days(len(stated)))
        found.append([(each.verdict, settled(each)) for each in batch.results()])
    assert found[0] == found[1]
    assert len({verdict for verdict, _ in found[0]}) > 1


def test_a_site_outside_the_districts_is_out_of_scope_and_nothing_is_asked() -> None:
    found = judged(shapely.box(112.0, 31.0, 112.001, 31.001), nature="new", industry="2614")
    assert (found.verdict, found.settle) == ("out_of_scope", ())


def test_a_statement_that_cannot_be_read_is_for_review_and_one_that_is_not_made_is_open() -> None:
    stated = ({}, {"land_catalogue": "whatever"}, {"land_catalogue": "allowed"})
    packs = [load("suizhou-2018-4")]
    made = projects(*({"nature": "new", "industry": "1391", **each} for each in stated), site=FAR)
    results = list(check(made, packs, bundled_layers(), on=days(3)).results())
    outcome = [
        {each.rule: each.outcome for each in result.findings}["suizhou-2018-4/land-prohibited"]
        for result in results
    ]
    assert outcome == ["open", "undetermined", "satisfied"]
    assert "land-prohibited" in str(results[0].to_do)
    assert "land-prohibited" not in str(results[2].to_do)
