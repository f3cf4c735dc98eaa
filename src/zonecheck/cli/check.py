"""`zonecheck check PATHS...`: the main job. Parse, screen, report, and answer the exit status."""

from __future__ import annotations

import os
import shutil
import sys
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from zonecheck.batch.outputs import Outputs
from zonecheck.batch.run import carry_out, one_process
from zonecheck.batch.work import Form
from zonecheck.cli.bilingual import (
    Argument,
    Command,
    Misuse,
    Option,
    beside_configuration,
    configured,
    language,
)
from zonecheck.cli.options import Pair
from zonecheck.cli.progress import followed, shown
from zonecheck.cli.settings import DECISIONS, LAYERS
from zonecheck.cli.status import status_of
from zonecheck.errors import Problem, UsageError
from zonecheck.projects.build import Assumptions
from zonecheck.projects.raw import Limits
from zonecheck.reports import BRIEF, CONSOLE, FORMATS, PLAIN, Options, Summary
from zonecheck.reports.summary import counted
from zonecheck.reports.terminal import safe
from zonecheck.reports.write import targets
from zonecheck.screening import Joined, Prepared, Request, prepare
from zonecheck.words import Language, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from zonecheck.baseline import Overlay
    from zonecheck.batch.run import Engine, Follow
    from zonecheck.reports.write import Target
    from zonecheck.screening.screen import Begin

MACHINE_FORMATS = ("json", "jsonl", "csv", "markdown", "github")


def _check(paths: tuple[str, ...], **settings: Any) -> int:
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


def _decisions(named: str | None) -> Path | None:
    """The file that is named, else the one beside the configuration, if there is one."""
    if named:
        return Path(named)
    beside = beside_configuration(DECISIONS) if configured() else None
    if beside is None or not beside.is_file():
        return None
    click.echo(safe(_FOUND.fill(path=beside)(language(click.get_current_context()))), err=True)
    return beside


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


def coloured(wanted: str) -> bool:
    """Asked for, else as the environment says, else on a terminal that can."""
    if wanted != "auto":
        return wanted == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


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
        if not settings["catalogues"] and (own := beside_configuration(LAYERS)).is_file():
            messages.append(_UNUSED_LAYERS.fill(path=own)(spoken))
        unchecked = summary.out_of_scope
        if unchecked and unchecked < summary.projects:
            messages.append(_UNCHECKED.fill(n=unchecked)(spoken))
    if not summary.projects and not errors:
        messages.append(f"{_ERROR(spoken)}{NOTHING(spoken)}")
    for message in messages:
        click.echo(safe(message), err=True)


class _Day(click.ParamType[date]):
    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:  # noqa: ARG002
        try:
            return datetime.strptime(value, "%Y-%m-%d").date()
        except ValueError:
            raise Misuse(_NO_DAY.fill(value=value)) from None


def _choice(*values: str) -> click.Choice[str]:
    return click.Choice(values)


_POSITIVE = click.IntRange(min=1)

_NO_MAPPING = Text(
    "“{value}”不能识别;应为 属性=列名,如 industry=行业",
    "'{value}' cannot be read; expected FIELD=COLUMN, such as industry=sector",
)

check = Command(
    name="check",
    callback=_check,
    words=Text(
        "核查项目,逐条给出结论、依据、距离和须补充的事项。\n"
        "PATHS 为项目文件(GeoJSON、Shapefile、GeoPackage、KML、CSV、XLSX、界址点 TXT 等)、文件夹、通配符,或 -(标准输入)。"
        "退出码:0 已核查且无须处理;1 触及禁止性规定;"
        "2 未能全部完成;3 须人工认定;4 均不在适用范围。",
        "Check projects: for each a verdict, and for each rule its clause, the distance and what would settle it.\n"
        "PATHS are files (GeoJSON, Shapefile, GeoPackage, KML, CSV, XLSX, boundary points and more), folders, globs, "
        "or - for standard input. Exit status: 0 checked, nothing found; "
        "1 prohibited; 2 not done in full; 3 for review; 4 nothing was in scope.",
    ),
    params=[
        Argument(["paths"], nargs=-1, metavar="PATHS..."),
        Option(["-f", "--format", "form"], type=_choice(*CONSOLE), default="text", show_default=True,
               words=Text("标准输出的格式。", "Format on standard output.")),
        Option(["-o", "--output", "outputs"], multiple=True, metavar="[FORMAT=]FILE",
               words=Text("另写入文件,可重复;未写格式时按后缀判断。",
                          "Also write to a file; repeatable. Without a format the suffix decides.")),
        Option(["--pack", "packs"], multiple=True, metavar="ID|PATH",
               words=Text("规则包编号或文件夹,可重复;默认用全部自带规则包。",
                          "A rule pack by id or folder; repeatable. Default: all bundled packs.")),
        Option(["--layers", "catalogues"], multiple=True, metavar="FILE",
               words=Text("图层目录,按编号覆盖自带图层。", "A layer catalogue laid over the bundled one, by id.")),
        Option(["--require", "required"], multiple=True, metavar="ID",
               words=Text("必须具备的资料;缺少时不列为待办,而须人工认定。",
                          "Data that must be there: without them a rule is for review, not open.")),
        Option(["--on"], type=_Day(), metavar="YYYY-MM-DD",
               words=Text("按哪一天的规定核查;默认项目的申请日期,否则为今天(北京时间)。",
                          "The day to judge by; default the project's date, else today in China.")),
        Option(["--crs"], metavar="EPSG:N",
               words=Text('文件未声明坐标系时的坐标系;旧基准须附转换参数,如 "EPSG:2383 +towgs84=…"。',
                          'The CRS where the file declares none; of an old datum with parameters: "EPSG:2383 +towgs84=...".')),
        Option(["--datum"], type=_choice("wgs84", "cgcs2000", "gcj02", "bd09", "unknown"),
               words=Text("经纬度的基准:高德、腾讯地图为 gcj02,百度为 bd09;不明时用 unknown。默认 wgs84。",
                          "The datum of degrees: gcj02 for Amap and Tencent, bd09 for Baidu, unknown if unsure. Default wgs84.")),
        Option(["--datum-accuracy"], type=click.FloatRange(min=0, min_open=True), metavar="M",
               words=Text("--crs 所附转换参数的精度(米);有参数时必须给出,计入精度。",
                          "How accurate the parameters in --crs are, in metres; needed with them, and counted.")),
        Option(["--map", "names"], type=Pair("FIELD=COLUMN", _NO_MAPPING), multiple=True, metavar="FIELD=COLUMN",
               words=Text("项目属性在文件中的列名,可重复,如 --map industry=行业。",
                          "The file's own name of an attribute; repeatable, such as --map industry=sector.")),
        Option(["--attributes"], metavar="FILE",
               words=Text("项目属性表(CSV、XLSX),按 --join 的列与场地轮廓对应。",
                          "A table of attributes (CSV, XLSX), joined to the outlines by --join.")),
        Option(["--join"], metavar="FIELD",
               words=Text("属性表与轮廓共有的列,如项目代码。", "The column that the table and the outlines share, such as id.")),
        Option(["--decisions"], metavar="FILE",
               words=Text("人工认定文件;默认配置文件旁的 zonecheck-decisions.yaml。",
                          "Decisions of people; default zonecheck-decisions.yaml beside the configuration.")),
        Option(["--baseline"], metavar="FILE",
               words=Text("已接受问题的基线(由 zonecheck baseline 写出):只对新的问题报失败,结论不变。",
                          "Findings accepted before, from zonecheck baseline: only what is new fails; no verdict changes.")),
        Option(["--lang"], type=_choice("zh", "en"), expose_value=False,
               words=Text("输出语言。", "Language of the output.")),
        Option(["--fail-on"], type=_choice("prohibited", "review", "conditional", "never"), default="review",
               show_default=True,
               words=Text("达到何种结论时以非零状态退出。", "The verdict from which the exit status is not 0.")),
        Option(["--explain"], is_flag=True,
               words=Text("列出全部推理过程,包括不涉及的规则。",
                          "The whole reasoning, also of rules that do not apply.")),
        Option(["--no-districts"], is_flag=True,
               words=Text("地图不绘区县界线。", "Leave the lines of the districts out of maps.")),
        Option(["--sarif-profile"], type=_choice("full", "github"), default="full", show_default=True,
               words=Text("SARIF 内容:full 含全部规则;github 只含须处理的结果。",
                          "What SARIF holds: every rule, or only what GitHub's code scanning takes up.")),
        Option(["--jobs"], type=_POSITIVE, default=1, show_default=True, metavar="N",
               words=Text("同时核查的进程数;结果与 1 时逐字节相同。",
                          "How many processes check at once; the results are the same, byte for byte.")),
        Option(["--engine"], type=_choice("local", "dask"), default="local", show_default=True,
               words=Text("在本机核查,或交给 Dask 集群(须同时给出 --scheduler)。",
                          "Check on this machine, or on a Dask cluster, which needs --scheduler.")),
        Option(["--scheduler"], metavar="ADDRESS",
               words=Text("Dask 调度器的地址,如 tcp://10.0.0.1:8786。", "The address of the Dask scheduler, such as tcp://10.0.0.1:8786.")),
        Option(["--resume"], is_flag=True,
               words=Text("接续中断的核查:已完成的部分记在输出文件旁,同一命令再次运行时不重做。",
                          "Take up an interrupted run: what is done is kept beside the output and not done again.")),
        Option(["--encoding"], default="utf-8", show_default=True, metavar="NAME",
               words=Text("输入文件的编码。", "Encoding of the input files.")),
        Option(["--max-size"], type=_POSITIVE, default=Limits().max_size, show_default=True, metavar="BYTES",
               words=Text("单个文件的大小上限(压缩包按解开后计)。", "Limit on the size of one file, unpacked.")),
        Option(["--max-vertices"], type=_POSITIVE, default=Limits().max_vertices, show_default=True, metavar="N",
               words=Text("单个项目的顶点数上限。", "Limit on the vertices of one project.")),
        Option(["--max-depth"], type=_POSITIVE, default=Limits().max_depth, show_default=True, metavar="N",
               words=Text("JSON 和 XML 嵌套深度上限。", "Limit on the nesting of JSON and XML.")),
        Option(["--timeout"], type=click.FloatRange(min=0.1), default=Limits().timeout_s, show_default=True, metavar="SECONDS",
               words=Text("读取单个文件的时间上限(秒)。", "Limit on the time for reading one file.")),
        Option(["-q", "--quiet"], is_flag=True,
               words=Text("标准错误只输出错误。", "Only errors on standard error.")),
        Option(["--color"], type=_choice("auto", "always", "never"), default="auto", show_default=True,
               words=Text("是否使用颜色。", "Whether to use colour.")),
        Option(["--debug"], is_flag=True, expose_value=False,
               words=Text("出现内部错误时给出详情。", "Show the traceback of an internal error.")),
    ],
)  # fmt: skip

_NO_PATHS = Text(
    "没有给出项目文件;例如:zonecheck 项目.geojson",
    "no project file is given; for example: zonecheck project.geojson",
)
_NO_DAY = Text(
    "“{value}”不是日期;应为 YYYY-MM-DD,如 2026-01-31",
    "'{value}' is no day; expected YYYY-MM-DD, such as 2026-01-31",
)
_JOIN_ALONE = Text(
    "--attributes 与 --join 须同时给出,如 --attributes 项目.xlsx --join 项目代码",
    "--attributes and --join go together, such as --attributes projects.xlsx --join id",
)
_NO_SCHEDULER = Text(
    "--engine dask 与 --scheduler 须同时给出,如 --engine dask --scheduler tcp://10.0.0.1:8786",
    "--engine dask and --scheduler go together, such as --engine dask --scheduler tcp://10.0.0.1:8786",
)
_STDIN = Text(
    "标准输入不能接续(--resume);请将数据存为文件后给出其路径",
    "standard input cannot be taken up again (--resume); save the data to a file and give its path",
)
_INPUT = Text(
    "是输入文件,不会被结果覆盖;请改用其他文件名",
    "is an input: a result does not take its place; name another file",
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
_FOUND = Text("使用人工认定文件 {path}", "using the decisions in {path}")
_ERROR = Text("错误:", "error: ")
_IGNORED = Text("另有 {n} 个其他类型的文件未读取", "{n} other files were not read")
_UNCHECKED = Text(
    "有 {n} 个项目不在所载依据适用范围,未核查",
    "{n} projects are outside the scope of the packs and were not checked",
)
NOTHING = Text("没有可核查的项目", "there is no project to check")
