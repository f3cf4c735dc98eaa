"""How is a run of `check` carried out? Parse, screen, report, say what concerns the run, and answer the exit status."""

from __future__ import annotations

import shutil
import sys
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any

import click

from zonecheck.batch.outputs import Outputs
from zonecheck.batch.run import carry_out, one_process
from zonecheck.batch.work import Form
from zonecheck.cli.bilingual import Misuse, beside_configuration, language
from zonecheck.cli.progress import followed, shown
from zonecheck.cli.requested import MACHINE_FORMATS, coloured, request_of, spare_inputs
from zonecheck.cli.settings import LAYERS
from zonecheck.cli.status import status_of
from zonecheck.projects.sources import OF_ONE_ENCODING
from zonecheck.reports import BRIEF, FORMATS, PLAIN, Options, Summary
from zonecheck.reports.summary import counted
from zonecheck.reports.terminal import safe
from zonecheck.reports.write import targets
from zonecheck.screening import Prepared, prepare
from zonecheck.words import Language, Text, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from zonecheck.baseline import Overlay
    from zonecheck.batch.run import Engine, Follow
    from zonecheck.errors import Problem
    from zonecheck.reports.write import Target
    from zonecheck.screening.screen import Begin


def checked(paths: tuple[str, ...], **settings: Any) -> int:
    context = click.get_current_context()
    if not paths:
        raise Misuse(_NO_PATHS)
    spoken = language(context)
    places = targets(settings["outputs"], FORMATS)
    if settings["resume"] and "-" in paths:
        raise Misuse(_STDIN)
    spare_inputs(paths, places)
    forms = {settings["form"], *(place.format for place in places)}
    whole = settings["explain"] or not forms <= BRIEF
    overlay = _overlay(settings)
    with _engine(settings) as (engine, begin):
        request = replace(request_of(paths, settings, whole=whole), plain=forms <= PLAIN)
        prepared = prepare(request, begin=begin)
        with (
            _outputs(places, settings, spoken) as outputs,
            _resumed(engine, prepared, outputs, places, settings) as resumed,
        ):
            follow = _follower(prepared, spoken, quiet=settings["quiet"])
            summary, notices = carry_out(prepared, outputs, resumed, follow, overlay)
    _tell(prepared, notices, summary, settings, spoken)
    if overlay:
        _tell_of_baseline(overlay, spoken, quiet=settings["quiet"])
        summary = counted(overlay.verdicts)
    return status_of(summary, errors=len(prepared.inputs.errors), fail_on=settings["fail_on"])


def _overlay(settings: dict[str, Any]) -> Overlay | None:
    """The baseline, whose entries are used up one after the other: by one process, from the first project on."""
    named = settings["baseline"]
    if named is None:
        return None
    if settings["jobs"] > 1 or settings["scheduler"] or settings["resume"]:
        raise Misuse(_ALONE)
    from zonecheck import baseline  # noqa: PLC0415  few runs have one

    return baseline.Overlay(baseline.read(Path(named)))


def _tell_of_baseline(overlay: Overlay, spoken: Language, *, quiet: bool) -> None:
    """How much was known before, and which entries met nothing: a baseline should only ever shrink."""
    messages = [] if quiet else [_KNOWN.fill(n=overlay.known)]
    messages += [_GONE.fill(project=each.project, rule=each.rule) for each in overlay.gone]
    for message in messages:
        click.echo(safe(message(spoken)), err=True)


@contextmanager
def _engine(settings: dict[str, Any]) -> Iterator[tuple[Engine, Begin | None]]:
    """What works on the chunks: this process, several, which may begin early, or a cluster."""
    jobs, address = settings["jobs"], settings["scheduler"]
    if (settings["engine"] == "dask") != bool(address):
        raise Misuse(_NO_SCHEDULER)
    if address:
        from zonecheck.batch.cluster import cluster  # noqa: PLC0415  only where it is asked for

        yield cluster(address), None
    elif jobs == 1:
        yield one_process, None
    else:
        from zonecheck.batch.processes import Processes  # noqa: PLC0415  only where several are asked for

        with Processes(jobs, locks=settings["resume"]) as several:
            yield several, several.begin


@contextmanager
def _resumed(
    engine: Engine, prepared: Prepared, outputs: Outputs, places: Sequence[Target], settings: dict[str, Any]
) -> Iterator[Engine]:
    """The engine, taking up what an interrupted run left; the journal goes when everything is done and written."""
    if not settings["resume"]:
        yield engine
        return
    from zonecheck.batch.journal import resuming  # noqa: PLC0415  only where it is asked for
    from zonecheck.cli.resume import open_journal, said  # noqa: PLC0415

    with closing(open_journal(prepared, outputs.forms, places)) as journal:
        told = said(journal, prepared.inputs.total)
        if told and not settings["quiet"]:
            click.echo(safe(told(language(click.get_current_context()))), err=True)
        yield resuming(engine, journal)
        if outputs.complete:
            journal.remove()


def _follower(prepared: Prepared, spoken: Language, *, quiet: bool) -> Follow:
    """Shows how far the run is, where a person is watching."""
    if not shown(quiet=quiet):
        return iter
    return lambda outcomes: followed(outcomes, lambda each: each.count, prepared.inputs.total, spoken)


def _outputs(places: tuple[Target, ...], settings: dict[str, Any], spoken: Language) -> Outputs:
    """Standard output, and every file that is asked for."""
    form = settings["form"]
    if form in MACHINE_FORMATS and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    width = max(60, min(shutil.get_terminal_size((88, 24)).columns, 110))
    options = Options(
        spoken,
        color=coloured(settings["color"]),
        explain=settings["explain"],
        width=width,
        sarif_profile=settings["sarif_profile"],
        districts=not settings["no_districts"],
    )
    plain = replace(options, color=False)
    return Outputs(sys.stdout, Form(form, options), [(place, Form(place.format, plain)) for place in places])


def _tell(
    prepared: Prepared,
    notices: Iterable[Problem],
    summary: Summary,
    settings: dict[str, Any],
    spoken: Language,
) -> None:
    """What concerns the run and not a project goes to standard error; `--quiet` leaves only errors."""
    errors, ignored = prepared.inputs.errors, prepared.inputs.ignored
    messages = [f"{_ERROR(spoken)}{problem(spoken)}" for problem in errors]
    messages += [notice(spoken) for notice in notices]
    if not settings["quiet"]:
        if ignored:
            messages.append(_IGNORED.fill(n=ignored)(spoken))
        if named := _of_one_encoding(prepared, settings["encoding"]):
            messages.append(_OWN_ENCODING.fill(names=listed(named))(spoken))
        if not settings["catalogues"] and (own := beside_configuration(LAYERS)).is_file():
            messages.append(_UNUSED_LAYERS.fill(path=own)(spoken))
        unchecked = summary.out_of_scope
        if unchecked and unchecked < summary.projects:
            messages.append(_UNCHECKED.fill(n=unchecked)(spoken))
    if not summary.projects and not errors:
        messages.append(f"{_ERROR(spoken)}{NOTHING(spoken)}")
    for message in messages:
        click.echo(safe(message), err=True)


def _of_one_encoding(prepared: Prepared, encoding: str) -> list[str]:
    """The inputs that an encoding other than UTF-8 was named for in vain."""
    if encoding.lower().replace("_", "-") in ("utf-8", "utf8"):
        return []
    return [
        source.name
        for source in prepared.inputs.sources
        if PurePath(source.name).suffix.lower() in OF_ONE_ENCODING
    ]


_NO_PATHS = Text(
    "没有给出项目文件;例如:zonecheck 项目.geojson",
    "no project file is given; for example: zonecheck project.geojson",
)
_NO_SCHEDULER = Text(
    "--engine dask 与 --scheduler 须同时给出,如 --engine dask --scheduler tcp://10.0.0.1:8786",
    "--engine dask and --scheduler go together, such as --engine dask --scheduler tcp://10.0.0.1:8786",
)
_STDIN = Text(
    "标准输入不能接续(--resume);请将数据存为文件后给出其路径",
    "standard input cannot be taken up again (--resume); save the data to a file and give its path",
)
_ALONE = Text(
    "--baseline 须由一个进程从头核查,不能与 --jobs、--engine dask、--resume 同用",
    "--baseline is used up project by project, in one process: it does not go with --jobs, --engine dask or --resume",
)
_KNOWN = Text(
    "基线中已接受的问题出现 {n} 项:结论不变,退出码只计新的问题",
    "{n} findings are in the baseline: verdicts stand, the exit status counts only what is new",
)
_GONE = Text(
    "基线中的一项已不再出现:{project}({rule});可用 zonecheck baseline --prune 删去",
    "an entry of the baseline no longer occurs: {project} ({rule}); zonecheck baseline --prune removes it",
)
_UNUSED_LAYERS = Text(
    "此处有图层目录 {path},本次未使用;要使用请加 --layers {path}",
    "there is a catalogue of layers {path}, which was not used; --layers {path} uses it",
)
_ERROR = Text("错误:", "error: ")
_OWN_ENCODING = Text(
    "--encoding 不用于 {names}:这种格式已规定文字编码",
    "--encoding was not used for {names}: such files lay down how text is written",
)
_IGNORED = Text("另有 {n} 个其他类型的文件未读取", "{n} other files were not read")
_UNCHECKED = Text(
    "有 {n} 个项目不在所载依据适用范围,未核查",
    "{n} projects are outside the scope of the packs and were not checked",
)
NOTHING = Text("没有可核查的项目", "there is no project to check")
