"""Of which nature is the construction? New, relocated, rebuilt, expanded, upgraded, or several at once."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zonecheck.predicates.stated import KNOWN_NO, KNOWN_YES, Stated, not_stated
from zonecheck.predicates.terms import Finding
from zonecheck.projects.vocabulary import NATURES, shown
from zonecheck.results import Reading
from zonecheck.truth import NAMES, UNKNOWN, Cause
from zonecheck.words import Text

if TYPE_CHECKING:
    from zonecheck.predicates.table import Table
    from zonecheck.results import Evidence


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
        return Finding(UNKNOWN, Cause.INTERPRETATION, frozenset()) if arguable else KNOWN_NO

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
