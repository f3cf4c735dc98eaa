"""What has a person decided? One entry of a decisions file: who settled which finding, on what facts, until when.

A decision binds to the rule, the outline and the facts it was made on; a moved site, a changed fact or a changed rule
voids it. It never reaches back: the rule is judged first, and the finding keeps its own outcome beside the decision.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, RootModel

from zonecheck.rules.forms import Form
from zonecheck.rules.scalars import Day, Prose, fault
from zonecheck.words import Text

Decides = Literal["not_applicable", "satisfied", "violated", "waived"]


@dataclass(frozen=True, slots=True)
class Decision:
    """`outline` and `facts` are the hashes that `check` prints; valid from `granted` to `expires`, both included."""

    rule: str
    project: str
    outline: str
    facts: str
    decides: Decides
    authority: str
    document: str
    reason: str
    granted: date
    expires: date
    where: str  # file:line, for what is announced of it


def _digest(value: str) -> str:
    if len(value) != 64 or set(value) - set("0123456789abcdef"):
        raise fault(_NO_DIGEST)
    return value


Digest = Annotated[str, AfterValidator(_digest)]


class DecisionText(Form):
    """One entry as written."""

    rule: Prose
    project: Prose
    outline: Digest
    facts: Digest
    decides: Decides
    authority: Prose
    document: Prose
    reason: Prose
    granted: Day
    expires: Day


class DecisionsText(RootModel[list[DecisionText]]):
    """The whole of a decisions file; an empty list says that nothing was decided yet."""

    model_config = ConfigDict(defer_build=True)


_NO_DIGEST = Text(
    "应为核查结果中给出的 64 位十六进制摘要(outline 或 facts)",
    "expected the 64 hexadecimal digits that check prints as outline or facts",
)
