"""How is a large file of a risky format read, that must not be in memory whole? Portion by portion, by a process of its own.

The process is given the path of one plain file, read-only, and what it may use of time and memory; it writes one pack of
features after the other and waits while nobody takes them. What is said of single readers in `child` and `apart` holds here.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Literal

from zonecheck.errors import InputError, LimitError, Problem
from zonecheck.formats.apart import ended, environment, featured, timed_out
from zonecheck.formats.carried import Refused, unpacked

if TYPE_CHECKING:
    from zonecheck.formats.carried import Carried
    from zonecheck.formats.features import FeatureTable
    from zonecheck.formats.limits import Limits

Kind = Literal["geopackage", "flatgeobuf", "geoparquet"]

LENGTH_BYTES = 8


@dataclass(frozen=True, slots=True)
class Order:
    """What the process is to send: of which table, which attributes (None: all), with geometries or not, how many at a time."""

    table: int
    names: Sequence[str] | None
    geometry: bool
    size: int
    at_most: int | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """A table as the file tells of it: its attributes, and how many features it has."""

    names: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Large:
    """A file of several tables that is read in portions."""

    name: str
    path: Path
    kind: Kind
    limits: Limits

    def heads(self) -> list[Head]:
        """The tables. Raises InputError, LimitError."""
        frames = self._frames(None)
        return [Head(tuple(names), count) for names, count in json.loads(b"".join(frames).decode())]

    def portions(self, order: Order, *, several: bool) -> Iterator[FeatureTable]:
        """The features of a table, so many at a time. Raises InputError, LimitError, also on the way."""
        for frame in self._frames(order):
            for carried in self._unpacked(frame):
                yield featured(self.name, carried, self.limits, several=several)

    def _unpacked(self, frame: bytes) -> list[Carried]:
        try:
            return unpacked(frame)
        except Refused as refused:
            raise (LimitError if refused.limit else InputError)(Problem(self.name, refused.text)) from None
        except (ValueError, KeyError, TypeError):
            raise ended(self.name, None) from None

    def _frames(self, order: Order | None) -> Iterator[bytes]:
        limits = self.limits
        command = [
            *(
                sys.executable,
                "-P",
                "-m",
                "zonecheck.formats.portion_child",
                self.kind,
                str(self.path.absolute()),
            ),
            *(
                str(limits.max_size),
                str(max(1, round(limits.timeout_s))),
                json.dumps(order and asdict(order)),
            ),
        ]
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(),
        )
        try:
            whole = False
            while process.stdout is not None:
                frame = self._frame(process, process.stdout)
                if not frame:
                    whole = frame is not None
                    break
                if order is None and frame[:1] != b"[":
                    self._unpacked(frame)  # which raises what it says
                yield frame
            if not whole:
                raise ended(self.name, process.wait())
        finally:
            process.kill()
            process.communicate()

    def _frame(self, process: subprocess.Popen[bytes], stream: IO[bytes]) -> bytes | None:
        """The next pack, empty after the last; None where the process ended before it said so."""
        with _watched(process, self.limits.timeout_s) as late:
            length = stream.read(LENGTH_BYTES)
            frame = stream.read(int.from_bytes(length, "big")) if len(length) == LENGTH_BYTES else b""
        if late.is_set():
            raise timed_out(self.name, self.limits)
        whole = len(length) == LENGTH_BYTES and len(frame) == int.from_bytes(length, "big")
        return frame if whole else None


@contextmanager
def _watched(process: subprocess.Popen[bytes], seconds: float) -> Iterator[threading.Event]:
    """The process is ended when the block takes too long."""
    late = threading.Event()

    def end() -> None:
        late.set()
        process.kill()

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()
