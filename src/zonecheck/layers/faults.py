"""In which ways can a layer be unusable? The kinds that `zonecheck layers verify` tells apart.

A layer with a fault is refused before anything is checked: an unusable layer that is used finds nothing near, and
nothing near looks like an all-clear.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from zonecheck.errors import LayerError, Problem
from zonecheck.words import Text

Kind = Literal["missing", "empty", "changed", "outside", "invalid", "stale"]

KINDS: dict[Kind, Text] = {
    "missing": Text("缺失", "missing"),
    "empty": Text("为空", "empty"),
    "changed": Text("已变动", "changed"),
    "outside": Text("超出所称范围", "outside its declared extent"),
    "invalid": Text("无效", "invalid"),
    "stale": Text("已过期", "stale"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    kind: Kind
    problem: Problem


class UnusableLayerError(LayerError):
    """A registered layer cannot be used; `faults` says why, kind by kind."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(*(fault.problem for fault in faults))
        self.faults = faults


def refused(kind: Kind, where: str, text: Text) -> UnusableLayerError:
    """The error for a single fault."""
    return UnusableLayerError(Fault(kind, Problem(where, text)))


class SpoiltError(Exception):
    """What was kept of a layer is no whole file of its kind; the registered file is read instead."""
