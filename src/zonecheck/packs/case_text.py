"""What may stand in `cases.yaml`? A list of projects with what must come out for each.

A project stands by its geometry or at a stated distance from a feature of a layer; a case may change layers or bring
its own. The shapes are closed: an unknown key is a fault.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, RootModel, WithJsonSchema, model_validator

from zonecheck.layers.layer import Baseline
from zonecheck.results import Outcome, Verdict
from zonecheck.rules.forms import Form
from zonecheck.rules.scalars import (
    Coordinate,
    Day,
    Id,
    Key,
    LayerId,
    Metres,
    Prose,
    coordinate,
    fault,
)
from zonecheck.words import Text

Point = Annotated[list[Coordinate], Field(min_length=2, max_length=2)]
Box = Annotated[list[Coordinate], Field(min_length=4, max_length=4)]


def _positions(value: Any) -> Any:
    """Coordinates of any depth as numbers."""
    return [_positions(part) for part in value] if isinstance(value, list) else coordinate(value)


class GeometryText(Form):
    """A GeoJSON geometry in longitude, latitude."""

    type: Literal["Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon"]
    coordinates: Annotated[list[Any], BeforeValidator(_positions), WithJsonSchema({"type": "array"})]


class PlaceText(Form):
    """A square site of 100 m whose nearest point is `distance_m` from a feature; `near` says by which stretch."""

    distance_m: Metres
    from_: Prose = Field(alias="from")
    layer: LayerId = "rivers"
    reach: Prose | None = None
    near: Point | None = None


class ProjectText(Form):
    """One project, by its geometry or its place; attributes as a project file writes them."""

    geometry: GeometryText | None = None
    at: PlaceText | None = None
    properties: dict[str, Any] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _one_place(self) -> Any:
        if (self.geometry is None) == (self.at is None):
            raise fault(_ONE_PLACE)
        return self


class FeatureText(Form):
    """One feature of a layer that a case brings along; without geometry it is only named."""

    name: Prose
    geometry: GeometryText | None = None
    accuracy_m: Metres | None = None
    half_width_m: Metres | None = None
    properties: dict[Key, Any] = Field(default_factory=dict)


class LayerText(Form):
    """A layer as a case wants it: changed, or with `features` of its own."""

    accuracy_m: Metres | None = None
    baseline: Baseline | None = None
    coverage: Literal["none", "everywhere"] | None = None
    box: Box | None = None
    complete_for: dict[Key, list[Prose]] | None = None
    valid_until: Day | None = None
    features: Annotated[list[FeatureText], Field(min_length=1)] | None = None
    without: list[Prose] = Field(default_factory=list)
    absent: Literal["yes"] | None = None


class ExpectText(Form):
    """The verdict, and the outcome of each rule by its id."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[Id, Outcome]
    verdict: Verdict | None = None

    @property
    def outcomes(self) -> dict[str, Outcome]:
        return dict(self.__pydantic_extra__)


class CaseText(Form):
    """One case. `on` is the day it is judged by."""

    name: Prose
    project: ProjectText
    on: Day
    layers: dict[LayerId, LayerText] = Field(default_factory=dict)
    expect: ExpectText


class CasesText(RootModel[Annotated[list[CaseText], Field(min_length=1)]]):
    """The whole of `cases.yaml`."""

    model_config = ConfigDict(defer_build=True)


_ONE_PLACE = Text("项目须给出 geometry 或 at 之一", "a project needs either geometry or at")
