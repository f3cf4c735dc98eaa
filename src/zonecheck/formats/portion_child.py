"""How does the process of its own read a large file? Order by order, so many features at a time, within its bounds.

Called as `python -m zonecheck.formats.portion_child KIND PATH MAX_SIZE SECONDS`; orders come by standard input, one to a line.
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

Frame = tuple[bytes, int]
"""A pack, and how many features are in it."""


def main(kind: str, path: str, max_size: int, seconds: int) -> None:
    """Answer every order with its packs, and with an empty one at the end."""
    limit(seconds)
    reader = importlib.import_module(f"zonecheck.formats.{kind if kind in _MODULES else 'geopackage'}")
    file = None
    for line in sys.stdin.buffer:
        try:
            file = file or reader.opened(path, max_size)
            for frame in _frames(reader, file, json.loads(line)):
                _send(*frame)
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
        limit(seconds)


def _frames(reader: Any, file: Any, order: Any) -> Iterator[Frame]:
    if order is None:
        yield json.dumps(reader.heads(file)).encode(), 0
        return
    names = None if order["names"] is None else frozenset(order["names"])
    left = order["at_most"]
    for carried in reader.portions(
        file, order["table"], names, geometry=order["geometry"], size=order["size"]
    ):
        _cut(carried, left)
        yield packed(checked([carried])), len(carried.wkb)
        left = None if left is None else left - len(carried.wkb)
        if left is not None and left <= 0:
            return


def _cut(table: Carried, most: int | None) -> None:
    if most is not None:
        table.properties, table.wkb = table.properties[:most], table.wkb[:most]
        table.faults = {row: text for row, text in table.faults.items() if row < len(table.wkb)}


def _send(frame: bytes, count: int = 0) -> None:
    out = sys.stdout.buffer
    out.write(len(frame).to_bytes(LENGTH_BYTES, "big") + count.to_bytes(LENGTH_BYTES, "big"))
    out.write(frame)
    out.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
