"""`zonecheck diff PATHS...`: which verdicts flip between two days, packs or catalogues? Parse, compare, report."""

from __future__ import annotations

import io
import shutil
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from zonecheck.cli.bilingual import Argument, Command, Misuse, Option, language
from zonecheck.cli.check import check
from zonecheck.cli.options import DEBUG, LANGUAGE
from zonecheck.cli.requested import MACHINE_FORMATS, coloured, request_of, spare_inputs
from zonecheck.cli.status import FINE, NOT_DONE
from zonecheck.comparing import Comparison, compare
from zonecheck.errors import OutputError, Problem
from zonecheck.reports import Options
from zonecheck.reports.changes import CONSOLE, FORMATS
from zonecheck.reports.terminal import safe
from zonecheck.reports.write import targets, whole_file
from zonecheck.words import Text

if TYPE_CHECKING:
    from zonecheck.reports.write import Target
    from zonecheck.screening import Request

DIFFERENT = 1
_SHARED = (
    "packs", "catalogues", "required", "on", "crs", "datum", "datum_accuracy", "names", "attributes", "join", "decisions",
    "encoding", "max_size", "max_vertices", "max_depth", "timeout", "quiet", "color", "no_districts",
)  # fmt: skip


def _diff(paths: tuple[str, ...], **settings: Any) -> int:
    if not paths:
        raise Misuse(_NO_PATHS)
    places = targets(settings["outputs"], FORMATS)  # type: ignore[arg-type]
    spare_inputs(paths, places)
    before, after = _sides(request_of(paths, settings, whole=True), settings)
    if before == after:
        raise Misuse(_NOTHING_TO_COMPARE)
    found = compare(before, after)
    problems = [*dict.fromkeys([*found.before.errors, *found.after.errors])]
    problems += _report(found, places, settings)
    spoken = language(click.get_current_context())
    for problem in problems:
        click.echo(safe(f"{_ERROR(spoken)}{problem(spoken)}"), err=True)
    if found.invalid:
        click.echo(safe(_INVALID.fill(n=found.invalid)(spoken)), err=True)
    if problems or found.invalid or not found.projects:
        return NOT_DONE
    return DIFFERENT if found.differs else FINE


def _sides(common: Request, settings: dict[str, Any]) -> tuple[Request, Request]:
    """The request before and after: what both share, and what one side says of its own. Standard input is read once."""
    shared = common
    text = common.stdin.read(settings["max_size"] + 1) if common.stdin else None
    sides = []
    for name in ("from", "to"):
        own = {
            field: settings[f"{name}_{option}"]
            for field, option in (("on", "on"), ("packs", "packs"), ("layers", "catalogues"))
            if settings[f"{name}_{option}"]
        }
        stdin = None if text is None else io.BytesIO(text)
        sides.append(replace(shared, **own, stdin=stdin))
    return sides[0], sides[1]


def _report(found: Comparison, places: tuple[Target, ...], settings: dict[str, Any]) -> list[Problem]:
    """To standard output and to every file; answers what could not be written."""
    width = max(60, min(shutil.get_terminal_size((88, 24)).columns, 110))
    options = Options(
        language(click.get_current_context()),
        color=coloured(settings["color"]),
        width=width,
        districts=not settings["no_districts"],
    )
    form = settings["form"]
    if form in MACHINE_FORMATS and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    CONSOLE[form](found, sys.stdout, options)
    sys.stdout.flush()
    problems: list[Problem] = []
    for place in places:
        try:
            with whole_file(place.path) as stream:
                FORMATS[place.format](found, stream, replace(options, color=False))
        except OutputError as error:
            problems += error.problems
    return problems


def _side(name: str, words: Text) -> list[click.Parameter]:
    """What one side can say of its own."""
    day = next(param for param in check.params if param.name == "on")
    return [
        Option([f"--{name}-on", f"{name}_on"], type=day.type, metavar="YYYY-MM-DD",
               words=Text(f"{words.zh}的判定日。", f"The day to judge by, {words.en}.")),
        Option([f"--{name}-pack", f"{name}_packs"], multiple=True, metavar="ID|PATH",
               words=Text(f"{words.zh}的规则包,可重复。", f"A rule pack, {words.en}; repeatable.")),
        Option([f"--{name}-layers", f"{name}_catalogues"], multiple=True, metavar="FILE",
               words=Text(f"{words.zh}的图层目录,可重复。", f"A layer catalogue, {words.en}; repeatable.")),
    ]  # fmt: skip


_NO_PATHS = Text(
    "没有给出项目文件;例如:zonecheck diff 项目.geojson --from-on 2020-06-01",
    "no project file is given; for example: zonecheck diff project.geojson --from-on 2020-06-01",
)
_NOTHING_TO_COMPARE = Text(
    "两边相同,无可比较;请用 --from-on、--from-pack、--from-layers 或 --to-… 说明差别",
    "both sides are the same; say what differs by --from-on, --from-pack, --from-layers, or --to-…",
)
_ERROR = Text("错误:", "error: ")
_INVALID = Text("有 {n} 个项目无法核查,未能比较", "{n} projects could not be checked and were not compared")

diff = Command(
    "diff",
    callback=_diff,
    words=Text(
        "比较同一批项目在两个日期、两组规则包或两套图层下的核查结果:哪些结论变了,变成什么,因为哪条规则;并用文字列出规则的变化。\n"
        "没有写明的一边与 check 的默认相同。PATHS 与 check 相同。退出码:0 没有差别;1 有差别;2 未能全部完成。",
        "The same projects on two days, by two sets of packs or over two catalogues of layers: which verdicts flip, "
        "which way and by which rule; and in words what became of the rules.\n"
        "A side that says nothing of its own is as for check. PATHS are as for check. "
        "Exit status: 0 the same; 1 different; 2 not done in full.",
    ),
    params=[
        Argument(["paths"], nargs=-1, metavar="PATHS..."),
        *_side("from", Text("比较前", "before")),
        *_side("to", Text("比较后", "after")),
        Option(["-f", "--format", "form"], type=click.Choice(list(CONSOLE)), default="text", show_default=True,
               words=Text("标准输出的格式。", "Format on standard output.")),
        Option(["-o", "--output", "outputs"], multiple=True, metavar="[FORMAT=]FILE",
               words=Text("另写入文件,可重复:html(地图)、geojson、json、markdown、text。",
                          "Also write to a file; repeatable: html (map), geojson, json, markdown, text.")),
        *(param for param in check.params if param.name in _SHARED),
        LANGUAGE,
        DEBUG,
    ],
)  # fmt: skip
