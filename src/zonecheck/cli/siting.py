"""`zonecheck siting --industry CODE --nature NATURE`: where may such a project go? Parse, divide, report."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from zonecheck.cli.bilingual import Command, Misuse, Option, language
from zonecheck.cli.check import check
from zonecheck.cli.options import DEBUG, LANGUAGE
from zonecheck.cli.requested import MACHINE_FORMATS, coloured
from zonecheck.cli.status import FINE, NOT_DONE
from zonecheck.cli.whatif import STATEMENT
from zonecheck.errors import OutputError
from zonecheck.projects.build import Assumptions
from zonecheck.reports import Options
from zonecheck.reports.siting.formats import CONSOLE, FORMATS, FileWriter
from zonecheck.reports.terminal import safe
from zonecheck.reports.write import targets, whole_file, whole_path
from zonecheck.siting import Siting, Wish, site
from zonecheck.words import Text

if TYPE_CHECKING:
    from zonecheck.reports.write import Target

_SHARED = (
    "packs",
    "catalogues",
    "required",
    "on",
    "crs",
    "datum",
    "datum_accuracy",
    "quiet",
    "color",
    "no_districts",
)
_HECTARES: Mapping[str, float] = {
    "ha": 1.0, "公顷": 1.0, "km2": 100.0, "m2": 1e-4, "m²": 1e-4, "平方米": 1e-4, "亩": 1 / 15, "mu": 1 / 15,
}  # fmt: skip


def _siting(**settings: Any) -> int:
    places = targets(settings["outputs"], FORMATS)  # type: ignore[arg-type]
    found = site(_wish(settings))
    failed = _report(found, places, settings)
    if found.sampled.differing:
        click.echo(safe(_DIFFERS.fill(n=len(found.sampled.differing))(_spoken())), err=True)
    return NOT_DONE if failed or found.sampled.differing else FINE


def _wish(settings: dict[str, Any]) -> Wish:
    named = {key: settings[key] for key in ("industry", "nature") if settings[key]}
    return Wish(
        stated={**named, **dict(settings["stated"])},
        today=datetime.now(ZoneInfo("Asia/Shanghai")).date(),
        within=settings["within"] or "",
        packs=settings["packs"],
        layers=settings["catalogues"],
        required=frozenset(settings["required"]),
        on=settings["on"],
        size_ha=settings["size"],
        near=settings["near"],
        samples=settings["samples"],
        assumptions=Assumptions(settings["crs"], {}, settings["datum"], settings["datum_accuracy"]),
    )


def _report(found: Siting, places: tuple[Target, ...], settings: dict[str, Any]) -> bool:
    """Whether a file could not be written."""
    width = max(60, min(shutil.get_terminal_size((88, 24)).columns, 110))
    options = Options(
        _spoken(), color=coloured(settings["color"]), width=width, districts=not settings["no_districts"]
    )
    form, failed = settings["form"], False
    if form in {*MACHINE_FORMATS, "geojson"} and hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    CONSOLE[form](found, sys.stdout, options)
    sys.stdout.flush()
    for place in places:
        try:
            _write(found, place, replace(options, color=False))
        except OutputError as error:
            failed = True
            for problem in error.problems:
                click.echo(safe(problem(_spoken())), err=True)
    return failed


def _write(found: Siting, place: Target, options: Options) -> None:
    writer = FORMATS[place.format]
    if isinstance(writer, FileWriter):
        with whole_path(place.path) as part:
            writer.write(found, part, options)
        return
    with whole_file(place.path) as stream:
        writer(found, stream, options)


def _spoken() -> Any:
    return language(click.get_current_context())


class _Size(click.ParamType[float]):
    name = "SIZE"

    def convert(
        self,
        value: Any,
        param: click.Parameter | None,  # noqa: ARG002
        ctx: click.Context | None,  # noqa: ARG002
    ) -> float:
        read = re.fullmatch(r"\s*([0-9]+(?:\.[0-9]+)?)\s*([^\s0-9.]\S*)\s*", str(value))
        if not read or read[2].lower() not in _HECTARES or not float(read[1]):
            raise Misuse(_NO_SIZE.fill(value=value))
        return float(read[1]) * _HECTARES[read[2].lower()]


class _Place(click.ParamType[tuple[float, float]]):
    name = "LON,LAT"

    def convert(
        self,
        value: Any,
        param: click.Parameter | None,  # noqa: ARG002
        ctx: click.Context | None,  # noqa: ARG002
    ) -> tuple[float, float]:
        try:
            lon, lat = (float(part) for part in str(value).replace(",", ",").split(","))
        except ValueError:
            raise Misuse(_NO_PLACE.fill(value=value)) from None
        if not (-180 <= lon <= 180 and -80 <= lat <= 80):
            raise Misuse(_NO_PLACE.fill(value=value))
        return lon, lat


_NO_SIZE = Text(
    "“{value}”不是用地面积;应如 12ha、180亩、120000m2",
    "'{value}' is no size; expected something like 12ha, 180mu or 120000m2",
)
_NO_PLACE = Text(
    "“{value}”不是位置;应为 经度,纬度,如 113.37,31.71",
    "'{value}' is no place; expected LON,LAT, such as 113.37,31.71",
)
_DIFFERS = Text(
    "错误:有 {n} 个随机点的逐点核查与所分部分不一致,结果不可用",
    "error: at {n} random points the check disagrees with the parts; do not use this result",
)

siting = Command(
    "siting",
    callback=_siting,
    words=Text(
        "此类项目可在何处:把一个范围分为触及禁止性规定、须人工认定、有要求未满足、未触及各部分,各附依据,面积以公顷计。\n"
        "默认范围为所用规则包的区县;界线误差不超过 1 cm,并以随机点逐点核查。退出码:0 已完成;2 未能全部完成。",
        "Where such a project may go: an area divided into prohibited, review, conditional and clear, each part in hectares with "
        "the rules that make it so.\n"
        "The area is that of the packs' districts unless told otherwise. Borders are right to 1 cm and held against the check at "
        "random points. Exit status: 0 done; 2 not done in full.",
    ),
    params=[
        Option(["--industry"], metavar="CODE",
               words=Text("行业代码(GB/T 4754),如 2614。", "The code of industry (GB/T 4754), such as 2614.")),
        Option(["--nature"], metavar="NATURE",
               words=Text("建设性质:new 新建、expand 扩建等。", "The nature of construction: new, expand and so on.")),
        Option(["--set", "stated"], type=STATEMENT, multiple=True, metavar="ATTRIBUTE=VALUE",
               words=Text("项目的其他申报信息,可重复,如 --set park=none。",
                          "Anything else it states; repeatable, such as --set park=none.")),
        Option(["--within"], metavar="FILE|W,S,E,N",
               words=Text("范围:面文件,或 西,南,东,北(度)。", "The area: a file of areas, or west,south,east,north in degrees.")),
        Option(["--size"], type=_Size(), metavar="12ha",
               words=Text("只保留容得下这么大圆形场地的地块(ha、亩、m2)。",
                          "Keep only pieces in which a round site of this size fits (ha, mu, m2).")),
        Option(["--near"], type=_Place(), metavar="LON,LAT",
               words=Text("列出离此处最近的候选位置。", "Rank the candidates nearest to this place.")),
        Option(["--samples"], type=click.IntRange(1, 1_000_000), default=2000, show_default=True, metavar="N",
               words=Text("用多少个随机点逐点核查。", "At how many random points the parts are held against the check.")),
        Option(["-f", "--format", "form"], type=click.Choice(list(CONSOLE)), default="text", show_default=True,
               words=Text("标准输出的格式。", "Format on standard output.")),
        Option(["-o", "--output", "outputs"], multiple=True, metavar="[FORMAT=]FILE",
               words=Text("另写入文件,可重复:gpkg、geojson、html(地图)、json、text。",
                          "Also write to a file; repeatable: gpkg, geojson, html (map), json, text.")),
        *(param for param in check.params if param.name in _SHARED),
        LANGUAGE,
        DEBUG,
    ],
)  # fmt: skip
