"""What may a rule ask? The predicates of the rule language, each named by its only key.

The shapes are closed: there are no expressions. What a question becomes is said in `building`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from zonecheck.rules.forms import Form, OneOf, Short
from zonecheck.rules.scalars import Key, LayerId, Number, Prose, Word

Nature = Literal["new", "relocate", "rebuild", "expand", "upgrade"]
Path = tuple[str | int, ...]


class LimitText(Short):
    """A number, or where the number is found."""

    short = "number"
    number: Number | None = None
    zone: Key | None = None
    project: Key | None = None
    table: Key | None = None
    first_of: Annotated[list[LimitText], Field(min_length=1)] | None = None


class Comparison(OneOf):
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


class NatureText(Short):
    """Natures of construction, any of which; or `only`, those and no others."""

    short = "any_of"
    any_of: Annotated[list[Nature], Field(min_length=1)] | None = None
    only: Annotated[list[Nature], Field(min_length=1)] | None = None


class IndustryText(Short):
    """A term of this pack, or a list of codes that the park's register holds."""

    short = "term"
    term: Key | None = None
    zone: Key | None = None


Where = Annotated[dict[Key, Annotated[list[Prose], Field(min_length=1)]], Field(min_length=1, max_length=1)]


class AreaText(Form):
    """Areas of a layer; without `where`, all of them."""

    layer: LayerId
    where: Where | None = None


class WithinText(OneOf):
    """A distance to the nearest selected feature of a layer, in metres."""

    choice = ("at_most_m", "less_than_m", "at_least_m", "more_than_m")
    layer: LayerId
    where: Where | None = None
    at_most_m: LimitText | None = None
    less_than_m: LimitText | None = None
    at_least_m: LimitText | None = None
    more_than_m: LimitText | None = None


class Question(OneOf):
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
