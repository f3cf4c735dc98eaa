"""What would alter the verdict of each project? Moves, changes and differences put together, one project at a time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from zonecheck.errors import Problem, UsageError
from zonecheck.projects.vocabulary import VOCABULARY, by_name, read_in_full
from zonecheck.screening import examine
from zonecheck.whatif.changing import changes, shifts, stated
from zonecheck.whatif.moving import shortest
from zonecheck.whatif.records import REACH_M, Alternatives, Difference, Stated
from zonecheck.whatif.trial import Trial
from zonecheck.words import Text, listed

if TYPE_CHECKING:
    from collections.abc import Hashable

    from zonecheck.engine.check import Checked
    from zonecheck.results import ProjectResult, Run
    from zonecheck.screening import Examination, Request, Screening
    from zonecheck.whatif.records import Move, NoMove, Target

_TARGETS: Mapping[str, tuple[Target, ...]] = {"prohibited": ("not_prohibited", "firm"), "review": ("firm",)}


@dataclass(frozen=True, eq=False)
class WhatIf:
    """A screening and, beside each of its projects, what would alter the verdict. `found` may be gone through once."""

    screening: Screening
    found: Iterator[Alternatives]

    @property
    def run(self) -> Run:
        return self.screening.run


def explore(request: Request, *, reach_m: float = REACH_M, trying: Mapping[str, str] | None = None) -> WhatIf:
    """Check what the request names and look for what would alter each verdict, moves no longer than `reach_m`.

    `trying` holds attributes by any of their names: then every project is compared with itself as it would be, nothing
    else is looked for, and standard input is read twice. Raises as `screen` does, and UsageError for an attribute or a
    value that cannot be read.
    """
    values = _read(trying or {})
    before = examine(request)
    screening = before.reported()
    if values:
        given = {key: value for key, value, _ in values}
        if request.stdin is not None:
            request.stdin.seek(0)  # it is read once more
        after = examine(replace(request, stated=given))
        told = stated({key: value for key, _, value in values}, exactly=True)
        return WhatIf(screening, _differences(before, after, request, told))
    return WhatIf(screening, _alternatives(before, request, reach_m))


def _alternatives(before: Examination, request: Request, reach_m: float) -> Iterator[Alternatives]:
    for checked in before.checked:
        for row, project in enumerate(_results(checked, request)):
            trial = Trial(before, checked, row, request.required)
            tried = project.verdict in ("prohibited", "review", "conditional")
            yield Alternatives(
                project,
                moves=tuple(_moves(trial, project, reach_m)),
                changes=changes(trial) if tried else (),
            )


def _moves(trial: Trial, project: ProjectResult, reach_m: float) -> Iterator[Move | NoMove]:
    for target in _TARGETS.get(project.verdict, ()):
        yield shortest(trial, target, reach_m)


def _differences(
    before: Examination, after: Examination, request: Request, told: tuple[Stated, ...]
) -> Iterator[Alternatives]:
    for one, two in zip(before.checked, after.checked, strict=True):
        pairs = zip(_results(one, request), _results(two, request), strict=True)
        for row, (project, other) in enumerate(pairs):
            valid = "invalid" not in (project.verdict, other.verdict)
            changed = shifts(one, row, two, row) if valid else ()
            yield Alternatives(project, difference=Difference(told, other, changed))


def _results(checked: Checked, request: Request) -> Iterator[ProjectResult]:
    return checked.results(explain=request.explain, whole=request.whole)


def _read(trying: Mapping[str, str]) -> list[tuple[str, str, Hashable]]:
    """The key, the text and the value of each attribute."""
    read, problems = [], []
    for name, text in trying.items():
        attribute = by_name(name)
        if attribute is None:
            problems.append(Problem("--set", _NO_ATTRIBUTE.fill(name=name, keys=listed(VOCABULARY, 600))))
            continue
        found = read_in_full(attribute, text)
        problems += [Problem(f"--set {name}", each.text) for each in found.problems]
        read.append((attribute.key, text, found.value))
    if problems:
        raise UsageError(*problems)
    return read


_NO_ATTRIBUTE = Text("没有“{name}”这一属性;可用:{keys}", "there is no attribute '{name}'; there are {keys}")
