"""Where would the moved sites lie? GeoJSON that can be checked again: each moved outline with the attributes it came with.

Attributes that do not hold of the new place are left out, so that a check of the file says what was said here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, TextIO

from zonecheck.projects.vocabulary import by_name
from zonecheck.reports.encoding import encode
from zonecheck.reports.gis.rows import plain_value
from zonecheck.reports.whatif.record import geometry
from zonecheck.whatif.records import Move

if TYPE_CHECKING:
    from zonecheck.reports.options import Options
    from zonecheck.results import Run
    from zonecheck.whatif.records import Alternatives


def write(
    found: Iterable[Alternatives],
    run: Run,  # noqa: ARG001
    stream: TextIO,
    options: Options,  # noqa: ARG001
    *,
    reach_m: float,  # noqa: ARG001
) -> None:
    """One feature a line, for every move that was found."""
    lines = [encode(feature, None) for each in found for feature in _features(each)]
    stream.write('{"type": "FeatureCollection",\n "features": [')
    stream.write("".join(f"{',' if at else ''}\n{line}" for at, line in enumerate(lines)))
    stream.write("\n ]}\n")


def _features(each: Alternatives) -> Iterator[dict[str, Any]]:
    for move in each.moves:
        if isinstance(move, Move):
            yield {"type": "Feature", "properties": _properties(each, move), "geometry": geometry(move)}


def _properties(each: Alternatives, move: Move) -> dict[str, Any]:
    given = each.project.particulars.properties if each.project.particulars else {}
    dropped = {*move.dropped}
    kept = {
        str(key): plain_value(value)
        for key, value in given.items()
        if not ((attribute := by_name(str(key))) and attribute.key in dropped)
    }
    return {
        **kept,
        "moved_to": move.to,
        "moved_m": move.distance_m,
        "moved_bearing_deg": move.bearing_deg,
        "verdict_there": move.there.verdict,
    }
