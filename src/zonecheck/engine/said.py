"""What does one project state, as it was understood? Looked up in the columns of its batch, or apart from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from zonecheck.projects.table import Column


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """Looked up in the columns. What is sent to another process is this project's alone."""

    columns: Mapping[str, Column]
    row: int

    def __call__(self, key: str) -> Any:
        return self.columns[key].at(self.row)

    def __reduce__(self) -> tuple[type[_Apart], tuple[dict[str, Any]]]:
        said = {key: self(key) for key in self.columns}
        return _Apart, ({key: value for key, value in said.items() if value is not None},)


@dataclass(frozen=True, slots=True)
class _Apart:
    values: Mapping[str, Any]

    def __call__(self, key: str) -> Any:
        return self.values.get(key)
