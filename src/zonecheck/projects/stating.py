"""What if a project stated something else? Attributes put in place of those that came, under every name they go by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from zonecheck.projects.cut_names import meant
from zonecheck.projects.vocabulary import by_name

if TYPE_CHECKING:
    from zonecheck.projects.raw import RawFeatures


def stating(raw: RawFeatures, stated: Mapping[str, str], names: Mapping[str, str]) -> RawFeatures:
    """The features with these attributes, by key, as if they had come so; an empty value is not stated.

    `names` gives the user's own name of an attribute, by its key.
    """
    cut = meant(raw, names, raw.remarks.copy())
    own = {name: key for key, name in names.items()}

    def keeps(name: str) -> bool:
        attribute = cut.get(name) or by_name(name)
        return (own.get(name) or (attribute.key if attribute else None)) not in stated

    properties = [
        {**{name: value for name, value in each.items() if keeps(name)}, **stated} for each in raw.properties
    ]
    names_now = dict.fromkeys((*filter(keeps, raw.names), *stated))
    return replace(raw, properties=properties, known_names=tuple(names_now))
