"""How is an interrupted run taken up again? The journal of a run, and what a person is told of it."""

from __future__ import annotations

import platform
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zonecheck import __version__
from zonecheck.batch import journal
from zonecheck.batch.work import task
from zonecheck.errors import Problem, UsageError
from zonecheck.reports import FORMATS, pieced
from zonecheck.words import Text, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zonecheck.batch.journal import Journal
    from zonecheck.batch.work import Form
    from zonecheck.reports.write import Target
    from zonecheck.screening import Prepared

_LIBRARIES = ("numpy", "shapely", "pyproj", "geopandas", "pyarrow")


def open_journal(prepared: Prepared, forms: Sequence[Form], places: Sequence[Target]) -> Journal:
    """The journal of this run. Raises UsageError if a format needs the whole run, or if another run is using it."""
    whole = sorted({form.format for form in forms if pieced(form.format) is None})
    if whole:
        able = listed(name for name in FORMATS if pieced(name))
        raise UsageError(Problem("--resume", _WHOLE.fill(formats=", ".join(whole), able=able)))
    return journal.opened(journal.place([each.path for each in places]), _key(prepared, forms))


def said(found: Journal, total: int) -> Text | None:
    """What is worth telling of the journal."""
    if found.changed:
        parts = (
            listed(_PARTS[name].zh for name in found.changed).zh,
            listed(_PARTS[name].en for name in found.changed).en,
        )
        return _VOID.fill(parts=Text(*parts))
    return _TAKEN_UP.fill(done=found.projects, total=total) if found.done else None


def _key(prepared: Prepared, forms: Sequence[Form]) -> journal.Key:
    """What makes two runs the same: bytes of inputs, packs, layers, options, versions and days."""
    request = prepared.request
    paths = [source.path for source in prepared.inputs.sources if source.path]
    joined = [Path(request.joined.table)] if request.joined else []
    asked = task(request, prepared.days, forms, prepared.means)
    libraries = {name: version(name) for name in _LIBRARIES}
    return {
        "inputs": [list(request.paths), journal.digest([*paths, *joined])],
        "means": list(asked.hashes),
        "options": [repr(asked.request), [repr(form) for form in forms], prepared.inputs.chunk_size],
        "days": [day.isoformat() for day in prepared.days],
        "program": {"zonecheck": __version__, "python": platform.python_version(), **libraries},
    }


_PARTS: dict[str, Any] = {
    "inputs": Text("输入文件", "an input"),
    "means": Text("规则包、图层或人工认定", "a pack, a layer or the decisions"),
    "options": Text("选项", "the options"),
    "days": Text("判定日", "the day"),
    "program": Text("程序或其组件的版本", "the version of the program or of a library"),
}
_WHOLE = Text(
    "{formats} 格式须在全部项目核查完后才能写出,不能与 --resume 同用;可用 {able}",
    "{formats} can be written only when all projects are checked and do not go with --resume; there are {able}",
)
_VOID = Text(
    "上次中断的核查不能接续({parts}已变更),从头开始",
    "the interrupted run cannot be continued ({parts} changed); starting anew",
)
_TAKEN_UP = Text(
    "接续上次中断的核查:{total} 个项目中已完成 {done} 个",
    "continuing an interrupted run: {done} of {total} projects were done",
)
