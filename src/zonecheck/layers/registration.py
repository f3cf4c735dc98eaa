"""What does a catalogue say of one layer, and where does it say so? An entry that has not been opened yet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from zonecheck.layers.layer import Entry

Box = tuple[float, float, float, float]  # west, south, east, north in degrees


@dataclass(frozen=True, slots=True)
class CoverageFile:
    """A file of areas, relative to the catalogue."""

    path: str


@dataclass(frozen=True, slots=True)
class Registration:
    """One layer as registered. `path` is as written in the catalogue that lies in `folder`."""

    entry: Entry
    path: str
    folder: Path
    shown_folder: str  # how messages name the folder
    where: str  # the catalogue and the line of the entry
    crs: str | None
    half_width_m: float | None
    coverage: Box | CoverageFile | Literal["everywhere"] | None

    @property
    def file(self) -> Path:
        return self.folder / self.path

    @property
    def shown(self) -> str:
        """The file as messages name it."""
        return self.show(self.path)

    def show(self, path: str) -> str:
        return str(Path(self.shown_folder) / path)
