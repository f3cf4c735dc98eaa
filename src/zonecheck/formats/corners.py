"""Which rows of a table belong to one outline? Those of one parcel, each a corner, told by its id or by numbers that run on.

Rows that only share an id are corners if there are three or more and they differ in nothing but their place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from zonecheck.formats.features import Fault
from zonecheck.words import Text, listed

if TYPE_CHECKING:
    from zonecheck.formats.coordinate_columns import Roles
    from zonecheck.formats.sheet import Row, Sheet

Groups = list[list[Any]]  # of rows; `Row` itself is known to the type checker only


def groups(sheet: Sheet, found: Roles) -> Groups | None:
    """The rows of each outline, None where every row is a project of its own."""
    if found.way in ("wkt", "pair"):
        return None
    number = found.corner if found.corner >= 0 else _serial_of_corners(sheet, found)
    if number >= 0 and found.group < 0:
        return _by_restart(sheet, found, number)
    by_id = _by_id(sheet, found) if found.group >= 0 else []
    if found.corner >= 0:
        return by_id
    if found.ring >= 0 or any(_are_corners(sheet, found, group) for group in by_id):
        split = (
            [group] if found.ring >= 0 or _are_corners(sheet, found, group) else [[row] for row in group]
            for group in by_id
        )
        return [group for groups in split for group in groups]
    return None


def rings(group: Sequence[Row], found: Roles) -> Groups:
    """The rows of each ring of an outline, by its number where there is one."""
    if found.ring < 0:
        return [list(group)]
    by_ring: dict[str, list[Row]] = {}
    for row in group:
        by_ring.setdefault(str(_cell(row, found.ring)), []).append(row)
    return list(by_ring.values())


def require_agreement(sheet: Sheet, group: Sequence[Row], skipped: Iterable[int]) -> None:
    """Raises Fault where rows of one outline state different attributes."""
    for at, name in enumerate(sheet.header):
        values = dict.fromkeys(str(_cell(row, at)) for row in group if _cell(row, at) is not None)
        if name and at not in skipped and len(values) > 1:
            raise Fault(
                _DIFFER.fill(
                    first=group[0].line,
                    last=group[-1].line,
                    name=name,
                    values=listed(value[:20] for value in list(values)[:3]),
                )
            )


def _serial_of_corners(sheet: Sheet, found: Roles) -> int:
    """序号 numbers corners only where the table holds nothing but numbers and places, and enough of them."""
    others = {found.serial, found.ring, *found.coordinates}
    bare = all(at in others or not name for at, name in enumerate(sheet.header))
    return found.serial if bare and len(sheet.rows) >= 3 else -1


def _by_restart(sheet: Sheet, found: Roles, number: int) -> Groups:
    """A number that has occurred begins a new outline, unless the row closes the one before."""
    made: Groups = []
    seen: set[str] = set()
    for row in sheet.rows:
        label = f"{_cell(row, found.ring)}/{_cell(row, number)}"
        closes = bool(made) and label in seen and _place(row, found) == _place(made[-1][0], found)
        if not made or (label in seen and not closes):
            made.append([])
            seen = set()
        made[-1].append(row)
        seen.add(label)
    return made


def _by_id(sheet: Sheet, found: Roles) -> Groups:
    """Rows of one id; a blank one, as merged cells leave it, belongs to the row above."""
    by_id: dict[str, list[Row]] = {}
    last = ""
    for row in sheet.rows:
        stated = _cell(row, found.group)
        last = str(stated).strip() if stated is not None else last
        by_id.setdefault(last, []).append(row)
    return list(by_id.values())


def _are_corners(sheet: Sheet, found: Roles, group: Sequence[Row]) -> bool:
    if len(group) < 3 or len({_place(row, found) for row in group}) < 3:
        return False
    try:
        require_agreement(sheet, group, {*found.coordinates, found.serial})
    except Fault:
        return False
    return True


def _place(row: Row, found: Roles) -> tuple[object, ...]:
    return tuple(_cell(row, at) for at in found.coordinates)


def _cell(row: Row, at: int) -> object:
    return row.cells[at] if 0 <= at < len(row.cells) else None


_DIFFER = Text(
    "第 {first} 至 {last} 行是同一场地的拐点,“{name}”却不一致({values});请改为一致",
    "rows {first} to {last} are corners of one site, but differ in '{name}' ({values}); make them agree",
)
