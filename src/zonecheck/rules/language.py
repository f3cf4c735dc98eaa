"""What may stand in `pack.yaml`? The rule language, one model for each kind of thing in it.

The shapes are fixed and closed: an unknown key is a fault, there are no expressions and no references to
files. Whether names refer to anything, and whether dates and quotes are right, is asked in `meaning`; what
the text becomes is said in `building`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, model_validator

from zonecheck.results import Effect, Rank
from zonecheck.rules.scalars import (
    Code,
    Day,
    Id,
    Key,
    LayerId,
    Need,
    Number,
    Prose,
    RuleId,
    Word,
    YesNo,
    fault,
)
from zonecheck.words import Text

Nature = Literal["new", "relocate", "rebuild", "expand", "upgrade"]
Path = tuple[str | int, ...]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class _OneOf(_Model):
    """A model of which exactly one of the keys in `choice` (all keys, if empty) is given."""

    choice: ClassVar[tuple[str, ...]] = ()

    @model_validator(mode="after")
    def _one(self) -> Any:
        if len(self._given()) != 1:
            allowed = " | ".join(key_of(type(self), field) for field in self._fields())
            raise fault(_EXACTLY_ONE.fill(allowed=allowed, n=len(self._given())))
        return self

    @property
    def given(self) -> str:
        """The field that is given."""
        return self._given()[0]

    def _fields(self) -> tuple[str, ...]:
        return self.choice or tuple(type(self).model_fields)

    def _given(self) -> list[str]:
        return [field for field in self._fields() if getattr(self, field) is not None]


class _Short(_OneOf):
    """A model for which a value that is no mapping stands for the mapping {`short`: value}."""

    short: ClassVar[str]

    @model_validator(mode="before")
    @classmethod
    def _widen(cls, value: Any) -> Any:
        return value if isinstance(value, dict) else {cls.short: value}

    @classmethod
    def __get_pydantic_json_schema__(cls, core: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        reference = handler(core)
        whole = handler.resolve_ref_schema(reference)
        properties = whole["properties"]
        short = properties.pop(cls.short)
        long = dict(whole)
        whole.clear()
        whole["anyOf"] = [short, long]
        return reference


class Words(_Model):
    """A sentence in both languages."""

    zh: Prose
    en: Prose

    @property
    def text(self) -> Text:
        return Text(self.zh, self.en)


class LimitText(_Short):
    """A number, or where the number is found."""

    short = "number"
    number: Number | None = None
    zone: Key | None = None
    project: Key | None = None
    table: Key | None = None
    first_of: Annotated[list[LimitText], Field(min_length=1)] | None = None


class Comparison(_OneOf):
    """How a value is compared, and with what."""

    choice = ("is_", "in_", "at_least", "at_most", "more_than", "less_than", "older_than_years")
    is_: Word | None = Field(None, alias="is")
    in_: Annotated[list[Word], Field(min_length=1)] | None = Field(None, alias="in")
    at_least: LimitText | None = None
    at_most: LimitText | None = None
    more_than: LimitText | None = None
    less_than: LimitText | None = None
    older_than_years: Number | None = None


class AttributeText(Comparison):
    """A question about one attribute of the project."""

    name: Key


class ZoneText(Comparison):
    """A question to the register of the project's park."""

    field: Key


class NatureText(_Short):
    """Natures of construction, any of which; or `only`, those and no others."""

    short = "any_of"
    any_of: Annotated[list[Nature], Field(min_length=1)] | None = None
    only: Annotated[list[Nature], Field(min_length=1)] | None = None


class IndustryText(_Short):
    """A term of this pack, or a list of codes that the park's register holds."""

    short = "term"
    term: Key | None = None
    zone: Key | None = None


Where = Annotated[dict[Key, Annotated[list[Prose], Field(min_length=1)]], Field(min_length=1, max_length=1)]


class AreaText(_Model):
    """Areas of a layer; without `where`, all of them."""

    layer: LayerId
    where: Where | None = None


class WithinText(_OneOf):
    """A distance to the nearest selected feature of a layer, in metres."""

    choice = ("at_most_m", "less_than_m", "at_least_m", "more_than_m")
    layer: LayerId
    where: Where | None = None
    at_most_m: LimitText | None = None
    less_than_m: LimitText | None = None
    at_least_m: LimitText | None = None
    more_than_m: LimitText | None = None


class Question(_OneOf):
    """One predicate, named by its only key."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 1})
    all: Annotated[list[Question], Field(min_length=1)] | None = None
    any: Annotated[list[Question], Field(min_length=1)] | None = None
    not_: Question | None = Field(None, alias="not")
    nature: NatureText | None = None
    industry: IndustryText | None = None
    attribute: AttributeText | None = None
    within: WithinText | None = None
    intersects: AreaText | None = None
    inside: AreaText | None = None
    zone: ZoneText | None = None

    def walk(self, path: Path) -> Iterator[tuple[Path, Question]]:
        """This question and all it is made of, each with its path in the file."""
        yield path, self
        for key, parts in (("all", self.all), ("any", self.any)):
            for position, part in enumerate(parts or ()):
                yield from part.walk((*path, key, position))
        if self.not_ is not None:
            yield from self.not_.walk((*path, "not"))


class CitationText(_Model):
    """An address in `source.md` and words that stand there."""

    at: Prose
    quote: Prose


class PeriodText(_Model):
    """Days; both included. A rule may give either or both."""

    from_: Day | None = Field(None, alias="from")
    until: Day | None = None


class RuleText(_Model):
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


class TermText(_Model):
    """A legal term as industry codes. A code covers all below it; the longest match wins."""

    name: Words
    yes: Annotated[list[Code], Field(min_length=1)]
    maybe: list[Code] = []
    no: list[Code] = []
    settled_by: Key | None = None
    yes_if: list[Key] = []
    maybe_if: list[Key] = []
    interpretation: Words | None = None


class ProvisionText(_Model):
    """What became of one sentence: rules, or the reason why there is none.

    `not_checked`: it, or the part of it that `reason` names, is a check that nobody has encoded.
    """

    at: Prose
    rules: Annotated[list[Id], Field(min_length=1)] | None = None
    reason: Words | None = None
    not_checked: YesNo = False


class DocumentText(_Model):
    """The legal instrument, by its number or name."""

    number: Prose
    issuer: Prose
    issued: Day


class PackPeriodText(_Model):
    """Days on which the instrument is in force; `note` is a doubt about them, printed."""

    from_: Day = Field(alias="from")
    until: Day | None = None
    superseded_by: Prose | None = None
    note: Words | None = None


class JurisdictionText(_Short):
    """Areas of a layer; national packs may say `everywhere`."""

    short = "everywhere"
    choice = ("everywhere", "layer")
    everywhere: Literal["everywhere"] | None = None
    layer: LayerId | None = None
    where: Where | None = None


class PackText(_Model):
    """The rules of one legal instrument."""

    id: Id
    title: Words
    level: Literal["national", "province", "city"]
    rank: Rank
    document: DocumentText
    in_force: PackPeriodText
    jurisdiction: JurisdictionText
    aliases: dict[Prose, Annotated[list[Prose], Field(min_length=1)]] = {}
    terms: dict[Key, TermText] = {}
    tables: dict[Key, Annotated[dict[Code, Number], Field(min_length=1)]] = {}
    provisions: Annotated[list[ProvisionText], Field(min_length=1)]
    rules: Annotated[list[RuleText], Field(min_length=1)]
    not_checked: list[Words] = []


def key_of(model: type[BaseModel], field: str) -> str:
    """A field as it is written in YAML."""
    return model.model_fields[field].alias or field


_EXACTLY_ONE = Text("应恰好给出其一：{allowed}；实为 {n} 个", "give exactly one of {allowed}; there are {n}")
