"""What do rules say of projects that stay the same while the rules change? For the cases of a pack and its mutants.

The projects, what they state and what is measured around their sites are laid out once; each judging asks them of
another version of the pack. Outcomes and verdicts only: nothing that people read is built.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zonecheck.engine.check import laid_out
from zonecheck.engine.outcomes import NOT_JUDGED, OUTCOMES
from zonecheck.engine.verdicts import VERDICTS, decide

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonecheck.engine.outcomes import Circumstances
    from zonecheck.layers.layer import Layer
    from zonecheck.predicates.table import Table
    from zonecheck.projects.table import Projects
    from zonecheck.results import Outcome, Verdict
    from zonecheck.rules.rule import Pack


@dataclass(frozen=True)
class Judgement:
    """By rule (`pack/rule`) the outcome for each project, and the verdict for each; a rule that was not asked does not
    apply."""

    outcomes: Mapping[str, Sequence[Outcome]]
    verdicts: Sequence[Verdict]


@dataclass(frozen=True, eq=False)
class Bench:
    """Projects of which those at `rows` can be judged, in the order of the table."""

    rows: NDArray[np.intp]
    table: Table
    circumstances: Circumstances

    def judge(self, pack: Pack, rows: Sequence[int]) -> Judgement:
        """What this version of a pack says of some of them, in the order of `rows`."""
        place_of = {int(row): place for place, row in enumerate(self.rows)}
        places = np.array([place_of[row] for row in rows if row in place_of], dtype=np.intp)
        docket = decide([pack], self.table.take(places), self.circumstances.take(places))
        judged = [position for position, row in enumerate(rows) if row in place_of]
        verdicts: list[Verdict] = ["invalid"] * len(rows)
        outcomes: dict[str, list[Outcome]] = {
            rule.id: ["not_applicable"] * len(rows) for rule in docket.rules
        }
        for place, position in enumerate(judged):
            verdicts[position] = VERDICTS[docket.verdict[place]]
            for rule, found in docket.outcomes:
                if found.outcome[place] != NOT_JUDGED:
                    outcomes[rule.id][position] = OUTCOMES[found.outcome[place]]
        return Judgement(outcomes, verdicts)


def lay_out(projects: Projects, layers: Mapping[str, Layer], on: NDArray[np.datetime64]) -> Bench:
    """The projects, ready to be judged by any version of a pack; `on` (datetime64[D]) has one day for each."""
    return Bench(*laid_out(projects, layers, on, frozenset()))
