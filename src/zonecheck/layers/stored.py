"""How does a large layer lie on the disk so that a little of it can be read? One file, which is checked wherever it is read.

Behind a line that says what it is stand arrays and texts for all features, each with its hash, and then the outlines one by
one, each with its own. Reading one outline reads nothing of the others. What does not agree with its hash raises
`SpoiltError`, whatever the reason: the caller then reads the registered file itself.
"""

from __future__ import annotations

import hashlib
import json
import mmap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import shapely
from numpy.typing import NDArray

from zonecheck.geodesy.pieces import cut
from zonecheck.layers.faults import SpoiltError

_MAGIC = b"zonecheck layer 1\n"
_LENGTH = 8
_DIGEST = 16
_STRETCH = 8  # pieces of a line in one of its boxes


def write(
    path: Path,
    geometry: NDArray[np.object_],
    arrays: Mapping[str, NDArray[np.float64]],
    texts: Mapping[str, object],
) -> None:
    """Everything of a layer: outlines in longitude, latitude, `arrays` of floats by name, and `texts` that JSON can hold."""
    blobs = [wkb or b"" for wkb in shapely.to_wkb(geometry)]
    ends = np.cumsum([0, *map(len, blobs)]).astype("<i8")
    boxes, owner = grains(geometry)
    floats = {"bounds": shapely.bounds(geometry), "grains": boxes, "grain_of": owner, **arrays}
    sections = {name: array.astype("<f8").tobytes() for name, array in floats.items()}
    sections["ends"] = ends.tobytes()
    sections |= {name: json.dumps(text, ensure_ascii=False).encode() for name, text in texts.items()}
    sections["digests"] = b"".join(map(_digest, blobs))
    with path.open("xb") as file:
        _write_head(file, sections)
        file.writelines([*sections.values(), *blobs])


def grains(geometry: NDArray[np.object_]) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Boxes (g, 4) that together hold all of each geometry, and whose they are (g,): of a line, one for each stretch of it."""
    areas = np.flatnonzero(shapely.get_dimensions(geometry) == 2)
    lines = geometry.copy()
    lines[areas] = None
    pieces = cut(lines)
    place = np.arange(len(pieces)) - pieces.start[pieces.owner]
    begin = np.flatnonzero(place % _STRETCH == 0)
    own = pieces.boxes
    low = [np.minimum.reduceat(side, begin) for side in (own.west, own.south)]
    high = [np.maximum.reduceat(side, begin) for side in (own.east, own.north)]
    boxes = np.concatenate([np.column_stack([*low, *high]), shapely.bounds(geometry[areas]).reshape(-1, 4)])
    return boxes, np.concatenate([pieces.owner[begin], areas])


def _write_head(file: BinaryIO, sections: Mapping[str, bytes]) -> None:
    head = json.dumps(
        {name: [len(part), hashlib.sha256(part).hexdigest()] for name, part in sections.items()}
    )
    written = head.encode()
    file.write(_MAGIC + len(written).to_bytes(_LENGTH, "little") + _digest(written) + written)


def _digest(blob: bytes | memoryview) -> bytes:
    return hashlib.blake2b(blob, digest_size=_DIGEST).digest()


@dataclass(frozen=True, eq=False)
class Stored:
    """A file that is open; its parts are read, and checked, when they are asked for."""

    view: memoryview
    sections: Mapping[str, tuple[int, int, str]]  # where each begins and ends, and its hash
    start: int  # of the outlines

    @classmethod
    def open(cls, path: Path) -> Stored:
        """Raises SpoiltError, or OSError where it cannot be read."""
        with path.open("rb") as file:
            try:
                view = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
            except ValueError:  # empty
                raise SpoiltError from None
        at = len(_MAGIC) + _LENGTH + _DIGEST
        size = int.from_bytes(view[len(_MAGIC) : len(_MAGIC) + _LENGTH], "little")
        head = view[at : at + size]
        if view[: len(_MAGIC)] != _MAGIC or _digest(head) != view[at - _DIGEST : at]:
            raise SpoiltError
        sections, at = {}, at + size
        for name, (length, digest) in json.loads(bytes(head)).items():
            sections[name] = (at, at + length, digest)
            at += length
        return cls(view, sections, at)

    def array(self, name: str) -> NDArray[np.float64]:
        """One of the arrays, (m,) or, of boxes, (m, 4). Raises SpoiltError."""
        found = np.frombuffer(self._section(name), dtype="<f8")
        return found.reshape(-1, 4) if name in ("bounds", "grains") else found

    def text(self, name: str) -> Any:
        """One of the texts. Raises SpoiltError."""
        return json.loads(bytes(self._section(name)))

    def outlines(self, rows: Sequence[int] | NDArray[np.intp]) -> NDArray[np.object_]:
        """The outlines of these features, None where there is none. Raises SpoiltError."""
        return np.asarray(shapely.from_wkb(np.array([self._outline(int(row)) for row in rows] + [None]))[:-1])

    def _outline(self, row: int) -> bytes | None:
        blob = self.view[self.start + int(self._ends[row]) : self.start + int(self._ends[row + 1])]
        if _digest(blob) != self._digests[row * _DIGEST : (row + 1) * _DIGEST]:
            raise SpoiltError
        return bytes(blob) or None

    @cached_property
    def _ends(self) -> NDArray[np.int64]:
        return np.frombuffer(self._section("ends"), dtype="<i8")

    @cached_property
    def _digests(self) -> memoryview:
        return self._section("digests")

    def _section(self, name: str) -> memoryview:
        start, end, digest = self.sections[name]
        part = self.view[start:end]
        if hashlib.sha256(part).hexdigest() != digest:
            raise SpoiltError
        return part
