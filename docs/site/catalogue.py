"""What may stand in a layer catalogue? A reference page: keys and forms from the program, what each means, an example."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import ValidationError

from zonecheck.layers.entry_text import EntryText
from zonecheck.layers.layer import BASELINES
from zonecheck.words import Language, Text

TITLE = Text("图层目录", "The layer catalogue")
EXAMPLE = """layers:
  - id: rivers
    path: banks.geojson
    title: {zh: 河流岸线, en: River banks}
    baseline: waterward_edge
    accuracy_m: 5
    coverage: [112.0, 31.0, 115.0, 33.0]
    complete_for: {name: [府河, 漂水]}
    source: {zh: 某某测绘单位, en: The surveying office}
    vintage: "2025"
    valid_until: 2030-12-31
"""
COMMANDS = """$ zonecheck layers add rivers banks.shp --baseline waterward_edge --accuracy 5 --name-field 河名
$ zonecheck layers verify --layers zonecheck-layers.yaml
$ zonecheck layers list --layers zonecheck-layers.yaml
$ zonecheck examples/01-chemical-by-fuhe.geojson --layers zonecheck-layers.yaml
"""
_INTRO = Text(
    "图层目录是一个 YAML 文件,只有 `layers:` 一个键,其下每项登记一个图层;同一编号整项替换自带目录中的登记。各值先按文字读取,"
    "再严格按下表的形式识别;未列的键、重复的键均为错误,并指出行号。键和形式取自程序。一般不必手写:`zonecheck layers add` 读取"
    "你的文件,检查后写出登记。",
    "A layer catalogue is a YAML file with the one key `layers:`, each entry of which registers one layer; an entry replaces the "
    "bundled one of the same id, whole. Every value is read as text and then typed, strictly, in the form below; a key that is "
    "not listed, or stands twice, is an error with its line. Keys and forms are taken from the program. It need not be written "
    "by hand: `zonecheck layers add` reads a file of yours, checks it and writes the entry.",
)
_KEYS = Text("| 键 | 必填 | 形式 | 含义 |", "| key | required | form | meaning |")
_REQUIRED = Text("是", "yes")
_MEANING = {
    "id": Text(
        "规则引用的名称,如 `rivers`、`districts`、`parks`、`red_line`",
        "what rules name: `rivers`, `districts`, `parks`, `red_line` …",
    ),
    "path": Text(
        "数据文件,相对于目录文件;任一可读格式,一个表",
        "the file, relative to the catalogue: any format that is read, with one table",
    ),
    "title": Text("图层名称,默认同编号", "its name; the id where there is none"),
    "crs": Text(
        "文件未声明坐标系时的坐标系;与文件声明不一致的不予读取",
        "the system where the file declares none; a conflict with the file is refused",
    ),
    "baseline": Text(
        "线的含义(见下);线状图层在此或在每个要素上写明",
        "what the line is (below); needed for lines, here or on every feature",
    ),
    "accuracy_m": Text(
        "真实界线与所绘界线可能相差多远(约 95%),精确的写 `0`;在此或在每个要素上写明",
        "how far the true line may lie from the drawn one (about 95 %), `0` where exact; needed here or on every feature",
    ),
    "half_width_m": Text(
        "中心线至岸线的半宽;要素自身的优先", "from a centre line to its bank; a feature's own wins"
    ),
    "coverage": Text(
        "覆盖范围;也可为 `everywhere` 或面文件的路径。未写明的,任何“否”均不成立",
        "what it covers; also `everywhere`, or the path of a file of areas. Without it no `no` is firm",
    ),
    "complete_for": Text(
        "对哪些要素完整:所列的值必须都在文件中。未写明的,对任何要素都不完整",
        "the values of a key that it holds whole: each must be in the file. Without it the layer is complete for nothing",
    ),
    "valid_until": Text(
        "可据以回答的最后一天;过期的回答为未知(`stale_layer`)",
        "the last day on which it may answer; later its answers are unknown (`stale_layer`)",
    ),
    "source": Text("来源,列入每份结果", "where it is from, printed with every answer"),
    "note": Text("说明,列入核查范围", "a remark, printed in the scope"),
    "licence": Text("使用许可", "the licence"),
    "vintage": Text("数据年份", "of which year it is"),
    "indicative": Text(
        "是否仅供示意;据以得出的每个回答都会说明,默认 `no`",
        "whether it is indicative only, said with every answer that rests on it; default `no`",
    ),
    "sha256": Text(
        "文件的哈希值;写明的必须一致,`zonecheck layers verify` 输出。Shapefile 为 .shp、.shx、.dbf、.prj、.cpg 依次相连的哈希值",
        "of the file; where given it must agree, and `zonecheck layers verify` prints it. Of a shapefile: of its .shp, .shx, "
        ".dbf, .prj and .cpg, in this order, joined",
    ),
}
_WRONG = {"coverage": []}  # a value in the wrong form, where a number is none already
_LINES = Text("基线", "Base lines")
_BASELINES = {
    "waterward_edge": Text(
        "临水边界线;线,或其所围的面", "the waterward edge 临水边界线; a line, or the area that it bounds"
    ),
    "outer_edge": Text(
        "外缘边界线;线,或其所围的面", "the outer edge 外缘边界线; a line, or the area that it bounds"
    ),
    "bank": Text(
        "岸线,未说明是哪一种;线,或其所围的面",
        "a bank 岸线 of which nobody says which; a line, or the area that it bounds",
    ),
    "water_area": Text("水域;面内距离为 0", "the water itself, an area: the distance inside is 0"),
    "centreline": Text(
        "中心线;须有精度或半宽,距离自岸线起算",
        "the centre line; needs an accuracy or a half width, and distances count from the bank",
    ),
}
_FEATURES = Text("要素自身的属性", "What a feature may say itself")
_OWN = Text(
    "`accuracy_m`、`half_width_m`、`baseline` 写在要素上的,代替图层的。`name` 是规则所指的名称;`aliases` 是别名,"
    "列表或以分号隔开。要素没有写明的属性是未知,不是“否”。没有几何的要素只可在没有基线的图层中(只知名称的园区)。",
    "`accuracy_m`, `half_width_m` and `baseline` of a feature take the place of the layer's. `name` is what rules name, "
    "`aliases` are other names: a list, or a text with `;` between. What a feature does not state is unknown, not a `no`. "
    "A feature without geometry is allowed only in a layer without a base line: a park known by its name alone.",
)
_EXAMPLE = Text("示例", "An example")
_LEADS = Text(
    "怎样登记自己的文件:[自备图层](../inputs.md)。图层怎样决定结论:[结论怎样得出](../method.md)。",
    "How to register a file of your own: [what is read](../inputs.md). How layers decide: [the method](../method.md).",
)


def page(language: Language) -> str:
    lines = [
        f"# {TITLE(language)}",
        "",
        _INTRO(language),
        "",
        _KEYS(language),
        "|---|---|---|---|",
        *_rows(language),
        "",
    ]
    lines += [
        f"## {_LINES(language)}",
        "",
        *(f"- `{each}`: {_BASELINES[each](language)}" for each in BASELINES),
        "",
    ]
    lines += [f"## {_FEATURES(language)}", "", _OWN(language), ""]
    lines += [
        f"## {_EXAMPLE(language)}",
        "",
        "```yaml",
        EXAMPLE.rstrip(),
        "```",
        "",
        "```console",
        COMMANDS.rstrip(),
        "```",
        "",
    ]
    return "\n".join([*lines, _LEADS(language), ""])


def _rows(language: Language) -> Iterator[str]:
    for key, field in EntryText.model_fields.items():
        needed = _REQUIRED(language) if field.is_required() else ""
        yield f"| `{key}` | {needed} | {_form(key, language)} | {_MEANING[key](language)} |"


def _form(key: str, language: Language) -> str:
    """What the program says that it expects, asked by giving it something else."""
    try:
        EntryText.model_validate({"id": "rivers", "path": "banks.geojson", key: _WRONG.get(key, 0)})
    except ValidationError as error:
        (fault,) = error.errors()
        said = fault["ctx"][language]
        start, end = {"zh": ("应为", ",实为"), "en": ("expected ", ", got")}[language]
        form = str(said.removeprefix(start).rpartition(end)[0])
        return re.sub(r"\{[^{}]*\}", r"`\g<0>`", form)  # bare, braces are attributes of the page
    raise AssertionError(f"{key} takes any value")
