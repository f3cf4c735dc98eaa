"""What projects does a table of rows hold? One for each row, or one for each outline whose corners stand in rows.

The way in which a place is given is found by the names of columns (`coordinate_columns`); the cells are read by
`cells`. No row is dropped but blank ones: one that cannot be read is a feature without geometry.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from zonecheck.formats import cells, corners
from zonecheck.formats.coordinate_columns import Roles, Unclear, is_part, names_coordinates, roles, unused
from zonecheck.formats.features import Fault, FeatureTable, Gathering
from zonecheck.words import Text, listed

if TYPE_CHECKING:
    from zonecheck.formats.limits import Limits

_TITLE_ROWS = 10  # a table may stand below a title


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row, None where blank, and its line or row number in the file."""

    line: int
    cells: Sequence[object]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A header and the rows below it, and what is to be told of them."""

    header: Sequence[str]
    rows: Sequence[Row]
    remarks: tuple[Text, ...] = ()


class NoSheet(Exception):  # noqa: N818  (it becomes an InputError, or a remark)
    """These rows are no table of sites, and why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def finds_places(row: Row) -> bool:
    """Whether this row can be the header of a table of sites."""
    try:
        return roles([str(cell) for cell in row.cells]) is not None
    except Unclear:
        return True


def headed(rows: Sequence[Row], is_header: Callable[[Row], bool] = finds_places) -> Sheet:
    """The rows below the header: the first row of the first ten that is one, else the first. Raises NoSheet.

    Rows of nothing but names of coordinates below it (经度, 纬度; 度, 分, 秒), as merged cells leave them, belong to it.
    """
    filled = [row for row in rows if any(cell is not None for cell in row.cells)]
    if not filled:
        raise NoSheet(_EMPTY)
    at = next((n for n, row in enumerate(filled[:_TITLE_ROWS]) if is_header(row)), 0)
    header = ["" if cell is None else str(cell).strip() for cell in filled[at].cells]
    while at + 1 < len(filled) and names_coordinates(_new(header, filled[at + 1].cells)):
        at += 1
        header = _under(header, filled[at].cells)
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        raise NoSheet(_TWICE.fill(names=listed(twice)))
    return Sheet(header, filled[at + 1 :])


def _new(header: Sequence[str], cells: Sequence[object]) -> list[object]:
    """The cells that say something else than the header above them, as one does that is merged with it."""
    return [
        cell for over, cell in zip_longest(header, cells) if cell is not None and str(cell).strip() != over
    ]


def _under(header: Sequence[str], cells: Sequence[object]) -> list[str]:
    """A header with the row below it: 度 under 东经 and beside it is 东经度, 经度 under 坐标 is 经度."""
    made, above = [], ""
    for over, cell in zip_longest(header, cells):
        above = over or above
        name = "" if cell is None else str(cell).strip()
        made.append(f"{above}{name}" if is_part(name) else name or over or "")
    return made


def table(sheet: Sheet, limits: Limits, *, name: str = "", remarks: Sequence[Text] = ()) -> FeatureTable:
    """The features of a table. Raises NoSheet if no column says where they are."""
    found = _roles(sheet)
    gathering, codes = Gathering(), set[int]()
    groups = corners.groups(sheet, found)
    places = cells.reader(found, sheet)
    for group in groups if groups is not None else [[row] for row in sheet.rows]:
        codes |= _add(gathering, sheet, found, group, places)
    if len(codes) > 1:
        raise NoSheet(_SRIDS.fill(codes=", ".join(map(str, sorted(codes)))))
    crs = codes.pop() if codes else None
    told = (*remarks, *places.remarks, *unnamed(sheet), *_unused(sheet, found))
    return gathering.table(crs, "by_values", limits.max_vertices, name=name, remarks=told)


def _unused(sheet: Sheet, found: Roles) -> tuple[Text, ...]:
    """Where a table gives places in two ways, one is used."""
    others = unused(sheet.header, found)
    used = listed(sheet.header[at] for at in found.coordinates)
    return (_UNUSED.fill(used=used, others=listed(others)),) if others else ()


def unnamed(sheet: Sheet) -> tuple[Text, ...]:
    """Columns that hold values and have no name are not read."""
    blank = [at for at, name in enumerate(sheet.header) if not name]
    held = [at for at in blank if any(holds(row, at) for row in sheet.rows)]
    return (_UNNAMED.fill(columns=", ".join(str(at + 1) for at in held)),) if held else ()


def _roles(sheet: Sheet) -> Roles:
    try:
        found = roles(sheet.header)
    except Unclear as unclear:
        raise NoSheet(unclear.text) from None
    if found is None:
        raise NoSheet(_NO_PLACE.fill(names=listed(name for name in sheet.header if name)))
    return found


def _add(
    gathering: Gathering, sheet: Sheet, found: Roles, group: Sequence[Row], places: cells.Reader
) -> set[int]:
    """One feature of one or several rows; the codes of the systems that it states."""
    line = group[0].line
    try:
        properties = _properties(sheet, found, group)
        place = places.place(group)
    except Fault as fault:
        gathering.add(fault, _plain(sheet, group[0]), line=line)
        return set()
    notes = [_CORNERS.fill(count=len(group), first=line, last=group[-1].line)] if len(group) > 1 else []
    gathering.add(place.geometry, properties, line=line, decimals=place.decimals, notes=notes)
    return set() if place.srid is None else {place.srid}


def holds(row: Row, at: int) -> bool:
    """Whether a row has something in this column."""
    return at < len(row.cells) and row.cells[at] is not None


def holds_more(row: Row, sheet: Sheet) -> bool:
    """Whether a row has cells beyond the header."""
    return any(cell is not None for cell in row.cells[len(sheet.header) :])


def _properties(sheet: Sheet, found: Roles, group: Sequence[Row]) -> Mapping[str, Any]:
    """The attributes of a feature: those of its row, or what its rows agree on."""
    for row in group:
        if holds_more(row, sheet):
            raise Fault(TOO_MANY.fill(found=len(row.cells), header=len(sheet.header)))
    if len(group) > 1:
        skipped = {*found.coordinates, found.corner, found.serial, found.ring}
        corners.require_agreement(sheet, group, skipped)
    else:
        skipped = {found.first} if found.way == "wkt" else set()
    stated: dict[str, Any] = {}
    for row in reversed(group):
        stated |= {name: value for name, value in _plain(sheet, row).items() if value is not None}
    return {name: stated.get(name) for at, name in enumerate(sheet.header) if name and at not in skipped}


def _plain(sheet: Sheet, row: Row) -> dict[str, Any]:
    return {name: cell for name, cell in zip_longest(sheet.header, row.cells[: len(sheet.header)]) if name}


_EMPTY = Text("表为空", "the table is empty")
_TWICE = Text("列名重复:{names};请使其各不相同", "column names occur twice: {names}; make them distinct")
_NO_PLACE = Text(
    "没有坐标列(现有:{names});应有 wkt、经度和纬度、X 和 Y,或 坐标 列",
    "has no column of coordinates (found: {names}); expected wkt, lon and lat, x and y, or coordinates",
)
_UNUSED = Text(
    "坐标取自 {used};{others} 也像坐标,未采用",
    "the coordinates are those of {used}; {others} seem to hold coordinates too and were not used",
)
_UNNAMED = Text(
    "第 {columns} 列有内容而无列名,未读取",
    "the columns {columns} hold values and have no name; they were not read",
)
TOO_MANY = Text(
    "这一行有 {found} 格,表头只有 {header} 格;含逗号的内容请加引号",
    "this row has {found} cells, the header {header}; put quotes around a value that holds a comma",
)
_SRIDS = Text(
    "各行 WKT 的 SRID 不同({codes});请统一为一个坐标系",
    "the rows state different SRIDs ({codes}); bring them to one coordinate system",
)
_CORNERS = Text(
    "第 {first} 至 {last} 行的 {count} 个点按一个场地的拐点读取",
    "the {count} points of rows {first} to {last} are read as the corners of one site",
)
