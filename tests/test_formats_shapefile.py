"""Shapefiles as they are met with: cut short, with lying parts, in GBK, with names of ten bytes, in archives built to harm."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import geopandas
import pytest
import shapely

from one_parcel import through_gdal
from reading import assumed, built, raw, refused, said, written
from zonecheck.errors import InputError
from zonecheck.projects.sources import find

SQUARE = shapely.box(113.37, 31.71, 113.38, 31.72)
STATED = {"项目代码": "甲", "建设性质": "新建", "行业代码": "C2614"}


def shapefile(
    folder: Path, geometry: Any = SQUARE, crs: int = 4490, encoding: str = "GBK", **stated: Any
) -> Path:
    return through_gdal(
        folder / "p.shp", geometry, crs, stated or STATED, driver="ESRI Shapefile", encoding=encoding
    )


def without(path: Path, suffix: str) -> Path:
    path.with_suffix(suffix).unlink()
    return path


def changed(path: Path, suffix: str, change: Callable[[bytes], bytes]) -> Path:
    part = path.with_suffix(suffix)
    part.write_bytes(change(part.read_bytes()))
    return path


@pytest.mark.parametrize("encoding", ["GBK", "UTF-8"])
def test_a_shapefile_is_read_in_the_encoding_that_its_cpg_names(tmp_path: Path, encoding: str) -> None:
    projects = built(shapefile(tmp_path, encoding=encoding))
    assert (projects.columns["id"].values, projects.crs, said(projects)) == (("甲",), 4490, [])
    assert projects.sites.geometry[0].equals(SQUARE)


def test_without_a_cpg_the_table_is_read_as_chinese_and_said_to_be(tmp_path: Path) -> None:
    path = changed(without(shapefile(tmp_path), ".cpg"), ".dbf", lambda data: data[:29] + b"\0" + data[30:])
    projects = built(path)
    assert projects.columns["id"].values == ("甲",)
    assert "read as GB18030" in assumed(projects)


def test_an_encoding_that_the_user_names_wins(tmp_path: Path) -> None:
    path = changed(shapefile(tmp_path), ".cpg", lambda _: b"ISO-8859-1")
    assert built(path, encoding="gb18030").columns["id"].values == ("甲",)


@pytest.mark.parametrize(
    ("cpg", "told"),
    [
        (b"UTF-8", ".cpg says utf-8, but the text of .dbf is not"),
        (b"ISO-8859-1", ".cpg says iso8859-1, but the text of .dbf is not"),
        (b"klingon", ".cpg names the encoding 'klingon', which is not known"),
    ],
)
def test_a_cpg_that_lies_is_refused(tmp_path: Path, cpg: bytes, told: str) -> None:
    answer = refused(changed(shapefile(tmp_path), ".cpg", lambda _: cpg))
    assert told in answer
    assert "--encoding" in answer


@pytest.mark.parametrize("part", [".shx", ".dbf"])
def test_a_shapefile_without_one_of_its_parts_is_refused(tmp_path: Path, part: str) -> None:
    assert f"the shapefile lacks {part}" in refused(without(shapefile(tmp_path), part))


@pytest.mark.parametrize(
    ("part", "change", "told"),
    [
        (".shp", lambda data: data[:-20], "the file is not whole"),
        (".shx", lambda data: data[:-4], "the file is not whole"),
        (".dbf", lambda data: data[:-30], "do not fit its length"),
        (".dbf", lambda data: data[:4] + struct.pack("<I", 5) + data[8:], "do not fit its length"),
        (".dbf", lambda data: data.replace(b" \xbc\xd7", b"*\xbc\xd7", 1), "marked as deleted"),
        (".shx", lambda data: data[:103] + b"\x01" + data[104:], "the parts disagree"),
    ],
)
def test_parts_that_do_not_belong_together_are_refused(
    tmp_path: Path, part: str, change: Callable[[bytes], bytes], told: str
) -> None:
    assert told in refused(changed(shapefile(tmp_path), part, change))


def test_fewer_attributes_than_outlines_are_refused(tmp_path: Path) -> None:
    path = shapefile(tmp_path)
    table = path.with_suffix(".dbf").read_bytes()
    start = int.from_bytes(table[8:10], "little")
    path.with_suffix(".dbf").write_bytes(table[:4] + struct.pack("<I", 0) + table[8:start] + b"\x1a")
    assert "1 in .shp, 0 in .dbf" in refused(path)


@pytest.mark.parametrize("prj", [None, b"", b"\0\xff garbage"])
def test_without_a_system_it_is_refused_and_a_named_one_is_printed(tmp_path: Path, prj: bytes | None) -> None:
    path = (
        without(shapefile(tmp_path), ".prj")
        if prj is None
        else changed(shapefile(tmp_path), ".prj", lambda _: prj)
    )
    assert "declares no coordinate system" in refused(path)
    assert "taken as EPSG:4490, as --crs says" in assumed(built(path, crs="EPSG:4490"))


@pytest.mark.parametrize(
    ("crs", "written_as", "told"),
    [
        (4526, 4547, "looks like EPSG:4526 (CGCS2000 3-degree zone 38"),
        (4547, 4490, "outside longitude ±180"),
        (4490, 4547, "look like degrees"),
        (4490, 4610, "has no exact public tie"),
        (4490, 2362, "has no exact public tie"),
    ],
)
def test_a_prj_that_lies_is_found_out(tmp_path: Path, crs: int, written_as: int, told: str) -> None:
    path = shapefile(tmp_path, _moved(crs), crs)
    other = tmp_path / "other"
    other.mkdir()
    label = shapefile(other, SQUARE, written_as).with_suffix(".prj").read_bytes()
    changed(path, ".prj", lambda _: label)
    assert told in (_told(path))


def _moved(crs: int) -> Any:
    return geopandas.GeoSeries([SQUARE], crs=4490).to_crs(crs)[0] if crs > 4490 else SQUARE


def _told(path: Path) -> str:
    try:
        return "\n".join(said(built(path)))
    except InputError:
        return refused(path)


def test_a_local_system_is_not_taken_for_a_similar_one(tmp_path: Path) -> None:
    label = (
        shapefile(tmp_path, _moved(4547), 4547).with_suffix(".prj").read_bytes().replace(b"114.0", b"113.5")
    )
    told = refused(changed(tmp_path / "p.shp", ".prj", lambda _: label.replace(b"CM_114E", b"city")))
    assert "has no EPSG code" in told


def with_field(path: Path, kind: bytes) -> Path:
    """The second field of the table is of this kind."""
    return changed(path, ".dbf", lambda data: data[: 64 + 11] + kind + data[64 + 12 :])


def test_a_text_that_was_cut_in_the_middle_of_a_character_is_told(tmp_path: Path) -> None:
    path = shapefile(tmp_path, id="A", name="甲化工厂")
    change = lambda data: data.replace("工厂".encode("gbk"), "工厂".encode("gbk")[:3] + b" ")  # noqa: E731
    projects = built(changed(path, ".dbf", change))
    assert projects.properties[0]["name"] == "甲化工"
    assert "cut at the width of its field, 1 times, as in 'name' of record 1: 甲化工…" in (assumed(projects))


def test_a_field_that_is_kept_elsewhere_is_named_and_no_value_is_made_up_for_it(tmp_path: Path) -> None:
    projects = built(with_field(shapefile(tmp_path, id="A", remark="1"), b"M"))
    assert projects.properties[0]["remark"] is None
    assert "memos or binary and were not read: remark" in assumed(projects)


def test_an_attribute_whose_name_was_cut_is_read_and_said_to_be(tmp_path: Path) -> None:
    projects = built(shapefile(tmp_path, id="A", chemical_r="是", 行政办公及生活服务设施用地比重="5%"))
    assert projects.columns["chemical_reaction"].values == (True,)
    assert projects.columns["admin_land_share"].values == (0.05,)
    assert "'chemical_r' was cut short; read as chemical_reaction" in assumed(projects)


@pytest.mark.parametrize("encoding", ["GBK", "UTF-8"])
def test_a_chinese_name_that_was_cut_is_read_by_what_its_values_can_be(tmp_path: Path, encoding: str) -> None:
    stated = {
        "项目代码": "甲",
        "国民经济行业类别": "C2614 有机化学原料制造",
        "建设性质": "新建",
        "所在园区": "无",
    }
    projects = built(shapefile(tmp_path, encoding=encoding, **stated))
    assert projects.columns["industry"].values[0].codes == ("2614",)
    assert projects.columns["id"].values == ("甲",)
    assert projects.columns["nature"].values == (("new",),)
    assert projects.columns["park"].missing.tolist() == [False]
    stump = "国民经济行" if encoding == "GBK" else "国民经"
    assert f"'{stump}' was cut short; read as industry" in assumed(projects)


@pytest.mark.parametrize("encoding", ["GBK", "UTF-8"])
def test_a_cut_name_whose_values_fit_several_attributes_is_refused_with_them(
    tmp_path: Path, encoding: str
) -> None:
    told = refused(shapefile(tmp_path, encoding=encoding, id="A", 国民经济行业类别="2011"))
    assert "was cut to ten bytes and may be industry, industry_edition; say which with --map" in told


@pytest.mark.parametrize("encoding", ["GBK", "UTF-8"])
def test_of_two_names_cut_alike_the_numbered_one_is_refused_with_what_it_may_be(
    tmp_path: Path, encoding: str
) -> None:
    path = shapefile(tmp_path, encoding=encoding, 国民经济行业类别="C2614", 国民经济行业代码="C2614")
    assert "_1' was cut to ten bytes and may be industry; say which" in refused(path)


def test_a_cut_name_that_may_mean_several_is_refused_until_it_is_mapped(tmp_path: Path) -> None:
    path = shapefile(tmp_path, id="A", industry_c="见附件")
    assert "'industry_c' was cut to ten bytes and may be industry, industry_catalogue" in refused(path)
    assert "is no code or name" in said(built(path, names={"industry": "industry_c"}))[0]
    path = shapefile(tmp_path, id="A", industry_c="鼓励类")
    assert built(path).columns["industry_catalogue"].values == ("encouraged",)


def test_a_numbered_stump_is_refused_until_it_is_mapped(tmp_path: Path) -> None:
    assert "--map" in refused(shapefile(tmp_path, id="A", chemical_1="是"))


@pytest.mark.parametrize(
    ("geometry", "kind"),
    [
        (shapely.Point(113.37, 31.71), "Point"),
        (shapely.Point(113.37, 31.71, 12), "Point"),
        (shapely.MultiPoint([(113.37, 31.71), (113.38, 31.72)]), "MultiPoint"),
        (shapely.LineString([(113.37, 31.71), (113.38, 31.72)]), "LineString"),
        (shapely.MultiLineString([[(113.37, 31.71), (113.38, 31.72)], [(113.5, 31.7), (113.6, 31.7)]]), "MultiLineString"),
        (SQUARE.difference(shapely.box(113.373, 31.713, 113.375, 31.715)), "Polygon"),
        (shapely.MultiPolygon([SQUARE, shapely.box(113.5, 31.5, 113.6, 31.6)]), "MultiPolygon"),
        (shapely.force_3d(SQUARE, 100.0), "Polygon"),
    ],
)  # fmt: skip
def test_every_kind_of_geometry_comes_back_as_it_was(tmp_path: Path, geometry: Any, kind: str) -> None:
    found = built(shapefile(tmp_path, geometry)).sites.geometry[0]
    assert found.geom_type == kind
    assert shapely.force_2d(geometry).normalize().equals_exact(found.normalize(), 1e-12)


def test_heights_in_a_shapefile_are_told(tmp_path: Path) -> None:
    assert "heights" in assumed(built(shapefile(tmp_path, shapely.force_3d(SQUARE, 100.0))))
    assert "heights" not in assumed(built(shapefile(tmp_path)))


def test_a_record_without_geometry_is_an_unusable_project_among_usable_ones(tmp_path: Path) -> None:
    frame = geopandas.GeoDataFrame({"id": ["A", "B"]}, geometry=[SQUARE, None], crs=4490)
    frame.to_file(tmp_path / "p.shp")
    projects = built(tmp_path / "p.shp")
    assert projects.invalid.tolist() == [False, True]
    assert "has no geometry" in said(projects, 1)[0]


def test_suffixes_in_capitals_are_found_and_parts_are_no_ignored_files(tmp_path: Path) -> None:
    for part in shapefile(tmp_path).parent.iterdir():
        part.rename(part.with_suffix(part.suffix.upper()))
    found = find([str(tmp_path)])
    assert ([source.path for source in found.files], found.ignored) == ([tmp_path / "p.SHP"], 0)
    assert built(tmp_path / "p.SHP").columns["id"].values == ("甲",)


def archive(folder: Path, members: Mapping[str, bytes], name: str = "p.zip", **attributes: int) -> Path:
    with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as packed:
        for member, content in members.items():
            entry = zipfile.ZipInfo(member)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = attributes.get("mode", 0o644 | stat.S_IFREG) << 16
            packed.writestr(entry, content)
    return folder / name


def parts(folder: Path, stem: str) -> dict[str, bytes]:
    folder = folder / "made"
    folder.mkdir(exist_ok=True)
    path = shapefile(folder)
    return {
        f"{stem}{part}": path.with_suffix(part).read_bytes()
        for part in (".shp", ".shx", ".dbf", ".prj", ".cpg")
    }


def test_every_shapefile_of_an_archive_is_read_and_other_data_are_named(tmp_path: Path) -> None:
    path = archive(
        tmp_path,
        {**parts(tmp_path, "a/p"), **parts(tmp_path, "b/q"), "c.kml": b"<kml/>", "__MACOSX/a/._p.shp": b"x"},
    )
    first, second = raw(path)
    assert (len(first), len(second), second.first) == (1, 1, 1)
    assert [text("en") for text in first.notes] == ["other data in the archive were not read: c.kml"]


@pytest.mark.parametrize(
    ("member", "told"),
    [
        ("../p.shp", "points out of the archive"),
        ("/etc/p.shp", "points out of the archive"),
        ("..\\p.shp", "points out of the archive"),
        ("C:\\p.shp", "points out of the archive"),
        ("a/../../p.shp", "points out of the archive"),
    ],
)
def test_an_archive_that_points_out_of_itself_is_refused(tmp_path: Path, member: str, told: str) -> None:
    assert told in refused(archive(tmp_path, {**parts(tmp_path, "p"), member: b"x"}))
    assert sorted(each.name for each in tmp_path.iterdir()) == ["made", "p.zip"]


def test_a_link_in_an_archive_is_refused(tmp_path: Path) -> None:
    assert "is no plain file" in refused(
        archive(tmp_path, {"p.shp": b"/etc/hostname"}, mode=0o777 | stat.S_IFLNK)
    )


def test_an_archive_that_unpacks_to_more_than_allowed_is_refused_before_it_is_unpacked(
    tmp_path: Path,
) -> None:
    path = archive(tmp_path, {"p.shp": b"\0" * 5_000_000})
    assert "--max-size" in refused(path, max_size=1_000_000)
    assert "an archive built to overflow" in refused(path)


def test_a_broken_archive_and_one_without_shapefiles_say_so(tmp_path: Path) -> None:
    whole = archive(tmp_path, parts(tmp_path, "p")).read_bytes()
    assert "is broken" in refused(written(tmp_path, "cut.zip", whole[: len(whole) // 2]))
    assert "holds no shapefile (.shp); found: readme.md" in refused(archive(tmp_path, {"readme.md": b"x"}))


def test_an_encrypted_member_is_refused(tmp_path: Path) -> None:
    stream = io.BytesIO(archive(tmp_path, {"p.shp": b"x"}).read_bytes())
    data = bytearray(stream.getvalue())
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    assert "is encrypted" in refused(written(tmp_path, "e.zip", bytes(data)))
