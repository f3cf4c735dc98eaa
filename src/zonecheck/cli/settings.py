"""Which options stand in a configuration file? `zonecheck.toml`, or `[tool.zonecheck]` of `pyproject.toml`.

It is looked for upwards from the current folder, never beside an input: a folder of somebody's projects configures
nothing. The nearest file counts alone. What the command line says wins; an unknown key is an error. Paths in it are
relative to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from zonecheck.errors import Problem, UsageError
from zonecheck.words import Text

FILE, PYPROJECT = "zonecheck.toml", "pyproject.toml"
DECISIONS = "zonecheck-decisions.yaml"  # the decisions of people, looked for beside the configuration
LAYERS = "zonecheck-layers.yaml"  # the layers that the user registered, used where they are named
PATHS = ("layers", "output", "decisions", "attributes", "baseline")  # options that name files

SHARED = ("pack", "layers", "require", "on", "crs", "datum", "datum-accuracy", "map", "decisions", "encoding", "max-size",
          "max-vertices", "max-depth", "timeout", "no-districts")  # fmt: skip


@dataclass(frozen=True)
class Settings:
    """The options of one file, as the user spells them on the command line without dashes; `path` None if there is none."""

    path: Path | None = None
    values: Mapping[str, Any] = field(default_factory=dict)


def find(start: Path) -> Settings:
    """The nearest configuration at or above `start`. Raises UsageError if it cannot be read."""
    for folder in (start, *start.parents):
        for name in (FILE, PYPROJECT):
            path = folder / name
            if path.is_file() and (found := _read(path)) is not None:
                return Settings(path, found)
    return Settings()


def _read(path: Path) -> Mapping[str, Any] | None:
    """The table of options; None for a `pyproject.toml` that has none."""
    import tomllib  # noqa: PLC0415  only where there is a file to read

    try:
        document = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(Problem(str(path), _UNREADABLE.fill(reason=error))) from error
    if path.name == FILE:
        return document
    table = document.get("tool", {}).get("zonecheck")
    return table if isinstance(table, dict) else None


def defaults(settings: Settings, command: click.Command) -> dict[str, Any]:
    """The options of `command` that the settings give, as click's default map. Raises UsageError for unknown keys."""
    known = {name: param for param in command.params for name in _names(param)}
    problems = [
        Problem(str(settings.path), _unknown(key, known)) for key in settings.values if key not in known
    ]
    if problems:
        raise UsageError(*problems)
    given = {key: _anchored(settings, key, value) for key, value in settings.values.items()}
    return {str(known[key].name): value for key, value in given.items() if known[key].expose_value}


def shared_defaults(settings: Settings, command: click.Command) -> dict[str, Any]:
    """Of the settings, which are those of `check`, what says by what and how to judge; the rest is no concern of `command`."""
    kept = {key: value for key, value in settings.values.items() if key in SHARED}
    known = {name for param in command.params for name in _names(param)}
    return defaults(Settings(settings.path, {key: kept[key] for key in kept.keys() & known}), command)


def _names(param: click.Parameter) -> Iterator[str]:
    """The long names of an option, without dashes."""
    if isinstance(param, click.Option):
        yield from (name[2:] for name in param.opts if name.startswith("--") and name != "--help")


def _anchored(settings: Settings, key: str, value: Any) -> Any:
    if key not in PATHS or settings.path is None:
        return value
    folder = settings.path.parent
    return [str(folder / each) for each in value] if isinstance(value, list) else str(folder / value)


def _unknown(key: str, known: Mapping[str, click.Parameter]) -> Text:
    import difflib  # noqa: PLC0415  only for an error

    near = difflib.get_close_matches(key, known, n=1)
    if near:
        return _NEAR.fill(key=key, near=near[0])
    return _UNKNOWN.fill(key=key, known=", ".join(sorted(known)))


_UNREADABLE = Text("配置文件无法读取:{reason}", "the configuration cannot be read: {reason}")
_NEAR = Text("没有配置项 {key};是否要用 {near}?", "there is no setting '{key}'; did you mean '{near}'?")
_UNKNOWN = Text("没有配置项 {key};可用:{known}", "there is no setting '{key}'; there are {known}")
