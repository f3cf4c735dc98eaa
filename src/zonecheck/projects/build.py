"""What are the projects of a file? Raw features of any format become one table: columns, sites, and what is wrong.

Nothing is dropped: a feature that cannot be used is a row that says why. No default is taken for a value that is
there and cannot be read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from zonecheck.formats.systems import System, system_of
from zonecheck.projects.columns import read_columns
from zonecheck.projects.placing import place, rounding_m
from zonecheck.projects.survey import repeated
from zonecheck.projects.table import Projects, Sites
from zonecheck.projects.vocabulary import VOCABULARY
from zonecheck.results import AttributeProblem
from zonecheck.words import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonecheck.geodesy.datum import Datum
    from zonecheck.projects.raw import RawFeatures, Remarks, Repeat
    from zonecheck.projects.table import Column

    Floats = NDArray[np.float64]

_AREAL = (3, 6)  # shapely's type ids of Polygon and MultiPolygon
_POINTS = (0, 4)
_COLLECTION = 7


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What the user adds to what files say: a CRS for those that declare none, the datum, own names of attributes by key.

    `parameters_m` is the accuracy of parameters that stand in `crs`, None where none is stated.
    """

    crs: str | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    datum: Datum | None = None
    parameters_m: float | None = None


_NONE = Assumptions()


def build(raw: RawFeatures, assumptions: Assumptions = _NONE, system: System | None = None) -> Projects:
    """The projects of one file, one row for each feature. `system` is that of the table, where this is a part of one.

    Raises InputError if the file as a whole cannot be placed or lacks a named attribute, UsageError if what the
    user adds makes no sense.
    """
    system = system or system_of(raw, assumptions.crs, assumptions.datum, assumptions.parameters_m)
    remarks = raw.remarks.copy()
    geometry = place(raw, system.crs, remarks, system.datum)
    for row, doubts in raw.doubts.items():
        remarks.problems.setdefault(row, []).extend(doubts)
    columns = read_columns(raw, assumptions.names, remarks)
    _tell_repeated(columns["id"], repeated(columns["id"]) if raw.repeats is None else raw.repeats, remarks)
    sites = _sites(geometry, rounding_m(raw, geometry, system.crs), columns, system.datum_m)
    return Projects(
        source=[raw.source] * len(raw),
        index=range(raw.first, raw.first + len(raw)),
        line=raw.lines,
        properties=raw.properties,
        columns=columns,
        sites=sites,
        invalid=shapely.is_missing(geometry) | _vitally_wrong(len(raw), remarks),
        problems=remarks.problems,
        assumptions=_assumptions(len(raw), (*system.assumed, *raw.notes), remarks),
        crs=system.code,
    )


def _sites(
    geometry: NDArray[np.object_], rounding: Floats, columns: Mapping[str, Column], datum_m: float
) -> Sites:
    accuracy = columns["accuracy_m"].spread(float, np.nan, np.float64)
    return Sites(
        geometry=geometry,
        extent_m=_extents(geometry, columns),
        accuracy_m=accuracy,
        datum_m=np.full(len(geometry), datum_m),
        rounding_m=np.where(np.isnan(accuracy), rounding, 0.0),
    )


def _extents(geometry: NDArray[np.object_], columns: Mapping[str, Column]) -> Floats:
    """0 for areas and for the lines of linear projects; for other points and lines what is stated, NaN where nothing is."""
    stated = columns["extent_m"].spread(float, np.nan, np.float64)
    linear = columns["linear"].spread(bool, False, np.bool_)
    areal, dimensional = _kinds(geometry)
    return np.where(areal | (linear & dimensional), 0.0, stated)


def _kinds(geometry: NDArray[np.object_]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which geometries consist of areas only, and which of areas and lines only."""
    kind = shapely.get_type_id(geometry)
    areal, without_points = np.isin(kind, _AREAL), ~np.isin(kind, _POINTS)
    for row in np.flatnonzero(kind == _COLLECTION).tolist():
        parts = shapely.get_type_id(shapely.get_parts(geometry[row]))
        areal[row], without_points[row] = np.isin(parts, _AREAL).all(), ~np.isin(parts, _POINTS).any()
    return areal, without_points


def _tell_repeated(ids: Column, found: Mapping[int, Repeat], remarks: Remarks) -> None:
    """Ids that stand twice are reported with the index of the other one; both projects are kept."""
    for row, repeat in found.items():
        text = _REPEATED.fill(id=ids.at(row), other=repeat.other, count=repeat.times)
        remarks.problems.setdefault(row, []).append(AttributeProblem("id", text))


def _vitally_wrong(n: int, remarks: Remarks) -> NDArray[np.bool_]:
    """Rows in which a value is unreadable whose default must not be taken."""
    wrong = np.zeros(n, dtype=bool)
    for row, problems in remarks.problems.items():
        wrong[row] = any(_is_vital(problem) for problem in problems)
    return wrong


def _is_vital(problem: AttributeProblem) -> bool:
    attribute = VOCABULARY.get(problem.attribute or "")
    return attribute is not None and attribute.vital


def _assumptions(n: int, assumed: tuple[Text, ...], remarks: Remarks) -> Mapping[int, Sequence[Any]]:
    every: dict[int, Sequence[Any]] = dict.fromkeys(range(n), assumed) if assumed else {}
    for row, notes in remarks.notes.items():
        every[row] = (*assumed, *notes)
    return every


_REPEATED = Text(
    "项目代码“{id}”在文件中出现 {count} 次(另见序号 {other})",
    "the id '{id}' stands {count} times in the file (also at index {other})",
)
