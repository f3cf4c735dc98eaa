"""Which project does a person describe? Question by question, each answer read as a project file is read.

What cannot be read is asked again, with what would be right; an empty answer is not stated; `?` lists the values.
Questions go to standard error.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

import click

from zonecheck.formats.features import Fault
from zonecheck.geodesy.datum import DATUMS
from zonecheck.projects.industry import Codes, classification
from zonecheck.projects.vocabulary import VOCABULARY, read_in_full
from zonecheck.reports.terminal import safe
from zonecheck.starting.example import feature, named
from zonecheck.starting.outline import LEAST, Corner, Shape, corners, geometry, rounding_m
from zonecheck.words import Text

if TYPE_CHECKING:
    from zonecheck.geodesy.datum import Datum
    from zonecheck.projects.attribute import Attribute
    from zonecheck.words import Language

FIRST = (
    "name",
    "id",
    "date",
    "district",
    "industry",
    "industry_edition",
    "nature",
    "stage",
    "facility",
    "park",
)
CHEMICAL = ("chemical_feedstock", "chemical_product", "chemical_reaction")
_IN_PLACE = (*FIRST, *CHEMICAL, "capacity_increase", "accuracy_m", "extent_m", "linear", "bank_distances")
_CHEMICAL_DIVISIONS = ("25", "26", "27", "28", "29")


def project(spoken: Language) -> tuple[dict[str, Any], Datum]:
    """The feature that the answers make, in CGCS2000, and the datum as it was stated."""
    _say(_BEGIN, spoken)
    answers: dict[str, Any] = {}
    for key in FIRST:
        _ask(key, answers, spoken)
    for key in _following(answers):
        _ask(key, answers, spoken)
    shape = cast("Shape", _choose(_SHAPE, _SHAPES, "polygon", spoken))
    datum = cast("Datum", _choose(_DATUM, {each: _DATUM_WORDS[each] for each in DATUMS}, "cgcs2000", spoken))
    drawn, typed = _outline(shape, datum, spoken)
    _place(shape, typed, answers, spoken)
    if _agreed(_MORE, spoken):
        for key in VOCABULARY:
            if key not in _IN_PLACE:
                _ask(key, answers, spoken)
    return feature({named(key, spoken): answers[key] for key in VOCABULARY if key in answers}, drawn), datum


def _following(answers: Mapping[str, Any]) -> Iterator[str]:
    """What the answers so far make worth asking."""
    industry = read_in_full(VOCABULARY["industry"], answers.get("industry")).value
    codes = industry.codes if isinstance(industry, Codes) else ()
    if not codes or any(code.startswith(_CHEMICAL_DIVISIONS) for code in codes):
        yield from CHEMICAL
    if "upgrade" in (read_in_full(VOCABULARY["nature"], answers.get("nature")).value or ()):  # type: ignore[operator]
        yield "capacity_increase"


def _ask(key: str, answers: dict[str, Any], spoken: Language) -> None:
    """Ask until the answer can be read; an empty one is not stated."""
    attribute = VOCABULARY[key]
    while True:
        typed = _prompt(_question(attribute), spoken)
        if typed in ("?", "?"):
            _say(_values(attribute), spoken)
            continue
        if not typed:
            return
        found = read_in_full(attribute, typed)
        for problem in found.problems:
            _say(problem.text, spoken)
        if found.problems:
            continue
        answers[key] = typed if attribute.kind not in ("metres", "radius", "number") else found.value
        if attribute.kind == "codes":
            _say(_UNDERSTOOD.fill(words=_codes(cast("Codes", found.value))), spoken)
        return


def _codes(codes: Codes) -> str:
    known = classification()
    return "、".join(f"{code} {known.name(code)}" for code in codes.codes)


def _question(attribute: Attribute) -> Text:
    listed = _values(attribute)
    short = listed if len(listed.zh) <= _SHORT else Text("? 列出可填的值", "? lists the values")
    hint = _HINTS.get(attribute.kind)
    told = hint or (short if attribute.choices or attribute.kind == "yes_no" else None)
    if told is None:
        return attribute.label
    return Text(f"{attribute.label.zh}({told.zh})", f"{attribute.label.en} ({told.en})")


def _values(attribute: Attribute) -> Text:
    if attribute.choices:
        return Text(
            "、".join(choice.label.zh for choice in attribute.choices),
            ", ".join(choice.label.en for choice in attribute.choices),
        )
    return _HINTS.get(attribute.kind) or (
        Text("是、否", "yes, no") if attribute.kind == "yes_no" else Text("任意文字", "any text")
    )


def _outline(shape: Shape, datum: Datum, spoken: Language) -> tuple[dict[str, Any], Sequence[Corner]]:
    """Corners, one or several a line, until an empty line ends a usable outline."""
    _say(_CORNERS[shape], spoken)
    typed: list[Corner] = []
    while True:
        line = _prompt(_CORNER.fill(n=len(typed) + 1), spoken)
        try:
            if line:
                typed += corners(line)
                if shape == "point" and len(typed) >= LEAST["point"]:
                    return geometry(shape, typed[:1], datum), typed[:1]
            else:
                return geometry(shape, typed, datum), typed
        except Fault as fault:
            _say(fault.text, spoken)
            if not line and len(typed) >= LEAST[shape]:
                typed = []  # they cross, so their order is wrong


def _place(shape: Shape, typed: Sequence[Corner], answers: dict[str, Any], spoken: Language) -> None:
    """What goes with the outline: a line says that it is one, a point how far the site reaches, all how exact they are."""
    if shape == "line":
        answers["linear"] = "是" if spoken == "zh" else "yes"
    if shape == "point":
        _ask("extent_m", answers, spoken)
    _ask("accuracy_m", answers, spoken)
    coarse = rounding_m(typed)
    if answers.get("accuracy_m", -1.0) < coarse:
        _say(_COARSE.fill(m=f"{coarse:g}"), spoken)
        answers["accuracy_m"] = coarse


def _choose(question: Text, values: Mapping[str, Text], default: str, spoken: Language) -> str:
    """One of a few values, by its word or its number."""
    for number, words in enumerate(values.values(), start=1):
        click.echo(safe(f"  {number} {words(spoken)}"), err=True)
    keys = list(values)
    while True:
        typed = _prompt(_OR_DEFAULT.fill(question=question, default=keys.index(default) + 1), spoken)
        if not typed:
            return default
        if typed.isdecimal() and 1 <= int(typed) <= len(keys):
            return keys[int(typed) - 1]
        if typed in values:
            return typed
        _say(_NO_CHOICE.fill(n=len(keys)), spoken)


def _agreed(question: Text, spoken: Language) -> bool:
    return _prompt(question, spoken).casefold() in ("y", "yes", "是")


def _prompt(question: Text, spoken: Language) -> str:
    typed: str = click.prompt(
        safe(question(spoken)), default="", show_default=False, err=True, prompt_suffix=": "
    )
    return typed.strip()


def _say(text: Text, spoken: Language) -> None:
    click.echo(safe(text(spoken)), err=True)


_SHORT = 60
_BEGIN = Text(
    "逐项填写;不填直接回车(视为未申报),? 列出可填的值,Ctrl-C 放弃。",
    "Answer line by line; an empty answer is not stated, ? lists the values, Ctrl-C gives up.",
)
_HINTS: Mapping[str, Text] = {
    "date": Text("如 2026-11-28", "such as 2026-11-28"),
    "codes": Text("如 C2614,可填几个", "such as C2614; several are possible"),
    "park": Text("园区名称;不在园区填 无", "its name; none if in no park"),
    "metres": Text("米", "metres"),
    "radius": Text("米", "metres"),
    "share": Text("如 0.4 或 40%", "such as 0.4 or 40%"),
    "distances": Text("JSON 列表,见 docs/method.md", "a JSON list, see docs/method.md"),
}
_UNDERSTOOD = Text("  理解为:{words}", "  taken as: {words}")
_SHAPE = Text("场地怎样给出", "How is the site given")
_SHAPES: Mapping[str, Text] = {
    "polygon": Text("轮廓(逐个拐点)", "its outline, corner by corner"),
    "point": Text("一个点(加场地半径;没有半径不能得出“未触及”)", "one point, with the radius of the site"),
    "line": Text("线路(管道、道路)", "a line (pipeline, road)"),
}
_DATUM = Text("坐标从哪里来", "Where do the coordinates come from")
_DATUM_WORDS: Mapping[str, Text] = {
    "wgs84": Text("GPS、手机定位(WGS 84)", "GPS (WGS 84)"),
    "cgcs2000": Text("测绘成果、天地图(CGCS2000)", "a survey, Tianditu (CGCS2000)"),
    "gcj02": Text("高德、腾讯地图(GCJ-02,将换算)", "Amap, Tencent (GCJ-02, converted)"),
    "bd09": Text("百度地图(BD-09,将换算)", "Baidu (BD-09, converted)"),
    "unknown": Text("不清楚", "nobody knows"),
}
_CORNERS: Mapping[str, Text] = {
    "polygon": Text(
        "按顺序输入拐点,先经度后纬度,空行结束。如 113.374211,31.718222 或 E113度22分27.16秒,N31度43分05.60秒",
        "Enter the corners in their order, longitude first; an empty line ends. Such as 113.374211,31.718222 or "
        "E113°22′27.16″,N31°43′05.60″",
    ),
    "line": Text(
        "按顺序输入各点,先经度后纬度,空行结束。",
        "Enter the points in their order, longitude first; an empty line ends.",
    ),
    "point": Text(
        "输入坐标,先经度后纬度。如 113.374211,31.718222 或 E113度22分27.16秒,N31度43分05.60秒",
        "Enter the coordinates, longitude first. Such as 113.374211,31.718222 or E113°22′27.16″,N31°43′05.60″",
    ),
}
_CORNER = Text("第 {n} 点", "point {n}")
_COARSE = Text(
    "坐标的取位使位置可差 {m} 米,精度记为 {m} 米",
    "the digits of the coordinates leave {m} metres open: the accuracy is taken as {m} metres",
)
_MORE = Text("还要填写环评、用地、政策等其余各项吗(是/否)", "Also the rest: EIA, land use, policy (yes/no)")
_OR_DEFAULT = Text("{question}(填序号,回车为 {default})", "{question} (its number; {default} if empty)")
_NO_CHOICE = Text("请填 1 至 {n}", "enter a number from 1 to {n}")
