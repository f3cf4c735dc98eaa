"""What does a GeoParquet file hold? Its primary geometry with all attributes, through Arrow, from bytes in memory.

Runs in a process of its own (`child`). A Parquet file without the `geo` metadata is no GeoParquet.

Source: GeoParquet 1.1.0: an absent `crs` is OGC:CRS84, a null one is unknown.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

from zonecheck.formats.carried import Carried, Refused, column, not_utf8
from zonecheck.words import Text, listed

_ROW_BYTES = 32


def carried(data: bytes, max_size: int) -> list[Carried]:
    """The one table of a file. Raises Refused."""
    import pyarrow  # noqa: PLC0415  only in the process that reads such a file
    import pyarrow.parquet  # noqa: PLC0415

    try:
        file = pyarrow.parquet.ParquetFile(io.BytesIO(data))
        meta = _geo(file)
        _check_size(file, max_size)
        return [_table(file.read(), meta)]
    except (pyarrow.ArrowException, OSError) as error:
        raise Refused(_BROKEN.fill(reason=str(error).splitlines()[0][:120])) from None


def opened(path: str, max_size: int) -> tuple[Any, dict[str, Any]]:
    """A large file where it lies, and what it says of its geometries. Raises Refused."""
    import pyarrow.parquet  # noqa: PLC0415

    try:
        file = pyarrow.parquet.ParquetFile(path)
        meta = _geo(file)
    except (pyarrow.ArrowException, OSError) as error:
        raise Refused(_BROKEN.fill(reason=str(error).splitlines()[0][:120])) from None
    _check_size(file, max_size)
    return file, meta


def heads(opened: tuple[Any, dict[str, Any]]) -> list[tuple[list[str], int]]:
    """The attributes of the one table and the number of its features."""
    file, meta = opened
    return [(_kept(file.schema_arrow.names, meta), file.metadata.num_rows)]


def portions(
    opened: tuple[Any, dict[str, Any]], _: int, wanted: frozenset[str] | None, *, geometry: bool, size: int
) -> Iterator[Carried]:
    """The features, so many at a time."""
    import pyarrow  # noqa: PLC0415

    file, meta = opened
    kept = [name for name in _kept(file.schema_arrow.names, meta) if wanted is None or name in wanted]
    columns = [*kept, meta["primary"]] if geometry else kept
    before = 0
    try:
        for batch in file.iter_batches(batch_size=size, columns=columns):
            yield _table(pyarrow.Table.from_batches([batch]), meta, before)
            before += len(batch)
    except (pyarrow.ArrowException, OSError) as error:
        raise Refused(_BROKEN.fill(reason=str(error).splitlines()[0][:120])) from None


def _kept(names: list[str], meta: dict[str, Any]) -> list[str]:
    """The columns that are attributes."""
    covering = (((meta.get("covering") or {}).get("bbox") or {}).get("xmin") or [None])[0]
    dropped = {*meta["all"], covering}
    return [name for name in names if name not in dropped]


def _geo(file: Any) -> dict[str, Any]:
    """What the file says of its geometry columns. Raises Refused."""
    try:
        meta = json.loads(file.schema_arrow.metadata[b"geo"])
        described = meta["columns"][meta["primary_column"]]
    except (ValueError, KeyError, TypeError):
        raise Refused(_NO_GEO) from None
    if described.get("encoding") != "WKB":
        raise Refused(_ENCODING.fill(encoding=str(described.get("encoding"))[:40]))
    return {"primary": meta["primary_column"], "all": list(meta["columns"]), **described}


def _check_size(file: Any, max_size: int) -> None:
    groups = range(file.metadata.num_row_groups)
    stated = sum(file.metadata.row_group(group).total_byte_size for group in groups)
    size = max(
        stated, file.metadata.num_rows * _ROW_BYTES
    )  # equal values are kept once in the file, not in memory
    if size > max_size:
        raise Refused(_TOO_BIG.fill(size=size, limit=max_size), limit=True)


def _table(table: Any, meta: dict[str, Any], before: int = 0) -> Carried:
    """Rows of the table, of which so many came before."""
    primary = meta["primary"]
    kept = _kept(table.column_names, meta)
    found = Carried(primary, _crs(meta))
    held = primary in table.column_names
    found.wkb = table.column(primary).to_pylist() if held else [None] * table.num_rows
    columns = {name: _values(table.column(name), name, before) for name in kept}
    found.properties = [
        {name: column(values[row]) for name, values in columns.items()} for row in range(table.num_rows)
    ]
    others = [name for name in meta["all"] if name != primary]
    found.remarks = [_OTHERS.fill(names=listed(others))] if others else []
    return found


def _values(values: Any, name: str, before: int) -> list[Any]:
    """A column as plain values. Raises Refused at a text that is no UTF-8, which Arrow does not look at."""
    try:
        return list(values.to_pylist())
    except UnicodeDecodeError:
        for row, value in enumerate(values, start=before + 1):
            try:
                value.as_py()
            except UnicodeDecodeError as error:
                raise not_utf8(name, row, error.object) from None
        raise


def _crs(meta: dict[str, Any]) -> str | None:
    if "crs" not in meta:
        return "OGC:CRS84"
    stated = meta["crs"]
    if stated is None:
        return None
    identity = stated.get("id") if isinstance(stated, dict) else None
    if isinstance(identity, dict) and {"authority", "code"} <= identity.keys():
        return f"{identity['authority']}:{identity['code']}"
    return stated if isinstance(stated, str) else json.dumps(stated)


_BROKEN = Text(
    "Parquet 文件已损坏({reason});请重新取得", "the Parquet file is broken ({reason}); get it again"
)
_NO_GEO = Text(
    "是 Parquet 而不是 GeoParquet:缺少 geo 元数据", "is Parquet and no GeoParquet: it has no `geo` metadata"
)
_ENCODING = Text(
    "几何编码 {encoding} 不能读取;请以 WKB 编码写出",
    "the geometry encoding {encoding} is not read; write the file with WKB",
)
_TOO_BIG = Text(
    "解开后为 {size} 字节,超过上限 {limit};如确需读取,请用 --max-size 提高上限",
    "unpacks to {size} bytes, more than the limit of {limit}; raise it with --max-size",
)
_OTHERS = Text("其他几何列未读取:{names}", "further geometry columns were not read: {names}")
