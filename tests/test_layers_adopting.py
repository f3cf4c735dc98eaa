"""A user's own file on its way into a catalogue: what is taken from it, what is written, and each refusal to the letter."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from catalogues import AREA, LINE, collection, feature
from reading import written
from zonecheck.errors import LayerError, OutputError, UsageError, ZonecheckError
from zonecheck.formats.features import FeatureTable
from zonecheck.formats.limits import Limits
from zonecheck.layers import adopting, registering
from zonecheck.layers.addition import Addition
from zonecheck.layers.adopting import Adopted, adopt, area_of
from zonecheck.layers.registering import FILE, register
from zonecheck.words import Text

CSV = 'name,代码,wkt\n府河,F1,"LINESTRING (113.3 31.7, 113.4 31.71)"\n漂水,,"LINESTRING (113.5 31.7, 113.6 31.71)"\n'
HEAD = "# Layers of our own, laid over the bundled ones with --layers. Written by `zonecheck layers add`.\nlayers:\n"
SUFFIXES = ".geojson .json .csv .tsv .xlsx .txt .shp .zip .gpkg .fgb .parquet .geoparquet .kml .kmz"


WGS84 = Text(
    "文件未声明坐标系,按 RFC 7946 视为 WGS 84 经纬度",
    "the file declares no coordinate system; taken as WGS 84 longitude, latitude (RFC 7946)",
)


def of(folder: Path, file: str | Path, **more: Any) -> Addition:
    entry = {"baseline": "bank", "accuracy_m": "0"}
    return Addition(**{"id": "r", "file": str(file), "entry": entry, "catalogue": folder / FILE, **more})


def both(error: pytest.ExceptionInfo[ZonecheckError]) -> list[tuple[str, str]]:
    return [(problem("zh"), problem("en")) for problem in error.value.problems]


def refused(addition: Addition, kind: Any = LayerError, ask: Any = adopt) -> list[tuple[str, str]]:
    """What is said of what cannot be adopted, without the folder, and that nothing was written."""
    folder = addition.catalogue.parent
    before = sorted(folder.rglob("*")) if folder.exists() else []
    with pytest.raises(kind) as caught:
        ask(addition)
    assert (sorted(folder.rglob("*")) if folder.exists() else []) == before
    return [
        (zh.replace(f"{folder}{os.sep}", ""), en.replace(f"{folder}{os.sep}", "")) for zh, en in both(caught)
    ]


def line_file(folder: Path, name: str = "own.geojson", **members: Any) -> Path:
    return written(
        folder, name, collection(feature(LINE, "a", name="府河"), feature(AREA, name="漂水"), **members)
    )


def test_features_of_geojson_keep_their_ids_properties_and_places(tmp_path: Path) -> None:
    adopted = adopt(of(tmp_path, line_file(tmp_path)))
    assert (adopted.ids, adopted.properties, adopted.remarks) == (
        ["a", None],
        [{"name": "府河"}, {"name": "漂水"}],
        (WGS84,),
    )
    assert [shape.geom_type for shape in adopted.geometry] == ["LineString", "Polygon"]
    assert shapely.equals_identical(adopted.geometry[0], shapely.from_geojson(json.dumps(LINE)))


def test_what_was_assumed_read_and_taken_for_the_name_is_remarked(tmp_path: Path) -> None:
    file = written(tmp_path, "own.csv", CSV.replace("name,", "河名,").encode("gb18030"))
    remarks = [(text.zh, text.en) for text in adopt(of(tmp_path, file, crs="EPSG:4490")).remarks]
    assert remarks[-1] == ("以“河名”一列为名称", "the column '河名' is taken for the names")
    assert [en for _, en in remarks[:-1]] == [
        "the file declares no coordinate system; taken as EPSG:4490, as --crs says",
        "the file is not UTF-8; read as GB18030 (GBK)",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "column",
    ["名称", "河流名称", "河名", "水系名称", "水体名称", "园区名称", "区县名称", "RiverName", "HLMC", "mc"],
)
def test_a_column_that_is_called_so_is_taken_for_the_name(tmp_path: Path, column: str) -> None:
    file = written(tmp_path, "own.csv", CSV.replace("name,", f"{column},"))
    adopted = adopt(of(tmp_path, file))
    assert [row["name"] for row in adopted.properties] == ["府河", "漂水"]
    assert [row[column] for row in adopted.properties] == ["府河", "漂水"]


def test_of_several_such_columns_the_first_of_the_list_is_the_name(
    tmp_path: Path,
) -> None:
    file = written(
        tmp_path, "own.csv", CSV.replace("代码", "HLMC").replace("name,", "河名,").replace(",F1,", ",H,")
    )
    assert [row.get("name") for row in adopt(of(tmp_path, file)).properties] == ["府河", "漂水"]
    plain = adopt(of(tmp_path, written(tmp_path, "b.csv", CSV)))
    assert ([row["name"] for row in plain.properties], len(plain.remarks)) == (["府河", "漂水"], 1)


def test_columns_of_the_user_stand_under_their_keys_and_blanks_under_none(tmp_path: Path) -> None:
    file = written(tmp_path, "own.csv", CSV)
    adopted = adopt(of(tmp_path, file, names={"name": "代码", "id": "代码", "aliases": "name"}))
    assert adopted.properties == [
        {"name": "F1", "代码": "F1", "id": "F1", "aliases": "府河"}, {"aliases": "漂水"},
    ]  # fmt: skip
    assert (adopted.ids, len(adopted.remarks)) == (["F1", None], 1)
    assert refused(of(tmp_path, file, names={"half_width_m": "宽"})) == [
        (
            "own.csv: 没有“宽”一列,不能作为 half_width_m;现有:name、代码",
            "own.csv: has no column '宽' to be its half_width_m; found: name, 代码",
        )
    ]


def test_a_column_that_the_user_takes_for_the_name_is_not_remarked(tmp_path: Path) -> None:
    file = written(tmp_path, "own.csv", CSV.replace("name,", "河名,"))
    adopted = adopt(of(tmp_path, file, names={"name": "代码"}))
    assert [row.get("name") for row in adopted.properties] == ["F1", None]
    assert len(adopted.remarks) == 1


def test_of_several_tables_one_is_picked_and_none_is_taken_unasked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    point = np.array([shapely.Point(113, 31)], dtype=object)

    def table(name: str, **more: Any) -> FeatureTable:
        return FeatureTable(
            point, [{"name": name}], [7], [None], np.array([-1.0]), 4490, "nothing", name, **more
        )

    tables = (
        table("a"),
        table("b", remarks=(Text("注", "note"),)),
        table("c", faults={0: Text("坏", "bad")}),
    )
    monkeypatch.setattr(adopting.formats, "read", lambda *_, **__: tables)
    file = written(tmp_path, "own.gpkg", b"x")
    picked = adopt(of(tmp_path, file, table="b"))
    assert (picked.ids, picked.properties, picked.remarks) == (["7"], [{"name": "b"}], (Text("注", "note"),))
    assert refused(of(tmp_path, file)) == [
        (
            "own.gpkg: 有 3 个表(a、b、c);请用 --table 指明一个",
            "own.gpkg: holds 3 tables (a, b, c); pick one with --table",
        )
    ]
    assert refused(of(tmp_path, file, table="d")) == [
        ("own.gpkg: 没有表“d”;现有:a、b、c", "own.gpkg: holds no table 'd'; found: a, b, c")
    ]
    assert refused(of(tmp_path, file, table="c")) == [
        ("own.gpkg/c: 第 1 个要素:坏", "own.gpkg/c: feature 1: bad")
    ]
    assert (
        refused(of(tmp_path, file, table="b", names={"k": "x"}))[0][1]
        == "own.gpkg/b: has no column 'x' to be its k; found: name"
    )


def test_geojson_has_one_table_without_a_name(tmp_path: Path) -> None:
    assert refused(of(tmp_path, line_file(tmp_path), table="x")) == [
        ("own.geojson: 没有表“x”;现有:—", "own.geojson: holds no table 'x'; found: —")
    ]


def test_a_file_of_no_known_kind_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    assert refused(of(tmp_path, tmp_path / "own.vrt")) == [
        (
            f"own.vrt: 文件后缀不能识别;可用:{SUFFIXES}",
            f"own.vrt: has no known suffix; expected one of {SUFFIXES}",
        )
    ]
    assert refused(of(tmp_path, tmp_path / "gone.json"))[0][1].startswith(
        "gone.json: a registered layer, and there is no such file"
    )


def test_geojson_states_its_system_or_is_in_degrees(tmp_path: Path) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4547"}}
    line = {"type": "LineString", "coordinates": [[500000, 3508000], [500100, 3508000]]}
    file = written(tmp_path, "own.json", collection(feature(line), crs=crs))
    assert shapely.get_coordinates(adopt(of(tmp_path, file)).geometry)[0].tolist() == pytest.approx(
        [114.0, 31.694704]
    )
    assert refused(of(tmp_path, file, crs="EPSG:4490"))[0][1].startswith(
        "own.json: declares EPSG:4547, but --crs says EPSG:4490"
    )
    odd = written(
        tmp_path, "odd.json", collection(feature(LINE), crs={**crs, "properties": {"name": "mine"}})
    )
    assert "cannot read the CRS 'mine'" in refused(of(tmp_path, odd), ZonecheckError)[0][1]


def test_degrees_of_web_maps_are_moved_and_parameters_need_no_accuracy_of_their_own(tmp_path: Path) -> None:
    file = line_file(tmp_path)
    moved = adopt(of(tmp_path, file, datum="gcj02"))
    assert 0.001 < abs(shapely.get_coordinates(moved.geometry)[0][0] - 113.3) < 0.02
    assert moved.remarks
    baidu = adopt(of(tmp_path, file, datum="bd09"))
    assert (
        abs(shapely.get_coordinates(baidu.geometry)[0][0] - shapely.get_coordinates(moved.geometry)[0][0])
        > 0.003
    )
    metres = written(tmp_path, "m.csv", 'name,wkt\na,"LINESTRING (500000 3508000, 500100 3508000)"\n')
    shifted = adopt(of(tmp_path, metres, crs="EPSG:2383 +towgs84=15.8,-154.4,-82.3"))
    assert shapely.get_coordinates(shifted.geometry)[0][0] == pytest.approx(114, abs=0.01)


def test_every_feature_that_cannot_be_used_is_told_by_its_number(tmp_path: Path) -> None:
    file = written(tmp_path, "own.csv", 'name,wkt\na,LINESTRING\nb,"POINT (113 31)"\nc,\n')
    said = refused(of(tmp_path, file))
    assert [(zh[:17], en[:20]) for zh, en in said] == [
        ("own.csv: 第 1 个要素:", "own.csv: feature 1: "), ("own.csv: 第 3 个要素:", "own.csv: feature 3: "),
    ]  # fmt: skip
    assert said[1][1] == "own.csv: feature 3: the coordinates are blank; fill them in"


def test_rows_of_a_table_without_outlines_are_features_without_geometry(tmp_path: Path) -> None:
    file = written(tmp_path, "zones.csv", "园区名称,kind,\n甲园,chemical_park,x\n乙园,,\n")
    adopted = adopt(of(tmp_path, file, outlines=False, names={"id": "园区名称"}))
    assert (adopted.geometry.tolist(), adopted.geometry.dtype, adopted.ids) == (
        [None, None],
        object,
        ["甲园", "乙园"],
    )
    assert adopted.properties[1] == {"园区名称": "乙园", "name": "乙园", "id": "乙园"}
    assert [text.en for text in adopted.remarks] == [
        "the columns 3 hold values and have no name; they were not read", "the column '园区名称' is taken for the names",
    ]  # fmt: skip
    assert refused(of(tmp_path, file, outlines=False, encoding="ascii"), ZonecheckError)
    adopted = adopt(of(tmp_path, line_file(tmp_path), outlines=False))
    assert [shape.geom_type for shape in adopted.geometry] == ["LineString", "Polygon"]


def test_options_reach_the_reader(tmp_path: Path) -> None:
    file = written(tmp_path, "own.csv", CSV.encode("gb18030"))
    assert adopt(of(tmp_path, file, encoding="gb18030")).properties[0]["name"] == "府河"
    assert refused(of(tmp_path, file, encoding="ascii"), ZonecheckError)
    assert (
        "positions, more than the limit of 1"
        in refused(of(tmp_path, file, limits=Limits(max_vertices=1)))[0][1]
    )


def test_areas_of_a_coverage_are_read_as_a_layer_of_their_own(tmp_path: Path) -> None:
    areas = written(tmp_path, "areas.csv", 'a,wkt\nx,"POLYGON ((113 31, 114 31, 114 32, 113 31))"\n')
    adopted = area_of(of(tmp_path, "zones.csv", outlines=False, table="t", names={"name": "河"}), str(areas))
    assert adopted.geometry[0].bounds == (113, 31, 114, 32)


def test_what_is_registered_is_written_beside_the_catalogue_with_its_hash(tmp_path: Path) -> None:
    more = {"note": "备注", "valid_until": "2030-12-31"}
    found = register(of(tmp_path, line_file(tmp_path), entry={"baseline": "bank", "accuracy_m": "2.5", **more},
                        complete_for=["name=府河，漂水", "kind = x ; y"][:1], coverage=" 112, 31 ,115,33"))  # fmt: skip
    data = (tmp_path / "r.geojson").read_bytes()
    line = '{"type": "LineString", "coordinates": [[113.3, 31.7], [113.35, 31.71], [113.4, 31.7]]}'
    area = (
        '{"type": "Polygon", "coordinates": [[[113.3, 31.7], [113.4, 31.7], [113.4, 31.8], [113.3, 31.7]]]}'
    )
    assert data.decode() == (
        '{"type": "FeatureCollection", "features": [\n'
        f'{{"type": "Feature", "id": "a", "properties": {{"name": "府河"}}, "geometry": {line}}},\n'
        f'{{"type": "Feature", "properties": {{"name": "漂水"}}, "geometry": {area}}}\n'
        "]}\n"
    )
    assert (tmp_path / FILE).read_text(encoding="utf-8") == HEAD + (
        f"  - id: r\n    path: r.geojson\n    sha256: {hashlib.sha256(data).hexdigest()}\n    crs: EPSG:4490\n"
        "    baseline: bank\n    accuracy_m: '2.5'\n    note: 备注\n    valid_until: '2030-12-31'\n"
        "    coverage:\n    - '112'\n    - '31'\n    - '115'\n    - '33'\n"
        "    complete_for:\n      name:\n      - 府河\n      - 漂水\n"
    )
    assert (found.catalogue, found.file, found.layer.names) == (
        tmp_path / FILE,
        tmp_path / "r.geojson",
        ("府河", "漂水"),
    )
    assert (found.layer.coverage.bounds, found.layer.entry.note.zh) == ((112, 31, 115, 33), "备注")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["own.geojson", "r.geojson", FILE]


def test_places_are_written_to_ten_decimals_and_features_without_one_as_null(tmp_path: Path) -> None:
    line = {"type": "LineString", "coordinates": [[113.12345678949, 31.7], [113.4, 31.12345678941]]}
    register(of(tmp_path, written(tmp_path, "own.json", collection(feature(line)))))
    written_line = json.loads((tmp_path / "r.geojson").read_text(encoding="utf-8"))["features"][0]["geometry"]
    assert written_line["coordinates"] == [[113.1234567895, 31.7], [113.4, 31.1234567894]]
    register(
        of(
            tmp_path,
            written(tmp_path, "park.json", collection(feature(None, name="园"))),
            id="p",
            entry={"accuracy_m": "0"},
        )
    )
    assert json.loads((tmp_path / "p.geojson").read_text(encoding="utf-8"))["features"] == [
        feature(None, name="园")
    ]


def test_what_is_no_finite_number_is_never_written() -> None:
    adopted = Adopted([None], [{"width_m": float("nan")}], np.array([None]), ())
    with pytest.raises(ValueError, match="not JSON compliant"):
        registering._geojson(adopted)


@pytest.mark.parametrize(
    ("stated", "written_so"),
    [
        (["everything"], "everything"),
        (["name=府河"], {"name": ["府河"]}),
        ([" name = 府河、漂水;㵐水, "], {"name": ["府河", "漂水", "㵐水"]}),
        (["name=府河", "kind=x"], {"name": ["府河"], "kind": ["x"]}),
        (["a=b=c"], {"a": ["b=c"]}),
    ],
)
def test_claims_are_written_by_key(stated: list[str], written_so: Any) -> None:
    assert registering._complete_for(stated) == written_so


@pytest.mark.parametrize("stated", ["府河", "=府河", "name=", " = ", "everything,"])
def test_a_claim_that_cannot_be_read_is_told_as_it_stands(tmp_path: Path, stated: str) -> None:
    said = refused(
        of(tmp_path, line_file(tmp_path), complete_for=["name=府河", stated]), UsageError, register
    )
    assert said == [
        (f"--complete-for: “{stated}”不能识别;应为 name=府河,漂水 或 everything",
         f"--complete-for: '{stated}' cannot be read; expected name=府河,漂水 or everything")
    ]  # fmt: skip


def test_coverage_is_everywhere_a_box_or_a_file_beside_the_layer(tmp_path: Path) -> None:
    file, areas = line_file(tmp_path), written(tmp_path, "areas.json", collection(feature(AREA)))
    assert register(of(tmp_path, file, coverage="everywhere")).layer.coverage == "everywhere"
    assert "coverage: everywhere" in (tmp_path / FILE).read_text(encoding="utf-8")
    found = register(of(tmp_path, file, id="b", coverage=str(areas)))
    assert found.layer.coverage.bounds == pytest.approx((113.3, 31.7, 113.4, 31.8))
    assert found.file == tmp_path / "b.geojson"
    assert "coverage: b-coverage.geojson" in (tmp_path / FILE).read_text(encoding="utf-8")
    assert (tmp_path / "b-coverage.geojson").exists()
    assert register(of(tmp_path, file, id="c")).layer.coverage is None


OTHER = "  - id: {0}\n    path: {0}.geojson\n"


@pytest.mark.parametrize(
    ("present", "before", "after"),
    [
        ("layers:\n- id: x\n  path: x.json\n", "layers:\n- id: x\n  path: x.json\n\n", ""),
        ("# ours\n- {id: x, path: x.json}\n\n\n", "# ours\n- {id: x, path: x.json}\n\n", ""),
        ("layers:\n    - id: x\n      path: x.json", "layers:\n    - id: x\n      path: x.json\n\n", ""),
        ("layers:\n  -\n    id: x\n    path: x.json\n", "layers:\n  -\n    id: x\n    path: x.json\n\n", ""),
        (" \n", HEAD, ""),
        ("", HEAD, ""),
        (f"layers:\n{OTHER.format('x')}{OTHER.format('r')}    # of r\n{OTHER.format('y')}# end\n",
         f"layers:\n{OTHER.format('x')}", f"{OTHER.format('y')}# end\n"),
        (f"layers:\n{OTHER.format('r')}# of r\n", "layers:\n", ""),
        (f"# first\nlayers:\n  -\n    id: r\n    path: r.geojson\n{OTHER.format('y')}", "# first\nlayers:\n", OTHER.format("y")),
        ("- id: r\n  path: r.geojson\n- id: y\n  path: y.json\n", "", "- id: y\n  path: y.json\n"),
    ],
)  # fmt: skip
def test_an_entry_takes_its_place_and_leaves_all_else_as_it_stands(
    tmp_path: Path, present: str, before: str, after: str
) -> None:
    written(tmp_path, FILE, present)
    register(of(tmp_path, line_file(tmp_path), replace=True))
    text = (tmp_path / FILE).read_text(encoding="utf-8")
    assert text.startswith(before)
    assert text.endswith(after)
    entry = text[len(before) : len(text) - len(after)]
    indent = entry[: len(entry) - len(entry.lstrip())]
    digest = hashlib.sha256((tmp_path / "r.geojson").read_bytes()).hexdigest()
    lines = [
        "- id: r",
        "  path: r.geojson",
        f"  sha256: {digest}",
        "  crs: EPSG:4490",
        "  baseline: bank",
        "  accuracy_m: '0'",
    ]
    assert entry == "".join(f"{indent}{line}\n" for line in lines)
    place = present.split("-", maxsplit=1)[0].rpartition("\n")[2] if "-" in present else "  "
    assert indent == place


def test_the_id_of_a_bundled_layer_may_be_taken_and_one_of_ours_only_to_replace_it(tmp_path: Path) -> None:
    file = line_file(tmp_path)
    register(of(tmp_path, file, id="rivers"))
    path = tmp_path / FILE
    said = refused(of(tmp_path, file, id="rivers"), UsageError, register)
    assert said == [
        (
            f"{FILE}: 图层 rivers 已在目录中登记;要替换请加 --replace",
            f"{FILE}: layer rivers is registered here already; replace it with --replace",
        )
    ]
    assert register(of(tmp_path, file, id="rivers", replace=True)).layer.names == ("府河", "漂水")
    assert path.read_text(encoding="utf-8").count("id: rivers") == 1


def test_files_of_others_and_folders_that_are_not_there_are_told(tmp_path: Path) -> None:
    file = line_file(tmp_path)
    written(tmp_path, "p.geojson", "mine")
    for replace in (False, True):
        assert refused(of(tmp_path, file, id="p", replace=replace), UsageError, register) == [
            (
                "p.geojson: 已有此文件,不予覆盖;请移走,或换一个图层编号",
                "p.geojson: exists already and is not overwritten; move it, or take another id",
            )
        ]
    nowhere = of(tmp_path, file, catalogue=tmp_path / "nowhere" / FILE)
    assert refused(nowhere, UsageError, register) == [
        (f"{tmp_path / 'nowhere'}: 没有这个文件夹", f"{tmp_path / 'nowhere'}: there is no such folder")
    ]
    for identity in ("Rivers", "1a", "", "a" * 65, "a b"):
        assert refused(of(tmp_path, file, id=identity), UsageError, register) == [
            (f"图层编号“{identity[:40]}”不能用;应为小写字母、数字、- 或 _,如 rivers",
             f"'{identity[:40]}' cannot be the id of a layer; use lower-case letters, digits, - or _, such as rivers")
        ]  # fmt: skip


def test_a_fault_of_the_new_layer_names_the_users_file_and_one_of_its_entry_too(tmp_path: Path) -> None:
    file = line_file(tmp_path)
    entry = {"baseline": "water_area", "accuracy_m": "0"}
    assert refused(of(tmp_path, file, entry=entry), LayerError, register) == [
        ("own.geojson: 第 1 个要素 (a, 府河):baseline 为 water_area,应为面,实为 LineString",
         "own.geojson: feature 1 (a, 府河): baseline water_area needs areas, got LineString")
    ]  # fmt: skip
    assert refused(of(tmp_path, file, entry={"accuracy_m": "x"}), LayerError, register)[0][1] == (
        "own.geojson: accuracy_m: expected a number of metres, 0 or more, got 'x'"
    )


def test_a_fault_of_what_stood_in_the_catalogue_before_is_told_of_the_catalogue(tmp_path: Path) -> None:
    file = line_file(tmp_path)
    written(tmp_path, FILE, "layers:\n- id: x\n")
    assert refused(of(tmp_path, file), LayerError, register) == [
        (f"{FILE}:2: 缺少 path", f"{FILE}:2: path is missing")
    ]


def test_what_cannot_be_written_is_told_with_the_folder_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    addition = of(tmp_path, line_file(tmp_path))
    told = [(f"{tmp_path}: 不能写入:full", f"{tmp_path}: cannot be written: full")]

    def full(*_: Any, **__: Any) -> Any:
        raise OSError(28, "full")

    for owner, name in ((registering.tempfile, "mkdtemp"), (Path, "replace")):
        with monkeypatch.context() as context:
            context.setattr(owner, name, full)
            with pytest.raises(OutputError) as caught:
                register(addition)
        assert both(caught) == told
    assert sorted(path.name for path in tmp_path.iterdir()) == ["own.geojson"]
    with monkeypatch.context() as context:
        context.setattr(registering.tempfile, "mkdtemp", lambda **_: (_ for _ in ()).throw(OSError("odd")))
        with pytest.raises(OutputError) as odd:
            register(addition)
    assert both(odd)[0][1] == f"{tmp_path}: cannot be written: odd"


def test_the_place_of_work_lies_hidden_beside_the_catalogue_and_is_gone_afterwards(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[dict[str, Any]] = []
    make = registering.tempfile.mkdtemp
    monkeypatch.setattr(
        registering.tempfile, "mkdtemp", lambda **options: made.append(options) or make(**options)
    )
    gone: list[str] = []
    remove = shutil.rmtree
    monkeypatch.setattr(
        shutil, "rmtree", lambda path, **options: (gone.append(Path(path).name), remove(path, **options))
    )
    register(of(tmp_path, line_file(tmp_path)))
    assert made == [{"prefix": ".zonecheck-", "dir": tmp_path}]
    assert [name.startswith(".zonecheck-") for name in gone] == [True]
