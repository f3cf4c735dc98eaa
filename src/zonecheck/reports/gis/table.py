"""How do rows of any shape become columns of one type each? For formats whose layers are tables.

A column of whole numbers, numbers or yes and no keeps its type; all else becomes text, lists and records as JSON. Names that
differ only in case, or are taken by the format, get a number.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from zonecheck.reports.gis.rows import OURS, finding_row, geometry_of, project_row

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from zonecheck.drawing import MeasuredLine
    from zonecheck.results import ProjectResult, Run
    from zonecheck.words import Language

CRS = "EPSG:4490"

_TAKEN = frozenset({"fid", "geom", "geometry", "ogc_fid"})
_MEASURED = ("project", "index", "verdict", "layer", "feature", "truth", "distance_m", "limit_m")


def projects_table(projects: Sequence[ProjectResult], language: Language) -> GeoDataFrame:
    """One row for each project."""
    return frame([project_row(each, language) for each in projects], [geometry_of(each) for each in projects])


def findings_table(projects: Sequence[ProjectResult], language: Language) -> GeoDataFrame:
    """One row for each rule on each project, with the site of the project."""
    found = [(finding_row(each, finding, language), each) for each in projects for finding in each.findings]
    sites = {id(each): geometry_of(each) for each in projects}
    return frame([row for row, _ in found], [sites[id(each)] for _, each in found])


def measured_table(projects: Sequence[ProjectResult], run: Run) -> GeoDataFrame:
    """The lines that were measured, from the site to the feature."""
    from shapely import LineString  # noqa: PLC0415

    drawn = [(each, run.atlas.draw(each)) for each in projects] if run.atlas else []
    lines = [(each, line) for each, drawing in drawn if drawing for line in drawing.lines]
    shapes = [LineString([line.on_site, line.on_feature]) for _, line in lines]
    return frame([_measured_row(each, line) for each, line in lines], shapes, columns=_MEASURED)


def _measured_row(project: ProjectResult, line: MeasuredLine) -> dict[str, Any]:
    known = (project.id, project.index, project.verdict, line.layer, line.feature, line.truth)
    return dict(zip(_MEASURED, (*known, round(line.distance_m, 3), line.limit_m), strict=True))


def frame(
    rows: Sequence[dict[str, Any]], shapes: Sequence[Any], *, columns: Iterable[str] = ()
) -> GeoDataFrame:
    """Rows with their shapes, each column of one type."""
    from geopandas import GeoDataFrame, GeoSeries  # noqa: PLC0415  only where a table is asked for

    keys = dict.fromkeys([*(key for row in rows for key in row if key not in OURS), *columns])
    keys |= dict.fromkeys(key for row in rows for key in row)
    names = _names(keys)
    held = {names[key]: _column([row.get(key) for row in rows]) for key in keys}
    return GeoDataFrame(held, geometry=GeoSeries(list(shapes), crs=CRS), crs=CRS)


def _names(keys: Iterable[str]) -> dict[str, str]:
    """A name for each key that no other has, whatever the case of its letters."""
    taken, names = set(_TAKEN), {}
    for key in keys:
        name, turn = key.replace("\x00", "") or "_", 1
        while name.casefold() in taken:
            turn += 1
            name = f"{key}_{turn}"
        taken.add(name.casefold())
        names[key] = name
    return names


def _column(values: Sequence[Any]) -> Any:
    """A pandas array of the one type that holds all values, nothing being missing in each of them."""
    import pandas  # noqa: PLC0415

    kinds = {type(value) for value in values if value is not None}
    for kind, dtype in (({bool}, "boolean"), ({int}, "Int64"), ({int, float}, "Float64")):
        if kinds and kinds <= kind and _fits(values):
            return pandas.array(values, dtype=dtype)
    return pandas.array([_text(value) for value in values], dtype="string")


def _fits(values: Sequence[Any]) -> bool:
    return all(not isinstance(value, int) or abs(value) < 2**63 for value in values)


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return None if value is None else value.encode("utf-8", "replace").decode("utf-8")
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
