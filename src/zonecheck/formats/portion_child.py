"""How does the process of its own read a large file? Table by table, so many features at a time, within its bounds.

Called as `python -m zonecheck.formats.portion_child KIND PATH MAX_SIZE SECONDS ORDER`.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Iterator
from typing import Any

from zonecheck.formats.carried import Carried, Refused, packed
from zonecheck.formats.child import broken, checked, limit, memory
from zonecheck.formats.portions import LENGTH_BYTES

_MODULES = {"geopackage", "flatgeobuf", "geoparquet"}


def main(kind: str, path: str, max_size: int, seconds: int, order: Any) -> None:
    """Write every pack, and an empty one at the end."""
    limit(seconds)
    try:
        for frame in _frames(kind, path, max_size, order):
            _send(frame)
            limit(seconds)
    except Refused as refused:
        _send(packed(refused))
    except MemoryError:
        _send(packed(memory()))
    except BrokenPipeError:
        return
    except Exception as error:  # a library can fail in any way; here it only fails to read one file
        _send(packed(broken(error)))
    _send(b"")


def _frames(kind: str, path: str, max_size: int, order: Any) -> Iterator[bytes]:
    reader = importlib.import_module(f"zonecheck.formats.{kind if kind in _MODULES else 'geopackage'}")
    file = reader.opened(path, max_size)
    if order is None:
        yield json.dumps(reader.heads(file)).encode()
        return
    names = None if order["names"] is None else frozenset(order["names"])
    left = order["at_most"]
    for carried in reader.portions(
        file, order["table"], names, geometry=order["geometry"], size=order["size"]
    ):
        yield packed(_cut(checked([carried]), left))
        left = None if left is None else left - len(carried.properties)
        if left is not None and left <= 0:
            return


def _cut(tables: list[Carried], most: int | None) -> list[Carried]:
    for table in tables if most is not None else []:
        table.properties, table.wkb = table.properties[:most], table.wkb[:most]
        table.faults = {row: text for row, text in table.faults.items() if row < len(table.wkb)}
    return tables


def _send(frame: bytes) -> None:
    out = sys.stdout.buffer
    out.write(len(frame).to_bytes(LENGTH_BYTES, "big"))
    out.write(frame)
    out.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), json.loads(sys.argv[5]))
