"""What does the register say of a project's zone, on which day, and what if the project itself says something else?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import shapely

from tables import FAR_AWAY, bundled_layers, projects
from zonecheck.layers.layer import Layer
from zonecheck.predicates.industry import ZoneIndustry
from zonecheck.predicates.space import Space
from zonecheck.predicates.table import Table
from zonecheck.predicates.zones import IN_NO_ZONE, NOT_KNOWN, Zone, Zones, on_day
from zonecheck.truth import NAMES, Cause

PLANT = Zone("wastewater_plant", "is", True)
DATED = [{"value": "no", "until": "2021-12-31"}, {"value": "yes", "from": "2023-01-01"}]
PARK = "青春化工工业园"


def register(field: str, value: Any) -> dict[str, Layer]:
    """The bundled register, in which one zone states one more thing."""
    layers = bundled_layers()
    parks = layers["parks"]
    properties = tuple(
        {**own, field: value} if name == PARK else {key: each for key, each in own.items() if key != field}
        for name, own in zip(parks.names, parks.properties, strict=True)
    )
    return {"parks": replace(parks, properties=properties)}


def asked(layers: Mapping[str, Layer], *stated: Mapping[str, Any], on: str = "2026-11-24") -> Table:
    made = projects(*stated, site=FAR_AWAY)
    days = np.full(len(stated), np.datetime64(on), dtype="datetime64[D]")
    return Table(made.columns, Space(made.sites, layers, days), np.arange(len(stated)))


def answer(
    question: Any, layers: Mapping[str, Layer], stated: Mapping[str, Any], on: str = "2026-11-24"
) -> str:
    return NAMES[question.ask(asked(layers, stated, on=on)).truth[0]]


@pytest.mark.parametrize(("value", "found"), [("yes", "yes"), (True, "yes"), ("是", "yes"), ("no", "no")])
def test_yes_and_no_are_read_as_the_file_writes_them(value: Any, found: str) -> None:
    assert answer(PLANT, register("wastewater_plant", value), {"park": PARK}) == found


@pytest.mark.parametrize(
    ("on", "found"),
    [("2021-12-31", "no"), ("2022-01-01", "unknown"), ("2022-12-31", "unknown"), ("2023-01-01", "yes")],
)
def test_a_dated_value_holds_on_its_days_and_between_them_nothing_is_known(on: str, found: str) -> None:
    assert answer(PLANT, register("wastewater_plant", DATED), {"park": PARK}, on) == found


def test_projects_of_one_file_are_each_judged_by_their_own_day() -> None:
    layers = register("wastewater_plant", DATED)
    made = projects({"park": PARK}, {"park": PARK}, {"park": "无"})
    days = np.array(["2020-01-01", "2024-01-01", "2024-01-01"], dtype="datetime64[D]")
    table = Table(made.columns, Space(made.sites, layers, days), np.arange(3))
    assert [NAMES[each] for each in PLANT.ask(table).truth] == ["no", "yes", "no"]


def test_a_day_that_cannot_be_read_is_no_value() -> None:
    assert on_day([{"value": "yes", "from": "2022年"}], np.datetime64("2026-01-01").astype(object)) is None


def test_a_list_of_codes_is_not_taken_for_dated_values() -> None:
    listed = ZoneIndustry("negative_list")
    layers = register("negative_list", ["2614", "22"])
    assert answer(listed, layers, {"park": PARK, "industry": "2614"}) == "yes"
    assert answer(listed, layers, {"park": PARK, "industry": "2221"}) == "yes"
    assert answer(listed, layers, {"park": PARK, "industry": "1411"}) == "no"
    dated = register("negative_list", [{"value": ["2614"], "from": "2025-01-01"}])
    assert answer(listed, dated, {"park": PARK, "industry": "2614"}, "2024-12-31") == "unknown"
    assert answer(listed, dated, {"park": PARK, "industry": "2614"}, "2025-01-01") == "yes"


@pytest.mark.parametrize(("stated", "found"), [("是", "yes"), ("否", "no")])
def test_where_the_register_is_silent_the_project_answers(stated: str, found: str) -> None:
    layers = bundled_layers()
    assert answer(PLANT, layers, {"park": PARK}) == "unknown"
    assert answer(PLANT, layers, {"park": PARK, "wastewater_plant": stated}) == found
    assert answer(PLANT, layers, {"park": "无", "wastewater_plant": stated}) == "no"
    (reading,) = PLANT.evidence(asked(layers, {"park": PARK, "wastewater_plant": stated}), 0)
    assert (reading.attribute, reading.value) == ("wastewater_plant", found)


def test_register_and_project_that_contradict_each_other_leave_it_unknown() -> None:
    table = asked(register("wastewater_plant", "no"), {"park": PARK, "wastewater_plant": "是"})
    found = PLANT.ask(table)
    assert NAMES[found.truth[0]] == "unknown"
    assert found.because[0] == Cause.CONTRADICTION
    assert not any(rows.any() for rows in PLANT.lacks(table).values())


def test_what_is_missing_can_come_from_the_register_or_from_the_project() -> None:
    lacking = PLANT.lacks(asked(bundled_layers(), {"park": PARK}))
    assert {name for name, rows in lacking.items() if rows[0]} == {
        "zone.wastewater_plant",
        "wastewater_plant",
    }


def test_a_figure_of_the_register_is_that_of_the_day() -> None:
    layers = register(
        "min_floor_area_ratio", [{"value": 0.8, "until": "2024-12-31"}, {"value": 1, "from": "2025-01-01"}]
    )
    figures = [
        float(Zones(asked(layers, {"park": PARK}, on=day)).figures("min_floor_area_ratio")[0])
        for day in ("2024-12-31", "2025-01-01")
    ]
    assert figures == [0.8, 1.0]
    assert np.isnan(Zones(asked(layers, {"park": "无"})).figures("min_floor_area_ratio")[0])


@pytest.mark.parametrize(("value", "figure"), [("0.8", 0.8), (0.8, 0.8), (1, 1.0)])
def test_a_figure_may_be_written_as_text(value: Any, figure: float) -> None:
    table = asked(register("min_floor_area_ratio", value), {"park": PARK})
    assert Zones(table).figures("min_floor_area_ratio")[0] == figure


@pytest.mark.parametrize("value", ["80%", "约0.8", "", True])
def test_text_that_is_more_than_a_number_is_no_figure(value: Any) -> None:
    table = asked(register("min_floor_area_ratio", value), {"park": PARK})
    assert np.isnan(Zones(table).figures("min_floor_area_ratio")[0])


BY_XIHE = shapely.box(113.45, 31.69, 113.451, 31.691)


def homes(layers: Mapping[str, Layer], stated: Mapping[str, Any], site: Any) -> int:
    made = projects(stated, site=site)
    days = np.full(1, np.datetime64("2026-11-24"), dtype="datetime64[D]")
    return int(Zones(Table(made.columns, Space(made.sites, layers, days), np.arange(1))).homes()[0])


def test_in_no_park_is_not_believed_beside_a_park_without_an_outline() -> None:
    layers = bundled_layers()
    assert homes(layers, {"park": "无"}, BY_XIHE) == NOT_KNOWN
    assert homes(layers, {"park": "无"}, FAR_AWAY) == IN_NO_ZONE


@pytest.mark.parametrize(
    ("park", "accuracy_m", "site", "home"),
    [
        ("无", 0, BY_XIHE, 1),  # the outline holds the site
        ("无", 0, FAR_AWAY, IN_NO_ZONE),
        ("无", 30_000, FAR_AWAY, NOT_KNOWN),  # the outline may hold it
        (PARK, 30_000, FAR_AWAY, 1),
        (PARK, 0, FAR_AWAY, NOT_KNOWN),  # outline and declaration contradict each other
    ],
)
def test_an_outline_says_more_than_the_declaration_and_a_doubtful_one_less(
    park: str, accuracy_m: float, site: Any, home: int
) -> None:
    parks = bundled_layers()["parks"]
    position = parks.names.index(PARK)
    geometry = parks.geometry.copy()
    geometry[position] = shapely.buffer(BY_XIHE, 0.01)
    accuracies = np.full(len(parks), float(accuracy_m))
    plain = tuple({key: value for key, value in own.items() if key != "near"} for own in parks.properties)
    layers = {"parks": replace(parks, geometry=geometry, accuracy_m=accuracies, properties=plain)}
    assert homes(layers, {"park": park}, site) == (position if home == 1 else home)


@pytest.mark.parametrize(
    ("held", "stated", "found"),
    [
        (None, {"wastewater_plant": "yes"}, "unknown"),  # it may be in no park at all
        (None, {"wastewater_plant": "yes", "park": "某某工业园"}, "yes"),
        (None, {"wastewater_plant": "no"}, "no"),
        (
            "yes",
            {"wastewater_plant": "no"},
            "unknown",
        ),  # it may be in the park of which the register says yes
        ("no", {"wastewater_plant": "no"}, "no"),
        ("yes", {"wastewater_plant": "no", "park": "none"}, "no"),
    ],
)
def test_a_statement_about_a_park_that_is_not_named_is_only_as_firm_as_it_is_for_every_park(
    held: str | None, stated: Mapping[str, Any], found: str
) -> None:
    layers = register("wastewater_plant", held) if held else bundled_layers()
    assert answer(PLANT, layers, stated) == found


def test_the_park_is_what_makes_such_a_statement_firm() -> None:
    table = asked(bundled_layers(), {"wastewater_plant": "yes"})
    assert {fact for fact, rows in PLANT.lacks(table).items() if rows[0]} == {"park"}


@pytest.mark.parametrize(
    ("question", "answers"),
    [
        (Zone("grade", "at_least", 2.0), {"2": "yes", " 2.0 ": "yes", 2: "yes", "1.9": "no", "二": "unknown", True: "unknown"}),
        (Zone("grade", "at_most", 2.0), {"2": "yes", "2.1": "no", None: "unknown", "-1": "unknown"}),
        (Zone("grade", "more_than", 2.0), {"2": "no", 3: "yes"}),
        (Zone("grade", "less_than", 2.0), {"2": "no", 1.5: "yes"}),
        (Zone("grade", "is", 2.0), {"2": "yes", 2: "yes", "3": "no", "二": "no", None: "unknown"}),
        (Zone("grade", "in", (2.0, "二")), {"2": "yes", "二": "yes", "三": "no"}),
        (Zone("grade", "is", "二"), {"二": "yes", "2": "no"}),
        (Zone("grade", "is", True), {"是": "yes", "false": "no"}),
    ],
)  # fmt: skip
def test_a_register_may_write_its_figures_as_text(question: Zone, answers: dict[Any, str]) -> None:
    found = {value: answer(question, register("grade", value), {"park": PARK}) for value in answers}
    assert found == answers


@pytest.mark.parametrize(("radius_m", "homes"), [(0.0, NOT_KNOWN), (1.0, NOT_KNOWN)])
def test_a_site_about_the_place_of_a_park_is_near_it_however_small_its_circle(
    radius_m: float, homes: int
) -> None:
    (lon, lat), layers = FAR_AWAY.centroid.coords[0], register("near", {})
    parks = layers["parks"]
    circle = {"lon": lon, "lat": lat, "radius_m": radius_m}
    near = {"parks": replace(parks, properties=({"near": circle}, *({} for _ in parks.properties[1:])))}
    assert Zones(asked(near, {"park": "无"})).homes().tolist() == [homes]
    far = {
        "parks": replace(
            parks, properties=({"near": {**circle, "lat": lat + 1}}, *({} for _ in parks.properties[1:]))
        )
    }
    assert Zones(asked(far, {"park": "无"})).homes().tolist() == [IN_NO_ZONE]


def test_without_a_register_no_zone_is_known_not_even_that_there_is_none() -> None:
    table = asked({}, {"park": "无"}, {"park": PARK}, {})
    assert Zones(table).homes().tolist() == [NOT_KNOWN] * 3
    assert [NAMES[each] for each in PLANT.ask(table).truth] == ["unknown"] * 3
    assert list(Zones(table).standing()) == []
    assert Zones(table).value("wastewater_plant", 0) is None
