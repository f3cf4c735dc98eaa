"""What does a comparison say, in words? Shared by the formats that people read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from zonecheck.reports.figures import COMMA, SEMICOLON, exactly, joined, plainly
from zonecheck.reports.finding_text import address
from zonecheck.reports.vocabulary import GLYPH, OUTCOME, VERDICT
from zonecheck.results import Measurement
from zonecheck.words import Text, same

if TYPE_CHECKING:
    from zonecheck.comparing import Change, Comparison, RuleChange, Turn
    from zonecheck.results import Finding, LayerInfo, Outcome, PackInfo, Run, Verdict

TITLE = Text("核查结果比较", "Comparison of two checks")
RULES = Text("规则的变化", "What became of the rules")
PROJECTS = Text("项目的变化", "What became of the projects")
NO_RULES = Text("规则没有变化", "no rule differs")
NO_PROJECTS = Text("没有项目的结论或依据发生变化", "no project is judged otherwise")
SIGNS = {"added": "+", "removed": "-", "changed": "~"}
KINDS = {
    "added": Text("新增", "added"),
    "removed": Text("不再适用", "gone"),
    "changed": Text("修改", "changed"),
}
BEFORE, AFTER = Text("比较前", "before"), Text("比较后", "after")
RULE, WAS, NOW, BECAUSE = (
    Text("规则", "rule"),
    Text("原为", "was"),
    Text("现为", "now"),
    Text("依据", "by"),
)
_NOT_ASKED = Text("未核查", "not asked")
_COUNT = Text(
    "共 {projects} 个项目,结论变化 {flipped} 个,另有 {others} 个依据变化而结论不变",
    "{projects} projects: {flipped} with another verdict, {others} more with another finding and the same verdict",
)
_FAR = Text("距{where} {far}", "{far} from {where}")
_SPREAD = Text("(误差 {far})", " (accuracy {far})")
_EACH_DAY = Text("按各项目的日期", "each project's own date")


def count(found: Comparison) -> Text:
    flipped = sum(found.flips.values())
    return _COUNT.fill(projects=found.projects, flipped=flipped, others=len(found.changes) - flipped)


def side(run: Run, other: Run) -> Text:
    """What one side was judged by: day, packs, layers; with a hash where the other side has another of that name."""
    day = same(run.on.isoformat()) if run.on else _EACH_DAY
    return joined([day, _named(run.packs, other.packs), _named(run.layers, other.layers)], SEMICOLON)


def _named(
    held: Sequence[PackInfo] | Sequence[LayerInfo], others: Sequence[PackInfo] | Sequence[LayerInfo]
) -> Text:
    hashes = {each.id: each.sha256 for each in others}
    return same(
        " ".join(
            each.id if hashes.get(each.id, each.sha256) == each.sha256 else f"{each.id}@{each.sha256[:12]}"
            for each in held
        )
    )


def verdict(value: Verdict) -> Text:
    return Text(f"{GLYPH[value]} {VERDICT[value].zh}", f"{GLYPH[value]} {VERDICT[value].en}")


def turned(before: Text, after: Text) -> Text:
    return Text(f"{before.zh} → {after.zh}", f"{before.en} → {after.en}")


def verdicts(change: Change) -> Text:
    if not change.flips:
        return verdict(change.after.verdict)
    return turned(verdict(change.before.verdict), verdict(change.after.verdict))


def outcome(value: Outcome | None) -> Text:
    return _NOT_ASKED if value is None else OUTCOME[value]


def turn(each: Turn) -> Text:
    """How a rule comes out now and before, by which clause, and how far the site is by either map."""
    both = turned(outcome(each.before), outcome(each.after))
    return joined([joined([both, address(each.finding.citation)], COMMA), _distances(each)], SEMICOLON)


def _distances(each: Turn) -> Text:
    """The distance that decides, on both sides where the map is another."""
    was, now = _distance(each.earlier), _distance(each.finding)
    if was.zh and now.zh and was != now:
        return turned(was, now)
    return now


def _distance(finding: Finding | None) -> Text:
    entries = finding.evidence if finding else ()
    for entry in entries:
        if isinstance(entry, Measurement) and entry.distance_m is not None:
            spread = _SPREAD.fill(far=plainly(entry.accuracy.sum_m)) if entry.accuracy else same("")
            far = _FAR.fill(where=entry.feature or entry.layer, far=exactly(entry.distance_m))
            return Text(far.zh + spread.zh, far.en + spread.en)
    return same("")


def rule_change(each: RuleChange) -> Text:
    return joined([same(each.document), KINDS[each.kind], *each.text], SEMICOLON)


def flips(found: Comparison) -> Iterator[tuple[Text, int]]:
    """How many projects went from which verdict to which, most first."""
    order = sorted(found.flips.items(), key=lambda each: (-each[1], each[0]))
    for (before, after), number in order:
        yield turned(verdict(before), verdict(after)), number
