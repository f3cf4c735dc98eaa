"""Which values can a choice take, and how are they written? In Chinese, in English, and as forms abbreviate them."""

from __future__ import annotations

from zonecheck.projects.attribute import Choice
from zonecheck.words import Text


def _choice(value: str, zh: str, en: str, *spellings: str) -> Choice:
    return Choice(value, Text(zh, en), spellings)


NATURE = (
    _choice("new", "新建", "new build", "新建项目", "新增", "new construction", "新建(迁建)", "新建/迁建"),
    _choice(
        "relocate", "迁建", "relocation", "搬迁", "异地迁建", "整体搬迁", "搬迁项目", "relocated", "迁建项目"
    ),
    _choice("rebuild", "改建", "rebuild", "改造", "改建项目", "rebuilding", "reconstruction"),
    _choice("expand", "扩建", "expansion", "扩产", "扩能", "扩建项目", "extension", "expanded"),
    _choice("upgrade", "技术改造", "technical upgrade", "技改", "技术改造项目", "技改项目", "upgrading"),
)

STAGE = (
    _choice("planned", "拟建", "planned", "未建", "未开工", "筹建", "未开工建设"),
    _choice(
        "building",
        "在建",
        "under construction",
        "建设中",
        "已开工",
        "施工中",
        "已开工建设",
        "building has begun",
    ),
    _choice("built", "已建", "built", "建成", "已建成", "已投产", "投产", "existing", "现有"),
)

INDUSTRY_EDITION = (
    _choice(
        "2017", "GB/T 4754-2017", "GB/T 4754-2017", "2017版", "2017年版", "GB/T4754-2017", "GB/T 4754—2017"
    ),
    _choice(
        "2011", "GB/T 4754-2011", "GB/T 4754-2011", "2011版", "2011年版", "GB/T4754-2011", "GB/T 4754—2011"
    ),
)

FACILITY = (
    _choice("tailings_pond", "尾矿库", "tailings pond", "tailings dam"),
    _choice("chemical_park", "化工园区", "chemical park", "化工园", "化工产业园", "chemical industry park"),
    _choice(
        "plant",
        "一般项目",
        "plant",
        "一般工业项目",
        "工业项目",
        "厂房",
        "生产线",
        "工厂",
        "生产项目",
        "factory",
    ),
    _choice("other", "其他", "other", "其它"),
)

UNREAD = "unread"
"""A kind of facility that was stated and could not be read: it is no silence, which would be read as a plant."""

PURPOSE = (
    _choice(
        "safety",
        "提升安全环保水平",
        "raising safety or environmental protection",
        "提升安全、生态环境保护水平",
        "提升安全生态环境保护水平",
        "以提升安全、生态环境保护水平为目的",
        "提升安全水平",
        "提升环保水平",
        "提升生态环境保护水平",
        "环保提升",
        "安全提升",
    ),
    _choice("capacity", "扩大产能", "raising capacity", "扩能", "扩产", "增加产能", "提高产能"),
    _choice("other", "其他", "other", "其它"),
)

EIA_CATEGORY = (
    _choice("report", "报告书", "report", "环境影响报告书", "环评报告书"),
    _choice("form", "报告表", "form", "环境影响报告表", "环评报告表"),
    _choice("registration", "登记表", "registration", "环境影响登记表", "环评登记表"),
    _choice("exempt", "豁免", "exempt", "免于环评", "不纳入环评管理", "无需环评", "免予办理"),
)

EIA = (
    _choice("approved", "已批复", "approved", "批复", "已批", "已审批", "已取得批复", "通过审批"),
    _choice("filed", "已备案", "filed", "备案", "已登记"),
    _choice("exempt", "豁免", "exempt", "免于环评", "无需环评", "免予办理"),
    _choice("pending", "办理中", "pending", "审批中", "在办", "编制中", "正在办理", "已受理", "报批中"),
    _choice("none", "无", "none", "未办理", "未编制", "未批", "没有", "未开展", "未取得批复"),
)

LAND_CATALOGUE = (
    _choice("allowed", "允许", "allowed", "允许类", "允许用地", "未列入", "不在目录内"),
    _choice("restricted", "限制", "restricted", "限制类", "限制用地", "限制用地项目"),
    _choice("prohibited", "禁止", "prohibited", "禁止类", "禁止用地", "禁止用地项目"),
)

INDUSTRY_CATALOGUE = (
    _choice("encouraged", "鼓励类", "encouraged", "鼓励"),
    _choice("allowed", "允许类", "allowed", "允许"),
    _choice("restricted", "限制类", "restricted", "限制"),
    _choice("eliminated", "淘汰类", "eliminated", "淘汰"),
)

MARKET_ACCESS = (
    _choice(
        "allowed", "清单以外", "not on the list", "未列入", "不在清单内", "不属于负面清单", "可依法平等进入"
    ),
    _choice("licensed", "许可准入类", "licensed", "许可准入", "许可类"),
    _choice("prohibited", "禁止准入类", "prohibited", "禁止准入", "禁止类"),
)

DISCHARGE = (
    _choice("none", "不外排", "no discharge", "零排放", "全部回用", "不排放", "无废水外排", "废水不外排"),
    _choice(
        "indirect", "间接排放", "to a treatment plant", "纳管", "进入污水处理厂", "排入污水处理厂", "接管"
    ),
    _choice("direct", "直接排放", "to surface water", "直排", "直接排入地表水", "排入河流", "排入地表水"),
)

LAND_GRANT = (
    _choice("yes", "出让", "granted", "招拍挂", "挂牌", "拍卖", "招标", "公开出让", "挂牌出让", "有偿出让"),
    _choice("no", "划拨", "allocated"),
)

YES_NO = (
    _choice(
        "yes", "是", "yes", "y", "true", "t", "1", "有", "√", "✓", "✔", "已", "含", "涉及", "属于", "存在",
        "是的", "具备", "新增", "已落实", "落实", "已办理", "已取得", "已完成", "已建成", "已开展", "已执行",
    ),
    _choice(
        "no", "否", "no", "n", "false", "f", "0", "无", "×", "✗", "✘", "未", "不含", "不涉及", "不属于", "不存在",
        "不是", "没有", "不具备", "不新增", "未落实", "未办理", "未取得", "未完成", "未建成", "未开展", "未执行",
    ),
)  # fmt: skip
"""Said of every yes/no attribute."""

BASELINE = (
    _choice("waterward_edge", "临水边界线", "waterward edge", "临水线", "临水控制线"),
    _choice("outer_edge", "外缘边界线", "outer edge", "外缘控制线", "河道管理范围线", "河道管理范围边界"),
    _choice("bank", "岸线", "bank", "河岸", "岸边", "水岸线"),
    _choice("water_area", "水域", "water area", "水面"),
    _choice("centreline", "中心线", "centreline", "河道中心线", "中泓线", "centerline"),
)

NO_PARK = ("none", "无", "不在园区", "不在园区内", "园区外", "未入园", "不涉及", "没有", "不属于任何园区")
"""How people say that a project lies in no park."""
