"""Which decisions are in a file? Read strictly, with every fault by file and line; nothing is applied here."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from zonecheck import yaml_text
from zonecheck.errors import InputError, Problem
from zonecheck.rules.decision import Decision, DecisionsText, DecisionText
from zonecheck.rules.faults import fit
from zonecheck.words import Text
from zonecheck.yaml_text import Document


@dataclass(frozen=True, slots=True)
class Decisions:
    """The entries of one file, which the user knows as `source`."""

    source: str
    sha256: str
    entries: tuple[Decision, ...]


def read(path: Path) -> Decisions:
    """The decisions in a file. Raises InputError with every fault of it."""
    name = str(path)
    try:
        if path.exists() and not path.is_file():
            raise InputError(Problem(name, _NOT_A_FILE))
        data = path.read_bytes()
    except OSError as error:
        raise InputError(Problem(name, _UNREADABLE.fill(reason=error.strerror or error))) from error
    document = yaml_text.load(data, name)
    text, misfits = fit(document.value, DecisionsText, document.lines)
    problems = [document.problem(misfit.path, misfit.text) for misfit in misfits]
    problems += _backward(text, document) if text else []
    if text is None or problems:
        raise InputError(*problems)
    entries = tuple(_entry(each, document, position) for position, each in enumerate(text.root))
    return Decisions(name, hashlib.sha256(data).hexdigest(), entries)


def _backward(text: DecisionsText, document: Document) -> list[Problem]:
    return [
        document.problem((position, "expires"), _BACKWARD)
        for position, each in enumerate(text.root)
        if each.expires < each.granted
    ]


def _entry(text: DecisionText, document: Document, position: int) -> Decision:
    where = f"{document.name}:{document.line((position,))}"
    return Decision(**text.model_dump(), where=where)


_NOT_A_FILE = Text("不是普通文件", "is not a plain file")
_UNREADABLE = Text("无法读取:{reason}", "cannot be read: {reason}")
_BACKWARD = Text("失效日早于作出日", "expires before it was granted")
