"""Which outline is this, however it was written? One hash for one outline, whatever its ring starts and windings.

Decisions of people are bound to it: a site that moves by a centimetre is another site.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

_DECIMALS = 7
_MULTI = int(shapely.GeometryType.MULTIPOINT)  # from here on geometries have parts


def outline_sha256(geometry: BaseGeometry | None) -> str:
    """SHA-256 of a geometry in longitude, latitude (EPSG:4490), rounded to seven decimals and brought to normal form.

    Heights, the start and winding of rings, the direction of lines, the order of parts, repeated positions and a
    multi-geometry of one part make no difference. The bytes hashed are its little-endian WKB. Empty for no geometry.
    """
    return outline_hashes(np.array([geometry]))[0] or ""


def outline_hashes(geometry: NDArray[np.object_]) -> list[str | None]:
    """As `outline_sha256`, of many geometries; None where there is none."""
    plane = shapely.transform(geometry, lambda points: np.round(points, _DECIMALS) + 0.0)
    single = np.flatnonzero((shapely.get_type_id(plane) >= _MULTI) & (shapely.get_num_geometries(plane) == 1))
    plane[single] = shapely.get_geometry(plane[single], 0)
    normal = shapely.normalize(shapely.remove_repeated_points(plane))
    written = shapely.to_wkb(normal, byte_order=1)
    return [None if wkb is None else hashlib.sha256(wkb).hexdigest() for wkb in written]
