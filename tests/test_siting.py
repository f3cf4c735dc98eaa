"""Does the division of an area agree with the check of single points, everywhere but beside its borders?"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import numpy as np
import pytest
import shapely
from pyproj import Geod

from worlds import ask, bank, write_rivers
from zonecheck.geodesy.areas import border_m
from zonecheck.memory import features_of
from zonecheck.screening import Request, examine
from zonecheck.siting.division import random_points

TOP = Path(__file__).parents[1]
TODAY = date(2026, 11, 23)
SCHEMA = json.loads((TOP / "docs" / "schemas" / "siting.schema.json").read_text(encoding="utf-8"))
WINDOW = "113.25,31.65,113.50,31.80"
CHEMICAL = {"industry": "2614", "nature": "new", "park": "none"}
EXPANSION = {"industry": "2681", "nature": "expand", "park": "none"}
FOOD = {"industry": "1391", "nature": "new"}
VERDICTS = ("prohibited", "review", "conditional", "clear", "out_of_scope", "invalid")
TELLING = {"prohibited": "violated", "review": "undetermined", "conditional": "unmet"}


def options(stated: dict[str, str], *more: object) -> list[object]:
    sets = [part for key, value in stated.items() for part in ("--set", f"{key}={value}")]
    return ["siting", *sets, "--on", TODAY.isoformat(), *more]


def disagreeing(stated: dict[str, str], parts: list[Any], points: Any, layers: list[str]) -> list[int]:
    """Points whose verdict and rules, as the check gives them, are not those of the part that holds them, 1 cm from borders."""
    given = [{**stated, "extent_m": 0.000001}] * len(points)
    request = Request(
        [], TODAY, features=[features_of(list(points), given, None)], layers=layers, whole=False
    )
    judged = examine(request).checked  # a run is judged in pieces
    held = np.full(len(points), -1)
    for number, part in enumerate(parts):
        held[shapely.contains(part["geometry"], points)] = number
    wrong = []
    rules_asked = judged[0].docket.rules
    outcome = {
        rule.id: np.concatenate([found.docket.judged[at].outcome for found in judged])
        for at, rule in enumerate(rules_asked)
    }
    verdicts = np.concatenate([found.verdicts for found in judged])
    effect = {rule.id: rule.effect for rule in rules_asked}
    names = ("violated", "undetermined", "unmet")
    for row in range(len(points)):
        verdict = VERDICTS[verdicts[row]]
        rules = {
            rule
            for rule, each in outcome.items()
            if effect[rule] != "advise" and 0 <= each[row] < 3 and names[each[row]] == TELLING.get(verdict)
        }
        part = parts[held[row]] if held[row] >= 0 else None
        if part is None or (verdict, rules) != (part["verdict"], part["rules"]):
            wrong.append(row)
    lines = [part["geometry"] for part in parts]
    return [row for row in wrong if all(border_m(points[[row]], line)[0] > 0.01 for line in lines)]


def divided(capsys: Any, stated: dict[str, str], *more: object) -> tuple[list[Any], Any]:
    """The parts as they are written, and all that is said beside them."""
    answer = ask(capsys, *options(stated, "-f", "geojson", *more))
    assert answer.status == 0, answer.err
    parts = [
        {
            "verdict": each["properties"]["verdict"],
            "rules": set(filter(None, each["properties"]["rules"].split(", "))),
            "geometry": shapely.geometry.shape(each["geometry"]),
            "area_ha": each["properties"]["area_ha"],
        }
        for each in answer.json["features"]
    ]
    return parts, answer.json["zonecheck"]


def test_parts_agree_with_the_check_of_random_points(capsys: Any) -> None:
    stated = CHEMICAL
    parts, about = divided(capsys, stated, "--within", WINDOW)
    assert about["sampled"]["differing"] == []
    west, south, east, north = map(float, WINDOW.split(","))
    points = random_points(shapely.box(west, south, east, north), 3000, seed=7)
    assert disagreeing(stated, parts, points, []) == []


@pytest.mark.slow
@pytest.mark.parametrize("stated", [CHEMICAL, EXPANSION, FOOD], ids=["chemical", "expansion", "food"])
def test_parts_agree_with_the_check_of_twenty_thousand_random_points(
    stated: dict[str, str], capsys: Any
) -> None:
    parts, about = divided(capsys, stated, "--samples", "20000")
    assert about["sampled"]["differing"] == []
    whole = shapely.union_all([part["geometry"] for part in parts])
    assert disagreeing(stated, parts, random_points(whole, 20_000, seed=20), []) == []


def beside(parts: list[Any], rng: Any, count: int, aside_m: float) -> Any:
    """Points so far to either side of random places on the borders between parts."""
    lines = shapely.union_all([shapely.boundary(part["geometry"]) for part in parts])
    on = shapely.line_interpolate_point(lines, rng.random(count), normalized=True)
    lon, lat, _ = Geod(ellps="GRS80").fwd(
        shapely.get_x(on), shapely.get_y(on), rng.uniform(0, 360, count), np.full(count, aside_m)
    )
    return shapely.points(lon, lat)


def test_two_centimetres_from_a_border_the_parts_are_right(capsys: Any) -> None:
    """Where random points of the whole area hardly ever come."""
    parts, _ = divided(capsys, CHEMICAL, "--within", WINDOW)
    west, south, east, north = map(float, WINDOW.split(","))
    points = beside(parts, np.random.default_rng(3), 2000, 0.02)
    inside = shapely.contains(shapely.box(west, south, east, north), points)
    assert disagreeing(CHEMICAL, parts, points[inside], []) == []


def test_ban_about_an_exact_straight_bank_is_two_kilometres_wide(tmp_path: Path, capsys: Any) -> None:
    """On paper: a meridian from 31.68 to 31.72 and a kilometre on either side of it."""
    far = [bank("漂水", 112.6), bank("㵐水", 112.5)]
    layers = write_rivers(tmp_path, features=[bank(), *far])
    parts, _ = divided(capsys, CHEMICAL, "--layers", layers, "--within", "113.30,31.68,113.50,31.72")
    banned = [part for part in parts if "suizhou-2018-4/river-1km" in part["rules"]]
    length_m = Geod(ellps="GRS80").inv(113.4, 31.68, 113.4, 31.72)[2]
    assert sum(part["area_ha"] for part in banned) == pytest.approx(2000 * length_m / 10_000, rel=1e-4)


def test_areas_of_the_parts_make_up_the_whole(capsys: Any) -> None:
    parts, about = divided(capsys, CHEMICAL, "--within", WINDOW)
    assert sum(part["area_ha"] for part in parts) == pytest.approx(about["area_ha"], abs=0.3)


def test_size_keeps_only_pieces_in_which_the_site_fits(capsys: Any) -> None:
    whole, _ = divided(capsys, CHEMICAL, "--within", WINDOW)
    kept, about = divided(capsys, CHEMICAL, "--within", WINDOW, "--size", "3km2")
    gone = sum(part["area_ha"] for part in whole) - sum(part["area_ha"] for part in kept)
    assert about["too_narrow_ha"] == pytest.approx(gone, abs=0.5)
    assert gone > 0
    for part in kept:
        for piece in shapely.get_parts(part["geometry"]) if part["verdict"] != "prohibited" else ():
            radius = shapely.length(shapely.maximum_inscribed_circle(piece, tolerance=1e-5))
            assert radius * 111_000 > (3e6 / np.pi) ** 0.5


def test_candidates_are_nearest_first_and_are_what_the_check_says_of_their_outline(
    tmp_path: Path, capsys: Any
) -> None:
    answer = ask(
        capsys,
        *options(CHEMICAL, "--within", WINDOW, "--size", "12ha", "--near", "113.327,31.7132", "-f", "json"),
    ).json
    assert answer["candidates"]
    distances = [each["distance_m"] for each in answer["candidates"]]
    assert distances == sorted(distances)
    for each in answer["candidates"][:3]:
        outline = shapely.geometry.shape(each["geometry"])
        assert abs(Geod(ellps="GRS80").geometry_area_perimeter(outline)[0]) >= 120_000
        path = tmp_path / "site.geojson"
        feature = {"type": "Feature", "properties": CHEMICAL, "geometry": each["geometry"]}
        path.write_text(json.dumps(feature), encoding="utf-8")
        assert (
            ask(capsys, path, "-f", "json", "--on", TODAY.isoformat()).project["verdict"] == each["verdict"]
        )


def test_area_can_be_a_file_in_any_format(tmp_path: Path, capsys: Any) -> None:
    west, south, east, north = map(float, WINDOW.split(","))
    area = tmp_path / "area.csv"
    area.write_text(f'wkt\n"{shapely.box(west, south, east, north).wkt}"\n', encoding="utf-8")
    (one, _), (other, _) = (divided(capsys, CHEMICAL, "--within", given) for given in (area, WINDOW))
    assert [part["area_ha"] for part in one] == pytest.approx([part["area_ha"] for part in other])


@pytest.mark.parametrize(
    "wrong",
    [("--size", "12"), ("--size", "0ha"), ("--near", "31"), ("--within", "1,2,3"), ("--within", "1,2,1,3"),
     ("--set", "extent_m=5"), ("--set", "colour=red"), ("--industry", "abcd")],
    ids=" ".join,
)  # fmt: skip
def test_what_cannot_be_asked_is_refused(wrong: tuple[str, str], capsys: Any) -> None:
    answer = ask(capsys, *options({"nature": "new"}, *wrong))
    assert answer.status == 2
    assert answer.err


def test_json_follows_the_published_schema(capsys: Any) -> None:
    answer = ask(capsys, *options(CHEMICAL, "--within", WINDOW, "--near", "113.3,31.7", "-f", "json"))
    jsonschema.validate(answer.json, SCHEMA)


def test_geopackage_and_page_hold_the_parts(tmp_path: Path, capsys: Any) -> None:
    base, page = tmp_path / "parts.gpkg", tmp_path / "parts.html"
    more = ("--within", WINDOW, "--near", "113.3,31.7", "--size", "12ha", "-f", "json")
    answer = ask(capsys, *options(CHEMICAL, *more, "-o", base, "-o", page))
    with closing(sqlite3.connect(base)) as held:
        rows = held.execute("SELECT verdict, area_ha FROM parts").fetchall()
        assert held.execute("SELECT count(*) FROM candidates").fetchone()[0] == len(answer.json["candidates"])
    assert rows == [(part["verdict"], part["area_ha"]) for part in answer.json["parts"]]
    assert 'class="part prohibited"' in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_text_says_hectares_rules_and_tolerance(language: str, capsys: Any) -> None:
    answer = ask(capsys, *options(CHEMICAL, "--within", WINDOW, "--lang", language))
    assert answer.status == 0
    for word in (" ha", "0.01 m", "府河"):
        assert word in answer.out


def feature(geometry: Any, **properties: Any) -> dict[str, Any]:
    drawn = None if geometry is None else shapely.geometry.mapping(geometry)
    return {"type": "Feature", "properties": properties, "geometry": drawn}


def write_features(path: Path, *features: Any) -> None:
    path.write_text(
        json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False), encoding="utf-8"
    )


def of_every_kind(folder: Path) -> Path:
    """A water area, a centre line with a width, a bank; a coverage that ends; two parks drawn, two not, one with a circle."""
    water = [
        (113.30, 31.70),
        (113.36, 31.705),
        (113.42, 31.70),
        (113.42, 31.704),
        (113.36, 31.709),
        (113.30, 31.703),
    ]
    centre = shapely.LineString([(113.33, 31.66), (113.34, 31.69), (113.338, 31.72)])
    write_features(
        folder / "rivers.geojson",
        feature(shapely.Polygon(water), name="府河"),
        feature(centre, name="漂水", baseline="centreline", half_width_m=60, accuracy_m=120),
        feature(
            shapely.LineString([(113.40, 31.74), (113.44, 31.75)]),
            name="㵐水",
            baseline="bank",
            accuracy_m=1500,
        ),
    )
    banned = [(113.36, 31.72), (113.38, 31.72), (113.385, 31.735), (113.365, 31.74)]
    write_features(
        folder / "parks.geojson",
        feature(shapely.Polygon(banned), name="随州高新区化工园区"),
        feature(shapely.Polygon([(113.385, 31.72), (113.40, 31.72), (113.40, 31.73)]), name="青春化工工业园"),
        feature(None, name="广水市化工园区"),
        feature(None, name="随州高新区", near={"lon": 113.32, "lat": 31.74, "radius_m": 2000.0}),
    )
    write_features(
        folder / "covered.geojson",
        feature(shapely.Polygon([(113.2, 31.6), (113.45, 31.6), (113.41, 31.8), (113.2, 31.78)])),
    )
    catalogue = folder / "layers.yaml"
    catalogue.write_text(
        """
layers:
  - {id: rivers, path: rivers.geojson, baseline: water_area, accuracy_m: 50, coverage: covered.geojson,
     complete_for: everything}
  - {id: parks, path: parks.geojson, accuracy_m: 30, coverage: everywhere, complete_for: everything}
""",
        encoding="utf-8",
    )
    return catalogue


@pytest.mark.parametrize(
    "more",
    [
        {"park": "none"},
        pytest.param({}, marks=pytest.mark.slow),
        pytest.param({"park": "青春化工工业园"}, marks=pytest.mark.slow),
        pytest.param({"park": "none", "accuracy_m": "25"}, marks=pytest.mark.slow),
    ],
    ids=str,
)
def test_parts_agree_with_the_check_around_layers_of_every_kind(
    more: dict[str, str], tmp_path: Path, capsys: Any
) -> None:
    stated, window = {"industry": "2614", "nature": "new", **more}, "113.28,31.66,113.46,31.77"
    layers = of_every_kind(tmp_path)
    parts, about = divided(capsys, stated, "--layers", layers, "--within", window, "--samples", 4000)
    assert about["sampled"]["differing"] == []
    assert len(parts) >= 5
    points = beside(parts, np.random.default_rng(4), 1000, 0.02)
    inside = shapely.contains(shapely.box(113.28, 31.66, 113.46, 31.77), points)
    assert disagreeing(stated, parts, points[inside], [str(layers)]) == []
