"""The figures behind an answer: turned round for what must be farther off, of areas, and where nothing can be measured."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

import small_pack
from catalogues import collection, feature, opened
from tables import table
from worlds import GRS80
from zonecheck.engine.domains import domain
from zonecheck.engine.findings import silences
from zonecheck.engine.outcomes import OUTCOMES, Circumstances
from zonecheck.engine.outcomes import judge as judge_rule
from zonecheck.engine.said import Said
from zonecheck.layers.layer import Layer
from zonecheck.packs.load import load
from zonecheck.predicates.attributes import Attribute
from zonecheck.predicates.industry import Industry, ZoneIndustry
from zonecheck.predicates.limits import TableLimit, resolve
from zonecheck.predicates.logic import All, Not
from zonecheck.predicates.logic import Any as Some
from zonecheck.predicates.names import selected
from zonecheck.predicates.nature import Nature
from zonecheck.predicates.space import Space
from zonecheck.predicates.spatial import Inside, Intersects, Where, Within
from zonecheck.predicates.table import Table
from zonecheck.predicates.terms import Term, judge
from zonecheck.predicates.zones import Zones
from zonecheck.projects.industry import Codes, classification
from zonecheck.projects.vocabulary import shown
from zonecheck.truth import NAMES, Cause, causes
from zonecheck.words import Text

RIVER = {"type": "LineString", "coordinates": [[113.3, 31.6], [113.3, 31.9]]}
LAKE = {
    "type": "Polygon",
    "coordinates": [[[113.3, 31.6], [113.4, 31.6], [113.4, 31.9], [113.3, 31.9], [113.3, 31.6]]],
}
ENTRY = "accuracy_m: 0, coverage: [112, 31, 115, 33], complete_for: {name: [府河]}"
FUHE = Where("name", (("府河",),))
PARK = "某某工业园"


def rivers(folder: Path, shape: Any = RIVER, baseline: str = "bank", extra: str = "") -> dict[str, Layer]:
    layer = opened(folder, collection(feature(shape, name="府河")), f"baseline: {baseline}, {ENTRY}{extra}")
    return {"r": layer}


def square(east_m: float) -> shapely.Polygon:
    """A square that begins so many metres east of the line."""
    lon = GRS80.fwd(113.3, 31.75, 90, east_m)[0]
    return shapely.box(lon, 31.7499, lon + 0.0002, 31.7501)


@pytest.mark.parametrize(
    ("comparator", "near", "far"), [("at_least", "no", "yes"), ("more_than", "no", "yes")]
)
def test_what_must_be_farther_off_is_measured_and_answers_the_other_way_round(
    tmp_path: Path, comparator: Any, near: str, far: str
) -> None:
    layers = rivers(tmp_path)
    question = Within("r", FUHE, comparator, 500.0)
    for east_m, truth in ((400.0, near), (600.0, far)):
        asked = table({}, site=square(east_m), layers=layers)
        assert NAMES[question.ask(asked).truth[0]] == truth
        (entry,) = question.evidence(asked, 0)
        assert (entry.truth, round(entry.distance_m)) == (truth, east_m)


@pytest.mark.parametrize(("east_m", "truth", "distance_m"), [(-400.0, "no", 381), (100.0, "yes", 0)])
def test_of_an_area_its_name_and_the_distance_to_it_are_told(
    tmp_path: Path, east_m: float, truth: str, distance_m: int
) -> None:
    asked = table({}, site=square(east_m), layers=rivers(tmp_path, LAKE, "water_area"))
    for question in (Intersects("r", FUHE), Inside("r", FUHE)):
        (entry,) = question.evidence(asked, 0)
        assert (entry.feature, entry.truth) == ("府河", truth)
        assert round(entry.distance_m) == distance_m


def test_of_a_layer_that_is_not_there_no_figure_is_made_up(tmp_path: Path) -> None:
    asked = table({}, layers=rivers(tmp_path))
    for question in (Intersects("lakes", Where()), Within("lakes", Where(), "at_most", 10.0)):
        (entry,) = question.evidence(asked, 0)
        assert (entry.truth, entry.distance_m, entry.nearest_point) == ("unknown", None, None)
    assert NAMES[Intersects("lakes", Where()).ask(asked).truth[0]] == "unknown"


def test_an_area_of_which_nothing_is_drawn_has_no_distance(tmp_path: Path) -> None:
    asked = table({}, layers=rivers(tmp_path, LAKE, "water_area"))
    question = Intersects("r", Where("name", (("漂水",),)))
    (entry,) = question.evidence(asked, 0)
    assert (NAMES[question.ask(asked).truth[0]], entry.truth, entry.distance_m) == (
        "unknown",
        "unknown",
        None,
    )


def test_past_its_last_day_a_layer_answers_nothing(tmp_path: Path) -> None:
    layers = rivers(tmp_path, extra=", valid_until: 2026-11-23")  # the day before that of the table
    question = Within("r", FUHE, "at_most", 500.0)
    found = question.ask(table({}, site=square(400.0), layers=layers))
    assert NAMES[found.truth[0]] == "unknown"
    layers = rivers(tmp_path, extra=", valid_until: 2026-11-24")
    assert NAMES[question.ask(table({}, site=square(400.0), layers=layers)).truth[0]] == "yes"


@pytest.mark.parametrize(
    ("stated_m", "at_most", "less_than"),
    [(499.0, "yes", "yes"), (500.0, "yes", "no"), (501.0, "no", "no")],
)
def test_a_surveyed_distance_decides_at_the_limit_as_the_rule_says(
    tmp_path: Path, stated_m: float, at_most: str, less_than: str
) -> None:
    """The map, 50 m inaccurate, leaves it open; the survey does not."""
    layer = opened(
        tmp_path, collection(feature(RIVER, name="府河", accuracy_m=50)), f"baseline: bank, {ENTRY}"
    )
    survey = [{"river": "府河", "distance_m": stated_m, "source": "测绘", "accuracy_m": 0}]
    asked = table({"bank_distances": survey}, site=square(500.0), layers={"r": layer})
    answers = [NAMES[Within("r", FUHE, each, 500.0).ask(asked).truth[0]] for each in ("at_most", "less_than")]
    assert answers == [at_most, less_than]


def test_a_surveyed_distance_says_nothing_of_rivers_chosen_otherwise_than_by_name(tmp_path: Path) -> None:
    survey = [{"river": "府河", "distance_m": 1, "source": "测绘", "accuracy_m": 0}]
    asked = table({"bank_distances": survey}, site=square(600.0), layers=rivers(tmp_path))
    question = Within("r", Where("grade", (("one",),)), "at_most", 500.0)
    assert NAMES[question.ask(asked).truth[0]] == "unknown"
    assert all(not entry.declared for entry in question.evidence(asked, 0))


def test_an_upgrade_says_what_is_still_to_be_known_or_decided() -> None:
    expand, build = Nature(frozenset({"new", "expand"})), Nature(frozenset({"new", "rebuild"}))
    asked = table({"nature": "upgrade"}, {"nature": "upgrade", "capacity_increase": "no"}, {"nature": "new"})
    notes = [
        question.evidence(asked, row)[0].note for question, row in ((expand, 0), (build, 1), (expand, 2))
    ]
    assert [note and note.en for note in notes] == [
        "an upgrade that adds capacity counts as an expansion",
        "whether a technical upgrade is a rebuild needs a person's decision",
        None,
    ]


def test_what_has_no_words_of_its_own_is_called_by_its_key_and_value() -> None:
    assert selected("rivers", "grade", ["one"]).en == "a class-one water source zone"
    assert selected("rivers", "grade", ["one", "five"]).en == "rivers (grade = one, five)"
    assert selected("lakes", "grade", ["five"]).en == "layer lakes (grade = five)"
    assert selected("lakes", None, []).en == "any feature of layer lakes"


def test_joined_questions_are_put_in_words_as_they_are_joined() -> None:
    new, safety = Nature(frozenset({"new"})), Attribute("purpose", "is", "safety")
    both, either = All((new, safety)), Some((new, Not((safety,))))
    assert both.words().en == f"{new.words().en} and {safety.words().en}"
    assert either.words().zh == f"{new.words().zh}或并非({safety.words().zh})"
    assert All((both, either)).words().en == f"({both.words().en}) and ({either.words().en})"
    assert (All(()).words().zh, All(()).words().en) == ("", "")


def test_a_question_about_a_joined_part_rests_on_all_of_its_parts(tmp_path: Path) -> None:
    joined = All((Nature(frozenset({"new"})), Within("r", FUHE, "at_most", 500.0)))
    assert "nature" in joined.reads
    assert joined.layers == {"r"}
    asked = table({"nature": "new"}, site=square(400.0), layers=rivers(tmp_path))
    assert [entry.truth for entry in joined.evidence(asked, 0)] == ["yes", "yes"]


OUTLINED = shapely.box(113.40, 31.60, 113.50, 31.70)
IN_IT, BESIDE_IT = shapely.box(113.45, 31.65, 113.451, 31.651), shapely.box(113.60, 31.65, 113.601, 31.651)


@pytest.mark.parametrize(
    ("site", "declared", "truth", "because"),
    [
        (IN_IT, None, "yes", ()),
        (IN_IT, PARK, "yes", ()),
        (BESIDE_IT, None, "no", ()),
        (BESIDE_IT, "无", "no", ()),
        (BESIDE_IT, PARK, "unknown", ("contradiction",)),
        (IN_IT, "无", "unknown", ("contradiction",)),
    ],
)
def test_the_outline_of_a_park_decides_and_a_declaration_against_it_is_named(
    tmp_path: Path, site: Any, declared: str | None, truth: str, because: tuple[str, ...]
) -> None:
    text = collection(feature(json.loads(shapely.to_geojson(OUTLINED)), name=PARK))
    entry = f"baseline: water_area, accuracy_m: 0, coverage: everywhere, complete_for: {{name: [{PARK}]}}"
    asked = table({"park": declared}, site=site, layers={"parks": opened(tmp_path, text, entry)})
    found = Inside("parks", Where("name", ((PARK,),))).ask(asked)
    assert (NAMES[found.truth[0]], causes(int(found.because[0]))) == (truth, because)
    assert [each.tolist() for each in Zones(asked).standing()] == [[2 if site is IN_IT else 0]]


def test_without_a_register_no_site_stands_to_any_zone_and_no_park_is_denied() -> None:
    asked = table({"park": "无"})
    assert list(Zones(asked).standing()) == []
    found = Inside("parks", Where("name", ((PARK,),))).ask(asked)
    assert (NAMES[found.truth[0]], causes(int(found.because[0]))) == ("unknown", ("missing_layer",))


@pytest.mark.parametrize(
    ("stated_m", "accuracy_m", "truth", "because"),
    [
        ([480.0, 520.0], 10.0, "unknown", ("contradiction",)),  # one survey says within, the other beyond
        ([480.0, 490.0], 10.0, "yes", ()),
        ([480.0, 499.0], 10.0, "yes", ()),  # the second is too close to the limit and says nothing
        ([499.0], 10.0, "unknown", ("accuracy",)),  # so the map, which leaves it open, stands
        ([300.0], 10.0, "unknown", ("contradiction",)),  # the map is sure that it is farther
        ([700.0], 10.0, "unknown", ("contradiction",)),  # and that it is nearer than this
    ],
)
def test_surveyed_distances_settle_what_the_map_leaves_open_and_never_go_against_it(
    tmp_path: Path, stated_m: list[float], accuracy_m: float, truth: str, because: tuple[str, ...]
) -> None:
    layer = opened(
        tmp_path, collection(feature(RIVER, name="府河", accuracy_m=50)), f"baseline: bank, {ENTRY}"
    )
    survey = [
        {"river": "府河", "distance_m": each, "source": "测绘", "accuracy_m": accuracy_m} for each in stated_m
    ]
    asked = table({"bank_distances": survey}, site=square(500.0), layers={"r": layer})
    question = Within("r", FUHE, "at_most", 500.0)
    found = question.ask(asked)
    assert (NAMES[found.truth[0]], causes(int(found.because[0]))) == (truth, because)
    told = [entry.distance_m for entry in question.evidence(asked, 0) if entry.declared]
    assert sorted(told) == stated_m


def test_a_number_and_several_words_are_shown_as_a_person_writes_them() -> None:
    assert Attribute("green_ratio", "at_least", 0.2).words().en.endswith("0.2")
    either = Attribute("purpose", "in", ("safety", "capacity")).words()
    assert "、" in either.zh
    assert ", " in either.en


def test_a_class_of_which_a_catalogue_is_in_doubt_and_nothing_settles_it_is_a_matter_of_reading() -> None:
    term = Term("x", Text("某类", "a kind"), yes=frozenset({"261"}), maybe=frozenset({"268"}))
    found = judge(term, Codes(("2681",), "2681"), "2017", {}, classification())
    assert (NAMES[found.truth], found.because) == ("unknown", Cause.INTERPRETATION)


def test_two_rivers_without_a_name_that_can_be_seen_are_not_one_river(tmp_path: Path) -> None:
    """Were they one with two base lines, a site inside by one and outside by the other would be in dispute."""
    east = {"type": "LineString", "coordinates": [[113.31, 31.6], [113.31, 31.9]]}
    text = collection(
        feature(RIVER, name="\u200b", baseline="bank"), feature(east, name="\u200b", baseline="outer_edge")
    )
    entry = f"baseline: bank, {ENTRY}".replace("{name: [府河]}", "everything")
    asked = table({}, site=square(400.0), layers={"r": opened(tmp_path, text, entry)})
    assert NAMES[Within("r", Where(), "at_most", 500.0).ask(asked).truth[0]] == "yes"


def test_where_the_catalogue_of_a_zone_is_asked_for_the_code_is_what_is_missing(tmp_path: Path) -> None:
    text = collection(
        feature(json.loads(shapely.to_geojson(OUTLINED)), name=PARK, negative_list=["2614"], identity="p")
    )
    entry = f"baseline: water_area, accuracy_m: 0, coverage: everywhere, complete_for: {{name: [{PARK}]}}"
    layers = {"parks": opened(tmp_path, text, entry)}
    question = ZoneIndustry("negative_list")
    asked = table({"park": PARK}, site=IN_IT, layers=layers)
    assert NAMES[question.ask(asked).truth[0]] == "unknown"
    assert {fact for fact, rows in question.lacks(asked).items() if rows[0]} == {"industry"}
    stated = table(
        {"park": PARK, "industry": "2614"}, {"park": PARK, "industry": "1391"}, site=IN_IT, layers=layers
    )
    assert [NAMES[truth] for truth in question.ask(stated).truth] == ["yes", "no"]


def test_a_site_of_stated_extent_lies_in_an_area_only_if_all_of_its_extent_does(tmp_path: Path) -> None:
    layers = rivers(tmp_path, LAKE, "water_area")
    point = shapely.Point(113.35, 31.75)  # 4.7 km from either shore
    asked = table({"extent_m": 4000}, {"extent_m": 5000}, {}, site=point, layers=layers)
    assert [NAMES[truth] for truth in Inside("r", FUHE).ask(asked).truth] == ["yes", "unknown", "unknown"]
    assert [NAMES[truth] for truth in Intersects("r", FUHE).ask(asked).truth] == ["yes", "yes", "yes"]


def test_of_a_fact_that_it_does_not_read_a_question_tells_nothing() -> None:
    safety, old = Attribute("purpose", "is", "safety"), Attribute("date", "older_than_years", 5.0)
    assert [safety.tells("purpose", each) for each in ("safety", "capacity")] == [True, False]
    assert (safety.tells("nature", "new"), old.tells("nature", "new")) == (None, None)
    assert old.tells("date", "2020-01-01") == "2020-01-01"


def test_silence_is_read_aloud_only_where_nothing_was_said() -> None:
    (river,) = [rule for rule in load("suizhou-2018-4").rules if rule.id.endswith("/river-1km")]
    silent = table(
        {"industry": "1391"}, {"industry": "1391", "chemical_reaction": "no"}, {"industry": "2614"}
    )
    said = [{text.zh for text in silences(river, silent, row)} for row in range(3)]
    assert [any("化学反应" in text for text in each) for each in said] == [True, False, False]


def test_what_one_project_says_is_all_that_another_process_is_told() -> None:
    columns = table({"nature": "new", "name": "甲"}, {"nature": "expand", "name": "乙"}).columns
    said = pickle.loads(pickle.dumps(Said(columns, 0)))
    assert (said("name"), said("purpose")) == ("甲", None)
    assert "乙".encode() not in pickle.dumps(Said(columns, 0))


def near_and_far(
    layers: dict[str, Layer], comparator: Any, **site: float
) -> list[tuple[str, tuple[str, ...]]]:
    """Whether a site 495 m off is within 500 m and within 490 m, and why not; with one term of its inaccuracy."""
    made = table({}, site=square(495.0), layers=layers)
    sites = replace(made.space.sites, **{term: np.full(1, metres) for term, metres in site.items()})
    asked = Table(made.columns, Space(sites, layers, made.space.on), made.rows)
    found = [Within("r", FUHE, comparator, limit_m).ask(asked) for limit_m in (500.0, 490.0)]
    return [(NAMES[each.truth[0]], causes(int(each.because[0]))) for each in found]


@pytest.mark.parametrize("comparator", ["at_most", "less_than"])
def test_each_term_of_the_accuracy_can_by_itself_leave_a_distance_open(
    tmp_path: Path, comparator: Any
) -> None:
    exact = rivers(tmp_path)
    assert near_and_far(exact, comparator) == [("yes", ()), ("no", ())]
    text = collection(feature(RIVER, name="府河", accuracy_m=10))
    rough = {"r": opened(tmp_path, text, f"baseline: bank, {ENTRY}")}
    for layers, site in (
        (rough, {}),
        *((exact, {term: 10.0}) for term in ("accuracy_m", "datum_m", "rounding_m")),
    ):
        assert near_and_far(layers, comparator, **site) == [("unknown", ("accuracy",))] * 2, site


@pytest.mark.parametrize(
    ("purpose", "outcome"), [("safety", "exempt"), ("capacity", "satisfied"), (None, "satisfied")]
)
def test_a_proviso_is_said_to_excuse_only_where_it_surely_does(
    tmp_path: Path, purpose: str | None, outcome: str
) -> None:
    """What is forbidden is what the proviso allows: it never bites, whatever the purpose is."""
    same = "{attribute: {name: purpose, is: safety}}"
    limit = "{within: {layer: rivers, where: {name: [府河]}, at_most_m: 1000}}"
    pack = load(str(small_pack.write(tmp_path / "pack", (limit, same))))
    asked = table({"nature": "new", "industry": "2614", "purpose": purpose})
    assert OUTCOMES[judge_rule(pack.rules[0], asked, Circumstances()).outcome[0]] == outcome


def test_a_code_of_the_old_edition_is_only_taken_for_what_it_can_mean() -> None:
    term = Term("x", Text("某类", "a kind"), yes=frozenset({"2761"}), maybe=frozenset())
    stated = table({"industry": "2760"})  # since 2017 it is 2761 and 2762
    question = Industry(term)
    assert NAMES[question.ask(stated).truth[0]] == "unknown"
    assert {each.text for each in domain("industry", [question], stated)} == {"2761", "2762"}


def test_what_the_project_states_stands_beside_the_answer() -> None:
    asked = table({"purpose": "safety", "industry": "2681"}, {})
    (stated,), (silent,) = (Attribute("purpose", "is", "capacity").evidence(asked, row) for row in (0, 1))
    assert (stated.truth, stated.value) == ("no", shown("purpose", "safety"))
    assert (silent.truth, silent.value) == ("unknown", None)


def test_inside_by_one_base_line_and_outside_by_the_other_is_for_a_person(tmp_path: Path) -> None:
    outer = GRS80.fwd(113.3, 31.75, 90, 600)[0]
    east = {"type": "LineString", "coordinates": [[outer, 31.6], [outer, 31.9]]}
    text = collection(
        feature(RIVER, name="府河", baseline="waterward_edge"),
        feature(east, name="府河", baseline="outer_edge"),
    )
    layers = {"r": opened(tmp_path, text, f"baseline: bank, {ENTRY}")}
    found = []
    for east_m in (900.0, 1500.0, 1700.0):
        answer = Within("r", FUHE, "at_most", 1000.0).ask(table({}, site=square(east_m), layers=layers))
        found.append((NAMES[answer.truth[0]], causes(int(answer.because[0]))))
    assert found == [("yes", ()), ("unknown", ("interpretation",)), ("no", ())]


@pytest.mark.parametrize(
    ("limit_m", "truth", "margin_m"),
    [(520.0, "yes", 15.0), (500.0, "unknown", -5.0), (490.0, "unknown", -5.0), (480.0, "no", 5.0)],
)
def test_the_margin_says_how_far_an_answer_is_from_being_another(
    tmp_path: Path, limit_m: float, truth: str, margin_m: float
) -> None:
    """495 m off and 10 m inaccurate."""
    text = collection(feature(RIVER, name="府河", accuracy_m=10))
    asked = table({}, site=square(495.0), layers={"r": opened(tmp_path, text, f"baseline: bank, {ENTRY}")})
    (entry,) = Within("r", FUHE, "at_most", limit_m).evidence(asked, 0)
    assert entry.truth == truth
    assert entry.margin_m == pytest.approx(margin_m, abs=0.01)


def test_each_project_is_held_against_its_own_limit(tmp_path: Path) -> None:
    limit = TableLimit("metres", (("26", 1000.0), ("13", 10.0)))
    question = Within("r", FUHE, "at_most", limit)
    stated = [{"industry": code} for code in ("2614", "1391", "2221", "2614")]
    asked = table(*stated, {}, site=square(400.0), layers=rivers(tmp_path))
    found = question.ask(asked)
    assert [NAMES[truth] for truth in found.truth] == ["yes", "no", "unknown", "yes", "unknown"]
    assert [causes(int(bits)) for bits in found.because] == [
        (),
        (),
        ("missing_attribute",),
        (),
        ("missing_attribute",),
    ]


def test_of_several_codes_every_doubt_is_named() -> None:
    open_, read = (
        Term("x", Text("某类", "a kind"), yes=frozenset(), maybe=frozenset({"268"}), settled_by=by)
        for by in ("chemical_reaction", None)
    )
    for term, because in ((open_, Cause.MISSING_ATTRIBUTE), (read, Cause.INTERPRETATION)):
        found = judge(term, Codes(("1391", "2681"), "1391;2681"), "2017", {}, classification())
        assert (NAMES[found.truth], found.because) == ("unknown", because)


@pytest.mark.parametrize("off_m", [10.0, -10.0])
def test_a_survey_that_just_meets_what_the_map_says_does_not_go_against_it(
    tmp_path: Path, off_m: float
) -> None:
    """The map is exact; the survey, right to 10 m, begins or ends where the map says that the bank is."""
    layers, question = rivers(tmp_path), Within("r", FUHE, "at_most", 500.0)
    (mapped,) = question.evidence(table({}, site=square(480.0), layers=layers), 0)
    survey = [{"river": "府河", "distance_m": mapped.distance_m + off_m, "source": "测绘", "accuracy_m": 10}]
    asked = table({"bank_distances": survey}, site=square(480.0), layers=layers)
    for limit_m, truth in ((500.0, "yes"), (450.0, "no")):
        found = Within("r", FUHE, "at_most", limit_m).ask(asked)
        assert (NAMES[found.truth[0]], causes(int(found.because[0]))) == (truth, ())


@pytest.mark.parametrize(
    ("until", "truth", "because"), [("2026-11-23", "unknown", ("stale_layer",)), ("2026-11-24", "yes", ())]
)
def test_past_its_last_day_a_register_answers_nothing_either(
    tmp_path: Path, until: str, truth: str, because: tuple[str, ...]
) -> None:
    text = collection(feature(None, "p", name=PARK))
    entry = f"accuracy_m: 0, coverage: everywhere, complete_for: {{name: [{PARK}]}}, valid_until: {until}"
    asked = table({"park": PARK}, layers={"parks": opened(tmp_path, text, entry)})
    found = Inside("parks", Where("name", ((PARK,),))).ask(asked)
    assert (NAMES[found.truth[0]], causes(int(found.because[0]))) == (truth, because)


def test_a_figure_by_code_is_known_where_all_that_the_code_can_mean_agrees() -> None:
    """2645 was dyes in 2011, and is something else since."""
    limit = TableLimit("t", (("2645", 5.0), ("264", 7.0), ("26", 9.0), ("2614", 3.0)))
    stated = [
        {"industry": code, "industry_edition": edition}
        for code in ("2645", "2614", "264", "261", "2645;2614", "2611;2612")
        for edition in (None, "2017", "2011")
    ]
    figures = resolve(limit, table(*stated)).reshape(-1, 3).tolist()
    assert str(figures) == (
        "[[nan, 5.0, 7.0], [3.0, 3.0, 3.0], [nan, nan, nan], [nan, nan, nan], [nan, nan, nan], [9.0, 9.0, 9.0]]"
    )
