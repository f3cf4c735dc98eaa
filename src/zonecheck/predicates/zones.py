"""In which zone is the project, and what does the register say of that zone? Questions to the park layer as a register.

A zone with a public outline is found by geometry; one without, by the park that the project declares. Nothing here
judges whether a project lies in a given park: that is a question of space (`declared`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from zonecheck.layers.selection import spelling
from zonecheck.predicates.chosen import Where
from zonecheck.predicates.space import Question
from zonecheck.predicates.wording import comparison_words, field_words
from zonecheck.projects.table import distinct_days
from zonecheck.projects.vocabulary import VOCABULARY
from zonecheck.results import Reading
from zonecheck.truth import NAMES, NO, UNKNOWN, YES, Answers, Cause, answers
from zonecheck.words import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonecheck.layers.layer import Layer
    from zonecheck.predicates.space import Space
    from zonecheck.predicates.table import Table
    from zonecheck.results import Evidence

REGISTER = "parks"
IN_NO_ZONE, NOT_KNOWN = -1, -2
NONE = "none"
METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True, eq=False)
class Zones:
    """The register as seen from one table."""

    table: Table

    @property
    def register(self) -> Layer | None:
        return self.table.space.layers.get(REGISTER)

    def homes(self) -> NDArray[np.intp]:
        """For each row the position of its zone in the register, IN_NO_ZONE or NOT_KNOWN."""
        return self.table.remember(Zones, self._homes)

    def _homes(self) -> NDArray[np.intp]:
        register = self.register
        if register is None:
            return np.full(len(self.table), NOT_KNOWN, dtype=np.intp)
        declared = self.table.columns["park"].spread(lambda name: zone_of(register, name), NOT_KNOWN, np.intp)
        home = declared
        for position, outline in enumerate(register.geometry):
            if outline is None:
                doubt = (declared == IN_NO_ZONE) & near(self.table, register.properties[position])
            else:
                lies = self._lies_in(register.names[position])
                doubt = np.where(declared == position, lies == NO, lies == UNKNOWN)
            home = np.where(doubt, NOT_KNOWN, home)
        return self._outlined(home)

    def _outlined(self, home: NDArray[np.intp]) -> NDArray[np.intp]:
        """A zone whose outline holds the site is its home, whatever else is in doubt."""
        register = self.register
        for position, outline in enumerate(register.geometry if register else ()):
            if register and outline is not None:
                home = np.where(self._lies_in(register.names[position]) == YES, position, home)
        return home

    def standing(self) -> Iterator[NDArray[np.int8]]:
        """How each site stands to each zone: the truth that it lies in an outline, or whether it comes near a zone without."""
        register = self.register
        if register is None:
            return
        for position, outline in enumerate(register.geometry):
            if outline is None:
                yield near(self.table, register.properties[position]).astype(np.int8)
            else:
                yield self._lies_in(register.names[position])

    def _lies_in(self, name: str) -> NDArray[np.int8]:
        return self.table.measured(Question("intersects", REGISTER, Where("name", ((name,),)))).truth

    def values(self, field: str) -> Iterator[tuple[NDArray[np.bool_], list[Any]]]:
        """For each day: the rows judged by it, and what the register then holds under `field`, zone by zone.

        None stands where it holds nothing.
        """
        properties = self.register.properties if self.register else ()
        found, day_of = distinct_days(self.table.space.on[self.table.rows])
        for position, day in enumerate(found):
            yield day_of == position, [on_day(each.get(field), day.astype(object)) for each in properties]

    def value(self, field: str, row: int) -> Any:
        """What the register holds under `field` for the zone of one row on its day; None where it holds nothing."""
        home = self.homes()[row]
        if self.register is None or home < 0:
            return None
        day = self.table.space.on[self.table.rows[row]].astype(object)
        return on_day(self.register.properties[home].get(field), day)

    def figures(self, field: str) -> NDArray[np.float64]:
        """The figure under `field` for each row, NaN where the zone or its figure is not known."""
        return self.spread(field, _figure, unknown=np.nan, nowhere=np.nan)

    def spread(
        self, field: str, of_value: Callable[[Any], Any], *, unknown: Any, nowhere: Any
    ) -> NDArray[Any]:
        """`of_value` of what the register holds for each row; `unknown` without a zone, `nowhere` where in none."""
        found = np.full(len(self.table), unknown)
        homes = self.homes()
        for rows, held in self.values(field):
            table = np.array([*map(of_value, held), unknown, nowhere])  # reached as NOT_KNOWN and IN_NO_ZONE
            found = np.where(rows, table[homes], found)
        return found


def zone_of(register: Layer, name: str) -> int:
    """The zone that a declared name means, by name, alias or id; NOT_KNOWN if several bear it or none does."""
    if name == NONE:
        return IN_NO_ZONE
    wanted = spelling(name)
    bearing = [position for position, known in enumerate(register.spellings) if wanted in known]
    return bearing[0] if len(bearing) == 1 else NOT_KNOWN


def near(table: Table, properties: Mapping[str, Any]) -> NDArray[np.bool_]:
    """Whether each site comes into the stated circle around the place of a park without an outline.

    The circle is a generous reading, so the box of the site and a plane of degrees are exact enough.
    """
    circle = properties.get("near")
    if not circle:
        return np.zeros(len(table), dtype=bool)
    lon, lat, radius_m = circle["lon"], circle["lat"], circle["radius_m"]
    key = ("near", lon, lat, radius_m)
    return table.space.remember(key, lambda: _near(table.space, lon, lat, radius_m))[table.rows]


def _near(space: Space, lon: float, lat: float, radius_m: float) -> NDArray[np.bool_]:
    west, south, east, north = space.bounds.T
    degrees_east = np.maximum(np.maximum(west - lon, lon - east), 0.0) * np.cos(np.radians(lat))
    degrees_north = np.maximum(np.maximum(south - lat, lat - north), 0.0)
    return np.asarray(np.hypot(degrees_east, degrees_north) * METRES_PER_DEGREE <= radius_m)


def names_of(properties: Mapping[str, Any]) -> tuple[str, ...]:
    return (str(properties.get("name", "")), *properties.get("aliases", ()))


def on_day(value: Any, day: date) -> Any:
    """A value of the register as it stands on a day: plain, or dated as a list of `{value, from, until}`.

    Both days are included and either may be left out; on days that no entry covers, and where a day cannot be read,
    nothing is known.
    """
    if isinstance(value, list | tuple) and value and all(isinstance(each, Mapping) for each in value):
        value = next((each.get("value") for each in value if _covers(each, day)), None)
    return _YES_NO.get(value, value) if isinstance(value, str) else value


def _covers(entry: Mapping[str, Any], day: date) -> bool:
    try:
        first, last = (date.fromisoformat(str(entry.get(key) or day)) for key in ("from", "until"))
    except ValueError:
        return False
    return first <= day <= last


_YES_NO = {"yes": True, "no": False, "true": True, "false": False, "是": True, "否": False}


def _figure(value: Any) -> float:
    """A number, or text that is nothing but one, as tables write it."""
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        return float(value)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else np.nan


_NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]{1,9})?")


@dataclass(frozen=True)
class Zone:
    """Does the register say of the project's zone that `field` is ...? A project in no zone: no.

    Where the register is silent and `field` is also something that a project states, its statement answers; where
    the two contradict each other, the answer is unknown.
    """

    field: str
    comparator: str
    value: Any
    parts: ClassVar[tuple[()]] = ()

    @property
    def reads(self) -> frozenset[str]:
        return frozenset({"park"} | ({self.field} & VOCABULARY.keys()))

    @property
    def layers(self) -> frozenset[str]:
        return frozenset({REGISTER})

    @property
    def key(self) -> Hashable:
        return self

    def _test(self, value: Any) -> np.int8:
        test, figure = COMPARATORS[self.comparator], _figure(value)
        if self.comparator not in ("is", "in"):
            value = None if np.isnan(figure) else figure
        if value is None:
            return UNKNOWN
        return YES if test(value, self.value) or test(figure, self.value) else NO

    def _found(self, table: Table) -> Answers:
        zones = Zones(table)
        held = zones.spread(self.field, self._test, unknown=UNKNOWN, nowhere=NO)
        stated = self._stated(table)
        against = (held != UNKNOWN) & (stated != UNKNOWN) & (held != stated) & (zones.homes() != IN_NO_ZONE)
        unsaid = self._perhaps_elsewhere(table, stated)
        truth = np.select([against, held != UNKNOWN, unsaid], [UNKNOWN, held, UNKNOWN], stated).astype(
            np.int8
        )
        because = np.where(against, np.uint16(Cause.CONTRADICTION), np.uint16(Cause.MISSING_ATTRIBUTE))
        return answers(truth, because)

    def _perhaps_elsewhere(self, table: Table, stated: NDArray[np.int8]) -> NDArray[np.bool_]:
        """Where a project says nothing of its park and its statement is not firm without: it may be in none, of which
        nothing is so, or in one of which the register says otherwise."""
        somewhere = np.zeros(len(table), dtype=bool)
        for rows, held in Zones(table).values(self.field):
            somewhere |= rows & any(self._test(value) == YES for value in held)
        silent = (Zones(table).homes() == NOT_KNOWN) & table.columns["park"].missing
        return np.asarray(silent & ((stated == YES) | ((stated == NO) & somewhere)))

    def _stated(self, table: Table) -> NDArray[np.int8]:
        """What the project states of the same matter."""
        if self.field not in VOCABULARY:
            return np.full(len(table), UNKNOWN)
        return table.columns[self.field].spread(self._test, UNKNOWN, np.int8)

    def _field(self, table: Table, found: Answers) -> Mapping[str, NDArray[np.bool_]]:
        unknown = (found.truth == UNKNOWN) & (found.because & Cause.CONTRADICTION == 0)
        unsaid = unknown & self._perhaps_elsewhere(table, self._stated(table))
        stated = {self.field: unknown & ~unsaid} if self.field in VOCABULARY else {}
        facts = zone_facts(table, self.field, unknown & ~unsaid)
        return {**stated, **facts, "park": facts["park"] | unsaid}

    def ask(self, table: Table) -> Answers:
        found = self._found(table)
        return table.completed(self, found, assumable(self._field(table, found)))

    def lacks(self, table: Table) -> Mapping[str, NDArray[np.bool_]]:
        found = self._found(table)
        facts = self._field(table, found)
        return {**facts, **table.lacking(self, found, assumable(facts))}

    def tells(self, fact: str, value: object) -> Hashable:
        return self._test(value) if fact == self.field else value if fact == "park" else None

    def basis(self) -> Text:
        return self.words()

    def evidence(self, table: Table, row: int) -> tuple[Evidence, ...]:
        truth = NAMES[table.remember((Zone, self), lambda: self.ask(table)).truth[row]]
        value = Zones(table).value(self.field, row)
        stated = table.columns[self.field].at(row) if self.field in VOCABULARY else None
        name = f"zone.{self.field}" if value is not None or stated is None else self.field
        known = stated if value is None else value
        told = None if known is None else {True: "yes", False: "no"}.get(known, str(known))
        said = (Zone, self, truth, name, told)
        return table.remember(said, lambda: (Reading("zone", truth, name, told, self.words()),))

    def words(self) -> Text:
        test = comparison_words(self.comparator, self.value, self.field)
        return Text("园区登记的{field}{test}", "the zone's {field} {test}").fill(
            field=field_words(self.field), test=test
        )


def zone_facts(table: Table, field: str, unknown: NDArray[np.bool_]) -> Mapping[str, NDArray[np.bool_]]:
    """What would settle a question about a zone: its field in the register, or first which zone it is.

    Where the zone is not known, the field counts as held as soon as any zone holds it (contract, section 2).
    """
    homeless = Zones(table).homes() == NOT_KNOWN
    held = np.zeros(len(table), dtype=bool)
    for rows, values in Zones(table).values(field):
        held |= rows & any(value is not None for value in values)
    return {f"zone.{field}": unknown & (~homeless | ~held), "park": unknown & homeless & held}


def assumable(facts: Mapping[str, NDArray[np.bool_]]) -> Mapping[str, NDArray[np.bool_]]:
    """The facts that a completion can only assume; the park it can fill in."""
    return {fact: rows for fact, rows in facts.items() if fact.startswith("zone.")}


COMPARATORS: Mapping[str, Callable[[Any, Any], bool]] = {
    "is": lambda value, wanted: bool(value == wanted),
    "in": lambda value, wanted: value in wanted,
    "at_least": lambda value, wanted: bool(value >= wanted),
    "at_most": lambda value, wanted: bool(value <= wanted),
    "more_than": lambda value, wanted: bool(value > wanted),
    "less_than": lambda value, wanted: bool(value < wanted),
}
