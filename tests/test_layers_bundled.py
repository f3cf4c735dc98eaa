"""The bundled layers: what they hold, what they claim, and that the tables make them."""

from __future__ import annotations

import itertools
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import shapely
from pyproj import Geod

from zonecheck import resources
from zonecheck.layers.catalogue import Catalogue, load
from zonecheck.layers.layer import Layer
from zonecheck.layers.selection import select
from zonecheck.truth import NO, UNKNOWN, YES

DATA = resources.path("data")
MADE = ("rivers.geojson", "districts.geojson", "parks.geojson", "layers.yaml")
NAMED = ("府河", "漂水", "㵐水")


@pytest.fixture(scope="module")
def bundled() -> Catalogue:
    return load()


def reaches(rivers: Layer, name: str) -> list[int]:
    return [position for position, own in enumerate(rivers.names) if own == name]


def length_km(rivers: Layer, name: str) -> float:
    geod = Geod(ellps="GRS80")
    return float(
        sum(geod.geometry_length(rivers.geometry[position]) for position in reaches(rivers, name)) / 1000
    )


def test_the_tables_make_the_committed_files_byte_for_byte(tmp_path: Path) -> None:
    shutil.copytree(DATA, tmp_path / "data")
    for name in MADE[:3]:
        (tmp_path / "data" / name).unlink()
    catalogue = tmp_path / "data" / "layers.yaml"
    stated = [line for line in catalogue.read_text(encoding="utf-8").splitlines() if "sha256: " in line]
    catalogue.write_bytes(catalogue.read_bytes().replace(stated[0].encode(), b"    sha256: 00"))
    subprocess.run([sys.executable, str(tmp_path / "data" / "build.py")], check=True, cwd=tmp_path)
    for name in MADE:
        assert (tmp_path / "data" / name).read_bytes() == (DATA / name).read_bytes(), name


def test_all_bundled_layers_are_sound_and_marked_as_indicative(bundled: Catalogue) -> None:
    for name in bundled:
        layer = bundled.open(name)
        assert layer.entry.indicative
        assert layer.entry.sha256 == bundled.entry(name).sha256


@pytest.mark.parametrize("name", NAMED)
def test_each_river_of_the_clause_is_held_claimed_and_marked_as_named(bundled: Catalogue, name: str) -> None:
    rivers = bundled.open("rivers")
    found = select(rivers, "name", ((name,),))
    assert found.complete
    assert [rivers.properties[position]["importance"] for position in reaches(rivers, name)] == [
        "named"
    ] * int((found.member == YES).sum())


def test_the_reaches_of_each_named_river_join_end_to_end(bundled: Catalogue) -> None:
    rivers = bundled.open("rivers")
    for name in NAMED:
        lines = [rivers.geometry[position] for position in reaches(rivers, name)]
        for above, below in itertools.pairwise(lines):
            assert above.coords[-1] == below.coords[0]


@pytest.mark.parametrize(
    ("name", "least_km", "most_km"), [("府河", 160, 210), ("漂水", 50, 90), ("㵐水", 70, 95)]
)
def test_the_lengths_are_those_of_rivers_of_this_size(
    bundled: Catalogue, name: str, least_km: float, most_km: float
) -> None:
    """The straight line from source to mouth is the floor; a generalised lowland river winds at most twofold."""
    assert least_km < length_km(bundled.open("rivers"), name) < most_km


def test_the_accuracies_are_those_that_are_known(bundled: Catalogue) -> None:
    rivers = bundled.open("rivers")
    by_reach = {
        (name, rivers.properties[position]["reach"]): rivers.accuracy_m[position]
        for name in NAMED
        for position in reaches(rivers, name)
    }
    assert by_reach["府河", "Anju to Xihe through the city"] == 800
    assert by_reach["漂水", "upper (north of 32.05N)"] == 1500
    assert by_reach["㵐水", "upper, source to the canal aqueduct"] == 20000
    assert by_reach["㵐水", "lower, canal aqueduct to the mouth"] == 4000


def test_the_rivers_claim_nothing_beyond_the_three(bundled: Catalogue) -> None:
    rivers = bundled.open("rivers")
    assert not select(rivers, "basin", (("长江",),)).complete
    assert not select(rivers, None, ()).complete
    assert not select(rivers, "name", (("均水",),)).complete


def test_whether_another_river_is_important_is_unknown_and_for_the_three_it_is_settled(
    bundled: Catalogue,
) -> None:
    rivers = bundled.open("rivers")
    other = select(rivers, "importance", (("other",),)).member
    assert {int(other[position]) for position in reaches(rivers, "溠水")} == {int(UNKNOWN)}
    assert {int(other[position]) for name in NAMED for position in reaches(rivers, name)} == {int(NO)}


def test_only_huaihe_and_shihe_drain_to_the_huai(bundled: Catalogue) -> None:
    rivers = bundled.open("rivers")
    found = select(rivers, "basin", (("淮河",),)).member
    assert {rivers.names[position] for position in (found == YES).nonzero()[0]} == {"淮河", "浉河"}


def test_reservoir_banks_are_banks_and_all_else_is_a_centre_line(bundled: Catalogue) -> None:
    rivers = bundled.open("rivers")
    banks = {name for name, baseline in zip(rivers.names, rivers.baseline, strict=True) if baseline == "bank"}
    assert banks == {"溠水", "漳水", "大富水"}
    assert set(rivers.baseline) == {"bank", "centreline"}


def test_the_named_rivers_lie_whole_in_the_declared_window_down_to_its_southern_edge(
    bundled: Catalogue,
) -> None:
    rivers = bundled.open("rivers")
    assert not isinstance(rivers.coverage, str)
    for name in NAMED:
        for position in reaches(rivers, name):
            outside = shapely.difference(rivers.geometry[position], rivers.coverage)
            assert outside.is_empty or outside.bounds[3] <= 31.04


def test_the_districts_cover_the_area_of_the_city(bundled: Catalogue) -> None:
    districts = bundled.open("districts")
    geod = Geod(ellps="GRS80")
    km2 = sum(abs(geod.geometry_area_perimeter(outline)[0]) for outline in districts.geometry) / 1e6
    assert km2 == pytest.approx(9617, rel=0.03)
    assert select(districts, "name", (("曾都区",), ("随县",), ("广水市",))).complete
    assert select(districts, "adcode", (("421303",), ("421321",), ("421381",))).complete
    assert select(districts, "city", (("随州市",),)).complete


def test_parks_are_named_without_an_outline_and_both_about_xihe_have_a_circle(bundled: Catalogue) -> None:
    parks = bundled.open("parks")
    assert parks.geometry.tolist() == [None] * 4
    near = [
        name for name, properties in zip(parks.names, parks.properties, strict=True) if properties.get("near")
    ]
    assert near == ["随州高新区化工园区", "青春化工工业园"]


def test_the_second_hand_name_of_the_park_of_the_clause_is_never_taken_as_certain(bundled: Catalogue) -> None:
    parks = bundled.open("parks")
    member = select(parks, "name", (("淅河化工产业园",),)).member
    assert YES not in member
    assert member[parks.names.index("随州高新区化工园区")] == UNKNOWN
