"""Which options do several commands share? Each is worded once, so that it says the same everywhere."""

from __future__ import annotations

from typing import Any

import click

from zonecheck.cli.bilingual import Misuse, Option
from zonecheck.words import Text

LANGUAGE = Option(
    ["--lang"],
    type=click.Choice(["zh", "en"]),
    expose_value=False,
    words=Text("输出语言,默认随系统。", "Language of the output; by default that of the system."),
)
DEBUG = Option(
    ["--debug"],
    is_flag=True,
    expose_value=False,
    words=Text("出现内部错误时给出详情。", "Show the traceback of an internal error."),
)
FORM = Option(
    ["-f", "--format", "form"],
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    words=Text("输出格式。", "The format of the output."),
)
CATALOGUES = Option(
    ["--layers", "catalogues"],
    multiple=True,
    metavar="FILE",
    words=Text("叠加在随附目录之上的图层目录,可重复。", "A catalogue laid over the bundled one; repeatable."),
)


class Pair(click.ParamType[tuple[str, str]]):
    """Two words with an equals sign between them; `blank` lets the second one be empty."""

    def __init__(self, name: str, otherwise: Text, *, blank: bool = False) -> None:
        self.name, self._otherwise, self._blank = name, otherwise, blank

    def convert(
        self,
        value: Any,
        param: click.Parameter | None,  # noqa: ARG002
        ctx: click.Context | None,  # noqa: ARG002
    ) -> tuple[str, str]:
        key, sign, other = (part.strip() for part in str(value).partition("="))
        if not (key and sign and (other or self._blank)):
            raise Misuse(self._otherwise.fill(value=value))
        return key, other
