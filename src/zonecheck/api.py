"""How is zonecheck called from Python? `check` on files, shapely geometries or a GeoDataFrame; typed results back.

The same screening as on the command line, nothing printed and nothing written unless asked for. What is exported here is
kept stable; everything else in the package may change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from os import PathLike, fspath
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, overload
from zoneinfo import ZoneInfo

from zonecheck.errors import Problem, UsageError
from zonecheck.memory import features_of, frame_features
from zonecheck.projects.build import Assumptions
from zonecheck.reports import FORMATS, Options
from zonecheck.reports.summary import Summary, Tally
from zonecheck.reports.write import Target, targets, write_files
from zonecheck.screening import Request, screen
from zonecheck.words import Language, Text

if TYPE_CHECKING:
    from geopandas import GeoDataFrame, GeoSeries
    from shapely.geometry.base import BaseGeometry

    from zonecheck.projects.raw import RawFeatures
    from zonecheck.results import ProjectResult, Run

    Pathish: TypeAlias = str | PathLike[str]
    Checkable: TypeAlias = (
        Pathish | BaseGeometry | GeoDataFrame | GeoSeries | Sequence[Pathish] | Sequence[BaseGeometry]
    )
    Properties: TypeAlias = Mapping[str, Any] | Sequence[Mapping[str, Any]]


@dataclass(frozen=True, eq=False)
class Results(Sequence["ProjectResult"]):
    """What a check answers: one result for each project, in the order of the input.

    `run` says by which packs and layers, on which day, and what was not checked; `run.errors` names the files that could
    not be read; `notices` says what became of decisions of people.
    """

    run: Run
    projects: tuple[ProjectResult, ...]
    notices: tuple[Problem, ...] = ()
    _index: Any = field(default=None, repr=False)

    def __len__(self) -> int:
        return len(self.projects)

    def __iter__(self) -> Iterator[ProjectResult]:
        return iter(self.projects)

    @overload
    def __getitem__(self, position: int) -> ProjectResult: ...

    @overload
    def __getitem__(self, position: slice) -> tuple[ProjectResult, ...]: ...

    def __getitem__(self, position: int | slice) -> ProjectResult | tuple[ProjectResult, ...]:
        return self.projects[position]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The files that could not be read; of a project that could not, see its own `errors`."""
        return tuple(self.run.errors)

    @cached_property
    def summary(self) -> Summary:
        """How many projects got which verdict."""
        tally = Tally()
        for _ in tally.through(self.projects):
            pass
        return tally.summary

    def to_geodataframe(self, language: Language = "zh") -> GeoDataFrame:
        """A row for each project: its attributes, then `verdict`, `rules`, `distance_m` and the rest of what a map shows.

        Geometries are longitude, latitude in CGCS2000 (EPSG:4490), None where there was no usable one. The index is that of
        the GeoDataFrame that was checked, else counts from 0.
        """
        from zonecheck.reports.gis.table import projects_table  # noqa: PLC0415  imports geopandas

        table = projects_table(self.projects, language)
        return table if self._index is None else table.set_index(self._index)

    def write(self, path: Pathish, format: str | None = None, language: Language = "zh") -> None:  # noqa: A002
        """Write a report, whole or not at all; without a format the suffix decides.

        Raises UsageError if the format is unknown, OutputError if the file cannot be written.
        """
        place = Path(fspath(path))
        (target,) = targets([fspath(path)], FORMATS) if format is None else (_target(format, place),)
        write_files(self.run, [target], FORMATS, Options(language))


def check(
    projects: Checkable,
    *,
    properties: Properties | None = None,
    packs: Sequence[Pathish] = (),
    layers: Sequence[Pathish] = (),
    require: Sequence[str] = (),
    decisions: Pathish | None = None,
    on: date | str | None = None,
    crs: str | int | None = None,
    datum_accuracy: float | None = None,
    explain: bool = False,
) -> Results:
    """Check projects against the rules in force on a day.

    `projects` is a path, several paths, a shapely geometry, several of them, a GeoDataFrame or a GeoSeries. Attributes are
    the columns of a GeoDataFrame; for geometries they are `properties`, one mapping for each. Keys are those of a project
    file, English or Chinese. Bare geometries are longitude, latitude unless `crs` (an EPSG code) says otherwise;
    for files and frames it is only for those that declare none. `datum_accuracy`, in metres, is that of parameters in it.

    `packs`, `layers`, `require`, `decisions`, `on`, `explain` are the options of the command line. Without `on` each project
    is judged by its own date, else by today's in China.

    Raises PackError, LayerError, UsageError or InputError if the question cannot be asked at all. A project that cannot be
    read is a result with the verdict `invalid`, a file that cannot be read an entry in `errors`.
    """
    paths, features, index = _taken(projects, properties, crs)
    request = Request(
        paths=paths,
        features=features,
        today=datetime.now(ZoneInfo("Asia/Shanghai")).date(),
        packs=[fspath(pack) for pack in packs],
        layers=[fspath(layer) for layer in layers],
        required=frozenset(require),
        decisions=None if decisions is None else Path(fspath(decisions)),
        on=_day(on),
        explain=explain,
        assumptions=Assumptions(crs=_code(crs), parameters_m=datum_accuracy)
        if paths or index is not None
        else Assumptions(),
    )
    screening = screen(request)
    run = screening.run
    found = tuple(run.projects)
    return Results(replace(run, projects=found), found, screening.notices, index)


def _taken(
    projects: Any, properties: Properties | None, crs: str | int | None
) -> tuple[list[str], list[RawFeatures], Any]:
    """Paths or features, and the index of a frame."""
    if hasattr(projects, "iloc") and hasattr(projects, "geometry"):
        _refuse_properties(properties)
        return [], [frame_features(projects)], projects.index
    single = isinstance(projects, str | PathLike) or hasattr(projects, "geom_type")
    listed = [projects] if single else list(projects)
    if listed and all(isinstance(entry, str | PathLike) for entry in listed):
        _refuse_properties(properties)
        return [fspath(entry) for entry in listed], [], None
    return [], [features_of(listed, properties, _code(crs))], None


def _refuse_properties(properties: Properties | None) -> None:
    if properties is not None:
        raise UsageError(Problem("properties", _OWN_PROPERTIES))


def _day(on: date | str | None) -> date | None:
    if not isinstance(on, str):
        return on
    try:
        return date.fromisoformat(on)
    except ValueError:
        raise UsageError(Problem("on", _NO_DAY.fill(value=on))) from None


def _code(crs: str | int | None) -> str | None:
    return f"EPSG:{crs}" if isinstance(crs, int) else crs


def _target(name: str, path: Path) -> Target:
    if name not in FORMATS:
        raise UsageError(Problem("format", _NO_FORMAT.fill(name=name, formats=", ".join(FORMATS))))
    return Target(name, path)


_OWN_PROPERTIES = Text(
    "文件和 GeoDataFrame 自带属性,不能另给 properties;请把属性写进文件或列中",
    "files and frames bring their attributes; put these into the file or into columns",
)
_NO_DAY = Text(
    "“{value}”不是日期;应为 YYYY-MM-DD,如 2026-01-31",
    "'{value}' is no day; expected YYYY-MM-DD, such as 2026-01-31",
)
_NO_FORMAT = Text("没有「{name}」格式,可选 {formats}", "no format '{name}'; there are {formats}")
