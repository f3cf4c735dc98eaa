"""Runs made by hand: one project of every verdict, and names that mean harm. The figures are made up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from zonecheck.errors import Problem
from zonecheck.results import (
    Accuracy,
    AttributeProblem,
    Citation,
    Explained,
    Finding,
    Jurisdiction,
    LayerInfo,
    Measurement,
    PackInfo,
    Penalty,
    ProjectResult,
    Reading,
    Run,
    Scope,
    Settle,
    SettleValue,
    ToDo,
)
from zonecheck.words import Text, same

DAY = date(2026, 11, 23)

CLAUSE = Citation(
    document="随政发〔2018〕4号",
    rank="normative_document",
    article="二(三)",
    quote="沿府河、漂水、氵厥水等重要河流岸线1公里范围内禁止新建重化工项目",
    title=Text("关于促进开发区改革和创新发展的实施意见", "Opinions on the reform of development zones"),
    in_force=date(2018, 2, 15),
)
PARK_CLAUSE = replace(CLAUSE, quote="随州高新区化工园区不得新建重化工及造纸项目")
DUTY_CLAUSE = replace(CLAUSE, quote="入驻企业必须严格执行环境影响评价制度和环保“三同时”制度")
YANGTZE = Citation(
    document="中华人民共和国长江保护法",
    rank="law",
    article="第二十六条第二款",
    quote="禁止在长江干支流岸线一公里范围内新建、扩建化工园区和化工项目。",
    in_force=date(2021, 3, 1),
)

BANK = Measurement(
    predicate="within",
    truth="yes",
    layer="rivers",
    feature="府河",
    distance_m=100.2514,
    limit_m=1000.0,
    margin_m=99.7486,
    accuracy=Accuracy(layer_m=800.0, site_m=None, datum_m=0.0, rounding_m=0.0),
    baseline="centreline",
    nearest_point=(113.3812204567891, 31.70001),
)
NEAR = replace(
    BANK,
    truth="unknown",
    feature="漂水",
    distance_m=1310.0,
    margin_m=-490.73,
    accuracy=Accuracy(layer_m=800.0, site_m=0.0, datum_m=0.0, rounding_m=0.73),
    nearest_point=(113.5, 31.9),
)
FAR = replace(BANK, truth="no", distance_m=3204.9996, margin_m=1404.9996, nearest_point=(113.5, 31.9))
CHEMICAL = Reading(
    "industry", "yes", "industry", "2614", Text("行业属于重化工", "the industry is heavy chemical")
)
UNSTATED = Reading(
    "industry", "unknown", "industry", None, Text("行业属于重化工", "the industry is heavy chemical")
)
READING = Text(
    "「重化工」未见以行业代码作出的定义,此处按石油加工、基础化学原料、农药、涂料等类别掌握",
    "No text defines 重化工 by industry code; here it is read as refining, basic chemicals, pesticides and the like",
)
RIVER_TITLE = Text(
    "重要河流岸线1公里内新建重化工项目", "New heavy chemical project within 1 km of a major river"
)

RIVER = Finding(
    rule="suizhou-2018-4/river-1km",
    title=RIVER_TITLE,
    effect="prohibit",
    outcome="violated",
    because=(),
    citation=CLAUSE,
    message=Text(
        "新建重化工项目,场地距府河岸线不足1公里。",
        "A new heavy chemical project less than 1 km from the bank of 府河.",
    ),
    facts="f" * 64,
    missing=(),
    evidence=(
        Reading(
            "nature",
            "yes",
            "nature",
            "新建",
            Text("建设性质为新建、迁建", "the nature of construction is new or relocate"),
        ),
        CHEMICAL,
        BANK,
    ),
    interpretations=(READING,),
    explanation=(
        Explained(
            0,
            Text(
                "适用:建设性质为新建,且行业属于重化工",
                "applies to: nature is new and industry is heavy chemical",
            ),
            "yes",
        ),
        Explained(1, Text("建设性质为新建", "nature is new"), "yes"),
        Explained(1, Text("行业属于重化工", "industry is heavy chemical"), "yes"),
        Explained(
            0, Text("禁止:距重要河流不超过1000 m", "forbids: at most 1000 m from a major river"), "yes"
        ),
    ),
)
FEDERAL = replace(
    RIVER,
    rule="yangtze-2020/bank-1km",
    title=Text(
        "长江干支流岸线1公里内新建、扩建化工项目",
        "Chemical project within 1 km of the Yangtze or a tributary",
    ),
    citation=YANGTZE,
    evidence=(BANK,),
    interpretations=(),
    penalty=Penalty("第八十八条", "处五十万元以上五百万元以下罚款"),
    explanation=(),
)
UNDECIDED = replace(
    RIVER,
    outcome="undetermined",
    because=("missing_attribute", "accuracy"),
    message=Text(
        "行业代码未申报,场地与漂水的距离又在误差之内,是否触及尚不能判定。",
        "The industry code is not stated and the distance to 漂水 is within the accuracy: undecided.",
    ),
    missing=("industry", "rivers"),
    evidence=(UNSTATED, NEAR),
)
PARK_BAN = replace(
    RIVER,
    rule="suizhou-2018-4/park-ban",
    title=Text(
        "高新区化工园区内新建重化工或造纸项目", "New heavy chemical or paper project in the chemical park"
    ),
    outcome="not_applicable",
    citation=PARK_CLAUSE,
    message=Text("行业1431,非重化工、非造纸。", "Industry 1431: neither heavy chemical nor papermaking."),
    evidence=(
        Reading(
            "industry", "no", "industry", "1431", Text("行业属于重化工", "the industry is heavy chemical")
        ),
    ),
    interpretations=(),
    explanation=(Explained(0, Text("行业属于重化工", "industry is heavy chemical"), "no"),),
)
UNTOUCHED = replace(
    RIVER,
    outcome="satisfied",
    message=Text("距最近的重要河流3公里以上。", "More than 3 km from the nearest major river."),
    evidence=(FAR,),
    interpretations=(),
)
EIA_DONE = replace(
    RIVER,
    rule="suizhou-2018-4/eia",
    title=Text("执行环境影响评价制度", "Environmental impact assessment carried out"),
    effect="require",
    outcome="met",
    citation=DUTY_CLAUSE,
    message=Text("环评文件已批复。", "The assessment has been approved."),
    evidence=(Reading("attribute", "yes", "eia", "已批准", Text("环评手续为已批准", "the EIA is approved")),),
    interpretations=(),
    explanation=(),
)
DUTY_OPEN = replace(
    EIA_DONE,
    rule="suizhou-2018-4/three-simultaneous",
    title=Text("执行「三同时」制度", "Three simultaneous"),
    outcome="open",
    message=Text("三同时未申报。", "Three simultaneous is not stated."),
    missing=("three_simultaneous",),
    evidence=(),
)
RED_LINE_OPEN = replace(
    DUTY_OPEN,
    rule="national/red-line",
    title=Text("生态保护红线内的建设项目", "Project in the ecological red line"),
    effect="prohibit",
    message=Text("未持有生态保护红线图层。", "No layer of the red line is held."),
    missing=("red_line",),
    awaits_data=True,
)
EIA_MISSING = replace(
    EIA_DONE,
    outcome="unmet",
    message=Text("已开工建设,环评文件未批复。", "Building has begun without an approved assessment."),
    evidence=(Reading("attribute", "no", "eia", "未办理", Text("环评手续为已批准", "the EIA is approved")),),
)
EXEMPT = replace(
    FEDERAL,
    outcome="exempt",
    message=Text("以提升安全环保水平为目的的改建,属但书除外。", "A rebuild for safety: within the proviso."),
    evidence=(),
    penalty=None,
)

RED_LINE_TO_DO = ToDo(
    "national/red-line",
    Text("核对场地是否涉及生态保护红线", "Check whether the site touches the ecological red line"),
    ("red_line",),
)
DUTY_TO_DO = ToDo(
    "suizhou-2018-4/three-simultaneous",
    Text("说明环保「三同时」落实情况", "State how the three simultaneous are carried out"),
    ("three_simultaneous",),
)
SETTLE_INDUSTRY = Settle(
    "industry",
    (
        SettleValue(
            "2614", "prohibited", Text("如 2614 有机化学原料制造", "such as 2614 organic basic chemicals")
        ),
        SettleValue("2681", "review", Text("如 2681 肥皂及洗涤剂制造", "such as 2681 soap and detergents")),
        SettleValue("1391", "clear", Text("如 1391 淀粉及淀粉制品制造", "such as 1391 starch")),
    ),
    Text("行业代码", "industry code"),
)
SETTLE_BANK = Settle(
    "rivers",
    (
        SettleValue("yes", "prohibited", Text("表明在限定范围内", "shows the site within the limit")),
        SettleValue("no", "clear", Text("表明在限定范围外", "shows the site beyond the limit")),
    ),
    Text("漂水实测岸线", "a surveyed bank line of 漂水"),
    authority=Text("水行政主管部门", "the water authority"),
    minimised=False,
)

PROHIBITED = ProjectResult(
    source="examples/site.geojson",
    index=0,
    line=4,
    id="DEMO-01",
    name="示例精细化工新建项目",
    on=DAY,
    outline="a" * 64,
    verdict="prohibited",
    checked=14,
    not_checked=5,
    open=2,
    findings=(FEDERAL, RIVER, RED_LINE_OPEN, DUTY_OPEN, EIA_DONE, PARK_BAN),
    settle=(),
    errors=(),
    jurisdictions=(Jurisdiction("suizhou-2018-4", "yes", ()),),
    to_do=(RED_LINE_TO_DO, DUTY_TO_DO),
    indicative=True,
)
ONLY_NORMATIVE = replace(PROHIBITED, findings=(RIVER,), to_do=(), open=0, only_normative=True)
REVIEW = replace(
    PROHIBITED,
    index=1,
    line=31,
    id="DEMO-02",
    name="示例日化新建项目",
    outline="b" * 64,
    verdict="review",
    findings=(UNDECIDED, DUTY_OPEN),
    settle=(SETTLE_INDUSTRY, SETTLE_BANK),
    errors=(
        AttributeProblem(
            "nature",
            Text("无法识别「新键」,最接近的是「新建」", "cannot read '新键'; the nearest value is '新建'"),
        ),
    ),
    jurisdictions=(
        Jurisdiction(
            "suizhou-2018-4",
            "unknown",
            ("border",),
            Text("场地距区县界不足误差", "the site is closer to the district border than the accuracy"),
        ),
    ),
    to_do=(DUTY_TO_DO,),
    open=1,
    assumptions=(
        Text("坐标系未声明,按 WGS 84 经纬度读取", "No CRS is declared; read as WGS 84 longitude, latitude"),
        Text("设施类别未申报,按一般项目", "Kind of facility not stated: taken as an ordinary plant"),
    ),
)
CONDITIONAL = replace(
    PROHIBITED,
    index=2,
    line=None,
    id="DEMO-03",
    name=None,
    verdict="conditional",
    findings=(EIA_MISSING, EXEMPT, UNTOUCHED),
    to_do=(),
    open=0,
    indicative=False,
)
CLEAR = replace(
    CONDITIONAL,
    index=3,
    id="DEMO-04",
    name="示例粮油加工项目",
    verdict="clear",
    findings=(UNTOUCHED, EIA_DONE, PARK_BAN),
)
OUT_OF_SCOPE = replace(
    CLEAR,
    index=4,
    id=None,
    name="示例市外项目",
    verdict="out_of_scope",
    checked=0,
    not_checked=5,
    findings=(),
    jurisdictions=(Jurisdiction("suizhou-2018-4", "no", ()),),
)
INVALID = replace(
    OUT_OF_SCOPE,
    index=5,
    line=88,
    id="DEMO-06",
    name=None,
    verdict="invalid",
    not_checked=0,
    outline=None,
    errors=(AttributeProblem(None, Text("外环自相交", "the outer ring crosses itself")),),
    jurisdictions=(),
)
EVERY_VERDICT = (PROHIBITED, REVIEW, CONDITIONAL, CLEAR, OUT_OF_SCOPE, INVALID)

HOSTILE_NAME = "\x1b[31m红\x1b]0;title\x07[red]b[/nope]\n□ 伪造\u202e倒写\u200b\x9b2J\u2028尾"
HOSTILE = replace(CLEAR, name=HOSTILE_NAME, id="=cmd|' /C calc'!A1", source="a\nb.geojson")

PACKS = (
    PackInfo(
        id="suizhou-2018-4",
        title=Text("关于促进开发区改革和创新发展的实施意见", "Opinions on the reform of development zones"),
        document="随政发〔2018〕4号",
        rank="normative_document",
        in_force=date(2018, 2, 15),
        until=None,
        sha256="1234567890abcdef" * 4,
        origin="bundled",
    ),
    PackInfo(
        id="yangtze-2020",
        title=Text("中华人民共和国长江保护法", "Yangtze River Protection Law"),
        document="中华人民共和国长江保护法",
        rank="law",
        in_force=date(2021, 3, 1),
        until=date(2030, 12, 31),
        sha256="fedcba0987654321" * 4,
        origin="my/packs/yangtze",
    ),
)
LAYERS = (
    LayerInfo(
        id="rivers",
        sha256="0f" * 32,
        vintage="2026",
        baseline="centreline",
        accuracy_m=900.0,
        source=Text("由公开控制点绘制", "drawn from public control points"),
        indicative=True,
        origin="bundled",
    ),
    LayerInfo("parks", "1e" * 32, None, None, None, source=None, indicative=False, origin="my/layers.yaml"),
)
SCOPE = Scope(
    not_checked=(
        Text(
            "随州市府澴河流域保护条例(未取得全文)",
            "Suizhou ordinance on the Fuhuan basin (text not obtained)",
        ),
        Text("产业结构调整指导目录(以申报为准)", "Guidance catalogue of industries (only as stated)"),
    ),
    limits=(Text("EPSG:4326 与 EPSG:4490 视为一致", "EPSG:4326 and EPSG:4490 count as identical"),),
)
UNREADABLE = Problem("broken.geojson", Text("文件在第3行第7列中断", "the file ends at line 3, column 7"))


def run_of(projects: Iterable[ProjectResult], *, errors: Iterable[Problem] = ()) -> Run:
    """A run whose projects can be taken only once, as in real life."""
    return Run(
        version="0.1.0",
        libraries=lambda: {"proj": "9.5.1", "geos": "3.13.1"},
        on=DAY,
        packs=PACKS,
        layers=LAYERS,
        scope=SCOPE,
        projects=iter(tuple(projects)),
        errors=list(errors),
    )


def nameless(project: ProjectResult) -> ProjectResult:
    return replace(project, name=None, id=None)


def unlabelled(title: str) -> Finding:
    return replace(RIVER, title=same(title))
