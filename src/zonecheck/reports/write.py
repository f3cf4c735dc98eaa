"""How does a report get into a file? Whole or not at all.

A report is first written in a folder of its own beside its place, forced to the disk and then moved into place.
Whatever fails on the way, the old file stays and nothing half-written is left. Devices and pipes are refused.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from zonecheck.errors import OutputError, Problem, UsageError
from zonecheck.reports.options import FileWriter
from zonecheck.words import Text, same

if TYPE_CHECKING:
    from zonecheck.reports.options import Options, Writer
    from zonecheck.reports.summary import Summary
    from zonecheck.results import Run

SUFFIXES: Mapping[str, str] = {
    ".txt": "text",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".sarif": "sarif",
    ".sarif.json": "sarif",
    ".xml": "junit",
    ".docx": "docx",
    ".geojson": "geojson",
    ".gpkg": "gpkg",
    ".parquet": "parquet",
    ".geoparquet": "parquet",
}  # the formats github and gitlab have no suffix of their own and are always named

_EXCEL_NEEDS_A_MARK = ("csv",)  # without a byte order mark Excel reads UTF-8 as the local code page

_NO_FORMAT = Text(
    "无法由文件名判断格式,请写作 格式=文件,格式可选 {formats}",
    "the name does not tell the format; write FORMAT=FILE with a format of {formats}",
)
_UNKNOWN_FORMAT = Text("没有「{format}」格式,可选 {formats}", "no format '{format}'; there are {formats}")
_TWICE = Text("同一文件被指定了两次,请改用不同的文件名", "the same file is named twice; name another")
_NOT_REGULAR = Text("不是普通文件,不能写入;请指定普通文件", "is no regular file; name a regular file")
_NOT_WRITTEN = Text("未能写入:{why}", "could not be written: {why}")
_REASONS: Mapping[int, Text] = {
    errno.ENOSPC: Text("磁盘空间不足,请清理后重试", "the disk is full; free some space and try again"),
    errno.EFBIG: Text("超出此处允许的文件大小", "the file would be larger than this place allows"),
    errno.EACCES: Text(
        "没有写入权限,请换一个文件夹或关闭占用它的程序", "no permission; choose another folder"
    ),
    errno.EPERM: Text("没有写入权限,请换一个文件夹", "no permission; choose another folder"),
    errno.EROFS: Text("所在磁盘为只读,请换一个位置", "the disk is read-only; choose another place"),
    errno.ENOENT: Text("文件夹不存在,请先建立", "the folder does not exist; create it first"),
    errno.ENOTDIR: Text("路径中有一段不是文件夹", "a part of the path is no folder"),
    errno.EISDIR: Text("这是一个文件夹,请指定文件", "this is a folder; name a file"),
}


@dataclass(frozen=True, slots=True)
class Target:
    """A file and the format it is to be written in."""

    format: str
    path: Path


def targets(specs: Sequence[str], formats: Mapping[str, Writer]) -> tuple[Target, ...]:
    """What `[FORMAT=]FILE` asks for, in order. Raises UsageError with every fault."""
    read = [_target(spec, formats) for spec in specs]
    found = tuple(entry for entry in read if isinstance(entry, Target))
    problems = [*(entry for entry in read if isinstance(entry, Problem)), *_named_twice(found)]
    if problems:
        raise UsageError(*problems)
    return found


def _target(spec: str, formats: Mapping[str, Writer]) -> Target | Problem:
    name, equals, path = spec.partition("=")
    if equals and name.isalnum() and path:
        known = _UNKNOWN_FORMAT.fill(format=name, formats=", ".join(formats))
        return Target(name, Path(path)) if name in formats else Problem(spec, known)
    guessed = _guessed(Path(spec).name.lower())
    if guessed in formats:
        return Target(guessed, Path(spec))
    return Problem(spec, _NO_FORMAT.fill(formats=", ".join(formats)))


def _guessed(name: str) -> str:
    """The format that the longest known suffix of a file name stands for, empty if there is none."""
    fitting = [suffix for suffix in SUFFIXES if name.endswith(suffix)]
    return SUFFIXES[max(fitting, key=len)] if fitting else ""


def _named_twice(found: Sequence[Target]) -> list[Problem]:
    times = Counter(os.path.realpath(target.path) for target in found)
    again = {str(target.path) for target in found if times[os.path.realpath(target.path)] > 1}
    return [Problem(path, _TWICE) for path in sorted(again)]


def write_files(
    run: Run, places: Sequence[Target], formats: Mapping[str, Writer], options: Options
) -> Summary | None:
    """Write the run to every target, without colour; answers the count of the last.

    The projects of the run are gone through once for each target: with several, or if the run is still to be
    printed, `run.projects` must be a tuple. Raises OutputError naming every file that could not be written, after
    all the others have been.
    """
    summary = None
    problems: list[Problem] = []
    for target in places:
        try:
            summary = _write(run, target, formats[target.format], replace(options, color=False))
        except OutputError as error:
            problems.extend(error.problems)
    if problems:
        raise OutputError(*problems)
    return summary


def _write(run: Run, target: Target, writer: Writer, options: Options) -> Summary:
    with opened(target, {target.format: writer}) as place:
        write = writer.write if isinstance(writer, FileWriter) else writer
        summary = write(run, place, options)
    write_scope_beside(run, target, options, summary)
    return summary


@contextmanager
def opened(target: Target, formats: Mapping[str, Writer]) -> Iterator[Any]:
    """What the format writes to, a stream or a path; it becomes the file when the block ends well."""
    if isinstance(formats[target.format], FileWriter):
        with whole_path(target.path) as part:
            yield part
        return
    with whole_file(target.path) as stream:
        stream.write("\ufeff" if target.format in _EXCEL_NEEDS_A_MARK else "")
        yield stream


def write_scope_beside(run: Run, target: Target, options: Options, summary: Summary) -> None:
    """A table has no room for its scope, which goes into a file beside it; other formats hold it."""
    if target.format == "csv":
        from zonecheck.reports.structured import write_scope  # noqa: PLC0415  only where there is a table

        with whole_file(target.path.with_suffix(".scope.json")) as stream:
            write_scope(run, stream, options, summary)


@contextmanager
def whole_file(path: Path) -> Iterator[TextIO]:
    """A UTF-8 stream that becomes the file when the block ends well, and leaves no trace when it does not.

    Raises OutputError, also where the block itself fails to write; any other error passes through.
    """
    with whole_path(path) as part, part.open("x", encoding="utf-8", newline="\n") as stream:
        yield stream


@contextmanager
def whole_path(path: Path) -> Iterator[Path]:
    """A path at which the block makes a file of the same suffix; as `whole_file` otherwise.

    It lies in a folder of its own beside `path`, so that whatever a library leaves beside the file goes with it. The
    name of the folder comes from chance alone, never from the input.
    """
    with named_errors(str(path)):
        if path.exists() and not path.is_file():
            raise OutputError(Problem(str(path), _NOT_REGULAR))
        folder = path.with_name(f".{os.urandom(8).hex()}.part")
        try:
            folder.mkdir()
            part = folder / f"report{path.suffix}"
            yield part
            _to_disk(part)
            part.replace(path)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _to_disk(part: Path) -> None:
    with part.open("r+b") as file:
        os.fsync(file.fileno())


@contextmanager
def named_errors(where: str) -> Iterator[None]:
    """Whatever fails to be written in the block is an OutputError that says where; a closed pipe passes through."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        why = _REASONS.get(error.errno or 0, same(error.strerror or str(error)))
        raise OutputError(Problem(where, _NOT_WRITTEN.fill(why=why))) from error
