"""What was decided before? A project like an earlier one is decided like it.

Kept between the batches of one run, which are all judged by the same packs, layers and requirements. It changes no
answer, only how often the same question is answered.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from zonecheck.engine.alike import Kinds, kinds
from zonecheck.engine.verdicts import Docket, decide

if TYPE_CHECKING:
    from zonecheck.engine.outcomes import Circumstances
    from zonecheck.predicates.space import Memo
    from zonecheck.predicates.table import Table
    from zonecheck.results import Settle
    from zonecheck.rules.rule import Pack

_MOST = 2**14  # kinds that are kept; where projects are of more kinds, few are like an earlier one


@dataclass(eq=False)
class Precedents:
    """The kinds of projects that were decided, and what would settle those that are for review."""

    packs: Sequence[Pack]
    memo: Memo = field(default_factory=dict)
    _rows: dict[Hashable, int] = field(default_factory=dict)
    _docket: Docket | None = None
    _settled: dict[Hashable, tuple[Settle, ...]] = field(default_factory=dict)

    def decide(self, table: Table, circumstances: Circumstances) -> tuple[Docket, Kinds]:
        """Every rule on every row, and the kinds of the rows."""
        found = kinds(self.packs, table, circumstances)
        if len(self._rows) + len(found.keys) > _MOST:
            self._rows, self._docket, self._settled = {}, None, {}
            self.memo.clear()
        new = [place for place, key in enumerate(found.keys) if key not in self._rows]
        rows = found.first[new]
        if new or self._docket is None:
            decided = decide(self.packs, table.take(rows), circumstances.take(rows))
            self._docket = self._docket.joined(decided) if self._docket else decided
        for place in new:
            self._rows[found.keys[place]] = len(self._rows)
        known = np.array([self._rows[key] for key in found.keys], dtype=np.intp)
        return self._docket.take(known[found.kind]), found

    def settled(self, key: Hashable, find: Callable[[], tuple[Settle, ...]]) -> tuple[Settle, ...]:
        """What would settle projects of one kind, found once."""
        if key not in self._settled:
            self._settled[key] = find()
        return self._settled[key]
