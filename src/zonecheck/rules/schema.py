"""What does an editor need to know to help an author? The JSON Schema of `pack.yaml`, made from the language.

A schema cannot say everything: names that refer to nothing and quotes that are wrong are found by `rules lint`.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(model: type[BaseModel], title: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a model, in the spelling of YAML."""
    schema = _without_null(model.model_json_schema(by_alias=True))
    del schema["title"]
    return {"$schema": DIALECT, "title": title, **schema}


def _without_null(part: Any) -> Any:
    """An optional key may be left out, but never be empty; defaults and generated titles say nothing to an author."""
    if isinstance(part, list):
        return [_without_null(each) for each in part]
    if not isinstance(part, dict):
        return part
    choices = [each for each in part.get("anyOf", ()) if each != {"type": "null"}]
    kept = {key: _without_null(value) for key, value in part.items() if key not in ("default", "anyOf")}
    if len(choices) == 1:
        return _without_null(choices[0])
    return kept | ({"anyOf": _without_null(choices)} if choices else {})
