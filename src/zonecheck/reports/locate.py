"""Where in the input does a project stand, as machines name it, and which finding is the same one next time?

Paths are those the user typed, with forward slashes. Nothing here looks at a disk.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from pathlib import PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING
from urllib.parse import quote

from zonecheck.reports.terminal import safe

if TYPE_CHECKING:
    from zonecheck.results import ProjectResult

_STANDARD_INPUT = "stdin"


def path_of(source: str) -> str:
    """The path with forward slashes and without a leading `./`; standard input is called `stdin`."""
    if source == "-":
        return _STANDARD_INPUT
    path = PureWindowsPath(source).as_posix() if "\\" in source else PurePosixPath(source).as_posix()
    return safe(path)


def uri_of(source: str) -> str:
    """The path as a URI reference, relative unless the user typed an absolute path."""
    path = path_of(source)
    absolute = path.startswith("/") or PureWindowsPath(path).is_absolute()
    prefix = "file://" + ("" if path.startswith("/") else "/") if absolute else ""
    quoted = quote(path, safe="/:" if absolute else "/")
    return prefix + quoted


def line_of(project: ProjectResult) -> int:
    """The first line of the project, counted from 1; 1 where its format has no lines."""
    return project.line or 1


class Fingerprints:
    """Gives each finding of a run a mark that is its own and stays the same while project and rule do.

    It is made of the rule, the file and the project's id, else its outline, else its position; a finding that would
    get a mark already given is told apart by a number.
    """

    def __init__(self) -> None:
        self._given: Counter[str] = Counter()

    def of(self, project: ProjectResult, what: str) -> str:
        known = project.id or project.outline or str(project.index)
        return self.of_text(path_of(project.source), known, what)

    def of_text(self, *parts: str) -> str:
        mark = "\n".join(safe(part) for part in parts)
        self._given[mark] += 1
        turn = self._given[mark]
        return hashlib.sha256(f"{mark}\n{turn}".encode()).hexdigest()
