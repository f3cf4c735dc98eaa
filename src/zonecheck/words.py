"""What does a person read, in Chinese and in English?

`Text` keeps both wordings of one sentence side by side, where the sentence is made. The language is chosen
only when something is printed. This file holds no sentences of its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in both languages."""

    zh: str
    en: str

    def __call__(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en

    def fill(self, **values: object) -> Text:
        """The sentence with its `{placeholders}` filled; a value that is a `Text` is filled per language."""
        return Text(
            self.zh.format(**{key: _plain(value, "zh") for key, value in values.items()}),
            self.en.format(**{key: _plain(value, "en") for key, value in values.items()}),
        )


def same(text: str) -> Text:
    """A name or figure that reads alike in both languages."""
    return Text(text, text)


def listed(names: Iterable[str], longest: int = 200) -> Text:
    """Names one after the other, cut where they grow too long; a dash where there are none."""
    found = [*names]
    return Text("、".join(found)[:longest] or "—", ", ".join(found)[:longest] or "—")


def _plain(value: object, language: Language) -> object:
    return value(language) if isinstance(value, Text) else value
