"""Which features does a rule mean, and does the layer hold all of them?

A feature that does not state the key may be meant: its membership is unknown. A selection is complete only
where the catalogue says so (contract, section 4); a name that the layer does not hold is named. Nothing is
measured here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from zonecheck.layers.layer import EVERYTHING
from zonecheck.layers.spelling import may_mean, spelling
from zonecheck.truth import NO, UNKNOWN, YES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonecheck.layers.layer import Layer

__all__ = ["Selection", "select", "spelling", "stated"]

Groups = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True, eq=False)
class Selection:
    """`member` (int8, m) of NO, UNKNOWN or YES; `absent`: what was named and is not in the layer.

    `complete`: the layer holds every feature that the selection means, so that a `no` can be firm.
    """

    member: NDArray[np.int8]
    complete: bool
    absent: tuple[str, ...]


def select(layer: Layer, key: str | None, values: Groups) -> Selection:
    """The features whose `key` is one of `values`: groups of equivalent spellings; no key selects all.

    `name` also looks at the aliases of a feature, `id` at its id. A named feature (`name`, `id`) must be present and
    its group claimed by `complete_for`; for another key all groups must be claimed.
    """
    everything = EVERYTHING in layer.entry.complete_for
    if key is None:
        return Selection(np.full(len(layer), YES), everything, ())
    held = [stated(layer, position, key) for position in range(len(layer))]
    groups = [frozenset(map(spelling, group)) for group in values]
    members = [_members(layer, key, held, group) for group in groups]
    named = key in ("name", "id")
    present = [bool((member == YES).any()) for member in members]
    claimed = [everything or _claimed(layer, key, held, group) for group in groups]
    complete = all(claimed) and (all(present) or not named)
    absent = tuple(group[0] for group, here in zip(values, present, strict=True) if named and not here)
    return Selection(np.maximum.reduce(members), complete, absent)


def stated(layer: Layer, position: int, key: str) -> frozenset[str]:
    """The spellings that a feature states under `key`; empty where it states nothing."""
    if key == "id":
        return frozenset({spelling(layer.ids[position])})
    properties = layer.properties[position]
    found = set(_texts(properties.get(key)))
    if key == "name" and found:
        found.update(_texts(properties.get("aliases")))
    return frozenset(filter(None, map(spelling, found)))


def _members(layer: Layer, key: str, held: list[frozenset[str]], group: frozenset[str]) -> NDArray[np.int8]:
    return np.array(
        [
            _member(own, group, layer.properties[position] if key == "name" else {})
            for position, own in enumerate(held)
        ],
        dtype=np.int8,
    )


def _member(own: frozenset[str], group: frozenset[str], properties: Mapping[str, Any]) -> np.int8:
    if own & group:
        return YES
    perhaps = frozenset(map(spelling, _texts(properties.get("possibly"))))
    doubtful = not own or perhaps & group or any(may_mean(name, group) for name in own)
    return UNKNOWN if doubtful else NO


def _claimed(layer: Layer, key: str, held: list[frozenset[str]], group: frozenset[str]) -> bool:
    """Whether the catalogue says so under any spelling of the group, or of the features that bear one of them."""
    claims = frozenset(map(spelling, layer.entry.complete_for.get(key, ())))
    known = group.union(*(own for own in held if own & group)) if key == "name" else group
    return bool(claims & known)


def _texts(value: Any) -> Iterator[str]:
    """A property as the texts it states: `1.0` and `1` are one, true is `yes`, a blank is nothing."""
    if isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part)
    elif isinstance(value, bool):
        yield "yes" if value else "no"
    elif isinstance(value, int | float):
        yield f"{value:.15g}"
    elif isinstance(value, str) and value.strip():
        yield value
