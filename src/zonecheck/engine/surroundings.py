"""What lies around a site? Makes the record that a picture is drawn from, for one project at a time, when asked.

It measures nothing anew but where on the site the reported line begins, and decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from zonecheck.drawing import Drawing, Drawn, MeasuredLine, Role
from zonecheck.geodesy.distance import exact
from zonecheck.geodesy.ellipsoid import meridian_degree_m, parallel_degree_m
from zonecheck.results import Measurement

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from zonecheck.layers.layer import Layer
    from zonecheck.results import ProjectResult, Site

REACH_M = 20_000.0
_ROLES: Mapping[str, Role] = {"rivers": "river", "parks": "park", "districts": "district"}

Box = tuple[float, float, float, float]


@dataclass(frozen=True, eq=False)
class Surroundings:
    """The layers of a run, ready to be drawn from."""

    layers: Mapping[str, Layer]

    def draw(self, project: ProjectResult) -> Drawing | None:
        """The picture of one project; None where it has no usable geometry."""
        if project.site is None:
            return None
        found = _measurements(project)
        return Drawing(
            site=project.site.geometry,
            extent_m=project.site.extent_m,
            features=tuple(self._around(project.site, found)),
            lines=tuple(_lines(project.site.geometry, found)),
            reach_m=REACH_M,
        )

    def everything(self) -> tuple[Drawn, ...]:
        """Every feature with an outline, for the picture of a whole run."""
        return tuple(
            _drawn(layer, row, layer.geometry[row], {})
            for layer in self.layers.values()
            for row in range(len(layer))
            if layer.geometry[row] is not None
        )

    def _around(self, site: Site, found: list[Measurement]) -> Iterator[Drawn]:
        box = _box(site.geometry)
        for layer in self.layers.values():
            for row in _meeting(layer, box):
                yield _drawn(layer, row, shapely.clip_by_rect(layer.geometry[row], *box), _by_feature(found))


def _meeting(layer: Layer, box: Box) -> list[int]:
    """The features that meet a box; the outlines of others are not looked at."""
    west, south, east, north = box
    own = layer.bounds
    near = (own[:, 0] <= east) & (own[:, 2] >= west) & (own[:, 1] <= north) & (own[:, 3] >= south)
    rows = np.flatnonzero(near)
    return [int(row) for row in rows[shapely.intersects(shapely.box(*box), layer.geometry[rows])]]


def _drawn(
    layer: Layer, row: int, geometry: BaseGeometry, found: Mapping[tuple[str, str], Measurement]
) -> Drawn:
    measured = found.get((layer.entry.id, layer.names[row]))
    own_m = float(np.nan_to_num(layer.accuracy_m[row]))
    rest_m = measured.accuracy.sum_m - measured.accuracy.layer_m if measured and measured.accuracy else 0.0
    return Drawn(
        layer=layer.entry.id,
        role=_ROLES.get(layer.entry.id, "other"),
        name=layer.names[row],
        geometry=geometry,
        accuracy_m=own_m + rest_m,
        half_width_m=float(np.nan_to_num(layer.half_width_m[row])),
        limit_m=measured.limit_m if measured else None,
    )


def _box(geometry: BaseGeometry) -> Box:
    west, south, east, north = shapely.bounds(geometry)
    latitude = np.array([(south + north) / 2])
    dx = REACH_M / float(parallel_degree_m(latitude)[0])
    dy = REACH_M / float(meridian_degree_m(latitude)[0])
    return (west - dx, south - dy, east + dx, north + dy)


def _measurements(project: ProjectResult) -> list[Measurement]:
    """What was measured, of the worst finding first."""
    return [
        entry
        for finding in project.findings
        for entry in finding.evidence
        if isinstance(entry, Measurement) and entry.predicate == "within" and not entry.declared
    ]


def _by_feature(found: list[Measurement]) -> dict[tuple[str, str], Measurement]:
    """The first that was measured of each feature."""
    first: dict[tuple[str, str], Measurement] = {}
    for entry in found:
        if entry.feature is not None:
            first.setdefault((entry.layer, entry.feature), entry)
    return first


def _lines(site: BaseGeometry, found: list[Measurement]) -> Iterator[MeasuredLine]:
    """One line for each reported point, from the point of the site that is nearest to it."""
    reported = {(entry.layer, entry.feature, entry.nearest_point): entry for entry in reversed(found)}
    lines = [
        MeasuredLine(
            layer=entry.layer,
            feature=entry.feature,
            truth=entry.truth,
            distance_m=entry.distance_m,
            limit_m=entry.limit_m,
            on_site=entry.nearest_point,  # until it is looked for
            on_feature=entry.nearest_point,
        )
        for entry in found
        if reported[entry.layer, entry.feature, entry.nearest_point] is entry
        and entry.feature is not None
        and entry.distance_m is not None
        and entry.nearest_point is not None
    ]
    ends = np.array([shapely.Point(line.on_feature) for line in lines], dtype=object)
    for line, start in zip(lines, exact(np.full(len(lines), site), ends).on_a.tolist(), strict=True):
        yield replace(line, on_site=(start[0], start[1]))
