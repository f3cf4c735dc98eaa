"""What commands and options are there? The reference page of the command line, from what click itself knows."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import click

from zonecheck.cli.app import app
from zonecheck.cli.bilingual import Command, Option
from zonecheck.words import Language, Text

TITLE = Text("命令和选项", "Commands and options")
_INTRO = Text(
    "`zonecheck 项目.geojson` 与 `zonecheck check 项目.geojson` 相同。选项也可写入 `zonecheck.toml`。本页由程序生成。",
    "`zonecheck project.geojson` is the same as `zonecheck check project.geojson`. Options can stand in `zonecheck.toml`. This "
    "page is made from the program itself.",
)
_HEAD = Text("| 选项 | 说明 | 默认 |", "| option | what it does | default |")
_HELP = Text("显示帮助并退出。", "Show the help and exit.")


def page(language: Language) -> str:
    lines = [f"# {TITLE(language)}", "", _INTRO(language), ""]
    with click.Context(app, info_name="zonecheck") as context:
        lines += _options(app, context, language)
        for name in app.list_commands(context):
            command = app.get_command(context, name)
            assert command is not None  # it is listed
            lines += _command(command, context, f"zonecheck {name}", language, level=2)
    return "\n".join(lines) + "\n"


def _command(
    command: click.Command, parent: click.Context, path: str, language: Language, *, level: int
) -> Iterator[str]:
    with click.Context(command, parent=parent, info_name=path.rpartition(" ")[2]) as context:
        yield from (f"{'#' * level} {path}", "")
        words = command.words(language) if isinstance(command, Command) or hasattr(command, "words") else ""
        yield from (line for paragraph in str(words).split("\n") for line in (paragraph, ""))
        yield from ("```text", " ".join([path, *command.collect_usage_pieces(context)]), "```", "")
        yield from _options(command, context, language)
        if isinstance(command, click.Group):
            for name in command.list_commands(context):
                inner = command.get_command(context, name)
                if inner is not None:
                    yield from _command(inner, context, f"{path} {name}", language, level=level + 1)


def _options(command: click.Command, context: click.Context, language: Language) -> Iterator[str]:
    options = [param for param in command.get_params(context) if isinstance(param, click.Option)]
    yield from (_HEAD(language), "|---|---|---|")
    for option in options:
        told = option.words if isinstance(option, Option) else _HELP
        yield f"| {_named(option, context)} | {_cell(told(language))} | {_default(option)} |"
    yield ""


def _named(option: click.Option, context: click.Context) -> str:
    value = "" if option.is_flag else f" {option.make_metavar(context)}"
    return f"<code>{escape(', '.join(option.opts) + value).replace('|', '&#124;')}</code>"


def _default(option: click.Option) -> str:
    shown = isinstance(option.default, str | int | float) and not isinstance(option.default, bool)
    return f"`{option.default}`" if shown else ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
