"""Which shapes recur in the rule language? Closed models, one of several keys, and shorthands for a single key.

Nothing here knows a rule.
"""

from __future__ import annotations

from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, GetJsonSchemaHandler, model_validator

from zonecheck.rules.scalars import Prose, fault
from zonecheck.words import Text


class Form(BaseModel):
    """A mapping with known keys and no others."""

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)


class OneOf(Form):
    """A model of which exactly one of the keys in `choice` (all keys, if empty) is given."""

    choice: ClassVar[tuple[str, ...]] = ()

    @model_validator(mode="after")
    def _one(self) -> Any:
        if len(self._given()) != 1:
            allowed = " | ".join(_key_of(type(self), field) for field in self._fields())
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


class Short(OneOf):
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


class Words(Form):
    """A sentence in both languages."""

    zh: Prose
    en: Prose

    @property
    def text(self) -> Text:
        return Text(self.zh, self.en)


def _key_of(model: type[BaseModel], field: str) -> str:
    """A field as it is written in YAML."""
    return model.model_fields[field].alias or field


_EXACTLY_ONE = Text("应恰好给出其一：{allowed}；实为 {n} 个", "give exactly one of {allowed}; there are {n}")
