"""How is a comparison written as Markdown? Two tables: the rules, and the projects that are judged otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TextIO

from zonecheck.reports.changes import words
from zonecheck.reports.markdown import plain
from zonecheck.reports.project_text import called, place
from zonecheck.reports.scope_text import DISCLAIMER
from zonecheck.words import Text

if TYPE_CHECKING:
    from zonecheck.comparing import Comparison
    from zonecheck.reports.options import Options
    from zonecheck.words import Language

_PROJECT = Text("项目", "project")
_VERDICT = Text("结论", "verdict")
_CHANGE = Text("变化", "change")


def write(found: Comparison, stream: TextIO, options: Options) -> None:
    stream.writelines(f"{row}\n" for row in _rows(found, options.language))


def _rows(found: Comparison, language: Language) -> Iterator[str]:
    yield f"# {words.TITLE(language)}\n"
    yield f"- {words.BEFORE(language)}: {plain(words.side(found.before, found.after)(language))}"
    yield f"- {words.AFTER(language)}: {plain(words.side(found.after, found.before)(language))}\n"
    yield f"## {words.RULES(language)}\n"
    if found.rules:
        yield from _head([words.RULE, _CHANGE], language)
        for rule in found.rules:
            yield _row([f"{rule.title(language)} ({rule.rule})", words.rule_change(rule)(language)])
    else:
        yield words.NO_RULES(language)
    yield f"\n## {words.PROJECTS(language)}\n"
    yield f"{plain(words.count(found)(language))}\n"
    if found.changes:
        yield from _head([_PROJECT, _VERDICT, words.BECAUSE], language)
    for change in found.changes:
        because = "; ".join(
            f"{turn.finding.title(language)}: {words.turn(turn)(language)}" for turn in change.turns
        )
        where = f"{called(change.after)} ({place(change.after)})"
        yield _row([where, words.verdicts(change)(language), because])
    yield f"\n{DISCLAIMER(language)}"


def _head(titles: Sequence[Text], language: Language) -> Iterator[str]:
    yield _row([title(language) for title in titles])
    yield f"|{' --- |' * len(titles)}"


def _row(texts: Sequence[str]) -> str:
    return f"| {' | '.join(map(plain, texts))} |"
