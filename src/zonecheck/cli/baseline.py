"""`zonecheck baseline PATHS...`: accept what is found today, so that CI fails only on what is new. Parse, check, write."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from zonecheck.baseline import FILE, Overlay, entries_of, read, written
from zonecheck.cli.bilingual import Argument, Command, Misuse, Option, language
from zonecheck.cli.check import check
from zonecheck.cli.options import DEBUG, LANGUAGE
from zonecheck.cli.requested import request_of
from zonecheck.cli.status import FINE, NOT_DONE
from zonecheck.errors import Problem, UsageError
from zonecheck.reports.terminal import safe
from zonecheck.reports.write import whole_file
from zonecheck.screening import screen
from zonecheck.words import Text

if TYPE_CHECKING:
    from zonecheck.baseline import Entry
    from zonecheck.results import ProjectResult

_SHARED = (
    "packs", "catalogues", "required", "on", "crs", "datum", "datum_accuracy", "names", "attributes", "join", "decisions",
    "encoding", "max_size", "max_vertices", "max_depth", "timeout", "quiet",
)  # fmt: skip


def _baseline(paths: tuple[str, ...], **settings: Any) -> int:
    if not paths:
        raise Misuse(_NO_PATHS)
    if settings["update"] and settings["prune"]:
        raise Misuse(_EITHER)
    place = Path(settings["output"])
    if place.exists() and not (settings["update"] or settings["prune"]):
        raise UsageError(Problem(str(place), _EXISTS))
    before = read(place).entries if place.exists() else ()
    run = screen(request_of(paths, settings, whole=False)).run
    projects = tuple(run.projects)
    if run.errors or not projects:
        _say(*(_both(problem) for problem in run.errors))
        _say(_NOTHING_WRITTEN)
        return NOT_DONE
    entries = _kept(place, projects) if settings["prune"] else _found(projects)
    with whole_file(place) as stream:
        stream.write(written(entries))
    if not settings["quiet"]:
        _say(
            _WRITTEN.fill(
                path=place,
                n=len(entries),
                new=len(set(entries) - set(before)),
                gone=len(set(before) - set(entries)),
            )
        )
        _say_of_reviews(projects)
    return NOT_DONE if any(each.verdict == "invalid" for each in projects) else FINE


def _found(projects: tuple[ProjectResult, ...]) -> list[Entry]:
    return [entry for project in projects for entry in entries_of(project)]


def _kept(place: Path, projects: tuple[ProjectResult, ...]) -> list[Entry]:
    """The entries of the file that still occur; nothing is added."""
    overlay = Overlay(read(place))
    for _ in overlay.through(projects):
        pass
    gone = list(overlay.gone)
    kept = []
    for entry in overlay.baseline.entries:
        if entry in gone:
            gone.remove(entry)
        else:
            kept.append(entry)
    return kept


def _say_of_reviews(projects: tuple[ProjectResult, ...]) -> None:
    reviews = sum(finding.outcome == "undetermined" for project in projects for finding in project.findings)
    if reviews:
        _say(_NOT_HIDDEN.fill(n=reviews))


def _say(*texts: Text) -> None:
    for text in texts:
        click.echo(safe(text(language(click.get_current_context()))), err=True)


def _both(problem: Problem) -> Text:
    return Text(f"错误:{problem('zh')}", f"error: {problem('en')}")


_NO_PATHS = Text(
    "没有给出项目文件;例如:zonecheck baseline 项目/",
    "no project file is given; for example: zonecheck baseline projects/",
)
_EITHER = Text("--update 与 --prune 只能用一个", "--update and --prune exclude each other")
_EXISTS = Text(
    "已存在;重新接受今天的全部问题用 --update,只删去不再出现的用 --prune",
    "exists; --update accepts all that is found today, --prune only removes what no longer occurs",
)
_NOTHING_WRITTEN = Text(
    "未能读取全部项目,没有写出基线", "not all projects could be read; no baseline was written"
)
_WRITTEN = Text(
    "{path}:共 {n} 项(新增 {new} 项,删去 {gone} 项)",
    "{path}: {n} entries ({new} new, {gone} gone)",
)
_NOT_HIDDEN = Text(
    "另有 {n} 项待核实,基线不能接受,仍须人工认定",
    "{n} findings are undetermined; no baseline can accept those: a person must decide",
)

baseline = Command(
    "baseline",
    callback=_baseline,
    words=Text(
        "接受今天查出的问题(不符合、未落实),写成基线文件;以后 check --baseline 只对新的问题报失败。\n"
        "待核实的不能接受。每一项绑定规则、场地和申报信息:场地移动、信息或规则变更,即为新的问题。"
        "退出码:0 已写出;2 未能全部完成。",
        "Accept what is found today (violated, not met) into a file; check --baseline then fails only on what is new.\n"
        "What is undetermined cannot be accepted. An entry is bound to rule, outline and facts: a moved site, a changed fact "
        "or a changed rule is new. Exit status: 0 written; 2 not done in full.",
    ),
    params=[
        Argument(["paths"], nargs=-1, metavar="PATHS..."),
        Option(["-o", "--output", "output"], default=FILE, show_default=True, metavar="FILE",
               words=Text("基线文件。", "The baseline.")),
        Option(["--update"], is_flag=True,
               words=Text("重写已有的基线:接受今天的全部问题。", "Write it again: accept all that is found today.")),
        Option(["--prune"], is_flag=True,
               words=Text("只删去基线中不再出现的,不接受新的。", "Only remove what no longer occurs; accept nothing new.")),
        *(param for param in check.params if param.name in _SHARED),
        LANGUAGE,
        DEBUG,
    ],
)  # fmt: skip
