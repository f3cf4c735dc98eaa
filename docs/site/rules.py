"""What does each bundled rule say? A page for each: clause, reading, what is asked, and what that looks like in space."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from drawing import schematic

from zonecheck.layers import catalogue
from zonecheck.packs import load
from zonecheck.predicates.industry import Industry
from zonecheck.predicates.logic import All, leaves
from zonecheck.predicates.terms import Term
from zonecheck.reports.finding_text import clause
from zonecheck.reports.vocabulary import EFFECT, RANK, fact_words
from zonecheck.rules.rule import Pack, Rule
from zonecheck.words import Language, Text

TITLE = Text("规则", "The rules")
_INTRO = Text(
    "自带的规则包,按文件层级排列。每条规则一页:条文、解释口径、问什么、在空间上是什么样。本页由规则包生成。",
    "The bundled rule packs, highest rank first. A page for each rule: the clause, how it is read, what is asked, and what that "
    "looks like in space. Made from the packs.",
)
_EFFECT = Text("效力", "Effect")
_FORCE = Text("施行", "In force")
_APPLIES = Text("适用于", "Applies to")
_FORBIDS = Text("禁止(须认定)的情形", "Forbids")
_REQUIRES = Text("要求", "Requires")
_UNLESS = Text("但书", "Unless")
_NEEDS = Text("须由使用者提供", "Data that only the user has")
_WHO = Text("由谁认定", "Who decides")
_PENALTY = Text("罚则", "Penalty")
_READING = Text("解释口径", "How it is read")
_TERMS = Text("术语的行业代码", "Terms as industry codes")
_SPACE = Text("在空间上", "In space")
_NO_SPACE = Text("本条不问位置。", "This rule asks nothing of the place.")
_SCHEMATIC = Text(
    "示意图,不表示任何真实地点。误差按自带图层中误差最小的要素;使用者的图层更准时,不能判定的范围随之缩小。"
    "要确定为“否”,还须图层在该处完整,否则同样不能判定。",
    "A schematic of no real place. The accuracy is that of the best feature of the bundled layer; with a better layer the "
    "undecided part shrinks. A firm “no” also takes a layer that is complete there; otherwise it cannot be decided either.",
)
_ALL = Text("所有项目", "every project")
_DOUBT = Text("对施行期间的说明", "A doubt about its days")
_NOT_CHECKED = Text("已知而未核查", "Known and not checked")
_CODES = Text("| 术语 | 属于 | 存疑 | 不属于 |", "| term | yes | maybe | no |")


def packs() -> Sequence[Pack]:
    """All bundled packs, highest rank first."""
    ranks = list(RANK)
    return sorted(
        (load.load(name) for name in load.bundled()), key=lambda each: (ranks.index(each.rank), each.id)
    )


def place(rule: str) -> str:
    return f"rules/{rule}.md"


def pages(language: Language) -> Iterator[tuple[str, str]]:
    """The path and text of the index, of each pack and of each rule."""
    held = packs()
    yield "rules/index.md", "\n".join(_index(held, language)) + "\n"
    accuracies = _accuracies()
    for pack in held:
        yield f"rules/{pack.id}/index.md", "\n".join(_pack(pack, language)) + "\n"
        for rule in pack.rules:
            yield place(rule.id), "\n".join(_rule(pack, rule, accuracies, language)) + "\n"


def _index(held: Sequence[Pack], language: Language) -> Iterator[str]:
    yield from (f"# {TITLE(language)}", "", _INTRO(language), "")
    for pack in held:
        yield f"- [{pack.title(language)}]({pack.id}/index.md): {pack.number}, {RANK[pack.rank](language)}, {_period(pack)}"


def _pack(pack: Pack, language: Language) -> Iterator[str]:
    yield from (
        f"# {pack.title(language)}",
        "",
        f"{pack.number} · {RANK[pack.rank](language)} · {_period(pack)}",
        "",
    )
    if pack.in_force_note:
        yield from (f"**{_DOUBT(language)}** {pack.in_force_note(language)}", "")
    for rule in pack.rules:
        name = rule.id.partition("/")[2]
        yield f"- [{rule.title(language)}]({name}.md) ({EFFECT[rule.effect](language)}, {rule.citation.article})"
    if pack.not_checked:
        yield from ("", f"## {_NOT_CHECKED(language)}", "")
        yield from (f"- {text(language)}" for text in pack.not_checked)


def _period(pack: Pack) -> str:
    return f"{pack.in_force.start} – {pack.in_force.until or ''}".strip()


def _rule(pack: Pack, rule: Rule, accuracies: Mapping[str, float], language: Language) -> Iterator[str]:
    yield from (f"# {rule.title(language)}", "", f"`{rule.id}`", "")
    yield from (f"> {rule.citation.words(language)}", ">", f"> {clause(rule.citation)(language)}", "")
    for row, (name, text) in enumerate(_facts(pack, rule)):
        yield f"| {name(language)} | {_cell(text(language))} |"
        yield from ("|---|---|",) if row == 0 else ()
    yield from _reading(rule, language)
    yield from _space(rule, accuracies, language)


def _facts(pack: Pack, rule: Rule) -> Iterator[tuple[Text, Text]]:
    yield _EFFECT, EFFECT[rule.effect]
    yield _FORCE, Text(*[f"{rule.in_force.start} – {rule.in_force.until or ''}"] * 2)
    empty = isinstance(rule.applies_to, All) and not rule.applies_to.parts
    yield _APPLIES, _ALL if empty else rule.applies_to.words()
    yield (_FORBIDS if rule.effect in ("prohibit", "review") else _REQUIRES), rule.demand.words()
    if rule.unless:
        yield _UNLESS, rule.unless.words()
    if rule.needs:
        yield _NEEDS, _all([fact_words(need) for need in sorted(rule.needs)])
    if rule.authority:
        yield _WHO, rule.authority
    if rule.penalty:
        article = rule.penalty.article
        yield _PENALTY, Text(f"{article} {rule.penalty.words.zh}", f"{article} {rule.penalty.words.en}")
    if pack.in_force_note:
        yield _DOUBT, pack.in_force_note


def _all(texts: Sequence[Text]) -> Text:
    return Text("、".join(text.zh for text in texts), ", ".join(text.en for text in texts))


def _reading(rule: Rule, language: Language) -> Iterator[str]:
    terms = _terms(rule)
    said = [rule.note, *(term.interpretation for term in terms)]
    if any(said):
        yield from ("", f"## {_READING(language)}", "")
        yield from (line for text in said if text for line in (text(language), ""))
    if terms:
        yield from ("", f"## {_TERMS(language)}", "", _CODES(language), "|---|---|---|---|")
        for term in terms:
            lists = (" ".join(sorted(codes)) for codes in (term.yes, term.maybe, term.no))
            yield f"| {term.name(language)} | {' | '.join(lists)} |"


def _terms(rule: Rule) -> list[Term]:
    asked = [leaf for part in rule.parts for leaf in leaves(part)]
    return list({leaf.term.id: leaf.term for leaf in asked if isinstance(leaf, Industry)}.values())


def _space(rule: Rule, accuracies: Mapping[str, float], language: Language) -> Iterator[str]:
    yield from ("", f"## {_SPACE(language)}", "")
    asked = dict.fromkeys(leaf for part in rule.parts for leaf in leaves(part))
    drawn = []
    for leaf in asked:
        layer = next(iter(leaf.layers), "")
        if picture := schematic(leaf, accuracies.get(layer), language):
            drawn.append((leaf.words()(language), picture))
    for words, picture in drawn:
        yield from (words, "", picture, "")
    yield _SCHEMATIC(language) if drawn else _NO_SPACE(language)


def _accuracies() -> Mapping[str, float]:
    """The accuracy of the best feature of each bundled layer."""
    held = catalogue.load(())
    return {
        name: min(found) for name in held if (found := [each for each in held.open(name).accuracy_m if each])
    }


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
