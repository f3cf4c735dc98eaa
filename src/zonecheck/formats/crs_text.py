"""Which EPSG code does a written-out coordinate system have? Well-known text, PROJ JSON or a name with a code.

A system that has no code is refused by its name: what is nearly EPSG:4547 is not EPSG:4547.
"""

from __future__ import annotations

import warnings

from zonecheck.errors import InputError
from zonecheck.formats.features import Fault
from zonecheck.geodesy.crs import epsg
from zonecheck.words import Text


def code_of(text: str) -> int | None:
    """The code, None where the text is no coordinate system at all. Raises Fault for one without a code."""
    try:
        return epsg(text)
    except InputError:
        pass
    from pyproj import CRS  # noqa: PLC0415  only where a system is written out
    from pyproj.exceptions import CRSError  # noqa: PLC0415

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            system = CRS.from_json(text) if text.lstrip().startswith("{") else CRS.from_wkt(text)
            found = system.to_epsg(min_confidence=70)
    except (CRSError, ValueError):
        return None
    if found is None:
        raise Fault(_NO_CODE.fill(name=system.name))
    return found


def geographic_twin(code: int | None) -> int | None:
    """The two-dimensional system of a three-dimensional one: heights are not used."""
    return 4326 if code == 4979 else 4490 if code == 4480 else code


_NO_CODE = Text(
    "坐标系“{name}”没有 EPSG 代码,不能确定其含义;请转换为 EPSG:4490、EPSG:4547 等后再用",
    "its coordinate system '{name}' has no EPSG code and is not taken for a similar one; "
    "convert the data to EPSG:4490, EPSG:4547 or the like",
)
