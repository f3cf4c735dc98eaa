"""What does a user say of a file that is to become a layer? All that the catalogue will state of it, as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from zonecheck.formats.limits import Limits

if TYPE_CHECKING:
    from zonecheck.geodesy.datum import Datum


@dataclass(frozen=True)
class Addition:
    """One file and its entry. `entry` holds further keys of the catalogue as they will be written (README of the data).

    `names` gives the columns that are a feature's `name`, `id`, `aliases`, `half_width_m` and the like, by key. `table` picks
    one table of several. `coverage` is `everywhere`, `west,south,east,north` in degrees, or a file of areas. Without `outlines`
    the rows of a table are features without geometry, as parks whose boundary is not public.
    """

    id: str
    file: str
    entry: Mapping[str, str] = field(default_factory=dict)
    complete_for: Sequence[str] = ()
    coverage: str | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    table: str | None = None
    crs: str | None = None
    datum: Datum | None = None
    outlines: bool = True
    encoding: str | None = None
    limits: Limits = field(default_factory=Limits)
    catalogue: Path = Path("zonecheck-layers.yaml")
    replace: bool = False
