"""What does a layer's file hold that is no GeoJSON? Its one table of features, read as project files are.

A feature that cannot be used refuses the file, and so does a second table: nothing is chosen or left out quietly.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zonecheck.errors import InputError, Problem
from zonecheck.formats import read as formats
from zonecheck.formats.limits import Limits
from zonecheck.formats.sound import NONE
from zonecheck.layers import files
from zonecheck.layers.faults import Fault, UnusableLayerError, refused
from zonecheck.layers.features import Features, label
from zonecheck.words import Text, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zonecheck.formats.features import FeatureTable
    from zonecheck.formats.shapefile import Beside

_LIMITS = Limits(
    max_vertices=20_000_000, max_size=1 << 30, timeout_s=600
)  # a layer is a user's own, and may be large


def parse(path: Path, data: bytes, shown: str) -> Features:
    """The features of the one table of a file; `data` are its bytes, as hashed.

    Raises UnusableLayerError: the content is not that of its suffix, cannot be read, or there are several tables.
    """
    try:
        tables = formats.tables(
            shown, data, path.suffix.lower(), beside=beside(path, shown), limits=_LIMITS, encoding=None
        )
    except InputError as error:
        raise UnusableLayerError(*(Fault("invalid", problem) for problem in error.problems)) from None
    if len(tables) != 1:
        names = listed(table.name for table in tables)
        raise refused("invalid", shown, _LAYERS.fill(count=len(tables), names=names))
    (table,) = tables
    if faults := _faults(table, shown):
        raise UnusableLayerError(*faults)
    crs = None if table.crs is None else f"EPSG:{table.crs}"
    return Features(_ids(table.properties), tuple(table.properties), table.geometry, crs)


def beside(path: Path, shown: str) -> Beside:
    """A way to the other parts of a file, each a plain file of its name."""

    def part(suffix: str) -> bytes | None:
        named = (path.with_suffix(suffix), path.with_suffix(suffix.upper()))
        found = next((each for each in named if each.exists()), None)
        return None if found is None else files.read(found, f"{shown} ({suffix})")

    return part


def _faults(table: FeatureTable, shown: str) -> list[Fault]:
    """What makes features unusable; that one has no outline is judged by the kind of layer."""
    found = []
    for row, text in sorted(table.faults.items()):
        if text != NONE:
            named = label(row, None, table.properties[row])
            said = Text("{feature}:{what}", "{feature}: {what}").fill(feature=named, what=text)
            found.append(Fault("invalid", Problem(shown, said)))
    return found


def _ids(properties: Sequence[Mapping[str, Any]]) -> tuple[str | None, ...]:
    """The column `id` where it tells the features apart: many programs fill it with zeros."""
    stated = [properties_of.get("id") for properties_of in properties]
    whole = all(value is not None for value in stated) and len(set(map(str, stated))) == len(stated)
    return tuple(str(value) if whole else None for value in stated)


_LAYERS = Text(
    "文件应恰有一个空间图层,实有 {count} 个({names});请另存所需的一个",
    "expected exactly one spatial layer in the file, found {count} ({names}); save the one that is meant",
)
