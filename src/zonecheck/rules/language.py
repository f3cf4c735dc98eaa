"""What may stand in `pack.yaml`? The rule language, one model for each kind of thing in it.

The shapes are fixed and closed: an unknown key is a fault, there are no expressions and no references to
files. Whether names refer to anything, and whether dates and quotes are right, is asked in `meaning`; what
the text becomes is said in `building`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field

from zonecheck.results import Effect, Rank
from zonecheck.rules.forms import Form, OneOf, Short, Words
from zonecheck.rules.questions import Path, Question, Where
from zonecheck.rules.scalars import Code, Day, Id, Key, LayerId, Need, Number, Prose, RuleId, YesNo


class CitationText(OneOf):
    """An address in `source.md` and words that stand there, or what they say where the wording is not at hand."""

    choice = ("quote", "summary")
    at: Prose
    quote: Prose | None = None
    summary: Words | None = None


class PeriodText(Form):
    """Days; both included. A rule may give either or both."""

    from_: Day | None = Field(None, alias="from")
    until: Day | None = None


class RuleText(Form):
    """One sentence of law: applies to ... forbids (or requires) ... unless ..."""

    id: Id
    title: Words
    cites: CitationText
    effect: Effect
    applies_to: Question | None = None
    forbids: Question | None = None
    requires: Question | None = None
    unless: Question | None = None
    needs: Annotated[list[Need], Field(min_length=1)] | None = None
    if_unmet: Literal["review"] | None = None
    waivable: YesNo = False
    displaced_by: RuleId | None = None
    penalty: CitationText | None = None
    authority: Words | None = None
    note: Words | None = None
    certainty: Literal["second_hand"] | None = None
    in_force: PeriodText | None = None

    def questions(self, path: Path) -> Iterator[tuple[Path, Question]]:
        """Every question the rule asks, each with its path in the file."""
        for part in ("applies_to", "forbids", "requires", "unless"):
            question = getattr(self, part)
            if question is not None:
                yield from question.walk((*path, part))


class TermText(Form):
    """A legal term as industry codes. A code covers all below it; the longest match wins."""

    name: Words
    yes: Annotated[list[Code], Field(min_length=1)]
    maybe: list[Code] = Field([])
    no: list[Code] = Field([])
    settled_by: Key | None = None
    yes_if: list[Key] = Field([])
    maybe_if: list[Key] = Field([])
    interpretation: Words | None = None


class ProvisionText(Form):
    """What became of one sentence: rules, or the reason why there is none.

    `not_checked`: it, or the part of it that `reason` names, is a check that nobody has encoded.
    """

    at: Prose
    rules: Annotated[list[Id], Field(min_length=1)] | None = None
    reason: Words | None = None
    not_checked: YesNo = False


class DocumentText(Form):
    """The legal instrument, by its number or name; by whom and on which day as far as that is known."""

    number: Prose
    issuer: Prose | None = None
    issued: Day | None = None


class PackPeriodText(Form):
    """Days on which the instrument is in force; `note` is a doubt about them, printed."""

    from_: Day = Field(alias="from")
    until: Day | None = None
    superseded_by: Prose | None = None
    note: Words | None = None


class JurisdictionText(Short):
    """Areas of a layer; national packs may say `everywhere`."""

    short = "everywhere"
    choice = ("everywhere", "layer")
    everywhere: Literal["everywhere"] | None = None
    layer: LayerId | None = None
    where: Where | None = None


class PackText(Form):
    """The rules of one legal instrument."""

    id: Id
    title: Words
    level: Literal["national", "province", "city"]
    rank: Rank
    document: DocumentText
    in_force: PackPeriodText
    jurisdiction: JurisdictionText
    aliases: dict[Prose, Annotated[list[Prose], Field(min_length=1)]] = Field({})
    terms: dict[Key, TermText] = Field({})
    tables: dict[Key, Annotated[dict[Code, Number], Field(min_length=1)]] = Field({})
    provisions: Annotated[list[ProvisionText], Field(min_length=1)]
    rules: Annotated[list[RuleText], Field(min_length=1)]
    not_checked: list[Words] = Field([])
