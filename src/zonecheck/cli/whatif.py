"""`zonecheck whatif PATHS...`: what would alter each verdict? Parse, explore, report."""

from __future__ import annotations

import io
import shutil
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from zonecheck.cli.bilingual import Argument, Command, Misuse, Option, language
from zonecheck.cli.check import check
from zonecheck.cli.checking import NOTHING
from zonecheck.cli.options import DEBUG, LANGUAGE, Pair
from zonecheck.cli.progress import followed, shown
from zonecheck.cli.requested import MACHINE_FORMATS, coloured, request_of, spare_inputs
from zonecheck.cli.status import FINE, NOT_DONE
from zonecheck.errors import OutputError
from zonecheck.reports import Options
from zonecheck.reports.terminal import safe
from zonecheck.reports.whatif.formats import CONSOLE, FORMATS
from zonecheck.reports.write import targets, whole_file
from zonecheck.whatif import REACH_M, explore
from zonecheck.words import Text

if TYPE_CHECKING:
    from zonecheck.reports.write import Target
    from zonecheck.screening import Request
    from zonecheck.whatif.explore import WhatIf
    from zonecheck.whatif.records import Alternatives

_SHARED = (
    "packs", "catalogues", "required", "on", "crs", "datum", "datum_accuracy", "names", "attributes", "join", "decisions",
    "encoding", "max_size", "max_vertices", "max_depth", "timeout", "quiet", "color", "no_districts",
)  # fmt: skip


def _whatif(paths: tuple[str, ...], **settings: Any) -> int:
    if not paths:
        raise Misuse(_NO_PATHS)
    places = targets(settings["outputs"], FORMATS)  # type: ignore[arg-type]
    spare_inputs(paths, places)
    reach_m = settings["reach"] * 1000
    asked = explore(_request(paths, settings), reach_m=reach_m, trying=dict(settings["trying"]))
    found = _followed(asked, settings)
    _report(found, asked, places, settings)
    for problem in asked.run.errors:
        click.echo(safe(_ERROR.fill(problem=_both(problem))(language(click.get_current_context()))), err=True)
    if not found and not asked.run.errors:
        click.echo(safe(_ERROR.fill(problem=NOTHING)(language(click.get_current_context()))), err=True)
    broken = asked.run.errors or not found or any(each.project.verdict == "invalid" for each in found)
    return NOT_DONE if broken else FINE


def _request(paths: tuple[str, ...], settings: dict[str, Any]) -> Request:
    """Standard input is taken in whole: it may be read twice."""
    request = request_of(paths, settings, whole=False)
    if request.stdin is None:
        return request
    return replace(request, stdin=io.BytesIO(request.stdin.read(settings["max_size"] + 1)))


def _followed(asked: WhatIf, settings: dict[str, Any]) -> tuple[Alternatives, ...]:
    if not shown(quiet=settings["quiet"]):
        return tuple(asked.found)
    total = asked.screening.prepared.inputs.total
    return tuple(followed(asked.found, lambda _: 1, total, language(click.get_current_context())))


def _report(
    found: tuple[Alternatives, ...], asked: WhatIf, places: tuple[Target, ...], settings: dict[str, Any]
) -> None:
    width = max(60, min(shutil.get_terminal_size((88, 24)).columns, 110))
    spoken = language(click.get_current_context())
    options = Options(
        spoken, color=coloured(settings["color"]), width=width, districts=not settings["no_districts"]
    )
    reach_m, form = settings["reach"] * 1000, settings["form"]
    if form in MACHINE_FORMATS and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    CONSOLE[form](found, asked.run, sys.stdout, options, reach_m)
    sys.stdout.flush()
    for place in places:
        try:
            with whole_file(place.path) as stream:
                FORMATS[place.format](found, asked.run, stream, replace(options, color=False), reach_m)
        except OutputError as error:
            asked.run.errors.extend(error.problems)


def _both(problem: Any) -> Text:
    return Text(problem("zh"), problem("en"))


_NO_PATHS = Text(
    "没有给出项目文件;例如:zonecheck whatif 项目.geojson",
    "no project file is given; for example: zonecheck whatif project.geojson",
)
_NO_STATEMENT = Text(
    "“{value}”不能识别;应为 属性=值,如 nature=upgrade 或 建设性质=技术改造",
    "'{value}' cannot be read; expected ATTRIBUTE=VALUE, such as nature=upgrade",
)

STATEMENT = Pair("ATTRIBUTE=VALUE", _NO_STATEMENT, blank=True)
_ERROR = Text("错误:{problem}", "error: {problem}")

whatif = Command(
    "whatif",
    callback=_whatif,
    words=Text(
        "怎样才能改变结论:对每个项目找出最短的移动、可改变结论的申报信息和可定案的资料,逐一重新核查。\n"
        "--set 试一项变更,列出前后差异。PATHS 与 check 相同。退出码:0 已完成;2 未能全部完成。",
        "What would alter the verdict: for each project the shortest move, the statements and the facts that would, each checked "
        "again.\n"
        "--set tries a given change and shows the difference. PATHS are as for check. Exit status: 0 done; 2 not done in full.",
    ),
    params=[
        Argument(["paths"], nargs=-1, metavar="PATHS..."),
        Option(["--set", "trying"], type=STATEMENT, multiple=True, metavar="ATTRIBUTE=VALUE",
               words=Text("试一项变更,可重复,如 --set nature=upgrade;值为空即不申报。",
                          "Try a change; repeatable, such as --set nature=upgrade. An empty value is not stated.")),
        Option(["--reach"], type=click.FloatRange(min=0.01, max=50), default=REACH_M / 1000, show_default=True, metavar="KM",
               words=Text("最远移动多少公里。", "How far a site is moved at most, in kilometres.")),
        Option(["-f", "--format", "form"], type=click.Choice(list(CONSOLE)), default="text", show_default=True,
               words=Text("标准输出的格式。", "Format on standard output.")),
        Option(["-o", "--output", "outputs"], multiple=True, metavar="[FORMAT=]FILE",
               words=Text("另写入文件,可重复:html(地图)、geojson(移动后的轮廓)、json、text。",
                          "Also write to a file; repeatable: html (map), geojson (moved outlines), json, text.")),
        *(param for param in check.params if param.name in _SHARED),
        LANGUAGE,
        DEBUG,
    ],
)  # fmt: skip
