"""Which packs and layers does a run need? Found, opened, and refused before anything is checked if they are unsound."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from zonecheck.engine.likeness import RANKS
from zonecheck.errors import PackError, Problem, UsageError
from zonecheck.packs import load as packs_on_disk
from zonecheck.predicates.logic import leaves
from zonecheck.words import Text

if TYPE_CHECKING:
    from zonecheck.layers.catalogue import Catalogue
    from zonecheck.layers.layer import Layer
    from zonecheck.rules.rule import Pack


def open_packs(specs: Sequence[str]) -> list[Pack]:
    """The named packs, or all bundled ones, in order of rank. All faults of all packs are raised at once."""
    found: list[Pack] = []
    problems: list[Problem] = []
    for spec in specs or packs_on_disk.bundled():
        try:
            found.append(packs_on_disk.load(spec))
        except PackError as error:
            problems += error.problems
    twice = sorted({pack.id for pack in found if [each.id for each in found].count(pack.id) > 1})
    problems += [Problem(pack, _PACK_TWICE) for pack in twice]
    if problems:
        raise PackError(*problems)
    return sorted(found, key=lambda pack: (RANKS.index(pack.rank), pack.id))


def left_out(packs: Sequence[Pack]) -> list[Pack]:
    """The bundled packs that a run was not asked for: known, and not checked by it."""
    chosen = {pack.id for pack in packs}
    others = [packs_on_disk.load(each) for each in packs_on_disk.bundled() if each not in chosen]
    return sorted(others, key=lambda pack: (RANKS.index(pack.rank), pack.id))


def open_layers(packs: Sequence[Pack], registered: Catalogue) -> dict[str, Layer]:
    """The layers that the packs ask, opened; one that no catalogue registers is simply not there."""
    asked = {"parks"}
    for pack in packs:
        asked |= {pack.jurisdiction.layer} if pack.jurisdiction else set()
        for rule in pack.rules:
            asked |= {layer for part in rule.parts for leaf in leaves(part) for layer in leaf.layers}
    return {layer: registered.open(layer) for layer in registered if layer in asked}


def refuse_unknown(required: frozenset[str], packs: Sequence[Pack], layers: Mapping[str, Layer]) -> None:
    """Refuse to require what no rule asks for: a misspelt name would demand nothing."""
    known = {name for pack in packs for rule in pack.rules for name in rule.needs} | set(layers)
    known |= {name for pack in packs for rule in pack.rules for part in rule.parts for name in part.reads}
    unknown = sorted(required - known)
    if unknown:
        raise UsageError(*(Problem("--require", _NOT_ASKED.fill(name=name)) for name in unknown))


_PACK_TWICE = Text("同一编号的规则包给出了两次", "two rule packs with the same id were given")
_NOT_ASKED = Text("没有规则使用“{name}”;请核对名称", "no rule asks for '{name}'; check the name")
