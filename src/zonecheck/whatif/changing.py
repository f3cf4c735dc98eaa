"""Which statements, if they were otherwise, would lead to a better verdict? Each value tried, by the check itself.

Tried are the attributes that the rules in the way can read, with as few values as tell apart what these rules can tell
apart. A code of industry is tried only where it is a doubtful one, or too coarse, and then only within its division. Where no
single change helps, two at once are tried. What is listed is what follows if the project *is* so, not what it should say.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Final

import numpy as np

from zonecheck.engine.domains import domain
from zonecheck.engine.outcomes import NOT_JUDGED, OUTCOMES
from zonecheck.engine.verdicts import CLEAR, OUT_OF_SCOPE, REVIEW, VERDICTS, leads_to
from zonecheck.engine.wording import attribute_text, attribute_words
from zonecheck.predicates.industry import Industry
from zonecheck.predicates.logic import leaves
from zonecheck.projects.industry import Codes, classification
from zonecheck.projects.vocabulary import VOCABULARY
from zonecheck.truth import causes
from zonecheck.whatif.records import Change, Shift, Stated
from zonecheck.words import same

if TYPE_CHECKING:
    from zonecheck.engine.check import Checked
    from zonecheck.engine.verdicts import Docket
    from zonecheck.predicates.question import Predicate
    from zonecheck.results import Outcome
    from zonecheck.rules.rule import Rule
    from zonecheck.whatif.trial import Trial

_MOST: Final = 2_000  # pairs
_NOT_TRIED: Final = frozenset(
    {
        "id",
        "name",
        "date",
        "district",
        "industry_edition",
        "accuracy_m",
        "extent_m",
        "linear",
        "bank_distances",
    }
)  # what no one can choose

Values = Mapping[str, Hashable]


def changes(trial: Trial) -> tuple[Change, ...]:
    """The single changes that lead to a better verdict, else pairs of changes that do, best first."""
    each = [{key: value} for key in _attributes(trial) for value in _others(trial, key)]
    return _better(trial, each) or _better(trial, _pairs(each)[:_MOST])


def _better(trial: Trial, variants: Sequence[Values]) -> tuple[Change, ...]:
    if not variants:
        return ()
    found = trial.stating(variants)
    own = trial.checked.verdicts[trial.row]
    better = [row for row in range(len(variants)) if own < found.verdicts[row] <= OUT_OF_SCOPE]
    better.sort(key=lambda row: (-min(int(found.verdicts[row]), int(CLEAR)), row))
    return tuple(
        Change(
            stated(variants[row]), VERDICTS[found.verdicts[row]], shifts(trial.checked, trial.row, found, row)
        )
        for row in better
    )


def _pairs(each: Sequence[Values]) -> list[Values]:
    return [{**one, **other} for one, other in combinations(each, 2) if one.keys() != other.keys()]


def _in_the_way(trial: Trial) -> list[Rule]:
    """The rules by which the verdict is no better."""
    place = int(np.searchsorted(trial.checked.rows, trial.row))
    docket, verdict = trial.checked.docket, trial.checked.verdicts[trial.row]
    pairs = zip(docket.rules, docket.judged, strict=True)
    return [
        rule
        for rule, judged in pairs
        if judged.outcome[place] != NOT_JUDGED and leads_to(rule, judged.outcome[place]) == verdict
    ]


def _attributes(trial: Trial) -> list[str]:
    read = frozenset().union(*(leaf.reads for leaf in _asked(_in_the_way(trial))))
    return [key for key in VOCABULARY if key in read - _NOT_TRIED]


def _asked(rules: Sequence[Rule]) -> list[Predicate]:
    parts = [
        part for rule in rules for part in (rule.applies_to, rule.demand, rule.unless) if part is not None
    ]
    return list(dict.fromkeys(leaf for part in parts for leaf in leaves(part)))


def _others(trial: Trial, key: str) -> Iterator[Hashable]:
    """The other values of one attribute that are worth trying."""
    place = int(np.searchsorted(trial.checked.rows, trial.row))
    table = trial.checked.table.take(np.array([place]))
    own = table.columns[key].at(0)
    if own is None and (key == "industry" or trial.checked.verdicts[trial.row] == REVIEW):
        return  # what is missing stands in the settle list
    asked = _asked(_in_the_way(trial))
    values = _codes(own, asked) if key == "industry" and own is not None else domain(key, asked, table)
    for value in values:
        if value != own and not (key == "nature" and isinstance(value, tuple) and len(value) > 1):
            yield value


def _codes(own: Codes, asked: Sequence[Predicate]) -> Iterator[Codes]:
    """One code for each thing that the rules can tell apart in the division of a single code that is doubtful or coarse."""
    terms = [leaf for leaf in asked if isinstance(leaf, Industry)]
    if len(own.codes) != 1 or not _open(own.codes[0], terms):
        return
    seen: dict[Hashable, Codes] = {}
    for code in sorted(classification().classes_below(own.codes[0][:2])):
        candidate = Codes((code,), code)
        seen.setdefault(tuple(leaf.tells("industry", candidate) for leaf in terms), candidate)
    yield from seen.values()


def _open(code: str, terms: Sequence[Industry]) -> bool:
    finer = classification().classes_below(code)
    return finer != {code} or any(leaf.term.lists(code) == "maybe" for leaf in terms)


def stated(values: Values, *, exactly: bool = False) -> tuple[Stated, ...]:
    """Values as a project file would state them, and in words; a code stands for others like it, unless `exactly` it is meant."""
    return tuple(
        Stated(
            key,
            attribute_text(value),
            VOCABULARY[key].label,
            same(value.text) if exactly and isinstance(value, Codes) else attribute_words(key, value),
        )
        for key, value in values.items()
    )


def shifts(before: Checked, row: int, after: Checked, other: int) -> tuple[Shift, ...]:
    """The rules whose outcome differs between a row of one batch and a row of another, judged by the same packs."""
    one, two = _outcomes(before, row), _outcomes(after, other)
    return tuple(
        Shift(
            rule.id,
            rule.title,
            _name(one.get(rule.id)),
            _name(two.get(rule.id)),
            _why(after.docket, after, rule, other),
        )
        for rule in after.docket.rules
        if one.get(rule.id) != two.get(rule.id)
    )


def _outcomes(checked: Checked, row: int) -> dict[str, int]:
    place = int(np.searchsorted(checked.rows, row))
    pairs = zip(checked.docket.rules, checked.docket.judged, strict=True)
    return {rule.id: int(judged.outcome[place]) for rule, judged in pairs}


def _name(outcome: int | None) -> Outcome | None:
    return None if outcome is None or outcome == NOT_JUDGED else OUTCOMES[outcome]


def _why(docket: Docket, checked: Checked, rule: Rule, row: int) -> tuple[str, ...]:
    place = int(np.searchsorted(checked.rows, row))
    position = next(at for at, each in enumerate(docket.rules) if each.id == rule.id)
    return tuple(causes(int(docket.judged[position].because[place])))
