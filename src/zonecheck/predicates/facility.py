"""What kind of facility is the project? A question with a stated reading of silence.

A project of the manufacturing divisions (GB/T 4754, 13 to 43) that does not say is a plant, and the reading is printed; of
any other project, and of one whose statement could not be read, it is not known.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zonecheck.predicates.stated import KNOWN_NO, KNOWN_YES, Stated
from zonecheck.predicates.terms import Finding
from zonecheck.predicates.wording import comparison_words
from zonecheck.predicates.zones import COMPARATORS
from zonecheck.projects.choices import FACILITY, UNREAD
from zonecheck.projects.vocabulary import VOCABULARY
from zonecheck.results import Reading
from zonecheck.truth import NAMES, UNKNOWN, Cause
from zonecheck.words import Text

if TYPE_CHECKING:
    from zonecheck.predicates.table import Table
    from zonecheck.projects.industry import Codes
    from zonecheck.results import Evidence

PLANT = "plant"
_MANUFACTURING = range(13, 44)


@dataclass(frozen=True)
class Facility(Stated):
    """Is the facility this one, or one of these?"""

    comparator: str
    value: Any

    @property
    def attributes(self) -> tuple[str, ...]:
        return ("facility", "industry")

    def judge(self, values: Mapping[str, Any]) -> Finding:
        facility = values["facility"] or silent_reading(values["industry"])
        if facility in (None, UNREAD):
            facts = {"facility"} | ({"industry"} if values["industry"] is None else set())
            return Finding(UNKNOWN, Cause.MISSING_ATTRIBUTE, frozenset(facts))
        return KNOWN_YES if COMPARATORS[self.comparator](facility, self.value) else KNOWN_NO

    def tells(self, fact: str, value: Any) -> Hashable:
        if fact == "facility":
            return COMPARATORS[self.comparator](value, self.value)
        return silent_reading(value) if fact == "industry" else None

    def evidence(self, table: Table, row: int) -> tuple[Evidence, ...]:
        truth = NAMES[table.remember((Facility, self), lambda: self.ask(table)).truth[row]]
        stated = table.columns["facility"].at(row)
        value = None if stated == UNREAD else stated
        note = SILENCE if reads_silence(table, row) else None
        return (Reading("attribute", truth, "facility", value, self.words(), note),)

    def words(self) -> Text:
        labels = {choice.value: choice.label for choice in FACILITY}
        wanted = self.value if isinstance(self.value, tuple) else (self.value,)
        named = [labels[value] for value in wanted]
        listed = Text("、".join(each.zh for each in named), " or ".join(each.en for each in named))
        return Text("{name}{test}", "{name} {test}").fill(
            name=VOCABULARY["facility"].label, test=comparison_words("is", listed)
        )


def silent_reading(codes: Codes | None) -> str | None:
    """What a project with these industry codes is taken for if it does not say."""
    divisions = [code[:2] for code in codes.codes] if codes else []
    manufacturing = all(each.isdigit() and int(each) in _MANUFACTURING for each in divisions)
    return PLANT if divisions and manufacturing else None


def reads_silence(table: Table, row: int) -> bool:
    """Whether the kind of facility of one project is a reading of its silence."""
    return bool(
        table.columns["facility"].at(row) is None and silent_reading(table.columns["industry"].at(row))
    )


SILENCE = Text("未申报“设施类别”，按一般项目计", "the kind of facility is not stated and read as a plant")
