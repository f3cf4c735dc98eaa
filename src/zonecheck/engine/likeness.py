"""What is said alike of all projects of one kind? Said once, and shared by their records.

Which rules are recorded and in what order, which packs reach the site, what was not checked, what silence was read as.
Figures are not among it: they stay each project's own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zonecheck.engine.findings import silences
from zonecheck.engine.jurisdiction import border_note
from zonecheck.engine.outcomes import NOT_APPLICABLE, NOT_JUDGED
from zonecheck.results import Jurisdiction
from zonecheck.truth import NAMES, NO, causes
from zonecheck.words import Text

if TYPE_CHECKING:
    from datetime import date

    from numpy.typing import NDArray

    from zonecheck.engine.check import Checked
    from zonecheck.engine.verdicts import Docket
    from zonecheck.rules.rule import Pack

RANKS = ("law", "administrative_regulation", "local_regulation", "rule", "normative_document")


@dataclass(frozen=True, slots=True, eq=False)
class Alike:
    """`recorded` are positions of rules in the order in which they are reported; `asked` counts the rules judged."""

    recorded: tuple[int, ...]
    asked: int
    not_checked: int
    jurisdictions: tuple[Jurisdiction, ...]
    silences: tuple[Text, ...]


def alike(checked: Checked, place: int, *, whole: bool) -> Alike:
    """What is said of the project in one row of the docket and of all of its kind."""
    asked = [
        position
        for position, judged in enumerate(checked.docket.judged)
        if judged.outcome[place] != NOT_JUDGED
    ]
    return Alike(
        _recorded(checked.docket, place, whole=whole),
        len(asked),
        len(_not_checked(checked, place)),
        _jurisdictions(checked, place),
        _silences(checked, place, asked),
    )


def recorded(outcome: NDArray[np.int8], *, whole: bool) -> NDArray[np.bool_]:
    """Which outcomes are recorded: all that were judged, or only those of rules that apply."""
    return np.asarray((outcome != NOT_JUDGED) & (whole | (outcome != NOT_APPLICABLE)))


def _recorded(docket: Docket, place: int, *, whole: bool) -> tuple[int, ...]:
    """Worst outcome first, then by rank of the document, pack and order in the pack."""
    outcomes = np.array([judged.outcome[place] for judged in docket.judged], dtype=np.int8)
    order = sorted(
        (
            int(outcomes[position]),
            RANKS.index(docket.rules[position].citation.rank),
            docket.rules[position].id.split("/")[0],
            position,
        )
        for position in np.flatnonzero(recorded(outcomes, whole=whole)).tolist()
    )
    return tuple(position for *_, position in order)


def _not_checked(checked: Checked, place: int) -> list[Text]:
    """What the packs that reach the site know of and do not check."""
    reaching = [pack for pack, found in checked.docket.reaching if found.truth[place] != NO]
    return not_checked(reaching)


def _jurisdictions(checked: Checked, place: int) -> tuple[Jurisdiction, ...]:
    day: date = checked.on[checked.rows[place]].item()
    return tuple(
        Jurisdiction(
            pack.id, NAMES[found.truth[place]], causes(int(found.because[place])), border_note(found, place)
        )
        for pack, found in checked.docket.reaching
        if pack.speaks_on(day)
    )


def _silences(checked: Checked, place: int, asked: Sequence[int]) -> tuple[Text, ...]:
    rules = checked.docket.rules
    texts = [text for position in asked for text in silences(rules[position], checked.table, place)]
    return tuple(dict.fromkeys(texts))


def not_checked(packs: Sequence[Pack]) -> list[Text]:
    """What the packs know of and do not check: provisions not encoded, and instruments not held."""
    texts = [text for pack in packs for text in pack.not_checked]
    texts += [
        Text(
            f"{pack.number} {provision.at}:{provision.reason.zh}",
            f"{pack.number} {provision.at}: {provision.reason.en}",
        )
        for pack in packs
        for provision in pack.provisions
        if provision.not_checked and provision.reason
    ]
    return list(dict.fromkeys(texts))
