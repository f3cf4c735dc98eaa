"""`zonecheck layers add ID FILE`: a user's own file becomes a layer. What is missing is asked for on a terminal only."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from zonecheck.cli.bilingual import Argument, Command, Misuse, Option, beside_configuration, language
from zonecheck.cli.completing import LAYERS
from zonecheck.cli.options import LANGUAGE, Pair
from zonecheck.cli.status import FINE
from zonecheck.layers.addition import Addition
from zonecheck.layers.layer import BASELINES
from zonecheck.layers.registering import FILE, Registered, register
from zonecheck.reports.terminal import safe
from zonecheck.words import Text, listed

_ENTRY = ("title", "baseline", "accuracy_m", "half_width_m", "source", "licence", "vintage", "valid_until")


def own_catalogue() -> Path:
    """The catalogue beside the configuration, else in the current folder."""
    return beside_configuration(FILE)


def _add(layer: str, file: str, **stated: Any) -> int:
    spoken = language(click.get_current_context())
    _complete(stated)
    entry = {key: _plain(stated[key]) for key in _ENTRY if stated[key] is not None}
    if stated["indicative"]:
        entry["indicative"] = "yes"
    found = register(Addition(
        layer,
        file,
        entry,
        complete_for=stated["complete_for"],
        coverage=stated["coverage"],
        names=_names(stated),
        table=stated["table"],
        crs=stated["crs"],
        datum=stated["datum"],
        outlines=not stated["without_outlines"],
        encoding=stated["encoding"],
        catalogue=Path(stated["catalogue"]) if stated["catalogue"] else own_catalogue(),
        replace=stated["replace"],
    ))  # fmt: skip
    for text in _summary(found):
        click.echo(safe(text(spoken)))
    return FINE


def _plain(value: Any) -> str:
    return f"{value:.10g}" if isinstance(value, float) else str(value)


def _names(stated: Mapping[str, Any]) -> dict[str, str]:
    names = dict(stated["names"])
    return {**names, "name": stated["name_field"]} if stated["name_field"] else names


def _complete(stated: dict[str, Any]) -> None:
    """Ask for what only a person knows, on a terminal; elsewhere say which option gives it."""
    asked = {"accuracy_m": (_ASK_ACCURACY, "--accuracy")}
    if not stated["without_outlines"] and not stated["area"]:
        asked = {"baseline": (_ASK_BASELINE.fill(choices=", ".join(BASELINES)), "--baseline"), **asked}
    missing = [key for key in asked if stated[key] is None]
    if missing and not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise Misuse(_MISSING.fill(options=listed(asked[key][1] for key in missing)))
    for key in missing:
        question = asked[key][0](language(click.get_current_context()))
        kind = click.Choice(BASELINES) if key == "baseline" else click.FloatRange(min=0)
        stated[key] = click.prompt(question, type=kind, err=True, show_choices=False)


def _summary(found: Registered) -> list[Text]:
    layer = found.layer
    kinds = Counter("—" if shape is None else shape.geom_type for shape in layer.geometry)
    said = [
        _REGISTERED.fill(
            id=layer.entry.id,
            count=len(layer),
            kinds=listed(f"{kind} {count}" for kind, count in kinds.items()),
        ),
        _FEATURES.fill(names=listed(dict.fromkeys(layer.names))),
        *found.remarks,
    ]
    said += [
        text
        for text, holds in ((_NO_COVERAGE, layer.coverage is None), (_COMPLETE, not layer.entry.complete_for))
        if holds
    ]
    return [*said, _WRITTEN.fill(file=found.file, catalogue=found.catalogue, sha256=layer.entry.sha256)]


def _option(names: list[str], zh: str, en: str, **settings: Any) -> Option:
    return Option(names, words=Text(zh, en), **settings)


_METRES = click.FloatRange(min=0)
_ASK_BASELINE = Text("以哪条线为准({choices})", "Which line is it ({choices})")
_ASK_ACCURACY = Text("精度,米(实测无误差填 0)", "Accuracy in metres (0 if exact)")
_MISSING = Text("须说明:{options}", "must be told: {options}")
_NO_COLUMN = Text(
    "“{value}”不能识别;应为 键=列名,如 name=河名",
    "'{value}' cannot be read; expected KEY=COLUMN, such as name=RIVER",
)
_REGISTERED = Text(
    "已登记图层 {id}:{count} 个要素({kinds})", "registered layer {id}: {count} features ({kinds})"
)
_FEATURES = Text("要素:{names}", "features: {names}")
_NO_COVERAGE = Text(
    "未说明覆盖范围(--coverage):附近没有要素时,结论为未知,不为否",
    "no coverage is stated (--coverage): where nothing is near, the answer is unknown and never no",
)
_COMPLETE = Text(
    "未说明对哪些要素完整(--complete-for):不能据以断定没有其他河段",
    "nothing is said to be complete (--complete-for): that there is no other reach can never be concluded",
)
_WRITTEN = Text(
    "图层写入 {file},目录写入 {catalogue}(sha256 {sha256})。使用:zonecheck --layers {catalogue} 项目文件",
    "wrote the layer to {file} and the catalogue to {catalogue} (sha256 {sha256}). Use it: zonecheck --layers {catalogue} PATHS",
)

add = Command(
    "add",
    callback=_add,
    words=Text(
        "把自有文件(官方岸线、水域、园区边界、生态保护红线、园区登记表等)登记为图层。\n"
        "FILE 为任一可读格式;换算为经纬度后写在目录旁,附 SHA-256。不改动随附数据。",
        "Register a file of your own (official bank lines, water areas, park outlines, red lines, a register of zones).\n"
        "FILE may be in any format that is read; it is converted to degrees and written beside the catalogue with its "
        "SHA-256. The installed data are never touched.",
    ),
    params=[
        Argument(["layer"], metavar="ID", type=LAYERS),
        Argument(["file"], metavar="FILE"),
        _option(["--baseline"], "以哪条线为准。", "Which line it is.", type=click.Choice(BASELINES)),
        _option(["--area"], "是面状范围(园区、红线、保护区),没有基准线。",
                "These are areas (parks, red lines) without a base line.", is_flag=True),
        _option(["--accuracy", "accuracy_m"], "精度(米),无误差填 0。", "Accuracy in metres, 0 if exact.", type=_METRES),
        _option(["--half-width", "half_width_m"], "中心线至岸线的半宽(米)。",
                "From a centre line to its bank, in metres.", type=_METRES),
        _option(["--coverage"], "覆盖范围:everywhere、西,南,东,北(度)或面文件。",
                "What it covers: everywhere, WEST,SOUTH,EAST,NORTH in degrees, or a file of areas."),
        _option(["--complete-for"], "对哪些要素完整,可重复:name=府河,漂水,或 everything。",
                "What it is complete for; repeatable: name=府河,漂水, or everything.", multiple=True),
        _option(["--name-field"], "名称所在的列。", "The column that holds the names.", metavar="COLUMN"),
        _option(["--map", "names"], "其他键所在的列,可重复,如 half_width_m=半宽。",
                "Columns of other keys; repeatable, such as half_width_m=HALF.",
                type=Pair("KEY=COLUMN", _NO_COLUMN), multiple=True),
        _option(["--table"], "文件有多个表时用哪一个。", "Which table, where the file holds several."),
        _option(["--without-outlines"], "登记表没有轮廓,只有名称和登记事项。",
                "A register without outlines: names and facts only.", is_flag=True),
        _option(["--crs"], "文件未声明坐标系时的坐标系。", "The CRS, only where the file declares none.", metavar="EPSG:N"),
        _option(["--datum"], "经纬度的基准。", "The datum of degrees.",
                type=click.Choice(["wgs84", "cgcs2000", "gcj02", "bd09"])),
        _option(["--encoding"], "文件的编码。", "Encoding of the file.", metavar="NAME"),
        _option(["--title"], "图层名称。", "A title."),
        _option(["--source"], "来源(文号、测绘单位)。", "Where it is from."),
        _option(["--licence"], "使用许可。", "The licence."),
        _option(["--vintage"], "数据年份。", "Of which year it is."),
        _option(["--valid-until"], "有效至哪一天。", "The last day on which it may answer.", metavar="YYYY-MM-DD"),
        _option(["--indicative"], "仅供示意。", "It is indicative only.", is_flag=True),
        _option(["--catalogue"], f"目录文件;默认配置文件旁或当前文件夹的 {FILE}。",
                f"The catalogue; default {FILE} beside the configuration, else in the current folder.", metavar="FILE"),
        _option(["--replace"], "替换已登记的同名图层。", "Replace a layer of the same id.", is_flag=True),
        LANGUAGE,
    ],
)  # fmt: skip
