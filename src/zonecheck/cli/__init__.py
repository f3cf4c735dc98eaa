"""The command line: parse, then call. `main` and `run` answer the exit status."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import click

from zonecheck.cli.app import app
from zonecheck.cli.bilingual import Invocation, language_of, usage_text
from zonecheck.cli.settings import find
from zonecheck.cli.status import CLOSED_PIPE, FINE, INTERRUPTED, NOT_DONE
from zonecheck.errors import ZonecheckError
from zonecheck.reports.terminal import safe
from zonecheck.words import Language, Text


def main() -> int:
    """The exit status of a run with the arguments of the process."""
    _open_streams()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(
                errors="backslashreplace"
            )  # a console that lacks a character must not lose the verdict
    return run(sys.argv[1:])


def _open_streams() -> None:
    """A stream that the caller closed is opened on what cannot be read or written, before a file takes its number.

    Messages may be lost so, but never results: where standard output is closed, writing to it fails.
    """
    if sys.stdin is None:
        sys.stdin = os.fdopen(os.open(os.devnull, os.O_RDONLY))
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w")
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")


def run(arguments: Sequence[str]) -> int:  # noqa: PLR0911
    """The exit status for these arguments; every way in which a call can end is decided here."""
    invocation = Invocation(language_of(arguments, {}, os.environ), debug="--debug" in arguments)
    try:
        if VARIABLE in os.environ:
            return _completed()
        settings = find(Path.cwd())
        invocation = replace(invocation, language=language_of(arguments, settings.values, os.environ))
        with app.make_context(
            "zonecheck", list(arguments), obj=replace(invocation, settings=settings)
        ) as context:
            status = app.invoke(context)
            sys.stdout.flush()
            return int(status or FINE)
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.UsageError as error:
        return _misused(error, invocation.language)
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        _forget_stdout()
        return CLOSED_PIPE
    except ZonecheckError as error:
        return _refused(error, invocation)
    except OSError as error:
        _forget_stdout()
        return _failed(error, invocation)
    except Exception as error:
        return _failed(error, invocation)


def _completed() -> int:
    from zonecheck.cli.completion import answer  # noqa: PLC0415  only where a shell asks

    return answer(app, os.environ) or FINE


def _misused(error: click.UsageError, language: Language) -> int:
    context = error.ctx
    if context is not None:
        _say(context.get_usage())
        _say(_TRY.fill(command=context.command_path)(language))
    _say(f"{_ERROR(language)}{usage_text(error)(language)}")
    return NOT_DONE


def _refused(error: ZonecheckError, invocation: Invocation) -> int:
    for problem in error.problems:
        _say(f"{_ERROR(invocation.language)}{problem(invocation.language)}")
    if invocation.debug:
        traceback.print_exc()
    return NOT_DONE


def _failed(error: Exception, invocation: Invocation) -> int:
    if invocation.debug:
        traceback.print_exc()
    _say(_INTERNAL.fill(kind=type(error).__name__, message=error)(invocation.language))
    return NOT_DONE


def _say(message: str) -> None:
    click.echo(safe(message), err=True)


def _forget_stdout() -> None:
    """What is still buffered can go nowhere; without this the interpreter complains when it ends."""
    with suppress(OSError):  # a stream of a test has no number
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


VARIABLE = "_ZONECHECK_COMPLETE"  # set by the script that `zonecheck completion` prints

_ERROR = Text("错误:", "error: ")
_TRY = Text("查看用法:{command} --help", "see {command} --help")
_INTERNAL = Text(
    "内部错误 {kind}:{message};没有得出结论。加 --debug 可看详情",
    "internal error {kind}: {message}; nothing was decided. --debug shows more",
)
