"""Which decisions are in a file? Read strictly, with every fault by file and line; nothing is applied here."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from itertools import combinations
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
    problems += [*_backward(text, document), *_contradicting(text, document)] if text else []
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


def _contradicting(text: DecisionsText, document: Document) -> list[Problem]:
    """Two decisions of one question that hold on the same day and say different things: which one counts is not for
    the order in the file to say."""
    return [
        document.problem((later, "decides"), _CONTRADICTS.fill(line=document.line((earlier,))))
        for (earlier, one), (later, other) in combinations(enumerate(text.root), 2)
        if _same_question(one, other) and one.decides != other.decides
    ]


def _same_question(one: DecisionText, other: DecisionText) -> bool:
    same = all(getattr(one, key) == getattr(other, key) for key in ("rule", "project", "outline", "facts"))
    return same and one.granted <= other.expires and other.granted <= one.expires


def _entry(text: DecisionText, document: Document, position: int) -> Decision:
    where = f"{document.name}:{document.line((position,))}"
    return Decision(**text.model_dump(), where=where)


_NOT_A_FILE = Text("不是普通文件", "is not a plain file")
_UNREADABLE = Text("无法读取:{reason}", "cannot be read: {reason}")
_CONTRADICTS = Text(
    "与第 {line} 行对同一事项的认定相互矛盾,且有效期重叠;请撤去其一",
    "contradicts the decision on the same question in line {line}, and both hold on the same days; withdraw one",
)
_BACKWARD = Text("失效日早于作出日", "expires before it was granted")
