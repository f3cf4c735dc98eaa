"""What does the text of a pack become? The frozen objects that the engine works with.

Only text that `language` and `meaning` found sound is built; nothing is checked here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zonecheck.predicates.attributes import Attribute
from zonecheck.predicates.facility import Facility
from zonecheck.predicates.industry import Industry, ZoneIndustry
from zonecheck.predicates.limits import FirstOf, Limit, ProjectLimit, TableLimit, ZoneLimit
from zonecheck.predicates.logic import All, Not
from zonecheck.predicates.logic import Any as Some
from zonecheck.predicates.nature import Nature
from zonecheck.predicates.spatial import Inside, Intersects, Where, Within
from zonecheck.predicates.terms import Term
from zonecheck.predicates.zones import Zone
from zonecheck.results import Citation, Penalty
from zonecheck.rules.references import references
from zonecheck.rules.rule import Pack, Period, Provision, Rule
from zonecheck.rules.values import typed, typed_for_zone

if TYPE_CHECKING:
    from zonecheck.predicates.question import Predicate
    from zonecheck.rules import language, questions
    from zonecheck.rules.forms import Words
    from zonecheck.words import Text
    from zonecheck.yaml_text import Document

_COMPARATORS = {"is_": "is", "in_": "in"}


def build(text: language.PackText, document: Document, *, sha256: str, origin: str) -> Pack:
    """The pack as objects. `sha256` is of its three files; `origin` is "bundled" or the path as typed."""
    builder = _Builder(text, document, _terms(text))
    rules = tuple(builder.rule(position, rule) for position, rule in enumerate(text.rules))
    return Pack(
        id=text.id,
        title=text.title.text,
        level=text.level,
        rank=text.rank,
        number=text.document.number,
        in_force=Period(text.in_force.from_, text.in_force.until),
        in_force_note=_text(text.in_force.note),
        superseded_by=text.in_force.superseded_by,
        jurisdiction=builder.jurisdiction(),
        rules=rules,
        provisions=tuple(_provision(text.id, provision) for provision in text.provisions),
        terms=builder.terms,
        not_checked=tuple(words.text for words in text.not_checked),
        sha256=sha256,
        origin=origin,
        periods=frozenset(rule.in_force for rule in rules),
    )


def _text(words: Words | None) -> Text | None:
    return words.text if words else None


def _penalty(text: language.CitationText) -> Penalty:
    return Penalty(text.at, text.quote or "", _text(text.summary))


def _provision(pack: str, text: language.ProvisionText) -> Provision:
    rules = tuple(f"{pack}/{rule}" for rule in text.rules or ())
    return Provision(text.at, rules, _text(text.reason), text.not_checked)


def _terms(text: language.PackText) -> Mapping[str, Term]:
    return {key: _term(key, term) for key, term in text.terms.items()}


def _term(key: str, text: language.TermText) -> Term:
    return Term(
        id=key,
        name=text.name.text,
        yes=frozenset(text.yes),
        maybe=frozenset(text.maybe),
        no=frozenset(text.no),
        settled_by=text.settled_by,
        yes_if=tuple(text.yes_if),
        maybe_if=tuple(text.maybe_if),
        interpretation=_text(text.interpretation),
    )


@dataclass(frozen=True)
class _Builder:
    """Builds the parts of one pack that refer to its terms, tables and aliases."""

    pack: language.PackText
    document: Document
    terms: Mapping[str, Term]

    def jurisdiction(self) -> Inside | None:
        text = self.pack.jurisdiction
        return None if text.layer is None else Inside(text.layer, self._where(text.where))

    def rule(self, position: int, text: language.RuleText) -> Rule:
        demand = text.forbids or text.requires
        assert demand is not None  # `meaning` refuses a rule without one
        return Rule(
            id=f"{self.pack.id}/{text.id}",
            title=text.title.text,
            effect=text.effect,
            citation=self._citation(text),
            applies_to=self.predicate(text.applies_to) if text.applies_to else All(()),
            demand=self.predicate(demand),
            unless=self.predicate(text.unless) if text.unless else None,
            needs=frozenset(text.needs or ()),
            if_unmet_review=text.if_unmet == "review",
            waivable=text.waivable,
            displaced_by=text.displaced_by,
            penalty=_penalty(text.penalty) if text.penalty else None,
            authority=_text(text.authority),
            note=_text(text.note),
            in_force=self._period(text.in_force),
            canonical=self._canonical(position, text),
            second_hand=text.certainty == "second_hand",
        )

    def _citation(self, text: language.RuleText) -> Citation:
        pack = self.pack
        start = self._period(text.in_force).start
        return Citation(
            document=pack.document.number,
            rank=pack.rank,
            article=text.cites.at,
            quote=text.cites.quote or "",
            title=pack.title.text,
            in_force=start,
            summary=_text(text.cites.summary),
        )

    def _period(self, text: language.PeriodText | None) -> Period:
        """That of the pack, narrowed where the rule says so."""
        whole = self.pack.in_force
        if text is None:
            return Period(whole.from_, whole.until)
        return Period(text.from_ or whole.from_, text.until or whole.until)

    def predicate(self, text: questions.Question) -> Predicate:
        build = getattr(self, f"_{text.given.rstrip('_')}")
        predicate: Predicate = build(getattr(text, text.given))
        return predicate

    def _all(self, parts: list[questions.Question]) -> Predicate:
        return All(tuple(self.predicate(part) for part in parts))

    def _any(self, parts: list[questions.Question]) -> Predicate:
        return Some(tuple(self.predicate(part) for part in parts))

    def _not(self, part: questions.Question) -> Predicate:
        return Not((self.predicate(part),))

    def _nature(self, text: questions.NatureText) -> Predicate:
        return Nature(frozenset(text.any_of or text.only or ()), only=text.only is not None)

    def _industry(self, text: questions.IndustryText) -> Predicate:
        return Industry(self.terms[text.term]) if text.term else ZoneIndustry(str(text.zone))

    def _attribute(self, text: questions.AttributeText) -> Predicate:
        comparator, value = self._comparison(text, lambda word: typed(text.name, word))
        if text.name == "facility":
            return Facility(comparator, value)
        return Attribute(text.name, comparator, value)

    def _zone(self, text: questions.ZoneText) -> Predicate:
        comparator, value = self._comparison(text, typed_for_zone)
        return Zone(text.field, comparator, value)

    def _comparison(self, text: questions.Comparison, typed_value: Any) -> tuple[str, Any]:
        value = getattr(text, text.given)
        comparator = _COMPARATORS.get(text.given, text.given)
        if comparator == "is":
            return comparator, typed_value(value)
        if comparator == "in":
            return comparator, tuple(typed_value(word) for word in value)
        return comparator, value if comparator == "older_than_years" else self.limit(value)

    def _within(self, text: questions.WithinText) -> Predicate:
        limit_m = self.limit(getattr(text, text.given))
        return Within(text.layer, self._where(text.where), text.given.removesuffix("_m"), limit_m)  # type: ignore[arg-type]

    def _intersects(self, text: questions.AreaText) -> Predicate:
        return Intersects(text.layer, self._where(text.where))

    def _inside(self, text: questions.AreaText) -> Predicate:
        return Inside(text.layer, self._where(text.where))

    def _where(self, where: dict[str, list[str]] | None) -> Where:
        if not where:
            return Where()
        ((key, values),) = where.items()
        return Where(key, tuple(self._spellings(value) if key == "name" else (value,) for value in values))

    def _spellings(self, name: str) -> tuple[str, ...]:
        """A name with its aliases, whichever of them was written; the main name first."""
        for main, aliases in self.pack.aliases.items():
            if name in (main, *aliases):
                return (main, *aliases)
        return (name,)

    def limit(self, text: questions.LimitText) -> Limit:
        match text.given:
            case "zone":
                return ZoneLimit(str(text.zone))
            case "project":
                return ProjectLimit(str(text.project))
            case "table":
                table = self.pack.tables[str(text.table)]
                return TableLimit(str(text.table), tuple(sorted(table.items())))
            case "first_of":
                return FirstOf(tuple(self.limit(part) for part in text.first_of or ()))
        return float(text.number or 0)

    def _canonical(self, position: int, text: language.RuleText) -> str:
        """The rule as written, with the terms and tables that it names, as canonical JSON."""
        value: Any = self.document.value
        named = references(text, ())
        whole: dict[str, Any] = {"rule": value["rules"][position], "terms": {}, "tables": {}}
        for each in named:
            if each.kind in ("term", "table"):
                whole[f"{each.kind}s"][each.name] = value[f"{each.kind}s"][each.name]
        return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
