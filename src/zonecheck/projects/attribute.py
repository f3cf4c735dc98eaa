"""What is an attribute of a project? A key, the other names people use for it, and what values it can take.

It holds no attribute itself: those stand in `vocabulary`, their values in `choices`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from zonecheck.words import Text

Kind = Literal[
    "name",  # text that is only printed
    "text",  # text that is compared
    "park",  # text, or `none`
    "date",
    "codes",
    "choice",
    "choices",
    "yes_no",
    "metres",
    "radius",
    "share",
    "number",
    "distances",
]


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that can be stated: its canonical form, its label, and further spellings of it."""

    value: str
    label: Text
    spellings: tuple[str, ...] = ()

    @property
    def written(self) -> tuple[str, ...]:
        """Every spelling, the canonical one first."""
        return (self.value, self.label.zh, self.label.en, *self.spellings)


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute. `choices` also gives a yes/no attribute its own words for `yes` and `no`.

    A value of a `vital` attribute that is there and cannot be read makes the project invalid: the default that
    silence stands for must not be taken instead. `empty_only`: words such as 不详 are then no silence either.
    """

    key: str
    kind: Kind
    label: Text
    names: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    vital: bool = False
    empty_only: bool = False
