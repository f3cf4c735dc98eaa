"""What became of every provision of a document? The answer of `zonecheck rules coverage`, as text and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zonecheck.reports.vocabulary import EFFECT, RANK
from zonecheck.words import Text, same

if TYPE_CHECKING:
    from zonecheck.packs.draft import Draft
    from zonecheck.rules.rule import Pack, Provision, Rule

_LONGEST = 48


@dataclass(frozen=True)
class Coverage:
    """One pack beside the words of its instrument."""

    pack: Pack
    said: Mapping[str, Sequence[str]]  # by provision, the sentences under its address

    @property
    def counts(self) -> Mapping[str, int]:
        """How many provisions there are, and how many lead to rules, have a reason, are partly or wholly not checked, or
        have neither rules nor a reason."""
        every = self.pack.provisions
        return {
            "provisions": len(every),
            "with_rules": sum(bool(each.rules) for each in every),
            "with_reason_only": sum(not each.rules and not each.not_checked for each in every),
            "not_checked_in_part": sum(each.not_checked and bool(each.rules) for each in every),
            "not_checked": sum(each.not_checked and not each.rules for each in every),
            "unaccounted": sum(not each.rules and each.reason is None for each in every),
            "rules": len(self.pack.rules),
        }

    @property
    def effects(self) -> Mapping[str, int]:
        found = Counter(rule.effect for rule in self.pack.rules)
        return {effect: found[effect] for effect in EFFECT if found[effect]}


def coverage(written: Draft, pack: Pack) -> Coverage:
    """The provisions of a pack, each with its sentences as `source.md` has them."""
    source = written.source
    under = {each.at: [s.text for s in source.under(each.at)] if source else [] for each in pack.provisions}
    return Coverage(pack, under)


def lines(found: Coverage) -> Iterator[Text]:
    """The whole of it for a person."""
    pack = found.pack
    named = Text(f"{pack.number} {pack.title.zh}", f"{pack.number} {pack.title.en}")
    title = pack.title if pack.title.zh == pack.number else named
    yield Text("{title}（{rank}，{day} 起）", "{title} ({rank}, since {day})").fill(
        title=title, rank=RANK[pack.rank], day=pack.in_force.start
    )
    rules = {rule.id: rule for rule in pack.rules}
    for provision in pack.provisions:
        yield same(f"  {provision.at}  {_short(found.said[provision.at])}".rstrip())
        yield from _fate(provision, rules)
    yield _counted(found)
    for text in pack.not_checked:
        yield Text("  另知而未收录：{text}", "  known and not held: {text}").fill(text=text)


def _short(sentences: Sequence[str]) -> str:
    whole = "".join(sentences)
    return whole if len(whole) <= _LONGEST else f"{whole[:_LONGEST]}…"


def _fate(provision: Provision, rules: Mapping[str, Rule]) -> Iterator[Text]:
    for name in provision.rules:
        rule = rules[name]
        words = Text("      {effect}  {name}：{title}", "      {effect}: {name}: {title}")
        yield words.fill(effect=EFFECT[rule.effect], name=name.rpartition("/")[2], title=rule.title)
    if provision.reason:
        yield (_NOT_CHECKED if provision.not_checked else _NO_CHECK).fill(reason=provision.reason)


def _counted(found: Coverage) -> Text:
    effects = Text(
        "、".join(f"{EFFECT[each].zh} {n}" for each, n in found.effects.items()),  # type: ignore[index]
        ", ".join(f"{EFFECT[each].en} {n}" for each, n in found.effects.items()),  # type: ignore[index]
    )
    return _COUNTS.fill(effects=effects, **found.counts)


def record(found: Coverage) -> dict[str, Any]:
    """The same for a program."""
    pack = found.pack
    rules = {rule.id: rule for rule in pack.rules}
    return {
        "pack": pack.id,
        "document": pack.number,
        "rank": pack.rank,
        "in_force": pack.in_force.start.isoformat(),
        "counts": dict(found.counts),
        "effects": dict(found.effects),
        "provisions": [_provision(each, found.said[each.at], rules) for each in pack.provisions],
        "not_held": [spoken(text) for text in pack.not_checked],
    }


def _provision(provision: Provision, said: Sequence[str], rules: Mapping[str, Rule]) -> dict[str, Any]:
    return {
        "at": provision.at,
        "sentences": list(said),
        "rules": [
            {"rule": name, "effect": rules[name].effect, "title": spoken(rules[name].title)}
            for name in provision.rules
        ],
        "reason": spoken(provision.reason),
        "not_checked": provision.not_checked,
    }


def spoken(text: Text | None) -> dict[str, str] | None:
    """A sentence in both languages."""
    return None if text is None else {"zh": text.zh, "en": text.en}


_NOT_CHECKED = Text("      未核查：{reason}", "      not checked: {reason}")
_NO_CHECK = Text("      不设规则：{reason}", "      no rule: {reason}")
_COUNTS = Text(
    "  共 {provisions} 条：{with_rules} 条有规则，{with_reason_only} 条说明理由，"
    "{not_checked_in_part} 条部分未核查，{not_checked} 条未核查，{unaccounted} 条无着落；规则 {rules} 条（{effects}）",
    "  {provisions} provisions: {with_rules} with rules, {with_reason_only} with a reason why there is none,"
    " {not_checked_in_part} not checked in part, {not_checked} not checked, {unaccounted} unaccounted for;"
    " {rules} rules ({effects})",
)
