"""`zonecheck check PATHS...`: the main job, and what can be asked of it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import click

from zonecheck.cli.bilingual import Argument, Command, Misuse, Option
from zonecheck.cli.checking import checked
from zonecheck.cli.options import Pair
from zonecheck.projects.raw import Limits
from zonecheck.reports import CONSOLE
from zonecheck.words import Text


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
    callback=checked,
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

_NO_DAY = Text(
    "“{value}”不是日期;应为 YYYY-MM-DD,如 2026-01-31",
    "'{value}' is no day; expected YYYY-MM-DD, such as 2026-01-31",
)
