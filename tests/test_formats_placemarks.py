"""Placemarks, tables in their descriptions and boundary points, element by element; every refusal word for word."""

from __future__ import annotations

import io
import zipfile
from typing import Any
from xml.etree import ElementTree

import pytest
import shapely

from reading import faults, notes, shapes, told, why
from zonecheck.formats import html_table, kml, parcels
from zonecheck.formats.descriptions import Descriptions
from zonecheck.formats.features import NOT_COARSE, FeatureTable
from zonecheck.formats.limits import Limits

LIMITS = Limits()
POINT = "<Point><coordinates>113.371111,31.711111</coordinates></Point>"


def document(*members: str, head: str = "<?xml version='1.0'?>\n") -> bytes:
    return f'{head}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{"".join(members)}</Document></kml>'.encode()


def placemarks(*members: str, limits: Limits = LIMITS) -> FeatureTable:
    """What stands in placemarks that hold these elements."""
    data = document(*(f"<Placemark>{each}</Placemark>" for each in members))
    (found,) = kml.read("p.kml", data, limits, None)
    return found


def at(*coordinates: str) -> str:
    return "".join(f"<coordinates>{each}</coordinates>" for each in coordinates)


def ring(*coordinates: str) -> str:
    return f"<LinearRing>{at(' '.join(coordinates))}</LinearRing>"


SQUARE = ["0,0", "9,0", "9,9", "0,9", "0,0"]
HOLE = ["1,1", "2,1", "2,2", "1,1"]
NO_GEOMETRY = "has no geometry; give a point, a line or an outline"


@pytest.mark.parametrize(
    ("geometry", "wkt"),
    [
        (f"<Point>{at('1,2')}</Point>", "POINT (1 2)"),
        (f"<Point>{at(chr(10) + ' 1.5 ,  2,30 ')}</Point>", "POINT (1.5 2)"),
        (f"<Point><altitudeMode/>{at('1,2')}</Point>", "POINT (1 2)"),
        (f"<LineString>{at('1,2 3,4')}</LineString>", "LINESTRING (1 2, 3 4)"),
        (ring("1,2", "3,4", "5,5"), "LINESTRING (1 2, 3 4, 5 5)"),
        (f"<Polygon><outerBoundaryIs>{ring(*SQUARE)}</outerBoundaryIs><innerBoundaryIs>{ring(*HOLE)}</innerBoundaryIs></Polygon>",
         "POLYGON ((0 0, 9 0, 9 9, 0 9, 0 0), (1 1, 2 1, 2 2, 1 1))"),
        (f"<MultiGeometry><Point>{at('1,2')}</Point></MultiGeometry>", "MULTIPOINT ((1 2))"),
        (f"<MultiGeometry><LineString>{at('1,2 3,4')}</LineString><LineString>{at('1,2 3,5')}</LineString></MultiGeometry>",
         "MULTILINESTRING ((1 2, 3 4), (1 2, 3 5))"),
        (f"<MultiGeometry><x/><Polygon>{ring(*HOLE)}</Polygon></MultiGeometry>", "MULTIPOLYGON (((1 1, 2 1, 2 2, 1 1)))"),
        (f"<MultiGeometry><Point>{at('1,2')}</Point>{ring('1,2', '3,4')}</MultiGeometry>",
         "GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (1 2, 3 4))"),
    ],
)  # fmt: skip
def test_a_geometry_is_read_as_it_is_drawn(geometry: str, wkt: str) -> None:
    found = placemarks(geometry)
    assert (shapes(found), faults(found)) == ([wkt], {})


@pytest.mark.parametrize(
    ("geometry", "told"),
    [
        ("", NO_GEOMETRY),
        ("<MultiGeometry/>", NO_GEOMETRY),
        (
            f"<Point>{at('1,2')}</Point>" * 2,
            "a Placemark has several geometries; put them in a MultiGeometry",
        ),
        (
            f"<Point>{at('1,2 3,4')}</Point>",
            "a Point has several positions, or a geometry several `coordinates`; check them",
        ),
        (
            f"<Point>{at('1,2', '')}</Point>",
            "a Point has several positions, or a geometry several `coordinates`; check them",
        ),
        (f"<LineString>{at('1,2')}</LineString>", "the line has one position only; expected two or more"),
        ("<Point/>", "has no coordinates"),
        (f"<Point>{at('')}</Point>", "has no coordinates"),
        ("<Point><coordinates/></Point>", "has no coordinates"),
        (f"<Point>{at('1')}</Point>", "the position '1' cannot be read; expected longitude,latitude"),
        (f"<Point>{at('1,x')}</Point>", "the position '1,x' cannot be read; expected longitude,latitude"),
        (
            f"<Point>{at('x' * 50)}</Point>",
            f"the position '{'x' * 40}' cannot be read; expected longitude,latitude",
        ),
        (
            "<Model/>",
            "the geometry type Model cannot be checked; convert it to points, lines or areas, curves to straight pieces",
        ),
        (
            "<Track/>",
            "the geometry type Track cannot be checked; convert it to points, lines or areas, curves to straight pieces",
        ),
        (
            "<MultiTrack/>",
            "the geometry type MultiTrack cannot be checked; convert it to points, lines or areas, curves to straight pieces",
        ),
        (
            f"<MultiGeometry><MultiGeometry><Point>{at('1,2')}</Point></MultiGeometry></MultiGeometry>",
            "a collection of geometries stands inside a collection; write one level only",
        ),
        (
            f"<Polygon>{ring(*SQUARE[:4])}</Polygon>",
            "a ring is not closed: it starts at (0, 0) and ends at (0, 9); repeat the first position at the end",
        ),
    ],
)
def test_a_geometry_that_cannot_be_used_is_told_and_its_neighbour_read(geometry: str, told: str) -> None:
    found = placemarks(f"<name>甲</name>{geometry}", POINT)
    assert (faults(found), shapes(found)[1]) == ({0: told}, "POINT (113.371111 31.711111)")
    assert found.properties[0] == {"name": "甲"}


def test_a_table_of_placemarks_is_in_wgs84_with_the_names_of_its_elements() -> None:
    (found,) = kml.read(
        "p.kml",
        document(f'<Placemark id="x">{POINT}</Placemark>', f"<Placemark>{POINT}</Placemark>"),
        LIMITS,
        None,
    )
    assert (found.crs, found.silence, found.ids, found.lines) == (4326, "wgs84", ["x", None], [None, None])
    assert (found.name, told(found.remarks), notes(found), found.cut_names) == ("", [], {}, frozenset())


@pytest.mark.parametrize(
    ("coordinates", "decimals"),
    [
        (["113.37,31.711111"], NOT_COARSE),
        (["113.37,31.71"], 2),
        (["113,31"], 0),
        (["113.37,31"], 2),
        (["1e2,31.5"], NOT_COARSE),
        (["1E2,31.5"], NOT_COARSE),
        (["113.3,31.7,5.123456"], 1),
    ],
)
def test_the_finest_number_says_how_fine_a_placemark_is(coordinates: list[str], decimals: float) -> None:
    found = placemarks(f"<Point>{at(*coordinates)}</Point>")
    assert found.decimals.tolist() == [pytest.approx(decimals)]
    several = f"<MultiGeometry><Point>{at(*coordinates)}</Point><Point>{at('1,2')}</Point></MultiGeometry>"
    assert placemarks(several).decimals.tolist() == [pytest.approx(decimals)]


def data(name: str, value: str) -> str:
    return f'<Data name="{name}"><value>{value}</value></Data>'


def test_the_data_of_a_placemark_are_its_attributes() -> None:
    simple = '<SchemaData><SimpleData name="c"> 3 </SimpleData><SimpleData name="d"/><SimpleData>x</SimpleData></SchemaData>'
    others = '<z:e xmlns:z="u"> 5 </z:e><f/><g><h/></g>'
    plain = f'{data("a", " 1 ")}<Data name="b"/><Data><value>y</value></Data>'
    extended = f"<ExtendedData>{plain}{simple}{others}</ExtendedData>"
    found = placemarks(f"<name> 甲 </name><description>  </description>{extended}{POINT}", POINT)
    assert found.properties == [
        {"name": "甲", "a": "1", "b": None, "c": "3", "d": None, "e": "5", "f": None}, {},
    ]  # fmt: skip
    assert placemarks(f"<description>x</description>{POINT}").properties == [{"description": "x"}]
    assert placemarks(f"<ExtendedData><SchemaData/></ExtendedData>{POINT}").properties == [{}]
    own = f"<ExtendedData>{data('e', '1')}<e>2</e></ExtendedData>"
    assert placemarks(own + POINT).properties == [{"e": "1"}]
    assert placemarks(f"<name>甲</name><ExtendedData><name>乙</name></ExtendedData>{POINT}").properties == [
        {"name": "甲"}
    ]


def test_what_stands_in_elements_in_a_description_is_kept() -> None:
    found = placemarks(f"<description><b>x</b>甲<br/>y</description>{POINT}").properties[0]["description"]
    assert found == (
        '<ns0:description xmlns:ns0="http://www.opengis.net/kml/2.2"><ns0:b>x</ns0:b>甲<ns0:br></ns0:br>y</ns0:description>'
    )


def test_a_document_without_a_namespace_is_read() -> None:
    assert why(kml.read, "p.kml", b"\xff\xff", LIMITS, None).startswith("p.kml:1: is neither UTF-8")
    (found,) = kml.read(
        "p.kml", f"<kml><Placemark><name>a</name>{POINT}</Placemark></kml>".encode(), LIMITS, None
    )
    assert (found.properties, len(found.geometry)) == ([{"name": "a"}], 1)


def test_folders_are_named_and_documents_are_not() -> None:
    folder = (
        "<Folder><name>一</name><Folder><Folder><name>二</name>{0}</Folder>{0}</Folder><x>{0}</x></Folder>"
    )
    mark = f"<Placemark>{POINT}</Placemark>"
    nested = f"<Document><name>文件</name>{mark}<x>{mark}</x></Document>"
    (found,) = kml.read("p.kml", document(folder.format(mark), nested), LIMITS, None)
    assert [stated.get("folder") for stated in found.properties] == ["一/二", "一", "一", None, None]


TWICE = "the placemark states these twice and differently, so that they were not used: {}"


def test_data_that_stand_twice_are_used_where_they_agree() -> None:
    simple = '<SimpleData name="a">2</SimpleData><SimpleData name="b"> 1</SimpleData><SimpleData name="c"/>'
    simple += '<SimpleData name="e"> </SimpleData><SimpleData name="e"/>'
    plain = f"{data('a', '1')}{data('b', '1 ')}{data('c', '')}{data('d', '1')}{data('d', '')}"
    found = placemarks(f"<ExtendedData>{plain}<SchemaData>{simple}</SchemaData></ExtendedData>{POINT}")
    assert found.properties == [{"a": None, "b": "1", "c": None, "d": None, "e": None}]
    assert notes(found) == {0: [TWICE.format("a, d")]}
    assert (
        kml._stated_twice(
            ElementTree.fromstring("<p><Data><value>1</value></Data><Data><value>2</value></Data></p>")
        )
        == []
    )


@pytest.mark.parametrize(
    ("coordinates", "solid"),
    [
        ("1,2", False),
        ("1,2,0", False),
        ("1,2,0.0", False),
        ("1,2,-0", False),
        ("1,2,5", True),
        ("1,2 3,4,5", True),
        ("1,2 ,  5", True),
        ("1,2,0 3,4,0.5", True),
        ("1,2,5,6", True),
        ("1,2,X", True),
    ],
)
def test_heights_are_noted_where_there_are_any(coordinates: str, solid: bool) -> None:
    found = placemarks(f"<LineString>{at(coordinates + ' 9,9')}</LineString>", POINT)
    assert notes(found).get(0, []) == (["the heights in the coordinates are ignored"] if solid else [])
    assert 1 not in found.notes


def test_zeros_in_several_geometries_are_no_heights() -> None:
    flat = f"<Point>{at('1,2,0')}</Point>"
    assert notes(placemarks(f"<MultiGeometry>{flat}{flat}</MultiGeometry>")) == {}


def test_what_is_noted_of_a_placemark_stands_in_order() -> None:
    table = "&lt;table&gt;&lt;tr&gt;&lt;td&gt;a&lt;td&gt;1&lt;tr&gt;&lt;td&gt;a&lt;td&gt;2&lt;/table&gt;"
    found = placemarks(
        f"<description>{table}</description><ExtendedData>{data('b', '1')}{data('b', '2')}</ExtendedData>"
        f"<Point>{at('1,2,3')}</Point>"
    )
    assert notes(found) == {
        0: [TWICE.format("a"), TWICE.format("b"), "the heights in the coordinates are ignored"]
    }
    assert told(found.remarks) == ["the tables in the descriptions of 1 placemarks were read as attributes"]


def test_what_is_not_followed_or_read_is_counted() -> None:
    links, overlays = "<NetworkLink/>" * 2, "<GroundOverlay/><ScreenOverlay/><Folder><PhotoOverlay/></Folder>"
    (found,) = kml.read("p.kml", document(links, overlays), LIMITS, None)
    assert told(found.remarks) == [
        "the file holds 2 NetworkLinks, which were not followed: what they lead to was not checked",
        "the file holds 3 image overlays, which were not read",
    ]
    (gbk,) = kml.read(
        "p.kml",
        document(f"<Placemark>{POINT}<name>甲</name></Placemark>").decode().encode("gbk"),
        LIMITS,
        None,
    )
    assert told(gbk.remarks) == ["the file is not UTF-8; read as GB18030 (GBK)"]


@pytest.mark.parametrize(
    ("head", "encoding", "named", "remarks"),
    [
        ("<?xml version='1.0' encoding='GB2312'?>", "gbk", None, []),
        ('  <?xml version="1.0" encoding="gbk"?>', "gbk", None, []),
        ("<?XML encoding='gb18030'?>".lower(), "gbk", None, []),
        ("<?xml version='1.0' encoding='UTF-8'?>", "gbk", None, ["the file is not UTF-8; read as GB18030 (GBK)"]),
        ("<?xml version='1.0' encoding='GBK'?>", "big5", "big5", []),
        ("", "utf-8", None, []),
        ("", "utf-8-sig", None, []),
    ],
)  # fmt: skip
def test_a_document_is_read_in_its_encoding(
    head: str, encoding: str, named: str | None, remarks: list[str]
) -> None:
    text = document(f"<Placemark><name>甲</name>{POINT}</Placemark>", head=head).decode()
    (found,) = kml.read("p.kml", text.encode(encoding), LIMITS, named)
    assert (found.properties[0]["name"], told(found.remarks)) == ("甲", remarks)


def test_an_encoding_that_is_declared_far_down_is_not_asked() -> None:
    assert kml._declared(b" " * 170 + b"<?xml encoding='gbk'?>") == "gb18030"
    assert kml._declared(b" " * 178 + b"<?xml encoding='gbk'?>") == "gb18030"
    assert kml._declared(b" " * 181 + b"<?xml encoding='gbk'?>") is None
    assert kml._declared(b"<?xml encoding='gbk'?>") == "gb18030"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<a>\n<b></a>", "p.kml:2: is no valid XML (mismatched tag)"),
        ("", "p.kml:1: is no valid XML (no element found)"),
        ("<?xml version='1.0'?><a/>\n<b/>", "p.kml:2: is no valid XML (junk after document element)"),
        (
            "\n<!DOCTYPE a><a/>",
            "p.kml:2: declares a document type or entities (DOCTYPE), which can be an attack and is never read; "
            "remove the declaration",
        ),
        ("<a>\n<b>\n<c/></b></a>", "p.kml:3: nests deeper than 2 levels; raise the limit with --max-depth"),
    ],
)
def test_what_must_not_reach_the_parser_is_told_with_its_line(text: str, told: str) -> None:
    assert why(kml.read, "p.kml", text.encode(), Limits(max_depth=2), None) == told


def test_elements_beside_each_other_do_not_nest() -> None:
    told = "p.kml:1: nests deeper than 3 levels; raise the limit with --max-depth"
    assert why(kml.read, "p.kml", b"<a><b><c/><c><d/></c></b></a>", Limits(max_depth=3), None) == told
    assert why(kml.read, "p.kml", b"<a><b><c/></b><b><c><d/></c></b></a>", Limits(max_depth=3), None) == told
    (found,) = kml.read("p.kml", b"<a><b/><b/><b/></a>", Limits(max_depth=2), None)
    assert len(found) == 0


def kmz(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name, content in members.items():
            made.writestr(name.replace("_", "."), content)
    return stream.getvalue()


def test_the_documents_of_an_archive_are_read_one_by_one() -> None:
    mark = f"<Placemark><name>甲</name>{POINT}</Placemark>"
    one, two = kml.read_kmz(
        "p.kmz", kmz(doc_KML=document(mark), b_png=b"x", more_kml=document(mark, mark)), LIMITS, None
    )
    assert (len(one), len(two)) == (1, 2)
    assert (
        why(kml.read_kmz, "p.kmz", kmz(a_png=b""), LIMITS, None)
        == "p.kmz: the KMZ archive holds no .kml file"
    )
    assert (
        why(kml.read_kmz, "p.kmz", kmz(a_kml=b"<a>"), LIMITS, None)
        == "p.kmz/a.kml:1: is no valid XML (no element found)"
    )
    assert why(kml.read_kmz, "p.kmz", kmz(a_kml=b"123"), Limits(max_size=2), None).startswith(
        "p.kmz: unpacks to 3 bytes"
    )
    assert why(kml.read_kmz, "p.kmz", kmz(a_kml=b"<a/>"), Limits(max_depth=0), None).startswith(
        "p.kmz/a.kml:1: nests deeper than 0"
    )
    named = kmz(a_kml=document(mark).decode().encode("big5"))
    assert kml.read_kmz("p.kmz", named, LIMITS, "big5")[0].properties == [{"name": "甲"}]


def test_more_vertices_than_allowed_are_told() -> None:
    assert "limit of 0" in faults(placemarks(POINT, limits=Limits(max_vertices=0)))[0]


def said(html: str) -> tuple[dict[str, str | None], set[str], int]:
    found = html_table.pairs(html)
    return found.values, found.differing, found.passed


def cells(*texts: str, tag: str = "td") -> str:
    return "<tr>" + "".join(f"<{tag}>{text}</{tag}>" for text in texts) + "</tr>"


@pytest.mark.parametrize(
    ("html", "values", "differing", "passed"),
    [
        (cells("a", "1"), {"a": "1"}, set(), 0),
        (cells("a", "1") + cells("b", "2"), {"a": "1", "b": "2"}, set(), 0),
        ("<TR><TD>a<TD>1<TR><TH>b<TD>2", {"a": "1", "b": "2"}, set(), 0),
        (cells(" a \n b ", "1<br>2<p>3<div>4<b>5"), {"a b": "1 2 3 45"}, set(), 0),
        (cells("a&lt;", "&#49;&amp;"), {"a<": "1&"}, set(), 0),
        (cells("a", "") + cells("b", "&lt;NULL&gt;") + cells("c", "<Null>") + cells("d", "&lt;空&gt;") + cells("e", "NULL"),
         dict.fromkeys("abcde"), set(), 0),
        (cells("a", "1") + cells("a", "2") + cells("b", "1") + cells("b", "1"), {"a": "1", "b": "1"}, {"a"}, 0),
        (cells("a", "") + cells("a", "2"), {"a": None}, {"a"}, 0),
        (cells("Name", "VALUE") + cells("字段", "值") + cells("属性名称", "属性值") + cells("", "x"), {}, set(), 0),
        (cells("a", "1", "2") + cells("b", "2", "3", "4") + cells("c"), {}, set(), 2),
        (cells("a", "b", tag="th") + cells("c", "d"), {"c": "d"}, set(), 0),
        (cells("a", "<table>" + cells("b", "2") + "</table>") + cells("c", "3"), {"b": "2", "c": "3"}, set(), 0),
        ("<tr><td>t</td><td><table>" + cells("b", "2") + "</table></td></tr>", {"b": "2"}, set(), 0),
        ("<table>" + cells("b", "2") + "</table><tr><td>x</td><td>y</td></tr>", {"b": "2", "x": "y"}, set(), 0),
        ("<!-- <tr><td>a<td>1 -->" + cells("b", "2") + "<!-- -->" + cells("c", "3"), {"b": "2", "c": "3"}, set(), 0),
        ("<!-->" + cells("a", "1") + "<!--->" + cells("b", "2"), {"a": "1", "b": "2"}, set(), 0),
        (cells("b", "2") + "<!-- " + cells("c", "3"), {"b": "2"}, set(), 0),
        ("<x:tr><x:td>a</x:td><x:td>1</x:td></x:tr>", {"a": "1"}, set(), 0),
        ("<td>a<td>1</table><td>b<td>2", {"a": "1"}, set(), 0),
        ("<td>a<td>1</tr><td>b<td>2", {"a": "1", "b": "2"}, set(), 0),
        ("<!-- x --->" + cells("a", "1<!-- y -->2"), {"a": "12"}, set(), 0),
    ],
)  # fmt: skip
def test_rows_of_two_cells_are_a_name_and_a_value(
    html: str, values: dict[str, Any], differing: set[str], passed: int
) -> None:
    assert said("<table>" + html) == (values, differing, passed)


def test_cells_outside_of_a_table_are_none() -> None:
    assert said(cells("a", "1")) == ({}, set(), 0)
    assert said("<tr>x</table></tr><td>a<td>1") == ({}, set(), 0)
    assert said("") == ({}, set(), 0)
    assert [html_table.has_table(text) for text in ("<TABLE x='1'>", "<tablet>", "table", "<!--<table>-->", "</table>")] == [
        True, False, False, False, False,
    ]  # fmt: skip


def test_what_stands_around_a_nested_table_does_not_become_its_text() -> None:
    outer = (
        "<table><tr><td>before<table><tr><td>a</td><td>1</td></tr></table>after</td></tr>"
        + cells("b", "2")
        + "</table>"
    )
    assert said(outer) == ({"a": "1", "b": "2"}, set(), 0)
    assert said("<table><tr><td>k<td>v<table></table></td></tr></table>") == ({}, set(), 0)
    assert said("<table><tr>loose<td>k</td>v<td>1</td></tr></table>") == ({"kv": "1"}, set(), 0)


def test_what_a_description_says_is_added_to_what_is_stated() -> None:
    described = Descriptions()
    assert described.added({"a": "1"}) == ({"a": "1"}, [])
    assert described.added({"a": "1", "description": None}) == ({"a": "1", "description": None}, [])
    assert described.added({"description": "words"}) == ({"description": "words"}, [])
    assert described.remarks == ()
    html = (
        "<table>"
        + cells("a", "2")
        + cells("b", "3")
        + cells("c", "4")
        + cells("d", "")
        + cells("e", "5")
        + cells("f", "6")
        + cells("f", "7")
    )
    added, noted = described.added({"description": html, "a": "1", "b": "3", "c": None, "d": "9", "z": None})
    assert added == {"description": html, "a": "1", "b": "3", "c": "4", "d": "9", "z": None, "e": "5"}
    assert list(added) == ["description", "a", "b", "c", "d", "z", "e"]
    assert told(noted) == [
        TWICE.format("f"), "the table in the description differs from the attributes of the placemark itself, which were used: a",
    ]  # fmt: skip
    added, noted = described.added({"description": "<table>" + cells("a", "1", "2") + "</table>"})
    assert (set(added), noted) == ({"description"}, [])
    described.added({"description": "<table>" + cells("a", "1", "2") + cells("a", "1")})
    described.added({"description": "<table></table>"})
    assert told(described.remarks) == [
        "the tables in the descriptions of 2 placemarks were read as attributes",
        "the descriptions of 3 placemarks hold tables that are not of two columns, name and value: these rows were not read",
    ]


def test_names_that_differ_are_told_in_order() -> None:
    html = "<table>" + "".join(cells(name, value) for value in "12" for name in "cab")
    added, noted = Descriptions().added({"description": html})
    assert (set(added), told(noted)) == ({"description"}, [TWICE.format("a, b, c")])


HEAD = "[属性描述]\n坐标系=2000国家大地坐标系\n带号=38\n[地块坐标]\n"
NORTH, EAST = 3509000, 450000
CORNERS = [(0, 0), (0, 400), (-200, 400), (-200, 0), (0, 0)]


def points(*corners: tuple[float, float], of: int | str = 1, begin: int = 1) -> str:
    return "".join(
        f"J{n},{of},{NORTH + north},{EAST + east}\n" for n, (north, east) in enumerate(corners, begin)
    )


def parcel(fields: str = "5,8.0,D1,甲,面,,工业,0601,@", *further: str) -> str:
    return f"{fields}\n{points(*CORNERS)}{''.join(further)}"


def bureau(text: str, head: str = HEAD, encoding: str | None = None, limits: Limits = LIMITS) -> FeatureTable:
    (found,) = parcels.read("p.txt", (head + text).encode(encoding or "utf-8"), limits, encoding)
    return found


OUTLINE = "POLYGON ((450000 3509000, 450400 3509000, 450400 3508800, 450000 3508800, 450000 3509000))"


def test_a_parcel_is_its_points_and_fields_under_what_the_file_states() -> None:
    found = bureau(
        "\n  \n" + parcel("5, 8.0 ,D1,甲,面,F,工业,0601,随县,,国有,@", points((0, 9))),
        "[属性描述]\n 坐标系 = 2000国家 = 大地 \n带号=38\n[地块坐标]\n",
    )
    assert found.properties == [
        {
            "坐标系": "2000国家 = 大地",
            "带号": "38",
            "点数": "5",
            "面积": "8.0",
            "地块编号": "D1",
            "地块名称": "甲",
            "图形属性": "面",
            "图幅号": "F",
            "地块用途": "工业",
            "地类编码": "0601",
            "字段9": "随县",
            "字段11": "国有",
            "id": "D1",
            "name": "甲",
        }
    ]
    assert faults(found) == {0: "the parcel states 5 points and has 6; the file is not whole, get it again"}
    found = bureau("\n  \n" + parcel())
    assert (shapes(found), found.lines, found.ids, found.crs) == ([OUTLINE], [7], [None], 4547)
    assert (found.silence, notes(found), told(found.remarks), found.decimals.tolist()) == (
        "nothing",
        {},
        [],
        [NOT_COARSE],
    )


def test_fields_that_are_blank_are_none() -> None:
    found = bureau(parcel("5,,,,,,,,@"))
    assert found.properties == [{"坐标系": "2000国家大地坐标系", "带号": "38", "点数": "5"}]
    assert shapes(found) == [OUTLINE]
    assert bureau(parcel("5,8.0,D1X@")).properties[0]["id"] == "D1X"
    assert bureau(parcel("@")).properties == [{"坐标系": "2000国家大地坐标系", "带号": "38"}]


def test_a_system_is_taken_from_the_first_easting() -> None:
    text = "".join(
        f"J{n},1,{NORTH + north},{38_000_000 + EAST + east}\n" for n, (north, east) in enumerate(CORNERS)
    )
    assert bureau("4,8.0,,,,,,,@\n" + text).crs == 4526
    assert (
        bureau("1,,,,点,,,,@\nJ1,1,5,6\n1,,,,点,,,,@\nJ1,1,3509000,38450000\n", "坐标系=CGCS2000\n").crs
        == 4526
    )
    assert bureau(parcel(), "[属性描述]\n[地块坐标]\n").crs is None
    assert (
        why(bureau, parcel(), "坐标系=北斗\n")
        == "p.txt: the coordinate system '北斗' is not known; expected 2000国家大地坐标系 (CGCS2000)"
    )


SWAPPED = "by their size, eastings stand first in the file; read so"


def test_axes_are_told_by_their_size_parcel_by_parcel() -> None:
    turned = "4,8.0,,,,,,,@\n" + "".join(
        f"J{n},1,{EAST + east},{NORTH + north}\n" for n, (north, east) in enumerate(CORNERS, 1)
    )
    found = bureau(turned)
    assert (shapes(found), told(found.remarks)) == ([OUTLINE], [SWAPPED])
    both = bureau(turned + parcel())
    assert (shapes(both), told(both.remarks)) == ([OUTLINE, OUTLINE], [])
    mixed = bureau("2,,,,点,,,,@\nJ1,1,3509000,450000\nJ2,1,450000,3509000\n" + parcel())
    assert faults(mixed) == {
        0: "(450000, 3509000) are no Gauss-Krüger coordinates in China "
        "(northing: seven digits; easting: six, or eight with its zone)"
    }
    neither = bureau("1,,,,点,,,,@\nJ1,1,113.123456789012,31\n")
    assert faults(neither)[0].startswith("(113.123456789, 31) are no Gauss-Krüger coordinates in China")


@pytest.mark.parametrize(("first", "second"), [(3509000, 5), (450000, 5), (5, 3509000), (5, 450000)])
def test_one_coordinate_that_can_be_meant_is_not_enough(first: float, second: float) -> None:
    said = f"({first}, {second}) are no Gauss-Krüger coordinates in China"
    alone = bureau(f"1,,,,点,,,,@\nJ1,1,{first},{second}\n")
    assert faults(alone)[0].startswith(said)
    after = bureau(f"2,,,,点,,,,@\nJ1,1,3509000,450000\nJ2,1,{first},{second}\n")
    assert faults(after)[0].startswith(said)


def test_coordinates_that_are_none_are_shown_with_twelve_digits() -> None:
    found = bureau("2,,,,点,,,,@\nJ1,1,3509000,450000\nJ2,1,113.123456789012,31.123456789012\n")
    assert faults(found)[0].startswith("(113.123456789, 31.123456789) are no Gauss-Krüger coordinates")
    assert told(bureau("2,,,,点,,,,@\nJ1,1,3509000,450000\n" + parcel()).remarks) == []


@pytest.mark.parametrize(
    ("kind", "text", "wkt"),
    [
        ("点", points((0, 0)), "POINT (450000 3509000)"),
        ("点", points((0, 0), (0, 1)), "MULTIPOINT ((450000 3509000), (450001 3509000))"),
        ("点", points((0, 0)) + points((0, 1), of=2), "MULTIPOINT ((450000 3509000), (450001 3509000))"),
        ("线", points((0, 0), (0, 1)), "LINESTRING (450000 3509000, 450001 3509000)"),
        ("线", points((0, 0), (0, 1)) + points((0, 5), (0, 6), of=2),
         "MULTILINESTRING ((450000 3509000, 450001 3509000), (450005 3509000, 450006 3509000))"),
        ("", points((0, 0), (0, 1), (1, 1)), "POLYGON ((450000 3509000, 450001 3509000, 450001 3509001, 450000 3509000))"),
        ("面", points((0, 0), (0, 1), (1, 1)) + points((0, 50), (0, 51), (1, 51), of=2),
         "MULTIPOLYGON (((450000 3509000, 450001 3509000, 450001 3509001, 450000 3509000)), "
         "((450050 3509000, 450051 3509000, 450051 3509001, 450050 3509000)))"),
    ],
)  # fmt: skip
def test_a_parcel_is_drawn_as_its_kind_says(kind: str, text: str, wkt: str) -> None:
    assert shapes(bureau(f",,,,{kind},,,,@\n{text}")) == [wkt]


def test_a_parcel_of_few_fields_is_an_area() -> None:
    assert shapes(bureau(",,,,@\n" + points((0, 0), (0, 1), (1, 1))))[0].startswith("POLYGON")  # type: ignore[union-attr]
    assert shapes(bureau(",,,@\n" + points((0, 0), (0, 1), (1, 1))))[0].startswith("POLYGON")  # type: ignore[union-attr]
    assert shapes(bureau(",,,,点,@\n" + points((0, 0)))) == ["POINT (450000 3509000)"]
    assert shapes(bureau(",,,,点@\n" + points((0, 0)))) == ["POINT (450000 3509000)"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("5,,,,,,,,@\n", "the parcel has no boundary points"),
        (
            "2,,,,,,,,@\n" + points((0, 0), (0, 1)),
            "a ring of the parcel has fewer than three different points",
        ),
        (
            "4,,,,,,,,@\n" + points((0, 0), (0, 1), (0, 0), (0, 1)),
            "a ring of the parcel has fewer than three different points",
        ),
        (
            "9,,,,,,,,@\n" + points(*CORNERS),
            "the parcel states 9 points and has 5; the file is not whole, get it again",
        ),
        (
            ",,,,,,,,@\nJ1,1,3509000\n" + points(*CORNERS),
            "line 6: 'J1,1,3509000' is no boundary point; expected J1,ring,northing,easting",
        ),
        (
            f",,,,,,,,@\nJ1,1,3509000,x{'y' * 40}\nJ2\n",
            f"line 6: 'J1,1,3509000,x{'y' * 26}' is no boundary point; expected J1,ring,northing,easting",
        ),
        (
            ",,,,,,,,@\nJ1,1,x,450000\n",
            "line 6: 'J1,1,x,450000' is no boundary point; expected J1,ring,northing,easting",
        ),
        (
            ",9.0,,,,,,,@\n" + points(*CORNERS),
            "the file states an area of 9.0, the points enclose 8.0000 ha; check the points, the rings and the unit",
        ),
    ],
)
def test_a_parcel_that_cannot_be_used_is_told_and_its_neighbour_read(text: str, told: str) -> None:
    found = bureau(text + parcel())
    assert (faults(found), shapes(found)[1]) == ({0: told}, OUTLINE)
    assert found.lines[0] == 5


@pytest.mark.parametrize("stated", ["5", "4", "", "x", "5.0"])
def test_points_are_counted_with_those_that_close_a_ring_or_without(stated: str) -> None:
    assert shapes(bureau(f"{stated},8.0,,,,,,,@\n" + points(*CORNERS))) == [OUTLINE]


@pytest.mark.parametrize("stated", ["5", "7", "8"])
def test_of_two_rings_each_closing_point_may_be_counted(stated: str) -> None:
    text = points(*CORNERS) + points((-10, 10), (-10, 20), (-20, 20), of=2)
    assert bool(faults(bureau(f"{stated},,,,,,,,@\n{text}"))) is (stated == "5")
    single = f"{stated},,,,点,,,,@\n" + points(*[(0, n) for n in range(7)]) + points((0, 9), of=2)
    assert bool(faults(bureau(single))) is (stated != "8")
    assert faults(bureau("1,,,,点,,,,@\n" + points((0, 0), (0, 0)))) == {}


@pytest.mark.parametrize(
    ("area", "told"),
    [
        ("8.0", []),
        ("8.0081", []),
        ("8.0083", ["area: the file states 8.0083 ha, the points enclose 8.0000 ha"]),
        ("7.9919", []),
        ("7.9917", ["area: the file states 7.9917 ha, the points enclose 8.0000 ha"]),
        ("8.4001", ["area: the file states 8.4001 ha, the points enclose 8.0000 ha"]),
        ("80000", ["area: the file states 80000 m², the points enclose 80000.0000 m²"]),
        ("83000", ["area: the file states 83000 m², the points enclose 80000.0000 m²"]),
        ("120", ["area: the file states 120 mu, the points enclose 120.0000 mu"]),
        ("+8.0", []),
        ("0", []),
        ("-8", []),
        ("x", []),
        ("", []),
        ("0.0", []),
    ],
)
def test_an_area_that_agrees_in_one_unit_is_taken(area: str, told: list[str]) -> None:
    found = bureau(f"5,{area},,,,,,,@\n" + points(*CORNERS))
    assert (shapes(found), notes(found).get(0, [])) == ([OUTLINE], told)


@pytest.mark.parametrize("area", ["8.4003", "7.5997", "84003", "1", "126.01"])
def test_an_area_that_agrees_in_no_unit_is_told(area: str) -> None:
    assert faults(bureau(f"5,{area},,,,,,,@\n" + points(*CORNERS)))[0].startswith(
        f"the file states an area of {area}, the points enclose 8.0000 ha"
    )


def test_an_area_agrees_at_its_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("_AREA_AGREES", 0.5), ("_AREA_SAME", 0.125), ("_AREA_ROUNDING_HA", 0.0)):
        monkeypatch.setattr(parcels, name, value)
    stated = {
        area: bureau(f"5,{area},,,,,,,@\n" + points(*CORNERS)) for area in ("9", "9.0001", "12", "12.0001")
    }
    assert [len(found.notes) for found in stated.values()] == [0, 1, 1, 0]
    assert [len(found.faults) for found in stated.values()] == [0, 0, 0, 1]


def test_an_area_of_what_has_none_is_not_asked() -> None:
    small = bureau("3,8.0,,,,,,,@\n" + points((0, 0), (0, 1), (1, 1)))
    assert faults(small)[0].startswith("the file states an area of 8.0, the points enclose 0.0001 ha")
    assert faults(bureau("1,8.0,,,点,,,,@\n" + points((0, 0)))) == {}


def test_what_stands_after_coordinates_is_counted() -> None:
    text = "5,8.0,,,,,,,@\n" + points(*CORNERS).replace("450400\n", "450400,85.2\n").replace(
        "450000\n", "450000,\n"
    )
    found = bureau(text + parcel())
    assert told(found.remarks) == [
        "after the coordinates of 2 boundary points stand further values (heights, say), which are not read"
    ]


def test_what_stands_after_coordinates_may_be_anything() -> None:
    assert shapes(bureau("1,,,,点,,,,@\nJ1,1,3509000,450000,x\n")) == ["POINT (450000 3509000)"]


def test_remarks_stand_in_order() -> None:
    turned = "1,,,,点,,,,@\nJ1,1,450000,3509000,5\n"
    found = parcels.read(
        "p.txt", f"坐标系=2000国家大地坐标系\n带号=38\n{turned}".encode("gbk"), LIMITS, None
    )[0]
    assert [said.split(" ")[0] for said in told(found.remarks)] == ["the", "by", "after"]


def test_signs_of_full_width_are_read() -> None:
    text = parcel().replace(",", "，").replace("@", "＠")
    assert shapes(bureau(text, HEAD.replace("=", "＝").replace("[", "［").replace("]", "］"))) == [OUTLINE]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "p.txt: holds no parcel; expected [地块坐标] and lines of fields that end in @"),
        (HEAD, "p.txt: holds no parcel; expected [地块坐标] and lines of fields that end in @"),
        (
            f"a=b\n\n{'x' * 50}\n",
            f"p.txt:3: '{'x' * 40}' is neither key=value nor the line of a parcel; expected [属性描述] and [地块坐标]",
        ),
    ],
)
def test_a_text_that_holds_no_parcels_is_told(text: str, told: str) -> None:
    assert why(parcels.read, "p.txt", text.encode(), LIMITS, None) == told
    assert why(parcels.read, "p.txt", b"\xff\xff", LIMITS, None).startswith("p.txt:1: is neither UTF-8")


def test_the_encoding_and_the_limits_are_those_of_the_caller() -> None:
    assert bureau(parcel(), limits=Limits(max_vertices=4)).faults.keys() == {0}
    found = parcels.read("p.txt", (HEAD + parcel("5,8.0,é,,,,,,@")).encode("utf-16"), LIMITS, "utf-16")[0]
    assert found.properties[0]["id"] == "é"
    assert shapely.area(found.geometry[0]) == 80000
