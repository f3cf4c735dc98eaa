"""In which words are moves, changes and what stands in the way told? One sentence each, for every format."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from zonecheck.reports.figures import COMMA, LISTED, SEMICOLON, joined
from zonecheck.reports.vocabulary import CAUSE, GLYPH, OUTCOME, VERDICT, fact_words
from zonecheck.whatif.records import Move
from zonecheck.words import Text, same

if TYPE_CHECKING:
    from zonecheck.results import Outcome, Verdict
    from zonecheck.whatif.records import NoMove, Shift, Standing, Stated, Target, WhyNone

MOVES = Text("移动场地", "Moving the site")
CHANGES = Text("改变申报信息(仅当项目确实如此)", "Stating otherwise (only if the project really is so)")
DIFFERENCE = Text("假设的变更", "What was tried")
NOTHING = Text("结论已无须改变", "There is nothing to alter")
NO_CHANGE = Text("所试的申报信息均不能改变结论", "None of the statements that were tried alters the verdict")
SAME = Text("各条结果不变", "No rule says otherwise")
SETTLE = Text("可改变结论的事项", "What would settle it")
HOW = Text(
    "移动为整体平移:场地外框中心沿测地线移动,各顶点与中心的测地距离和方位不变;已逐一重新核查,距离进位到 1 cm。"
    "场地移走后,申报的岸线距离不再采用;所在区县和园区按申报、按图层均须成立。",
    "A move shifts the site as a whole: the middle of its bounding box goes along a geodesic, every vertex keeps its geodesic "
    "distance and azimuth from it. Each was checked again; distances are rounded up to 1 cm. Surveyed bank distances do not "
    "hold of a new place and are left out; the move holds with the district and the park as declared and as mapped.",
)

TARGET: Mapping[Target, Text] = {
    "not_prohibited": Text("离开已确定的禁止范围", "Out of what is certainly prohibited"),
    "firm": Text("确定不触及任何禁止或须认定的规定", "Firmly clear of every prohibition and review"),
}
_WHY: Mapping[WhyNone, Text] = {
    "no_place": Text(
        "未找到:{reach} 内试过 {tried} 处,均不行",
        "none found: no place of {tried} tried within {reach} will do",
    ),
    "anywhere": Text(
        "移动无济于事:试过 {tried} 处,以下各条处处如此",
        "moving does not help: at each of {tried} places tried the following stands in the way",
    ),
    "declared": Text(
        "结论依据申报的岸线距离,图层不能确定移动后的距离;请对新位置实测",
        "the verdict rests on a declared bank distance, and the map cannot tell how it changes: survey the new place",
    ),
}
_MOVE = Text("向{compass}(方位角 {bearing}°)移动 {distance} m", "{distance} m towards {bearing}° ({compass})")
_THERE = Text("移后:{verdict}", "there: {verdict}")
_DROPPED = Text("移后不再采用申报的{facts}", "without the declared {facts}")
_SETTLED_BY = Text("由以下资料可定:{facts}", "settled by: {facts}")
_COMPASS = (
    Text("北", "north"), Text("东北", "north-east"), Text("东", "east"), Text("东南", "south-east"),
    Text("南", "south"), Text("西南", "south-west"), Text("西", "west"), Text("西北", "north-west"),
)  # fmt: skip
_TELLING = ("violated", "undetermined", "unmet")


def verdict_words(verdict: Verdict) -> Text:
    words = VERDICT[verdict]
    return Text(f"{GLYPH[verdict]} {words.zh}", f"{GLYPH[verdict]} {words.en}")


def move_words(move: Move | NoMove, reach_m: float) -> Text:
    """How far, in which direction and what then; or why not."""
    if not isinstance(move, Move):
        return _WHY[move.why].fill(tried=move.tried, reach=kilometres(reach_m))
    there = _THERE.fill(verdict=verdict_words(move.there.verdict))
    dropped = joined([fact_words(key) for key in move.dropped], LISTED)
    without = _DROPPED.fill(facts=dropped) if move.dropped else same("")
    return joined([direction(move), there, without], SEMICOLON)


def direction(move: Move) -> Text:
    compass = _COMPASS[round(move.bearing_deg / 45) % 8]
    return _MOVE.fill(compass=compass, bearing=f"{move.bearing_deg:.2f}", distance=f"{move.distance_m:.2f}")


def standing_there(move: Move | NoMove) -> list[Text]:
    """What still stands at the new place, or stands in the way of every one."""
    if isinstance(move, Move):
        left = [each for each in move.there.findings if each.outcome in _TELLING and each.effect != "advise"]
        return [_stands(each.title, each.outcome, each.because, ()) for each in left]
    return [standing_words(each) for each in move.standing]


def standing_words(standing: Standing) -> Text:
    return _stands(standing.title, standing.outcome, standing.because, standing.facts)


def _stands(title: Text, outcome: Outcome, because: tuple[str, ...], facts: tuple[str, ...]) -> Text:
    causes = joined([CAUSE.get(each, same(each)) for each in because], COMMA)
    settled = (
        _SETTLED_BY.fill(facts=joined([fact_words(each) for each in facts], LISTED)) if facts else same("")
    )
    why = joined([OUTCOME[outcome], causes], COMMA)
    return joined([Text(f"{title.zh}({why.zh})", f"{title.en} ({why.en})"), settled], SEMICOLON)


def stated_words(stated: tuple[Stated, ...]) -> Text:
    parts = [Text(f"{each.label.zh}:{each.words.zh}", f"{each.label.en}: {each.words.en}") for each in stated]
    return joined(parts, SEMICOLON)


def shift_words(shift: Shift) -> Text:
    """A rule and what it says before and after."""
    before, after = _outcome(shift.before), _outcome(shift.after)
    causes = joined([CAUSE.get(each, same(each)) for each in shift.because], COMMA)
    why = Text(f"({causes.zh})", f" ({causes.en})") if shift.because else same("")
    return Text(
        f"{shift.title.zh}:{before.zh} → {after.zh}{why.zh}",
        f"{shift.title.en}: {before.en} → {after.en}{why.en}",
    )


def _outcome(outcome: Outcome | None) -> Text:
    return Text("不在范围", "not asked") if outcome is None else OUTCOME[outcome]


def kilometres(length_m: float) -> str:
    return f"{length_m / 1000:g} km"
