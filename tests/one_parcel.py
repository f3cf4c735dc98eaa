"""One parcel written in every format, by programs that are not ours where there are any: GDAL, Arrow, openpyxl.

Coordinates have eight decimals of a degree, or as many of a metre. Shapefile, GeoPackage and FlatGeobuf are GDAL's.
"""

from __future__ import annotations

import json
import warnings
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import openpyxl
import pyogrio
import pyproj
import shapely

HEAD = "[属性描述]\n格式版本号=1.01版本\n坐标系={system}\n几度分带=3\n带号=38\n精度=\n[地块坐标]\n"


def moved(geometry: Any, crs: int) -> Any:
    """The outline in another system, vertex by vertex."""
    if crs in (4326, 4490):
        return shapely.transform(geometry, lambda points: np.round(points, 8))
    move = pyproj.Transformer.from_crs(4490, crs, always_xy=True).transform
    return shapely.transform(geometry, lambda points: np.round(np.column_stack(move(*points.T)), 4))


def geojson(folder: Path, geometry: Any, crs: int, attributes: Mapping[str, Any]) -> Path:
    feature = {
        "type": "Feature",
        "properties": dict(attributes),
        "geometry": shapely.geometry.mapping(geometry),
    }
    name = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{crs}"}}
    return text(
        folder / "p.geojson", json.dumps({"type": "FeatureCollection", "crs": name, "features": [feature]})
    )


def geojson_lines(folder: Path, geometry: Any, _: int, attributes: Mapping[str, Any]) -> Path:
    feature = {
        "type": "Feature",
        "properties": dict(attributes),
        "geometry": shapely.geometry.mapping(geometry),
    }
    return text(folder / "p.geojsonl", json.dumps(feature) + "\n")


def geojson_sequence(folder: Path, geometry: Any, crs: int, attributes: Mapping[str, Any]) -> Path:
    lines = geojson_lines(folder, geometry, crs, attributes)
    return text(folder / "p.geojsonseq", "\x1e" + lines.read_text(encoding="utf-8"))


def tsv_ewkt(folder: Path, geometry: Any, crs: int, attributes: Mapping[str, Any]) -> Path:
    cells = "\t".join(map(str, attributes.values()))
    wkt = shapely.to_wkt(geometry, rounding_precision=8, trim=True)
    return text(folder / "p.tsv", f"{chr(9).join(attributes)}\twkt\n{cells}\tSRID={crs};{wkt}\n")


def csv_wkt(folder: Path, geometry: Any, _: int, attributes: Mapping[str, Any]) -> Path:
    cells = ",".join(map(str, attributes.values()))
    wkt = shapely.to_wkt(geometry, rounding_precision=8, trim=True)
    return text(folder / "p.csv", f'{",".join(attributes)},wkt\n{cells},"{wkt}"\n')


def csv_corners(folder: Path, geometry: Any, crs: int, attributes: Mapping[str, Any]) -> Path:
    names = "经度,纬度" if crs in (4326, 4490) else "Y坐标,X坐标"  # as surveyors call easting and northing
    rows = [
        f"{','.join(map(str, attributes.values()))},{number},{x:.8f},{y:.8f}"
        for number, (x, y) in enumerate(shapely.get_coordinates(geometry)[:-1], start=1)
    ]
    return text(folder / "p.csv", "\n".join([f"{','.join(attributes)},点号,{names}", *rows]), "gb18030")


def csv_degrees(folder: Path, geometry: Any, _: int, attributes: Mapping[str, Any]) -> Path:
    pairs = ";".join(f"E{_dms(x)},N{_dms(y)}" for x, y in shapely.get_coordinates(geometry)[:-1])
    return text(
        folder / "p.csv",
        f'{",".join(attributes)},拐点坐标\n{",".join(map(str, attributes.values()))},"{pairs}"\n',
    )


def _dms(degrees: float) -> str:
    minutes, seconds = divmod(round(degrees * 3600, 5), 60)
    return f"{int(minutes // 60)}度{int(minutes % 60)}分{seconds:.5f}秒"


def xlsx(folder: Path, geometry: Any, crs: int, attributes: Mapping[str, Any]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["拟建项目用地拐点坐标表"])
    sheet.append(
        [
            *attributes,
            "拐点",
            "经度" if crs in (4326, 4490) else "东坐标",
            "纬度" if crs in (4326, 4490) else "北坐标",
        ]
    )
    for number, (x, y) in enumerate(shapely.get_coordinates(geometry)[:-1], start=1):
        stated = attributes.values() if number == 1 else [None] * len(attributes)  # as merged cells leave it
        sheet.append([*stated, number, float(x), float(y)])
    book.create_sheet("说明").append(["坐标由测绘单位提供"])
    book.save(folder / "p.xlsx")
    return folder / "p.xlsx"


def parcel_text(folder: Path, geometry: Any, _: int, attributes: Mapping[str, Any]) -> Path:
    points = shapely.get_coordinates(geometry)
    stated = "".join(f"{key}={value}\n" for key, value in attributes.items() if key != "项目代码")
    lines = [f"J{number},1,{y:.4f},{x:.4f}" for number, (x, y) in enumerate(points, start=1)]
    head = HEAD.format(system="2000国家大地坐标系").replace("[地块坐标]", f"{stated}[地块坐标]")
    parcel = f"{len(points)},{geometry.area / 1e4:.4f},{attributes['项目代码']},地块,面,,工业用地,0601,@"
    return text(folder / "p.txt", "\n".join([head + parcel, *lines]), "gb18030")


def shapefile(folder: Path, geometry: Any, crs: int, attributes: Mapping[str, Any]) -> Path:
    return through_gdal(folder / "p.shp", geometry, crs, attributes, driver="ESRI Shapefile", encoding="GBK")


def zipped_shapefile(folder: Path, geometry: Any, crs: int, attributes: Mapping[str, Any]) -> Path:
    parts = folder / "parts"
    parts.mkdir()
    shapefile(parts, geometry, crs, attributes)
    with zipfile.ZipFile(folder / "p.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for part in sorted(parts.iterdir()):
            archive.write(part, f"项目/{part.name}")
    return folder / "p.zip"


def geopackage(folder: Path, geometry: Any, crs: int, attributes: Mapping[str, Any]) -> Path:
    return through_gdal(folder / "p.gpkg", geometry, crs, attributes, driver="GPKG")


def flatgeobuf(folder: Path, geometry: Any, crs: int, attributes: Mapping[str, Any]) -> Path:
    return through_gdal(folder / "p.fgb", geometry, crs, attributes, driver="FlatGeobuf")


def geoparquet(folder: Path, geometry: Any, crs: int, attributes: Mapping[str, Any]) -> Path:
    _frame(geometry, crs, attributes).to_parquet(folder / "p.parquet")
    return folder / "p.parquet"


def kml(folder: Path, geometry: Any, _: int, attributes: Mapping[str, Any]) -> Path:
    return text(folder / "p.kml", kml_text(geometry, attributes))


def kmz(folder: Path, geometry: Any, _: int, attributes: Mapping[str, Any]) -> Path:
    with zipfile.ZipFile(folder / "p.kmz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("doc.kml", kml_text(geometry, attributes))
    return folder / "p.kmz"


def kml_text(geometry: Any, attributes: Mapping[str, Any]) -> str:
    data = "".join(f'<Data name="{key}"><value>{value}</value></Data>' for key, value in attributes.items())
    ring = " ".join(f"{x:.8f},{y:.8f},0" for x, y in shapely.get_coordinates(geometry))
    return (
        '<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder><name>园区</name>'
        f"<Folder><Placemark><ExtendedData>{data}</ExtendedData><Polygon><outerBoundaryIs><LinearRing><coordinates>{ring}"
        "</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></Folder></Folder></Document></kml>"
    )


def through_gdal(path: Path, geometry: Any, crs: int, attributes: Mapping[str, Any], **options: Any) -> Path:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of names that the format cuts
        pyogrio.write_dataframe(_frame(geometry, crs, attributes), path, **options)
    return path


def _frame(geometry: Any, crs: int, attributes: Mapping[str, Any]) -> geopandas.GeoDataFrame:
    return geopandas.GeoDataFrame([dict(attributes)], geometry=[geometry], crs=crs)


def text(path: Path, content: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(content.encode(encoding))
    return path


Writer = Callable[[Path, Any, int, Mapping[str, Any]], Path]
ANY_CRS: Mapping[str, Writer] = {
    "geojson": geojson,
    "shapefile": shapefile,
    "zipped shapefile": zipped_shapefile,
    "geopackage": geopackage,
    "flatgeobuf": flatgeobuf,
    "geoparquet": geoparquet,
    "table with systems": tsv_ewkt,
}
NEEDS_CRS: Mapping[str, Writer] = {"csv of wkt": csv_wkt, "csv of corners": csv_corners, "xlsx": xlsx}
DEGREES_ONLY: Mapping[str, Writer] = {
    "csv of degrees": csv_degrees, "kml": kml, "kmz": kmz, "geojson lines": geojson_lines, "geojson sequence": geojson_sequence,
}  # fmt: skip
GAUSS_KRUGER_ONLY: Mapping[str, Writer] = {"boundary points": parcel_text}
