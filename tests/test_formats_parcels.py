"""Boundary points as land bureaus hand them out: several parcels, holes, axes either way, either encoding, both variants."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import shapely

from reading import assumed, built, raw, said, written
from zonecheck.geodesy.crs import to_geographic

HEAD = (
    "[属性描述]\n格式版本号=1.01版本\n数据产生单位=测绘队\n坐标系=2000国家大地坐标系\n几度分带=3\n投影类型=高斯克吕格\n"
    "计量单位=米\n带号=38\n精度=0.001\n转换参数=,,,,,,\n[地块坐标]\n"
)
SHELL = [(3509000, 450000), (3509000, 450400), (3508800, 450400), (3508800, 450000)]
HOLE = [(3508950, 450100), (3508950, 450200), (3508850, 450200), (3508850, 450100)]
EAST = [(n, e + 1000) for n, e in SHELL]
FAR = [(n - 500, e) for n, e in SHELL]

Ring = Sequence[tuple[float, float]]


def parcel(
    identity: str, area_ha: float, *rings: Ring, swapped: bool = False, closed: bool = True, comma: str = ","
) -> str:
    """The lines of one parcel, rings numbered from 1."""
    points = [
        (number, position)
        for number, ring in enumerate(rings, start=1)
        for position in [*ring, *([ring[0]] if closed else [])]
    ]
    lines = [
        comma.join(
            [str(len(points)), f"{area_ha:.4f}", identity, f"{identity}号地", "面", "", "工业", "0601", "@"]
        )
    ]
    for at, (ring, (north, east)) in enumerate(points, start=1):
        first, second = (east, north) if swapped else (north, east)
        lines.append(comma.join([f"J{at}", str(ring), f"{first:.3f}", f"{second:.3f}"]))
    return "\n".join(lines) + "\n"


def test_three_parcels_one_with_a_hole_axes_swapped_in_gbk_are_three_projects_of_the_stated_areas(
    tmp_path: Path,
) -> None:
    text = HEAD + "".join(
        [
            parcel("甲", 8.0, SHELL, swapped=True),
            parcel("乙", 7.0, SHELL, HOLE, swapped=True),
            parcel("丙", 16.0, EAST, [(n, e + 1000) for n, e in EAST], swapped=True),
        ]
    )
    path = written(tmp_path, "parcels.txt", text, "gbk")
    (table,) = raw(path)
    assert [round(shapely.area(shape) / 1e4, 4) for shape in table.geometry] == [8.0, 7.0, 16.0]
    projects = built(path)
    assert projects.columns["id"].values == ("甲", "乙", "丙")
    assert [said(projects, row) for row in range(3)] == [[], [], []]
    assert len(projects.sites.geometry[1].interiors) == 1
    assert projects.sites.geometry[2].geom_type == "MultiPolygon"
    assert "eastings stand first" in assumed(projects)
    assert "GB18030" in assumed(projects)


@pytest.mark.parametrize("closed", [True, False])
@pytest.mark.parametrize("comma", [",", "\uff0c"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("swapped", [True, False])
@pytest.mark.parametrize("zone", [0, 38_000_000])
def test_however_it_is_written_the_parcel_is_the_same(
    tmp_path: Path, closed: bool, comma: str, encoding: str, swapped: bool, zone: int
) -> None:
    ring = [(n, e + zone) for n, e in SHELL]
    text = HEAD + parcel("甲", 8.0, ring, closed=closed, comma=comma, swapped=swapped)
    projects = built(written(tmp_path, "p.txt", text, encoding))
    expected = to_geographic(shapely.polygons([[(e, n) for n, e in SHELL]]), 4547)[0]
    assert said(projects) == []
    assert shapely.equals_exact(projects.sites.geometry[0].normalize(), expected.normalize(), 1e-9)


def test_the_variant_of_eleven_fields_is_read_and_its_fields_are_kept(tmp_path: Path) -> None:
    text = HEAD + parcel("甲", 8.0, SHELL).replace("0601,@", "0601,随县,国有,@")
    projects = built(written(tmp_path, "p.txt", text))
    stated = projects.properties[0]
    assert (stated["地类编码"], stated["字段9"], stated["字段10"]) == ("0601", "随县", "国有")
    assert said(projects) == []


@pytest.mark.parametrize(("stated", "unit"), [(80000.0, "m²"), (120.0, "mu")])
def test_an_area_in_another_unit_is_recognised_and_told(tmp_path: Path, stated: float, unit: str) -> None:
    projects = built(written(tmp_path, "p.txt", HEAD + parcel("甲", stated, SHELL)))
    assert not projects.invalid[0]
    assert f"the points enclose {stated:.4f} {unit}" in assumed(projects)


def test_a_ring_that_is_no_hole_is_a_second_part(tmp_path: Path) -> None:
    projects = built(written(tmp_path, "p.txt", HEAD + parcel("甲", 16.0, SHELL, FAR)))
    assert projects.sites.geometry[0].geom_type == "MultiPolygon"


def test_one_garbled_parcel_leaves_its_neighbours_alone(tmp_path: Path) -> None:
    bad = parcel("乙", 8.0, SHELL).replace("450400.000", "x", 1)
    text = HEAD + parcel("甲", 8.0, SHELL) + bad + parcel("丙", 8.0, EAST)
    projects = built(written(tmp_path, "p.txt", text))
    assert projects.invalid.tolist() == [False, True, False]
    assert "is no boundary point" in said(projects, 1)[0]


def test_a_six_degree_zone_is_told_from_a_three_degree_zone(tmp_path: Path) -> None:
    head = HEAD.replace("几度分带=3", "几度分带=6").replace("带号=38", "带号=19")
    assert raw(written(tmp_path, "p.txt", head + parcel("甲", 8.0, SHELL)))[0].crs == 4508


def test_the_system_that_a_header_leaves_open_can_be_named(tmp_path: Path) -> None:
    text = HEAD.replace("坐标系=2000国家大地坐标系\n", "") + parcel("甲", 8.0, SHELL)
    projects = built(written(tmp_path, "p.txt", text), crs="EPSG:4547")
    assert not projects.invalid[0]
    assert "taken as EPSG:4547" in assumed(projects)


def test_what_stands_after_the_coordinates_of_a_point_is_said_not_to_be_read(tmp_path: Path) -> None:
    plain = HEAD + parcel("甲", 8.0, SHELL)
    lines = plain.splitlines()
    heights = "\n".join(f"{line},85.2" if line.startswith("J") else line for line in lines) + "\n"
    assert heights != plain + "\n"
    with_heights = built(written(tmp_path, "h.txt", heights))
    assert "further values (heights, say), which are not read" in assumed(with_heights)
    without = built(written(tmp_path, "p.txt", plain))
    assert "further values" not in assumed(without)
    assert with_heights.sites.geometry[0].equals(without.sites.geometry[0])


def test_points_of_several_groups_are_all_kept(tmp_path: Path) -> None:
    text = HEAD + "3,0,D1,甲,点,,,,@\nJ1,1,3509000,450000\nJ2,1,3509010,450000\nJ1,2,3509020,450000\n"
    projects = built(written(tmp_path, "p.txt", text))
    assert len(shapely.get_parts(projects.sites.geometry[0])) == 3
