"""Where the form of a pack is faulty, what can still be said about the meaning of the rest?

An author should see every fault at once. So each faulty part is replaced by a harmless one, and faults of meaning
that the replacement itself may have caused are kept silent. A mended pack is never used for anything else.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from zonecheck.rules.faults import Misfit, fit
from zonecheck.rules.language import PackText
from zonecheck.yaml_text import Document, Path

_WORDS = {"zh": "-", "en": "-"}
_QUESTION = {"nature": ["new", "relocate"]}
_QUESTIONS = ("applies_to", "forbids", "requires", "unless")
_OF_EFFECT = [(key,) for key in ("forbids", "requires", "unless", "if_unmet", "waivable", "certainty")]
_PACK: dict[str, Any] = {
    "id": "mended",
    "title": _WORDS,
    "level": "national",
    "rank": "law",
    "document": {"number": "-", "issuer": "-", "issued": "1949-10-01"},
    "in_force": {"from": "1949-10-01"},
    "jurisdiction": "everywhere",
    "provisions": [{"at": "-", "reason": _WORDS}],
}
_RULE: dict[str, Any] = {
    "id": "mended",
    "title": _WORDS,
    "cites": {"at": "-", "quote": "-"},
    "effect": "review",
}
_TERM = {"name": _WORDS, "yes": ["2511"]}
_TABLE = {"2511": "1"}


@dataclass(frozen=True, slots=True)
class Mended:
    """A pack that can be read, and the places where it no longer says what its author wrote."""

    text: PackText
    places: frozenset[Path]

    def silent(self, path: Path) -> bool:
        """Whether a fault of meaning at `path` may come from the mending."""
        if any(path[: len(place)] == place for place in self.places):
            return True
        if path[:1] == ("rules",):
            touched = {place for place in self.places if place[:2] == path[:2]}
            of_effect = (*path[:2], "effect") in touched and path[2:] in _OF_EFFECT
            return bool(touched) and (len(path) == 2 or path[2] == "needs" or of_effect)
        return path[:1] == ("provisions",) and any(place[2:3] == ("id",) for place in self.places)


def mend(document: Document, misfits: Sequence[Misfit]) -> Mended | None:
    """The pack with its faulty parts replaced; None where too little of it stands."""
    if not isinstance(document.value, dict) or not isinstance(document.value.get("rules"), list):
        return None
    value: dict[str, Any] = copy.deepcopy(document.value)
    places = frozenset(_mend(value, misfit) for misfit in misfits)
    text, _ = fit(value, PackText, document.lines)
    return Mended(text, places) if text else None


def _mend(value: dict[str, Any], misfit: Misfit) -> Path:
    """Replace one faulty part in place; the path of what was replaced."""
    path = misfit.path if misfit.missing is None else (*misfit.path, misfit.missing)
    if misfit.unknown:
        return _replace(value, path, None)
    match path:
        case ("rules", int(), *_):
            return _mend_rule(value, path)
        case ("provisions", int(), *_):
            return _mend_provision(value, path)
        case ("terms", _, *_):
            return _mend_part(value, path, _TERM)
        case ("tables" | "not_checked" as kind, _, *_):
            return _replace(value, path[:2], _TABLE if kind == "tables" else _WORDS)
    return _replace(value, path[:1], _PACK.get(str(path[0]))) if path else path


def _mend_rule(value: dict[str, Any], path: Path) -> Path:
    if len(path) > 2 and path[2] in _QUESTIONS:
        return _replace(value, _question(path), _QUESTION)
    return _mend_part(value, path, _RULE)


def _mend_part(value: dict[str, Any], path: Path, harmless: dict[str, Any]) -> Path:
    """Replace one key of a rule or a term, or all of it where it is no mapping at all."""
    if len(path) < 3 or not isinstance(_at(value, path[:2]), dict):
        return _replace(value, path[:2], harmless)
    return _replace(value, path[:3], harmless.get(str(path[2])))


def _mend_provision(value: dict[str, Any], path: Path) -> Path:
    """A provision keeps its address, so that its sentence does not seem to be forgotten."""
    given = value["provisions"][path[1]]
    at = given.get("at") if isinstance(given, dict) else None
    replaced = {"at": at if isinstance(at, str) else "-", "reason": _WORDS}
    if isinstance(given, dict) and isinstance(given.get("rules"), list) and path[2:3] != ("rules",):
        replaced["rules"] = given["rules"]
    return _replace(value, path[:2], replaced)


def _question(path: Path) -> Path:
    """The smallest question that holds the fault."""
    ends = [3, *(end for end in range(4, len(path) + 1) if _is_question(path, end))]
    return path[: ends[-1]]


def _is_question(path: Path, end: int) -> bool:
    return path[end - 1] == "not" or (isinstance(path[end - 1], int) and path[end - 2] in ("all", "any"))


def _replace(value: Any, path: Path, new: Any) -> Path:
    """Put `new` in place; where it is None, take the key away."""
    parent = _at(value, path[:-1])
    if isinstance(parent, dict) and new is None:
        parent.pop(path[-1], None)
    elif isinstance(parent, dict | list) and new is not None:
        parent[path[-1]] = copy.deepcopy(new)  # type: ignore[index]
    return path


def _at(value: Any, path: Path) -> Any:
    """The part at `path`; None where an earlier replacement took it away."""
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return None
    return value
