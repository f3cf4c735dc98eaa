"""What is reported of one rule on one project? The outcome with its clause, its figures and what it rests on.

Built only for rows that are reported; nothing is decided here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, is_dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from zonecheck.engine.outcomes import OUTCOMES
from zonecheck.engine.verdicts import VERDICTS, leads_to
from zonecheck.engine.wording import found_words, message
from zonecheck.predicates.facility import SILENCE, Facility, reads_silence
from zonecheck.predicates.industry import Industry
from zonecheck.predicates.logic import All, Not, leaves
from zonecheck.predicates.logic import Any as Some
from zonecheck.predicates.spatial import Within
from zonecheck.predicates.zones import REGISTER
from zonecheck.projects.table import distinct
from zonecheck.projects.vocabulary import VOCABULARY
from zonecheck.results import Explained, Finding, Measurement
from zonecheck.truth import NAMES, causes
from zonecheck.words import Text

if TYPE_CHECKING:
    from zonecheck.engine.outcomes import Judged
    from zonecheck.predicates.question import Predicate
    from zonecheck.predicates.table import Table
    from zonecheck.results import Evidence, Outcome, Verdict
    from zonecheck.rules.rule import Rule

SPACE_ATTRIBUTES = frozenset({"accuracy_m", "bank_distances", "district", "extent_m", "linear"})


@dataclass(frozen=True, eq=False)
class Findings:
    """The records of one rule on the rows of a table; of each kind of rows (`kind`) what is alike is built once."""

    rule: Rule
    judged: Judged
    table: Table
    kind: Sequence[int]
    explain: bool
    above: Rule | None = None  # the rule that displaces this one, where it is asked as well

    def at(self, row: int) -> Finding:
        """The record of one row; rows of one kind share it where nothing is measured."""
        evidence = self._evidence(row)
        if self.explain or self._measures:
            return self._record(row, evidence)
        key = (self.kind[row], self._stated[row], *map(id, evidence))
        if key not in self._shared:
            self._shared[key] = self._record(row, evidence)  # which keeps its evidence, and so the key
        return self._shared[key]

    @cached_property
    def _shared(self) -> dict[tuple[int, ...], Finding]:
        return {}

    @cached_property
    def _measures(self) -> bool:
        """Whether a figure of its own may stand for each row: a distance, or how it lies to what is no park."""
        return any(isinstance(leaf, Within) or leaf.layers - {REGISTER} for leaf in self._leaves)

    def _record(self, row: int, evidence: tuple[Evidence, ...]) -> Finding:
        rule, lead = self.rule, self._lead(row)
        return Finding(
            rule=rule.id,
            title=rule.title,
            effect=rule.effect,
            outcome=lead.outcome,
            because=lead.because,
            citation=rule.citation,
            message=message(lead.words, evidence),
            facts=self._hash(row),
            missing=lead.missing,
            evidence=evidence,
            interpretations=(*self._interpretations, *self._displacing(lead)),
            penalty=rule.penalty,
            explanation=tuple(_explain(rule, self.table.take(np.array([row])))) if self.explain else (),
            awaits_data=lead.awaits_data,
            leads_to=lead.leads_to,
        )

    def _lead(self, row: int) -> _Lead:
        """What does not depend on figures, made once for each kind."""
        kind = self.kind[row]
        if kind not in self._leads:
            self._leads[kind] = _lead(self.rule, self.judged, row)
        return self._leads[kind]

    @cached_property
    def _leads(self) -> dict[int, _Lead]:
        return {}

    @cached_property
    def _interpretations(self) -> tuple[Text, ...]:
        return _interpretations(self.rule)

    def _displacing(self, lead: _Lead) -> tuple[Text, ...]:
        """What the clause stands against, so that both are cited."""
        if self.above is None or "contradiction" not in lead.because:
            return ()
        cited = self.above.citation
        return (_AGAINST.fill(document=cited.document, article=cited.article, words=cited.words),)

    @cached_property
    def _leaves(self) -> list[Predicate]:
        return _questions(self.rule)

    def _evidence(self, row: int) -> tuple[Evidence, ...]:
        """Measurements first: the first of them is the figure that a map or a table shows for the finding."""
        found = [entry for leaf in self._leaves for entry in self._of_leaf(leaf, row)]
        if len(found) > 1:
            found.sort(key=lambda entry: not isinstance(entry, Measurement))
        return tuple(found)

    def _of_leaf(self, leaf: Predicate, row: int) -> tuple[Evidence, ...]:
        """What is read, and not measured, is the same for all rows of a kind."""
        if leaf.layers:
            return leaf.evidence(self.table, row)
        read = self._read.setdefault(id(leaf), {})
        kind = self.kind[row]
        if kind not in read:
            read[kind] = self.table.remember((Findings, leaf, kind), lambda: leaf.evidence(self.table, row))
        return read[kind]

    @cached_property
    def _read(self) -> dict[int, dict[int, tuple[Evidence, ...]]]:
        return {}

    def _hash(self, row: int) -> str:
        """As `facts_sha256`, once for each combination of what the rule can read."""
        stated = self._stated[row]
        if stated not in self._hashes:
            self._hashes[stated] = facts_sha256(self.rule, self.table, row)
        return self._hashes[stated]

    @cached_property
    def _hashes(self) -> dict[int, str]:
        return {}

    @cached_property
    def _stated(self) -> list[int]:
        columns = [self.table.columns[name] for name in _read_by(self.rule, self.table)]
        return distinct(columns)[1].tolist() if columns else [0] * len(self.table)


@dataclass(frozen=True, slots=True)
class _Lead:
    """An outcome with its reasons, what could still change it, and all of this in words."""

    outcome: Outcome
    because: tuple[str, ...]
    missing: tuple[str, ...]
    awaits_data: bool
    words: Text
    leads_to: Verdict


def _lead(rule: Rule, judged: Judged, row: int) -> _Lead:
    outcome = OUTCOMES[judged.outcome[row]]
    because = causes(int(judged.because[row]))
    missing = tuple(sorted(name for name, rows in judged.facts.items() if rows[row]))
    awaits_data = outcome == "open" and not rule.needs.isdisjoint(missing)
    words = found_words(rule, "awaiting" if awaits_data else outcome, because)
    verdict = VERDICTS[leads_to(rule, judged.outcome[row])]
    return _Lead(outcome, because, missing, awaits_data, words, verdict)


def _questions(rule: Rule) -> list[Predicate]:
    return list(dict.fromkeys(leaf for part in rule.parts for leaf in leaves(part)))


def _interpretations(rule: Rule) -> tuple[Text, ...]:
    terms = [leaf.term.interpretation for leaf in _questions(rule) if isinstance(leaf, Industry)]
    return tuple(dict.fromkeys(text for text in (rule.note, *terms) if text is not None))


def facts_sha256(rule: Rule, table: Table, row: int) -> str:
    """What a decision is bound to: the rule's text and every attribute it can read, as parsed (contract, section 5)."""
    values = {name: _plain(table.columns[name].at(row)) for name in _read_by(rule, table)}
    text = json.dumps([rule.canonical, values], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _read_by(rule: Rule, table: Table) -> list[str]:
    """The attributes that a rule can read, in order."""
    questions = _questions(rule)
    names = frozenset().union(*(leaf.reads for leaf in questions))
    names |= SPACE_ATTRIBUTES  # whether its pack reaches the site is asked for every rule
    return sorted(names & table.columns.keys())


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {key: _plain(part) for key, part in asdict(value).items()}
    if isinstance(value, tuple | list | frozenset):
        return [_plain(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


def _explain(rule: Rule, table: Table) -> Iterator[Explained]:
    """The whole reasoning: each part of the sentence, and below it every question with its answer."""
    demand = _DEMANDS[rule.effect]
    parts = [
        (_APPLIES, rule.applies_to),
        (demand, rule.demand),
        *(((_UNLESS, rule.unless),) if rule.unless else ()),
    ]
    for words, part in parts:
        if part == All(()):
            continue  # a rule that asks for nothing here
        yield Explained(0, words, NAMES[part.ask(table).truth[0]])
        yield from _explain_part(part, table, 1)


def _explain_part(part: Predicate, table: Table, depth: int) -> Iterator[Explained]:
    words = next((text for kind, text in _JOINTS if isinstance(part, kind)), None)
    truth: Any = NAMES[part.ask(table).truth[0]]
    evidence = () if part.parts else part.evidence(table, 0)
    yield Explained(depth, words or part.words(), truth, evidence)
    for each in part.parts:
        yield from _explain_part(each, table, depth + 1)


_AGAINST = Text(
    "与{document} {article}不一致：{words}；以何者为准由主管部门认定",
    "stands against {document}, {article}: {words}; which of the two holds is for the authority to say",
)
_APPLIES = Text("适用条件", "applies to")
_UNLESS = Text("但书", "unless")
_DEMANDS = {
    "prohibit": Text("禁止", "forbids"),
    "review": Text("须人工认定的情形", "leaves to a person"),
    "require": Text("要求", "requires"),
    "advise": Text("导向", "advises"),
}
_JOINTS: tuple[tuple[type, Text], ...] = (
    (All, Text("同时满足", "all of")),
    (Some, Text("满足其一", "any of")),
    (Not, Text("并非", "not")),
)


def silences(rule: Rule, table: Table, row: int) -> Iterator[Text]:
    """The stated readings of silence that an answer rests on."""
    for leaf in _questions(rule):
        if isinstance(leaf, Facility) and reads_silence(table, row):
            yield SILENCE
        if isinstance(leaf, Industry) and table.columns["industry"].at(row) is not None:
            outside = any(
                leaf.term.lists(code) == "outside" for code in table.columns["industry"].at(row).codes
            )
            for name in (*leaf.term.yes_if, *leaf.term.maybe_if) if outside else ():
                if table.columns[name].at(row) is None:
                    yield _SILENCE.fill(attribute=VOCABULARY[name].label)


_SILENCE = Text("未申报“{attribute}”,按“否”计", "“{attribute}” is not stated and read as no")
