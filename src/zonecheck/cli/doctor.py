"""`zonecheck doctor`: is this installation sound, and if not, what is wrong and how is it mended?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import click

from zonecheck.cli.bilingual import Command, language
from zonecheck.cli.layers_add import own_catalogue
from zonecheck.cli.layers_record import condition_record
from zonecheck.cli.layers_text import state
from zonecheck.cli.options import CATALOGUES, FORM, LANGUAGE
from zonecheck.cli.status import FINE, NOT_DONE
from zonecheck.reports.terminal import cells, pad, safe
from zonecheck.screening.health import Health, examine
from zonecheck.words import Language, Text, same

if TYPE_CHECKING:
    from zonecheck.geodesy.known import Known

Row = tuple[Text, Text, Text]


def _doctor(catalogues: tuple[str, ...], form: str) -> int:
    spoken = language(click.get_current_context())
    own = own_catalogue()
    laid = catalogues or ((str(own),) if own.is_file() else ())
    health = examine(laid, datetime.now(ZoneInfo("Asia/Shanghai")).date())
    if form == "json":
        click.echo(json.dumps(_record(health, spoken), ensure_ascii=False, indent=2, allow_nan=False))
    else:
        _print(health, spoken)
    return FINE if health.sound else NOT_DONE


def _print(health: Health, spoken: Language) -> None:
    rows = [[safe(text(spoken)) for text in row] for row in _rows(health)]
    widths = [max(map(cells, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        click.echo("  ".join(pad(text, width) for text, width in zip(row, widths, strict=True)).rstrip())
    click.echo()
    for problem in health.problems:
        click.echo(safe(f"{_FAULT(spoken)}{problem(spoken)}"))
    click.echo((_SOUND if health.sound else _FOUND.fill(n=len(health.problems)))(spoken))


def _rows(health: Health) -> Iterator[Row]:
    """A mark, what was looked at, and what was found."""
    for name, version in health.versions.items():
        yield _mark(sound=version is not None), same(name), same(version or "-")
    for each in (*health.distances, *health.transform):
        yield _mark(sound=each.sound), each.name, _figure(each)
    yield _mark(sound=health.clock_sound), Text("判定日", "today"), same(health.today.isoformat())
    for pack in health.packs:
        yield _mark(sound=not pack.faults), _PACK.fill(id=pack.id), same(f"sha256 {pack.sha256}")
    for layer in health.layers:
        said = same(f"sha256 {layer.layer.entry.sha256}") if layer.layer and layer.sound else state(layer)
        yield _mark(sound=layer.sound), _LAYER.fill(id=layer.id), said


def _mark(*, sound: bool) -> Text:
    return _OK if sound else _WRONG


def _figure(known: Known) -> Text:
    decimals = 3 if known.unit == "m" else 8
    found = "-" if known.found is None else f"{known.found:.{decimals}f} {known.unit}"
    return same(found)


def _record(health: Health, spoken: Language) -> dict[str, Any]:
    return {
        "schema": 1,
        "sound": health.sound,
        "today": health.today.isoformat(),
        "versions": health.versions,
        "distances": [_known_record(each, spoken) for each in health.distances],
        "transform": [_known_record(each, spoken) for each in health.transform],
        "packs": [{"id": pack.id, "sound": not pack.faults, "sha256": pack.sha256} for pack in health.packs],
        "layers": [condition_record(each, spoken) for each in health.layers],
        "problems": [
            {"where": problem.where, "message": problem.text(spoken)} for problem in health.problems
        ],
    }


def _known_record(known: Known, spoken: Language) -> dict[str, Any]:
    return {
        "name": known.name(spoken),
        "expected": known.expected,
        "found": None if known.found is None else round(known.found, 9),
        "unit": known.unit,
        "sound": known.sound,
    }


_OK = Text("正常", "ok")
_WRONG = Text("异常", "WRONG")
_PACK = Text("规则包 {id}", "rule pack {id}")
_LAYER = Text("图层 {id}", "layer {id}")
_FAULT = Text("异常:", "wrong: ")
_SOUND = Text("各项正常。", "Everything is in order.")
_FOUND = Text("发现 {n} 处异常。", "{n} faults found.")

doctor = Command(
    "doctor",
    callback=_doctor,
    words=Text(
        "检查本机安装:库的版本、已知距离和坐标转换、时钟、规则包与图层的校验值。\n有异常时说明如何处理,并以状态 2 结束。",
        "Check this installation: versions of libraries, known distances and a transform, the clock, the hashes of rule "
        "packs and layers.\nSays how to mend what is wrong, and then ends with status 2.",
    ),
    params=[
        CATALOGUES,
        FORM,
        LANGUAGE,
    ],
)
