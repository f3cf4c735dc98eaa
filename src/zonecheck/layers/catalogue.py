"""Which layers are registered, and under which id? The bundled catalogue, with the user's laid over it.

An entry replaces the entry of the same id in the catalogues before it, whole: nothing of a bundled entry clings to a
user's own file. Reading a catalogue opens no layer; a layer is opened when it is asked for, and once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from zonecheck import resources, yaml_text
from zonecheck.errors import LayerError, Problem
from zonecheck.layers import kept
from zonecheck.layers.entry_text import EntryText, fault_text
from zonecheck.layers.layer import Entry, Layer
from zonecheck.layers.read import read
from zonecheck.layers.registration import Registration
from zonecheck.words import Text, same

BUNDLED = "bundled"


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """All registered layers, by id, in the order in which they were first named."""

    registered: Mapping[str, Registration]
    cache: Path | None = None  # where large layers are kept as they were read
    _open: dict[str, Layer] = field(default_factory=dict)

    def __contains__(self, layer: str) -> bool:
        return layer in self.registered

    def __iter__(self) -> Iterator[str]:
        return iter(self.registered)

    def entry(self, layer: str) -> Entry:
        return self.registered[layer].entry

    def open(self, layer: str) -> Layer:
        """The layer itself, checked; raises UnusableLayerError (a LayerError) with everything that is wrong with it."""
        if layer not in self._open:
            self._open[layer] = read(self.registered[layer], self.cache)
        return self._open[layer]


def load(paths: Sequence[str | Path] = (), bundled: Path | None = None) -> Catalogue:
    """The bundled catalogue with those of the user laid over it, later over earlier.

    Raises LayerError with every fault of every catalogue, as `file:line`.
    """
    home = bundled or resources.path("data") / "layers.yaml"
    registered: dict[str, Registration] = {}
    problems: list[Problem] = []
    for path, origin in [(home, BUNDLED), *((Path(path), str(path)) for path in paths)]:
        try:
            registered |= _catalogue(path, origin)
        except LayerError as error:
            problems += error.problems
    if problems:
        raise LayerError(*problems)
    return Catalogue(registered, kept.folder())


def _catalogue(path: Path, origin: str) -> dict[str, Registration]:
    shown = "data/layers.yaml" if origin == BUNDLED else origin
    document = yaml_text.load(_bytes(path, shown), shown, error=LayerError)
    reader = _Reader(document, path.parent, origin)
    registered = reader.entries()
    if reader.problems:
        raise LayerError(*reader.problems)
    return registered


def _bytes(path: Path, shown: str) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise LayerError(Problem(shown, _NOT_A_FILE))
        return path.read_bytes()
    except FileNotFoundError:
        raise LayerError(Problem(shown, _NO_CATALOGUE)) from None
    except OSError as error:
        raise LayerError(Problem(shown, _UNREADABLE.fill(reason=error.strerror or error))) from None


@dataclass
class _Reader:
    """One catalogue on its way from text to registrations; `problems` collects all that is wrong with it."""

    document: yaml_text.Document
    folder: Path
    origin: str
    problems: list[Problem] = field(default_factory=list)

    def entries(self) -> dict[str, Registration]:
        found: dict[str, Registration] = {}
        for at, value in self._listed():
            entry = self._entry(at, value)
            if entry and entry.entry.id in found:
                self._fault(at, _TWICE.fill(id=entry.entry.id))
            elif entry:
                found[entry.entry.id] = entry
        return found

    def _listed(self) -> list[tuple[yaml_text.Path, Any]]:
        """The entries with their paths: those under `layers:`, or of a bare list."""
        value, start = self.document.value, ()
        if isinstance(value, dict):
            for key in value:
                if key != "layers":
                    self._fault((key,), _TOP.fill(key=key))
            value, start = value.get("layers"), ("layers",)  # type: ignore[assignment]
        if not isinstance(value, list) or not value:
            self._fault(start, _NO_LIST)
            return []
        return [((*start, position), each) for position, each in enumerate(value)]

    def _entry(self, at: yaml_text.Path, value: Any) -> Registration | None:
        if not isinstance(value, dict):
            self._fault(at, _NO_MAPPING)
            return None
        try:
            return self._registration(at, EntryText.model_validate(value))
        except ValidationError as error:
            for fault in error.errors(include_url=False, include_input=False):
                self._fault((*at, *fault["loc"]), fault_text(fault))
            return None

    def _registration(self, at: yaml_text.Path, text: EntryText) -> Registration:
        bundled = self.origin == BUNDLED
        return Registration(
            entry=_entry(text, self.origin),
            path=text.path,
            folder=self.folder,
            shown_folder="data" if bundled else str(Path(self.origin).parent),
            where=f"{self.document.name}:{self.document.line(at)}",
            crs=text.crs,
            half_width_m=text.half_width_m,
            coverage=text.coverage,
        )

    def _fault(self, at: yaml_text.Path, text: Text) -> None:
        self.problems.append(self.document.problem(at, text))


def _entry(text: EntryText, origin: str) -> Entry:
    return Entry(
        id=text.id,
        title=text.title or same(text.id),
        baseline=text.baseline,
        accuracy_m=text.accuracy_m,
        complete_for=text.complete_for,
        valid_until=text.valid_until,
        source=text.source,
        licence=text.licence,
        vintage=text.vintage,
        indicative=text.indicative,
        sha256=text.sha256,
        origin=origin,
        note=text.note,
    )


_NO_CATALOGUE = Text("图层目录不存在;请核对路径", "there is no such layer catalogue; check the path")
_NOT_A_FILE = Text("图层目录须是普通文件", "a layer catalogue must be a regular file")
_UNREADABLE = Text("图层目录不能读取:{reason}", "the layer catalogue cannot be read: {reason}")
_TOP = Text(
    "不识别的键 {key};目录只有 layers: 一个键", "unknown key {key}; a catalogue has the one key `layers:`"
)
_NO_LIST = Text(
    "没有图层;应为列表 layers:,每项一个图层", "no layers; expected a list `layers:`, one entry for each"
)
_NO_MAPPING = Text(
    "应为一个图层的键值,如 id: 和 path:", "expected the keys of one layer, such as `id:` and `path:`"
)
_TWICE = Text("图层 {id} 在同一目录中登记了两次", "layer {id} is registered twice in this catalogue")
