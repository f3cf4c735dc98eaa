"""What can go wrong so that a question cannot be asked?

    ZonecheckError
    ├── UsageError     the command line or the configuration asks for something that is not there
    ├── InputError     a project file, or one project in it, cannot be read
    │   └── LimitError     ... because a stated limit on size, vertices, depth or time was reached
    ├── PackError      a rule pack cannot be used
    ├── LayerError     a layer or a catalogue cannot be used
    ├── OutputError    a result could not be written
    └── InstallationError    what is installed does not compute right

A verdict is never an exception. Every error carries all problems found, each with *where, what is wrong and
what would be right*, in both languages.
"""

from __future__ import annotations

from dataclasses import dataclass

from zonecheck.words import Language, Text


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. `where` is a path, `path:line`, or an attribute; empty where there is none."""

    where: str
    text: Text

    def __call__(self, language: Language) -> str:
        return f"{self.where}: {self.text(language)}" if self.where else self.text(language)


class ZonecheckError(Exception):
    """The question could not be asked; `problems` says why, one entry per fault."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(problem("en") for problem in problems))
        self.problems = problems


class UsageError(ZonecheckError):
    """The command line or the configuration asks for something that is not there."""


class InputError(ZonecheckError):
    """A project file, or one project in it, cannot be read."""


class LimitError(InputError):
    """A stated limit on size, vertices, depth or time was reached."""


class PackError(ZonecheckError):
    """A rule pack cannot be used."""


class LayerError(ZonecheckError):
    """A layer or a catalogue cannot be used."""


class OutputError(ZonecheckError):
    """A result could not be written."""


class InstallationError(ZonecheckError):
    """What is installed does not compute right: nothing it would say could be trusted."""
