"""What does the project state of itself? Questions about nature, industry and single attributes.

Each distinct combination of stated values is judged once and spread over the rows that state it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from zonecheck.predicates.limits import (
    FirstOf,
    ProjectLimit,
    TableLimit,
    ZoneLimit,
    facts,
    limit_words,
    resolve,
)
from zonecheck.predicates.stated import KNOWN_NO, KNOWN_YES, Stated, not_stated
from zonecheck.predicates.terms import Finding, Term, judge
from zonecheck.predicates.zones import COMPARATORS, IN_NO_ZONE, Zones, assumable, comparison_words, zone_facts
from zonecheck.projects.industry import classification
from zonecheck.projects.vocabulary import NATURES, VOCABULARY, shown
from zonecheck.results import Reading
from zonecheck.truth import NAMES, NO, UNKNOWN, YES, Answers, Cause, answers
from zonecheck.words import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonecheck.predicates.table import Table
    from zonecheck.results import Evidence

__all__ = ["Attribute", "Industry", "Nature", "Term", "ZoneIndustry"]


@dataclass(frozen=True)
class Nature(Stated):
    """Is the project of one of these natures of construction, or (`only`) of no other?

    A technical upgrade (技术改造) that adds capacity is an expansion; whether one that does not is a rebuild is arguable.
    """

    any_of: frozenset[str]
    only: bool = False

    @property
    def attributes(self) -> tuple[str, ...]:
        return ("nature", "capacity_increase")

    def judge(self, values: Mapping[str, Any]) -> Finding:
        natures = values["nature"]
        if natures is None:
            return not_stated("nature")
        if "upgrade" not in natures or "upgrade" in self.any_of:
            return KNOWN_YES if self._met(frozenset(natures)) else KNOWN_NO
        return self._judge_upgrade(frozenset(natures) - {"upgrade"}, values["capacity_increase"])

    def tells(self, fact: str, value: Any) -> Hashable:
        if fact != "nature":
            return Stated.tells(self, fact, value)
        return tuple(self.judge({"nature": value, "capacity_increase": adds}) for adds in (True, False))

    def _met(self, natures: frozenset[str]) -> bool:
        return natures <= self.any_of if self.only else bool(natures & self.any_of)

    def _judge_upgrade(self, others: frozenset[str], adds_capacity: bool | None) -> Finding:
        if adds_capacity is not None:
            return self._upgrade(others, adds_capacity)
        either = {self._upgrade(others, True), self._upgrade(others, False)}
        return either.pop() if len(either) == 1 else not_stated("capacity_increase")

    def _upgrade(self, others: frozenset[str], adds_capacity: bool) -> Finding:
        as_stated = others | {"expand"} if adds_capacity else others
        if self._met(as_stated) and (adds_capacity or not self.only):
            return KNOWN_YES
        arguable = self._met(others | {"rebuild"}) and not (adds_capacity and self.only)
        return Finding(UNKNOWN, Cause.INTERPRETATION, frozenset(), None) if arguable else KNOWN_NO

    def evidence(self, table: Table, row: int) -> tuple[Evidence, ...]:
        found = self.at(table, row)
        value = table.columns["nature"].at(row)
        stated = None if value is None else shown("nature", value)
        return (Reading("nature", NAMES[found.truth], "nature", stated, self.words(), _upgrade_note(found)),)

    def words(self) -> Text:
        names = [NATURES[nature] for nature in NATURES if nature in self.any_of]
        listed = Text("、".join(name.zh for name in names), " or ".join(name.en for name in names))
        phrase = Text("建设性质仅为{n}", "the nature of construction is only {n}")
        return (phrase if self.only else Text("建设性质为{n}", "the nature of construction is {n}")).fill(
            n=listed
        )


def _upgrade_note(found: Finding) -> Text | None:
    if found.because & Cause.INTERPRETATION:
        return Text(
            "技术改造是否属于改建,须人工认定",
            "whether a technical upgrade is a rebuild needs a person's decision",
        )
    if "capacity_increase" in found.facts:
        return Text(
            "技术改造新增产能的按扩建计,须说明是否新增产能",
            "an upgrade that adds capacity counts as an expansion",
        )
    return None


@dataclass(frozen=True)
class Industry(Stated):
    """Is the project's industry meant by a defined term?"""

    term: Term

    @property
    def attributes(self) -> tuple[str, ...]:
        return ("industry", "industry_edition", *self.term.statements)

    def judge(self, values: Mapping[str, Any]) -> Finding:
        if values["industry"] is None:
            return not_stated("industry")
        return judge(self.term, values["industry"], values["industry_edition"], values, classification())

    def evidence(self, table: Table, row: int) -> tuple[Evidence, ...]:
        found = self.at(table, row)
        stated = table.columns["industry"].at(row)
        value = found.code or (stated.text if stated else None)
        return (Reading("industry", NAMES[found.truth], "industry", value, self.words(), self.note(found)),)

    def tells(self, fact: str, value: Any) -> Hashable:
        if fact != "industry":
            return Stated.tells(self, fact, value)
        known = classification()
        meant = [known.meanings(code, None) for code in value.codes]
        return frozenset(
            self.term.lists(leaf) for codes in meant for each in codes for leaf in known.classes_below(each)
        )

    def note(self, found: Finding) -> Text | None:
        if found.code is None:
            return None
        name = classification().name(found.code) or ""
        return Text(f"{found.code} {name}", f"{found.code} {name}")

    def words(self) -> Text:
        return Text("行业属于{term}", "the industry is {term}").fill(term=self.term.name)


@dataclass(frozen=True)
class ZoneIndustry:
    """Is the project's industry on a list of codes that the register holds for its zone (a negative list, say)?"""

    field: str
    parts: ClassVar[tuple[()]] = ()

    @property
    def reads(self) -> frozenset[str]:
        return frozenset({"park", "industry", "industry_edition"})

    @property
    def layers(self) -> frozenset[str]:
        return frozenset({"parks"})

    def _by_zone(self, table: Table) -> list[tuple[NDArray[np.bool_], Industry]]:
        zones = Zones(table)
        homes = zones.homes()
        return [
            (rows & (homes == position), self._term(codes))
            for rows, held in zones.values(self.field)
            for position, codes in enumerate(held)
            if codes is not None
        ]

    def _term(self, codes: object) -> Industry:
        listed = (
            frozenset(str(code) for code in codes)
            if isinstance(codes, list | tuple)
            else frozenset({str(codes)})
        )
        return Industry(
            Term(
                f"zone.{self.field}",
                Text(f"园区 {self.field}", f"the zone's {self.field}"),
                listed,
                frozenset(),
            )
        )

    @property
    def key(self) -> Hashable:
        return self

    def basis(self) -> Text:
        return self.words()

    def _found(self, table: Table) -> Answers:
        homes = Zones(table).homes()
        truth = np.where(homes == IN_NO_ZONE, NO, UNKNOWN).astype(np.int8)
        because = np.where(homes == IN_NO_ZONE, np.uint16(0), np.uint16(Cause.MISSING_ATTRIBUTE))
        for rows, industry in self._by_zone(table):
            found = industry.ask(table)
            truth, because = np.where(rows, found.truth, truth), np.where(rows, found.because, because)
        return answers(truth, because)

    def _facts(self, table: Table, found: Answers) -> Mapping[str, NDArray[np.bool_]]:
        held = np.zeros(len(table), dtype=bool)
        missing: dict[str, NDArray[np.bool_]] = {}
        for rows, industry in self._by_zone(table):
            held |= rows
            for fact, lacking in industry.lacks(table).items():
                missing[fact] = missing.get(fact, np.zeros(len(table), bool)) | (lacking & rows)
        return {**missing, **zone_facts(table, self.field, (found.truth == UNKNOWN) & ~held)}

    def ask(self, table: Table) -> Answers:
        found = self._found(table)
        return table.completed(self, found, assumable(self._facts(table, found)))

    def lacks(self, table: Table) -> Mapping[str, NDArray[np.bool_]]:
        found = self._found(table)
        facts = self._facts(table, found)
        return {**facts, **table.lacking(self, found, assumable(facts))}

    def tells(self, fact: str, value: Any) -> Hashable:
        return value if fact in self.reads else None

    def evidence(self, table: Table, row: int) -> tuple[Evidence, ...]:
        stated = table.columns["industry"].at(row)
        truth = NAMES[self.ask(table).truth[row]]
        return (Reading("zone", truth, f"zone.{self.field}", stated.text if stated else None, self.words()),)

    def words(self) -> Text:
        return Text("行业列入园区的 {field}", "the industry is on the zone's {field}").fill(field=self.field)


@dataclass(frozen=True)
class Attribute:
    """Is one attribute of the project equal to, among, or above or below something?"""

    name: str
    comparator: str
    value: Any
    parts: ClassVar[tuple[()]] = ()

    @property
    def reads(self) -> frozenset[str]:
        figures = facts(self.value) if self._compares_with_limit else ()
        return frozenset({self.name, *(fact for fact in figures if not fact.startswith("zone."))})

    @property
    def layers(self) -> frozenset[str]:
        return frozenset()

    @property
    def _compares_with_limit(self) -> bool:
        return isinstance(self.value, ZoneLimit | ProjectLimit | TableLimit | FirstOf)

    @property
    def key(self) -> Hashable:
        return self

    def basis(self) -> Text:
        return self.words()

    def ask(self, table: Table) -> Answers:
        found = self._found(table)
        return table.completed(self, found, assumable(self._facts(table)))

    def _found(self, table: Table) -> Answers:
        if self._compares_with_limit:
            return self._against_limit(table)
        test = self._test(table)
        truth = table.columns[self.name].spread(lambda value: YES if test(value) else NO, UNKNOWN, np.int8)
        return answers(truth, Cause.MISSING_ATTRIBUTE)

    def tells(self, fact: str, value: Any) -> Hashable:
        if fact == self.name and self.comparator in COMPARATORS and not self._compares_with_limit:
            return COMPARATORS[self.comparator](value, self.value)
        return value if fact in self.reads else None

    def _test(self, table: Table) -> Callable[[Any], bool]:
        if self.comparator == "older_than_years":
            day = table.space.on[table.rows[0]].item() if len(table) else None
            return lambda value: bool(value.replace(year=value.year + int(self.value)) < day)
        compare = COMPARATORS[self.comparator]
        return lambda value: compare(value, self.value)

    def _against_limit(self, table: Table) -> Answers:
        stated = table.columns[self.name].spread(float, np.nan, np.float64)
        limit = resolve(self.value, table)
        unknown = np.isnan(stated) | np.isnan(limit)
        compare: Any = COMPARATORS_OF_COLUMNS[self.comparator]
        truth = np.where(unknown, UNKNOWN, np.where(compare(stated, limit), YES, NO)).astype(np.int8)
        return answers(truth, Cause.MISSING_ATTRIBUTE)

    def lacks(self, table: Table) -> Mapping[str, NDArray[np.bool_]]:
        facts = self._facts(table)
        return {**facts, **table.lacking(self, self._found(table), assumable(facts))}

    def _facts(self, table: Table) -> Mapping[str, NDArray[np.bool_]]:
        missing = {self.name: table.columns[self.name].missing}
        if self._compares_with_limit:
            unknown = np.isnan(resolve(self.value, table))
            missing |= {fact: unknown & self._fact_missing(table, fact) for fact in facts(self.value)}
        return missing

    def _fact_missing(self, table: Table, fact: str) -> NDArray[np.bool_]:
        column = table.columns.get(fact)
        return column.missing if column is not None else np.ones(len(table), dtype=bool)

    def evidence(self, table: Table, row: int) -> tuple[Evidence, ...]:
        value = table.columns[self.name].at(row)
        truth = NAMES[self.ask(table.take(np.array([row]))).truth[0]]
        return (
            Reading(
                "attribute",
                truth,
                self.name,
                None if value is None else shown(self.name, value),
                self.words(),
            ),
        )

    def words(self) -> Text:
        wanted = limit_words(self.value) if self._compares_with_limit else self.value
        label = VOCABULARY[self.name].label
        return Text("{name}{test}", "{name} {test}").fill(
            name=label, test=comparison_words(self.comparator, wanted)
        )


COMPARATORS_OF_COLUMNS = {
    "at_least": np.greater_equal,
    "at_most": np.less_equal,
    "more_than": np.greater,
    "less_than": np.less,
}
