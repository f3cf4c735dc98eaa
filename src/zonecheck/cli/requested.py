"""What do the options of `check` ask for? Also those of the commands that take the same inputs."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from zonecheck.cli.bilingual import Misuse, beside_configuration, configured, language
from zonecheck.cli.settings import DECISIONS
from zonecheck.errors import Problem, UsageError
from zonecheck.projects.build import Assumptions
from zonecheck.projects.raw import Limits
from zonecheck.reports.terminal import safe
from zonecheck.screening import Joined, Request
from zonecheck.words import Text

if TYPE_CHECKING:
    from zonecheck.reports.write import Target

MACHINE_FORMATS = ("json", "jsonl", "csv", "markdown", "github")


def request_of(paths: tuple[str, ...], settings: dict[str, Any], *, whole: bool) -> Request:
    """What the options of `check` and of the commands that take the same inputs ask for."""
    return Request(
        paths=paths,
        today=datetime.now(ZoneInfo("Asia/Shanghai")).date(),
        packs=settings["packs"],
        layers=settings["catalogues"],
        required=frozenset(settings["required"]),
        decisions=_decisions(settings["decisions"]),
        on=settings["on"],
        explain=settings.get("explain", False),
        whole=whole,
        assumptions=Assumptions(
            settings["crs"], dict(settings["names"]), settings["datum"], settings["datum_accuracy"]
        ),
        joined=_joined(settings["attributes"], settings["join"]),
        encoding=settings["encoding"],
        limits=Limits(
            max_depth=settings["max_depth"],
            max_vertices=settings["max_vertices"],
            max_size=settings["max_size"],
            timeout_s=settings["timeout"],
        ),
        stdin=sys.stdin.buffer if "-" in paths else None,
    )


def _joined(table: str | None, field: str | None) -> Joined | None:
    if bool(table) != bool(field):
        raise Misuse(_JOIN_ALONE)
    return Joined(table, field) if table and field else None


def spare_inputs(paths: tuple[str, ...], places: tuple[Target, ...]) -> None:
    """No result takes the place of an input."""
    inputs = {os.path.realpath(path) for path in paths if path != "-"}
    if taken := [place for place in places if os.path.realpath(place.path) in inputs]:
        raise UsageError(*(Problem(str(place.path), _INPUT) for place in taken))


def _decisions(named: str | None) -> Path | None:
    """The file that is named, else the one beside the configuration, if there is one."""
    if named:
        return Path(named)
    beside = beside_configuration(DECISIONS) if configured() else None
    if beside is None or not beside.is_file():
        return None
    click.echo(safe(_FOUND.fill(path=beside)(language(click.get_current_context()))), err=True)
    return beside


def coloured(wanted: str) -> bool:
    """Asked for, else as the environment says, else on a terminal that can."""
    if wanted != "auto":
        return wanted == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


_JOIN_ALONE = Text(
    "--attributes 与 --join 须同时给出,如 --attributes 项目.xlsx --join 项目代码",
    "--attributes and --join go together, such as --attributes projects.xlsx --join id",
)
_INPUT = Text(
    "是输入文件,不会被结果覆盖;请改用其他文件名",
    "is an input: a result does not take its place; name another file",
)
_FOUND = Text("使用人工认定文件 {path}", "using the decisions in {path}")
