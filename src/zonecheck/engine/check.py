"""Which verdict does each project get? The whole engine: projects, packs, layers and a day in; verdicts out.

Pure: it reads no file, prints nothing and knows no clock. Deciding is done for all rows at once; what people read is
built afterwards, row by row (`records`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from zonecheck.engine.decided import decided, uses
from zonecheck.engine.outcomes import Circumstances
from zonecheck.engine.precedents import Precedents
from zonecheck.engine.records import Records
from zonecheck.engine.verdicts import INVALID, Docket
from zonecheck.predicates.space import Space
from zonecheck.predicates.table import Table
from zonecheck.projects.table import Columns

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonecheck.engine.alike import Kinds
    from zonecheck.engine.decided import Use
    from zonecheck.layers.layer import Layer
    from zonecheck.predicates.space import Memo
    from zonecheck.projects.table import Projects
    from zonecheck.results import ProjectResult
    from zonecheck.rules.decision import Decision
    from zonecheck.rules.rule import Pack


@dataclass(frozen=True, eq=False)
class Checked:
    """The decisions on a batch of n projects; `rows` are those that could be judged, in the order of `docket`.

    `uses` says what became of each decision of a person.
    """

    projects: Projects
    packs: Sequence[Pack]
    table: Table
    circumstances: Circumstances
    docket: Docket
    rows: NDArray[np.intp]
    on: NDArray[np.datetime64]
    kinds: Kinds
    precedents: Precedents
    uses: Sequence[Use] = ()

    @cached_property
    def verdicts(self) -> NDArray[np.int8]:
        """Positions in `VERDICTS`, one for each project of the batch."""
        found = np.full(len(self.projects), INVALID)
        found[self.rows] = decided(self.docket, self.uses) if self.uses else self.docket.verdict
        return found

    def results(
        self, *, explain: bool = False, whole: bool = True, plain: bool = False
    ) -> Iterator[ProjectResult]:
        """The record of each project, in the order of the input.

        Without `whole`, rules that do not apply are left out; with `plain`, the site and what the project says of itself.
        """
        return iter(Records(self, explain, whole, plain))


def check(
    projects: Projects,
    packs: Sequence[Pack],
    layers: Mapping[str, Layer],
    *,
    on: NDArray[np.datetime64],
    required: frozenset[str] = frozenset(),
    decisions: Sequence[Decision] = (),
    precedents: Precedents | None = None,
) -> Checked:
    """Judge every project by every pack on its day.

    `layers` holds every layer that a catalogue registers, by id; `on` (datetime64[D]) has one day for each project;
    `required` are the data that must be there: without them a rule is for review, not open. `precedents` are of
    earlier batches judged by the same packs, layers and requirements.
    """
    precedents = precedents or Precedents(packs)
    rows, table, circumstances = laid_out(projects, layers, on, required, precedents.memo)
    docket, kinds = precedents.decide(table, circumstances)
    found = uses(decisions, docket, table)
    return Checked(projects, packs, table, circumstances, docket, rows, on, kinds, precedents, found)


def laid_out(
    projects: Projects,
    layers: Mapping[str, Layer],
    on: NDArray[np.datetime64],
    required: frozenset[str],
    memo: Memo | None = None,
) -> tuple[NDArray[np.intp], Table, Circumstances]:
    """The projects that can be judged: their rows in the batch, and what there is to ask of them."""
    rows = np.flatnonzero(~projects.invalid)
    table = Table(
        Columns(projects.columns, rows),
        Space(projects.sites.take(rows), layers, on[rows], {} if memo is None else memo),
        np.arange(len(rows)),
    )
    return rows, table, Circumstances(required, _unreadable(projects)).take(rows)


def _unreadable(projects: Projects) -> dict[str, NDArray[np.bool_]]:
    found: dict[str, NDArray[np.bool_]] = {}
    for row, problems in projects.problems.items():
        for problem in problems:
            if problem.attribute:
                found.setdefault(problem.attribute, np.zeros(len(projects), dtype=bool))[row] = True
    return found
