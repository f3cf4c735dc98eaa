"""How are registered layers put into words? The rows that `zonecheck layers` prints; nothing is read here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from zonecheck.layers.faults import KINDS
from zonecheck.layers.layer import EVERYTHING
from zonecheck.reports.vocabulary import BASELINE
from zonecheck.words import Text, same

if TYPE_CHECKING:
    from zonecheck.layers.layer import Entry, Layer
    from zonecheck.layers.registration import Registration
    from zonecheck.layers.verify import Condition


def state(condition: Condition) -> Text:
    kinds = list(dict.fromkeys(fault.kind for fault in condition.faults))
    if not kinds:
        return Text("完好", "sound")
    return Text("、".join(KINDS[kind].zh for kind in kinds), ", ".join(KINDS[kind].en for kind in kinds))


def digest(condition: Condition) -> str:
    return f"sha256 {condition.layer.entry.sha256}" if condition.layer else ""


def summary(entry: Entry) -> list[Text]:
    accuracy = _BY_FEATURE if entry.accuracy_m is None else _metres(entry.accuracy_m)
    baseline = BASELINE.get(entry.baseline, same(entry.baseline)) if entry.baseline else same("-")
    origin = _BUNDLED if entry.origin == "bundled" else same(entry.origin)
    indicative = _INDICATIVE if entry.indicative else same("")
    return [same(entry.id), entry.title, baseline, accuracy, origin, indicative]


def details(registration: Registration, layer: Layer) -> Iterator[tuple[Text, Text]]:
    entry = layer.entry
    head = [
        Text("图层", "layer"),
        Text("名称", "title"),
        Text("基准线", "base line"),
        Text("精度", "accuracy"),
    ]
    yield from zip(head, summary(entry)[:4], strict=True)
    yield (
        Text("性质", "standing"),
        _INDICATIVE if entry.indicative else Text("正式", "not marked as indicative"),
    )
    yield Text("登记于", "registered in"), _BUNDLED if entry.origin == "bundled" else same(entry.origin)
    yield Text("文件", "file"), same(registration.path)
    yield (
        Text("要素", "features"),
        Text("{n} 个:{names}", "{n}: {names}").fill(n=len(layer), names=_names(layer)),
    )
    yield Text("范围", "coverage"), _coverage(registration)
    yield Text("完整于", "complete for"), _claims(entry)
    yield Text("要素精度", "features known to"), _range(layer)
    for name, text in _stated(entry):
        if text is not None:
            yield name, text
    yield same("sha256"), same(entry.sha256)


def _stated(entry: Entry) -> list[tuple[Text, Text | None]]:
    """What a catalogue may leave unsaid."""
    until = same(entry.valid_until.isoformat()) if entry.valid_until else None
    return [
        (Text("来源", "source"), entry.source),
        (Text("说明", "note"), entry.note),
        (Text("年代", "vintage"), same(entry.vintage) if entry.vintage else None),
        (Text("许可", "licence"), same(entry.licence) if entry.licence else None),
        (Text("有效至", "valid until"), until),
    ]


def _names(layer: Layer) -> str:
    names = list(dict.fromkeys(layer.names))
    return ", ".join(names[:20]) + (", …" if len(names) > 20 else "")


def _coverage(registration: Registration) -> Text:
    match registration.coverage:
        case None:
            return Text("未声明:任何“否”均不确定", "not stated: no `no` is firm")
        case "everywhere":
            return Text("各处", "everywhere")
        case tuple() as box:
            return same(f"[{', '.join(f'{value:g}' for value in box)}]")
        case file:
            return same(file.path)


def _claims(entry: Entry) -> Text:
    if EVERYTHING in entry.complete_for:
        return Text("全部", "everything")
    claims = [f"{key}: {', '.join(sorted(values))}" for key, values in entry.complete_for.items()]
    return same("; ".join(claims)) if claims else Text("无", "nothing")


def _range(layer: Layer) -> Text:
    low, high = _metres(layer.accuracy_m.min()), _metres(layer.accuracy_m.max())
    return low if low == high else Text("{low} 至 {high}", "{low} to {high}").fill(low=low, high=high)


def _metres(value: float) -> Text:
    return same(f"{value:g} m")


_INDICATIVE = Text("示意性", "indicative")
_BUNDLED = Text("随附", "bundled")
_BY_FEATURE = Text("按要素", "by feature")
