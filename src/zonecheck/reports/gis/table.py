"""How do rows of any shape become columns of one type each? For formats whose layers are tables.

A column of whole numbers, numbers or yes and no keeps its type; all else becomes text, lists and records as JSON. Names that
differ only in case, or are taken by the format, get a number. What a column holds is known when every row was seen, so a
`Schema` sees all rows first; the rows themselves need not be in memory together.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import shapely

from zonecheck.reports.gis.rows import OURS, geometry_of, project_row

if TYPE_CHECKING:
    from geopandas import GeoDataFrame

    from zonecheck.results import ProjectResult
    from zonecheck.words import Language

CRS = "EPSG:4490"

_TAKEN = frozenset({"fid", "geom", "geometry", "ogc_fid"})
_HUGE = "huge"


@dataclass(slots=True, eq=False)
class Schema:
    """The columns of a table: which kinds of values each holds; and which kinds of geometries there are."""

    rows: int = 0
    _kinds: dict[str, set[str]] = field(default_factory=dict)
    shapes: Counter[str] = field(default_factory=Counter)
    bounds: tuple[float, ...] | None = None

    def see(self, row: Mapping[str, Any], shape: Any) -> None:
        self.rows += 1
        for key, value in row.items():
            held = self._kinds.setdefault(key, set())
            if value is not None:
                held.add(_kind(value))
        if shape is not None:
            self.shapes[shape.geom_type] += 1
            self._widen(shape.bounds)

    def _widen(self, box: tuple[float, ...]) -> None:
        west, south, east, north = self.bounds or box
        self.bounds = (min(west, box[0]), min(south, box[1]), max(east, box[2]), max(north, box[3]))

    def frame(self, rows: Sequence[Mapping[str, Any]], shapes: Sequence[Any]) -> GeoDataFrame:
        """Some of the rows, in the columns of all: those of the input first."""
        from geopandas import GeoDataFrame, GeoSeries  # noqa: PLC0415  only where a table is asked for

        keys = dict.fromkeys([*(key for key in self._kinds if key not in OURS), *self._kinds])
        names = _names(keys)
        held = {names[key]: _column([row.get(key) for row in rows], self._kinds[key]) for key in keys}
        return GeoDataFrame(held, geometry=GeoSeries(list(shapes), crs=CRS), crs=CRS)

    @property
    def uniform(self) -> bool:
        """Whether all sites are areas; only then can the layer say so."""
        return set(self.shapes) <= {"Polygon", "MultiPolygon"}

    @property
    def dimension(self) -> int:
        """The dimension of most geometries, 2 where there are none."""
        simple: Counter[str] = Counter()
        for kind, count in sorted(self.shapes.items()):
            simple[kind.removeprefix("Multi")] += count
        most = simple.most_common(1)[0][0] if simple else "Polygon"
        return {"Point": 0, "LineString": 1}.get(most, 2)


def projects_table(projects: Sequence[ProjectResult], language: Language) -> GeoDataFrame:
    """One row for each project."""
    rows = [project_row(each, language) for each in projects]
    return frame(rows, [geometry_of(each) for each in projects])


def frame(
    rows: Sequence[Mapping[str, Any]], shapes: Sequence[Any], *, columns: Iterable[str] = ()
) -> GeoDataFrame:
    """Rows with their shapes, each column of one type."""
    schema = Schema()
    for row, shape in zip(rows, shapes, strict=True):
        schema.see(row, shape)
    schema.see(dict.fromkeys(columns), None)
    return schema.frame(rows, shapes)


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


def _kind(value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 2**63:
        return _HUGE
    return type(value).__name__


def _column(values: Sequence[Any], kinds: set[str]) -> Any:
    """A pandas array of the one type that holds all values of the column, nothing being missing in each of them."""
    import pandas  # noqa: PLC0415

    for kind, dtype in (({"bool"}, "boolean"), ({"int"}, "Int64"), ({"int", "float"}, "Float64")):
        if kinds and kinds <= kind:
            return pandas.array(values, dtype=dtype)
    return pandas.array([_text(value) for value in values], dtype="string")


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return None if value is None else value.encode("utf-8", "replace").decode("utf-8")
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def hexed(geometry: Any) -> str | None:
    """A geometry as text."""
    return None if geometry is None else str(shapely.to_wkb(geometry, hex=True))
