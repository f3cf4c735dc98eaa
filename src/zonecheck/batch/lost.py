"""What is said of projects whose process died? Every one of them is there, not checked, with the reason."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zonecheck.projects.columns import read_ids_and_days
from zonecheck.results import AttributeProblem, ProjectResult
from zonecheck.words import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zonecheck.batch.work import Outcome, Worker
    from zonecheck.screening import Chunk, Request


def lost(chunk: Chunk, worker: Worker, request: Request, why: Text) -> Outcome:
    """The outcome of a chunk that was not judged. Its geometries, which may have been the cause, are not looked at."""
    return replace(worker.reported(chunk, list(_invalid(chunk, request, why))), lost=True)


def _invalid(chunk: Chunk, request: Request, why: Text) -> Iterator[ProjectResult]:
    raw = chunk.raw
    ids, days = read_ids_and_days(raw, request.assumed.names)
    for row in range(len(raw)):
        stated = days.at(row)
        yield ProjectResult(
            source=raw.source,
            index=raw.first + row,
            line=raw.lines[row],
            id=ids.at(row),
            name=None,
            on=request.on or stated or request.today,
            outline=None,
            verdict="invalid",
            checked=0,
            not_checked=0,
            open=0,
            findings=(),
            settle=(),
            errors=(AttributeProblem(None, why),),
        )


ENDED = Text(
    "核查进程异常结束({how}),本项目未核查;请重新运行,如再次发生请减小 --jobs 或分开核查",
    "the process that checked it ended abnormally ({how}) and this project was not checked; run again, and if it happens "
    "again use fewer --jobs or check it apart",
)
DIED = Text(
    "{times} 个工作进程在核查本组项目时先后异常结束,本项目未核查;请查看集群日志,或分开核查",
    "{times} workers died one after the other while they checked this group, and this project was not checked; see the logs "
    "of the cluster, or check it apart",
)
