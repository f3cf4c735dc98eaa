"""With which status does the program end? The one place that decides (contract, section 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from zonecheck.reports import Summary

FailOn = Literal["prohibited", "review", "conditional", "never"]

FINE = 0
PROHIBITED = 1
NOT_DONE = 2
REVIEW = 3
NOTHING_CHECKED = 4
INTERRUPTED = 130
CLOSED_PIPE = 141


def status_of(summary: Summary, *, errors: int, fail_on: FailOn) -> int:
    """Not done in full wins over prohibited, then review, then nothing checked."""
    if errors or summary.invalid or not summary.projects:
        return NOT_DONE
    if summary.prohibited and fail_on != "never":
        return PROHIBITED
    if _asks(summary, fail_on):
        return REVIEW
    return NOTHING_CHECKED if summary.out_of_scope == summary.projects else FINE


def _asks(summary: Summary, fail_on: FailOn) -> bool:
    if fail_on == "conditional":
        return bool(summary.review or summary.conditional)
    return bool(summary.review) and fail_on == "review"
