"""What features does an input hold, whatever its format? GeoJSON is read here in the house, all others by `formats`.

The suffix decides; what has none, as standard input, is told by its first bytes. Nothing but GeoJSON is loaded for GeoJSON.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from zonecheck.errors import InputError, Problem
from zonecheck.projects import geojson
from zonecheck.projects.raw import Limits, RawFeatures
from zonecheck.projects.sealed import raw_of
from zonecheck.projects.sources import GEOJSON, SUFFIXES, beside, load
from zonecheck.words import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from zonecheck.formats.features import FeatureTable
    from zonecheck.projects.sealed import Sealed
    from zonecheck.projects.sources import Content, Source

_DEFAULT = Limits()


class Parts(Protocol):
    """A table of features that need not be in memory as a whole: `RawFeatures`, or one that is read as it is gone through."""

    def __len__(self) -> int: ...
    def part(self, start: int, stop: int) -> RawFeatures: ...
    def parts(self, size: int) -> Iterator[RawFeatures | Sealed]: ...
    def facts(self, wanted: Callable[[str], bool]) -> Iterator[RawFeatures]: ...


def open_tables(
    source: Source, limits: Limits = _DEFAULT, encoding: str | None = None, stdin: BinaryIO | None = None
) -> Sequence[Parts]:
    """The tables of an input, in order; those of a large file in portions, where its format allows. Raises as `read`."""
    from zonecheck.projects import large  # noqa: PLC0415  leads to no reader

    tables = large.tables(source, limits, encoding)
    return read(source, limits, encoding, stdin) if tables is None else tables


def read(
    source: Source, limits: Limits = _DEFAULT, encoding: str | None = None, stdin: BinaryIO | None = None
) -> tuple[RawFeatures, ...]:
    """The features of an input, table by table, none dropped.

    Raises InputError if the file as a whole cannot be read, LimitError if a bound is reached, UsageError if there is no
    such encoding.
    """
    suffix = Path(source.name).suffix.lower()
    if suffix in _ELSEWHERE:
        raise InputError(Problem(source.name, _ELSEWHERE[suffix]))
    content = load(source, max_size=limits.max_size, stdin=stdin)
    found = suffix if suffix in SUFFIXES else _by_bytes(content)
    if found in GEOJSON:
        return (geojson.read(content, limits, encoding),)
    from zonecheck.formats import read as formats  # noqa: PLC0415  only for a file that is no GeoJSON

    tables = formats.read(
        source.name, content.data, found, limits=limits, encoding=encoding,
        beside=lambda suffix: beside(source, suffix, max_size=limits.max_size),
    )  # fmt: skip
    return _numbered(source.name, tables)


def _by_bytes(content: Content) -> str:
    """The suffix that the content should have: GeoJSON unless its first bytes say otherwise."""
    if content.data.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n\x1e")[:1] in (b"{", b"["):
        return ".geojson"
    from zonecheck.formats import read as formats  # noqa: PLC0415  only for a file that is no GeoJSON

    return formats.suffix_of(content.data) or ".geojson"


def _numbered(name: str, tables: tuple[FeatureTable, ...]) -> tuple[RawFeatures, ...]:
    """The tables as features of one file, counted through."""
    found, first = [], 0
    for table in tables:
        found.append(raw_of(name, table, first))
        first += len(table)
    return tuple(found)


_TABLE = Text(
    "不能读取这种文件;请另存为 .xlsx 或 .csv", "is of a kind that is not read; save it as .xlsx or .csv"
)
_MAP = Text(
    "不能读取这种文件;请另存为 GeoPackage、Shapefile 或 GeoJSON",
    "is of a kind that is not read; save it as GeoPackage, Shapefile or GeoJSON",
)
_PART = Text("是 Shapefile 的一部分;请给出 .shp", "is a part of a shapefile; give the .shp")
_PACKED = Text(
    "不能解开这种压缩包;请解压后给出文件", "is an archive that is not unpacked; give the files in it"
)
_NO_DATA = Text("不是数据文件;请给出场地坐标", "is no data file; give the coordinates of the site")
_ELSEWHERE = {
    suffix: text
    for suffixes, text in (
        (".xls .et .ods", _TABLE),
        (".dwg .dxf .tab .mif .mdb .gdb .gml .gpx .sqlite", _MAP),
        (".shx .dbf .prj .cpg", _PART),
        (".rar .7z .tar .gz .tgz", _PACKED),
        (".doc .docx .pdf .jpg .png .tif", _NO_DATA),
    )
    for suffix in suffixes.split()
}
"""What is met with and not read, and what would be right."""
