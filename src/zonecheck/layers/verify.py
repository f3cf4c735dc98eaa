"""Which registered layers can be used as they lie there today? Every file is read again and its hash recomputed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from zonecheck.errors import Problem
from zonecheck.layers.faults import Fault, UnusableLayerError
from zonecheck.layers.read import read
from zonecheck.words import Text

if TYPE_CHECKING:
    from zonecheck.layers.catalogue import Catalogue
    from zonecheck.layers.layer import Layer
    from zonecheck.layers.registration import Registration


@dataclass(frozen=True, slots=True, eq=False)
class Condition:
    """`layer` is None where it cannot be read. A stale layer can be read: its answers are unknown."""

    id: str
    layer: Layer | None
    faults: tuple[Fault, ...]

    @property
    def sound(self) -> bool:
        return not self.faults


def verify(catalogue: Catalogue, on: date) -> tuple[Condition, ...]:
    """The condition of every registered layer on one day, in the order of the catalogue."""
    return tuple(_condition(registration, on) for registration in catalogue.registered.values())


def _condition(registration: Registration, on: date) -> Condition:
    stale = _stale(registration, on)
    try:
        return Condition(registration.entry.id, read(registration), stale)
    except UnusableLayerError as error:
        return Condition(registration.entry.id, None, (*error.faults, *stale))


def _stale(registration: Registration, on: date) -> tuple[Fault, ...]:
    last = registration.entry.valid_until
    if last is None or on <= last:
        return ()
    return (Fault("stale", Problem(registration.where, _STALE.fill(last=last.isoformat()))),)


_STALE = Text(
    "valid_until 为 {last},已过;请换用现行数据,此前凡依据该图层的判断均为未知",
    "valid_until {last} has passed; replace it by current data, until then every answer from it is unknown",
)
