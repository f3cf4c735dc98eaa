"""Where is a large layer kept, once it has been read and checked? In the user's cache, under the hash of all that it rests on.

A run hashes the registered file first, as every run does: a file that changed is an error and no cache is asked. What is
kept is found by that hash together with what the catalogue says and the version of the program, so that it can be old but
never wrong; its parts are checked against hashes when they are read. Whatever is amiss with the cache (no place, no right,
another user's folder, a torn file), the layer is read as if there were none.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from zonecheck import __version__
from zonecheck.layers.faults import SpoiltError
from zonecheck.layers.layer import Coverage, Entry, Layer
from zonecheck.layers.outlines import Outlines

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from zonecheck.layers.registration import Registration
    from zonecheck.layers.stored import Stored

LARGE_BYTES = 8 << 20
"""From here on a file is worth keeping as it was read."""

_MOST = 12  # layers that are kept; the oldest go first


def folder() -> Path:
    """Where this user's programs keep what they can make anew."""
    if sys.platform == "win32":
        home = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    else:
        home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(home) / "zonecheck" / "layers"


def key(registration: Registration, digest: str, coverage: bytes) -> str:
    """What a layer as read depends on: the file, the catalogue's words about it, the file of its coverage, the program."""
    entry = registration.entry
    claims = {name: sorted(values) for name, values in sorted(entry.complete_for.items())}
    said = (
        digest, __version__, entry.id, entry.baseline, entry.accuracy_m, claims, registration.crs,
        registration.half_width_m, str(registration.coverage), hashlib.sha256(coverage).hexdigest(), registration.file.suffix,
    )  # fmt: skip
    return hashlib.sha256(repr(said).encode()).hexdigest()


def take(
    place: Path, named: str, entry: Entry, coverage: Coverage, whole: Callable[[], NDArray[np.object_]]
) -> Layer | None:
    """The layer of this key, with what the catalogue says of it. None where there is none to be trusted."""
    from zonecheck.layers.stored import Stored  # noqa: PLC0415  few runs have a large layer

    try:
        return _opened(Stored.open(place / named), entry, coverage, whole) if _is_ours(place) else None
    except (OSError, SpoiltError):
        return None


def _opened(
    stored: Stored, entry: Entry, coverage: Coverage, whole: Callable[[], NDArray[np.object_]]
) -> Layer:
    def texts(name: str) -> tuple[Any, ...]:
        return tuple(stored.text(name))

    boxes = stored.array("bounds"), stored.array("grains"), stored.array("grain_of").astype(np.intp)
    return Layer(
        entry,
        ids=texts("ids"),
        names=texts("names"),
        geometry=Outlines(stored, *boxes, whole),
        properties=tuple(map(_with_tuples, texts("properties"))),
        accuracy_m=stored.array("accuracy_m"),
        half_width_m=stored.array("half_width_m"),
        baseline=texts("baseline"),
        coverage=coverage,
    )


def keep(place: Path, named: str, layer: Layer) -> None:
    """Keep a layer that was read and checked; where that is not possible nothing happens."""
    from zonecheck.layers.stored import write  # noqa: PLC0415  few runs have a large layer

    with suppress(OSError, TypeError, ValueError, RuntimeError):
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_ours(place):
            return
        unfinished = place / f"{named}.{os.urandom(8).hex()}"
        try:
            arrays = {name: getattr(layer, name) for name in _ARRAYS}
            write(
                unfinished,
                np.asarray(layer.geometry),
                arrays,
                {name: getattr(layer, name) for name in _TEXTS},
            )
            unfinished.replace(place / named)
        finally:
            unfinished.unlink(missing_ok=True)
        _discard_oldest(place)


_ARRAYS = ("accuracy_m", "half_width_m")
_TEXTS = ("ids", "names", "properties", "baseline")


def _is_ours(place: Path) -> bool:
    """A folder of this user that nobody else can write to."""
    found = place.lstat()
    if not stat.S_ISDIR(found.st_mode):
        return False
    if not hasattr(os, "getuid"):
        return True  # Windows: it lies in the user's own profile
    return found.st_uid == os.getuid() and not found.st_mode & 0o077


def _with_tuples(properties: dict[str, Any]) -> dict[str, Any]:
    for name in ("aliases", "possibly"):
        if properties.get(name):
            properties[name] = tuple(properties[name])
    return properties


def _discard_oldest(place: Path) -> None:
    files = sorted(place.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in files[_MOST:]:
        path.unlink(missing_ok=True)
