"""`zonecheck layers`: which layers are there, what is known of one, and can they be used?"""

from __future__ import annotations

import json
import locale
import os
from collections.abc import Callable
from datetime import datetime
from typing import Any, NoReturn, cast
from zoneinfo import ZoneInfo

import click

from zonecheck.cli.layers_record import condition_record, entry_record, layer_record
from zonecheck.cli.layers_text import details, digest, state, summary
from zonecheck.errors import LayerError
from zonecheck.layers.catalogue import Catalogue, load
from zonecheck.layers.verify import Condition, verify
from zonecheck.reports.terminal import cells, pad, safe
from zonecheck.words import Language, Text

Command = Callable[..., None]


@click.group("layers")
def layers() -> None:
    """Reference layers: list them, show one, verify them. / 参考图层:列出、查看、检验。"""


def _options(command: Command) -> Command:
    for option in (
        click.option("-f", "--format", "form", type=click.Choice(["text", "json"]), default="text"),
        click.option("--lang", type=click.Choice(["zh", "en"]), default=None),
        click.option(
            "--layers",
            "catalogues",
            multiple=True,
            metavar="FILE",
            help="A catalogue laid over the bundled one.",
        ),
    ):
        command = option(command)
    return command


@layers.command("list")
@_options
def list_layers(catalogues: tuple[str, ...], lang: str | None, form: str) -> None:
    """One line for each registered layer. / 每个已登记图层一行。"""
    language = _language(lang)
    catalogue = _load(catalogues, language)
    entries = [registration.entry for registration in catalogue.registered.values()]
    if form == "json":
        _json(
            {"schema": 1, "layers": [entry_record(each, language) for each in catalogue.registered.values()]}
        )
    else:
        _rows([[text(language) for text in summary(entry)] for entry in entries])


@layers.command("show")
@click.argument("layer")
@_options
def show_layer(layer: str, catalogues: tuple[str, ...], lang: str | None, form: str) -> None:
    """All that is known of one layer. / 一个图层的全部信息。"""
    language = _language(lang)
    catalogue = _load(catalogues, language)
    if layer not in catalogue:
        _refuse([_NO_SUCH.fill(id=layer, known=", ".join(catalogue))(language)])
    try:
        held = catalogue.open(layer)
    except LayerError as error:
        _refuse([problem(language) for problem in error.problems])
    registration = catalogue.registered[layer]
    if form == "json":
        _json({"schema": 1, **entry_record(registration, language), **layer_record(held)})
    else:
        _rows([[name(language), text(language)] for name, text in details(registration, held)])


@layers.command("verify")
@_options
def verify_layers(catalogues: tuple[str, ...], lang: str | None, form: str) -> None:
    """Read every layer again; exit 2 if one cannot be used. / 重新读取全部图层,有不可用者以 2 退出。"""
    language = _language(lang)
    catalogue = _load(catalogues, language)
    conditions = verify(catalogue, datetime.now(ZoneInfo("Asia/Shanghai")).date())
    if form == "json":
        _json({"schema": 1, "layers": [condition_record(each, language) for each in conditions]})
    else:
        _print_conditions(conditions, language)
    if not all(condition.sound for condition in conditions):
        raise SystemExit(2)


def _print_conditions(conditions: tuple[Condition, ...], language: Language) -> None:
    _rows([[condition.id, state(condition)(language), digest(condition)] for condition in conditions])
    for condition in conditions:
        for fault in condition.faults:
            click.echo(safe(f"{condition.id}: {fault.problem(language)}"))


def _load(catalogues: tuple[str, ...], language: Language) -> Catalogue:
    try:
        return load(catalogues)
    except LayerError as error:
        _refuse([problem(language) for problem in error.problems])


def _refuse(messages: list[str]) -> NoReturn:
    for message in messages:
        click.echo(safe(message), err=True)
    raise SystemExit(2)


def _rows(rows: list[list[str]]) -> None:
    """Columns that line up, a Chinese character counting as two cells."""
    table = [[safe(text) for text in row] for row in rows]
    widths = [max(map(cells, column)) for column in zip(*table, strict=True)]
    for row in table:
        click.echo("  ".join(pad(text, width) for text, width in zip(row, widths, strict=True)).rstrip())


def _json(record: dict[str, Any]) -> None:
    click.echo(json.dumps(record, ensure_ascii=False, indent=2, allow_nan=False))


def _language(lang: str | None) -> Language:
    """As asked; else English for an English locale, Chinese for any other."""
    if lang:
        return cast("Language", lang)
    stated = os.environ.get("LC_ALL") or os.environ.get("LANG") or locale.getlocale()[0] or ""
    return "en" if stated.lower().startswith("en") else "zh"


_NO_SUCH = Text("没有图层 {id};已登记:{known}", "there is no layer {id}; registered: {known}")
