"""Where are the rule packs, and what is in one?

A pack is named by the id of a bundled one or by the path of a folder; both are read and checked in the same way. A
folder of somebody else's that carries the id of a bundled pack shows by its origin and hash that it is another.
"""

from __future__ import annotations

import os
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from zonecheck import resources
from zonecheck.errors import PackError, Problem
from zonecheck.packs import draft
from zonecheck.packs.draft import PACK, Draft
from zonecheck.rules.building import build
from zonecheck.words import Text

if TYPE_CHECKING:
    from zonecheck.rules.rule import Pack


def bundled() -> list[str]:
    """The ids of the packs that come with zonecheck, in alphabetical order."""
    return sorted(path.parent.name for path in resources.path("rules").glob(f"*/{PACK}"))


def load(spec: str) -> Pack:
    """The pack named `spec`: a bundled id or a folder. Raises `PackError` with every fault of the pack."""
    return use(read(spec))


def read(spec: str) -> Draft:
    """The pack named `spec` as written, with its faults. Raises `PackError` where there is no such pack."""
    if is_folder(spec):
        return draft.read(_folder(spec), spec.rstrip("/\\"))
    if not (resources.path("rules") / spec / PACK).is_file():
        raise PackError(_unknown(spec))
    return draft.read(resources.path("rules") / spec, f"rules/{spec}", bundled=True)


def use(written: Draft) -> Pack:
    """The pack of a sound draft. Raises `PackError` with every fault of any other."""
    if written.text is None or written.document is None:
        raise PackError(*written.problems)
    origin = "bundled" if written.bundled else written.name
    return build(written.text, written.document, sha256=written.sha256, origin=origin)


def is_folder(spec: str) -> bool:
    """Whether `spec` is meant as the path of a folder, not as an id. The id of a bundled pack is never a path: a folder
    of that name in the current one must not take the pack's place unasked."""
    if any(separator in spec for separator in ("/", "\\", os.sep)):
        return True
    return Path(spec).is_dir() and not (resources.path("rules") / spec / PACK).is_file()


def _folder(spec: str) -> Path:
    """The folder itself; the path of its `pack.yaml` is understood as well."""
    path = Path(spec)
    if path.name == PACK and path.is_file():
        return path.parent
    if not path.is_dir():
        raise PackError(Problem(spec, _NO_FOLDER))
    return path


def _unknown(spec: str) -> Problem:
    near = get_close_matches(spec, bundled(), n=1)
    if near:
        return Problem("", _NEAR.fill(spec=spec, near=near[0]))
    return Problem("", _UNKNOWN.fill(spec=spec, known=", ".join(bundled())))


_NO_FOLDER = Text("没有这个文件夹", "there is no such folder")
_NEAR = Text("没有规则包 {spec}；是否指 {near}？", "there is no rule pack {spec}; did you mean {near}?")
_UNKNOWN = Text(
    "没有规则包 {spec}；自带的有：{known}。文件夹请写路径，如 ./{spec}",
    "there is no rule pack {spec}; bundled: {known}. Write a folder as a path, such as ./{spec}",
)
