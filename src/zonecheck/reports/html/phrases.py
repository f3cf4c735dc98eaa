"""Which words does the page itself say? Headings, buttons and legends; the findings bring their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from zonecheck.reports.scope_text import DISCLAIMER
from zonecheck.words import Text, same

if TYPE_CHECKING:
    from zonecheck.words import Language

SCHEMATIC = Text(
    "示意图,界线不作划界、权属、执法依据",
    "A schematic: its lines are no basis for delimitation, ownership or enforcement",
)

_PHRASES: Mapping[str, Text] = {
    "title": Text("核查意见", "Result of the check"),
    "disclaimer": DISCLAIMER,
    "to_content": Text("跳到正文", "Skip to the content"),
    "theme": Text("深色 / 浅色", "Dark / light"),
    "print": Text("打印", "Print"),
    "findings": Text("逐条核查", "Findings"),
    "not_applicable": Text("不涉及的条款", "Provisions that do not apply"),
    "clause": Text("条款", "Provision"),
    "subject": Text("内容", "Subject"),
    "reason": Text("理由", "Reason"),
    "map": Text("位置图", "Map"),
    "map_keys": Text(
        "可用方向键移动十字线读取坐标", "move the cross with the arrow keys to read coordinates"
    ),
    "no_map": Text("没有可绘制的位置", "There is no place to draw"),
    "legend": Text("图例", "Legend"),
    "coordinates": Text("移动光标读取坐标(CGCS2000)", "Point at the map to read coordinates (CGCS2000)"),
    "schematic": SCHEMATIC,
    "all_projects": Text("项目一览", "All projects"),
    "overview": Text("各项目位置", "Where the projects lie"),
    "beyond": Text(
        "另有 {n} 个项目在图外,标在图边", "{n} more lie outside the picture and are marked at its edge"
    ),
    "summary": Text("汇总", "Summary"),
    "total": Text("共 {n} 个项目", "{n} projects"),
    "filter": Text("筛选", "Filter"),
    "by_verdict": Text("按结论筛选", "Filter by verdict"),
    "by_text": Text("按名称、编号或文件筛选", "Filter by name, id or file"),
    "shown": Text("显示 {shown} / {total} 个项目", "{shown} of {total} projects shown"),
    "none_shown": Text("没有符合筛选条件的项目", "No project fits the filter"),
    "show_all": Text("全部显示", "Show all"),
    "loading": Text("正在展开……", "Unfolding …"),
    "cannot_open": Text(
        "此浏览器不能展开详情,请换用较新的浏览器", "This browser cannot unfold the details; use a newer one"
    ),
    "no_script": Text(
        "本页的详情和筛选需要启用脚本;脚本均在本文件内,不访问网络",
        "Details and filter need scripts to be enabled; they are all in this file and ask the network for nothing",
    ),
    "unreadable": Text("未能读取", "Could not be read"),
    "north": Text("北", "N"),
    "limit": Text("限值", "limit"),
    "distance": Text("距离与限值", "Distance and limit"),
    "key_site": Text("场地", "site"),
    "key_extent": Text("申报的场地范围", "extent as stated"),
    "key_moved": Text("移动后的场地", "the site if moved"),
    "key_way": Text("移动", "the move"),
    "key_river": Text("河流(示意)", "river (indicative)"),
    "key_park": Text("园区", "park"),
    "key_other": Text("其他图层", "other layers"),
    "key_district": Text("区县界(示意)", "district line (indicative)"),
    "key_limit": Text("限值线", "line of the limit"),
    "key_firm": Text("限值以内", "within the limit"),
    "key_doubt": Text("误差带(不能判定)", "within the accuracy: cannot be decided"),
    "key_line_yes": Text("量测线:在限值以内", "measured: within the limit"),
    "key_line_unknown": Text("量测线:尚不能判定", "measured: undecided"),
    "key_line_no": Text("量测线:在限值以外", "measured: beyond the limit"),
    "generator": same("zonecheck"),
}


def phrases(language: Language) -> dict[str, str]:
    """Every phrase in one language, by its key."""
    return {key: text(language) for key, text in _PHRASES.items()}
