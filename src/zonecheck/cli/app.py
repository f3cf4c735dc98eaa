"""Which command is meant? `zonecheck PATHS...` is `zonecheck check PATHS...`, unless the first word is a command.

A first word that is no command is a path only if it exists, is `-`, is a glob or ends in a known suffix: a typo in a command
must never be taken for a file that is not there.
"""

from __future__ import annotations

import difflib
import os
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from zonecheck import __version__
from zonecheck.cli.bilingual import Group, Invocation, Misuse, Option, language
from zonecheck.cli.completing import files
from zonecheck.cli.settings import defaults, shared_defaults
from zonecheck.projects.sources import SUFFIXES
from zonecheck.words import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {
    "check": ("zonecheck.cli.check", "check"),
    "whatif": ("zonecheck.cli.whatif", "whatif"),
    "baseline": ("zonecheck.cli.baseline", "baseline"),
    "diff": ("zonecheck.cli.diff", "diff"),
    "siting": ("zonecheck.cli.siting", "siting"),
    "rules": ("zonecheck.cli.rules", "rules"),
    "layers": ("zonecheck.cli.layers", "layers"),
    "init": ("zonecheck.cli.init", "init"),
    "doctor": ("zonecheck.cli.doctor", "doctor"),
    "completion": ("zonecheck.cli.completion", "completion"),
    "help": ("zonecheck.cli.topics", "topics"),
}

SHARING = frozenset(
    {"whatif", "siting", "diff", "baseline"}
)  # they take what `check` takes, from one configuration


class _App(Group):
    """Commands that are imported when they are called, and `check` where none is named."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name]
        imported = __import__(module, fromlist=[name])
        command: click.Command = getattr(imported, name)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        return super().parse_args(ctx, _meant(args) if ctx.resilient_parsing else _with_command(args))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        return [files(incomplete), *super().shell_complete(ctx, incomplete)]

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[Any, Any, list[str]]:
        """The command, with what the configuration says of its options."""
        name, command, rest = super().resolve_command(ctx, args)
        found = ctx.find_object(Invocation)
        if found and name == "check" and command:
            ctx.default_map = {"check": defaults(found.settings, command)}
        elif found and name in SHARING and command:
            ctx.default_map = {name: shared_defaults(found.settings, command)}
        return name, command, rest


def _meant(args: Sequence[str]) -> list[str]:
    """The same for a line that is still being typed: nothing is refused."""
    checks = args and args[0] not in COMMANDS and (args[0].startswith("-") or _is_path(args[0]))
    return ["check", *args] if checks else list(args)


def _with_command(args: Sequence[str]) -> list[str]:
    """`check` put before arguments that name no command; refuses a word that is neither command nor path."""
    spoken, rest = _language_first(args)
    if not rest:
        raise Misuse(_NO_ARGUMENTS)
    first = rest[0]
    if first in ("--version", "--help", "-h") or first in COMMANDS:
        return list(args)
    if not _is_path(first) and (first == "-" or not first.startswith("-")):
        raise Misuse(_unknown(first))
    return [*spoken, "check", *rest]


def _language_first(args: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """`--lang` before everything else, and what follows it."""
    if args and args[0] == "--lang":
        return args[:2], args[2:]
    return (args[:1], args[1:]) if args and args[0].startswith("--lang=") else ((), args)


def _is_path(word: str) -> bool:
    known = os.path.splitext(word)[1].lower() in SUFFIXES  # noqa: PTH122
    return word == "-" or known or any(mark in word for mark in "*?[") or os.path.lexists(word)


def _unknown(word: str) -> Text:
    near = difflib.get_close_matches(word, COMMANDS, n=1)
    meant = Text(f";是否要用 {near[0]}?", f"; did you mean '{near[0]}'?") if near else Text("", "")
    return Text(
        f"“{word}”既不是命令,也不是存在的文件{meant.zh}",
        f"'{word}' is neither a command nor an existing file{meant.en}",
    )


_NO_ARGUMENTS = Text(
    "没有给出项目文件。例如:zonecheck 项目.geojson;用法见 zonecheck --help",
    "no project file is given. For example: zonecheck project.geojson; see zonecheck --help",
)


def _print_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        click.echo(f"zonecheck {__version__}")
        context.exit()


app = _App(
    name="zonecheck",
    words=Text(
        "工业项目环境准入辅助核查:项目与依法编制的规则、河流岸线、园区、区县图层比对,逐条给出依据、距离和把握程度。\n"
        "zonecheck 项目.geojson 与 zonecheck check 项目.geojson 相同。",
        "Environmental admission check: an industrial project against rules derived from law, river banks, parks and "
        "districts; for each rule what was found, by which clause, and how sure it is.\n"
        "zonecheck project.geojson is the same as zonecheck check project.geojson.",
    ),
    params=[
        Option(
            ["--version"], words=Text("显示版本并退出。", "Show the version and exit."),
            is_flag=True, is_eager=True, expose_value=False, callback=_print_version,
        ),
        Option(
            ["--lang"], type=click.Choice(["zh", "en"]), expose_value=False,
            words=Text("语言;可写在任何位置。", "The language; it can stand anywhere."),
        ),
    ],
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=False,
)  # fmt: skip

__all__ = ["Invocation", "app", "language"]
