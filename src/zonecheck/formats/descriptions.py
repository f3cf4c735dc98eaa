"""Which attributes stand in the description of a KML placemark? The rows of its HTML tables, as GIS programs export them.

What the placemark states itself wins, and a difference is told. So is what was read so at all, and what was passed over.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from zonecheck.formats.html_table import has_table, pairs
from zonecheck.words import Text, listed


@dataclass(slots=True)
class Descriptions:
    """What the tables in the descriptions of a document say, and of how many of them something was read or passed over."""

    read: int = 0
    passed: int = 0

    def added(self, properties: dict[str, Any]) -> tuple[dict[str, Any], list[Text]]:
        """The attributes of a placemark and those in its description: what is stated outside of it wins, and is told."""
        text = properties.get("description")
        if not text or not has_table(text):
            return properties, []
        found = pairs(text)
        self.read += bool(found.values)
        self.passed += bool(found.passed) or not found.values
        usable = {name: value for name, value in found.values.items() if name not in found.differing}
        against = [
            name for name, value in usable.items() if value and (properties.get(name) or value) != value
        ]
        notes = [TWO_VALUES.fill(names=listed(sorted(found.differing)))] if found.differing else []
        notes += [_AGAINST.fill(names=listed(against))] if against else []
        stated = {name: value for name, value in properties.items() if value is not None}
        return {**dict.fromkeys(properties), **usable, **stated}, notes

    @property
    def remarks(self) -> tuple[Text, ...]:
        said = ((self.read, _TABLES_READ), (self.passed, _TABLES_PASSED))
        return tuple(text.fill(count=count) for count, text in said if count)


_TABLES_READ = Text(
    "{count} 个地标 description 中的表格按属性读取",
    "the tables in the descriptions of {count} placemarks were read as attributes",
)
_TABLES_PASSED = Text(
    "{count} 个地标 description 中的表格不全是“名称、值”两列,其他行未读取",
    "the descriptions of {count} placemarks hold tables that are not of two columns, name and value: these rows were not read",
)
TWO_VALUES = Text(
    "地标中同一名称有不同的值,未采用:{names}",
    "the placemark states these twice and differently, so that they were not used: {names}",
)
_AGAINST = Text(
    "description 的表格与地标自身的属性不一致,采用后者:{names}",
    "the table in the description differs from the attributes of the placemark itself, which were used: {names}",
)
