"""What a file says when it is read and built: short ways to ask, for tests of formats."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from zonecheck.errors import ZonecheckError
from zonecheck.projects.build import Assumptions, build
from zonecheck.projects.formats import read
from zonecheck.projects.raw import Limits, RawFeatures
from zonecheck.projects.sources import Source
from zonecheck.projects.table import Projects


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
