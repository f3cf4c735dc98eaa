"""Which industry is it? Asked of a defined term, or of a list of codes that a zone keeps."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from zonecheck.predicates.stated import Stated, not_stated
from zonecheck.predicates.terms import Finding, Term, judge
from zonecheck.predicates.wording import field_words
from zonecheck.predicates.zones import IN_NO_ZONE, Zones, assumable, zone_facts
from zonecheck.projects.industry import classification
from zonecheck.results import Reading
from zonecheck.truth import NAMES, NO, UNKNOWN, Answers, Cause, answers
from zonecheck.words import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonecheck.predicates.table import Table
    from zonecheck.results import Evidence


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
        return frozenset().union(*map(self._words_of, value.codes))

    def _words_of(self, code: str) -> frozenset[str]:
        """What the term says of the classes that a written code may mean."""
        if code not in self._known:
            known = classification()
            meant = (leaf for each in known.meanings(code, None) for leaf in known.classes_below(each))
            self._known[code] = frozenset(map(self.term.lists, meant))
        return self._known[code]

    @cached_property
    def _known(self) -> dict[str, frozenset[str]]:
        return {}

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
                Text("园区{field}", "the zone's {field}").fill(field=field_words(self.field)),
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
        truth = NAMES[table.remember((ZoneIndustry, self), lambda: self.ask(table)).truth[row]]
        text = stated.text if stated else None
        said = (ZoneIndustry, self, truth, text)
        return table.remember(
            said, lambda: (Reading("zone", truth, f"zone.{self.field}", text, self.words()),)
        )

    def words(self) -> Text:
        phrase = Text("行业列入园区的{field}", "the industry is on the zone's {field}")
        return phrase.fill(field=field_words(self.field))
