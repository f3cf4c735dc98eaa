"""Does a well-formed pack mean anything? Its names refer to something, and its rules, dates and readings hold together.

Every fault is found at once, with the place in the file. What is asked here needs nothing but the pack itself and
the vocabulary of projects; the words of the instrument are compared in `packs`, layers and cases in `packs.lint`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from zonecheck.rules.language import PackText, RuleText, TermText
from zonecheck.rules.questions import Path
from zonecheck.rules.references import Reference, references
from zonecheck.rules.values import unreadable_values, unsuited
from zonecheck.words import Text

Fault = tuple[Path, Text]


def faults(pack: PackText) -> Iterator[Fault]:
    """Everything in the pack that cannot be meant."""
    for check in (_dates, _jurisdiction, _aliases, _terms, _twice, _provisions):
        yield from check(pack)
    for position, rule in enumerate(pack.rules):
        for check_rule in (_demand, _certainty, _period, _needs, _names, unreadable_values):
            yield from check_rule(pack, rule, ("rules", position))


def _dates(pack: PackText) -> Iterator[Fault]:
    start, until = pack.in_force.from_, pack.in_force.until
    if pack.document.issued and start < pack.document.issued:
        yield ("in_force", "from"), _BEFORE_ISSUED.fill(issued=pack.document.issued)
    if until and until < start:
        yield ("in_force", "until"), _ENDS_FIRST.fill(start=start)


def _jurisdiction(pack: PackText) -> Iterator[Fault]:
    if pack.jurisdiction.everywhere and pack.level != "national":
        yield ("jurisdiction",), _NOT_EVERYWHERE


def _aliases(pack: PackText) -> Iterator[Fault]:
    count = Counter(name for main, others in pack.aliases.items() for name in {main, *others})
    for main, others in pack.aliases.items():
        for name in others:
            if count[name] > 1 or name == main:
                yield ("aliases", main), _ALIAS_TWICE.fill(name=name)


def _terms(pack: PackText) -> Iterator[Fault]:
    for key, term in pack.terms.items():
        lists = [(word, code) for word in ("yes", "maybe", "no") for code in getattr(term, word)]
        for code, times in Counter(code for _, code in lists).items():
            if times > 1:
                yield ("terms", key), _CODE_TWICE.fill(code=code)
        yield from _statements(("terms", key), term)


def _statements(path: Path, term: TermText) -> Iterator[Fault]:
    """What a project states about a term must be a yes or a no."""
    settled = [("settled_by", term.settled_by)] if term.settled_by else []
    listed = [(word, name) for word in ("yes_if", "maybe_if") for name in getattr(term, word)]
    for word, name in (*settled, *listed):
        if text := unsuited(name, "yes_no"):
            yield (*path, word), text


def _twice(pack: PackText) -> Iterator[Fault]:
    ids = [(("rules", position, "id"), rule.id) for position, rule in enumerate(pack.rules)]
    places = [(("provisions", position, "at"), each.at) for position, each in enumerate(pack.provisions)]
    for named in (ids, places):
        seen: set[str] = set()
        for path, name in named:
            if name in seen:
                yield path, _TWICE.fill(name=name)
            seen.add(name)


def _provisions(pack: PackText) -> Iterator[Fault]:
    rules = {rule.id for rule in pack.rules}
    listed = {name for provision in pack.provisions for name in provision.rules or ()}
    for position, provision in enumerate(pack.provisions):
        path: Path = ("provisions", position)
        if bool(provision.rules) == bool(provision.reason) and not provision.not_checked:
            yield path, _RULES_OR_REASON
        if provision.not_checked and not provision.reason:
            yield path, _NOT_CHECKED_WHY
        for place, name in enumerate(provision.rules or ()):
            if name not in rules:
                yield (*path, "rules", place), _no_such(_A_RULE, name, rules)
    for position, rule in enumerate(pack.rules):
        if rule.id not in listed:
            yield ("rules", position, "id"), _NOT_LISTED.fill(name=rule.id)


def _demand(_: PackText, rule: RuleText, path: Path) -> Iterator[Fault]:
    """A ban forbids, a duty requires; a proviso belongs to a ban, a consequence to a duty."""
    forbids = rule.effect in ("prohibit", "review")
    wanted, other = ("forbids", "requires") if forbids else ("requires", "forbids")
    if getattr(rule, other) is not None:
        yield (*path, other), _WANTS_NOT.fill(effect=rule.effect, key=wanted, other=other)
    elif getattr(rule, wanted) is None:
        yield path, _WANTS.fill(effect=rule.effect, key=wanted)
    if rule.unless is not None and not forbids:
        yield (*path, "unless"), _HAS_NO.fill(effect=rule.effect, key="unless")
    if rule.if_unmet is not None and rule.effect != "require":
        yield (*path, "if_unmet"), _HAS_NO.fill(effect=rule.effect, key="if_unmet")
    if rule.waivable and rule.effect == "advise":
        yield (*path, "waivable"), _HAS_NO.fill(effect=rule.effect, key="waivable")


def _certainty(pack: PackText, rule: RuleText, path: Path) -> Iterator[Fault]:
    if rule.certainty and rule.effect not in ("review", "advise"):
        yield (*path, "certainty"), _SECOND_HAND
    if rule.displaced_by == f"{pack.id}/{rule.id}":
        yield (*path, "displaced_by"), _ITSELF


def _period(pack: PackText, rule: RuleText, path: Path) -> Iterator[Fault]:
    """A rule may narrow the days of its pack, never widen them."""
    if rule.in_force is None:
        return
    start, until = rule.in_force.from_ or pack.in_force.from_, rule.in_force.until or pack.in_force.until
    if until and until < start:
        yield (*path, "in_force"), _ENDS_FIRST.fill(start=start)
    if start < pack.in_force.from_ or (pack.in_force.until and until and until > pack.in_force.until):
        yield (*path, "in_force"), _WIDER


def _needs(_: PackText, rule: RuleText, path: Path) -> Iterator[Fault]:
    """A fact that the rule never asks for cannot be needed."""
    read = {f"zone.{each.name}" if each.kind == "zone" else each.name for each in references(rule, path)}
    for position, need in enumerate(rule.needs or ()):
        if need not in read:
            yield (*path, "needs", position), _NOT_READ.fill(name=need)


def _names(pack: PackText, rule: RuleText, path: Path) -> Iterator[Fault]:
    for each in references(rule, path):
        if text := _unknown(pack, each):
            yield each.path, text


def _unknown(pack: PackText, name: Reference) -> Text | None:
    match name.kind:
        case "term" if name.name not in pack.terms:
            return _no_such(_A_TERM, name.name, pack.terms)
        case "table" if name.name not in pack.tables:
            return _no_such(_A_TABLE, name.name, pack.tables)
        case "attribute":
            return unsuited(name.name)
    return None


def _no_such(what: Text, name: str, known: Iterable[str]) -> Text:
    near = get_close_matches(name, list(known))
    if near:
        return _NO_SUCH_NEAR.fill(what=what, name=name, near=near[0])
    return _NO_SUCH.fill(what=what, name=name, known=", ".join(sorted(known)) or "-")


_BEFORE_ISSUED = Text("施行日期早于发布日期 {issued}", "in force before the document was issued on {issued}")
_ENDS_FIRST = Text("失效日期早于施行日期 {start}", "ends before it begins on {start}")
_NOT_EVERYWHERE = Text(
    "只有国家级规则包可以写 everywhere;请写明所辖区县",
    "only a national pack may say everywhere; name the districts",
)
_ALIAS_TWICE = Text("别名 {name} 重复", "the alias {name} stands for more than one name")
_CODE_TWICE = Text("代码 {code} 在本术语中出现不止一次", "the code {code} stands more than once in this term")
_TWICE = Text("{name} 重复", "{name} is given twice")
_RULES_OR_REASON = Text(
    "每一条文须列出规则(rules)或说明理由(reason)，不可兼有；部分未核查的另写 not_checked: yes",
    "give rules or a reason, not both; where part of it is not checked, add `not_checked: yes`",
)
_NOT_CHECKED_WHY = Text("not_checked 须附理由 reason", "not_checked needs a reason")
_NOT_LISTED = Text(
    "规则 {name} 未列入任何条文(provisions)", "the rule {name} is not listed in any of the provisions"
)
_WANTS = Text("效力为 {effect} 的规则须有 {key}", "a rule with effect {effect} needs {key}")
_WANTS_NOT = Text(
    "效力为 {effect} 的规则写 {key}，不写 {other}", "a rule with effect {effect} has {key}, not {other}"
)
_HAS_NO = Text("效力为 {effect} 的规则不应有 {key}", "a rule with effect {effect} has no {key}")
_SECOND_HAND = Text(
    "出自转引的内容只能用作 review 或 advise", "what is known at second hand can only review or advise"
)
_ITSELF = Text("规则不能被自身取代", "a rule cannot be displaced by itself")
_WIDER = Text("规则的施行期间超出规则包的施行期间", "the rule is in force on days on which its pack is not")
_NOT_READ = Text("规则并未用到 {name}", "the rule asks for no {name}")
_A_RULE, _A_TERM, _A_TABLE = Text("规则", "rule"), Text("术语", "term"), Text("表", "table")
_NO_SUCH = Text("没有{what} {name}；已有：{known}", "there is no {what} {name}; there are: {known}")
_NO_SUCH_NEAR = Text("没有{what} {name}；是否指 {near}？", "there is no {what} {name}; did you mean {near}?")
