"""What a file says when it is read and built: short ways to ask, for tests of formats."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from zonecheck.errors import ZonecheckError
from zonecheck.formats.features import FeatureTable
from zonecheck.projects.build import Assumptions, build
from zonecheck.projects.formats import read
from zonecheck.projects.raw import Limits, RawFeatures
from zonecheck.projects.sources import Source
from zonecheck.projects.table import Projects
from zonecheck.words import Text


def raw(path: Path, limits: Limits | None = None, encoding: str | None = None) -> tuple[RawFeatures, ...]:
    return read(Source(path.name, path), limits or Limits(), encoding)


def built(path: Path, crs: str | None = None, encoding: str | None = None, **assumed: Any) -> Projects:
    """The projects of a file with one table."""
    (table,) = raw(path, encoding=encoding)
    return build(table, Assumptions(crs, **assumed))


def refused(path: Path, crs: str | None = None, encoding: str | None = None, **limits: Any) -> str:
    """What a person is told of a file that is refused."""
    try:
        for table in raw(path, Limits(**limits), encoding):
            build(table, Assumptions(crs))
    except ZonecheckError as error:
        assert all(problem("zh") != problem("en") for problem in error.problems)
        return "\n".join(problem("en") for problem in error.problems)
    raise AssertionError("the file was read")


def written(folder: Path, name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def assumed(projects: Projects, row: int = 0) -> str:
    return "\n".join(text("en") for text in projects.assumptions.get(row, ()))


def said(projects: Projects, row: int = 0) -> list[str]:
    return [problem.text("en") for problem in projects.problems.get(row, ())]


def why(call: Callable[..., Any], *asked: Any, **named: Any) -> str:
    """What a person is told by a call that refuses, whatever it raises."""
    try:
        answer = call(*asked, **named)
    except ZonecheckError as error:
        return "\n".join(problem("en") for problem in error.problems)
    except Exception as error:
        if not isinstance(text := getattr(error, "text", None), Text):
            raise
        assert str(error) == text.en
        return text.en
    raise AssertionError(f"it was not refused: {answer}")


def told(texts: Any) -> list[str]:
    return [text("en") for text in texts]


def shapes(table: FeatureTable) -> list[str | None]:
    """The geometries of a table as well-known text."""
    return [shape and shape.wkt for shape in table.geometry]


def faults(table: FeatureTable) -> dict[int, str]:
    return {row: text.en for row, text in table.faults.items()}


def notes(table: FeatureTable) -> dict[int, list[str]]:
    return {row: told(texts) for row, texts in table.notes.items()}
