"""Which mistakes in a pack would its cases not notice? Mutants that no case tells from the pack itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from zonecheck.packs.cases import agrees
from zonecheck.rules.mutation import mutants

if TYPE_CHECKING:
    from zonecheck.packs.sheets import Sheet
    from zonecheck.rules.mutation import Mutant
    from zonecheck.rules.rule import Pack


@dataclass(frozen=True, slots=True)
class Survey:
    """How many mutants were tried, and those that no case noticed."""

    tried: int
    survivors: tuple[Mutant, ...]


def survey(pack: Pack, sheets: Sequence[Sheet]) -> Survey:
    """Judge all cases by every mutant. The cases must come out as expected by the pack itself."""
    tried, survivors = 0, []
    for mutant in mutants(pack):
        tried += 1
        if not _noticed(mutant, sheets):
            survivors.append(mutant)
    return Survey(tried, tuple(survivors))


def _noticed(mutant: Mutant, sheets: Sequence[Sheet]) -> bool:
    """Whether some case comes out otherwise than it should; those that name one of its rules are asked first."""
    if mutant.whole:
        return any(_verdict_differs(sheet, mutant) for sheet in sheets)
    names = {_short(rule.id) for rule in mutant.pack.rules}
    split = [(sheet, _naming(sheet, names)) for sheet in sheets]
    likely = ((sheet, rows) for sheet, rows in split)
    others = ((sheet, [row for row in sheet.rows if row not in rows]) for sheet, rows in split)
    return any(rows and _differs(sheet, mutant, rows) for sheet, rows in chain(likely, others))


def _naming(sheet: Sheet, names: set[str]) -> list[int]:
    return [row for row in sheet.rows if names & sheet.cases[row].text.expect.outcomes.keys()]


def _differs(sheet: Sheet, mutant: Mutant, rows: Sequence[int]) -> bool:
    cases = [sheet.cases[row].text for row in rows]
    return any(
        not agrees(case, _short(rule), got)
        for rule, outcomes in sheet.bench.judge(mutant.pack, rows).outcomes.items()
        for case, got in zip(cases, outcomes, strict=True)
    )


def _verdict_differs(sheet: Sheet, mutant: Mutant) -> bool:
    """What a duty that is not met leads to shows in the verdicts alone."""
    rows = [row for row in sheet.rows if "unmet" in sheet.cases[row].text.expect.outcomes.values()]
    wanted = [sheet.cases[row].text.expect.verdict for row in rows]
    verdicts = sheet.bench.judge(mutant.pack, rows).verdicts if rows else []
    return any(want not in (None, got) for want, got in zip(wanted, verdicts, strict=True))


def _short(rule: str) -> str:
    return rule.rpartition("/")[2]
