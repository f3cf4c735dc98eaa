"""In which words are parts and candidates told? One sentence each, for every format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zonecheck.projects.vocabulary import VOCABULARY, read
from zonecheck.reports.figures import COMMA, SEMICOLON, joined
from zonecheck.reports.particulars import value_words
from zonecheck.reports.vocabulary import CAUSE, GLYPH, OUTCOME, VERDICT
from zonecheck.siting.records import TOLERANCE_M
from zonecheck.words import Text, same

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zonecheck.results import Verdict
    from zonecheck.siting.records import Because, Candidate, Part, Siting

TITLE = Text("此类项目可在何处", "Where such a project may go")
PARTS = Text("各部分及其依据", "Parts, and the rules that make them so")
CANDIDATES = Text("候选位置(由近及远,结论较好者在前)", "Candidates, best verdict first, then the nearest")
NO_CANDIDATES = Text(
    "没有可供选择的位置:范围内处处触及禁止性规定,或容不下所需用地",
    "There is none: every place is prohibited, or too small for the size",
)
CHECKED = Text("准确程度", "How exact it is")
_BORDER = Text(
    "临近辖区边界,地方规定是否适用不能确定", "too close to the border to be certain that a local pack applies"
)
_CLEAR = Text("没有规定触及", "no rule is touched")
_OUT = Text("没有地方规定适用", "no local pack applies")
_OF = Text("判定日 {day}", "as of {day}")
_AREA = Text("范围 {area} ha", "an area of {area} ha")
_POINT = Text("场地按无大小的点计", "a site counts as a point without extent")
_SIZE = Text(
    "只保留容得下 {size} ha 圆形场地的地块;另有 {narrow} ha 过窄",
    "only pieces in which a round site of {size} ha fits; another {narrow} ha are too narrow",
)
_AGREES = Text(
    "界线由测地线直接布设,误差不超过 {tolerance} m;随机取 {points} 点逐点核查,"
    "{agree} 点一致,{beside} 点在界线的误差之内,{differing} 点不一致",
    "The borders are laid out by geodesics and right to {tolerance} m; of {points} random points checked one by one "
    "{agree} agree, {beside} lie within the tolerance of a border, {differing} differ",
)


def kind_words(siting: Siting) -> Text:
    """The kind of project, the day and the area."""
    stated = [_stated(key, text) for key, text in siting.stated]
    day = _OF.fill(day=siting.on.isoformat())
    return joined([*stated, day, _AREA.fill(area=hectares(siting.area_ha)), size_words(siting)], SEMICOLON)


def _stated(key: str, text: str) -> Text:
    """A statement with its value as it was understood."""
    label, value = VOCABULARY[key].label, value_words(key, read(VOCABULARY[key], text))
    return Text(f"{label.zh}:{value.zh}", f"{label.en}: {value.en}")


def size_words(siting: Siting) -> Text:
    if siting.size_ha is None:
        return _POINT
    return _SIZE.fill(size=f"{siting.size_ha:g}", narrow=hectares(siting.too_narrow_ha))


def agreement(siting: Siting) -> Text:
    found = siting.sampled
    agree = found.points - found.beside_border - len(found.differing)
    return _AGREES.fill(
        tolerance=TOLERANCE_M,
        points=found.points,
        agree=agree,
        beside=found.beside_border,
        differing=len(found.differing),
    )


def verdict_words(verdict: Verdict) -> Text:
    words = VERDICT[verdict]
    return Text(f"{GLYPH[verdict]} {words.zh}", f"{GLYPH[verdict]} {words.en}")


def part_words(part: Part) -> list[Text]:
    """Why a part is what it is, rule by rule."""
    if part.rules:
        return [because_words(each) for each in part.rules]
    return [_BORDER if part.border else _OUT if part.verdict == "out_of_scope" else _CLEAR]


def because_words(because: Because) -> Text:
    causes = joined([CAUSE.get(each, same(each)) for each in because.because], COMMA)
    why = joined([OUTCOME[because.outcome], causes], COMMA)
    return Text(f"{because.title.zh}({why.zh})", f"{because.title.en} ({why.en})")


def candidate_words(candidate: Candidate) -> Text:
    place = same(f"{candidate.lon:.6f}, {candidate.lat:.6f}")
    far = same(f"{candidate.distance_m / 1000:.3f} km")
    return joined([place, far, verdict_words(candidate.verdict)], SEMICOLON)


def by_verdict(parts: Iterable[Part]) -> dict[Verdict, list[Part]]:
    """The parts of each verdict, in their order."""
    found: dict[Verdict, list[Part]] = {}
    for part in parts:
        found.setdefault(part.verdict, []).append(part)
    return found


def hectares(area_ha: float) -> str:
    return f"{area_ha:.1f}"


def share(area_ha: float, siting: Siting) -> str:
    return f"{100 * area_ha / siting.area_ha:.1f} %"
