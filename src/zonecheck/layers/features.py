"""What stands in a layer's file, before anything is made of it? Features with properties, in the CRS of the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zonecheck.words import Text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """m features as read. `geometry` is None where the file gives none; `crs` is None where the file states none."""

    ids: tuple[str | None, ...]
    properties: tuple[Mapping[str, Any], ...]
    geometry: NDArray[np.object_]
    crs: str | None

    def __len__(self) -> int:
        return len(self.ids)

    def label(self, position: int) -> Text:
        """A feature as messages name it: its position from 1, its id and its name."""
        return label(position, self.ids[position], self.properties[position])


def label(position: int, identity: str | None, properties: Mapping[str, Any]) -> Text:
    known = [str(part) for part in (identity, properties.get("name")) if part]
    suffix = f" ({', '.join(known)})" if known else ""
    return Text(f"第 {position + 1} 个要素{suffix}", f"feature {position + 1}{suffix}")
