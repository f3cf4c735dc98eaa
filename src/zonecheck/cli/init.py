"""`zonecheck init`: a folder to begin with, or one project put together from questions. Never overwrites a file."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from zonecheck.cli.bilingual import Argument, Command, Option, language
from zonecheck.cli.check import check
from zonecheck.cli.options import DEBUG, LANGUAGE
from zonecheck.errors import Problem, UsageError
from zonecheck.reports.terminal import safe
from zonecheck.reports.write import whole_file
from zonecheck.words import Text

if TYPE_CHECKING:
    from zonecheck.starting.files import Service
    from zonecheck.words import Language


def _init(path: Path | None, *, ask: bool, service: Service) -> int:
    spoken = language(click.get_current_context())
    if ask:
        return _project(path or Path(_PROJECT(spoken)), spoken)
    return _folder(path or Path(), service, spoken)


def _folder(folder: Path, service: Service, spoken: Language) -> int:
    from zonecheck.starting.files import texts  # noqa: PLC0415  of this command alone

    made = {folder / place: text for place, text in texts(spoken, configuration(spoken), service).items()}
    _refuse_existing(made)
    for place, text in made.items():
        _write(place, text)
        click.echo(safe(_WRITTEN.fill(path=place)(spoken)))
    click.echo(safe(_NEXT.fill(folder=folder / "projects")(spoken)), err=True)
    return 0


def _project(path: Path, spoken: Language) -> int:
    from zonecheck.cli.asking import project  # noqa: PLC0415
    from zonecheck.starting.files import project_text  # noqa: PLC0415

    _refuse_existing([path])
    feature, datum = project(spoken)
    _write(path, project_text(feature))
    click.echo(safe(_WRITTEN.fill(path=path)(spoken)))
    extra = " --datum unknown" if datum == "unknown" else ""
    click.echo(safe(_CHECK_IT.fill(path=path, extra=extra)(spoken)), err=True)
    return 0


def _refuse_existing(places: Mapping[Path, str] | list[Path]) -> None:
    """Nothing at all is written where anything would be lost."""
    taken = [place for place in places if place.exists() or place.is_symlink()]
    if taken:
        raise UsageError(*(Problem(str(place), _EXISTS) for place in taken))


def _write(place: Path, text: str) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(place) as stream:
        stream.write(text)


def configuration(spoken: Language) -> str:
    """A `zonecheck.toml` that names every option of `check`, all but the language still commented out."""
    lines = [*_HEAD(spoken).split("\n"), "", f"lang = {json.dumps(spoken)}"]
    for option in _options():
        lines += ["", f"# {option.words(spoken)}", f"# {_setting(option)}"]
    return "\n".join(lines) + "\n"


def _options() -> Iterator[Option]:
    """The options that a configuration can hold and that are of use in one."""
    for param in check.params:
        if isinstance(param, Option) and param.name not in ("lang", "debug", "color", "quiet"):
            yield param


def _setting(option: Option) -> str:
    """The option as a line of TOML: an example where it has no default of its own."""
    name = next(each for each in option.opts if each.startswith("--"))[2:]
    value = _EXAMPLES.get(name, option.default)
    value = value if isinstance(value, str | int | float | bool | list) else ""
    return f"{name} = {json.dumps(value, ensure_ascii=False)}"


_EXAMPLES: Mapping[str, object] = {
    "output": ["zonecheck.html", "zonecheck.docx"],
    "pack": ["suizhou-2018-4", "yangtze-protection-law"],
    "layers": ["zonecheck-layers.yaml"],
    "require": ["red_line"],
    "on": "2026-11-28",
    "crs": "EPSG:4547",
    "datum": "wgs84",
    "datum-accuracy": 0.5,
    "map": ["industry=行业"],
    "attributes": "projects.xlsx",
    "join": "项目代码",
    "decisions": "zonecheck-decisions.yaml",
    "baseline": "zonecheck-baseline.json",
    "explain": True,
    "no-districts": True,
}
_HEAD = Text(
    "# zonecheck 的配置:以下为 zonecheck check 的全部选项,去掉行首的 # 即生效;命令行上写的优先。\n"
    "# 从当前文件夹逐级向上查找,最近的一份有效;路径相对于本文件;未知的配置项视为错误。",
    "# The configuration of zonecheck: every option of zonecheck check; remove the # to set one. The command line wins.\n"
    "# It is looked for upwards from the current folder, and the nearest counts; paths are relative to this file; an unknown key "
    "is an error.",
)
_PROJECT = Text("项目.geojson", "project.geojson")
_WRITTEN = Text("已写入 {path}", "written: {path}")
_EXISTS = Text(
    "已存在,不会覆盖,任何文件都没有写入;请换一个文件夹或文件名",
    "exists and is not overwritten; nothing was written; name another folder or file",
)
_NEXT = Text("下一步:zonecheck {folder}", "next: zonecheck {folder}")
_CHECK_IT = Text("下一步:zonecheck {path}{extra}", "next: zonecheck {path}{extra}")

init = Command(
    "init",
    callback=_init,
    words=Text(
        "建立起步文件:配置(每个选项都有说明)、填满各属性的示例项目、人工认定文件、持续集成文件。\n"
        "加 --ask 则逐项提问,把一个项目写成 GeoJSON,坐标可用度分秒。已有的文件从不覆盖。",
        "Begin a folder: a configuration that explains every option, an example project with every attribute, a decisions file, "
        "a job for CI.\n"
        "With --ask, put one project together from questions and write it as GeoJSON; coordinates may be degrees, minutes and "
        "seconds. No file is ever overwritten.",
    ),
    params=[
        Argument(["path"], required=False, type=click.Path(path_type=Path), metavar="[PATH]"),
        Option(["--ask"], is_flag=True,
               words=Text("逐项提问,写出一个项目文件;PATH 为文件名。", "Ask for one project and write it; PATH is its file.")),
        Option(["--ci", "service"], type=click.Choice(["github", "gitlab", "none"]), default="github", show_default=True,
               words=Text("为哪个平台写持续集成文件。", "The service for which the job is written.")),
        LANGUAGE,
        DEBUG,
    ],
)  # fmt: skip
