"""How does click speak two languages? Commands and options that carry both wordings and print the one that is asked for.

The language is settled once, before any command runs: `--lang`, else the locale. Click's own words for headings and for
the common mistakes are given here as well.
"""

from __future__ import annotations

import locale
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import click

from zonecheck.cli.completing import typed
from zonecheck.cli.settings import Settings
from zonecheck.words import Language, Text, same


@dataclass(frozen=True, slots=True)
class Invocation:
    """What holds for the whole program call."""

    language: Language
    debug: bool = False
    settings: Settings = field(default_factory=Settings)


def language_of(
    arguments: Sequence[str], settings: Mapping[str, object], environment: Mapping[str, str]
) -> Language:
    """`--lang` if it is given, else as configured; else English for an English locale and Chinese for any other."""
    asked = [*_asked(arguments), settings.get("lang")]
    for value in asked:
        if value in ("zh", "en"):
            return value
    stated = next(
        (environment[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(key)), None
    )
    return "en" if (stated or locale.getlocale()[0] or "").lower().startswith("en") else "zh"


def _asked(arguments: Sequence[str]) -> list[str]:
    given = [argument.partition("=")[2] for argument in arguments if argument.startswith("--lang=")]
    return given + [value for option, value in pairwise(arguments) if option == "--lang"]


def language(context: click.Context) -> Language:
    """The language of this call."""
    found = context.find_object(Invocation)
    return found.language if found else "en"


def configured() -> Path | None:
    """The file that configures this call, if there is one."""
    found = click.get_current_context().find_object(Invocation)
    return found.settings.path if found else None


def beside_configuration(name: str) -> Path:
    """Where a file of the user's own lies: beside the configuration, else in the current folder."""
    path = configured()
    return (path.parent if path else Path()) / name


class Option(click.Option):
    """An option whose help is a `Text`."""

    def __init__(self, *names: Any, words: Text, **settings: Any) -> None:
        super().__init__(*names, **{**typed(settings), "help": words.en})
        self.words = words

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        self.help = self.words(language(ctx))
        return super().get_help_record(ctx)


class Argument(click.Argument):
    """An argument that a shell can complete where its metavar tells what it is."""

    def __init__(self, *names: Any, **settings: Any) -> None:
        super().__init__(*names, **typed(settings))


class _Speaking(click.Command):
    """Help in the language of the call: the text of the command and the headings."""

    words: Text

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, f"{_USAGE(language(ctx))} ")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            for paragraph in self.words(language(ctx)).split("\n"):
                formatter.write_text(paragraph)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        records = [record for param in self.get_params(ctx) if (record := param.get_help_record(ctx))]
        if records:
            with formatter.section(_OPTIONS(language(ctx))):
                formatter.write_dl(records)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option:
            option.help = _HELP(language(ctx))
        return option

    def get_short_help_str(self, limit: int = 90) -> str:
        context = click.get_current_context(silent=True)
        return self.words(language(context) if context else "en").split("\n")[0][:limit]


class Command(_Speaking):
    """A command whose help is a `Text`; its first line stands in the list of commands."""

    def __init__(self, *args: Any, words: Text, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.words = words


class Group(_Speaking, click.Group):
    """A group of commands whose help is a `Text`."""

    def __init__(self, *args: Any, words: Text, **settings: Any) -> None:
        click.Group.__init__(self, *args, **settings)
        self.words = words

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _Speaking.format_options(self, ctx, formatter)
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        records = [
            (name, command.get_short_help_str())
            for name, command in commands
            if command and not command.hidden
        ]
        if records:
            with formatter.section(_COMMANDS(language(ctx))):
                formatter.write_dl(records)


_USAGE = Text("用法:", "Usage:")
_OPTIONS = Text("选项", "Options")
_COMMANDS = Text("命令", "Commands")
_HELP = Text("显示帮助并退出。", "Show this help and exit.")


def usage_text(error: click.UsageError) -> Text:
    """What is wrong with the command line, in both languages."""
    en = error.format_message()
    match error:
        case click.NoSuchOption():
            near = "、".join(error.possibilities or ())
            hint = f";是否要用 {near}?" if near else ""
            return Text(f"没有选项 {error.option_name}{hint}", en)
        case click.MissingParameter():
            return Text(f"缺少参数 {_name(error)}", en)
        case click.BadParameter():
            return Text(f"{_name(error)} 的值无效:{_expected(error)}", en)
        case click.BadOptionUsage():
            return Text(f"选项 {error.option_name} 缺少取值", en)
        case _:
            return error.text if isinstance(error, Misuse) else same(en)


def _name(error: click.BadParameter) -> str:
    if error.param_hint:
        return error.param_hint if isinstance(error.param_hint, str) else "/".join(error.param_hint)
    return "/".join(error.param.opts) if error.param and error.param.opts else "?"


def _expected(error: click.BadParameter) -> str:
    """What a value would have to be, in Chinese; click's own words where its type is none of ours."""
    match error.param.type if error.param else None:
        case click.Choice() as choice:
            return f"应为 {'、'.join(map(str, choice.choices))} 之一"
        case click.IntRange() as bounds:
            return f"应为不小于 {bounds.min} 的整数"
        case click.FloatRange() as bounds:
            return f"应为不小于 {bounds.min:g} 的数"
    return error.message


class Misuse(click.UsageError):
    """A usage error with both wordings."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text
