"""How far is a long run? A bar on standard error with counts and remaining time, on a terminal only."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from zonecheck.words import Language, Text

T = TypeVar("T")
PATIENCE_S = 1.0  # shorter work shows nothing


def followed(each: Iterable[T], count: Callable[[T], int], total: int, language: Language) -> Iterator[T]:
    """The same things one by one, with a bar once they have taken longer than a moment; each is so many of the total."""
    started, bar, task, done = time.monotonic(), None, None, 0
    try:
        for one in each:
            done += count(one)
            if bar is None and done < total and time.monotonic() - started > PATIENCE_S:
                bar, task = _bar(language, total, 0)
            yield one
            if bar is not None and task is not None:
                bar.update(task, completed=done)
    finally:
        if bar is not None:
            bar.stop()


def shown(*, quiet: bool) -> bool:
    """Whether a person is watching."""
    return not quiet and sys.stderr.isatty()


def _bar(language: Language, total: int, done: int) -> tuple[Any, Any]:
    """rich is imported only when there is something to show."""
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    bar.start()
    return bar, bar.add_task(_CHECKING(language), total=total, completed=done)


_CHECKING = Text("正在核查", "checking")
