"""`zonecheck layers`: which layers are there, what is known of one, and can they be used?"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import click

from zonecheck.cli.bilingual import Argument, Command, Group, language
from zonecheck.cli.completing import LAYERS
from zonecheck.cli.layers_add import add, own_catalogue
from zonecheck.cli.layers_record import condition_record, entry_record, layer_record
from zonecheck.cli.layers_text import details, digest, state, summary
from zonecheck.cli.options import CATALOGUES, FORM, LANGUAGE
from zonecheck.cli.status import FINE, NOT_DONE
from zonecheck.errors import Problem, UsageError
from zonecheck.layers.catalogue import load
from zonecheck.layers.verify import Condition, verify
from zonecheck.reports.terminal import cells, pad, safe
from zonecheck.words import Language, Text


def _list(catalogues: tuple[str, ...], form: str) -> int:
    spoken = language(click.get_current_context())
    registered = load(_laid(catalogues)).registered.values()
    if form == "json":
        _json({"layers": [entry_record(each, spoken) for each in registered]})
    else:
        _rows([[text(spoken) for text in summary(each.entry)] for each in registered])
    return FINE


def _laid(catalogues: tuple[str, ...]) -> tuple[str, ...]:
    """The catalogues that are named, else the user's own, where there is one."""
    own = own_catalogue()
    return catalogues or ((str(own),) if own.is_file() else ())


def _show(layer: str, catalogues: tuple[str, ...], form: str) -> int:
    spoken = language(click.get_current_context())
    catalogue = load(_laid(catalogues))
    if layer not in catalogue:
        raise UsageError(Problem("", _NO_SUCH.fill(id=layer, known=", ".join(catalogue))))
    held, registration = catalogue.open(layer), catalogue.registered[layer]
    if form == "json":
        _json({**entry_record(registration, spoken), **layer_record(held)})
    else:
        _rows([[name(spoken), text(spoken)] for name, text in details(registration, held)])
    return FINE


def _verify(catalogues: tuple[str, ...], form: str) -> int:
    spoken = language(click.get_current_context())
    conditions = verify(load(_laid(catalogues)), datetime.now(ZoneInfo("Asia/Shanghai")).date())
    if form == "json":
        _json({"layers": [condition_record(each, spoken) for each in conditions]})
    else:
        _print_conditions(conditions, spoken)
    return FINE if all(condition.sound for condition in conditions) else NOT_DONE


def _print_conditions(conditions: tuple[Condition, ...], spoken: Language) -> None:
    _rows([[condition.id, state(condition)(spoken), digest(condition)] for condition in conditions])
    for condition in conditions:
        for fault in condition.faults:
            click.echo(safe(f"{condition.id}: {fault.problem(spoken)}"))


def _rows(rows: list[list[str]]) -> None:
    """Columns that line up, a Chinese character counting as two cells."""
    table = [[safe(text) for text in row] for row in rows]
    widths = [max(map(cells, column)) for column in zip(*table, strict=True)]
    for row in table:
        click.echo("  ".join(pad(text, width) for text, width in zip(row, widths, strict=True)).rstrip())


def _json(record: dict[str, Any]) -> None:
    click.echo(json.dumps({"schema": 1, **record}, ensure_ascii=False, indent=2, allow_nan=False))


def _command(name: str, callback: Any, words: Text, *arguments: click.Parameter) -> Command:
    return Command(name, callback=callback, words=words, params=[*arguments, *_options()])


def _options() -> list[click.Parameter]:
    return [
        CATALOGUES,
        FORM,
        LANGUAGE,
    ]


_NO_SUCH = Text("没有图层 {id};已登记:{known}", "there is no layer {id}; registered: {known}")

layers = Group(
    "layers",
    words=Text(
        "参考图层:列出、查看、检验、登记。", "Reference layers: list them, show one, verify them, add one."
    ),
    commands=[
        add,
        _command("list", _list, Text("列出已登记的图层。", "List the registered layers.")),
        _command(
            "show",
            _show,
            Text("显示一个图层的全部信息。", "Show all that is known of one layer."),
            Argument(["layer"], metavar="ID", type=LAYERS),
        ),
        _command(
            "verify",
            _verify,
            Text(
                "重新读取并核验全部图层;有不可用者以状态 2 结束。",
                "Read and check every layer again; ends with status 2 if one cannot be used.",
            ),
        ),
    ],
)
