"""How far is the site from a named river, as surveyed? A list of statements, each with its source and accuracy.

A statement without river, distance, source or accuracy is refused: it could settle what the map leaves open.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from zonecheck.projects import choices, spelling
from zonecheck.projects.quantities import Unreadable, choose, metres
from zonecheck.words import Text

_KEYS = {
    "river": ("river", "河流", "河流名称"),
    "distance_m": ("distance_m", "distance", "距离", "距离(米)", "距离(m)"),
    "baseline": ("baseline", "基线", "岸线类型", "起算线"),
    "source": ("source", "来源", "测绘单位", "依据"),
    "accuracy_m": ("accuracy_m", "accuracy", "精度", "精度(米)", "精度(m)"),
}
_KEY_OF = {spelling.key(name): key for key, names in _KEYS.items() for name in names}


@dataclass(frozen=True, slots=True)
class BankDistance:
    """One surveyed distance from the site to the bank of a river, in metres; `baseline` None where not stated."""

    river: str
    distance_m: float
    baseline: str | None
    source: str
    accuracy_m: float

    def __str__(self) -> str:
        return f"{self.river} {self.distance_m:.12g} m ±{self.accuracy_m:.12g} m ({self.source})"


def bank_distances(raw: object) -> tuple[BankDistance, ...] | None:
    """The statements in a list, a single one, or their JSON text; raises Unreadable."""
    if isinstance(raw, str):
        raw = _from_json(raw)
    entries = [raw] if isinstance(raw, Mapping) else raw
    if not isinstance(entries, Sequence) or not all(isinstance(entry, Mapping) for entry in entries):
        raise Unreadable(_NO_LIST)
    return tuple(_statement(entry) for entry in entries) or None


def _from_json(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise Unreadable(_NO_LIST) from None


def _statement(entry: Mapping[str, object]) -> BankDistance:
    stated = {_KEY_OF.get(spelling.key(str(key)), str(key)): value for key, value in entry.items()}
    strange = sorted(stated.keys() - _KEYS.keys())
    if strange:
        raise Unreadable(_STRANGE.fill(key=strange[0][:40], keys=", ".join(_KEYS)))
    baseline = stated.get("baseline")
    return BankDistance(
        _text(stated, "river"),
        _metres(stated, "distance_m"),
        None if baseline in (None, "") else choose(baseline, choices.BASELINE),
        _text(stated, "source"),
        _metres(stated, "accuracy_m"),
    )


def _text(stated: Mapping[str, object], key: str) -> str:
    value = stated.get(key)
    if not isinstance(value, str) or spelling.says_nothing(value):
        raise Unreadable(_LACKS.fill(key=key))
    if point := spelling.invisible(value):
        raise Unreadable(
            Text("“{key}”含不可见字符 {p}", "'{key}' holds the invisible character {p}").fill(
                key=key, p=point
            )
        )
    return value.strip()


def _metres(stated: Mapping[str, object], key: str) -> float:
    value = stated.get(key)
    if value is None or (isinstance(value, str) and spelling.says_nothing(value)):
        raise Unreadable(_LACKS.fill(key=key))
    return metres(value)


_NO_LIST = Text(
    "应为列表,每项写明 river、distance_m、source、accuracy_m(可加 baseline)",
    "expected a list whose entries give river, distance_m, source and accuracy_m (and may give baseline)",
)
_LACKS = Text(
    "缺少“{key}”:测量距离须写明河流、距离、来源和精度",
    "'{key}' is missing: give river, distance_m, source, accuracy_m",
)
_STRANGE = Text("不认识的键“{key}”;可填:{keys}", "unknown key '{key}'; expected {keys}")
