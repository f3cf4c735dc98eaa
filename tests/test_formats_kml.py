"""KML as drawing programs write it: folders in folders, several geometries, archives, links that are not followed."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from reading import assumed, built, raw, refused, said, written
from zonecheck.formats.html_table import pairs

RING = "113.371111,31.711111,0 113.381111,31.711111,0 113.381111,31.721111,0 113.371111,31.711111,0"
POLYGON = f"<Polygon><outerBoundaryIs><LinearRing><coordinates>{RING}</coordinates></LinearRing></outerBoundaryIs></Polygon>"
POINT = "<Point><coordinates>113.371111,31.711111</coordinates></Point>"


def document(
    *members: str, namespace: str = "http://www.opengis.net/kml/2.2", encoding: str = "UTF-8"
) -> str:
    head = f'<?xml version="1.0" encoding="{encoding}"?>\n<kml xmlns="{namespace}"><Document>'
    return f"{head}{''.join(members)}</Document></kml>"


def placemark(geometry: str, name: str = "", data: str = "") -> str:
    return f"<Placemark><name>{name}</name>{data}{geometry}</Placemark>"


def test_placemarks_of_all_folders_are_read_with_their_names_and_data(tmp_path: Path) -> None:
    data = '<ExtendedData><SchemaData schemaUrl="#s"><SimpleData name="行业代码">C2614</SimpleData></SchemaData></ExtendedData>'
    text = document(
        placemark(POLYGON, "甲", data),
        f"<Folder><name>一期</name>{placemark(POINT, '乙')}<Folder><name>东区</name>{placemark(POINT, '丙')}</Folder></Folder>",
    )
    projects = built(written(tmp_path, "p.kml", text))
    assert [projects.columns["name"].at(row) for row in range(3)] == ["甲", "乙", "丙"]
    assert projects.columns["industry"].at(0).codes == ("2614",)
    assert [stated.get("folder") for stated in projects.properties] == [None, "一期", "一期/东区"]
    assert projects.crs == 4326


@pytest.mark.parametrize(
    "namespace", ["http://www.opengis.net/kml/2.2", "http://earth.google.com/kml/2.1", ""]
)
def test_every_version_of_the_language_is_read(tmp_path: Path, namespace: str) -> None:
    assert len(built(written(tmp_path, "p.kml", document(placemark(POINT), namespace=namespace)))) == 1


@pytest.mark.parametrize(
    ("members", "kind"),
    [
        (POLYGON + POLYGON.replace("113.3", "113.5"), "MultiPolygon"),
        (POINT + POINT.replace("113.3", "113.5"), "MultiPoint"),
        (POLYGON + POINT, "GeometryCollection"),
    ],
)
def test_several_geometries_of_a_placemark_stay_one_project(tmp_path: Path, members: str, kind: str) -> None:
    text = document(placemark(f"<MultiGeometry>{members}</MultiGeometry>"))
    assert built(written(tmp_path, "p.kml", text)).sites.geometry[0].geom_type == kind


def test_a_hole_is_left_out_of_the_site(tmp_path: Path) -> None:
    hole = "113.376,31.712 113.378,31.712 113.378,31.714 113.376,31.712"
    inner = f"<innerBoundaryIs><LinearRing><coordinates>{hole}</coordinates></LinearRing></innerBoundaryIs></Polygon>"
    projects = built(written(tmp_path, "p.kml", document(placemark(POLYGON.replace("</Polygon>", inner)))))
    assert len(projects.sites.geometry[0].interiors) == 1


def test_links_and_overlays_are_named_and_not_followed(tmp_path: Path) -> None:
    link = "<NetworkLink><Link><href>http://example.org/more.kml</href></Link></NetworkLink>"
    projects = built(written(tmp_path, "p.kml", document(placemark(POINT), link, "<GroundOverlay/>")))
    assert "1 NetworkLinks, which were not followed" in assumed(projects)
    assert "1 image overlays, which were not read" in assumed(projects)


def test_few_decimals_widen_the_accuracy(tmp_path: Path) -> None:
    text = document(placemark("<Point><coordinates>113.3742,31.7182</coordinates></Point>"))
    assert built(written(tmp_path, "p.kml", text)).sites.rounding_m[0] == pytest.approx(7.3, abs=0.05)


def test_a_chinese_encoding_that_the_first_line_declares_is_followed(tmp_path: Path) -> None:
    text = document(placemark(POINT, "甲"), encoding="GB2312")
    assert built(written(tmp_path, "p.kml", text, "gb18030")).columns["name"].at(0) == "甲"


def test_every_document_of_an_archive_is_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "p.kmz", "w") as packed:
        packed.writestr("doc.kml", document(placemark(POINT, "甲")))
        packed.writestr("files/more.kml", document(placemark(POINT, "乙"), placemark("", "丙")))
        packed.writestr("files/icon.png", b"x")
    first, second = raw(tmp_path / "p.kmz")
    assert ([row["name"] for row in first.properties], [row["name"] for row in second.properties]) == (
        ["甲"],
        ["乙", "丙"],
    )
    assert second.first == 1
    assert sorted(each.name for each in tmp_path.iterdir()) == ["p.kmz"]


def test_what_a_document_without_places_leaves_out_is_still_named(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "p.kmz", "w") as packed:
        packed.writestr("doc.kml", document("<NetworkLink><Link><href>more.kml</href></Link></NetworkLink>"))
        packed.writestr("more.kml", document(placemark(POINT, "甲")))
    assert "1 NetworkLinks" in assumed(built(tmp_path / "p.kmz"))


def test_an_archive_without_a_document_and_one_that_points_out_of_itself_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "p.kmz", "w") as packed:
        packed.writestr("a.png", b"x")
    assert "holds no .kml" in refused(tmp_path / "p.kmz")
    with zipfile.ZipFile(tmp_path / "q.kmz", "w") as packed:
        packed.writestr("../doc.kml", document(placemark(POINT)))
    assert "points out of the archive" in refused(tmp_path / "q.kmz")


def test_a_swapped_pair_is_refused_and_its_neighbour_is_not(tmp_path: Path) -> None:
    swapped = "<Point><coordinates>31.711111,113.371111</coordinates></Point>"
    projects = built(written(tmp_path, "p.kml", document(placemark(swapped), placemark(POINT))))
    assert projects.invalid.tolist() == [True, False]
    assert "latitude seems to stand first" in said(projects)[0]


ARCGIS = """<![CDATA[<html xmlns:fo="http://www.w3.org/1999/XSL/Format"><head><META http-equiv="Content-Type" content="text/html">
</head><body style="margin:0px 0px 0px 0px;overflow:auto;background:#FFFFFF;"><table style="font-family:Arial,Verdana">
<tr style="text-align:center;font-weight:bold;background:#9CBCE2"><td>甲厂</td></tr><tr><td><table style="width:100%">
<tr><td>FID</td><td>0</td></tr>
<tr bgcolor="#D4E4F3"><td>行业代码</td><td>C2614</td></tr>
<tr><td>建设性质</td><td>新建</td></tr>
<tr bgcolor="#D4E4F3"><td>所在园区</td><td>&lt;空&gt;</td></tr>
</table></td></tr></table></body></html>]]>"""


def described(html: str, data: str = "") -> str:
    return document(placemark(POLYGON, "甲", f"<description>{html}</description>{data}"))


def test_the_table_in_a_description_is_read_as_arcgis_exports_it_and_said_to_be(tmp_path: Path) -> None:
    projects = built(written(tmp_path, "p.kml", described(ARCGIS)))
    assert projects.columns["industry"].at(0).codes == ("2614",)
    assert projects.columns["nature"].at(0) == ("new",)
    assert projects.columns["park"].missing.tolist() == [True]
    assert projects.properties[0]["FID"] == "0"
    assert "the tables in the descriptions of 1 placemarks were read as attributes" in assumed(projects)


@pytest.mark.parametrize(
    "html",
    [
        "&lt;TABLE&gt;&lt;TR&gt;&lt;TH&gt;行业代码&lt;/TH&gt;&lt;TD&gt;&lt;b&gt;C26&amp;#49;4&lt;/b&gt;&lt;/TD&gt;&lt;/TR&gt;&lt;/TABLE&gt;",
        "<![CDATA[<table><tr><td>行业代码<td> C2614 <tr><td>note<td>x</table>]]>",
        "<![CDATA[<table><!-- <tr><td>行业代码</td><td>9</td></tr> --><tr><td>行业代码</td><td>C2614]]>",
        "<![CDATA[<table><tr><td>字段</td><td>值</td></tr><tr><td>行业代码</td><td>C2614</td></tr></table>]]>",
        "<table><tr><td>行业代码</td><td>C2614</td></tr></table>",
    ],
)
def test_a_table_is_read_however_its_html_is_written(tmp_path: Path, html: str) -> None:
    projects = built(written(tmp_path, "p.kml", described(html)))
    assert projects.columns["industry"].at(0).codes == ("2614",)
    assert "字段" not in projects.properties[0]


def test_what_a_placemark_states_itself_wins_over_the_table_and_the_difference_is_told(
    tmp_path: Path,
) -> None:
    data = '<ExtendedData><Data name="行业代码"><value>C1391</value></Data></ExtendedData>'
    projects = built(written(tmp_path, "p.kml", described(ARCGIS, data)))
    assert projects.columns["industry"].at(0).codes == ("1391",)
    assert "differs from the attributes of the placemark itself, which were used: 行业代码" in assumed(
        projects
    )


def test_a_value_that_a_table_states_twice_and_differently_is_not_used(tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>行业代码</td><td>{code}</td></tr>" for code in ("C2614", "C1391"))
    projects = built(written(tmp_path, "p.kml", described(f"<![CDATA[<table>{rows}</table>]]>")))
    assert projects.columns["industry"].missing.tolist() == [True]
    assert "states these twice and differently, so that they were not used: 行业代码" in assumed(projects)


def test_a_table_of_another_form_is_told(tmp_path: Path) -> None:
    row = "<tr><td>行业代码</td><td>C2614</td><td>氮肥</td></tr>"
    projects = built(written(tmp_path, "p.kml", described(f"<![CDATA[<table>{row}</table>]]>")))
    assert projects.columns["industry"].missing.tolist() == [True]
    assert "hold tables that are not of two columns" in assumed(projects)


@pytest.mark.parametrize(
    "piece", ["<", "<!--", "<!---->", "<a ", "<table a='", "&#", "<table>", "<td>", "</"]
)
def test_a_description_built_to_harm_takes_no_longer_than_its_length(piece: str) -> None:
    assert not pairs("<table>" + piece * (2_000_000 // len(piece))).values


def test_heights_are_told_and_zeros_are_none(tmp_path: Path) -> None:
    high, flat = (POINT.replace("31.711111", f"31.711111,{z}") for z in (55, 0))
    text = document(placemark(high), placemark(flat))
    projects = built(written(tmp_path, "p.kml", text))
    assert ["heights" in assumed(projects, row) for row in (0, 1)] == [True, False]


@pytest.mark.parametrize(
    "geometry",
    [
        "<Point><coordinates>113.371111,31.711111 113.4,31.8</coordinates></Point>",
        "<LineString><coordinates>113,31 113.1,31</coordinates><coordinates>114,31</coordinates></LineString>",
    ],
)
def test_a_second_position_or_list_of_them_is_not_dropped(tmp_path: Path, geometry: str) -> None:
    projects = built(written(tmp_path, "p.kml", document(placemark(geometry))))
    assert "several positions" in said(projects)[0]


def test_data_that_stand_twice_and_differ_are_not_used_and_told(tmp_path: Path) -> None:
    data = "".join(f'<Data name="行业代码"><value>{code}</value></Data>' for code in ("C2614", "C1391"))
    text = document(placemark(POINT, "甲", f"<ExtendedData>{data}</ExtendedData>"))
    projects = built(written(tmp_path, "p.kml", text))
    assert projects.columns["industry"].missing.tolist() == [True]
    assert "states these twice and differently, so that they were not used: 行业代码" in assumed(projects)


def test_data_in_elements_of_their_own_are_read(tmp_path: Path) -> None:
    data = '<ExtendedData xmlns:z="http://z"><z:行业代码>C2614</z:行业代码></ExtendedData>'
    projects = built(written(tmp_path, "p.kml", document(placemark(POINT, "甲", data))))
    assert projects.columns["industry"].at(0).codes == ("2614",)
