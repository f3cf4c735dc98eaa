"""`zonecheck completion bash|zsh|fish`: the script by which a shell completes commands, options and values."""

from __future__ import annotations

from collections.abc import Mapping

import click
from click.shell_completion import get_completion_class, shell_complete

from zonecheck.cli.bilingual import Argument, Command
from zonecheck.words import Text

VARIABLE = "_ZONECHECK_COMPLETE"
SHELLS = ("bash", "zsh", "fish")


def _completion(shell: str) -> int:
    root = click.get_current_context().find_root().command
    found = get_completion_class(shell)
    assert found is not None  # click brings these three
    complete = found(root, {}, "zonecheck", VARIABLE)
    click.echo(complete.source_template % complete.source_vars())
    return 0


def answer(root: click.Command, environment: Mapping[str, str]) -> int | None:
    """What a completing shell asks for, printed; None where no shell asks."""
    instruction = environment.get(VARIABLE)
    return shell_complete(root, {}, "zonecheck", VARIABLE, instruction) if instruction else None


completion = Command(
    name="completion",
    callback=_completion,
    words=Text(
        '输出命令行补全脚本,如 eval "$(zonecheck completion bash)"。',
        'Print the completion script of a shell, as in: eval "$(zonecheck completion bash)"',
    ),
    params=[Argument(["shell"], type=click.Choice(SHELLS))],
)
