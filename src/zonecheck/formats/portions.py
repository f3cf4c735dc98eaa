"""How is a large file of a risky format read, that must not be in memory whole? Portion by portion, by a process of its own.

The process is given the path of one plain file, read-only, and what it may use of time and memory. It takes one order after
the other, answers each with packs of features, and waits while nobody takes them. What is said of single readers in `child`
and `apart` holds here. A pack is opened where its features are needed, which may be another process.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from zonecheck.errors import InputError, LimitError, Problem
from zonecheck.formats.apart import ended, environment, featured, timed_out
from zonecheck.formats.carried import Refused, is_refused, unpacked

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


@dataclass(frozen=True, slots=True, eq=False)
class Portion:
    """Some features of a table as the process sent them, and how many it said they are."""

    name: str
    pack: bytes
    count: int

    def table(self, limits: Limits, *, several: bool) -> FeatureTable:
        """The features. Raises InputError, LimitError."""
        return featured(self.name, self.carried(), limits, several=several)

    def carried(self) -> Carried:
        """What was sent, nothing of it looked at yet. Raises InputError, LimitError."""
        try:
            (found,) = unpacked(self.pack)
        except Refused as refused:
            raise (LimitError if refused.limit else InputError)(Problem(self.name, refused.text)) from None
        except (ValueError, KeyError, TypeError):
            raise ended(self.name, None) from None
        if not self.count == len(found.wkb) == len(found.properties):
            raise ended(self.name, None)
        return found


class Large:
    """A file of several tables that is read in portions, by a process that ends with this object."""

    def __init__(self, name: str, path: Path, kind: Kind, limits: Limits) -> None:
        self.name, self.path, self.kind, self.limits = name, path, kind, limits
        self._idle: subprocess.Popen[bytes] | None = None

    def heads(self) -> list[Head]:
        """The tables. Raises InputError, LimitError."""
        packs = b"".join(portion.pack for portion in self._answer(None))
        return [Head(tuple(names), count) for names, count in json.loads(packs.decode())]

    def portions(self, order: Order) -> Iterator[Portion]:
        """The features of a table, so many at a time. Raises InputError, LimitError, also on the way."""
        return self._answer(order)

    def _answer(self, order: Order | None) -> Iterator[Portion]:
        """What the process sends; one that was not heard to the end gets no other order."""
        process, self._idle = self._idle or self._started(), None
        try:
            self._give(process, order)
            while (portion := self._portion(process)) is not None:
                if is_refused(portion.pack):
                    portion.carried()  # which raises what it says
                yield portion
        except BaseException:
            _end(process)
            raise
        self._idle = process

    def _started(self) -> subprocess.Popen[bytes]:
        bounds = (str(self.limits.max_size), str(max(1, round(self.limits.timeout_s))))
        process = subprocess.Popen(
            [*_CHILD, self.kind, str(self.path.absolute()), *bounds],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment(),
        )
        weakref.finalize(self, _end, process)
        return process

    def _give(self, process: subprocess.Popen[bytes], order: Order | None) -> None:
        assert process.stdin is not None
        with suppress(OSError):  # it is dead already, which is met when its answer is read
            process.stdin.write(json.dumps(order and asdict(order)).encode() + b"\n")
            process.stdin.flush()

    def _portion(self, process: subprocess.Popen[bytes]) -> Portion | None:
        """The next pack, None after the last. Raises InputError where the process ended before, LimitError if it is late."""
        stream = process.stdout
        assert stream is not None
        with _watched(process, self.limits.timeout_s) as late:
            head = stream.read(2 * LENGTH_BYTES)
            length, count = (int.from_bytes(head[at : at + LENGTH_BYTES], "big") for at in (0, LENGTH_BYTES))
            pack = stream.read(length) if len(head) == 2 * LENGTH_BYTES else b""
        if late.is_set():
            raise timed_out(self.name, self.limits)
        if len(head) < 2 * LENGTH_BYTES or len(pack) < length:
            raise ended(self.name, process.wait())
        return Portion(self.name, pack, count) if pack else None


_CHILD = (sys.executable, "-P", "-m", "zonecheck.formats.portion_child")


def _end(process: subprocess.Popen[bytes]) -> None:
    """No process outlives the need for it."""
    process.kill()
    with suppress(OSError):  # an order that it did not take
        process.communicate()


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
