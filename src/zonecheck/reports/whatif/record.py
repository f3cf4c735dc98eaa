"""What would alter a verdict, as plain data: schema version 1 of `zonecheck whatif -f json`.

Every key is always there, null or empty where there is nothing. docs/schemas/whatif.schema.json describes it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TextIO

import shapely

from zonecheck.reports.encoding import encode
from zonecheck.reports.record import Record, error_record, run_record, settle_record
from zonecheck.whatif.records import Move

if TYPE_CHECKING:
    from zonecheck.reports.options import Options
    from zonecheck.results import ProjectResult, Run
    from zonecheck.whatif.records import Alternatives, Change, Difference, NoMove, Shift, Standing, Stated
    from zonecheck.words import Language

_TELLING = ("violated", "undetermined", "unmet")


def write(
    found: Iterable[Alternatives], run: Run, stream: TextIO, options: Options, *, reach_m: float
) -> None:
    """One indented document."""
    language = options.language
    record = {
        **run_record(run, options),
        "reach_m": reach_m,
        "projects": [_project(each, language) for each in found],
        "errors": [error_record(problem, language) for problem in run.errors],
        "language": language,
    }
    stream.write(encode(record, 1) + "\n")


def _project(each: Alternatives, language: Language) -> Record:
    return {
        **_who(each.project),
        "verdict": each.project.verdict,
        "moves": [_move(move, language) for move in each.moves],
        "changes": [_change(change, language) for change in each.changes],
        "settle": [settle_record(entry, language) for entry in each.project.settle],
        "difference": _difference(each.difference, language) if each.difference else None,
    }


def _who(project: ProjectResult) -> Record:
    return {
        "source": project.source,
        "index": project.index,
        "id": project.id,
        "name": project.name,
        "on": project.on.isoformat(),
        "outline": project.outline,
    }


def _move(move: Move | NoMove, language: Language) -> Record:
    found = isinstance(move, Move)
    return {
        "to": move.to,
        "found": found,
        "distance_m": move.distance_m if isinstance(move, Move) else None,
        "bearing_deg": move.bearing_deg if isinstance(move, Move) else None,
        "verdict": move.there.verdict if isinstance(move, Move) else None,
        "outline": move.there.outline if isinstance(move, Move) else None,
        "geometry": geometry(move) if isinstance(move, Move) else None,
        "dropped": list(move.dropped) if isinstance(move, Move) else [],
        "why": None if isinstance(move, Move) else move.why,
        "tried": None if isinstance(move, Move) else move.tried,
        "standing": _left(move, language) if isinstance(move, Move) else _standing(move.standing, language),
    }


def geometry(move: Move) -> Any:
    """The new outline as GeoJSON, at nine decimals of a degree."""
    return json.loads(shapely.to_geojson(shapely.orient_polygons(move.geometry)))


def _left(move: Move, language: Language) -> list[Record]:
    return [
        {
            "rule": each.rule,
            "title": each.title(language),
            "outcome": each.outcome,
            "because": list(each.because),
            "facts": list(each.missing),
        }
        for each in move.there.findings
        if each.outcome in _TELLING and each.effect != "advise"
    ]


def _standing(standing: tuple[Standing, ...], language: Language) -> list[Record]:
    return [
        {
            "rule": each.rule,
            "title": each.title(language),
            "outcome": each.outcome,
            "because": list(each.because),
            "facts": list(each.facts),
        }
        for each in standing
    ]


def _change(change: Change, language: Language) -> Record:
    return {
        "set": _stated(change.stated),
        "words": _stated_words(change.stated, language),
        "verdict": change.verdict,
        "rules": [_shift(each, language) for each in change.shifts],
    }


def _difference(found: Difference, language: Language) -> Record:
    return {
        "set": _stated(found.stated),
        "words": _stated_words(found.stated, language),
        "verdict": found.after.verdict,
        "rules": [_shift(each, language) for each in found.shifts],
        "settle": [settle_record(entry, language) for entry in found.after.settle],
    }


def _stated(stated: tuple[Stated, ...]) -> Record:
    return {each.key: each.value for each in stated}


def _stated_words(stated: tuple[Stated, ...], language: Language) -> Record:
    return {each.key: f"{each.label(language)}: {each.words(language)}" for each in stated}


def _shift(shift: Shift, language: Language) -> Record:
    return {
        "rule": shift.rule,
        "title": shift.title(language),
        "before": shift.before,
        "after": shift.after,
        "because": list(shift.because),
    }
